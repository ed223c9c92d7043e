//! What was acknowledged survives the death of the process: a child records acts and says each as soon as it
//! has the answer; the parent kills it at any moment, many times over one database, and then every docket must
//! be whole and hold everything that was said. A program of its own, because it runs itself as the child.
//!
//! Not here: the loss of power, after which the disk may have lied.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use sikuai::app::App;
use sikuai::app::clock::Clock;
use sikuai::app::draft::Draft;
use sikuai::app::file_check::Contents;
use sikuai::app::file_upload::Announced;
use sikuai::app::ledger_commit::Rejects;
use sikuai::app::people::{By, NewPerson};
use sikuai::app::permits::Caller;
use sikuai::app::reading::CaseFilter;
use sikuai::app::register::{Conditions, Request};
use sikuai::config::Config;
use sikuai::documents::ledger::{Options, Totals};
use sikuai::domain::act::filing::Receipt;
use sikuai::domain::act::kind::ActKind;
use sikuai::domain::act::opening::Opening;
use sikuai::domain::file_kind::FileName;
use sikuai::domain::id::{CaseId, UserId};
use sikuai::domain::party::Person;
use sikuai::domain::role::Role;
use sikuai::http::api::ledger_imports::take_in;
use sikuai::storage::{docket, files};
use support::database::{TestDatabase, postgres};
use support::desk::{acceptance, another_dispute, receive_body, service, withdrawal};
use support::server::{PASSWORD, wait};

/// The first argument of a child.
const CHILD: &str = "record-until-killed";
/// A line of a child about a file begins so; about an entry, with the id of its case.
const FILE: &str = "file";
/// The first argument of a child that makes cases of a ledger.
const COMMIT: &str = "commit-until-killed";
/// So many rows has the ledger: several pages.
const LEDGER_ROWS: u32 = 900;
/// So often its commit is killed.
const LEDGER_KILLS: u64 = 6;
const TEST: &str = "every_acknowledged_act_survives_the_kill";
const KILLS: u64 = if cfg!(feature = "slow") { 1_000 } else { 50 };
/// A child is killed after at most so many acknowledgements.
const ACKNOWLEDGED_MAX: u64 = 24;
/// So many clerks act at once, so that writes share a commit when the kill comes.
const CLERKS: u32 = 3;
/// A parent that died leaves no child running for ever.
const CASES_MAX: u32 = 1_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [mode, database, key_file, user] if mode == CHILD => record(database, key_file, user),
        [mode, database, key_file, ledger] if mode == COMMIT => commit(database, key_file, ledger),
        _ => test(&arguments),
    }
}

/// As the usual harness does it: a name chooses, and the last line says how it went.
fn test(arguments: &[String]) {
    let mut out = std::io::stdout().lock();
    if arguments.iter().any(|argument| argument == "--list") {
        writeln!(out, "{TEST}: test").unwrap();
        return;
    }
    let mut names = arguments.iter().filter(|argument| !argument.starts_with('-')).peekable();
    let chosen = names.peek().is_none() || names.any(|name| TEST.contains(name.as_str()));
    let started = Instant::now();
    if chosen {
        writeln!(out, "\nrunning 1 test").unwrap();
        survives(TestDatabase::in_file(), 1);
        if postgres().is_some() {
            survives(TestDatabase::new(), 2);
        }
        writeln!(out, "test {TEST} ... ok").unwrap();
    }
    let (passed, left_out) = if chosen { (1, 0) } else { (0, 1) };
    let seconds = started.elapsed().as_secs_f64();
    writeln!(
        out,
        "\ntest result: ok. {passed} passed; 0 failed; 0 ignored; 0 measured; {left_out} filtered out; \
         finished in {seconds:.2}s\n"
    )
    .unwrap();
}

fn app(database: &str, key_file: &Path) -> App {
    let config = Config {
        database: database.to_owned(),
        key_file: Some(key_file.to_owned()),
        files: Some(key_file.with_extension("files")),
        ..Config::default()
    };
    App::open(config, Clock::starting_at("2021-12-10T01:00:00Z".parse().unwrap())).unwrap()
}

// --- The parent ---

