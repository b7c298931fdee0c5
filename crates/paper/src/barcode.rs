//! Code 128 (ISO/IEC 15417) of a dossier code, as an SVG picture: pure, so that it can be compared with known patterns.

/// Widths of bar, space, bar, space, bar, space of each of the 106 symbols; three starts are the last ones.
const SYMBOLS: &str = "\
212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221\
223211221132221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321\
112313132113132311211313231113231311112133112331132131113123113321133121313121211331231131213113213311213131\
311123311321331121312113312311332111314111221411431111111224111422121124121421141122141221112214112412122114\
122411142112142211241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141\
214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214211232";
const STOP: &str = "2331112";
const START_B: usize = 104;
const QUIET: u32 = 10;

/// The symbol's numbers: start B, one for each sign, the check symbol. Only printable ASCII has one.
fn values(text: &str) -> Option<Vec<usize>> {
    let signs = text.bytes().map(|sign| match sign {
        b' '..=b'~' => Some(usize::from(sign.saturating_sub(b' '))),
        _ => None,
    });
    let signs: Vec<usize> = signs.collect::<Option<_>>()?;
    let sum = signs
        .iter()
        .zip(1_usize..)
        .fold(START_B, |sum, (value, place)| sum.saturating_add(value.saturating_mul(place)) % 103);
    Some([START_B].into_iter().chain(signs).chain([sum % 103]).collect())
}

/// Widths of bars and spaces in turn, a bar first.
fn widths(text: &str) -> Option<Vec<u32>> {
    let mut digits = String::new();
    for value in values(text)? {
        let start = value.checked_mul(6)?;
        digits.push_str(SYMBOLS.get(start..start.checked_add(6)?)?);
    }
    digits.push_str(STOP);
    digits.chars().map(|digit| digit.to_digit(10)).collect()
}

/// The picture with its quiet zones, one unit a module; nothing for a text that has no barcode.
pub(crate) fn svg(text: &str) -> Option<String> {
    use std::fmt::Write;
    if text.is_empty() || text.len() > 80 {
        return None;
    }
    let mut path = String::new();
    let mut x = QUIET;
    for (width, place) in widths(text)?.into_iter().zip(0_u32..) {
        if place % 2 == 0 {
            write!(path, "M{x} 0h{width}v40h-{width}z").ok()?;
        }
        x = x.saturating_add(width);
    }
    let whole = x.saturating_add(QUIET);
    Some(format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} 40" width="{whole}" height="40"><path d="{path}"/></svg>"#
    ))
}

#[cfg(test)]
mod tests {
    use super::{START_B, SYMBOLS, svg, values, widths};

    #[test]
    fn every_symbol_is_eleven_modules_wide_and_stands_once() {
        assert_eq!(SYMBOLS.len(), 106 * 6);
        let symbols: Vec<&str> = (0..106).map(|at| &SYMBOLS[at * 6..at * 6 + 6]).collect();
        for symbol in &symbols {
            let digits: Vec<u32> = symbol.chars().filter_map(|digit| digit.to_digit(10)).collect();
            assert_eq!(digits.iter().sum::<u32>(), 11, "{symbol}");
            assert_eq!(digits.iter().step_by(2).sum::<u32>() % 2, 0, "{symbol}: bars of even width");
        }
        let unique: std::collections::BTreeSet<_> = symbols.iter().collect();
        assert_eq!(unique.len(), 106);
    }

    #[test]
    fn known_check_symbols() {
        // The example of textbooks: PJJ123C has the check symbol 54 when begun with start A, so with start B 55.
        assert_eq!(values("PJJ123C").and_then(|all| all.last().copied()), Some(55));
        assert_eq!(values("A"), Some(vec![START_B, 33, (104 + 33) % 103]));
    }

    #[test]
    fn a_known_pattern() {
        let pattern = widths("A").map(|all| all.iter().map(u32::to_string).collect::<String>());
        assert_eq!(pattern.as_deref(), Some("2112141113231311232331112"));
    }

    #[test]
    fn what_has_no_code_is_refused() {
        assert!(svg("Hồ").is_none());
        assert!(svg("").is_none());
        assert!(svg(&"0".repeat(81)).is_none());
        assert!(svg("000.00.12.H55-261126-0001").is_some());
    }
}
