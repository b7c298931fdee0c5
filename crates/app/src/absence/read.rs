//! What is read of absences and delegations, of a unit's month and of what its officers have in hand.

use std::collections::BTreeMap;

use domain::access::{
    Absence, Colleague, Delegation, Gap, Grant, Load, Person, Role, Suggestion, Task, deputies, gaps, propose,
};
use domain::time::{Date, Time};
use store::{DbError, Tx, absence as rows, review as names};

use super::CALENDAR_DAYS;
use crate::App;
use crate::error::ActError;

/// How many working days "due soon" reaches.
const SOON_DAYS: usize = 2;

/// Something with the name of the person whom it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<T> {
    /// The other person's name.
    pub name: String,
    /// What it is.
    pub item: T,
}

/// What one person sees of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwayView {
    /// The unit shown.
    pub unit: String,
    /// All units at which the person works.
    pub units: Vec<String>,
    /// One's own absences that are not over.
    pub absences: Vec<Absence>,
    /// What one gave, each with the receiver's name.
    pub given: Vec<Line<Delegation>>,
    /// What one received, each with the giver's name.
    pub received: Vec<Line<Delegation>>,
    /// Roles of one's own at the unit that can be given.
    pub roles: Vec<Role>,
    /// Who works at the unit, without the person: account and name.
    pub colleagues: Vec<(String, String)>,
    /// The unit's month, for its head and the deputies.
    pub month: Option<UnitMonth>,
}

/// A unit's next four weeks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitMonth {
    /// The last day.
    pub until: Date,
    /// Absences, each with a name.
    pub absences: Vec<Line<Absence>>,
    /// Days on which nobody can sign.
    pub gaps: Vec<Gap>,
    /// Whether the person is the head: the one who can close the gaps.
    pub is_head: bool,
    /// What the officers have in hand.
    pub spread: Vec<Spread>,
}

/// What one officer has in hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spread {
    /// Name.
    pub name: String,
    /// Numbers.
    pub load: Load,
    /// Whether they are away today.
    pub is_away: bool,
}

impl App {
    /// What a person sees of absences and delegations, at one of their units; `None` for the first.
    pub async fn away_view(&self, person: &Person, unit: Option<&str>) -> Result<AwayView, ActError> {
        let today = self.today();
        let units: Vec<String> = person.units(today).into_iter().map(str::to_owned).collect();
        let unit = match unit {
            Some(unit) => units.iter().find(|own| *own == unit),
            None => units.first(),
        };
        let unit = unit.cloned().ok_or(ActError::NotFound)?;
        let (person, days, soon) = (person.clone(), self.working_days(), self.soon());
        let (now, until) = (self.0.clock.now(), last_day(today));
        self.0
            .store
            .read(move |tx| {
                let mut view = own_view(tx, &person, (&unit, units), today)?;
                if leads(&person, &unit, today) {
                    let loads = rows::workload(tx, &unit, now, soon)?;
                    view.month = Some(month(tx, &person, &unit, (today, until, &days), &loads)?);
                }
                Ok::<_, ActError>(view)
            })
            .await
    }

    /// What the officers of a unit have in hand, for those who work there.
    pub async fn workload(&self, person: &Person, unit: &str) -> Result<Vec<Load>, ActError> {
        let (unit, now, soon) = (self.own_unit(person, unit)?, self.0.clock.now(), self.soon());
        self.0.store.read(move |tx| Ok(rows::workload(tx, &unit, now, soon)?)).await
    }

    /// To whom work on a procedure is best given at a unit, with the reasons, for those who work there.
    pub async fn suggest(
        &self,
        person: &Person,
        unit: &str,
        procedure: &str,
        due: Option<Date>,
    ) -> Result<Vec<Suggestion>, ActError> {
        let (unit, now, soon, today) = (self.own_unit(person, unit)?, self.0.clock.now(), self.soon(), self.today());
        let procedure = procedure.to_owned();
        let until = due.unwrap_or(today).max(today);
        self.0
            .store
            .read(move |tx| {
                let staff = staff(tx, &unit, (today, until))?;
                let loads = rows::workload(tx, &unit, now, soon)?;
                let knows = rows::knows(tx, &unit, &procedure)?;
                Ok(propose(&staff, Task { today, due, loads: &loads, knows: &knows }))
            })
            .await
    }

    /// Who may lawfully sign at a unit on a day when its head is away: account and name.
    pub async fn deputies(&self, person: &Person, unit: &str, day: Date) -> Result<Vec<(String, String)>, ActError> {
        let unit = self.own_unit(person, unit)?;
        self.0
            .store
            .read(move |tx| {
                let staff = staff(tx, &unit, (day, day))?;
                let found = deputies(&staff, day).into_iter().map(|one| (one.id.clone(), one.name.clone()));
                Ok::<_, ActError>(found.collect())
            })
            .await
    }

    fn own_unit(&self, person: &Person, unit: &str) -> Result<String, ActError> {
        if person.works_at(unit, self.today()) { Ok(unit.to_owned()) } else { Err(ActError::NotFound) }
    }

    /// The working days of the next four weeks; every day where no calendar is known.
    fn working_days(&self) -> Vec<Date> {
        let catalogue = self.catalogue();
        days(self.today()).filter(|day| catalogue.calendar().is_none_or(|calendar| calendar.is_working(*day))).collect()
    }

