//! Bringing a ledger (台账导入): its rows are checked and wait, sealed, until somebody has them made cases; a program that
//! is killed loses none of them, and no case is made before. Not here: reading files (`documents`), which hands rows in
//! as it reads them; how long they wait (`ledger_waiting`); making cases (`ledger_commit`).

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::clock::office_date;
use crate::app::error::Error;
use crate::app::idempotency::{Answer, Asked, IdempotencyKey};
use crate::app::ledger_pages::RejectedRow;
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::domain::case_number::comparable;
use crate::domain::id::UserId;
use crate::domain::ledger::{Column, LedgerFile, LedgerFinding, LedgerRow, ReadRow, YearTotals, waits_until};
use crate::domain::permission::Operation;
use crate::domain::refusal::{Words, words};
use crate::storage::ledgers::{self, GOOD, LedgerImportRow, LedgerPageRow, REJECTED};
use crate::storage::{Connection, StorageError, Tx, cases};

/// How many rows a page has.
const PAGE_ROWS: usize = 200;
/// So many findings, and so many warnings, are told; the rest of the findings stands beside the rejected rows.
const FINDINGS_MAX: usize = 500;
/// The status under which an answer is kept.
pub(crate) const CREATED: i32 = 201;

/// What is kept of a ledger that was read to its end.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Summary {
    file: LedgerFile,
    years: Vec<YearTotals>,
    findings: Vec<LedgerFinding>,
    findings_count: u64,
    #[serde(default)]
    warnings: Vec<LedgerFinding>,
    #[serde(default)]
    warnings_count: u64,
}

/// Where a ledger is on its way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LedgerState {
    /// Read and checked; no case was made.
    Checked,
    /// Its cases are being made by this program.
    Committing,
    /// Its rows are cases.
    Committed,
    /// It was not committed in time, and its rows are dropped.
    Expired,
}

/// A ledger that was brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LedgerImport {
    /// Its id.
    pub id: String,
    /// Where it is on its way in.
    pub state: LedgerState,
    /// Who brought it.
    pub made_by: UserId,
    /// When.
    pub made_at: DateTime<Utc>,
    /// The last day on which its rows are kept: until then it can be committed, and rejected rows be fetched.
    pub kept_until: NaiveDate,
    /// Rows that can be taken over.
    pub good_rows: i32,
    /// Rows that cannot.
    pub rejected_rows: i32,
    /// While its cases are being made: how many are.
    pub done_rows: Option<u64>,
    /// What was found in the file beside its rows.
    pub file: LedgerFile,
    /// What its good rows add, by the year of acceptance.
    pub years: Vec<YearTotals>,
    /// What is wrong with the others, the first of it.
    pub findings: Vec<LedgerFinding>,
    /// How many findings there are in all.
    pub findings_count: u64,
    /// What of its good rows is taken as it stands, and may be meant otherwise, the first of it.
    pub warnings: Vec<LedgerFinding>,
    /// How many warnings there are in all.
    pub warnings_count: u64,
    /// Who had its rows made cases.
    pub committed_by: Option<UserId>,
    /// When.
    pub committed_at: Option<DateTime<Utc>>,
}

/// A ledger whose rows are coming in.
pub struct Incoming {
    register: Register,
    row: LedgerImportRow,
    number_column: Option<String>,
    /// The numbers of the rows so far, rejected ones too, in the form that is compared; and the first row with each.
    seen: HashMap<String, u32>,
    waiting: Vec<ReadRow>,
    good: Vec<LedgerRow>,
    rejected: Vec<RejectedRow>,
    pages: i32,
    /// How many of the good rows say that something was awarded or agreed.
    deciding: u64,
    summary: Summary,
}

