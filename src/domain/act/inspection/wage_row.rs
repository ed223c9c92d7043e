//! One row of a wage list as it comes in a file (工资表来件): the worker and the wages, not yet a party and a line; and
//! which worker of the case it is. Nobody is taken for another, and nobody counted twice. Not here: reading files
//! (`documents`), and opening who is sealed (`app`).

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::wages::{WageLine, WageList};
use crate::domain::finding::Findings;
use crate::domain::id::PartyNo;
use crate::domain::money::Fen;
use crate::domain::party::{Party, Person, Side, Who};
use crate::domain::refusal::words;
use crate::domain::same_person;

/// Where a caller says who is the same, as findings name it.
pub const SAME_WORKERS: &str = "/same_workers";
/// The code of what is asked of somebody who may be a party.
pub const PERHAPS_THE_SAME: &str = "perhaps_the_same_worker";

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WageRow {
    /// Where it stands in the file, as people count rows.
    pub row: u32,
    /// The worker; the ID-card number is there, and its check digit is right.
    pub person: Person,
    /// The ID-card number, by which a worker is known again.
    pub id_number: String,
    /// 工种.
    pub job: Option<String>,
    /// The first day of the time.
    pub from: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
    /// 出勤, in tenths of a day.
    pub days_tenths: Option<u16>,
    /// 工资标准.
    pub rate: Option<Fen>,
    /// 应发.
    pub due: Fen,
    /// 已发.
    pub paid: Fen,
    /// 欠发.
    pub owed: Fen,
}

/// That the worker of a row is a party of whom no ID-card number is known, as the caller says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SameWorker {
    /// The row, as people count rows.
    pub row: u32,
    /// The party.
    pub party: PartyNo,
}

/// Whom the caller says to be the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Same {
    /// Everybody who can be one party alone.
    All,
    /// These; none if there are none.
    These(Vec<SameWorker>),
}

/// A wage list as it came in, and what the caller says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WageFile {
    /// Its rows.
    pub rows: Vec<WageRow>,
    /// Who of them are parties without a number.
    pub same: Same,
}

/// A worker of a file who may be a party of whom no ID-card number is known.
// Not printed: the parties are in the clear.
pub struct Uncertain<'a> {
    /// The first row of that worker.
    pub row: &'a WageRow,
    /// The parties.
    pub parties: Vec<&'a (PartyNo, Person)>,
}

/// What a file becomes: the act, and how its findings name people and lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The act.
    pub list: WageList<Person>,
    /// From which row each line comes.
    pub rows: Vec<u32>,
    /// What each worker is called.
    pub names: HashMap<PartyNo, String>,
}

/// The workers of a case, as those of a file are held against them.
#[derive(Debug)]
pub struct KnownWorkers {
    /// By the ID-card number.
    by_id: HashMap<String, PartyNo>,
    /// Those of whom no number is known, by what they are called.
    without_id: HashMap<String, Vec<(PartyNo, Person)>>,
    /// Those of them who were found in the file.
    found: HashMap<PartyNo, u32>,
    names: HashMap<PartyNo, String>,
    /// The first number of a party that is free.
    free: u32,
}

/// The ID-card numbers in a file, by what their people are called; of those whom the case does not know by their number.
struct Namesakes(HashMap<String, HashSet<String>>);

impl Namesakes {
    /// Whether nobody else in the file is called so.
    fn is_alone(&self, row: &WageRow) -> bool {
        self.0.get(&same_person::letters(&row.person.name)).is_some_and(|numbers| numbers.len() == 1)
    }
}

impl KnownWorkers {
    /// The workers of a case, whose parties have numbers up to `last`.
    #[must_use]
    pub fn of(workers: Vec<(PartyNo, Person)>, last: u32) -> KnownWorkers {
        let names = workers.iter().map(|(no, person)| (*no, person.name.clone())).collect();
        let mut by_id = HashMap::new();
        let mut without_id: HashMap<String, Vec<_>> = HashMap::new();
        for (no, person) in workers {
            match person.id_number.as_deref().map(same_person::id_number) {
                Some(number) => {
                    by_id.entry(number).or_insert(no);
                }
                None => {
                    without_id.entry(same_person::letters(&person.name)).or_default().push((no, person));
                }
            }
        }
        KnownWorkers { by_id, without_id, found: HashMap::new(), names, free: last.saturating_add(1) }
    }

