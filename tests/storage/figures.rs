//! Counting in SQL against the definition: every measure, by every dimension and by pairs, over random rows, of several
//! times. Not here: what each measure counts (`tests/domain/catalogue.rs`).

use std::collections::{BTreeMap, BTreeSet};

use crate::support::database::TestDatabase;
use crate::support::rows::{
    EPOCH, a_case, a_file_key, a_rating, a_rating_answer, a_user, a_vault_row, day, id, reporting_of, write,
};
use chrono::{Days as Later, NaiveDate};
use diesel::connection::SimpleConnection as _;
use sikuai::domain::act::filing::{Channel, Procedure};
use sikuai::domain::case::Outcome;
use sikuai::domain::case_kind::CaseKind;
use sikuai::domain::claim::Cause;
use sikuai::domain::code::Coded;
use sikuai::domain::docket::office_midnight;
use sikuai::domain::figures::{
    Days, Fact, FactRow as Dated, KEPT_BY, QuickSteps, RatingRow as Rated, ReportingRow as Row, Spread,
};
use sikuai::domain::id::{EntryNo, UserId};
use sikuai::domain::money::Fen;
use sikuai::domain::party::EmployerKind;
use sikuai::domain::rating::Score;
use sikuai::domain::stage::Manner;
use sikuai::storage::case_list::{self, CaseFilter, CasePage, CaseSort, Direction};
use sikuai::storage::figure_cases::CasesBehind;
use sikuai::storage::figure_days::{self, Base, Line};
use sikuai::storage::figures::{self, Asked, Dimension, Group, Identity, Measure, Period, Question};
use sikuai::storage::known_figures::{self, History};
use sikuai::storage::ratings::{RatingAnswerRow, RatingRow};
use sikuai::storage::reporting::{FactRow, ReportingRow};
use sikuai::storage::{StorageError, Tx, Visibility, cases, file_keys, ratings, reporting, users, vault};

const OFFICE: Visibility = Visibility::Office;
const CASES: u32 = 240;

/// SplitMix64: the same cases in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }

    fn often(&mut self) -> bool {
        self.below(4) > 0
    }

    fn one<T: Copy>(&mut self, list: &[T]) -> T {
        list[usize::try_from(self.below(u64::try_from(list.len()).unwrap())).unwrap()]
    }

    fn of<T: Coded>(&mut self) -> T {
        self.one(T::ROWS).0
    }

    fn later(&mut self, than: NaiveDate, days: u64) -> NaiveDate {
        than + Later::new(self.below(days))
    }
}

/// Of what kind cases are, and how often.
const KINDS: [CaseKind; 8] = [
    CaseKind::Arbitration,
    CaseKind::Arbitration,
    CaseKind::Arbitration,
    CaseKind::Arbitration,
    CaseKind::Mediation,
    CaseKind::Mediation,
    CaseKind::Inspection,
    CaseKind::Petition,
];

