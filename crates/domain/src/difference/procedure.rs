//! Differences of the procedure itself, in the order in which its page shows them.

use super::change::{Change, Shown};
use super::entry::{Entry, Facts, Listing, PlaceOf, compare, facts};
use super::place::{
    EligibilityFact, FeeFact, LegalBasisFact, LimitFact, LimitList, Place, ProcedureFact, StepFact, StepList,
    WorkflowFact,
};
use super::word;
use crate::organisation::UnitLevel;
use crate::procedure::{
    Audience, Channel, Eligibility, LegalBasis, Money, Procedure, ProcedureLimit, Promise, PublishedStep, Workflow,
};

/// Adds every difference of two procedures.
pub(super) fn between(before: &Procedure, after: &Procedure, changes: &mut Vec<Change>) {
    let place = |fact: Option<ProcedureFact>| Place::Procedure(fact.unwrap_or(ProcedureFact::Name));
    facts(head(before), head(after), &place, changes);
    limits(&before.limits, &after.limits, LimitList::Law, changes);
    facts(promise(before.promise.as_ref()), promise(after.promise.as_ref()), &place, changes);
    let promised =
        |procedure: &Procedure| procedure.promise.as_ref().map_or(Vec::new(), |promise| promise.limits.clone());
    limits(&promised(before), &promised(after), LimitList::Promise, changes);
    compare(&before.money, &after.money, &list(true, &fee), changes);
    compare(&before.eligibility, &after.eligibility, &list(true, &eligibility), changes);
    super::paper::between(&before.components, &after.components, changes);
    facts(paper_count(before), paper_count(after), &place, changes);
    steps(&before.steps, &after.steps, StepList::Published, changes);
    facts(tail(before), tail(after), &place, changes);
    steps(&before.statutory_steps, &after.statutory_steps, StepList::Statutory, changes);
    workflows(&before.workflows, &after.workflows, changes);
    compare(&before.legal_basis, &after.legal_basis, &list(false, &legal_basis), changes);
    facts(record(before), record(after), &place, changes);
}

/// A list whose entries have no lists of their own.
pub(super) fn list<T: Entry>(by_position: bool, place: &PlaceOf<T>) -> Listing<'_, T> {
    Listing { by_position, place, within: &|_, _, _, _| () }
}

fn fee(money: &Money, index: usize, fact: Option<FeeFact>) -> Place {
    Place::Fee { kind: money.kind, name: money.name_vi.clone(), index, fact }
}

fn eligibility(_: &Eligibility, index: usize, fact: Option<EligibilityFact>) -> Place {
    Place::Eligibility { index, fact }
}

fn legal_basis(text: &LegalBasis, _: usize, fact: Option<LegalBasisFact>) -> Place {
    Place::LegalBasis { number: text.number.clone(), fact }
}

fn limits(before: &[ProcedureLimit], after: &[ProcedureLimit], of: LimitList, changes: &mut Vec<Change>) {
    let place = move |_: &ProcedureLimit, index, fact| Place::Limit { list: of, index, fact };
    compare(before, after, &list(true, &place), changes);
}

fn steps(before: &[PublishedStep], after: &[PublishedStep], of: StepList, changes: &mut Vec<Change>) {
    let place = move |step: &PublishedStep, _: usize, fact| Place::Step { list: of, order: step.order, fact };
    compare(before, after, &list(true, &place), changes);
}

fn workflows(before: &[Workflow], after: &[Workflow], changes: &mut Vec<Change>) {
    let listing = Listing {
        by_position: true,
        place: &|_: &Workflow, index, fact| Place::Workflow { index, fact },
        within: &|before: &Workflow, after: &Workflow, index, changes: &mut Vec<Change>| {
            steps(&before.steps, &after.steps, StepList::Workflow(index), changes);
        },
    };
    compare(before, after, &listing, changes);
}

