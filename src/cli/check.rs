//! `sikuai check`: replays every case, and names everything that is not what its docket says.

use clap::Args;

use crate::app::App;
use crate::app::check::Checked;
use crate::app::clock::Clock;
use crate::app::file_check::Contents;
use crate::cli::{Failure, say, watch};
use crate::config::Config;
use crate::domain::refusal::words;

/// What is checked besides.
#[derive(Debug, Clone, Copy, Args)]
pub struct CheckOptions {
    /// 读出全部文件内容并核对 Read the contents of all files too, and compare their digests.
    #[arg(long)]
    files: bool,
}

/// Checks everything and prints what was found.
///
/// # Errors
/// When something is not as it should be, or the database cannot be opened.
pub fn run(config: Config, options: CheckOptions) -> Result<(), Failure> {
    let app = App::open(config, Clock::System)?;
    app.register.look_at_files()?;
    let contents = if options.files { Contents::Read } else { Contents::Present };
    let checked = app.register.check_with(contents)?;
    for what in &checked.inconsistencies {
        say::line(what);
    }
    for blob in &checked.unnamed {
        say::line(&format!(
            "没有登记的文件内容（无害） a content that no file has, which harms nothing: {blob}"
        ));
    }
    say::line(&watch::standing(&app)?);
    let Checked { cases, entries, files, papers, ratings, publications, .. } = checked;
    match checked.inconsistencies.len() {
        0 => {
            say::line(&format!(
                "核对无误 all whole: {cases} 宗案件 cases, {entries} 项登记 entries, {files} 个文件 files, {papers} 份文书 papers, {ratings} 件评价 ratings, {publications} 期公布 publications"
            ));
            Ok(())
        }
        count => Err(Failure::new(&words(
            format!("核对发现{count}处不一致（{cases}宗案件，{entries}项登记）"),
            format!("{count} inconsistencies in {cases} cases and {entries} entries"),
        ))),
    }
}
