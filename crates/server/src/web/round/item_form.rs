//! The forms of one item: what the unit claims, the appraisal, the question, the explanation, the survey.

use super::sheet::writes;
use crate::messages::{Messages, fill};
use crate::sentences;
use crate::web::components::{Control, Field, FormChoice};
use crate::web::review::tried::Tried;
use crate::web::upload;
use app::round::SheetView;
use domain::access::RoundAction;
use domain::procedure::FileKind;
use domain::round::{Evidence, Item, RoundState};
use domain::scorecard::{Criterion, ScoreRule, value_headings};
use jiff::civil::Date;

/// Name of the inputs of files.
pub(super) const FILE: &str = "file";
/// Name of the boxes that keep files.
pub(super) const KEEP: &str = "giu";
/// What stands before the names of values.
pub(super) const VALUE: &str = "v.";

/// One form.
pub(super) struct ItemForm {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) button: &'static str,
    pub(super) refusal: Option<String>,
    /// Files that stay: hash and what is read.
    pub(super) kept: Vec<(String, String)>,
    pub(super) fields: Vec<Field>,
    /// A second button that goes on to the next item.
    pub(super) goes_on: bool,
}

/// The forms of what can be done with an item now, and only those.
pub(super) fn forms(
    m: &'static Messages,
    view: &SheetView,
    leaf: &Criterion,
    today: Date,
    tried: &Tried,
) -> Vec<ItemForm> {
    let t = &m.round.item;
    let none = Item::default();
    let item = view.sheet.items.get(&leaf.code).unwrap_or(&none);
    let is_survey = matches!(leaf.rule, Some(ScoreRule::Survey { .. }));
    let appraises = view.actions.contains(&RoundAction::Appraise);
    let explains = view.round.state == RoundState::Explanation
        && view.round.due.is_none_or(|due| today <= due)
        && item.question.is_some()
        && view.actions.contains(&RoundAction::FillIn);
    let mut forms = Vec::new();
    let form = |name, title, kept, fields| ItemForm {
        name,
        title,
        button: title,
        refusal: tried.wrong.refusal.clone().filter(|_| tried.form == name),
        kept,
        fields,
        goes_on: false,
    };
    if writes(view, today) && !is_survey {
        let kept = kept(m, item.claim.as_ref().map_or(&[], |claim| &claim.evidence));
        let claimed = form("khai", t.save, kept, claim_fields(m, leaf, item, tried));
        forms.push(ItemForm { goes_on: true, ..claimed });
    }
    if appraises && !is_survey && takes_marks(view.round.state) {
        forms.push(form("cham", t.appraise, Vec::new(), appraisal_fields(m, leaf, item, tried)));
    }
    if appraises && !is_survey && view.round.state == RoundState::FirstAppraisal && item.question.is_none() {
        let question = tried.line(m, "hoi", ("question", t.question), "").kind(Control::Area);
        forms.push(form("hoi", t.ask, Vec::new(), vec![question]));
    }
    if explains {
        let given = item.explanation.as_ref();
        let text = given.map_or("", |explanation| explanation.text.as_str());
        let kept = kept(m, given.map_or(&[], |explanation| &explanation.evidence));
        let fields = vec![
            tried.line(m, "giai-trinh", ("text", t.text), text).kind(Control::Area),
            files(m, "giai-trinh", tried),
        ];
        forms.push(form("giai-trinh", t.explain, kept, fields));
    }
    if appraises && is_survey && (takes_marks(view.round.state) || view.round.state == RoundState::Explanation) {
        let values = item.survey.as_ref().map(|survey| &survey.values);
        let known = |heading: &String| values.and_then(|values| values.get(heading)).map_or("", String::as_str);
        let fields = value_headings(leaf).into_iter().map(|heading| {
            let label = fill(t.value, &[("name", &heading)]);
            tried
                .line(m, "khao-sat", (&format!("{VALUE}{heading}"), &label), known(&heading))
                .short()
                .digits()
                .optional()
        });
        forms.push(form("khao-sat", t.survey, Vec::new(), fields.collect()));
    }
    forms
}

