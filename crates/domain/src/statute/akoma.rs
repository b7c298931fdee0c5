//! A wording as Akoma Ntoso 1.0 (OASIS, 2018): articles, clauses and points with addresses of their own.
//!
//! The standard has no profile for Viet Nam. Điều is `article`, khoản `paragraph`, điểm `point`. The texts that gave words
//! or took them stand in `lifecycle`, each with its day; a part that does not hold has a `status`.

use std::collections::BTreeSet;

use super::slug;
use super::{Consolidated, Origin, PartState, Placed, Statute};
use crate::text::fold;

const NAMESPACE: &str = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0";

/// The wording of a text as an `act`. The same wording always gives the same document.
#[must_use]
pub fn akoma_ntoso(text: &Statute, wording: &Consolidated) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let name = fold(&text.kind_vi).replace(' ', "-");
    add(&mut xml, &format!("<akomaNtoso xmlns=\"{NAMESPACE}\"><act name=\"{name}\" contains=\"singleVersion\">"));
    meta(&mut xml, text, wording);
    xml.push_str("<preface><longTitle><p>");
    let title = [text.kind_vi.as_str(), text.id.as_str(), text.title_vi.as_str()].join(" ");
    escape(&mut xml, &title);
    xml.push_str("</p></longTitle></preface><body>");
    wording.articles.iter().for_each(|article| part(&mut xml, article, ""));
    // The standard wants something in a body; what is not known is an empty container.
    if wording.articles.is_empty() {
        add(&mut xml, "<hcontainer eId=\"hcontainer_1\" name=\"missing\"><content><p/></content></hcontainer>");
    }
    xml.push_str("</body></act></akomaNtoso>\n");
    xml
}

fn meta(xml: &mut String, text: &Statute, wording: &Consolidated) {
    let day = wording.day;
    // An act is known by the day on which it was made; where only its first day is known, by that.
    let made = text.signed.or(text.from).unwrap_or(day);
    let work = format!("/akn/vn/act/{made}/{}", slug(&text.id));
    let level = |xml: &mut String, name: &str, uri: &str, date: &str, author: &str| {
        add(xml, &format!("<{name}><FRBRthis value=\"{uri}/!main\"/><FRBRuri value=\"{uri}\"/>"));
        add(xml, &format!("<FRBRdate date=\"{date}\" name=\"\"/><FRBRauthor href=\"{author}\"/>"));
    };
    xml.push_str("<meta><identification source=\"#editor\">");
    level(xml, "FRBRWork", &work, &made.to_string(), "#issuer");
    xml.push_str("<FRBRcountry value=\"vn\"/><FRBRnumber value=\"");
    escape(xml, &text.id);
    xml.push_str("\"/></FRBRWork>");
    let expression = format!("{work}/vie@{day}");
    level(xml, "FRBRExpression", &expression, &day.to_string(), "#editor");
    xml.push_str("<FRBRlanguage language=\"vie\"/></FRBRExpression>");
    level(xml, "FRBRManifestation", &format!("{expression}.xml"), &day.to_string(), "#editor");
    xml.push_str("<FRBRformat value=\"application/akn+xml\"/></FRBRManifestation></identification>");
    let origins = origins(wording, &text.id);
    xml.push_str("<lifecycle source=\"#editor\">");
    add(xml, &format!("<eventRef eId=\"e0\" date=\"{made}\" source=\"#original\" type=\"generation\"/>"));
    for (number, (since, _)) in (1_usize..).zip(&origins) {
        add(xml, &format!("<eventRef eId=\"e{number}\" date=\"{since}\" source=\"#t{number}\" type=\"amendment\"/>"));
    }
    xml.push_str("</lifecycle><references source=\"#editor\">");
    add(xml, &format!("<original eId=\"original\" href=\"{work}\" showAs=\"\"/>"));
    for (number, (_, by)) in (1_usize..).zip(&origins) {
        add(xml, &format!("<passiveRef eId=\"t{number}\" href=\"/akn/vn/act/{}\" showAs=\"", slug(by)));
        escape(xml, by);
        xml.push_str("\"/>");
    }
    xml.push_str("<TLCOrganization eId=\"issuer\" href=\"/ontology/organization/issuer\" showAs=\"");
    escape(xml, &text.issuer_vi);
    xml.push_str("\"/><TLCOrganization eId=\"editor\" href=\"/ontology/organization/editor\" showAs=\"Một Cửa\"/>");
    xml.push_str("</references></meta>");
}

/// The other texts that gave words or took them, by their days.
fn origins(wording: &Consolidated, own: &str) -> BTreeSet<(jiff::civil::Date, String)> {
    let of = |origin: &Origin| (origin.text != own).then(|| (origin.since, origin.text.clone()));
    let parts = wording.parts();
    let states = parts.iter().filter_map(|part| match &part.state {
        PartState::InForce => None,
        PartState::Repealed { by } | PartState::Suspended { by } => of(by),
    });
    parts.iter().filter_map(|part| of(&part.origin)).chain(states).collect()
}

fn part(xml: &mut String, placed: &Placed, above: &str) {
    let (element, short, word) = match placed.address.labels().len() {
        1 => ("article", "art", "Điều "),
        2 => ("paragraph", "para", ""),
        _deepest => ("point", "point", ""),
    };
    let own = format!("{short}_{}", placed.label.as_str());
    let id = if above.is_empty() { own } else { format!("{above}__{own}") };
    let status = match placed.state {
        PartState::InForce => "",
        PartState::Repealed { .. } => " status=\"removed\"",
        // The standard has no word for "suspended"; this is its word for what is there and not to be used.
        PartState::Suspended { .. } => " status=\"ignored\"",
    };
    add(xml, &format!("<{element} eId=\"{id}\"{status}><num>{word}"));
    escape(xml, placed.label.as_str());
    xml.push_str("</num>");
    if !placed.heading.is_empty() {
        xml.push_str("<heading>");
        escape(xml, &placed.heading);
        xml.push_str("</heading>");
    }
    // Words before parts are their introduction; without parts they are all there is.
    let around = if placed.parts.is_empty() { "content" } else { "intro" };
    if placed.parts.is_empty() || !placed.text.is_empty() {
        add(xml, &format!("<{around}>"));
        for line in placed.text.split('\n') {
            xml.push_str("<p>");
            escape(xml, line);
            xml.push_str("</p>");
        }
        add(xml, &format!("</{around}>"));
    }
    placed.parts.iter().for_each(|child| part(xml, child, &id));
    add(xml, &format!("</{element}>"));
}

fn add(xml: &mut String, text: &str) {
    xml.push_str(text);
}

fn escape(xml: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            other => xml.push(other),
        }
    }
}
