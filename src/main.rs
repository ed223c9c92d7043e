//! The `sikuai` program. Everything is in the library; this only starts it.

use std::process::ExitCode;

fn main() -> ExitCode {
    sikuai::cli::run(std::env::args_os())
}
