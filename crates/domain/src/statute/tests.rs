//! A chain of texts that amend, repeal, suspend and replace one another: what holds on each day.

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;

fn label(text: &str) -> Label {
    Label::parse(text).expect("a label")
}

fn at(text: &str) -> Address {
    Address::parse(text).expect("an address")
}

fn part(name: &str, text: &str, parts: Vec<Part>) -> Part {
    Part { label: label(name), heading: String::new(), text: text.to_owned(), parts }
}

fn text(id: &str, from: Date, relations: Vec<Relation>) -> Statute {
    Statute {
        id: id.to_owned(),
        kind_vi: "Quyết định".to_owned(),
        issuer_vi: "UBND tỉnh Thái Nguyên".to_owned(),
        title_vi: format!("Về việc {id}"),
        field_vi: "Nội vụ".to_owned(),
        signed: from.checked_sub(jiff::Span::new().days(10)).ok(),
        from: Some(from),
        to: None,
        articles: vec![part("1", "Sửa đổi", vec![]), part("2", "Hiệu lực", vec![])],
        relations,
        gap_vi: None,
        source: "thử".to_owned(),
    }
}

fn does(target: &str, action: Action) -> Relation {
    Relation { target: target.to_owned(), action, from: None, stated_in: Some(at("1")), source: None }
}

fn base() -> Statute {
    let clauses = vec![
        part("1", "Khoản một", vec![part("a", "Điểm a", vec![]), part("b", "Điểm b", vec![])]),
        part("2", "Khoản hai", vec![]),
    ];
    Statute {
        articles: vec![part("1", "Phạm vi", vec![]), part("2", "Nội dung", clauses), part("3", "Thi hành", vec![])],
        ..text("10/2020/QĐ-UBND", date(2020, 3, 1), vec![])
    }
}

const BASE: &str = "10/2020/QĐ-UBND";

/// The base with an amendment (2021), a repealed point (2022), a suspended clause (June 2023), and its replacement (2025).
fn chain() -> Vec<Statute> {
    let reworded = part("2", "Khoản hai mới", vec![]);
    let inserted = part("2a", "Điều mới", vec![]);
    let amending = vec![
        does(BASE, Action::Amend { part: at("2.2"), wording: reworded }),
        does(BASE, Action::Insert { within: None, after: Some(label("2")), wording: inserted }),
    ];
    let suspend = Action::Suspend { part: Some(at("2.1")), to: Some(date(2023, 6, 30)) };
    vec![
        base(),
        text("20/2021/QĐ-UBND", date(2021, 1, 1), amending),
        text("30/2022/QĐ-UBND", date(2022, 1, 1), vec![does(BASE, Action::Repeal { part: Some(at("2.1.a")) })]),
        text("40/2023/QĐ-UBND", date(2023, 6, 1), vec![does(BASE, suspend)]),
        text("50/2025/QĐ-UBND", date(2025, 1, 1), vec![does(BASE, Action::Replace)]),
        text("60/2020/QĐ-UBND", date(2020, 5, 1), vec![does(BASE, Action::Guide { stays: false })]),
    ]
}

