//! Differences of versions: every one is told once, a move is a move, and equal versions have none.

use domain::dataset::Content;
use domain::difference::{Change, ChangeKind, Place, between, catalogue};
use domain::eform::Form;
use domain::procedure::{Channel, Component, Eligibility, LegalBasis, Procedure};
use domain::rule::Rule;
use serde_json::{Value, json};

use crate::{form, procedure, procedures};

fn birth() -> Content {
    Content { procedure: procedure("1.001193").clone(), form: Some(form("to-khai-dang-ky-khai-sinh")) }
}

fn rule(text: &str) -> Rule {
    Rule::read(text).expect("the rule is sound")
}

/// A change as a line of a table: `Paper c2 · moved 1 → 3 (matters)`.
fn line(change: &Change) -> String {
    let kind = match change.kind {
        ChangeKind::Added => "+",
        ChangeKind::Removed => "-",
        ChangeKind::Changed => "~",
        ChangeKind::Moved => "moved",
    };
    format!("{kind} {:?}{}", change.place, if change.matters_to_applicant { " !" } else { "" })
}

/// The lines of what differs after `edit`.
fn after(edit: impl FnOnce(&mut Procedure, &mut Form)) -> Vec<String> {
    let before = birth();
    let mut edited = before.clone();
    let Content { procedure, form: Some(form) } = &mut edited else { panic!("the form is there") };
    edit(procedure, form);
    between(&before, &edited).iter().map(line).collect()
}

fn renumber(papers: &mut [Component]) {
    papers.iter_mut().zip(1..).for_each(|(paper, order)| paper.order = order);
}

type Edit = fn(&mut Procedure, &mut Form);

