//! Questions: those whose answer a connected register holds, and how many there are.

use super::text::{Phrase, words};
use super::{FindingKind, Found, Linter, Place, Register};
use crate::eform::{Field, Form, Section};

impl Linter<'_> {
    pub(super) fn fields(&self, form: &Form, found: &mut Found<'_>) {
        for section in &form.sections {
            for (register, labels) in self.rules.registers.iter().zip(&self.held_labels) {
                held(section, register, labels, found);
            }
        }
        let count = form.fields().filter(|(_, field)| field.kind.is_asked()).count();
        if let Some(most) = self.rules.max_fields.and_then(|most| usize::try_from(most).ok())
            && count > most
        {
            found.add(Place::Form, FindingKind::TooManyFields { count, most });
        }
    }
}

/// A section speaks of one person or one body. The register answers for it only when the section asks for something by
/// which the register is asked; those questions themselves are needed.
fn held(section: &Section, register: &Register, labels: &[Phrase], found: &mut Found<'_>) {
    if !register.connected || !section.fields.iter().any(|field| register.is_key(field)) {
        return;
    }
    for field in section.fields.iter().filter(|field| field.kind.is_asked() && !register.is_key(field)) {
        let place = Place::Field { id: field.id.clone() };
        let known = found.findings.iter().any(|finding| finding.place == place);
        if !known && (register.holds_by_name(field) || has_label(field, labels)) {
            let kind = FindingKind::FieldHeld { register: register.named(), label_vi: field.label_vi.clone() };
            found.add(place, kind);
        }
    }
}

/// Whether the label begins with one of the phrases, after its printed number.
fn has_label(field: &Field, labels: &[Phrase]) -> bool {
    let label = words(&field.label_vi);
    let number = label.iter().take_while(|word| word.bytes().all(|byte| byte.is_ascii_digit())).count();
    let label = label.get(number..).unwrap_or_default();
    labels.iter().any(|phrase| phrase.begins(label))
}
