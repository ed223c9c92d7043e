//! A real server on loopback over a fresh database, with a clock that tests move, and callers
//! who log in over HTTP. Never a mock.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

use actix_web::rt::System;
use serde_json::Value;
use sikuai::app::App;
use sikuai::app::clock::{Clock, ManualClock};
use sikuai::app::error::Error;
use sikuai::app::people::{By, NewPerson, User};
use sikuai::config::Config;
use sikuai::domain::role::Role;
use sikuai::http::server::{self, Running};
use tempfile::TempDir;
use ureq::http::{HeaderMap, Request};

use super::bucket::{self, TestBucket};
use super::database::TestDatabase;

/// The password of everyone in the tests.
pub(crate) const PASSWORD: &str = "correct-horse-battery";

/// Waits for the app's own answer.
pub(crate) fn wait<T>(work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    System::new().block_on(work)
}

/// The access token of a login's answer.
pub(crate) fn access_token(tokens: &Value) -> String {
    tokens.get("access_token").and_then(Value::as_str).unwrap().to_owned()
}

/// A server of one test's own. It stands at 2021-12-10 09:00 in Shanghai until its clock is moved.
pub(crate) struct TestServer {
    pub(crate) app: Arc<App>,
    pub(crate) clock: ManualClock,
    /// Where the contents of its files lie on the disk, unless a test sets another place.
    pub(crate) files: PathBuf,
    bucket: Option<TestBucket>,
    running: Option<Running>,
    agent: ureq::Agent,
    address: SocketAddr,
    _keys: TempDir,
    _database: TestDatabase,
}

/// What the server answered.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The status of a refusal, and what was found.
    pub(crate) fn refused(&self) -> (u16, Vec<String>) {
        (self.status, self.violations())
    }

    /// `in pointer-or-name code` of each violation.
    pub(crate) fn violations(&self) -> Vec<String> {
        let body = self.json();
        let list = body.get("violations").and_then(Value::as_array).cloned().unwrap_or_default();
        let text = |violation: &Value, field: &str| {
            violation.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let place = |violation: &Value| text(violation, "pointer") + &text(violation, "name");
        list.iter().map(|v| format!("{} {} {}", text(v, "in"), place(v), text(v, "code"))).collect()
    }
}

/// A request that is being put together.
pub(crate) struct Call<'a> {
    server: &'a TestServer,
    builder: ureq::http::request::Builder,
}

impl Call<'_> {
    pub(crate) fn header(self, name: &str, value: &str) -> Self {
        Self { builder: self.builder.header(name, value), ..self }
    }

    pub(crate) fn bearer(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    pub(crate) fn send(self) -> Reply {
        reply(self.server.agent.run(self.builder.body(()).unwrap()))
    }

    pub(crate) fn json(self, body: &Value) -> Reply {
        self.header("content-type", "application/json").raw(body.to_string())
    }

    /// The bytes of an answer, or that it broke off before the length that it promised.
    pub(crate) fn bytes(self) -> Result<(u16, HeaderMap, Vec<u8>), ureq::Error> {
        let response = self.server.agent.run(self.builder.body(()).unwrap())?;
        let (head, mut body) = response.into_parts();
        let bytes = body.with_config().limit(u64::MAX).read_to_vec()?;
        Ok((head.status.as_u16(), head.headers, bytes))
    }

    pub(crate) fn raw(self, body: impl Into<Vec<u8>>) -> Reply {
        reply(self.server.agent.run(self.builder.body(body.into()).unwrap()))
    }
}

