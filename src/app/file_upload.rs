//! Bringing a file into a case (上传文件): it streams through, is looked at, digested and sealed piece by piece, and is
//! there when its rows are. What was broken off leaves nothing. Not here: the cipher (`file_sealing`), the kinds
//! (`domain::file_kind`), what the bytes are (`file_sniffing`).
//!
//! The order: the content is written, and brought to its address, which nobody reads; then come its rows, in one
//! transaction, which asks nothing of the place of the files. A crash between leaves at worst a blob that no row names.

use std::io;

use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::app::audit::{self, AuditEntry, AuditEvent};
use crate::app::deciding::load;
use crate::app::error::Error;
use crate::app::file_materials::{StatedMaterial, row as material_row};
use crate::app::file_reading::opened;
use crate::app::file_sealing::{FileKey, Opener, Sealer};
use crate::app::file_sniffing::{Content, Sample, not_taken};
use crate::app::files::{FileView, Kept, off_thread, unkept};
use crate::app::idempotency::{Answer, Asked, IdempotencyKey};
use crate::app::ids::hex;
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::app::search_attached::New;
use crate::domain::archive::material::Material;
use crate::domain::file_kind::{FileKind, FileName};
use crate::domain::id::CaseId;
use crate::domain::permission::Operation;
use crate::storage::blobs::{Blobs, Brought, Incoming};
use crate::storage::file_materials;
use crate::storage::files::{self, CaseFileRow, FileRow};
use crate::storage::vault::{self, PersonIndex, VaultRow};
use crate::storage::{Connection, StorageError, Tx};

/// The HTTP status of a kept answer.
const CREATED: i32 = 201;

/// What is said of a file before its content comes.
pub struct Announced {
    /// What it is called.
    pub name: FileName,
    /// Its media type, as it was sent.
    pub media_type: String,
    /// How long it will be, if that is said.
    pub bytes: Option<u64>,
    /// What it is in the archive, if that is said.
    pub material: Option<Material>,
}

/// A content on its way in.
pub struct Upload {
    name: FileName,
    kind: FileKind,
    material: Option<Material>,
    media_type: String,
    limit: Limit,
    content: Incoming,
    key: FileKey,
    sealer: Sealer,
    hasher: Sha256,
    sample: Sample,
    bytes: u64,
}

/// A content that is here as a whole, at no address yet.
pub struct Received {
    file: Described,
    content: Incoming,
    key: FileKey,
}

/// What is known of a file once its content has gone by.
pub(crate) struct Described {
    pub(crate) name: FileName,
    kind: FileKind,
    material: Option<Material>,
    pub(crate) sha256: String,
    bytes: u64,
}

/// How a content is there that was received.
pub(crate) enum Prepared {
    /// It is new, and sealed with this key.
    New(Brought, FileKey),
    /// It was kept before, and is whole.
    Known,
}

/// How long a file may be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit {
    mebibytes: u32,
}

impl Limit {
    pub(crate) fn new(mebibytes: u32) -> Limit {
        Limit { mebibytes }
    }

    fn ensure(self, bytes: u64) -> Result<(), Error> {
        let within = bytes <= u64::from(self.mebibytes) << 20;
        if within { Ok(()) } else { Err(Error::FileTooLarge { mebibytes_max: self.mebibytes }) }
    }
}

impl Register {
    /// Begins to take a file in: everything that can be known before its content is asked now.
    ///
    /// # Errors
    /// [`Error::NotFound`] without the case, or that the caller may not; too long; of no kind that is taken, or of two
    /// kinds at once.
    pub async fn begin_upload(
        &self,
        caller: &Caller,
        case: CaseId,
        announced: Announced,
    ) -> Result<Upload, Error> {
        let by = *caller;
        self.store.read(move |c: &mut Connection| may_add(c, &by, case)).await?;
        self.file_limit.ensure(announced.bytes.unwrap_or_default())?;
        let kind = announced.kind()?;
        let (blobs, name, limit) = (self.blobs()?.clone(), self.ids.uuid().to_string(), self.file_limit);
        off_thread(move || {
            let content = blobs.begin(&name).map_err(|error| unkept(&error))?;
            let key = FileKey::new();
            let Announced { name, media_type, material, .. } = announced;
            let (sealer, hasher, sample) = (Sealer::new(&key), Sha256::new(), Sample::default());
            let bytes = 0;
            Ok(Upload {
                name,
                kind,
                material,
                media_type,
                limit,
                content,
                key,
                sealer,
                hasher,
                sample,
                bytes,
            })
        })
        .await
    }

