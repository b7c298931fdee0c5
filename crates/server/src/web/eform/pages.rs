//! A form as pages of the wizard: which of them are asked, which comes next, and on which a fault stands.

use super::asked;
use domain::eform::{Form, Section, Shown};

/// Whether a section has anything to fill in now.
pub(super) fn is_asked(section: &Section, shown: &Shown) -> bool {
    shown.section(&section.id) && (section.repeat.is_some() || asked(section).any(|question| shown.field(&question.id)))
}

/// The pages of a form for given answers.
#[derive(Debug)]
pub(in crate::web) struct Pages<'a> {
    all: Vec<&'a [Section]>,
    /// Places in `all` of those that ask anything, in order.
    asked: Vec<usize>,
}

/// A page's name in addresses: the id of its first section, which stays when other pages come and go.
fn name(page: &[Section]) -> &str {
    page.first().map_or("", |section| section.id.as_str())
}

impl<'a> Pages<'a> {
    pub(in crate::web) fn of(form: &'a Form, shown: &Shown) -> Self {
        let all = form.pages();
        let asks = |page: &&[Section]| page.iter().any(|section| is_asked(section, shown));
        let asked = all.iter().enumerate().filter(|(_, page)| asks(page)).map(|(place, _)| place).collect();
        Self { all, asked }
    }

    /// The place of the page with this name; of the first that asks anything when none is named.
    pub(in crate::web) fn find(&self, wanted: &str) -> Option<usize> {
        if wanted.is_empty() {
            return Some(self.asked.first().copied().unwrap_or_default());
        }
        self.all.iter().position(|page| name(page) == wanted)
    }

    /// The sections of a page.
    pub(in crate::web) fn sections(&self, place: usize) -> &'a [Section] {
        self.all.get(place).copied().unwrap_or_default()
    }

    /// The name of a page.
    pub(in crate::web) fn name(&self, place: usize) -> &'a str {
        name(self.sections(place))
    }

    /// The next page that asks anything.
    pub(in crate::web) fn after(&self, place: usize) -> Option<usize> {
        self.asked.iter().copied().find(|other| *other > place)
    }

    /// The page before that asks anything.
    pub(in crate::web) fn before(&self, place: usize) -> Option<usize> {
        self.asked.iter().copied().rev().find(|other| *other < place)
    }

    /// The last page that asks anything.
    pub(in crate::web) fn last(&self) -> usize {
        self.asked.last().copied().unwrap_or_default()
    }

    /// Which of how many a page is, from 1; `None` when there is only one.
    pub(in crate::web) fn progress(&self, place: usize) -> Option<(usize, usize)> {
        let before = self.asked.iter().filter(|other| **other < place).count();
        (self.asked.len() > 1).then(|| (before.saturating_add(1), self.asked.len()))
    }
}

/// Name of the page of a form on which a fault stands.
pub(in crate::web) fn place_of<'a>(form: &'a Form, field: &str) -> Option<&'a str> {
    form.pages().into_iter().find(|page| holds_any(page, field)).map(name)
}

/// Whether one of these sections has the field that a fault names.
pub(in crate::web) fn holds_any(sections: &[Section], field: &str) -> bool {
    sections.iter().any(|section| holds(section, field))
}

/// Whether a section has the field that a fault names: `con_ho_ten`, `thanh_vien`, `thanh_vien[2].tv_ngay_sinh`.
pub(super) fn holds(section: &Section, field: &str) -> bool {
    match field.split_once('[') {
        Some((of, _)) => section.id == of,
        None if section.repeat.is_some() => section.id == field,
        None => section.fields.iter().any(|question| question.id == field),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::eform::{Field as Question, FieldKind, Repeat};
    use jiff::civil::date;
    use serde_json::{Map, json};

    /// Pages "a" (sections a and b), "c" (a signature only), "d" (repeated), "e" (asked when x is "có").
    fn form() -> Form {
        let question = Form::default_for("x").sections[0].fields[0].clone();
        let field = |id: &str, kind| Question { id: id.to_owned(), kind, required: false, ..question.clone() };
        let section = |id: &str, page: Option<&str>, fields| Section {
            id: id.to_owned(),
            page: page.map(str::to_owned),
            fields,
            ..Form::default_for("x").sections[0].clone()
        };
        let mut form = Form::default_for("x");
        form.sections = vec![
            section("a", Some("một"), vec![field("x", FieldKind::Text)]),
            section("b", Some("một"), vec![field("y", FieldKind::Text)]),
            section("c", None, vec![field("ky", FieldKind::Signature)]),
            section("d", None, vec![field("z", FieldKind::Text)]),
            section("e", None, vec![field("v", FieldKind::Text)]),
        ];
        form.sections[3].repeat = Some(Repeat { min: 0, max: 3 });
        form.sections[4].show_when = Some(domain::rule::Rule::read("x == \"có\"").unwrap());
        form
    }

    #[test]
    fn pages_that_ask_nothing_are_passed_over() {
        let form = form();
        for (x, asked) in [("không", &["a", "d"][..]), ("có", &["a", "d", "e"])] {
            let mut answers = Map::new();
            answers.insert("x".to_owned(), json!(x));
            let pages = Pages::of(&form, &form.shown(&answers, date(2026, 11, 26)));
            let mut walked = vec![pages.find("").unwrap()];
            while let Some(next) = pages.after(*walked.last().unwrap()) {
                walked.push(next);
            }
            assert_eq!(walked.iter().map(|place| pages.name(*place)).collect::<Vec<_>>(), asked, "{x}");
            assert_eq!(walked.last(), Some(&pages.last()));
            for (number, place) in walked.iter().enumerate() {
                assert_eq!(pages.progress(*place), Some((number + 1, asked.len())));
                assert_eq!(pages.before(*place), number.checked_sub(1).map(|before| walked[before]));
            }
        }
    }

    #[test]
    fn a_fault_leads_to_its_page() {
        let form = form();
        let table = [
            ("x", Some("a")),
            ("y", Some("a")),
            ("d", Some("d")),
            ("d[2].z", Some("d")),
            ("v", Some("e")),
            ("w", None),
        ];
        for (field, page) in table {
            assert_eq!(place_of(&form, field), page, "{field}");
        }
        let pages = Pages::of(&form, &form.shown(&Map::new(), date(2026, 11, 26)));
        assert_eq!(pages.find("b"), None, "a page has the name of its first section");
    }
}
