//! What is packed in a file (XLSX, DOCX) is unpacked once under a limit, whatever its headers claim: a small file may
//! unpack to gigabytes. Not here: what the parts mean.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

/// How much all parts of a file may be unpacked, where a person wrote it.
pub(super) const UNPACKED_BYTES_MAX: u64 = 32 << 20;
/// How many parts a file may have.
const PARTS_MAX: usize = 200;
/// So much is unpacked at a time.
const CHUNK_BYTES: usize = 64 << 10;

/// Why a file is not unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is no ZIP file, or a broken one.
    Broken,
    /// A part wants a password.
    Encrypted,
    /// It has too many parts, or they are too large.
    TooMuch,
}

/// Looks at a piece of a part, by its name.
type Look<'a> = dyn FnMut(&str, &[u8]) -> Result<(), Fault> + 'a;

/// Every part that is wanted, by its name, where all parts together unpack to no more than so many bytes. The others are
/// unpacked too, and thrown away: they count.
pub(super) fn unpack(
    bytes: &[u8],
    bytes_max: u64,
    wanted: fn(&str) -> bool,
) -> Result<BTreeMap<String, Vec<u8>>, Fault> {
    unpack_looking(bytes, (bytes_max, wanted), &mut |_, _| Ok(()))
}

/// The same, while each piece of every part is looked at as it comes.
pub(super) fn unpack_looking(
    bytes: &[u8],
    (bytes_max, wanted): (u64, fn(&str) -> bool),
    look: &mut Look<'_>,
) -> Result<BTreeMap<String, Vec<u8>>, Fault> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::Broken)?;
    if archive.len() > PARTS_MAX {
        return Err(Fault::TooMuch);
    }
    // What says that it is too much is believed; what says that it is not is unpacked.
    if archive.decompressed_size().is_some_and(|claimed| claimed > u128::from(bytes_max)) {
        return Err(Fault::TooMuch);
    }
    let (mut left, mut chunk, mut parts) = (bytes_max, vec![0; CHUNK_BYTES], BTreeMap::new());
    for index in 0..archive.len() {
        let raw = archive.by_index_raw(index).map_err(|_| Fault::Broken)?;
        if raw.encrypted() {
            return Err(Fault::Encrypted);
        }
        drop(raw);
        let mut part = archive.by_index(index).map_err(|_| Fault::Broken)?;
        let name = part.name().map_err(|_| Fault::Broken)?.into_owned();
        let mut kept = wanted(&name).then(Vec::new);
        loop {
            let count = part.read(&mut chunk).map_err(|_| Fault::Broken)?;
            let Some(read) = chunk.get(..count).filter(|read| !read.is_empty()) else { break };
            let size = u64::try_from(count).unwrap_or(u64::MAX);
            left = left.checked_sub(size).ok_or(Fault::TooMuch)?;
            look(&name, read)?;
            if let Some(kept) = &mut kept {
                kept.extend_from_slice(read);
            }
        }
        parts.extend(kept.map(|kept| (name, kept)));
    }
    Ok(parts)
}
