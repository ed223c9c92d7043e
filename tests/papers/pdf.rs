//! PDF files of papers, read by poppler's `pdftotext`, `pdffonts` and `pdftoppm`, and set with the fonts of Debian's
//! `fonts-wqy-zenhei` and `fonts-freefont-otf`. Where these are not, the tests fail and say so (`.ci/run` installs them).

mod characters;
mod fonts;
mod lines;
mod pages;
mod random;
mod tables;
mod unruly;

use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use sikuai::documents::layout::{
    Align, Block, Content, Face, HalfPoints, Layout, Line, Look, Page, Paragraph, ParagraphFormat, Run, Twips,
};
use sikuai::documents::pdf::{self, Fonts};
use tempfile::TempDir;

/// Where Debian puts WenQuanYi Zen Hei.
const WQY: &str = "/usr/share/fonts/truetype/wqy";
/// A font with CFF outlines and without Chinese.
const FREE_SERIF: &str = "/usr/share/fonts/opentype/freefont/FreeSerif.otf";
/// 仿宋 三号.
const BODY: Look = Look { face: Face::FangSong, size: HalfPoints(32), bold: false, underline: false };

/// The fonts of most tests: one family, so that what is measured does not depend on the machine.
pub(crate) fn wqy() -> &'static Fonts {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    FONTS.get_or_init(|| {
        Fonts::find(Some(Path::new(WQY)))
            .unwrap_or_else(|_| panic!("missing: Debian's fonts-wqy-zenhei in {WQY}"))
    })
}

/// A file, and what reads it.
struct Pdf {
    bytes: Vec<u8>,
    folder: TempDir,
}

impl Pdf {
    fn of(layout: &Layout) -> Pdf {
        Pdf::with(layout, wqy())
    }

    fn with(layout: &Layout, fonts: &Fonts) -> Pdf {
        let bytes = pdf::write(layout, fonts).unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("paper.pdf"), &bytes).unwrap();
        Pdf { bytes, folder }
    }

    /// What a program of poppler says of the file.
    fn said(&self, program: &str, arguments: &[&str]) -> String {
        let file = self.folder.path().join("paper.pdf");
        let (before, after): (Vec<&str>, Vec<&str>) =
            arguments.iter().partition(|argument| **argument != "-");
        let output = Command::new(program).args(before).arg(file).args(after).output();
        let output =
            output.unwrap_or_else(|error| panic!("missing: {program} of Debian's poppler-utils ({error})"));
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && errors.is_empty(), "{program}: {errors}");
        // `-bbox` cuts characters beyond U+FFFF in two.
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// The lines of text in the order in which they are in the file.
    fn lines(&self) -> Vec<String> {
        self.pages().concat()
    }

    /// The lines of each page.
    fn pages(&self) -> Vec<Vec<String>> {
        let text = self.said("pdftotext", &["-raw", "-"]);
        let text = text.strip_suffix('\u{c}').unwrap_or(&text);
        text.split('\u{c}').map(|page| page.lines().map(str::to_owned).collect()).collect()
    }

    /// Each word with its left and right edge, and its upper one, in points.
    fn words(&self) -> Vec<(String, f64, f64, f64)> {
        let said = self.said("pdftotext", &["-bbox", "-"]);
        let words = said.lines().filter_map(|line| line.trim().strip_prefix("<word "));
        let word = |line: &str| {
            let number = |name: &str| -> f64 {
                let (_, rest) = line.split_once(&format!("{name}=\"")).unwrap();
                rest.split_once('"').unwrap().0.parse().unwrap()
            };
            let text = line.split_once('>').unwrap().1.trim_end_matches("</word>").to_owned();
            (text, number("xMin"), number("xMax"), number("yMin"))
        };
        words.map(word).collect()
    }

    /// How dark the first page is: the sum of what its dots lack of white, at 60 dots an inch.
    fn ink(&self) -> u64 {
        let root = self.folder.path().join("page");
        let root = root.to_str().unwrap();
        let file = self.folder.path().join("paper.pdf");
        let arguments = ["-gray", "-r", "60", "-f", "1", "-l", "1", "-singlefile"];
        let status = Command::new("pdftoppm").args(arguments).arg(file).arg(root).status();
        assert!(status.expect("missing: pdftoppm of Debian's poppler-utils").success());
        let image = std::fs::read(format!("{root}.pgm")).unwrap();
        let dots = image.splitn(4, |byte| *byte == b'\n').last().unwrap();
        dots.iter().map(|dot| u64::from(255 - dot)).sum()
    }
}

fn run(look: Look, text: &str) -> Run {
    Run { look, content: Content::Text(text.to_owned()) }
}

/// A paragraph of the body: 28 points a line.
fn body(text: &str) -> Paragraph {
    paragraph(ParagraphFormat { line: Line::Exactly(Twips(560)), ..ParagraphFormat::default() }, text)
}

fn paragraph(format: ParagraphFormat, text: &str) -> Paragraph {
    Paragraph { format, runs: vec![run(BODY, text)] }
}

fn paper(paragraphs: Vec<Paragraph>) -> Layout {
    let blocks = paragraphs.into_iter().map(Block::Paragraph).collect();
    Layout { page: Page::A4, header: Vec::new(), footer: Vec::new(), blocks }
}

/// A sheet with room for exactly so many characters of 三号 in a line and so many lines of 28 points.
fn narrow(characters: i32, lines: i32) -> Page {
    let margin = Twips(600);
    Page {
        width: Twips(1200 + characters * 320),
        height: Twips(1200 + lines * 560),
        top: margin,
        bottom: margin,
        left: margin,
        right: margin,
        header: Twips(100),
        footer: Twips(100),
    }
}

/// 第N页 共N页 in the middle.
fn numbered() -> Paragraph {
    let look = Look { face: Face::Song, size: HalfPoints(21), bold: false, underline: false };
    let number = |content| Run { look, content };
    Paragraph {
        format: ParagraphFormat { align: Align::Centre, ..ParagraphFormat::default() },
        runs: vec![
            run(look, "第"),
            number(Content::PageNumber),
            run(look, "页共"),
            number(Content::PageCount),
            run(look, "页"),
        ],
    }
}

/// As near as poppler tells positions.
fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.01
}
