//! The key file (密钥文件): the keys as they lie on disk, outside the database, for its owner alone. A change takes
//! the place of the whole file at once, so that at every moment either the old or the new one is there.
//! Not here: what is sealed with the keys, and when they change (`keys`).
//!
//! One key a line: a word for its kind, an id, 32 bytes in hexadecimal. A master key has no word; the first one seals
//! and the others only open. `index` keys make the digests by which people are found again, the newest first.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::app::ids::{hex, random, unhex};
use crate::app::keys::KeyError;

pub(crate) const KEY_BYTES: usize = 32;
const ID_BYTES: usize = 8;
const INDEX: &str = "index";

/// One key. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) id: String,
    pub(crate) bytes: [u8; KEY_BYTES],
}

impl Key {
    /// A key that nobody has.
    pub(crate) fn new() -> Key {
        Key { id: hex(&random::<ID_BYTES>()), bytes: random() }
    }

    fn parse(line: &str) -> Option<Key> {
        let (id, bytes) = line.split_once(' ')?;
        let bytes = unhex(bytes.trim())?.try_into().ok()?;
        Some(Key { id: id.to_owned(), bytes })
    }

    fn line(&self) -> String {
        format!("{} {}", self.id, hex(&self.bytes))
    }
}

/// Every key of a file. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Keys {
    /// What the operator wrote into the file besides.
    comments: Vec<String>,
    /// Seals.
    pub(crate) newest: Key,
    /// Open.
    pub(crate) older: Vec<Key>,
    /// Make the digests by which people are found, the newest first.
    pub(crate) indexes: Vec<Key>,
}

impl Keys {
    /// The keys of a new file.
    pub(crate) fn new() -> Keys {
        Keys { comments: Vec::new(), newest: Key::new(), older: Vec::new(), indexes: vec![Key::new()] }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// A file that cannot be read, that others can read, or that is malformed.
    pub(crate) fn read(path: &Path) -> Result<Keys, KeyError> {
        let mut file = File::open(path).map_err(|error| unusable(path, &error))?;
        ensure_closed_to_others(&file, path)?;
        let mut text = String::new();
        file.read_to_string(&mut text).map_err(|error| unusable(path, &error))?;
        Keys::parse(&text, path)
    }

    pub(crate) fn parse(text: &str, path: &Path) -> Result<Keys, KeyError> {
        let malformed = |line| KeyError::Malformed { path: path.to_path_buf(), line };
        let (mut comments, mut masters, mut indexes) = (Vec::new(), Vec::new(), Vec::<Key>::new());
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.starts_with('#') {
                comments.push(line.to_owned());
            } else if !line.is_empty() {
                let (kind, rest) = match line.strip_prefix(INDEX).and_then(|rest| rest.strip_prefix(' ')) {
                    Some(rest) => (&mut indexes, rest),
                    None => (&mut masters, line),
                };
                let key = Key::parse(rest).filter(|key| kind.iter().all(|other| other.id != key.id));
                kind.push(key.ok_or_else(|| malformed(index + 1))?);
            }
        }
        let mut masters = masters.into_iter();
        let newest = masters.next().ok_or_else(|| malformed(1))?;
        Ok(Keys { comments, newest, older: masters.collect(), indexes })
    }

    /// The master keys, in the order of the file.
    pub(crate) fn masters(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.newest).chain(&self.older)
    }

    /// The master key of an id.
    pub(crate) fn master(&self, id: &str) -> Option<&Key> {
        self.masters().find(|key| key.id == id)
    }

    fn text(&self) -> String {
        let masters = self.masters().map(Key::line);
        let indexes = self.indexes.iter().map(|key| format!("{INDEX} {}", key.line()));
        self.comments
            .iter()
            .cloned()
            .chain(masters)
            .chain(indexes)
            .fold(String::new(), |text, line| text + &line + "\n")
    }

    /// Makes the file where there is none: whole, or not at all.
    ///
    /// # Errors
    /// [`io::ErrorKind::AlreadyExists`] where there is one; or what the system says.
    pub(crate) fn make(&self, path: &Path) -> io::Result<()> {
        let beside = beside(path, &hex(&random::<ID_BYTES>()));
        write_whole(&beside, &self.text())?;
        // A link is never put in the place of another file, as a renamed file is.
        let made = fs::hard_link(&beside, path);
        fs::remove_file(&beside)?;
        made?;
        sync_folder(path)
    }

    /// Puts these keys in the place of a file that is there.
    ///
    /// # Errors
    /// What the system says; the old file is then still there, whole.
    pub(crate) fn replace(&self, path: &Path) -> Result<(), KeyError> {
        let replaced = fs::canonicalize(path).and_then(|path| {
            let beside = beside(&path, "new");
            // What a process that was killed here left behind.
            let _ = fs::remove_file(&beside);
            write_whole(&beside, &self.text())?;
            keep_owner(&path, &beside)?;
            fs::rename(&beside, &path)?;
            sync_folder(&path)
        });
        replaced.map_err(|error| unusable(path, &error))
    }
}

