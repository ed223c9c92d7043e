//! Changing the keys while people work: nothing is lost, nothing is sealed with a key that is gone, and wherever it is
//! broken off it goes on. Not here: the key file's own form (`app::key_file`).

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::people::{File, People, WORKER_ID_NUMBER, WORKER_NAME, another_application, application};
use crate::support::server::{Reply, TestServer};
use diesel::RunQueryDsl as _;
use serde_json::{Value, json};
use sikuai::app::App;
use sikuai::app::clock::Clock;
use sikuai::app::error::Error;
use sikuai::app::key_rotation::Rotated;
use sikuai::app::key_standing::{KeyKind, KeyPart};
use sikuai::config::Config;
use sikuai::domain::id::VaultId;
use sikuai::domain::party::Person;
use sikuai::storage::{StorageError, Tx, Visibility, audit, file_keys, signing_keys, vault};

/// Several pages of rows.
const WORKERS: u32 = 450;
/// Several kills over one rotation.
const WORKERS_TO_KILL_OVER: u32 = 1_800;

/// A collective case of so many workers.
fn collective(workers: u32) -> Value {
    let mut body = application("2021-12-01");
    let employer = body["parties"][1].take();
    let numbers = || (1..=workers + 1).filter(|no| *no != 2);
    let worker = |no: u32| {
        let who = json!({ "worker": { "name": format!("工{no}"), "phone": format!("{}", 13_500_000_000_u64 + u64::from(no)) } });
        json!({ "no": no, "side": "applicant", "who": who })
    };
    let claim =
        |no: u32| json!({ "no": no, "claimant": no, "item": "wages", "amount": 100, "statement": "工资" });
    body["parties"] = numbers().map(worker).chain([employer]).collect();
    body["claims"] = numbers().map(claim).collect();
    body
}

/// An office with everything that is sealed: people, what a diary says, a key that signs, a kept answer.
struct Sealed<'s> {
    server: &'s TestServer,
    people: People<'s>,
    file: File,
    kept: Reply,
}

impl<'s> Sealed<'s> {
    fn of(server: &'s TestServer, workers: u32) -> Self {
        let people = People::of(server);
        let file = people.clerk.receive(&application("2021-12-01"));
        people.clerk.receive(&collective(workers));
        let note = json!({ "on": "2021-12-10", "note": "催符永祥补正" });
        assert_eq!(people.clerk.post(&file.path("diary"), &note).status, 201);
        let kept = Self::keep(&people, &another_application("2021-12-02"));
        assert_eq!(kept.status, 201, "{kept:?}");
        Self { server, people, file, kept }
    }

    fn keep(people: &People<'_>, body: &Value) -> Reply {
        people.clerk.call("POST", "/api/v1/cases").header("idempotency-key", "kept").json(body)
    }

    fn app(&self) -> &App {
        &self.server.app
    }

    fn key_path(&self) -> PathBuf {
        self.app().settings.key_path().unwrap()
    }

    /// Another instance, with a key file of its own or with the same.
    fn open(&self, key_file: &Path) -> Result<App, Error> {
        let config = Config { key_file: Some(key_file.to_owned()), ..self.app().settings.clone() };
        App::over(self.app().store.clone(), config, Clock::Manual(self.server.clock.clone()))
    }

    /// That everything sealed still opens, over HTTP, and is what it was.
    fn hold_whole(&self) {
        assert_eq!(self.app().register.check().unwrap().inconsistencies, Vec::<String>::new());
        let shown = self.people.clerk.read(&self.file.path("parties/1/personal-data"));
        assert_eq!(shown["who"]["worker"]["id_number"], WORKER_ID_NUMBER);
        assert_eq!(self.people.clerk.read("/api/v1/diary")["items"][0]["note"], "催符永祥补正");
        let again = Self::keep(&self.people, &another_application("2021-12-02"));
        assert_eq!((again.status, &again.text), (201, &self.kept.text));
        let other = Self::keep(&self.people, &another_application("2021-12-03"));
        assert_eq!(other.violations(), ["act  key_used_for_another_request"]);
        self.server.log_in("clerk");
    }

