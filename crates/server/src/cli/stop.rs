//! The signal to stop: Ctrl-C or SIGTERM. A second one ends the program at once.

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

/// The exit code of a program that a second signal ended, as shells have it for Ctrl-C.
const ENDED_AT_ONCE: i32 = 130;

/// Whether the signal was given; a clone waits for the same one.
#[derive(Debug, Clone)]
pub(super) struct Stop(watch::Receiver<bool>);

impl Stop {
    /// Listens from now on, so that no signal finds the program unprepared.
    pub(super) fn listen() -> std::io::Result<Self> {
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let (tell, told) = watch::channel(false);
        tokio::spawn(async move {
            for count in 0_u8.. {
                tokio::select! {
                    _ = terminate.recv() => (),
                    _ = interrupt.recv() => (),
                }
                if count > 0 {
                    std::process::exit(ENDED_AT_ONCE);
                }
                tell.send_replace(true);
            }
        });
        Ok(Self(told))
    }

    /// Returns when the signal was given.
    pub(super) async fn given(mut self) {
        drop(self.0.wait_for(|given| *given).await);
    }
}