/// Makes each edit and compares what is told of it.
fn check(table: &[(Edit, &[&str])]) {
    let mut wrong = Vec::new();
    for (row, (edit, expected)) in table.iter().enumerate() {
        let told = after(edit);
        if told != *expected {
            wrong.push(format!("row {row}: {told:?} instead of {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_edit_of_a_procedure_is_told_as_what_it_is() {
    let table: [(Edit, &[&str]); 15] = [
        (|_, _| (), &[]),
        (|p, _| p.name_vi.push('!'), &["~ Procedure(Name) !"]),
        (|p, _| p.summary_vi = Some("x".into()), &["+ Procedure(Summary) !"]),
        (|p, _| p.notes_vi.push("x".into()), &["~ Procedure(Notes)"]),
        (|p, _| p.channels.retain(|channel| *channel != Channel::Post), &["~ Procedure(Channels) !"]),
        (|p, _| p.snapshot_date = None, &["- Procedure(SnapshotDate)"]),
        (
            |p, _| {
                p.components.remove(1);
                p.component_count -= 1;
                renumber(&mut p.components);
            },
            &[r#"- Paper { id: "c2", fact: None } !"#],
        ),
        (
            |p, _| {
                let paper = p.components.remove(0);
                p.components.push(paper);
                renumber(&mut p.components);
            },
            &[r#"moved Paper { id: "c1", fact: None } !"#],
        ),
        (
            |p, _| p.components[2].required = !p.components[2].required,
            &[r#"~ Paper { id: "c3", fact: Some(Required) } !"#],
        ),
        (
            |p, _| p.components[0].held_by = Some("population".into()),
            &[r#"+ Paper { id: "c1", fact: Some(HeldBy) } !"#],
        ),
        (|p, _| p.limits[0].amount = None, &["- Limit { list: Law, index: 0, fact: Some(Amount) } !"]),
        (
            |p, _| p.money[0].amount_rule = Some(rule("so_ban * 8000")),
            &[r#"+ Fee { kind: Fee, name: "Lệ phí đăng ký khai sinh", index: 0, fact: Some(AmountRule) } !"#],
        ),
        (
            |p, _| {
                p.eligibility
                    .push(Eligibility { rule: rule("x"), message_vi: "Không đủ.".into(), message_en: None });
            },
            &["+ Eligibility { index: 0, fact: None } !"],
        ),
        (
            |p, _| p.legal_basis.insert(0, LegalBasis { number: "1/2026/NĐ-CP".into(), title_vi: None }),
            &[r#"+ LegalBasis { number: "1/2026/NĐ-CP", fact: None } !"#],
        ),
        (|p, _| p.steps[1].action_vi.push('!'), &["~ Step { list: Published, order: 2, fact: Some(Action) } !"]),
    ];
    check(&table);
}

#[test]
fn each_edit_of_a_form_is_told_as_what_it_is() {
    let table: [(Edit, &[&str]); 5] = [
        (|_, f| f.title_vi.push('!'), &["~ Form(Some(Title)) !"]),
        (|_, f| f.sections.swap(0, 1), &[r#"moved Section { id: "nguoi_yeu_cau", fact: None } !"#]),
        (
            |_, f| {
                let field = f.sections[1].fields.remove(0);
                f.sections[2].fields.push(field);
            },
            &[r#"~ FormField { id: "nyc_ho_ten", fact: Some(Section) } !"#],
        ),
        (
            |_, f| {
                let field = f.sections[1].fields.remove(3);
                f.sections[1].fields.insert(0, field);
            },
            &[r#"moved FormField { id: "nyc_giay_to_loai", fact: None } !"#],
        ),
        (|_, f| drop(f.value_lists.insert("moi".into(), vec!["a".into()])), &[r#"+ ValueList { name: "moi" } !"#]),
    ];
    check(&table);
}

#[test]
fn papers_that_were_only_numbered_anew_are_the_same_papers() {
    let before = birth();
    let mut after = before.clone();
    let mut paper = after.procedure.components[0].clone();
    paper.name_vi = "Giấy mới".to_owned();
    after.procedure.components.insert(0, paper);
    renumber(&mut after.procedure.components);
    for paper in &mut after.procedure.components {
        paper.id = Component::id_of(paper.order);
    }
    after.procedure.component_count += 1;
    let lines: Vec<String> = between(&before, &after).iter().map(line).collect();
    assert_eq!(lines, [r#"+ Paper { id: "c1", fact: None } !"#]);
}

#[test]
fn a_form_comes_and_goes_as_a_whole() {
    let with = birth();
    let without = Content { form: None, ..with.clone() };
    let lines = |before, after| between(before, after).iter().map(line).collect::<Vec<_>>();
    assert_eq!(lines(&with, &without), ["- Form(None) !"]);
    assert_eq!(lines(&without, &with), ["+ Form(None) !"]);
}

#[test]
fn what_is_equal_does_not_differ_and_what_differs_is_told() {
    let contents: Vec<Content> =
        procedures().iter().map(|procedure| Content { procedure: procedure.clone(), form: None }).collect();
    for (before, after) in contents.iter().zip(contents.iter().skip(1)) {
        assert_eq!(between(before, before), []);
        assert!(!between(before, after).is_empty(), "{}", before.procedure.id);
    }
}

/// The pointers of all plain values in `value`.
fn leaves(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Array(entries) => {
            entries.iter().enumerate().for_each(|(index, entry)| leaves(entry, &format!("{path}/{index}"), found));
        }
        Value::Object(members) => {
            members.iter().for_each(|(name, member)| leaves(member, &format!("{path}/{name}"), found));
        }
        _ => found.push(path.to_owned()),
    }
}

/// Words of the closed sets, so that each can be changed to another of its set.
const WORDS: &str = "online counter month present submit fee charge district province partial full name_only catalogue \
                     three_tier_2020 two_tier_2025 statutory legacy_one_stop warning error textarea text png jpg \
                     start_of_clock forwarding previous_version";

/// Other values for a leaf; those that are not understood there are passed over.
fn others(value: &Value) -> Vec<Value> {
    match value {
        Value::Null => vec![json!("mới"), json!("2026-11-26"), json!(7), json!(true), json!("so_ban > 1")],
        Value::Bool(yes) => vec![json!(!yes)],
        Value::Number(number) => [1_000, 1].map(|more| json!(number.as_u64().unwrap_or_default() + more)).to_vec(),
        Value::String(text) => [&format!("{text}mới"), "2001-02-03", "16:30"]
            .into_iter()
            .chain(WORDS.split_whitespace())
            .map(|other| json!(other))
            .collect(),
        _ => Vec::new(),
    }
}

/// Changes each plain value of `whole` in turn and counts the values that could be changed.
fn edited_one_by_one<T>(whole: &T, check: impl Fn(T, &str)) -> (usize, Vec<String>)
where
    T: serde::Serialize + serde::de::DeserializeOwned + PartialEq,
{
    let stored = serde_json::to_value(whole).expect("it is stored as JSON");
    let (mut pointers, mut tried, mut untried) = (Vec::new(), 0, Vec::new());
    leaves(&stored, "", &mut pointers);
    for pointer in pointers {
        let mut edited = stored.clone();
        let place = edited.pointer_mut(&pointer).expect("the leaf is there");
        let candidates = others(place);
        let edit = |other: Value| {
            let mut edited = stored.clone();
            edited.pointer_mut(&pointer).map(|place| *place = other)?;
            serde_json::from_value::<T>(edited).ok().filter(|edited| edited != whole)
        };
        match candidates.into_iter().find_map(edit) {
            Some(edited) => {
                check(edited, &pointer);
                tried += 1;
            }
            None => untried.push(pointer),
        }
    }
    (tried, untried)
}

#[test]
fn every_single_edit_of_a_procedure_is_told_exactly_once() {
    // Covers papers, fees, several limits, an internal process with its workflows, and the province's promise.
    let mut chosen: Vec<&Procedure> = vec![procedure("1.001193"), procedure("1.012812")];
    chosen.extend(procedures().iter().filter(|procedure| procedure.promise.is_some()));
    chosen.extend(
        procedures().iter().filter(|procedure| procedure.limits.len() > 2 && procedure.money.len() > 1).take(3),
    );
    for procedure in chosen {
        let before = Content { procedure: procedure.clone(), form: None };
        let (tried, untried) = edited_one_by_one(procedure, |procedure, pointer| {
            let after = Content { procedure, form: None };
            let changes = between(&before, &after);
            assert_eq!(changes.len(), 1, "{} {pointer}: {changes:#?}", before.procedure.id);
        });
        assert!(tried > 150, "{} only {tried}", procedure.id);
        // Objects that are not there cannot be filled with one value.
        let whole =
            ["/promise", "/cut_off", "/amount", "/duration", "/total", "/regime", "/online/scope", "/steps_source"];
        let odd: Vec<&String> = untried.iter().filter(|left| !whole.iter().any(|end| left.ends_with(end))).collect();
        assert!(odd.is_empty(), "{odd:?}");
    }
}

#[test]
fn every_single_edit_of_a_form_is_told_exactly_once() {
    for name in ["to-khai-dang-ky-khai-sinh", "to-khai-yeu-cau-cap-phieu-ly-lich-tu-phap"] {
        let whole = form(name);
        let before = Content { procedure: procedure("1.001193").clone(), form: Some(whole.clone()) };
        let (tried, _) = edited_one_by_one(&whole, |form, pointer| {
            let after = Content { procedure: before.procedure.clone(), form: Some(form) };
            let changes = between(&before, &after);
            // A section that is called otherwise takes its fields with it.
            let renamed =
                pointer.starts_with("/sections/") && pointer.ends_with("/id") && pointer.split('/').count() == 4;
            let told =
                changes.iter().filter(|change| !renamed || matches!(change.place, Place::Section { .. })).count();
            assert_eq!(told, 1, "{name} {pointer}: {changes:#?}");
        });
        assert!(tried > 200, "{name} only {tried}");
    }
}

#[test]
fn a_catalogue_is_compared_procedure_by_procedure() {
    let all: Vec<Content> =
        procedures().iter().take(20).map(|procedure| Content { procedure: procedure.clone(), form: None }).collect();
    let mut newer = all[2..].to_vec();
    newer[0].procedure.name_vi.push('!');
    newer.reverse();
    newer.push(Content { procedure: procedures()[30].clone(), form: None });
    let difference = catalogue(&all, &newer);
    let ids = |contents: &[&Content]| contents.iter().map(|content| content.procedure.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&difference.added), [procedures()[30].id.clone()]);
    assert_eq!(ids(&difference.removed), [all[0].procedure.id.clone(), all[1].procedure.id.clone()]);
    assert_eq!(difference.unchanged, 17);
    let [changed] = difference.changed.as_slice() else { panic!("{:?}", difference.changed) };
    assert_eq!(changed.before.procedure.id, all[2].procedure.id);
    assert_eq!(changed.changes.iter().map(line).collect::<Vec<_>>(), ["~ Procedure(Name) !"]);
    let same = catalogue(&all, &all);
    assert_eq!((same.unchanged, same.added.len(), same.removed.len(), same.changed.len()), (20, 0, 0, 0));
}
