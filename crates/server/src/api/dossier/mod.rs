//! Dossiers: handed in, read, listed, acted on.

mod act;
mod body;
mod deadline;
mod events;
mod file;
mod list;
mod moving;
mod notice;
mod open_step;
mod paper;
mod parts;
mod payment;
mod read;
mod submit;
mod time_ledger;

pub(super) use self::paper::{__path_paper, __path_register, paper, register};
pub(super) use act::__path_act;
pub(super) use act::act;
pub(super) use body::DossierBody;
pub(crate) use deadline::explained;
pub(super) use deadline::{__path_deadline, deadline};
pub(super) use events::{__path_events, events};
pub(super) use file::{__path_file, file};
pub(super) use list::{__path_list, list};
pub(super) use moving::{__path_preview_move, preview_move};
pub(super) use notice::{__path_late_requests, late_requests};
pub(super) use open_step::{__path_tasks, tasks};
pub(super) use parts::{Named, unit};
pub(super) use payment::{__path_payments, payments};
pub(super) use read::{__path_show, show};
pub(super) use submit::{__path_submit, submit};
pub(super) use time_ledger::{__path_time_ledger, time_ledger};
