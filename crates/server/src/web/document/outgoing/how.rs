//! How a document is signed and sealed: with keys, or on paper.

use super::act::SIGN;
use crate::messages::Messages;
use crate::papers;
use crate::state::AppState;
use crate::web::Problem;
use crate::web::components::{Control, Field, FormChoice};
use crate::web::review::tried::Tried;
use crate::web::signed_form::Fields;
use app::document::OutgoingView;
use domain::access::{DraftAction, Person};
use domain::document::OutgoingStage;

/// It is signed with a key, or on paper.
const DIGITAL: &str = "so";
const PAPER: &str = "giay";

/// Whether it is signed with a key: as was chosen, or where nothing was chosen when that is possible.
pub(super) async fn is_digital(
    state: &AppState,
    person: &Person,
    view: &OutgoingView,
    fields: &Fields,
) -> Result<bool, Problem> {
    match fields.text("how").as_str() {
        DIGITAL => Ok(true),
        PAPER => Ok(false),
        _ => Ok(papers::signs_digitally(state, person, view).await?),
    }
}

/// What was signed with a key is sealed with one, where the agency has one.
pub(super) async fn is_sealed_digitally(state: &AppState, view: &OutgoingView) -> Result<bool, Problem> {
    let document = &view.document;
    Ok(document.signed_file.is_some() && state.app.has_signing_key(&document.agency).await?)
}

/// Whether this person could sign the newest version with a key now; asked only where the form of signing is shown.
pub(super) async fn may_sign_digitally(
    state: &AppState,
    person: &Person,
    view: &OutgoingView,
) -> Result<bool, Problem> {
    let document = &view.document;
    let newest = document.newest();
    let is_checked = document.content_checked == newest && document.form_checked == newest;
    let is_asked = document.stage == OutgoingStage::Checking && is_checked && view.actions.contains(&DraftAction::Sign);
    Ok(is_asked && papers::signs_digitally(state, person, view).await?)
}

/// How it is signed; nothing to choose where there is no key or the file cannot be signed.
pub(super) fn sign_fields(m: &'static Messages, tried: &Tried, digital: bool) -> Vec<Field> {
    let t = &m.outgoing.action;
    if !digital {
        return Vec::new();
    }
    let choices = vec![FormChoice::new(DIGITAL, t.how_digital), FormChoice::new(PAPER, t.how_paper)];
    vec![tried.line(m, SIGN, ("how", t.how), DIGITAL).kind(Control::Choice(choices))]
}
