//! The watch over the deadlines (期限监视), every so many minutes while the program serves.
//! Not here: what is watched, and whose turn it is (`app::watching`).

use std::io;
use std::sync::Arc;
use std::time::Duration;

use crate::app::App;
use crate::app::watching::Turn;
use crate::domain::watch::WatchState;
use crate::jobs::repeating::{Pauses, Repeating};

/// Starts watching, at once and then at every interval; nothing where the office has set that this instance
/// does not watch.
///
/// # Errors
/// That the system gives no thread.
pub fn start(app: Arc<App>) -> io::Result<Option<Repeating>> {
    let minutes = app.settings.watch_minutes;
    if minutes == 0 {
        return Ok(None);
    }
    let pause = Duration::from_secs(u64::from(minutes) * 60);
    Repeating::start("watch", pause, move |pauses| watch(&app, pauses)).map(Some)
}

fn watch(app: &App, pauses: &Pauses) {
    let holder = app.ids.uuid().to_string();
    loop {
        turn(app, &holder);
        if !pauses.are_over() {
            break;
        }
    }
    if let Err(error) = app.watch.release(&holder) {
        tracing::warn!(%error, "the turn of the watch was not given back; it ends by itself");
    }
}

/// One turn, and the alarm where the watch is late all the same: this instance has failed, or the one that
/// has the turn does not get to the end.
pub fn turn(app: &App, holder: &str) {
    match app.watch.run(holder) {
        Ok(Turn::Completed(notices)) => {
            tracing::info!(notices, "the deadlines were watched");
            keep_figure_days(app);
        }
        Ok(Turn::Elsewhere) => tracing::debug!("another instance watches the deadlines"),
        Ok(Turn::Overtaken) => tracing::warn!("another instance took over the watch in the middle of a run"),
        Err(error) => tracing::error!(%error, "the watch over the deadlines broke off"),
    }
    match app.watch.report_blocking() {
        Ok(report) if report.state == WatchState::Late => {
            let completed_at = report.completed_at.map(|at| at.to_rfc3339());
            tracing::warn!(completed_at, "the watch over the deadlines is late");
        }
        Ok(_) => {}
        Err(error) => tracing::error!(%error, "whether the watch is late cannot be told"),
    }
}

/// Whoever has the turn brings the sums of figures by the day up too. Without them figures are counted row by row.
fn keep_figure_days(app: &App) {
    match app.register.keep_figure_days() {
        Ok(0) => {}
        Ok(dimensions) => tracing::debug!(dimensions, "the sums of figures by the day were brought up"),
        Err(error) => tracing::error!(%error, "the sums of figures by the day were not brought up"),
    }
}
