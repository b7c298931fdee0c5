//! One browser window with cookies and history of its own.

use anyhow::{Context, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::Look;
use super::driver::{Driver, Wire};

/// The name under which `WebDriver` hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Debian's Chromium, quiet: it looks for nothing outside this machine.
const ARGUMENTS: [&str; 10] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
];

/// A window; closed when dropped.
pub(crate) struct Session {
    wire: Wire,
    _profile: TempDir,
}

/// Something on the page.
#[derive(Clone, Debug)]
pub(crate) struct Element(String);

impl Session {
    /// Opens a window with an empty profile.
    pub(crate) fn open(driver: &Driver, look: Look) -> Result<Self> {
        let profile = TempDir::with_prefix("motcua-browser-")?;
        let mut arguments: Vec<String> = ARGUMENTS.iter().map(|argument| (*argument).to_owned()).collect();
        arguments.push(format!("--user-data-dir={}", profile.path().display()));
        arguments.push("--lang=vi".to_owned());
        let scripts = if look.scripts { 1 } else { 2 };
        let answer = driver.wire().post(
            "/session",
            &json!({"capabilities": {"alwaysMatch": {
                "browserName": "chrome",
                "unhandledPromptBehavior": "accept",
                "goog:loggingPrefs": {"browser": "ALL"},
                "goog:chromeOptions": {
                    "args": arguments,
                    "prefs": {
                        "profile.managed_default_content_settings.javascript": scripts,
                        "intl.accept_languages": "vi",
                    },
                },
            }}}),
        )?;
        let id = answer.get("sessionId").and_then(Value::as_str).context("the driver opened no session")?;
        let session = Self { wire: driver.wire().below(&format!("/session/{id}")), _profile: profile };
        session.resize(look.width, look.height)?;
        Ok(session)
    }

    /// Gives the page a size, as a telephone or a screen of that size would.
    pub(crate) fn resize(&self, width: u32, height: u32) -> Result<()> {
        let mobile = width < 600;
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile});
        self.devtools("Emulation.setDeviceMetricsOverride", &metrics).map(drop)
    }

    /// A command of the browser's own protocol.
    pub(crate) fn devtools(&self, command: &str, parameters: &Value) -> Result<Value> {
        self.wire.post("/goog/cdp/execute", &json!({"cmd": command, "params": parameters}))
    }

    /// Opens an address and waits until it has loaded.
    pub(crate) fn go(&self, url: &str) -> Result<()> {
        self.wire.post("/url", &json!({"url": url})).map(drop)
    }

    /// The address of the page.
    pub(crate) fn url(&self) -> Result<String> {
        text(&self.wire.get("/url")?)
    }

    /// Runs a function body in the page and returns what it returns.
    pub(crate) fn execute(&self, script: &str, arguments: &Value) -> Result<Value> {
        self.wire.post("/execute/sync", &json!({"script": script, "args": arguments}))
    }

    /// Runs a function body whose last argument is the function to call with the result.
    pub(crate) fn execute_later(&self, script: &str, arguments: &Value) -> Result<Value> {
        self.wire.post("/execute/async", &json!({"script": script, "args": arguments}))
    }

    /// Every element that a CSS selector finds.
    pub(crate) fn find_all(&self, selector: &str) -> Result<Vec<Element>> {
        self.locate("css selector", selector)
    }

    /// Every element that an `XPath` finds.
    pub(crate) fn find_by_path(&self, path: &str) -> Result<Vec<Element>> {
        self.locate("xpath", path)
    }

    fn locate(&self, using: &str, value: &str) -> Result<Vec<Element>> {
        let found = self.wire.post("/elements", &json!({"using": using, "value": value}))?;
        let ids = found.as_array().into_iter().flatten().filter_map(|one| one.get(ELEMENT)?.as_str());
        Ok(ids.map(|id| Element(id.to_owned())).collect())
    }

    /// The element that has the keyboard.
    pub(crate) fn focused(&self) -> Result<Element> {
        let found = self.wire.get("/element/active")?;
        let id = found.get(ELEMENT).and_then(Value::as_str).context("nothing has the focus")?;
        Ok(Element(id.to_owned()))
    }

    /// A click of the mouse or a finger.
    pub(crate) fn click(&self, element: &Element) -> Result<()> {
        self.wire.post(&format!("/element/{}/click", element.0), &json!({})).map(drop)
    }

    /// Empties a field.
    pub(crate) fn clear(&self, element: &Element) -> Result<()> {
        self.wire.post(&format!("/element/{}/clear", element.0), &json!({})).map(drop)
    }

    /// Types into a field; into a file field, the path of the file.
    pub(crate) fn type_into(&self, element: &Element, keys: &str) -> Result<()> {
        self.wire.post(&format!("/element/{}/value", element.0), &json!({"text": keys})).map(drop)
    }

    /// Presses keys on the keyboard, wherever the focus is, all but the last held down.
    pub(crate) fn press_keys(&self, keys: &[char]) -> Result<()> {
        let action = |kind: &str, key: &char| json!({"type": kind, "value": key.to_string()});
        let down = keys.iter().map(|key| action("keyDown", key));
        let up = keys.iter().rev().map(|key| action("keyUp", key));
        let steps: Vec<Value> = down.chain(up).collect();
        let source = json!({"type": "key", "id": "keyboard", "actions": steps});
        self.wire.post("/actions", &json!({"actions": [source]})).map(drop)
    }

    /// What people read in an element.
    pub(crate) fn text_of(&self, element: &Element) -> Result<String> {
        text(&self.wire.get(&format!("/element/{}/text", element.0))?)
    }

    /// A property as the page holds it now, such as `value`.
    pub(crate) fn property(&self, element: &Element, name: &str) -> Result<String> {
        let value = self.wire.get(&format!("/element/{}/property/{name}", element.0))?;
        Ok(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
    }

    /// An attribute as the page was written; empty when it has none.
    pub(crate) fn attribute(&self, element: &Element, name: &str) -> Result<String> {
        let value = self.wire.get(&format!("/element/{}/attribute/{name}", element.0))?;
        Ok(value.as_str().unwrap_or_default().to_owned())
    }

    /// Whether people see it.
    pub(crate) fn is_shown(&self, element: &Element) -> Result<bool> {
        Ok(self.wire.get(&format!("/element/{}/displayed", element.0))? == json!(true))
    }

    /// The whole page as a PNG picture, below the fold too.
    pub(crate) fn screenshot(&self) -> Result<Vec<u8>> {
        let answer =
            self.devtools("Page.captureScreenshot", &json!({"format": "png", "captureBeyondViewport": true}))?;
        let data = answer.get("data").and_then(Value::as_str).context("no picture came")?;
        Ok(STANDARD.decode(data)?)
    }

    /// What the browser complained about since it was last asked: faults of scripts, breaches of the content policy.
    pub(crate) fn complaints(&self) -> Result<Vec<String>> {
        let entries = self.wire.post("/se/log", &json!({"type": "browser"}))?;
        let serious = entries.as_array().into_iter().flatten().filter(|entry| {
            let of = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
            of("level") == "SEVERE" && of("source") != "network"
        });
        Ok(serious.filter_map(|entry| Some(entry.get("message")?.as_str()?.to_owned())).collect())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.wire.delete("");
    }
}

fn text(value: &Value) -> Result<String> {
    value.as_str().map(str::to_owned).context("the driver answered with something that is no text")
}
