//! A dossier worked by a workflow (quy trình nội bộ, quy trình điện tử): who holds which step, and what each act moves.
//!
//! The stages of a dossier say what the applicant is told; its workflow says who does what inside. Both live in one
//! stream of events, so that neither can know something that the other does not:
//!
//! ```text
//! accepted ──▶ the workflow starts ──▶ steps are finished by those who hold them ──▶ the last word is spoken
//!                  │ a node opens a sub-dossier: its own workflow, at its own unit          │
//!                  ▼                                                                        ▼
//!              a wait for papers or money follows the stage of the whole      decided, signed, result at the desk
//! ```
//!
//! A procedure without a workflow has steps in a row; see [`super::PlannedStep`].

mod finding;
mod finish;
mod follow;
mod keep;
mod mover;
mod moving;
mod opinion;
mod seat;
mod state;
mod surroundings;
mod task;

pub use finding::is_of_kind;
pub use finish::Finished;
pub use moving::{InstanceMove, MovePreview, SeatMove};
pub use opinion::Opinion;
pub use seat::{Seat, SeatKind};
pub use state::{Routed, WorkState, path_of, split};
pub use surroundings::{PAID, SUPPLEMENTED, WorkRules};
pub use task::{Task, TaskKind};
