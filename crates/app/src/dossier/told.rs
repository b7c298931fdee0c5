//! Refusals, returns and supplement requests as people read them: on what they rest, and what they say.

use domain::dossier::{Dossier, Event, Outcome, Private};
use domain::reasoned_notice::{AskedPaper, Cited, Reason, Told, WordWarning, look_at_words};
use domain::time::DateTime;

use super::chain::{Chain, Entry};
use crate::App;

/// One notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeView {
    /// When.
    pub at: DateTime,
    /// On what it rests.
    pub cited: Cited,
    /// The papers asked for.
    pub papers: Vec<AskedPaper>,
    /// What it says; `None` when that was erased, or is not for whoever reads.
    pub told: Option<Told>,
}

impl NoticeView {
    /// For whoever showed too little to read words about the applicant.
    pub(super) fn without_words(self) -> Self {
        Self { told: None, ..self }
    }

    /// As running text, for letters.
    pub(crate) fn plain(&self) -> Option<String> {
        self.told.as_ref().map(|told| told.plain(&self.cited.clause))
    }
}

/// The notice that an event is; `None` for every other event, and for those of before notices had grounds.
pub(crate) fn of(entry: &Entry) -> Option<NoticeView> {
    let (cited, papers): (&Cited, &[AskedPaper]) =
        if let Event::SupplementRequested { cited: Some(cited), papers, .. } = &entry.event {
            (cited, papers)
        } else if let Event::Rejected { cited: Some(cited), .. } | Event::Decided { cited: Some(cited), .. } =
            &entry.event
        {
            (cited, &[])
        } else {
            return None;
        };
    let told = if let Some(Private::Notice(told)) = &entry.private { Some(told.clone()) } else { None };
    Some(NoticeView { at: entry.event.at(), cited: cited.clone(), papers: papers.to_vec(), told })
}

/// The notice that stands now: papers are still asked for, or it was refused or returned and nothing came after.
pub(crate) fn standing(chain: &Chain) -> Option<NoticeView> {
    let last = chain.entries.iter().rev().find(|entry| of(entry).is_some())?;
    if stands(&chain.dossier, &last.event) { of(last) } else { None }
}

fn stands(dossier: &Dossier, event: &Event) -> bool {
    if matches!(event, Event::SupplementRequested { .. }) {
        return dossier.supplements.last().is_some_and(|request| request.answered_at.is_none())
            && dossier.stage.is_open();
    }
    matches!(event, Event::Rejected { .. }) || dossier.outcome == Some(Outcome::Refused)
}

impl App {
    /// What the applicant may not understand of a reason: advice to whoever writes it, never a bar.
    #[must_use]
    pub fn word_advice(&self, reason: &Reason) -> Vec<WordWarning> {
        let (catalogue, today) = (self.catalogue(), self.today());
        let is_meant = |ground: &&domain::reasoned_notice::Ground| {
            ground.code == reason.ground.trim() && ground.validity.contains(today)
        };
        let ground = catalogue.refusal_grounds.iter().find(is_meant);
        look_at_words(reason, ground, &catalogue.burden.hard_words)
    }
}
