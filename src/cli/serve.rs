//! `sikuai serve`: serves the API until it is told to stop (SIGTERM, SIGINT).

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_web::rt::System;

use crate::app::App;
use crate::app::clock::Clock;
use crate::app::key_use::KeyFile;
use crate::cli::{Failure, say};
use crate::config::Config;
use crate::domain::refusal::words;
use crate::http::{logs, server};
use crate::jobs::{numbering, watch};

/// Serves until a signal comes, and finishes what was begun.
///
/// # Errors
/// Whatever keeps it from starting.
pub fn run(config: Config) -> Result<(), Failure> {
    logs::start(config.log_format);
    let app = App::open(config, Clock::System)?;
    say_new_key(&app);
    serve(Arc::new(app))
}

/// Serves an app that is open, watches its deadlines, and numbers what changes.
///
/// # Errors
/// An address that cannot be bound; a store of the files that does not answer.
pub fn serve(app: Arc<App>) -> Result<(), Failure> {
    app.register.open_files()?;
    let bind = app.settings.bind;
    let listener = TcpListener::bind(bind).map_err(|error| {
        Failure::new(&words(format!("无法监听 {bind}"), format!("cannot listen on {bind}: {error}")))
    })?;
    let stop_limit = Duration::from_secs(u64::from(app.settings.shutdown_seconds));
    let running = server::serve(Arc::clone(&app), listener)?;
    let numbering = numbering::start(Arc::clone(&app))?;
    let watching = watch::start(app)?;
    let address = running.address();
    let serving = || {
        say::line(&format!("工作台 the workbench http://{address}/"));
        say::line(&format!("服务地址 serving at http://{address}/docs/"));
    };
    System::new().block_on(server::stop_signal(serving))?;
    say::line("正在停止 stopping");
    running.stop()?;
    numbering.stop(stop_limit);
    if let Some(watching) = watching {
        watching.stop(stop_limit);
    }
    Ok(())
}

/// Says where a new or changed key file is: without it the personal data cannot be read again.
pub fn say_new_key(app: &App) {
    let Some(path) = app.settings.key_path() else { return };
    let path = path.display();
    match app.key_file {
        KeyFile::Found => {}
        KeyFile::Made => {
            say::line(&format!("已生成密钥文件，请另行备份 made a key file, keep a copy elsewhere: {path}"));
        }
        KeyFile::Extended => say::line(&format!(
            "密钥文件已增加检索密钥，请重新备份，并复制到其他实例 added an index key to the key file, keep a new copy, and \
             copy it to the other instances: {path}"
        )),
    }
}
