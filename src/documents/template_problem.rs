//! What is wrong with a template (模板问题), and where, as someone finds it who has the file open in Word. Every problem is
//! told at once. Not here: what is looked for.

use std::collections::BTreeSet;

use crate::domain::refusal::{Words, words};

/// The most problems that are told of one template; whoever mends these sees whether there are more.
const PROBLEMS_MAX: usize = 200;
/// So many first characters name a paragraph.
const BEGINNING_CHARACTERS_MAX: usize = 12;

/// What is wrong with a template, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TemplateProblem {
    /// Where: 第3段“申请人：”.
    pub place: Words,
    /// Stable `snake_case` code.
    pub code: &'static str,
    /// What, in both languages.
    pub words: Words,
}

/// A place in a template; everything is counted from 1 when it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    File,
    Page,
    Header { paragraph: usize },
    Footer { paragraph: usize },
    Paragraph(usize),
    Table(usize),
    Row { table: usize, row: usize },
    Cell { table: usize, row: usize, cell: usize },
}

impl Place {
    /// The place, and how the text there begins.
    pub(super) fn words(self, beginning: &str) -> Words {
        let place = self.bare();
        let beginning = beginning.trim();
        if beginning.is_empty() {
            return place;
        }
        let mut shown: String = beginning.chars().take(BEGINNING_CHARACTERS_MAX).collect();
        if shown.len() < beginning.len() {
            shown.push('…');
        }
        words(format!("{}“{shown}”", place.zh), format!("{} “{shown}”", place.en))
    }

    fn bare(self) -> Words {
        match self {
            Place::File => words("文件", "the file"),
            Place::Page => words("页面设置", "page setup"),
            Place::Header { paragraph } => {
                let no = paragraph + 1;
                words(format!("页眉第{no}段"), format!("header, paragraph {no}"))
            }
            Place::Footer { paragraph } => {
                let no = paragraph + 1;
                words(format!("页脚第{no}段"), format!("footer, paragraph {no}"))
            }
            Place::Paragraph(index) => {
                let no = index + 1;
                words(format!("第{no}段"), format!("paragraph {no}"))
            }
            Place::Table(table) => {
                let no = table + 1;
                words(format!("表{no}"), format!("table {no}"))
            }
            Place::Row { table, row } => {
                let (no, row) = (table + 1, row + 1);
                words(format!("表{no}第{row}行"), format!("table {no}, row {row}"))
            }
            Place::Cell { table, row, cell } => {
                let (no, row, cell) = (table + 1, row + 1, cell + 1);
                words(format!("表{no}第{row}行第{cell}格"), format!("table {no}, row {row}, cell {cell}"))
            }
        }
    }
}

/// Gathers problems in the order of the template, each once.
#[derive(Debug, Default)]
pub(super) struct Problems {
    told: Vec<TemplateProblem>,
    known: BTreeSet<TemplateProblem>,
    more: usize,
}

impl Problems {
    /// Adds one, unless it was told of this place before.
    pub(super) fn push(&mut self, place: Words, code: &'static str, words: Words) {
        if self.told.len() >= PROBLEMS_MAX {
            self.more += 1;
            return;
        }
        let problem = TemplateProblem { place, code, words };
        if self.known.insert(problem.clone()) {
            self.told.push(problem);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.told.is_empty()
    }

    /// The first ones, and how many more there are.
    pub(super) fn told(mut self) -> Vec<TemplateProblem> {
        if self.more > 0 {
            let more = self.more;
            let text =
                words(format!("另有{more}处问题未列出"), format!("{more} more problems are not listed"));
            let place = Place::File.words("");
            self.told.push(TemplateProblem { place, code: "more_problems", words: text });
        }
        self.told
    }
}

/// One problem of the whole file.
pub(super) fn of_file(code: &'static str, words: Words) -> Vec<TemplateProblem> {
    vec![TemplateProblem { place: Place::File.words(""), code, words }]
}
