//! How a result is signed: the part of a form that asks for it, and what was chosen.

use crate::messages::Messages;
use crate::papers::Signed;
use crate::web::components::{Control, Field, FormChoice};
use crate::web::signed_form::Fields;
use crate::web::upload;
use domain::procedure::FileKind;

/// The field of the choice.
pub(super) const HOW: &str = "signature";
const TEMPLATE: &str = "template";
const FILE: &str = "file";
const ON_PAPER: &str = "paper";

/// The choice and the file; a paper made from the dossier is proposed.
pub(super) fn fields(m: &'static Messages, chosen: &str) -> [Field; 2] {
    let t = &m.signature.form;
    let ways = vec![
        FormChoice::new(TEMPLATE, t.template),
        FormChoice::new(FILE, t.upload),
        FormChoice::new(ON_PAPER, t.paper),
    ];
    let chosen = if chosen.is_empty() { TEMPLATE } else { chosen };
    let file = Control::File(upload::accept(&[FileKind::Pdf]));
    [
        Field::new(m, HOW, t.how).kind(Control::Radio(ways)).value(chosen),
        Field::new(m, FILE, t.file).kind(file).hint(t.file_hint).optional(),
    ]
}

/// The same on the form of the action that signs a dossier worked as a whole.
pub(super) fn of_the_whole(m: &'static Messages, posted: &Fields, fault: Option<&String>) -> Vec<Field> {
    let [how, file] = fields(m, &posted.text(HOW));
    vec![how.id("f-sign-signature"), file.id("f-sign-file").error(fault.cloned())]
}

/// What is to be signed here; `None` where nothing is, or it was signed on paper.
pub(super) fn chosen(fields: &Fields) -> Option<Signed> {
    match fields.text(HOW).as_str() {
        TEMPLATE => Some(Signed::Template),
        FILE => Some(Signed::File),
        _ => None,
    }
}
