//! What the burden check finds in a version: listed with where and why, mended or kept on a clause before it is checked.

use super::{act, record_of, revision, revision_url};
use crate::messages::{BurdenPage, Messages, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::account::done_at;
use crate::web::components::{Control, Field};
use crate::web::{Page, Problem, SignedForm, format};
use act::Tried;
use app::ActError;
use app::registry::{RecordView, RegistryRequest};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::RegistryAction;
use domain::burden::{Finding, Place, Severity};
use domain::dataset::Content;
use domain::procedure::MoneyKind;
use domain::registry::{Command, RevisionState};

/// Most findings named in a sentence that refuses an act; the page lists all of them.
const NAMED_MAX: usize = 10;

/// One finding as pages show it.
pub(super) struct FindingRow {
    /// Its key, to be ticked; none where it cannot be accepted here and now.
    pub(super) key: Option<String>,
    pub(super) place: String,
    pub(super) sentence: String,
    /// The text on which the rule rests.
    pub(super) basis: String,
    /// Where the part is written; none for who may not write.
    pub(super) edit: Option<String>,
    /// On which clause, by whom and when it was accepted.
    pub(super) accepted: Option<String>,
    /// Its key, where its acceptance can be taken back.
    pub(super) withdraw: Option<String>,
}

/// Everything that was found in one version.
pub(super) struct FindingList {
    pub(super) t: &'static BurdenPage,
    pub(super) summary: String,
    pub(super) stops: Vec<FindingRow>,
    pub(super) warnings: Vec<FindingRow>,
    /// The form that accepts ticked findings: its address, the refusal, and the field of the clause.
    pub(super) accept: Option<(String, Option<String>, Field)>,
    pub(super) withdraw_url: String,
    /// Whether there is something to send.
    pub(super) is_form: bool,
}

impl FindingList {
    /// Fields whose faults stand in the summary of the page.
    pub(super) fn fields(&self) -> impl Iterator<Item = &Field> {
        self.accept.iter().map(|(_, _, field)| field)
    }
}

/// The findings of a revision as its pages show them. Where `tried` is none, nothing can be accepted on the page.
pub(super) async fn list(
    page: &Page,
    state: &AppState,
    (id, number): (&str, u32),
    view: &RecordView,
    tried: Option<&Tried>,
) -> Result<FindingList, Problem> {
    let m = page.m;
    let revision = view.record.revisions.get(&number).ok_or(Problem::NotFound)?;
    let findings = state.app.revision_findings(view, number).await?;
    let content = view.content(number)?;
    let url = revision_url(id, number);
    let may_accept =
        tried.is_some() && revision.state == RevisionState::Draft && view.actions.contains(&RegistryAction::Accept);
    let writes = revision.state.is_in_work() && view.actions.contains(&RegistryAction::Save);
    let rules = state.app.catalogue().burden.on(page.today);
    let row = |finding: &Finding| {
        let key = finding.key();
        let is_own = revision.acceptance_of(finding).is_some();
        let accepted = finding.accepted.as_ref().map(|accepted| {
            let (t, clause, name) = (&m.burden.page, &accepted.clause_vi, &accepted.accepted_by);
            match view.accepted_at(number, &key).filter(|_| is_own) {
                Some(at) => {
                    let at = format::moment(m, state.app.zone().civil(at));
                    fill(t.accepted, &[("clause", clause), ("name", name), ("at", &at)])
                }
                None => fill(t.accepted_by_rules, &[("clause", clause), ("name", name)]),
            }
        });
        FindingRow {
            place: sentences::burden_place(m, &finding.place),
            sentence: sentences::burden_finding(m, finding),
            basis: rules.setting(finding.kind.code()).map(|setting| setting.basis_vi.clone()).unwrap_or_default(),
            edit: writes.then(|| edit_url(&url, &finding.place, &content)),
            accepted,
            withdraw: (is_own && may_accept).then(|| key.clone()),
            key: (finding.is_open_stop() && may_accept).then_some(key),
        }
    };
    let of = |severity: Severity| findings.iter().filter(move |finding| finding.severity == severity);
    let open = findings.iter().filter(|finding| finding.is_open_stop()).count();
    let mut stops: Vec<FindingRow> = of(Severity::Stop).map(row).collect();
    stops.sort_by_key(|row| row.accepted.is_some());
    let warnings: Vec<FindingRow> = of(Severity::Warning).map(row).collect();
    let kept = stops.len().saturating_sub(open);
    let summary = fill(m.burden.page.summary, &[("open", &open), ("kept", &kept), ("warnings", &warnings.len())]);
    let accept = tried.filter(|_| may_accept && open > 0).map(|tried| accept_form(m, &url, tried));
    Ok(FindingList {
        is_form: accept.is_some() || stops.iter().any(|row| row.withdraw.is_some()),
        t: &m.burden.page,
        summary,
        stops,
        warnings,
        accept,
        withdraw_url: format!("{url}/thoi-chap-nhan"),
    })
}

fn accept_form(m: &'static Messages, url: &str, tried: &Tried) -> (String, Option<String>, Field) {
    let t = &m.burden.page;
    let mine = tried.action == Some(RegistryAction::Accept);
    let wrong = tried.wrong.as_ref().filter(|(field, _)| mine && *field == "clause");
    let field = Field::new(m, "clause", t.clause)
        .id("f-accept-clause")
        .kind(Control::Area)
        .hint(t.clause_hint)
        .max_length(2000)
        .value(if mine { tried.fields.text("clause") } else { String::new() })
        .error(wrong.map(|(_, sentence)| sentence.clone()));
    (format!("{url}/chap-nhan"), tried.refusal.clone().filter(|_| mine), field)
}

/// Keeps the ticked findings on a clause.
pub(super) async fn accept(
    page: Page,
    State(state): State<AppState>,
    Path((id, number)): Path<(String, String)>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let number = super::number(&number)?;
    let findings = fields.all("finding").map(str::to_owned).collect();
    let command = Command::Accept { number, findings, clause: fields.text("clause") };
    let seen = fields.text("version").parse().ok();
    let request = RegistryRequest { procedure: id.clone(), seen, command };
    match state.app.registry_act(page.caller()?, request).await {
        Ok(_) => Ok(done(&state, &id, number)),
        Err(ActError::Registry(refusal)) => {
            let (refusal, wrong) = act::wrong(page.m, &refusal);
            let tried = Tried { action: Some(RegistryAction::Accept), fields, refusal, wrong };
            revision::page_of(page, &state, &id, number, tried).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Takes an acceptance back.
pub(super) async fn withdraw(
    page: Page,
    State(state): State<AppState>,
    Path((id, number)): Path<(String, String)>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let number = super::number(&number)?;
    let (person, _) = record_of(&page, &state, &id).await?;
    let command = Command::Withdraw { number, finding: fields.text("withdraw") };
    let request = RegistryRequest { procedure: id.clone(), seen: fields.text("version").parse().ok(), command };
    state.app.registry_act(person, request).await?;
    Ok(done(&state, &id, number))
}

fn done(state: &AppState, id: &str, number: u32) -> Response {
    done_at(state, &format!("{}#ra-soat", revision_url(id, number)))
}

/// The open findings for which an act was refused, by name.
pub(super) async fn open_named(
    m: &Messages,
    state: &AppState,
    view: &RecordView,
    number: u32,
) -> Result<String, Problem> {
    let findings = state.app.revision_findings(view, number).await?;
    let open: Vec<&Finding> = findings.iter().filter(|finding| finding.is_open_stop()).collect();
    let named = open.iter().take(NAMED_MAX).map(|finding| sentences::burden_named(m, finding));
    let mut named: Vec<String> = named.collect();
    if let Some(more @ 1..) = open.len().checked_sub(NAMED_MAX) {
        named.push(fill(m.burden.page.and_more, &[("count", &more)]));
    }
    Ok(fill(m.burden.page.refused, &[("count", &open.len()), ("list", &named.join("; "))]))
}

/// Where a part is written; of what no page writes, the file of the version.
fn edit_url(url: &str, place: &Place, content: &Content) -> String {
    let part = |name: &str, index: usize| format!("{url}/sua/{name}/{index}");
    let list = |name: &str| format!("{url}#{name}");
    let sections = || content.form.iter().flat_map(|form| form.sections.iter().enumerate());
    let found = match place {
        Place::Name
        | Place::EnglishName
        | Place::Summary
        | Place::Conditions
        | Place::Results
        | Place::Result { .. } => Some(part("chung", 0)),
        Place::Papers => Some(list("giay-to")),
        Place::Paper { id } => {
            let mut papers = content.procedure.components.iter();
            papers.position(|paper| paper.id == *id).map(|index| part("giay-to", index))
        }
        Place::Fee { index } => fee(content, *index).map(|(name, index)| part(name, index)),
        Place::Steps | Place::Step { .. } => Some(list("cac-buoc")),
        Place::Promise { .. } | Place::Workflow { .. } => None,
        Place::Form => Some(part("bieu-mau", 0)),
        Place::Section { id } => {
            sections().find(|(_, section)| section.id == *id).map(|(index, _)| part("phan", index))
        }
        Place::Field { id } => sections().find_map(|(at, section)| {
            let index = section.fields.iter().position(|field| field.id == *id)?;
            Some(part(&format!("cau-hoi-{at}"), index))
        }),
    };
    found.unwrap_or_else(|| format!("{url}/tep"))
}

/// Fees and charges stand in one list of the record and in two lists on the page.
fn fee(content: &Content, index: usize) -> Option<(&'static str, usize)> {
    let money = &content.procedure.money;
    let kind = money.get(index)?.kind;
    let name = match kind {
        MoneyKind::Charge => "phi",
        MoneyKind::Fee => "le-phi",
    };
    Some((name, money.iter().take(index).filter(|other| other.kind == kind).count()))
}