    /// The wage list of a file: who is a party keeps the number, who is not becomes one. A number under another name is
    /// refused, and somebody who may be a party of whom no number is known is asked about.
    #[must_use]
    pub fn list(mut self, file: WageFile, findings: &mut Findings) -> Listed {
        let WageFile { rows, same } = file;
        check_rows_named(&same, &rows, findings);
        let namesakes = self.namesakes(&rows);
        let mut parties = Vec::new();
        let (mut lines, mut places) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
        for row in rows {
            places.push(row.row);
            let worker = self.worker(&row, (&same, &namesakes), findings).unwrap_or_else(|| {
                let party = self.joins(&row);
                let no = party.no;
                parties.push(party);
                no
            });
            let WageRow { job, from, to, days_tenths, rate, due, paid, owed, .. } = row;
            lines.push(WageLine { worker, job, from, to, days_tenths, rate, due, paid, owed });
        }
        let list = WageList { parties, lines, representatives: None };
        Listed { list, rows: places, names: self.names }
    }

    /// Who of a file is asked about unless the caller says who they are: the first row of each worker whose number the case
    /// does not know, with the parties without a number who may be the same.
    #[must_use]
    pub fn uncertain<'a>(&'a self, rows: &'a [WageRow]) -> Vec<Uncertain<'a>> {
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        for row in rows {
            let number = same_person::id_number(&row.id_number);
            if self.by_id.contains_key(&number) || !seen.insert(number) {
                continue;
            }
            let parties: Vec<&(PartyNo, Person)> = self.may_be(row).collect();
            if !parties.is_empty() {
                found.push(Uncertain { row, parties });
            }
        }
        found
    }

    /// Which party the worker of a row is; none for somebody new.
    fn worker(
        &mut self,
        row: &WageRow,
        (same, namesakes): (&Same, &Namesakes),
        findings: &mut Findings,
    ) -> Option<PartyNo> {
        let number = same_person::id_number(&row.id_number);
        if let Some(no) = self.by_id.get(&number).copied() {
            self.check_name(row, no, findings);
            return Some(no);
        }
        let candidates = self.candidates(row);
        let said = match same {
            Same::All => match candidates.as_slice() {
                [alone] if namesakes.is_alone(row) => Some(*alone),
                _ => None,
            },
            Same::These(these) => these.iter().find(|said| said.row == row.row).map(|said| said.party),
        };
        let no = match said {
            Some(no) if candidates.contains(&no) => no,
            Some(no) => {
                not_the_same(row, no, findings);
                return None;
            }
            None => {
                ask_about(row, &candidates, findings);
                return None;
            }
        };
        if let Some(other) = self.found.insert(no, row.row) {
            let PartyNo(party) = no;
            let text = words(
                format!("第{other}行与第{}行身份证号码不同，不能都是第{party}号当事人", row.row),
                format!("rows {other} and {} have two ID numbers and cannot both be party {party}", row.row),
            );
            findings.invalid("two_are_the_same", SAME_WORKERS, text);
        }
        self.by_id.insert(number, no);
        Some(no)
    }

    fn namesakes(&self, rows: &[WageRow]) -> Namesakes {
        let mut called: HashMap<String, HashSet<String>> = HashMap::new();
        for row in rows {
            let number = same_person::id_number(&row.id_number);
            if !self.by_id.contains_key(&number) {
                called.entry(same_person::letters(&row.person.name)).or_default().insert(number);
            }
        }
        Namesakes(called)
    }

