//! Whether a ZIP (DOCX, XLSX, OFD) is whole, by the list at its end alone: a file that was cut off or has lost its list opens
//! in no program, and one that says that it unpacks to gigabytes stops whoever opens it. Nothing is unpacked, so what a list
//! says falsely is not noticed. The list is read here and not by `zip`, which tells no sizes of a file whose writer put them
//! behind each part, as those do that write while they go. Not here: what the parts are (`file_sniffing`).

/// How much all parts of a file may say that they unpack to: more than a large table does (`documents::ledger` reads 384 MiB).
pub(crate) const UNPACKED_MEBIBYTES_MAX: u64 = 512;

/// The record at the end of a ZIP, without the remark that may follow it.
const END_BYTES: usize = 22;
const END: &[u8] = b"PK\x05\x06";
/// The same in 64 bits, and what says where that is; both stand before it where they do.
const END_64_BYTES: usize = 56;
const END_64: &[u8] = b"PK\x06\x06";
const LOCATOR_BYTES: usize = 20;
/// What the list says of one part, without its name, its extra fields and its remark.
const PART_BYTES: usize = 46;
const PART: &[u8] = b"PK\x01\x02";
/// The extra field that has the sizes in 64 bits.
const SIZES_64: u16 = 1;

/// What is wrong with a ZIP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It was cut off, or its list is not what a list is.
    Broken,
    /// Its parts say that they unpack to too much.
    TooMuch,
}

/// Looks at a file by its end, which has its list, and by its length.
pub(crate) fn ensure_whole(end: &[u8], bytes: u64) -> Result<(), Fault> {
    let list = List::find(end, bytes).ok_or(Fault::Broken)?;
    let (mut unpacked, mut rest) = (0_u64, list.parts);
    for _ in 0..list.count {
        let (size, after) = part(rest, list.begins).ok_or(Fault::Broken)?;
        unpacked = unpacked.saturating_add(size);
        rest = after;
    }
    match () {
        () if !rest.is_empty() => Err(Fault::Broken),
        () if unpacked > UNPACKED_MEBIBYTES_MAX << 20 => Err(Fault::TooMuch),
        () => Ok(()),
    }
}

/// The list of a ZIP.
struct List<'a> {
    /// How many parts it says that there are.
    count: u64,
    /// Where in the file it begins.
    begins: u64,
    /// All of it.
    parts: &'a [u8],
}

