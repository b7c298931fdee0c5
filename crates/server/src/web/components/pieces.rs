//! Small pieces that are only shown: error summary, stages, time left, breadcrumb, pager.

use crate::messages::Messages;
use askama::Template;
use askama::filters::HtmlSafe;

/// The summary above a form: each fault links to its field.
#[derive(Debug, Template)]
#[template(path = "components/errors.html")]
pub struct Errors {
    m: &'static Messages,
    /// Id of the field, and the sentence.
    list: Vec<(String, String)>,
}

impl Errors {
    /// What is wrong among these fields.
    pub fn of<'a>(m: &'static Messages, fields: impl IntoIterator<Item = &'a super::Field>) -> Self {
        Self { m, list: fields.into_iter().filter_map(super::Field::fault).collect() }
    }

    /// From pairs of field id and sentence; empty shows nothing.
    #[must_use]
    pub const fn new(m: &'static Messages, list: Vec<(String, String)>) -> Self {
        Self { m, list }
    }
}

/// How far a dossier has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Nộp.
    Submitted,
    /// Tiếp nhận.
    Accepted,
    /// Xử lý.
    Processing,
    /// Kết quả.
    Result,
}

#[derive(Debug)]
struct StageView {
    class: &'static str,
    text: &'static str,
    spoken: &'static str,
}

/// The stepped line of a dossier: nộp → tiếp nhận → xử lý → kết quả.
#[derive(Debug, Template)]
#[template(path = "components/stages.html")]
pub struct Stages {
    m: &'static Messages,
    stages: Vec<StageView>,
}

impl Stages {
    /// With everything before `now` done; `finished` marks also `now` as done.
    #[must_use]
    pub fn new(m: &'static Messages, now: Stage, finished: bool) -> Self {
        let texts = &m.common.stage;
        let stages = [
            (Stage::Submitted, texts.submitted),
            (Stage::Accepted, texts.accepted),
            (Stage::Processing, texts.processing),
            (Stage::Result, texts.result),
        ]
        .map(|(stage, text)| {
            let (class, spoken) = if stage < now || (finished && stage == now) {
                ("done", m.common.step_done)
            } else if stage == now {
                ("now", m.common.step_now)
            } else {
                ("later", m.common.step_later)
            };
            StageView { class, text, spoken }
        });
        Self { m, stages: stages.into() }
    }
}

/// What a tag means; shown by colour, drawing and words together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// In good time, or well done.
    Good,
    /// Soon due.
    Warn,
    /// Overdue or refused.
    Late,
    /// The clock stands, or does not matter.
    Calm,
    /// There is no clock any more: the matter is settled.
    Done,
}

impl Tone {
    /// The CSS class of a tag or table row.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Late => "late",
            Self::Calm | Self::Done => "calm",
        }
    }
}

/// A tag that says how much time is left.
#[derive(Debug, Clone, Template)]
#[template(path = "components/time_left.html")]
pub struct TimeLeft {
    /// The colour.
    pub tone: Tone,
    text: String,
}

impl TimeLeft {
    /// A tag with its own words.
    pub fn of(tone: Tone, text: impl Into<String>) -> Self {
        Self { tone, text: text.into() }
    }
}

/// Where a page stands: links above it, then its own name.
#[derive(Debug, Template)]
#[template(path = "components/crumbs.html")]
pub struct Crumbs {
    m: &'static Messages,
    links: Vec<(String, String)>,
    here: String,
}

impl Crumbs {
    /// From addresses with their names, and the page's own name. Begins at the home page.
    pub fn new(m: &'static Messages, above: Vec<(String, String)>, here: impl Into<String>) -> Self {
        let mut links = vec![("/".to_owned(), m.common.nav.home.to_owned())];
        links.extend(above);
        Self { m, links, here: here.into() }
    }
}

/// "Next" under a list that goes on, by cursor.
#[derive(Debug, Template)]
#[template(path = "components/pager.html")]
pub struct Pager {
    m: &'static Messages,
    first: String,
    at_start: bool,
    next: Option<String>,
}

impl Pager {
    /// `first` is the list's own address; `next` the address after the last row shown.
    #[must_use]
    pub const fn new(m: &'static Messages, first: String, at_start: bool, next: Option<String>) -> Self {
        Self { m, first, at_start, next }
    }
}

impl HtmlSafe for Errors {}
impl HtmlSafe for Stages {}
impl HtmlSafe for TimeLeft {}
impl HtmlSafe for Crumbs {}
impl HtmlSafe for Pager {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::VI;

    #[test]
    fn the_line_of_stages_tells_where_the_dossier_is() {
        let html = Stages::new(&VI, Stage::Processing, false).to_string();
        assert_eq!(html.matches("class=\"done\"").count(), 2);
        assert_eq!(html.matches("aria-current").count(), 1);
        assert_eq!(Stages::new(&VI, Stage::Result, true).to_string().matches("class=\"done\"").count(), 4);
    }
}