impl Register {
    /// Begins to take a ledger in. Blocks: not for async code.
    ///
    /// # Errors
    /// That the caller may not.
    pub fn begin_ledger(&self, caller: &Caller) -> Result<Incoming, Error> {
        ensure(caller, Operation::ImportLedger, None)?;
        let now = self.clock.now();
        let row = LedgerImportRow {
            id: self.ids.uuid().to_string(),
            state: ledgers::RECEIVING.to_owned(),
            made_by: caller.user.to_string(),
            made_at: now.timestamp_micros(),
            good: 0,
            rejected: 0,
            summary: "{}".to_owned(),
            committed_by: None,
            committed_at: None,
        };
        let new = row.clone();
        self.store.write_blocking(move |tx: &mut Tx| Ok::<_, Error>(ledgers::insert(tx, &new)?))?;
        Ok(Incoming {
            register: self.clone(),
            row,
            number_column: None,
            seen: HashMap::new(),
            waiting: Vec::with_capacity(PAGE_ROWS),
            good: Vec::new(),
            rejected: Vec::new(),
            pages: 0,
            deciding: 0,
            summary: Summary::default(),
        })
    }

    /// The ledger that was brought before under a key, if one was.
    ///
    /// # Errors
    /// A key that was used for another request.
    pub async fn ledger_of_key(
        &self,
        caller: &Caller,
        key: &IdempotencyKey,
    ) -> Result<Option<String>, Error> {
        let asked = Asked { by: caller.user, key: key.clone(), status: CREATED };
        Ok(self.answers.first(&asked).await?.map(|answer: Answer<String>| answer.given))
    }

    /// Puts down that a ledger was read to its end, once under a key; gives its id, or that of the first under the key.
    ///
    /// # Errors
    /// A key that was used for another request.
    pub async fn finish_ledger(
        &self,
        caller: &Caller,
        incoming: Incoming,
        key: Option<IdempotencyKey>,
    ) -> Result<Answer<String>, Error> {
        let asked = key.map(|key| Asked { by: caller.user, key, status: CREATED });
        let row = incoming.row.clone();
        let finish = move |tx: &mut Tx| {
            ledgers::update(tx, &row)?;
            Ok(row.id)
        };
        let answer = self.answers.once(asked, finish).await?;
        if answer.repeated {
            let id = incoming.row.id;
            self.store.write(move |tx: &mut Tx| Ok::<_, Error>(ledgers::discard(tx, &id)?)).await?;
        }
        Ok(answer)
    }

    /// A ledger as it stands.
    ///
    /// # Errors
    /// [`Error::NotFound`], or that the caller may not.
    pub async fn ledger(&self, caller: &Caller, id: String) -> Result<LedgerImport, Error> {
        ensure(caller, Operation::ImportLedger, None)?;
        let find = move |c: &mut Connection| Ok::<_, Error>(ledgers::find(c, &id)?);
        let row = self.store.read(find).await?.filter(|row| row.state != ledgers::RECEIVING);
        self.ledger_view(row.ok_or(Error::NotFound)?)
    }

    /// The ledgers that were brought, the newest first.
    ///
    /// # Errors
    /// That the caller may not.
    pub async fn ledgers(
        &self,
        caller: &Caller,
        (before, limit): (Option<String>, u32),
    ) -> Result<Vec<LedgerImport>, Error> {
        ensure(caller, Operation::ImportLedger, None)?;
        let list =
            move |c: &mut Connection| Ok::<_, Error>(ledgers::list(c, before.as_deref(), i64::from(limit))?);
        self.store.read(list).await?.into_iter().map(|row| self.ledger_view(row)).collect()
    }

