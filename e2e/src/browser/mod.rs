//! A real browser: chromedriver as a process, and sessions of Chromium in it.
//!
//! The client speaks the few commands of W3C `WebDriver` that a journey needs. It is synchronous: a person at a screen
//! does one thing after the other.

mod driver;
mod session;

pub(crate) use driver::Driver;
pub(crate) use session::{Element, Session};

/// How a browser is set up.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    /// Width of the page, in CSS pixels.
    pub(crate) width: u32,
    /// Height of the page, in CSS pixels.
    pub(crate) height: u32,
    /// Whether pages may run scripts.
    pub(crate) scripts: bool,
}

impl Look {
    /// A telephone.
    pub(crate) const PHONE: Self = Self { width: 360, height: 800, scripts: true };
    /// A desk.
    pub(crate) const DESK: Self = Self { width: 1280, height: 900, scripts: true };

    /// The same without scripts.
    pub(crate) const fn without_scripts(self) -> Self {
        Self { scripts: false, ..self }
    }
}
