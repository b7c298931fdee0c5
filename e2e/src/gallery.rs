//! What is checked on every page that a journey meets: accessibility, width, the browser's complaints; and pictures of
//! it at both sizes in both languages, because screens are looked at, not only tested.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::browser::{Look, Session};
use crate::settings;

/// The narrowest screen on which a page must not scroll sideways, in CSS pixels.
const NARROWEST: u32 = 320;
/// The standards whose breach fails the run: WCAG 2.2, levels A and AA.
const STANDARDS: [&str; 5] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/// Asks axe-core and tells each breach with the elements that have it.
const ASK_AXE: &str = r"
const done = arguments[arguments.length - 1];
axe.run(document, { runOnly: { type: 'tag', values: arguments[0] }, resultTypes: ['violations'] }).then(
  (result) => done(result.violations.map((breach) => `${breach.id}: ${breach.help}\n` +
    breach.nodes.map((node) => `    ${node.html}\n      ${node.failureSummary.replaceAll('\n', '\n      ')}`).join('\n'))),
  (error) => done([String(error)]));
";

/// The elements that reach beyond the right edge.
const TOO_WIDE: &str = r"
const edge = document.documentElement.clientWidth;
if (document.documentElement.scrollWidth <= edge) return [];
return [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > edge + 1)
  .map((one) => one.outerHTML.slice(0, 120)).slice(0, 5);
";

/// What people touch on a telephone and is less than 44 px high or 24 px wide.
const TOO_SMALL: &str = r"
return [...document.querySelectorAll('.btn, select, summary, label.tick, input:not([type=checkbox], [type=radio], [type=hidden])')]
  .filter((one) => one.checkVisibility() && !one.closest('.sr'))
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([, box]) => box.height < 43.5 || box.width < 24)
  .map(([one, box]) => `${Math.round(box.width)}×${Math.round(box.height)} ${one.outerHTML.slice(0, 120)}`).slice(0, 5);
";

/// Asks for an address beside the page, so that its cookie is set.
const CHOOSE_LANGUAGE: &str = r"
const done = arguments[arguments.length - 1];
fetch(arguments[0]).then((answer) => done(answer.ok), (error) => done(String(error)));
";

/// Pictures and the checker's source.
pub(crate) struct Gallery {
    folder: PathBuf,
    axe: String,
    seen: Mutex<BTreeSet<String>>,
    faults: Mutex<Vec<String>>,
}

impl Gallery {
    /// With axe-core as the environment names it.
    pub(crate) fn open() -> Result<Self> {
        Ok(Self {
            folder: settings::screens()?,
            axe: settings::axe()?,
            seen: Mutex::default(),
            faults: Mutex::default(),
        })
    }

    /// The checker finds what is wrong with a page that is wrong; otherwise its silence would mean nothing.
    pub(crate) fn prove(&self, session: &Session) -> Result<()> {
        session.go("data:text/html,<meta name=viewport content='width=device-width'><input style='width:900px;height:9px'><img src='data:,'>")?;
        session.resize(NARROWEST, Look::PHONE.height)?;
        ensure!(!self.breaches(session)?.is_empty(), "axe-core finds no fault in a page full of them");
        for script in [TOO_SMALL, TOO_WIDE] {
            ensure!(lines(&session.execute(script, &json!([]))?).next().is_some(), "a wrong size was not noticed");
        }
        Ok(())
    }

    /// How many pages were looked at.
    pub(crate) fn pages(&self) -> usize {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// What was wrong with pages, each with all its faults. A journey goes on when a page has some, so that one run
    /// tells them all.
    pub(crate) fn faults(&self) -> Vec<String> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Looks at a page that can be opened again: both languages, both sizes.
    pub(crate) fn look(&self, session: &Session, name: &str) -> Result<()> {
        if !self.is_new(name) {
            return Ok(());
        }
        let address = without_language(&session.url()?);
        for language in ["en", "vi"] {
            session.go(&with_language(&address, language))?;
            self.inspect(session, name, language)?;
        }
        Ok(())
    }

    /// Looks at a page that answers a form and cannot be opened again: as it stands.
    pub(crate) fn look_once(&self, session: &Session, name: &str) -> Result<()> {
        if self.is_new(name) { self.inspect(session, name, "vi") } else { Ok(()) }
    }

    /// Looks at a page that answers a form: as it stands, and as it comes when the same form is sent again in English.
    /// The page is in Vietnamese again afterwards.
    pub(crate) fn look_answer(&self, session: &Session, name: &str, send: &dyn Fn(&str) -> Result<()>) -> Result<()> {
        if !self.is_new(name) {
            return Ok(());
        }
        self.inspect(session, name, "vi")?;
        speak(session, "en")?;
        send("en")?;
        self.inspect(session, name, "en")?;
        speak(session, "vi")?;
        send("vi")
    }

    fn is_new(&self, name: &str) -> bool {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned())
    }

