//! Blobs (文件内容): the sealed contents of files, each under its address, in a local directory or a bucket, outside the
//! database. What a content is and how it is sealed is decided elsewhere; here it is bytes that are there as a whole or
//! not at all.
//!
//! An address is what the content is and which key it is sealed with. So one sequence of bytes alone can ever lie there,
//! and whoever writes it twice, or late, changes nothing. A content is written to a local file ([`Blobs::begin`]) and then
//! brought to its address ([`Blobs::bring`], [`Blobs::mend`]) before any transaction: nobody reads an address that no row
//! has. In a bucket the local file has no name, and so ends with the program.
//!
//! Not here: the rows that name them (`files`), and how a store is talked to (`bucket`).
//!
//! ```text
//! ab/<sha256>.<seal>    a content, sealed with the key of this seal
//! ab/<sha256>           a content of the time when its key did not stand in its name
//! incoming/<uuid>       in a directory: not whole yet
//! database              of which database these are
//! ```

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read, Seek as _, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::blob_address::{Address, is_folder};
use super::bucket::{Bucket, BucketOptions, Object};

/// Where what is not whole yet is written.
const INCOMING: &str = "incoming";
/// What says of which database the contents are.
const DATABASE: &str = "database";
/// So much of it is read.
const DATABASE_BYTES_MAX: u64 = 100;

/// Where the blobs are. Cloning gives another handle on it.
#[derive(Debug, Clone)]
pub struct Blobs(Place);

#[derive(Debug, Clone)]
enum Place {
    Directory(Arc<Path>),
    Bucket {
        bucket: Bucket,
        /// Where contents are written before they are put up; where the system has such files unless it is said.
        through: Option<Arc<Path>>,
    },
}

/// A content that is being written. It is gone when it is dropped.
#[derive(Debug)]
pub struct Incoming {
    file: BufWriter<File>,
    /// Under its name, if it has one.
    doomed: Doomed,
}

/// A new content at its address. It is gone when it is dropped before somebody keeps it: its key is known to nobody else.
#[derive(Debug)]
#[must_use = "it is removed unless it is kept"]
pub struct Brought(Doomed);

/// What is removed when this is dropped.
#[derive(Debug, Default)]
struct Doomed(Option<Lying>);

/// What lies somewhere.
#[derive(Debug)]
enum Lying {
    File(PathBuf),
    Object(Bucket, String),
}

/// A blob that is read from its beginning.
#[derive(Debug)]
pub enum Blob {
    /// In a directory.
    File(File),
    /// In a bucket.
    Object(Box<Object>),
}

impl Blobs {
    /// The blobs of a directory, which is made when the first one comes.
    #[must_use]
    pub fn in_directory(root: &Path) -> Blobs {
        Blobs(Place::Directory(root.into()))
    }

    /// The blobs of a bucket, and the directory through which they come. It is not asked yet whether it is there.
    ///
    /// # Errors
    /// Certificates that are none.
    pub fn in_bucket(options: BucketOptions, through: Option<&Path>) -> io::Result<Blobs> {
        let through = through.map(Into::into);
        Bucket::new(options).map(|bucket| Blobs(Place::Bucket { bucket, through }))
    }

    /// Begins a content, under a name that nobody else uses. In a directory it is locked while it is written, so that
    /// [`Blobs::clear_broken_off`] knows it from what a dead program left behind.
    ///
    /// # Errors
    /// That it cannot be written.
    pub fn begin(&self, name: &str) -> io::Result<Incoming> {
        let (file, lying) = match &self.0 {
            Place::Directory(root) => {
                let folder = root.join(INCOMING);
                make_folder(&folder)?;
                let path = folder.join(name);
                let file = options().read(true).open(&path)?;
                file.lock()?;
                (file, Some(Lying::File(path)))
            }
            Place::Bucket { through: Some(through), .. } => (tempfile::tempfile_in(through)?, None),
            Place::Bucket { through: None, .. } => (tempfile::tempfile()?, None),
        };
        Ok(Incoming { file: BufWriter::new(file), doomed: Doomed(lying) })
    }

    /// Brings a new content to its address: lasting, with its name, when this is answered. The long part.
    ///
    /// # Errors
    /// That it cannot be written, or the store does not take it.
    pub fn bring(&self, content: Incoming, address: &Address) -> io::Result<Brought> {
        let [path, _] = address.paths();
        // Before it is there: whether something that failed left something is not known.
        let doomed = Doomed(Some(match &self.0 {
            Place::Directory(root) => Lying::File(root.join(&path)),
            Place::Bucket { bucket, .. } => Lying::Object(bucket.clone(), path),
        }));
        self.mend(content, address)?;
        Ok(Brought(doomed))
    }

    /// Brings a content to its address that rows may have already: it is written over whatever is there.
    ///
    /// # Errors
    /// As [`Blobs::bring`].
    pub fn mend(&self, content: Incoming, address: &Address) -> io::Result<()> {
        let [path, _] = address.paths();
        self.put(content, (address.folder(), &path))
    }

