//! Files packed as a ZIP while they come (打包): what is put in comes out at once, so that only a part is ever held. Nothing is
//! compressed, for what offices keep (PDF, pictures, recordings) is already. Not here: which files (`app`), and unpacking.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

/// A ZIP on its way.
pub struct Packing {
    writer: ZipWriter<StreamWriter<Made>>,
    made: Made,
}

/// What was made and not taken yet.
#[derive(Clone, Default)]
struct Made(Arc<Mutex<Vec<u8>>>);

impl Made {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Made {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Default for Packing {
    fn default() -> Packing {
        let made = Made::default();
        Packing { writer: ZipWriter::new_stream(made.clone()), made }
    }
}

impl Packing {
    /// Begins the next file, of so many bytes.
    ///
    /// # Errors
    /// A name that is there already.
    pub fn begin(&mut self, name: &str, bytes: u64) -> io::Result<()> {
        // No clock: every file is as old as the format. A file of four GiB needs the wider fields.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(DateTime::default())
            .large_file(u32::try_from(bytes).is_err());
        self.writer.start_file(name, options).map_err(io::Error::other)
    }

    /// Puts the next part of the file in.
    ///
    /// # Errors
    /// More bytes than the file was said to have, where that needs the wider fields.
    pub fn push(&mut self, part: &[u8]) -> io::Result<()> {
        self.writer.write_all(part)
    }

    /// What has been made since it was last taken.
    #[must_use]
    pub fn taken(&self) -> Vec<u8> {
        self.made.take()
    }

    /// The end: the list of the files.
    ///
    /// # Errors
    /// More files than a ZIP can have.
    pub fn finish(self) -> io::Result<Vec<u8>> {
        let Packing { writer, made } = self;
        writer.finish().map_err(io::Error::other)?;
        Ok(made.take())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    #[test]
    fn what_is_packed_part_by_part_is_read_again() {
        let mut packing = Packing::default();
        let mut bytes = Vec::new();
        packing.begin("0001-申请书.txt", 6).unwrap();
        for part in ["申", "请"] {
            packing.push(part.as_bytes()).unwrap();
            let made = packing.taken();
            assert!(made.ends_with(part.as_bytes()), "it comes out at once");
            bytes.extend(made);
        }
        packing.begin("0002-大.bin", 100_000).unwrap();
        packing.push(&vec![7; 100_000]).unwrap();
        assert!(packing.begin("0002-大.bin", 1).is_err(), "the same name twice");
        bytes.extend(packing.finish().unwrap());
        let mut archive = zip::ZipArchive::new(io::Cursor::new(bytes)).unwrap();
        assert_eq!(archive.len(), 2);
        let mut text = String::new();
        archive.by_name("0001-申请书.txt").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "申请");
        let mut large = Vec::new();
        archive.by_index(1).unwrap().read_to_end(&mut large).unwrap();
        assert_eq!(large, vec![7; 100_000]);
    }
}
