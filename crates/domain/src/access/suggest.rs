//! Who is there: who may sign on a day, on which days nobody may, and to whom work is best given, with the reasons.

use jiff::civil::Date;

use super::{Absence, Delegation, Grant, Role, Scope};

/// Somebody who works at a unit, with their grants there and their absences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// Account.
    pub id: String,
    /// Name as shown.
    pub name: String,
    /// Their own grants at the unit.
    pub grants: Vec<Grant>,
    /// Their absences.
    pub absences: Vec<Absence>,
}

impl Colleague {
    /// Whether they hold this role of their own on that day.
    #[must_use]
    pub fn holds(&self, role: Role, day: Date) -> bool {
        self.grants.iter().any(|grant| grant.role == role && grant.holds_on(day))
    }

    /// Whether they are a deputy of the head on that day.
    #[must_use]
    pub fn is_deputy(&self, day: Date) -> bool {
        self.grants.iter().any(|grant| grant.deputy && grant.holds_on(day))
    }

    /// Whether they are away on that day.
    #[must_use]
    pub fn is_away(&self, day: Date) -> bool {
        self.absences.iter().any(|absence| absence.absent_on(day))
    }
}

/// The deputies of a unit's head who are there on that day, by name: they may lawfully be asked to sign (KT.).
#[must_use]
pub fn deputies(staff: &[Colleague], day: Date) -> Vec<&Colleague> {
    let mut found: Vec<&Colleague> = staff.iter().filter(|one| one.is_deputy(day) && !one.is_away(day)).collect();
    found.sort_by_key(|one| (&one.name, &one.id));
    found
}

/// Whether somebody who is there may sign everything at the unit on that day: its head, or who was given the head's right
/// without limits. `given` are delegations at the unit.
#[must_use]
pub fn may_sign(staff: &[Colleague], given: &[Delegation], day: Date) -> bool {
    let is_there = |id: &str| staff.iter().any(|one| one.id == id && !one.is_away(day));
    let head = |id: &str| staff.iter().any(|one| one.id == id && one.holds(Role::Leader, day));
    staff.iter().any(|one| head(&one.id) && !one.is_away(day))
        || given.iter().any(|delegation| {
            let terms = &delegation.terms;
            terms.role == Role::Leader
                && terms.scope == Scope::All
                && delegation.holds_on(day)
                && head(&terms.giver)
                && is_there(&terms.receiver)
        })
}

/// Days in a row on which nobody may sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// The deputy to be asked, by account: the first by name who is there on all of the days.
    pub deputy: Option<String>,
}

/// On which of the working days nobody may sign; days that follow each other are told together.
#[must_use]
pub fn gaps(staff: &[Colleague], given: &[Delegation], days: &[Date]) -> Vec<Gap> {
    let mut runs: Vec<Vec<Date>> = Vec::new();
    let mut goes_on = false;
    for day in days {
        let signs = may_sign(staff, given, *day);
        if !signs {
            match runs.last_mut().filter(|_| goes_on) {
                Some(run) => run.push(*day),
                None => runs.push(vec![*day]),
            }
        }
        goes_on = !signs;
    }
    runs.iter().filter_map(|run| gap(staff, run)).collect()
}

fn gap(staff: &[Colleague], run: &[Date]) -> Option<Gap> {
    let (from, to) = (*run.first()?, *run.last()?);
    let there = |one: &&&Colleague| run.iter().all(|day| one.is_deputy(*day) && !one.is_away(*day));
    let deputy = deputies(staff, from).iter().find(there).map(|one| one.id.clone());
    Some(Gap { from, to, deputy })
}

/// Open dossiers of one officer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Load {
    /// The officer, by account.
    pub person: String,
    /// All.
    pub open: i64,
    /// Those of them that are late.
    pub late: i64,
    /// Those of them that are due soon and not late.
    pub soon: i64,
}

impl Load {
    /// What it weighs: a late dossier three, one due soon two, any other one.
    #[must_use]
    pub const fn weight(&self) -> i64 {
        self.open.saturating_add(self.late.saturating_mul(2)).saturating_add(self.soon)
    }
}

/// Work to be given to somebody.
#[derive(Debug, Clone, Copy)]
pub struct Task<'a> {
    /// Today.
    pub today: Date,
    /// When it is due, if that is known.
    pub due: Option<Date>,
    /// What each officer has in hand; who is not named has nothing.
    pub loads: &'a [Load],
    /// Accounts of those who did this procedure before.
    pub knows: &'a [String],
}

/// Why somebody is proposed, or stands further down. Sentences for it stand in the messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// What they have in hand.
    InHand(Load),
    /// They did this procedure before.
    Knows,
    /// They have not done this procedure before.
    New,
    /// They are away today.
    AwayToday,
    /// They are away on the day on which it is due.
    AwayWhenDue(Date),
}

/// Somebody who can take the work, with the reasons for their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// Account.
    pub person: String,
    /// Name as shown.
    pub name: String,
    /// Whether they are there today and when it is due.
    pub is_there: bool,
    /// The reasons.
    pub reasons: Vec<Reason>,
}

/// The officers of a unit in the order in which work is best given to them: who is there first, then who has least in
/// hand (weighed by the time left), then who did the procedure before, then by name.
#[must_use]
pub fn propose(staff: &[Colleague], task: Task<'_>) -> Vec<Suggestion> {
    let officers = staff.iter().filter(|one| one.holds(Role::Officer, task.today));
    let mut found: Vec<(i64, bool, Suggestion)> = officers.map(|one| suggestion(one, task)).collect();
    found.sort_by(|(weight, knows, one), (other_weight, other_knows, other)| {
        (!one.is_there, weight, !knows, &one.name, &one.person).cmp(&(
            !other.is_there,
            other_weight,
            !other_knows,
            &other.name,
            &other.person,
        ))
    });
    found.into_iter().map(|(_, _, suggestion)| suggestion).collect()
}

fn suggestion(one: &Colleague, task: Task<'_>) -> (i64, bool, Suggestion) {
    let load = task.loads.iter().find(|load| load.person == one.id).cloned();
    let load = load.unwrap_or_else(|| Load { person: one.id.clone(), ..Load::default() });
    let (weight, knows) = (load.weight(), task.knows.contains(&one.id));
    let mut reasons = vec![Reason::InHand(load), if knows { Reason::Knows } else { Reason::New }];
    let away_today = one.is_away(task.today);
    if away_today {
        reasons.push(Reason::AwayToday);
    }
    let away_when_due = task.due.filter(|due| one.is_away(*due));
    reasons.extend(away_when_due.map(Reason::AwayWhenDue));
    let is_there = !away_today && away_when_due.is_none();
    (weight, knows, Suggestion { person: one.id.clone(), name: one.name.clone(), is_there, reasons })
}
