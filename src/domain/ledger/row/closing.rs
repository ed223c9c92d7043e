//! How a row of a ledger says that its case was closed (结案栏): when, in which manner, for how much, and what was recovered.
//! Not here: what the words of a manner are (`words_of`), and whether the closing can be (`act::ledger`).

use super::words_of::{FinalityTold, MannerTold, finality_of, manner_of, outcome_of};
use super::{Line, value};
use crate::domain::act::ledger::{LedgerClosing, LedgerRecovery};
use crate::domain::ledger::Column;
use crate::domain::money::Fen;
use crate::domain::refusal::words;
use crate::domain::stage::Manner;

impl Line<'_> {
    pub(super) fn closed(&mut self) -> Option<LedgerClosing> {
        let (on, said) = (self.day(Column::ClosedOn), self.optional(Column::Manner, manner_of));
        let (finality, outcome) =
            (self.optional(Column::Finality, finality_of), self.optional(Column::Outcome, outcome_of));
        let amount = self.awarded();
        self.closed_on = on;
        let is_open = said == Some(MannerTold::Open) || !self.is_written(Column::Manner);
        self.says_closed = self.is_written(Column::ClosedOn) || !is_open;
        let has = |column| self.findings.iter().all(|finding| finding.column != self.letters(column));
        match (on, said) {
            (Some(on), Some(said)) => {
                let manner = self.manner(said, finality)?;
                Some(LedgerClosing { on, manner, outcome, amount })
            }
            (Some(_), None) if has(Column::Manner) => {
                let text = words("有结案日期，缺少结案方式", "it has a day of closing and no manner");
                self.note(Column::Manner, "required", text);
                None
            }
            (None, Some(MannerTold::Open)) => None,
            (None, Some(_)) if has(Column::ClosedOn) => {
                let text = words("有结案方式，缺少结案日期", "it has a manner of closing and no day");
                self.note(Column::ClosedOn, "required", text);
                None
            }
            (None, None) if amount.is_some_and(|amount| amount > Fen::ZERO) && !self.says_closed => {
                let text = words("未结案件没有裁决或调解金额", "an open case has awarded nothing");
                self.note(Column::Amount, "amount_without_award", text);
                None
            }
            (Some(_) | None, Some(_) | None) => None,
        }
    }

    /// What was awarded or agreed. Where each has a column, a zero in one says nothing beside an amount in the other (our
    /// choice), and two amounts are one too many.
    fn awarded(&mut self) -> Option<Fen> {
        let amount = self.amount(Column::Amount);
        let Some((at, unit)) = self.reading.mapping.other_amount else { return amount };
        let other = self.optional_at(at, |cell| value::amount(cell, unit));
        let is_filled = |amount: Option<Fen>| amount.is_some_and(|amount| amount > Fen::ZERO);
        if is_filled(amount) && is_filled(other) {
            let first = self.letters(Column::Amount).unwrap_or_default();
            let text = words(
                format!("与{first}列都填了金额；裁决金额、调解金额只能填一栏"),
                format!(
                    "column {first} has an amount too: one case has what was awarded, or what was agreed"
                ),
            );
            self.note_at(at, "two_amounts", text);
            return amount;
        }
        if is_filled(other) {
            self.amount_at = Some(at);
            return other;
        }
        amount.or(other)
    }

    fn manner(&mut self, said: MannerTold, finality: Option<FinalityTold>) -> Option<Manner> {
        let unsaid = self.reading.unsaid.map(FinalityTold::from);
        match (said, finality.or(unsaid)) {
            (MannerTold::Known(manner), _) => Some(manner),
            (MannerTold::Open, _) => {
                let text =
                    words("有结案日期，结案方式却是未结", "it has a day of closing and is said to be open");
                self.note(Column::Manner, "closed_and_open", text);
                None
            }
            (MannerTold::Award, Some(FinalityTold::Final)) => Some(Manner::AwardFinal),
            (MannerTold::Award, Some(FinalityTold::NonFinal)) => Some(Manner::AwardNonFinal),
            (MannerTold::Award, Some(FinalityTold::Both)) => Some(Manner::AwardMixed),
            // What was written of it and cannot be read was told already.
            (MannerTold::Award, None) if self.is_written(Column::Finality) => None,
            (MannerTold::Award, None) => {
                let zh = "裁决没有写明是否终局；可在“是否终局”栏填写，或在导入时统一指明（unsaid_awards）";
                let en = "it is not said whether the award is final: say it in its column, or for all with unsaid_awards";
                let has_column = self.letters(Column::Finality).is_some();
                let column = if has_column { Column::Finality } else { Column::Manner };
                self.note(column, "finality_not_said", words(zh, en));
                None
            }
        }
    }

    /// Money recovered counts from its own day; where the ledger does not date it, from the closing (our choice).
    pub(super) fn recovered(&mut self) -> Option<LedgerRecovery> {
        let on = self.day(Column::RecoveredOn);
        let amount = self.amount(Column::Recovered).filter(|amount| *amount > Fen::ZERO)?;
        let on = on.or(self.closed_on);
        if on.is_none() && !self.is_written(Column::ClosedOn) && !self.is_written(Column::RecoveredOn) {
            let text = words(
                "案件未结，追回金额需要追回日期",
                "the case is open, so what was recovered needs its day",
            );
            self.note(Column::RecoveredOn, "required", text);
        }
        on.map(|on| LedgerRecovery { on, amount })
    }
}
