//! A procedure's way from a draft to its day, and what becomes of dossiers and drafts that began before.

use std::sync::Arc;

use app::catalogue::version_name;
use app::dossier::ActionBody;
use app::draft::{DraftContent, Owner};
use app::identity::TokenPurpose;
use app::import::DataFile;
use app::registry::{RegistryDone, RegistryRequest, RevisionFilter};
use app::{ActError, App, FieldProblemKind};
use domain::access::Person;
use domain::burden::open_stops;
use domain::dataset::Content;
use domain::dossier::ActionKind;
use domain::eform::{Choices, Field, FieldKind, Form};
use domain::registry::{Command, Decision, Refusal, RevisionState, Standing};
use domain::time::{Date, Zone};
use store::DbError;
use store::registry::{self as rows, RevisionRow};

use crate::office::{Office, PROCEDURE, on_both};

on_both! {
    two_people_publish_a_version_for_a_later_day,
    a_draft_is_carried_over_and_a_dossier_keeps_its_version,
    nobody_approves_their_own_work_and_strangers_find_nothing,
    a_suspended_procedure_takes_no_dossiers,
    a_repealed_procedure_is_shown_and_takes_none,
    a_scheduled_version_takes_effect_on_its_day_without_anybody,
    a_changed_form_is_told_before_its_faults,
    an_import_leaves_the_versions_under_which_dossiers_run,
    verification_finds_what_was_written_past_the_acts,
    a_new_procedure_is_made_and_its_faults_are_named,
    a_stop_keeps_a_version_back_until_somebody_answers_for_it,
}

const CLAUSE: &str = "Nghị định 168/2025/NĐ-CP, Phụ lục III";

struct Registry {
    office: Office,
    editor: Arc<Person>,
    head: Arc<Person>,
}

impl Registry {
    async fn of(office: Office) -> Self {
        let mut people = Vec::new();
        for login in ["caicach", "lanhdao.tinh"] {
            let signed_in = office.app.sign_in(login, "motcua-demo").await.unwrap();
            let person = office.app.person_of_token(&signed_in.token, TokenPurpose::Browser).await.unwrap();
            people.push(person.unwrap());
        }
        let [editor, head] = people.try_into().unwrap();
        Self { office, editor, head }
    }

    async fn act(&self, person: &Person, command: Command) -> Result<RegistryDone, ActError> {
        let request = RegistryRequest { procedure: PROCEDURE.to_owned(), seen: None, command };
        self.office.app.registry_act(person, request).await
    }

    /// The content in force today.
    fn content(&self) -> (String, Content) {
        let catalogue = self.office.app.catalogue();
        let procedure = catalogue.procedure(PROCEDURE, self.office.app.today()).unwrap();
        (version_name(procedure), catalogue.content(procedure))
    }

    /// Opens a version with another name and one more question.
    async fn open(&self) -> RegistryDone {
        self.open_asking(false).await
    }

    async fn open_asking(&self, required: bool) -> RegistryDone {
        let (version, mut content) = self.content();
        content.procedure.name_vi.push_str(" (sửa đổi)");
        let form = content.form.as_mut().unwrap();
        form.sections[0].fields.push(Field { required, ..question("ly_do_thay_doi") });
        if required {
            // The examples in the form would lack the new answer.
            form.examples.clear();
        }
        let command = Command::Open { based_on: Some(version), content: content.to_value(), batch: None };
        self.act(&self.editor, command).await.unwrap()
    }

    /// The open stops of the revision in work, by their keys.
    async fn stops(&self) -> Vec<String> {
        let app = &self.office.app;
        let view = app.registry_record(&self.head, PROCEDURE).await.unwrap();
        open_stops(&app.revision_findings(&view, 1).await.unwrap())
    }

    /// Keeps on a clause whatever the burden check finds in the form; answers the version then.
    async fn accept_stops(&self) -> i64 {
        let accept = Command::Accept { number: 1, findings: self.stops().await, clause: CLAUSE.to_owned() };
        self.act(&self.editor, accept).await.unwrap().record.version
    }

    async fn publish(&self, valid_from: Date) -> Result<RegistryDone, ActError> {
        self.accept_stops().await;
        self.act(&self.head, Command::Check { number: 1 }).await?;
        self.act(&self.head, Command::Approve { number: 1 }).await?;
        self.act(&self.head, publish(valid_from)).await
    }
}

