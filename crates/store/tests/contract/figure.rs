//! Sums of marks are what a walk along the marks gives, whatever was put and taken away, for any period, unit and procedure.

use std::collections::BTreeMap;

use domain::figure::{Counter, Mark, Period};
use domain::time::{Date, date_from_epoch_day, epoch_day};
use store::figure_mark::{self, Counted, MarkRow};
use store::figure_sum::{self, Sums};
use store::{DbError, Tx};

use crate::bed::{Bed, contract};

contract! {
    sums_are_those_of_the_marks,
    a_sum_that_is_not_is_found,
}

const COUNTERS: [Counter; 3] = [Counter::Received, Counter::WithinLimit, Counter::Waiting];
const UNITS: [&str; 4] = ["05443", "05449", "so-noi-vu", "so-xay-dung"];

/// A small generator with a fixed seed, so that a failure can be repeated.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        i64::try_from(self.0 % u64::try_from(bound).unwrap()).unwrap()
    }
}

fn day(number: i64) -> Date {
    let begin = epoch_day("2026-01-15".parse().unwrap());
    date_from_epoch_day(begin + number).unwrap()
}

fn at_random(number: i64, dice: &mut Dice) -> MarkRow {
    let belongs = dice.below(120);
    let from = belongs + dice.below(40);
    let until = (dice.below(3) > 0).then(|| day(from + 1 + dice.below(60)));
    let counter = COUNTERS[usize::try_from(dice.below(3)).unwrap()];
    let amount = 1 + dice.below(5);
    MarkRow {
        dossier: format!("H55.05443-260115-{number:04}"),
        mark: Mark { counter, belongs: day(belongs), day: day(from), until, amount },
        unit: UNITS[usize::try_from(dice.below(4)).unwrap()].to_owned(),
        procedure_id: format!("1.00{}", dice.below(3)),
    }
}

fn put(tx: &mut Tx<'_>, rows: &[MarkRow], times: i64) -> Result<(), DbError> {
    let mut sums = Sums::default();
    for row in rows {
        sums.add(row, times);
        if times > 0 {
            figure_mark::insert(tx, row)?;
        } else {
            figure_mark::delete(tx, &row.dossier, row.mark.counter)?;
        }
    }
    sums.keep(tx)
}

fn by_hand(
    rows: &[MarkRow],
    from: Option<Date>,
    to: Date,
    key: fn(&MarkRow) -> &str,
) -> BTreeMap<(Counter, String), i64> {
    let mut sums = BTreeMap::new();
    for row in rows {
        let mark = row.mark;
        let counts =
            from.is_none_or(|from| mark.belongs >= from) && mark.day <= to && mark.until.is_none_or(|until| until > to);
        if counts {
            *sums.entry((mark.counter, key(row).to_owned())).or_insert(0) += mark.amount;
        }
    }
    sums
}

fn found(rows: Vec<(Counter, String, i64)>) -> BTreeMap<(Counter, String), i64> {
    rows.into_iter().filter(|row| row.2 != 0).map(|(counter, key, amount)| ((counter, key), amount)).collect()
}

async fn sums_are_those_of_the_marks(bed: &mut Bed) {
    let mut dice = Dice(7_919);
    let mut rows: Vec<MarkRow> = (0..300).map(|number| at_random(number, &mut dice)).collect();
    let all = rows.clone();
    bed.store.write(move |tx| put(tx, &all, 1)).await.unwrap();
    // A third goes again.
    let gone: Vec<MarkRow> = rows.drain(..100).collect();
    bed.store.write(move |tx| put(tx, &gone, -1)).await.unwrap();
    let last = day(200);
    for _ in 0..40 {
        let to = day(dice.below(200));
        let back = dice.below(4);
        let from = Period::months_to(to, back + 1)[0].from;
        let period = Period::new(from, to).unwrap();
        for is_of_period in [true, false] {
            let since = is_of_period.then_some(from);
            let sums = bed.store.read(move |tx| figure_sum::by_unit(tx, &COUNTERS, is_of_period, period));
            let sums: Result<_, DbError> = sums.await;
            assert_eq!(found(sums.unwrap()), by_hand(&rows, since, to, |row| &row.unit), "{period:?} {is_of_period}");
            let sums = bed.store.read(move |tx| figure_sum::by_procedure(tx, &COUNTERS, is_of_period, period, None));
            let sums: Result<_, DbError> = sums.await;
            assert_eq!(found(sums.unwrap()), by_hand(&rows, since, to, |row| &row.procedure_id), "{period:?}");
            let units = vec![UNITS[0].to_owned(), UNITS[2].to_owned()];
            let of_units: Vec<MarkRow> = rows.iter().filter(|row| units.contains(&row.unit)).cloned().collect();
            let wanted = units.clone();
            let sums =
                bed.store.read(move |tx| figure_sum::by_procedure(tx, &COUNTERS, is_of_period, period, Some(&wanted)));
            let sums: Result<_, DbError> = sums.await;
            assert_eq!(found(sums.unwrap()), by_hand(&of_units, since, to, |row| &row.procedure_id), "{period:?}");
            let what = Counted::new(is_of_period, period, Some(units));
            let lines = bed.store.read(move |tx| {
                let mut lines = Vec::new();
                figure_mark::each_line(tx, &COUNTERS, &what, |counter, code, amount| {
                    lines.push((counter.to_owned(), code.to_owned(), amount));
                })?;
                Ok::<_, DbError>(lines)
            });
            let lines = lines.await.unwrap();
            let sum: i64 = lines.iter().map(|line| line.2).sum();
            assert_eq!(sum, by_hand(&of_units, since, to, |_| "").values().sum::<i64>());
            assert!(lines.is_sorted_by(|one, other| (&one.0, &one.1) < (&other.0, &other.1)), "in canonical order");
        }
    }
    let whole = Period::new("2026-01-01".parse().unwrap(), last).unwrap();
    let read =
        bed.store.read(move |tx| Ok((figure_sum::difference(tx)?, figure_sum::by_unit(tx, &COUNTERS, true, whole)?)));
    let (difference, sums): (_, Vec<_>) = read.await.map_err(|error: DbError| error).unwrap();
    assert_eq!(difference, None);
    assert!(!sums.is_empty());
}

async fn a_sum_that_is_not_is_found(bed: &mut Bed) {
    let mut dice = Dice(104_729);
    let row = at_random(1, &mut dice);
    let (kept, counter) = (row.clone(), row.mark.counter);
    bed.store.write(move |tx| put(tx, std::slice::from_ref(&kept), 1)).await.unwrap();
    let difference = bed.store.read(figure_sum::difference).await.map_err(|error: DbError| error).unwrap();
    assert_eq!(difference, None);
    let code = row.dossier.clone();
    let removed: Result<(), DbError> = bed.store.write(move |tx| figure_mark::delete(tx, &code, counter)).await;
    removed.unwrap();
    let difference = bed.store.read(figure_sum::difference).await.map_err(|error: DbError| error).unwrap();
    assert_eq!(difference.unwrap().0, counter.name());
}