impl<'a> List<'a> {
    fn find(end: &'a [u8], bytes: u64) -> Option<List<'a>> {
        let at = ends(end)?;
        let record = end.get(at..)?;
        let (mut count, mut length, mut begins) =
            (u64::from(u16_at(record, 10)?), u64::from(u32_at(record, 12)?), u64::from(u32_at(record, 16)?));
        let mut until = at;
        if let Some((before, record)) = in_64_bits(end, at) {
            (count, length, begins) = (u64_at(record, 32)?, u64_at(record, 40)?, u64_at(record, 48)?);
            until = before;
        }
        let first = until.checked_sub(usize::try_from(length).ok()?)?;
        let is_there =
            u64::try_from(first).ok()?.checked_add(bytes)? == begins.checked_add(length_of(end)?)?;
        is_there.then_some(List { count, begins, parts: end.get(first..until)? })
    }
}

/// Where the record at the end begins: the last whose remark ends with the file.
fn ends(end: &[u8]) -> Option<usize> {
    let last = end.len().checked_sub(END_BYTES)?;
    (0..=last).rev().find(|at| {
        let record = end.get(*at..).unwrap_or_default();
        let remark = || record.len().checked_sub(END_BYTES)?.checked_sub(usize::from(u16_at(record, 20)?));
        record.starts_with(END) && remark() == Some(0)
    })
}

/// The record in 64 bits, and where it begins, if there is one.
fn in_64_bits(end: &[u8], at: usize) -> Option<(usize, &[u8])> {
    let begins = at.checked_sub(LOCATOR_BYTES)?.checked_sub(END_64_BYTES)?;
    let record = end.get(begins..)?;
    record.starts_with(END_64).then_some((begins, record))
}

/// To how much the first part of a list unpacks, and what follows it; none where it is no part, or would lie behind the list.
fn part(list: &[u8], begins: u64) -> Option<(u64, &[u8])> {
    if !list.starts_with(PART) {
        return None;
    }
    let lengths = [u16_at(list, 28)?, u16_at(list, 30)?, u16_at(list, 32)?].map(usize::from);
    let [name, extra, remark] = lengths;
    let extra_at = PART_BYTES.checked_add(name)?;
    let extra_fields = list.get(extra_at..extra_at.checked_add(extra)?)?;
    let (packed, unpacked, at) = (u32_at(list, 20)?, u32_at(list, 24)?, u32_at(list, 42)?);
    let is_inside = |said: u32| said == u32::MAX || u64::from(said) < begins;
    if !is_inside(packed) || !is_inside(at) {
        return None;
    }
    let unpacked =
        if unpacked == u32::MAX { unpacked_in_64_bits(extra_fields)? } else { u64::from(unpacked) };
    Some((unpacked, list.get(extra_at.checked_add(extra)?.checked_add(remark)?..)?))
}

/// The size in 64 bits, which is the first number of its extra field.
fn unpacked_in_64_bits(mut extra: &[u8]) -> Option<u64> {
    loop {
        let (kind, length) = (u16_at(extra, 0)?, usize::from(u16_at(extra, 2)?));
        if kind == SIZES_64 {
            return u64_at(extra, 4);
        }
        extra = extra.get(length.checked_add(4)?..)?;
    }
}

fn length_of(bytes: &[u8]) -> Option<u64> {
    u64::try_from(bytes.len()).ok()
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().copied().map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_le_bytes)
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().copied().map(u64::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zip(parts: usize) -> Vec<u8> {
        use std::io::Write as _;
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for no in 0..parts {
            writer.start_file(format!("{no}.xml"), zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(b"<x/>").unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn looked_at(bytes: &[u8]) -> Result<(), Fault> {
        ensure_whole(bytes, bytes.len().try_into().unwrap())
    }

    /// Where the list has its first part.
    fn list_at(bytes: &[u8]) -> usize {
        bytes.windows(4).position(|window| window == PART).unwrap()
    }

    #[test]
    fn a_whole_file_is_whole_by_its_end_alone() {
        let bytes = zip(3);
        assert_eq!(looked_at(&bytes), Ok(()));
        let end = &bytes[list_at(&bytes)..];
        assert_eq!(ensure_whole(end, bytes.len().try_into().unwrap()), Ok(()));
        // Without the whole of its list nothing is known.
        assert_eq!(ensure_whole(&end[1..], bytes.len().try_into().unwrap()), Err(Fault::Broken));
        let mut remarked = zip(1);
        let length = remarked.len();
        remarked[length - 2] = 3;
        remarked.extend(b"abc");
        assert_eq!(looked_at(&remarked), Ok(()));
    }

    #[test]
    fn what_is_cut_off_or_has_lost_its_list_is_broken() {
        let bytes = zip(3);
        for length in 0..bytes.len() {
            assert_eq!(looked_at(&bytes[..length]), Err(Fault::Broken), "{length}");
        }
        let mut lost = bytes.clone();
        lost[list_at(&bytes)] = b'X';
        assert_eq!(looked_at(&lost), Err(Fault::Broken));
        // Bytes that are gone from the middle move the list from its place.
        let gone = [&bytes[..30], &bytes[31..]].concat();
        assert_eq!(looked_at(&gone), Err(Fault::Broken));
        // One part less than the record at the end says.
        let mut fewer = bytes.clone();
        let count = fewer.len() - END_BYTES + 10;
        fewer[count] = 2;
        assert_eq!(looked_at(&fewer), Err(Fault::Broken));
    }

    /// 512 MiB in all are as much as there may be: two of 256 MiB, and not one byte more.
    #[test]
    fn what_says_that_it_unpacks_to_too_much_is_believed() {
        let mut bytes = zip(2);
        let first = list_at(&bytes);
        let second = first + PART_BYTES + "0.xml".len();
        for at in [first, second] {
            bytes[at + 24..at + 28].copy_from_slice(&(256_u32 << 20).to_le_bytes());
        }
        assert_eq!(looked_at(&bytes), Ok(()));
        bytes[second + 24] = 1;
        assert_eq!(looked_at(&bytes), Err(Fault::TooMuch));
    }

    /// Some programs write every size in 64 bits, however small the file is.
    #[test]
    fn sizes_in_64_bits_are_read() {
        let of_size = |size: u64| {
            let mut bytes = zip(1);
            let (list, end) = (list_at(&bytes), bytes.len() - END_BYTES);
            let extra = [&1_u16.to_le_bytes()[..], &8_u16.to_le_bytes(), &size.to_le_bytes()].concat();
            bytes[list + 24..list + 28].fill(0xff);
            bytes[list + 30] = 12;
            let length = u32::from_le_bytes(bytes[end + 12..end + 16].try_into().unwrap()) + 12;
            bytes[end + 12..end + 16].copy_from_slice(&length.to_le_bytes());
            bytes.splice(end..end, extra);
            bytes
        };
        assert_eq!(looked_at(&of_size(4)), Ok(()));
        assert_eq!(looked_at(&of_size(5 << 30)), Err(Fault::TooMuch));
    }
}