fn reply(response: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Reply {
    let mut response = response.unwrap();
    Reply {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        // A file is no text; what is asked of it is its status and its head.
        text: String::from_utf8_lossy(&response.body_mut().read_to_vec().unwrap()).into_owned(),
    }
}

impl TestServer {
    pub(crate) fn start() -> Self {
        Self::start_with(|_| {})
    }

    /// With other settings.
    pub(crate) fn start_with(set: impl FnOnce(&mut Config)) -> Self {
        let database = TestDatabase::new();
        let keys = tempfile::tempdir().unwrap();
        let mut config = Config {
            database: database.url.clone(),
            key_file: Some(keys.path().join("master.key")),
            files: Some(keys.path().join("files")),
            login_attempts_per_minute: 1000,
            shutdown_seconds: 5,
            ..Config::default()
        };
        let bucket = bucket::wanted().then(TestBucket::start);
        let files = bucket.as_ref().map_or_else(|| keys.path().join("files"), TestBucket::root);
        if let Some(bucket) = &bucket {
            bucket.set(&mut config);
        }
        set(&mut config);
        let clock = ManualClock::at("2021-12-10T01:00:00Z".parse().unwrap());
        let app = App::over(database.store.clone(), config, Clock::Manual(clock.clone())).unwrap();
        let app = Arc::new(app);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let running = server::serve(Arc::clone(&app), listener).unwrap();
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .max_redirects(0)
            .build()
            .into();
        let address = running.address();
        let running = Some(running);
        Self { app, clock, files, bucket, running, agent, address, _keys: keys, _database: database }
    }

    /// The store of its files, if they are in one.
    pub(crate) fn bucket(&self) -> Option<&TestBucket> {
        self.bucket.as_ref()
    }

    /// The contents of files that lie where they lie, in their order.
    pub(crate) fn blobs(&self) -> Vec<PathBuf> {
        let folders = std::fs::read_dir(&self.files).into_iter().flatten().map(|entry| entry.unwrap().path());
        let in_folder = |folder: PathBuf| std::fs::read_dir(folder).unwrap().map(|blob| blob.unwrap().path());
        let mut blobs: Vec<PathBuf> = folders.filter(|path| path.is_dir()).flat_map(in_folder).collect();
        blobs.sort();
        blobs
    }

    /// Once there are so many, which is soon: what is dropped in a store goes without anybody waiting for it.
    pub(crate) fn blobs_once(&self, count: usize) -> Vec<PathBuf> {
        loop {
            let blobs = self.blobs();
            if blobs.len() == count {
                return blobs;
            }
            std::thread::yield_now();
        }
    }

    /// Where the content of this SHA-256 lies, if one lies there.
    pub(crate) fn blob(&self, sha256: &str) -> Option<PathBuf> {
        let is_it = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with(sha256);
        self.blobs().into_iter().find(is_it)
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn call(&self, method: &str, path: &str) -> Call<'_> {
        let uri = format!("http://{}{path}", self.address);
        Call { server: self, builder: Request::builder().method(method).uri(uri) }
    }

    /// A request to another instance of the same office.
    pub(crate) fn at(&self, address: SocketAddr, method: &str, path: &str) -> Call<'_> {
        let uri = format!("http://{address}{path}");
        Call { server: self, builder: Request::builder().method(method).uri(uri) }
    }

    pub(crate) fn get(&self, path: &str) -> Call<'_> {
        self.call("GET", path)
    }

    pub(crate) fn post(&self, path: &str) -> Call<'_> {
        self.call("POST", path)
    }

    /// Adds a person, as the operator does.
    pub(crate) fn person(&self, login: &str, role: Role) -> User {
        let new = NewPerson {
            login: login.to_owned(),
            name: "测试".to_owned(),
            role,
            password: PASSWORD.to_owned(),
        };
        wait(self.app.identity.add_person(By::CommandLine, new)).unwrap().given
    }

    /// Logs a person in over HTTP.
    pub(crate) fn log_in(&self, login: &str) -> Value {
        let credentials = serde_json::json!({ "login": login, "password": PASSWORD });
        let reply = self.post("/api/v1/sessions").json(&credentials);
        assert_eq!(reply.status, 201, "{reply:?}");
        reply.json()
    }

    /// Adds a person, logs them in, and gives their access token.
    pub(crate) fn token(&self, login: &str, role: Role) -> String {
        self.person(login, role);
        access_token(&self.log_in(login))
    }

    /// Takes the running server, to stop it by hand.
    pub(crate) fn take_running(&mut self) -> Running {
        self.running.take().unwrap()
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            // Connections that the agent keeps open are not waited for.
            System::new().block_on(running.handle().stop(false));
        }
    }
}
