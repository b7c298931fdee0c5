//! Sentences about fields: what is wrong and how to mend it.

use crate::messages::{Messages, fill};
use crate::web::format;
use app::{FieldProblem, FieldProblemKind};
use domain::eform::{AnswerFault, FieldKind};

/// What is wrong with a field of a request.
#[must_use]
pub fn field_problem(m: &Messages, problem: &FieldProblem) -> String {
    let texts = &m.public.fault;
    match &problem.kind {
        FieldProblemKind::Missing => texts.missing.to_owned(),
        FieldProblemKind::TooLong(limit) => fill(texts.too_long, &[("limit", limit)]),
        FieldProblemKind::Malformed => malformed(m, &problem.field).to_owned(),
        FieldProblemKind::Unknown => texts.unknown.to_owned(),
        FieldProblemKind::ChannelClosed => texts.channel_closed.to_owned(),
        FieldProblemKind::DeskMayNotReceive => texts.desk_may_not_receive.to_owned(),
        FieldProblemKind::NoCompetentUnit => texts.no_competent_unit.to_owned(),
        FieldProblemKind::ProcedureClosed => texts.procedure_closed.to_owned(),
        FieldProblemKind::ProcedureChanged => texts.procedure_changed.to_owned(),
        FieldProblemKind::FileNotStored => texts.file_not_stored.to_owned(),
        FieldProblemKind::FileKind => texts.file_kind.to_owned(),
        FieldProblemKind::FileTooLarge(bytes) => fill(texts.file_too_large, &[("size", &format::bytes(*bytes))]),
        FieldProblemKind::Taken => texts.taken.to_owned(),
        FieldProblemKind::PasswordTooShort(count) => fill(texts.password_too_short, &[("count", count)]),
        FieldProblemKind::PasswordCommon => texts.password_common.to_owned(),
        FieldProblemKind::WrongPassword => texts.wrong_password.to_owned(),
        FieldProblemKind::SamePassword => texts.same_password.to_owned(),
        FieldProblemKind::Answer(fault, own) => answer_fault(m, fault, own.as_deref()),
    }
}

/// A well-known field has its own example.
fn malformed(m: &Messages, field: &str) -> &'static str {
    match field.rsplit('.').next().unwrap_or_default() {
        "identity_number" => m.common.field.bad_identity,
        "phone" => m.common.field.bad_phone,
        "email" => m.common.field.bad_email,
        "amount" | "score" => m.common.field.bad_number,
        "promised" => m.common.field.bad_date,
        "limit" => m.deadline.limit_unreadable,
        _ => m.public.fault.malformed,
    }
}

/// What is wrong with an answer of an e-form; the form's own sentence comes first.
#[must_use]
pub fn answer_fault(m: &Messages, fault: &AnswerFault, own: Option<&str>) -> String {
    if let Some(own) = own {
        return own.to_owned();
    }
    let texts = &m.public.fault;
    match fault {
        AnswerFault::Missing => texts.missing.to_owned(),
        AnswerFault::UnknownField => texts.unknown_field.to_owned(),
        AnswerFault::WrongType(kind) => wrong_type(m, *kind).to_owned(),
        AnswerFault::TooLong { limit } => fill(texts.too_long, &[("limit", limit)]),
        AnswerFault::Pattern => texts.pattern.to_owned(),
        AnswerFault::MixedScripts => texts.mixed_scripts.to_owned(),
        AnswerFault::NotAChoice => texts.not_a_choice.to_owned(),
        AnswerFault::InFuture => texts.in_future.to_owned(),
        AnswerFault::OutOfRange { min: Some(min), max: Some(max) } => {
            fill(texts.out_of_range_between, &[("min", min), ("max", max)])
        }
        AnswerFault::OutOfRange { min: Some(min), max: None } => fill(texts.out_of_range_min, &[("min", min)]),
        AnswerFault::OutOfRange { min: None, max: Some(max) } => fill(texts.out_of_range_max, &[("max", max)]),
        AnswerFault::OutOfRange { min: None, max: None } => texts.out_of_range.to_owned(),
        AnswerFault::UnitNotInForce => texts.unit_not_in_force.to_owned(),
        AnswerFault::DefunctUnit => texts.defunct_unit.to_owned(),
        AnswerFault::TooFewRows { min } => fill(texts.too_few_rows, &[("count", min)]),
        AnswerFault::TooManyRows { max } => fill(texts.too_many_rows, &[("count", max)]),
        AnswerFault::AtLeastOneOf(_) => texts.at_least_one_of.to_owned(),
        AnswerFault::DateOrder { .. } => texts.date_order.to_owned(),
        AnswerFault::TooManyDays { max } => fill(texts.too_many_days, &[("count", max)]),
        AnswerFault::SmallerThan { .. } => texts.smaller_than.to_owned(),
        AnswerFault::Differs { .. } => texts.differs.to_owned(),
        AnswerFault::SameAs { .. } => texts.same_as.to_owned(),
        AnswerFault::TooYoung { years } => fill(texts.too_young, &[("years", years)]),
        AnswerFault::NotExactlyOne => texts.not_exactly_one.to_owned(),
        AnswerFault::OtherProcedure { code } => fill(texts.other_procedure, &[("code", code)]),
        AnswerFault::HistoryGap { from } => fill(texts.history_gap, &[("day", &format::day(*from))]),
        AnswerFault::CopiesCharged { free } => fill(texts.copies_charged, &[("count", free)]),
    }
}

const fn wrong_type(m: &Messages, kind: FieldKind) -> &'static str {
    let texts = &m.public.fault;
    match kind {
        FieldKind::Date | FieldKind::PartialDate => texts.wrong_date,
        FieldKind::Integer | FieldKind::Decimal | FieldKind::Money => texts.wrong_number,
        FieldKind::Email => texts.wrong_email,
        FieldKind::Tel => texts.wrong_phone,
        FieldKind::Identity => texts.wrong_identity,
        FieldKind::TaxCode => texts.wrong_tax_code,
        FieldKind::Text
        | FieldKind::Textarea
        | FieldKind::Select
        | FieldKind::Radio
        | FieldKind::Checkbox
        | FieldKind::Url
        | FieldKind::Address
        | FieldKind::Signature
        | FieldKind::File => texts.wrong_type,
    }
}
