//! What a refusal, a return or a supplement request tells: sentence, clause, facts, papers, next step.

use crate::messages::Messages;
use crate::sentences;
use crate::web::view::Fact;
use app::dossier::NoticeView;
use askama::Template;
use askama::filters::HtmlSafe;
use domain::procedure::Procedure;

/// The notice as a part of a page.
#[derive(Template)]
#[template(path = "dossier/notice.html")]
pub(in crate::web) struct NoticeBlock {
    title: &'static str,
    facts: Vec<Fact>,
    more: Option<&'static str>,
}

impl HtmlSafe for NoticeBlock {}

impl NoticeBlock {
    /// Everything that whoever reads may read.
    pub(in crate::web) fn of(m: &Messages, procedure: Option<&Procedure>, notice: &NoticeView) -> Self {
        let t = &m.reason.told;
        let lines = |text: &str| text.lines().map(str::to_owned).collect();
        let mut facts = Vec::new();
        let told = notice.told.as_ref();
        facts.extend(told.map(|told| Fact::new(t.why, told.sentence_vi.clone())));
        facts.push(Fact::new(t.clause, notice.cited.clause.clone()));
        facts.extend(told.map(|told| Fact::lines(t.facts, lines(&told.facts_vi))));
        let papers = sentences::asked_papers(m, procedure, notice);
        if !papers.is_empty() {
            facts.push(Fact::lines(t.papers, papers));
        }
        facts.extend(told.map(|told| Fact::lines(t.next_step, lines(&told.next_step_vi))));
        let again = told.filter(|told| !told.again_vi.is_empty());
        facts.extend(again.map(|told| Fact::lines(t.again, lines(&told.again_vi))));
        Self { title: sentences::notice_title(m, notice.cited.action), facts, more: None }
    }

    /// For whoever showed four digits: the published name of the ground in place of its words, and where the rest is read.
    pub(in crate::web) fn named(mut self, m: &Messages, name: Option<String>) -> Self {
        let t = &m.reason.told;
        if let Some(name) = name {
            self.facts.insert(0, Fact::new(t.why, name));
        }
        self.more = Some(t.more);
        self
    }

    /// For the timeline.
    pub(in crate::web) fn in_a_line(&self) -> String {
        let parts: Vec<String> = self.facts.iter().map(|fact| fact.lines.join("; ")).collect();
        parts.join(" – ")
    }
}