fn library(texts: Vec<Statute>) -> Library {
    Library::new(texts).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn wording(library: &Library, day: Date) -> Vec<String> {
    let wording = library.consolidated(BASE, day).expect("it is there");
    let shown = |placed: &&Placed| {
        let mark = match &placed.state {
            PartState::InForce => "",
            PartState::Repealed { .. } => " [repealed]",
            PartState::Suspended { .. } => " [suspended]",
        };
        format!(
            "{} {}{mark} ({})",
            placed.address,
            placed.text,
            placed.origin.text.split('/').next().unwrap_or_default()
        )
    };
    wording.parts().iter().map(shown).collect()
}

#[test]
fn status_on_each_day() {
    let library = library(chain());
    let table = [
        (date(2020, 2, 29), Status::NotYet),
        (date(2020, 3, 1), Status::InForce),
        (date(2020, 12, 31), Status::InForce),
        (date(2021, 1, 1), Status::PartlyExpired),
        (date(2023, 6, 15), Status::PartlyExpired),
        (date(2024, 12, 31), Status::PartlyExpired),
        (date(2025, 1, 1), Status::Expired),
    ];
    for (day, expected) in table {
        assert_eq!(library.status(BASE, day), Some(expected), "{day}");
    }
    assert_eq!(library.status("60/2020/QĐ-UBND", date(2024, 12, 31)), Some(Status::InForce));
    assert_eq!(
        library.status("60/2020/QĐ-UBND", date(2025, 1, 1)),
        Some(Status::Expired),
        "it falls with what it details"
    );
    assert_eq!(library.status("x", date(2025, 1, 1)), None);
}

#[test]
fn the_wording_on_each_day_with_its_sources() {
    let library = library(chain());
    let first = [
        "1 Phạm vi (10)",
        "2 Nội dung (10)",
        "2.1 Khoản một (10)",
        "2.1.a Điểm a (10)",
        "2.1.b Điểm b (10)",
        "2.2 Khoản hai (10)",
        "3 Thi hành (10)",
    ];
    assert_eq!(wording(&library, date(2020, 12, 31)), first);
    let second = [
        "1 Phạm vi (10)",
        "2 Nội dung (10)",
        "2.1 Khoản một (10)",
        "2.1.a Điểm a (10)",
        "2.1.b Điểm b (10)",
        "2.2 Khoản hai mới (20)",
        "2a Điều mới (20)",
        "3 Thi hành (10)",
    ];
    assert_eq!(wording(&library, date(2021, 1, 1)), second);
    let repealed = wording(&library, date(2022, 1, 1));
    assert_eq!(repealed[3], "2.1.a Điểm a [repealed] (10)");
    let suspended = wording(&library, date(2023, 6, 1));
    assert_eq!(
        suspended[2..5],
        ["2.1 Khoản một [suspended] (10)", "2.1.a Điểm a [repealed] (10)", "2.1.b Điểm b [suspended] (10)"]
    );
    assert_eq!(wording(&library, date(2023, 7, 1)), repealed, "the suspension is over");
}

#[test]
fn what_changed_between_two_days() {
    let library = library(chain());
    let on = |day| library.consolidated(BASE, day).expect("it is there");
    let changes = changed(&on(date(2020, 12, 31)), &on(date(2022, 1, 1)));
    let by = |id: &str, since| Origin { text: id.to_owned(), stated_in: Some(at("1")), since };
    let (second, third) = (by("20/2021/QĐ-UBND", date(2021, 1, 1)), by("30/2022/QĐ-UBND", date(2022, 1, 1)));
    let reworded = What::Reworded { before: "Khoản hai".to_owned(), after: "Khoản hai mới".to_owned() };
    let expected = [
        PartChange {
            address: at("2.1.a"),
            what: What::Stands { now: PartState::Repealed { by: third.clone() } },
            by: Some(third),
        },
        PartChange { address: at("2.2"), what: reworded, by: Some(second.clone()) },
        PartChange { address: at("2a"), what: What::Added { words: "Điều mới".to_owned() }, by: Some(second) },
    ];
    assert_eq!(changes, expected);
    assert_eq!(changed(&on(date(2021, 1, 1)), &on(date(2021, 12, 31))), []);
    assert!(matches!(
        changed(&on(date(2021, 1, 1)), &on(date(2020, 12, 31)))[..],
        [PartChange { what: What::Reworded { .. }, .. }, PartChange { what: What::Gone { .. }, .. },]
    ));
}

#[test]
fn what_cites_a_fallen_text_is_listed_the_same_day() {
    let library = library(chain());
    let cite = |part: Option<&str>| Cite { citer: "1.001612".to_owned(), text: BASE.to_owned(), part: part.map(at) };
    let cites = [
        cite(None),
        cite(Some("2.1.a")),
        cite(Some("2.2")),
        Cite { text: "Luật 80/2015/QH13".to_owned(), ..cite(None) },
    ];
    assert_eq!(library.broken(&cites, date(2021, 12, 31)), []);
    let since = date(2022, 1, 1);
    assert_eq!(library.broken(&cites, since), [Broken { cite: cite(Some("2.1.a")), since, instead: None }]);
    let fallen = library.broken(&cites, date(2025, 1, 1));
    assert_eq!(fallen.len(), 3);
    assert!(fallen.iter().all(|broken| broken.instead.as_deref() == Some("50/2025/QĐ-UBND")));
    let own = library.own_cites(date(2024, 12, 31));
    assert_eq!(own, [Cite { citer: "60/2020/QĐ-UBND".to_owned(), text: BASE.to_owned(), part: None }]);
    assert_eq!(library.own_cites(date(2025, 1, 1)), [], "it fell too");
}

#[test]
fn the_yearly_lists() {
    let library = library(chain());
    let year = |year| library.expired_between(date(year, 1, 1), date(year, 12, 31));
    let shown = |expired: &Expired| {
        let extent = match &expired.extent {
            Extent::Whole => "whole".to_owned(),
            Extent::Parts => "parts".to_owned(),
            Extent::Part { address } => address.to_string(),
        };
        format!("{} {extent} {}{}", expired.id, expired.on, if expired.is_suspended { " suspended" } else { "" })
    };
    let lists: Vec<Vec<String>> =
        [2020, 2021, 2022, 2023, 2024, 2025].map(|y| year(y).iter().map(shown).collect()).into();
    let expected: [&[&str]; 6] = [
        &[],
        &["10/2020/QĐ-UBND 2.2 2021-01-01"],
        &["10/2020/QĐ-UBND 2.1.a 2022-01-01"],
        &["10/2020/QĐ-UBND 2.1 2023-06-01 suspended"],
        &[],
        &["10/2020/QĐ-UBND whole 2025-01-01", "60/2020/QĐ-UBND whole 2025-01-01"],
    ];
    assert_eq!(lists, expected);
    assert_eq!(year(2025)[1].cause, Cause::ParentFell { parent: BASE.to_owned() });
}

#[test]
fn the_four_lists_of_a_period() {
    let mut texts = chain();
    let based = does(BASE, Action::BasedOn { part: None });
    texts.push(text("70/2024/QĐ-UBND", date(2024, 1, 1), vec![based]));
    texts.push(Statute { from: None, articles: vec![], ..text("80/2024/QĐ-UBND", date(2024, 1, 1), vec![]) });
    let library = library(texts);
    let listed = |list, year| -> Vec<String> {
        let found = library.systematised(list, date(year - 4, 1, 1), date(year, 12, 31));
        found.into_iter().map(|one| one.text.id.split('/').next().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(listed(SystemList::Expired, 2025), ["10", "60"]);
    assert_eq!(listed(SystemList::Partly, 2024), ["10"]);
    assert_eq!(listed(SystemList::InForce, 2025), ["20", "30", "40", "70", "50"], "by date, the undated in none");
    assert_eq!(listed(SystemList::ToHandle, 2024), Vec::<String>::new());
    assert_eq!(listed(SystemList::ToHandle, 2025), ["70"], "its basis fell");
    assert_eq!(listed(SystemList::Expired, 2030), Vec::<String>::new(), "they stood in the lists before");
}

#[test]
fn a_text_without_a_day_says_so_and_does_nothing() {
    let alter = does(BASE, Action::Alter);
    let undated = Statute {
        from: None,
        signed: None,
        articles: vec![],
        ..text("90/2021/QĐ-UBND", date(2021, 1, 1), vec![alter.clone()])
    };
    let library = library(vec![base(), undated.clone()]);
    let day = date(2024, 1, 1);
    let standing = library.standing(&undated.id, day).expect("there");
    assert_eq!(standing, Standing { status: Status::Unknown, reasons: vec![Reason::NoDay] });
    assert_eq!(library.status(BASE, day), Some(Status::InForce));
    let dated = Statute { from: Some(date(2021, 1, 1)), ..undated.clone() };
    let library = self::library(vec![base(), dated]);
    assert_eq!(library.status(BASE, day), Some(Status::PartlyExpired));
    let wording = library.consolidated(BASE, day).expect("there");
    assert_eq!(wording.unread.len(), 1, "its words are missing, and that is said");
    let with_words = Statute { from: None, articles: vec![part("1", "A", vec![])], ..undated };
    assert_eq!(Library::new(vec![with_words]), Err(vec![LibraryFault::NoDay { id: "90/2021/QĐ-UBND".to_owned() }]));
}

#[test]
fn ways_to_fall() {
    let own_term = Statute { to: Some(date(2022, 12, 31)), ..base() };
    let fell = |texts: Vec<Statute>| library(texts).fall(BASE).cloned();
    assert_eq!(fell(vec![own_term]), Some(Fall { on: date(2023, 1, 1), cause: Cause::OwnTerm }));
    // A text that is repealed before its day ends nothing.
    let never = text("70/2024/QĐ-UBND", date(2024, 6, 1), vec![does(BASE, Action::Replace)]);
    let repeal =
        text("80/2024/QĐ-UBND", date(2024, 5, 1), vec![does("70/2024/QĐ-UBND", Action::Repeal { part: None })]);
    assert_eq!(fell(vec![base(), never.clone(), repeal]), None);
    assert!(fell(vec![base(), never]).is_some());
    // A text that details two falls with the second.
    let other = Statute { to: Some(date(2021, 12, 31)), ..text("11/2020/QĐ-UBND", date(2020, 1, 1), vec![]) };
    let both =
        vec![does("11/2020/QĐ-UBND", Action::Guide { stays: false }), does(BASE, Action::Guide { stays: false })];
    let child = text("12/2020/QĐ-UBND", date(2020, 4, 1), both.clone());
    let alone = library(vec![base(), other.clone(), child.clone()]);
    assert_eq!(alone.status("12/2020/QĐ-UBND", date(2022, 6, 1)), Some(Status::InForce));
    let replaced = text("50/2025/QĐ-UBND", date(2025, 1, 1), vec![does(BASE, Action::Replace)]);
    let fallen = library(vec![base(), other.clone(), child, replaced.clone()]);
    assert_eq!(fallen.fall("12/2020/QĐ-UBND").map(|fall| fall.on), Some(date(2025, 1, 1)));
    // Unless the issuer announced that it stays.
    let mut staying = both;
    staying[1].action = Action::Guide { stays: true };
    let child = text("12/2020/QĐ-UBND", date(2020, 4, 1), staying);
    assert_eq!(library(vec![base(), other, child, replaced]).fall("12/2020/QĐ-UBND"), None);
}

#[test]
fn a_suspension_ends_with_the_text_that_ordered_it() {
    let order = text("40/2023/QĐ-UBND", date(2023, 6, 1), vec![does(BASE, Action::Suspend { part: None, to: None })]);
    let lift = text("41/2023/QĐ-UBND", date(2023, 9, 1), vec![does("40/2023/QĐ-UBND", Action::Repeal { part: None })]);
    let library = library(vec![base(), order, lift]);
    assert_eq!(library.status(BASE, date(2023, 8, 31)), Some(Status::Suspended));
    assert_eq!(library.status(BASE, date(2023, 9, 1)), Some(Status::InForce));
}

#[test]
fn a_correction_counts_from_the_beginning_of_what_it_corrects() {
    let right = Action::Correct { part: at("1"), wording: part("1", "Phạm vi đúng", vec![]) };
    let amend = Action::Amend { part: at("1"), wording: part("1", "Phạm vi mới", vec![]) };
    let library = library(vec![
        base(),
        text("20/2021/QĐ-UBND", date(2021, 1, 1), vec![does(BASE, amend)]),
        text("21/2021/CV", date(2021, 2, 1), vec![does(BASE, right)]),
    ]);
    assert_eq!(wording(&library, date(2021, 3, 1))[0], "1 Phạm vi mới (20)");
    assert_eq!(library.status(BASE, date(2020, 4, 1)), Some(Status::InForce));
}

#[test]
fn faulty_texts_are_refused_with_every_fault() {
    let id = || BASE.to_owned();
    let by = || "20/2021/QĐ-UBND".to_owned();
    let acts = vec![
        does(BASE, Action::Repeal { part: Some(at("9")) }),
        does(BASE, Action::Insert { within: Some(at("2")), after: None, wording: part("2", "đã có", vec![]) }),
    ];
    let mut twice = base();
    twice.articles.push(part("1", "lại", vec![]));
    twice.to = Some(date(2019, 1, 1));
    let day = date(2021, 1, 1);
    let faults = Library::new(vec![twice, text("20/2021/QĐ-UBND", day, acts)]).expect_err("refused");
    let expected = [
        LibraryFault::Days { id: id() },
        LibraryFault::PartTwice { id: id(), address: at("1") },
        LibraryFault::NoPart { id: id(), by: by(), address: at("9"), day },
        LibraryFault::NoPart { id: id(), by: by(), address: at("2"), day },
    ];
    // Its own term ends it before the amendment comes, yet what the amendment says is checked all the same.
    for fault in &expected {
        assert!(faults.contains(fault), "{fault}: {faults:?}");
    }
    assert_eq!(faults.len(), expected.len());
    assert_eq!(Library::new(vec![base(), base()]).expect_err("refused"), [LibraryFault::Twice { id: id() }]);
    let own = text("20/2021/QĐ-UBND", day, vec![does("20/2021/QĐ-UBND", Action::Replace)]);
    assert_eq!(Library::new(vec![own]).expect_err("refused"), [LibraryFault::OnItself { id: by() }]);
}

#[test]
fn addresses_are_cited_as_people_do() {
    assert_eq!(at("5.2.đ").cited(), "điểm đ khoản 2 Điều 5");
    assert_eq!(at("5a").cited(), "Điều 5a");
    assert!(at("5.2.a").is_within(&at("5.2")) && !at("5.2").is_within(&at("5.2.a")) && !at("51").is_within(&at("5")));
    for wrong in ["", ".", "5.", "5.2.a.1", "5 2", "123456789"] {
        assert!(Address::parse(wrong).is_none(), "{wrong:?}");
    }
}

#[test]
fn akoma_ntoso_has_addresses_origins_and_states() {
    let library = library(chain());
    let day = date(2023, 6, 1);
    let xml = akoma_ntoso(library.get(BASE).expect("there"), &library.consolidated(BASE, day).expect("there"));
    for expected in [
        "<akomaNtoso xmlns=\"http://docs.oasis-open.org/legaldocml/ns/akn/3.0\"><act name=\"quyet-dinh\"",
        "<FRBRuri value=\"/akn/vn/act/2020-02-20/10-2020-qd-ubnd/vie@2023-06-01\"/>",
        "<article eId=\"art_2\"><num>Điều 2</num><intro><p>Nội dung</p></intro>",
        "<paragraph eId=\"art_2__para_1\" status=\"ignored\">",
        "<point eId=\"art_2__para_1__point_a\" status=\"removed\">",
        "<paragraph eId=\"art_2__para_2\"><num>2</num><content><p>Khoản hai mới</p></content></paragraph>",
        "<article eId=\"art_2a\">",
        "<eventRef eId=\"e1\" date=\"2021-01-01\" source=\"#t1\" type=\"amendment\"/>",
        "<passiveRef eId=\"t1\" href=\"/akn/vn/act/20-2021-qd-ubnd\" showAs=\"20/2021/QĐ-UBND\"/>",
    ] {
        assert!(xml.contains(expected), "{expected}\n{xml}");
    }
    let mut reader = quick_xml::Reader::from_str(&xml);
    let mut depth = 0_i32;
    loop {
        match reader.read_event().expect("well formed") {
            quick_xml::events::Event::Start(_) => depth += 1,
            quick_xml::events::Event::End(_) => depth -= 1,
            quick_xml::events::Event::Eof => break,
            _other => (),
        }
    }
    assert_eq!(depth, 0);
}

#[test]
fn times_hold_only_under_the_law_that_set_them() {
    let times =
        DraftingTimes::parse(include_bytes!("../../../../data/documents/drafting_times.json")).expect("shipped");
    let effect = |level, day| times.get("effect", level, day).map(|time| (time.amount, time.unit));
    assert_eq!(effect("province", date(2020, 6, 1)), Some((10, TimeUnit::Day)));
    assert_eq!(effect("commune", date(2020, 6, 1)), Some((7, TimeUnit::Day)));
    assert_eq!(effect("province", date(2026, 6, 1)), None, "the times of Law 64/2025 are not known yet");
    assert!(times.all().all(|time| !time.source.is_empty()));
    assert!(DraftingTimes::parse(b"{\"count\": 1, \"drafting_times\": []}").is_err());
}

/// Random texts that act on earlier and later ones.
fn random_texts() -> impl Strategy<Value = Vec<Statute>> {
    let relation = (0_usize..6, 0_u8..7, proptest::option::of(0_i64..2_000));
    let one = (0_i64..2_000, proptest::option::of(0_i64..1_500), proptest::collection::vec(relation, 0..3));
    proptest::collection::vec(one, 6).prop_map(|rows| {
        let start = date(2020, 1, 11);
        let later = |days: i64| start.checked_add(jiff::Span::new().days(days)).expect("a day");
        let rows = rows.into_iter().enumerate();
        rows.map(|(index, (from, lasts, relations))| {
            let relations =
                relations.into_iter().filter(|(target, ..)| *target != index).map(|(target, action, day)| {
                    let action = match action {
                        0 => Action::Replace,
                        1 => Action::Repeal { part: None },
                        2 => Action::Repeal { part: Some(at("1")) },
                        3 => Action::Suspend { part: None, to: day.map(later) },
                        4 => Action::Guide { stays: false },
                        5 => Action::Amend { part: at("2"), wording: part("2", "mới", vec![]) },
                        _based => Action::BasedOn { part: None },
                    };
                    Relation {
                        target: format!("t{target}"),
                        action,
                        from: day.map(later),
                        stated_in: None,
                        source: None,
                    }
                });
            let relations = relations.collect();
            let to = lasts.map(|days| later(from + days));
            Statute { to, ..text(&format!("t{index}"), later(from), relations) }
        })
        .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn what_is_expired_stays_so_and_the_order_of_texts_does_not_matter(texts in random_texts(), shift in 0_usize..6) {
        let library = library(texts.clone());
        let mut turned = texts.clone();
        turned.rotate_left(shift);
        prop_assert_eq!(&self::library(turned), &library);
        for text in &texts {
            let days = (0..24).map(|month| date(2020 + month / 4, 1 + i8::try_from(month % 4).expect("small") * 3, 1));
            let mut was_expired = false;
            for day in days {
                let status = library.status(&text.id, day).expect("there");
                let fall = library.fall(&text.id);
                prop_assert_eq!(status == Status::Expired, fall.is_some_and(|fall| fall.on <= day));
                prop_assert!(!was_expired || status == Status::Expired);
                prop_assert!(status != Status::NotYet || Some(day) < text.from);
                was_expired = status == Status::Expired;
                // A wording differs from itself in nothing.
                let wording = library.consolidated(&text.id, day).expect("there");
                prop_assert_eq!(changed(&wording, &wording), vec![]);
            }
            // Everything that ends stands once in the list of its year.
            if let Some(fall) = library.fall(&text.id) {
                let year = fall.on.year();
                let listed = library.expired_between(date(year, 1, 1), date(year, 12, 31));
                let whole = listed.iter().filter(|one| one.id == text.id && one.extent == Extent::Whole && !one.is_suspended);
                prop_assert_eq!(whole.count(), 1);
            }
        }
    }
}
