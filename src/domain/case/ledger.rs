//! What a case has from a ledger (台账) and from no entry of its own: figures that the ledger tells in one number, and
//! what it leaves open. What the ledger does not tell is not made up: no deadline is shown of it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::decision::Finality;
use crate::domain::case::{Case, Dated};
use crate::domain::money::Fen;
use crate::domain::stage::ClosingPaper;

/// What a ledger tells of a case beside its days, parties and claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ToldByLedger {
    /// The entry by which it was taken over.
    pub at: Dated,
    /// 案号; also of a case that was not accepted.
    pub number: String,
    /// 涉案人数.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workers: Option<u32>,
    /// 是否集体争议.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collective: Option<bool>,
    /// 裁决、调解金额.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub awarded: Option<Fen>,
    /// 仲裁员, by the name in the ledger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handled_by: Option<String>,
    /// That the day of receipt is not told: the case begins with its acceptance. Left out of a written case where it is told, so
    /// that cases written by earlier versions read the same.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub receipt_untold: bool,
}

impl ToldByLedger {
    /// How many workers it tells of.
    pub(super) fn workers(&self) -> usize {
        self.workers.and_then(|workers| usize::try_from(workers).ok()).unwrap_or(0)
    }
}

impl Case {
    /// Its number (案号): given with the acceptance, or told by a ledger.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        let given = self.acceptance.as_ref().and_then(|acceptance| acceptance.number.as_deref());
        given.or_else(|| self.ledger.as_ref().map(|told| told.number.as_str()))
    }

    /// Whether the day of receipt was told; a ledger may tell the acceptance alone.
    #[must_use]
    pub fn is_receipt_told(&self) -> bool {
        self.ledger.as_ref().is_none_or(|told| !told.receipt_untold)
    }

    /// Whether a ledger tells how it was closed: what was served since, and whether the award took effect, it does not.
    #[must_use]
    pub fn was_closed_in_ledger(&self) -> bool {
        let closed = self.closing.map(|closing| closing.at.by);
        self.ledger.as_ref().is_some_and(|told| closed == Some(told.at.by))
    }

    /// Whether a ledger tells of an award of a finality: its manner of closing says so.
    #[must_use]
    pub(crate) fn was_awarded_in_ledger(&self, finality: Finality) -> bool {
        let closing = self.closing.filter(|_| self.was_closed_in_ledger());
        let paper = closing.map(|closing| closing.manner.paper());
        match finality {
            Finality::Final => matches!(paper, Some(ClosingPaper::FinalAward | ClosingPaper::BothAwards)),
            Finality::NonFinal => {
                matches!(paper, Some(ClosingPaper::NonFinalAward | ClosingPaper::BothAwards))
            }
        }
    }
}
