//! What becomes of ratings (评价的核实与整改): supervisors read them, without a party, and record what was found and done about
//! bad ones. Not here: giving one (`ratings`).

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::check::Checked;
use crate::app::clock::office_date;
use crate::app::error::Error;
use crate::app::idempotency::{Answer, Asked, IdempotencyKey};
use crate::app::identity::user_id;
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::domain::code::Coded as _;
use crate::domain::id::{CaseId, RatingId, UserId, VaultId};
use crate::domain::permission::Operation;
use crate::domain::rating::{RatingAnswer, RatingFinding, Rectification, RectificationState, Score};
use crate::domain::refusal::words;
use crate::storage::bridge::{self, Place};
use crate::storage::ratings::{self, RatingAnswerRow, RatingPage, WholeRating};
use crate::storage::vault::{self, VaultRow};
use crate::storage::{Connection, StorageError, Tx, Visibility};

pub use crate::storage::ratings::RatingFilter;

/// The HTTP status of a kept answer.
const CREATED: i32 = 201;
/// How many ratings the check opens at a time.
const PAGE_RATINGS: i64 = 200;

/// A rating as supervisors see it. It has no party, and nothing that is kept has one for it.
// Not printed, so that what it says does not get into logs.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RatingView {
    /// Its id.
    pub id: RatingId,
    /// The case.
    pub case_id: CaseId,
    /// The number of the case (案号), if it has one.
    pub number: Option<String>,
    /// How satisfied.
    pub score: Score,
    /// When.
    pub rated_on: NaiveDate,
    /// What the rater wrote.
    pub text: Option<String>,
    /// What becomes of it; none unless it is a bad one.
    pub rectification: Option<RectificationView>,
}

/// The rectification (整改) of a bad rating.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RectificationView {
    /// The last day.
    pub due_on: NaiveDate,
    /// Who sees to it; none where there was no supervisor.
    pub assigned_to: Option<UserId>,
    /// How it stands today; it is in time if it happened by the last day, whenever it was recorded.
    pub state: RectificationState,
    /// Whether it happened in time and was recorded only after the last day.
    pub recorded_late: bool,
    /// 核实: what was found.
    pub verification: Option<RatingAnswerView>,
    /// 整改: what was done.
    pub rectification: Option<RatingAnswerView>,
}

/// What was answered to a bad rating.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RatingAnswerView {
    /// The day of which it tells.
    pub on: NaiveDate,
    /// What was found, of a verification.
    pub finding: Option<RatingFinding>,
    /// What was found or done, in words.
    pub note: String,
    /// Who recorded it.
    pub by: UserId,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// An answer to be recorded. Not printed: the note may name people.
#[derive(Clone)]
pub struct NewRatingAnswer {
    /// What it is.
    pub kind: RatingAnswer,
    /// What was found, of a verification.
    pub finding: Option<RatingFinding>,
    /// The day of which it tells.
    pub on: NaiveDate,
    /// What was found or done.
    pub note: String,
}

impl Register {
    /// One page of ratings, those of the latest day first.
    ///
    /// # Errors
    /// That the caller's role reads none.
    pub async fn ratings(
        &self,
        caller: &Caller,
        filter: RatingFilter,
        (after, limit): (Option<(NaiveDate, RatingId)>, u32),
    ) -> Result<Vec<RatingView>, Error> {
        ensure(caller, Operation::ReadRatings, None)?;
        let (register, visibility) = (self.clone(), caller.visibility_for(Operation::ReadRatings));
        let after = after.map(|(day, id)| (day, id.to_string()));
        let page = RatingPage { after, limit: i64::from(limit) };
        let work = move |c: &mut Connection| {
            let rows = ratings::list(c, &filter, &page, &visibility)?;
            register.opened_ratings(c, &rows)
        };
        self.store.snapshot(work).await
    }

