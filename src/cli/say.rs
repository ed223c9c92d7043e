//! Printing (输出): the one place that writes to the terminal. A reader that went away, as in
//! `sikuai openapi | head`, is no error.

use std::io::{self, Write as _};

/// Prints a line to standard output.
pub fn line(text: &str) {
    let _ = writeln!(io::stdout(), "{text}");
}

/// Prints a line to standard error.
pub fn error(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}
