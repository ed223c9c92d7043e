//! What a ledger would add (汇总): its cases by the year of their acceptance, in the figures of the report.

use chrono::Datelike as _;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::LedgerRow;
use crate::domain::money::Fen;
use crate::domain::party::Party;

/// The figures of one year.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct YearTotals {
    /// The year of the acceptance; of the receipt where nothing was accepted.
    pub year: i32,
    /// Cases.
    pub cases: u64,
    /// Of them accepted.
    pub accepted: u64,
    /// Of them closed, in whichever year.
    pub closed: u64,
    /// Workers.
    pub workers: u64,
    /// Claimed, in fen.
    pub claimed: Fen,
    /// Awarded or agreed, in fen.
    pub awarded: Fen,
    /// Recovered, in fen.
    pub recovered: Fen,
}

impl YearTotals {
    /// Adds a row to the year that it belongs to; the years stay in their order.
    pub fn add(years: &mut Vec<YearTotals>, row: &LedgerRow) {
        let year = row.entry.accepted_on.unwrap_or(row.on).year();
        let at = match years.binary_search_by_key(&year, |totals| totals.year) {
            Ok(at) => at,
            Err(at) => {
                years.insert(at, YearTotals { year, ..YearTotals::default() });
                at
            }
        };
        if let Some(totals) = years.get_mut(at) {
            totals.count(row);
        }
    }

    fn count(&mut self, row: &LedgerRow) {
        let entry = &row.entry;
        let named = entry.parties.iter().filter(|party| Party::is_worker(party)).count();
        let named = u64::try_from(named).unwrap_or(u64::MAX);
        self.cases += 1;
        self.accepted += u64::from(entry.accepted_on.is_some());
        self.closed += u64::from(entry.closed.is_some());
        self.workers += named.max(entry.workers.map_or(0, u64::from));
        let plus = |sum: Fen, more: Option<Fen>| [Some(sum), more].into_iter().flatten().sum();
        self.claimed = plus(self.claimed, entry.claimed);
        self.awarded = plus(self.awarded, entry.closed.and_then(|closed| closed.amount));
        self.recovered = plus(self.recovered, entry.recovered.map(|recovered| recovered.amount));
    }
}
