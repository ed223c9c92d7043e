//! Where the contents of files are (材料文件存放处), of what is set: a directory, or a bucket with its credentials and
//! certificates; and that it is the place of this database and of no other, which is seen at the start. Not here: what
//! lies there (`storage::blobs`).

use std::fs::{self, File};
use std::io;
use std::path::Path;

use crate::app::error::Error;
use crate::app::files::unkept;
use crate::app::key_file::ensure_closed_to_others;
use crate::app::register::Register;
use crate::config::{Config, ConfigError, FilesPlace};
use crate::storage::blobs::Blobs;
use crate::storage::bucket::BucketOptions;
use crate::storage::{Tx, files, meta};

/// The key under which stands what a database is called where its files are.
const DATABASE: &str = "files_database";
/// The row of `meta` that those who name it take turns on.
const DATABASE_TURN: &str = "files_database_turn";
/// So many contents are looked for in a place that does not say whose it is: one of them alone may be damaged.
const LOOKED_FOR: i64 = 10;

impl Register {
    /// Opens the place of the files for service: a store answers and lets this program in, the place is of this database
    /// or becomes it, and what a program that died left half written is removed. Blocks: not for async code.
    ///
    /// # Errors
    /// That the directory cannot be read, or the store does not answer; that the place is another database's, or the
    /// contents of this one are not there.
    pub fn open_files(&self) -> Result<(), Error> {
        let Some(blobs) = &self.blobs else { return Ok(()) };
        let unkept = |error: io::Error| unkept(&error);
        match self.whose_files(blobs)? {
            Whose::Ours => {}
            Whose::OursAsItSays(said) => {
                self.database_of_files(said)?;
            }
            Whose::Nobodys => {
                let own = self.database_of_files(self.ids.uuid().to_string())?;
                blobs.say_database(&own, &self.ids.uuid().to_string()).map_err(unkept)?;
            }
            Whose::NotOurs => {
                let own = self.database_of_files(self.ids.uuid().to_string())?;
                let said = blobs.database().map_err(unkept)?;
                let why = said.map_or_else(|| elsewhere(&own), |other| of_another(&own, &other));
                return Err(Error::Broken(why));
            }
        }
        blobs.clear_broken_off().map_err(unkept)
    }

    /// That the place of the files is not another database's, for whoever only looks: nothing is written. Blocks: not for
    /// async code.
    ///
    /// # Errors
    /// As [`Register::open_files`].
    pub fn look_at_files(&self) -> Result<(), Error> {
        let Some(blobs) = &self.blobs else { return Ok(()) };
        match self.whose_files(blobs)? {
            Whose::Ours | Whose::OursAsItSays(_) | Whose::Nobodys => Ok(()),
            Whose::NotOurs => Err(Error::Broken(NOT_OURS.to_owned())),
        }
    }

    fn whose_files(&self, blobs: &Blobs) -> Result<Whose, Error> {
        let unkept = |error: io::Error| unkept(&error);
        // Asked first: of what is wrong with a store this says most.
        let folders = blobs.folders().map_err(unkept)?;
        let own = self.store.read_blocking(|c| meta::get(c, DATABASE))?;
        let said = blobs.database().map_err(unkept)?;
        if own.is_some() && own == said {
            return Ok(Whose::Ours);
        }
        let found = self.finds_contents(blobs)?;
        Ok(match (own, said, found) {
            // A backup of before this database had a name, brought back: its contents are here.
            (None, Some(said), Some(true)) => Whose::OursAsItSays(said),
            (_, None, Some(true)) => Whose::Nobodys,
            // A database without files takes a place without contents, whatever else lies there.
            (_, None, None) if folders.is_empty() => Whose::Nobodys,
            (..) => Whose::NotOurs,
        })
    }

    /// What this database is called where its files are, from now on, if it was not called before. A copy of it is called
    /// the same.
    fn database_of_files(&self, id: String) -> Result<String, Error> {
        self.store.write_blocking(move |tx: &mut Tx| {
            meta::take_turn(tx, DATABASE_TURN)?;
            if let Some(said) = meta::get(tx, DATABASE)? {
                return Ok(said);
            }
            meta::set(tx, DATABASE, &id)?;
            Ok(id)
        })
    }

