//! The burden linter: each kind of finding where it must and where it must not be, what an acceptance does, the rules
//! as a file, and the findings of the shipped data, which `docs/burden.md` lists.

use std::fmt::Write as _;

use domain::access::Role;
use domain::burden::{
    Acceptance, BurdenRules, Context, Finding, FindingCode, FindingKind, Linter, Place, Severity, lint, open_stops,
};
use domain::dataset::Dataset;
use domain::eform::Form;
use domain::procedure::{
    Amount, AmountUnit, LegalBasis, Money, Procedure, ProcedureLimit, Promise, StepsSource, SubmitMode,
};
use serde_json::json;

use super::{bytes, catalogue, folder, form, load, names, procedure, procedures};

fn rules() -> BurdenRules {
    match load("burden.json") {
        Dataset::BurdenRules(rules) => *rules,
        other => panic!("no rules: {other:?}"),
    }
}

/// A procedure without a finding.
fn clean() -> Procedure {
    let mut procedure = procedure("1.012766").clone();
    "Đăng ký nuôi chó".clone_into(&mut procedure.name_vi);
    procedure.name_en = Some("Registration of a dog".to_owned());
    procedure.conditions_vi = None;
    procedure.components.clear();
    procedure.component_count = 0;
    procedure.money.clear();
    procedure.results_vi = vec!["Giấy đăng ký".to_owned()];
    procedure.legal_basis = vec![LegalBasis { number: "123/2015/NĐ-CP".to_owned(), title_vi: None }];
    procedure.limits = vec![ProcedureLimit::new(Amount::parse("5", AmountUnit::WorkingDay), None)];
    procedure.promise = None;
    procedure.steps.clear();
    procedure.workflows.clear();
    procedure
}

/// What is found besides hard words, which have their own test.
fn keys(procedure: &Procedure, form: Option<&Form>) -> Vec<String> {
    let mut rules = rules();
    rules.hard_words.clear();
    lint(procedure, form, &rules, &Context::default()).iter().map(Finding::key).collect()
}

/// Findings of a procedure that asks for one paper.
fn of_paper(name: &str, change: impl FnOnce(&mut domain::procedure::Component)) -> Vec<String> {
    let mut one = clean();
    let mut paper = procedure("1.012793").components[0].clone();
    name.clone_into(&mut paper.name_vi);
    (paper.id, paper.case_vi, paper.held_by, paper.needed_when) = ("c1".to_owned(), None, None, None);
    (paper.originals, paper.copies, paper.submit_mode) = (Some(1), Some(0), SubmitMode::Submit);
    change(&mut paper);
    one.components = vec![paper];
    keys(&one, None)
}

#[test]
fn a_clean_procedure_has_no_finding() {
    assert_eq!(keys(&clean(), None), Vec::<String>::new());
}

#[test]
fn papers_that_a_connected_register_holds() {
    let held = ["paper_held:paper/c1".to_owned()];
    for name in [
        "Giấy khai sinh",
        "Bản sao có chứng thực của Giấy khai sinh của trẻ",
        "GIẤY CHỨNG NHẬN ĐĂNG KÝ DOANH NGHIỆP (nếu có)",
        "Bản sao Giấy xác nhận tình trạng hôn nhân",
        "Sổ hộ khẩu",
    ] {
        assert_eq!(of_paper(name, |_| ()), held, "{name}");
    }
    for name in [
        "Tờ khai đăng ký khai sinh",
        "Đơn xin cấp lại giấy khai sinh",
        "Giấy khai sinh, nếu cơ quan không thể khai thác được thông tin",
        "Giấy xác nhận tình trạng hôn nhân do cơ quan nước ngoài cấp",
        "Phiếu lý lịch",
        "Giấy khai",
    ] {
        assert!(!of_paper(name, |_| ()).iter().any(|key| key.starts_with("paper_held")), "{name}");
    }
    let shown = of_paper("Thẻ căn cước", |paper| paper.submit_mode = SubmitMode::Present);
    assert_eq!(shown, Vec::<String>::new(), "a card is shown, not handed in");
}