/// A case that could be: what is accepted was received before, and closed after.
fn some_case(dice: &mut Dice) -> Row {
    let kind = dice.one(&KINDS);
    let received_on = dice.later(day("2020-10-01"), 450);
    let accepted_on = (kind == CaseKind::Arbitration && dice.often()).then(|| dice.later(received_on, 20));
    let first_hearing_on = accepted_on.filter(|_| dice.often()).map(|on| dice.later(on, 40));
    let begun = first_hearing_on.or(accepted_on).unwrap_or(received_on);
    let closed_on = dice.often().then(|| dice.later(begun, 90));
    let settled = [Manner::SettledBeforeAcceptance, Manner::Rejected];
    let ended = [
        Manner::MediationAgreed,
        Manner::MediationSettled,
        Manner::MediationFailed,
        Manner::MediationRefused,
    ];
    let decided =
        [Manner::AwardFinal, Manner::AwardNonFinal, Manner::AwardMixed, Manner::Mediated, Manner::Withdrawn];
    let manners: &[Manner] = match (kind, accepted_on) {
        (CaseKind::Mediation, _) => &ended,
        (CaseKind::Inspection, _) => &[Manner::InspectionPaid, Manner::InspectionPartlyPaid],
        (CaseKind::Petition, _) => &[Manner::PetitionAnswered],
        (_, None) => &settled,
        (_, Some(_)) => &decided,
    };
    let manner = closed_on.map(|_| dice.one(manners));
    let mut within = |is_done: bool| (is_done && dice.often()).then(|| dice.below(2) == 0);
    let quick = QuickSteps {
        filing: within(accepted_on.is_some()),
        mediation_before: within(manner == Some(Manner::SettledBeforeAcceptance)),
        mediation: within(manner == Some(Manner::Mediated)),
        hearing: within(first_hearing_on.is_some()),
        closing: within(accepted_on.is_some() && closed_on.is_some()),
    };
    let in_time = within(accepted_on.is_some() && closed_on.is_some());
    Row {
        kind,
        region: dice.one(&["440825", "440800"]).to_owned(),
        cause: dice.of::<Cause>(),
        procedure: accepted_on.map(|_| dice.of::<Procedure>()),
        channel: dice.of::<Channel>(),
        employer_kind: dice.often().then(|| dice.of::<EmployerKind>()),
        industry: dice.often().then(|| dice.one(&["A", "C", "T"]).to_owned()),
        received_on,
        is_receipt_told: accepted_on.is_none() || dice.often(),
        accepted_on,
        first_hearing_on,
        closed_on,
        archived_on: None,
        manner,
        outcome: manner.filter(|manner| manner.is_award()).map(|_| dice.of::<Outcome>()),
        in_time,
        due_on: accepted_on.filter(|_| dice.often()).map(|on| on + Later::new(45)),
        quick,
        is_collective: dice.below(8) == 0,
        workers: usize::try_from(dice.below(15)).unwrap(),
        claimed: Fen(i64::try_from(dice.below(900_000)).unwrap()),
        awarded: Fen(i64::try_from(dice.below(900_000)).unwrap()),
        arbitrator: accepted_on.filter(|_| dice.often()).map(|_| user(dice.below(3))),
        mediator: (dice.below(3) == 0).then(|| user(dice.below(2))),
        facts: Vec::new(),
        ratings: Vec::new(),
    }
}

fn user(n: u64) -> UserId {
    UserId(id(u32::try_from(n).unwrap()).parse().unwrap())
}

/// Facts of every kind, and ratings, of which bad ones are rectified in time, late or never.
fn with_facts(mut row: Row, dice: &mut Dice) -> Row {
    for n in 0..dice.below(5) {
        let (fact, on) = (dice.of::<Fact>(), dice.later(row.received_on, 120));
        let amount = i64::try_from(1 + dice.below(90_000)).unwrap();
        let entry = EntryNo(u32::try_from(n).unwrap() + 5);
        let all: &[Fact] = match (row.kind, fact) {
            // Each payment of wages in an inspection is a recovery, and there is no other in it.
            (
                CaseKind::Inspection,
                Fact::WagesRecovered | Fact::Recovered | Fact::RecoveredBeforeAcceptance,
            ) => &[Fact::WagesRecovered, Fact::RecoveredBeforeAcceptance],
            (_, Fact::WagesRecovered) => &[Fact::Recovered],
            (_, _) => &[fact],
        };
        row.facts.extend(all.iter().map(|fact| Dated { fact: *fact, entry, on, amount }));
    }
    for _ in 0..dice.below(3) {
        let (score, on) = (dice.of::<Score>(), dice.later(row.received_on, 200));
        let due_on = score.is_bad().then(|| on + Later::new(20));
        let rectified_on = due_on.filter(|_| dice.often()).map(|_| dice.later(on, 40));
        row.ratings.push(Rated { on, score, due_on, rectified_on });
    }
    row
}

fn code<T: Coded>(value: Option<T>) -> Option<String> {
    value.map(|value| value.code().to_owned())
}

