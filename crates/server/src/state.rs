//! What every handler shares: the product and the settings of this process.

use crate::papers::Papers;
use app::{App, DemoAccount};
use std::sync::Arc;

/// Settings of the web edge.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Whether people reach the server by https; then cookies are `Secure` and carry the `__Host-` prefix.
    pub https: bool,
    /// Address under which people reach the server, without a slash at the end; stands in QR codes.
    pub public_url: String,
    /// Seconds after which a page gives up with "busy".
    pub page_seconds_max: u64,
    /// Accounts for trying things out, shown on the sign-in page.
    pub demo_accounts: Vec<DemoAccount>,
    /// What sets official papers.
    pub papers: Papers,
    /// Whether the clock is one for training; every page says so.
    pub training: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            https: false,
            public_url: "http://127.0.0.1:8080".to_owned(),
            page_seconds_max: 30,
            demo_accounts: Vec::new(),
            papers: Papers::default(),
            training: false,
        }
    }
}

/// The state handed to every handler; cloning it is cheap.
#[derive(Clone)]
pub struct AppState {
    /// What people can do.
    pub app: App,
    /// Settings of the web edge.
    pub settings: Arc<Settings>,
}
