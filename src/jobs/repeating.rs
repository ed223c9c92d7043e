//! A thread that does something again and again until it is stopped. Not here: what it does, and how often (`watch`,
//! `numbering`).

use std::io;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

/// Work that is repeated in a thread of its own.
#[derive(Debug)]
pub struct Repeating {
    stop: Sender<()>,
    ended: Receiver<()>,
}

/// The pauses between two runs.
#[derive(Debug)]
pub(super) struct Pauses {
    pause: Duration,
    stopped: Receiver<()>,
}

impl Repeating {
    /// Starts a thread with a name, which does the work and makes its pauses.
    pub(super) fn start(
        name: &str,
        pause: Duration,
        work: impl FnOnce(&Pauses) + Send + 'static,
    ) -> io::Result<Repeating> {
        let (stop, stopped) = mpsc::channel();
        let (end, ended) = mpsc::channel();
        thread::Builder::new().name(name.to_owned()).spawn(move || {
            work(&Pauses { pause, stopped });
            drop(end);
        })?;
        Ok(Repeating { stop, ended })
    }

    /// Stops it: a run in hand is finished, unless it takes longer than a stop may take; what it has done by then stays,
    /// and the next run goes on.
    pub fn stop(self, wait: Duration) {
        drop(self.stop);
        // Nothing is ever sent: the thread drops its end when it is done.
        let _ended_or_too_late = self.ended.recv_timeout(wait);
    }
}

impl Pauses {
    /// Waits until it is time for the next run; false when there is none.
    pub(super) fn are_over(&self) -> bool {
        matches!(self.stopped.recv_timeout(self.pause), Err(RecvTimeoutError::Timeout))
    }
}
