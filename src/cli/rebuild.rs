//! `sikuai rebuild`: computes everything that is derived anew from the dockets, for an operator to whom the check named what
//! differs. Not here: what is derived (`app::rebuilding`).

use crate::app::App;
use crate::app::clock::Clock;
use crate::app::rebuilding::Rebuilt;
use crate::cli::{Failure, say};
use crate::config::Config;
use crate::domain::refusal::words;

/// Computes everything anew, and says what it did.
///
/// # Errors
/// Whatever keeps the database from being opened; dockets that make no possible history.
pub fn run(config: Config) -> Result<(), Failure> {
    let app = App::open(config, Clock::System)?;
    say::line(
        "正在重算，期间不能登记；如中断，请再运行一次，否则正在运行的服务一直不能登记 computing anew, nobody records \
         meanwhile; if it is broken off, run it again, for until then a service that is running records nothing",
    );
    let Rebuilt { cases, kept_otherwise, figures_otherwise, unreadable, dimensions } =
        app.register.rebuild()?;
    say::line(&format!(
        "已重算 computed anew: {cases} 宗案件 cases, 其中案件行有出入 {kept_otherwise} of them kept otherwise, 统计行有出入 \
         {figures_otherwise} with other rows of figures; 分日累计 sums by the day: {dimensions} 个维度 dimensions"
    ));
    if unreadable == 0 {
        return Ok(());
    }
    Err(Failure::new(&words(
        format!("{unreadable}宗案件的登记不成立，未能重算，请运行 sikuai check 查看"),
        format!(
            "the dockets of {unreadable} cases make no possible history: run sikuai check, which names them"
        ),
    )))
}
