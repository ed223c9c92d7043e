//! What becomes other in the deadlines of some cases (期限变动), found by comparing and then written: two steps, so that whoever
//! computes many cases anew compares beside the transaction that writes. Not here: reading and listing them (`deadlines`).

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::upsert::excluded;

use super::connection::{Connection, Tx};
use super::deadlines::{DeadlineRow, Key};
use super::error::StorageError;
use super::figure_sql::{Fragment, Value};
use super::schema::deadlines;

/// So many rows travel in one statement; SQLite takes 32,766 values at most.
const CHUNK_ROWS: usize = 500;

/// What has to be written so that what is kept is what was computed. Where a calendar changes much and moves little, that is
/// next to nothing.
#[derive(Debug, Default)]
pub struct DeadlineChanges {
    gone: Vec<DeadlineRow>,
    /// New, or with another day or state.
    other: Vec<DeadlineRow>,
    /// As they were, but provisional no more.
    firm: Vec<DeadlineRow>,
    /// As they were, but provisional now.
    provisional: Vec<DeadlineRow>,
}

impl DeadlineChanges {
    /// Holds the deadlines of some cases, all computed with one calendar, against those that are kept.
    #[must_use]
    pub fn between(kept: &[DeadlineRow], rows: Vec<DeadlineRow>) -> DeadlineChanges {
        let mut left: HashMap<Key<'_>, &DeadlineRow> = kept.iter().map(|row| (row.key(), row)).collect();
        let before: Vec<Option<&DeadlineRow>> = rows.iter().map(|row| left.remove(&row.key())).collect();
        let gone = left.into_values().cloned().collect();
        let mut changes = DeadlineChanges { gone, ..DeadlineChanges::default() };
        for (old, row) in before.into_iter().zip(rows) {
            if old != Some(&row) {
                changes.list(old, &row).push(row);
            }
        }
        changes
    }

    /// Adds what becomes other in other cases.
    pub fn add(&mut self, more: DeadlineChanges) {
        self.gone.extend(more.gone);
        self.other.extend(more.other);
        self.firm.extend(more.firm);
        self.provisional.extend(more.provisional);
    }

    fn list(&mut self, old: Option<&DeadlineRow>, new: &DeadlineRow) -> &mut Vec<DeadlineRow> {
        let is_as_it_was =
            old.is_some_and(|old| *new == DeadlineRow { provisional: new.provisional, ..old.clone() });
        match (is_as_it_was, new.provisional) {
            (false, _) => &mut self.other,
            (true, false) => &mut self.firm,
            (true, true) => &mut self.provisional,
        }
    }

    /// Writes it.
    ///
    /// # Errors
    /// [`StorageError::Refused`] without the case.
    pub fn write(&self, tx: &mut Tx) -> Result<(), StorageError> {
        for row in &self.gone {
            diesel::delete(deadlines::table.find(row.key())).execute(&mut **tx)?;
        }
        upsert(tx, &self.other)?;
        turn(tx, &self.firm, "UPDATE deadlines SET provisional = FALSE")?;
        turn(tx, &self.provisional, "UPDATE deadlines SET provisional = TRUE")
    }
}

fn upsert(tx: &mut Tx, rows: &[DeadlineRow]) -> Result<(), StorageError> {
    use deadlines::{
        anchor, case_id, due_on, met_on, natural_on, owed_by_office, party, provisional, region, rule, state,
        trigger_on,
    };
    for chunk in rows.chunks(CHUNK_ROWS) {
        let insert = diesel::insert_into(deadlines::table).values(chunk);
        let upsert = insert.on_conflict((case_id, rule, anchor, party)).do_update().set((
            region.eq(excluded(region)),
            trigger_on.eq(excluded(trigger_on)),
            natural_on.eq(excluded(natural_on)),
            due_on.eq(excluded(due_on)),
            state.eq(excluded(state)),
            met_on.eq(excluded(met_on)),
            provisional.eq(excluded(provisional)),
            owed_by_office.eq(excluded(owed_by_office)),
        ));
        match &mut **tx {
            Connection::Sqlite(c) => upsert.execute(c)?,
            Connection::Postgres(c) => upsert.execute(c)?,
        };
    }
    Ok(())
}

/// Most of what a notice changes is this one column, in which nothing is indexed: it is written alone, for a fraction of what
/// the whole row costs. The list is joined, because SQLite reads the whole table when it is asked what is in the list.
fn turn(tx: &mut Tx, rows: &[DeadlineRow], update: &'static str) -> Result<(), StorageError> {
    for chunk in rows.chunks(CHUNK_ROWS) {
        let mut out = Fragment::default();
        out.sql(update).sql(" FROM (VALUES ");
        for (index, row) in chunk.iter().enumerate() {
            let text = |text: &str| Value::Text(Some(text.to_owned()));
            let key =
                vec![text(&row.case_id), text(&row.rule), Value::Int(row.anchor), Value::Int(row.party)];
            out.sql(if index > 0 { ", " } else { "" }).values(key);
        }
        out.sql(
            ") AS v WHERE case_id = v.column1 AND rule = v.column2 AND anchor = v.column3 AND party = v.column4",
        );
        out.execute(tx)?;
    }
    Ok(())
}
