//! Giving a file back (下载文件): what is served is what was stored, or an error. Each reading is put down, as the showing
//! of personal data is. Not here: how it goes over the wire (`http`).

use std::io;

use crate::app::audit::{self, AuditEntry, AuditEvent};
use crate::app::deciding::load;
use crate::app::error::Error;
use crate::app::file_materials;
use crate::app::file_sealing::{FileKey, Opener, sealed_bytes};
use crate::app::files::{FileView, off_thread, unread, view};
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::app::unmasking::Shown;
use crate::domain::id::{CaseId, FileId};
use crate::domain::permission::Operation;
use crate::storage::blobs::{Blob, Blobs};
use crate::storage::files;
use crate::storage::{Connection, Tx};

/// A content up to this length is verified as a whole before anything of it is given.
const VERIFIED_WHOLE_BYTES_MAX: u64 = 4 << 20;
/// So much is read at a time.
const PART_BYTES: usize = 256 << 10;

/// A file that the caller may read.
pub struct Found {
    /// What is told of it, with its name.
    pub view: FileView,
    key: FileKey,
}

/// A content on its way out. It has been opened: what is wrong with it at its beginning has been said.
pub struct Download {
    /// What is given first; of a small file all of it.
    pub first: Vec<u8>,
    /// What follows.
    pub rest: Option<Rest>,
}

/// The rest of a content.
pub struct Rest(Opener<Blob>);

impl Register {
    /// Finds a file of a case that the caller may read.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for a file of another case; that the caller's role or assignment does not allow it.
    pub async fn find_file(&self, caller: &Caller, case: CaseId, id: FileId) -> Result<Found, Error> {
        let (register, caller) = (self.clone(), *caller);
        let work = move |c: &mut Connection| {
            let loaded = load(c, &caller, case)?;
            ensure(&caller, Operation::ReadFile, Some(&loaded.case))?;
            let whole = files::find(c, &case.to_string(), &id.to_string())?.ok_or(Error::NotFound)?;
            let known = file_materials::known(c, &loaded.case, &[file_materials::named(&whole)])?;
            file_materials::may_read(&caller, &loaded.case, known.get(&whole.0.id))?;
            let kept = register.kept(&whole.2)?;
            let key = kept.key()?;
            Ok(Found { view: kept.told(view(&whole)?), key })
        };
        self.store.snapshot(work).await
    }

    /// Opens a file that was found, and puts down that it was read.
    ///
    /// # Errors
    /// A content that is not there, or is not what was stored.
    pub async fn open_file(
        &self,
        caller: &Caller,
        found: &Found,
        reason: Option<String>,
    ) -> Result<Download, Error> {
        let (blobs, key) = (self.blobs()?.clone(), found.key.clone());
        let (bytes, sha256) = (found.view.bytes, found.view.sha256.clone());
        let download = off_thread(move || {
            let said = |error: io::Error| unread(&sha256, &error);
            let mut rest = opened(&blobs, &key, (bytes, &sha256)).map_err(said)?;
            let whole = usize::try_from(bytes).ok().filter(|_| bytes <= VERIFIED_WHOLE_BYTES_MAX);
            let first = rest.read(whole.unwrap_or(PART_BYTES)).map_err(said)?;
            let rest = Some(rest).filter(|rest| rest.0.left() > 0);
            Ok(Download { first, rest })
        })
        .await?;
        let entry = AuditEntry {
            event: AuditEvent::PersonalDataShown,
            at: self.clock.now(),
            actor: Some(caller.user),
            case: Some(found.view.case_id),
            body: Shown::file(found.view.id, reason).body()?,
        };
        self.store.write(move |tx: &mut Tx| audit::record(tx, &entry)).await?;
        Ok(download)
    }
}

/// A content of so many bytes and this digest, from its beginning. Blocks: not for async code.
///
/// # Errors
/// A content that is not there, or is of another length.
pub(crate) fn opened(blobs: &Blobs, key: &FileKey, (bytes, sha256): (u64, &str)) -> io::Result<Rest> {
    let missing = || io::Error::new(io::ErrorKind::NotFound, "it is not there");
    let (blob, length) = blobs.open(&key.address(sha256)?)?.ok_or_else(missing)?;
    if length != sealed_bytes(bytes) {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "it has another length"));
    }
    Ok(Rest(Opener::new(key, blob, (bytes, sha256))))
}

impl Rest {
    /// The next part; nothing after the last. Blocks: not for async code.
    ///
    /// # Errors
    /// Bytes that are not what was stored.
    pub fn next_part(&mut self) -> io::Result<Vec<u8>> {
        self.read(PART_BYTES)
    }

    /// Reads everything, and keeps nothing.
    ///
    /// # Errors
    /// As [`Rest::next_part`].
    pub(crate) fn verify(self) -> io::Result<()> {
        self.0.verify()
    }

    fn read(&mut self, bytes: usize) -> io::Result<Vec<u8>> {
        let mut part = Vec::new();
        while part.len() < bytes
            && let Some(piece) = self.0.next()?
        {
            part.extend(piece);
        }
        Ok(part)
    }
}