/// What the database keeps of a row.
fn kept(n: u32, row: &Row, known_from: NaiveDate) -> (ReportingRow, Vec<FactRow>) {
    let kept = ReportingRow {
        kind: row.kind.code().to_owned(),
        region: row.region.clone(),
        cause: row.cause.code().to_owned(),
        procedure: code(row.procedure),
        channel: row.channel.code().to_owned(),
        collective: row.is_collective,
        workers: i32::try_from(row.workers).unwrap(),
        received_on: row.received_on,
        receipt_told: row.is_receipt_told,
        accepted_on: row.accepted_on,
        first_hearing_on: row.first_hearing_on,
        closed_on: row.closed_on,
        manner: code(row.manner),
        result: code(row.outcome),
        in_time: row.in_time,
        due_on: row.due_on,
        quick_filing: row.quick.filing,
        quick_mediation_before: row.quick.mediation_before,
        quick_mediation: row.quick.mediation,
        quick_hearing: row.quick.hearing,
        quick_closing: row.quick.closing,
        claimed_fen: row.claimed.0,
        awarded_fen: row.awarded.0,
        arbitrator_id: row.arbitrator.map(|user| user.to_string()),
        mediator_id: row.mediator.map(|user| user.to_string()),
        employer_kind: code(row.employer_kind),
        industry: row.industry.clone(),
        known_from,
        ..reporting_of(&a_case(n, "2021-03-02"))
    };
    let fact = |fact: &Dated| FactRow {
        case_id: id(n),
        fact: fact.fact.code().to_owned(),
        entry_no: i32::try_from(fact.entry.0).unwrap(),
        on_date: fact.on,
        amount: fact.amount,
        known_from,
    };
    (kept, row.facts.iter().map(fact).collect())
}

/// Writes what is known of a case at the end of a day.
fn know(tx: &mut Tx, n: u32, row: &Row, known_from: NaiveDate) -> Result<(), StorageError> {
    let (kept, facts) = kept(n, row, known_from);
    reporting::replace_facts_of_cases(tx, &[(&id(n), known_from)], &facts)?;
    reporting::write_changed(tx, &[kept])
}

/// Ratings of a case, and what was answered; each has its vault row. An answer is written down on its day.
fn rate(tx: &mut Tx, n: u32, row: &Row) -> Result<(), StorageError> {
    for (index, rated) in (0..).zip(&row.ratings) {
        let (own, answer) = (100_000 + n * 10 + index, 200_000 + n * 10 + index);
        vault::insert_many(tx, &[own, answer].map(|vault| a_vault_row(vault, n)))?;
        let rating = RatingRow {
            score: rated.score.code().to_owned(),
            rated_on: rated.on,
            due_on: rated.due_on,
            assigned_to: None,
            watch_after: None,
            ..a_rating(own, n, 1)
        };
        ratings::insert(tx, &rating)?;
        if let Some(on) = rated.rectified_on {
            let answered = RatingAnswerRow {
                kind: "rectification".to_owned(),
                finding: None,
                on_date: on,
                recorded_at: office_midnight(on).timestamp_micros(),
                ..a_rating_answer(answer, own, 1)
            };
            ratings::answer(tx, &answered)?;
        }
    }
    Ok(())
}

/// The cases by their ids, and a database that holds them.
fn some_cases() -> (TestDatabase, BTreeMap<String, Row>) {
    let mut dice = Dice(2021);
    let rows: Vec<Row> = (0..CASES).map(|_| some_case(&mut dice)).collect();
    let rows: Vec<Row> = rows.into_iter().map(|row| with_facts(row, &mut dice)).collect();
    let database = TestDatabase::new();
    let all = rows.clone();
    write(&database.store, move |tx| {
        users::insert(tx, &a_user(1))?;
        file_keys::put(tx, &a_file_key("k1"))?;
        for (n, row) in (100..).zip(&all) {
            cases::insert(tx, &a_case(n, &row.received_on.to_string()))?;
            know(tx, n, row, EPOCH)?;
            rate(tx, n, row)?;
        }
        Ok(())
    });
    (database, (100..).map(id).zip(rows).collect())
}

/// Whole, short, and with what is open asked of a day inside and outside of the period.
fn times() -> [Asked; 4] {
    let asked =
        |from, to, as_of| Asked { period: Period { from: day(from), to: day(to) }, as_of: day(as_of) };
    [
        asked("2021-01-01", "2021-12-10", "2021-12-10"),
        asked("2021-06-01", "2021-06-30", "2021-06-30"),
        asked("2021-03-01", "2021-09-30", "2021-05-15"),
        asked("2021-03-01", "2021-04-30", "2021-01-15"),
    ]
}

fn measures() -> Vec<Measure> {
    Measure::ROWS.iter().map(|(measure, _)| *measure).collect()
}

