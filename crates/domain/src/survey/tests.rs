//! Tables of samples, indices and bounds, and what nobody may work out of a published table.

use std::collections::BTreeMap;

use jiff::civil::date;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;

fn decimal(text: &str) -> Decimal {
    text.parse().expect("a number")
}

/// The example that is shipped.
fn shipped() -> Questionnaire {
    let bytes = include_bytes!("../../../../data/surveys/satisfaction_example.json");
    Questionnaire::parse(bytes).expect("the shipped questionnaire")
}

#[test]
fn samples_follow_the_published_formula() {
    for (population, error, size) in [
        (0, "0.05", 0),
        (1, "0.05", 1),
        (100, "0.05", 80),
        (1_000, "0.05", 286),
        (2_000, "0.05", 334),
        (10_000, "0.05", 385),
        (1_000_000, "0.05", 400),
        (1_000, "0.03", 527),
        (1_000, "0.1", 91),
    ] {
        assert_eq!(sample_size(population, decimal(error)), Some(size), "{population} at {error}");
    }
    for error in ["0", "-0.05", "1", "5"] {
        assert_eq!(sample_size(100, decimal(error)), None, "an error of {error}");
    }
}

fn strata(populations: &[u64]) -> Vec<Stratum> {
    let named = populations.iter().enumerate();
    named.map(|(index, population)| Stratum { id: format!("{index:03}"), population: *population }).collect()
}

#[test]
fn a_sample_is_shared_out_in_proportion() {
    for (size, populations, shares) in [
        (10, &[50, 30, 20][..], &[5, 3, 2][..]),
        (10, &[1, 1, 1], &[1, 1, 1]),
        (4, &[100, 100, 100], &[2, 1, 1]),
        (5, &[1000, 1, 0], &[4, 1, 0]),
        (1, &[10, 90], &[0, 1]),
        (0, &[10, 90], &[0, 0]),
        (3, &[], &[]),
        (2, &[0, 0], &[0, 0]),
    ] {
        assert_eq!(allocate(size, &strata(populations)), shares, "{size} of {populations:?}");
    }
}

#[test]
fn whoever_has_the_seed_draws_the_same() {
    let digest = |byte: u8| [byte; 32];
    let members = [("c", digest(7)), ("a", digest(9)), ("b", digest(7)), ("d", digest(1)), ("d", digest(1))];
    assert_eq!(draw(members, 3), ["d", "b", "c"]);
    assert_eq!(draw(members, 9), ["d", "b", "c", "a"]);
    let turned: Vec<_> = members.into_iter().rev().collect();
    assert_eq!(draw(turned, 3), ["d", "b", "c"]);
}

#[test]
fn an_index_weighs_the_answers_that_count() {
    let example = shipped();
    let choices = &example.questions.last().expect("a question").choices;
    let tally = |counts: &[u64]| Tally::new(choices.iter().cloned().zip(counts.iter().copied()).collect());
    for (counts, index, share) in [
        (&[1, 0, 0, 0, 0, 0][..], Some("100"), Some("100")),
        (&[0, 0, 0, 0, 1, 0], Some("0"), Some("0")),
        (&[1, 1, 1, 0, 0, 97], Some("75"), Some("66.67")),
        (&[30, 40, 20, 8, 2, 5], Some("72"), Some("70")),
        (&[0, 0, 0, 0, 0, 9], None, None),
        (&[], None, None),
    ] {
        let found = tally(counts);
        assert_eq!((found.index(), found.share()), (index.map(decimal), share.map(decimal)), "{counts:?}");
    }
}

#[test]
fn bounds_are_those_of_wilson() {
    for (satisfied, answers, low, high) in [
        (81, 100, "72.22", "87.49"),
        (0, 10, "0", "27.75"),
        (10, 10, "72.25", "100"),
        (1, 1, "20.65", "100"),
        (286, 400, "66.89", "75.70"),
        (90_023, 100_000, "89.84", "90.21"),
    ] {
        let expected = Interval { low: decimal(low), high: decimal(high) };
        assert_eq!(interval(satisfied, answers), Some(expected), "{satisfied} of {answers}");
    }
    assert_eq!(interval(0, 0), None);
    assert_eq!(interval(2, 1), None);
}