    /// The ids of the keys that anything is sealed with.
    fn sealing(&self) -> BTreeSet<String> {
        let standings = self.app().register.key_standings().unwrap();
        standings
            .into_iter()
            .filter(|key| key.kind == KeyKind::Master && key.uses > 0)
            .map(|key| key.id)
            .collect()
    }

    fn events(&self) -> Vec<String> {
        let rows = self.app().store.read_blocking(|c| audit::page(c, 0, 1_000)).unwrap();
        let of_keys =
            |row: &audit::AuditRow| ["key_added", "resealed", "key_retired"].contains(&row.event.as_str());
        rows.into_iter().filter(of_keys).map(|row| row.event).collect()
    }

    fn sql(&self, statement: String) -> usize {
        self.app()
            .store
            .write_blocking(move |tx: &mut Tx| {
                diesel::sql_query(statement).execute(&mut **tx).map_err(StorageError::from)
            })
            .unwrap()
    }
}

/// The ids of the master keys of a file, in their order, and then those of its index keys.
fn ids_in(path: &Path) -> (Vec<String>, Vec<String>) {
    let text = fs::read_to_string(path).unwrap();
    let (indexes, masters): (Vec<&str>, Vec<&str>) =
        text.lines().partition(|line| line.starts_with("index "));
    let id = |line: &&str| line.trim_start_matches("index ").split(' ').next().unwrap().to_owned();
    (masters.iter().map(id).collect(), indexes.iter().map(id).collect())
}

fn quietly(_: u64) {}

#[test]
fn everything_is_sealed_again_while_people_work_and_the_old_key_is_dropped() {
    let server = TestServer::start();
    let office = Sealed::of(&server, WORKERS);
    let before = office.sealing();
    assert_eq!(before.len(), 1);
    let docket = office.people.clerk.get(&office.file.path("docket")).text;
    let token = crate::support::server::access_token(&server.log_in("clerk"));

    let operator = office.open(&office.key_path()).unwrap();
    let mut pages = 0;
    let rotated = operator
        .register
        .rotate_master(|_| {
            // The server has not been told: half of the rows are under a key that it reads for the first time.
            pages += 1;
            office.hold_whole();
            office.people.clerk.receive_another(&application("2021-12-01"));
        })
        .unwrap();
    assert!(pages >= 3, "{pages}");
    // 450 workers, two of single cases, one diary; what was received meanwhile was sealed with the new key at once.
    assert_eq!((rotated.rows, rotated.signing_keys, rotated.answers), (453, 1, 1));
    assert_eq!(rotated.altered, Vec::<String>::new());
    assert_eq!(office.sealing(), BTreeSet::from([rotated.key.clone()]));
    assert!(!before.contains(&rotated.key));

    assert_eq!(operator.register.retire_keys().unwrap(), before.iter().cloned().collect::<Vec<_>>());
    assert_eq!(ids_in(&office.key_path()).0, [rotated.key.as_str()]);
    assert_eq!(operator.register.retire_keys().unwrap(), Vec::<String>::new());
    office.hold_whole();
    office.people.clerk.receive_another(&application("2021-12-01"));
    assert_eq!(office.people.clerk.get(&office.file.path("docket")).text, docket, "no docket was touched");
    assert_eq!(server.get("/api/v1/me").bearer(&token).send().status, 200, "whoever was logged in still is");
    assert_eq!(office.events(), ["key_added", "resealed", "key_retired"]);
    // And from the beginning.
    assert_eq!(
        office.open(&office.key_path()).unwrap().register.check().unwrap().inconsistencies,
        Vec::<String>::new()
    );
}

