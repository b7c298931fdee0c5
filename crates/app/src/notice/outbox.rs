//! What goes out, as an administrator looks after it: states and reasons, nothing of anybody.

use domain::access::{self, Person};
use domain::notice::Channel;
use store::{Tx, outbox};

pub use store::outbox::{OutRow as Outgoing, OutState};

use crate::App;
use crate::dossier::Cursor;
use crate::error::ActError;

/// Rows of one page at most.
const PAGE_MAX: i64 = 100;

/// One page of the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingPage {
    /// The messages, the one that changed last first.
    pub rows: Vec<Outgoing>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<Cursor>,
}

impl App {
    /// A page of messages in a state.
    pub async fn outgoing(
        &self,
        person: &Person,
        state: OutState,
        after: Option<Cursor>,
        limit: i64,
    ) -> Result<OutgoingPage, ActError> {
        access::may_outbox(person, self.today())?;
        let limit = limit.clamp(1, PAGE_MAX);
        let ask =
            move |tx: &mut Tx<'_>| Ok::<_, ActError>(outbox::page(tx, state, after.as_ref(), limit.saturating_add(1))?);
        let mut rows = self.0.store.read(ask).await?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let name = |row: &Outgoing| format!("{} {}", row.notice, row.channel.name());
        let next = rows.last().filter(|_| more).map(|row| Cursor { at: row.changed_at, code: name(row) });
        Ok(OutgoingPage { rows, next })
    }

    /// Has a settled message go out once more. It changes nothing about a dossier and is no event; the log notes it.
    pub async fn send_again(&self, person: &Person, notice: &str, channel: Channel) -> Result<(), ActError> {
        let permit = access::may_outbox(person, self.today())?;
        let (notice, now) = (notice.to_owned(), self.0.clock.now());
        let name = notice.clone();
        let again = move |tx: &mut Tx<'_>| {
            if outbox::again(tx, &name, channel, now)? { Ok(()) } else { Err(ActError::NotFound) }
        };
        self.0.store.write(again).await?;
        tracing::info!(account = permit.person(), notice, channel = channel.name(), "a message is sent again");
        Ok(())
    }
}
