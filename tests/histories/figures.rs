//! Every figure against the second count, over random histories of every kind of case in a database: the dockets are read
//! back from it and counted again, and each measure of the catalogue must come to the same, all together and in groups, now and
//! as known on days, from the rows and from the sums by the day. Not here: how the second count counts (`second`).
//!
//! `SIKUAI_HISTORIES=10000 cargo test --test histories figures` takes more of them, `SIKUAI_SEED` others, and
//! `.ci/with-postgres` before it takes them on PostgreSQL.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days as Span, NaiveDate};
use serde_json::Value;
use sikuai::app::{docket_rows, figure_rows};
use sikuai::domain::code::Coded as _;
use sikuai::domain::docket::{Place, known_on as known_by, office_midnight, replay};
use sikuai::domain::figures::ReportingRow;
use sikuai::domain::finding::Reading;
use sikuai::domain::id::CaseId;
use sikuai::domain::rating::Score;
use sikuai::storage::docket::{self, DocketRow};
use sikuai::storage::figure_days;
use sikuai::storage::figures::{self, Asked, Dimension, Measure, Period, Question};
use sikuai::storage::known_figures::{self, History, KeptOtherwise};
use sikuai::storage::ratings::{self, RatingAnswerRow, RatingRow};
use sikuai::storage::{StorageError, Store, Tx, Visibility, cases, file_keys, users, vault};

use crate::bodies::Dice;
use crate::days::Days;
use crate::second::{Rated, Tally, Times, Told, said};
use crate::story::{REGION, a_book};
use crate::support::database::TestDatabase;
use crate::support::rows::{
    a_case, a_file_key, a_rating, a_rating_answer, a_user, a_vault_row, day, id, write,
};
use crate::tale::Tale;
use crate::{CORRECTED_EVERY, SEED, setting};

/// How many cases every run of the tests takes.
pub(crate) const CASES: u32 = 200;
/// Measures to which a few hundred cases may bring nothing.
const RARE: [&str; 12] = [
    "closed_by_award",
    "closed_by_final_award",
    "closed_by_mixed_award",
    "closed_for_worker",
    "closed_for_employer",
    "closed_timeliness_unknown",
    "open_without_due",
    "quick_mediation_within",
    "quick_hearing_done",
    "quick_hearing_within",
    "disputes_coordinated",
    "referrals_taken",
];
/// Cases are written so many at a time.
const PAGE: usize = 200;
/// Over so many days cases come in.
const SPREAD_DAYS: usize = 500;

type Sums = BTreeMap<(&'static str, Vec<Option<String>>), i64>;

/// A case as it lies in the database, and what was said of it beside its docket.
pub(crate) struct Kept {
    no: u32,
    docket: Vec<DocketRow>,
    history: History,
    received: NaiveDate,
    rated: Vec<Rated>,
}

#[test]
fn every_measure_of_the_catalogue_is_counted_a_second_time() {
    let (count, seed) = (setting("SIKUAI_HISTORIES", CASES), setting("SIKUAI_SEED", SEED));
    let dice = Dice::of(seed);
    let kept: Vec<Kept> = (100..100 + count).map(|no| told(no, &dice)).collect();
    let database = TestDatabase::new();
    let store = &database.store;
    fill(store, &kept);
    let second = Second::read(store, &kept);
    let mut counted = BTreeSet::new();
    let mut same = |question: &Question, by: &[&'static str]| {
        let (ours, theirs) = (second.count(question, by).sums, sums(store, question, by));
        assert!(ours == theirs, "{}", second.difference(question, by, (&ours, &theirs)));
        counted.extend(ours.into_keys().map(|(measure, _)| measure));
    };
    for (known_on, by) in known().flat_map(|known_on| groupings().map(move |by| (known_on, by))) {
        times().for_each(|asked| same(&question(asked, by, known_on), by));
    }
    // What was told after a day is added to the sums up to it.
    keep_days(store, "2021-12-31");
    for by in groupings() {
        times().for_each(|asked| same(&question(asked, by, None), by));
    }
    let nothing: Vec<&str> = codes().filter(|code| !counted.contains(code)).collect();
    println!("{count} cases from seed {seed}, {} measures; nothing came to {nothing:?}", Measure::ROWS.len());
    assert!(
        nothing.iter().all(|code| RARE.contains(code)),
        "measures that never came to anything: {nothing:?}"
    );
}

/// A measure that is added to the catalogue is counted a second time too.
#[test]
fn there_is_a_second_count_of_every_measure() {
    let mut tally = Tally::default();
    let times = Times { from: day("2021-01-01"), to: day("2021-12-31"), as_of: day("2021-12-31") };
    tally.add(&Told::default(), (&[], &Days::read()), &[], times);
    assert_eq!(tally.known, codes().collect::<BTreeSet<_>>());
}

fn codes() -> impl Iterator<Item = &'static str> {
    Measure::ROWS.iter().map(|(_, label)| label.code)
}

