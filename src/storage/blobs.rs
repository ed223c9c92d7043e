//! Blobs (文件内容): the sealed contents of files, each under its address, in a local directory or a bucket, outside the
//! database. What a content is and how it is sealed is decided elsewhere; here it is bytes that are there as a whole or
//! not at all.
//!
//! A content is written to a local file ([`Blobs::begin`]), then brought to where it will lie ([`Blobs::deliver`]), which
//! takes as long as it is, and then gets its place ([`Blobs::place`]), which is short. In a bucket the local file has no
//! name, and so ends with the program.
//!
//! Not here: the rows that name them (`files`), and how a store is talked to (`bucket`).
//!
//! ```text
//! incoming/<uuid>    without its place yet
//! ab/<address>       whole
//! ```

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read, Seek as _, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::bucket::{Bucket, BucketOptions, Object};

/// Where what is not whole yet is written.
const INCOMING: &str = "incoming";
/// The folders of the blobs are called by so many characters of their addresses.
const FOLDER_CHARS: usize = 2;

/// Where the blobs are. Cloning gives another handle on it.
#[derive(Debug, Clone)]
pub struct Blobs(Place);

#[derive(Debug, Clone)]
enum Place {
    Directory(Arc<Path>),
    Bucket(Bucket),
}

/// A content that is being written. It is gone when it is dropped.
#[derive(Debug)]
pub struct Incoming {
    file: BufWriter<File>,
    name: String,
    remains: Remains,
}

/// A content that is whole beside its place. It is gone when it is dropped before it has its place.
#[derive(Debug)]
pub struct Delivered {
    /// Locked while it is here, so that nobody clears it away.
    _file: File,
    remains: Remains,
}

/// What is removed when nobody needs it any more. What has its place is there no more by this name, or a copy.
#[derive(Debug)]
enum Remains {
    Nothing,
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

    /// The blobs of a bucket. It is not asked yet whether it is there.
    ///
    /// # Errors
    /// Certificates that are none.
    pub fn in_bucket(options: BucketOptions) -> io::Result<Blobs> {
        Bucket::new(options).map(|bucket| Blobs(Place::Bucket(bucket)))
    }

    /// Begins a content, under a name that nobody else uses. In a directory it is locked while it is written, so that
    /// [`Blobs::clear_broken_off`] knows it from what a dead program left behind.
    ///
    /// # Errors
    /// That it cannot be written.
    pub fn begin(&self, name: &str) -> io::Result<Incoming> {
        let (file, remains) = match &self.0 {
            Place::Directory(root) => {
                let folder = root.join(INCOMING);
                make_folder(&folder)?;
                let path = folder.join(name);
                let file = options().read(true).open(&path)?;
                file.lock()?;
                (file, Remains::File(path))
            }
            Place::Bucket(_) => (tempfile::tempfile()?, Remains::Nothing),
        };
        Ok(Incoming { file: BufWriter::new(file), name: name.to_owned(), remains })
    }

    /// Brings a content to where it will lie, beside its place: to the disk, or into the bucket. The long part.
    ///
    /// # Errors
    /// That it cannot be written, or the store does not take it.
    pub fn deliver(&self, content: Incoming) -> io::Result<Delivered> {
        let Incoming { file, name, remains } = content;
        let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        let remains = match &self.0 {
            Place::Directory(_) => {
                file.sync_all()?;
                remains
            }
            Place::Bucket(bucket) => {
                let name = format!("{INCOMING}/{name}");
                // Before it is there: whether a put that failed left something is not known.
                let remains = Remains::Object(bucket.clone(), name.clone());
                file.rewind()?;
                bucket.put(&name, &mut file)?;
                remains
            }
        };
        Ok(Delivered { _file: file, remains })
    }

    /// Gives a content its place, over whatever is there: lasting, with its name, when this is answered.
    ///
    /// # Errors
    /// That the directory cannot be written, or the store does not do it.
    pub fn place(&self, content: Delivered, address: &str) -> io::Result<()> {
        let folder = folder_of(address)?;
        let Delivered { _file: _locked, remains } = content;
        match (&self.0, &remains) {
            (Place::Directory(root), Remains::File(path)) => rename(path, (root, folder, address)),
            (Place::Bucket(bucket), Remains::Object(_, name)) => {
                bucket.copy(name, &format!("{folder}/{address}"))
            }
            (_, Remains::Nothing | Remains::File(_) | Remains::Object(..)) => {
                Err(io::Error::other("a content of another place"))
            }
        }
    }