#[test]
fn the_record_itself_may_say_who_holds_a_paper() {
    let held = |register: &str, rule: Option<&str>| {
        of_paper("Đơn", |paper| {
            paper.held_by = Some(register.to_owned());
            paper.needed_when = rule.map(|text| domain::rule::Rule::read(text).expect("a rule"));
        })
    };
    let found = ["paper_held:paper/c1".to_owned()];
    assert_eq!(held("population", None), found);
    assert_eq!(held("a register that no rule knows", None), found);
    assert_eq!(held("land", None), Vec::<String>::new(), "it is not connected");
    assert_eq!(held("population", Some("!co_ma")), Vec::<String>::new(), "asked only of those who are not in it");
}

#[test]
fn papers_rest_on_the_legal_basis_and_have_a_name() {
    let cited = of_paper("Đơn theo Thông tư số 02/2022/TT-BTNMT và Nghị định 123/2015/NĐ-CP", |_| ());
    assert_eq!(cited, ["paper_cites_unlisted_text:paper/c1/02/2022/TT-BTNMT"]);
    let open = of_paper("Đơn và các giấy tờ khác", |_| ());
    assert_eq!(open, ["paper_open_ended:paper/c1/các giấy tờ khác"]);
    let mut one = clean();
    one.components = vec![procedure("1.012793").components[0].clone()];
    (one.components[0].name_vi, one.components[0].copies) = ("Đơn theo 02/2022/TT-BTNMT".to_owned(), None);
    one.legal_basis.clear();
    assert_eq!(keys(&one, None), ["paper_without_basis:papers"]);
    one.component_count = 11;
    assert!(keys(&one, None).contains(&"too_many_papers:papers".to_owned()));
}

#[test]
fn original_and_copy_are_not_both_wanted_without_saying_why() {
    let both = |name: &str, originals, copies| {
        of_paper(name, |paper| (paper.originals, paper.copies) = (Some(originals), Some(copies)))
    };
    assert_eq!(both("Đơn", 1, 1), ["paper_original_and_copy:paper/c1"]);
    assert_eq!(both("Đơn", 2, 0), Vec::<String>::new());
    assert_eq!(both("Đơn", 0, 1), Vec::<String>::new());
    assert_eq!(both("Đơn, kèm bản gốc để đối chiếu", 1, 1), Vec::<String>::new());
}

#[test]
fn fees_name_the_text_that_sets_them() {
    let fee = |change: &dyn Fn(&mut Money)| {
        let mut one = clean();
        one.money = vec![procedure("2.000635").money[0].clone()];
        one.money[0].condition_vi = None;
        one.money[0].legal_basis_vi = None;
        change(&mut one.money[0]);
        keys(&one, None)
    };
    assert_eq!(fee(&|_| ()), ["fee_without_basis:fee/0"]);
    assert_eq!(fee(&|money| money.amount_vnd = None), ["fee_without_basis:fee/0"], "unknown is not nothing");
    let silent = fee(&|money| money.condition_vi = Some("Do Hội đồng nhân dân cấp tỉnh quy định".to_owned()));
    assert_eq!(silent, ["fee_without_basis:fee/0"]);
    for change in [
        &(|money: &mut Money| money.amount_vnd = Some(0)) as &dyn Fn(&mut Money),
        &|money: &mut Money| money.condition_vi = Some("Thông tư số 281/2016/TT-BTC.".to_owned()),
        &|money: &mut Money| money.legal_basis_vi = Some("Luật Phí và lệ phí".to_owned()),
    ] {
        assert_eq!(fee(change), Vec::<String>::new());
    }
}

#[test]
fn the_promise_is_not_longer_than_the_law() {
    use AmountUnit::{Day, WorkingDay};
    let with = |law: &[(&str, AmountUnit, Option<&str>)], promised: (&str, AmountUnit, Option<&str>)| {
        let limit = |(value, unit, case): (&str, AmountUnit, Option<&str>)| {
            ProcedureLimit::new(Amount::parse(value, unit), case.map(str::to_owned))
        };
        let mut one = clean();
        one.limits = law.iter().copied().map(limit).collect();
        let (limits, decision) = (vec![limit(promised)], "1936/QĐ-UBND".to_owned());
        one.promise = Some(Promise { limits, decision, decision_date: None, source: "-".to_owned() });
        keys(&one, None)
    };
    let found = ["promise_longer_than_law:promise/0".to_owned()];
    let none: [String; 0] = [];
    assert_eq!(with(&[("5", WorkingDay, None)], ("6", WorkingDay, None)), found);
    assert_eq!(with(&[("5", WorkingDay, None)], ("5", WorkingDay, None)), none);
    assert_eq!(with(&[("5", Day, None)], ("6", WorkingDay, None)), found);
    assert_eq!(with(&[("5", WorkingDay, None)], ("6", Day, None)), none, "six days may be shorter");
    let cases = [("5", WorkingDay, None), ("20", WorkingDay, Some("Phải xác minh"))];
    assert_eq!(with(&cases, ("18", WorkingDay, Some("Phải xác minh"))), none, "each case has its own limit");
    assert_eq!(with(&cases, ("21", WorkingDay, Some("Trường hợp a1"))), found, "longer than every limit of the law");
    assert_eq!(with(&cases, ("6", WorkingDay, None)), found);
}

