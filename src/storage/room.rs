//! Whether there is room to write (磁盘空间): what the last write met, on either database. Not here: what a caller is told
//! whose write met no room (`error`), and the disk of the files (`blobs`), which is another.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::connection::Tx;

/// What the last write met. A clone is another handle on the same.
#[derive(Debug, Clone, Default)]
pub(super) struct Room {
    full: Arc<AtomicBool>,
}

impl Room {
    /// Whether no room was left for the last write.
    pub(super) fn is_full(&self) -> bool {
        self.full.load(Ordering::Relaxed)
    }

    /// Learns from a transaction that has ended with so many writes kept. One that met no room says so though others of its
    /// group were kept; where nothing was to be kept, nothing is learnt.
    pub(super) fn learn(&self, tx: &Tx, kept: usize) {
        if tx.met_full() {
            self.full.store(true, Ordering::Relaxed);
        } else if kept > 0 {
            self.full.store(false, Ordering::Relaxed);
        }
    }
}
