//! A layout written as a DOCX file that Word, WPS and LibreOffice open. The same layout gives the same bytes. What XML
//! cannot hold (control characters) is left out. Not here: fields; whatever the text holds is text.

use std::io::{Cursor, Write as _};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::written::{self, Part};
use crate::documents::layout::Layout;

/// Why a file could not be put together; nothing in a layout makes it so.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The packing failed.
    #[error("a DOCX file could not be packed: {0}")]
    Packing(#[from] ZipError),
    /// Writing into memory failed.
    #[error("a DOCX file could not be written: {0}")]
    Writing(#[from] std::io::Error),
}

/// Writes a file.
///
/// # Errors
/// If it cannot be packed.
pub fn write(layout: &Layout) -> Result<Vec<u8>, WriteError> {
    // No clock: every part is as old as the format.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .system(zip::System::Unix)
        .unix_permissions(0o644);
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    for Part { name, text } in written::parts(layout) {
        file.start_file(name, options)?;
        file.write_all(text.as_bytes())?;
    }
    Ok(file.finish()?.into_inner())
}
