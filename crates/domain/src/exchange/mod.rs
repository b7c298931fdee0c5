//! How far a document is between the agency that sent it and one that gets it, as each side knows it.
//!
//! ```text
//! drafted → sent ─01→ arrived ─03→ registered ─04→ assigned ─05→ in work ─06→ finished
//!                        └─02→ refused (with the reason)
//! any time before the end: recall, update or replacement asked ──→ agreed 15 / refused 16 (with the reason)
//! ```
//!
//! The wire loses messages, doubles them and brings them late. Each side therefore only moves forwards: a status that says
//! less than is known is passed over, one that says more implies what is missing, and one that cannot be true is named and
//! changes nothing. The receiver answers a document or a question that comes again with what it said before, so that
//! asking again is always harmless and, in the end, both sides know the same. An answer is told from an older one by its
//! time: the receiver's answers never have the same time twice.
//!
//! The side that sends keeps one [`Sender`] for each receiver. Law: Decision 28/2018/QĐ-TTg, Articles 8 and 9; Decree
//! 30/2020/NĐ-CP, Articles 18 and 21; the codes of QCVN 102:2016/BTTTT. That what is finished can no longer be recalled
//! is a rule of this product.

mod receiver;
mod retry;
mod saying;
mod sender;
mod stage;
mod words;

pub use receiver::{Receiver, ReceiverCommand, ReceiverEvent, Taken};
pub use retry::pause_after;
pub use saying::{Answer, Ask, AskKind, Denial, Saying};
pub use sender::{Sender, SenderCommand, SenderEvent};
pub use stage::{Passed, Progress, Refusal, Stage};

#[cfg(test)]
mod tests;
