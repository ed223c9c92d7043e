//! The rows of a ledger while they wait (暂存): in pages, each sealed under the master key and tied to its place, so that
//! they are as safe as the people of cases. Not here: what becomes of them (`ledger_import`, `ledger_commit`).

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::app::error::Error;
use crate::app::key_rotation::Rotated;
use crate::app::keys::KeyError;
use crate::app::register::Register;
use crate::domain::ledger::LedgerFinding;
use crate::storage::ledgers::{self, LedgerPageRow};
use crate::storage::{Connection, Tx, file_keys};

/// A row that cannot be taken over: as it was written, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectedRow {
    /// Its number as people count it.
    pub row: u32,
    /// Its cells as text, from the first column on.
    pub cells: Vec<String>,
    /// Everything that is wrong with it.
    pub findings: Vec<LedgerFinding>,
}

impl Register {
    /// A page of rows, sealed.
    pub(crate) fn sealed_page<T: Serialize>(
        &self,
        (import_id, no): (&str, i32),
        kind: &str,
        rows: &[T],
    ) -> Result<LedgerPageRow, Error> {
        let text = serde_json::to_vec(rows).map_err(|error| Error::Broken(error.to_string()))?;
        let (key_id, sealed) = self.vault.keyring().seal(&purpose(import_id, no), &text)?;
        let row_count = i32::try_from(rows.len()).map_err(|error| Error::Broken(error.to_string()))?;
        let (import_id, kind) = (import_id.to_owned(), kind.to_owned());
        Ok(LedgerPageRow { import_id, no, kind, row_count, key_id, sealed })
    }

    /// The rows of a page.
    pub(crate) fn opened_page<T: DeserializeOwned>(&self, page: &LedgerPageRow) -> Result<Vec<T>, Error> {
        let purpose = purpose(&page.import_id, page.no);
        let text = self.vault.keyring().open(&page.key_id, &purpose, &page.sealed)?;
        serde_json::from_slice(&text).map_err(|error| Error::Broken(format!("ledger page: {error}")))
    }

    /// Seals every waiting page again that is under another key than the newest.
    pub(crate) fn reseal_ledgers(
        &self,
        rotated: &mut Rotated,
        said: &mut impl FnMut(u64),
    ) -> Result<(), Error> {
        let mut after = (String::new(), 0);
        loop {
            let (key, from) = (rotated.key.clone(), after.clone());
            let next =
                move |c: &mut Connection| Ok::<_, Error>(ledgers::not_sealed_by(c, &key, (&from.0, from.1))?);
            let Some(page) = self.store.read_blocking(next)? else { return Ok(()) };
            after = (page.import_id.clone(), page.no);
            let (keyring, purpose) = (self.vault.keyring(), purpose(&page.import_id, page.no));
            let (key_id, sealed) = match keyring.open(&page.key_id, &purpose, &page.sealed) {
                Ok(text) => keyring.seal(&purpose, &text)?,
                Err(KeyError::Altered) => {
                    let what = format!("ledger page {}/{}: {}", page.import_id, page.no, KeyError::Altered);
                    rotated.altered.push(what);
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            rotated.rows += self.store.write_blocking(move |tx: &mut Tx| {
                file_keys::hold(tx, &[&key_id])?;
                Ok::<_, Error>(u64::from(ledgers::reseal(tx, &page, (&key_id, &sealed))?))
            })?;
            said(rotated.rows);
        }
    }
}

/// Ties a page to its place: moved to another one, it does not open.
fn purpose(import_id: &str, no: i32) -> Vec<u8> {
    format!("ledger:{import_id}:{no}").into_bytes()
}
