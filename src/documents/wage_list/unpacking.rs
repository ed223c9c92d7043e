//! What is packed in an XLSX file is unpacked once under a limit, whatever its headers claim: a small file may unpack to
//! gigabytes. Not here: reading it.

use std::io::{Cursor, Read as _};

use super::{Problem, unreadable};
use crate::domain::refusal::words;

/// How much all parts of a file may be unpacked.
const UNPACKED_BYTES_MAX: u64 = 32 << 20;
/// How many parts a file may have.
const PARTS_MAX: usize = 200;
/// So much is unpacked at a time, and thrown away.
const CHUNK_BYTES: usize = 64 << 10;

/// Refuses what would not fit.
pub(super) fn ensure_bounded(bytes: &[u8]) -> Result<(), Vec<Problem>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    if archive.len() > PARTS_MAX {
        return Err(too_large());
    }
    let mut left = UNPACKED_BYTES_MAX;
    let mut chunk = vec![0; CHUNK_BYTES];
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|_| unreadable())?;
        loop {
            let count = part.read(&mut chunk).map_err(|_| unreadable())?;
            if count == 0 {
                break;
            }
            let read = u64::try_from(count).unwrap_or(u64::MAX);
            left = left.checked_sub(read).ok_or_else(too_large)?;
        }
    }
    Ok(())
}

fn too_large() -> Vec<Problem> {
    Problem::file("unpacks_too_large", words("文件解压后过大", "the file unpacks to too much"))
}
