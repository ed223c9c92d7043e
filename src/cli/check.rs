//! `sikuai check`: replays every case, and names everything that is not what its docket says.

use crate::app::App;
use crate::app::clock::Clock;
use crate::cli::{Failure, say, watch};
use crate::config::Config;
use crate::domain::refusal::words;

/// Checks everything and prints what was found.
///
/// # Errors
/// When something is not as it should be, or the database cannot be opened.
pub fn run(config: Config) -> Result<(), Failure> {
    let app = App::open(config, Clock::System)?;
    let checked = app.register.check()?;
    for what in &checked.inconsistencies {
        say::line(what);
    }
    say::line(&watch::standing(&app)?);
    let (cases, entries) = (checked.cases, checked.entries);
    match checked.inconsistencies.len() {
        0 => {
            say::line(&format!("核对无误 all whole: {cases} 宗案件 cases, {entries} 项登记 entries"));
            Ok(())
        }
        count => Err(Failure::new(&words(
            format!("核对发现{count}处不一致({cases}宗案件,{entries}项登记)"),
            format!("{count} inconsistencies in {cases} cases and {entries} entries"),
        ))),
    }
}
