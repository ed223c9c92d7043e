//! What the bytes of a file are (内容识别), whatever it is called: by its first bytes, by the names in a container, and for
//! text by all of them. Nothing is unpacked, so nothing can swell. Not here: which kinds are taken (`domain::file_kind`).

use std::str;

use crate::app::error::Error;
use crate::domain::file_kind::{FileKind, FileName};
use crate::domain::refusal::{Words, words};

/// So much is kept of the beginning, and so much of the end, where a container lists what it has.
const SAMPLE_BYTES: usize = 64 << 10;
/// The entry of a ZIP before its content, and in the list at the end: signature, and where its name's length and its
/// name are.
const ZIP_ENTRIES: [(&[u8], usize, usize); 2] = [(b"PK\x03\x04", 26, 30), (b"PK\x01\x02", 28, 46)];

/// What bytes were found to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Content {
    /// A kind that is taken.
    Taken(FileKind),
    /// Something else, by its media type.
    Other(&'static str),
    /// Nobody knows.
    Unknown,
}

/// What is remembered of a content while it streams by.
#[derive(Default)]
pub(crate) struct Sample {
    head: Vec<u8>,
    tail: Vec<u8>,
    text: TextSoFar,
}

impl Sample {
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        let room = SAMPLE_BYTES.saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend_from_slice(bytes.get(..room).unwrap_or_default());
        let last = bytes.len().saturating_sub(SAMPLE_BYTES);
        self.tail.extend_from_slice(bytes.get(last..).unwrap_or_default());
        self.tail.drain(..self.tail.len().saturating_sub(SAMPLE_BYTES));
        self.text.push(bytes);
    }

    /// What it was, once everything has gone by.
    pub(crate) fn content(&self) -> Content {
        let is_text = self.text.is_text();
        match infer::get(&self.head) {
            // “BMW…” is no bitmap.
            Some(kind) if is_text && is_chance_in_text(kind) => Content::Taken(FileKind::Text),
            Some(kind) => self.of_media_type(kind.mime_type()),
            None if is_text => Content::Taken(FileKind::Text),
            None => Content::Unknown,
        }
    }

    fn of_media_type(&self, media_type: &'static str) -> Content {
        match media_type {
            "application/pdf" if !begins_as_pdf(&self.head) => Content::Unknown,
            _ if self.head.starts_with(b"PK\x03\x04") => self.of_zip(),
            _ => FileKind::of_media_type(media_type)
                .filter(|kind| *kind != FileKind::Text)
                .map_or(Content::Other(media_type), Content::Taken),
        }
    }

    /// What a ZIP is, by the names in it. With macros it is something else, whatever it is called.
    fn of_zip(&self) -> Content {
        let names: Vec<&[u8]> =
            [&self.head, &self.tail].into_iter().flat_map(|part| names_in_zip(part)).collect();
        let has = |wanted: &dyn Fn(&[u8]) -> bool| names.iter().any(|name| wanted(name));
        if has(&|name| name.ends_with(b"vbaProject.bin")) {
            return Content::Other("application/vnd.ms-office.vbaProject");
        }
        let is_office = has(&|name| name == b"[Content_Types].xml");
        if has(&|name| name == b"OFD.xml") {
            Content::Taken(FileKind::Ofd)
        } else if is_office && has(&|name| name.starts_with(b"word/document")) {
            Content::Taken(FileKind::Docx)
        } else if is_office && has(&|name| name.starts_with(b"xl/workbook")) {
            Content::Taken(FileKind::Xlsx)
        } else {
            Content::Other("application/zip")
        }
    }
}

/// Whether what the first bytes seem to be is mere chance in a text that is clean to its end. Mark-up, scripts and
/// programs never are.
fn is_chance_in_text(kind: infer::Type) -> bool {
    use infer::MatcherType as M;
    match kind.matcher_type() {
        M::Image | M::Audio | M::Video | M::Font => true,
        M::App | M::Archive | M::Book | M::Doc | M::Text | M::Custom => false,
    }
}

/// A byte order mark or white space before it does no harm; anything else would let it be two things at once.
fn begins_as_pdf(head: &[u8]) -> bool {
    head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start().starts_with(b"%PDF-")
}

