//! What a submission meets in the published data: procedure version, desk, competent unit, form, papers.

use std::sync::Arc;

use domain::dossier::{Applicant, PlannedStep};
use domain::eform::Severity;
use domain::organisation::{Unit, UnitLevel};
use domain::procedure::{Channel, Procedure, SubmitMode};
use domain::time::Date;

use super::{Catalogue, version_name};
use crate::dossier::SubmitRequest;
use crate::error::{ActError, FieldProblem, FieldProblemKind};

/// Longest name and address, in characters.
const NAME_CHARS_MAX: usize = 200;
const ADDRESS_CHARS_MAX: usize = 500;

/// The published facts of one submission.
#[derive(Debug, Clone)]
pub struct Intake {
    /// The procedure version in force today.
    pub procedure: Arc<Procedure>,
    /// Its name: its first day.
    pub procedure_version: String,
    /// The unit that will work it.
    pub handling_unit: String,
    /// Identification code of the desk.
    pub unit_code: String,
    /// The internal process.
    pub steps: Vec<PlannedStep>,
    /// How it comes in.
    pub channel: Channel,
}

impl Catalogue {
    /// Finds procedure, desk and competent unit; every fault names its field.
    pub(crate) fn intake(&self, request: &SubmitRequest, today: Date) -> Result<Intake, ActError> {
        let procedure = self
            .procedure(&request.procedure, today)
            .ok_or_else(|| ActError::field("procedure", FieldProblemKind::Unknown))?;
        if !self.takes_dossiers(procedure, today) {
            return Err(ActError::field("procedure", FieldProblemKind::ProcedureClosed));
        }
        if !procedure.channels.is_empty() && !procedure.channels.contains(&request.channel) {
            return Err(ActError::field("channel", FieldProblemKind::ChannelClosed));
        }
        let desk = self.organisation.unit(&request.unit, today);
        let desk = desk.ok_or_else(|| ActError::field("unit", FieldProblemKind::Unknown))?;
        let matter = procedure.matter();
        if !self.competences.may_receive(&matter, desk, today) {
            return Err(ActError::field("unit", FieldProblemKind::DeskMayNotReceive));
        }
        let commune = match &request.for_unit {
            Some(commune) => Some(self.commune(commune, today)?),
            None if desk.level == UnitLevel::Commune => Some(desk),
            None => None,
        };
        let handling_unit = self.competences.handling_unit(&matter, commune, today);
        let handling_unit = handling_unit
            .filter(|unit| self.organisation.unit(unit, today).is_some())
            .ok_or_else(|| ActError::field("unit", FieldProblemKind::NoCompetentUnit))?;
        let unit_code = self.unit_code(&desk.id, today).map(|code| code.code.clone());
        let unit_code = unit_code.ok_or_else(|| ActError::field("unit", FieldProblemKind::Unknown))?;
        Ok(Intake {
            procedure: Arc::clone(procedure),
            procedure_version: version_name(procedure),
            handling_unit: handling_unit.to_owned(),
            unit_code,
            // A workflow takes the place of steps in a row.
            steps: if self.workflow_of(&procedure.id, today).is_some() { Vec::new() } else { steps(procedure) },
            channel: request.channel,
        })
    }

    fn commune(&self, id: &str, today: Date) -> Result<&Unit, ActError> {
        let unit = self.organisation.unit(id, today).filter(|unit| unit.level == UnitLevel::Commune);
        unit.ok_or_else(|| ActError::field("for_unit", FieldProblemKind::Unknown))
    }

    /// Every fault of applicant, answers and papers.
    pub(crate) fn check_answers(&self, request: &SubmitRequest, intake: &Intake, today: Date) -> Vec<FieldProblem> {
        let mut problems = check_applicant(&request.applicant);
        let form = self.form(&intake.procedure);
        for fault in form.check(&request.form, today, &self.organisation) {
            if fault.severity == Severity::Error {
                let kind = FieldProblemKind::Answer(fault.fault, fault.message_vi);
                problems.push(FieldProblem::new(format!("form.{}", fault.field), kind));
            }
        }
        problems.extend(missing_papers(request, &intake.procedure));
        problems.extend(unlisted_papers(request, &intake.procedure));
        problems
    }
}