#[test]
fn steps_fit_into_the_limit_and_have_a_holder() {
    let source = procedure("1.013978");
    let mut one = clean();
    (one.steps, one.steps_source) = (source.steps.clone(), Some(StepsSource::InternalProcess));
    one.limits = vec![ProcedureLimit::new(Amount::parse("20", AmountUnit::WorkingDay), None)];
    assert_eq!(keys(&one, None), Vec::<String>::new(), "the steps take exactly 20 working days");
    one.limits = vec![ProcedureLimit::new(Amount::parse("17", AmountUnit::WorkingDay), None)];
    assert_eq!(keys(&one, None), ["steps_longer_than_limit:steps"]);
    one.steps_source = Some(StepsSource::Statutory);
    assert_eq!(keys(&one, None), Vec::<String>::new(), "alternatives do not add up");

    let nobody_leads = |role: Role| role != Role::Leader;
    let nobody_works = |role: Role| role != Role::Officer;
    let with = |is_held: &dyn Fn(Role) -> bool| {
        let context = Context { is_held: Some(is_held), accepted: &[] };
        lint(&clean(), None, &rules(), &context)
    };
    assert_eq!(with(&nobody_leads), Vec::new(), "its one step is the officer's");
    let found = with(&nobody_works);
    assert_eq!(found.iter().map(Finding::key).collect::<Vec<_>>(), ["step_without_holder:step/0"]);
    assert!(matches!(&found[0].kind, FindingKind::StepWithoutHolder { role: Role::Officer, .. }));
}

#[test]
fn what_the_applicant_gets_and_an_english_name_are_there() {
    let mut one = clean();
    one.results_vi.clear();
    one.name_en = None;
    assert_eq!(keys(&one, None), ["no_result:results", "english_name_missing:name_en"]);
}

#[test]
fn hard_words_are_found_with_a_plainer_one() {
    let mut one = clean();
    one.name_vi = "Thẩm định hồ sơ đăng ký nuôi chó".to_owned();
    one.conditions_vi = Some("Không bị đình chỉ. Đình chỉ là dừng lại; quy định chỉ nói vậy.".to_owned());
    let found = lint(&one, None, &rules(), &Context::default());
    assert_eq!(
        found.iter().map(Finding::key).collect::<Vec<_>>(),
        ["hard_word:name/thẩm định hồ sơ", "hard_word:conditions/đình chỉ"],
        "the longest phrase, and each word once for a place"
    );
    let FindingKind::HardWord { plain_vi, .. } = &found[0].kind else { panic!("{found:?}") };
    assert_eq!(plain_vi, "xem xét hồ sơ");
    assert_eq!((found[0].severity, &found[0].place), (Severity::Warning, &Place::Name));
    assert!(rules().hard_words.len() >= 60);
}

#[test]
fn questions_whose_answer_a_register_gives_when_it_is_asked() {
    let held = |form: &Form| {
        let all = keys(&clean(), Some(form));
        all.into_iter().filter_map(|key| key.strip_prefix("field_held:field/").map(str::to_owned)).collect::<Vec<_>>()
    };
    let marriage = form("to-khai-dang-ky-ket-hon");
    let expected = ["dan_toc", "quoc_tich", "noi_cu_tru", "giay_to"];
    let expected: Vec<String> =
        ["nu", "nam"].iter().flat_map(|side| expected.map(|field| format!("{side}_{field}"))).collect();
    assert_eq!(held(&marriage), expected, "names, days of birth and numbers are needed to ask the register");
    let birth = held(&form("to-khai-dang-ky-khai-sinh"));
    assert!(birth.iter().all(|field| !field.starts_with("con_")), "no register knows a newborn: {birth:?}");
    assert!(birth.contains(&"me_dan_toc".to_owned()));
    let mut without_number = marriage;
    for section in &mut without_number.sections {
        section.fields.retain(|field| !field.id.ends_with("so_dinh_danh"));
    }
    assert_eq!(held(&without_number), Vec::<String>::new(), "without a number nothing can be looked up");
    let mut long = Form::default_for("x");
    let question = long.sections[0].fields[0].clone();
    long.sections[0].fields = vec![question; 36];
    assert_eq!(keys(&clean(), Some(&long)), ["too_many_fields:form"]);
}

