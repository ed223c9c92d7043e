//! The cases behind a figure as they are answered (统计所列案件): as other lists have them, with what each brings where the figure is
//! a sum. Not here: which they are, and what they bring (`app::counted_cases`).

use serde::Serialize;
use utoipa::ToSchema;

use crate::app::counted_cases::CountedCases;
use crate::http::api::case_views::CaseItem;

/// A case behind a figure.
#[derive(Serialize, ToSchema)]
pub struct CountedCase {
    /// The case.
    #[serde(flatten)]
    pub case: CaseItem,
    /// What it brings to the figure, in its unit; null where each case counts once.
    pub amount: Option<i64>,
}

/// A page of the cases behind a figure.
#[derive(Serialize, ToSchema)]
pub struct CountedCasesView {
    /// The cases.
    pub items: Vec<CountedCase>,
    /// What all cases bring together, those of other pages among them: what the figure comes to; null where each case counts
    /// once.
    pub total: Option<i64>,
    /// The cursor of the next page, if this one is full.
    pub next: Option<String>,
}

impl CountedCasesView {
    /// The page with these cases.
    #[must_use]
    pub fn of(found: CountedCases, next: Option<String>) -> CountedCasesView {
        let amounts: Vec<Option<i64>> =
            found.rows.iter().map(|listed| found.amount(&listed.row.id)).collect();
        let total = found.brought.as_ref().map(|brought| brought.total);
        let cases = found.rows.into_iter().map(CaseItem::of).zip(amounts);
        CountedCasesView {
            items: cases.map(|(case, amount)| CountedCase { case, amount }).collect(),
            total,
            next,
        }
    }
}
