//! Why a paper cannot be written as PDF, in words for whoever wrote it or keeps the machine.

use std::fmt;
use std::path::PathBuf;

use crate::domain::refusal::{Words, words};

/// Why a paper cannot be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PdfError {
    /// Characters that cannot be printed: a name must never be an empty box.
    Characters(Vec<Unset>),
    /// The sheet is too small or too large, or its margins leave no room for text.
    NoRoom,
    /// The numbers of the pages in the text change what is on which page, without end.
    PageNumbers,
    /// A font that was found cannot be read any more.
    Font(PathBuf),
    /// The writer of files refused.
    Writing(String),
}

/// A character that cannot be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unset {
    /// Which.
    pub character: char,
    /// Why.
    pub why: WhyUnset,
    /// The beginning of the paragraph where it was met first.
    pub paragraph: String,
}

/// Why a character cannot be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyUnset {
    /// No font has it.
    NoFont,
    /// Its script joins or reorders letters, which is not done here.
    Joined,
}

impl PdfError {
    /// The same in both languages.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            PdfError::Characters(unset) => {
                let all: Vec<Words> = unset.iter().map(Unset::words).collect();
                let zh: Vec<&str> = all.iter().map(|said| said.zh.as_str()).collect();
                let en: Vec<&str> = all.iter().map(|said| said.en.as_str()).collect();
                words(zh.join("；"), en.join("; "))
            }
            PdfError::NoRoom => words(
                "纸张尺寸不符，或页边距、页眉页脚没有给正文留出位置",
                "the sheet is of an impossible size, or its margins, header and footer leave no room for text",
            ),
            PdfError::PageNumbers => words(
                "正文中的页码使分页无法确定，请把页码移到页眉或页脚",
                "the page numbers within the text never settle; move them to the header or the footer",
            ),
            PdfError::Font(path) => words(
                format!("无法读取字体文件 {}", path.display()),
                format!("cannot read the font {}", path.display()),
            ),
            PdfError::Writing(said) => {
                words(format!("无法生成 PDF:{said}"), format!("the PDF cannot be written: {said}"))
            }
        }
    }
}

impl Unset {
    fn words(&self) -> Words {
        let Unset { character, why, paragraph } = self;
        let code = u32::from(*character);
        match why {
            WhyUnset::NoFont => words(
                format!("没有字体含“{character}”字（U+{code:04X}，见“{paragraph}”），请安装含该字的字体"),
                format!("no font has {character} (U+{code:04X}, in “{paragraph}”); install one that does"),
            ),
            WhyUnset::Joined => words(
                format!("“{character}”（U+{code:04X}，见“{paragraph}”）所属的文字须连写，不能印制"),
                format!(
                    "{character} (U+{code:04X}, in “{paragraph}”) is of a script whose letters join: not printed"
                ),
            ),
        }
    }
}

impl fmt::Display for PdfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Words { zh, en } = self.words();
        write!(f, "{zh} {en}")
    }
}

impl std::error::Error for PdfError {}
