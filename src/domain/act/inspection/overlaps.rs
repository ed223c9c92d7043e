//! Times of one worker that overlap in a wage list (欠薪期间重叠): what is owed for them may be counted twice. It may be
//! right, as when somebody did two jobs, so it is asked about. Not here: the same time twice, which is refused (`wages`).

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::wage_row::Listed;
use super::wages::WageLine;
use crate::domain::finding::Findings;
use crate::domain::id::PartyNo;
use crate::domain::refusal::{Words, words};

/// So many workers are named; of the others it is said how many there are.
const NAMED_WORKERS_MAX: usize = 20;

/// The code of what is asked.
pub const OVERLAPPING: &str = "overlapping_periods";

/// A line as it is told: its place in the list that comes in, from 1; none of one that is on record.
type Told<'a> = (&'a WageLine, Option<usize>);

/// How people and lines are named: by the number of the party and the place in the list, or, of a file, by the worker's
/// name and the row.
#[derive(Debug, Clone, Copy, Default)]
pub struct Labels<'a> {
    /// The file that the lines come from.
    pub file: Option<&'a Listed>,
}

/// Asks about the lines of a list that overlap with one another, or with what is on record.
pub(super) fn check_overlaps(known: &[WageLine], lines: &[WageLine], findings: &mut Findings) {
    if let Some(text) = overlaps(known, lines, Labels::default()) {
        findings.warn(OVERLAPPING, None, text);
    }
}

/// The lines of a list that overlap with one another, or with what is on record, in words; none if none do.
#[must_use]
pub fn overlaps(known: &[WageLine], lines: &[WageLine], labels: Labels<'_>) -> Option<Words> {
    let mut by_worker: BTreeMap<PartyNo, Vec<Told<'_>>> = BTreeMap::new();
    let rows = lines.iter().zip(1..).map(|(line, row)| (line, Some(row)));
    for told in known.iter().map(|line| (line, None)).chain(rows) {
        by_worker.entry(told.0.worker).or_default().push(told);
    }
    let found: Vec<(PartyNo, Told<'_>, Told<'_>)> = by_worker
        .into_iter()
        .filter_map(|(worker, told)| overlap(told).map(|(a, b)| (worker, a, b)))
        .collect();
    if found.is_empty() {
        return None;
    }
    let named = || found.iter().take(NAMED_WORKERS_MAX).copied();
    let zh = named().map(|(who, a, b)| {
        format!("{}：{}与{}", labels.worker(who).zh, labels.line(a).zh, labels.line(b).zh)
    });
    let en = named().map(|(who, a, b)| {
        format!("{}: {} and {}", labels.worker(who).en, labels.line(a).en, labels.line(b).en)
    });
    let (zh, en) = (zh.collect::<Vec<_>>().join("；"), en.collect::<Vec<_>>().join("; "));
    let (more_zh, more_en) = match found.len().saturating_sub(NAMED_WORKERS_MAX) {
        0 => (String::new(), String::new()),
        more => (format!("；另有{more}人"), format!("; {more} more workers")),
    };
    Some(words(
        format!("欠薪期间重叠，可能重复计算：{zh}{more_zh}"),
        format!("times overlap, and may be counted twice: {en}{more_en}"),
    ))
}

/// The first two lines of a worker that overlap, where one of them is new. The same time is refused elsewhere.
fn overlap(mut told: Vec<Told<'_>>) -> Option<(Told<'_>, Told<'_>)> {
    told.sort_by_key(|(line, row)| (line.from, line.to, *row));
    let mut last: Option<Told<'_>> = None;
    let mut last_known: Option<Told<'_>> = None;
    for one in told {
        // One that is on record meets new ones alone: two on record were asked about already.
        let before = if one.1.is_some() {
            reaching(last, one.0.from).or_else(|| reaching(last_known, one.0.from))
        } else {
            reaching(last, one.0.from)
        };
        if let Some(before) = before.filter(|(line, _)| (line.from, line.to) != (one.0.from, one.0.to)) {
            return Some((before, one));
        }
        let kept = if one.1.is_some() { &mut last } else { &mut last_known };
        if kept.is_none_or(|(line, _)| line.to < one.0.to) {
            *kept = Some(one);
        }
    }
    None
}

/// A line before, where it goes on until a day.
fn reaching(before: Option<Told<'_>>, from: NaiveDate) -> Option<Told<'_>> {
    before.filter(|(line, _)| line.to >= from)
}

impl Labels<'_> {
    fn worker(self, worker: PartyNo) -> Words {
        let no = worker.0;
        match self.file.and_then(|file| file.names.get(&worker)) {
            Some(name) => words(format!("{name}（第{no}号劳动者）"), format!("{name} (worker no. {no})")),
            None => words(format!("第{no}号劳动者"), format!("worker no. {no}")),
        }
    }

    fn line(self, (line, place): Told<'_>) -> Words {
        let (from, to) = (line.from, line.to);
        let Some(place) = place else {
            return words(format!("已登记的{from}至{to}"), format!("{from} to {to} on record"));
        };
        match self.file.and_then(|file| file.rows.get(place - 1)) {
            Some(row) => words(format!("第{row}行（{from}至{to}）"), format!("row {row} ({from} to {to})")),
            None => words(format!("第{place}条（{from}至{to}）"), format!("line {place} ({from} to {to})")),
        }
    }
}
