//! Somebody at a browser: opens pages, fills in forms, reads what is there.
//!
//! Fields are found by the name under which they are sent, links and buttons by what they say.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use serde_json::json;

use crate::browser::{Driver, Element, Look, Session};
use crate::gallery::Gallery;

/// How long a page may take to show what a person waits for.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long the program may take for what it does beside: it looks for what is due every half minute.
const BESIDE: Duration = Duration::from_secs(75);
const GLANCE: Duration = Duration::from_millis(50);

/// The product as a visitor finds it.
pub(crate) struct Site<'a> {
    /// The browsers' driver.
    pub(crate) driver: &'a Driver,
    /// `http://127.0.0.1:PORT`.
    pub(crate) url: &'a str,
    /// A folder for files to upload.
    pub(crate) folder: &'a Path,
    /// How browsers are set up.
    pub(crate) look: Look,
    /// Where pages are looked at; nobody looks on a second pass.
    pub(crate) gallery: Option<&'a Gallery>,
}

impl Site<'_> {
    /// Somebody new, whom the site has never seen.
    pub(crate) fn visitor(&self) -> Result<Visitor<'_>> {
        Ok(Visitor { session: Session::open(self.driver, self.look)?, site: self })
    }

    /// A visitor who signs in with a demo account.
    pub(crate) fn signed_in(&self, account: &str) -> Result<Visitor<'_>> {
        let visitor = self.visitor()?;
        visitor.sign_in(account)?;
        Ok(visitor)
    }

    /// A file of the given content, to be uploaded.
    pub(crate) fn file(&self, name: &str, content: &[u8]) -> Result<std::path::PathBuf> {
        let path = self.folder.join(name);
        std::fs::write(&path, content)?;
        Ok(path)
    }
}

/// Somebody at a browser.
pub(crate) struct Visitor<'a> {
    /// The window.
    pub(crate) session: Session,
    site: &'a Site<'a>,
}

