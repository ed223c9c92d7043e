//! The days of one case a second time (天数分布), by the sentences of `docs/figures.md`: counted one by one as a list, of which
//! the median, the mean and the ninetieth percentile are found by sorting and by comparing. Not here: sums (`measures`).

use chrono::NaiveDate;

use super::measures::{Brings, Case};

impl Case<'_> {
    pub(super) fn spreads(&self, brings: &mut Brings<'_>) {
        let told = self.told;
        let (received, accepted) = (told.received, told.accepted);
        let ended = |manners: &[&str]| {
            self.closing().filter(|closed| manners.contains(&closed.manner)).map(|closed| closed.on)
        };
        // A ledger that does not tell the receipt tells no days from it.
        let brought = received.filter(|_| !told.receipt_untold);
        let begun = self.within(accepted);
        brings.took("days_to_acceptance", begun, brought.zip(begun));
        let heard = self.within(told.heard);
        brings.took("days_to_hearing", heard, accepted.zip(heard));
        let closed = self.closing_of_accepted().map(|closed| closed.on);
        brings.took("days_to_closing", closed, accepted.zip(closed));
        brings.took("days_in_all", closed, brought.zip(closed));
        let open = self.open_on(self.times.as_of);
        brings.took("age_of_open", open, open.zip(Some(self.times.as_of)));
        let mediated = ended(&["mediated"]);
        brings.took("days_to_mediation", mediated, accepted.zip(mediated));
        let settled = ended(&["settled_before_acceptance"]);
        brings.took("days_to_settlement", settled, received.zip(settled));
        let over =
            ended(&["mediation_agreed", "mediation_settled", "mediation_failed", "mediation_withdrawn"]);
        brings.took("days_of_mediation", over, received.zip(over));
    }
}

/// From a day to a later one, step by step.
pub(super) fn walked(from: NaiveDate, until: NaiveDate) -> i64 {
    assert!(from <= until, "{until} is before {from}");
    i64::try_from(from.iter_days().take_while(|day| *day < until).count()).unwrap()
}

/// How many cases, the mean and the median with one decimal, and the ninetieth percentile.
pub(crate) fn spread(days: &[i64]) -> String {
    let mut days = days.to_vec();
    days.sort_unstable();
    let Some(last) = days.last() else { return "0 cases".to_owned() };
    let count = i64::try_from(days.len()).unwrap();
    // In tenths of a day: the whole ones, and one more where half a tenth or more is left.
    let sum: i64 = days.iter().sum::<i64>() * 10;
    let tenths = (0..=last * 10).rev().find(|tenths| (2 * tenths - 1) * count <= 2 * sum).unwrap_or(0);
    let middle = days.len() / 2;
    let median = match days.len() % 2 {
        1 => format!("{}.0", days[middle]),
        _ if (days[middle - 1] + days[middle]) % 2 == 1 => {
            format!("{}.5", i64::midpoint(days[middle - 1], days[middle]))
        }
        _ => format!("{}.0", i64::midpoint(days[middle - 1], days[middle])),
    };
    let not_passed = |most: i64| days.iter().filter(|day| **day <= most).count();
    let ninth = days.iter().find(|most| not_passed(**most) * 10 >= days.len() * 9).unwrap();
    format!("{count} cases, mean {}.{}, median {median}, p90 {ninth}", tenths / 10, tenths % 10)
}