type Sums = BTreeMap<(Measure, Vec<Group>), i64>;

/// By the definition, row by row.
fn defined(rows: &BTreeMap<String, Row>, question: &Question) -> Sums {
    let mut sums = Sums::new();
    for measure in measures() {
        let definition = measure.definition(question.asked).within(&question.groups);
        for (group, amount) in rows.values().flat_map(|row| definition.grouped(row, &question.by)) {
            *sums.entry((measure, group)).or_default() += amount;
        }
    }
    sums.retain(|_, amount| *amount != 0);
    sums
}

fn counted(database: &TestDatabase, question: &Question) -> Sums {
    // Each is named twice, as by a rate that has it above the line and below.
    let all: Vec<Measure> = measures().into_iter().chain(measures()).collect();
    let cells = database.store.read_blocking(|c| figures::sums(c, &all, question, &OFFICE)).unwrap().unwrap();
    let count = cells.len();
    let sums: Sums = cells.into_iter().map(|cell| ((cell.measure, cell.group), cell.amount)).collect();
    assert_eq!(sums.len(), count, "no group twice");
    sums
}

#[test]
fn sql_sums_every_measure_as_it_is_defined() {
    let (database, rows) = some_cases();
    let dimensions = Dimension::ROWS.iter().map(|(dimension, _)| vec![*dimension]);
    let pairs = [
        vec![Dimension::Cause, Dimension::Month],
        vec![Dimension::Month, Dimension::Collective],
        vec![Dimension::Procedure, Dimension::Arbitrator],
        vec![],
    ];
    let mut counted_once = BTreeSet::new();
    for by in dimensions.chain(pairs) {
        for asked in times() {
            let question = Question { by: by.clone(), ..Question::of(asked) };
            let sums = counted(&database, &question);
            assert_eq!(sums, defined(&rows, &question), "{by:?} {asked:?}");
            counted_once.extend(sums.into_keys().map(|(measure, _)| measure));
        }
    }
    assert_eq!(counted_once.len(), Measure::ROWS.len(), "every measure counts something");
}

#[test]
fn a_group_asked_for_alone_is_what_it_was_among_others() {
    let (database, rows) = some_cases();
    for asked in times() {
        for (dimension, text) in [
            (Dimension::Cause, "remuneration"),
            (Dimension::Procedure, "unknown"),
            (Dimension::Month, "2021-04"),
            (Dimension::Collective, "true"),
            (Dimension::Industry, "C"),
            (Dimension::Mediator, "unknown"),
        ] {
            let group = Group::parse(dimension, text).unwrap();
            let question = Question { groups: vec![group], ..Question::of(asked) };
            assert_eq!(counted(&database, &question), defined(&rows, &question), "{dimension:?}");
        }
    }
}

#[test]
fn the_cases_behind_every_number_are_those_that_the_definition_counts() {
    let (database, rows) = some_cases();
    let groups = [vec![], vec![Group::parse(Dimension::Month, "2021-04").unwrap()]];
    for asked in times() {
        for (measure, groups) in measures().into_iter().flat_map(|m| groups.iter().map(move |g| (m, g))) {
            let definition = measure.definition(asked).within(groups);
            let expected: BTreeSet<String> =
                rows.iter().filter(|(_, row)| definition.counts(row)).map(|(id, _)| id.clone()).collect();
            assert_eq!(
                listed(&database, CasesBehind::counted(definition)),
                expected,
                "{measure:?} {asked:?}"
            );
        }
    }
}

fn listed(database: &TestDatabase, behind: CasesBehind) -> BTreeSet<String> {
    let filter = CaseFilter { counted: Some(behind), ..CaseFilter::default() };
    let (sort, direction) = (CaseSort::ReceivedOn, Direction::Ascending);
    let page = CasePage { sort, direction, after: None, limit: i64::from(CASES) };
    let rows = database.store.read_blocking(|c| case_list::list(c, &filter, &page, &OFFICE)).unwrap();
    rows.into_iter().map(|row| row.id).collect()
}

