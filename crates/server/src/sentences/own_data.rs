//! The applicant's own store in words: concepts, registers, sources, uses.

use crate::messages::{Messages, fill};
use app::own_data::{Use, UseOf};
use domain::dataset::RegisterKind;
use domain::eform::Concept;
use domain::own_data::{Answer, Source};

/// A concept.
#[must_use]
pub const fn concept(m: &Messages, concept: Concept) -> &'static str {
    let t = &m.own_data.concept;
    match concept {
        Concept::FullName => t.full_name,
        Concept::BirthDate => t.birth_date,
        Concept::Gender => t.gender,
        Concept::IdentityNumber => t.identity_number,
        Concept::Ethnicity => t.ethnicity,
        Concept::Nationality => t.nationality,
        Concept::BirthPlace => t.birth_place,
        Concept::Residence => t.residence,
        Concept::PermanentResidence => t.permanent_residence,
        Concept::Phone => t.phone,
        Concept::Email => t.email,
        Concept::EnterpriseName => t.enterprise_name,
        Concept::TaxCode => t.tax_code,
        Concept::EnterpriseAddress => t.enterprise_address,
        Concept::Parcel => t.parcel,
        Concept::LandArea => t.land_area,
        Concept::LandAddress => t.land_address,
    }
}

/// A register.
#[must_use]
pub const fn register(m: &Messages, register: RegisterKind) -> &'static str {
    let t = &m.own_data.register;
    match register {
        RegisterKind::Population => t.population,
        RegisterKind::Enterprise => t.enterprise,
        RegisterKind::Land => t.land,
    }
}

/// Where something in the store comes from.
#[must_use]
pub fn source(m: &Messages, source: &Source) -> String {
    let t = &m.own_data.source;
    match source {
        Source::Register { register: kind, .. } => fill(t.register, &[("register", &register(m, *kind))]),
        Source::Result { dossier } => fill(t.result, &[("code", dossier)]),
        Source::Answer { dossier } => fill(t.answer, &[("code", dossier)]),
    }
}

/// What was done with the store.
#[must_use]
pub fn own_use(m: &Messages, one: &Use, procedure: Option<&str>) -> String {
    let t = &m.own_data.done;
    let what = match &one.what {
        UseOf::Agreed => t.agreed.to_owned(),
        UseOf::AgreedNoLonger => t.agreed_no_longer.to_owned(),
        UseOf::Items(count) => fill(t.items, &[("count", count)]),
        UseOf::Asked(kind) => fill(t.asked, &[("register", &register(m, *kind))]),
        UseOf::Answered(kind, Answer::Found { entries }) => {
            fill(t.answered, &[("register", &register(m, *kind)), ("count", entries)])
        }
        UseOf::Answered(kind, Answer::Unavailable) => fill(t.unavailable, &[("register", &register(m, *kind))]),
        UseOf::Removed => t.removed.to_owned(),
        UseOf::Emptied => t.emptied.to_owned(),
    };
    match procedure {
        Some(procedure) => fill(t.for_procedure, &[("what", &what), ("procedure", &procedure)]),
        None => what,
    }
}