    /// The end of the second working day from now.
    fn soon(&self) -> domain::time::Instant {
        let days = self.working_days();
        let day = days.iter().filter(|day| **day > self.today()).nth(SOON_DAYS.saturating_sub(1));
        let day = day.copied().unwrap_or_else(|| last_day(self.today()));
        self.0.zone.instant(day.to_datetime(Time::MAX))
    }
}

/// The next four weeks, today included.
fn days(today: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(today), |day| day.tomorrow().ok()).take(CALENDAR_DAYS)
}

fn last_day(today: Date) -> Date {
    days(today).last().unwrap_or(today)
}

/// The head and the deputies see the unit's month.
fn leads(person: &Person, unit: &str, today: Date) -> bool {
    let deputy = |grant: &Grant| grant.deputy && grant.unit == unit && grant.holds_on(today);
    person.holds(Role::Leader, unit, today) || person.grants.iter().any(deputy)
}

fn own_view(
    tx: &mut Tx<'_>,
    person: &Person,
    (unit, units): (&str, Vec<String>),
    today: Date,
) -> Result<AwayView, DbError> {
    let (given, received): (Vec<Delegation>, Vec<Delegation>) =
        rows::delegations_of(tx, &person.id, today)?.into_iter().partition(|one| one.terms.giver == person.id);
    let others = given.iter().map(|one| &one.terms.receiver).chain(received.iter().map(|one| &one.terms.giver));
    let others: Vec<String> = others.cloned().collect();
    let names = names::names(tx, &others)?;
    let name = |id: &str| names.get(id).cloned().unwrap_or_default();
    let line = |of: fn(&Delegation) -> &str| move |one: Delegation| (of(&one).to_owned(), one);
    let with_name = |(id, item): (String, Delegation)| Line { name: name(&id), item };
    let mut colleagues: BTreeMap<String, String> = BTreeMap::new();
    for (id, name, _) in rows::staff(tx, unit, (today, last_day(today)))? {
        if id != person.id {
            colleagues.insert(id, name);
        }
    }
    let mut colleagues: Vec<(String, String)> = colleagues.into_iter().collect();
    colleagues.sort_by(|one, other| (&one.1, &one.0).cmp(&(&other.1, &other.0)));
    let own = |role: &Role| {
        person.grants.iter().any(|grant| {
            grant.role == *role && grant.unit == unit && grant.on_behalf_of.is_none() && grant.holds_on(today)
        })
    };
    Ok(AwayView {
        unit: unit.to_owned(),
        units,
        absences: rows::of_person(tx, &person.id, today)?,
        given: given.into_iter().map(line(|one| &one.terms.receiver)).map(&with_name).collect(),
        received: received.into_iter().map(line(|one| &one.terms.giver)).map(&with_name).collect(),
        roles: [Role::Leader, Role::Officer, Role::Clerk, Role::RecordsClerk].into_iter().filter(own).collect(),
        colleagues,
        month: None,
    })
}

fn month(
    tx: &mut Tx<'_>,
    person: &Person,
    unit: &str,
    (today, until, days): (Date, Date, &[Date]),
    loads: &[Load],
) -> Result<UnitMonth, DbError> {
    let staff = staff(tx, unit, (today, until))?;
    let given = rows::delegations_at(tx, unit, today)?;
    let load = |one: &Colleague| {
        let load = loads.iter().find(|load| load.person == one.id).cloned();
        load.unwrap_or_else(|| Load { person: one.id.clone(), ..Load::default() })
    };
    let officers = staff.iter().filter(|one| one.holds(Role::Officer, today));
    let spread =
        officers.map(|one| Spread { name: one.name.clone(), load: load(one), is_away: one.is_away(today) }).collect();
    let is_head = person.grants.iter().any(|grant| {
        grant.role == Role::Leader && grant.unit == unit && grant.on_behalf_of.is_none() && grant.holds_on(today)
    });
    let lines = staff
        .iter()
        .flat_map(|one| one.absences.iter().map(|absence| Line { name: one.name.clone(), item: absence.clone() }));
    let mut absences: Vec<Line<Absence>> = lines.collect();
    absences.sort_by(|one, other| (one.item.valid_from, &one.name).cmp(&(other.item.valid_from, &other.name)));
    Ok(UnitMonth { until, absences, gaps: gaps(&staff, &given, days), is_head, spread })
}

/// Who works at a unit between two days, with grants there and absences.
fn staff(tx: &mut Tx<'_>, unit: &str, span: (Date, Date)) -> Result<Vec<Colleague>, DbError> {
    let mut staff: Vec<Colleague> = Vec::new();
    for (id, name, grant) in rows::staff(tx, unit, span)? {
        match staff.last_mut() {
            Some(last) if last.id == id => last.grants.push(grant),
            _ => staff.push(Colleague { id, name, grants: vec![grant], absences: Vec::new() }),
        }
    }
    for absence in rows::at_unit(tx, unit, span)? {
        if let Some(one) = staff.iter_mut().find(|one| one.id == absence.person) {
            one.absences.push(absence);
        }
    }
    Ok(staff)
}
