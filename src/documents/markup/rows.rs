//! The rows of a table in the text form of a template. Not here: other lines.

use crate::domain::refusal::words;

use super::{Why, plain, runs};
use crate::documents::layout::{
    Align, Cell, Face, Line, Look, Merge, Page, Paragraph, ParagraphFormat, Row, Table, Twips, VerticalAlign,
};

/// A cell: 仿宋 小四.
const CELL: Look = plain(Face::FangSong, 24);
/// A cell of the head of a table: 黑体 小四.
const HEAD_CELL: Look = plain(Face::Hei, 24);
/// The least height of a row: a centimetre.
const ROW_TWIPS: Twips = Twips(567);
/// Stands for `\|` while a row is cut at its bars.
const BAR: char = '\u{1}';

/// The rows of a table, as they come.
#[derive(Default)]
pub(super) struct Rows {
    shares: Option<Vec<i32>>,
    rows: Vec<Row>,
}

impl Rows {
    /// Reads what follows the first bar of a line.
    pub(super) fn line(&mut self, line: &str) -> Result<(), Why> {
        match line.chars().next() {
            Some(':') => self.widths(line.get(1..).unwrap_or_default()),
            Some('=') => self.row(line.get(1..).unwrap_or_default(), HEAD_CELL),
            Some(_) | None => self.row(line, CELL),
        }
    }

    fn widths(&mut self, line: &str) -> Result<(), Why> {
        if !self.rows.is_empty() || self.shares.is_some() {
            return Err(words("列宽只能写在表格第一行之前", "widths stand once, before the first row"));
        }
        let shares: Option<Vec<i32>> = line
            .split_whitespace()
            .map(|share| share.parse().ok().filter(|share| (1..=1_000).contains(share)))
            .collect();
        let shares = shares.filter(|shares| !shares.is_empty() && shares.len() <= 20);
        let why = || words("列宽应为1至20个正整数", "widths are one to twenty whole numbers");
        self.shares = Some(shares.ok_or_else(why)?);
        Ok(())
    }

    fn row(&mut self, line: &str, look: Look) -> Result<(), Why> {
        let line = line.replace("\\|", &String::from(BAR));
        let Some(inside) = line.trim_end().strip_suffix('|') else {
            return Err(words("表格行没有以“|”结束", "a row ends with “|”"));
        };
        let is_heading = look == HEAD_CELL;
        let align = if is_heading { Align::Centre } else { Align::Left };
        let format = ParagraphFormat { align, line: Line::Times(300), ..ParagraphFormat::default() };
        let mut cells: Vec<Cell> = Vec::new();
        for part in inside.split('|') {
            if part.is_empty() {
                let why = || words("“||”左边没有单元格", "“||” has no cell before it");
                cells.last_mut().ok_or_else(why)?.span += 1;
                continue;
            }
            let text = part.trim().replace(BAR, "|");
            let paragraph = Paragraph { format, runs: runs(&text, look)? };
            let paragraphs = vec![paragraph];
            cells.push(Cell { span: 1, merge: Merge::None, at: VerticalAlign::Middle, paragraphs });
        }
        let row = Row { is_heading, height: ROW_TWIPS, cells };
        let first = self.rows.first().map(columns);
        let wanted = self.shares.as_ref().map(Vec::len).or(first).unwrap_or_else(|| columns(&row));
        let has = columns(&row);
        if has != wanted {
            let zh = format!("这一行有{has}列，表格有{wanted}列");
            return Err(words(zh, format!("this row has {has} columns, the table {wanted}")));
        }
        if is_heading && self.rows.last().is_some_and(|last| !last.is_heading) {
            return Err(words("表头行应在其他行之前", "a row of the head stands before the others"));
        }
        self.rows.push(row);
        Ok(())
    }

    /// The table, as wide as the text; none if there were no rows.
    pub(super) fn table(self) -> Result<Option<Table>, Why> {
        let Some(first) = self.rows.first() else {
            return match self.shares {
                None => Ok(None),
                Some(_) => Err(words("列宽之后没有表格行", "no row follows the widths")),
            };
        };
        let shares = self.shares.unwrap_or_else(|| vec![1; columns(first)]);
        let width = Page::A4.width.0 - Page::A4.left.0 - Page::A4.right.0;
        let all: i32 = shares.iter().sum();
        let (mut columns, mut so_far, mut at) = (Vec::new(), 0, 0);
        for share in shares {
            so_far += share;
            let end = width * so_far / all.max(1);
            columns.push(Twips((end - at).max(1)));
            at = end;
        }
        Ok(Some(Table { columns, ruled: true, rows: self.rows }))
    }
}

fn columns(row: &Row) -> usize {
    row.cells.iter().map(|cell| usize::from(cell.span)).sum()
}
