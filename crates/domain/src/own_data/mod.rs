//! The applicant's own electronic store (kho dữ liệu điện tử của tổ chức, cá nhân): what was answered, verified or issued
//! once need not be asked for again.
//!
//! [`kept_of`] says which answers of a form are kept, [`prefill`] which kept values fill the next form and what must be
//! asked again, [`counts`] which kept paper stands for one that a procedure asks for. [`Record`] is the store of one
//! person: it is filled only while they agree, and each item goes when they say so.
//!
//! Law: Decree 107/2021/NĐ-CP (store of the applicant, results used again), Decree 45/2020/NĐ-CP, Decree 13/2023/NĐ-CP
//! (consent, its withdrawal, erasure).

mod event;
mod item;
mod paper;
mod prefill;
mod record;

pub use event::{Answer, Event};
pub use item::{Head, Held, Source, What, item_id};
pub use paper::{PaperKind, counts, kind_of, kind_of_result};
pub use prefill::{Again, Offer, Prefill, Why, kept_of, prefill};
pub use record::{ITEMS_MAX, OwnFault, Record};

#[cfg(test)]
mod tests;
