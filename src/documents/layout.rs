//! What a paper of the office consists of (文书版式): pages, paragraphs, tables and runs of text, in the measures of Word.
//! A template is one with named fields in its text; a filled one has none, and may have charts. DOCX and PDF are written from the same one.
//! Not here: reading and writing files, filling, and where lines break.

use crate::domain::paper::chart::Chart;

/// A length in twentieths of a point, as Word measures; 567 are a centimetre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Twips(pub i32);

/// The height of a letter in half points: 32 is 三号 (16 points), 44 is 二号.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HalfPoints(pub u16);

/// A paper: what stands on each page, and the text that flows through them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The sheet.
    pub page: Page,
    /// At the top of each page.
    pub header: Vec<Paragraph>,
    /// At the foot of each page.
    pub footer: Vec<Paragraph>,
    /// The text.
    pub blocks: Vec<Block>,
}

/// The sheet (页面). Its text begins inside the margins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// How wide it is.
    pub width: Twips,
    /// How high it is.
    pub height: Twips,
    /// The space above the text.
    pub top: Twips,
    /// The space below the text.
    pub bottom: Twips,
    /// The space left of the text.
    pub left: Twips,
    /// The space right of the text.
    pub right: Twips,
    /// From the upper edge of the sheet to the header.
    pub header: Twips,
    /// From the lower edge of the sheet to the footer.
    pub footer: Twips,
}

impl Page {
    /// A4 with the margins of official papers (GB/T 9704: 37 mm above, 28 mm left, a text of 156 mm by 225 mm).
    pub const A4: Page = Page {
        width: Twips(11_906),
        height: Twips(16_838),
        top: Twips(2_098),
        bottom: Twips(1_984),
        left: Twips(1_588),
        right: Twips(1_474),
        header: Twips(851),
        footer: Twips(992),
    };
}

/// One after the other down the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
    /// A chart, as wide as the text; only in what is filled.
    Chart(Chart),
}

/// A paragraph (段落).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// How it is set.
    pub format: ParagraphFormat,
    /// Its text; a paragraph without runs is an empty line.
    pub runs: Vec<Run>,
}

/// How a paragraph is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParagraphFormat {
    /// Where its lines stand.
    pub align: Align,
    /// How far all lines are moved in from the left.
    pub left: Twips,
    /// How far all lines are moved in from the right.
    pub right: Twips,
    /// How much further the first line is moved in; less than zero: how far it hangs out.
    pub first_line: Twips,
    /// The space before it.
    pub before: Twips,
    /// The space after it.
    pub after: Twips,
    /// How high its lines are.
    pub line: Line,
    /// Begins a page.
    pub page_break_before: bool,
    /// Stands on the same page as what follows.
    pub keep_with_next: bool,
}

/// Where the lines of a paragraph stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Align {
    /// At the left.
    Left,
    /// In the middle.
    Centre,
    /// At the right.
    Right,
    /// Spread to both sides, but for the last.
    Justified,
}

/// How high a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Line {
    /// So many 240ths of the height that its letters ask for: 360 are one and a half lines.
    Times(u16),
    /// Exactly so high.
    Exactly(Twips),
    /// So high, or higher where a letter asks for it.
    AtLeast(Twips),
}

/// A piece of text that looks the same throughout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// How it looks.
    pub look: Look,
    /// What it is.
    pub content: Content,
}

/// How a run looks. The colour is black.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// The family.
    pub face: Face,
    /// The height of its letters.
    pub size: HalfPoints,
    /// 加粗.
    pub bold: bool,
    /// 下划线.
    pub underline: bool,
}

/// A family of Chinese type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    /// 宋体, also for what is not said.
    Song,
    /// 黑体.
    Hei,
    /// 仿宋.
    FangSong,
    /// 楷体.
    Kai,
}

/// What a run holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Text without line breaks and tabs; in a template it may hold `{{fields}}`.
    Text(String),
    /// A new line in the same paragraph.
    LineBreak,
    /// A tab: to the next multiple of 420 twips (0.74 cm), two characters of 五号.
    Tab,
    /// The number of the page.
    PageNumber,
    /// How many pages there are.
    PageCount,
}

/// A table (表格).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// How wide each column is.
    pub columns: Vec<Twips>,
    /// Whether lines are drawn around the cells.
    pub ruled: bool,
    /// From above.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Stands again at the head of each page that the table reaches.
    pub is_heading: bool,
    /// At least so high.
    pub height: Twips,
    /// From the left; their spans are as many as the columns.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Over how many columns it reaches, at least one.
    pub span: u16,
    /// Whether it is one with the cell above.
    pub merge: Merge,
    /// Where its text stands.
    pub at: VerticalAlign,
    /// What is in it, at least one.
    pub paragraphs: Vec<Paragraph>,
}

/// Whether a cell is one with those above and below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Merge {
    /// It stands alone.
    None,
    /// It is the first of several.
    Begins,
    /// It is a part of the one above; its own paragraphs are not shown.
    Continues,
}

/// Where the text of a cell stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VerticalAlign {
    /// Above.
    Top,
    /// In the middle.
    Middle,
    /// Below.
    Bottom,
}

impl Default for ParagraphFormat {
    fn default() -> ParagraphFormat {
        ParagraphFormat {
            align: Align::Left,
            left: Twips(0),
            right: Twips(0),
            first_line: Twips(0),
            before: Twips(0),
            after: Twips(0),
            line: Line::Times(240),
            page_break_before: false,
            keep_with_next: false,
        }
    }
}

impl Layout {
    /// The same with its closing lines at the right (落款) on the page of what they close: they, the empty lines before them
    /// and the last paragraph of the text hang together.
    #[must_use]
    pub fn with_closing_held(mut self) -> Layout {
        let is_at_right = |paragraph: &Paragraph| paragraph.format.align == Align::Right;
        let mut paragraphs = self.blocks.iter_mut().rev().map_while(|block| match block {
            Block::Paragraph(paragraph) => Some(paragraph),
            Block::Table(_) | Block::Chart(_) => None,
        });
        if paragraphs.next().is_some_and(|last| is_at_right(last)) {
            for paragraph in paragraphs {
                paragraph.format.keep_with_next = true;
                if !is_at_right(paragraph) && !paragraph.runs.is_empty() {
                    break;
                }
            }
        }
        self
    }
}

impl Paragraph {
    /// An empty paragraph that begins a page and is one point high: for a table, which cannot begin a page itself.
    #[must_use]
    pub fn page_break() -> Paragraph {
        let line = Line::Exactly(Twips(20));
        let format = ParagraphFormat { page_break_before: true, line, ..ParagraphFormat::default() };
        Paragraph { format, runs: Vec::new() }
    }
}
