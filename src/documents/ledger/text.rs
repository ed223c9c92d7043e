//! A ledger as text (CSV): in UTF-8, UTF-16, GBK or GB18030, with commas or tabs. What no encoding explains is refused with
//! the byte where it stands. What is not UTF-8 is taken for GB18030 by a guess: bytes of another encoding, such as Big5, often
//! make characters there too, so where no heading is found it is said how the file was read, and what came of it. An
//! apostrophe that guards a cell against being taken for a formula is taken off.

use std::borrow::Cow;

use encoding_rs::{DecoderResult, GB18030, UTF_16BE, UTF_16LE};

use super::heading::{NO_HEADING, said};
use super::records::{Records, Swallowed};
use super::{Stopped, Table};
use crate::documents::wage_list::Problem;
use crate::domain::ledger::{Cell, Cells, ReadRow, letters};
use crate::domain::refusal::{Words, words};

/// What begins a formula; sheets take the signs in full width for it too.
const SIGNS: &[char] = &['=', '+', '-', '@', '＝', '＋', '－', '＠'];
/// What some programs leave out before they look whether a formula begins, or take for the beginning of another cell.
const LEFT_OUT: &[char] = &['\t', '\r', '\n'];
/// The guard before it.
pub(super) const GUARD: char = '\'';
/// The first lines, of which it is seen what separates their cells.
const SAMPLE_LINES: usize = 10;
/// So many cells of a file that was read by a guess are shown.
const SHOWN_CELLS: usize = 5;
/// So many characters of each.
const SHOWN_CHARS: usize = 12;
/// The encoding that is guessed; GBK is a part of it.
const GUESSED: &str = "GB18030";

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
        let text = text.ok_or_else(|| unreadable_at(None, &words("", "")))?;
        return without_nul((text, encoding.name()));
    }
    let plain = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = if let Ok(text) = std::str::from_utf8(plain) {
        (Cow::Borrowed(text), "UTF-8")
    } else {
        let text = GB18030.decode_without_bom_handling_and_without_replacement(plain);
        (text.ok_or_else(|| broken(plain))?, GUESSED)
    };
    without_nul(text)
}

/// No table has a NUL: it is no text at all, or in another encoding.
fn without_nul<'t>(text: (Cow<'t, str>, &'static str)) -> Result<(Cow<'t, str>, &'static str), Vec<Problem>> {
    match text.0.lines().position(|line| line.contains('\0')) {
        None => Ok(text),
        Some(line) => Err(unreadable_at(u32::try_from(line + 1).ok(), &words("", ""))),
    }
}

/// The first line that is no text, and its first byte that is none; no character of these encodings has the byte of a line end
/// inside.
fn broken(bytes: &[u8]) -> Vec<Problem> {
    let mut lines = (1..).zip(bytes.split(|byte| *byte == b'\n'));
    let Some((row, at)) = lines.find_map(|(row, line)| Some((row, broken_byte(line)?))) else {
        return unreadable_at(None, &words("", ""));
    };
    let place = words(
        format!("该行第{at}个字节起不是文字；"),
        format!("from byte {at} of the line on it is no text; "),
    );
    unreadable_at(Some(row), &place)
}

/// The first byte of a line, counted from 1, that begins no character.
fn broken_byte(line: &[u8]) -> Option<usize> {
    let mut decoder = GB18030.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length_without_replacement(line.len())?);
    match decoder.decode_to_string_without_replacement(line, &mut text, true) {
        (DecoderResult::Malformed(length, behind), read) => {
            Some((read + 1).saturating_sub(usize::from(length) + usize::from(behind)))
        }
        (DecoderResult::InputEmpty | DecoderResult::OutputFull, _) => None,
    }
}

fn unreadable_at(row: Option<u32>, place: &Words) -> Vec<Problem> {
    let text = words(
        format!(
            "{}文字编码无法识别：能读UTF-8、带字节序标记的UTF-16、GBK和GB18030；请另存为UTF-8的CSV，或XLSX",
            place.zh
        ),
        format!(
            "{}the encoding is none that is read, which are UTF-8, UTF-16 with its byte order mark, GBK and GB18030: \
             save it as CSV in UTF-8, or as XLSX",
            place.en
        ),
    );
    vec![Problem { row, column: None, code: "unreadable_encoding", words: text }]
}

/// What is said of the first rows of a file that was read by a guess, where no heading is among them: characters that no
/// standard assigns tell that it was guessed wrongly, and in any case what was read is shown.
pub(super) fn doubted(
    problems: Vec<Problem>,
    first: &[(u32, Cells)],
    encoding: Option<&str>,
) -> Vec<Problem> {
    let is_guessed = encoding == Some(GUESSED);
    if !is_guessed || problems.iter().all(|problem| problem.code != NO_HEADING) {
        return problems;
    }
    let shown = beginning(first);
    if let Some((row, column, character)) = first.iter().find_map(unassigned) {
        let place = words(
            format!(
                "这一格按{GUESSED}（GBK）读出U+{character:04X}，不是任何规定的文字（文件开头读作{}）；",
                shown.zh
            ),
            format!(
                "read as {GUESSED} (GBK), this cell has U+{character:04X}, which is no assigned character (the file \
                 begins with {}); ",
                shown.en
            ),
        );
        let told = unreadable_at(Some(row), &place).into_iter();
        return told.map(|problem| Problem { column: Some(column.clone()), ..problem }).collect();
    }
    let told = |problem: Problem| {
        let text = words(
            format!(
                "{}；文件不是UTF-8，按{GUESSED}（GBK）读取，开头读作{}：如果不是原文，请另存为UTF-8的CSV，或XLSX",
                problem.words.zh, shown.zh
            ),
            format!(
                "{}; the file is not UTF-8 and was read as {GUESSED} (GBK), beginning with {}: if that is not what it \
                 says, save it as CSV in UTF-8, or as XLSX",
                problem.words.en, shown.en
            ),
        );
        Problem { words: text, ..problem }
    };
    problems.into_iter().map(told).collect()
}

/// The first character of a row that is for private use, with its place.
fn unassigned((row, cells): &(u32, Cells)) -> Option<(u32, String, u32)> {
    let is_private = |c: &char| matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..);
    let found = cells.iter().find_map(|(at, cell)| Some((*at, said(Some(cell)).chars().find(is_private)?)));
    found.map(|(at, character)| (*row, letters(at), u32::from(character)))
}

/// The first cells that say something, in quotes.
fn beginning(first: &[(u32, Cells)]) -> Words {
    let cells = first.iter().flat_map(|(_, cells)| cells.values()).map(|cell| said(Some(cell)));
    let cells = cells.filter(|text| !text.is_empty()).take(SHOWN_CELLS);
    let cut: Vec<String> = cells.map(|text| text.chars().take(SHOWN_CHARS).collect()).collect();
    let quoted =
        |[open, close]: [&str; 2]| cut.iter().map(|text| format!("{open}{text}{close}")).collect::<Vec<_>>();
    words(quoted(["“", "”"]).join("、"), quoted(["\u{201c}", "\u{201d}"]).join(", "))
}

fn separator(text: &str) -> char {
    let sample: Vec<&str> = text.lines().take(SAMPLE_LINES).collect();
    let count = |separator| sample.iter().map(|line| line.matches(separator).count()).sum::<usize>();
    if count('\t') > count(',') { '\t' } else { ',' }
}
