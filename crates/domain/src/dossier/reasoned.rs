//! Refusing, returning and asking for what is missing: each on a published ground, with clause, facts and next step.

use super::decide::{noted, optional};
use super::{Context, Decided, Decision, Dossier, DueState, Event, Outcome, Private, Refusal, Stage, clock};
use crate::deadline::Effect;
use crate::reasoned_notice::{
    Cited, NoticeAction, Reason, ReasonFault, RequestFacts, RequestFlag, SupplementItem, Told, apart, check_items,
    flags, state,
};

/// The return after appraisal starts the limit again from zero.
const SUPPLEMENT_BASIS: &str = "61/2018/NĐ-CP, Điều 19 khoản 4";

impl Dossier {
    /// On what kind of ground the desk sends it back now: a dossier that waits for papers is returned (trả lại), one that
    /// was just handed in is not received (từ chối tiếp nhận).
    #[must_use]
    pub fn rejected_on(&self) -> NoticeAction {
        if self.stage == Stage::AwaitingSupplement { NoticeAction::Return } else { NoticeAction::RefuseReceipt }
    }

    pub(super) fn reject(&self, context: &Context<'_>, reason: &Reason) -> Decided {
        let (cited, told) = stated(context, self.rejected_on(), Some(reason))?;
        tells(Event::Rejected { at: context.now, cited: Some(cited) }, told)
    }

    pub(super) fn request_supplement(
        &self,
        context: &Context<'_>,
        reason: &Reason,
        items: Vec<SupplementItem>,
        again: &str,
    ) -> Decided {
        let again = optional(again)?;
        let found = flags(&self.request_facts(context, &again), &context.rules.terms);
        // Who may not ask is told so first, whatever is wrong with the request besides.
        if found.contains(&RequestFlag::SecondNeedsHead) {
            return Err(Refusal::SupplementAlreadyRequested);
        }
        let (cited, told) = stated(context, NoticeAction::AskSupplement, Some(reason))?;
        check_papers(&items, context)?;
        if found.iter().any(|flag| flag.refuses()) {
            return Err(Refusal::FieldMissing { field: "again" });
        }
        let at = context.now;
        let late_notice = self.accepted_at.is_some_and(|received| clock::notice_is_late(&context.rules, received, at));
        let (clock, due) =
            clock::stopped(self.clock.as_ref(), self.due, at, Effect::Restart, "supplement", SUPPLEMENT_BASIS);
        let mut components: Vec<String> = Vec::new();
        for item in &items {
            if !components.contains(&item.component) {
                components.push(item.component.clone());
            }
        }
        let (papers, words) = apart(items);
        let event = Event::SupplementRequested {
            at,
            components,
            cited: Some(cited),
            papers,
            on_due_date: found.contains(&RequestFlag::OnDueDate),
            exceptional: found.contains(&RequestFlag::Second),
            late_notice,
            clock,
            due,
        };
        tells(event, Told { papers: words, again_vi: again, ..told })
    }

    fn request_facts(&self, context: &Context<'_>, again: &str) -> RequestFacts {
        let due = match self.due {
            DueState::At(at) => Some(at),
            // Before acceptance no clock runs; while it stands nothing can be asked for.
            DueState::Unknown | DueState::Expected(_) | DueState::Standing { .. } => None,
        };
        RequestFacts {
            received: self.accepted_at.unwrap_or(self.submitted_at),
            due,
            asked: context.now,
            earlier_requests: u32::try_from(self.supplements.len()).unwrap_or(u32::MAX),
            decided_by_head: context.as_leader,
            reason_vi: Some(again.to_owned()),
        }
    }

    pub(super) fn decide_outcome(
        &self,
        context: &Context<'_>,
        outcome: Outcome,
        note: &str,
        refusal: Option<&Reason>,
    ) -> Decided {
        if self.step < self.steps.len() || self.has_work_left() {
            return Err(Refusal::StepsOpen);
        }
        self.decided(context, outcome, note, refusal)
    }

    /// The decision: a grant with a word, a refusal with its reason.
    #[expect(clippy::unused_self, reason = "reads as what becomes of the dossier")]
    pub(super) fn decided(
        &self,
        context: &Context<'_>,
        outcome: Outcome,
        note: &str,
        refusal: Option<&Reason>,
    ) -> Decided {
        let at = context.now;
        match outcome {
            Outcome::Granted => noted(Event::Decided { at, outcome, cited: None }, optional(note)?),
            Outcome::Refused => {
                let (cited, told) = stated(context, NoticeAction::RefuseHandling, refusal)?;
                tells(Event::Decided { at, outcome, cited: Some(cited) }, told)
            }
        }
    }
}

/// The notice that comes of a reason today, or why it cannot be saved.
pub(super) fn stated(
    context: &Context<'_>,
    action: NoticeAction,
    reason: Option<&Reason>,
) -> Result<(Cited, Told), Refusal> {
    let reason = reason.ok_or_else(|| Refusal::Reason(vec![ReasonFault::GroundMissing]))?;
    state(reason, action, context.notices.grounds, context.now.date()).map_err(Refusal::Reason)
}

fn check_papers(items: &[SupplementItem], context: &Context<'_>) -> Result<(), Refusal> {
    if items.is_empty() {
        return Err(Refusal::NoComponents);
    }
    let listed = context.rules.components;
    if let Some(item) = items.iter().find(|item| !listed.contains(&item.component.as_str())) {
        return Err(Refusal::UnlistedComponent { component: item.component.chars().take(100).collect() });
    }
    let problems = check_items(items, context.notices.papers);
    if problems.is_empty() { Ok(()) } else { Err(Refusal::Papers(problems)) }
}

#[expect(clippy::unnecessary_wraps, reason = "the last word of a decision")]
fn tells(event: Event, told: Told) -> Decided {
    Ok(Decision { event, private: Some(Private::Notice(told)) })
}