#[test]
fn an_instance_with_an_old_file_of_its_own_loses_nothing_and_is_told() {
    let server = TestServer::start();
    let office = Sealed::of(&server, 10);
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("copy.key");
    fs::copy(office.key_path(), &own).unwrap();
    let stale = office.open(&own).unwrap();
    let seal = |app: &App, n: u32| {
        let (vault, index) = (&app.vault, app.vault.index(&person()));
        let id = app.ids.vault();
        let sealed = vault.seal(id, format!("{n}").as_bytes()).unwrap();
        let row = vault::VaultRow {
            id: id.to_string(),
            case_id: office.file.id.clone(),
            key_id: sealed.key_id,
            sealed: sealed.bytes,
            created_at: 1,
            index,
        };
        app.store.write_blocking(move |tx| vault::insert_many(tx, &[row])).map(|()| id)
    };
    let opens = |app: &App, id: VaultId| {
        let row = app.store.read_blocking(|c| vault::load_many(c, &[id.to_string()])).unwrap().remove(0);
        app.vault.open(id, &row.key_id, &row.sealed).map(|opened| opened.plaintext)
    };

    let first = office.app().register.rotate_master(quietly).unwrap();
    let fresh = seal(office.app(), 1).unwrap();
    let unknown = opens(&stale, fresh).unwrap_err().to_string();
    assert!(unknown.contains(&first.key) && unknown.contains("copy.key"), "{unknown}");
    // It still seals with the old key, which is still there: the next run takes that along, with no new key.
    let late = seal(&stale, 2).unwrap();
    assert_eq!(office.app().register.retire_keys().unwrap(), Vec::<String>::new());
    let second = office.app().register.rotate_master(quietly).unwrap();
    assert_eq!((&second.key, second.rows), (&first.key, 1));
    assert_eq!(opens(office.app(), late).unwrap(), b"2");
    assert_eq!(office.app().register.retire_keys().unwrap().len(), 1);
    // Now the old key is gone, and what it would seal is refused.
    let refused = seal(&stale, 3).unwrap_err().to_string();
    assert!(refused.contains("key file of this program is out of date"), "{refused}");
    office.hold_whole();
    // With the new file it goes on, without a start.
    fs::copy(office.key_path(), &own).unwrap();
    let back = seal(&stale, 4).unwrap();
    assert_eq!(opens(office.app(), back).unwrap(), b"4");
    assert_eq!(opens(&stale, fresh).unwrap(), b"1");
}

fn person() -> Person {
    Person { name: WORKER_NAME.to_owned(), id_number: None, phone: None, address: None, bank_account: None }
}

#[test]
fn a_prepared_key_is_copied_first_and_then_nobody_meets_an_unknown_one() {
    let server = TestServer::start();
    let office = Sealed::of(&server, 10);
    let before = office.sealing();
    let spare = office.app().register.prepare_key().unwrap();
    let standings = office.app().register.key_standings().unwrap();
    let parts: Vec<KeyPart> = standings.iter().map(|key| key.part).collect();
    assert_eq!(parts, [KeyPart::InUse, KeyPart::Spare, KeyPart::InUse]);
    assert_eq!(office.app().register.retire_keys().unwrap(), Vec::<String>::new(), "a spare is kept");
    office.people.clerk.receive_another(&application("2021-12-01"));
    assert_eq!(office.sealing(), before, "a spare seals nothing");

    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("copy.key");
    fs::copy(office.key_path(), &own).unwrap();
    let other = office.open(&own).unwrap();
    assert_eq!(office.app().register.rotate_master(quietly).unwrap().key, spare);
    assert_eq!(ids_in(&office.key_path()).0[0], spare);
    assert_eq!(other.register.check().unwrap().inconsistencies, Vec::<String>::new());
}

