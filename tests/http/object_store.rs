//! Files in a store that speaks S3: one that is wrong or away is said at the start and later, and leaves nothing half done,
//! whenever it goes or the program dies. That it keeps files as a directory does is in `files`, which runs over both
//! (`SIKUAI_TEST_FILES=s3`).

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use crate::support::bucket::{
    ACCESS_KEY_ID, Over, SECRET_ACCESS_KEY, TestBucket, is_completion, is_look, is_put, is_second_part,
};
use crate::support::people::{File, People, application};
use crate::support::server::{PASSWORD, Reply, TestServer, access_token};
use serde_json::{Value, json};
use sikuai::app::App;
use sikuai::app::clock::Clock;
use sikuai::app::error::Error;
use sikuai::app::file_check::Contents;
use sikuai::config::Config;
use sikuai::http::server;

/// Three parts of what is put up.
const THREE_PARTS_BYTES: usize = 17 << 20;
/// Longer than what is read at a time, and buffered on the way.
const LONG_BYTES: usize = 24 << 20;
/// The name, in a query.
const PATH: &str = "files?name=a.txt";
const WAIT: Duration = Duration::from_mins(1);

/// A text of so many bytes that no other test has.
fn text(bytes: usize, mark: char) -> Vec<u8> {
    let line = format!("{mark} 庭审记录 {}\n", "陈述".repeat(20));
    line.repeat(bytes / line.len()).into_bytes()
}

fn office(bucket: &TestBucket) -> TestServer {
    TestServer::start_with(|config| bucket.set(config))
}

fn brings(people: &People<'_>, file: &File, bytes: &[u8]) -> Reply {
    people.clerk.call("POST", &file.path(PATH)).header("content-type", "text/plain").raw(bytes)
}

fn reads(people: &People<'_>, path: &str) -> Vec<u8> {
    let (status, _, bytes) = people.clerk.call("GET", path).bytes().unwrap();
    assert_eq!(status, 200);
    bytes
}

fn files_of(people: &People<'_>, file: &File) -> Vec<Value> {
    people.clerk.read(&file.path("files"))["items"].as_array().unwrap().clone()
}

/// Everything under a directory, deep.
fn under(path: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(path).into_iter().flatten().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { under(&path) } else { vec![path] }).collect()
}

/// Once there are so many contents, which is soon: nobody waits for what is dropped.
fn blobs(bucket: &TestBucket, count: usize) -> Vec<PathBuf> {
    loop {
        let mut blobs = under(&bucket.root());
        blobs.retain(|path| path.file_name().unwrap() != "database");
        if blobs.len() == count {
            return blobs;
        }
        std::thread::yield_now();
    }
}

fn is_whole(server: &TestServer) {
    let checked = server.app.register.check_with(Contents::Read).unwrap();
    assert_eq!((checked.inconsistencies, checked.unnamed), (Vec::new(), Vec::new()));
}

/// A connection of one's own with a request on it, whose body is still to come.
fn begins(address: SocketAddr, (method, path): (&str, &str), token: &str, bytes: usize) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\ncontent-type: text/plain\r\n\
         content-length: {bytes}\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.set_read_timeout(Some(WAIT)).unwrap();
    stream
}

/// What comes until the connection ends, however it does.
fn rest(stream: &mut TcpStream) -> Vec<u8> {
    let (mut all, mut part) = (Vec::new(), vec![0; 1 << 16]);
    while let Ok(read @ 1..) = stream.read(&mut part) {
        all.extend_from_slice(&part[..read]);
    }
    all
}

/// Changes what is set.
type Set<'a> = &'a dyn Fn(&mut Config);

fn token(server: &TestServer) -> String {
    access_token(&server.log_in("clerk"))
}

// --- What is wrong is said at the start ---

