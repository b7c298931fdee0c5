//! Questions that an answer has just brought up: they are shown before the form goes on.
//!
//! A page says which questions it asked under a condition. What is asked after its answers were read and did not stand
//! there has not been seen by anybody without a script.

use super::{asked, pages};
use crate::web::signed_form::Fields;
use domain::eform::{Section, Shown};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Name of the hidden inputs that say what a page asked under a condition.
const ASKED: &str = "da_hoi";

/// What is asked anew.
#[derive(Debug, Default)]
pub(in crate::web) struct Anew {
    /// Sections by id, fields as a page names them: `so_ban_sao`, `thanh_vien.2.tv_ho_ten`.
    names: BTreeSet<String>,
    /// The first field among them.
    first: Option<String>,
}

impl Anew {
    pub(in crate::web) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Name of the field that has the cursor next.
    pub(in crate::web) fn focus(&self) -> Option<&str> {
        self.first.as_deref()
    }

    /// Whether a fault of this field is about something that was not asked yet.
    pub(in crate::web) fn excuses(&self, sections: &[Section], field: &str) -> bool {
        let of = sections.iter().find(|section| pages::holds(section, field));
        of.is_some_and(|section| self.names.contains(&section.id))
            || self.names.contains(&field.replace('[', ".").replace("].", "."))
    }
}

/// What a section asks under a condition: itself, its fields, the fields of its rows.
pub(super) fn conditional(section: &Section, answers: &Map<String, Value>, shown: &Shown) -> Vec<String> {
    let own = section.show_when.iter().map(|_| section.id.clone());
    let fields = asked(section).filter(|field| field.show_when.is_some());
    let mut names: Vec<String> = own.collect();
    if section.repeat.is_none() {
        names.extend(fields.filter(|field| shown.field(&field.id)).map(|field| field.id.clone()));
    } else {
        let rows = answers.get(&section.id).and_then(Value::as_array).map_or(0, Vec::len);
        let rows = rows.max(section.repeat.map_or(0, |repeat| repeat.min));
        let cell = |row: usize| {
            let fields = fields.clone().filter(move |field| shown.cell(&field.id, row));
            fields.map(move |field| format!("{}.{row}.{}", section.id, field.id))
        };
        names.extend((0..rows.min(super::ROWS_MAX)).flat_map(cell));
    }
    names
}

/// What these sections ask now that the page which was sent did not. Nothing when it does not tell what it asked, as
/// other programs do not.
pub(in crate::web) fn asked_anew(
    sections: &[Section],
    answers: &Map<String, Value>,
    shown: &Shown,
    fields: &Fields,
) -> Anew {
    if fields.raw(ASKED).is_none() {
        return Anew::default();
    }
    let before: BTreeSet<&str> = fields.all(ASKED).collect();
    let mut anew = Anew::default();
    for section in sections.iter().filter(|section| pages::is_asked(section, shown)) {
        for name in conditional(section, answers, shown).into_iter().filter(|name| !before.contains(name.as_str())) {
            if anew.first.is_none() {
                anew.first = if name == section.id { first_of(section, shown) } else { Some(name.clone()) };
            }
            anew.names.insert(name);
        }
    }
    anew
}

/// The first field of a section, as a page names it.
fn first_of(section: &Section, shown: &Shown) -> Option<String> {
    let first = asked(section).find(|field| shown.field(&field.id))?;
    Some(match section.repeat {
        None => first.id.clone(),
        Some(_) => format!("{}.0.{}", section.id, first.id),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::eform::{Field as Question, FieldKind, Form, Repeat};
    use domain::rule::Rule;
    use jiff::civil::date;
    use serde_json::json;

    /// "y" is asked when "x" is "có"; of the rows of "d" "w" is asked where "v" is "có".
    fn form() -> Form {
        let mut form = Form::default_for("x");
        let question = form.sections[0].fields[0].clone();
        let field = |id: &str, when: &str| Question {
            id: id.to_owned(),
            kind: FieldKind::Text,
            show_when: (!when.is_empty()).then(|| Rule::read(when).unwrap()),
            ..question.clone()
        };
        let mut rows = form.sections[0].clone();
        form.sections[0].id = "a".to_owned();
        form.sections[0].fields = vec![field("x", ""), field("y", "x == \"có\"")];
        rows.id = "d".to_owned();
        rows.repeat = Some(Repeat { min: 0, max: 9 });
        rows.show_when = Some(Rule::read("x != \"không\"").unwrap());
        rows.fields = vec![field("v", ""), field("w", "v == \"có\"")];
        form.sections.push(rows);
        form
    }

    #[test]
    fn what_did_not_stand_on_the_page_is_anew_and_excused() {
        let form = form();
        let answers = json!({"x": "có", "d": [{"v": "không"}, {"v": "có"}]});
        let answers = answers.as_object().unwrap();
        let shown = form.shown(answers, date(2026, 11, 26));
        let table: [(&[&str], &[&str], Option<&str>); 5] = [
            (&["", "y", "d", "d.1.w"], &[], None),
            (&["", "d", "d.1.w"], &["y"], Some("y")),
            (&["", "y", "d"], &["d[1].w"], Some("d.1.w")),
            (&["", "y"], &["d[1].w"], Some("d.0.v")),
            (&[""], &["y", "d[1].w"], Some("y")),
        ];
        for (told, excused, focus) in table {
            let pairs = told.iter().map(|name| (ASKED.to_owned(), (*name).to_owned())).collect();
            let anew = asked_anew(&form.sections, answers, &shown, &Fields::of(pairs));
            assert_eq!(anew.is_empty(), excused.is_empty(), "{told:?}");
            assert_eq!(anew.focus(), focus, "{told:?}");
            for field in ["x", "y", "d[1].w"] {
                assert_eq!(anew.excuses(&form.sections, field), excused.contains(&field), "{told:?}: {field}");
            }
        }
        let silent = asked_anew(&form.sections, answers, &shown, &Fields::of(Vec::new()));
        assert!(silent.is_empty(), "a program that does not tell what it asked is not held up");
    }
}