fn head(of: &Procedure) -> Facts<ProcedureFact> {
    use ProcedureFact as Fact;
    vec![
        (Fact::Id, Some(Shown::Text(of.id.clone()))),
        (Fact::Code, Shown::text(of.code.as_ref())),
        (Fact::LocalCode, Shown::text(of.local_code.as_ref())),
        (Fact::Revision, of.revision.map(|number| Shown::Count(number.into()))),
        (Fact::Name, Some(Shown::Text(of.name_vi.clone()))),
        (Fact::NameEnglish, Shown::text(of.name_en.as_ref())),
        (Fact::Summary, Shown::text(of.summary_vi.as_ref())),
        (Fact::SummaryEnglish, Shown::text(of.summary_en.as_ref())),
        (Fact::Area, Shown::text(of.area.as_ref())),
        (Fact::Field, Some(Shown::Text(of.field_vi.clone()))),
        (Fact::Levels, Shown::words(&of.levels, UnitLevel::as_str)),
        (Fact::Subjects, Shown::texts(&of.subjects_vi)),
        (Fact::Audiences, Shown::words(&of.audiences, Audience::name)),
        (Fact::LifeEvents, Shown::texts(&of.life_events)),
        (Fact::Agency, Shown::text(of.agency_vi.as_ref())),
        (Fact::Ministry, Shown::text(of.ministry_vi.as_ref())),
        (Fact::Record, Some(Shown::Word(word::record(of.record)))),
        (Fact::Regime, of.regime.map(|regime| Shown::Word(word::regime(regime)))),
        (Fact::ValidFrom, of.validity.from.map(Shown::Day)),
        (Fact::ValidTo, of.validity.to.map(Shown::Day)),
        (Fact::Channels, Shown::words(&of.channels, Channel::name)),
        (Fact::ReceivingPlace, Shown::text(of.receiving_place_vi.as_ref())),
        (Fact::OnlineScope, of.online.scope.map(|scope| Shown::Word(word::scope(scope)))),
        (Fact::OnlineSource, Shown::text(of.online.source.as_ref())),
        (Fact::CutOffTime, of.cut_off.map(|cut_off| Shown::Text(cut_off.at.to_string()))),
        (Fact::CutOffEffect, of.cut_off.map(|cut_off| Shown::Word(word::cut_off(cut_off.moves)))),
    ]
}

fn promise(of: Option<&Promise>) -> Facts<ProcedureFact> {
    vec![
        (ProcedureFact::PromiseDecision, of.map(|promise| Shown::Text(promise.decision.clone()))),
        (ProcedureFact::PromiseDate, of.and_then(|promise| promise.decision_date).map(Shown::Day)),
        (ProcedureFact::PromiseSource, of.map(|promise| Shown::Text(promise.source.clone()))),
    ]
}

/// The number of papers, where it is not that of the papers on record.
fn paper_count(of: &Procedure) -> Facts<ProcedureFact> {
    let stated = u32::try_from(of.components.len()) != Ok(of.component_count);
    vec![(ProcedureFact::PaperCount, stated.then(|| Shown::Count(of.component_count.into())))]
}

fn tail(of: &Procedure) -> Facts<ProcedureFact> {
    use ProcedureFact as Fact;
    vec![
        (Fact::StepsSource, of.steps_source.map(|source| Shown::Word(word::steps_source(source)))),
        (Fact::Results, Shown::texts(&of.results_vi)),
        (Fact::Conditions, Shown::text(of.conditions_vi.as_ref())),
        (Fact::InterlinkedWith, Shown::texts(&of.interlinked_with)),
        (Fact::InterlinkedProcedures, Shown::texts(&of.interlinked_procedures)),
    ]
}

fn record(of: &Procedure) -> Facts<ProcedureFact> {
    use ProcedureFact as Fact;
    vec![
        (Fact::PromulgatedBy, Shown::text(of.promulgated_by.as_ref())),
        (Fact::Notes, Shown::texts(&of.notes_vi)),
        (Fact::SnapshotDate, of.snapshot_date.map(Shown::Day)),
        (Fact::CompletenessPercent, Some(Shown::Percent(of.completeness.percent))),
        (Fact::CompletenessMissing, Shown::texts(&of.completeness.missing)),
        (Fact::Source, Some(Shown::Text(of.source.clone()))),
        (Fact::Sources, Shown::texts(&of.sources)),
    ]
}

impl Entry for ProcedureLimit {
    type Fact = LimitFact;
    type Key = Option<String>;

    fn key(&self) -> Self::Key {
        self.condition_vi.clone()
    }

    fn facts(&self) -> Facts<LimitFact> {
        vec![
            (LimitFact::Amount, self.amount.map(Shown::Time)),
            (LimitFact::Condition, Shown::text(self.condition_vi.as_ref())),
            (LimitFact::Channels, Shown::words(&self.channels, Channel::name)),
            (LimitFact::When, Shown::rule(self.when.as_ref())),
        ]
    }

