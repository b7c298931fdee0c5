//! Which limit and which conditions hold for one applicant's answers.

use super::{Channel, Eligibility, Procedure, ProcedureLimit};
use crate::rule::Facts;

impl Procedure {
    /// The limit to which the office is held for a dossier that came by `channel` with these answers.
    ///
    /// The province's promise goes before the law's limits. Among the limits of either, one whose rule holds goes
    /// before the others; then as [`Procedure::limit_for`] says. A limit whose rule does not hold, or cannot be
    /// worked out, never counts.
    #[must_use]
    pub fn limit_under(&self, channel: Channel, facts: &Facts) -> Option<&ProcedureLimit> {
        let promised = self.promise.as_ref().map_or(&[][..], |promise| &promise.limits);
        ruled(promised, channel, facts)
            .or_else(|| self.promised_without_rule())
            .or_else(|| ruled(&self.limits, channel, facts))
            .or_else(|| self.limit_for(channel))
    }

    /// The conditions that these answers do not meet, in published order.
    ///
    /// An unanswered question meets no comparison: ask when the questions that [`crate::rule::Rule::names`] names are
    /// answered. A condition that cannot be worked out is not among them: nobody is turned away for a faulty rule.
    #[must_use]
    pub fn unmet(&self, facts: &Facts) -> Vec<&Eligibility> {
        self.eligibility.iter().filter(|condition| condition.rule.holds(facts) == Ok(false)).collect()
    }
}

/// The first limit that counts for `channel` and whose rule holds.
fn ruled<'a>(limits: &'a [ProcedureLimit], channel: Channel, facts: &Facts) -> Option<&'a ProcedureLimit> {
    let holds = |limit: &&ProcedureLimit| limit.when.as_ref().is_some_and(|rule| rule.holds(facts) == Ok(true));
    limits.iter().filter(|limit| limit.is_for(channel) && limit.limit().is_some()).find(holds)
}
