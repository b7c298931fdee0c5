//! Official numbers with an inner structure: a slip of the pen is found before an officer has to.

use jiff::civil::Date;

/// Weights of the first nine digits of a tax code.
const WEIGHTS: [u32; 9] = [31, 29, 23, 19, 17, 13, 7, 5, 3];

/// Whether the text can be a personal identity number or the number of an old identity card.
///
/// Twelve digits: the code of the province or country of birth registration, a digit for century and sex (0 and 1 the
/// twentieth century, 2 and 3 the twenty-first, and so on), two of the year of birth, and six at random
/// (Decree 137/2015/NĐ-CP, Article 13; Circular 59/2021/TT-BCA, Article 4). Provinces are 001 to 096. The old number
/// of nine digits has no structure that could be checked.
pub(super) fn is_identity(given: &str, today: Date) -> bool {
    let value = |digits: &[u32]| digits.iter().fold(0, |value, digit| value * 10 + digit);
    let Some(digits) = digits(given) else {
        return false;
    };
    match (digits.len(), digits.split_at_checked(3), digits.get(3), digits.get(4..6)) {
        (9, ..) => true,
        (12, Some((province, _)), Some(century), Some(year)) => {
            let born = 1900 + century / 2 * 100 + value(year);
            (1..=96).contains(&value(province)) && i64::from(born) <= i64::from(today.year())
        }
        _ => false,
    }
}

/// Whether the text can be a tax code: ten digits, the last of which is ten less the weighted sum of the others modulo
/// eleven; or those with three more of a branch, with or without a hyphen between.
///
/// Households and persons use their identity number as tax code since 1 July 2025 (Circular 86/2024/TT-BTC); a form
/// asks for that as an identity number.
pub(super) fn is_tax_code(given: &str) -> bool {
    let (code, branch) = match (given.split_once('-'), given.len()) {
        (Some((code, branch)), _) => (code, Some(branch)),
        (None, 13) => given.split_at_checked(10).map_or((given, None), |(code, branch)| (code, Some(branch))),
        (None, _) => (given, None),
    };
    let is_branch = |branch: &str| digits(branch).is_some_and(|digits| digits.len() == 3) && branch != "000";
    let Some(digits) = digits(code) else {
        return false;
    };
    let Some((last, rest)) = digits.split_last() else {
        return false;
    };
    let sum: u32 = rest.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    rest.len() == WEIGHTS.len() && last + sum % 11 == 10 && branch.is_none_or(is_branch)
}

/// At most thirteen digits and nothing else.
fn digits(text: &str) -> Option<Vec<u32>> {
    if text.is_empty() || text.len() > 13 || !text.is_ascii() {
        return None;
    }
    text.chars().map(|character| character.to_digit(10)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn identity_numbers_by_table() {
        let table = [
            ("019090001234", true),
            ("001200000001", true),
            ("001300000001", true),
            ("096226000001", true),
            ("096227000001", false), // born in 2027
            ("097090001234", false),
            ("000090001234", false),
            ("019990001234", false), // the twenty-fourth century
            ("090123456", true),
            ("09012345", false),
            ("0190900012345", false),
            ("01909000123a", false),
            ("019 090001234", false),
            ("٠١٩٠٩٠٠٠١٢٣٤", false),
            ("", false),
        ];
        for (given, expected) in table {
            assert_eq!(is_identity(given, date(2026, 11, 26)), expected, "{given}");
        }
        assert!(is_identity("096227000001", date(2027, 1, 1)));
    }

    #[test]
    fn tax_codes_by_table() {
        let table = [
            ("0100109106", true),
            ("0100684378", true),
            ("0101248141", true),
            ("0100109107", false),
            ("0010109106", false),
            ("0100109106-001", true),
            ("0100109106001", true),
            ("0100109106-000", false),
            ("0100109106-01", false),
            ("0100109106-", false),
            ("010010910", false),
            ("019090001234", false),
            ("", false),
            ("-", false),
            ("ă100109106", false),
        ];
        for (given, expected) in table {
            assert_eq!(is_tax_code(given), expected, "{given}");
        }
    }

    #[test]
    fn every_single_slip_in_a_tax_code_is_found() {
        for at in 0..10 {
            for digit in '0'..='9' {
                let slip: String = "0100109106"
                    .chars()
                    .enumerate()
                    .map(|(place, old)| if place == at { digit } else { old })
                    .collect();
                assert_eq!(is_tax_code(&slip), slip == "0100109106", "{slip}");
            }
        }
    }
}
