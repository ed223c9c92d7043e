//! Charts that the server draws (统计图): bars of one or several parts, each from where it begins. Numbers only; the table that
//! stands beneath each says the same in words, with its links. Not here: what is counted.

/// The width of a chart in its own units, and of the names before the bars.
pub const WIDTH: u64 = 840;
const NAMES: u64 = 290;
/// The room behind the bars, for their numbers.
const NUMBERS: u64 = 150;
const ROW: u64 = 34;
const BAR: u64 = 16;

/// What a part of a bar is, which is the class that colours it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tint {
    /// As it should be, or neither good nor bad.
    Plain,
    /// What is neither here nor there.
    Quiet,
    /// Late, or beyond its target.
    Late,
}

impl Tint {
    fn class(self) -> &'static str {
        match self {
            Tint::Plain => "good",
            Tint::Quiet => "quiet-part",
            Tint::Late => "late",
        }
    }
}

/// A bar to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it is of.
    pub name: String,
    /// Where it begins; nothing but in a waterfall.
    pub from: u64,
    /// Its parts, one behind the other.
    pub parts: Vec<(Tint, u64)>,
    /// Its numbers, as they stand behind it.
    pub said: String,
}

/// A part of a bar as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Where it begins.
    pub x: u64,
    /// How wide it is.
    pub width: u64,
    /// Its class.
    pub class: &'static str,
}

/// One bar as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it is of.
    pub name: String,
    /// Its top.
    pub y: u64,
    /// The line of its words.
    pub line: u64,
    /// Its parts.
    pub parts: Vec<Part>,
    /// Where its numbers stand.
    pub end: u64,
    /// Its numbers.
    pub said: String,
}

/// A chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// Its width.
    pub width: u64,
    /// Its height.
    pub height: u64,
    /// How high a bar is.
    pub bar: u64,
    /// The bars.
    pub bars: Vec<Bar>,
}

impl Row {
    /// A bar in one part.
    #[must_use]
    pub fn plain(name: impl Into<String>, amount: u64) -> Row {
        Row { name: name.into(), from: 0, parts: vec![(Tint::Plain, amount)], said: amount.to_string() }
    }

    /// So many of all were in time, and the rest was not.
    #[must_use]
    pub fn of_all<T: Into<String>>(name: T, counts: (u64, u64)) -> Row {
        Row::parted(name, counts, Tint::Late)
    }

    /// So many of all, and the rest, which is no worse.
    #[must_use]
    pub fn share<T: Into<String>>(name: T, counts: (u64, u64)) -> Row {
        Row::parted(name, counts, Tint::Quiet)
    }

    fn parted(name: impl Into<String>, (good, all): (u64, u64), rest: Tint) -> Row {
        let parts = vec![(Tint::Plain, good), (rest, all.saturating_sub(good))];
        Row { name: name.into(), from: 0, parts, said: format!("{good} / {all}") }
    }

    fn ends(&self) -> u64 {
        self.parts.iter().fold(self.from, |end, (_, amount)| end.saturating_add(*amount))
    }
}

/// The waterfall: what was carried in, what came, what went, and what is left, each where the one before ends. It ties when the
/// last begins at nothing and ends where the third begins.
#[must_use]
pub fn waterfall(names: [String; 4], [carried_in, came, went, left]: [u64; 4]) -> Chart {
    let top = carried_in.saturating_add(came);
    let begins = [0, carried_in, top.saturating_sub(went), 0];
    let tints = [Tint::Quiet, Tint::Plain, Tint::Plain, Tint::Quiet];
    let amounts = [carried_in, came, went, left];
    let rows = names.into_iter().zip(begins).zip(tints.into_iter().zip(amounts));
    let row = |((name, from), part): ((String, u64), (Tint, u64))| Row {
        name,
        from,
        said: part.1.to_string(),
        parts: vec![part],
    };
    chart(&rows.map(row).collect::<Vec<_>>())
}

/// The chart of some bars: the one that reaches furthest fills the room.
#[must_use]
pub fn chart(rows: &[Row]) -> Chart {
    let most = rows.iter().map(Row::ends).max().unwrap_or_default().max(1);
    let room = WIDTH - NAMES - NUMBERS;
    // Amounts of money are large, so they are multiplied in more bits than they have.
    let place =
        |amount: u64| u64::try_from(u128::from(amount) * u128::from(room) / u128::from(most)).unwrap_or(room);
    let bar = |(index, row): (u64, &Row)| {
        let y = index * ROW + (ROW - BAR) / 2;
        let mut at = row.from;
        let part = |(tint, amount): &(Tint, u64)| {
            let from = place(at);
            at = at.saturating_add(*amount);
            Part { x: NAMES + from, width: place(at) - from, class: tint.class() }
        };
        Bar {
            name: row.name.clone(),
            y,
            line: y + BAR - 3,
            parts: row.parts.iter().map(part).collect(),
            end: NAMES + place(row.ends()) + 8,
            said: row.said.clone(),
        }
    };
    let count = u64::try_from(rows.len()).unwrap_or_default();
    Chart { width: WIDTH, height: count * ROW, bar: BAR, bars: (0..).zip(rows).map(bar).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(chart: &Chart) -> Vec<Vec<(u64, u64)>> {
        let parts = |bar: &Bar| bar.parts.iter().map(|part| (part.x, part.width)).collect();
        chart.bars.iter().map(parts).collect()
    }

    #[test]
    fn the_longest_bar_fills_the_room_and_the_others_keep_their_measure() {
        let rows = [Row::of_all("a", (22, 44)), Row::of_all("b", (0, 11)), Row::of_all("c", (0, 0))];
        let chart = super::chart(&rows);
        // 400 units for 44.
        assert_eq!(drawn(&chart), [[(290, 200), (490, 200)], [(290, 0), (290, 100)], [(290, 0), (290, 0)]]);
        assert_eq!((chart.height, chart.bars[0].end, chart.bars[2].end), (102, 698, 298));
        assert!(super::chart(&[]).bars.is_empty());
        let large = super::chart(&[Row::plain("x", u64::MAX), Row::plain("y", u64::MAX / 2)]);
        assert_eq!(drawn(&large), [[(290, 400)], [(290, 199)]]);
    }

    #[test]
    fn a_waterfall_that_ties_ends_where_it_should() {
        let names = ["in", "came", "went", "left"].map(str::to_owned);
        // 10 + 30 - 35 = 5; 40 units are 400 wide.
        let chart = waterfall(names.clone(), [10, 30, 35, 5]);
        assert_eq!(drawn(&chart), [[(290, 100)], [(390, 300)], [(340, 350)], [(290, 50)]]);
        // What does not tie is drawn as it is told, and nothing is drawn to the left of nothing.
        let chart = waterfall(names, [1, 1, 3, 4]);
        assert_eq!(drawn(&chart), [[(290, 100)], [(390, 100)], [(290, 300)], [(290, 400)]]);
    }
}