#[test]
fn the_cases_that_break_an_identity_are_found() {
    let (database, rows) = some_cases();
    let untied = |identity| listed(&database, CasesBehind::Untied(identity, Question::of(times()[0])));
    for (identity, _) in Identity::ROWS {
        assert_eq!(untied(*identity), BTreeSet::new(), "{}", identity.code());
    }
    // One that is closed before it was accepted, as no docket can have it.
    let broken = rows.keys().next().unwrap().clone();
    let row = ReportingRow {
        case_id: broken.clone(),
        accepted_on: Some(day("2021-05-03")),
        closed_on: Some(day("2020-12-31")),
        ..reporting_of(&a_case(100, "2020-11-01"))
    };
    write(&database.store, move |tx| reporting::upsert(tx, &row));
    assert_eq!(untied(Identity::Waterfall), BTreeSet::from([broken.clone()]));
    // And one with wages that are no recovery.
    let wages = FactRow {
        case_id: broken.clone(),
        fact: Fact::WagesRecovered.code().to_owned(),
        entry_no: 5,
        on_date: times()[0].period.from,
        amount: 7,
        known_from: EPOCH,
    };
    let of_case = broken.clone();
    write(&database.store, move |tx| {
        reporting::replace_facts_of_cases(tx, &[(&of_case, EPOCH)], std::slice::from_ref(&wages))
    });
    assert_eq!(untied(Identity::Recoveries), BTreeSet::from([broken]));
}

#[test]
fn sql_counts_days_as_they_are_defined() {
    let (database, rows) = some_cases();
    for (asked, (spread, _)) in
        times().into_iter().flat_map(|asked| Spread::ROWS.iter().map(move |s| (asked, s)))
    {
        for by in [vec![], vec![Dimension::Cause], vec![Dimension::Month, Dimension::Procedure]] {
            let question = Question { by, ..Question::of(asked) };
            let definition = spread.definition(asked);
            let mut expected: BTreeMap<Vec<Group>, Days> = BTreeMap::new();
            for row in rows.values() {
                for (group, _) in definition.grouped(row, &question.by) {
                    expected.entry(group).or_default().add(spread.days(row, asked).unwrap(), 1);
                }
            }
            let mut found: BTreeMap<Vec<Group>, Days> = BTreeMap::new();
            let read = database.store.read_blocking(|c| figures::days(c, *spread, &question, &OFFICE));
            for cell in read.unwrap().unwrap() {
                found.entry(cell.group).or_default().add(cell.days, u64::try_from(cell.cases).unwrap());
            }
            assert_eq!(found, expected, "{spread:?} {question:?}");
        }
    }
}

/// What is known of some cases at the end of each day: several versions of each, of which some are of one day, with facts that
/// come, change and go.
fn told_over_days(dice: &mut Dice) -> Vec<Vec<(NaiveDate, Row)>> {
    let one = |dice: &mut Dice| {
        let mut day = dice.later(day("2021-01-01"), 60);
        let rated = with_facts(some_case(dice), dice).ratings;
        let versions = 1 + dice.below(5);
        let mut told = Vec::new();
        for _ in 0..versions {
            // A case stays of its kind, as of its ratings, which are no matter of the docket.
            let case = Row { kind: CaseKind::Arbitration, ..some_case(dice) };
            let row = Row { ratings: rated.clone(), ..with_facts(case, dice) };
            told.push((day, row));
            day = dice.later(day, 40);
        }
        told
    };
    (0..CASES / 2).map(|_| one(dice)).collect()
}

/// A database that was told so.
fn that_was_told(told: &[Vec<(NaiveDate, Row)>]) -> TestDatabase {
    let database = TestDatabase::new();
    let all = told.to_vec();
    write(&database.store, move |tx| {
        users::insert(tx, &a_user(1))?;
        file_keys::put(tx, &a_file_key("k1"))?;
        for (n, versions) in (100..).zip(&all) {
            let (_, last) = versions.last().unwrap();
            cases::insert(tx, &a_case(n, &last.received_on.to_string()))?;
            versions.iter().try_for_each(|(day, row)| know(tx, n, row, *day))?;
            rate(tx, n, last)?;
        }
        Ok(())
    });
    database
}

