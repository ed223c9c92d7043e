//! Checking files (文件核对): every file has its content, of the right length, and its name and key open; and, when it is
//! asked for, every content is read and is what its address says. Not here: the dockets (`check`).

use crate::app::check::Checked;
use crate::app::error::Error;
use crate::app::file_materials::read as read_material;
use crate::app::file_sealing::{FileKey, Opener, sealed_bytes};
use crate::app::files::{unkept, view};
use crate::app::register::Register;
use crate::storage::blobs::{Blob, Blobs};
use crate::storage::file_materials;
use crate::storage::files::{self, Whole};

/// How many files are looked at in one statement.
const PAGE_FILES: i64 = 200;
/// How many addresses are asked for in one statement.
const CHUNK_ADDRESSES: usize = 10_000;

/// How closely contents are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contents {
    /// That they are there, and how long.
    Present,
    /// All of their bytes.
    Read,
}

impl Register {
    /// Checks the files of all cases. Blocks: not for async code.
    pub(crate) fn check_files(&self, how: Contents, checked: &mut Checked) -> Result<(), Error> {
        let (mut after, mut before) = ((String::new(), String::new()), None);
        loop {
            let page = self.store.read_blocking(|c| files::page(c, (&after.0, &after.1), PAGE_FILES))?;
            let Some((last, ..)) = page.last() else { break };
            after = (last.sha256.clone(), last.id.clone());
            self.check_materials(&page, checked)?;
            for whole in &page {
                checked.files += 1;
                match self.check_file(how, whole, before.as_ref()) {
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
        match &self.blobs {
            Some(blobs) => self.find_unnamed(blobs, checked),
            None => Ok(()),
        }
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
    fn check_file(
        &self,
        how: Contents,
        whole: &Whole,
        before: Option<&(String, FileKey)>,
    ) -> Result<FileKey, String> {
        let said = |error: Error| error.to_string();
        let file = view(whole).map_err(said)?;
        let key = self.kept(&whole.2).and_then(|kept| kept.key()).map_err(said)?;
        if let Some((_, before)) = before.filter(|(sha256, _)| *sha256 == file.sha256) {
            return if *before == key {
                Ok(key)
            } else {
                Err("it has another key than its content".to_owned())
            };
        }
        let blob = self.blobs().map_err(said)?.open(&file.sha256).map_err(|error| error.to_string())?;
        let Some((blob, length)) = blob else {
            return Err(format!("its content {} is missing", file.sha256));
        };
        if length != sealed_bytes(file.bytes) {
            return Err(format!("its content {} has another length", file.sha256));
        }
        read_if_asked(how, blob, &key, (file.bytes, &file.sha256))?;
        Ok(key)
    }

    /// Names the blobs that no row names: what a crash left, or what somebody put there.
    fn find_unnamed(&self, blobs: &Blobs, checked: &mut Checked) -> Result<(), Error> {
        for folder in blobs.folders().map_err(|error| unkept(&error))? {
            let there = blobs.addresses(&folder).map_err(|error| unkept(&error))?;
            for chunk in there.chunks(CHUNK_ADDRESSES) {
                let known = self.store.read_blocking(|c| files::known(c, chunk))?;
                let unnamed = chunk.iter().filter(|address| !known.contains(*address));
                checked.unnamed.extend(unnamed.map(|address| format!("{folder}/{address}")));
            }
        }
        Ok(())
    }
}

fn read_if_asked(how: Contents, blob: Blob, key: &FileKey, digested: (u64, &str)) -> Result<(), String> {
    match how {
        Contents::Present => Ok(()),
        Contents::Read => Opener::new(key, blob, digested)
            .verify()
            .map_err(|error| format!("its content {} does not open: {error}", digested.1)),
    }
}
