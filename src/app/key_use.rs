//! Whether a key file is this database's, and what the database says of its keys: which one seals it, by which one
//! people are found, which may be used at all. Not here: the keys (`keys`), and changing them (`key_rotation`).

use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::app::error::Error;
use crate::app::ids::{hex, unhex};
use crate::app::key_file::{Key, Keys, unusable};
use crate::app::keys::{KeyError, Keyring};
use crate::storage::file_keys::{self, FileKeyRow};
use crate::storage::meta::INDEX_KEY;
use crate::storage::{Connection, Store, Tx, meta};

/// Where the database keeps the value that tells a right key from a wrong one.
const KEY_CHECK: &str = "key_check";
/// What is sealed for that.
const KEY_CHECK_TEXT: &[u8] = b"sikuai key check";
/// Whoever changes the key file of this database has the turn for it, on whatever machine.
const KEY_FILE_TURN: &str = "key_file_turn";
/// What stands before the id of the index key until everybody is indexed.
const INDEXING: &str = "indexing ";

/// Whether the key file was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyFile {
    /// It was.
    Found,
    /// It was made just now: somebody must keep a copy of it.
    Made,
    /// It was, and got a key just now: the copies of it must be made anew.
    Extended,
}

/// The keys of this database. A database that was never sealed gets a new key file where
/// none exists; any other needs exactly the keys that sealed it. Blocks.
///
/// # Errors
/// A file that is missing, unusable, malformed, or not this database's; or the database's own.
pub fn unlock(store: &Store, path: &Path, now: DateTime<Utc>) -> Result<(Keyring, KeyFile), Error> {
    let said: Option<String> = store.read_blocking(|c| Ok::<_, Error>(meta::get(c, KEY_CHECK)?))?;
    let (keyring, file) = if let Some(said) = said {
        if !path.exists() {
            return Err(KeyError::Missing(path.to_path_buf()).into());
        }
        let keyring = Keyring::load(path)?;
        prove(&keyring, &said)?;
        (keyring, KeyFile::Found)
    } else {
        let (keyring, file) = load_or_make(path)?;
        write_first_check(store, check(&keyring)?)?;
        (keyring, file)
    };
    let (keyring, file) = with_index_key(store, keyring, file)?;
    put_to_use(store, &keyring, now)?;
    Ok((keyring, file))
}

/// Whoever changes the key file waits here for the others who do.
pub(crate) fn take_turn(tx: &mut Tx) -> Result<(), Error> {
    Ok(meta::take_turn(tx, KEY_FILE_TURN)?)
}

/// What tells a right key from a wrong one, under the newest.
pub(crate) fn check(keyring: &Keyring) -> Result<String, KeyError> {
    let (key_id, sealed) = keyring.seal(KEY_CHECK.as_bytes(), KEY_CHECK_TEXT)?;
    Ok(format!("{key_id} {}", hex(&sealed)))
}

/// Puts down what tells a right key from a wrong one.
pub(crate) fn set_check(tx: &mut Tx, check: &str) -> Result<(), Error> {
    Ok(meta::set(tx, KEY_CHECK, check)?)
}

/// The master key under which that is.
pub(crate) fn checked_by(c: &mut Connection) -> Result<Option<String>, Error> {
    let check: Option<String> = meta::get(c, KEY_CHECK)?;
    Ok(check.and_then(|check| check.split_once(' ').map(|(id, _)| id.to_owned())))
}

/// Puts down that everybody is to be indexed by the newest index key.
pub(crate) fn begin_index(tx: &mut Tx, keys: &Keys) -> Result<(), Error> {
    let id = keys.indexes.first().map_or("", |key| &key.id);
    Ok(meta::set(tx, INDEX_KEY, &format!("{INDEXING}{id}"))?)
}

/// By which index key everybody is indexed; none while that is under way.
pub(crate) fn indexed_by(c: &mut Connection) -> Result<Option<String>, Error> {
    Ok(meta::get(c, INDEX_KEY)?.filter(|said| !said.starts_with(INDEXING)))
}

/// Puts down that everybody is indexed by a key.
pub(crate) fn finish_index(tx: &mut Tx, id: &str) -> Result<(), Error> {
    take_turn(tx)?;
    match indexed_by(tx)? {
        Some(_) => Ok(()),
        None => Ok(meta::set(tx, INDEX_KEY, id)?),
    }
}

