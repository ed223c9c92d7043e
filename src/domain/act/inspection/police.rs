//! 移送公安: wages that stay unpaid after the order to pay, over the threshold of the region (法释〔2013〕3号 3-4).
//! The amounts are the province's, within a range that the Court sets; they stand in `data/regions`.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::papers::check_order_in_vain;
use crate::domain::act::ActRule;
use crate::domain::case::{Case, InspectionCase};
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::PartyNo;
use crate::domain::law::{Article, Law, article};
use crate::domain::money::Fen;
use crate::domain::office::ArrearsThreshold;
use crate::domain::party::COLLECTIVE_WORKERS_MIN;
use crate::domain::period::months_after;
use crate::domain::refusal::words;
use crate::domain::stage::Manner;

/// For how many months one worker's wages must be unpaid (法释〔2013〕3号 3(1)).
const MONTHS_UNPAID_MIN: u32 = 3;

const CRIME: Article = article(Law::JudicialInterpretation2013, "3");
/// What the order to pay must be.
const ORDER: Article = article(Law::JudicialInterpretation2013, "4");

/// 移送公安机关: on suspicion of refusing to pay wages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PoliceTransfer {
    /// Which police.
    #[schema(min_length = 1, max_length = 200)]
    pub to: String,
}

impl ActRule for PoliceTransfer {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_transferable(case, at, findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.close(Manner::InspectionToPolice, None, at);
    }
}

/// The order to pay has run out, and what is owed reaches the threshold. As the amounts of a region are data of an office, an
/// amount below them is a warning, not a refusal (our choice).
pub(in crate::domain::act) fn check_transferable(case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    let Some(own) = &case.inspection else { return };
    check_order_in_vain(case, at, ORDER, findings);
    let threshold = at.book.region.arrears_threshold(at.on);
    match threshold {
        None => findings.warn(
            "no_threshold",
            Some(CRIME),
            words("本地区没有设定数额标准", "the region has set no threshold"),
        ),
        Some(threshold) if !reaches(own, threshold) => findings.warn(
            "below_the_threshold",
            Some(CRIME),
            words(
                format!(
                    "尚欠的工资未达到数额标准（一名劳动者{MONTHS_UNPAID_MIN}个月以上{}元，或者{COLLECTIVE_WORKERS_MIN}名以上合计{}元）",
                    threshold.one_worker, threshold.ten_workers
                ),
                format!(
                    "what is owed is below the threshold (one worker, {MONTHS_UNPAID_MIN} months: CNY {}; {COLLECTIVE_WORKERS_MIN} or more: CNY {})",
                    threshold.one_worker, threshold.ten_workers
                ),
            ),
        ),
        Some(_) => {}
    }
}

/// One worker with three months or more and the one amount, or ten or more and the other in all.
fn reaches(own: &InspectionCase, threshold: &ArrearsThreshold) -> bool {
    let balances = own.balances();
    let owed: Vec<(PartyNo, Fen)> = balances
        .iter()
        .map(|(worker, balance)| (*worker, balance.outstanding()))
        .filter(|(_, outstanding)| *outstanding > Fen::ZERO)
        .collect();
    let one = owed.iter().any(|(worker, outstanding)| {
        *outstanding >= threshold.one_worker && is_unpaid_for_months(own, *worker)
    });
    let all: Fen = owed.iter().map(|(_, outstanding)| *outstanding).sum();
    one || (owed.len() >= COLLECTIVE_WORKERS_MIN && all >= threshold.ten_workers)
}

/// Whether the lines of a worker with something owed span three months, from the first day to the last (our choice:
/// the text asks for the wages of three months).
fn is_unpaid_for_months(own: &InspectionCase, worker: PartyNo) -> bool {
    let lines = || own.wages.iter().filter(|line| line.worker == worker && line.owed > Fen::ZERO);
    let (first, last) = (lines().map(|line| line.from).min(), lines().map(|line| line.to).max());
    first.zip(last).is_some_and(|(first, last)| {
        let whole = months_after(first, MONTHS_UNPAID_MIN).pred_opt();
        whole.is_some_and(|whole| last >= whole)
    })
}
