//! Amounts in words (số tiền bằng chữ), as receipts for money must carry them.

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
const SCALES: [&str; 3] = ["", "nghìn", "triệu"];

/// `1_050_000` is `Một triệu không trăm năm mươi nghìn đồng`; nothing for a negative amount.
pub(crate) fn in_words(amount: i64) -> Option<String> {
    let amount = u64::try_from(amount).ok()?;
    let mut words = if amount == 0 { vec!["không"] } else { number(amount) };
    words.push("đồng");
    let text = words.join(" ");
    let mut letters = text.chars();
    let first = letters.next()?;
    Some(first.to_uppercase().chain(letters).collect())
}

/// Groups of nine digits, each followed by one more `tỷ` than the one below it.
fn number(amount: u64) -> Vec<&'static str> {
    let billions = amount / 1_000_000_000;
    let rest = amount % 1_000_000_000;
    let mut words = Vec::new();
    if billions > 0 {
        words.extend(number(billions));
        words.push("tỷ");
    }
    let mut spoken = billions > 0;
    for (scale, name) in SCALES.iter().enumerate().rev() {
        let power = u32::try_from(scale).unwrap_or_default().saturating_mul(3);
        let group = rest / 10_u64.pow(power) % 1000;
        if group == 0 {
            continue;
        }
        three_digits(group, spoken, &mut words);
        if !name.is_empty() {
            words.push(name);
        }
        spoken = true;
    }
    words
}

/// The hundreds are spoken even when none, if something stands before them.
fn three_digits(group: u64, full: bool, words: &mut Vec<&'static str>) {
    let digit = |value: u64| usize::try_from(value).ok().and_then(|at| DIGITS.get(at)).copied().unwrap_or_default();
    let (hundreds, tens, ones) = (group / 100, group / 10 % 10, group % 10);
    if full || hundreds > 0 {
        words.extend([digit(hundreds), "trăm"]);
    }
    let before = full || hundreds > 0;
    match tens {
        0 if ones > 0 && before => words.push("linh"),
        0 => (),
        1 => words.push("mười"),
        _ => words.extend([digit(tens), "mươi"]),
    }
    match (tens, ones) {
        (_, 0) => (),
        (2.., 1) => words.push("mốt"),
        (1.., 5) => words.push("lăm"),
        (2.., 4) => words.push("tư"),
        _ => words.push(digit(ones)),
    }
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn amounts_as_a_cashier_writes_them() {
        let cases = [
            (0, "Không đồng"),
            (5, "Năm đồng"),
            (10, "Mười đồng"),
            (15, "Mười lăm đồng"),
            (21, "Hai mươi mốt đồng"),
            (24, "Hai mươi tư đồng"),
            (101, "Một trăm linh một đồng"),
            (8_000, "Tám nghìn đồng"),
            (50_000, "Năm mươi nghìn đồng"),
            (205_000, "Hai trăm linh năm nghìn đồng"),
            (1_005_000, "Một triệu không trăm linh năm nghìn đồng"),
            (1_050_000, "Một triệu không trăm năm mươi nghìn đồng"),
            (1_000_001, "Một triệu không trăm linh một đồng"),
            (12_345_678, "Mười hai triệu ba trăm bốn mươi lăm nghìn sáu trăm bảy mươi tám đồng"),
            (1_000_000_000, "Một tỷ đồng"),
            (2_015_000_000, "Hai tỷ không trăm mười lăm triệu đồng"),
        ];
        for (amount, words) in cases {
            assert_eq!(in_words(amount).as_deref(), Some(words), "{amount}");
        }
        assert_eq!(in_words(-1), None);
        assert!(in_words(i64::MAX).is_some_and(|words| words.starts_with("Chín tỷ hai trăm hai mươi ba triệu")));
    }
}