/// The names of the entries that begin in a part of a ZIP.
fn names_in_zip(part: &[u8]) -> Vec<&[u8]> {
    let mut names = Vec::new();
    for at in 0..part.len() {
        let entry = part.get(at..).unwrap_or_default();
        let found = ZIP_ENTRIES.iter().find(|(signature, ..)| entry.starts_with(signature));
        let name = found.and_then(|(_, length_at, name_at)| {
            let (low, high) = (entry.get(*length_at)?, entry.get(length_at + 1)?);
            let length = usize::from(u16::from_le_bytes([*low, *high]));
            entry.get(*name_at..name_at.checked_add(length)?)
        });
        names.extend(name);
    }
    names
}

/// Whether everything so far is text in UTF-8, without control characters.
#[derive(Default)]
struct TextSoFar {
    /// The beginning of a character whose rest has not come.
    begun: Vec<u8>,
    is_broken: bool,
}

impl TextSoFar {
    fn push(&mut self, bytes: &[u8]) {
        if self.is_broken {
            return;
        }
        let mut all = std::mem::take(&mut self.begun);
        all.extend_from_slice(bytes);
        let (text, rest) = match str::from_utf8(&all) {
            Ok(text) => (text, [].as_slice()),
            Err(error) => {
                self.is_broken = error.error_len().is_some();
                let (text, rest) = all.split_at(error.valid_up_to());
                (str::from_utf8(text).unwrap_or_default(), rest)
            }
        };
        self.is_broken |= text.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r'));
        self.begun = rest.to_vec();
    }

    fn is_text(&self) -> bool {
        !self.is_broken && self.begun.is_empty()
    }
}

/// What a file is by its name, by its media type, and by its bytes, once those were seen. The name itself may be
/// somebody's, and is not repeated.
pub(crate) fn not_taken(name: &FileName, media_type: &str, found: Option<(&Content, u64)>) -> Error {
    let ending = name.ending().unwrap_or_default();
    let kind = |kind: Option<FileKind>| kind.map_or("?", FileKind::ending);
    let (by_name, by_type) = (kind(name.kind()), kind(FileKind::of_media_type(media_type)));
    let [zh, en] = match found {
        None => ["未读取".to_owned(), "not read".to_owned()],
        Some((_, 0)) => return empty(),
        Some((Content::Taken(kind), _)) => [kind.media_type().to_owned(), kind.media_type().to_owned()],
        Some((Content::Other(media_type), _)) => [(*media_type).to_owned(), (*media_type).to_owned()],
        Some((Content::Unknown, _)) if name.kind() == Some(FileKind::Text) => [
            "不是UTF-8文本（请另存为UTF-8编码）".to_owned(),
            "no text in UTF-8 (save it in that encoding)".to_owned(),
        ],
        Some((Content::Unknown, _)) => ["不明".to_owned(), "of no known kind".to_owned()],
    };
    let taken = FileKind::endings();
    let said = words(
        format!(
            "文件名、Content-Type 与内容须为同一种可接收的文件。文件名后缀“.{ending}”（{by_name}），Content-Type“{media_type}”\
             （{by_type}），内容：{zh}。可接收：{taken}"
        ),
        format!(
            "name, Content-Type and content must be of one kind that is taken. The name ends in “.{ending}” \
             ({by_name}), the Content-Type is “{media_type}” ({by_type}), the content is {en}. Taken are: {taken}"
        ),
    );
    let found = found.map(|(content, _)| content);
    Error::UnsupportedFile { words: said, plain: plain_words(name, found) }
}

