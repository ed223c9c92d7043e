//! Which kinds of files a case may have (材料文件的种类), what each is called by its name and by its media type, and what
//! a name may be. Not here: what the bytes are (`app::file_sniffing`), and keeping them.

use crate::domain::refusal::{Words, words};

/// The longest name of a file.
pub const NAME_CHARS_MAX: usize = 200;

/// A kind of file that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// PDF.
    Pdf,
    /// A photograph.
    Jpeg,
    /// An image, a screenshot.
    Png,
    /// A scan.
    Tiff,
    /// A photograph of a phone.
    Heic,
    /// An image.
    Webp,
    /// A document of Word or WPS.
    Docx,
    /// A workbook of Excel or WPS.
    Xlsx,
    /// 版式文档, GB/T 33190.
    Ofd,
    /// Plain text in UTF-8.
    Text,
    /// A video.
    Mp4,
    /// A recording.
    Mp3,
    /// A recording of a phone.
    M4a,
    /// A recording.
    Wav,
}

/// How a kind of file is called.
struct Row {
    kind: FileKind,
    /// The first is the one that is told.
    media_types: &'static [&'static str],
    endings: &'static [&'static str],
}

const fn row(kind: FileKind, media_types: &'static [&'static str], endings: &'static [&'static str]) -> Row {
    Row { kind, media_types, endings }
}

/// One row for each kind; a media type and an ending stand in one row only.
const ROWS: &[Row] = &[
    row(FileKind::Pdf, &["application/pdf"], &["pdf"]),
    row(FileKind::Jpeg, &["image/jpeg"], &["jpg", "jpeg"]),
    row(FileKind::Png, &["image/png"], &["png"]),
    row(FileKind::Tiff, &["image/tiff"], &["tif", "tiff"]),
    row(FileKind::Heic, &["image/heic", "image/heif"], &["heic", "heif"]),
    row(FileKind::Webp, &["image/webp"], &["webp"]),
    row(
        FileKind::Docx,
        &["application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
        &["docx"],
    ),
    row(FileKind::Xlsx, &["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"], &["xlsx"]),
    row(FileKind::Ofd, &["application/ofd", "application/vnd.ofd"], &["ofd"]),
    row(FileKind::Text, &["text/plain"], &["txt"]),
    row(FileKind::Mp4, &["video/mp4"], &["mp4"]),
    row(FileKind::Mp3, &["audio/mpeg", "audio/mp3"], &["mp3"]),
    row(FileKind::M4a, &["audio/mp4", "audio/m4a", "audio/x-m4a"], &["m4a"]),
    row(FileKind::Wav, &["audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"], &["wav"]),
];

impl FileKind {
    /// The kind that a media type names; its parameters are left out, but for the charset of text, which must be UTF-8.
    ///
    /// ```
    /// use sikuai::domain::file_kind::FileKind;
    /// assert_eq!(FileKind::of_media_type("Image/JPEG"), Some(FileKind::Jpeg));
    /// assert_eq!(FileKind::of_media_type("text/plain; charset=UTF-8"), Some(FileKind::Text));
    /// assert_eq!(FileKind::of_media_type("text/plain; charset=gbk"), None);
    /// assert_eq!(FileKind::of_media_type("application/octet-stream"), None);
    /// ```
    #[must_use]
    pub fn of_media_type(text: &str) -> Option<FileKind> {
        let mut parts = text.split(';').map(str::trim);
        let media_type = parts.next().unwrap_or_default();
        let is_other_charset = |part: &str| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            name.trim().eq_ignore_ascii_case("charset")
                && !["utf-8", "utf8"].iter().any(|it| value.trim().trim_matches('"').eq_ignore_ascii_case(it))
        };
        let said = |row: &&Row| row.media_types.iter().any(|known| known.eq_ignore_ascii_case(media_type));
        ROWS.iter().find(said).map(|row| row.kind).filter(|_| !parts.any(is_other_charset))
    }

    /// The media type that is told of this kind.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        let own = ROWS.iter().find(|row| row.kind == self);
        own.and_then(|row| row.media_types.first()).copied().unwrap_or_default()
    }

    /// How the kind is called in a sentence: by its ending.
    #[must_use]
    pub fn ending(self) -> &'static str {
        let own = ROWS.iter().find(|row| row.kind == self);
        own.and_then(|row| row.endings.first()).copied().unwrap_or_default()
    }

    /// Every ending that is taken, for a sentence.
    #[must_use]
    pub fn endings() -> String {
        let all: Vec<&str> = ROWS.iter().flat_map(|row| row.endings).copied().collect();
        all.join(", ")
    }
}

