//! Headings of tables as people write them: case, diacritics, blanks and a `_max6` in them do not matter.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A heading without what does not matter: lower case, no diacritics, `_` for every run of other signs but the dot.
///
/// `Tổng điểm`, `tong_diem` and `TONG-DIEM` are one heading; `4.1_max6_score` and `4.1_score` are one, `41` is another.
pub(super) fn key(heading: &str) -> String {
    let mut key = String::with_capacity(heading.len());
    for letter in heading.nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase) {
        let letter = if letter == 'đ' { 'd' } else { letter };
        if letter.is_alphanumeric() || letter == '.' {
            key.push(letter);
        } else if !key.ends_with('_') && !key.is_empty() {
            key.push('_');
        }
    }
    let parts: Vec<&str> = key.split('_').filter(|part| !part.is_empty() && !is_maximum(part)).collect();
    parts.join("_")
}

/// `max6`, `max0.5`
fn is_maximum(part: &str) -> bool {
    part.strip_prefix("max").is_some_and(|digits| {
        digits.starts_with(|first: char| first.is_ascii_digit())
            && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    })
}

/// Headings of printed totals.
pub(super) const TOTAL: [&str; 10] = [
    "total",
    "expected_total",
    "tong",
    "tong_diem",
    "tong_so_diem",
    "total_score",
    "expected_total_score",
    "expected_totalscore",
    "expected_unweighted_total",
    "unweighted_total",
];
/// Headings of printed percentages of the whole.
pub(super) const INDEX: [&str; 5] = ["index", "chi_so", "expected_index", "expected_ratio", "ratio"];
/// Headings of printed ranks.
pub(super) const RANK: [&str; 7] = ["rank", "expected_rank", "xep_hang", "hang", "thu_hang", "xep_thu", "vi_tri"];
/// Headings of printed bands.
pub(super) const BAND: [&str; 5] = ["class", "band", "xep_loai", "phan_loai", "expected_band"];
/// Headings of unit names.
pub(super) const NAME: [&str; 12] = [
    "unit",
    "don_vi",
    "ten_don_vi",
    "co_quan_don_vi",
    "tentinh_vie",
    "tinh",
    "tinh_thanh_pho",
    "dia_phuong",
    "province",
    "name",
    "ten",
    "tentinh_eng",
];
/// Headings of unit codes.
pub(super) const CODE: [&str; 7] = ["code", "ma", "ma_don_vi", "ma_tinh", "tinhid", "geo_code", "unit_code"];
/// Headings of blocks.
pub(super) const BLOCK: [&str; 3] = ["block", "khoi", "expected_block"];
/// Headings that are never scored.
pub(super) const NOTES: [&str; 6] = ["source", "nguon", "note", "ghi_chu", "stt", "tt"];

/// The headings under which the points of a criterion may be printed besides its own.
pub(super) fn of_points(code: &str) -> [String; 6] {
    let code = key(code);
    [
        code.clone(),
        format!("{code}_score"),
        format!("{code}_points"),
        format!("{code}_diem"),
        format!("expected_{code}"),
        format!("expected_{code}_score"),
    ]
}

/// The headings under which its percentage may be printed.
pub(super) fn of_index(code: &str) -> [String; 4] {
    let code = key(code);
    [format!("{code}_ratio"), format!("{code}_index"), format!("{code}_chi_so"), format!("expected_{code}_ratio")]
}

/// The headings under which its rank may be printed.
pub(super) fn of_rank(code: &str) -> [String; 3] {
    let code = key(code);
    [format!("rank_{code}"), format!("{code}_rank"), format!("xep_hang_{code}")]
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn headings_are_alike_in_what_matters() {
        let table = [
            ("Tổng điểm", "tong_diem"),
            ("TONG-DIEM ", "tong_diem"),
            ("4.1_max6_score", "4.1_score"),
            ("certified_copy_score_max2", "certified_copy_score"),
            ("expected_totalScore_max10", "expected_totalscore"),
            ("Land-Use Plans/Price Frames", "land_use_plans_price_frames"),
            ("Chỉ số (%)", "chi_so"),
            ("max", "max"),
            ("(%)", ""),
        ];
        for (heading, expected) in table {
            assert_eq!(key(heading), expected);
        }
    }
}
