//! What a desk offers: services with their letters, counters (quầy) that take them, and the rules of its queue.

use serde::{Deserialize, Serialize};

use crate::organisation::Validity;

/// One group of procedures that a desk takes under one letter (nhóm dịch vụ).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskService {
    /// The letter before the numbers: `A`.
    pub letter: String,
    /// Its name.
    pub name_vi: String,
    /// Its English name.
    pub name_en: String,
    /// Fields of procedures (lĩnh vực) that belong to it.
    pub fields_vi: Vec<String>,
    /// How long it usually takes one person, in minutes.
    pub usual_minutes: u32,
}

/// One counter (quầy).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counter {
    /// Its sign: `1`.
    pub code: String,
    /// Letters of the services that it takes.
    pub services: Vec<String>,
}

/// How a desk calls and books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskRules {
    /// Length of a slot for appointments, in minutes.
    pub slot_minutes: u32,
    /// How many days ahead appointments are made.
    pub days_ahead: u32,
    /// Open appointments of one phone number at most.
    pub open_per_phone: u32,
    /// People called out of turn, at most, while somebody waits in turn.
    pub ahead_max: u32,
    /// How often a number is called before its holder counts as absent.
    pub calls_max: u32,
    /// Minutes after its time for which an appointment is still kept.
    pub grace_minutes: u32,
}

/// Somebody whom the law puts first (đối tượng ưu tiên).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriorityGround {
    /// Stable name.
    pub code: String,
    /// What it is called.
    pub name_vi: String,
    /// The English name.
    pub name_en: String,
    /// The clause on which it rests.
    pub clause_vi: String,
    /// Days on which it holds.
    #[serde(flatten)]
    pub validity: Validity,
}

/// A desk as it is set up on certain days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskPlan {
    /// The unit whose desk it is.
    pub unit_id: String,
    /// Days on which it is set up so.
    #[serde(flatten)]
    pub validity: Validity,
    /// The services.
    pub services: Vec<DeskService>,
    /// The counters.
    pub counters: Vec<Counter>,
    /// How it calls and books.
    pub rules: DeskRules,
    /// Whether this is made up until the unit's own set-up is loaded.
    pub example: bool,
    /// Where it comes from.
    pub source: String,
}

impl DeskPlan {
    /// The service with this letter.
    #[must_use]
    pub fn service(&self, letter: &str) -> Option<&DeskService> {
        self.services.iter().find(|service| service.letter == letter)
    }

    /// The counter with this sign.
    #[must_use]
    pub fn counter(&self, code: &str) -> Option<&Counter> {
        self.counters.iter().find(|counter| counter.code == code)
    }

    /// Counters that take a service.
    #[must_use]
    pub fn counters_of(&self, letter: &str) -> usize {
        self.counters.iter().filter(|counter| counter.takes(letter)).count()
    }

    /// How many appointments of a service fit into one slot: what its counters can do in that time, each counter giving
    /// its services equal parts; at least one while a counter takes the service.
    #[must_use]
    pub fn places(&self, letter: &str) -> u32 {
        let Some(service) = self.service(letter) else { return 0 };
        let visits = self.rules.slot_minutes.checked_div(service.usual_minutes).unwrap_or(0).max(1);
        // In sixtieths, so that equal parts of up to six services stay whole.
        let sixtieths: u32 = self
            .counters
            .iter()
            .filter(|counter| counter.takes(letter))
            .map(|counter| 60_u32.checked_div(u32::try_from(counter.services.len()).unwrap_or(60)).unwrap_or(0))
            .fold(0, u32::saturating_add);
        if sixtieths == 0 { 0 } else { (visits.saturating_mul(sixtieths) / 60).max(1) }
    }
}

impl Counter {
    /// Whether it takes the service with this letter.
    #[must_use]
    pub fn takes(&self, letter: &str) -> bool {
        self.services.iter().any(|service| service == letter)
    }
}
