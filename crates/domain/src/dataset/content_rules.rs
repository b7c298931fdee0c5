//! Whether the rules of a version speak only of what its form asks, and give what they are asked for.

use super::node::Faults;
use super::{Content, Fault, FaultKind};
use crate::eform::Form;
use crate::procedure::{MoneyKind, ProcedureLimit};
use crate::rule::{Names, Rule, ValueType};

impl Content {
    /// The rules of the procedure that its form cannot answer: a name that no field has, or a comparison of a text
    /// with a number. Reading does not refuse them, since a draft may get its rules before its form; a version with
    /// such a rule must not be published, for the rule would never hold.
    ///
    /// Fields are named as [`Content::parse`] names them: `procedure.fees[0].when`.
    #[must_use]
    pub fn rule_faults(&self) -> Vec<Fault> {
        let names = match &self.form {
            Some(form) => form.names(),
            None => Form::default_for(&self.procedure.id).names(),
        };
        let check = Check { record: &self.procedure.id, names, faults: Faults::of("-") };
        for (index, condition) in self.procedure.eligibility.iter().enumerate() {
            check.rule(&format!("eligibility[{index}].rule"), Some(&condition.rule), ValueType::YesNo);
        }
        for (index, paper) in self.procedure.components.iter().enumerate() {
            check.rule(&format!("components[{index}].needed_when"), paper.needed_when.as_ref(), ValueType::YesNo);
        }
        for (list, kind) in [("fees", MoneyKind::Charge), ("charges", MoneyKind::Fee)] {
            let money = self.procedure.money.iter().filter(|money| money.kind == kind);
            for (index, money) in money.enumerate() {
                check.rule(&format!("{list}[{index}].when"), money.when.as_ref(), ValueType::YesNo);
                let amount = money.amount_rule.as_ref();
                check.rule(&format!("{list}[{index}].amount_rule"), amount, ValueType::Number);
            }
        }
        check.limits("time_limits", &self.procedure.limits);
        let promised = self.procedure.promise.as_ref().map_or(&[][..], |promise| &promise.limits);
        check.limits("thai_nguyen.time_limits", promised);
        check.faults.into_found()
    }
}

struct Check<'a> {
    record: &'a str,
    names: Names,
    faults: Faults,
}

impl Check<'_> {
    fn rule(&self, field: &str, rule: Option<&Rule>, result: ValueType) {
        if let Some(Err(fault)) = rule.map(|rule| rule.check(&self.names, result)) {
            self.faults.add(self.record, &format!("procedure.{field}"), FaultKind::Rule { fault });
        }
    }

    fn limits(&self, list: &str, limits: &[ProcedureLimit]) {
        for (index, limit) in limits.iter().enumerate() {
            self.rule(&format!("{list}[{index}].when"), limit.when.as_ref(), ValueType::YesNo);
        }
    }
}
