//! The operator at the command line, on another program over the same database.

use std::process::{Command, Stdio};

use super::server::TestServer;

/// Runs a command; how it ended, and all that it said.
pub(crate) fn operator(server: &TestServer, arguments: &[&str]) -> (Option<i32>, String) {
    let key = server.app.settings.key_file.clone().unwrap();
    let directory = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_sikuai"))
        .args(["--database", &server.app.settings.database, "--key-file", key.to_str().unwrap()])
        .args(arguments)
        .current_dir(directory.path())
        .env_clear()
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).unwrap())
}
