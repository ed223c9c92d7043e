//! Unpacking under a limit (解压限额): a packed file is unpacked once and thrown away, before anything reads it, so that a
//! small file that holds a large one (a bomb) is refused while it is still small. Not here: what the parts say.

use std::io::{Cursor, Read as _};

/// How many parts a file may have.
const PARTS_MAX: usize = 200;
/// So much is unpacked at a time.
const CHUNK_BYTES: usize = 64 << 10;

/// Why a file is not read further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unpackable {
    /// It is no such file, or broken.
    Unreadable,
    /// It holds too much.
    TooLarge,
}

/// Refuses what unpacks to more than so many bytes.
pub(super) fn ensure_bounded(bytes: &[u8], bytes_max: u64) -> Result<(), Unpackable> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unpackable::Unreadable)?;
    if archive.len() > PARTS_MAX {
        return Err(Unpackable::TooLarge);
    }
    // What says that it is too much is believed; what says that it is not is unpacked.
    let claimed = archive.decompressed_size().unwrap_or_default();
    if claimed > u128::from(bytes_max) {
        return Err(Unpackable::TooLarge);
    }
    let mut left = bytes_max;
    let mut chunk = vec![0; CHUNK_BYTES];
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|_| Unpackable::Unreadable)?;
        loop {
            let count = part.read(&mut chunk).map_err(|_| Unpackable::Unreadable)?;
            if count == 0 {
                break;
            }
            let read = u64::try_from(count).unwrap_or(u64::MAX);
            left = left.checked_sub(read).ok_or(Unpackable::TooLarge)?;
        }
    }
    Ok(())
}

/// One part of a packed file, if it is there and not longer than so many bytes.
pub(super) fn part(bytes: &[u8], name: &str, bytes_max: u64) -> Option<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let part = archive.by_name(name).ok()?;
    let mut text = Vec::new();
    part.take(bytes_max).read_to_end(&mut text).ok()?;
    Some(text)
}
