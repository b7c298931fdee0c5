//! The draft of a result: proposed from what is known of the dossier, set as a paper, kept, and set anew for its signature.

use super::office::Offices;
use super::{Desk, PaperFault, Signing, Source, Unsigned, extract, person};
use crate::messages::{VI, fill};
use crate::state::AppState;
use crate::web::format;
use app::dossier::{Done, Idempotency, ResultDraft};
use app::{ActError, FieldProblem, FieldProblemKind, SignsAs};
use domain::access::Person;
use domain::dossier::{ActionKind, DraftText, Refusal, ResultTemplate};
use jiff::civil::DateTime;
use paper::{Circular, Decision, Extract, Options, Paper, Signer};

/// Acts of law named as the basis at most; the officer adds others.
const BASIS_MAX: usize = 6;
/// Longest name of a result that stands as a title by itself.
const TITLE_CHARS_MAX: usize = 80;
/// Longest lines of an extract that are proposed, of what a draft may say.
const CONTENT_CHARS_MAX: usize = 3_800;

/// The template that a procedure most likely ends with: certificates and extracts are read out of what was declared, all
/// else is decided.
pub(crate) fn likely_template(state: &AppState, source: &Source<'_>) -> ResultTemplate {
    let catalogue = state.app.catalogue();
    let result = Desk::new(state, &catalogue).result_name(source).map(|name| domain::text::fold(&name));
    let reads_out =
        |name: &String| ["trich luc", "giay khai", "phieu ly lich", "giay xac nhan"].iter().any(|it| name.contains(it));
    if result.as_ref().is_some_and(reads_out) { ResultTemplate::Extract } else { ResultTemplate::Decision }
}

/// What a draft would say, from what is known of the dossier.
pub(crate) fn propose(state: &AppState, source: &Source<'_>, template: ResultTemplate) -> DraftText {
    let catalogue = state.app.catalogue();
    let desk = Desk::new(state, &catalogue);
    let head = title_lines(&desk.offices().signer(&source.dossier.handling_unit, SignsAs::Head, ""));
    match template {
        ResultTemplate::Decision => DraftText { signer_title: head, ..decision_text(&desk, source) },
        ResultTemplate::Extract => DraftText { signer_title: head, ..extract_text(&desk, source) },
    }
}

fn decision_text(desk: &Desk<'_>, source: &Source<'_>) -> DraftText {
    let (dossier, t) = (source.dossier, &VI.draft.text);
    let request = desk.dossier(dossier).request;
    let applicant = person(source.particulars);
    let name = &applicant.name;
    let procedure = desk.procedure(dossier);
    let law = procedure.into_iter().flat_map(|procedure| &procedure.legal_basis).take(BASIS_MAX);
    let mut basis: Vec<String> = law
        .map(|law| match &law.title_vi {
            Some(title) => format!("{} {}", law.number, title),
            None => law.number.clone(),
        })
        .map(|law| fill(t.basis, &[("law", &law)]))
        .collect();
    let day = format::day(dossier.submitted_at.date());
    basis.push(fill(t.basis_dossier, &[("code", &dossier.code), ("name", name), ("day", &day)]));
    let first = match &applicant.identity {
        Some(number) => fill(t.article_1_person, &[("name", name), ("number", number), ("request", &request)]),
        None => fill(t.article_1, &[("name", name), ("request", &request)]),
    };
    let articles = [first, t.article_2.to_owned(), fill(t.article_3, &[("name", name)])];
    DraftText {
        title: t.decision.to_owned(),
        subject: fill(t.subject, &[("request", &request)]),
        basis: basis.join("\n"),
        content: articles.join("\n"),
        ..DraftText::default()
    }
}

fn extract_text(desk: &Desk<'_>, source: &Source<'_>) -> DraftText {
    let (dossier, t) = (source.dossier, &VI.paper.text);
    let title = desk.result_name(source).filter(|name| name.chars().count() <= TITLE_CHARS_MAX);
    let mut content = String::new();
    for (label, value) in extract::rows(desk, source) {
        let line = format!("{label}: {}", value.replace('\n', "; "));
        if content.chars().count().saturating_add(line.chars().count()) > CONTENT_CHARS_MAX {
            break;
        }
        if !content.is_empty() {
            content.push('\n');
        }
        content.push_str(&line);
    }
    let agency = desk.offices().agency(&dossier.handling_unit);
    DraftText {
        title: title.map_or_else(|| t.result_title.to_owned(), |name| name.to_uppercase()),
        subject: desk.dossier(dossier).request,
        basis: fill(t.result_basis, &[("code", &dossier.code), ("agency", &agency)]),
        content,
        ..DraftText::default()
    }
}

impl Desk<'_> {
    /// What the applicant of this procedure gets, as published.
    fn result_name(&self, source: &Source<'_>) -> Option<String> {
        self.procedure(source.dossier)?
            .results_vi
            .first()
            .map(|name| name.trim().trim_end_matches(['.', ';']).to_owned())
    }
}

/// For whom a draft is set: to be looked at, or for who signs it now.
pub(crate) struct Drafting<'a> {
    /// The day that the paper bears.
    pub(crate) at: DateTime,
    /// Who signs it.
    pub(crate) signing: Option<&'a Signing<'a>>,
}