/// Online, papers that must be handed in come as files; at the desk they may come on paper.
fn missing_papers(request: &SubmitRequest, procedure: &Procedure) -> Vec<FieldProblem> {
    if request.channel != Channel::Online {
        return Vec::new();
    }
    procedure
        .components
        .iter()
        .filter(|component| component.required && component.submit_mode == SubmitMode::Submit)
        .filter(|component| !request.files.iter().any(|file| file.component == component.id))
        .map(|component| FieldProblem::new(format!("files.{}", component.id), FieldProblemKind::Missing))
        .collect()
}

/// Only papers of the published procedure are noted, and none came on paper with an online submission.
fn unlisted_papers(request: &SubmitRequest, procedure: &Procedure) -> Vec<FieldProblem> {
    let is_wrong = |id: &&String| request.channel == Channel::Online || procedure.component(id).is_none();
    let problem = |id: &String| {
        let shown: String = id.chars().take(100).collect();
        FieldProblem::new(format!("papers.{shown}"), FieldProblemKind::Unknown)
    };
    request.papers.iter().filter(is_wrong).map(problem).collect()
}

/// Every fault of who applies.
pub(crate) fn check_applicant(applicant: &Applicant) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    let mut note = |field: &str, kind| problems.push(FieldProblem::new(format!("applicant.{field}"), kind));
    let name = applicant.name.trim();
    if name.is_empty() {
        note("name", FieldProblemKind::Missing);
    } else if name.chars().count() > NAME_CHARS_MAX {
        note("name", FieldProblemKind::TooLong(NAME_CHARS_MAX));
    }
    if applicant.identity_number.trim().is_empty() {
        note("identity_number", FieldProblemKind::Missing);
    } else if !is_identity(&applicant.identity_number) {
        note("identity_number", FieldProblemKind::Malformed);
    }
    if applicant.phone.trim().is_empty() {
        note("phone", FieldProblemKind::Missing);
    } else if !is_phone(&applicant.phone) {
        note("phone", FieldProblemKind::Malformed);
    }
    if applicant.email.as_deref().is_some_and(|email| !email.is_empty() && !is_email(email)) {
        note("email", FieldProblemKind::Malformed);
    }
    if applicant.address.as_deref().is_some_and(|address| address.chars().count() > ADDRESS_CHARS_MAX) {
        note("address", FieldProblemKind::TooLong(ADDRESS_CHARS_MAX));
    }
    problems
}

/// 12 digits (số định danh), 9 digits (old identity card), or a tax code of 10 or 13 digits; passports have a letter.
fn is_identity(number: &str) -> bool {
    let number = number.trim();
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let tax_code =
        |text: &str| matches!(text.split_once('-'), Some((head, tail)) if head.len() == 10 && tail.len() == 3);
    if digits == number.len() {
        return matches!(digits, 9 | 10 | 12 | 13);
    }
    let passport = number.len() == 8 && digits == 7 && number.starts_with(|letter: char| letter.is_ascii_uppercase());
    passport || (tax_code(number) && digits == 13)
}

pub(crate) fn is_phone(number: &str) -> bool {
    let number: String = number.chars().filter(|character| !matches!(character, ' ' | '.' | '-')).collect();
    let digits = number.strip_prefix('+').unwrap_or(&number);
    (9..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

pub(crate) fn is_email(address: &str) -> bool {
    let parts = address.trim().split_once('@');
    address.len() <= 254
        && parts.is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
        })
        && !address.trim().contains(char::is_whitespace)
}

fn steps(procedure: &Procedure) -> Vec<PlannedStep> {
    procedure
        .working_steps()
        .into_iter()
        .map(|step| PlannedStep { limit: step.limit(), name: step.name_vi, role: step.role })
        .collect()
}
