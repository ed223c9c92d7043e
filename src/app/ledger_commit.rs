//! Making cases of a ledger (台账入库): all of its good rows in one transaction, or none. Rows are read page by page and
//! written page by page, so memory is bounded however long the ledger is. Whoever asks again is told what came of it.
//! Not here: what a row becomes, which the domain says.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::json;

use crate::app::audit::{self, AuditEntry, AuditEvent};
use crate::app::case_numbers::{self, Imported};
use crate::app::deciding::Desk;
use crate::app::derived::{Derived, write_derived};
use crate::app::docket_rows::{self, Link};
use crate::app::draft::Sealing;
use crate::app::error::Error;
use crate::app::idempotency::{Answer, Asked, IdempotencyKey};
use crate::app::ledger_import::{CREATED, LedgerImport};
use crate::app::permits::{Caller, ensure};
use crate::app::register::{Register, Request};
use crate::app::rows;
use crate::app::search_rows;
use crate::app::vault::Vault;
use crate::domain::act::opening::Opening;
use crate::domain::case::Case;
use crate::domain::docket::{Content, Place};
use crate::domain::ledger::LedgerRow;
use crate::domain::permission::Operation;
use crate::domain::refusal::words;
use crate::storage::cases::CaseRow;
use crate::storage::docket::DocketRow;
use crate::storage::ledgers::{self, GOOD, LedgerCaseRow, LedgerImportRow};
use crate::storage::vault::VaultRow;
use crate::storage::{Tx, cases, docket, vault};

/// What becomes of the rows that were rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rejects {
    /// As long as there are any, nothing is taken over.
    Refuse,
    /// The others are taken over; these wait to be mended.
    LeaveOut,
}

/// The code of what whoever commits a ledger hears while it is being committed.
pub(crate) const BEING_COMMITTED: &str = "being_committed";

/// How far this program is with ledgers that it makes cases of. Cloning is cheap.
#[derive(Debug, Clone, Default)]
pub(crate) struct Progress(Arc<Mutex<HashMap<String, Arc<AtomicU64>>>>);

impl Progress {
    /// How many rows of a ledger are done, while it is worked on.
    pub(crate) fn done(&self, id: &str) -> Option<u64> {
        let running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        running.get(id).map(|done| done.load(Ordering::Relaxed))
    }

    /// Begins to work on a ledger, unless this program does already.
    fn begin(&self, id: &str) -> Result<Working, Error> {
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Entry::Vacant(free) = running.entry(id.to_owned()) else { return Err(being_committed()) };
        let done = Arc::clone(free.insert(Arc::default()));
        Ok(Working { progress: self.clone(), id: id.to_owned(), done })
    }
}

/// A ledger being worked on, from when it is asked for; dropping it ends that, however it came to its end.
struct Working {
    progress: Progress,
    id: String,
    done: Arc<AtomicU64>,
}

impl Drop for Working {
    fn drop(&mut self) {
        self.progress.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
    }
}

/// The rows of some cases, not yet written.
#[derive(Default)]
struct Chunk {
    cases: Vec<CaseRow>,
    entries: Vec<DocketRow>,
    people: Vec<VaultRow>,
    derived: Vec<Derived>,
    told: Vec<Case>,
}

impl Register {
    /// Makes cases of all good rows of a ledger, or of none; of one that was committed before, says so.
    ///
    /// # Errors
    /// [`Error::NotFound`], or that the caller may not; rows that were rejected, and were not said to be left out; a
    /// number that another case got meanwhile; that this program is at it already.
    pub async fn commit_ledger(
        &self,
        caller: &Caller,
        (id, rejects): (String, Rejects),
        key: Option<IdempotencyKey>,
    ) -> Result<Answer<LedgerImport>, Error> {
        ensure(caller, Operation::ImportLedger, None)?;
        let (register, by) = (self.clone(), *caller);
        let asked = key.map(|key| Asked { by: caller.user, key, status: CREATED });
        // It goes with the work, which goes on when whoever asked is gone.
        let working = self.ledger_progress.begin(&id)?;
        let work = move |tx: &mut Tx| {
            let row = ledgers::hold(tx, &id)?.filter(|row| row.state != ledgers::RECEIVING);
            let row = row.ok_or(Error::NotFound)?;
            if row.state != ledgers::COMMITTED {
                register.ensure_kept(&row)?;
                register.commit_rows(tx, &by, (row, rejects), &working)?;
            }
            Ok(id)
        };
        let Answer { given, repeated } = self.answers.once(asked, work).await?;
        Ok(Answer { given: self.ledger(caller, given).await?, repeated })
    }