/// Kills children over one database, and then holds it to what they said. Nothing else is connected
/// meanwhile: each child has to recover by itself what the one before it left behind.
fn survives(database: TestDatabase, seed: u64) {
    let database = database.close();
    let keys = tempfile::tempdir().unwrap();
    let key_file = keys.path().join("master.key");
    let opened = || app(&database.url, &key_file);
    let clerk = NewPerson {
        login: "clerk".to_owned(),
        name: "测试".to_owned(),
        role: Role::Clerk,
        password: PASSWORD.to_owned(),
    };
    let clerk = wait(opened().identity.add_person(By::CommandLine, clerk)).unwrap().given.id;
    let mut random = Random(seed);
    let mut acknowledged: Vec<Said> = Vec::new();
    for _ in 0..KILLS {
        let child = Command::new(std::env::current_exe().unwrap())
            .args([CHILD, &database.url, key_file.to_str().unwrap(), &clerk.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let after = 1 + random.below(ACKNOWLEDGED_MAX);
        let said = killed_after(child, after);
        assert!(said.len() >= usize::try_from(after).unwrap(), "the child ended by itself after {said:?}");
        acknowledged.extend(said);
    }
    hold_to(&opened(), &acknowledged);
    all_or_none(&database.url, &key_file, &mut random);
}

/// Kills the commit of a ledger at any moment: then there are all of its cases or none, and another commit makes them.
fn all_or_none(database: &str, key_file: &Path, random: &mut Random) {
    let clerk = Caller { user: UserId::OPERATOR, role: Role::Clerk };
    let counted = |app: &App| {
        let filter = CaseFilter { cause: Some("training".to_owned()), ..CaseFilter::default() };
        wait(app.register.count_cases(&clerk, filter)).unwrap()
    };
    let id = {
        let app = app(database, key_file);
        let today = app.clock.today();
        let options =
            Options { sheet: None, columns: BTreeMap::new(), totals: Totals::Refuse, unsaid: None, today };
        let incoming = take_in(&app.register, &clerk, ledger().as_bytes(), &options).unwrap();
        wait(app.register.finish_ledger(&clerk, incoming, None)).unwrap().given
    };
    for _ in 0..LEDGER_KILLS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([COMMIT, database, key_file.to_str().unwrap(), &id])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let pages = usize::try_from(1 + random.below(4)).unwrap();
        assert!(lines.take(pages).count() > 0, "it was killed before it began");
        child.kill().unwrap();
        child.wait().unwrap();
        let app = app(database, key_file);
        let there = counted(&app);
        assert!(there == 0 || there == i64::from(LEDGER_ROWS), "{there} cases are neither all nor none");
        assert_eq!(app.register.check().unwrap().inconsistencies, Vec::<String>::new());
    }
    let app = app(database, key_file);
    wait(app.register.commit_ledger(&clerk, (id, Rejects::Refuse), None)).unwrap();
    assert_eq!(counted(&app), i64::from(LEDGER_ROWS));
    assert_eq!(app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}

fn ledger() -> String {
    let rows = (1..=LEDGER_ROWS).map(|n| format!("{n}号,2021-12-01,工人{n},某公司,培训,一般\n"));
    std::iter::once("案号,受理日期,申请人,被申请人,案由,处理程序\n".to_owned()).chain(rows).collect()
}

/// What a child said until it was killed. What it said between our decision and its death counts too.
fn killed_after(mut child: Child, acknowledgements: u64) -> Vec<Said> {
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut said = Vec::new();
    for line in lines.by_ref() {
        said.push(read(&line));
        if said.len() >= usize::try_from(acknowledgements).unwrap() {
            break;
        }
    }
    child.kill().unwrap();
    said.extend(lines.map(|line| read(&line)));
    child.wait().unwrap();
    said
}

/// What a child acknowledged.
#[derive(Debug)]
enum Said {
    /// An entry of a case.
    Entry(String, i32),
    /// A file.
    File(String),
}

/// `case entry`, or `file id`.
fn read(line: &str) -> Said {
    match line.split_once(' ').unwrap() {
        (FILE, id) => Said::File(id.to_owned()),
        (case, entry) => Said::Entry(case.to_owned(), entry.parse().unwrap()),
    }
}

fn hold_to(app: &App, acknowledged: &[Said]) {
    // The contents of all files are read, too: each file that was acknowledged is among those that were looked at.
    let checked = app.register.check_with(Contents::Read).unwrap();
    assert_eq!(checked.inconsistencies, Vec::<String>::new());
    let mut entries: BTreeMap<&str, Vec<i32>> = BTreeMap::new();
    let mut brought = Vec::new();
    for said in acknowledged {
        match said {
            Said::Entry(case, entry) => entries.entry(case).or_default().push(*entry),
            Said::File(id) => brought.push(id),
        }
    }
    let acts: usize = entries.values().map(Vec::len).sum();
    for (case, said) in entries {
        let there = app.store.read_blocking(|c| docket::entries(c, case)).unwrap();
        let there: Vec<i32> = there.iter().map(|row| row.no).collect();
        let lost: Vec<i32> = said.into_iter().filter(|no| !there.contains(no)).collect();
        assert!(lost.is_empty(), "case {case} has {there:?} and lost {lost:?}");
    }
    assert!(checked.entries >= u64::try_from(acts).unwrap());
    assert!(!brought.is_empty(), "no file was brought before a kill");
    let there = app.store.read_blocking(|c| files::page(c, ("", ""), i64::MAX)).unwrap();
    let there: BTreeSet<&str> = there.iter().map(|(file, ..)| file.id.as_str()).collect();
    let lost: Vec<_> = brought.into_iter().filter(|id| !there.contains(id.as_str())).collect();
    assert!(lost.is_empty(), "lost the files {lost:?}");
    app.register.open_files().unwrap();
    let incoming = app.settings.files.as_ref().unwrap().join("incoming");
    assert_eq!(std::fs::read_dir(incoming).unwrap().count(), 0, "half files are cleared at the start");
}

/// The same moments in every run (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }
}

// --- The child ---

/// Brings a file into a case and says it. Every tenth content is the same, so that contents meet.
fn bring_file(app: &App, clerk: &Caller, case: CaseId, n: u32) {
    let name = FileName::parse("回证.txt").map_err(|_| ()).unwrap();
    let announced = Announced { name, media_type: "text/plain".to_owned(), bytes: None, material: None };
    let text = format!("{}\n", if n.is_multiple_of(10) { 0 } else { n }).repeat(50_000);
    let brought = async {
        let upload = app.register.begin_upload(clerk, case, announced).await?;
        let received = upload.take(text.into_bytes()).await?.finish().await?;
        app.register.add_file(clerk, case, (received, None)).await
    };
    let file = wait(brought).unwrap().given;
    tell(&format!("{FILE} {}\n", file.id));
}

/// Records acts, several at once, and says each after its answer.
fn record(database: &str, key_file: &str, user: &str) {
    let app = app(database, Path::new(key_file));
    let clerk = Caller { user: UserId(user.parse().unwrap()), role: Role::Clerk };
    std::thread::scope(|scope| {
        for _ in 0..CLERKS {
            scope.spawn(|| {
                for n in 0..CASES_MAX {
                    let case = record_case(&app, &clerk);
                    bring_file(&app, &clerk, case, n);
                }
            });
        }
    });
}

/// Makes cases of a ledger, and says each time that some more are written.
fn commit(database: &str, key_file: &str, ledger: &str) {
    let app = app(database, Path::new(key_file));
    let clerk = Caller { user: UserId::OPERATOR, role: Role::Clerk };
    let ended = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut last = None;
            while !ended.load(Ordering::Relaxed) {
                let now = wait(app.register.ledger(&clerk, ledger.to_owned())).unwrap().done_rows;
                if let Some(done) = now.filter(|_| now != last) {
                    tell(&format!("{done}\n"));
                    last = now;
                }
            }
        });
        wait(app.register.commit_ledger(&clerk, (ledger.to_owned(), Rejects::Refuse), None)).unwrap();
        ended.store(true, Ordering::Relaxed);
    });
    tell("done\n");
}