/// The same for whoever chose a file in a page: they know its name and what they meant it to be, and no media type.
fn plain_words(name: &FileName, found: Option<&Content>) -> Words {
    let ending = name.ending().map_or_else(|| "—".to_owned(), |ending| format!(".{ending}"));
    let [zh, en] = match found {
        None => ["不收这一类文件".to_owned(), "files of this kind are not taken".to_owned()],
        Some(Content::Unknown) if name.kind() == Some(FileKind::Text) => [
            "内容不是UTF-8文本，请另存为UTF-8编码".to_owned(),
            "its content is no text in UTF-8; save it in that encoding".to_owned(),
        ],
        Some(Content::Taken(kind)) => [
            format!("内容却是.{}文件，请改正后缀或者另选文件", kind.ending()),
            format!(
                "its content is that of a .{} file; mend the ending, or choose another file",
                kind.ending()
            ),
        ],
        Some(Content::Other(_) | Content::Unknown) => [
            "内容却不是这一类文件，可能已损坏或者改过后缀".to_owned(),
            "its content is of another kind; it may be damaged, or its ending was changed".to_owned(),
        ],
    };
    let taken = FileKind::endings();
    words(
        format!("文件名的后缀是“{ending}”，{zh}。可收的后缀：{taken}"),
        format!("The name ends in “{ending}”: {en}. Endings that are taken: {taken}"),
    )
}

/// Without a byte it is of no kind, whatever it is called: no text either.
fn empty() -> Error {
    let said = words("文件是空的，没有收存", "The file is empty, and was not kept.");
    Error::UnsupportedFile { words: said.clone(), plain: said }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(bytes: &[u8]) -> Content {
        let mut whole = Sample::default();
        whole.push(bytes);
        let mut in_bytes = Sample::default();
        bytes.chunks(1).for_each(|byte| in_bytes.push(byte));
        assert_eq!(whole.content(), in_bytes.content());
        whole.content()
    }

    fn zip(names: &[&str]) -> Vec<u8> {
        use std::io::Write as _;
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for name in names {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(b"<x/>").unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn text_is_what_is_clean_to_its_end() {
        for text in ["符永祥\r\n\t工资📎", "\u{feff}带标记", "BMW 3系", "RIFF????WAVE"] {
            assert_eq!(content(text.as_bytes()), Content::Taken(FileKind::Text), "{text}");
        }
        // A control character, a character cut off, GBK.
        for bytes in [b"abc\0".as_slice(), b"abc\xe7\xac", b"\xb7\xfb\xd3\xc0\xcf\xe9"] {
            assert_eq!(content(bytes), Content::Unknown, "{bytes:?}");
        }
        let html = content("<html ><script>1</script>".as_bytes());
        assert_eq!(html, Content::Other("text/html"));
        assert_eq!(content(b"#!/bin/sh\nrm x"), Content::Other("text/x-shellscript"));
        // Mark-up with a PDF in it is neither.
        assert_eq!(content(b"<html ><!-- %PDF-1.4"), Content::Unknown);
        assert_eq!(content(b"\n%PDF-1.4\n\0"), Content::Taken(FileKind::Pdf));
    }

    #[test]
    fn a_zip_is_what_its_names_say() {
        let office = ["[Content_Types].xml", "_rels/.rels"];
        let with = |more: &[&str]| content(&zip(&[&office, more].concat()));
        assert_eq!(with(&["word/document.xml"]), Content::Taken(FileKind::Docx));
        assert_eq!(with(&["xl/workbook.xml"]), Content::Taken(FileKind::Xlsx));
        assert_eq!(content(&zip(&["Doc_0/Document.xml", "OFD.xml"])), Content::Taken(FileKind::Ofd));
        let macros = with(&["word/document.xml", "word/vbaProject.bin"]);
        assert_eq!(macros, Content::Other("application/vnd.ms-office.vbaProject"));
        assert_eq!(content(&zip(&["a.exe"])), Content::Other("application/zip"));
    }

    /// The list at the end names what begins beyond the sample of the beginning.
    #[test]
    fn an_ofd_whose_pictures_come_first_is_found_by_its_end() {
        use std::io::Write as _;
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let stored =
            zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        writer.start_file("Doc_0/Res/1.png", stored).unwrap();
        writer.write_all(&vec![7; 3 * SAMPLE_BYTES]).unwrap();
        writer.start_file("OFD.xml", stored).unwrap();
        writer.write_all(b"<ofd:OFD/>").unwrap();
        assert_eq!(content(&writer.finish().unwrap().into_inner()), Content::Taken(FileKind::Ofd));
    }
}
