//! Starting and stopping: configuration, keys, the command line, and what was begun is finished.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;

use crate::support::database::TestDatabase;
use crate::support::people::{People, application};
use crate::support::server::TestServer;
use diesel::RunQueryDsl as _;
use serde_json::json;
use sikuai::app::App;
use sikuai::app::clock::Clock;
use sikuai::app::key_use::KeyFile;
use sikuai::config::Config;
use sikuai::domain::role::Role;
use sikuai::storage::{StorageError, Tx};

/// Runs the program in a directory of its own, with nothing of ours in the environment but this.
fn sikuai(directory: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sikuai"))
        .args(arguments)
        .current_dir(directory)
        .env_clear()
        .envs(environment.iter().copied())
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn an_unknown_key_or_variable_stops_the_start_with_its_name() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("sikuai.toml"), "sesion_days = 7\n").unwrap();
    let output = sikuai(directory.path(), &["migrate"], &[]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        stderr(&output),
        "错误 error: 配置有误 configuration: sesion_days: 未知的配置项 there is no such key (sikuai.toml)\n"
    );

    let elsewhere = tempfile::tempdir().unwrap();
    let output = sikuai(elsewhere.path(), &["migrate"], &[("SIKUAI_COLOUR", "red")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).to_lowercase().contains("colour"), "{}", stderr(&output));
    let fine = [("SIKUAI_TEST_ANYTHING", "1"), ("SIKUAI_DATABASE_URL", "sqlite:other.db")];
    let output = sikuai(elsewhere.path(), &["migrate"], &fine);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(elsewhere.path().join("other.db").exists());
}

#[test]
fn wrong_usage_is_exit_code_2() {
    let directory = tempfile::tempdir().unwrap();
    assert_eq!(sikuai(directory.path(), &["fly"], &[]).status.code(), Some(2));
    let bad_role = ["user", "add", "wang", "--name", "王", "--role", "king"];
    assert_eq!(sikuai(directory.path(), &bad_role, &[]).status.code(), Some(2));
    assert_eq!(sikuai(directory.path(), &["--help"], &[]).status.code(), Some(0));
}

