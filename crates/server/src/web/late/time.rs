//! "Thời gian đã đi đâu": who had a dossier, for how long, and why it is late.

use crate::messages::{LateTime, Messages, fill};
use crate::sentences::{self, LedgerTold};
use crate::web::format;
use askama::Template;
use askama::filters::HtmlSafe;
use domain::lateness::Account;
use domain::ledger::{Ledger, Line, Share};

struct ShareRow {
    who: String,
    amount: String,
    share: String,
    stood: Option<String>,
}

struct LineRow {
    step: String,
    who: String,
    from: String,
    to: String,
    amount: String,
}

/// The section of a page.
#[derive(Template)]
#[template(path = "late/time.html")]
pub(in crate::web) struct TimeSection {
    t: &'static LateTime,
    late: Option<String>,
    cause: String,
    uncovered: bool,
    shares: Vec<ShareRow>,
    whole: String,
    lines: Vec<LineRow>,
}

impl HtmlSafe for TimeSection {}

impl TimeSection {
    /// What an account says to whoever reads it.
    pub(in crate::web) fn of(t: &'static LateTime, told: &LedgerTold<'_>, account: &Account) -> Self {
        let Account { ledger, steps, .. } = account;
        let m = told.m;
        let line = |line: &Line| LineRow {
            step: sentences::ledger_step(m, steps, line.step.as_deref()),
            who: sentences::ledger_holder(told, &line.holder),
            from: format::moment(m, line.from),
            to: format::moment(m, line.to),
            amount: sentences::worked(m, line.minutes),
        };
        let share = |share: &Share| ShareRow {
            who: sentences::ledger_holder(told, &share.holder),
            amount: sentences::worked(m, share.minutes),
            share: percent(m, share.minutes, ledger),
            stood: (share.standing_minutes > 0)
                .then(|| fill(t.stood, &[("amount", &sentences::worked(m, share.standing_minutes))])),
        };
        Self {
            late: account.is_late().then(|| fill(t.late, &[("amount", &sentences::worked(m, ledger.late_minutes))])),
            cause: why(told, account),
            uncovered: !ledger.covered,
            shares: ledger.shares.iter().filter(|share| share.minutes > 0).map(share).collect(),
            whole: sentences::worked(m, ledger.whole_minutes),
            lines: ledger.lines.iter().filter(|line| line.minutes > 0).map(line).collect(),
            t,
        }
    }
}

/// The main cause of an account, in one sentence.
pub(in crate::web) fn why(told: &LedgerTold<'_>, account: &Account) -> String {
    let label = account.cause.main.as_ref().and_then(|main| main.step.as_deref());
    let step = sentences::ledger_step(told.m, &account.steps, label);
    sentences::cause(told, &account.cause, &step)
}

/// A share of the whole in percent, to one place.
fn percent(m: &Messages, minutes: i64, ledger: &Ledger) -> String {
    let whole = ledger.whole_minutes.max(1);
    let thousandths = minutes.saturating_mul(1000).saturating_add(whole / 2) / whole;
    let point = if m.is_english() { '.' } else { ',' };
    format!("{}{point}{}%", thousandths / 10, thousandths % 10)
}