/// The question as known on a day is the question asked of what was known then: its numbers, its groups, its cases.
#[test]
fn what_was_known_at_the_end_of_a_day_is_counted_as_if_nothing_had_come_after() {
    let told = told_over_days(&mut Dice(7));
    let database = that_was_told(&told);
    let replaced = told.iter().map(|versions| versions.len() - 1).sum::<usize>();
    assert!(replaced > 150, "{replaced}");
    let mut different = BTreeSet::new();
    for known_on in ["2021-01-20", "2021-02-28", "2021-04-15", "2021-12-31"].map(day) {
        let then = |versions: &Vec<(NaiveDate, Row)>| {
            let (_, row) = versions.iter().rev().find(|(day, _)| *day <= known_on)?;
            let mut row = row.clone();
            row.ratings.retain(|rating| rating.on <= known_on);
            row.ratings.iter_mut().for_each(|rating| {
                rating.rectified_on = rating.rectified_on.filter(|on| *on <= known_on);
            });
            Some(row)
        };
        let rows: BTreeMap<String, Row> =
            (100..).map(id).zip(told.iter().map(then)).filter_map(|(id, row)| Some((id, row?))).collect();
        let known_on = Some(known_on);
        for by in [vec![], vec![Dimension::Cause], vec![Dimension::Month, Dimension::Procedure]] {
            for asked in times() {
                let question = Question { by: by.clone(), known_on, ..Question::of(asked) };
                let sums = counted(&database, &question);
                assert_eq!(sums, defined(&rows, &question), "{question:?}");
                if by.is_empty() {
                    different.insert(sums.into_iter().collect::<Vec<_>>());
                }
            }
        }
        let asked = times()[0];
        for measure in measures() {
            let definition = measure.definition(asked);
            let expected: BTreeSet<String> =
                rows.iter().filter(|(_, row)| definition.counts(row)).map(|(id, _)| id.clone()).collect();
            assert_eq!(
                listed(&database, CasesBehind::Counted(definition, known_on)),
                expected,
                "{measure:?}"
            );
        }
        let untied = |identity| {
            let question = Question { known_on, ..Question::of(asked) };
            listed(&database, CasesBehind::Untied(identity, question))
        };
        assert!(Identity::ROWS.iter().all(|(identity, _)| untied(*identity).is_empty()));
    }
    assert_eq!(different.len(), 16, "each day and each time gives other numbers");
}

/// A row that is replaced on its own day was known at the end of none; one that says the same is not written.
#[test]
fn of_a_day_only_the_last_is_kept_and_the_same_is_not_written() {
    let (mut dice, database) = (Dice(3), TestDatabase::new());
    let rows: Vec<Row> = (0..3).map(|_| with_facts(some_case(&mut dice), &mut dice)).collect();
    let all = rows.clone();
    write(&database.store, move |tx| {
        cases::insert(tx, &a_case(100, "2021-01-01"))?;
        know(tx, 100, &all[0], day("2021-03-01"))?;
        know(tx, 100, &all[1], day("2021-03-01"))?;
        know(tx, 100, &all[2], day("2021-03-02"))
    });
    let before = database.store.statements();
    let last = rows[2].clone();
    write(&database.store, move |tx| know(tx, 100, &last, day("2021-03-05")));
    assert_eq!(database.store.statements() - before, 2, "both were read, and nothing was written");
    let mut history = History::new(id(100));
    for (known_on, row) in [("2021-03-01", &rows[1]), ("2021-03-02", &rows[2])] {
        let (kept, facts) = kept(100, row, day(known_on));
        history.add(day(known_on), kept, &facts);
    }
    let found = database.store.read_blocking(|c| known_figures::of_cases(c, &[&id(100)])).unwrap();
    assert_eq!(found[&id(100)], history.finished());
}