#[test]
fn an_acceptance_needs_clause_and_name_and_leaves_the_finding_listed() {
    let mut one = clean();
    one.results_vi.clear();
    let accept = |finding: &str, clause: &str, name: &str| Acceptance {
        finding: finding.to_owned(),
        clause_vi: clause.to_owned(),
        accepted_by: name.to_owned(),
    };
    let with = |accepted: &[Acceptance]| lint(&one, None, &rules(), &Context { is_held: None, accepted });
    let stops = |accepted: &[Acceptance]| open_stops(&with(accepted));
    assert_eq!(stops(&[]), ["no_result:results"]);
    assert_eq!(stops(&[accept("no_result:results", " ", "Nguyễn Văn A")]), ["no_result:results"]);
    assert_eq!(stops(&[accept("no_result:results", "Điều 8", "")]), ["no_result:results"]);
    assert_eq!(stops(&[accept("no_result:result/0", "Điều 8", "Nguyễn Văn A")]), ["no_result:results"]);
    let good = accept("no_result:results", "Điều 8", "Nguyễn Văn A");
    let found = with(std::slice::from_ref(&good));
    assert_eq!((found.len(), found[0].accepted.as_ref()), (1, Some(&good)));
    assert_eq!(open_stops(&found), Vec::<String>::new());

    let mut by_rules = rules();
    let accepted = domain::burden::AcceptedFinding { procedure_id: one.id.clone(), acceptance: good };
    by_rules.accepted = vec![accepted];
    assert_eq!(open_stops(&lint(&one, None, &by_rules, &Context::default())), Vec::<String>::new());
    by_rules.accepted[0].procedure_id = "1.000000".to_owned();
    assert_eq!(open_stops(&lint(&one, None, &by_rules, &Context::default())), ["no_result:results"]);
    by_rules.checks.iter_mut().for_each(|check| check.severity = None);
    assert_eq!(lint(&one, None, &by_rules, &Context::default()), Vec::new(), "switched off");
    assert_eq!(lint(&one, None, &BurdenRules::default(), &Context::default()), Vec::new(), "no rules, no findings");
}

#[test]
fn a_setting_counts_from_its_day_on() {
    let mut value: serde_json::Value = serde_json::from_slice(&bytes("burden.json")).expect("JSON");
    let mut later = value["burden_checks"][10].clone();
    assert_eq!(later["code"], "no_result");
    later["severity"] = json!("warning");
    later["valid_from"] = json!("2027-01-01");
    value["burden_checks"].as_array_mut().expect("a list").push(later);
    let read = Dataset::parse("burden.json", value.to_string().as_bytes()).expect("sound");
    let Dataset::BurdenRules(rules) = read else { panic!("other data") };
    let on = |day: &str| rules.on(day.parse().expect("a day")).severity(FindingCode::NoResult);
    assert_eq!(on("2026-12-31"), Some(Severity::Stop));
    assert_eq!(on("2027-01-01"), Some(Severity::Warning));
    let setting = rules.setting(FindingCode::NoResult).expect("a setting");
    assert!(setting.basis_vi.contains("63/2010/NĐ-CP"), "{}", setting.basis_vi);
}

#[test]
fn findings_come_back_equal_from_their_json() {
    let found = lint(procedure("1.013978"), None, &rules(), &Context::default());
    let text = serde_json::to_string(&found).expect("findings can be written");
    assert_eq!(serde_json::from_str::<Vec<Finding>>(&text).expect("findings can be read"), found);
    assert_eq!(serde_json::to_value(&found[0]).expect("a value")["code"], found[0].kind.code().name());
}

/// What makes a sound file faulty.
type Change<'a> = &'a dyn Fn(&mut serde_json::Value);