    fn put(&self, content: Incoming, (folder, path): (&str, &str)) -> io::Result<()> {
        let Incoming { file, doomed } = content;
        let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        match (&self.0, &doomed.0) {
            (Place::Directory(root), Some(Lying::File(from))) => {
                file.sync_all()?;
                rename(from, (root, folder, path))
            }
            (Place::Bucket { bucket, .. }, None) => {
                file.rewind()?;
                bucket.put(path, &mut file)
            }
            (Place::Directory(_) | Place::Bucket { .. }, _) => {
                Err(io::Error::other("a content of another place"))
            }
        }
    }

    /// The blob of an address and how long it is; none if it is not there.
    ///
    /// # Errors
    /// That it cannot be read.
    pub fn open(&self, address: &Address) -> io::Result<Option<(Blob, u64)>> {
        let [path, older] = address.paths();
        match self.blob(&path)? {
            None => self.blob(&older),
            found => Ok(found),
        }
    }

    fn blob(&self, path: &str) -> io::Result<Option<(Blob, u64)>> {
        match &self.0 {
            Place::Directory(root) => match File::open(root.join(path)) {
                Ok(file) => {
                    let bytes = file.metadata()?.len();
                    Ok(Some((Blob::File(file), bytes)))
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(error),
            },
            Place::Bucket { bucket, .. } => {
                let found = bucket.open(path)?;
                Ok(found.map(|(object, bytes)| (Blob::Object(Box::new(object)), bytes)))
            }
        }
    }

    /// The folders of blobs that are there, and nothing else that may lie beside them.
    ///
    /// # Errors
    /// That they cannot be read.
    pub fn folders(&self) -> io::Result<Vec<String>> {
        let mut names = match &self.0 {
            Place::Directory(root) => {
                let mut names = names_in(root)?;
                names.retain(|name| root.join(name).is_dir());
                names
            }
            Place::Bucket { bucket, .. } => bucket.folders()?,
        };
        names.retain(|name| is_folder(name));
        Ok(names)
    }

    /// The names in a folder, and how long each blob is.
    ///
    /// # Errors
    /// That they cannot be read.
    pub fn listed(&self, folder: &str) -> io::Result<BTreeMap<String, u64>> {
        match &self.0 {
            Place::Directory(root) => {
                let folder = root.join(folder);
                let bytes = |name: String| Ok((fs::metadata(folder.join(&name))?.len(), name));
                let listed = names_in(&folder)?.into_iter().map(bytes);
                listed.map(|one| one.map(|(bytes, name)| (name, bytes))).collect()
            }
            Place::Bucket { bucket, .. } => bucket.listed(folder),
        }
    }

    /// Of which database the contents are, if that is said.
    ///
    /// # Errors
    /// That it cannot be read.
    pub fn database(&self) -> io::Result<Option<String>> {
        let Some((blob, _)) = self.blob(DATABASE)? else { return Ok(None) };
        let mut said = String::new();
        blob.take(DATABASE_BYTES_MAX).read_to_string(&mut said)?;
        Ok(Some(said.trim().to_owned()))
    }

    /// Says of which database the contents are, by way of a name that nobody else uses.
    ///
    /// # Errors
    /// That it cannot be written.
    pub fn say_database(&self, id: &str, name: &str) -> io::Result<()> {
        let mut content = self.begin(name)?;
        content.write_all(id.as_bytes())?;
        self.put(content, ("", DATABASE))
    }

    /// Removes what programs that died left half written in a directory. What is being written now is locked, and stays.
    ///
    /// # Errors
    /// That the directory cannot be read.
    pub fn clear_broken_off(&self) -> io::Result<()> {
        match &self.0 {
            Place::Directory(root) => clear_unlocked(&root.join(INCOMING)),
            Place::Bucket { .. } => Ok(()),
        }
    }
}

impl Brought {
    /// Keeps it: a row has its address.
    pub fn keep(mut self) {
        self.0.0 = None;
    }
}

impl Incoming {
    /// What was written, to be read from its beginning. Nothing is written any more then.
    ///
    /// # Errors
    /// That it cannot be read.
    pub fn reopen(&mut self) -> io::Result<File> {
        self.file.flush()?;
        let mut file = self.file.get_ref().try_clone()?;
        file.rewind()?;
        Ok(file)
    }
}

impl Write for Incoming {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Read for Blob {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Blob::File(file) => file.read(into),
            Blob::Object(object) => object.read(into),
        }
    }
}

impl Drop for Doomed {
    fn drop(&mut self) {
        match &self.0 {
            None => {}
            Some(Lying::File(path)) => {
                // What cannot be removed is named by the check, or cleared at the next start.
                let _left = fs::remove_file(path);
            }
            Some(Lying::Object(bucket, name)) => bucket.remove_soon(name),
        }
    }
}

