//! Where the files of cases are kept (材料文件存放处): a directory, or a bucket of a store that speaks S3. The credentials of
//! a store are read here too; they stand in no other setting, and are never printed.
//! Not here: opening it (`app`), and what lies there (`storage`).

use std::fmt;
use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Format as _, Toml};
use serde::Deserialize;

use super::{Config, ConfigError};

/// Before the name of a bucket.
const BUCKET_SCHEME: &str = "s3://";
/// How long the name of a bucket may be.
const BUCKET_CHARS: std::ops::RangeInclusive<usize> = 3..=63;
/// Where the credentials of a store stand, unless a file is named.
const ENV_ACCESS_KEY_ID: &str = "AWS_ACCESS_KEY_ID";
const ENV_SECRET_ACCESS_KEY: &str = "AWS_SECRET_ACCESS_KEY";

/// Where the files of cases are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilesPlace {
    /// In a directory.
    Directory(PathBuf),
    /// In a bucket.
    Bucket {
        /// Its name.
        bucket: String,
        /// What stands before all names in it; may be empty.
        prefix: String,
    },
}

impl FilesPlace {
    /// What the setting says: `s3://BUCKET/PREFIX`, or a directory. None if it names no possible bucket.
    #[must_use]
    pub fn parse(said: &Path) -> Option<FilesPlace> {
        let Some(bucket) = said.to_str().and_then(|text| text.strip_prefix(BUCKET_SCHEME)) else {
            return Some(FilesPlace::Directory(said.to_path_buf()));
        };
        let (bucket, prefix) = bucket.split_once('/').unwrap_or((bucket, ""));
        let prefix = prefix.trim_end_matches('/');
        let possible = is_bucket(bucket) && (prefix.is_empty() || prefix.split('/').all(is_part));
        possible.then(|| FilesPlace::Bucket { bucket: bucket.to_owned(), prefix: prefix.to_owned() })
    }
}

/// Who a store takes the program for. Not printed.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// The name of the key.
    pub access_key_id: String,
    /// The key.
    pub secret_access_key: String,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials")
    }
}

impl Config {
    /// The credentials of the store: in the file that is named, else in the environment.
    ///
    /// # Errors
    /// That they are not there. What stands there instead is not repeated.
    pub fn store_credentials(&self) -> Result<Credentials, ConfigError> {
        match &self.files_credentials {
            Some(file) => Figment::from(Toml::file_exact(file)).extract().map_err(|_| {
                ConfigError(vec![format!(
                    "files_credentials: 应为只含 access_key_id 和 secret_access_key 的 TOML 文件 must be a TOML file with \
                     access_key_id and secret_access_key: {}",
                    file.display()
                )])
            }),
            None => from_environment().ok_or_else(|| {
                ConfigError(vec![format!(
                    "files: 缺少对象存储的凭据，请设 files_credentials，或设环境变量 the store needs credentials, in \
                     files_credentials or in the environment: {ENV_ACCESS_KEY_ID}, {ENV_SECRET_ACCESS_KEY}"
                )])
            }),
        }
    }

    /// What is wrong with what is set of the files.
    pub(super) fn files_violations(&self) -> Vec<(bool, &'static str)> {
        let place = self.files.as_deref().map(FilesPlace::parse);
        let in_bucket = matches!(place, Some(Some(FilesPlace::Bucket { .. }) | None));
        let of_store = self.files_endpoint.is_some() || self.files_ca.is_some();
        let endpoint = self.files_endpoint.as_deref();
        vec![
            (
                !matches!(place, Some(None)),
                "files: 应为目录，或 s3://桶名/前缀 must be a directory, or s3://BUCKET/PREFIX",
            ),
            (
                in_bucket || !(of_store || self.files_credentials.is_some()),
                "files_endpoint, files_ca, files_credentials: 仅用于 s3:// only with files = s3://…",
            ),
            (
                endpoint.map_or(!in_bucket, |endpoint| is_endpoint(endpoint, self.files_allow_http)),
                "files_endpoint: 使用 s3:// 时须设对象存储的地址，应为 https:// 加主机名，可再加端口；设 files_allow_http 时也可用 \
                 http:// with s3:// the store must be named, by https://HOST or https://HOST:PORT, or http:// with \
                 files_allow_http",
            ),
            (is_part(&self.files_region), "files_region: 地域名有误 is no name of a region"),
        ]
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the environment is read in this room; these two are where every client of such a store looks for them"
)]
fn from_environment() -> Option<Credentials> {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    Some(Credentials {
        access_key_id: set(ENV_ACCESS_KEY_ID)?,
        secret_access_key: set(ENV_SECRET_ACCESS_KEY)?,
    })
}

