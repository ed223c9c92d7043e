//! How the keys stand (密钥状态): what each does, and how much needs it. Not here: changing them (`key_rotation`).

use std::collections::{BTreeMap, BTreeSet};

use crate::app::error::Error;
use crate::app::key_use;
use crate::app::register::Register;
use crate::app::tokens;
use crate::storage::Connection;
use crate::storage::{file_keys, idempotency as answers, ledgers, search, signing_keys, vault};

/// What a key is for, as a person asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// 主密钥: seals.
    Master,
    /// 检索密钥: makes the digests by which people are found.
    Index,
}

/// How a key stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyStanding {
    /// Its id.
    pub id: String,
    /// What it is for.
    pub kind: KeyKind,
    /// What it does.
    pub part: KeyPart,
    /// How many vault rows, signing keys, kept answers and other values need it.
    pub uses: u64,
    /// Whether the key file has it.
    pub in_file: bool,
}

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyPart {
    /// It seals, or indexes, what is written now.
    InUse,
    /// It is in the file, to be copied to other instances, and will be the next.
    Spare,
    /// It only opens what it sealed.
    Older,
}

impl Register {
    /// How every key of the file and of the database stands. Blocks: not for async code.
    ///
    /// # Errors
    /// That the database does not answer.
    pub fn key_standings(&self) -> Result<Vec<KeyStanding>, Error> {
        let file = self.vault.keyring().current();
        let in_file = |kind| match kind {
            KeyKind::Master => file.masters().map(|key| key.id.clone()).collect(),
            KeyKind::Index => file.indexes.iter().map(|key| key.id.clone()).collect::<Vec<_>>(),
        };
        let (masters, indexes) = (in_file(KeyKind::Master), in_file(KeyKind::Index));
        let known = masters.clone();
        let (rows, uses) = self.store.snapshot_blocking(move |c: &mut Connection| {
            let rows = file_keys::all(c)?;
            let masters = rows.iter().filter(|row| row.kind != file_keys::INDEX).map(|row| row.id.clone());
            let uses = uses(c, &masters.chain(known).collect())?;
            Ok::<_, Error>((rows, uses))
        })?;
        let is_spare = |id: &String| rows.iter().any(|row| row.id == *id && row.kind == file_keys::SPARE);
        let standing = |kind: KeyKind, file: &[String], id: String| {
            let part = match file.first() {
                Some(newest) if *newest == id => KeyPart::InUse,
                _ if is_spare(&id) && file.contains(&id) => KeyPart::Spare,
                _ => KeyPart::Older,
            };
            KeyStanding { kind, part, uses: uses.of(kind, &id), in_file: file.contains(&id), id }
        };
        let of = |kind: KeyKind, file: &[String], used: &BTreeMap<String, u64>| -> Vec<KeyStanding> {
            let is_kind =
                |row: &&file_keys::FileKeyRow| (row.kind == file_keys::INDEX) == (kind == KeyKind::Index);
            let others = rows.iter().filter(is_kind).map(|row| row.id.clone()).chain(used.keys().cloned());
            let others: BTreeSet<String> = others.filter(|id| !file.contains(id)).collect();
            file.iter().cloned().chain(others).map(|id| standing(kind, file, id)).collect()
        };
        let mut all = of(KeyKind::Master, &masters, &uses.masters);
        all.extend(of(KeyKind::Index, &indexes, &uses.indexes));
        Ok(all)
    }

    /// Whether anything is under another master key than the newest.
    pub(crate) fn is_something_left(&self) -> Result<bool, Error> {
        let older = |key: &KeyStanding| key.kind == KeyKind::Master && key.part != KeyPart::InUse;
        Ok(self.key_standings()?.iter().any(|key| older(key) && key.uses > 0))
    }
}

/// How often each key is needed.
pub(crate) struct Uses {
    masters: BTreeMap<String, u64>,
    indexes: BTreeMap<String, u64>,
}

impl Uses {
    pub(crate) fn of(&self, kind: KeyKind, id: &str) -> u64 {
        let counts = match kind {
            KeyKind::Master => &self.masters,
            KeyKind::Index => &self.indexes,
        };
        counts.get(id).copied().unwrap_or(0)
    }
}

/// Everything that a master key sealed or that an index key made; of kept answers, those of the masters asked for.
pub(crate) fn uses(c: &mut Connection, asked: &BTreeSet<String>) -> Result<Uses, Error> {
    let mut uses = Uses { masters: BTreeMap::new(), indexes: BTreeMap::new() };
    let mut count = |id: String, rows: i64| {
        if rows > 0 {
            *uses.masters.entry(id).or_default() += u64::try_from(rows).unwrap_or_default();
        }
    };
    for (id, rows) in vault::count_by_key(c)?.into_iter().chain(ledgers::count_by_key(c)?) {
        count(id, rows);
    }
    for row in signing_keys::all(c)? {
        count(tokens::sealed_by(&row).unwrap_or_default().to_owned(), 1);
    }
    for id in asked {
        count(id.clone(), answers::count_sealed_by(c, id)?);
    }
    if let Some(id) = key_use::checked_by(c)? {
        count(id, 1);
    }
    for (id, rows) in vault::count_by_index_key(c)?.into_iter().chain(search::count_by_key(c)?) {
        *uses.indexes.entry(id).or_default() += u64::try_from(rows).unwrap_or_default();
    }
    Ok(uses)
}