    fn commit_rows(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        (row, rejects): (LedgerImportRow, Rejects),
        working: &Working,
    ) -> Result<(), Error> {
        if row.rejected > 0 && rejects == Rejects::Refuse {
            return Err(rejected(row.rejected));
        }
        ledgers::plan_as_tables_grow(tx)?;
        working.done.store(0, Ordering::Relaxed);
        let desk = Desk { register: self, book: self.books.in_force_for_writing(tx)? };
        let (mut imported, mut after, mut taken) = (Imported::default(), 0, 0);
        while let Some(page) = ledgers::page_after(tx, (&row.id, GOOD), after)? {
            after = page.no;
            let rows: Vec<LedgerRow> = self.opened_page(&page)?;
            let count = u64::try_from(rows.len()).unwrap_or(u64::MAX);
            let mut chunk = Chunk::default();
            for row in rows {
                imported.note(&self.number_template, &row.entry.number);
                desk.add(tx, caller, row, &mut chunk)?;
            }
            ensure_free(tx, &chunk.cases)?;
            chunk.write(tx, &self.vault, &row.id)?;
            working.done.fetch_add(count, Ordering::Relaxed);
            taken += count;
        }
        if u64::try_from(row.good) != Ok(taken) {
            return Err(Error::Broken(format!(
                "of {} good rows of ledger {} {taken} are kept",
                row.good, row.id
            )));
        }
        imported.go_on(tx, desk.book.region.id)?;
        ledgers::delete_pages(tx, &row.id, GOOD)?;
        let now = self.clock.now();
        let body = json!({ "ledger": row.id, "cases": row.good });
        let (event, actor) = (AuditEvent::LedgerImported, Some(caller.user));
        audit::record(tx, &AuditEntry { event, at: now, actor, case: None, body })?;
        let done = LedgerImportRow {
            state: ledgers::COMMITTED.to_owned(),
            committed_by: Some(caller.user.to_string()),
            committed_at: Some(now.timestamp_micros()),
            ..row
        };
        Ok(ledgers::update(tx, &done)?)
    }
}

impl Desk<'_> {
    /// Adds the case of one row, as its own door would open it.
    fn add(&self, tx: &mut Tx, caller: &Caller, row: LedgerRow, chunk: &mut Chunk) -> Result<(), Error> {
        let id = self.register.ids.case();
        let mut sealing = Sealing::new(self.register, id);
        let opening = sealing.opening(tx, Opening::Ledger(row.entry), None)?;
        let asked = Request { on: row.on, reason: None, acknowledged: Vec::new(), what: () };
        let entry = self.entry(caller.user, None, asked, Content::Act(opening.clone().into_act()));
        let place = Place { id, region: self.book.region.id };
        let case = sealing.settle(opening.open(place, &self.moment(&entry)))?;
        let joined = Link::first().join(&entry)?;
        chunk.cases.push(rows::case_row(&case, &joined, joined.recorded_at)?);
        chunk.entries.push(docket_rows::row(id, &entry, &joined)?);
        chunk.people.extend(sealing.rows);
        chunk.derived.push(Derived::of(&case, &self.book, rows::known_from(&joined)?)?);
        chunk.told.push(case);
        Ok(())
    }
}

impl Chunk {
    fn write(self, tx: &mut Tx, sealing: &Vault, ledger: &str) -> Result<(), Error> {
        cases::insert_many(tx, &self.cases).map_err(Error::from).map_err(case_numbers::or_taken)?;
        let of_ledger =
            |case: &CaseRow| LedgerCaseRow { import_id: ledger.to_owned(), case_id: case.id.clone() };
        ledgers::insert_cases(tx, &self.cases.iter().map(of_ledger).collect::<Vec<_>>())?;
        vault::insert_many(tx, &self.people)?;
        search_rows::write(tx, sealing, &self.told.iter().collect::<Vec<_>>())?;
        docket::append_many(tx, &self.entries)?;
        write_derived(tx, self.derived)
    }
}

/// Another case may have got a number since the ledger was checked.
fn ensure_free(tx: &mut Tx, rows: &[CaseRow]) -> Result<(), Error> {
    let keys: Vec<&str> = rows.iter().filter_map(|row| row.number_key.as_deref()).collect();
    let taken = cases::numbers_taken(tx, &keys)?;
    if taken.is_empty() {
        return Ok(());
    }
    let is_taken = |row: &&CaseRow| row.number_key.as_ref().is_some_and(|key| taken.contains(key));
    let numbers = rows.iter().filter(is_taken).filter_map(|row| row.number.as_deref());
    let list = numbers.collect::<Vec<_>>().join("、");
    let words = words(
        format!("核对之后，下列案号已被其他案件使用，没有入库：{list}"),
        format!(
            "other cases got these numbers since the ledger was checked, so nothing was taken over: {list}"
        ),
    );
    Err(Error::Conflict { code: "numbers_taken_since", words })
}

fn being_committed() -> Error {
    let words = words(
        "该台账正在入库，不必再次提交；进度和结果见该台账",
        "this ledger is being committed already; it tells how far it is, and what came of it",
    );
    Error::Conflict { code: BEING_COMMITTED, words }
}

fn rejected(rows: i32) -> Error {
    Error::Conflict {
        code: "rows_were_rejected",
        words: words(
            format!("有{rows}行不能入库；请更正后重新导入，或选择只把没有问题的入库"),
            format!(
                "{rows} rows were rejected; mend them and bring the ledger again, or say that they are left out"
            ),
        ),
    }
}
