//! Plays the demo year through the domain: reads the file, puts ids in the place of logins and references in
//! the place of people, asks the permissions, performs every act. Not here: what the year should say.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Value;
use sikuai::domain::act::filing::Receipt;
use sikuai::domain::act::inspection::wages::WageList;
use sikuai::domain::act::inspection::{InspectionAct, InspectionReceipt};
use sikuai::domain::act::kind::ActKind;
use sikuai::domain::act::mediation::MediationRequest;
use sikuai::domain::act::opening::Opening;
use sikuai::domain::act::{Act, restart};
use sikuai::domain::calendar::Calendar;
use sikuai::domain::case::Case;
use sikuai::domain::docket::Place;
use sikuai::domain::figures::{Period, ReportingRow};
use sikuai::domain::finding::{Findings, Moment, Reading};
use sikuai::domain::free_slot::Span;
use sikuai::domain::id::{CaseId, EntryNo, UserId, VaultId};
use sikuai::domain::office::{DiscussionRule, LawBook, Region};
use sikuai::domain::party::{Party, Person, PersonRef, check_entered};
use sikuai::domain::period::NoticeCounting;
use sikuai::domain::permission::{Operation, Permit, permit};
use sikuai::domain::role::Role;
use sikuai::domain::stage::Manner;
use uuid::Uuid;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Demo {
    pub(crate) people: Vec<Login>,
    pub(crate) cases: Vec<DemoCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Login {
    #[serde(rename = "login")]
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) role: Role,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DemoCase {
    pub(crate) note: String,
    pub(crate) acts: Vec<DemoAct>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DemoAct {
    pub(crate) act: ActKind,
    pub(crate) on: NaiveDate,
    pub(crate) recorded_on: Option<NaiveDate>,
    pub(crate) by: String,
    pub(crate) reason: Option<String>,
    #[serde(default)]
    pub(crate) acknowledge: Vec<String>,
    pub(crate) data: Value,
}

impl DemoAct {
    pub(crate) fn recorded_on(&self) -> NaiveDate {
        self.recorded_on.unwrap_or(self.on)
    }
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

pub(crate) fn demo() -> Demo {
    serde_json::from_str(&read("data/demo-2021.json")).unwrap()
}

/// The cases of a file of their own.
fn cases_of(path: &str) -> Vec<DemoCase> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Beside {
        cases: Vec<DemoCase>,
    }
    serde_json::from_str::<Beside>(&read(path)).unwrap().cases
}

/// The inspections of the year.
pub(crate) fn inspection_cases() -> Vec<DemoCase> {
    cases_of("data/demo-2021-inspections.json")
}

/// The mediation cases of the year, played.
pub(crate) fn mediations() -> Vec<Case> {
    let (users, book, cases) =
        (Users::of(&demo().people), book(), cases_of("data/demo-2021-mediations.json"));
    cases.iter().enumerate().map(|(index, case)| play(index, case, &users, &book)).collect()
}

/// The inspections of the year, played.
pub(crate) fn inspections() -> Vec<Case> {
    let (users, book) = (Users::of(&demo().people), book());
    inspection_cases().iter().enumerate().map(|(index, case)| play(index, case, &users, &book)).collect()
}

pub(crate) fn region() -> &'static Region {
    Region::find("guangdong/xuwen").unwrap()
}

pub(crate) fn book() -> LawBook {
    LawBook {
        calendar: Calendar::shipped().clone(),
        region: region(),
        discussion: DiscussionRule::Required,
        notice: NoticeCounting::Statutory,
        hearing_hours: ["09:00-12:00", "14:30-17:30"]
            .map(|span| Span::try_from(span.to_owned()).unwrap())
            .to_vec(),
    }
}

pub(crate) fn period() -> Period {
    Period { from: day("2021-01-01"), to: day("2021-12-10") }
}

/// The users of the demo by login; an id is the position in the file, so that a failure reads the same each time.
pub(crate) struct Users(BTreeMap<String, (UserId, Role)>);

impl Users {
    fn of(people: &[Login]) -> Users {
        let ids = (1..).map(|no| UserId(Uuid::from_u128(no)));
        Users(people.iter().zip(ids).map(|(who, id)| (who.code.clone(), (id, who.role))).collect())
    }

    /// Puts ids in the place of `@login`.
    fn fill(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => match text.strip_prefix('@') {
                Some(login) => Value::String(self.0[login].0.to_string()),
                None => value.clone(),
            },
            Value::Array(list) => list.iter().map(|item| self.fill(item)).collect(),
            Value::Object(map) => map.iter().map(|(key, item)| (key.clone(), self.fill(item))).collect(),
            Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        }
    }
}

/// What was entered about people must pass the checks at the edge; the domain then sees only references.
pub(crate) fn sealed(parties: Vec<Party<Person>>, at: &Moment<'_>) -> Vec<Party<PersonRef>> {
    let mut findings = Findings::default();
    check_entered(&parties, "/parties", &mut findings);
    findings.conclude(at).unwrap();
    let mut seal = |_: Person| Ok::<_, std::convert::Infallible>(dummy());
    parties.into_iter().map(|party| party.try_map(&mut seal).unwrap()).collect()
}

