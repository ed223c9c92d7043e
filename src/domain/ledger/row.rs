//! A row of a ledger (台账的一行): its cells together as one entry, or everything that is wrong with them by column. What
//! the entry itself asks is asked by `act::ledger`; here it is said of the columns. Not here: single cells (`value`).

mod closing;
mod names;
mod parties;
mod personal;
mod words_of;

use chrono::NaiveDate;

use super::value::{self, Why};
use super::{Cell, Cells, Column, LedgerFinding, LedgerRow, Mapping, Reading, Unit};
use crate::domain::act::filing::{Channel, Procedure};
use crate::domain::act::ledger::{self, LedgerClosing, LedgerEntry, LedgerRecovery};
use crate::domain::claim::Cause;
use crate::domain::code::Coded as _;
use crate::domain::finding::Findings;
use crate::domain::money::Fen;
use crate::domain::party::{self, Party, Person, Side};
use crate::domain::refusal::{Finding, Words, words};
pub(in crate::domain::ledger) use names::LACKING;
use parties::{Opposed, Part, Said, Told};
use words_of::{causes_of, channel_of, procedure_of};

/// Reads a row.
///
/// # Errors
/// Everything that is wrong with it, by column.
pub fn read(row: u32, cells: &Cells, reading: &Reading<'_>) -> Result<LedgerRow, Vec<LedgerFinding>> {
    let mut it = Line::new(row, cells, reading);
    it.refuse_formulas();
    let (number, parties, told) = (it.required(Column::Number, value::name), it.parties(), it.told());
    let (Some(number), Some((parties, counted)), Some(told)) = (number, parties, told) else {
        return Err(it.findings);
    };
    let Some(on) = told.received_on.or(told.accepted_on) else {
        // A day that is written and cannot be read was told already.
        if !it.is_written(Column::ReceivedOn) && !it.is_written(Column::AcceptedOn) {
            let text = words("缺少收件日期或受理日期", "neither receipt nor acceptance is dated");
            it.note(Column::ReceivedOn, "required", text);
        }
        return Err(it.findings);
    };
    it.compare_counts(told.workers, counted);
    let (cause, other_causes) = told.causes;
    let entry = LedgerEntry {
        number,
        channel: told.channel.unwrap_or(Channel::Counter),
        cause,
        other_causes,
        parties,
        accepted_on: told.accepted_on,
        // Said where the days do not say it by themselves.
        receipt_told: (told.accepted_on == Some(on)).then_some(told.received_on.is_some()),
        procedure: told.procedure,
        workers: told.workers.or(counted),
        collective: told.collective,
        claimed: told.claimed,
        handled_by: told.handled_by,
        closed: told.closed,
        recovered: told.recovered,
    };
    it.check(on, &entry);
    let Line { findings, warnings, .. } = it;
    if findings.is_empty() { Ok(LedgerRow { row, on, entry, warnings }) } else { Err(findings) }
}

/// The case number of a row, where it can be read, whatever else is wrong with the row.
#[must_use]
pub fn number(cells: &Cells, mapping: &Mapping) -> Option<String> {
    let (at, _) = mapping.places.get(&Column::Number)?;
    let cell = cells.get(at).filter(|cell| !value::is_blank(cell))?;
    value::name(cell).ok()
}

/// What the cells beside the number and the parties tell.
struct Values {
    received_on: Option<NaiveDate>,
    accepted_on: Option<NaiveDate>,
    channel: Option<Channel>,
    /// The main one, and the others.
    causes: (Cause, Vec<Cause>),
    procedure: Option<Procedure>,
    workers: Option<u32>,
    collective: Option<bool>,
    claimed: Option<Fen>,
    handled_by: Option<String>,
    closed: Option<LedgerClosing>,
    recovered: Option<LedgerRecovery>,
}