#[test]
fn the_operator_makes_a_database_and_its_people() {
    let directory = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| sikuai(directory.path(), arguments, &[]);
    let missing = run(&["user", "list"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(stderr(&missing).contains("sikuai.db"), "{}", stderr(&missing));
    assert_eq!(run(&["migrate"]).status.code(), Some(0));
    let added = run(&["user", "add", "wang", "--name", "王五", "--role", "admin"]);
    assert_eq!(added.status.code(), Some(0), "{}", stderr(&added));
    assert!(stdout(&added).contains("sikuai.db.key"), "{}", stdout(&added));
    assert!(stdout(&added).contains("password, shown once: "));
    assert_eq!(stdout(&run(&["user", "list"])), "wang\tadmin\t王五\tactive\n");
    assert_eq!(run(&["user", "deactivate", "wang"]).status.code(), Some(0));
    assert_eq!(stdout(&run(&["user", "list"])), "wang\tadmin\t王五\tinactive\n");
    assert_eq!(stdout(&run(&["watch"])), "期限监视完成 watched: 0 条新提醒 new notices\n");
    assert!(
        stdout(&run(&["check"]))
            .starts_with("期限监视 watch: 正常 On time, 最近一次完成于 last completed at ")
    );
    let rebuilt = run(&["rebuild"]);
    let said = stdout(&rebuilt);
    assert_eq!(rebuilt.status.code(), Some(0), "{}", stderr(&rebuilt));
    assert!(said.lines().last().unwrap().starts_with("已重算 computed anew: 0 宗案件 cases"), "{said}");
    let twice = run(&["user", "add", "wang", "--name", "王五", "--role", "admin"]);
    assert_eq!(twice.status.code(), Some(1));
    assert!(stderr(&twice).contains("登录名已被使用"), "{}", stderr(&twice));
}

/// What an operator gets wrong is said in both languages, with its name, and without the words of a library.
#[test]
fn the_operator_hears_what_is_wrong_in_plain_words() {
    let directory = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let output = sikuai(directory.path(), arguments, &[]);
        (output.status.code(), stderr(&output))
    };
    let bind = "错误 error: 配置有误 configuration: bind: 应为 IP:PORT 的形式，如 127.0.0.1:8080 must be ADDRESS:PORT, such as \
                127.0.0.1:8080\n";
    assert_eq!(run(&["--bind", "x", "serve"]), (Some(1), bind.to_owned()));
    let output = sikuai(directory.path(), &["migrate"], &[("SIKUAI_SESSION_DAYS", "many")]);
    let said = stderr(&output);
    assert!(said.contains("session_days: 值有误 wrong value") && !said.contains("src/"), "{said}");
    assert_eq!(run(&["migrate"]).0, Some(0));
    let (code, said) = run(&["user", "deactivate", "nobody"]);
    let expected = "错误 error: 没有登录名为 nobody 的用户 nobody has the login nobody\n";
    assert_eq!((code, said.as_str()), (Some(1), expected));
    for (arguments, expected) in [
        (["report", "--from", "2021-02-30", "--to", "2021-12-31"].as_slice(), "应为存在的日期"),
        (&["calendar", "show", "soon"], "年份应在1949至2199之间"),
        (&["demo", "--today", "2021-1-1"], "应为存在的日期"),
    ] {
        let (code, said) = run(arguments);
        assert!(code == Some(2) && said.contains(expected), "{arguments:?}: {said}");
    }
    let region = sikuai(directory.path(), &["user", "list"], &[("SIKUAI_REGION", "moon/crater")]);
    assert!(stderr(&region).starts_with("错误 error: region: 未知地区"), "{}", stderr(&region));
}

/// While a service has the turn, the command does not watch, and does not say that it did.
#[test]
fn a_watch_beside_a_running_service_says_that_it_did_nothing() {
    let directory = tempfile::tempdir().unwrap();
    assert_eq!(sikuai(directory.path(), &["migrate"], &[]).status.code(), Some(0));
    let database = format!("sqlite:{}", directory.path().join("sikuai.db").display());
    let app = App::open(Config { database, ..Config::default() }, Clock::System).unwrap();
    app.watch.run("the service").unwrap();
    let output = sikuai(directory.path(), &["watch"], &[]);
    let said = stdout(&output);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(said.starts_with("未作监视") && said.contains("not watched"), "{said}");
    assert!(said.contains("最近一次完成于 last completed at "), "{said}");
}

#[test]
fn the_printed_document_is_the_published_one() {
    let directory = tempfile::tempdir().unwrap();
    let output = sikuai(directory.path(), &["openapi"], &[]);
    let printed: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(&printed, sikuai::http::openapi::published());
}

#[test]
fn a_database_opens_with_its_own_key_file_only() {
    let database = TestDatabase::new();
    let keys = tempfile::tempdir().unwrap();
    let open = |file: &str| {
        let config = Config {
            database: database.url.clone(),
            key_file: Some(keys.path().join(file)),
            ..Config::default()
        };
        App::over(database.store.clone(), config, Clock::System)
    };
    assert_eq!(open("right.key").unwrap().key_file, KeyFile::Made);
    assert_eq!(open("right.key").unwrap().key_file, KeyFile::Found);
    let missing = open("missing.key").unwrap_err().to_string();
    assert!(missing.contains("missing.key") && missing.contains("密钥文件不存在"), "{missing}");
    assert!(!keys.path().join("missing.key").exists());
    // Another key under another id, and under the right id.
    let right = std::fs::read_to_string(keys.path().join("right.key")).unwrap();
    let id = right.split(' ').next().unwrap();
    for (file, id) in [("other.key", "k"), ("same-id.key", id)] {
        write_key(&keys.path().join(file), &format!("{id} {}\n", "7".repeat(64)));
        let wrong = open(file).unwrap_err().to_string();
        assert!(wrong.contains("密钥与数据库不符"), "{wrong}");
    }
    // A newer key before it: the database still opens.
    write_key(&keys.path().join("rotated.key"), &format!("new {}\n{right}", "8".repeat(64)));
    assert!(open("rotated.key").is_ok());
}

/// A key file that only its owner reads.
fn write_key(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
    #[cfg(unix)]
    set_mode(path, 0o600);
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// One that anybody can read, or that its group can write, is refused with the command that mends it.
#[cfg(unix)]
#[test]
fn a_key_file_that_is_open_to_others_is_refused() {
    let database = TestDatabase::new();
    let keys = tempfile::tempdir().unwrap();
    let path = keys.path().join("master.key");
    let open = || {
        let config =
            Config { database: database.url.clone(), key_file: Some(path.clone()), ..Config::default() };
        App::over(database.store.clone(), config, Clock::System)
    };
    assert_eq!(open().unwrap().key_file, KeyFile::Made);
    for mode in [0o644, 0o604, 0o602, 0o601, 0o660, 0o620] {
        set_mode(&path, mode);
        let said = open().unwrap_err().to_string();
        let all = ["权限过宽", "chmod 600", "master.key", &format!("{mode:03o}")];
        assert!(all.iter().all(|one| said.contains(one)), "{said}");
    }
    for mode in [0o600, 0o400, 0o640, 0o440] {
        set_mode(&path, mode);
        assert_eq!(open().unwrap().key_file, KeyFile::Found, "{mode:03o}");
    }
    // Also before the database was ever sealed: a key that was put there beforehand.
    set_mode(&path, 0o644);
    let fresh = TestDatabase::new();
    let config = Config { database: fresh.url.clone(), key_file: Some(path.clone()), ..Config::default() };
    assert!(App::over(fresh.store.clone(), config, Clock::System).is_err());
}

#[cfg(unix)]
#[test]
fn a_new_key_file_is_its_owners_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let server = TestServer::start();
    let path = server.app.settings.key_path().unwrap();
    assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn personal_data_opens_in_its_own_row_only() {
    let server = TestServer::start();
    let (here, there) = (server.app.ids.vault(), server.app.ids.vault());
    let vault = &server.app.vault;
    let sealed = vault.seal(here, "身份证".as_bytes()).unwrap();
    assert!(!sealed.bytes.windows(3).any(|part| part == &"身".as_bytes()[..3]));
    let opened = vault.open(here, &sealed.key_id, &sealed.bytes).unwrap();
    assert_eq!((opened.plaintext.as_slice(), &opened.digest), ("身份证".as_bytes(), &sealed.digest));
    assert!(vault.open(there, &sealed.key_id, &sealed.bytes).is_err());
    // Twice the same text says nothing; sealed again, the docket's digest still holds.
    assert_ne!(vault.seal(here, "身份证".as_bytes()).unwrap().digest, sealed.digest);
    let resealed = vault.reseal(here, &sealed.key_id, &sealed.bytes).unwrap();
    assert_ne!(resealed.bytes, sealed.bytes);
    assert_eq!(resealed.digest, sealed.digest);
}

#[test]
fn a_stop_finishes_what_was_begun() {
    let mut server = TestServer::start();
    server.person("wang", Role::Clerk);
    let mut beside = BufReader::new(TcpStream::connect(server.address()).unwrap());
    assert_eq!(readiness(&mut beside), 200);
    let body = format!(r#"{{"login":"wang","password":"{}"}}"#, crate::support::server::PASSWORD);
    let mut connection = TcpStream::connect(server.address()).unwrap();
    let head = format!(
        "POST /api/v1/sessions HTTP/1.1\r\nhost: x\r\nconnection: close\r\nexpect: 100-continue\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    connection.write_all(head.as_bytes()).unwrap();
    let mut reader = BufReader::new(connection.try_clone().unwrap());
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    // The server has begun this request.
    assert!(line.starts_with("HTTP/1.1 100"), "{line}");
    let running = server.take_running();
    let stopping = thread::spawn(move || running.stop());
    // The stop has begun when the server says on another connection that it is not ready any more.
    while readiness(&mut beside) != 503 {
        thread::yield_now();
    }
    connection.write_all(body.as_bytes()).unwrap();
    let mut rest = String::new();
    reader.read_to_string(&mut rest).unwrap();
    assert!(rest.contains("HTTP/1.1 201 Created"), "{rest}");
    stopping.join().unwrap().unwrap();
}

/// What `/health/ready` answers on a connection that is kept open.
fn readiness(connection: &mut BufReader<TcpStream>) -> u16 {
    connection.get_mut().write_all(b"GET /health/ready HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
    let mut line = || {
        let mut line = String::new();
        connection.read_line(&mut line).unwrap();
        line
    };
    let status = line().split(' ').nth(1).unwrap().parse().unwrap();
    let mut length = 0;
    loop {
        let line = line();
        if let Some(value) = line.strip_prefix("content-length: ") {
            length = value.trim_end().parse().unwrap();
        }
        if line == "\r\n" {
            break;
        }
    }
    connection.read_exact(&mut vec![0; length]).unwrap();
    status
}

#[cfg(unix)]
#[test]
fn sigterm_stops_the_program_with_exit_code_0() {
    let directory = tempfile::tempdir().unwrap();
    assert_eq!(sikuai(directory.path(), &["migrate"], &[]).status.code(), Some(0));
    let mut child = Command::new(env!("CARGO_BIN_EXE_sikuai"))
        .args(["serve", "--bind", "127.0.0.1:0"])
        .current_dir(directory.path())
        .env_clear()
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
    let serving = said.by_ref().map(Result::unwrap).find(|line| line.contains("serving at")).unwrap();
    assert!(serving.contains("http://127.0.0.1:"), "{serving}");
    // The shell is the plain way to send a signal without unsafe code.
    let kill = format!("kill -TERM {}", child.id());
    assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    assert_eq!(said.next().unwrap().unwrap(), "正在停止 stopping");
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

/// What the check names, `sikuai rebuild` puts right while a service runs, which records again afterwards.
#[test]
fn the_operator_puts_right_what_the_check_names() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-01"));
    let key = server.app.settings.key_file.clone().unwrap();
    let directory = tempfile::tempdir().unwrap();
    let run = |command: &str| {
        let place = ["--database", &server.app.settings.database, "--key-file", key.to_str().unwrap()];
        let output = sikuai(directory.path(), &[&place[..], &[command]].concat(), &[]);
        (output.status.code(), stdout(&output))
    };
    assert_eq!(run("check").0, Some(0));
    let spoil = |tx: &mut Tx| {
        let change = diesel::sql_query("UPDATE reporting SET workers = 99").execute(&mut **tx)?;
        Ok::<_, StorageError>(change)
    };
    assert_eq!(server.app.store.write_blocking(spoil).unwrap(), 1);
    let (code, said) = run("check");
    assert!(code == Some(1) && said.contains("the figures differ from the docket"), "{said}");
    let (code, said) = run("rebuild");
    let line = "1 宗案件 cases, 其中案件行有出入 0 of them kept otherwise, 统计行有出入 1 with other rows of figures";
    assert!(code == Some(0) && said.contains(line), "{said}");
    assert_eq!(run("check").0, Some(0));
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-03", "procedure": "ordinary" }));
}