    fn title(&self) -> Shown {
        let amount = self.amount.map(Shown::Time);
        amount.or_else(|| Shown::text(self.condition_vi.as_ref())).unwrap_or(Shown::Words(Vec::new()))
    }
}

impl Entry for Money {
    type Fact = FeeFact;
    type Key = String;

    fn key(&self) -> String {
        self.name_vi.clone()
    }

    fn facts(&self) -> Facts<FeeFact> {
        vec![
            (FeeFact::Kind, Some(Shown::Word(word::money(self.kind)))),
            (FeeFact::Name, Some(Shown::Text(self.name_vi.clone()))),
            (FeeFact::Amount, self.amount_vnd.map(Shown::Dong)),
            (FeeFact::Per, Shown::text(self.per_vi.as_ref())),
            (FeeFact::Condition, Shown::text(self.condition_vi.as_ref())),
            (FeeFact::Channels, Shown::words(&self.channels, Channel::name)),
            (FeeFact::LegalBasis, Shown::text(self.legal_basis_vi.as_ref())),
            (FeeFact::When, Shown::rule(self.when.as_ref())),
            (FeeFact::AmountRule, Shown::rule(self.amount_rule.as_ref())),
        ]
    }

    fn title(&self) -> Shown {
        Shown::Text(self.name_vi.clone())
    }
}

impl Entry for Eligibility {
    type Fact = EligibilityFact;
    type Key = String;

    fn key(&self) -> String {
        self.message_vi.clone()
    }

    fn facts(&self) -> Facts<EligibilityFact> {
        vec![
            (EligibilityFact::Rule, Shown::rule(Some(&self.rule))),
            (EligibilityFact::Message, Some(Shown::Text(self.message_vi.clone()))),
            (EligibilityFact::MessageEnglish, Shown::text(self.message_en.as_ref())),
        ]
    }

    fn title(&self) -> Shown {
        Shown::Text(self.message_vi.clone())
    }
}

impl Entry for PublishedStep {
    type Fact = StepFact;
    type Key = String;

    fn key(&self) -> String {
        self.action_vi.clone()
    }

    fn facts(&self) -> Facts<StepFact> {
        vec![
            (StepFact::Actor, Shown::text(self.actor_vi.as_ref())),
            (StepFact::Action, Some(Shown::Text(self.action_vi.clone()))),
            (StepFact::Duration, self.duration.map(Shown::Time)),
            (StepFact::Note, Shown::text(self.note_vi.as_ref())),
            (StepFact::Phase, Shown::text(self.phase_vi.as_ref())),
        ]
    }

    fn title(&self) -> Shown {
        Shown::Text(self.action_vi.clone())
    }

    fn number(&self) -> Option<(StepFact, u32)> {
        Some((StepFact::Order, self.order))
    }
}

impl Entry for Workflow {
    type Fact = WorkflowFact;
    type Key = (String, Option<String>);

    fn key(&self) -> Self::Key {
        (self.decision.clone(), self.case_vi.clone())
    }

    fn facts(&self) -> Facts<WorkflowFact> {
        vec![
            (WorkflowFact::Case, Shown::text(self.case_vi.as_ref())),
            (WorkflowFact::Province, Some(Shown::Text(self.province_vi.clone()))),
            (WorkflowFact::Decision, Some(Shown::Text(self.decision.clone()))),
            (WorkflowFact::DecisionDate, self.decision_date.map(Shown::Day)),
            (WorkflowFact::Total, self.total.map(Shown::Time)),
            (WorkflowFact::SumMatchesTotal, self.sum_matches_total.map(Shown::YesNo)),
            (WorkflowFact::Source, Some(Shown::Text(self.source.clone()))),
        ]
    }

    fn title(&self) -> Shown {
        Shown::Text(self.case_vi.as_ref().unwrap_or(&self.decision).clone())
    }
}

impl Entry for LegalBasis {
    type Fact = LegalBasisFact;
    type Key = String;

    fn key(&self) -> String {
        self.number.clone()
    }

    fn facts(&self) -> Facts<LegalBasisFact> {
        vec![
            (LegalBasisFact::Number, Some(Shown::Text(self.number.clone()))),
            (LegalBasisFact::Title, Shown::text(self.title_vi.as_ref())),
        ]
    }

    fn title(&self) -> Shown {
        Shown::Text(self.number.clone())
    }
}
