//! What of a template stands or falls together: a paragraph, or a row of a table. Its conditions, the list that it is
//! repeated for, and its pieces. Not here: values.

use crate::domain::paper::field::Field;
use crate::domain::refusal::{Words, words};

use super::known::{Known, Named};
use super::marks::{Fault, Piece, pieces};
use crate::documents::layout::{Look, Merge, Paragraph, ParagraphFormat, Row, Run};

/// A paragraph, taken apart.
#[derive(Debug, Clone)]
pub(super) struct Parts<'f> {
    pub(super) format: ParagraphFormat,
    /// All of them must hold.
    pub(super) conditions: Vec<Condition<'f>>,
    pub(super) pieces: Vec<Part<'f>>,
}

/// When something stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Condition<'f> {
    pub(super) of: Named<'f>,
    pub(super) when: When,
}

/// Whether a field must have a value or must have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    Given,
    Absent,
}

/// A part of a paragraph.
#[derive(Debug, Clone)]
pub(super) enum Part<'f> {
    Run(Run),
    Value { look: Look, of: Named<'f> },
}

/// Something that is wrong: its code and words, and the name as it stands in the template.
pub(super) struct Wrong {
    pub(super) code: &'static str,
    pub(super) words: Words,
    pub(super) name: String,
}

impl<'f> Parts<'f> {
    /// The chart that it is, if it is nothing else.
    pub(super) fn chart(&self) -> Option<&'f Field> {
        match self.pieces.as_slice() {
            [Part::Value { of: Named::Chart(field), .. }] => Some(*field),
            _ => None,
        }
    }

    /// A chart that stands beside other things.
    pub(super) fn chart_among_others(&self) -> Option<&'f Field> {
        let mut charts = self.pieces.iter().filter_map(|part| match part {
            Part::Value { of: Named::Chart(field), .. } => Some(*field),
            Part::Value { .. } | Part::Run(_) => None,
        });
        charts.next().filter(|_| self.pieces.len() > 1)
    }

    /// Takes a paragraph apart; what is wrong with it is told as well.
    pub(super) fn of(paragraph: &Paragraph, known: &Known<'f>) -> (Parts<'f>, Vec<Wrong>) {
        let (taken, faults) = pieces(paragraph);
        let mut wrong: Vec<Wrong> = faults.into_iter().map(faulty).collect();
        let (mut conditions, mut found) = (Vec::new(), Vec::new());
        for piece in taken {
            let (look, name) = match piece {
                Piece::Run(run) => {
                    found.push(Part::Run(run));
                    continue;
                }
                Piece::Mark { look, name } => (look, name),
            };
            let (when, bare) = match name.strip_prefix('?') {
                Some(bare) => (Some(When::Given), bare),
                None => {
                    name.strip_prefix('!').map_or((None, name.as_str()), |bare| (Some(When::Absent), bare))
                }
            };
            let bare = bare.trim();
            match (known.find(bare), when) {
                (None, _) if bare.is_empty() => {}
                (None, _) => wrong.push(unknown(bare)),
                (Some(Named::List(list)), None) => wrong.push(without_column(list)),
                (Some(of), None) => found.push(Part::Value { look, of }),
                (Some(of), Some(when)) if found.is_empty() => conditions.push(Condition { of, when }),
                (Some(_), Some(_)) => wrong.push(not_first(&name)),
            }
        }
        (Parts { format: paragraph.format, conditions, pieces: found }, wrong)
    }

    /// The fields that it names.
    pub(super) fn named(&self) -> impl Iterator<Item = Named<'f>> + '_ {
        let values = self.pieces.iter().filter_map(|part| match part {
            Part::Run(_) => None,
            Part::Value { of, .. } => Some(*of),
        });
        self.conditions.iter().map(|condition| condition.of).chain(values)
    }
}

/// The list that something is repeated for: that of the first column in it. Another one beside it is wrong.
pub(super) fn list_of<'f>(named: impl Iterator<Item = Named<'f>>) -> (Option<&'f Field>, Option<Wrong>) {
    let mut list: Option<&'f Field> = None;
    for other in named.filter_map(Named::list) {
        match list {
            None => list = Some(other),
            Some(first) if first.code == other.code => {}
            Some(first) => return (list, Some(two_lists(first, other))),
        }
    }
    (list, None)
}

/// Which cell says when a row stands: the first that is not a part of one above.
pub(super) fn first_shown(row: &Row) -> Option<usize> {
    row.cells.iter().position(|cell| cell.merge != Merge::Continues)
}

fn faulty(fault: Fault) -> Wrong {
    match fault {
        Fault::Unclosed(told) => Wrong {
            code: "unclosed_field",
            words: words(format!("“{{{{{told}”没有对应的“}}}}”"), format!("“{{{{{told}” has no “}}}}”")),
            name: format!("{{{{{told}"),
        },
        Fault::Stray => Wrong {
            code: "stray_braces",
            words: words("“}}”前面没有对应的“{{”", "“}}” has no “{{” before it"),
            name: "}}".to_owned(),
        },
        Fault::Empty => Wrong {
            code: "empty_field",
            words: words("“{{}}”中没有字段名称", "“{{}}” names no field"),
            name: "{{}}".to_owned(),
        },
        Fault::FullWidth => Wrong {
            code: "full_width_braces",
            words: words("字段要用半角大括号“{{”“}}”", "fields stand in half-width braces, “{{” and “}}”"),
            name: "｛｛".to_owned(),
        },
    }
}

fn unknown(name: &str) -> Wrong {
    let shown: String = name.chars().take(40).collect();
    Wrong {
        code: "unknown_field",
        words: words(format!("没有名为“{shown}”的字段"), format!("there is no field “{shown}”")),
        name: shown,
    }
}

fn without_column(list: &Field) -> Wrong {
    let (zh, code) = (list.zh, list.code);
    Wrong {
        code: "list_without_column",
        words: words(
            format!("“{zh}”是列表，要写明列，如“{{{{{zh}.…}}}}”"),
            format!("“{zh}” is a list: name a column of it, “{{{{{code}.…}}}}”"),
        ),
        name: zh.to_owned(),
    }
}

fn not_first(name: &str) -> Wrong {
    Wrong {
        code: "condition_not_first",
        words: words(
            format!("条件“{{{{{name}}}}}”只能放在段首，或表格行第一格的开头"),
            format!(
                "the condition “{{{{{name}}}}}” stands only at the beginning of a paragraph, or of the first cell of a row"
            ),
        ),
        name: name.to_owned(),
    }
}

/// A chart where none can stand.
pub(super) fn chart_here(chart: &Field) -> Wrong {
    let zh = chart.zh;
    Wrong {
        code: "chart_not_alone",
        words: words(
            format!("图表“{zh}”须单独成段，不能放在表格、页眉页脚或其他文字中"),
            format!("the chart “{zh}” stands alone in a paragraph, and not in a table, header or footer"),
        ),
        name: zh.to_owned(),
    }
}

fn two_lists(first: &Field, other: &Field) -> Wrong {
    let (a, b) = (first.zh, other.zh);
    Wrong {
        code: "two_lists",
        words: words(
            format!("同一段或同一行中有两个列表（“{a}”和“{b}”）"),
            format!("two lists (“{a}” and “{b}”) in one paragraph or row"),
        ),
        name: b.to_owned(),
    }
}
