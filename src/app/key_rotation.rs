//! Changing the keys (密钥轮换): a new key comes into the key file, everything is sealed again with it, in small pages,
//! and a key that nothing needs any more is retired. Each step can be broken off at any point and goes on when it is
//! asked for again, and others may work meanwhile. The dockets are not touched: an entry has the id of a vault row and
//! a digest that does not depend on the key.
//! Not here: the file (`key_file`), how the keys stand (`key_standing`), and how running programs learn of a change of it (`keys`).

use std::collections::BTreeSet;

use serde_json::json;

use crate::app::audit::{self, AuditEntry, AuditEvent};
use crate::app::error::Error;
use crate::app::key_file::{Key, Keys};
use crate::app::key_standing::{KeyPart, KeyStanding, uses};
use crate::app::key_use::{self, key_row};
use crate::app::keys::KeyError;
use crate::app::register::Register;
use crate::app::{idempotency, tokens};
use crate::domain::id::VaultId;
use crate::storage::vault::Resealed;
use crate::storage::{Connection, StorageError, Tx};
use crate::storage::{file_keys, idempotency as answers, signing_keys, vault};

/// How many rows are sealed again in one transaction.
const PAGE_ROWS: i64 = 200;

/// What was sealed again, or indexed again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rotated {
    /// The key that is used now.
    pub key: String,
    /// Vault rows, or people who were indexed.
    pub rows: u64,
    /// Keys that sign access tokens.
    pub signing_keys: u64,
    /// Answers kept for repetition.
    pub answers: u64,
    /// The value by which a program sees that its key file belongs to the database: one, when it was sealed again.
    pub checks: u64,
    /// What could not be opened, and so keeps its key from being retired; the check names it too.
    pub altered: Vec<String>,
}

impl Register {
    /// Puts a master key into the file that seals nothing yet, so that the file can be copied to other instances before
    /// anything needs the key. Gives its id. Blocks: not for async code.
    ///
    /// # Errors
    /// A key file that cannot be changed; that the database does not answer.
    pub fn prepare_key(&self) -> Result<String, Error> {
        let key = Key::new();
        self.register_key(&key, file_keys::SPARE)?;
        let id = key.id.clone();
        self.change_file(move |_, keys| {
            keys.older.push(key);
            Ok(true)
        })?;
        Ok(id)
    }

    /// Seals everything again with a new key; or, when something is left under an older key, goes on with that. Says
    /// after each page how many rows there were so far. Blocks: not for async code.
    ///
    /// # Errors
    /// A key that is not in the file, by its id; a key file that cannot be changed; that the database does not answer.
    pub fn rotate_master(&self, mut said: impl FnMut(u64)) -> Result<Rotated, Error> {
        if self.is_something_left()? {
            let (rotated, is_whole) = self.reseal_everything(&mut said)?;
            // What does not open keeps its key for ever, and must not keep others from being changed.
            if !is_whole {
                return Ok(rotated);
            }
        }
        self.begin_master()?;
        Ok(self.reseal_everything(&mut said)?.0)
    }

    /// Indexes everybody by a new key; or, when that was broken off, goes on with it. Blocks: not for async code.
    ///
    /// # Errors
    /// As [`Register::rotate_master`].
    pub fn rotate_index(&self) -> Result<Rotated, Error> {
        let keys = self.vault.keyring().current();
        let newest = keys.indexes.first().map(|key| key.id.clone());
        if self.store.read_blocking(|c: &mut Connection| key_use::indexed_by(c))? == newest {
            let key = Key::new();
            self.register_key(&key, file_keys::INDEX)?;
            self.change_file(move |tx, keys| {
                if keys.indexes.first().map(|key| &key.id) == newest.as_ref() {
                    keys.indexes.insert(0, key);
                }
                key_use::begin_index(tx, keys)?;
                Ok(true)
            })?;
        } else {
            self.change_file(|tx, keys| key_use::begin_index(tx, keys).map(|()| false))?;
        }
        let rows = self.index_people_if_unfinished()?;
        let key =
            self.vault.keyring().current().indexes.first().map(|key| key.id.clone()).unwrap_or_default();
        let entry = self.key_entry(AuditEvent::Resealed, json!({ "index_key": key, "rows": rows }));
        self.store.write_blocking(move |tx| audit::record(tx, &entry))?;
        Ok(Rotated { key, rows, ..Rotated::default() })
    }

