//! Checking files (文件核对): every file has its content, of the right length, and its name and key open; and, when it is
//! asked for, every content is read and is what its address says. Not here: the dockets (`check`).

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use crate::app::check::Checked;
use crate::app::error::Error;
use crate::app::file_materials::read as read_material;
use crate::app::file_reading::{Rest, opened};
use crate::app::file_sealing::{FileKey, sealed_bytes};
use crate::app::files::{unkept, unread, view};
use crate::app::register::Register;
use crate::storage::blob_address::Address;
use crate::storage::blobs::Blobs;
use crate::storage::file_materials;
use crate::storage::files::{self, Whole};

/// How many files are looked at in one statement.
const PAGE_FILES: i64 = 200;

/// How closely contents are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contents {
    /// That they are there, and how long.
    Present,
    /// All of their bytes.
    Read,
}

/// The folders of the blobs, looked through once, in the order of the contents. What is left in one is named by no row.
struct Shelves<'b> {
    blobs: &'b Blobs,
    folder: String,
    /// What lies in that folder, and no row has named yet.
    there: BTreeMap<String, u64>,
    seen: BTreeSet<String>,
    /// What was left in folders before, with its folder.
    left: Vec<(String, String)>,
}

impl Register {
    /// Checks the files of all cases. Blocks: not for async code.
    ///
    /// # Errors
    /// That the database, or the store of the files, does not answer: nothing is said of files then.
    pub(crate) fn check_files(&self, how: Contents, checked: &mut Checked) -> Result<(), Error> {
        let (mut after, mut before) = ((String::new(), String::new()), None);
        let mut shelves = self.blobs.as_ref().map(Shelves::of);
        loop {
            let page = self.store.read_blocking(|c| files::page(c, (&after.0, &after.1), PAGE_FILES))?;
            let Some((last, ..)) = page.last() else { break };
            after = (last.sha256.clone(), last.id.clone());
            self.check_materials(&page, checked)?;
            for whole in &page {
                checked.files += 1;
                match self.check_file(how, whole, (before.as_ref(), shelves.as_mut()))? {
                    Ok(key) => before = Some((whole.0.sha256.clone(), key)),
                    Err(what) => {
                        let (file, ..) = whole;
                        checked
                            .inconsistencies
                            .push(format!("case {} file {}: {what}", file.case_id, file.id));
                    }
                }
            }
        }
        let left = shelves.map_or(Ok(Vec::new()), Shelves::left).map_err(|error| unkept(&error))?;
        for (folder, name) in left {
            if !self.is_named(&name)? {
                checked.unnamed.push(format!("{folder}/{name}"));
            }
        }
        Ok(())
    }

    /// Whether a content that the walk did not come by has a row, which may have come later.
    fn is_named(&self, name: &str) -> Result<bool, Error> {
        let sha256 = name.split('.').next().unwrap_or_default();
        let Some((.., row)) = self.store.read_blocking(|c| files::first_of(c, sha256))? else {
            return Ok(false);
        };
        let address = self.kept(&row).and_then(|kept| kept.key()).map(|key| key.address(sha256));
        // Of a row that does not open it cannot be told; that is said of its file.
        Ok(!matches!(address, Ok(Ok(address)) if address.names().iter().all(|one| one != name)))
    }

    /// What was stated of files must be a material and entries of the docket.
    fn check_materials(&self, page: &[Whole], checked: &mut Checked) -> Result<(), Error> {
        let ids: Vec<String> = page.iter().map(|(file, ..)| file.id.clone()).collect();
        let rows = self.store.read_blocking(|c| file_materials::of_files(c, &ids))?;
        let wrong = rows.iter().filter_map(|row| read_material(row).err().map(|error| error.to_string()));
        checked.inconsistencies.extend(wrong);
        Ok(())
    }

    /// What is wrong with a file; else the key of its content. The content itself is looked at once, and all files
    /// that have it must have its key.
    ///
    /// # Errors
    /// That the store of the files does not answer, which is nothing wrong with a file.
    fn check_file(
        &self,
        how: Contents,
        whole: &Whole,
        (before, shelves): (Option<&(String, FileKey)>, Option<&mut Shelves<'_>>),
    ) -> Result<Result<FileKey, String>, Error> {
        let known = view(whole).and_then(|file| Ok((file, self.kept(&whole.2)?.key()?)));
        let (file, key) = match known {
            Ok(known) => known,
            Err(error) => return Ok(Err(error.to_string())),
        };
        let sha256 = file.sha256.as_str();
        if let Some((_, before)) = before.filter(|(before, _)| before == sha256) {
            let wrong = || "it has another key than its content".to_owned();
            return Ok(if *before == key { Ok(key) } else { Err(wrong()) });
        }
        let Some(shelves) = shelves else {
            return Ok(Err("nothing says where its content is (files)".to_owned()));
        };
        let looked = shelves.look(how, &key, (file.bytes, sha256));
        match looked {
            Ok(None) => Ok(Ok(key)),
            Ok(Some(what)) => Ok(Err(format!("its content {sha256} {what}"))),
            Err(error) => match unread(sha256, &error) {
                away @ Error::FilesAway(_) => Err(away),
                wrong => Ok(Err(wrong.to_string())),
            },
        }
    }
}

impl<'b> Shelves<'b> {
    fn of(blobs: &'b Blobs) -> Shelves<'b> {
        Shelves {
            blobs,
            folder: String::new(),
            there: BTreeMap::new(),
            seen: BTreeSet::new(),
            left: Vec::new(),
        }
    }

    /// What is wrong with a content, if anything is.
    fn look(
        &mut self,
        how: Contents,
        key: &FileKey,
        (bytes, sha256): (u64, &str),
    ) -> io::Result<Option<String>> {
        let address = key.address(sha256)?;
        let Some(length) = self.length(&address)? else { return Ok(Some("is missing".to_owned())) };
        if length != sealed_bytes(bytes) {
            return Ok(Some("has another length".to_owned()));
        }
        let read = match how {
            Contents::Present => Ok(()),
            Contents::Read => opened(self.blobs, key, (bytes, sha256)).and_then(Rest::verify),
        };
        match read {
            Err(error) if error.kind() != io::ErrorKind::NetworkDown => {
                Ok(Some(format!("does not open: {error}")))
            }
            read => read.map(|()| None),
        }
    }

    /// How long the blob of an address is; none if it is not there. Nobody asks for it again.
    fn length(&mut self, address: &Address) -> io::Result<Option<u64>> {
        if self.folder != address.folder() {
            self.turn_to(address.folder().to_owned())?;
        }
        let listed = address.names().iter().find_map(|name| self.there.remove(name));
        match listed {
            // It may have come since the folder was listed.
            None => Ok(self.blobs.open(address)?.map(|(_, length)| length)),
            length => Ok(length),
        }
    }

    fn turn_to(&mut self, folder: String) -> io::Result<()> {
        let there = std::mem::replace(&mut self.there, self.blobs.listed(&folder)?);
        self.left.extend(there.into_keys().map(|name| (self.folder.clone(), name)));
        self.seen.insert(folder.clone());
        self.folder = folder;
        Ok(())
    }

    /// What no row named: what a crash left, or what somebody put there.
    fn left(mut self) -> io::Result<Vec<(String, String)>> {
        for folder in self.blobs.folders()? {
            if !self.seen.contains(&folder) {
                self.turn_to(folder)?;
            }
        }
        self.left.extend(self.there.into_keys().map(|name| (self.folder.clone(), name)));
        self.left.sort();
        Ok(self.left)
    }
}