#[test]
fn few_answers_are_not_shown_and_do_not_follow_from_the_others() {
    for (answers, shown) in [
        (&[20, 30, 40][..], &[true, true, true][..]),
        (&[3, 30, 40], &[false, false, true]),
        (&[3, 4, 40], &[false, false, true]),
        (&[1, 1, 40], &[false, false, false]),
        (&[0, 30, 40], &[true, true, true]),
        (&[3, 0, 0], &[false, true, true]),
        (&[], &[]),
    ] {
        let cells: Vec<Cell> = answers
            .iter()
            .enumerate()
            .map(|(index, answers)| Cell { id: index.to_string(), answers: *answers })
            .collect();
        assert_eq!(published(&cells, 5), shown, "{answers:?}");
    }
}

#[test]
fn answers_fit_the_questionnaire_or_say_where_they_do_not() {
    let example = shipped();
    assert!(example.is_example && example.holds_on(date(2026, 11, 27)));
    let mut answers: BTreeMap<String, String> = example
        .questions
        .iter()
        .filter(|question| !question.is_optional)
        .map(|question| (question.id.clone(), "hai_long".to_owned()))
        .collect();
    assert_eq!(example.read_answers(&answers).map(|chosen| chosen.len()), Ok(5));
    answers.insert("chung".to_owned(), "tam_duoc".to_owned());
    answers.remove("ket_qua");
    answers.insert("gia_ca".to_owned(), "hai_long".to_owned());
    let expected = [
        AnswerFault::Unknown("gia_ca".to_owned()),
        AnswerFault::Missing("ket_qua".to_owned()),
        AnswerFault::Choice("chung".to_owned()),
    ];
    assert_eq!(example.read_answers(&answers), Err(expected.to_vec()));
    let faulty = String::from_utf8_lossy(include_bytes!("../../../../data/surveys/satisfaction_example.json"))
        .replacen("\"weight\": 100", "\"weight\": 101", 1)
        .replacen("\"rat_khong_hai_long\"", "\"hai_long\"", 1);
    assert_eq!(Questionnaire::parse(faulty.as_bytes()).map_err(|faults| faults.len()), Err(2));
}

proptest! {
    #[test]
    fn shares_add_up(size in 0_u64..2_000, populations in prop::collection::vec(0_u64..500, 0..40)) {
        let strata = strata(&populations);
        let shares = allocate(size, &strata);
        let total: u64 = populations.iter().sum();
        prop_assert_eq!(shares.iter().sum::<u64>(), size.min(total));
        let filled = populations.iter().filter(|population| **population > 0).count() as u64;
        for (share, population) in shares.iter().zip(&populations) {
            prop_assert!(share <= population);
            prop_assert!(size < filled || *population == 0 || *share > 0);
        }
    }

    #[test]
    fn nothing_withheld_can_be_worked_out(answers in prop::collection::vec(0_u64..40, 0..30), least in 2_u64..12) {
        let named = answers.iter().enumerate();
        let cells: Vec<Cell> = named.map(|(id, answers)| Cell { id: format!("{id:02}"), answers: *answers }).collect();
        let shown = published(&cells, least);
        let withheld: Vec<u64> =
            cells.iter().zip(&shown).filter(|(_, shown)| !**shown).map(|(cell, _)| cell.answers).collect();
        let is_safe = withheld.is_empty() || (withheld.len() > 1 && withheld.iter().sum::<u64>() >= least);
        let nothing_is_left = cells.iter().zip(&shown).all(|(cell, shown)| !shown || cell.answers == 0);
        prop_assert!(is_safe || nothing_is_left);
        prop_assert!(cells.iter().zip(&shown).all(|(cell, shown)| !shown || cell.answers == 0 || cell.answers >= least));
    }

    #[test]
    fn bounds_hold_the_share(answers in 1_u64..100_000, part in 0_u64..=100) {
        let satisfied = answers * part / 100;
        let bounds = interval(satisfied, answers).expect("bounds");
        let share = Decimal::from(satisfied * 100) / Decimal::from(answers);
        let slack = decimal("0.01");
        prop_assert!(bounds.low <= share + slack && share <= bounds.high + slack);
    }
}
