//! A bucket (对象存储桶) of a store that speaks S3. Objects are put there whole or not at all, and read by ranges, so that no
//! content is ever whole in memory. Every call blocks: not for async code.
//!
//! Nothing but the endpoint is ever contacted: the credentials are given, so that nobody is asked for any; no proxy of
//! the environment is taken, and no redirect is followed.
//!
//! Not here: which contents there are, and under which names (`blobs`).

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::sync::Arc;
use std::time::Duration;

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

/// After these words a client tells what the store said; it may repeat who asked.
const SAID: [&str; 2] = ["status code: ", "error response: "];
/// The statuses of a store that does not let somebody in.
const REFUSALS: [&str; 2] = ["401", "403"];
/// So long is a code of the store at most.
const CODE_CHARS_MAX: usize = 100;

/// How a bucket is reached. Not printed.
pub struct BucketOptions {
    /// Its name.
    pub bucket: String,
    /// What stands before all names in it; may be empty.
    pub prefix: String,
    /// `https://HOST:PORT` of the store.
    pub endpoint: String,
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

    /// Puts a file up under a name: all of it, or nothing. It is looked at afterwards, because a store may answer that it
    /// took an object and did not.
    pub(super) fn put(&self, name: &str, content: &mut File) -> io::Result<()> {
        let (path, bytes) = (Path::from(name), content.metadata()?.len());
        self.wait(async {
            self.send(&path, content).await?;
            match self.0.store.head(&path).await {
                Ok(meta) if meta.size == bytes => Ok(()),
                Ok(_) | Err(object_store::Error::NotFound { .. }) => Err(io::Error::new(
                    io::ErrorKind::NetworkDown,
                    "it said that it took an object, and does not have it",
                )),
                Err(error) => Err(away(&error)),
            }
        })
    }

