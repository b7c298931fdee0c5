//! How an agency writes itself on its papers: its name, the agency above, the place, the post of who signs
//! (Nghị định 30/2020/NĐ-CP, phụ lục I).

use crate::messages::{VI, fill};
use crate::state::AppState;
use app::Catalogue;
use app::SignsAs;
use domain::organisation::{Unit, UnitLevel};
use jiff::civil::Date;
use paper::{Letterhead, Signer};

/// Agencies as of a day.
pub(super) struct Offices<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) day: Date,
}

impl Offices<'_> {
    /// The head of a paper of a unit.
    pub(super) fn letterhead(&self, unit: &str, date: Date) -> Letterhead {
        let known = self.unit(unit);
        let parent = known.filter(|unit| unit.level == UnitLevel::Body).and_then(|unit| self.above(unit));
        Letterhead {
            parent: parent.map(|above| self.short_name(above).to_uppercase()),
            agency: self.agency(unit).to_uppercase(),
            number: None,
            place: self.place(unit),
            date,
        }
    }

    /// The agency that a unit is: of a territory its people's committee.
    pub(super) fn agency(&self, unit: &str) -> String {
        let name = self.catalogue.unit_name(unit, self.day);
        match self.unit(unit).map(|unit| unit.level) {
            Some(UnitLevel::Province | UnitLevel::District | UnitLevel::Commune) => {
                fill(VI.paper.office.committee, &[("name", &lowered(name))])
            }
            Some(UnitLevel::Body) | None => name.to_owned(),
        }
    }

    /// The place that stands before the date.
    pub(super) fn place(&self, unit: &str) -> String {
        let known = self.unit(unit);
        let territory = match known {
            Some(unit) if unit.level == UnitLevel::Body => self.above(unit),
            other => other,
        };
        territory.map(|unit| unit.name_vi.clone()).unwrap_or_default()
    }

    /// Who signs for a unit, by post and name.
    pub(super) fn signer(&self, unit: &str, post: SignsAs, name: &str) -> Signer {
        let t = &VI.paper.office;
        let known = self.unit(unit);
        let is_territory = known.is_some_and(|unit| unit.level != UnitLevel::Body);
        let (head, deputy) = posts(known);
        let head = head.to_uppercase();
        let (on_behalf, title) = match post {
            SignsAs::Head if is_territory => (Some(t.for_committee.to_owned()), head),
            SignsAs::Head => (None, head),
            SignsAs::Deputy => (Some(fill(t.for_head, &[("head", &head)])), deputy.to_uppercase()),
            SignsAs::Delegate => (Some(fill(t.by_delegation, &[("head", &head)])), String::new()),
        };
        Signer { on_behalf, title, name: name.to_owned() }
    }

    fn unit(&self, unit: &str) -> Option<&Unit> {
        let organisation = &self.catalogue.organisation;
        organisation.unit(unit, self.day).or_else(|| organisation.versions(unit).last())
    }

    fn above(&self, unit: &Unit) -> Option<&Unit> {
        unit.parent_id.as_deref().and_then(|parent| self.unit(parent))
    }

    fn short_name(&self, unit: &Unit) -> String {
        let name = unit.full_name_on(self.day);
        match unit.level {
            UnitLevel::Province | UnitLevel::District | UnitLevel::Commune => {
                fill(VI.paper.office.committee_short, &[("name", &lowered(name))])
            }
            UnitLevel::Body => name.to_owned(),
        }
    }
}

/// The name of the agency that a unit is: of a territory its people's committee.
pub(crate) fn agency_name(state: &AppState, unit: &str, day: Date) -> String {
    Offices { catalogue: &state.app.catalogue(), day }.agency(unit)
}

/// The body that decides together, if a unit has one, and the titles of its head and of a deputy.
pub(crate) fn own_names(state: &AppState, unit: &str, day: Date) -> (Option<String>, String, String) {
    let catalogue = state.app.catalogue();
    let offices = Offices { catalogue: &catalogue, day };
    let known = offices.unit(unit);
    let collective = known.filter(|unit| unit.level != UnitLevel::Body).map(|_| VI.paper.office.collective.to_owned());
    let (head, deputy) = posts(known);
    (collective, head.to_owned(), deputy.to_owned())
}

/// How an agency is abbreviated in the symbols of its documents: `UBND`, `SXD`.
pub(crate) fn agency_short(state: &AppState, unit: &str, day: Date) -> String {
    let catalogue = state.app.catalogue();
    let offices = Offices { catalogue: &catalogue, day };
    match offices.unit(unit) {
        Some(known) if known.level != UnitLevel::Body => VI.paper.office.committee_mark.to_owned(),
        Some(_) | None => {
            let words = catalogue.unit_name(unit, day).split(|letter: char| !letter.is_alphanumeric());
            words.filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect()
        }
    }
}

/// `Phường Đức Xuân` within a name: `phường Đức Xuân`.
fn lowered(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// The posts of the head and of the deputies.
fn posts(unit: Option<&Unit>) -> (&'static str, &'static str) {
    let t = &VI.paper.post;
    match unit {
        Some(unit) if unit.level != UnitLevel::Body => (t.chair, t.vice_chair),
        Some(unit) => match unit.kind_vi.as_str() {
            "sở" | "trung tâm" | "trung tâm cấp xã" | "đơn vị sự nghiệp thuộc sở" => {
                (t.director, t.deputy_director)
            }
            "văn phòng" => (t.office_chief, t.deputy_office_chief),
            "thanh tra" => (t.inspector, t.deputy_inspector),
            "phòng" => (t.section_head, t.deputy_section_head),
            "chi cục" => (t.branch_head, t.deputy_branch_head),
            "ban" | "ban quản lý" => (t.board_head, t.deputy_board_head),
            _ => (t.head, t.deputy_head),
        },
        None => (t.head, t.deputy_head),
    }
}
