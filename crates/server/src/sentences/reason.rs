//! Refusals, returns and supplement requests in words: what is wrong with one, what may not be understood, what it says.

use crate::messages::{Messages, fill};
use app::dossier::NoticeView;
use domain::procedure::Procedure;
use domain::reasoned_notice::{
    AskedPaper, ItemFault, ItemProblem, LONGEST_TEXT, NoticeAction, PaperWords, ReasonFault, WordWarning,
};

/// What is wrong with a notice, as a sentence.
#[must_use]
pub fn reason_fault(m: &Messages, fault: &ReasonFault) -> String {
    let t = &m.reason.problem;
    match fault {
        ReasonFault::GroundMissing => t.ground_missing.to_owned(),
        ReasonFault::GroundUnknown { .. } => t.ground_unknown.to_owned(),
        ReasonFault::GroundNotInForce { .. } => t.ground_not_in_force.to_owned(),
        ReasonFault::GroundOfOtherAction { .. } => t.ground_of_other_action.to_owned(),
        ReasonFault::ClauseMissing => t.clause_missing.to_owned(),
        ReasonFault::ClauseTooGeneral => t.clause_too_general.to_owned(),
        ReasonFault::FactsMissing => t.facts_missing.to_owned(),
        ReasonFault::NextStepMissing => t.next_step_missing.to_owned(),
        ReasonFault::PlaceOpen { .. } => t.place_open.to_owned(),
        ReasonFault::TooLong => fill(t.too_long, &[("limit", &LONGEST_TEXT)]),
    }
}

/// What is wrong with a paper asked for, as a sentence.
#[must_use]
pub fn item_problem(m: &Messages, problem: ItemProblem) -> String {
    let t = &m.reason.problem;
    match problem {
        ItemProblem::NoItem => m.staff.refusal.no_components.to_owned(),
        ItemProblem::TooMany => m.staff.refusal.too_many.to_owned(),
        ItemProblem::NotPublished { .. } => t.item_not_published.to_owned(),
        ItemProblem::Duplicate { .. } => t.item_duplicate.to_owned(),
        ItemProblem::NeedsWords { .. } => t.item_needs_words.to_owned(),
        ItemProblem::ClauseMissing { .. } => t.item_clause_missing.to_owned(),
        ItemProblem::HeldByRegister { .. } => t.item_held.to_owned(),
        ItemProblem::TooLong { .. } => fill(t.item_too_long, &[("limit", &LONGEST_TEXT)]),
    }
}

/// Advice to the officer about words, as a sentence.
#[must_use]
pub fn word_warning(m: &Messages, warning: &WordWarning) -> String {
    let t = &m.reason.warning;
    match warning {
        WordWarning::FactsTooShort => t.facts_too_short.to_owned(),
        WordWarning::NextStepTooShort => t.next_step_too_short.to_owned(),
        WordWarning::RepeatsGround => t.repeats_ground.to_owned(),
        WordWarning::OnlyCapitals => t.only_capitals.to_owned(),
        WordWarning::NoArticle => t.no_article.to_owned(),
        WordWarning::HardWord { word_vi, plain_vi } => fill(t.hard_word, &[("word", word_vi), ("plain", plain_vi)]),
    }
}

/// What is wrong with a paper, in a few words.
#[must_use]
pub const fn item_fault(m: &Messages, fault: ItemFault) -> &'static str {
    let t = &m.reason.fault;
    match fault {
        ItemFault::Missing => t.missing,
        ItemFault::Illegible => t.illegible,
        ItemFault::Expired => t.expired,
        ItemFault::WrongForm => t.wrong_form,
        ItemFault::Contradicts => t.contradicts,
        ItemFault::Other => t.other,
    }
}

/// What a notice is about, as a heading.
#[must_use]
pub const fn notice_title(m: &Messages, action: NoticeAction) -> &'static str {
    let t = &m.reason.told;
    match action {
        NoticeAction::RefuseReceipt => t.title_refuse_receipt,
        NoticeAction::RefuseHandling => t.title_refuse_handling,
        NoticeAction::Return => t.title_return,
        NoticeAction::AskSupplement => t.title_ask_supplement,
    }
}

/// The papers of a notice, a line each: the paper, what is wrong, in words, a right one, the clause.
#[must_use]
pub fn asked_papers(m: &Messages, procedure: Option<&Procedure>, notice: &NoticeView) -> Vec<String> {
    let t = &m.reason.told;
    let none = PaperWords::default();
    let line = |(number, asked): (usize, &AskedPaper)| {
        let words = notice.told.as_ref().and_then(|told| told.papers.get(number)).unwrap_or(&none);
        let paper = procedure.and_then(|procedure| procedure.component(&asked.component));
        let name = paper.map_or(asked.component.as_str(), |paper| paper.name_vi.as_str());
        let mut parts = vec![format!("{name}: {}", item_fault(m, asked.fault))];
        parts.extend(words.words_vi.clone());
        parts.extend(words.example_vi.as_ref().map(|example| fill(t.example, &[("example", example)])));
        parts.push(fill(t.paper_clause, &[("clause", &asked.clause)]));
        parts.join(". ")
    };
    notice.papers.iter().enumerate().map(line).collect()
}