#[test]
fn wherever_a_rotation_was_broken_off_it_goes_on() {
    let server = TestServer::start();
    let office = Sealed::of(&server, 10);
    let path = office.key_path();
    let old = ids_in(&path).0;
    // After the row of a key, before the file: that key is nobody's, and retired with the others.
    let orphan =
        file_keys::FileKeyRow { id: "orphan-1".to_owned(), kind: file_keys::MASTER.to_owned(), added_at: 1 };
    office.app().store.write_blocking(move |tx| file_keys::put(tx, &orphan)).unwrap();
    // While the file was written.
    fs::write(path.with_extension("key.new"), "half a li").unwrap();
    let first = office.app().register.rotate_master(quietly).unwrap();
    assert_eq!(ids_in(&path).0, [first.key.clone(), old[0].clone()]);
    assert!(!path.with_extension("key.new").exists());
    // After the file, before the first page; and by somebody who put a key there by hand.
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("by-hand {}\n{text}", "7".repeat(64))).unwrap();
    let operator = office.open(&path).unwrap();
    let second = operator.register.rotate_master(quietly).unwrap();
    assert_eq!(second.key, "by-hand");
    // After the last page, before it was put down: it is finished, with the same key.
    let checked =
        "UPDATE meta SET value = (SELECT value FROM meta WHERE key = 'kept_check') WHERE key = 'key_check'";
    office.sql(
        "INSERT INTO meta (key, value) SELECT 'kept_check', value FROM meta WHERE key = 'key_check'"
            .to_owned(),
    );
    let third = operator.register.rotate_master(quietly).unwrap();
    assert_ne!(third.key, "by-hand");
    assert_eq!(office.sql(checked.to_owned()), 1);
    assert_eq!(
        operator.register.rotate_master(quietly).unwrap(),
        Rotated { key: third.key.clone(), checks: 1, ..Default::default() }
    );
    // Retired in the database, and still in the file.
    let by_hand = "DELETE FROM file_keys WHERE id = 'by-hand'";
    assert_eq!(office.sql(by_hand.to_owned()), 1);
    let retired: BTreeSet<String> = operator.register.retire_keys().unwrap().into_iter().collect();
    let expected = ["by-hand", "orphan-1", &first.key, &old[0]].map(str::to_owned);
    assert_eq!(retired, BTreeSet::from(expected));
    assert_eq!(ids_in(&path).0, [third.key]);
    office.hold_whole();
}

#[test]
fn a_key_that_is_missing_is_named_and_so_is_the_file() {
    let server = TestServer::start();
    let office = Sealed::of(&server, 10);
    let path = office.key_path();
    let text = fs::read_to_string(&path).unwrap();
    let old = ids_in(&path).0.remove(0);
    // A new key came before the old one, and then somebody lost the old one.
    let with_new = format!("new-1 {}\n{text}", "7".repeat(64));
    fs::write(&path, &with_new).unwrap();
    // Nothing is sealed with a key that the database does not know of yet.
    assert_eq!(office.people.clerk.post("/api/v1/cases", &another_application("2021-12-01")).status, 500);
    office.open(&path).unwrap();
    office.people.clerk.receive_another(&application("2021-12-01"));
    let index = text.lines().find(|line| line.starts_with("index ")).unwrap();
    fs::write(&path, format!("new-1 {}\n{index}\n", "7".repeat(64))).unwrap();
    let outdated = office.open(&path).unwrap_err().to_string();
    assert!(outdated.contains(&old) && outdated.contains("缺少主密钥"), "{outdated}");
    // It was found again.
    fs::write(&path, &with_new).unwrap();
    assert_eq!(office.app().register.rotate_master(quietly).unwrap().key, "new-1");
    office.hold_whole();
    // A row whose key nobody has.
    let row = office.app().store.read_blocking(|c| vault::not_sealed_by(c, "", "", 1)).unwrap().remove(0);
    office.sql(format!("UPDATE vault SET key_id = 'gone' WHERE id = '{}'", row.id));
    let missing = office.app().register.rotate_master(quietly).unwrap_err().to_string();
    assert!(missing.contains("no key gone") && missing.contains(path.to_str().unwrap()), "{missing}");
    office.sql(format!("UPDATE vault SET key_id = 'new-1' WHERE id = '{}'", row.id));
    office.hold_whole();
}

