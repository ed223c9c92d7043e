//! Whether there is room to write (磁盘空间): what the last write met, on either database. Not here: what a caller is told
//! whose write met no room (`error`), and the disk of the files (`blobs`), which is another.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::connection::Tx;

/// After so long it is not known any more: a program that is asked for nothing because it said so would never learn that
/// there is room again.
const KNOWN_FOR: Duration = Duration::from_mins(1);

/// What the last write met. A clone is another handle on the same.
#[derive(Debug, Clone, Default)]
pub(super) struct Room {
    full: Arc<Mutex<Option<Instant>>>,
}

impl Room {
    /// Whether no room was left for the last write, and that was a moment ago.
    pub(super) fn is_full(&self) -> bool {
        let full = *self.full.lock().unwrap_or_else(PoisonError::into_inner);
        full.is_some_and(|since| since.elapsed() < KNOWN_FOR)
    }

    /// Learns from a transaction that has ended with so many writes kept. One that met no room says so though others of its
    /// group were kept; where nothing was to be kept, nothing is learnt.
    pub(super) fn learn(&self, tx: &Tx, kept: usize) {
        let mut full = self.full.lock().unwrap_or_else(PoisonError::into_inner);
        if tx.met_full() {
            *full = Some(Instant::now());
        } else if kept > 0 {
            *full = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn that_the_disk_is_full_is_known_for_a_minute() {
        let full_since = |ago: Duration| {
            let since = Instant::now().checked_sub(ago).unwrap();
            Room { full: Arc::new(Mutex::new(Some(since))) }
        };
        assert!(!Room::default().is_full());
        assert!(full_since(Duration::ZERO).is_full());
        assert!(full_since(Duration::from_secs(50)).is_full());
        assert!(!full_since(Duration::from_mins(1)).is_full());
        assert!(!full_since(Duration::from_hours(1)).is_full());
    }
}
