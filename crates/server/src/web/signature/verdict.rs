//! What was found of a file, as a part of a page.

use crate::messages::{Messages, SignatureCheck, fill};
use crate::sentences;
use crate::web::format;
use crate::web::view::Fact;
use app::Catalogue;
use app::signature::{Holds, IssuedFile, ResultCheck, SignatureFacts};
use askama::Template;
use askama::filters::HtmlSafe;
use jiff::civil::Date;

/// One signature.
struct Line {
    title: String,
    /// Whether it holds: what does not is shown as a warning.
    holds: bool,
    facts: Vec<Fact>,
}

/// The verdict.
#[derive(Template)]
#[template(path = "components/verdict.html")]
pub(in crate::web) struct Verdict {
    t: &'static SignatureCheck,
    issued: Vec<String>,
    lines: Vec<Line>,
    sha256: String,
}

impl HtmlSafe for Verdict {}

impl Verdict {
    pub(super) fn of(m: &'static Messages, catalogue: &Catalogue, today: Date, found: ResultCheck) -> Self {
        let t = &m.signature.check;
        let lines = found.signatures.iter().zip(1..).map(|(facts, number)| Line {
            title: fill(t.signature, &[("number", &number)]),
            holds: facts.holds == Holds::Yes,
            facts: facts_of(m, facts),
        });
        let issued = |file: &IssuedFile| {
            let unit = catalogue.unit_name(&file.unit, today);
            fill(t.issued, &[("number", &file.number), ("unit", &unit), ("day", &format::day(file.day))])
        };
        Self { t, lines: lines.collect(), issued: found.issued.iter().map(issued).collect(), sha256: found.sha256 }
    }

    /// Of a file of a document; the sentence says whose file it is.
    pub(in crate::web) fn of_document(m: &'static Messages, found: ResultCheck, of: &str) -> Self {
        let t = &m.signature.check;
        let lines = found.signatures.iter().zip(1..).map(|(facts, number)| Line {
            title: fill(t.signature, &[("number", &number)]),
            holds: facts.holds == Holds::Yes,
            facts: facts_of(m, facts),
        });
        Self { t, lines: lines.collect(), issued: vec![of.to_owned()], sha256: found.sha256 }
    }
}

/// Each signature in a sentence, and whether it holds.
pub(in crate::web) fn brief(m: &Messages, found: &ResultCheck) -> Vec<(String, bool)> {
    let t = &m.signature.fact;
    let line = |facts: &SignatureFacts| {
        let signer = facts.signer.clone().unwrap_or_else(|| t.nobody.to_owned());
        let (holds, trusted) =
            (sentences::signature_holds(m, facts.holds), sentences::signature_trusted(m, facts.trusted));
        let at = sentences::signature_time(m, facts);
        (format!("{signer}: {holds}. {at}. {trusted}"), facts.holds == Holds::Yes)
    };
    found.signatures.iter().map(line).collect()
}

fn facts_of(m: &Messages, facts: &SignatureFacts) -> Vec<Fact> {
    let t = &m.signature.fact;
    let or_nobody = |text: &Option<String>| text.clone().unwrap_or_else(|| t.nobody.to_owned());
    let mut shown = vec![
        Fact::new(t.intact, sentences::signature_holds(m, facts.holds)),
        Fact::new(t.signer, or_nobody(&facts.signer)),
    ];
    shown.extend(facts.organisation.clone().map(|organisation| Fact::new(t.organisation, organisation)));
    shown.extend(facts.says.clone().map(|says| Fact::new(t.says, says)));
    shown.extend([
        Fact::new(t.time, sentences::signature_time(m, facts)),
        Fact::new(t.trusted, sentences::signature_trusted(m, facts.trusted)),
        Fact::new(t.issuer, or_nobody(&facts.issuer)),
        Fact::new(t.covers, sentences::signature_covers(m, facts.covers)),
    ]);
    shown
}
