//! A copy of the main volume (正卷) for a party, who may read and copy it, and for whoever acts for the party (R33 23): which
//! files it has, in their order, opened one after the other. That it was handed out, and for whom, is put down first. The
//! secondary volume and what is unsorted are never in it. Not here: how it is packed (`documents::packing`).

use std::collections::{HashMap, VecDeque};
use std::io;

use crate::app::archive_shelf::Names;
use crate::app::audit::{self, AuditEntry, AuditEvent};
use crate::app::deciding::load;
use crate::app::error::Error;
use crate::app::file_reading::{Rest, opened};
use crate::app::file_sealing::FileKey;
use crate::app::files::{off_thread, unread, view};
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::app::unmasking::Shown;
use crate::domain::archive::volumes::{Kept, Volumes};
use crate::domain::code::Coded as _;
use crate::domain::id::{CaseId, PartyNo};
use crate::domain::permission::Operation;
use crate::domain::refusal::words;
use crate::storage::blobs::Blobs;
use crate::storage::{Connection, Tx, files};

/// How many files are read in one statement.
const CHUNK_FILES: usize = 200;

/// A main volume on its way out.
pub struct MainVolume {
    /// What it is called.
    pub name: String,
    /// The list of its files: what that is called in it, and its text.
    pub list: Option<(String, String)>,
    blobs: Blobs,
    files: VecDeque<VolumeFile>,
}

/// A file of it, not opened yet.
struct VolumeFile {
    name: String,
    bytes: u64,
    sha256: String,
    key: FileKey,
}

impl Register {
    /// Begins to hand out a copy of the main volume for a party. Every content is there, of the right length.
    ///
    /// # Errors
    /// [`Error::NotFound`] without the case, or the party in it; a volume with nothing in it; that the caller's role does
    /// not allow it; a content that is not there.
    pub async fn hand_out_main_volume(
        &self,
        caller: &Caller,
        case: CaseId,
        (party, reason): (PartyNo, Option<String>),
    ) -> Result<MainVolume, Error> {
        let (register, by, blobs) = (self.clone(), *caller, self.blobs()?.clone());
        let work = move |c: &mut Connection| register.main_files(c, &by, (case, party));
        let (name, files) = self.store.snapshot(work).await?;
        let volume = off_thread(move || {
            for file in &files {
                opened(&blobs, &file.key, (file.bytes, &file.sha256))
                    .map_err(|error| unread(&file.sha256, &error))?;
            }
            Ok(MainVolume { name, list: Some(list_of(&files)), blobs, files: files.into() })
        })
        .await?;
        let entry = AuditEntry {
            event: AuditEvent::PersonalDataShown,
            at: self.clock.now(),
            actor: Some(caller.user),
            case: Some(case),
            body: Shown::main_volume(party, reason).body()?,
        };
        self.store.write(move |tx: &mut Tx| audit::record(tx, &entry)).await?;
        Ok(volume)
    }

    /// What the volume is called, and its files in their order.
    fn main_files(
        &self,
        c: &mut Connection,
        caller: &Caller,
        (case, party): (CaseId, PartyNo),
    ) -> Result<(String, Vec<VolumeFile>), Error> {
        let case = load(c, caller, case)?.case;
        ensure(caller, Operation::CopyMainVolume, Some(&case))?;
        case.party(party).ok_or(Error::NotFound)?;
        let Volumes { main, .. } = Volumes::of(&case, self.shelf(c, &case, Names::NotSecondary)?);
        if main.is_empty() {
            let words = words("正卷中还没有材料", "There is nothing in the main volume yet.");
            return Err(Error::Conflict { code: "volume_empty", words });
        }
        let (id, mut wholes) = (case.id.to_string(), HashMap::new());
        for chunk in main.chunks(CHUNK_FILES) {
            let ids: Vec<String> = chunk.iter().map(|kept| kept.file.to_string()).collect();
            wholes.extend(files::of_ids(c, &id, &ids)?.into_iter().map(|whole| (whole.0.id.clone(), whole)));
        }
        let file = |(no, kept): (u32, &Kept)| {
            let whole = wholes.get(&kept.file.to_string()).ok_or(Error::NotFound)?;
            let (told, sealed) = (view(whole)?, self.kept(&whole.2)?);
            let name = entry_name(no, kept, &sealed.name);
            Ok(VolumeFile { name, bytes: told.bytes, sha256: told.sha256, key: sealed.key()? })
        };
        let files = (1..).zip(&main).map(file).collect::<Result<_, Error>>()?;
        Ok((format!("正卷-{}.zip", case.number().unwrap_or(&id)).replace(['/', '\\'], "-"), files))
    }
}

impl MainVolume {
    /// The next file: what it is called in the volume, how long it is, and its content. Blocks: not for async code.
    ///
    /// # Errors
    /// A content that is not there any more, or is of another length.
    pub fn next_file(&mut self) -> io::Result<Option<(String, u64, Rest)>> {
        let Some(VolumeFile { name, bytes, sha256, key }) = self.files.pop_front() else { return Ok(None) };
        let rest = opened(&self.blobs, &key, (bytes, &sha256))?;
        Ok(Some((name, bytes, rest)))
    }
}

/// The list of the volume (卷内目录): a line for each file, for whoever opens it without this program; the editors of old
/// computers know the text by its first mark.
fn list_of(files: &[VolumeFile]) -> (String, String) {
    let lines =
        files.iter().map(|file| format!("{}  {}  SHA-256 {}\r\n", file.name, file.bytes, file.sha256));
    let text = format!("\u{feff}正卷目录（名称、字节数、校验值）\r\n{}", lines.collect::<String>());
    ("0000-正卷目录.txt".to_owned(), text)
}

/// What a file is called in the volume: in its order, and a file that was brought with what it is. No name of a file is a
/// path.
fn entry_name(no: u32, kept: &Kept, name: &str) -> String {
    match kept.material.filter(|_| kept.paper.is_none()) {
        Some(material) => format!("{no:04}-{}-{name}", material.label().zh),
        None => format!("{no:04}-{name}"),
    }
}
