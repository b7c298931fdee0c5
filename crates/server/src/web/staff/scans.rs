//! `/can-bo/may-quet/{unit}/{file}`: files in the folder of a desk's scanner, looked at, and put to the papers of a dossier at
//! the counter. They leave the folder once the dossier that holds them is kept.

use super::inbox::staff;
use crate::state::AppState;
use crate::web::components::{Control, Field, FormChoice};
use crate::web::signed_form::Fields;
use crate::web::upload::{self, Refused};
use crate::web::{Page, Problem, format};
use app::ActError;
use app::dossier::FileClaim;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::access::{Person, Role};
use domain::procedure::{FileKind, Procedure};

/// What the fields begin with that put a scanned file to a paper: `quet.{unit}.{file}`.
const SCANNED: &str = "quet.";
/// Scanned files of one dossier at most.
const FILES_MAX: usize = 50;

/// A scanned file on the page.
pub(super) struct ScanLine {
    pub(super) name: String,
    pub(super) url: String,
    pub(super) told: String,
    /// To which paper it is put.
    pub(super) paper: Field,
}

/// What the scanners of a clerk's desks have written.
#[derive(Default)]
pub(super) struct Scans {
    pub(super) lines: Vec<ScanLine>,
    /// Whether any desk has a scanner.
    pub(super) is_there: bool,
    pub(super) is_unreadable: bool,
}

/// A scanned file that was stored for a dossier.
pub(super) struct Chosen {
    pub(super) claim: FileClaim,
    unit: String,
    id: String,
}

/// The files that lie there now, with the papers to which they were put when the form was sent before.
pub(super) async fn scans(
    page: &Page,
    state: &AppState,
    procedure: &Procedure,
    typed: &Fields,
) -> Result<Scans, Problem> {
    let (m, person) = (page.m, staff(page)?);
    let mut scans = Scans::default();
    for unit in desks(page, person) {
        let Some(found) = state.app.scanned(person, &unit).await? else { continue };
        scans.is_there = true;
        scans.is_unreadable |= found.is_unreadable;
        for file in found.files {
            let name = format!("{SCANNED}{unit}.{}", file.id);
            let at = format::moment(m, state.app.zone().civil(file.at));
            let papers = procedure.components.iter();
            let papers = papers.map(|paper| FormChoice::new(paper.id.clone(), paper.name_vi.clone())).collect();
            scans.lines.push(ScanLine {
                url: format!("/can-bo/may-quet/{}/{}", format::query_escaped(&unit), file.id),
                told: format!("{at}, {}", format::bytes(file.size_bytes)),
                paper: Field::new(m, name.clone(), m.staff.scan.paper)
                    .kind(Control::Choice(papers))
                    .value(typed.text(&name))
                    .optional_silently(m.staff.scan.not_taken),
                name: file.name,
            });
        }
    }
    Ok(scans)
}

/// The desks at which the person is a clerk today, each once.
fn desks(page: &Page, person: &Person) -> Vec<String> {
    let units = person.units(page.today).into_iter();
    units.filter(|unit| person.holds(Role::Clerk, unit, page.today)).map(str::to_owned).collect()
}

/// Stores the files that were put to papers; those that cannot be taken are named with their papers.
pub(super) async fn store(
    page: &Page,
    state: &AppState,
    procedure: &Procedure,
    typed: &Fields,
) -> Result<(Vec<Chosen>, Vec<Refused>), Problem> {
    let person = staff(page)?;
    let (mut chosen, mut refused) = (Vec::new(), Vec::new());
    for (place, paper) in typed.under(SCANNED).filter(|(_, paper)| !paper.is_empty()).take(FILES_MAX) {
        let (Some((unit, id)), Some(component)) = (place.rsplit_once('.'), procedure.component(paper)) else {
            continue;
        };
        let mut refuse = |reason: String| refused.push(Refused { component: component.id.clone(), reason });
        match state.app.store_scanned(person, (unit, id), &component.file_kinds, component.max_bytes).await {
            Ok(Ok((name, file))) => {
                let claim = FileClaim { component: component.id.clone(), sha256: file.sha256, name };
                chosen.push(Chosen { claim, unit: unit.to_owned(), id: id.to_owned() });
            }
            Ok(Err(fault)) => refuse(upload::reason(page.m, &fault, &component.file_kinds)),
            Err(ActError::NotFound) => refuse(page.m.staff.scan.gone.to_owned()),
            Err(other) => return Err(other.into()),
        }
    }
    Ok((chosen, refused))
}

/// Takes the files out of their folders that a dossier holds now. What cannot be taken out is still there, and no harm.
pub(super) async fn clear(state: &AppState, person: &Person, chosen: &[Chosen]) {
    for Chosen { claim, unit, id } in chosen {
        if let Err(error) = state.app.clear_scanned(person, (unit, id), &claim.sha256).await {
            tracing::warn!(%error, unit, "a scanned file stays in its folder");
        }
    }
}

/// One scanned file, for the clerks of its desk.
pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path((unit, id)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (_, bytes) = state.app.scanned_file(staff(&page)?, &unit, &id).await?;
    let kind = kind_of(&bytes).ok_or(Problem::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, kind.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, "inline".to_owned()),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

/// By its first bytes, never by its name.
fn kind_of(bytes: &[u8]) -> Option<FileKind> {
    let heads: [(&[u8], FileKind); 3] =
        [(b"%PDF-", FileKind::Pdf), (b"\x89PNG\r\n\x1a\n", FileKind::Png), (b"\xff\xd8\xff", FileKind::Jpg)];
    heads.into_iter().find(|(head, _)| bytes.starts_with(head)).map(|(_, kind)| kind)
}
