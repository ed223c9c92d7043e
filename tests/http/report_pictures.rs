//! How the annual report looks (年报版面): its pages with charts, printed as PDF and drawn in grey, held against pictures that
//! are kept. What a page says the other tests read; that it can be seen, where it stands and what is drawn only a picture
//! tells. Not here: how long a column is (`tests/papers/charts.rs`).
//!
//! `SIKUAI_BLESS=1 cargo test --test http the_demo_year_says` draws the pictures anew; look at them before they are kept.

use std::io::{Cursor, Read as _};
use std::ops::Range;
use std::path::PathBuf;
use std::process::Command;

/// So many dots an inch: letters are no longer read, and lines of them and columns still seen; a page takes some 20 kB.
const DOTS_PER_INCH: &str = "36";
/// A page is compared in cells of so many dots on each side, by the mean of their greys (0 black, 255 white): two versions of a
/// program draw the edge of a letter or a box a little apart, and neither a whole cell.
const CELL_DOTS: usize = 4;
/// A cell may be so much darker or lighter than the one that is kept.
const GREYS_APART_MAX: u32 = 24;
/// So many cells of a page, which has some eight thousand, may be further apart: fewer than the legend of a chart takes.
const CELLS_APART_MAX: usize = 8;
/// The smallest letters are so many dots high; what is less is a part of something.
const LETTER_DOTS: usize = 5;

/// A PNG has so many bytes of each dot.
const COLOURS: usize = 3;

/// A page in grey, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Picture {
    width: usize,
    rows: Vec<Vec<u8>>,
}

/// The pages that have charts, as they are kept.
pub(crate) struct Kept {
    pages: Vec<(u32, Picture)>,
}

impl Kept {
    /// Of pages of the report, drawn anew if that is asked for.
    pub(crate) fn of(pages: &[u32], pdf: &[u8]) -> Kept {
        let kept = |no: &u32| {
            let file = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
                .join(format!("tests/http/pictures/annual-report-{no}.png"));
            if is_blessed() {
                std::fs::write(&file, drawn(pdf, *no)).unwrap();
            }
            let png = std::fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            (*no, Picture::read(&png))
        };
        Kept { pages: pages.iter().map(kept).collect() }
    }

    /// How many cells of each page are further apart than they may.
    fn apart(&self, pdf: &[u8]) -> Vec<usize> {
        self.pages.iter().map(|(no, kept)| kept.apart(&Picture::read(&drawn(pdf, *no)))).collect()
    }

    /// That every page looks as it is kept.
    pub(crate) fn is_like(&self, pdf: &[u8]) {
        for ((no, _), apart) in self.pages.iter().zip(self.apart(pdf)) {
            assert!(apart <= CELLS_APART_MAX, "page {no}: {apart} cells are not as they are kept");
        }
    }

    /// That no page does.
    pub(crate) fn is_unlike(&self, pdf: &[u8]) {
        for ((no, _), apart) in self.pages.iter().zip(self.apart(pdf)) {
            assert!(apart > CELLS_APART_MAX, "page {no}: only {apart} cells are not as they are kept");
        }
    }

    /// That a page could lose none of what stands on it: a line of text, a table, a chart, its title or its legend.
    pub(crate) fn can_lose_nothing(&self) {
        for (no, kept) in &self.pages {
            let lines: Vec<Range<usize>> =
                kept.lines().into_iter().filter(|line| line.len() >= LETTER_DOTS).collect();
            assert!(lines.len() > 4, "page {no} has {lines:?}");
            for line in lines {
                let apart = kept.apart(&kept.without(line.clone()));
                assert!(apart > CELLS_APART_MAX, "page {no} could lose {line:?}: {apart} cells");
            }
        }
    }
}

