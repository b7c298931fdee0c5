//! Transport between agencies of the same installation: what is issued to one of them is there at once, in the same
//! transaction.

use domain::document::{Arrival, Attached, Outgoing, Source};
use domain::time::Date;
use store::Tx;

use super::act::Writing;
use crate::catalogue::Catalogue;
use crate::document::incoming;
use crate::error::ActError;
use crate::exchange::Exchange;

/// Lays the document before the clerk of each receiver that is a unit here.
pub(super) fn at_receivers(
    tx: &mut Tx<'_>,
    (id, document): (&str, &Outgoing),
    author: &str,
    (exchange, catalogue): (&Exchange, &Catalogue),
    writing: &Writing<'_>,
) -> Result<(), ActError> {
    let today: Date = writing.zone.date(writing.now);
    let is_here = |receiver: &&String| {
        catalogue.organisation.unit(receiver, today).is_some()
            && exchange.elsewhere(receiver, catalogue, today).is_none()
    };
    for receiver in document.receivers.iter().filter(is_here).filter(|receiver| **receiver != document.agency) {
        let arrival = arrival(id, document, author, receiver);
        incoming::arrive(tx, arrival, (writing.actor, writing.now, writing.zone, writing.fresh))?;
    }
    Ok(())
}

fn arrival(id: &str, document: &Outgoing, author: &str, receiver: &str) -> Arrival {
    let number = document.number.as_ref();
    let file = document.issued_file();
    let file = file.map(|file| Attached { sha256: file.sha256, name: file.name, size_bytes: file.size_bytes });
    Arrival {
        agency: receiver.to_owned(),
        source: Source::Internal,
        author: author.to_owned(),
        symbol: number.map(domain::document::Number::printed).unwrap_or_default(),
        day: number.map(|number| number.day),
        kind: Some(document.document_kind.clone()),
        subject: document.subject.clone(),
        marks: document.marks.clone(),
        due: None,
        document_id: id.to_owned(),
        note: String::new(),
        files: file.into_iter().collect(),
    }
}
