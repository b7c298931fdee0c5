//! The counter: a clerk with a queue in front of the desk never takes the hands off the keyboard.

use anyhow::{Context, Result, ensure};

use super::application::{self, APPLICANT, PROCEDURE};
use crate::browser::Element;
use crate::visitor::{Site, Visitor};

const TAB: char = '\u{e004}';
const ENTER: char = '\u{e007}';
const CONTROL: char = '\u{e009}';
const ALT: char = '\u{e00a}';
const SPACE: char = ' ';
const DOWN: char = '\u{e015}';

/// The button that receives.
pub(super) const RECEIVE: &str = "form[data-keys] > .btns button:not([name])";

/// More stops than the longest form has.
const STOPS_MAX: usize = 120;

/// Search, fields, ticks, receipt, next dossier.
pub(super) fn by_keyboard(site: &Site) -> Result<()> {
    let clerk = site.signed_in("motcua.phuong")?;
    clerk.open("/can-bo/tiep-nhan")?;
    clerk.look("counter")?;
    clerk.open("/can-bo/tiep-nhan")?;
    types(&clerk, "q", PROCEDURE)?;
    clerk.session.press_keys(&[ENTER])?;
    clerk.find("form[data-keys], main ul.tiles a")?;
    if !clerk.has("form[data-keys]")? {
        reach(&clerk, |element| Ok(clerk.session.attribute(element, "href")?.ends_with(PROCEDURE)))?;
        clerk.session.press_keys(&[ENTER])?;
    }
    clerk.find("form[data-keys]")?;
    clerk.look("counter-form")?;

    for (name, text) in [("name", APPLICANT), ("identity_number", "019193004217"), ("phone", "0912000001")] {
        types(&clerk, name, text)?;
    }
    // Sent too early: the page says what is missing and keeps the rest.
    clerk.session.press_keys(&[CONTROL, ENTER])?;
    clerk.error_summary()?;
    clerk.look_answer("counter-wrong", RECEIVE)?;
    ensure!(clerk.value("name")? == APPLICANT, "the counter lost the name");
    form(&clerk)?;
    clerk.session.press_keys(&[CONTROL, ENTER])?;
    clerk.arrives_at("/bien-nhan").context("the dossier was not received")?;
    let code = application::code_on(&clerk)?;
    clerk.sees(&["Hẹn trả kết quả"])?;
    clerk.look("receipt-counter")?;

    clerk.open(&format!("/can-bo/tim?q={code}"))?;
    clerk.sees(&[&code])?;
    clerk.open(&format!("/ho-so/{code}/bien-nhan"))?;
    clerk.session.press_keys(&[ALT, 'n'])?;
    clerk.arrives_at("/can-bo/tiep-nhan").context("Alt+N does not begin the next dossier")
}

/// The form of the procedure, in the order of its fields.
fn form(clerk: &Visitor) -> Result<()> {
    for (name, text) in application::LINES {
        types(clerk, name, text)?;
    }
    for (name, choice) in application::CHOICES {
        reach(clerk, |element| Ok(clerk.session.attribute(element, "name")? == name))?;
        pick(clerk, choice)?;
    }
    for name in application::TICKS {
        reach(clerk, |element| Ok(clerk.session.attribute(element, "name")? == name))?;
        clerk.session.press_keys(&[SPACE])?;
    }
    Ok(())
}

/// Moves with the tabulator to a field and types.
fn types(clerk: &Visitor, name: &str, text: &str) -> Result<()> {
    reach(clerk, |element| Ok(clerk.session.attribute(element, "name")? == name))?;
    steadily(|| {
        let field = clerk.session.focused()?;
        clerk.session.type_into(&field, text)
    })
}

/// Chooses in the list or among the round buttons that have the focus, with the arrows.
fn pick(clerk: &Visitor, choice: &str) -> Result<()> {
    let is_radio = || clerk.session.attribute(&clerk.session.focused()?, "type").map(|kind| kind == "radio");
    let chosen = || -> Result<bool> {
        let element = clerk.session.focused()?;
        Ok(clerk.session.property(&element, "checked")? == "true"
            && clerk.session.property(&element, "value")? == choice)
    };
    if !steadily(is_radio)? {
        // Typing the beginning of a line chooses it.
        return steadily(|| clerk.session.type_into(&clerk.session.focused()?, choice));
    }
    clerk.session.press_keys(&[SPACE])?;
    for _ in 0..STOPS_MAX {
        if steadily(chosen)? {
            return Ok(());
        }
        clerk.session.press_keys(&[DOWN])?;
    }
    anyhow::bail!("the arrows never reach “{choice}”")
}

/// Presses the tabulator until the focus is on what is looked for.
fn reach(clerk: &Visitor, is_it: impl Fn(&Element) -> Result<bool>) -> Result<()> {
    for _ in 0..STOPS_MAX {
        if steadily(|| is_it(&clerk.session.focused()?))? {
            return Ok(());
        }
        clerk.session.press_keys(&[TAB])?;
    }
    anyhow::bail!("the tabulator never reaches the field")
}

/// Asks anew while what has the focus was just replaced: by the next page, or by the script that brings other
/// questions when an answer calls for them and puts the focus back where it was.
fn steadily<T>(ask: impl Fn() -> Result<T>) -> Result<T> {
    for _ in 0..STOPS_MAX {
        match ask() {
            Err(error) if error.to_string().contains("stale element") => {
                std::thread::sleep(std::time::Duration::from_millis(100));
            }
            answer => return answer,
        }
    }
    anyhow::bail!("what has the focus never stays")
}