#[test]
fn a_store_that_is_wrong_or_away_is_said_at_the_start() {
    let bucket = TestBucket::start();
    let server = office(&bucket);
    server.app.register.open_files().unwrap();
    let opened = |set: Set<'_>| {
        let mut config = server.app.settings.clone();
        set(&mut config);
        let app = App::over(server.app.store.clone(), config, Clock::Manual(server.clock.clone()))?;
        app.register.open_files()
    };
    let wrong = bucket.credentials("wrong.toml", "another-secret");
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let sets: [(&str, Set<'_>); 3] = [
        ("refuses the credentials", &|config| config.files_credentials = Some(wrong.clone())),
        ("404", &|config| config.files = Some("s3://elsewhere/files".into())),
        ("HTTP error", &|config| config.files_endpoint = Some(format!("http://{nobody}"))),
    ];
    for (expected, set) in sets {
        let said = match opened(set) {
            Err(Error::FilesAway(said)) => said,
            other => panic!("{expected}: {other:?}"),
        };
        assert!(said.contains(expected), "{expected}: {said}");
        for secret in [ACCESS_KEY_ID, SECRET_ACCESS_KEY, "another-secret"] {
            assert!(!said.contains(secret), "{said}");
        }
    }
    // An address that sends to another: whoever listens there is not asked, and gets no signature.
    let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    for status in ["301 Moved Permanently", "307 Temporary Redirect"] {
        let sending = sends_to(status, elsewhere.local_addr().unwrap());
        let said = opened(&|config| config.files_endpoint = Some(format!("http://{sending}"))).unwrap_err();
        let said = said.to_string();
        assert!(said.contains(status) && said.contains("sends to another address"), "{said}");
        let asked = elsewhere.accept().map(drop).unwrap_err();
        assert_eq!(asked.kind(), std::io::ErrorKind::WouldBlock);
    }
    // Without TLS only where the office says so.
    assert!(matches!(opened(&|config| config.files_allow_http = false), Err(Error::FilesAway(_))));
    let gone = opened(&|config| config.files_credentials = Some("/nowhere/store.toml".into()));
    assert!(matches!(&gone, Err(Error::Broken(said)) if said.contains("/nowhere/store.toml")), "{gone:?}");
    #[cfg(unix)]
    {
        let open: fs::Permissions = std::os::unix::fs::PermissionsExt::from_mode(0o644);
        fs::set_permissions(&wrong, open).unwrap();
        let gone = opened(&|config| config.files_credentials = Some(wrong.clone()));
        assert!(gone.unwrap_err().to_string().contains("chmod 600"));
    }
    assert!(!format!("{:?}", server.app).contains(SECRET_ACCESS_KEY));
}

/// An address that answers everything with a redirect to another.
fn sends_to(status: &'static str, there: SocketAddr) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming().map(Result::unwrap) {
            let mut lines = BufReader::new(&stream).lines().map(Result::unwrap);
            let path = lines.next().unwrap().split(' ').nth(1).unwrap().to_owned();
            assert!(lines.any(|line| line.is_empty()));
            let head =
                format!("HTTP/1.1 {status}\r\nlocation: http://{there}{path}\r\ncontent-length: 0\r\n\r\n");
            (&stream).write_all(head.as_bytes()).unwrap();
        }
    });
    address
}

#[test]
fn a_store_behind_tls_is_believed_by_its_certificate_alone() {
    let bucket = TestBucket::start_over(Over::Tls);
    let server = TestServer::start_with(|config| {
        bucket.set(config);
        config.files_ca = Some(TestBucket::certificate());
    });
    server.app.register.open_files().unwrap();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-01"));
    let bytes = text(100_000, '庚');
    let reply = brings(&people, &file, &bytes);
    assert_eq!((reply.status, reads(&people, reply.header("location"))), (201, bytes));
    let unknown = Config { files_ca: None, ..server.app.settings.clone() };
    let clock = || Clock::Manual(server.clock.clone());
    let app = App::over(server.app.store.clone(), unknown, clock()).unwrap();
    assert!(matches!(app.register.open_files(), Err(Error::FilesAway(_))));
    let directory = tempfile::tempdir().unwrap();
    let empty = directory.path().join("empty.pem");
    fs::write(&empty, "").unwrap();
    for ca in [TestBucket::certificate().with_file_name("none.pem"), empty] {
        let none = Config { files_ca: Some(ca.clone()), ..app.settings.clone() };
        let said = App::over(server.app.store.clone(), none, clock()).unwrap_err().to_string();
        assert!(said.contains("files_ca") && said.contains(&ca.display().to_string()), "{said}");
    }
}

