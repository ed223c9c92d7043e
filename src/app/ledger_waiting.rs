//! What waits of a ledger (台账暂存): who is shown rejected rows, in the clear and put down as such; for how long rows are
//! kept; and that it is put down when they are dropped. Not here: how they come in (`ledger_import`) and become cases
//! (`ledger_commit`).

use chrono::{DateTime, Days, TimeDelta};
use serde_json::json;

use crate::app::audit::{self, AuditEntry, AuditEvent};
use crate::app::audit_details::{ASKED, BROKEN_OFF, EXPIRED};
use crate::app::clock::{office_date, office_midnight};
use crate::app::error::Error;
use crate::app::ledger_import::LedgerImport;
use crate::app::ledger_pages::RejectedRow;
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::app::unmasking::Shown;
use crate::domain::id::UserId;
use crate::domain::ledger::{WAITING_DAYS, waits_until};
use crate::domain::permission::Operation;
use crate::domain::refusal::words;
use crate::storage::ledgers::{self, LedgerImportRow, REJECTED};
use crate::storage::{Connection, StorageError, Tx};

/// What was coming in for so long was broken off.
const BROKEN_OFF_AFTER: TimeDelta = TimeDelta::hours(24);
/// So many ledgers are dropped in one transaction: each has up to a thousand pages.
const DROPPED_MAX: i64 = 20;

/// What there is to be dropped of a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Droppable {
    /// All of it: no case was made.
    Ledger,
    /// The rows that were rejected: the others are cases.
    Rejected,
}

impl Droppable {
    fn of(row: &LedgerImportRow) -> Droppable {
        if row.state == ledgers::COMMITTED { Droppable::Rejected } else { Droppable::Ledger }
    }
}

/// The rows of a ledger that were rejected, for somebody who was put down as having seen them.
pub struct RejectedRows {
    register: Register,
    id: String,
    after: i32,
    left: usize,
}

impl Register {
    /// The rejected rows of a ledger, as they were written: they may hold anybody's data, so that they were shown is put down
    /// before the first is read.
    ///
    /// # Errors
    /// [`Error::NotFound`], or that the caller may not; that they are kept no longer.
    pub async fn rejected_rows(
        &self,
        caller: &Caller,
        ledger: &LedgerImport,
        reason: Option<String>,
    ) -> Result<RejectedRows, Error> {
        ensure(caller, Operation::ImportLedger, None)?;
        let (register, by, id) = (self.clone(), caller.user, ledger.id.clone());
        let show = move |tx: &mut Tx| {
            let row = ledgers::hold(tx, &id)?.filter(|row| row.state != ledgers::RECEIVING);
            let row = row.ok_or(Error::NotFound)?;
            register.ensure_kept(&row)?;
            if row.rejected > 0 {
                ledgers::page_after(tx, (&id, REJECTED), 0)?.ok_or_else(dropped)?;
                let ledger = id.parse().map_err(|_| Error::NotFound)?;
                let body = Shown::ledger(ledger, reason).body()?;
                let (event, at) = (AuditEvent::PersonalDataShown, register.clock.now());
                audit::record(tx, &AuditEntry { event, at, actor: Some(by), case: None, body })?;
            }
            Ok::<_, Error>(row.rejected)
        };
        let left = usize::try_from(self.store.write(show).await?).unwrap_or_default();
        Ok(RejectedRows { register: self.clone(), id: ledger.id.clone(), after: 0, left })
    }

    /// Drops a ledger that was not committed, with all its rows; of one that was, the rows that were rejected. Where nothing
    /// is there to be dropped, nothing is put down.
    ///
    /// # Errors
    /// [`Error::NotFound`], or that the caller may not; that it was committed since the caller saw what they would drop.
    pub async fn discard_ledger(
        &self,
        caller: &Caller,
        id: String,
        seen: Option<Droppable>,
    ) -> Result<(), Error> {
        ensure(caller, Operation::ImportLedger, None)?;
        let (register, by) = (self.clone(), caller.user);
        let work = move |tx: &mut Tx| {
            let row = ledgers::hold(tx, &id)?.ok_or(Error::NotFound)?;
            if seen.is_some_and(|seen| seen != Droppable::of(&row)) {
                return Err(committed_since());
            }
            if ledgers::discard(tx, &id)? {
                register.put_down_dropped(tx, (&row, ASKED), Some(by))?;
            }
            Ok(())
        };
        self.store.write(work).await
    }