    async fn send(&self, path: &Path, content: &mut File) -> io::Result<()> {
        let first = next_part(content)?;
        if u64::try_from(first.len()).is_ok_and(|bytes| bytes < PART_BYTES) {
            let put = self.0.store.put(path, first.into()).await;
            return put.map(drop).map_err(|error| away(&error));
        }
        let mut upload = self.0.store.put_multipart(path).await.map_err(|error| away(&error))?;
        let sent = send_parts(&mut *upload, first, content).await;
        if sent.is_err() {
            // Parts that cannot be dropped now are nobody's object; the store drops them by its own rule.
            let _left = upload.abort().await;
        }
        sent
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

    /// The names in a folder, and how long each object is.
    pub(super) fn listed(&self, folder: &str) -> io::Result<BTreeMap<String, u64>> {
        let folder = Path::from(folder);
        let listed = self.wait(async {
            self.0.store.list_with_delimiter(Some(&folder)).await.map_err(|error| away(&error))
        })?;
        let named = |object: &object_store::ObjectMeta| Some((last_part(&object.location)?, object.size));
        Ok(listed.objects.iter().filter_map(named).collect())
    }

    /// Removes an object soon, without waiting; from wherever it is called.
    pub(super) fn remove_soon(&self, name: &str) {
        let (bucket, path) = (self.clone(), Path::from(name));
        if let Some(runtime) = &self.0.network.0 {
            runtime.spawn(async move {
                // What cannot be removed is named by the check.
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
        if certificates.is_empty() {
            return Err(io::Error::other("there is no certificate in it"));
        }
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
    let endpoint =
        if options.path_style { options.endpoint } else { before_host(&options.bucket, &options.endpoint) };
    AmazonS3Builder::new()
        .with_endpoint(endpoint)
        .with_bucket_name(options.bucket)
        .with_region(options.region)
        .with_access_key_id(options.access_key_id)
        .with_secret_access_key(options.secret_access_key)
        .with_virtual_hosted_style_request(!options.path_style)
        .with_allow_http(options.allow_http)
        // Not every store can remove many objects at once.
        .with_disable_bulk_delete(true)
        .with_retry(retry)
        .with_http_connector(OneClient(client))
        .build()
}

/// The address of a bucket that stands before the host of its store.
fn before_host(bucket: &str, endpoint: &str) -> String {
    match endpoint.split_once("://") {
        Some((scheme, host)) => format!("{scheme}://{bucket}.{host}"),
        None => endpoint.to_owned(),
    }
}

async fn send_parts(upload: &mut dyn MultipartUpload, first: Vec<u8>, content: &mut File) -> io::Result<()> {
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

/// A failure of the store.
fn away(error: &object_store::Error) -> io::Error {
    io::Error::new(io::ErrorKind::NetworkDown, told(&error.to_string()))
}

/// What is told of a failure: what the client says, the status, and the code that the store gives for it. The rest of what
/// the store says is left out: it may repeat who asked, or be anything at all.
fn told(failure: &str) -> String {
    let Some((client, store)) = SAID.iter().find_map(|words| failure.split_once(words)) else {
        return failure.to_owned();
    };
    let status = store.split(':').next().filter(|status| status.starts_with(|c: char| c.is_ascii_digit()));
    let status = status.unwrap_or_default().trim();
    let code = code_of(store).unwrap_or_default();
    let why = match status.get(..3) {
        Some(refused) if REFUSALS.contains(&refused) => match code {
            "RequestTimeTooSkewed" => ", the clocks of this machine and of the store are apart",
            _ => ", it refuses the credentials, or what they may not do",
        },
        Some(redirect) if redirect.starts_with('3') => {
            ", it sends to another address, which is not followed: files_endpoint and files_region must be its own"
        }
        Some(_) | None => "",
    };
    let said: Vec<&str> =
        [client.trim_end(), status, code].into_iter().filter(|part| !part.is_empty()).collect();
    format!("{}{why}", said.join(" "))
}

/// The code of a failure in what a store says of it.
fn code_of(said: &str) -> Option<&str> {
    let (code, _) = said.split_once("<Code>")?.1.split_once("</Code>")?;
    let is_code = code.len() <= CODE_CHARS_MAX && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_code.then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_stands_before_the_host_and_its_port_stays() {
        let address = before_host("office", "https://oss.example:9000");
        assert_eq!(address, "https://office.oss.example:9000");
    }

    #[test]
    fn of_what_a_store_says_its_status_and_its_code_are_told_and_nothing_else() {
        let said = |status: &str, body: &str| {
            told(&format!(
                "Generic S3 error: Error performing GET http://x/y in 1ms - Server returned non-2xx status code: \
                 {status}: {body}"
            ))
        };
        let xml = |code: &str| {
            format!("<?xml?><Error><Code>{code}</Code><AWSAccessKeyId>KEY</AWSAccessKeyId></Error>")
        };
        let refused = said("403 Forbidden", &xml("SignatureDoesNotMatch"));
        assert!(
            refused.ends_with(
                "403 Forbidden SignatureDoesNotMatch, it refuses the credentials, or what they may not do"
            ),
            "{refused}"
        );
        let apart = said("403 Forbidden", &xml("RequestTimeTooSkewed"));
        assert!(
            apart.ends_with("RequestTimeTooSkewed, the clocks of this machine and of the store are apart")
        );
        assert!(
            said("500 Internal Server Error", &xml("InternalError")).ends_with("Server Error InternalError")
        );
        let bodies = [
            "",
            "KEY: 1",
            "{\"KEY\": 1}",
            "<html>KEY</html>",
            "<Code>KEY: 1</Code>",
            &xml(&"KEY".repeat(50)),
        ];
        for body in bodies {
            let told = said("502 Bad Gateway", body);
            assert!(told.ends_with(" - Server returned non-2xx 502 Bad Gateway"), "{told}");
        }
        let whole = told(
            "Error performing PUT http://x/y in 1ms - Server returned error response: <Error><Code>SlowDown</Code>KEY",
        );
        assert!(whole.ends_with(" - Server returned SlowDown"), "{whole}");
        let redirect = said("307 Temporary Redirect", "");
        assert!(redirect.contains("307 Temporary Redirect, it sends to another address"), "{redirect}");
        assert_eq!(told("HTTP error: error sending request"), "HTTP error: error sending request");
    }
}
