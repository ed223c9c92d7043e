//! Files of a case (案件材料文件): what is told of them, who may add and read them, and their names and keys, which are
//! sealed as people are. Not here: bringing one (`file_upload`), giving it back (`file_reading`), and what it is in the
//! archive (`file_materials`).

use std::io;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::archive_shelf::{added_on, put_away_at};
use crate::app::deciding::load;
use crate::app::error::Error;
use crate::app::file_materials::{self, Known};
use crate::app::file_sealing::FileKey;
use crate::app::permits::Caller;
use crate::app::register::Register;
use crate::app::vault::Vault;
use crate::domain::archive::material::Material;
use crate::domain::case::Case;
use crate::domain::file_kind::FileKind;
use crate::domain::id::{CaseId, EntryNo, FileId, UserId, VaultId};
use crate::domain::refusal::words;
use crate::storage::blobs::Blobs;
use crate::storage::files::{self, Whole};
use crate::storage::vault::VaultRow;
use crate::storage::{Connection, StorageError};

/// A file of a case.
// Not printed, so that its name does not get into logs.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FileView {
    /// Its id.
    pub id: FileId,
    /// The case.
    pub case_id: CaseId,
    /// Its name, for who may read the file: it may name people.
    pub name: Option<String>,
    /// What it is, by its bytes.
    pub media_type: &'static str,
    /// How long it is.
    pub bytes: u64,
    /// The SHA-256 of its content, in lower-case hexadecimal digits.
    pub sha256: String,
    /// What it is in the archive, where that is known; in the list it is unsorted otherwise.
    pub material: Option<Material>,
    /// The entries of the docket that it is of, where that is known.
    pub of: Vec<EntryNo>,
    /// Who brought it, or opened the case that it was carried into.
    pub uploaded_by: UserId,
    /// When.
    pub created_at: DateTime<Utc>,
    /// The day on which it came into a file that had been put away (归档后补入): it follows what was in it then, and the list of
    /// the file says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub added_after_archiving: Option<NaiveDate>,
    /// From which proceeding of the matter it came along, for who may read the file; none of one that was brought here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carried_from: Option<CarriedFrom>,
}

/// Where a file was before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CarriedFrom {
    /// The proceeding.
    pub case_id: CaseId,
    /// The file there.
    pub file: FileId,
}

/// What is sealed of a file: its name, and the key of its content.
#[derive(Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) name: String,
    key: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<CarriedFrom>,
}

impl Kept {
    pub(crate) fn new(name: &str, key: &FileKey) -> Kept {
        Kept { name: name.to_owned(), key: key.hex(), from: None }
    }

    /// The same content under the same name, in the next case.
    pub(crate) fn carried(self, from: CarriedFrom) -> Kept {
        Kept { from: Some(from), ..self }
    }

    /// What is told of a file, with what is sealed of it.
    pub(crate) fn told(self, view: FileView) -> FileView {
        FileView { name: Some(self.name), carried_from: self.from, ..view }
    }

    pub(crate) fn key(&self) -> Result<FileKey, Error> {
        FileKey::unhex(&self.key).ok_or_else(|| Error::Broken("the key of a file cannot be".to_owned()))
    }
}

impl Register {
    /// The files of a case after one, the first first. Who may not read them gets no names.
    ///
    /// # Errors
    /// [`Error::NotFound`] without the case.
    pub async fn files(
        &self,
        caller: &Caller,
        case: CaseId,
        (after, limit): (Option<FileId>, u32),
    ) -> Result<Vec<FileView>, Error> {
        let (register, caller) = (self.clone(), *caller);
        let work = move |c: &mut Connection| {
            // Whoever sees the case sees that it has files, a desk to which it is referred too.
            let loaded = load(c, &caller, case)?;
            let after = after.map(|id| id.to_string()).unwrap_or_default();
            let rows = files::list(c, &case.to_string(), &after, i64::from(limit))?;
            register.file_views(c, &caller, (&loaded.case, &rows))
        };
        self.store.snapshot(work).await
    }

    /// Files of a case as the caller sees them: with what each is, and the names of those that the caller may read.
    pub(crate) fn file_views(
        &self,
        c: &mut Connection,
        caller: &Caller,
        (case, wholes): (&Case, &[Whole]),
    ) -> Result<Vec<FileView>, Error> {
        let named: Vec<_> = wholes.iter().map(file_materials::named).collect();
        let (known, put_away) = (file_materials::known(c, case, &named)?, put_away_at(c, case)?);
        let view = |whole: &Whole| {
            let (view, known) = (view(whole)?, known.get(&whole.0.id));
            let may_read = file_materials::may_read(caller, case, known).is_ok();
            let material = known.and_then(|known| known.material);
            let came = known.map_or(view.created_at, |known| known.came(view.created_at));
            let added_after_archiving = added_on(came, put_away);
            let of = known.map(Known::entries).unwrap_or_default();
            let view = FileView { material, of, added_after_archiving, ..view };
            Ok(if may_read { self.kept(&whole.2)?.told(view) } else { view })
        };
        wholes.iter().map(view).collect()
    }