#[test]
fn faulty_rules_are_refused_with_their_place() {
    let shipped: serde_json::Value = serde_json::from_slice(&bytes("burden.json")).expect("JSON");
    let faults = |change: Change<'_>| {
        let mut value = shipped.clone();
        change(&mut value);
        let read = Dataset::parse("burden.json", value.to_string().as_bytes());
        let found = read.err().unwrap_or_default();
        found.into_iter().map(|fault| format!("{} {}", fault.record, fault.field)).collect::<Vec<_>>()
    };
    assert_eq!(faults(&|_| ()), Vec::<String>::new());
    let table: [(Change<'_>, &str); 9] = [
        (
            &|v| {
                let again = v["burden_checks"][0].clone();
                v["burden_checks"].as_array_mut().expect("a list").push(again);
            },
            "field_held burden_checks[15].code",
        ),
        (
            &|v| v["burden_checks"][2]["valid_from"] = json!("bao giờ"),
            "paper_without_basis burden_checks[2].valid_from",
        ),
        (&|v| v["burden_checks"][0]["severity"] = json!("error"), "field_held burden_checks[0].severity"),
        (&|v| drop(v["burden_checks"].as_array_mut().expect("a list").remove(10)), "- burden_checks.no_result"),
        (&|v| v["registers"][1]["code"] = json!("population"), "population registers[1].code"),
        (&|v| v["registers"][0]["key_kinds"] = json!(["eye_colour"]), "population registers[0].key_kinds[0]"),
        (&|v| v["hard_words"][1]["word_vi"] = json!("Thẩm định HỒ SƠ"), "Thẩm định HỒ SƠ hard_words[1].word_vi"),
        (&|v| v["bounds"]["max_fields"] = json!(-1), "- bounds.max_fields"),
        (
            &|v| v["accepted"] = json!([{"procedure_id": "1", "finding": "x:y", "clause_vi": "c", "accepted_by": "n"}]),
            "1 accepted[0].finding",
        ),
    ];
    for (change, expected) in table {
        assert_eq!(faults(change), [expected]);
    }
}

/// The shipped catalogue as the program reads it: full records, and lines of which no full record exists.
fn shipped_findings(linter: &Linter<'_>) -> Vec<(String, Vec<Finding>)> {
    let forms: Vec<Form> = names()
        .into_iter()
        .filter_map(|name| name.strip_prefix("forms/").map(|file| form(file.trim_end_matches(".json"))))
        .collect();
    let is_full = |row: &&Procedure| procedures().iter().all(|full| full.id != row.id);
    let all = procedures().iter().chain(catalogue().iter().filter(is_full));
    all.map(|procedure| {
        let form = forms.iter().find(|form| form.procedure_ids.contains(&procedure.id));
        (procedure.id.clone(), linter.lint(procedure, form, &Context::default()))
    })
    .collect()
}

/// `docs/burden.md` says what the shipped data have; with `MOTCUA_WRITE_DOCS` set the test writes it.
#[test]
fn the_document_lists_the_findings_of_the_shipped_data() {
    let rules = rules();
    let linter = Linter::new(&rules);
    let found = shipped_findings(&linter);
    let mut table = String::from("| code | severity | findings | procedures |\n| --- | --- | ---: | ---: |\n");
    for count in linter.count(found.iter().map(|(_, findings)| findings.as_slice())) {
        let severity = count.severity.map_or("off", Severity::name);
        writeln!(table, "| `{}` | {severity} | {} | {} |", count.code.name(), count.findings, count.procedures)
            .expect("text grows");
    }
    writeln!(table, "| all | | {} | {} |", found.iter().map(|(_, list)| list.len()).sum::<usize>(), found.len())
        .expect("text grows");
    let path = folder().join("../docs/burden.md");
    let text = std::fs::read_to_string(&path).expect("the document is there");
    let (begin, end) = ("<!-- findings of the shipped data -->\n", "<!-- end of findings -->");
    let (before, rest) = text.split_once(begin).expect("the document has its table");
    let (written, after) = rest.split_once(end).expect("the table ends");
    if std::env::var("MOTCUA_WRITE_DOCS").is_ok_and(|value| value == "1") {
        std::fs::write(&path, format!("{before}{begin}{table}{end}{after}")).expect("the document can be written");
    } else {
        assert_eq!(written, table, "MOTCUA_WRITE_DOCS=1 writes the table anew");
    }
    for code in FindingCode::ALL {
        assert!(text.contains(&format!("`{}`", code.name())), "{code:?} is not explained");
    }
}