/// What is known now, and as it was known at the end of two days.
pub(crate) fn known() -> impl Iterator<Item = Option<NaiveDate>> {
    [None, Some(day("2021-06-30")), Some(day("2022-02-10"))].into_iter()
}

/// All together, and by what the second count knows of a case.
fn groupings() -> impl Iterator<Item = &'static [&'static str]> {
    let all: [&[&str]; 7] = [
        &[],
        &["month"],
        &["cause"],
        &["collective"],
        &["result"],
        &["channel", "month"],
        &["procedure", "cause"],
    ];
    all.into_iter()
}

/// Years, a month, a day; and what is open asked of another day than the last.
pub(crate) fn times() -> impl Iterator<Item = Asked> {
    let asked =
        |from, to, as_of| Asked { period: Period { from: day(from), to: day(to) }, as_of: day(as_of) };
    [
        asked("2021-01-01", "2021-12-31", "2021-12-31"),
        asked("2022-01-01", "2022-12-31", "2022-12-31"),
        asked("2021-07-01", "2021-07-31", "2021-07-31"),
        asked("2021-09-15", "2021-09-15", "2021-09-15"),
        asked("2021-03-01", "2022-03-31", "2021-08-20"),
        asked("2022-02-01", "2022-06-30", "2023-01-10"),
    ]
    .into_iter()
}

pub(crate) fn question(asked: Asked, by: &[&str], known_on: Option<NaiveDate>) -> Question {
    let by = by.iter().map(|code| Dimension::from_code(code).unwrap()).collect();
    Question { by, known_on, ..Question::of(asked) }
}

/// What the program counts.
fn sums(store: &Store, question: &Question, by: &[&str]) -> Sums {
    let all: Vec<Measure> = Measure::ROWS.iter().map(|(measure, _)| *measure).collect();
    let office = Visibility::Office;
    let cells = store.read_blocking(|c| figures::sums(c, &all, question, &office)).unwrap().unwrap();
    let mut sums = Sums::new();
    for cell in cells.into_iter().filter(|cell| cell.amount != 0) {
        let groups: Vec<Option<String>> = cell.group.iter().map(|group| group.value.clone()).collect();
        assert_eq!(groups.len(), by.len());
        assert_eq!(sums.insert((cell.measure.code(), groups), cell.amount), None, "no group twice");
    }
    sums
}

pub(crate) fn keep_days(store: &Store, known_on: &str) {
    let known_on = day(known_on);
    for base in store.read_blocking(figure_days::all_bases).unwrap() {
        let lines = store.snapshot_blocking(|c| figure_days::made(c, &base, known_on)).unwrap();
        assert!(write(store, move |tx| figure_days::put(tx, &base, known_on, &lines)));
    }
}

/// The cases of a database as their dockets tell them.
pub(crate) struct Second<'d> {
    store: &'d Store,
    days: Days,
    cases: Vec<Known>,
}

/// A case as it was known at the end of each of the days that are asked about, and how it was rated by then.
struct Known {
    no: u32,
    told: Vec<(Option<NaiveDate>, Told, Vec<Rated>)>,
}

impl Known {
    fn of(kept: &Kept, docket: &[Value], days: &Days) -> Known {
        let on = |known_on: Option<NaiveDate>| {
            let acts = said(docket, known_on);
            let known = |on: NaiveDate| known_on.is_none_or(|day| on <= day);
            let rated = kept.rated.iter().filter(|rating| known(rating.on)).cloned();
            let rated = rated.map(|it| Rated { rectified: it.rectified.filter(|on| known(*on)), ..it });
            (!acts.is_empty()).then(|| (known_on, Told::of(&acts, days), rated.collect()))
        };
        Known { no: kept.no, told: known().filter_map(on).collect() }
    }

