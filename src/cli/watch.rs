//! `sikuai watch`: watches the deadlines once, for an office that starts it from outside, or wants it now.

use crate::app::App;
use crate::app::clock::Clock;
use crate::app::watching::Turn;
use crate::cli::{Failure, say};
use crate::config::Config;
use crate::domain::code::Coded as _;

/// Watches once and says how many notices were raised.
///
/// # Errors
/// That the database cannot be opened or does not answer.
pub fn run(config: Config) -> Result<(), Failure> {
    let app = App::open(config, Clock::System)?;
    let holder = app.ids.uuid().to_string();
    match app.watch.run(&holder)? {
        Turn::Completed(notices) => {
            say::line(&format!("期限监视完成 watched: {notices} 条新提醒 new notices"));
            // The turn was taken for this one run.
            Ok(app.watch.release(&holder)?)
        }
        Turn::Elsewhere | Turn::Overtaken => {
            say::line(
                "未作监视：另一实例（如正在运行的服务）负责监视 not watched: another instance, such as the running \
                 service, has the turn",
            );
            say::line(&standing(&app)?);
            Ok(())
        }
    }
}

/// One line about how the watch stands.
///
/// # Errors
/// That the database does not answer.
pub fn standing(app: &App) -> Result<String, Failure> {
    let report = app.watch.report_blocking()?;
    let state = report.state.label();
    let last = report.completed_at.map_or_else(
        || "从未完成 never completed".to_owned(),
        |at| format!("最近一次完成于 last completed at {}", at.format("%Y-%m-%dT%H:%M:%SZ")),
    );
    Ok(format!("期限监视 watch: {} {}, {last}", state.zh, state.en))
}
