//! The numbers of the feed of changes (变更流编号), given every second while the program serves, so that whoever reads the feed
//! only reads. Every instance does it: they take turns. Not here: how numbers are given (`app::changes`).

use std::io;
use std::sync::Arc;
use std::time::Duration;

use crate::app::App;
use crate::jobs::repeating::Repeating;

/// So long after its commit a change comes into the feed, at most, when nothing else is in the way.
const PAUSE: Duration = Duration::from_secs(1);

/// Starts numbering, at once and then after every pause.
///
/// # Errors
/// That the system gives no thread.
pub fn start(app: Arc<App>) -> io::Result<Repeating> {
    Repeating::start("numbering", PAUSE, move |pauses| {
        loop {
            if let Err(error) = app.register.number_changes_blocking() {
                tracing::error!(%error, "the changes of the feed were not numbered");
            }
            if !pauses.are_over() {
                return;
            }
        }
    })
}
