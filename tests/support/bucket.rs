//! A store that speaks S3, on loopback over a directory of one test's own: `s3s-fs`, which checks every signature. It can go
//! away and come back at its address, hold a request until it goes, and say that it did what it did not. Never a mock.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, mpsc};

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::TokioIo;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s_fs::FileSystem;
use sikuai::config::Config;
use tempfile::TempDir;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::runtime::{Builder, Runtime};
use tokio_native_tls::TlsAcceptor;

/// Who the tests are for the store.
pub(crate) const ACCESS_KEY_ID: &str = "sikuai-tests";
pub(crate) const SECRET_ACCESS_KEY: &str = "a-secret-of-the-tests";
/// The bucket, and what stands before all names in it.
const BUCKET: &str = "office";
const PREFIX: &str = "xuwen/files";

/// A request as it comes in.
pub(crate) type Request = hyper::Request<Incoming>;

/// Which requests are not done.
type Which = fn(&Request) -> bool;

/// What becomes of requests that are not done.
#[derive(Clone)]
enum Undone {
    /// They are held, and somebody is told.
    Held(mpsc::Sender<()>),
    /// They are said to be done.
    Denied,
}

type Whim = Arc<Mutex<Option<(Which, Undone)>>>;

/// What is beneath its HTTP.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Over {
    Tcp,
    /// With a certificate that nobody knows ([`TestBucket::certificate`]).
    Tls,
}

/// A store of one test's own, with one bucket.
pub(crate) struct TestBucket {
    directory: TempDir,
    address: SocketAddr,
    over: Over,
    whim: Whim,
    running: Mutex<Option<Runtime>>,
}

/// Whether the files of all tests are to be kept in such a store.
#[expect(clippy::disallowed_methods, reason = "the one variable that chooses where the tests keep files")]
pub(crate) fn wanted() -> bool {
    match std::env::var("SIKUAI_TEST_FILES").as_deref() {
        Err(_) | Ok("") => false,
        Ok("s3") => true,
        Ok(other) => panic!("SIKUAI_TEST_FILES: {other}"),
    }
}

/// Whether a request puts an object up, as a whole.
pub(crate) fn is_put(request: &Request) -> bool {
    request.method() == "PUT" && request.uri().query().is_none()
}

/// Whether a request makes an object of its parts.
pub(crate) fn is_completion(request: &Request) -> bool {
    request.method() == "POST" && request.uri().query().is_some_and(|query| query.contains("uploadId="))
}

/// Whether a request asks whether an object is there.
pub(crate) fn is_look(request: &Request) -> bool {
    request.method() == "HEAD"
}

/// Whether a request brings the second part of an object.
pub(crate) fn is_second_part(request: &Request) -> bool {
    request.uri().query().is_some_and(|query| query.contains("partNumber=2"))
}

impl TestBucket {
    pub(crate) fn start() -> Self {
        Self::start_over(Over::Tcp)
    }

    pub(crate) fn start_over(over: Over) -> Self {
        let directory = tempfile::tempdir().unwrap();
        fs::create_dir_all(directory.path().join("store").join(BUCKET)).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let bucket = Self { directory, address, over, whim: Whim::default(), running: Mutex::default() };
        bucket.credentials("store.toml", SECRET_ACCESS_KEY);
        bucket.serve(listener);
        bucket
    }

    /// Where the contents are on the disk.
    pub(crate) fn root(&self) -> PathBuf {
        self.directory.path().join("store").join(BUCKET).join(PREFIX)
    }

    /// The bucket and the prefix, as a setting.
    pub(crate) fn files() -> String {
        format!("s3://{BUCKET}/{PREFIX}")
    }

    /// Its address, as a setting.
    pub(crate) fn endpoint(&self) -> String {
        let scheme = if self.over == Over::Tls { "https" } else { "http" };
        format!("{scheme}://{}", self.address)
    }