/// Each history of two days takes the place of the one that is kept. Rows are three statements: the past is emptied, what is
/// known now is written over what was, and the past is written; facts are two that empty and one or two that write.
#[test]
fn of_what_was_known_only_what_differs_is_written_anew() {
    let (mut dice, database) = (Dice(17), TestDatabase::new());
    let store = &database.store;
    let paid =
        |entry, amount| Dated { fact: Fact::Recovered, entry: EntryNo(entry), on: day("2021-02-01"), amount };
    let one = some_case(&mut dice);
    let first = Row { workers: 1, facts: vec![paid(5, 100)], ..one.clone() };
    let second = Row { workers: 2, facts: vec![paid(5, 200), paid(6, 300)], ..one };
    let last = Row { due_on: Some(day("2021-08-02")), ..second.clone() };
    let told = |days: [(&str, &Row); 2]| {
        let mut history = History::new(id(100));
        for (known_on, row) in days {
            let (kept, facts) = kept(100, row, day(known_on));
            history.add(day(known_on), kept, &facts);
        }
        history.finished()
    };
    write(store, |tx| cases::insert(tx, &a_case(100, "2021-01-01")));
    let fewer = Row { facts: second.facts[..1].to_vec(), ..last.clone() };
    for (wanted, statements, what) in [
        (told([("2021-03-01", &first), ("2021-03-02", &second)]), 7, "all of it"),
        (told([("2021-03-01", &first), ("2021-03-02", &second)]), 0, "nothing"),
        (told([("2021-03-01", &first), ("2021-03-02", &last)]), 3, "the rows"),
        (told([("2021-03-01", &first), ("2021-03-02", &fewer)]), 4, "the facts"),
        (told([("2021-03-01", &first), ("2021-03-03", &fewer)]), 7, "both, by their days"),
    ] {
        let history = wanted.clone();
        let (before, count) = (store.statements(), usize::from(statements > 0));
        write(store, move |tx| {
            let others = known_figures::others(tx, vec![history])?;
            assert_eq!(others.len(), count, "{what}");
            known_figures::write(tx, &others)
        });
        assert_eq!(store.statements() - before - 2, statements, "{what}, beside reading");
        let found = store.read_blocking(|c| known_figures::of_cases(c, &[&id(100)])).unwrap();
        assert_eq!(found[&id(100)], wanted, "{what}");
    }
    // Of a case of which nothing is known any more nothing stays.
    write(store, move |tx| {
        let others = known_figures::others(tx, vec![History::new(id(100))])?;
        known_figures::write(tx, &others)
    });
    let found = store.read_blocking(|c| known_figures::of_cases(c, &[&id(100)])).unwrap();
    assert!(found.is_empty(), "{found:?}");
}

/// Brings the sums by the day up to the end of a day.
fn keep_days(database: &TestDatabase, known_on: &str) {
    let known_on = day(known_on);
    for base in database.store.read_blocking(figure_days::all_bases).unwrap() {
        let lines = database.store.snapshot_blocking(|c| figure_days::made(c, &base, known_on)).unwrap();
        assert!(write(&database.store, move |tx| figure_days::put(tx, &base, known_on, &lines)));
    }
}

/// The sums of every dimension.
fn kept_days(database: &TestDatabase) -> Vec<(Base, BTreeMap<Line, i64>)> {
    let bases = database.store.read_blocking(figure_days::all_bases).unwrap();
    let lines = |base: &Base| {
        database.store.read_blocking(|c| figure_days::of_dimension(c, &base.dimension)).unwrap()
    };
    bases.into_iter().map(|base| (base.clone(), lines(&base))).collect()
}

/// Every breaking down and every group for which sums by the day are kept, and some for which they are not.
fn questions(asked: Asked, rows: &BTreeMap<String, Row>) -> Vec<Question> {
    let all = Question::of(asked);
    let mut questions = vec![
        all.clone(),
        Question { by: vec![Dimension::Month], ..all.clone() },
        Question { by: vec![Dimension::Cause, Dimension::Month], ..all.clone() },
        Question { by: vec![Dimension::Arbitrator], ..all.clone() },
    ];
    let accepted = Measure::Accepted.definition(asked);
    for dimension in KEPT_BY {
        let by = vec![dimension];
        questions.push(Question { by: by.clone(), ..all.clone() });
        let groups = rows.values().flat_map(|row| accepted.grouped(row, &by));
        let Some((group, _)) = groups.last() else { continue };
        for by in [vec![], vec![dimension], vec![Dimension::Month], vec![Dimension::Channel]] {
            questions.push(Question { by, groups: group.clone(), ..all.clone() });
        }
    }
    questions
}

