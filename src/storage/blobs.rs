//! Blobs (文件内容): the sealed contents of files, each under its address in a local directory, outside the database.
//! What a content is and how it is sealed is decided elsewhere; here it is bytes that are there as a whole or not at all.
//! Not here: the rows that name them (`files`).
//!
//! ```text
//! files/incoming/<uuid>    being written
//! files/ab/<address>       whole
//! ```

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where what is not whole yet is written.
const INCOMING: &str = "incoming";
/// The folders of the blobs are called by so many characters of their addresses.
const FOLDER_CHARS: usize = 2;

/// The directory. Cloning gives another handle on it.
#[derive(Debug, Clone)]
pub struct Blobs {
    root: Arc<Path>,
}

/// A content that is being written. It is gone when it is dropped before it has its place.
#[derive(Debug)]
pub struct Incoming {
    file: BufWriter<File>,
    path: PathBuf,
    is_placed: bool,
}

impl Blobs {
    /// The blobs of a directory, which is made when the first one comes.
    #[must_use]
    pub fn in_directory(root: &Path) -> Blobs {
        Blobs { root: root.into() }
    }

    /// Begins a content, under a name that nobody else uses. It is locked while it is written, so that
    /// [`Blobs::clear_broken_off`] knows it from what a dead program left behind.
    ///
    /// # Errors
    /// That the directory cannot be written.
    pub fn begin(&self, name: &str) -> io::Result<Incoming> {
        let folder = self.root.join(INCOMING);
        make_folder(&folder)?;
        let path = folder.join(name);
        let file = options().read(true).open(&path)?;
        file.lock()?;
        Ok(Incoming { file: BufWriter::new(file), path, is_placed: false })
    }

    /// Gives a content its place, over whatever is there: on disk, with its name, when this is answered.
    ///
    /// # Errors
    /// That the directory cannot be written.
    pub fn place(&self, mut content: Incoming, address: &str) -> io::Result<()> {
        content.settle()?;
        let path = self.path(address)?;
        let folder = path.parent().unwrap_or(&self.root);
        if !folder.is_dir() {
            make_folder(folder)?;
            sync_folder(&self.root)?;
        }
        fs::rename(&content.path, &path)?;
        content.is_placed = true;
        sync_folder(folder)
    }

    /// The blob of an address and how long it is; none if it is not there.
    ///
    /// # Errors
    /// That it cannot be read.
    pub fn open(&self, address: &str) -> io::Result<Option<(File, u64)>> {
        match File::open(self.path(address)?) {
            Ok(file) => {
                let bytes = file.metadata()?.len();
                Ok(Some((file, bytes)))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The folders of blobs that are there.
    ///
    /// # Errors
    /// That the directory cannot be read.
    pub fn folders(&self) -> io::Result<Vec<String>> {
        let mut names = names_in(&self.root)?;
        names.retain(|name| name != INCOMING);
        Ok(names)
    }

    /// The addresses of a folder.
    ///
    /// # Errors
    /// That the directory cannot be read.
    pub fn addresses(&self, folder: &str) -> io::Result<Vec<String>> {
        names_in(&self.root.join(folder))
    }

    /// Removes what programs that died left half written. What is being written now is locked, and stays.
    ///
    /// # Errors
    /// That the directory cannot be read.
    pub fn clear_broken_off(&self) -> io::Result<()> {
        let folder = self.root.join(INCOMING);
        for name in names_in(&folder)? {
            let path = folder.join(name);
            let Ok(file) = File::open(&path) else { continue };
            if file.try_lock().is_ok() {
                fs::remove_file(&path)?;
            }
        }
        Ok(())
    }

    fn path(&self, address: &str) -> io::Result<PathBuf> {
        let is_hex = address.bytes().all(|byte| byte.is_ascii_hexdigit());
        let folder = address.get(..FOLDER_CHARS).filter(|_| is_hex);
        let folder = folder.ok_or_else(|| io::Error::other("this is no address of a blob"))?;
        Ok(self.root.join(folder).join(address))
    }
}

impl Incoming {
    /// Brings everything that was written to disk.
    ///
    /// # Errors
    /// That it cannot be written.
    pub fn settle(&mut self) -> io::Result<()> {
        self.file.flush()?;
        self.file.get_ref().sync_all()
    }

    /// What was written, to be read from its beginning.
    ///
    /// # Errors
    /// That it cannot be read.
    pub fn reopen(&mut self) -> io::Result<File> {
        self.file.flush()?;
        File::open(&self.path)
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

impl Drop for Incoming {
    fn drop(&mut self) {
        if !self.is_placed {
            // What cannot be removed now is removed at the next start.
            let _left = fs::remove_file(&self.path);
        }
    }
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
    use std::io::Read as _;

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
        blobs.clear_broken_off().unwrap();
        assert_eq!(blobs.addresses(INCOMING).unwrap(), ["writing"]);
        blobs.place(writing, &address('b')).unwrap();
    }
}
