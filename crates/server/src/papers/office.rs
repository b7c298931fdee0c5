//! How an agency writes itself on its papers: its name, the agency above, the place, the post of who signs
//! (Nghị định 30/2020/NĐ-CP, phụ lục I).

use crate::messages::{VI, fill};
use crate::state::AppState;
use app::Catalogue;
use app::SignsAs;
use domain::dossier::{GivenPaper, PaperNumber};
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

    /// The number of a paper as it is written: two digits at least, and the symbol of the paper or of the agency.
    pub(super) fn number(&self, kind: GivenPaper, paper: &PaperNumber) -> String {
        let symbol = match kind {
            GivenPaper::SupplementRequest => VI.paper.office.guidance_symbol.to_owned(),
            GivenPaper::Receipt | GivenPaper::Refusal | GivenPaper::Apology => self.symbol(&paper.unit),
        };
        format!("{:02}/{symbol}", paper.number)
    }

    /// How an agency is abbreviated in the symbols of its papers; a people's committee without its place.
    fn symbol(&self, unit: &str) -> String {
        match self.unit(unit) {
            Some(known) if known.level != UnitLevel::Body => VI.paper.office.committee_mark.to_owned(),
            Some(_) | None => initials(self.catalogue.unit_name(unit, self.day)),
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

    /// By whose authority a unit decides, in capitals: of its head.
    pub(super) fn authority(&self, unit: &str) -> String {
        let (head, _) = posts(self.unit(unit));
        format!("{head} {}", self.agency(unit)).to_uppercase()
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

/// The first letters of the words of a name: `Trung tâm Phục vụ hành chính công` is TTPVHCC.
fn initials(name: &str) -> String {
    let words =
        name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| *word != VI.paper.office.joining_word);
    words.filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect()
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
    Offices { catalogue: &state.app.catalogue(), day }.symbol(unit)
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

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn symbols_are_first_letters() {
        for (agency, symbol) in [
            ("Trung tâm Phục vụ hành chính công", "TTPVHCC"),
            ("Sở Nông nghiệp và Môi trường", "SNNMT"),
            ("Văn phòng Đăng ký đất đai", "VPĐKĐĐ"),
        ] {
            assert_eq!(initials(agency), symbol);
        }
    }
}
