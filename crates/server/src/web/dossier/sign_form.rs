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
const DRAFT: &str = "draft";
const FILE: &str = "file";
const ON_PAPER: &str = "paper";

/// The choice and the file; the draft is proposed, or else a paper made from the dossier.
pub(super) fn fields(m: &'static Messages, chosen: &str, drafted: bool) -> [Field; 2] {
    let t = &m.signature.form;
    let draft = drafted.then(|| FormChoice::new(DRAFT, t.draft));
    let others = [(TEMPLATE, t.template), (FILE, t.upload), (ON_PAPER, t.paper)];
    let ways = draft.into_iter().chain(others.map(|(way, text)| FormChoice::new(way, text))).collect();
    let proposed = if drafted { DRAFT } else { TEMPLATE };
    let chosen = if chosen.is_empty() { proposed } else { chosen };
    let file = Control::File(upload::accept(&[FileKind::Pdf]));
    [
        Field::new(m, HOW, t.how).kind(Control::Radio(ways)).value(chosen),
        Field::new(m, FILE, t.file).kind(file).hint(t.file_hint).optional(),
    ]
}

/// The same on the form of the action that signs a dossier worked as a whole.
pub(super) fn of_the_whole(m: &'static Messages, posted: &Fields, drafted: bool, fault: Option<&String>) -> Vec<Field> {
    let [how, file] = fields(m, &posted.text(HOW), drafted);
    vec![how.id("f-sign-signature"), file.id("f-sign-file").error(fault.cloned())]
}

/// What is to be signed here; `None` where nothing is, or it was signed on paper.
pub(super) fn chosen(fields: &Fields) -> Option<Signed> {
    match fields.text(HOW).as_str() {
        TEMPLATE => Some(Signed::Template),
        DRAFT => Some(Signed::Draft),
        FILE => Some(Signed::File),
        _ => None,
    }
}