#[test]
fn with_anothers_file_a_running_program_reads_on_and_seals_nothing() {
    let server = TestServer::start();
    let office = Sealed::of(&server, 10);
    let path = office.key_path();
    let text = fs::read_to_string(&path).unwrap();
    let before = office.sealing();
    let receive = || office.people.clerk.post("/api/v1/cases", &another_application("2021-12-01")).status;
    let read = || office.people.clerk.get(&office.file.path("")).status;
    fs::write(&path, format!("foreign {}\nindex foreign {}\n", "7".repeat(64), "8".repeat(64))).unwrap();
    assert_eq!((receive(), read()), (500, 200));
    fs::write(&path, "half a li").unwrap();
    assert_eq!((receive(), read()), (500, 200));
    fs::write(&path, &text).unwrap();
    assert_eq!((receive(), read()), (201, 200));
    // What cannot be read changes nothing.
    fs::write(&path, "half a li").unwrap();
    assert_eq!((receive(), read()), (201, 200));
    fs::write(&path, text).unwrap();
    assert_eq!(office.sealing(), before);
    office.hold_whole();
}

#[test]
fn a_program_that_slept_through_two_changes_goes_on() {
    let server = TestServer::start();
    let office = Sealed::of(&server, 10);
    let operator = office.open(&office.key_path()).unwrap();
    for _ in 0..2 {
        operator.register.rotate_master(quietly).unwrap();
        operator.register.rotate_index().unwrap();
        assert_eq!(operator.register.retire_keys().unwrap().len(), 2);
    }
    office.people.clerk.receive_another(&application("2021-12-01"));
    office.hold_whole();
}

#[test]
fn a_row_that_does_not_open_keeps_its_key_and_is_named() {
    let server = TestServer::start();
    let office = Sealed::of(&server, 10);
    let old = office.sealing().pop_first().unwrap();
    let rows = office.app().store.read_blocking(|c| vault::not_sealed_by(c, "", "", 2)).unwrap();
    let swapped = format!(
        "UPDATE vault SET sealed = (SELECT sealed FROM vault WHERE id = '{}') WHERE id = '{}'",
        rows[1].id, rows[0].id
    );
    assert_eq!(office.sql(swapped), 1);
    let rotated = office.app().register.rotate_master(quietly).unwrap();
    assert_eq!(rotated.altered.len(), 1);
    assert!(rotated.altered[0].contains(&rows[0].id), "{:?}", rotated.altered);
    assert_eq!(office.app().register.retire_keys().unwrap(), Vec::<String>::new());
    assert!(ids_in(&office.key_path()).0.contains(&old));
    assert_eq!(office.sealing(), BTreeSet::from([old.clone(), rotated.key.clone()]));
    // It keeps nothing else from getting another key.
    let again = office.app().register.rotate_master(quietly).unwrap();
    assert_ne!(again.key, rotated.key);
    assert_eq!((again.rows, again.altered), (rotated.rows, rotated.altered));
    assert_eq!(office.sealing(), BTreeSet::from([old, again.key]));
}

#[test]
fn people_are_found_before_during_and_after_a_change_of_the_index_key() {
    let server = TestServer::start();
    let office = Sealed::of(&server, WORKERS);
    let found = |app: &App| {
        let sought = app.vault.sought([&Person { id_number: Some(WORKER_ID_NUMBER.to_owned()), ..person() }]);
        app.store.read_blocking(|c| vault::with_id_index(c, &sought, &Visibility::Office, 50)).unwrap().len()
    };
    assert_eq!(found(office.app()), 2);
    let old = ids_in(&office.key_path()).1;
    let first = {
        let sought =
            office.app().vault.sought([&Person { id_number: Some(WORKER_ID_NUMBER.to_owned()), ..person() }]);
        let store = &office.app().store;
        let (id, _) = store
            .read_blocking(|c| vault::with_id_index(c, &sought, &Visibility::Office, 1))
            .unwrap()
            .remove(0);
        store.read_blocking(|c| vault::load_many(c, &[id])).unwrap().remove(0)
    };
    let operator = office.open(&office.key_path()).unwrap();
    let rotated = operator.register.rotate_index().unwrap();
    assert_eq!(rotated.rows, 452);
    assert_eq!(ids_in(&office.key_path()).1, [rotated.key.clone(), old[0].clone()]);
    assert_eq!((found(&operator), found(office.app())), (2, 2));
    // Half-way: one of the two is under the old key still, and both are found.
    let half = format!(
        "UPDATE vault SET index_key = '{}', id_index = '{}', contact_index = '{}' WHERE id = '{}'",
        old[0],
        first.index.id_index.unwrap(),
        first.index.contact_index.unwrap(),
        first.id
    );
    assert_eq!(office.sql(half), 1);
    let unfinished = format!("UPDATE meta SET value = 'indexing {}' WHERE key = 'index_key'", rotated.key);
    assert_eq!(office.sql(unfinished), 1);
    assert_eq!(found(office.app()), 2);
    let again = operator.register.rotate_index().unwrap();
    assert_eq!((again.key, again.rows), (rotated.key.clone(), 1), "it goes on with the same key");
    office.people.clerk.receive_another(&application("2021-12-01"));
    assert_eq!(operator.register.retire_keys().unwrap(), old);
    assert_eq!(ids_in(&office.key_path()).1, [rotated.key]);
    assert_eq!((found(&operator), found(office.app())), (3, 3));
    office.hold_whole();
}