fn publish(valid_from: Date) -> Command {
    let decision = Decision { number: "2816/QĐ-UBND".to_owned(), date: day("2026-11-26") };
    Command::Publish { number: 1, valid_from, decision, short_notice: Some("thủ tục rút gọn".to_owned()) }
}

fn question(id: &str) -> Field {
    let mut form = Form::default_for(PROCEDURE);
    let mut field = form.sections[0].fields.remove(0);
    id.clone_into(&mut field.id);
    field.kind = FieldKind::Text;
    field.choices = Choices::Any;
    field.required = false;
    field
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

async fn two_people_publish_a_version_for_a_later_day(office: Office) {
    let registry = Registry::of(office).await;
    let app = &registry.office.app;
    let (before, _) = registry.content();
    assert_eq!(registry.open().await.revision, Some(1));
    let in_work = app.registry_list(&registry.head, RevisionState::Draft, None, 10).await.unwrap();
    assert_eq!(in_work.rows.len(), 1);
    assert!(in_work.rows[0].name.ends_with("(sửa đổi)"));
    for (text, found) in [("ho kinh doanh", 1), ("1.001612", 1), ("khai sinh", 0)] {
        let filter = RevisionFilter { state: RevisionState::Draft, text: text.to_owned() };
        assert_eq!(app.registry_list(&registry.head, filter, None, 10).await.unwrap().rows.len(), found, "{text}");
    }
    registry.publish(day("2026-12-15")).await.unwrap();

    let catalogue = app.catalogue();
    let on = |text| version_name(catalogue.procedure(PROCEDURE, day(text)).unwrap());
    assert_eq!(on("2026-12-14"), before);
    assert_eq!(on("2026-12-15"), "2026-12-15-r1");
    let scheduled = catalogue.procedure_version(PROCEDURE, "2026-12-15-r1").unwrap();
    assert!(scheduled.name_vi.ends_with("(sửa đổi)"));
    assert!(catalogue.form(scheduled).field("ly_do_thay_doi").is_some());
    assert!(catalogue.form_of_version(PROCEDURE, &before).field("ly_do_thay_doi").is_none());

    let view = app.registry_record(&registry.editor, PROCEDURE).await.unwrap();
    assert_eq!(view.record.revisions[&1].state, RevisionState::Published);
    let accepted = view.history.iter().filter(|line| line.event.name() == "finding_accepted").count();
    assert_eq!((view.history.len() - accepted, accepted), (5, 6));
    assert!(view.history.iter().all(|line| !line.actor.is_empty()));
    assert_eq!(app.verify(|_| ()).await.unwrap().difference, None);
}

async fn a_draft_is_carried_over_and_a_dossier_keeps_its_version(office: Office) {
    let registry = Registry::of(office).await;
    let app = &registry.office.app;
    let request = registry.office.request().await;
    let dossier = app.submit(Some(&registry.office.citizen), request.clone(), None).await.unwrap().dossier;
    let owner = || Owner::Person(&registry.office.citizen);
    let content = DraftContent {
        unit: request.unit.clone(),
        form: request.form.clone(),
        files: dossier.files.clone(),
        ..DraftContent::default()
    };
    let draft = app.draft_begin(owner(), PROCEDURE, content).await.unwrap();
    assert!(app.draft_change(&draft).is_none());

    registry.open().await;
    registry.publish(app.today()).await.unwrap();
    let kept = app.dossier(&registry.office.citizen, dossier.code.as_str()).await.unwrap().dossier;
    assert_eq!(kept.procedure_version, draft.procedure_version);
    let catalogue = app.catalogue();
    let of_dossier = catalogue.procedure_version(PROCEDURE, &kept.procedure_version).unwrap();
    assert!(!of_dossier.name_vi.ends_with("(sửa đổi)"));

    let change = app.draft_change(&draft).unwrap();
    assert_ne!(change.before.procedure.name_vi, change.now.procedure.name_vi);
    match app.draft_submit(owner(), &draft.code, request.clone()).await {
        Err(ActError::Invalid(problems)) => {
            assert_eq!(problems[0].kind, app::FieldProblemKind::ProcedureChanged);
        }
        other => panic!("{other:?}"),
    }
    let carried = app.draft_carry_over(owner(), draft.clone()).await.unwrap();
    assert_eq!(carried.procedure_version, version_name(&change.now.procedure));
    assert_eq!(carried.content.form, draft.content.form);
    assert_eq!(carried.content.files, draft.content.files);
    let submitted = app.draft_submit(owner(), &carried.code, request).await.unwrap().dossier;
    assert_eq!(submitted.procedure_version, carried.procedure_version);
    assert_eq!(app.verify(|_| ()).await.unwrap().difference, None);
}

async fn nobody_approves_their_own_work_and_strangers_find_nothing(office: Office) {
    let registry = Registry::of(office).await;
    let app = &registry.office.app;
    registry.open().await;
    let seen = registry.accept_stops().await;
    let check = Command::Check { number: 1 };
    let own = registry.act(&registry.editor, check.clone()).await;
    assert!(matches!(own, Err(ActError::Registry(Refusal::OwnWork))), "{own:?}");
    let approve = registry.act(&registry.editor, Command::Approve { number: 1 }).await;
    assert!(matches!(approve, Err(ActError::NotYours)), "{approve:?}");
    let write = registry.act(&registry.head, Command::Discard { number: 1, reason: "x".to_owned() }).await;
    assert!(matches!(write, Err(ActError::NotYours)), "{write:?}");
    for stranger in [&registry.office.citizen, &registry.office.leader, &registry.office.clerk] {
        assert!(matches!(app.registry_record(stranger, PROCEDURE).await, Err(ActError::NotFound)));
        assert!(matches!(app.registry_list(stranger, RevisionState::Draft, None, 5).await, Err(ActError::NotFound)));
        assert!(matches!(registry.act(stranger, check.clone()).await, Err(ActError::NotFound)));
        assert!(!app.may_see_registry(stranger));
    }
    let request = |seen, command| RegistryRequest { procedure: PROCEDURE.to_owned(), seen: Some(seen), command };
    let stale = app.registry_act(&registry.head, request(seen - 1, check.clone())).await;
    assert!(matches!(stale, Err(ActError::Stale { current }) if current == seen), "{stale:?}");
    app.registry_act(&registry.head, request(seen, check)).await.unwrap();
}

async fn a_suspended_procedure_takes_no_dossiers(office: Office) {
    let registry = Registry::of(office).await;
    let app = &registry.office.app;
    let (today, text) = (app.today(), || "Quyết định 1/QĐ-UBND".to_owned());
    let suspend = Command::Suspend { from: today, to: Some(today), reason: text(), legal_basis: text() };
    registry.act(&registry.head, suspend).await.unwrap();
    let request = registry.office.request().await;
    match app.submit(Some(&registry.office.citizen), request, None).await {
        Err(ActError::Invalid(problems)) => {
            assert_eq!(problems[0].kind, app::FieldProblemKind::ProcedureClosed);
        }
        other => panic!("{other:?}"),
    }
    assert!(matches!(app.catalogue().standing(PROCEDURE, today), Standing::Suspended { .. }));
    assert!(app.catalogue().standing(PROCEDURE, today.tomorrow().unwrap()).takes_dossiers());
}

/// The one fault for which the request was refused.
fn fault<T: std::fmt::Debug>(answer: Result<T, ActError>) -> FieldProblemKind {
    match answer {
        Err(ActError::Invalid(problems)) if problems.len() == 1 => problems[0].kind.clone(),
        other => panic!("{other:?}"),
    }
}

fn set_clock(app: &App, civil: &str) {
    app.clock().set(Zone::HO_CHI_MINH.instant(civil.parse().unwrap()));
}

async fn a_repealed_procedure_is_shown_and_takes_none(office: Office) {
    let registry = Registry::of(office).await;
    let app = &registry.office.app;
    let owner = || Owner::Person(&registry.office.citizen);
    let request = registry.office.request().await;
    let before = app.submit(Some(&registry.office.citizen), request.clone(), None).await.unwrap().dossier;
    let draft = app.draft_begin(owner(), PROCEDURE, DraftContent::default()).await.unwrap();
    let repeal = Command::Repeal {
        from: day("2026-12-01"),
        legal_basis: "Quyết định 1/QĐ-UBND".to_owned(),
        replaced_by: Some("2.000720".to_owned()),
    };
    registry.act(&registry.head, repeal).await.unwrap();
    set_clock(app, "2026-11-30T16:59:00");
    app.submit(Some(&registry.office.citizen), request.clone(), None).await.unwrap();
    set_clock(app, "2026-12-01T00:00:00");
    let closed = FieldProblemKind::ProcedureClosed;
    assert_eq!(fault(app.submit(Some(&registry.office.citizen), request.clone(), None).await), closed);
    assert_eq!(fault(app.draft_begin(owner(), PROCEDURE, DraftContent::default()).await), closed);
    assert_eq!(fault(app.draft_submit(owner(), &draft.code, request).await), closed);
    let catalogue = app.catalogue();
    assert!(catalogue.procedure(PROCEDURE, app.today()).is_some());
    match catalogue.standing(PROCEDURE, app.today()) {
        Standing::Repealed { replaced_by, .. } => assert_eq!(replaced_by.as_deref(), Some("2.000720")),
        other => panic!("{other:?}"),
    }
    // What was handed in before goes its way.
    let accept = ActionBody::default();
    registry.office.act(&registry.office.clerk, before.code.as_str(), ActionKind::Accept, accept).await.unwrap();
    let again = Command::Open { based_on: None, content: registry.content().1.to_value(), batch: None };
    let refused = registry.act(&registry.editor, again).await;
    assert!(matches!(refused, Err(ActError::Registry(Refusal::Repealed))), "{refused:?}");
    assert_eq!(app.verify(|_| ()).await.unwrap().difference, None);
}

async fn a_scheduled_version_takes_effect_on_its_day_without_anybody(office: Office) {
    let registry = Registry::of(office).await;
    let app = &registry.office.app;
    registry.open().await;
    registry.publish(day("2026-12-15")).await.unwrap();
    let request = registry.office.request().await;
    let version_on = async |civil: &str| {
        set_clock(app, civil);
        let submitted = app.submit(Some(&registry.office.citizen), request.clone(), None).await.unwrap();
        submitted.dossier
    };
    let (_, imported) = registry.content();
    let before = version_on("2026-12-14T23:59:00").await;
    let after = version_on("2026-12-15T00:00:00").await;
    assert_eq!(before.procedure_version, version_name(&imported.procedure));
    assert_eq!(after.procedure_version, "2026-12-15-r1");
    let catalogue = app.catalogue();
    assert!(catalogue.form_of_dossier(&before).field("ly_do_thay_doi").is_none());
    assert!(catalogue.form_of_dossier(&after).field("ly_do_thay_doi").is_some());
}

async fn a_changed_form_is_told_before_its_faults(office: Office) {
    let registry = Registry::of(office).await;
    let app = &registry.office.app;
    let owner = || Owner::Person(&registry.office.citizen);
    let request = registry.office.request().await;
    let content = DraftContent { form: request.form.clone(), ..DraftContent::default() };
    let draft = app.draft_begin(owner(), PROCEDURE, content).await.unwrap();
    registry.open_asking(true).await;
    registry.publish(app.today()).await.unwrap();
    // The answers lack one that only the new form asks for, but the applicant never saw that form.
    let changed = fault(app.draft_submit(owner(), &draft.code, request.clone()).await);
    assert_eq!(changed, FieldProblemKind::ProcedureChanged);
    let carried = app.draft_carry_over(owner(), draft.clone()).await.unwrap();
    match fault(app.draft_submit(owner(), &carried.code, request).await) {
        FieldProblemKind::Answer(..) => (),
        other => panic!("{other:?}"),
    }
    // A browser tab that still shows the draft as it was is behind.
    let stale = app.draft_save(owner(), draft).await;
    assert!(matches!(stale, Err(ActError::Stale { .. })), "{stale:?}");
}

async fn an_import_leaves_the_versions_under_which_dossiers_run(office: Office) {
    let registry = Registry::of(office).await;
    let app = &registry.office.app;
    let request = registry.office.request().await;
    let submit = || app.submit(Some(&registry.office.citizen), request.clone(), None);
    let before = submit().await.unwrap().dossier;
    let limit = app.catalogue().procedure_version(PROCEDURE, &before.procedure_version).unwrap().limits.clone();

    // A month later other files of the same names come in: another first day, another limit, another question.
    set_clock(app, "2026-12-28T09:00:00");
    let mut procedures: serde_json::Value =
        serde_json::from_slice(include_bytes!("../../../../data/procedures.json")).unwrap();
    let records = procedures["procedures"].as_array_mut().unwrap();
    let record = records.iter_mut().find(|record| record["id"] == PROCEDURE).unwrap();
    record["valid_from"] = "2026-12-20".into();
    record["time_limits"][0]["value"] = 9.into();
    let mut form: serde_json::Value =
        serde_json::from_slice(include_bytes!("../../../../data/forms/giay-de-nghi-dang-ky-ho-kinh-doanh.json"))
            .unwrap();
    let fields = form["sections"][0]["fields"].as_array_mut().unwrap();
    let mut asked = fields[0].clone();
    asked["field"] = "cau_hoi_moi".into();
    asked["required"] = false.into();
    fields.push(asked);
    form["field_count"] = (form["field_count"].as_i64().unwrap() + 1).into();
    for (name, file) in [("procedures.json", procedures), ("giay-de-nghi-dang-ky-ho-kinh-doanh.json", form)] {
        let bytes = serde_json::to_vec(&file).unwrap();
        let imported = app.import(DataFile { name: name.to_owned(), bytes }, "quantri").await.unwrap();
        assert!(!imported.unchanged, "{name}");
    }

    let after = submit().await.unwrap().dossier;
    assert_eq!(after.procedure_version, "2026-12-20");
    let catalogue = app.catalogue();
    assert_eq!(catalogue.versions(PROCEDURE).len(), 1);
    let kept = catalogue.procedure_version(PROCEDURE, &before.procedure_version).unwrap();
    assert_eq!((version_name(kept), &kept.limits), (before.procedure_version.clone(), &limit));
    assert_ne!(catalogue.procedure_version(PROCEDURE, "2026-12-20").unwrap().limits, limit);
    assert!(catalogue.form_of_dossier(&before).field("cau_hoi_moi").is_none());
    assert!(catalogue.form_of_dossier(&after).field("cau_hoi_moi").is_some());
    assert_eq!(app.verify(|_| ()).await.unwrap().difference, None);
}

async fn verification_finds_what_was_written_past_the_acts(office: Office) {
    let registry = Registry::of(office).await;
    let app = &registry.office.app;
    registry.open().await;
    assert_eq!(app.verify(|_| ()).await.unwrap().difference, None);
    let beside = registry.office.beside();
    let difference = async || app.verify(|_| ()).await.unwrap().difference.unwrap();
    let forge = beside.write(|tx| {
        let mut row = rows::revisions_of(tx, PROCEDURE)?.remove(0);
        "approved".clone_into(&mut row.state);
        rows::put_revision(tx, &row)?;
        Ok::<_, DbError>(row)
    });
    let mut row = forge.await.unwrap();
    let found = difference().await;
    assert_eq!(found.stream, format!("procedure/{PROCEDURE}"));
    assert!(found.what.contains("revision 1"), "{}", found.what);

    "draft".clone_into(&mut row.state);
    let foreign = RevisionRow { procedure_id: "1.000000".to_owned(), ..row.clone() };
    let forge = beside.write(move |tx| {
        rows::put_revision(tx, &row)?;
        rows::put_revision(tx, &foreign)
    });
    let forged: Result<(), DbError> = forge.await;
    forged.unwrap();
    assert_eq!(difference().await.stream, "procedure/1.000000");
    beside.close().await;
}

async fn a_new_procedure_is_made_and_its_faults_are_named(office: Office) {
    let registry = Registry::of(office).await;
    let app = &registry.office.app;
    let (_, mut content) = registry.content();
    "9.000001".clone_into(&mut content.procedure.id);
    content.procedure.code = Some("9.000001".to_owned());
    let open = |procedure: &str, content| {
        let command = Command::Open { based_on: None, content, batch: None };
        app.registry_act(&registry.editor, RegistryRequest { procedure: procedure.to_owned(), seen: None, command })
    };
    assert!(matches!(open("9.000002", content.to_value()).await, Err(ActError::Invalid(_))));
    let mut faulty = content.to_value();
    faulty["procedure"]["components"][0]["order"] = serde_json::json!(-1);
    match open("9.000001", faulty).await {
        Err(ActError::Content(found)) => assert!(found[0].to_string().contains("order"), "{found:?}"),
        other => panic!("{other:?}"),
    }
    assert_eq!(open("9.000001", content.to_value()).await.unwrap().revision, Some(1));
    // Nobody sees it before it is published.
    assert!(app.catalogue().versions("9.000001").is_empty());
}

async fn a_stop_keeps_a_version_back_until_somebody_answers_for_it(office: Office) {
    let registry = Registry::of(office).await;
    let app = &registry.office.app;
    registry.open().await;
    let stops = registry.stops().await;
    assert!(stops.contains(&"field_held:field/tv_dan_toc".to_owned()), "{stops:?}");
    match registry.act(&registry.head, Command::Check { number: 1 }).await {
        Err(ActError::Registry(Refusal::FindingsOpen(named))) => assert_eq!(named, stops),
        other => panic!("{other:?}"),
    }
    let accept =
        |findings: &[String]| Command::Accept { number: 1, findings: findings.to_vec(), clause: CLAUSE.to_owned() };
    // The head publishes and writes nothing, neither text nor acceptances; strangers find nothing.
    let head = registry.act(&registry.head, accept(&stops)).await;
    assert!(matches!(head, Err(ActError::NotYours)), "{head:?}");
    let stranger = registry.act(&registry.office.clerk, accept(&stops)).await;
    assert!(matches!(stranger, Err(ActError::NotFound)), "{stranger:?}");
    let unknown = registry.act(&registry.editor, accept(&["no_result:results".to_owned()])).await;
    assert!(matches!(unknown, Err(ActError::Registry(Refusal::NoSuchFinding))), "{unknown:?}");

    registry.act(&registry.editor, accept(&stops)).await.unwrap();
    let view = app.registry_record(&registry.head, PROCEDURE).await.unwrap();
    let findings = app.revision_findings(&view, 1).await.unwrap();
    let kept = findings.iter().find(|finding| finding.key() == stops[0]).unwrap().accepted.clone().unwrap();
    assert_eq!((kept.clause_vi.as_str(), kept.accepted_by.as_str()), (CLAUSE, "Nông Văn Hiếu"));
    assert_eq!(view.accepted_at(1, &stops[0]), Some(app.clock().now()));
    // Taken back, it stops the version again; the content may be saved in between.
    let withdraw = Command::Withdraw { number: 1, finding: stops[0].clone() };
    registry.act(&registry.editor, withdraw).await.unwrap();
    assert_eq!(registry.stops().await, stops[..1]);
    let content = app.registry_record(&registry.editor, PROCEDURE).await.unwrap().content(1).unwrap();
    let save = Command::Save { number: 1, based_on: Some(registry.content().0), content: content.to_value() };
    registry.act(&registry.editor, save).await.unwrap();
    assert_eq!(registry.stops().await, stops[..1], "a file or a page that is saved leaves the acceptances");
    registry.publish(day("2026-12-15")).await.unwrap();
    assert_eq!(app.verify(|_| ()).await.unwrap().difference, None);
    let view = app.registry_record(&registry.head, PROCEDURE).await.unwrap();
    assert_eq!(view.record.revisions[&1].overrides.len(), stops.len(), "the check keeps what it saw");

    let report = app.burden_report(&registry.head).await.unwrap();
    let again = app.burden_report(&registry.head).await.unwrap();
    assert!(Arc::ptr_eq(&report, &again), "it is made once for a catalogue and a day");
    let counted: usize = report.found.counts.iter().map(|count| count.findings).sum();
    let by_field: usize = report.fields.iter().map(|count| count.findings).sum();
    assert_eq!(counted, by_field);
    let mut after = None;
    let mut listed = 0;
    loop {
        let page = report.page(&app::burden::BurdenFilter::default(), after.as_deref(), 100);
        listed += page.rows.iter().map(|(_, findings)| findings.len()).sum::<usize>();
        let Some(next) = page.next else { break };
        after = Some(next);
    }
    assert_eq!(listed, counted, "the pages lead through all of them");
    assert!(matches!(app.burden_report(&registry.office.clerk).await, Err(ActError::NotFound)));
}