    /// The blob of an address and how long it is; none if it is not there.
    ///
    /// # Errors
    /// That it cannot be read.
    pub fn open(&self, address: &str) -> io::Result<Option<(Blob, u64)>> {
        let folder = folder_of(address)?;
        match &self.0 {
            Place::Directory(root) => match File::open(root.join(folder).join(address)) {
                Ok(file) => {
                    let bytes = file.metadata()?.len();
                    Ok(Some((Blob::File(file), bytes)))
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(error),
            },
            Place::Bucket(bucket) => {
                let found = bucket.open(&format!("{folder}/{address}"))?;
                Ok(found.map(|(object, bytes)| (Blob::Object(Box::new(object)), bytes)))
            }
        }
    }

    /// The folders of blobs that are there.
    ///
    /// # Errors
    /// That they cannot be read.
    pub fn folders(&self) -> io::Result<Vec<String>> {
        let mut names = match &self.0 {
            Place::Directory(root) => names_in(root)?,
            Place::Bucket(bucket) => bucket.folders()?,
        };
        names.retain(|name| name != INCOMING);
        Ok(names)
    }

    /// The addresses of a folder.
    ///
    /// # Errors
    /// That they cannot be read.
    pub fn addresses(&self, folder: &str) -> io::Result<Vec<String>> {
        match &self.0 {
            Place::Directory(root) => names_in(&root.join(folder)),
            Place::Bucket(bucket) => Ok(bucket.names(folder)?.into_iter().map(|(name, _)| name).collect()),
        }
    }

    /// Removes what programs that died left without its place. What is being written now stays: in a directory it is
    /// locked, and in a bucket it is not as old as this.
    ///
    /// # Errors
    /// That the directory or the bucket cannot be read.
    pub fn clear_broken_off(&self, before: DateTime<Utc>) -> io::Result<()> {
        match &self.0 {
            Place::Directory(root) => clear_unlocked(&root.join(INCOMING)),
            Place::Bucket(bucket) => {
                for (name, _) in bucket.names(INCOMING)?.into_iter().filter(|(_, since)| *since < before) {
                    // Nobody reads it, so what cannot be removed does no harm.
                    let _left = bucket.remove(&format!("{INCOMING}/{name}"));
                }
                Ok(())
            }
        }
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

impl Drop for Remains {
    fn drop(&mut self) {
        match self {
            Remains::Nothing => {}
            Remains::File(path) => {
                // What cannot be removed now is removed at the next start.
                let _left = fs::remove_file(path);
            }
            Remains::Object(bucket, name) => bucket.remove_soon(name),
        }
    }
}

/// The folder of an address.
fn folder_of(address: &str) -> io::Result<&str> {
    let is_hex = address.bytes().all(|byte| byte.is_ascii_hexdigit());
    let folder = address.get(..FOLDER_CHARS).filter(|_| is_hex);
    folder.ok_or_else(|| io::Error::other("this is no address of a blob"))
}

fn rename(path: &Path, (root, folder, address): (&Path, &str, &str)) -> io::Result<()> {
    let folder = root.join(folder);
    if !folder.is_dir() {
        make_folder(&folder)?;
        sync_folder(root)?;
    }
    fs::rename(path, folder.join(address))?;
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

    fn address(digit: char) -> String {
        String::from(digit).repeat(64)
    }

    #[test]
    fn a_content_is_there_once_it_has_its_place_and_not_before() {
        let directory = tempfile::tempdir().unwrap();
        let blobs = Blobs::in_directory(&directory.path().join("files"));
        assert!(blobs.open(&address('a')).unwrap().is_none());
        let mut content = blobs.begin("one").unwrap();
        content.write_all(b"sealed").unwrap();
        assert!(blobs.open(&address('a')).unwrap().is_none());
        let content = blobs.deliver(content).unwrap();
        assert!(blobs.open(&address('a')).unwrap().is_none());
        blobs.place(content, &address('a')).unwrap();
        let (mut file, bytes) = blobs.open(&address('a')).unwrap().unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        assert_eq!((text.as_str(), bytes), ("sealed", 6));
        assert_eq!(blobs.folders().unwrap(), ["aa"]);
        assert_eq!(blobs.addresses("aa").unwrap(), [address('a')]);
        assert_eq!(blobs.addresses(INCOMING).unwrap(), Vec::<String>::new());
        assert!(blobs.open("../../etc/passwd").is_err());
    }

    #[test]
    fn what_is_dropped_or_broken_off_is_gone_and_what_is_being_written_stays() {
        let directory = tempfile::tempdir().unwrap();
        let blobs = Blobs::in_directory(directory.path());
        drop(blobs.begin("dropped").unwrap());
        let writing = blobs.begin("writing").unwrap();
        // What a program that was killed leaves: a file that nobody holds.
        fs::write(directory.path().join(INCOMING).join("broken"), b"half").unwrap();
        blobs.clear_broken_off(DateTime::default()).unwrap();
        assert_eq!(blobs.addresses(INCOMING).unwrap(), ["writing"]);
        let delivered = blobs.deliver(writing).unwrap();
        blobs.clear_broken_off(DateTime::default()).unwrap();
        blobs.place(delivered, &address('b')).unwrap();
        drop(blobs.deliver(blobs.begin("delivered").unwrap()).unwrap());
        assert_eq!(blobs.addresses(INCOMING).unwrap(), Vec::<String>::new());
    }
}