/// A row being read.
struct Line<'a> {
    row: u32,
    cells: &'a Cells,
    reading: &'a Reading<'a>,
    /// The day of closing, also where its manner cannot be read.
    closed_on: Option<NaiveDate>,
    /// Whether it says that the case is closed, be it readable or not.
    says_closed: bool,
    /// Where the amount of the closing stands, if it is the other of two columns.
    amount_at: Option<u32>,
    findings: Vec<LedgerFinding>,
    /// What is taken over as it stands, and may be meant otherwise.
    warnings: Vec<LedgerFinding>,
}

impl<'a> Line<'a> {
    fn new(row: u32, cells: &'a Cells, reading: &'a Reading<'a>) -> Line<'a> {
        let (findings, warnings) = (Vec::new(), Vec::new());
        Line { row, cells, reading, closed_on: None, says_closed: false, amount_at: None, findings, warnings }
    }

    fn refuse_formulas(&mut self) {
        let mapping = self.reading.mapping;
        for (at, _) in mapping.places.values().chain(&mapping.other_amount) {
            if self.cells.get(at).is_some_and(is_formula) {
                let text =
                    words("不接受公式，请粘贴为数值", "a formula is not accepted; paste it as a value");
                self.note_at(*at, "formula", text);
            }
        }
    }

    fn letters(&self, column: Column) -> Option<String> {
        let amount_at = self.amount_at.filter(|_| column == Column::Amount);
        amount_at.map(super::letters).or_else(|| self.reading.mapping.letters(column))
    }

    fn note_at(&mut self, at: u32, code: &str, text: Words) {
        self.findings.push(LedgerFinding::at(self.row, Some(super::letters(at)), code, text));
    }

    fn note(&mut self, column: Column, code: &str, text: Words) {
        self.findings.push(LedgerFinding::at(self.row, self.letters(column), code, text));
    }

    fn remark(&mut self, column: Column, code: &str, text: Words) {
        self.warnings.push(LedgerFinding::at(self.row, self.letters(column), code, text));
    }

    /// The value of a column, if the row has one; a formula was refused already.
    fn optional<T>(&mut self, column: Column, parse: impl Fn(&Cell) -> Result<T, Why>) -> Option<T> {
        let (at, _) = self.reading.mapping.places.get(&column)?;
        self.optional_at(*at, parse)
    }

    fn optional_at<T>(&mut self, at: u32, parse: impl Fn(&Cell) -> Result<T, Why>) -> Option<T> {
        let cell = self.cells.get(&at).filter(|cell| !value::is_blank(cell) && !is_formula(cell))?;
        match parse(cell) {
            Ok(value) => Some(value),
            Err((code, text)) => {
                self.note_at(at, code, text);
                None
            }
        }
    }

    /// Whether a row says anything in a column, be it readable or not.
    fn is_written(&self, column: Column) -> bool {
        let at = self.reading.mapping.places.get(&column).map(|(at, _)| *at);
        at.and_then(|at| self.cells.get(&at)).is_some_and(|cell| !value::is_blank(cell))
    }

    fn required<T>(&mut self, column: Column, parse: impl Fn(&Cell) -> Result<T, Why>) -> Option<T> {
        if !self.is_written(column) {
            self.note(column, "required", words("缺少必填项", "This field is required."));
            return None;
        }
        self.optional(column, parse)
    }

    fn day(&mut self, column: Column) -> Option<NaiveDate> {
        let epoch = self.reading.epoch;
        self.optional(column, |cell| value::day(cell, epoch))
    }

    fn amount(&mut self, column: Column) -> Option<Fen> {
        let unit = self.reading.mapping.places.get(&column).map_or(Unit::Yuan, |(_, unit)| *unit);
        self.optional(column, |cell| value::amount(cell, unit))
    }

    /// The parties, and how many workers a name counts (张三等15人).
    fn parties(&mut self) -> Option<(Vec<Party<Person>>, Option<u32>)> {
        let applicants = self.side([Column::Applicant, Column::ApplicantId, Column::ApplicantPhone]);
        let respondents = self.side([Column::Respondent, Column::RespondentId, Column::RespondentPhone]);
        let (applicants, respondents) = (applicants?, respondents?);
        let counted = applicants.counted.or(respondents.counted);
        for (told, column) in [(&applicants, Column::Applicant), (&respondents, Column::Respondent)] {
            for (code, text) in &told.doubts {
                self.remark(column, code, text.clone());
            }
        }
        let Opposed { parties, unclear } = parties::opposed(applicants, respondents, self.workers());
        for side in unclear {
            let column = if side == Side::Applicant { Column::Applicant } else { Column::Respondent };
            let text = words(
                "名称以“等”结尾，又没有写明人数，已按全名录入；如指多人，请写“等N人”或填写人数",
                "the name ends in 等 and no number follows, so it is taken whole; if more people are meant, say how many",
            );
            self.remark(column, "name_ends_open", text);
        }
        Some((parties, counted))
    }

    /// Warns where the column of workers and the names tell different numbers; the column is taken.
    fn compare_counts(&mut self, told: Option<u32>, counted: Option<u32>) {
        let (Some(told), Some(counted)) = (told, counted) else { return };
        if told != counted {
            let text = words(
                format!("人数栏为{told}，姓名栏写的是{counted}人，已按人数栏录入；请核对"),
                format!(
                    "this column says {told} and the names say {counted}; {told} is taken: look which is right"
                ),
            );
            self.remark(Column::Workers, "counts_differ", text);
        }
    }

    /// How many workers a column tells, if it can be read; what is wrong with it is said with the other columns.
    fn workers(&self) -> Option<u32> {
        let (at, _) = self.reading.mapping.places.get(&Column::Workers)?;
        let cell = self.cells.get(at).filter(|cell| !value::is_blank(cell))?;
        value::people(cell).ok().filter(|workers| *workers > 0)
    }

    fn side(&mut self, [names, numbers, phones]: [Column; 3]) -> Option<Told> {
        for column in [names, numbers] {
            self.refuse_full(column);
        }
        let said = self.required(names, value::name);
        let label = names.label();
        let held = said.as_deref().and_then(|said| personal::in_names(said, (label.zh, label.en)));
        if let Some((code, text)) = held {
            self.note(names, code, text);
        }
        // What an export masked is not told.
        let told = |text: &String| !text.contains('*');
        let ids = self.optional(numbers, value::code).filter(told);
        let phone = self.optional(phones, parties::phones).filter(told);
        let names_said = said?;
        let said = Said { names: &names_said, numbers: ids.as_deref(), phones: phone.as_deref() };
        match Told::of(&said) {
            Ok(told) => Some(told),
            Err((part, (code, text))) => {
                let column = match part {
                    Part::Names => names,
                    Part::Numbers => numbers,
                    Part::Phones => phones,
                };
                self.note(column, code, text);
                None
            }
        }
    }

    /// A cell that a sheet filled to its end may have lost what came behind.
    fn refuse_full(&mut self, column: Column) {
        let at = self.reading.mapping.places.get(&column).map(|(at, _)| *at);
        let full = at.and_then(|at| self.cells.get(&at)).is_some_and(value::is_full);
        if full {
            let text = words(
                "这一格已满32767字，后面的内容可能已丢失；请只写部分姓名，再写“等N人”",
                "the cell is full with 32,767 characters and may have lost the rest: write some names, and 等N人",
            );
            self.note(column, "cell_is_full", text);
        }
    }

    fn told(&mut self) -> Option<Values> {
        let causes = self.required(Column::Cause, causes_of);
        let (received_on, accepted_on) = (self.day(Column::ReceivedOn), self.day(Column::AcceptedOn));
        let closed = self.closed();
        let recovered = self.recovered();
        Some(Values {
            received_on,
            accepted_on,
            channel: self.optional(Column::Channel, channel_of),
            procedure: self.optional(Column::Procedure, procedure_of),
            workers: self.optional(Column::Workers, value::people).filter(|workers| *workers > 0),
            collective: self.optional(Column::Collective, |cell| {
                value::yes_or_no(cell, &["集体", "集体争议"], &["个人", "个别", "非集体"])
            }),
            claimed: self.amount(Column::Claimed),
            handled_by: self.optional(Column::Arbitrator, value::name),
            closed,
            recovered,
            causes: causes?,
        })
    }

    /// What the entry and the people in it are asked, said of the columns.
    fn check(&mut self, on: NaiveDate, entry: &LedgerEntry<Person>) {
        let mut findings = Findings::default();
        entry.check((on, self.reading.today), &mut findings);
        if let (None, Some(closed_on)) = (entry.closed, self.closed_on) {
            let since = entry.accepted_on.unwrap_or(on);
            ledger::check_closing_day((since, closed_on), self.reading.today, &mut findings);
        }
        party::check_entered(&entry.parties, "/parties", &mut findings);
        for Finding { code, field, words, .. } in findings.into_findings() {
            let column = self.column_of(field.as_deref().unwrap_or_default(), &entry.parties);
            if code == "required" && self.is_unread(column, entry) {
                continue;
            }
            let column = self
                .letters(column)
                .or_else(|| self.letters(Column::AcceptedOn).filter(|_| column == Column::ReceivedOn));
            self.findings.push(LedgerFinding::at(self.row, column, code, words));
        }
        self.findings.sort();
        self.findings.dedup();
    }

    /// Whether what is missed is not absent: it is written and cannot be read, or nobody can tell whether it is needed,
    /// because how the case was closed cannot be read. Either was told already.
    fn is_unread(&self, column: Column, entry: &LedgerEntry<Person>) -> bool {
        let closing_unread = self.says_closed && entry.closed.is_none();
        matches!(column, Column::Procedure | Column::AcceptedOn)
            && (self.is_written(column) || closing_unread)
    }

    fn column_of(&self, field: &str, parties: &[Party<Person>]) -> Column {
        if let Some(rest) = field.strip_prefix("/parties/") {
            let index: Option<usize> = rest.split('/').next().and_then(|index| index.parse().ok());
            let side = index.and_then(|index| parties.get(index)).map(|party| party.side);
            let numbered = field.ends_with("id_number") || field.ends_with("credit_code");
            return match (side, numbered) {
                (Some(Side::Respondent), true) => Column::RespondentId,
                (Some(Side::Respondent), false) => Column::Respondent,
                (Some(Side::Applicant | Side::ThirdParty) | None, true) => Column::ApplicantId,
                (Some(Side::Applicant | Side::ThirdParty) | None, false) => Column::Applicant,
            };
        }
        match field {
            "/on" => Column::ReceivedOn,
            "/channel" => Column::Channel,
            "/accepted_on" => Column::AcceptedOn,
            "/procedure" => Column::Procedure,
            "/workers" => Column::Workers,
            "/claimed" => Column::Claimed,
            "/closed/on" => Column::ClosedOn,
            "/closed/manner" => Column::Manner,
            "/closed/amount" => Column::Amount,
            "/recovered/amount" => Column::Recovered,
            "/recovered/on" if self.letters(Column::RecoveredOn).is_some() => Column::RecoveredOn,
            "/recovered/on" => Column::Recovered,
            "/parties" => Column::Applicant,
            _ => Column::Number,
        }
    }
}

fn is_formula(cell: &Cell) -> bool {
    matches!(cell, Cell::Formula(_))
}

/// What a text stands for in a code list, or how the list goes.
fn one_of<T>(found: Option<T>, zh: &str, listed: &[&str]) -> Result<T, Why> {
    let list = listed.join("、");
    found.ok_or_else(|| ("unknown_value", words(format!("{zh}：{list}"), format!("Must be one of: {list}."))))
}
