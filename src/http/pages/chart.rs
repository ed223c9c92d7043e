//! Charts that the server draws (统计图): bars of what was done within its target and beyond it. Numbers only; the table that
//! stands beneath each says the same in words. Not here: what is counted.

/// The width of a chart in its own units, and of the names before the bars.
pub const WIDTH: u64 = 720;
const NAMES: u64 = 230;
/// The room behind the bars, for their numbers.
const NUMBERS: u64 = 90;
const ROW: u64 = 34;
const BAR: u64 = 16;

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it is of.
    pub name: String,
    /// Its top, and the line of its words.
    pub y: u64,
    /// The line of its words.
    pub line: u64,
    /// How wide the first part is.
    pub good: u64,
    /// Where the second part begins.
    pub late_x: u64,
    /// How wide the second part is.
    pub late: u64,
    /// Where its numbers stand.
    pub end: u64,
    /// Its numbers.
    pub said: String,
}

/// A chart of bars in two parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// Its width.
    pub width: u64,
    /// Its height.
    pub height: u64,
    /// Where the bars begin.
    pub left: u64,
    /// How high a bar is.
    pub bar: u64,
    /// The bars.
    pub bars: Vec<Bar>,
}

/// The chart of rows of a name, how many were in time, and how many in all.
#[must_use]
pub fn chart(rows: &[(String, u64, u64)]) -> Chart {
    let most = rows.iter().map(|(_, _, all)| *all).max().unwrap_or_default().max(1);
    let room = WIDTH - NAMES - NUMBERS;
    let bar = |(index, (name, good, all)): (u64, &(String, u64, u64))| {
        let (good_width, whole) = (good * room / most, all * room / most);
        let y = index * ROW + (ROW - BAR) / 2;
        Bar {
            name: name.clone(),
            y,
            line: y + BAR - 3,
            good: good_width,
            late_x: NAMES + good_width,
            late: whole.saturating_sub(good_width),
            end: NAMES + whole + 8,
            said: format!("{good} / {all}"),
        }
    };
    let count = u64::try_from(rows.len()).unwrap_or_default();
    Chart {
        width: WIDTH,
        height: count * ROW,
        left: NAMES,
        bar: BAR,
        bars: (0..).zip(rows).map(bar).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_bar_fills_the_room_and_the_others_keep_their_measure() {
        let rows = [("a".to_owned(), 22, 44), ("b".to_owned(), 0, 11), ("c".to_owned(), 0, 0)];
        let drawn = chart(&rows);
        let widths: Vec<(u64, u64)> = drawn.bars.iter().map(|bar| (bar.good, bar.late)).collect();
        assert_eq!(widths, [(200, 200), (0, 100), (0, 0)]);
        assert_eq!(drawn.bars[0].late_x, 430);
        assert_eq!((drawn.height, drawn.bars[2].end), (102, 238));
        assert!(chart(&[]).bars.is_empty());
    }
}