    pub(crate) fn ledger_view(&self, row: LedgerImportRow) -> Result<LedgerImport, Error> {
        let wrong = |what: &str| StorageError::Inconsistent {
            table: "ledger_imports",
            key: row.id.clone(),
            what: format!("{what} cannot be"),
        };
        let summary: Summary = serde_json::from_str(&row.summary).map_err(|_| wrong("the summary"))?;
        let user = |id: &str| id.parse().map(UserId).map_err(|_| wrong("the person"));
        let instant = |at: i64| DateTime::from_timestamp_micros(at).ok_or_else(|| wrong("the instant"));
        let done_rows = self.ledger_progress.done(&row.id);
        let made_at = instant(row.made_at)?;
        let kept_until = waits_until(office_date(made_at));
        let state = match (row.state == ledgers::COMMITTED, done_rows) {
            (true, _) => LedgerState::Committed,
            (false, Some(_)) => LedgerState::Committing,
            (false, None) if self.clock.today() > kept_until => LedgerState::Expired,
            (false, None) => LedgerState::Checked,
        };
        Ok(LedgerImport {
            state,
            made_by: user(&row.made_by)?,
            made_at,
            kept_until,
            good_rows: row.good,
            rejected_rows: row.rejected,
            done_rows: done_rows.filter(|_| state == LedgerState::Committing),
            file: summary.file,
            years: summary.years,
            findings: summary.findings,
            findings_count: summary.findings_count,
            warnings: summary.warnings,
            warnings_count: summary.warnings_count,
            committed_by: row.committed_by.as_deref().map(user).transpose()?,
            committed_at: row.committed_at.map(instant).transpose()?,
            id: row.id,
        })
    }
}

impl Incoming {
    /// Takes a row in. `number_column` says where its case number stands. Blocks: not for async code.
    ///
    /// # Errors
    /// That the database does not answer.
    pub fn push(&mut self, row: ReadRow, number_column: Option<String>) -> Result<(), Error> {
        self.number_column = number_column;
        self.waiting.push(row);
        if self.waiting.len() >= PAGE_ROWS { self.check() } else { Ok(()) }
    }

    /// Takes in what is left, and what was found beside the rows. Blocks: not for async code.
    ///
    /// # Errors
    /// That the database does not answer.
    pub fn close(mut self, file: LedgerFile) -> Result<Incoming, Error> {
        self.check()?;
        let (good, rejected) = (std::mem::take(&mut self.good), std::mem::take(&mut self.rejected));
        self.write(GOOD, &good)?;
        self.write(REJECTED, &rejected)?;
        self.warn_of_no_amounts(&file);
        self.summary.file = file;
        ledgers::CHECKED.clone_into(&mut self.row.state);
        self.row.summary =
            serde_json::to_string(&self.summary).map_err(|error| Error::Broken(error.to_string()))?;
        Ok(self)
    }

    /// Drops everything that came in. Blocks: not for async code.
    ///
    /// # Errors
    /// That the database does not answer.
    pub fn drop_rows(self) -> Result<(), Error> {
        let id = self.row.id;
        self.register
            .store
            .write_blocking(move |tx: &mut Tx| Ok::<_, Error>(ledgers::discard(tx, &id).map(drop)?))
    }

    /// Holds the waiting rows against each other and against the cases that there are, and puts them where they belong.
    fn check(&mut self) -> Result<(), Error> {
        let waiting = std::mem::take(&mut self.waiting);
        let numbers: Vec<String> =
            waiting.iter().filter_map(|row| row.number.as_deref().map(comparable)).collect();
        let taken = move |c: &mut Connection| {
            let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
            Ok::<_, Error>(cases::numbers_written(c, &numbers)?)
        };
        let taken = self.register.store.read_blocking(taken)?;
        for row in waiting {
            self.sort(row, &taken);
        }
        while self.good.len() >= PAGE_ROWS {
            let page: Vec<LedgerRow> = self.good.drain(..PAGE_ROWS).collect();
            self.write(GOOD, &page)?;
        }
        while self.rejected.len() >= PAGE_ROWS {
            let page: Vec<RejectedRow> = self.rejected.drain(..PAGE_ROWS).collect();
            self.write(REJECTED, &page)?;
        }
        Ok(())
    }

