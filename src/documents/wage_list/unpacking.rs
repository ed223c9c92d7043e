//! How much an XLSX file of a wage list may unpack to. Not here: unpacking it (`documents::unpacking`).

use super::{Problem, unreadable};
use crate::documents::unpacking::{self, Unpackable};
use crate::domain::refusal::words;

/// How much all parts of a file may be unpacked.
const UNPACKED_BYTES_MAX: u64 = 32 << 20;

/// Refuses what would not fit.
pub(super) fn ensure_bounded(bytes: &[u8]) -> Result<(), Vec<Problem>> {
    unpacking::ensure_bounded(bytes, UNPACKED_BYTES_MAX).map_err(|why| match why {
        Unpackable::Unreadable => unreadable(),
        Unpackable::TooLarge => {
            Problem::file("unpacks_too_large", words("文件解压后过大", "the file unpacks to too much"))
        }
    })
}