    /// Adds a received file to a case, once under a key. Of the answer only the id is kept.
    ///
    /// # Errors
    /// As [`Register::begin_upload`]; a key that was used for another request; a full disk.
    pub async fn add_file(
        &self,
        caller: &Caller,
        case: CaseId,
        (received, key): (Received, Option<IdempotencyKey>),
    ) -> Result<Answer<FileView>, Error> {
        let (register, caller) = (self.clone(), *caller);
        let asked = key.map(|key| Asked { by: caller.user, key, status: CREATED });
        let received = self.prepare(received).await?;
        let work = move |tx: &mut Tx| {
            may_add(tx, &caller, case)?;
            let name = received.0.name.clone();
            let id = register.write_file(tx, (&caller, case), received)?;
            register.index_attached(tx, case, &[New::File(&id, name.as_str())])?;
            Ok(id)
        };
        let Answer { given: id, repeated } = self.answers.once(asked, work).await?;
        let register = self.clone();
        let read = move |c: &mut Connection| {
            let loaded = load(c, &caller, case)?;
            let whole = files::find(c, &case.to_string(), &id)?.ok_or(Error::NotFound)?;
            let views = register.file_views(c, &caller, (&loaded.case, std::slice::from_ref(&whole)))?;
            views.into_iter().next().ok_or(Error::NotFound)
        };
        Ok(Answer { given: self.store.read(read).await?, repeated })
    }

    /// Brings a content to its address, unless it is kept already and what is kept is whole. If it is not, what was received
    /// takes its place, sealed with the key that the rows have. Nothing of it waits for a transaction, or keeps one waiting.
    pub(crate) async fn prepare(&self, received: Received) -> Result<(Described, Prepared), Error> {
        let sha256 = received.file.sha256.clone();
        let known = self.store.read(move |c: &mut Connection| files::first_of(c, &sha256)).await?;
        let known = known.map(|(.., row)| self.kept(&row)).transpose()?;
        let (blobs, spare) = (self.blobs()?.clone(), self.ids.uuid().to_string());
        off_thread(move || {
            let Received { file, content, key } = received;
            let digested = (file.bytes, file.sha256.as_str());
            let kept_key = known.map(|kept| kept.key()).transpose()?;
            let prepared = match kept_key {
                None => key
                    .address(&file.sha256)
                    .and_then(|address| blobs.bring(content, &address))
                    .map(|brought| Prepared::New(brought, key)),
                Some(kept_key) => {
                    mended(&blobs, (content, &key), (&kept_key, &spare), digested).map(|()| Prepared::Known)
                }
            };
            Ok((file, prepared.map_err(|error| unkept(&error))?))
        })
        .await
    }

    /// Writes the rows of a content that is there.
    pub(crate) fn write_file(
        &self,
        tx: &mut Tx,
        (caller, case): (&Caller, CaseId),
        (described, prepared): (Described, Prepared),
    ) -> Result<String, Error> {
        let now = self.clock.now();
        let Described { name, kind, material, sha256, bytes } = described;
        let content = FileRow {
            sha256: sha256.clone(),
            bytes: i64::try_from(bytes).map_err(|error| Error::Broken(error.to_string()))?,
            media_type: kind.media_type().to_owned(),
            created_at: now.timestamp_micros(),
        };
        let is_new = files::add_content(tx, &content)?;
        let key = self.key_of(tx, (is_new, &sha256), prepared)?;
        let id = self.ids.vault();
        let kept = serde_json::to_vec(&Kept::new(name.as_str(), &key));
        let sealed = self.vault.seal(id, &kept.map_err(|error| Error::Broken(error.to_string()))?)?;
        let row = VaultRow {
            id: id.to_string(),
            case_id: case.to_string(),
            key_id: sealed.key_id,
            sealed: sealed.bytes,
            created_at: now.timestamp_micros(),
            index: PersonIndex::default(),
        };
        vault::insert_many(tx, std::slice::from_ref(&row))?;
        let file = CaseFileRow {
            id: row.id,
            case_id: row.case_id,
            sha256,
            uploaded_by: caller.user.to_string(),
            created_at: now.timestamp_micros(),
        };
        files::insert(tx, &file)?;
        if let Some(material) = material {
            let stated = StatedMaterial { material, of: Vec::new() };
            file_materials::put(tx, &material_row(&file.id, caller.user, (&stated, file.created_at)))?;
        }
        let body = json!({ "file": file.id, "sha256": file.sha256, "material": material });
        let (event, actor, case) = (AuditEvent::FileAdded, Some(caller.user), Some(case));
        audit::record(tx, &AuditEntry { event, at: now, actor, case, body })?;
        Ok(file.id)
    }