    /// A row is good or rejected; of its number everything is said, whatever else is wrong.
    fn sort(&mut self, line: ReadRow, taken: &HashMap<String, String>) {
        let ReadRow { row, cells, number, read } = line;
        let of_number = self.of_number((row, number.as_deref()), taken);
        let findings = match read {
            Ok(read) if of_number.is_empty() => {
                YearTotals::add(&mut self.summary.years, &read);
                let Summary { warnings, warnings_count, .. } = &mut self.summary;
                tell(&read.warnings, (warnings, warnings_count));
                self.deciding += u64::from(read.entry.gives_amount());
                self.good.push(read);
                return;
            }
            Ok(_) => of_number,
            Err(findings) => findings.into_iter().chain(of_number).collect(),
        };
        let Summary { findings: told, findings_count, .. } = &mut self.summary;
        tell(&findings, (told, findings_count));
        self.rejected.push(RejectedRow { row, cells, findings });
    }

    /// Warns first where cases were decided or settled and no column has amounts: they would count as nothing awarded.
    fn warn_of_no_amounts(&mut self, file: &LedgerFile) {
        let has_amounts = file.columns.iter().any(|it| it.column == Some(Column::Amount));
        if !has_amounts && self.deciding > 0 {
            let Summary { warnings, warnings_count, .. } = &mut self.summary;
            warnings.insert(0, LedgerFinding::file("no_amount_column", no_amount_column(self.deciding)));
            warnings.truncate(FINDINGS_MAX);
            *warnings_count += 1;
        }
    }

    /// What is wrong with the number of a row: a case has it, or a row before.
    fn of_number(
        &mut self,
        (row, number): (u32, Option<&str>),
        taken: &HashMap<String, String>,
    ) -> Vec<LedgerFinding> {
        let Some(number) = number.map(comparable) else { return Vec::new() };
        let taken = taken.get(&number).map(|written| ("number_taken", number_taken(written)));
        let first = *self.seen.entry(number).or_insert(row);
        let twice = (first != row).then(|| ("number_twice", number_twice(first)));
        let at = |(code, text)| LedgerFinding::at(row, self.number_column.clone(), code, text);
        taken.into_iter().chain(twice).map(at).collect()
    }

    fn write<T: Serialize>(&mut self, kind: &str, rows: &[T]) -> Result<(), Error> {
        if rows.is_empty() {
            return Ok(());
        }
        self.pages += 1;
        let page: LedgerPageRow = self.register.sealed_page((&self.row.id, self.pages), kind, rows)?;
        let total = if kind == GOOD { &mut self.row.good } else { &mut self.row.rejected };
        *total = total.saturating_add(page.row_count);
        self.register
            .store
            .write_blocking(move |tx: &mut Tx| Ok::<_, Error>(ledgers::append_page(tx, &page)?))
    }
}

fn no_amount_column(cases: u64) -> Words {
    words(
        format!(
            "没有识别到“裁决调解金额”列，{cases}件裁决、调解结案的案件将没有金额；如台账里有这一列，请在导入时指明（columns，如P:amount）"
        ),
        format!(
            "no column of amounts awarded or agreed was found, so {cases} cases closed by award or mediation will have \
             none; if the ledger has one, say which (columns, as P:amount)"
        ),
    )
}

fn number_taken(written: &str) -> Words {
    words(format!("案号已被另一案件使用：{written}"), format!("another case has this number: {written}"))
}

fn number_twice(first: u32) -> Words {
    words(
        format!("案号在本台账中重复：与第{first}行相同"),
        format!("the number stands in this ledger twice: row {first} has it too"),
    )
}

/// Adds what there is room for, and counts all.
fn tell(new: &[LedgerFinding], (told, count): (&mut Vec<LedgerFinding>, &mut u64)) {
    *count += u64::try_from(new.len()).unwrap_or(u64::MAX);
    let room = FINDINGS_MAX.saturating_sub(told.len());
    told.extend(new.iter().take(room).cloned());
}
