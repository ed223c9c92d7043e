//! What follows from a case and the books together (依日历、规则所生), beside its figures: its deadlines, what it lacks, its
//! referrals. Two states of it are compared, and what differs is written, many cases in a few statements: whoever computes
//! all cases anew compares beside the transaction that writes. Not here: what rests on the case alone (`derived`), and
//! figures (`figure_rows`).

use crate::app::error::Error;
use crate::app::pending_services;
use crate::app::rows::{deadline_rows, referral_rows};
use crate::domain::case::Case;
use crate::domain::deadline::{Deadline, deadlines};
use crate::domain::office::LawBook;
use crate::storage::deadline_changes::DeadlineChanges;
use crate::storage::deadlines::{self as kept_deadlines, DeadlineRow};
use crate::storage::pending_services::{self as pending_rows, PendingServiceRow};
use crate::storage::referrals::{self, ReferralRow};
use crate::storage::{Connection, Others, Tx};

/// Rows that are as the books say: of one case, or of several.
#[derive(Default)]
pub(crate) struct UnderBooks {
    deadlines: Vec<DeadlineRow>,
    lacking: Vec<PendingServiceRow>,
    referrals: Vec<ReferralRow>,
}

/// What differs between two states of them.
#[derive(Default)]
pub(crate) struct BookChanges {
    deadlines: DeadlineChanges,
    lacking: Others<PendingServiceRow>,
    referrals: Others<ReferralRow>,
}

impl UnderBooks {
    /// As these books have it.
    ///
    /// # Errors
    /// A number that does not fit its column.
    pub(crate) fn of(case: &Case, book: &LawBook) -> Result<UnderBooks, Error> {
        UnderBooks::with(case, book, &deadlines(case, book))
    }

    /// The same, with the deadlines that these books make of the case.
    ///
    /// # Errors
    /// A number that does not fit its column.
    pub(crate) fn with(case: &Case, book: &LawBook, deadlines: &[Deadline]) -> Result<UnderBooks, Error> {
        Ok(UnderBooks {
            deadlines: deadline_rows(case, deadlines)?,
            lacking: pending_services::index(case, book)?,
            referrals: referral_rows(case, book)?,
        })
    }

    /// As it is kept.
    ///
    /// # Errors
    /// That the database does not answer.
    pub(crate) fn kept(c: &mut Connection, case_ids: &[&str]) -> Result<UnderBooks, Error> {
        Ok(UnderBooks {
            deadlines: kept_deadlines::of_cases(c, case_ids)?,
            lacking: pending_rows::of_cases(c, case_ids)?,
            referrals: referrals::of_cases(c, case_ids)?,
        })
    }

    /// Adds the rows of another case.
    pub(crate) fn add(&mut self, more: UnderBooks) {
        self.deadlines.extend(more.deadlines);
        self.lacking.extend(more.lacking);
        self.referrals.extend(more.referrals);
    }

    /// What has to be written where these are kept, of the same cases.
    pub(crate) fn changes_to(&self, now: UnderBooks) -> BookChanges {
        BookChanges {
            deadlines: DeadlineChanges::between(&self.deadlines, now.deadlines),
            lacking: Others::between(&self.lacking, now.lacking, |row| &row.case_id),
            referrals: Others::between(&self.referrals, now.referrals, |row| &row.case_id),
        }
    }
}

impl BookChanges {
    /// Adds what differs in another case.
    pub(crate) fn add(&mut self, more: BookChanges) {
        self.deadlines.add(more.deadlines);
        self.lacking.add(more.lacking);
        self.referrals.add(more.referrals);
    }

    /// Writes it.
    ///
    /// # Errors
    /// That the database refused.
    pub(crate) fn write(&self, tx: &mut Tx) -> Result<(), Error> {
        self.deadlines.write(tx)?;
        pending_rows::write(tx, &self.lacking)?;
        Ok(referrals::write(tx, &self.referrals)?)
    }
}
