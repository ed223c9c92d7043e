//! What the program does by itself, in threads of its own. A job knows when; what is done is the app's.
//!
//! - [`watch`]: the watch over the deadlines.
//! - [`numbering`]: the numbers of the feed of changes.
//! - [`repeating`]: the thread in which either runs.

pub mod numbering;
pub mod repeating;
pub mod watch;