impl Visitor<'_> {
    /// Opens a path of the site.
    pub(crate) fn open(&self, path: &str) -> Result<()> {
        self.session.go(&format!("{}{path}", self.site.url)).with_context(|| format!("opening {path}"))
    }

    /// The path and query of the page.
    pub(crate) fn path(&self) -> Result<String> {
        let url = self.session.url()?;
        Ok(url.strip_prefix(self.site.url).unwrap_or(&url).to_owned())
    }

    /// Signs in with a demo account; they share one password.
    pub(crate) fn sign_in(&self, account: &str) -> Result<()> {
        self.open("/dang-nhap")?;
        self.fill("ten", account)?;
        self.fill("mat_khau", super::DEMO_PASSWORD)?;
        self.submit("/dang-nhap")?;
        self.gone_from("/dang-nhap")
    }

    /// The first element that CSS finds and people see; waits for it.
    pub(crate) fn find(&self, selector: &str) -> Result<Element> {
        self.wait(&format!("an element {selector}"), || self.shown(self.session.find_all(selector)?))
    }

    /// Whether CSS finds something now.
    pub(crate) fn has(&self, selector: &str) -> Result<bool> {
        Ok(!self.session.find_all(selector)?.is_empty())
    }

    /// Clicks what CSS finds.
    pub(crate) fn click(&self, selector: &str) -> Result<()> {
        let element = self.find(selector)?;
        self.session.click(&element).with_context(|| format!("clicking {selector}"))
    }

    /// Follows the first link in the page's main part whose words contain these.
    pub(crate) fn follow(&self, words: &str) -> Result<()> {
        let path = format!("//main//a[contains(normalize-space(.), '{words}')]");
        let link = self.wait(&format!("a link “{words}”"), || self.shown(self.session.find_by_path(&path)?))?;
        self.session.click(&link).with_context(|| format!("following “{words}”"))
    }

    /// Presses the button of the form that is sent to a path.
    pub(crate) fn submit(&self, action: &str) -> Result<()> {
        self.click(&format!("main form[action='{action}'] .btns button"))
    }

    /// Replaces the text of a field.
    pub(crate) fn fill(&self, name: &str, text: &str) -> Result<()> {
        let field = self.field(name)?;
        self.session.clear(&field).with_context(|| format!("emptying {name}"))?;
        self.session.type_into(&field, text).with_context(|| format!("filling in {name}"))
    }

    /// Replaces the text of the field that CSS finds.
    pub(crate) fn fill_at(&self, selector: &str, text: &str) -> Result<()> {
        let field = self.find(selector)?;
        self.session.clear(&field)?;
        self.session.type_into(&field, text).with_context(|| format!("filling in {selector}"))
    }

    /// Chooses the line that begins so, in the list that CSS finds.
    pub(crate) fn choose_at(&self, selector: &str, choice: &str) -> Result<()> {
        self.wait(&format!("“{choice}” in {selector}"), || {
            for option in self.session.find_all(&format!("{selector} option"))? {
                if self.session.text_of(&option)?.trim().starts_with(choice) {
                    return self.session.click(&option).map(Some);
                }
            }
            Ok(None)
        })
    }

    /// Fills in several fields.
    pub(crate) fn fill_all(&self, fields: &[(&str, &str)]) -> Result<()> {
        fields.iter().try_for_each(|(name, text)| self.fill(name, text))
    }

    /// Chooses from a list or among round buttons, by value or by what is read.
    pub(crate) fn choose(&self, name: &str, choice: &str) -> Result<()> {
        let option = format!(
            "//select[@name='{name}']/option[@value='{choice}' or normalize-space(.)='{choice}'] \
             | //input[@type='radio' and @name='{name}' and @value='{choice}']"
        );
        // A script may replace the questions at this very moment.
        self.wait(&format!("“{choice}” in {name}"), || {
            let found = self.session.find_by_path(&option)?;
            found.first().map(|element| self.session.click(element)).transpose()
        })
    }

    /// Ticks a box.
    pub(crate) fn tick(&self, name: &str) -> Result<()> {
        self.click(&format!("main input[type=checkbox][name='{name}']"))
    }

    /// Chooses a file.
    pub(crate) fn attach(&self, selector: &str, file: &Path) -> Result<()> {
        let field = self.find(selector)?;
        self.session
            .type_into(&field, &file.to_string_lossy())
            .with_context(|| format!("choosing a file in {selector}"))
    }

    /// What stands in a field.
    pub(crate) fn value(&self, name: &str) -> Result<String> {
        let selector = field(name);
        self.wait(&format!("the value of {name}"), || {
            let found = self.shown(self.session.find_all(&selector)?)?;
            found.map(|element| self.session.property(&element, "value")).transpose()
        })
    }

    fn field(&self, name: &str) -> Result<Element> {
        self.find(&field(name))
    }

    /// The text of the main part.
    pub(crate) fn reads(&self) -> Result<String> {
        let main = self.find("main")?;
        self.session.text_of(&main)
    }

    /// Waits until the main part says all of these.
    pub(crate) fn sees(&self, words: &[&str]) -> Result<()> {
        for one in words {
            self.wait(&format!("the words “{one}”"), || {
                // A page may be replaced while it is read.
                let text = self.reads().unwrap_or_default();
                Ok(text.contains(one).then_some(()))
            })
            .with_context(|| {
                format!("the page {} reads:\n{}", self.path().unwrap_or_default(), self.reads().unwrap_or_default())
            })?;
        }
        Ok(())
    }

    /// As [`Self::sees`], for what the program does beside in its own time: the page is opened again and again.
    pub(crate) fn sees_soon(&self, words: &[&str]) -> Result<()> {
        let path = self.path()?;
        let began = Instant::now();
        while began.elapsed() < BESIDE {
            let text = self.reads()?;
            if words.iter().all(|one| text.contains(one)) {
                return Ok(());
            }
            std::thread::sleep(Duration::from_secs(2));
            self.open(&path)?;
        }
        self.sees(words)
    }

    /// Waits until the address starts otherwise.
    pub(crate) fn gone_from(&self, path: &str) -> Result<()> {
        self.wait(&format!("leaving {path}"), || Ok((!self.path()?.starts_with(path)).then_some(())))
            .with_context(|| format!("the page reads:\n{}", self.reads().unwrap_or_default()))
    }

    /// Waits until the address is another.
    pub(crate) fn goes_on_from(&self, path: &str) -> Result<()> {
        self.wait(&format!("going on from {path}"), || Ok((self.path()? != path).then_some(())))
            .with_context(|| format!("the page reads:\n{}", self.reads().unwrap_or_default()))
    }

    /// Waits until the address ends so.
    pub(crate) fn arrives_at(&self, end: &str) -> Result<()> {
        let there = || {
            let path = self.path()?;
            Ok(path.split(['?', '#']).next().is_some_and(|path| path.ends_with(end)).then_some(()))
        };
        self.wait(&format!("arriving at {end}"), there).with_context(|| {
            format!("still at {}, which reads:\n{}", self.path().unwrap_or_default(), self.reads().unwrap_or_default())
        })
    }

    /// The page came with this status.
    pub(crate) fn is_answered_with(&self, status: u16) -> Result<()> {
        let script = "return performance.getEntriesByType('navigation')[0].responseStatus";
        let got = self.session.execute(script, &json!([]))?;
        ensure!(got == json!(status), "{} was answered with {got}, not {status}", self.path()?);
        Ok(())
    }

    /// The lines of the error summary; each must lead to the field that it is about.
    pub(crate) fn error_summary(&self) -> Result<Vec<String>> {
        self.find(".errors")?;
        // A script may put the same page in place of itself while it is read.
        self.wait("an error summary whose lines lead to fields", || {
            let links = self.session.find_all(".errors a")?;
            ensure!(!links.is_empty(), "the error summary lists nothing");
            for link in &links {
                let target = self.session.attribute(link, "href")?;
                let id = target.split('#').nth(1).unwrap_or_default();
                ensure!(self.has(&format!("[id='{id}']"))?, "the summary leads to #{id}, which is not on the page");
            }
            links.iter().map(|link| self.session.text_of(link)).collect::<Result<_>>().map(Some)
        })
    }

    /// Looks at the page closely, in both languages and sizes.
    pub(crate) fn look(&self, name: &str) -> Result<()> {
        self.site.gallery.map_or(Ok(()), |gallery| gallery.look(&self.session, name))
    }

    /// Looks at the answer to a form as it stands.
    pub(crate) fn look_once(&self, name: &str) -> Result<()> {
        self.site.gallery.map_or(Ok(()), |gallery| gallery.look_once(&self.session, name))
    }

    /// Looks at the answer to a form in both languages; the button sends the same form again.
    pub(crate) fn look_answer(&self, name: &str, button: &str) -> Result<()> {
        let again = |language: &str| {
            self.click(button)?;
            // The page that stands there until the answer comes is in the other language.
            self.find(&format!("html[lang={language}]")).map(drop)
        };
        self.site.gallery.map_or(Ok(()), |gallery| gallery.look_answer(&self.session, name, &again))
    }

    fn shown(&self, elements: Vec<Element>) -> Result<Option<Element>> {
        for element in elements {
            if self.session.is_shown(&element)? {
                return Ok(Some(element));
            }
        }
        Ok(None)
    }

    /// Asks again and again until there is an answer.
    fn wait<T>(&self, what: &str, mut ask: impl FnMut() -> Result<Option<T>>) -> Result<T> {
        let began = Instant::now();
        loop {
            // While a page is replaced by the next, the driver complains about elements that are gone.
            let answer = ask();
            match answer {
                Ok(Some(found)) => return Ok(found),
                Ok(None) | Err(_) if began.elapsed() < PATIENCE => std::thread::sleep(GLANCE),
                Ok(None) => bail!("{what} did not come at {}", self.path().unwrap_or_default()),
                Err(error) => return Err(error.context(what.to_owned())),
            }
        }
    }
}

/// Finds a field by the name under which it is sent.
fn field(name: &str) -> String {
    format!("main [name='{name}']:not([type=hidden])")
}
