//! Reading citations out of sentences: `điểm a khoản 1 Điều 17 Nghị định 61/2018/NĐ-CP`.

use super::Address;

/// The texts that a sentence cites, each with the part that it names; none for the text as a whole. Parts belong to the
/// symbol that comes next.
#[must_use]
pub fn cited(sentence: &str) -> Vec<(String, Option<Address>)> {
    let mut found: Vec<(String, Option<Address>)> = Vec::new();
    let mut parts = Parts::default();
    let mut words = sentence.split([' ', ',', ';', ':', '(', ')', '\n', '\t']).filter(|word| !word.is_empty());
    while let Some(word) = words.next() {
        let bare = word.trim_end_matches('.');
        if is_symbol(bare) {
            let named = std::mem::take(&mut parts).addresses;
            let whole = named.is_empty().then_some(None);
            for part in named.into_iter().map(Some).chain(whole) {
                let cite = (bare.to_owned(), part);
                if !found.contains(&cite) {
                    found.push(cite);
                }
            }
            continue;
        }
        match bare.to_lowercase().as_str() {
            "điểm" => parts.points.extend(words.next().map(str::to_owned)),
            "khoản" => parts.clause(words.next()),
            "điều" => parts.article(words.next()),
            _other => (),
        }
    }
    found
}

/// Parts that were named and wait for their text.
#[derive(Default)]
struct Parts {
    points: Vec<String>,
    clauses: Vec<String>,
    addresses: Vec<Address>,
}

impl Parts {
    /// A clause takes the points that were named before it.
    fn clause(&mut self, label: Option<&str>) {
        let Some(label) = label else { return };
        let points = std::mem::take(&mut self.points);
        if points.is_empty() {
            self.clauses.push(label.to_owned());
        }
        self.clauses.extend(points.into_iter().map(|point| format!("{label}.{point}")));
    }

    /// An article takes the clauses that were named before it.
    fn article(&mut self, label: Option<&str>) {
        let Some(label) = label else { return };
        let clauses = std::mem::take(&mut self.clauses);
        if clauses.is_empty() {
            self.addresses.extend(Address::parse(label));
        }
        self.addresses.extend(clauses.iter().filter_map(|clause| Address::parse(&format!("{label}.{clause}"))));
    }
}

/// Whether a word is the symbol of a normative text: number, year, type with issuer.
#[must_use]
pub fn is_symbol(word: &str) -> bool {
    let mut parts = word.split('/');
    let (Some(number), Some(year), Some(kind), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let is_number = !number.is_empty() && number.len() <= 8 && number.chars().all(|c| c.is_ascii_digit() || c == '.');
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let is_kind = kind.chars().next().is_some_and(char::is_uppercase)
        && kind.chars().all(|letter| letter.is_alphanumeric() || letter == '-');
    is_number && is_year && is_kind
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn citations_are_read_with_their_parts() {
        let table: [(&str, &[&str]); 6] = [
            ("Khoản 3 và khoản 8 Điều 19 Nghị định 61/2018/NĐ-CP", &["61/2018/NĐ-CP 19.3", "61/2018/NĐ-CP 19.8"]),
            (
                "Điểm c khoản 2 Điều 11 và điểm a khoản 1 Điều 17 Nghị định số 61/2018/NĐ-CP.",
                &["61/2018/NĐ-CP 11.2.c", "61/2018/NĐ-CP 17.1.a"],
            ),
            ("Điều 129 và Điều 120 Luật 80/2015/QH13", &["80/2015/QH13 129", "80/2015/QH13 120"]),
            ("Nghị định 34/2016/NĐ-CP (sửa đổi 154/2020/NĐ-CP)", &["34/2016/NĐ-CP", "154/2020/NĐ-CP"]),
            ("Nghị quyết 66.7/2025/NQ-CP", &["66.7/2025/NQ-CP"]),
            ("Quyết định 163/QĐ-BTP, ngày 1/1/2020, tỷ lệ 1/2/3", &[]),
        ];
        for (sentence, expected) in table {
            let shown: Vec<String> = cited(sentence)
                .into_iter()
                .map(|(text, part)| part.map_or(text.clone(), |part| format!("{text} {part}")))
                .collect();
            assert_eq!(shown, expected, "{sentence}");
        }
    }
}