/// By what a changed file is told from the one that was read. A replaced file is another one, even of the same time
/// and length.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    modified: Option<SystemTime>,
    bytes: u64,
    file: u64,
}

impl Stamp {
    /// Of the file as it is; none where there is none.
    pub(crate) fn of(path: &Path) -> Option<Stamp> {
        let found = fs::metadata(path).ok()?;
        #[cfg(unix)]
        let file = std::os::unix::fs::MetadataExt::ino(&found);
        #[cfg(not(unix))]
        let file = 0;
        Some(Stamp { modified: found.modified().ok(), bytes: found.len(), file })
    }
}

pub(crate) fn unusable(path: &Path, error: &io::Error) -> KeyError {
    KeyError::Unusable { path: path.to_path_buf(), reason: error.to_string() }
}

/// A file in the same folder, so that it can take the other's place.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    PathBuf::from(name)
}

/// Makes a file that only its owner reads, and has it on disk before anything depends on it.
fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Whoever runs the command, the file stays that of the account that serves.
fn keep_owner(old: &Path, new: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, chown};
        let (was, is) = (fs::metadata(old)?, fs::metadata(new)?);
        if (was.uid(), was.gid()) != (is.uid(), is.gid()) {
            chown(new, Some(was.uid()), Some(was.gid()))?;
        }
    }
    #[cfg(not(unix))]
    let _ = (old, new);
    Ok(())
}

/// Has the name on disk too, not only what it names.
fn sync_folder(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Refuses a key file that any account of the machine can read: what it seals would be open to all who can read the
/// database, and nobody would notice. Its group may read it, for an office that keeps it as another user's; it may not
/// write it, for who can put in a key of their own can read what is sealed from then on.
#[cfg(unix)]
pub(crate) fn ensure_closed_to_others(file: &File, path: &Path) -> Result<(), KeyError> {
    use std::os::unix::fs::PermissionsExt as _;
    const PERMISSIONS: u32 = 0o777;
    const TOO_MUCH: u32 = 0o027;
    let metadata = file.metadata().map_err(|error| unusable(path, &error))?;
    let mode = metadata.permissions().mode() & PERMISSIONS;
    if mode & TOO_MUCH == 0 { Ok(()) } else { Err(KeyError::Exposed { path: path.to_path_buf(), mode }) }
}

/// Elsewhere permissions are no bits of the file, and are the office's to set.
#[cfg(not(unix))]
pub(crate) fn ensure_closed_to_others(_file: &File, _path: &Path) -> Result<(), KeyError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Keys, KeyError> {
        Keys::parse(text, Path::new("test.key"))
    }

    fn key(id: &str, digit: char) -> String {
        format!("{id} {}\n", String::from(digit).repeat(64))
    }

    #[test]
    fn what_is_written_is_read_again() {
        let text =
            format!("# kept in the safe\n{}{}index {}", key("k2", '2'), key("k1", '1'), key("i1", '3'));
        let keys = parse(&text).unwrap();
        assert_eq!(keys.newest.id, "k2");
        assert_eq!(keys.older[0].id, "k1");
        assert_eq!((keys.indexes[0].id.as_str(), keys.indexes[0].bytes), ("i1", [0x33; 32]));
        assert_eq!(keys.text(), text);
    }

    #[test]
    fn a_malformed_line_is_named() {
        let text = format!("# comment\n{}k2 abc\n", key("k1", '1'));
        assert!(matches!(parse(&text), Err(KeyError::Malformed { line: 3, .. })));
        assert!(matches!(parse(""), Err(KeyError::Malformed { line: 1, .. })));
        assert!(matches!(
            parse(&("index ".to_owned() + &key("i1", '1'))),
            Err(KeyError::Malformed { line: 1, .. })
        ));
        let twice = key("k1", '1') + &key("k1", '2');
        assert!(matches!(parse(&twice), Err(KeyError::Malformed { line: 2, .. })));
    }

    #[test]
    fn a_file_that_is_there_is_never_made_again_and_a_replaced_one_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        let (first, second) = (Keys::new(), Keys::new());
        first.make(&path).unwrap();
        assert_eq!(second.make(&path).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert!(Keys::read(&path).unwrap() == first);
        // What a killed process left behind is in nobody's way.
        fs::write(folder.path().join("master.key.new"), "half a li").unwrap();
        second.replace(&path).unwrap();
        assert!(Keys::read(&path).unwrap() == second);
        let names: Vec<_> =
            fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["master.key"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_replaced_file_is_its_owners_only_and_a_link_to_it_stays_one() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("master.key"), folder.path().join("link.key"));
        Keys::new().make(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        symlink(&path, &link).unwrap();
        let keys = Keys::new();
        keys.replace(&link).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert!(Keys::read(&path).unwrap() == keys);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