    /// Whether one of the first contents of this database is in a place; none where it has none.
    fn finds_contents(&self, blobs: &Blobs) -> Result<Option<bool>, Error> {
        let first = self.store.read_blocking(|c| files::page(c, ("", ""), LOOKED_FOR))?;
        for (file, _, row) in &first {
            // One that does not open is named by the check.
            let Ok(key) = self.kept(row).and_then(|kept| kept.key()) else { continue };
            let found = key.address(&file.sha256).and_then(|address| blobs.open(&address));
            if found.map_err(|error| unkept(&error))?.is_some() {
                return Ok(Some(true));
            }
        }
        Ok((!first.is_empty()).then_some(false))
    }
}

/// Whose a place of files is.
enum Whose {
    /// It says this database.
    Ours,
    /// It says what this database was called before a backup was brought back.
    OursAsItSays(String),
    /// It does not say.
    Nobodys,
    /// Another database's, or the contents of this one are not there.
    NotOurs,
}

/// What whoever only looks hears; the start of the service says more.
const NOT_OURS: &str = "files: 此处存放的不是本库的材料文件，请核对 files 设置 the files here are not those of this database: see \
    what is set as files";

fn of_another(own: &str, other: &str) -> String {
    format!(
        "files: 此处存放的是另一数据库（{other}）的材料文件，不是本库（{own}）的，请核对 files 设置；如本库是从备份恢复的同一数据库，\
         请将此处名为 database 的文件内容改为 {own} the files here are those of another database ({other}), not of this one \
         ({own}); see what is set as files; if this is the same database, brought back from a backup, let the file here that \
         is called database say {own}"
    )
}

fn elsewhere(own: &str) -> String {
    format!(
        "files: 此处没有本库的材料文件，请核对 files 设置，或先把原处的文件全部复制过来；如确已丢失，请在此处放一个名为 \
         database、内容为 {own} 的文件 the files of this database are not here: see what is set as files, or copy them here \
         first; if they are lost, put a file here that is called database and says {own}"
    )
}

/// The blobs of the office; none where it has not said where they are.
///
/// # Errors
/// Credentials or certificates that cannot be read, or are none.
pub(crate) fn blobs(settings: &Config) -> Result<Option<Blobs>, Error> {
    Ok(match settings.files_place() {
        None => None,
        Some(FilesPlace::Directory(path)) => Some(Blobs::in_directory(&path)),
        Some(FilesPlace::Bucket { bucket, prefix }) => Some(in_bucket(settings, (bucket, prefix))?),
    })
}

fn in_bucket(settings: &Config, (bucket, prefix): (String, String)) -> Result<Blobs, Error> {
    if let Some(path) = &settings.files_credentials {
        let file = File::open(path).map_err(|error| wrong("files_credentials", path, &error))?;
        ensure_closed_to_others(&file, path)?;
    }
    let credentials = settings.store_credentials().map_err(|error| Error::Broken(error.to_string()))?;
    let read = |path| fs::read(path).map_err(|error| wrong("files_ca", path, &error));
    let ca = settings.files_ca.as_deref();
    let options = BucketOptions {
        bucket,
        prefix,
        endpoint: settings.files_endpoint.clone().unwrap_or_default(),
        region: settings.files_region.clone(),
        allow_http: settings.files_allow_http,
        path_style: settings.files_path_style,
        certificates: ca.map(read).transpose()?,
        access_key_id: credentials.access_key_id,
        secret_access_key: credentials.secret_access_key,
    };
    let blobs = Blobs::in_bucket(options, settings.beside_database().as_deref());
    blobs.map_err(|error| wrong("files_ca", ca.unwrap_or(Path::new("")), &error))
}

fn wrong(key: &str, path: &Path, error: &io::Error) -> Error {
    let said = format!("{key}: 不可用 cannot be used: {}: {error}", path.display());
    Error::Broken(ConfigError(vec![said]).to_string())
}
