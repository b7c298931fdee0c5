//! Reasoned notices: refusals, returns and supplement requests (phiếu từ chối, phiếu yêu cầu bổ sung) on which the
//! applicant can act.
//!
//! Grounds are published data ([`Ground`]). A notice is saved only with a ground in force for its action, the clause, the
//! facts of this dossier and the next step ([`check`], [`state`]); plain words are asked for but do not stop it. A supplement request
//! names each paper with what is wrong with it ([`check_items`]), once ([`flags`]).
//!
//! Law: Decree 61/2018, Articles 11, 15, 17 and 19; from 1 July 2025 Decree 118/2025, whose clauses on these notices were
//! not at hand: the grounds say so.

mod check;
mod ground;
mod stated;
mod supplement;
mod words;

pub use check::{LONGEST_TEXT, Reason, ReasonFault, check};
pub use ground::{Ground, NoticeAction, PLACEHOLDERS, placeholders};
pub use stated::{AskedPaper, Cited, NoticeRules, PaperWords, Told, apart, state};
pub use supplement::{
    ItemFault, ItemProblem, MOST_ITEMS, RequestFacts, RequestFlag, SupplementItem, check_items, flags,
};
pub use words::{WordWarning, look_at_words};
