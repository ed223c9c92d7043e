//! One row of a wage list as it comes in a file (工资表来件): the worker and the wages, not yet a party and a line.
//! Not here: reading files (`documents`), and who is a party already (`app`).

use chrono::NaiveDate;

use super::wages::{WageLine, WageList};
use crate::domain::id::PartyNo;
use crate::domain::money::Fen;
use crate::domain::party::{Party, Person, Side, Who};

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

/// The workers of a case who are known by their ID-card numbers, and the first number that is free.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownWorkers {
    /// Number by number.
    pub by_id: std::collections::HashMap<String, PartyNo>,
    /// The first free number of a party.
    pub free: u32,
}

impl KnownWorkers {
    /// The wage list of some rows: who is a party keeps the number, who is not becomes one.
    #[must_use]
    pub fn list(mut self, rows: Vec<WageRow>) -> WageList<Person> {
        let mut parties = Vec::new();
        let mut lines = Vec::with_capacity(rows.len());
        for row in rows {
            let known = self.by_id.get(&row.id_number).copied();
            let worker = known.unwrap_or(PartyNo(self.free));
            if known.is_none() {
                self.by_id.insert(row.id_number, worker);
                self.free = self.free.saturating_add(1);
                parties.push(Party {
                    no: worker,
                    side: Side::Applicant,
                    who: Who::Worker(row.person),
                    representatives: Vec::new(),
                });
            }
            let WageRow { job, from, to, days_tenths, rate, due, paid, owed, .. } = row;
            lines.push(WageLine { worker, job, from, to, days_tenths, rate, due, paid, owed });
        }
        WageList { parties, lines, representatives: None }
    }
}