    /// Retires every key that nothing needs, here and in the file; spares stay. Gives their ids. Backups from before
    /// a rotation still need their keys: the file is to be kept with them. Blocks: not for async code.
    ///
    /// # Errors
    /// A key file that cannot be changed; that the database does not answer.
    pub fn retire_keys(&self) -> Result<Vec<String>, Error> {
        let standings = self.key_standings()?;
        let unneeded = standings.into_iter().filter(|key| key.part == KeyPart::Older && key.uses == 0);
        let mut retired = Vec::new();
        for KeyStanding { id, kind, .. } in unneeded {
            let entry = self.key_entry(AuditEvent::KeyRetired, json!({ "key": id }));
            let retire = id.clone();
            let done = self.store.write_blocking(move |tx: &mut Tx| {
                key_use::take_turn(tx)?;
                // Whoever writes with it just now is waited for, and then counted.
                file_keys::take(tx, &retire)?;
                if uses(tx, &BTreeSet::from([retire.clone()]))?.of(kind, &retire) > 0 {
                    return Ok::<_, Error>(false);
                }
                file_keys::remove(tx, &retire)?;
                audit::record(tx, &entry)?;
                Ok(true)
            })?;
            if done {
                retired.push(id);
            }
        }
        let gone = retired.clone();
        self.change_file(move |_, keys| {
            keys.older.retain(|key| !gone.contains(&key.id));
            let newest = keys.indexes.first().map(|key| key.id.clone());
            keys.indexes.retain(|key| Some(&key.id) == newest.as_ref() || !gone.contains(&key.id));
            Ok(!gone.is_empty())
        })?;
        Ok(retired)
    }

    /// Puts a key at the head of the file: the spare, else a new one.
    fn begin_master(&self) -> Result<(), Error> {
        let seen = self.vault.keyring().current();
        let standings = self.key_standings()?;
        let spare = standings.iter().find(|key| key.part == KeyPart::Spare);
        let key = spare.and_then(|key| seen.master(&key.id)).cloned().unwrap_or_else(Key::new);
        // First the row and then the file: a program that finds the key in the file may use it.
        self.register_key(&key, file_keys::MASTER)?;
        self.change_file(move |_, keys| {
            if keys.newest != seen.newest {
                // Somebody else began meanwhile.
                return Ok(false);
            }
            keys.older.retain(|older| older.id != key.id);
            keys.older.insert(0, std::mem::replace(&mut keys.newest, key));
            Ok(true)
        })
    }

    /// Seals with the newest key whatever is under another one, and says whether there was nothing to do.
    fn reseal_everything(&self, said: &mut impl FnMut(u64)) -> Result<(Rotated, bool), Error> {
        let key = self.vault.keyring().current().newest.id.clone();
        let mut rotated = Rotated { key: key.clone(), ..Rotated::default() };
        self.reseal_vault(&mut rotated, said)?;
        self.reseal_ledgers(&mut rotated, said)?;
        self.reseal_signing_keys(&mut rotated)?;
        self.reseal_answers(&mut rotated)?;
        let Rotated { rows, signing_keys, answers, .. } = rotated;
        let checked_by = self.store.read_blocking(|c: &mut Connection| key_use::checked_by(c))?;
        if rows + signing_keys + answers == 0 && checked_by.as_ref() == Some(&key) {
            return Ok((rotated, true));
        }
        let check = key_use::check(self.vault.keyring())?;
        let body = json!({ "key": key, "rows": rows, "signing_keys": signing_keys, "answers": answers });
        let entry = self.key_entry(AuditEvent::Resealed, body);
        self.store.write_blocking(move |tx| {
            file_keys::hold(tx, &[&key])?;
            key_use::set_check(tx, &check)?;
            audit::record(tx, &entry)
        })?;
        rotated.checks = 1;
        Ok((rotated, false))
    }