    /// A rating of a case.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the case has no such rating; that the caller's role reads none.
    pub async fn rating(&self, caller: &Caller, case: CaseId, id: RatingId) -> Result<RatingView, Error> {
        ensure(caller, Operation::ReadRatings, None)?;
        let (register, caller) = (self.clone(), *caller);
        let work = move |c: &mut Connection| {
            let whole = found(c, &caller, id)?;
            let rating = register.opened_ratings(c, &[whole])?.pop();
            rating.filter(|rating| rating.case_id == case).ok_or(Error::NotFound)
        };
        self.store.snapshot(work).await
    }

    /// Records what was found or done about a bad rating, once under a key.
    ///
    /// # Errors
    /// [`Error::NotFound`] without the rating; one that is not bad; an answer out of turn, or on a day that cannot be.
    pub async fn answer_rating(
        &self,
        caller: &Caller,
        id: RatingId,
        (new, key): (NewRatingAnswer, Option<IdempotencyKey>),
    ) -> Result<Answer<RatingView>, Error> {
        ensure(caller, Operation::AnswerRating, None)?;
        let (register, caller) = (self.clone(), *caller);
        let asked = key.map(|key| Asked { by: caller.user, key, status: CREATED });
        let work = move |tx: &mut Tx| {
            let whole = found(tx, &caller, id)?;
            let view = register.opened_ratings(tx, std::slice::from_ref(&whole))?.pop();
            let asked_of = view.as_ref().and_then(standing).ok_or_else(not_bad)?;
            let dates = (new.on, register.clock.today());
            asked_of.may_be_answered(new.kind, dates).map_err(Error::Refused)?;
            let kept_as = (register.ids.vault(), register.clock.now());
            let note = register.sealed_text(kept_as, &whole.0.case_id, &new.note)?;
            let row = RatingAnswerRow {
                id: note.id.clone(),
                rating_id: whole.0.id,
                kind: new.kind.code().to_owned(),
                finding: new.finding.map(|finding| finding.code().to_owned()),
                on_date: new.on,
                by_user: caller.user.to_string(),
                recorded_at: register.clock.now().timestamp_micros(),
            };
            vault::insert_many(tx, std::slice::from_ref(&note))?;
            match ratings::answer(tx, &row) {
                Ok(()) => Ok(id),
                // Somebody else recorded the same meanwhile.
                Err(StorageError::Unique(_)) => Err(Error::Stale),
                Err(error) => Err(error.into()),
            }
        };
        let Answer { given: id, repeated } = self.answers.once(asked, work).await?;
        let register = self.clone();
        let read = move |c: &mut Connection| {
            let whole = found(c, &caller, id)?;
            register.opened_ratings(c, &[whole])?.pop().ok_or(Error::NotFound)
        };
        Ok(Answer { given: self.store.snapshot(read).await?, repeated })
    }

    /// Opens every rating and its answers; what does not open is put down. Blocks: not for async code.
    pub(crate) fn check_ratings(&self, checked: &mut Checked) -> Result<(), Error> {
        let mut page = RatingPage { after: None, limit: PAGE_RATINGS };
        loop {
            let asked = page.clone();
            let rows: Vec<WholeRating> = self.store.read_blocking(move |c| {
                Ok::<_, Error>(ratings::list(c, &RatingFilter::default(), &asked, &Visibility::Office)?)
            })?;
            let Some((last, ..)) = rows.last() else { return Ok(()) };
            page.after = Some((last.rated_on, last.id.clone()));
            for whole in rows {
                checked.ratings += 1;
                let (id, case) = (whole.0.id.clone(), whole.0.case_id.clone());
                let opened = self.store.snapshot_blocking(|c| self.opened_ratings(c, &[whole]).map(drop));
                if let Err(error) = opened {
                    checked.inconsistencies.push(format!("case {case} rating {id}: {error}"));
                }
            }
        }
    }

