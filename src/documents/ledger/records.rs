//! The rows of a text (CSV) and their cells. A quote opens a cell only where its end is one: followed by a separator or the
//! end of the line. Any other is a character as others are, so that a stray one swallows no row. Not here: encodings, and
//! what a cell means.

/// A row is taken for swallowed by a cell when it has at least half as many separators as the widest row before.
const SWALLOWED_SHARE: usize = 2;
/// In narrower tables a line in a cell looks like a row too easily.
const WIDTH_MIN: usize = 4;

/// Reads rows one by one.
pub(super) struct Records<'a> {
    rest: &'a str,
    separator: char,
    /// The most cells that a row had.
    widest: usize,
}

/// A quote that opens a cell, and the cell has whole rows in it: the place of that cell in the row.
#[derive(Debug)]
pub(super) struct Swallowed(pub(super) usize);

impl<'a> Records<'a> {
    pub(super) fn of(text: &'a str, separator: char) -> Records<'a> {
        Records { rest: text, separator, widest: 0 }
    }

    /// The cells of the next row; none when there are no more. An empty line is a row with an empty cell.
    pub(super) fn next(&mut self) -> Option<Result<Vec<String>, Swallowed>> {
        if self.rest.is_empty() {
            return None;
        }
        let mut cells = Vec::new();
        loop {
            let (cell, behind) = match self.quoted() {
                Some((cell, _)) if self.has_rows(&cell) => return Some(Err(Swallowed(cells.len()))),
                Some(found) => found,
                None => self.plain(),
            };
            cells.push(cell);
            self.rest = behind;
            if let Some(behind) = self.rest.strip_prefix(self.separator) {
                self.rest = behind;
                continue;
            }
            self.rest = without_line_end(self.rest);
            self.widest = self.widest.max(cells.len());
            return Some(Ok(cells));
        }
    }

    /// A cell without quotes, and what is behind it.
    fn plain(&self) -> (String, &'a str) {
        let end = self.rest.find([self.separator, '\n', '\r']).unwrap_or(self.rest.len());
        let (cell, behind) = self.rest.split_at(end);
        (cell.to_owned(), behind)
    }

    /// A cell in quotes that ends where cells end, and what is behind it.
    fn quoted(&self) -> Option<(String, &'a str)> {
        let mut rest = self.rest.strip_prefix('"')?;
        let mut cell = String::new();
        loop {
            let (part, behind) = rest.split_once('"')?;
            cell.push_str(part);
            if let Some(behind) = behind.strip_prefix('"') {
                cell.push('"');
                rest = behind;
                continue;
            }
            let ends = behind.is_empty() || behind.starts_with([self.separator, '\n', '\r']);
            return ends.then_some((cell, behind));
        }
    }

    fn has_rows(&self, cell: &str) -> bool {
        let separators = |line: &str| line.matches(self.separator).count();
        let mut inner = cell.lines().skip(1);
        self.widest >= WIDTH_MIN && inner.any(|line| (separators(line) + 1) * SWALLOWED_SHARE >= self.widest)
    }
}

fn without_line_end(rest: &str) -> &str {
    let ends = ["\r\n", "\n", "\r"];
    ends.iter().find_map(|end| rest.strip_prefix(end)).unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<Vec<String>> {
        let mut records = Records::of(text, '|');
        let mut rows = Vec::new();
        while let Some(row) = records.next() {
            rows.push(
                row.unwrap_or_else(|Swallowed(at)| panic!("swallowed at {at} of row {}", rows.len() + 1)),
            );
        }
        rows
    }

    #[test]
    fn a_quote_opens_a_cell_only_where_its_end_is_one() {
        for (text, expected) in [
            ("1|\"a|b\"\n2", vec![vec!["1", "a|b"], vec!["2"]]),
            ("\"a\"\"b\"|c\r\nd", vec![vec!["a\"b", "c"], vec!["d"]]),
            ("\"a\nb\"|c\n\nd|\n", vec![vec!["a\nb", "c"], vec![""], vec!["d", ""]]),
            ("\"甲\"公司|乙\n丙|丁", vec![vec!["\"甲\"公司", "乙"], vec!["丙", "丁"]]),
            ("甲\"公司|\"乙\n丙|丁\n", vec![vec!["甲\"公司", "\"乙"], vec!["丙", "丁"]]),
            ("1|\"甲|乙\n2|\"丙|丁\n", vec![vec!["1", "\"甲", "乙"], vec!["2", "\"丙", "丁"]]),
            ("", vec![]),
        ] {
            assert_eq!(all(text), expected, "{text}");
        }
    }

    #[test]
    fn a_cell_that_has_rows_in_it_is_named() {
        let mut records = Records::of("a|b|c|d\n1|\"甲|乙|丙\n2|丁|戊|己\n3|\"庚\"|辛|壬\n", '|');
        assert!(records.next().unwrap().is_ok());
        assert_eq!(records.next().unwrap().unwrap(), ["1", "\"甲", "乙", "丙"]);
        let mut records = Records::of("a|b|c|d\n1|\"甲|乙|丙\n2|丁|戊|己\"\n", '|');
        assert!(records.next().unwrap().is_ok());
        assert!(matches!(records.next(), Some(Err(Swallowed(1)))));
        // Several lines of an address are no rows.
        assert_eq!(all("a|b|c|d\n1|\"东路|1号\n二楼\"|x|y\n")[1][1], "东路|1号\n二楼");
    }
}
