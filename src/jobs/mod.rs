//! What the program does by itself, in threads of its own. A job knows when; what is done is the app's.
//!
//! - [`watch`]: the watch over the deadlines.

pub mod watch;