fn rename(from: &Path, (root, folder, path): (&Path, &str, &str)) -> io::Result<()> {
    let folder = root.join(folder);
    if !folder.is_dir() {
        make_folder(&folder)?;
        sync_folder(root)?;
    }
    fs::rename(from, root.join(path))?;
    sync_folder(&folder)
}

fn clear_unlocked(folder: &Path) -> io::Result<()> {
    for name in names_in(folder)? {
        let path = folder.join(name);
        let Ok(file) = File::open(&path) else { continue };
        if file.try_lock().is_ok() {
            // Nobody reads it, so what cannot be removed does no harm.
            let _left = fs::remove_file(&path);
        }
    }
    Ok(())
}

fn names_in(folder: &Path) -> io::Result<Vec<String>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut names = Vec::new();
    for entry in entries {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

/// A new file that only its owner reads.
fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// A name is on disk when its folder is.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(digit: char) -> Address {
        Address::new(&String::from(digit).repeat(64), "0123456789abcdef").unwrap()
    }

    fn written(blobs: &Blobs, name: &str, bytes: &[u8]) -> Incoming {
        let mut content = blobs.begin(name).unwrap();
        content.write_all(bytes).unwrap();
        content
    }

    fn read(blobs: &Blobs, address: &Address) -> Option<(String, u64)> {
        blobs.open(address).unwrap().map(|(mut blob, bytes)| {
            let mut text = String::new();
            blob.read_to_string(&mut text).unwrap();
            (text, bytes)
        })
    }

    fn is_empty(folder: &Path) -> bool {
        fs::read_dir(folder).unwrap().next().is_none()
    }

    #[test]
    fn a_content_is_there_once_it_was_brought_and_stays_once_it_is_kept() {
        let directory = tempfile::tempdir().unwrap();
        let root = directory.path().join("files");
        let blobs = Blobs::in_directory(&root);
        assert_eq!(read(&blobs, &address('a')), None);
        let content = written(&blobs, "one", b"sealed");
        assert_eq!(read(&blobs, &address('a')), None);
        let brought = blobs.bring(content, &address('a')).unwrap();
        assert_eq!(read(&blobs, &address('a')), Some(("sealed".to_owned(), 6)));
        brought.keep();
        assert_eq!(read(&blobs, &address('a')), Some(("sealed".to_owned(), 6)));
        assert_eq!(blobs.folders().unwrap(), ["aa"]);
        let [name, older] = address('a').names();
        assert_eq!(blobs.listed("aa").unwrap(), BTreeMap::from([(name, 6)]));
        assert!(is_empty(&root.join(INCOMING)));
        // What nobody keeps is gone, and takes nothing along that lies beside it.
        drop(blobs.bring(written(&blobs, "two", b"other"), &address('b')).unwrap());
        assert_eq!(read(&blobs, &address('b')), None);
        let other = Address::new(&older, "fedcba9876543210").unwrap();
        drop(blobs.bring(written(&blobs, "three", b"with another key"), &other).unwrap());
        assert_eq!(read(&blobs, &address('a')), Some(("sealed".to_owned(), 6)));
        assert_eq!(read(&blobs, &other), None);
        assert!(is_empty(&root.join(INCOMING)));
    }

    #[test]
    fn a_content_of_the_time_before_seals_is_read_until_one_is_brought_beside_it() {
        let directory = tempfile::tempdir().unwrap();
        let blobs = Blobs::in_directory(directory.path());
        let [_, older] = address('a').names();
        fs::create_dir(directory.path().join("aa")).unwrap();
        fs::write(directory.path().join("aa").join(older), b"older").unwrap();
        assert_eq!(read(&blobs, &address('a')), Some(("older".to_owned(), 5)));
        blobs.mend(written(&blobs, "one", b"mended"), &address('a')).unwrap();
        assert_eq!(read(&blobs, &address('a')), Some(("mended".to_owned(), 6)));
    }

    #[test]
    fn what_is_dropped_or_broken_off_is_gone_and_what_is_being_written_stays() {
        let directory = tempfile::tempdir().unwrap();
        let blobs = Blobs::in_directory(directory.path());
        drop(blobs.begin("dropped").unwrap());
        let writing = blobs.begin("writing").unwrap();
        // What a program that was killed leaves: a file that nobody holds.
        let incoming = directory.path().join(INCOMING);
        fs::write(incoming.join("broken"), b"half").unwrap();
        blobs.clear_broken_off().unwrap();
        assert_eq!(names_in(&incoming).unwrap(), ["writing"]);
        blobs.mend(writing, &address('b')).unwrap();
        assert!(is_empty(&incoming));
    }

    #[test]
    fn of_which_database_the_contents_are_is_said_once() {
        let directory = tempfile::tempdir().unwrap();
        let blobs = Blobs::in_directory(&directory.path().join("files"));
        assert_eq!(blobs.database().unwrap(), None);
        blobs.say_database("office", "one").unwrap();
        assert_eq!(blobs.database().unwrap().as_deref(), Some("office"));
        assert_eq!(blobs.folders().unwrap(), [""; 0]);
    }
}