    fn reseal_vault(&self, rotated: &mut Rotated, said: &mut impl FnMut(u64)) -> Result<(), Error> {
        let mut after = String::new();
        loop {
            let (key, from) = (rotated.key.clone(), after.clone());
            let page = self
                .store
                .read_blocking(|c| Ok::<_, Error>(vault::not_sealed_by(c, &key, &from, PAGE_ROWS)?))?;
            let Some(last) = page.last() else { return Ok(()) };
            after.clone_from(&last.id);
            let mut resealed = Vec::with_capacity(page.len());
            for row in page {
                let id = row.id.parse().map(VaultId).map_err(|_| no_uuid(&row.id))?;
                match self.vault.reseal(id, &row.key_id, &row.sealed) {
                    Ok(new) => resealed.push(Resealed {
                        id: row.id,
                        old_key_id: row.key_id,
                        key_id: new.key_id,
                        sealed: new.bytes,
                    }),
                    Err(error) if matches!(error.source, KeyError::Altered) => {
                        rotated.altered.push(error.to_string());
                    }
                    Err(error) => return Err(error.into()),
                }
            }
            rotated.rows += self.store.write_blocking(move |tx: &mut Tx| {
                file_keys::hold(tx, &[&key])?;
                let mut done = 0;
                for new in &resealed {
                    done += u64::from(vault::reseal(tx, new)?);
                }
                Ok::<_, Error>(done)
            })?;
            said(rotated.rows);
        }
    }

    fn reseal_signing_keys(&self, rotated: &mut Rotated) -> Result<(), Error> {
        let rows = self.store.read_blocking(|c| Ok::<_, Error>(signing_keys::all(c)?))?;
        let older = rows.into_iter().filter(|row| tokens::sealed_by(row) != Some(rotated.key.as_str()));
        let resealed = older
            .map(|row| Ok((tokens::resealed(self.vault.keyring(), &row)?, row)))
            .collect::<Result<Vec<_>, Error>>()?;
        rotated.signing_keys += u64::try_from(resealed.len()).unwrap_or(u64::MAX);
        let key = rotated.key.clone();
        self.store.write_blocking(move |tx: &mut Tx| {
            file_keys::hold(tx, &[&key])?;
            Ok(resealed.iter().try_for_each(|(sealed, row)| signing_keys::reseal(tx, row, sealed))?)
        })
    }

    fn reseal_answers(&self, rotated: &mut Rotated) -> Result<(), Error> {
        let mut after = (String::new(), String::new());
        loop {
            let (key, from) = (rotated.key.clone(), after.clone());
            let page = self.store.read_blocking(|c| {
                Ok::<_, Error>(answers::not_sealed_by(c, &key, (&from.0, &from.1), PAGE_ROWS)?)
            })?;
            let Some(last) = page.last() else { return Ok(()) };
            after = (last.actor_id.clone(), last.key.clone());
            let mut resealed = Vec::with_capacity(page.len());
            for row in page {
                match idempotency::resealed(self.vault.keyring(), &row) {
                    Ok(fingerprint) => resealed.push((row, fingerprint)),
                    Err(KeyError::Altered) => {
                        rotated.altered.push(format!(
                            "idempotency {} {}: {}",
                            row.actor_id,
                            row.key,
                            KeyError::Altered
                        ));
                    }
                    Err(error) => return Err(error.into()),
                }
            }
            rotated.answers += u64::try_from(resealed.len()).unwrap_or(u64::MAX);
            self.store.write_blocking(move |tx: &mut Tx| {
                file_keys::hold(tx, &[&key])?;
                Ok::<_, Error>(resealed.iter().try_for_each(|(row, new)| answers::reseal(tx, row, new))?)
            })?;
        }
    }

    /// Lets a key be used, before the file has it: a key that is never put into the file does no harm.
    fn register_key(&self, key: &Key, kind: &'static str) -> Result<(), Error> {
        let row = key_row(key, kind, self.clock.now());
        let entry = self.key_entry(AuditEvent::KeyAdded, json!({ "key": key.id, "kind": kind }));
        self.store.write_blocking(move |tx| {
            file_keys::put(tx, &row)?;
            audit::record(tx, &entry)
        })
    }

    /// Changes the file as it is now, while nobody else does; `change` says whether it changed anything.
    fn change_file(
        &self,
        change: impl FnOnce(&mut Tx, &mut Keys) -> Result<bool, Error> + Send + 'static,
    ) -> Result<(), Error> {
        let path = self.vault.keyring().path().to_path_buf();
        self.store.write_blocking(move |tx: &mut Tx| {
            key_use::take_turn(tx)?;
            let mut keys = Keys::read(&path)?;
            if change(tx, &mut keys)? {
                keys.replace(&path)?;
            }
            Ok(())
        })
    }

    fn key_entry(&self, event: AuditEvent, body: serde_json::Value) -> AuditEntry {
        AuditEntry { event, at: self.clock.now(), actor: None, case: None, body }
    }
}

fn no_uuid(id: &str) -> StorageError {
    StorageError::Inconsistent { table: "vault", key: id.to_owned(), what: "its id is no UUID".to_owned() }
}
