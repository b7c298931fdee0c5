//! The law of the one-stop mechanism: pure functions over dated data.
//!
//! Nothing here reads a clock, draws a random number, opens a file or speaks to a database;
//! time, identities and the versions of the rules come in as arguments. The rooms look only downwards:
//! text and time, then rule, calendar, deadline, organisation, access, desk, procedure, eform, burden, scorecard,
//! workflow, ledger, escalation, reasoned notices, legal texts, dataset, difference, and on top the dossier, its lateness and notices, the
//! applicant's own data, payment, the registry, the review and scoring rounds; beside them the exchange of documents and their
//! lives; the figures and the event log.

pub mod access;
pub mod burden;
pub mod calendar;
pub mod dataset;
pub mod deadline;
pub mod desk;
pub mod difference;
pub mod document;
pub mod dossier;
pub mod edxml;
pub mod eform;
pub mod escalation;
pub mod event_log;
pub mod exchange;
pub mod figure;
pub mod lateness;
pub mod ledger;
pub mod notice;
pub mod organisation;
pub mod own_data;
pub mod payment;
pub mod procedure;
pub mod reasoned_notice;
pub mod registry;
pub mod review;
pub mod round;
pub mod rule;
pub mod scorecard;
pub mod statute;
pub mod survey;
pub mod text;
pub mod time;
pub mod work_file;
pub mod workflow;
