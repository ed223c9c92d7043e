//! A ledger as text (CSV): in UTF-8, UTF-16, GBK or GB18030, with commas or tabs. What no encoding explains is refused with
//! the row where it stands. An apostrophe that guards a cell against being taken for a formula is taken off.

use std::borrow::Cow;

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

use super::records::{Records, Swallowed};
use super::{Stopped, Table};
use crate::documents::wage_list::Problem;
use crate::domain::ledger::{Cell, Cells, ReadRow, letters};
use crate::domain::refusal::words;

/// What begins a formula; sheets take the signs in full width for it too.
const SIGNS: &[char] = &['=', '+', '-', '@', '＝', '＋', '－', '＠'];
/// What some programs leave out before they look whether a formula begins, or take for the beginning of another cell.
const LEFT_OUT: &[char] = &['\t', '\r', '\n'];
/// The guard before it.
pub(super) const GUARD: char = '\'';
/// The first lines, of which it is seen what separates their cells.
const SAMPLE_LINES: usize = 10;

/// Reads text.
pub(super) fn read<E>(
    bytes: &[u8],
    table: &mut Table<'_>,
    take: &mut dyn FnMut(ReadRow, Option<String>) -> Result<(), E>,
) -> Result<(), Stopped<E>> {
    let (text, encoding) = decoded(bytes)?;
    "csv".clone_into(&mut table.file.format);
    table.file.encoding = Some(encoding.to_owned());
    let mut records = Records::of(&text, separator(&text));
    for row in 1.. {
        let Some(record) = records.next() else { break };
        let record = record.map_err(|Swallowed(at)| swallowed(row, at))?;
        let cells: Cells = (0..).zip(record.iter().map(|text| Cell::Text(cell(text)))).collect();
        table.row(row, cells, take)?;
    }
    Ok(())
}

/// A cell without its guard; lines in it end as they do anywhere.
fn cell(text: &str) -> String {
    unguarded(text).trim().replace("\r\n", "\n")
}

fn swallowed(row: u32, at: usize) -> Vec<Problem> {
    let column = u32::try_from(at).map(letters).ok();
    let text = words(
        "这一格以引号开头，把后面的行也包了进去；请删除多余的引号",
        "a quote opens this cell and takes in the rows below: delete the stray quote",
    );
    vec![Problem { row: Some(row), column, code: "stray_quote", words: text }]
}

/// Whether a sheet would take a text for a formula: a sign begins it, whatever blank or unprinted stands before.
pub(super) fn is_dangerous(text: &str) -> bool {
    let unprinted = |c: char| {
        c.is_whitespace() || c.is_control() || ('\u{200b}'..='\u{200f}').contains(&c) || c == '\u{feff}'
    };
    text.starts_with(LEFT_OUT) || text.trim_start_matches(unprinted).starts_with(SIGNS)
}

/// Without the apostrophe before what would be a formula.
pub(super) fn unguarded(text: &str) -> &str {
    text.strip_prefix(GUARD).filter(|rest| is_dangerous(rest) || rest.starts_with(GUARD)).unwrap_or(text)
}

/// The text and what it was written in.
fn decoded(bytes: &[u8]) -> Result<(Cow<'_, str>, &'static str), Vec<Problem>> {
    let wide = match bytes {
        [0xff, 0xfe, rest @ ..] => Some((UTF_16LE, rest)),
        [0xfe, 0xff, rest @ ..] => Some((UTF_16BE, rest)),
        _ => None,
    };
    if let Some((encoding, rest)) = wide {
        let text = encoding.decode_without_bom_handling_and_without_replacement(rest);
        let text = text.ok_or_else(|| unreadable_at(None))?;
        return without_nul((text, encoding.name()));
    }
    let plain = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = if let Ok(text) = std::str::from_utf8(plain) {
        (Cow::Borrowed(text), "UTF-8")
    } else {
        let text = GB18030.decode_without_bom_handling_and_without_replacement(plain);
        (text.ok_or_else(|| unreadable_at(broken_line(plain)))?, "GB18030")
    };
    without_nul(text)
}

/// No table has a NUL: it is no text at all, or in another encoding.
fn without_nul<'t>(text: (Cow<'t, str>, &'static str)) -> Result<(Cow<'t, str>, &'static str), Vec<Problem>> {
    match text.0.lines().position(|line| line.contains('\0')) {
        None => Ok(text),
        Some(line) => Err(unreadable_at(u32::try_from(line + 1).ok())),
    }
}

/// The first line that is no text; no character of these encodings has the byte of a line end inside.
fn broken_line(bytes: &[u8]) -> Option<u32> {
    let is_broken = |line: &[u8]| GB18030.decode_without_bom_handling_and_without_replacement(line).is_none();
    let line = bytes.split(|byte| *byte == b'\n').position(is_broken)?;
    u32::try_from(line + 1).ok()
}

fn unreadable_at(row: Option<u32>) -> Vec<Problem> {
    let text = words(
        "文字编码无法识别，请另存为UTF-8或GBK的CSV，或XLSX",
        "the encoding is unknown: save it as CSV in UTF-8 or GBK, or as XLSX",
    );
    vec![Problem { row, column: None, code: "unreadable_encoding", words: text }]
}

fn separator(text: &str) -> char {
    let sample: Vec<&str> = text.lines().take(SAMPLE_LINES).collect();
    let count = |separator| sample.iter().map(|line| line.matches(separator).count()).sum::<usize>();
    if count('\t') > count(',') { '\t' } else { ',' }
}