pub(crate) fn dummy() -> PersonRef {
    PersonRef { vault: VaultId(Uuid::nil()), digest: String::new() }
}

pub(crate) fn receipt(data: Value, at: &Moment<'_>) -> Receipt<PersonRef> {
    let entered: Receipt<Person> = serde_json::from_value(data).unwrap();
    let parties = sealed(entered.parties.clone(), at);
    let prior = entered.prior;
    entered.with(parties, prior, None)
}

/// What opens a case, with its people sealed.
fn opening(kind: ActKind, data: Value, at: &Moment<'_>) -> Opening<PersonRef> {
    if kind == ActKind::InspectionReceipt {
        let entered: InspectionReceipt<Person> = serde_json::from_value(data).unwrap();
        let parties = sealed(entered.parties.clone(), at);
        return Opening::Inspection(entered.with(parties, None));
    }
    if kind == ActKind::MediationRequest {
        let entered: MediationRequest<Person> = serde_json::from_value(data).unwrap();
        let parties = sealed(entered.parties.clone(), at);
        return Opening::Mediation(entered.with(parties, None));
    }
    Opening::Arbitration(receipt(data, at))
}

pub(crate) fn act(kind: ActKind, data: Value, at: &Moment<'_>) -> Act {
    if kind == ActKind::WageList {
        let entered: WageList<Person> = serde_json::from_value(data).unwrap();
        let (parties, lines) = (sealed(entered.parties, at), entered.lines);
        let list = WageList { parties, lines, representatives: entered.representatives };
        return Act::Inspection(InspectionAct::WageList(list));
    }
    if kind == ActKind::PartyJoinder {
        let entered: restart::PartyJoinder<Person> = serde_json::from_value(data).unwrap();
        return Act::PartyJoinder(restart::PartyJoinder { parties: sealed(entered.parties, at) });
    }
    serde_json::from_value(serde_json::json!({ "act": kind, "data": data })).unwrap()
}

pub(crate) fn check_permitted(role: Role, kind: ActKind, actor: UserId, case: Option<&Case>, here: &str) {
    let assigned = || case.is_some_and(|case| case.people.iter().any(|person| person.user == actor));
    let may = match permit(role, Operation::Perform(kind)) {
        Permit::Office => true,
        Permit::Assigned => assigned(),
        Permit::Desk => case.is_none_or(|case| role.desk() == Some(case.kind)),
        Permit::No => false,
    };
    assert!(may, "{here}: {role:?} may not do this");
}

/// Performs every act of a case, in the order in which they were recorded.
pub(crate) fn play(index: usize, written: &DemoCase, users: &Users, book: &LawBook) -> Case {
    let id = CaseId(Uuid::from_u128(1_000 + u128::try_from(index).unwrap()));
    let mut case: Option<Case> = None;
    for (step, entry) in (1..).zip(&written.acts) {
        let here = format!("case {index} ({}), act {step} {:?} on {}", written.note, entry.act, entry.on);
        let (actor, role) = users.0[&entry.by];
        check_permitted(role, entry.act, actor, case.as_ref(), &here);
        let at = Moment {
            on: entry.on,
            today: entry.recorded_on(),
            entry: EntryNo(step),
            actor,
            acknowledged: &entry.acknowledge,
            book,
            reading: Reading::Decide,
        };
        let data = users.fill(&entry.data);
        let next = match case {
            None => opening(entry.act, data, &at).open(Place { id, region: book.region.id }, &at),
            Some(case) => case.perform(act(entry.act, data, &at), &at),
        };
        case = Some(next.unwrap_or_else(|refusal| panic!("{here}: {refusal:#?}")));
    }
    case.unwrap()
}

/// The whole year, played once for each test that asks.
pub(crate) struct Year {
    pub(crate) demo: Demo,
    pub(crate) cases: Vec<Case>,
    pub(crate) rows: Vec<ReportingRow>,
    pub(crate) book: LawBook,
}

pub(crate) fn year() -> Year {
    let (demo, book) = (demo(), book());
    let users = Users::of(&demo.people);
    let cases: Vec<Case> =
        demo.cases.iter().enumerate().map(|(index, case)| play(index, case, &users, &book)).collect();
    let rows = cases.iter().map(|case| ReportingRow::of(case, &book)).collect();
    Year { demo, cases, rows, book }
}

impl Year {
    pub(crate) fn accepted_this_year(&self) -> impl Iterator<Item = (&Case, &ReportingRow)> {
        self.cases
            .iter()
            .zip(&self.rows)
            .filter(|(_, row)| row.accepted_on.is_some_and(|on| period().contains(on)))
    }

    pub(crate) fn has(&self, is_so: impl Fn(&Case) -> bool) -> bool {
        self.cases.iter().any(is_so)
    }

    pub(crate) fn with_act(&self, kind: ActKind) -> usize {
        self.demo.cases.iter().filter(|case| case.acts.iter().any(|act| act.act == kind)).count()
    }

    pub(crate) fn closed_as(&self, manner: Manner) -> usize {
        self.cases.iter().filter(|case| case.closing.is_some_and(|closing| closing.manner == manner)).count()
    }
}
