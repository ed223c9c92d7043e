//! A bucket (对象存储桶) of a store that speaks S3. Objects are put there whole or not at all, copied within the store, and read
//! by ranges, so that no content is ever whole in memory. Every call blocks: not for async code.
//!
//! Nothing but the endpoint is ever contacted: the credentials are given, so that nobody is asked for any; no proxy of
//! the environment is taken, and no redirect is followed.
//!
//! Not here: which contents there are, and in which order they get their place (`blobs`).

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::client::{HttpClient, HttpConnector};
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{
    BackoffConfig, ClientOptions, MultipartUpload, ObjectStore as _, ObjectStoreExt as _, RetryConfig,
};
use tokio::runtime::{Builder, Runtime};

/// So much is put up at a time. S3 takes 10,000 parts, of 5 MiB at least.
const PART_BYTES: u64 = 8 << 20;
/// So much is read at a time.
const RANGE_BYTES: u64 = 4 << 20;
/// How long a connection may take to come about.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How long an answer may take, with all of its body.
const ANSWER_TIMEOUT: Duration = Duration::from_mins(1);
/// How often a request is tried again,
const RETRIES_MAX: usize = 3;
/// unless so much time has gone by.
const RETRY_TIMEOUT: Duration = Duration::from_secs(10);

/// The statuses of a store that does not let somebody in.
const REFUSALS: [&str; 2] = ["401 Unauthorized", "403 Forbidden"];

/// How a bucket is reached. Not printed.
pub struct BucketOptions {
    /// Its name.
    pub bucket: String,
    /// What stands before all names in it; may be empty.
    pub prefix: String,
    /// `https://HOST:PORT` of the store; that of AWS in the region if there is none.
    pub endpoint: Option<String>,
    /// The region.
    pub region: String,
    /// Whether it may be reached without TLS.
    pub allow_http: bool,
    /// Whether the bucket stands in the path of an address, or before its host.
    pub path_style: bool,
    /// Certificates (PEM) by which the store may prove itself, beside those of the system.
    pub certificates: Option<Vec<u8>>,
    /// The name of the key.
    pub access_key_id: String,
    /// The key.
    pub secret_access_key: String,
}

/// A bucket. Cloning gives another handle on it.
#[derive(Clone)]
pub(super) struct Bucket(Arc<Opened>);

struct Opened {
    store: PrefixStore<AmazonS3>,
    network: Network,
}

/// The thread that talks to the store. When it is dropped, wherever that is, nothing is waited for.
struct Network(Option<Runtime>);

/// An object of so many bytes that is read from its beginning.
pub struct Object {
    bucket: Bucket,
    path: Path,
    at: u64,
    bytes: u64,
    part: io::Cursor<Vec<u8>>,
}

/// The client that was made for one bucket.
#[derive(Debug)]
struct OneClient(HttpClient);

impl HttpConnector for OneClient {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(self.0.clone())
    }
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bucket")
    }
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Object({})", self.path)
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl Bucket {
    /// Makes ready to reach a bucket. Nothing is asked of it yet.
    pub(super) fn new(options: BucketOptions) -> io::Result<Bucket> {
        let client = client(&options)?;
        let runtime =
            Builder::new_multi_thread().worker_threads(1).thread_name("files").enable_all().build()?;
        let prefix = Path::from(options.prefix.as_str());
        let store = PrefixStore::new(s3(options, client).map_err(|error| away(&error))?, prefix);
        Ok(Bucket(Arc::new(Opened { store, network: Network(Some(runtime)) })))
    }

    /// Puts a file up under a name: all of it, or nothing.
    pub(super) fn put(&self, name: &str, content: &mut File) -> io::Result<()> {
        self.wait(async {
            let (path, first) = (Path::from(name), next_part(content)?);
            if u64::try_from(first.len()).is_ok_and(|bytes| bytes < PART_BYTES) {
                let put = self.0.store.put(&path, first.into()).await;
                return put.map(drop).map_err(|error| away(&error));
            }
            let mut upload = self.0.store.put_multipart(&path).await.map_err(|error| away(&error))?;
            let sent = send(&mut *upload, first, content).await;
            if sent.is_err() {
                // Parts that cannot be dropped now are nobody's object; the store drops them by its own rule.
                let _left = upload.abort().await;
            }
            sent
        })
    }

    /// Copies an object within the store, over whatever is there. Asked afterwards, because a store may answer that it did
    /// and say in its body that it did not.
    pub(super) fn copy(&self, from: &str, to: &str) -> io::Result<()> {
        let (from, to) = (Path::from(from), Path::from(to));
        let bytes = async |path: &Path| self.0.store.head(path).await.map(|meta| meta.size);
        let copied = async {
            self.0.store.copy(&from, &to).await?;
            Ok(bytes(&from).await? == bytes(&to).await?)
        };
        let is_there =
            self.wait(async { copied.await.map_err(|error: object_store::Error| away(&error)) })?;
        if is_there {
            Ok(())
        } else {
            Err(io::Error::new(io::ErrorKind::NetworkDown, "the store did not copy an object"))
        }
    }

    /// An object and how long it is; none if it is not there.
    pub(super) fn open(&self, name: &str) -> io::Result<Option<(Object, u64)>> {
        let path = Path::from(name);
        let found = self.wait(async { Ok(self.0.store.head(&path).await) })?;
        let bytes = match found {
            Ok(meta) => meta.size,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(away(&error)),
        };
        let object = Object { bucket: self.clone(), path, at: 0, bytes, part: io::Cursor::default() };
        Ok(Some((object, bytes)))
    }

    /// The folders of the bucket, in their order.
    pub(super) fn folders(&self) -> io::Result<Vec<String>> {
        let listed =
            self.wait(async { self.0.store.list_with_delimiter(None).await.map_err(|error| away(&error)) })?;
        let mut names: Vec<String> = listed.common_prefixes.iter().filter_map(last_part).collect();
        names.sort();
        Ok(names)
    }

    /// The names in a folder, in their order, and since when each is there by the clock of the store.
    pub(super) fn names(&self, folder: &str) -> io::Result<Vec<(String, DateTime<Utc>)>> {
        let folder = Path::from(folder);
        let listed = self.wait(async {
            self.0.store.list_with_delimiter(Some(&folder)).await.map_err(|error| away(&error))
        })?;
        let named =
            |object: &object_store::ObjectMeta| Some((last_part(&object.location)?, object.last_modified));
        let mut names: Vec<_> = listed.objects.iter().filter_map(named).collect();
        names.sort();
        Ok(names)
    }

    /// Removes an object, now.
    pub(super) fn remove(&self, name: &str) -> io::Result<()> {
        let path = Path::from(name);
        self.wait(async { self.0.store.delete(&path).await.map_err(|error| away(&error)) })
    }

    /// Removes an object soon, without waiting; from wherever it is called.
    pub(super) fn remove_soon(&self, name: &str) {
        let (bucket, path) = (self.clone(), Path::from(name));
        if let Some(runtime) = &self.0.network.0 {
            runtime.spawn(async move {
                // What cannot be removed now is removed at a later start.
                let _left = bucket.0.store.delete(&path).await;
            });
        }
    }

    fn wait<T>(&self, work: impl Future<Output = io::Result<T>>) -> io::Result<T> {
        match &self.0.network.0 {
            Some(runtime) => runtime.block_on(work),
            None => Err(io::Error::other("the network of the files has ended")),
        }
    }
}

