//! How much memory this program had at most, as Linux says it.

use std::fs;

/// Begins to count anew; whether that was possible.
pub(crate) fn count_anew() -> bool {
    fs::write("/proc/self/clear_refs", "5").is_ok()
}

/// The most that was resident since the start, or since the count began anew: `81340 kB`; `?` where nobody says it.
pub(crate) fn at_most() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("?").trim().to_owned()
}