    /// The file of its certificate, for 127.0.0.1 alone.
    pub(crate) fn certificate() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/tls/certificate.pem")
    }

    /// A file of credentials with this key.
    pub(crate) fn credentials(&self, name: &str, secret: &str) -> PathBuf {
        let path = self.directory.path().join(name);
        let text = format!("access_key_id = '{ACCESS_KEY_ID}'\nsecret_access_key = '{secret}'\n");
        fs::write(&path, text).unwrap();
        #[cfg(unix)]
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        path
    }

    /// Has an office keep its files here.
    pub(crate) fn set(&self, config: &mut Config) {
        config.files = Some(Self::files().into());
        config.files_endpoint = Some(self.endpoint());
        config.files_allow_http = self.over == Over::Tcp;
        config.files_credentials = Some(self.directory.path().join("store.toml"));
    }

    /// The parts of uploads that have not ended.
    pub(crate) fn parts(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.directory.path().join("store")).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        paths.filter(|path| path.to_string_lossy().contains(".part-")).collect()
    }

    /// Holds such requests from now on; each is told, and none is answered.
    pub(crate) fn hold(&self, which: Which) -> mpsc::Receiver<()> {
        let (sender, receiver) = mpsc::channel();
        *self.whim.lock().unwrap() = Some((which, Undone::Held(sender)));
        receiver
    }

    /// Says of such requests from now on that they are done, and does nothing.
    pub(crate) fn lie(&self, which: Which) {
        *self.whim.lock().unwrap() = Some((which, Undone::Denied));
    }

    /// Does whatever it is asked again.
    pub(crate) fn release(&self) {
        *self.whim.lock().unwrap() = None;
    }

    /// Goes away: nobody listens, and every connection is broken off.
    pub(crate) fn stop(&self) {
        drop(self.running.lock().unwrap().take().unwrap());
    }

    /// Comes back with all that it had.
    pub(crate) fn come_back(&self) {
        self.release();
        self.serve(TcpListener::bind(self.address).unwrap());
    }

    fn serve(&self, listener: TcpListener) {
        let mut builder =
            S3ServiceBuilder::new(FileSystem::new(self.directory.path().join("store")).unwrap());
        builder.set_auth(SimpleAuth::from_single(ACCESS_KEY_ID, SECRET_ACCESS_KEY));
        let answers = Answers { service: builder.build(), whim: Arc::clone(&self.whim) };
        let tls = (self.over == Over::Tls).then(acceptor);
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        listener.set_nonblocking(true).unwrap();
        runtime.spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            loop {
                let (socket, _) = listener.accept().await.unwrap();
                let (answers, tls) = (answers.clone(), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        None => answers.on(socket).await,
                        Some(tls) => {
                            if let Ok(socket) = tls.accept(socket).await {
                                answers.on(socket).await;
                            }
                        }
                    }
                });
            }
        });
        *self.running.lock().unwrap() = Some(runtime);
    }
}

/// What is answered on a connection.
#[derive(Clone)]
struct Answers {
    service: S3Service,
    whim: Whim,
}

impl Answers {
    async fn on(self, socket: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) {
        let answer = service_fn(move |request| {
            let (service, undone) = (self.service.clone(), undone(&self.whim, &request));
            async move {
                match undone {
                    None => Service::call(&service, request).await,
                    Some(Undone::Held(told)) => {
                        // A test that has seen enough listens no more.
                        let _ended = told.send(());
                        std::future::pending().await
                    }
                    Some(Undone::Denied) => {
                        let done = hyper::Response::builder().header("etag", "\"1\"");
                        Ok(done.body(s3s::Body::empty()).unwrap())
                    }
                }
            }
        });
        // A connection that ends badly is the other end's to notice.
        let _ended = http1::Builder::new().serve_connection(TokioIo::new(socket), answer).await;
    }
}

fn acceptor() -> TlsAcceptor {
    let read = |name| fs::read(TestBucket::certificate().with_file_name(name)).unwrap();
    let identity = native_tls::Identity::from_pkcs8(&read("certificate.pem"), &read("key.pem")).unwrap();
    native_tls::TlsAcceptor::new(identity).unwrap().into()
}

fn undone(whim: &Whim, request: &Request) -> Option<Undone> {
    let whim = whim.lock().unwrap();
    whim.as_ref().filter(|(which, _)| which(request)).map(|(_, undone)| undone.clone())
}