/// Whether appraisers give marks in this state.
const fn takes_marks(state: RoundState) -> bool {
    match state {
        RoundState::FirstAppraisal | RoundState::SecondAppraisal | RoundState::Correction => true,
        RoundState::Draft
        | RoundState::SelfAssessment
        | RoundState::Explanation
        | RoundState::Computed
        | RoundState::Approved
        | RoundState::Published => false,
    }
}

fn kept(m: &Messages, evidence: &[Evidence]) -> Vec<(String, String)> {
    let text = |file: &Evidence| fill(m.round.item.keep, &[("name", &file.name)]);
    evidence.iter().map(|file| (file.sha256.clone(), text(file))).collect()
}

fn files(m: &'static Messages, form: &str, tried: &Tried) -> Field {
    let t = &m.round.item;
    let kind = Control::Files(upload::accept(&FileKind::DEFAULT));
    tried.line(m, form, (FILE, t.evidence), "").kind(kind).max_length(0).hint(t.evidence_hint).optional()
}

fn claim_fields(m: &'static Messages, leaf: &Criterion, item: &Item, tried: &Tried) -> Vec<Field> {
    let t = &m.round.item;
    let claim = item.claim.clone().unwrap_or_default();
    let mut fields: Vec<Field> = value_headings(leaf)
        .into_iter()
        .map(|heading| {
            let name = format!("{VALUE}{heading}");
            let stored = claim.values.get(&heading).map_or("", String::as_str);
            value_field(m, leaf, (&name, &heading), stored, tried)
        })
        .collect();
    let ticked = if claim.not_applicable { "1" } else { "" };
    fields.push(tried.line(m, "khai", ("not_applicable", t.not_applicable), ticked).kind(Control::Tick));
    if item.known.is_some() {
        fields.push(tried.line(m, "khai", ("over_reason", t.over_reason), &claim.over_reason).optional());
    }
    let note = tried.line(m, "khai", ("note", t.note), &claim.note).kind(Control::Area).hint(t.note_hint).optional();
    fields.push(note);
    fields.push(files(m, "khai", tried));
    fields
}

fn value_field(
    m: &'static Messages,
    leaf: &Criterion,
    (name, heading): (&str, &str),
    stored: &str,
    tried: &Tried,
) -> Field {
    let t = &m.round.item;
    let label = fill(t.value, &[("name", &heading)]);
    let line = |label: &str| tried.line(m, "khai", (name, label), stored).max_length(200).optional();
    match &leaf.rule {
        Some(ScoreRule::Choice { answers, .. }) => {
            let choices = answers.iter().map(|answer| FormChoice::new(answer.answer.clone(), answer.answer.clone()));
            line(&label).kind(Control::Radio(choices.collect()))
        }
        Some(ScoreRule::YesNo { .. }) => {
            // The values are those of the rule; what is read is in the reader's language.
            let choices = vec![FormChoice::new("co", t.yes), FormChoice::new("khong", t.no)];
            line(&label).kind(Control::Radio(choices))
        }
        Some(ScoreRule::Given) | None => line(t.points).short(),
        Some(
            ScoreRule::Steps { .. }
            | ScoreRule::Ratio { .. }
            | ScoreRule::Count { .. }
            | ScoreRule::Deduction { .. }
            | ScoreRule::Survey { .. }
            | ScoreRule::Formula { .. }
            | ScoreRule::Outcome { .. },
        ) => line(&label).short(),
    }
}

fn appraisal_fields(m: &'static Messages, leaf: &Criterion, item: &Item, tried: &Tried) -> Vec<Field> {
    let t = &m.round.item;
    let before = item.appraised().map(|appraisal| appraisal.mark);
    let before = before.or_else(|| item.claim.as_ref().and_then(|claim| claim.mark));
    let stored = before.and_then(domain::round::Mark::points).map(|points| sentences::points(m, points));
    let maximum = sentences::decimal(m, leaf.maximum().unwrap_or_default());
    vec![
        tried
            .line(m, "cham", ("points", t.points), &stored.unwrap_or_default())
            .short()
            .hint(fill(t.points_hint, &[("maximum", &maximum)]))
            .optional(),
        tried.line(m, "cham", ("reason", t.reason), "").kind(Control::Area).hint(t.reason_hint).optional(),
    ]
}