/// The row by which a key may be used.
pub(crate) fn key_row(key: &Key, kind: &str, at: DateTime<Utc>) -> FileKeyRow {
    FileKeyRow { id: key.id.clone(), kind: kind.to_owned(), added_at: at.timestamp_micros() }
}

fn load_or_make(path: &Path) -> Result<(Keyring, KeyFile), KeyError> {
    match Keys::new().make(path) {
        Ok(()) => Ok((Keyring::load(path)?, KeyFile::Made)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Ok((Keyring::load(path)?, KeyFile::Found))
        }
        Err(error) => Err(unusable(path, &error)),
    }
}

fn write_first_check(store: &Store, check: String) -> Result<(), Error> {
    store.write_blocking(move |tx| match meta::get(tx, KEY_CHECK)? {
        None => set_check(tx, &check),
        Some(_) => Err(taken_just_now()),
    })
}

/// Whether these are the keys of the database that says this. A file that lacks the key is another database's, or one
/// of before a rotation.
fn prove(keyring: &Keyring, said: &str) -> Result<(), KeyError> {
    let path = || keyring.path().to_path_buf();
    let wrong = || KeyError::Wrong(path());
    let (key_id, sealed) = said.split_once(' ').ok_or_else(wrong)?;
    if keyring.current().master(key_id).is_none() {
        return Err(KeyError::Outdated { path: path(), id: key_id.to_owned() });
    }
    let sealed = unhex(sealed).ok_or_else(wrong)?;
    let opened = keyring.open(key_id, KEY_CHECK.as_bytes(), &sealed).map_err(|_| wrong())?;
    if opened == KEY_CHECK_TEXT { Ok(()) } else { Err(wrong()) }
}

/// These keys with the index key of this database. A database that has none yet gets the file's, and a file that has
/// none gets one.
fn with_index_key(store: &Store, keyring: Keyring, file: KeyFile) -> Result<(Keyring, KeyFile), Error> {
    let path = keyring.path().to_path_buf();
    let said: Option<String> = store.read_blocking(|c| Ok::<_, Error>(meta::get(c, INDEX_KEY)?))?;
    let Some(said) = said else {
        let file = take_index_key(store, path.clone(), file)?;
        return Ok((Keyring::load(&path)?, file));
    };
    let id = said.strip_prefix(INDEXING).unwrap_or(&said);
    if !keyring.current().indexes.iter().any(|key| key.id == id) {
        return Err(KeyError::Lacks { path, id: id.to_owned() }.into());
    }
    Ok((keyring, file))
}

/// The file is changed only while the database is held, so that of several instances one does it, and the others
/// find what it did.
fn take_index_key(store: &Store, path: PathBuf, file: KeyFile) -> Result<KeyFile, Error> {
    store.write_blocking(move |tx| {
        take_turn(tx)?;
        let mut keys = Keys::read(&path)?;
        if meta::get(tx, INDEX_KEY)?.is_some() {
            return Err(taken_just_now());
        }
        let mut file = file;
        if keys.indexes.is_empty() {
            keys.indexes.push(Key::new());
            keys.replace(&path)?;
            file = KeyFile::Extended;
        }
        begin_index(tx, &keys)?;
        Ok(file)
    })
}

/// Lets the keys that seal and index be used with this database.
fn put_to_use(store: &Store, keyring: &Keyring, at: DateTime<Utc>) -> Result<(), Error> {
    let keys = keyring.current();
    let used = store.read_blocking(|c| Ok::<_, Error>(file_keys::all(c)?))?;
    let index = keys.indexes.first().map(|key| (key, file_keys::INDEX));
    let unused: Vec<FileKeyRow> = [Some((&keys.newest, file_keys::MASTER)), index]
        .into_iter()
        .flatten()
        .map(|(key, kind)| key_row(key, kind, at))
        .filter(|row| used.iter().all(|used| (&used.id, &used.kind) != (&row.id, &row.kind)))
        .collect();
    if unused.is_empty() {
        return Ok(());
    }
    store.write_blocking(move |tx| Ok(unused.iter().try_for_each(|row| file_keys::put(tx, row))?))
}

/// Another instance started for the first time just now; it must have had the same file.
fn taken_just_now() -> Error {
    Error::Broken(
        "另一实例刚刚启用该数据库，请重新启动 another instance took this database into use just now; start again"
            .to_owned(),
    )
}