    /// What is sealed of a file.
    pub(crate) fn kept(&self, row: &VaultRow) -> Result<Kept, Error> {
        kept(&self.vault, row)
    }

    /// Where contents are, if the office has said so.
    pub(crate) fn blobs(&self) -> Result<&Blobs, Error> {
        self.blobs.as_ref().ok_or_else(|| {
            Error::Unset(words(
                "本单位尚未设置文件存放处（files），不能存取文件",
                "the office has not set where its files are kept (files)",
            ))
        })
    }
}

/// What is sealed of a file.
pub(crate) fn kept(vault: &Vault, row: &VaultRow) -> Result<Kept, Error> {
    let wrong = |what: &str| StorageError::Inconsistent {
        table: "vault",
        key: row.id.clone(),
        what: format!("{what} cannot be"),
    };
    let id = row.id.parse().map(VaultId).map_err(|_| wrong("its id"))?;
    let opened = vault.open(id, &row.key_id, &row.sealed)?;
    serde_json::from_slice(&opened.plaintext).map_err(|_| wrong("what it says of a file").into())
}

/// The name of a file without its ending.
pub(crate) fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// What is told of a file, without its name and what it is.
pub(crate) fn view((file, content, _): &Whole) -> Result<FileView, Error> {
    let wrong = |what: &str| {
        let what = format!("{what} cannot be");
        Error::from(StorageError::Inconsistent { table: "case_files", key: file.id.clone(), what })
    };
    let uuid = |id: &str| id.parse::<Uuid>().map_err(|_| wrong("an id"));
    let kind = FileKind::of_media_type(&content.media_type).ok_or_else(|| wrong("the media type"))?;
    Ok(FileView {
        id: FileId(uuid(&file.id)?),
        case_id: CaseId(uuid(&file.case_id)?),
        name: None,
        media_type: kind.media_type(),
        bytes: u64::try_from(content.bytes).map_err(|_| wrong("the length"))?,
        sha256: content.sha256.clone(),
        material: None,
        of: Vec::new(),
        uploaded_by: UserId(uuid(&file.uploaded_by)?),
        created_at: DateTime::from_timestamp_micros(file.created_at).ok_or_else(|| wrong("the instant"))?,
        added_after_archiving: None,
        carried_from: None,
    })
}

/// What a failure to keep a content is to the one who asks: a full disk is said, and that the store is away; the rest is
/// ours.
pub(crate) fn unkept(error: &io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Error::NoRoom(StorageError::Full),
        io::ErrorKind::NetworkDown => Error::FilesAway(error.to_string()),
        _ => Error::Broken(format!("the directory of the files: {error}")),
    }
}

/// What a failure to read a content is to the one who asks: that it is lost or altered is said, and that the store is away;
/// the rest is ours.
pub(crate) fn unread(sha256: &str, error: &io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::NetworkDown => Error::FilesAway(error.to_string()),
        io::ErrorKind::NotFound | io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
            Error::ContentLost(format!("the content {sha256} of a file: {error}"))
        }
        _ => Error::Broken(format!("the content {sha256} of a file: {error}")),
    }
}

/// Work on files and ciphers, off the async threads.
pub(crate) async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let broke_off = |_| Err(Error::Broken("the work on a file broke off".to_owned()));
    tokio::task::spawn_blocking(work).await.unwrap_or_else(broke_off)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_and_a_lost_content_are_said_and_the_rest_is_ours() {
        let full = unkept(&io::ErrorKind::StorageFull.into());
        assert!(matches!(full, Error::NoRoom(_)), "{full:?}");
        let quota = unkept(&io::ErrorKind::QuotaExceeded.into());
        assert!(matches!(quota, Error::NoRoom(_)), "{quota:?}");
        let away = io::ErrorKind::NetworkDown;
        assert!(matches!(unkept(&away.into()), Error::FilesAway(_)));
        assert!(matches!(unread("", &away.into()), Error::FilesAway(_)));
        for lost in [io::ErrorKind::NotFound, io::ErrorKind::InvalidData, io::ErrorKind::UnexpectedEof] {
            assert!(matches!(unread("", &lost.into()), Error::ContentLost(_)), "{lost:?}");
        }
        let denied = io::ErrorKind::PermissionDenied;
        for ours in [unkept(&denied.into()), unread("", &denied.into())] {
            assert!(matches!(ours, Error::Broken(_)), "{ours:?}");
        }
    }
}