#[test]
fn sums_by_the_day_and_what_was_told_since_come_to_what_the_rows_do() {
    let told = told_over_days(&mut Dice(11));
    let database = that_was_told(&told);
    let last = told.iter().map(|versions| versions.last().unwrap().1.clone());
    let rows: BTreeMap<String, Row> = (100..).map(id).zip(last).collect();
    let same = |when: &str| {
        for asked in times() {
            for question in questions(asked, &rows) {
                assert_eq!(counted(&database, &question), defined(&rows, &question), "{when}: {question:?}");
            }
        }
    };
    for known_on in ["2020-12-31", "2021-02-10", "2021-03-20", "2021-12-31"] {
        keep_days(&database, known_on);
        same(known_on);
    }
    // A measure is asked by itself, too, whether the sums have it or not.
    let question = Question::of(times()[0]);
    let all = counted(&database, &question);
    for measure in Measure::ROWS.iter().map(|(measure, _)| *measure) {
        let alone = |c: &mut _| figures::sums(c, &[measure], &question, &OFFICE);
        let cells = database.store.read_blocking(alone).unwrap().unwrap();
        let amount: i64 = cells.iter().map(|cell| cell.amount).sum();
        assert_eq!(amount, all.get(&(measure, Vec::new())).copied().unwrap_or(0), "{measure:?}");
    }
    let advanced = kept_days(&database);
    assert!(
        advanced.iter().all(|(base, lines)| base.known_on == Some(day("2021-12-31")) && !lines.is_empty())
    );
    let made_at_once = |(base, lines): &(Base, BTreeMap<Line, i64>)| {
        let anew = Base { known_on: None, ..base.clone() };
        let made = |c: &mut _| figure_days::made(c, &anew, day("2021-12-31"));
        database.store.snapshot_blocking(made).unwrap() == *lines
    };
    assert!(advanced.iter().all(made_at_once), "step by step is as at once");
    // They are what is read.
    let more = "UPDATE figure_days SET amount = amount + 1000 WHERE measure = 'accepted'";
    write(&database.store, move |tx| Ok(tx.batch_execute(more)?));
    let (accepted, all) = ((Measure::Accepted, Vec::new()), defined(&rows, &question));
    assert!(counted(&database, &question)[&accepted] > all[&accepted] + 1_000);
}

#[test]
fn sums_by_the_day_are_none_when_what_was_known_is_written_anew() {
    let told = told_over_days(&mut Dice(13));
    let database = that_was_told(&told);
    let base = database.store.read_blocking(figure_days::all_bases).unwrap()[0].clone();
    let lines = database.store.snapshot_blocking(|c| figure_days::made(c, &base, day("2021-06-30"))).unwrap();
    keep_days(&database, "2021-03-20");
    let (late, of_late) = (base.clone(), lines.clone());
    let put = move |tx: &mut Tx| figure_days::put(tx, &late, day("2021-06-30"), &of_late);
    assert!(!write(&database.store, put), "another was first");
    let mut history = History::new(id(100));
    let (row, facts) = kept(100, &told[0][0].1, day("2021-01-02"));
    history.add(day("2021-01-02"), row, &facts);
    let known = database.store.read_blocking(figure_days::all_bases).unwrap()[0].clone();
    // Whoever writes anew what was known makes the sums none with it.
    let anew = move |tx: &mut Tx| {
        let others = known_figures::others(tx, vec![history.finished()])?;
        assert_eq!(others.len(), 1);
        known_figures::write(tx, &others)?;
        figure_days::forget(tx)
    };
    write(&database.store, anew);
    let bases = database.store.read_blocking(figure_days::all_bases).unwrap();
    assert!(bases.iter().all(|base| base.known_on.is_none() && base.epoch > known.epoch));
    let put = move |tx: &mut Tx| figure_days::put(tx, &known, day("2021-06-30"), &lines);
    assert!(!write(&database.store, put), "what was summed before that is not kept");
    let mut rows: BTreeMap<String, Row> =
        (100..).map(id).zip(told.iter().map(|versions| versions.last().unwrap().1.clone())).collect();
    rows.insert(id(100), Row { ratings: told[0][0].1.ratings.clone(), ..told[0][0].1.clone() });
    for known_on in [None, Some("2021-06-30")] {
        if let Some(known_on) = known_on {
            keep_days(&database, known_on);
        }
        let question = Question { by: vec![Dimension::Cause], ..Question::of(times()[0]) };
        assert_eq!(counted(&database, &question), defined(&rows, &question), "{known_on:?}");
    }
}