    /// The party that a new worker becomes.
    fn joins(&mut self, row: &WageRow) -> Party<Person> {
        let no = PartyNo(self.free);
        self.free = self.free.saturating_add(1);
        self.by_id.insert(same_person::id_number(&row.id_number), no);
        self.names.insert(no, row.person.name.clone());
        let who = Who::Worker(row.person.clone());
        Party { no, side: Side::Applicant, who, representatives: Vec::new() }
    }

    /// One number is one person's: with another name it would be booked to somebody else.
    fn check_name(&self, row: &WageRow, no: PartyNo, findings: &mut Findings) {
        let known = self.names.get(&no).map(String::as_str).unwrap_or_default();
        let name = row.person.name.as_str();
        if same_person::letters(known) == same_person::letters(name) {
            return;
        }
        let PartyNo(party) = no;
        let text = words(
            format!(
                "第{}行“{name}”的身份证号码是第{party}号当事人“{known}”的。请核对工资表；当事人姓名登记有误的，先更正登记",
                row.row
            ),
            format!(
                "row {}, \u{201c}{name}\u{201d}: the ID number is that of party {party}, \u{201c}{known}\u{201d}. Look at the \
                 list; where the party's name is wrong, correct its entry first",
                row.row
            ),
        );
        findings.invalid("id_number_of_another", &place(row), text);
    }

    /// The parties without a number that the worker of a row may be.
    fn may_be<'a>(&'a self, row: &'a WageRow) -> impl Iterator<Item = &'a (PartyNo, Person)> {
        let called = self.without_id.get(&same_person::letters(&row.person.name));
        called.into_iter().flatten().filter(move |(_, known)| !same_person::phones_differ(known, &row.person))
    }

    fn candidates(&self, row: &WageRow) -> Vec<PartyNo> {
        self.may_be(row).map(|(no, _)| *no).collect()
    }
}

fn ask_about(row: &WageRow, candidates: &[PartyNo], findings: &mut Findings) {
    if candidates.is_empty() {
        return;
    }
    let (at, name) = (row.row, row.person.name.as_str());
    let numbers =
        |separator: &str| candidates.iter().map(|no| no.0.to_string()).collect::<Vec<_>>().join(separator);
    let said = candidates.first().map_or(0, |no| no.0);
    let text = words(
        format!(
            "第{at}行“{name}”与第{}号当事人同名，该当事人没有登记身份证号码。是同一人的，请以 same_workers={at}:{said} \
             说明（或 same_workers=all）；不是同一人的，确认提示后按另一劳动者登记",
            numbers("、")
        ),
        format!(
            "row {at}, \u{201c}{name}\u{201d}: party {} has this name, and no ID number is on record. If they are the same, \
             say same_workers={at}:{said} (or same_workers=all); if not, acknowledge this, and another worker is added",
            numbers(", ")
        ),
    );
    findings.warn_at(PERHAPS_THE_SAME, &place(row), text);
}

fn place(row: &WageRow) -> String {
    format!("/rows/{}", row.row)
}

/// Whoever is said to be the same stands in a row.
fn check_rows_named(same: &Same, rows: &[WageRow], findings: &mut Findings) {
    let Same::These(these) = same else { return };
    for SameWorker { row, .. } in these.iter().filter(|said| rows.iter().all(|row| row.row != said.row)) {
        let text = words(format!("工资表第{row}行不是劳动者"), format!("row {row} of the list is no worker"));
        findings.invalid("no_such_row", SAME_WORKERS, text);
    }
}

fn not_the_same(row: &WageRow, no: PartyNo, findings: &mut Findings) {
    let (at, PartyNo(party)) = (row.row, no);
    let text = words(
        format!("第{party}号当事人不能是第{at}行的劳动者：不是本案劳动者、已有身份证号码，或姓名、电话不同"),
        format!(
            "party {party} cannot be the worker of row {at}: no worker in the case, or with an ID number, or another name \
             or phone"
        ),
    );
    findings.invalid("not_the_same_worker", SAME_WORKERS, text);
}
