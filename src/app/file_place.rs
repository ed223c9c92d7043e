//! Where the contents of files are (材料文件存放处), of what is set: a directory, or a bucket with its credentials and
//! certificates. Nothing is asked of it yet. Not here: what lies there (`storage::blobs`).

use std::fs::{self, File};
use std::io;
use std::path::Path;

use crate::app::error::Error;
use crate::app::key_file::ensure_closed_to_others;
use crate::config::{Config, ConfigError, FilesPlace};
use crate::storage::blobs::Blobs;
use crate::storage::bucket::BucketOptions;

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
        endpoint: settings.files_endpoint.clone(),
        region: settings.files_region.clone(),
        allow_http: settings.files_allow_http,
        path_style: settings.files_path_style,
        certificates: ca.map(read).transpose()?,
        access_key_id: credentials.access_key_id,
        secret_access_key: credentials.secret_access_key,
    };
    Blobs::in_bucket(options).map_err(|error| wrong("files_ca", ca.unwrap_or(Path::new("")), &error))
}

fn wrong(key: &str, path: &Path, error: &io::Error) -> Error {
    let said = format!("{key}: 不可用 cannot be used: {}: {error}", path.display());
    Error::Broken(ConfigError(vec![said]).to_string())
}