/// The program itself, as the operator runs it.
fn sikuai(office: &Sealed<'_>, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sikuai"));
    let folder = office.key_path();
    command
        .args(arguments)
        .arg("--database")
        .arg(&office.app().settings.database)
        .arg("--key-file")
        .arg(office.key_path())
        .current_dir(folder.parent().unwrap())
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn said(office: &Sealed<'_>, arguments: &[&str]) -> String {
    let output = sikuai(office, arguments).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_rotation_that_is_killed_again_and_again_is_finished_with_one_key() {
    let server = TestServer::start();
    let office = Sealed::of(&server, WORKERS_TO_KILL_OVER);
    let old = office.sealing().pop_first().unwrap();
    let (mut unfinished, mut broken_off) = (None, 0);
    for _ in 0..5 {
        let mut child = sikuai(&office, &["key", "rotate"]).spawn().unwrap();
        let page = BufReader::new(child.stdout.take().unwrap()).lines().next().unwrap().unwrap();
        assert!(page.contains("sealed again: "), "{page}");
        child.kill().unwrap();
        child.wait().unwrap();
        // Whoever serves meanwhile reads what is under either key.
        office.hold_whole();
        let newest = ids_in(&office.key_path()).0.remove(0);
        if let Some(key) = unfinished {
            assert_eq!(newest, key, "it goes on with the same key");
        }
        unfinished = (office.sealing().len() > 1).then_some(newest);
        broken_off += u32::from(unfinished.is_some());
    }
    assert!(broken_off > 0, "no kill came before the end");
    said(&office, &["key", "rotate"]);
    let (masters, _) = ids_in(&office.key_path());
    assert_eq!(office.sealing(), BTreeSet::from([masters[0].clone()]));
    let status = said(&office, &["key", "status"]);
    assert!(status.contains(&format!("{old}\t主密钥 master\t旧 older\t0")), "{status}");
    assert!(status.starts_with("密钥 key\t"), "{status}");
    assert!(said(&office, &["key", "retire"]).contains(&old));
    assert!(said(&office, &["key", "retire"]).contains("没有可停用的密钥"));
    assert_eq!(ids_in(&office.key_path()).0, [masters[0].clone()]);
    assert!(said(&office, &["check"]).contains("核对无误"));
    office.hold_whole();
    let signing = office.app().store.read_blocking(signing_keys::all).unwrap();
    assert!(signing.iter().all(|row| row.sealed.starts_with(masters[0].as_bytes())));
    // A whole rotation counts what the status then shows.
    let told = said(&office, &["key", "rotate"]);
    let newest = ids_in(&office.key_path()).0.remove(0);
    let status = said(&office, &["key", "status"]);
    let uses = status.lines().find(|line| line.starts_with(&newest)).unwrap().rsplit('\t').next().unwrap();
    assert!(told.contains(&format!("现用密钥 {newest}：共 {uses} 项")), "{told}\n{status}");
}