    /// Ratings with their texts and answers, in three statements for a page.
    fn opened_ratings(&self, c: &mut Connection, rows: &[WholeRating]) -> Result<Vec<RatingView>, Error> {
        let bad = rows.iter().filter(|(row, ..)| row.due_on.is_some());
        let ids: Vec<&str> = bad.map(|(row, ..)| row.id.as_str()).collect();
        let mut answers: HashMap<(String, RatingAnswer), RatingAnswerView> = HashMap::new();
        for (row, note) in ratings::answers_to(c, &ids)? {
            let place = |column| Place { table: "rating_answers", key: &row.id, column };
            let kind: RatingAnswer = bridge::parse(&row.kind, place("kind"))?;
            let recorded_at = DateTime::from_timestamp_micros(row.recorded_at);
            let view = RatingAnswerView {
                on: row.on_date,
                finding: bridge::parse_opt(row.finding.as_deref(), place("finding"))?,
                note: self.text(&note)?,
                by: user_id(&row.by_user)?,
                recorded_at: recorded_at.ok_or_else(|| wrong(&row.id, "an instant"))?,
            };
            answers.insert((row.rating_id, kind), view);
        }
        rows.iter().map(|whole| self.opened_rating(whole, &mut answers)).collect()
    }

    fn opened_rating(
        &self,
        (row, number, text): &WholeRating,
        answers: &mut HashMap<(String, RatingAnswer), RatingAnswerView>,
    ) -> Result<RatingView, Error> {
        let uuid = |id: &str| id.parse::<Uuid>().map_err(|_| wrong(&row.id, "an id"));
        let mut answer = |kind| answers.remove(&(row.id.clone(), kind));
        let [verification, rectification] =
            [answer(RatingAnswer::Verification), answer(RatingAnswer::Rectification)];
        let assigned_to = row.assigned_to.as_deref().map(user_id).transpose()?;
        let rectification = row.due_on.map(|due_on| {
            let (state, recorded_late) = (RectificationState::Open, false);
            RectificationView { due_on, assigned_to, state, recorded_late, verification, rectification }
        });
        let mut view = RatingView {
            id: RatingId(uuid(&row.id)?),
            case_id: CaseId(uuid(&row.case_id)?),
            number: number.clone(),
            score: bridge::parse(&row.score, Place { table: "ratings", key: &row.id, column: "score" })?,
            rated_on: row.rated_on,
            text: Some(self.text(text)?).filter(|text| !text.is_empty()),
            rectification,
        };
        if let Some(standing) = standing(&view)
            && let Some(rectification) = &mut view.rectification
        {
            rectification.state = standing.state(self.clock.today());
            rectification.recorded_late = standing.is_recorded_late();
        }
        Ok(view)
    }

    /// What somebody wrote of a rating.
    fn text(&self, row: &VaultRow) -> Result<String, Error> {
        let id = row.id.parse().map(VaultId).map_err(|_| wrong(&row.id, "its id"))?;
        let opened = self.vault.open(id, &row.key_id, &row.sealed)?;
        String::from_utf8(opened.plaintext).map_err(|_| wrong(&row.id, "the text").into())
    }
}

/// The dates of a bad rating.
fn standing(view: &RatingView) -> Option<Rectification> {
    let of = view.rectification.as_ref()?;
    let on = |answer: Option<&RatingAnswerView>| answer.map(|answer| answer.on);
    Some(Rectification {
        rated_on: view.rated_on,
        due_on: of.due_on,
        verified_on: on(of.verification.as_ref()),
        rectified_on: on(of.rectification.as_ref()),
        recorded_on: of.rectification.as_ref().map(|answer| office_date(answer.recorded_at)),
    })
}

fn found(c: &mut Connection, caller: &Caller, id: RatingId) -> Result<WholeRating, Error> {
    let visibility = caller.visibility_for(Operation::ReadRatings);
    ratings::find(c, &id.to_string(), &visibility)?.ok_or(Error::NotFound)
}

fn not_bad() -> Error {
    Error::Conflict {
        code: "not_bad",
        words: words(
            "该评价不是差评，无需核实整改",
            "This is no bad rating: nothing is to be verified or rectified.",
        ),
    }
}

fn wrong(id: &str, what: &str) -> StorageError {
    StorageError::Inconsistent { table: "ratings", key: id.to_owned(), what: format!("{what} cannot be") }
}
