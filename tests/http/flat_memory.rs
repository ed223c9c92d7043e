//! Large files with flat memory: the program itself, in a process of its own, takes in and gives out a file of 64 MiB, and its
//! resident memory grows by a fraction of that. Not here: that what comes out is what went in by all other ways (`files`).
#![cfg(target_os = "linux")]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::support::bucket::TestBucket;
use crate::support::people::application;

const MIB: usize = 1 << 20;
const FILE_BYTES: usize = 64 * MIB;
/// Into a directory: a few pieces of 64 KiB, what is verified whole before it is sent (4 MiB), and what the allocator keeps.
const IN_DIRECTORY_BYTES_MAX: usize = 16 * MIB;
/// Into a store of objects: parts of 8 MiB are put up one after the other, each whole in memory.
const IN_STORE_BYTES_MAX: usize = 32 * MIB;

/// The program as it serves; it ends with the test.
struct Program {
    child: Child,
    address: String,
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself, which another assertion says.
        let _killed = self.child.kill();
        let _ended = self.child.wait();
    }
}

/// A command of the program in a directory of its own.
fn command(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sikuai"));
    command.args(arguments).current_dir(directory).env_clear().stdin(Stdio::null()).stderr(Stdio::null());
    command
}

fn said(directory: &Path, arguments: &[&str]) -> String {
    let output = command(directory, arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

impl Program {
    fn serve(directory: &Path) -> Program {
        let serve = ["serve", "--bind", "127.0.0.1:0"];
        let mut child = command(directory, &serve).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let serving = lines.find(|line| line.contains("serving at")).unwrap();
        let address = serving.split("http://").nth(1).unwrap().split(['/', ' ']).next().unwrap();
        Program { address: format!("http://{address}/api/v1"), child }
    }

    fn post(&self, path: &str, token: Option<&str>, (media, body): (&str, &[u8])) -> Value {
        let mut request = ureq::post(format!("{}{path}", self.address)).header("content-type", media);
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let mut answer = request.config().http_status_as_error(false).build().send(body).unwrap();
        let text = answer.body_mut().read_to_string().unwrap();
        assert_eq!(answer.status().as_u16(), 201, "{path}: {text}");
        serde_json::from_str(&text).unwrap()
    }

    /// The SHA-256 of a file as it comes out.
    fn digest_of(&self, path: &str, token: &str) -> (usize, Vec<u8>) {
        let request = ureq::get(format!("{}{path}", self.address));
        let mut answer = request.header("authorization", format!("Bearer {token}")).call().unwrap();
        let (mut reader, mut piece) = (answer.body_mut().as_reader(), vec![0; MIB]);
        let (mut length, mut digest) = (0, Sha256::new());
        loop {
            let count = reader.read(&mut piece).unwrap();
            if count == 0 {
                return (length, digest.finalize().to_vec());
            }
            length += count;
            digest.update(&piece[..count]);
        }
    }

    /// A line of what the system says of its memory, in bytes.
    fn memory(&self, line: &str) -> usize {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let found = status.lines().find_map(|it| it.strip_prefix(line)).unwrap();
        found.trim().trim_end_matches(" kB").parse::<usize>().unwrap() << 10
    }

    /// From now on its most is counted anew.
    fn forget_most(&self) {
        fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5").unwrap();
    }
}

/// A file that is one, and does not repeat itself.
fn pdf(length: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut state = 1_u64;
    while bytes.len() < length {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(length - 5);
    bytes.extend(b"%%EOF");
    bytes
}

/// Brings a file and fetches it, after a small one has been: by how much the most memory went over what was used before.
fn growth(settings: &str) -> usize {
    let directory = tempfile::tempdir().unwrap();
    let at = directory.path();
    fs::write(at.join("sikuai.toml"), settings).unwrap();
    said(at, &["migrate"]);
    let added = said(at, &["user", "add", "wang", "--name", "王五", "--role", "clerk"]);
    let password = added.split("shown once: ").nth(1).unwrap().split_whitespace().next().unwrap();
    let program = Program::serve(at);
    let json = |body: &Value| body.to_string().into_bytes();
    let login = json(&json!({ "login": "wang", "password": password }));
    let session = program.post("/sessions", None, ("application/json", &login));
    let token = session["access_token"].as_str().unwrap();
    let case = json(&application("2021-12-01"));
    let case = program.post("/cases", Some(token), ("application/json", &case));
    let files = format!("/cases/{}/files", case["case_id"].as_str().unwrap());
    let passes = |name: &str, bytes: &[u8]| {
        let file = program.post(&format!("{files}?name={name}.pdf"), Some(token), ("application/pdf", bytes));
        let path = format!("{files}/{}", file["id"].as_str().unwrap());
        assert_eq!(program.digest_of(&path, token), (bytes.len(), Sha256::digest(bytes).to_vec()));
    };
    passes("first", &pdf(6 * MIB));
    let before = program.memory("VmRSS:");
    program.forget_most();
    passes("large", &pdf(FILE_BYTES));
    let most = program.memory("VmHWM:");
    most.saturating_sub(before)
}

#[test]
fn a_large_file_passes_through_a_directory_with_flat_memory() {
    let grown = growth("");
    assert!(grown < IN_DIRECTORY_BYTES_MAX, "{} KiB", grown >> 10);
}

#[test]
fn a_large_file_passes_through_a_store_of_objects_with_flat_memory() {
    let bucket = TestBucket::start();
    let credentials = bucket.credentials("program.toml", crate::support::bucket::SECRET_ACCESS_KEY);
    let settings = format!(
        "files = \"{}\"\nfiles_endpoint = \"{}\"\nfiles_allow_http = true\nfiles_credentials = \"{}\"\n",
        TestBucket::files(),
        bucket.endpoint(),
        credentials.display()
    );
    let grown = growth(&settings);
    assert!(grown < IN_STORE_BYTES_MAX, "{} KiB", grown >> 10);
}