/// A case from its receipt to its closing.
fn record_case(app: &App, clerk: &Caller) -> CaseId {
    let mut body = another_dispute(receive_body());
    let known = body.as_object_mut().unwrap().remove("acknowledge_warnings").unwrap();
    body.as_object_mut().unwrap().remove("on");
    let receipt: Receipt<Person> = serde_json::from_value(body).unwrap();
    let acknowledged = serde_json::from_value(known).unwrap();
    let request = Request { acknowledged, ..asked("2021-03-01", Opening::Arbitration(receipt)) };
    let answer = wait(app.register.receive(clerk, request, Conditions::default())).unwrap();
    let id = answer.given.case_id;
    say(id, answer.given.version);
    let mut seen = answer.given.version;
    let acts = [
        (ActKind::Acceptance, acceptance()),
        (ActKind::Service, service("application_copy")),
        (ActKind::Service, service("acceptance_notice")),
        (ActKind::Withdrawal, withdrawal("2021-03-10")),
    ];
    for (act, mut body) in acts {
        let on = body.as_object_mut().unwrap().remove("on").unwrap();
        let request = asked(on.as_str().unwrap(), Draft::read(act, body).unwrap());
        let conditions = Conditions { seen: Some(seen), ..Conditions::default() };
        seen = wait(app.register.perform(clerk, id, request, conditions)).unwrap().given.version;
        say(id, seen);
    }
    id
}

fn asked<T>(on: &str, what: T) -> Request<T> {
    Request { on: on.parse().unwrap(), reason: None, acknowledged: Vec::new(), what }
}

/// The number of the last entry is the version of the case. One write of a whole line: no kill halves it.
fn say(case: CaseId, entry: u32) {
    tell(&format!("{case} {entry}\n"));
}

fn tell(line: &str) {
    let mut out = std::io::stdout().lock();
    out.write_all(line.as_bytes()).unwrap();
    out.flush().unwrap();
}
