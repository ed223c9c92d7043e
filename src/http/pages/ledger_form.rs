//! The form by which a ledger is brought (导入台账的表单): how its file is to be read, as people write it. Not here: reading it
//! (`documents::ledger`), and taking it in (`api::ledger_imports`).

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::app::error::{Error, Violation, at};
use crate::documents::ledger::{Options, Totals};
use crate::domain::act::decision::Finality;
use crate::domain::code::Coded as _;
use crate::domain::ledger::{Column, place};
use crate::domain::refusal::words;
use crate::http::api::ledger_imports::SHEET_CHARS_MAX;
use crate::http::pages::act_form::rows::{Choice, Field, chosen};
use crate::http::pages::form_file::FILE_FIELD;
use crate::http::pages::frame::Frame;
use crate::http::pages::notes::Note;
use crate::http::pages::posted::Posted;

/// What stands between the letters of a column and what it is.
const BETWEEN: [char; 4] = [':', '：', '=', '＝'];

/// The form as it is drawn: what was typed, and what is wrong with it.
pub struct LedgerForm {
    /// The file.
    pub file: Field,
    /// The sheet.
    pub sheet: Field,
    /// What columns are.
    pub columns: Field,
    /// What awards are of which the ledger does not say it.
    pub unsaid: Vec<Choice>,
    /// Whether rows of totals are left out.
    pub skips_totals: bool,
    /// Whether anything is said but the file.
    pub is_open: bool,
    /// What a column can be called.
    pub names: String,
}

impl LedgerForm {
    /// The form with what was typed.
    #[must_use]
    pub fn of(f: &Frame, form: &Posted, notes: &[Note]) -> LedgerForm {
        let field = |name: &str, label: &str| Field::plain(name, (label, form.one(name)), notes);
        let columns =
            f.say("栏目认错时改正（每行一列）", "Columns that are taken for something else, one a line");
        let example = f.say(
            "例如：D 被申请人；不导入的列：F 不导入",
            "As: D respondent; a column to be left out: F none",
        );
        let finality: Vec<(String, String)> = Finality::ROWS
            .iter()
            .map(|(_, label)| (label.code.to_owned(), f.label(label).to_owned()))
            .collect();
        let names: Vec<&str> = Column::ROWS.iter().map(|(_, label)| f.say(label.zh, label.code)).collect();
        LedgerForm {
            file: field(FILE_FIELD, f.say("台账文件", "The file")),
            sheet: field("sheet", f.say("工作表名称（不填为第一个）", "Sheet (the first, if left out)")),
            columns: Field { hint: example.to_owned(), ..field("columns", columns) },
            unsaid: chosen(&finality, &[form.one("unsaid_awards")]),
            skips_totals: !form.one("skip_totals").is_empty(),
            is_open: ["sheet", "columns", "unsaid_awards"].iter().any(|name| !form.one(name).is_empty()),
            names: names.join(f.say("、", ", ")),
        }
    }
}

/// How a form asks its file to be read.
///
/// # Errors
/// Everything that cannot be understood, each at its field.
pub fn options(form: &Posted, today: NaiveDate) -> Result<Options, Error> {
    let sheet = form.one("sheet").trim();
    let (unsaid, columns) = (form.one("unsaid_awards"), columns(form.one("columns")));
    let mut wrong: Vec<Violation> = Vec::new();
    if sheet.chars().count() > SHEET_CHARS_MAX || sheet.chars().any(char::is_control) {
        let said = words("没有这样的工作表名称", "No sheet is called so.");
        wrong.push(at("/sheet", "format", said));
    }
    let awards = Finality::from_code(unsaid);
    if awards.is_none() && !unsaid.is_empty() {
        wrong.push(at("/unsaid_awards", "enum", words("没有这个选项", "There is no such choice.")));
    }
    wrong.extend(columns.as_ref().err().into_iter().flatten().map(|line| wrong_line(*line)));
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    Ok(Options {
        sheet: Some(sheet.to_owned()).filter(|sheet| !sheet.is_empty()),
        columns: columns.unwrap_or_default(),
        totals: if form.one("skip_totals").is_empty() { Totals::Refuse } else { Totals::Skip },
        unsaid: awards,
        today,
    })
}

fn wrong_line(line: usize) -> Violation {
    let said = words(
        format!("第{line}行：应为列的字母和栏目名称，如“D 被申请人”，或者“D 不导入”；一列只写一次"),
        format!(
            "Line {line}: must be the letters of a column and what it is, as “D respondent” or “D none”; each column once."
        ),
    );
    at("/columns", "format", said)
}

/// What columns are, or the numbers of the lines that cannot be understood.
fn columns(typed: &str) -> Result<BTreeMap<u32, Option<Column>>, Vec<usize>> {
    let (mut columns, mut wrong) = (BTreeMap::new(), Vec::new());
    for (number, line) in (1..).zip(typed.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        match column(line) {
            Some((at, what)) if columns.insert(at, what).is_none() => {}
            _ => wrong.push(number),
        }
    }
    if wrong.is_empty() { Ok(columns) } else { Err(wrong) }
}

/// `D 被申请人`, `d: respondent`, `F 不导入`.
fn column(line: &str) -> Option<(u32, Option<Column>)> {
    let line = line.trim();
    let (letters, what) = line.split_once(|c: char| c.is_whitespace() || BETWEEN.contains(&c))?;
    let at = place(&letters.to_ascii_uppercase())?;
    match what.trim_matches(|c: char| c.is_whitespace() || BETWEEN.contains(&c)) {
        "不导入" | "none" => Some((at, None)),
        what => Some((at, Some(Column::of(what)?))),
    }
}

/// What keeps a file from being read, beside its field: with the row and the column where it is.
#[must_use]
pub fn placed(f: &Frame, notes: Vec<Note>) -> Vec<Note> {
    let own = ["/sheet", "/columns", "/unsaid_awards"];
    let place = |note: Note| {
        if own.contains(&note.pointer.as_str()) {
            return note;
        }
        let mut parts = note.pointer.strip_prefix("/rows/").unwrap_or_default().split('/');
        let said = cell(f, parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        Note { pointer: format!("/{FILE_FIELD}"), text: format!("{said}{}", note.text), ..note }
    };
    notes.into_iter().map(place).collect()
}

/// Where something stands in a table, before what is said of it; nothing where all of it is meant.
fn cell(f: &Frame, row: &str, column: &str) -> String {
    match (row, column) {
        ("", _) => String::new(),
        (row, "") => f.say("第{}行：", "Row {}: ").replace("{}", row),
        (row, column) => {
            f.say("第{}行{}列：", "Row {}, column {}: ").replacen("{}", row, 1).replacen("{}", column, 1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_said_as_people_write_them() {
        let expected = BTreeMap::from([
            (3, Some(Column::Respondent)),
            (4, Some(Column::Respondent)),
            (5, None),
            (27, Some(Column::AcceptedOn)),
        ]);
        assert_eq!(columns("D 被申请人\n\ne：用人单位\nF = 不导入\n AB accepted_on "), Ok(expected));
        assert_eq!(columns(""), Ok(BTreeMap::new()));
    }

    #[test]
    fn a_line_that_is_not_understood_is_named() {
        assert_eq!(columns("D\n被申请人 D\nD 对方\nE 案由\nE 案号\nABCD 案由"), Err(vec![1, 2, 3, 5, 6]));
    }
}