impl Picture {
    /// Reads a PNG as pdftoppm writes it: its greys too it tells as three colours, which are the same.
    fn read(png: &[u8]) -> Picture {
        let (head, mut parts) = png.split_at(8);
        assert_eq!(head, b"\x89PNG\r\n\x1a\n");
        let (mut size, mut packed) = ((0, 0), Vec::new());
        while let Some((length, rest)) = parts.split_first_chunk::<4>() {
            let length = usize::try_from(u32::from_be_bytes(*length)).unwrap();
            let (name, data) = (&rest[..4], &rest[4..4 + length]);
            let number = |at: usize| {
                usize::try_from(u32::from_be_bytes(data[at..at + 4].try_into().unwrap())).unwrap()
            };
            match name {
                b"IHDR" => {
                    assert_eq!(data[8..], [8, 2, 0, 0, 0], "three colours of eight bits, row after row");
                    size = (number(0), number(4));
                }
                b"IDAT" => packed.extend_from_slice(data),
                _ => {}
            }
            // Behind the data are four bytes of a check.
            parts = &rest[8 + length..];
        }
        let mut bytes = Vec::new();
        flate2::read::ZlibDecoder::new(Cursor::new(packed)).read_to_end(&mut bytes).unwrap();
        let (width, height) = size;
        let mut rows: Vec<Vec<u8>> = Vec::new();
        let mut above = vec![0; width * COLOURS];
        for line in bytes.chunks(width * COLOURS + 1) {
            above = unfiltered(line, &above);
            rows.push(above.iter().copied().step_by(COLOURS).collect());
        }
        assert_eq!(rows.len(), height);
        Picture { width, rows }
    }

    /// The mean grey of each cell.
    fn cells(&self) -> Vec<u32> {
        let mut cells = Vec::new();
        for rows in self.rows.chunks(CELL_DOTS) {
            for left in (0..self.width).step_by(CELL_DOTS) {
                let right = (left + CELL_DOTS).min(self.width);
                let dots: Vec<u32> =
                    rows.iter().flat_map(|row| &row[left..right]).map(|grey| u32::from(*grey)).collect();
                cells.push(dots.iter().sum::<u32>() / u32::try_from(dots.len()).unwrap());
            }
        }
        cells
    }

    /// In how many cells another is further apart from it than it may be; in all, if it is of another size.
    fn apart(&self, other: &Picture) -> usize {
        let (own, other) = (self.cells(), other.cells());
        if own.len() != other.len() {
            return own.len();
        }
        own.iter().zip(&other).filter(|(own, other)| own.abs_diff(**other) > GREYS_APART_MAX).count()
    }

    /// The rows that have something on them, together where they touch: lines of text, tables and charts.
    fn lines(&self) -> Vec<Range<usize>> {
        let is_empty = |row: &Vec<u8>| row.iter().all(|grey| *grey > 250);
        let mut lines: Vec<Range<usize>> = Vec::new();
        for (no, _) in self.rows.iter().enumerate().filter(|(_, row)| !is_empty(row)) {
            match lines.last_mut() {
                Some(line) if line.end == no => line.end = no + 1,
                _ => lines.push(no..no + 1),
            }
        }
        lines
    }

    fn without(&self, line: Range<usize>) -> Picture {
        let mut rows = self.rows.clone();
        rows[line].iter_mut().for_each(|row| row.fill(255));
        Picture { width: self.width, rows }
    }
}

/// A row of a PNG as it was: each byte is told by how it differs from that of the dot before, of the dot above, or both.
fn unfiltered(line: &[u8], above: &[u8]) -> Vec<u8> {
    let (filter, told) = line.split_first().unwrap();
    let mut row: Vec<u8> = Vec::with_capacity(told.len());
    for (at, byte) in told.iter().enumerate() {
        let (left, up) = (at.checked_sub(COLOURS).map_or(0, |before| row[before]), above[at]);
        let corner = at.checked_sub(COLOURS).map_or(0, |before| above[before]);
        let by = match filter {
            0 => 0,
            1 => left,
            2 => up,
            3 => u8::midpoint(left, up),
            4 => nearest(left, up, corner),
            other => panic!("no filter {other}"),
        };
        row.push(byte.wrapping_add(by));
    }
    row
}

/// Which of the three is nearest to left and up together without the corner (Paeth).
fn nearest(left: u8, up: u8, corner: u8) -> u8 {
    let guess = i32::from(left) + i32::from(up) - i32::from(corner);
    let away = |of: &u8| (guess - i32::from(*of)).abs();
    // The first of those that are equally near.
    [left, up, corner].into_iter().min_by_key(away).unwrap()
}

/// A page of a PDF as a PNG.
fn drawn(pdf: &[u8], no: u32) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.pdf");
    std::fs::write(&file, pdf).unwrap();
    let page = no.to_string();
    let drawn = Command::new("pdftoppm")
        .args(["-png", "-gray", "-r", DOTS_PER_INCH, "-f", &page, "-l", &page, "-singlefile"])
        .arg(&file)
        .output()
        .expect("missing: poppler-utils");
    drawn.stdout
}

#[expect(clippy::disallowed_methods, reason = "a switch of the tests, not of the program")]
fn is_blessed() -> bool {
    std::env::var("SIKUAI_BLESS").is_ok_and(|value| value == "1")
}
