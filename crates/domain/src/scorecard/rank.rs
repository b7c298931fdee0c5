//! Competition ranking: 1, 2, 2, 4.

use rust_decimal::Decimal;

/// The rank of each value, the largest first; none for what has no value.
pub(super) fn competition(values: &[Option<Decimal>]) -> Vec<Option<usize>> {
    let mut order: Vec<(usize, Decimal)> =
        values.iter().enumerate().filter_map(|(unit, value)| value.map(|value| (unit, value))).collect();
    order.sort_by_key(|(_, value)| std::cmp::Reverse(*value));
    let mut ranks = vec![None; values.len()];
    let mut last: Option<(Decimal, usize)> = None;
    for (place, (unit, value)) in order.into_iter().enumerate() {
        let rank = match last {
            Some((above, rank)) if above == value => rank,
            Some(_) | None => place.saturating_add(1),
        };
        last = Some((value, rank));
        if let Some(slot) = ranks.get_mut(unit) {
            *slot = Some(rank);
        }
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_share_a_rank_and_the_next_is_skipped() {
        let values = [Some(Decimal::ONE), Some(Decimal::TEN), None, Some(Decimal::TWO), Some(Decimal::TWO)];
        assert_eq!(competition(&values), [Some(4), Some(1), None, Some(2), Some(2)]);
        assert_eq!(competition(&[]), []);
        assert_eq!(competition(&[Some(Decimal::new(10, 1)), Some(Decimal::ONE)]), [Some(1), Some(1)]);
    }
}
