//! `/can-bo/tra-ket-qua/{code}`: how the result of a dossier was delivered, noted by the clerk of its desk.

use crate::messages::{DeskDelivery, Messages, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::account::done_at;
use crate::web::components::{Control, Crumbs, Errors, Field, FormChoice};
use crate::web::page::TokenInput;
use crate::web::signed_form::Fields;
use crate::web::{Page, Problem, SignedForm, format, problem};
use app::ActError;
use app::desk::{DeliveryLine, DeliveryRequest, DeliveryView, Handed};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::desk::{Authorisation, DeliveryState, DeliveryWay, Posting, Receiver, Refusal};

struct Row {
    way: &'static str,
    at: String,
    state: &'static str,
    changed: Option<String>,
    handed: Vec<String>,
}

#[derive(Default)]
struct Tried {
    fields: Fields,
    wrong: Option<(&'static str, String)>,
    refusal: Option<String>,
}

#[derive(Template)]
#[template(path = "desk/delivery.html")]
struct View {
    page: Page,
    t: &'static DeskDelivery,
    crumbs: Crumbs,
    heading: String,
    errors: Errors,
    refusal: Option<String>,
    url: String,
    version: i64,
    token: TokenInput,
    rows: Vec<Row>,
    has_result: bool,
    /// What the carrier may say next.
    advance: Option<Field>,
    way: Option<Field>,
    person: Vec<Field>,
    paper: Vec<Field>,
    post: Vec<Field>,
}

impl View {
    fn heading(&self) -> &str {
        &self.heading
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path(code): Path<String>,
) -> Result<Response, Problem> {
    let person = page.caller()?.clone();
    let view = state.app.deliveries(&person, &code).await?;
    draw(page, &view, Tried::default())
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path(code): Path<String>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let person = page.caller()?.clone();
    let seen = fields.text("version").parse().ok();
    let (wrong, refusal) = match request(page.m, &fields) {
        Err(wrong) => (Some(wrong), None),
        Ok(request) => match state.app.note_delivery(&person, &code, seen, request).await {
            Ok(_) => {
                return Ok(done_at(&state, &format!("/can-bo/tra-ket-qua/{code}")));
            }
            Err(ActError::Desk(refusal)) => {
                let sentence = sentences::desk_refusal(page.m, refusal);
                match refusal {
                    Refusal::Missing(field) | Refusal::Malformed(field) | Refusal::DayToCome(field) => {
                        (Some((field, sentence)), None)
                    }
                    _other => (None, Some(sentence)),
                }
            }
            Err(other) => return Err(other.into()),
        },
    };
    let view = state.app.deliveries(&person, &code).await?;
    draw(page, &view, Tried { fields, wrong, refusal })
}

/// What the form asks for, or the field that cannot be read.
fn request(m: &Messages, fields: &Fields) -> Result<DeliveryRequest, (&'static str, String)> {
    if fields.has("to") {
        let to = DeliveryState::from_name(&fields.text("to"));
        return to.map(DeliveryRequest::Advance).ok_or_else(|| ("to", m.desk.refusal.missing.to_owned()));
    }
    let way = DeliveryWay::from_name(&fields.text("way"));
    let receiver = |authorisation| {
        let (name, identity_number) = (fields.text("name"), fields.text("identity_number"));
        DeliveryRequest::HandOver(Receiver { name, identity_number, authorisation })
    };
    match way {
        None => Err(("way", m.desk.refusal.missing.to_owned())),
        Some(DeliveryWay::Applicant) => Ok(receiver(None)),
        Some(DeliveryWay::Electronic) => Ok(DeliveryRequest::Provide),
        Some(DeliveryWay::Post) => {
            let (carrier, tracking_number) = (fields.text("carrier"), fields.text("tracking_number"));
            Ok(DeliveryRequest::Send(Posting { carrier, tracking_number }))
        }
        Some(DeliveryWay::Authorised) => {
            let date = format::read_day(&fields.text("authorisation_date"));
            let date = date.ok_or_else(|| ("authorisation_date", m.common.field.bad_date.to_owned()))?;
            let (number, certified_by) = (fields.text("authorisation_number"), fields.text("certified_by"));
            Ok(receiver(Some(Authorisation { number, date, certified_by })))
        }
    }
}

fn draw(page: Page, view: &DeliveryView, tried: Tried) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.desk.delivery);
    let field = |name: &'static str, label: &'static str| {
        let wrong = tried.wrong.as_ref().filter(|(wrong, _)| *wrong == name).map(|(_, sentence)| sentence.clone());
        Field::new(m, name, label).value(tried.fields.text(name)).error(wrong).max_length(200)
    };
    let last = view.lines.last().map(|line| line.state);
    let next = last.map_or(&[][..], DeliveryState::followed_by);
    let states = next.iter().map(|state| FormChoice::new(state.name(), sentences::delivery_state(m, *state)));
    let advance =
        (!next.is_empty()).then(|| field("to", t.state).kind(Control::Choice(states.collect())).max_length(0));
    let is_new = view.has_result && last.is_none_or(|state| state == DeliveryState::Returned);
    let ways = DeliveryWay::ALL.map(|way| FormChoice::new(way.name(), sentences::delivery_way(m, way)));
    let way = is_new.then(|| field("way", t.way).kind(Control::Radio(ways.into())));
    let person = vec![field("name", t.name).optional(), field("identity_number", t.identity_number).optional().short()];
    let paper = vec![
        field("authorisation_number", t.authorisation_number).optional(),
        field("authorisation_date", t.authorisation_date).optional().short(),
        field("certified_by", t.certified_by).optional(),
    ];
    let post = vec![field("carrier", t.carrier).optional(), field("tracking_number", t.tracking_number).optional()];
    let shown = advance.iter().chain(&way).chain(&person).chain(&paper).chain(&post);
    let errors = Errors::of(m, shown);
    let answer = if tried.wrong.is_some() || tried.refusal.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let dossier = fill(t.dossier, &[("code", &view.code)]);
    let view = View {
        crumbs: Crumbs::new(m, vec![(format!("/ho-so/{}", view.code), dossier)], m.desk.delivery.new),
        heading: fill(t.title, &[("code", &view.code)]),
        errors,
        refusal: tried.refusal,
        url: format!("/can-bo/tra-ket-qua/{}", view.code),
        version: view.version,
        token: page.token(),
        rows: view.lines.iter().map(|line| row(m, line)).collect(),
        has_result: view.has_result,
        advance,
        way,
        person,
        paper,
        post,
        t,
        page,
    };
    problem::show_with(answer, &view)
}

fn row(m: &Messages, line: &DeliveryLine) -> Row {
    let t = &m.desk.delivery;
    let handed = match (&line.handed, line.way) {
        (Some(Handed::To(receiver)), _) => {
            let who = [("name", &receiver.name as &dyn std::fmt::Display), ("number", &receiver.identity_number)];
            let paper = receiver.authorisation.as_ref().map(|paper| {
                let day = format::day(paper.date);
                fill(t.by_authorisation, &[("number", &paper.number), ("day", &day), ("by", &paper.certified_by)])
            });
            std::iter::once(fill(t.to_receiver, &who)).chain(paper).collect()
        }
        (Some(Handed::By(posting)), _) => {
            let by = [("carrier", &posting.carrier as &dyn std::fmt::Display), ("number", &posting.tracking_number)];
            vec![fill(t.by_carrier, &by)]
        }
        (None, DeliveryWay::Electronic) => Vec::new(),
        (None, DeliveryWay::Applicant | DeliveryWay::Authorised | DeliveryWay::Post) => vec![t.erased.to_owned()],
    };
    Row {
        way: sentences::delivery_way(m, line.way),
        at: format::moment(m, line.at),
        state: sentences::delivery_state(m, line.state),
        changed: (line.changed_at != line.at).then(|| fill(t.changed, &[("at", &format::moment(m, line.changed_at))])),
        handed,
    }
}
