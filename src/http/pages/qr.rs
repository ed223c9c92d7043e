//! A QR code (二维码) for an address that somebody is handed on paper, so that nobody types it. Drawn as one path of an SVG:
//! the page loads nothing.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

/// So many light modules stand around the code, as readers ask for.
const QUIET_ZONE: usize = 4;

/// A QR code, in modules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Square {
    /// How wide and high it is, with what is left free around it.
    pub side: usize,
    /// The dark modules, as a path.
    pub path: String,
}

/// The QR code of a text; none of one that is longer than a code can be.
#[must_use]
pub fn square(text: &str) -> Option<Square> {
    // A slip is folded and carried about: a seventh of it may be lost.
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let side = code.width() + 2 * QUIET_ZONE;
    let colors = code.to_colors();
    let mut path = String::new();
    for (y, row) in colors.chunks(code.width()).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|one, other| one == other) {
            if run.first() == Some(&Color::Dark) {
                let (left, top) = (x + QUIET_ZONE, y + QUIET_ZONE);
                // Writing into a text does not fail.
                let _ = write!(path, "M{left} {top}h{0}v1h-{0}z", run.len());
            }
            x += run.len();
        }
    }
    Some(Square { side, path })
}

#[cfg(test)]
mod tests {
    use super::square;

    /// Read by a reader that shares nothing with the writer, from the path as a page draws it, eight dots to a module.
    #[test]
    fn another_reader_reads_what_was_written() {
        const DOTS: usize = 8;
        for text in
            ["https://zc.xuwen.example/rate/AbCdEf123456", "http://10.1.2.3:8080/public", "案件进度查询"]
        {
            let square = square(text).unwrap();
            let mut dark = vec![vec![false; square.side]; square.side];
            for run in square.path.split_terminator('z') {
                let (at, rest) = run.strip_prefix('M').unwrap().split_once('h').unwrap();
                let (x, y) = at.split_once(' ').unwrap();
                let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
                let length: usize = rest.split_once('v').unwrap().0.parse().unwrap();
                dark[y][x..x + length].fill(true);
            }
            let side = square.side * DOTS;
            let mut picture = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
                if dark[y / DOTS][x / DOTS] { 0 } else { 255 }
            });
            let found = picture.detect_grids();
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].decode().unwrap().1, text);
        }
    }
}