    fn inspect(&self, session: &Session, name: &str, language: &str) -> Result<()> {
        let mut faults = Vec::new();
        for look in [Look::DESK, Look::PHONE] {
            session.resize(look.width, look.height)?;
            let picture = self.folder.join(format!("{name}-{}-{language}.png", look.width));
            std::fs::write(picture, session.screenshot()?)?;
            faults.extend(self.breaches(session)?);
        }
        session.devtools("Emulation.setEmulatedMedia", &scheme("dark"))?;
        faults.extend(self.breaches(session)?.into_iter().map(|breach| format!("in the dark, {breach}")));
        session.devtools("Emulation.setEmulatedMedia", &scheme("light"))?;
        faults.extend(lines(&session.execute(TOO_SMALL, &json!([]))?).map(|one| format!("too small to touch: {one}")));
        session.resize(NARROWEST, Look::PHONE.height)?;
        faults.extend(
            lines(&session.execute(TOO_WIDE, &json!([]))?).map(|one| format!("wider than {NARROWEST} px: {one}")),
        );
        session.resize(Look::PHONE.width, Look::PHONE.height)?;
        faults.extend(session.complaints()?.into_iter().map(|complaint| format!("the browser complains: {complaint}")));
        if !faults.is_empty() {
            let told = format!("the page “{name}” in {language} ({}):\n{}", session.url()?, faults.join("\n"));
            self.faults.lock().unwrap_or_else(PoisonError::into_inner).push(told);
        }
        Ok(())
    }

    fn breaches(&self, session: &Session) -> Result<Vec<String>> {
        if session.execute("return typeof axe === 'undefined'", &json!([]))? == json!(true) {
            session.execute(&self.axe, &json!([]))?;
        }
        let answer = session.execute_later(ASK_AXE, &json!([STANDARDS]))?;
        ensure!(answer.is_array(), "axe-core did not answer");
        Ok(lines(&answer).collect())
    }
}

/// Chooses a language without leaving the page.
fn speak(session: &Session, language: &str) -> Result<()> {
    let answer = session.execute_later(CHOOSE_LANGUAGE, &json!([format!("/?lang={language}")]))?;
    ensure!(answer == json!(true), "the language could not be chosen: {answer}");
    Ok(())
}

fn scheme(name: &str) -> Value {
    json!({"features": [{"name": "prefers-color-scheme", "value": name}]})
}

fn lines(value: &Value) -> impl Iterator<Item = String> {
    value.as_array().into_iter().flatten().filter_map(|line| line.as_str().map(str::to_owned))
}

/// The address without its fragment and without a language asked for.
fn without_language(address: &str) -> String {
    let address = address.split('#').next().unwrap_or_default();
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let rest: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang=")).collect();
    if rest.is_empty() { path.to_owned() } else { format!("{path}?{}", rest.join("&")) }
}

fn with_language(address: &str, language: &str) -> String {
    let mark = if address.contains('?') { '&' } else { '?' };
    format!("{address}{mark}lang={language}")
}

#[cfg(test)]
mod tests {
    use super::{with_language, without_language};

    #[test]
    fn a_language_is_asked_for_once() {
        let bare = without_language("http://a/b?lang=vi&q=x#c");
        assert_eq!(bare, "http://a/b?q=x");
        assert_eq!(with_language(&bare, "en"), "http://a/b?q=x&lang=en");
        assert_eq!(with_language(&without_language("http://a/b?lang=vi"), "en"), "http://a/b?lang=en");
    }
}