    fn add(&self, tally: &mut Tally, question: &Question, (by, days): (&[&'static str], &Days)) {
        let Asked { period: Period { from, to }, as_of } = question.asked;
        let then = self.told.iter().find(|(known_on, ..)| *known_on == question.known_on);
        if let Some((_, told, rated)) = then {
            tally.add(told, (rated, days), by, Times { from, to, as_of });
        }
    }
}

impl Second<'_> {
    pub(crate) fn read<'d>(store: &'d Store, kept: &[Kept]) -> Second<'d> {
        let (days, mut cases) = (Days::read(), Vec::new());
        for page in kept.chunks(PAGE) {
            let mut dockets = dockets(store, page.iter().map(|kept| kept.no));
            cases.extend(page.iter().map(|kept| {
                let docket = dockets.remove(&id(kept.no)).unwrap();
                Known::of(kept, &docket, &days)
            }));
        }
        Second { store, days, cases }
    }

    pub(crate) fn count(&self, question: &Question, by: &[&'static str]) -> Tally {
        let mut tally = Tally::default();
        self.cases.iter().for_each(|case| case.add(&mut tally, question, (by, &self.days)));
        tally
    }

    /// Where both differ: in which measures, and the first case of which that is so.
    fn difference(&self, question: &Question, by: &[&'static str], (ours, theirs): (&Sums, &Sums)) -> String {
        let case = self.cases.iter().find_map(|case| self.of_one(case, question, by));
        let case = case.unwrap_or_else(|| "each case by itself is the same".to_owned());
        format!("{question:?}\n{}\n{case}", apart(ours, theirs).join("\n"))
    }

    /// A case of which the definitions of the program, over its row, come to something else than the second count.
    fn of_one(&self, case: &Known, question: &Question, by: &[&'static str]) -> Option<String> {
        let mut tally = Tally::default();
        case.add(&mut tally, question, (by, &self.days));
        let docket = dockets(self.store, [case.no].into_iter()).remove(&id(case.no))?;
        let entries: Vec<_> =
            docket.iter().map(|entry| serde_json::from_value(entry.clone()).unwrap()).collect();
        let known = question.known_on.map_or(&entries[..], |day| known_by(&entries, day));
        let place = Place { id: crate::story::case_id(), region: REGION };
        let row = ReportingRow::of(&replay(known, place, &a_book(), Reading::Replay).ok()?, &a_book());
        let mut theirs = Sums::new();
        for (measure, label) in Measure::ROWS.iter().filter(|(measure, _)| !measure.is_of_ratings()) {
            for (groups, amount) in measure.definition(question.asked).grouped(&row, &question.by) {
                let groups = groups.into_iter().map(|group| group.value).collect();
                *theirs.entry((label.code, groups)).or_default() += amount;
            }
        }
        theirs.retain(|_, amount| *amount != 0);
        tally.sums.retain(|(code, _), _| !of_ratings(code));
        let apart = apart(&tally.sums, &theirs);
        let text: Vec<String> = docket.iter().map(ToString::to_string).collect();
        (!apart.is_empty()).then(|| format!("{}\n{row:#?}\n{}", apart.join("\n"), text.join("\n")))
    }
}

/// In which measures and groups both differ.
fn apart(ours: &Sums, theirs: &Sums) -> Vec<String> {
    let keys: BTreeSet<_> = ours.keys().chain(theirs.keys()).collect();
    let apart = keys.into_iter().filter(|key| ours.get(key) != theirs.get(key));
    apart.map(|key| format!("{key:?}: second {:?}, program {:?}", ours.get(key), theirs.get(key))).collect()
}

fn of_ratings(code: &str) -> bool {
    Measure::ROWS.iter().any(|(measure, label)| label.code == code && measure.is_of_ratings())
}

/// The dockets of some cases, as they lie in the database.
fn dockets(store: &Store, cases: impl Iterator<Item = u32>) -> BTreeMap<String, Vec<Value>> {
    let ids: Vec<String> = cases.map(id).collect();
    let rows = store.read_blocking(|c| docket::entries_of(c, &ids)).unwrap();
    let mut dockets: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for row in rows {
        dockets.entry(row.case_id).or_default().push(serde_json::from_str(&row.body).unwrap());
    }
    dockets
}

/// A random history, told to its end, with what it is in the database.
pub(crate) fn told(no: u32, dice: &Dice) -> Kept {
    let opening = u8::try_from(dice.roll(256)).unwrap();
    let tale = Tale::begin(opening, dice.roll(SPREAD_DAYS)).unwrap();
    let is_straight = dice.roll(2) == 0;
    let mut tale = if is_straight { tale.going_straight() } else { tale };
    for turn in 0..200 + dice.roll(700) {
        let roll = || u64::try_from(dice.roll(usize::MAX)).unwrap();
        if turn % CORRECTED_EVERY == 0 && (!is_straight || turn % (8 * CORRECTED_EVERY) == 0) {
            tale.correct(roll()).unwrap();
        }
        tale.attempt(roll()).unwrap();
    }
    let case = CaseId(id(no).parse().unwrap());
    let entries = tale.entries();
    let mut link = docket_rows::Link::first();
    let mut docket = Vec::new();
    for entry in entries {
        let joined = link.join(entry).unwrap();
        docket.push(docket_rows::row(case, entry, &joined).unwrap());
        link = docket_rows::Link::behind(&joined);
    }
    let history = figure_rows::history(entries, Place { id: case, region: REGION }, &a_book()).unwrap();
    let received = tale.case().received.on;
    let rated = (0..dice.roll(4)).map(|_| rating(received, dice)).collect();
    Kept { no, docket, history, received, rated }
}

/// A rating of 1 to 5 points; a bad one is rectified in time, late or never.
fn rating(received: NaiveDate, dice: &Dice) -> Rated {
    let later = |than: NaiveDate, most: usize| than + Span::new(u64::try_from(dice.roll(most)).unwrap());
    let (points, on) = (1 + i64::try_from(dice.roll(5)).unwrap(), later(received, 400));
    let due = (points <= 2).then(|| on + Span::new(20));
    let rectified = due.filter(|_| dice.roll(3) > 0).map(|_| later(on, 40));
    Rated { points, on, due, rectified }
}

/// Puts the cases into a database.
pub(crate) fn fill(store: &Store, kept: &[Kept]) {
    write(store, |tx| {
        users::insert(tx, &a_user(1))?;
        file_keys::put(tx, &a_file_key("k1"))
    });
    for page in kept.chunks(PAGE) {
        let all: Vec<_> =
            page.iter().map(|it| (it.no, it.docket.clone(), it.received, it.rated.clone())).collect();
        let histories: Vec<KeptOtherwise> = page.iter().map(|kept| kept.history.clone().into()).collect();
        write(store, move |tx| {
            for (no, docket, received, rated) in &all {
                cases::insert(tx, &a_case(*no, &received.to_string()))?;
                docket::append_many(tx, docket)?;
                rate(tx, *no, rated)?;
            }
            known_figures::write(tx, &histories)
        });
    }
}

fn rate(tx: &mut Tx, no: u32, rated: &[Rated]) -> Result<(), StorageError> {
    for (nth, rating) in (0..).zip(rated) {
        let (own, answer) = (10_000_000 + no * 10 + nth, 20_000_000 + no * 10 + nth);
        vault::insert_many(tx, &[own, answer].map(|vault| a_vault_row(vault, no)))?;
        let points = u64::try_from(rating.points).unwrap();
        let score = Score::ROWS.iter().find(|(score, _)| score.points() == points).unwrap();
        ratings::insert(
            tx,
            &RatingRow {
                score: score.1.code.to_owned(),
                rated_on: rating.on,
                due_on: rating.due,
                assigned_to: None,
                watch_after: None,
                ..a_rating(own, no, 1)
            },
        )?;
        let Some(on) = rating.rectified else { continue };
        ratings::answer(
            tx,
            &RatingAnswerRow {
                kind: "rectification".to_owned(),
                finding: None,
                on_date: on,
                recorded_at: office_midnight(on).timestamp_micros(),
                ..a_rating_answer(answer, own, 1)
            },
        )?;
    }
    Ok(())
}
