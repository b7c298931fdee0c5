//! Sentences about faults in published data, for whoever edits it on a page.

use crate::messages::{Messages, fill};
use domain::dataset::{Fault, FaultKind};
use domain::rule::{RuleFault, RuleFaultKind};

/// Where the fault is and what it is.
#[must_use]
pub fn data_fault(m: &Messages, fault: &Fault) -> String {
    fill(m.registry.fault.at, &[("field", &fault.field), ("what", &data_fault_kind(m, &fault.kind))])
}

/// What is wrong, without where.
pub(super) fn data_fault_kind(m: &Messages, kind: &FaultKind) -> String {
    let texts = &m.registry.fault;
    match kind {
        FaultKind::Missing | FaultKind::Empty => texts.missing.to_owned(),
        FaultKind::WrongType { .. } => texts.wrong_type.to_owned(),
        FaultKind::TooLong { limit } => fill(texts.too_long, &[("limit", limit)]),
        FaultKind::TooMany { limit } => fill(texts.too_many, &[("limit", limit)]),
        FaultKind::NotADate { given } => fill(texts.not_a_date, &[("given", given)]),
        FaultKind::NotACode { given } => fill(texts.not_a_code, &[("given", given)]),
        FaultKind::UnknownWord { given }
        | FaultKind::UnknownUnitKind { given }
        | FaultKind::UnknownRule { given }
        | FaultKind::NotAPattern { given } => fill(texts.unknown_word, &[("given", given)]),
        FaultKind::OutOfRange { given } => fill(texts.out_of_range, &[("given", given)]),
        FaultKind::Duplicate { given } => fill(texts.duplicate, &[("given", given)]),
        FaultKind::UnknownReference { given } => fill(texts.unknown_reference, &[("given", given)]),
        FaultKind::EndsBeforeItBegins => texts.ends_before.to_owned(),
        FaultKind::TooLarge { .. }
        | FaultKind::NotUtf8 { .. }
        | FaultKind::ByteOrderMark
        | FaultKind::TooDeep { .. }
        | FaultKind::NotJson { .. }
        | FaultKind::RepeatedName { .. }
        | FaultKind::UnknownFile => texts.unreadable.to_owned(),
        FaultKind::TangledConditions { .. } => texts.tangled.to_owned(),
        FaultKind::ExampleDiffers { name, .. } => fill(texts.example, &[("name", name)]),
        FaultKind::Rule { fault } => rule_fault(m, fault),
        FaultKind::ControlCharacter
        | FaultKind::CountDiffers { .. }
        | FaultKind::Calendar(_)
        | FaultKind::OfficeHours(_)
        | FaultKind::Scorecard(_)
        | FaultKind::Workflow { .. }
        | FaultKind::UnsoundWorkflow { .. }
        | FaultKind::Statute { .. }
        | FaultKind::AndMore { .. } => texts.other.to_owned(),
    }
}

/// What is wrong with a rule, and at which place in it.
#[must_use]
pub fn rule_fault(m: &Messages, fault: &RuleFault) -> String {
    let texts = &m.registry.fault;
    let what = match &fault.kind {
        RuleFaultKind::Empty | RuleFaultKind::Syntax | RuleFaultKind::NotAllowed | RuleFaultKind::NotAName => {
            texts.rule_syntax.to_owned()
        }
        RuleFaultKind::TooLong { .. } | RuleFaultKind::TooDeep => texts.rule_deep.to_owned(),
        RuleFaultKind::MissingElse => texts.rule_else.to_owned(),
        RuleFaultKind::UnknownName { name } | RuleFaultKind::UnknownFunction { name } => {
            fill(texts.rule_unknown, &[("name", name)])
        }
        RuleFaultKind::UnknownField { section, field } => {
            fill(texts.rule_unknown, &[("name", &format!("{section}.{field}"))])
        }
        RuleFaultKind::ArgumentCount { .. } => texts.rule_arguments.to_owned(),
        RuleFaultKind::WrongType { .. } | RuleFaultKind::WrongResult { .. } | RuleFaultKind::NoOrder { .. } => {
            texts.rule_type.to_owned()
        }
        RuleFaultKind::NotADate { given } => fill(texts.not_a_date, &[("given", given)]),
        RuleFaultKind::NotAChoice { name, given } => fill(texts.rule_choice, &[("name", name), ("given", given)]),
    };
    fill(texts.rule, &[("line", &fault.line), ("column", &fault.column), ("what", &what)])
}