    /// Whether the rows of a ledger are still kept.
    pub(crate) fn ensure_kept(&self, row: &LedgerImportRow) -> Result<(), Error> {
        let made_at =
            DateTime::from_timestamp_micros(row.made_at).ok_or_else(|| StorageError::Inconsistent {
                table: "ledger_imports",
                key: row.id.clone(),
                what: "the instant cannot be".to_owned(),
            })?;
        let until = waits_until(office_date(made_at));
        if self.clock.today() <= until {
            return Ok(());
        }
        Err(Error::Conflict {
            code: "ledger_expired",
            words: words(
                format!("该台账的暂存已于{until}到期清除，请重新导入"),
                format!("the rows of this ledger were kept until {until}; bring it again"),
            ),
        })
    }

    /// Drops the rows of some ledgers that nobody waits for any more: what was broken off, and what is past its term. Says
    /// whether there may be others.
    pub(crate) fn drop_old_ledgers(&self, tx: &mut Tx) -> Result<bool, Error> {
        let broken_off = (self.clock.now() - BROKEN_OFF_AFTER).timestamp_micros();
        let first_kept = self.clock.today().checked_sub_days(Days::new(WAITING_DAYS)).unwrap_or_default();
        let brought = office_midnight(first_kept).timestamp_micros();
        let over = ledgers::over(tx, (broken_off, brought), DROPPED_MAX)?;
        for listed in &over {
            // Whoever commits it holds it: after that it is another ledger than was listed.
            let held = ledgers::hold(tx, &listed.id)?;
            let Some(row) = &held.filter(|row| row.state == listed.state) else { continue };
            let why = if row.state == ledgers::RECEIVING {
                ledgers::discard(tx, &row.id)?;
                BROKEN_OFF
            } else {
                ledgers::delete_all_pages(tx, &row.id)?;
                EXPIRED
            };
            self.put_down_dropped(tx, (row, why), None)?;
        }
        Ok(over.len() >= usize::try_from(DROPPED_MAX).unwrap_or(usize::MAX))
    }

    fn put_down_dropped(
        &self,
        tx: &mut Tx,
        (row, why): (&LedgerImportRow, &str),
        actor: Option<UserId>,
    ) -> Result<(), Error> {
        let body = json!({ "ledger": row.id, "state": row.state, "good": row.good,
            "rejected": row.rejected, "why": why });
        let (event, at) = (AuditEvent::LedgerDropped, self.clock.now());
        audit::record(tx, &AuditEntry { event, at, actor, case: None, body })
    }
}

impl RejectedRows {
    /// The next rows; none when there are no more. Blocks: not for async code.
    ///
    /// # Errors
    /// That a page does not open, or that rows were dropped meanwhile: whoever reads is not to take a part for the whole.
    pub fn next_page(&mut self) -> Result<Option<Vec<RejectedRow>>, Error> {
        let (id, after) = (self.id.clone(), self.after);
        let next = move |c: &mut Connection| Ok::<_, Error>(ledgers::page_after(c, (&id, REJECTED), after)?);
        let Some(page) = self.register.store.read_blocking(next)? else {
            let whole = (self.left == 0).then_some(None);
            return whole
                .ok_or_else(|| Error::Broken("rejected rows were dropped while they were read".to_owned()));
        };
        let rows: Vec<RejectedRow> = self.register.opened_page(&page)?;
        (self.after, self.left) = (page.no, self.left.saturating_sub(rows.len()));
        Ok(Some(rows))
    }
}

fn committed_since() -> Error {
    let words = words(
        "该台账已经入库，没有清除；不能入库的行不再需要的，请在现在的页面上清除",
        "it was committed meanwhile and nothing was dropped; rejected rows that nobody needs can be dropped from the page as it is now",
    );
    Error::Conflict { code: "ledger_committed", words }
}

fn dropped() -> Error {
    let words = words("不能入库的行已清除", "the rejected rows were dropped");
    Error::Conflict { code: "rows_dropped", words }
}