    /// The key that a content is kept with. Whoever adds the same content waits meanwhile ([`files::add_content`]).
    fn key_of(
        &self,
        tx: &mut Tx,
        (is_new, sha256): (bool, &str),
        prepared: Prepared,
    ) -> Result<FileKey, Error> {
        match prepared {
            Prepared::New(brought, key) if is_new => {
                brought.keep();
                return Ok(key);
            }
            // Somebody else brought the same meanwhile: theirs is kept, and this one is dropped.
            Prepared::New(..) | Prepared::Known => {}
        }
        let (.., row) = files::first_of(tx, sha256)?.ok_or_else(|| StorageError::Inconsistent {
            table: "files",
            key: sha256.to_owned(),
            what: "no file has this content any more".to_owned(),
        })?;
        self.kept(&row)?.key()
    }
}

impl Announced {
    /// The kind that the name and the media type both say.
    fn kind(&self) -> Result<FileKind, Error> {
        match (self.name.kind(), FileKind::of_media_type(&self.media_type)) {
            (Some(by_name), Some(by_type)) if by_name == by_type => Ok(by_name),
            _ => Err(not_taken(&self.name, &self.media_type, None)),
        }
    }
}

impl Upload {
    /// Whether the content may have so many bytes more.
    ///
    /// # Errors
    /// [`Error::FileTooLarge`].
    pub fn ensure_room(&self, more: usize) -> Result<(), Error> {
        self.limit.ensure(self.with(more))
    }

    fn with(&self, more: usize) -> u64 {
        self.bytes.saturating_add(u64::try_from(more).unwrap_or(u64::MAX))
    }

    /// Takes the next part of the content.
    ///
    /// # Errors
    /// More than a file may have; a full disk.
    pub async fn take(mut self, part: Vec<u8>) -> Result<Upload, Error> {
        self.ensure_room(part.len())?;
        self.bytes = self.with(part.len());
        off_thread(move || {
            self.hasher.update(&part);
            self.sample.push(&part);
            self.sealer.push(&part, &mut self.content).map_err(|error| unkept(&error))?;
            Ok(self)
        })
        .await
    }

    /// The content has come to its end: it must be what it was said to be.
    ///
    /// # Errors
    /// Another kind than its name and its media type say; nothing at all; a full disk.
    pub async fn finish(mut self) -> Result<Received, Error> {
        let found = self.sample.content();
        if self.bytes == 0 || found != Content::Taken(self.kind) {
            return Err(not_taken(&self.name, &self.media_type, Some((&found, self.bytes))));
        }
        off_thread(move || {
            self.sealer.finish(&mut self.content).map_err(|error| unkept(&error))?;
            let sha256 = hex(&self.hasher.finalize());
            let Upload { name, kind, material, content, key, bytes, .. } = self;
            Ok(Received { file: Described { name, kind, material, sha256, bytes }, content, key })
        })
        .await
    }
}

impl Received {
    /// The SHA-256 of the content, in hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.file.sha256
    }
}

fn may_add(c: &mut Connection, caller: &Caller, case: CaseId) -> Result<(), Error> {
    let loaded = load(c, caller, case)?;
    ensure(caller, Operation::AddFile, Some(&loaded.case))
}

/// Sees to it that a content is whole at the address that its rows have: what was received takes its place, sealed again
/// with their key, if what is there is not.
fn mended(
    blobs: &Blobs,
    (content, key): (Incoming, &FileKey),
    (kept_key, name): (&FileKey, &str),
    digested: (u64, &str),
) -> io::Result<()> {
    if is_whole(blobs, kept_key, digested) {
        return Ok(());
    }
    let again = resealed(blobs, (content, key), (kept_key, name), digested)?;
    blobs.mend(again, &kept_key.address(digested.1)?)
}

/// Whether the blob of a content is there, opens, and is what its address says.
fn is_whole(blobs: &Blobs, key: &FileKey, digested: (u64, &str)) -> bool {
    opened(blobs, key, digested).is_ok_and(|rest| rest.verify().is_ok())
}

/// A received content, sealed again with another key.
fn resealed(
    blobs: &Blobs,
    (mut content, key): (Incoming, &FileKey),
    (new_key, name): (&FileKey, &str),
    digested: (u64, &str),
) -> io::Result<Incoming> {
    let mut opener = Opener::new(key, content.reopen()?, digested);
    let (mut sealer, mut again) = (Sealer::new(new_key), blobs.begin(name)?);
    while let Some(piece) = opener.next()? {
        sealer.push(&piece, &mut again)?;
    }
    sealer.finish(&mut again)?;
    Ok(again)
}
