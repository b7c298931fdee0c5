//! `…/chi-phi`: the compliance cost now and after, by the formula; the number of dossiers counted from the records.

use super::sheet::written;
use super::tried::{Tried, Wrong};
use super::{below, read_hundredths, read_money, records, review_url, typed_hundredths, typed_money};
use crate::messages::{Messages, ReviewCost, fill};
use crate::state::AppState;
use crate::web::components::{Crumbs, Errors, Field};
use crate::web::page::TokenInput;
use crate::web::signed_form::Fields;
use crate::web::{Page, Problem, SignedForm, problem};
use app::review::{ReviewRequest, ReviewView};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::review::{Burden, CostSheet, Counted, Hours, Method, OfficeDays, ReviewCommand, Task};

const FORM: &str = "chi-phi";
/// Tasks that the form has room for.
const TASKS: usize = 6;
/// The two sides: their prefix in names.
const SIDES: [&str; 2] = ["truoc", "sau"];

#[derive(Template)]
#[template(path = "review/cost.html")]
struct View {
    page: Page,
    t: &'static ReviewCost,
    crumbs: Crumbs,
    errors: Errors,
    token: TokenInput,
    version: i64,
    url: String,
    back: String,
    refusal: Option<String>,
    period: [Field; 2],
    counted: Option<(String, String)>,
    /// What was counted, carried along to be kept with the cost.
    hidden: Vec<(&'static str, String)>,
    fields: Vec<Field>,
    sides: Vec<(&'static str, Vec<Field>)>,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path((plan, procedure)): Path<(String, String)>,
    Query(asked): Query<records::Asked>,
) -> Result<Response, Problem> {
    let view = written(&page, &state, &plan, &procedure).await?;
    let counted = counted(&page, &state, (&plan, &procedure), &asked).await?;
    draw(page, &state, (&plan, &procedure), (&view, counted), &Tried::default())
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path((plan, procedure)): Path<(String, String)>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let view = written(&page, &state, &plan, &procedure).await?;
    let person = page.caller()?.clone();
    // The count is made again: what a form carries along is no count.
    let asked = records::Asked { tu: fields.text("tu"), den: fields.text("den") };
    let counted = counted(&page, &state, (&plan, &procedure), &asked).await?;
    let kept = counted.clone().or_else(|| view.review.cost.as_ref().and_then(|cost| cost.counted.clone()));
    let seen = fields.text("version").parse().ok();
    let wrong = match sheet(page.m, &fields, kept) {
        Ok(cost) => {
            let command = ReviewCommand::Reckon { cost: Box::new(cost) };
            let request = ReviewRequest { plan: plan.clone(), procedure: procedure.clone(), seen, command };
            match state.app.review_act(&person, request).await {
                Ok(_) => return Ok(Redirect::to(&review_url(&plan, &procedure)).into_response()),
                Err(error) => Wrong::of(page.m, error)?,
            }
        }
        Err(wrong) => wrong,
    };
    draw(page, &state, (&plan, &procedure), (&view, counted), &Tried::new(FORM.to_owned(), fields, wrong))
}

/// The dossiers of the days asked for; none where no days were.
async fn counted(
    page: &Page,
    state: &AppState,
    key: (&str, &str),
    asked: &records::Asked,
) -> Result<Option<Counted>, Problem> {
    let Some(period) = asked.period() else { return Ok(None) };
    let found = state.app.review_dossiers(page.caller()?, key, period, None, 0).await?;
    Ok(Some(Counted { from: period.from, to: period.to, unit: found.unit, dossiers: found.total }))
}

/// The cost sheet that a posted form makes, or the field that cannot be read.
fn sheet(m: &Messages, fields: &Fields, counted: Option<Counted>) -> Result<CostSheet, Wrong> {
    let number = |name: &str| Wrong::field(name, m.review.refusal.number);
    let money = |name: &str| read_money(&fields.text(name)).ok_or_else(|| number(name));
    let office_days = match fields.text("office_hours").as_str() {
        "" => OfficeDays::NotCounted,
        hours => match hours.parse() {
            Ok(hours_per_day @ 1..=24) => OfficeDays::Counted { hours_per_day },
            Ok(_) | Err(_) => return Err(number("office_hours")),
        },
    };
    let [before, after] = SIDES.map(|side| burden(m, fields, side));
    Ok(CostSheet {
        method: Method { hourly_income_vnd: money("income")?, office_days },
        income_source_vi: fields.text("income_source"),
        before: before?,
        after: after?,
        counted,
    })
}

fn burden(m: &Messages, fields: &Fields, side: &str) -> Result<Burden, Wrong> {
    let of = |name: &str| format!("{side}_{name}");
    let number = |name: &str| Wrong::field(name, m.review.refusal.number);
    let money = |name: String| read_money(&fields.text(&name)).ok_or_else(|| number(&name));
    let hundredths = |name: String| read_hundredths(&fields.text(&name)).ok_or_else(|| number(&name));
    let mut tasks = Vec::new();
    for index in 1..=TASKS {
        let of = |name: &str| of(&format!("{name}{index}"));
        let name_vi = fields.text(&of("task"));
        if name_vi.is_empty() && fields.text(&of("hours")).is_empty() && fields.text(&of("outsourced")).is_empty() {
            continue;
        }
        if name_vi.is_empty() {
            return Err(Wrong::field(&of("task"), m.review.refusal.text_missing));
        }
        let income = money(of("income"))?;
        tasks.push(Task {
            name_vi,
            hours: Hours { hundredths: hundredths(of("hours"))? },
            hourly_income_vnd: (income > 0).then_some(income),
            outsourced_vnd: money(of("outsourced"))?,
        });
    }
    Ok(Burden {
        tasks,
        fees_vnd: money(of("fees"))?,
        office_days_hundredths: hundredths(of("days"))?,
        times_per_year: money(of("times"))?,
        subjects_per_year: money(of("subjects"))?,
    })
}

fn draw(
    page: Page,
    state: &AppState,
    (plan, procedure): (&str, &str),
    (view, counted): (&ReviewView, Option<Counted>),
    tried: &Tried,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.review.cost);
    let url = review_url(plan, procedure);
    let stored = view.review.cost.as_ref();
    let fields = general(m, tried, stored);
    let titles = [t.before, t.after];
    let sides: Vec<(&'static str, Vec<Field>)> = SIDES
        .into_iter()
        .zip(titles)
        .map(|(side, title)| (title, side_fields(m, tried, side, stored, counted.as_ref())))
        .collect();
    let errors = Errors::of(m, fields.iter().chain(sides.iter().flat_map(|(_, fields)| fields)));
    let asked = counted.as_ref().map(|counted| (counted.from, counted.to));
    let shown = View {
        crumbs: below(m, plan, procedure, t.title),
        errors,
        token: page.token(),
        version: view.review.version,
        period: records::period_fields(m, asked, page.today),
        hidden: asked.map(|(from, to)| vec![("tu", from.to_string()), ("den", to.to_string())]).unwrap_or_default(),
        counted: counted.map(|counted| {
            let days = format!("tu={}&den={}", counted.from, counted.to);
            (records::counted_sentence(m, state, &counted, page.today), format!("{url}/ho-so?{days}"))
        }),
        url: format!("{url}/chi-phi"),
        back: url,
        refusal: tried.wrong.refusal.clone(),
        fields,
        sides,
        t,
        page,
    };
    let status = if tried.is_any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    problem::show_with(status, &shown)
}

fn general(m: &'static Messages, tried: &Tried, stored: Option<&CostSheet>) -> Vec<Field> {
    let t = &m.review.cost;
    let line = |name: &str, label: &str, stored: &str| tried.line(m, FORM, (name, label), stored);
    let hours = stored.map_or(String::new(), |cost| match cost.method.office_days {
        OfficeDays::NotCounted => String::new(),
        OfficeDays::Counted { hours_per_day } => hours_per_day.to_string(),
    });
    let income = stored.map_or(0, |cost| cost.method.hourly_income_vnd);
    vec![
        line("income", t.income, &typed_money(income)).short().digits(),
        line("income_source", t.income_source, stored.map_or("", |cost| cost.income_source_vi.as_str())),
        line("office_hours", t.office_hours, &hours).short().digits().optional().hint(t.office_hours_hint),
    ]
}

fn side_fields(
    m: &'static Messages,
    tried: &Tried,
    side: &str,
    stored: Option<&CostSheet>,
    counted: Option<&Counted>,
) -> Vec<Field> {
    let t = &m.review.cost;
    let burden = stored.map(|cost| if side == SIDES[0] { &cost.before } else { &cost.after });
    let line = |name: String, label: &str, stored: String| tried.line(m, FORM, (&name, label), &stored);
    let mut fields = Vec::new();
    for index in 1..=TASKS {
        let task = burden.and_then(|burden| burden.tasks.get(index.saturating_sub(1)));
        let label = fill(t.task_name, &[("number", &index)]);
        let of = |text: &str| format!("{label}: {}", text.to_lowercase());
        let name = |name: &str| format!("{side}_{name}{index}");
        let (hours, outsourced) = task.map_or((0, 0), |task| (task.hours.hundredths, task.outsourced_vnd));
        let income = task.and_then(|task| task.hourly_income_vnd).unwrap_or(0);
        fields.push(line(name("task"), &label, task.map_or(String::new(), |task| task.name_vi.clone())).optional());
        fields.push(
            line(name("hours"), &of(t.task_hours), typed_hundredths(hours)).short().optional().hint(t.hours_hint),
        );
        fields.push(line(name("income"), &of(t.task_income), typed_money(income)).short().digits().optional());
        fields.push(
            line(name("outsourced"), &of(t.task_outsourced), typed_money(outsourced)).short().digits().optional(),
        );
    }
    let of = |name: &str| format!("{side}_{name}");
    let number = |of: fn(&Burden) -> u64| burden.map_or(0, of);
    let subjects = counted.map_or_else(|| number(|burden| burden.subjects_per_year), |counted| counted.dossiers);
    let times = match number(|burden| burden.times_per_year) {
        0 => 1,
        times => times,
    };
    let days = burden.map_or(0, |burden| burden.office_days_hundredths);
    fields.push(
        line(of("fees"), t.fees_field, typed_money(number(|burden| burden.fees_vnd))).short().digits().optional(),
    );
    fields.push(line(of("days"), t.office_days, typed_hundredths(days)).short().optional().hint(t.hours_hint));
    fields.push(line(of("times"), t.times, times.to_string()).short().digits());
    fields.push(line(of("subjects"), t.subjects, subjects.to_string()).short().digits());
    fields
}