fn is_bucket(name: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte);
    BUCKET_CHARS.contains(&name.len()) && name.bytes().all(known) && !name.starts_with(['.', '-'])
}

/// A part of a name that needs no escape anywhere, and is no step up or down.
fn is_part(part: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    !part.is_empty() && part.bytes().all(known) && !part.starts_with('.')
}

/// Scheme and host, and a port if one is said.
fn is_endpoint(text: &str, allow_http: bool) -> bool {
    let host = text.strip_prefix("https://");
    let host = host.or_else(|| text.strip_prefix("http://").filter(|_| allow_http)).unwrap_or_default();
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
    !host.is_empty() && host.bytes().all(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(bucket: &str, prefix: &str) -> FilesPlace {
        FilesPlace::Bucket { bucket: bucket.to_owned(), prefix: prefix.to_owned() }
    }

    #[test]
    fn a_bucket_is_told_from_a_directory() {
        let parse = |text: &str| FilesPlace::parse(Path::new(text));
        assert_eq!(parse("/srv/files"), Some(FilesPlace::Directory(PathBuf::from("/srv/files"))));
        assert_eq!(parse("s3://office"), Some(bucket("office", "")));
        assert_eq!(parse("s3://office/zhanjiang/xuwen/"), Some(bucket("office", "zhanjiang/xuwen")));
        for bad in
            ["s3://", "s3://ab", "s3://Office", "s3://office//x", "s3://office/../x", "s3://office/a b"]
        {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn what_is_set_of_a_store_fits_together() {
        let store = |set: fn(&mut Config)| {
            let mut config = Config { files: Some("s3://office/files".into()), ..Config::default() };
            config.files_endpoint = Some("https://s3.gd.example".to_owned());
            set(&mut config);
            config.violations()
        };
        assert_eq!(store(|_| {}), Vec::<String>::new());
        let unnamed = store(|c| c.files_endpoint = None);
        assert!(
            unnamed.len() == 1 && unnamed[0].starts_with("files_endpoint: 使用 s3:// 时须设"),
            "{unnamed:?}"
        );
        assert_eq!(store(|c| c.files_endpoint = Some("https://s3.gd.example:9000".to_owned())), [""; 0]);
        for endpoint in ["http://10.0.0.5:9000", "s3.example", "https://a/b", "https://u@a", "https://"] {
            let mut config = Config { files: Some("s3://office".into()), ..Config::default() };
            config.files_endpoint = Some(endpoint.to_owned());
            assert!(config.violations()[0].starts_with("files_endpoint"), "{endpoint}");
        }
        let plain = store(|c| {
            c.files_endpoint = Some("http://10.0.0.5:9000".to_owned());
            c.files_allow_http = true;
        });
        assert_eq!(plain, Vec::<String>::new());
        assert!(store(|c| c.files = Some("s3://A".into()))[0].starts_with("files:"));
        assert!(store(|c| c.files_region = String::new())[0].starts_with("files_region"));
        let alone = Config { files_credentials: Some("keys.toml".into()), ..Config::default() };
        assert!(alone.violations()[0].contains("files_credentials"), "{:?}", alone.violations());
    }

    #[test]
    fn credentials_are_read_whole_and_never_repeated() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("store.toml");
        let config = Config { files_credentials: Some(file.clone()), ..Config::default() };
        for wrong in ["access_key_id = 'only'", "secret = 'hidden'", "hidden", "secret_access_key = 4711\n"] {
            std::fs::write(&file, wrong).unwrap();
            let said = config.store_credentials().unwrap_err().to_string();
            assert!(
                said.contains("store.toml") && !said.contains("hidden") && !said.contains("4711"),
                "{said}"
            );
        }
        std::fs::write(&file, "access_key_id = 'sikuai'\nsecret_access_key = 'hidden'\n").unwrap();
        let read = config.store_credentials().unwrap();
        assert_eq!((read.access_key_id.as_str(), read.secret_access_key.as_str()), ("sikuai", "hidden"));
        assert_eq!(format!("{read:?}"), "Credentials");
    }
}