/// The name of a file, as people see it. It may name somebody, so it is not printed.
#[derive(Clone, PartialEq, Eq)]
pub struct FileName(String);

impl FileName {
    /// A name, and not a path: what a program would take for a folder, cannot show, or shows backwards is refused.
    ///
    /// ```
    /// use sikuai::domain::file_kind::{FileKind, FileName};
    /// let name = FileName::parse("  送达回证“符永祥”📎.PDF ").unwrap();
    /// assert_eq!(name.as_str(), "送达回证“符永祥”📎.PDF");
    /// assert_eq!(name.kind(), Some(FileKind::Pdf));
    /// assert!(FileName::parse("../x.pdf").is_err());
    /// assert!(FileName::parse(".pdf").is_err());
    /// assert!(FileName::parse("x\u{202e}fdp.exe").is_err());
    /// ```
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<FileName, Words> {
        let name = text.trim();
        if name.is_empty() || name.starts_with('.') {
            return Err(words(
                "文件名不能为空，也不能以“.”开头",
                "The name must not be empty or begin with a dot.",
            ));
        }
        if name.chars().count() > NAME_CHARS_MAX {
            let zh = format!("文件名不得超过{NAME_CHARS_MAX}个字符");
            return Err(words(zh, format!("The name has at most {NAME_CHARS_MAX} characters.")));
        }
        if name.contains(['/', '\\']) {
            return Err(words("只要文件名，不要路径", "This is a path; only the name is wanted."));
        }
        if name.chars().any(|c| c.is_control() || turns_text_round(c)) {
            return Err(words(
                "文件名含有控制字符或改变文字方向的字符",
                "The name has control characters, or characters that turn text round.",
            ));
        }
        Ok(FileName(name.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands after its last dot, if anything does.
    #[must_use]
    pub fn ending(&self) -> Option<&str> {
        self.0.rsplit_once('.').map(|(_, ending)| ending).filter(|ending| !ending.is_empty())
    }

    /// The kind that its ending names.
    #[must_use]
    pub fn kind(&self) -> Option<FileKind> {
        let ending = self.ending()?;
        let said = |row: &&Row| row.endings.iter().any(|known| known.eq_ignore_ascii_case(ending));
        ROWS.iter().find(said).map(|row| row.kind)
    }
}

/// Characters by which `x…fdp.exe` shows as `x…exe.pdf`.
fn turns_text_round(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_media_type_and_ending_names_one_kind() {
        let media: Vec<&str> = ROWS.iter().flat_map(|row| row.media_types).copied().collect();
        let endings: Vec<&str> = ROWS.iter().flat_map(|row| row.endings).copied().collect();
        for all in [media, endings] {
            assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
        }
        for row in ROWS {
            assert_eq!(FileKind::of_media_type(row.kind.media_type()), Some(row.kind));
            let name = FileName::parse(&format!("a.b.{}", row.kind.ending().to_uppercase())).unwrap();
            assert_eq!(name.kind(), Some(row.kind));
        }
    }

    #[test]
    fn a_name_without_an_ending_is_of_no_kind() {
        for name in ["pdf", "x.", "x.exe", "x.pdf.", "x.pdf ."] {
            assert_eq!(FileName::parse(name).ok().and_then(|name| name.kind()), None, "{name}");
        }
        assert!(FileName::parse(&format!("{}.pdf", "长".repeat(196))).is_ok());
        for name in ["", "  ", "a/b.pdf", "C:\\a.pdf", "a\n.pdf", &format!("{}.pdf", "长".repeat(197))] {
            assert!(FileName::parse(name).is_err(), "{name}");
        }
    }
}
