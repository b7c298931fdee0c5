//! What staff do with a dossier on its page.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::visitor::Visitor;

/// One entry in the form of an action.
pub(super) enum Entry<'a> {
    /// Text in a field.
    Text(&'a str, &'a str),
    /// A line of a list, by what it says.
    Line(&'a str, &'a str),
    /// One of several round buttons, by its value.
    Button(&'a str, &'a str),
    /// A file.
    File(&'a Path),
}

/// Opens the dossier, opens the action, fills in its form and sends it.
pub(super) fn act(visitor: &Visitor, code: &str, action: &str, entries: &[Entry]) -> Result<()> {
    visitor.open(&format!("/ho-so/{code}"))?;
    fill(visitor, action, entries)?;
    send(visitor, action)?;
    visitor.find("main .notice").with_context(|| format!("“{action}” was not done: {}", told(visitor)))?;
    Ok(())
}

/// Opens the form of an action on the page at hand and fills it in.
pub(super) fn fill(visitor: &Visitor, action: &str, entries: &[Entry]) -> Result<()> {
    let form = format!("#viec-{action}");
    visitor.click(&format!("{form} > summary")).with_context(|| format!("the action “{action}” is not offered"))?;
    for entry in entries {
        match entry {
            Entry::Text(name, text) => visitor.fill_at(&format!("{form} [name='{name}']"), text)?,
            Entry::Line(name, choice) => visitor.choose_at(&format!("{form} select[name='{name}']"), choice)?,
            Entry::Button(name, value) => visitor.click(&format!("{form} [name='{name}'][value='{value}']"))?,
            Entry::File(file) => visitor.attach(&format!("{form} input[type=file]"), file)?,
        }
    }
    Ok(())
}

/// Chooses a line of a list in the form of an action that is open.
pub(super) fn choose(visitor: &Visitor, action: &str, name: &str, choice: &str) -> Result<()> {
    visitor.choose_at(&format!("#viec-{action} select[name={name}]"), choice)
}

/// Does something on a ground: chooses it, which brings its fields, and states the facts; `faulty` is a paper that cannot be
/// read.
pub(super) fn act_on_ground(
    visitor: &Visitor,
    code: &str,
    (action, ground): (&str, &str),
    facts: &str,
    faulty: Option<&str>,
) -> Result<()> {
    visitor.open(&format!("/ho-so/{code}"))?;
    fill(visitor, action, &[Entry::Line("ground", ground)])?;
    send(visitor, action)?;
    let form = format!("#viec-{action}");
    visitor.find(&format!("{form} [name=facts]")).context("the ground brings no fields")?;
    visitor.fill_at(&format!("{form} [name=facts]"), facts)?;
    if let Some(paper) = faulty {
        visitor.click(&format!("{form} #giay-to-{action}-{paper} > summary"))?;
        visitor.choose_at(&format!("{form} select[name='fault.{paper}']"), "Không đọc được")?;
    }
    send(visitor, action)?;
    // Advice about words is shown once, and does not hold anybody up.
    visitor.find("main .notice, [data-advice]")?;
    if visitor.has("[data-advice]")? {
        send(visitor, action)?;
    }
    visitor.find("main .notice").with_context(|| format!("“{action}” was not done: {}", told(visitor)))?;
    Ok(())
}

/// Sends the form of an action.
pub(super) fn send(visitor: &Visitor, action: &str) -> Result<()> {
    visitor.click(&format!("#viec-{action} .btns button"))
}

/// Whether the page offers exactly these actions.
pub(super) fn offers(visitor: &Visitor, actions: &[&str]) -> Result<()> {
    let mut offered = Vec::new();
    for form in visitor.session.find_all("details[id^='viec-']")? {
        offered.push(visitor.session.attribute(&form, "id")?.trim_start_matches("viec-").to_owned());
    }
    offered.sort_unstable();
    let mut expected: Vec<String> = actions.iter().map(|action| (*action).to_owned()).collect();
    expected.sort_unstable();
    ensure!(offered == expected, "the page offers {offered:?}, not {expected:?}");
    Ok(())
}

/// The dossier stands in the inbox of the person; opens it from there.
pub(super) fn open_from_inbox(visitor: &Visitor, code: &str) -> Result<()> {
    visitor.open("/can-bo")?;
    visitor.follow(code).context("the dossier is not in the inbox")?;
    visitor.arrives_at(code)
}

/// What has happened to the dossier, as its page lists it.
pub(super) fn timeline(visitor: &Visitor) -> Result<Vec<String>> {
    let lines = visitor.session.find_all("ol.timeline > li strong")?;
    lines.iter().map(|line| visitor.session.text_of(line)).collect()
}

/// The timeline has lines that begin so, in this order; others may stand between them.
pub(super) fn has_timeline(visitor: &Visitor, expected: &[&str]) -> Result<()> {
    let lines = timeline(visitor)?;
    let mut rest = lines.iter();
    for start in expected {
        ensure!(rest.any(|line| line.starts_with(start)), "the timeline lacks “{start}” in its place: {lines:#?}");
    }
    Ok(())
}

fn told(visitor: &Visitor) -> String {
    visitor.reads().unwrap_or_default()
}
