//! What the board says of each dossier: why it is late, and the apologies that are to be signed.

use crate::messages::fill;
use crate::sentences::LedgerTold;
use crate::state::AppState;
use crate::web::components::TimeLeft;
use crate::web::{Page, format, late, view};
use app::late::{Late, LateView};
use jiff::civil::DateTime;

/// An apology to be signed unless the result comes first.
pub(super) struct Owed {
    pub(super) url: String,
    pub(super) code: String,
    pub(super) label: String,
    pub(super) procedure: String,
    pub(super) due: String,
    pub(super) sign_left: TimeLeft,
    pub(super) why: String,
}

/// Why each dossier is late, and what is owed.
pub(super) struct Told<'a> {
    told: LedgerTold<'a>,
    view: &'a LateView,
}

impl<'a> Told<'a> {
    pub(super) fn new(page: &'a Page, catalogue: &'a app::Catalogue, view: &'a LateView) -> Self {
        let names = Some(&view.names);
        Self { told: LedgerTold { m: page.m, catalogue, today: page.today, names }, view }
    }

    /// The main cause of a dossier, and with whom it is now.
    pub(super) fn why(&self, code: &str) -> Vec<String> {
        let Some(late) = self.view.why.get(code) else { return Vec::new() };
        let t = &self.told.m.late.board;
        let mut lines: Vec<String> = late.account.iter().map(|account| late::why(&self.told, account)).collect();
        lines.extend(self.now_with(late));
        let promised = |at: DateTime| fill(t.promised, &[("at", &format::moment(self.told.m, at))]);
        lines.extend(late.promised.map(promised));
        lines
    }

    fn now_with(&self, late: &Late) -> Option<String> {
        let last = late.account.as_ref()?.ledger.lines.last()?;
        let who = crate::sentences::ledger_holder(&self.told, &last.holder);
        Some(fill(self.told.m.late.board.now, &[("who", &who)]))
    }

    /// The apologies to be signed, the first due first.
    pub(super) fn owed(&self, state: &AppState, unit: &str) -> Vec<Owed> {
        let m = self.told.m;
        let line = |late: &Late| {
            let letter = late.letter.as_ref()?;
            let account = late.account.as_ref()?;
            Some(Owed {
                url: format!("/ho-so/{}?mo=apologise#viec-apologise", late.code),
                label: fill(m.late.board.write_row, &[("code", &late.code)]),
                code: late.code.clone(),
                procedure: view::procedure_name(self.told.catalogue, &late.procedure.0, &late.procedure.1),
                due: format::moment(m, letter.draft.due),
                sign_left: view::step_time_left(state, m, unit, Some(letter.draft.sign_by)),
                why: late::why(&self.told, account),
            })
        };
        self.view.owed.iter().filter_map(line).collect()
    }
}
