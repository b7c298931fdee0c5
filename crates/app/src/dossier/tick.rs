//! What time brings about: waits that end, nodes that are broken off.

use domain::dossier::{Code, Command};
use store::task;

use super::act::{Actor, Prepared, perform};
use crate::App;
use crate::error::ActError;

/// Timers looked at in one round.
const ROUND: i64 = 100;

impl App {
    /// Lets every timer whose time has come move its dossier on; says how many did. One that cannot be moved is named in
    /// the log and does not keep the others.
    pub async fn tick(&self) -> Result<usize, ActError> {
        let now = self.0.clock.now();
        let due = self.0.store.read(move |tx| Ok::<_, ActError>(task::elapsed(tx, now, ROUND)?)).await?;
        let mut moved = 0_usize;
        for timer in due {
            let Ok(code) = Code::parse(&timer.dossier) else { continue };
            let prepared = Prepared {
                actor: Actor::Clock,
                code,
                expected_version: None,
                command: Command::Elapse { step: timer.step.clone() },
                idempotency: None,
                catalogue: self.catalogue(),
                zone: self.0.zone,
                now,
                payment_days: self.payment_days(),
            };
            match self.0.store.write(move |tx| perform(tx, &prepared)).await {
                Ok(_) => moved = moved.saturating_add(1),
                Err(error) => {
                    tracing::warn!(dossier = %timer.dossier, step = %timer.step, %error, "a timer could not move on");
                }
            }
        }
        Ok(moved)
    }
}