impl Read for Object {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.part.read(into)?;
        if read > 0 || self.at == self.bytes || into.is_empty() {
            return Ok(read);
        }
        let end = self.bytes.min(self.at.saturating_add(RANGE_BYTES));
        let part = self.bucket.wait(async {
            self.bucket.0.store.get_range(&self.path, self.at..end).await.map_err(|error| away(&error))
        })?;
        self.at = end;
        self.part = io::Cursor::new(part.into());
        self.part.read(into)
    }
}

fn client(options: &BucketOptions) -> io::Result<HttpClient> {
    let mut builder = reqwest::Client::builder()
        .user_agent(concat!("sikuai/", env!("CARGO_PKG_VERSION")))
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .https_only(!options.allow_http)
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(ANSWER_TIMEOUT);
    if let Some(pem) = &options.certificates {
        let certificates = reqwest::Certificate::from_pem_bundle(pem).map_err(io::Error::other)?;
        builder = builder.tls_certs_merge(certificates);
    }
    Ok(HttpClient::new(builder.build().map_err(io::Error::other)?))
}

fn s3(options: BucketOptions, client: HttpClient) -> object_store::Result<AmazonS3> {
    let retry = RetryConfig {
        backoff: BackoffConfig::default(),
        max_retries: RETRIES_MAX,
        retry_timeout: RETRY_TIMEOUT,
    };
    let endpoint = options
        .endpoint
        .map(|endpoint| if options.path_style { endpoint } else { before_host(&options.bucket, &endpoint) });
    let builder = AmazonS3Builder::new()
        .with_bucket_name(options.bucket)
        .with_region(options.region)
        .with_access_key_id(options.access_key_id)
        .with_secret_access_key(options.secret_access_key)
        .with_virtual_hosted_style_request(!options.path_style)
        .with_allow_http(options.allow_http)
        // Not every store can remove many objects at once.
        .with_disable_bulk_delete(true)
        .with_retry(retry)
        .with_http_connector(OneClient(client));
    match endpoint {
        Some(endpoint) => builder.with_endpoint(endpoint).build(),
        None => builder.build(),
    }
}

/// The address of a bucket that stands before the host of its store.
fn before_host(bucket: &str, endpoint: &str) -> String {
    match endpoint.split_once("://") {
        Some((scheme, host)) => format!("{scheme}://{bucket}.{host}"),
        None => endpoint.to_owned(),
    }
}

async fn send(upload: &mut dyn MultipartUpload, first: Vec<u8>, content: &mut File) -> io::Result<()> {
    let mut part = first;
    while !part.is_empty() {
        upload.put_part(part.into()).await.map_err(|error| away(&error))?;
        part = next_part(content)?;
    }
    upload.complete().await.map(drop).map_err(|error| away(&error))
}

/// The next part of a file that is put up; nothing at its end.
fn next_part(content: &mut File) -> io::Result<Vec<u8>> {
    let mut part = Vec::new();
    content.take(PART_BYTES).read_to_end(&mut part)?;
    Ok(part)
}

fn last_part(path: &Path) -> Option<String> {
    path.filename().map(str::to_owned)
}

/// A failure of the store. What it answered is left out: it may repeat who asked.
fn away(error: &object_store::Error) -> io::Error {
    let said = error.to_string();
    let said = match said.split('<').next().unwrap_or_default().trim() {
        refused if REFUSALS.iter().any(|status| refused.contains(status)) => {
            "it refuses the credentials, or what they may not do"
        }
        other => other,
    };
    io::Error::new(io::ErrorKind::NetworkDown, said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_stands_before_the_host_and_its_port_stays() {
        let address = before_host("office", "https://oss.example:9000");
        assert_eq!(address, "https://office.oss.example:9000");
    }
}