#[test]
fn the_operator_hears_what_is_wrong_with_the_store() {
    let bucket = TestBucket::start();
    let directory = tempfile::tempdir().unwrap();
    let endpoint = bucket.endpoint();
    let files = TestBucket::files();
    let store = [
        ("SIKUAI_FILES", files.as_str()),
        ("SIKUAI_FILES_ENDPOINT", &endpoint),
        ("SIKUAI_FILES_ALLOW_HTTP", "true"),
        // Nobody listens there: who takes the proxy of the environment reaches nothing.
        ("HTTP_PROXY", "http://127.0.0.1:1"),
        ("http_proxy", "http://127.0.0.1:1"),
        ("ALL_PROXY", "http://127.0.0.1:1"),
    ];
    let run = |arguments: &[&str], keys: &[(&str, &str)]| {
        let output = Command::new(env!("CARGO_BIN_EXE_sikuai"))
            .args(arguments)
            .current_dir(directory.path())
            .env_clear()
            .envs(store.iter().chain(keys).copied())
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    assert_eq!(run(&["migrate"], &[]), (Some(0), String::new()));
    let (code, said) = run(&["check"], &[]);
    assert!(code == Some(1) && said.contains("缺少对象存储的凭据"), "{said}");
    let key = ("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID);
    let right = [key, ("AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY)];
    assert_eq!(run(&["check"], &right), (Some(0), String::new()));
    for command in ["check", "serve"] {
        let (code, said) = run(&[command], &[key, ("AWS_SECRET_ACCESS_KEY", "wrong")]);
        assert_eq!(code, Some(1));
        assert!(
            said.contains("错误 error: 无法使用材料文件的对象存储 the store of the files cannot be used"),
            "{said}"
        );
    }
    bucket.stop();
    let (code, said) = run(&["serve"], &right);
    assert!(code == Some(1) && said.contains("无法使用材料文件的对象存储"), "{said}");
    assert!(!said.contains(SECRET_ACCESS_KEY) && !said.contains(ACCESS_KEY_ID), "{said}");
}

// --- The store goes away ---

#[test]
fn a_store_that_goes_away_during_an_upload_leaves_nothing_half_done() {
    let bucket = TestBucket::start();
    let server = office(&bucket);
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-01"));
    let bytes = text(THREE_PARTS_BYTES, '甲');
    // While the caller still sends.
    let mut stream = begins(server.address(), ("POST", &file.path(PATH)), &token(&server), bytes.len());
    let (first, second) = bytes.split_at(bytes.len() / 2);
    stream.write_all(first).unwrap();
    bucket.stop();
    stream.write_all(second).unwrap();
    let answer = String::from_utf8(rest(&mut stream)).unwrap();
    assert!(answer.starts_with("HTTP/1.1 503 ") && answer.contains("/problems/not-ready"), "{answer}");
    bucket.come_back();
    // While its second part is put up, when all are there, and when it is looked at.
    for held in [is_second_part, is_completion, is_look] {
        let told = bucket.hold(held);
        let mut stream = begins(server.address(), ("POST", &file.path(PATH)), &token(&server), bytes.len());
        stream.write_all(&bytes).unwrap();
        told.recv_timeout(WAIT).unwrap();
        // Nobody waits for the store who needs nothing of it.
        people.clerk.receive_another(&application("2021-12-02"));
        bucket.stop();
        let answer = String::from_utf8(rest(&mut stream)).unwrap();
        assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
        assert!(answer.contains("存储暂时无法使用") && !answer.contains(&bucket.endpoint()), "{answer}");
        bucket.come_back();
        assert_eq!(files_of(&people, &file), Vec::<Value>::new());
        // What was put up and not looked at any more is of no file.
        let checked = server.app.register.check_with(Contents::Read).unwrap();
        assert_eq!(checked.inconsistencies, Vec::<String>::new());
    }
    // It is in nobody's way: the same again, whole.
    let reply = brings(&people, &file, &bytes);
    assert_eq!(reply.status, 201, "{reply:?}");
    assert_eq!(reads(&people, reply.header("location")), bytes);
    assert_eq!(server.app.register.check_with(Contents::Read).unwrap().inconsistencies, Vec::<String>::new());
}

#[test]
fn a_store_that_says_that_it_took_a_content_and_did_not_is_not_believed() {
    let bucket = TestBucket::start();
    let server = office(&bucket);
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-01"));
    let bytes = text(300_000, '辛');
    bucket.lie(is_put);
    let reply = brings(&people, &file, &bytes);
    assert_eq!((reply.status, &reply.json()["type"]), (503, &json!("/problems/not-ready")), "{reply:?}");
    assert_eq!((files_of(&people, &file), blobs(&bucket, 0)), (Vec::new(), Vec::new()));
    bucket.release();
    let reply = brings(&people, &file, &bytes);
    assert_eq!((reply.status, reads(&people, reply.header("location"))), (201, bytes));
    is_whole(&server);
}

#[test]
fn a_check_takes_a_store_that_is_away_for_no_damage() {
    let bucket = TestBucket::start();
    let server = office(&bucket);
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-01"));
    assert_eq!(brings(&people, &file, &text(300_000, '壬')).status, 201);
    let [blob] = blobs(&bucket, 1).try_into().unwrap();
    bucket.stop();
    for how in [Contents::Present, Contents::Read] {
        let checked = server.app.register.check_with(how);
        assert!(matches!(checked, Err(Error::FilesAway(_))));
    }
    bucket.come_back();
    is_whole(&server);
    fs::remove_file(blob).unwrap();
    let checked = server.app.register.check_with(Contents::Present).unwrap();
    assert!(checked.inconsistencies.len() == 1 && checked.inconsistencies[0].contains("is missing"));
}

#[test]
fn a_store_that_goes_away_during_a_download_breaks_it_off() {
    let bucket = TestBucket::start();
    let server = office(&bucket);
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-01"));
    let bytes = text(LONG_BYTES, '乙');
    let reply = brings(&people, &file, &bytes);
    let path = reply.header("location");
    let sealed = fs::read(&blobs(&bucket, 1)[0]).unwrap();
    assert_eq!(bucket.parts(), Vec::<PathBuf>::new());
    let shown = "庭审记录".as_bytes();
    assert!(
        !sealed[..100_000].windows(shown.len()).any(|window| window == shown),
        "what the store has is sealed"
    );
    let mut stream = begins(server.address(), ("GET", path), &token(&server), 0);
    let mut begun = [0; 4096];
    stream.read_exact(&mut begun).unwrap();
    assert!(begun.starts_with(b"HTTP/1.1 200 "));
    bucket.stop();
    let rest = rest(&mut stream);
    assert!(rest.len() + begun.len() < bytes.len(), "{} bytes came", rest.len());
    let away = people.clerk.get(path);
    assert_eq!((away.status, &away.json()["type"]), (503, &json!("/problems/not-ready")));
    // What needs no file goes on.
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-03", "procedure": "ordinary" }));
    bucket.come_back();
    assert_eq!(reads(&people, path), bytes);
}

// --- Several servers, and dead ones ---

#[test]
fn the_same_content_from_two_servers_at_once_is_kept_once() {
    let bucket = TestBucket::start();
    let server = office(&bucket);
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-01"));
    let other = App::open(server.app.settings.clone(), Clock::Manual(server.clock.clone())).unwrap();
    let running = server::serve(Arc::new(other), TcpListener::bind("127.0.0.1:0").unwrap()).unwrap();
    let (there, token, path) = (running.address(), token(&server), file.path(PATH));
    for mark in ['丙', '丁', '戊'] {
        let bytes = text(300_000, mark);
        std::thread::scope(|scope| {
            for n in 0..6 {
                let (server, token, path, bytes) = (&server, &token, &path, &bytes);
                let address = if n % 2 == 0 { server.address() } else { there };
                scope.spawn(move || {
                    let call = server.at(address, "POST", path).bearer(token);
                    let reply = call.header("content-type", "text/plain").raw(bytes.clone());
                    assert_eq!(reply.status, 201, "{reply:?}");
                });
            }
        });
    }
    assert_eq!((files_of(&people, &file).len(), blobs(&bucket, 3).len()), (18, 3));
    for one in files_of(&people, &file) {
        let path = file.path(&format!("files/{}", one["id"].as_str().unwrap()));
        for address in [server.address(), there] {
            let call = server.at(address, "GET", &path).bearer(&token);
            let (status, _, bytes) = call.bytes().unwrap();
            assert_eq!((status, json!(bytes.len())), (200, one["bytes"].clone()));
        }
    }
    running.stop().unwrap();
    is_whole(&server);
}

/// The program itself on the office's database, serving on an address of its own.
fn program(server: &TestServer, bucket: &TestBucket) -> (Child, SocketAddr) {
    let settings = &server.app.settings;
    let mut child = Command::new(env!("CARGO_BIN_EXE_sikuai"))
        .args(["serve", "--bind", "127.0.0.1:0", "--database", &settings.database])
        .arg("--key-file")
        .arg(settings.key_file.as_ref().unwrap())
        .env_clear()
        .env("SIKUAI_FILES", TestBucket::files())
        .env("SIKUAI_FILES_ENDPOINT", bucket.endpoint())
        .env("SIKUAI_FILES_ALLOW_HTTP", "true")
        .env("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID)
        .env("AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY)
        .env("SIKUAI_WATCH_MINUTES", "0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let serving = said.find(|line| line.contains("serving at")).unwrap();
    let address = serving.split("http://").nth(1).unwrap().trim_end_matches("/docs/");
    (child, address.parse().unwrap())
}

#[test]
fn a_program_that_is_killed_between_the_content_and_its_rows_leaves_nothing_in_the_way() {
    let bucket = TestBucket::start();
    let server = office(&bucket);
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-01"));
    let bytes = text(300_000, '己');
    let (mut child, address) = program(&server, &bucket);
    let credentials = json!({ "login": "clerk", "password": PASSWORD });
    let tokens = server.at(address, "POST", "/api/v1/sessions").json(&credentials).json();
    let told = bucket.hold(is_look);
    let mut stream = begins(address, ("POST", &file.path(PATH)), &access_token(&tokens), bytes.len());
    stream.write_all(&bytes).unwrap();
    told.recv_timeout(WAIT).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    bucket.release();
    assert_eq!(rest(&mut stream), b"", "nothing was acknowledged");
    // It lies there, and no row names it.
    let left = blobs(&bucket, 1);
    let checked = || {
        let checked = server.app.register.check_with(Contents::Read).unwrap();
        (checked.inconsistencies, checked.unnamed.len())
    };
    assert_eq!((files_of(&people, &file), checked()), (Vec::new(), (Vec::new(), 1)));
    let reply = brings(&people, &file, &bytes);
    assert_eq!((reply.status, reads(&people, reply.header("location"))), (201, bytes.clone()));
    assert_eq!((blobs(&bucket, 2).len(), checked()), (2, (Vec::new(), 1)));
    // Whoever takes away what the check names takes nothing away.
    fs::remove_file(&left[0]).unwrap();
    assert_eq!(reads(&people, reply.header("location")), bytes);
    is_whole(&server);
}