/// The paper that a draft is. For a signature it bears the day of the signature and, where the draft left them to the signer,
/// the signer's post and name.
pub(crate) async fn set_draft(
    state: &AppState,
    source: &Source<'_>,
    draft: &ResultDraft,
    drafting: &Drafting<'_>,
) -> Result<Vec<u8>, PaperFault> {
    let catalogue = state.app.catalogue();
    let desk = Desk::new(state, &catalogue);
    let (dossier, offices, text) = (source.dossier, desk.offices(), &draft.text);
    let unit = drafting.signing.map_or(dossier.handling_unit.as_str(), |signing| signing.unit);
    let code = &dossier.code;
    let of = paper::Dossier {
        tracking_url: Some(format!("{}/kiem-tra-ket-qua?so={code}", state.settings.public_url)),
        ..desk.dossier(dossier)
    };
    let letterhead = offices.letterhead(unit, drafting.at.date());
    let subject = Some(text.subject.clone()).filter(|subject| !subject.is_empty());
    let signer = signer(&offices, &dossier.handling_unit, text, drafting.signing);
    let paper = match draft.template {
        ResultTemplate::Decision => Paper::Decision(Decision {
            letterhead,
            title: text.title.clone(),
            subject,
            authority: offices.authority(unit),
            basis: lines(&text.basis),
            dossier: Some(of),
            articles: lines(&text.content),
            recipients: lines(VI.draft.text.recipients),
            signer,
        }),
        ResultTemplate::Extract => Paper::Extract(Extract {
            letterhead,
            title: text.title.clone(),
            subtitle: subject,
            basis: Some(text.basis.clone()).filter(|basis| !basis.is_empty()),
            dossier: Some(of),
            rows: rows(&text.content),
            note: Some(VI.paper.text.result_note.to_owned()),
            signer,
        }),
    };
    let options = Options::new(Circular::on(dossier.submitted_at.date()), drafting.at);
    state.settings.papers.render(paper, options).await
}

/// Sets a draft and keeps it with its paper.
pub(crate) async fn keep_draft(
    state: &AppState,
    person: &Person,
    (code, version): (&str, Option<i64>),
    draft: ResultDraft,
    idempotency: Option<Idempotency>,
) -> Result<Done, Unsigned> {
    if let Some(key) = &idempotency
        && let Some(done) = state.app.answered_before(person, code, key).await?
    {
        return Ok(done);
    }
    let view = state.app.dossier(person, code).await?;
    if !view.actions.contains(&ActionKind::DraftResult) {
        let (action, reached) = (ActionKind::DraftResult, view.dossier.stage);
        let refused = Refusal::NotInStage { action, stage: reached };
        return Err(if reached.allows(action) { ActError::NotYours } else { refused.into() }.into());
    }
    let needed = [("title", &draft.text.title), ("content", &draft.text.content)];
    let missing = needed.into_iter().filter(|(_, text)| text.trim().is_empty());
    let missing: Vec<_> = missing.map(|(name, _)| FieldProblem::new(name, FieldProblemKind::Missing)).collect();
    if !missing.is_empty() {
        return Err(ActError::Invalid(missing).into());
    }
    let drafting = Drafting { at: state.app.now_civil(), signing: None };
    let pdf = set_draft(state, &Source::of(&view), &draft, &drafting).await?;
    let name = fill(VI.draft.text.file, &[("code", &code)]);
    Ok(state.app.keep_draft(person, (code, version), draft, (name, pdf), idempotency).await?)
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// `label: value` in lines; a line without a label goes on with the value above.
fn rows(text: &str) -> Vec<(String, String)> {
    let mut rows: Vec<(String, String)> = Vec::new();
    for line in lines(text) {
        match (line.split_once(": "), rows.last_mut()) {
            (Some((label, value)), _) => rows.push((label.to_owned(), value.to_owned())),
            (None, Some((_, value))) => {
                value.push(' ');
                value.push_str(&line);
            }
            (None, None) => rows.push((line, String::new())),
        }
    }
    rows
}

/// The post in lines, as it is edited.
fn title_lines(signer: &Signer) -> String {
    signer.on_behalf.iter().chain([&signer.title]).map(String::as_str).collect::<Vec<_>>().join("\n")
}

/// Who signs, as the draft writes it; what it left to the signer is the signer's own.
fn signer(offices: &Offices<'_>, unit: &str, text: &DraftText, signing: Option<&Signing<'_>>) -> Signer {
    let own = signing.map(|signing| offices.signer(signing.unit, signing.post, signing.name));
    let name = match &own {
        Some(own) if text.signer_name.is_empty() => own.name.clone(),
        Some(_) | None => text.signer_name.clone(),
    };
    let is_left =
        text.signer_title.is_empty() || text.signer_title == title_lines(&offices.signer(unit, SignsAs::Head, ""));
    match own {
        Some(own) if is_left => Signer { name, ..own },
        Some(_) | None => {
            let mut posts = lines(&text.signer_title);
            let title = posts.pop().unwrap_or_default();
            Signer { on_behalf: Some(posts.join("\n")).filter(|above| !above.is_empty()), title, name }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_an_extract_have_a_label_and_what_has_none_goes_on() {
        let text = "Họ, chữ đệm, tên: Nguyễn Văn Mẫu\n\nNơi sinh: Bệnh viện A: khoa sản\nThái Nguyên";
        let of = |label: &str, value: &str| (label.to_owned(), value.to_owned());
        assert_eq!(
            rows(text),
            [of("Họ, chữ đệm, tên", "Nguyễn Văn Mẫu"), of("Nơi sinh", "Bệnh viện A: khoa sản Thái Nguyên")]
        );
        assert_eq!(rows("không có mục"), [of("không có mục", "")]);
    }
}
