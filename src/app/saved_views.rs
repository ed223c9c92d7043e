//! Saved views (常用筛选): filters of the list of cases and of the search under a name, one's own, or shared with the
//! office. A view has no words to search for: they may be people's names, and no row outside the vault has these.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::error::Error;
use crate::app::idempotency::{Answer, Asked, IdempotencyKey};
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::domain::act::filing::Procedure;
use crate::domain::case_kind::CaseKind;
use crate::domain::claim::Cause;
use crate::domain::id::ViewId;
use crate::domain::permission::Operation;
use crate::domain::refusal::words;
use crate::domain::stage::{Manner, Stage};
use crate::storage::saved_views::{self, SavedViewRow};
use crate::storage::{Connection, StorageError, Tx, meta};

/// So many views somebody keeps at most, and so many the office shares.
pub const VIEWS_MAX: usize = 50;
/// The HTTP status with which an answer is kept.
const CREATED: i32 = 201;
/// Whoever counts views before adding one has the turn for it.
const VIEWS_TURN: &str = "saved_views_turn";

/// The filters of a view: those of the list of cases, by their names there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ViewFilters {
    /// Of this kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<CaseKind>,
    /// At this stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// Of this main cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// In this procedure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub procedure: Option<Procedure>,
    /// Closed in this manner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manner: Option<Manner>,
    /// How the first employer's name begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 200)]
    pub employer: Option<String>,
    /// Received on or after.
    #[serde(default, rename = "received_on__gte", skip_serializing_if = "Option::is_none")]
    pub received_from: Option<NaiveDate>,
    /// Received on or before.
    #[serde(default, rename = "received_on__lte", skip_serializing_if = "Option::is_none")]
    pub received_to: Option<NaiveDate>,
    /// Accepted on or after.
    #[serde(default, rename = "accepted_on__gte", skip_serializing_if = "Option::is_none")]
    pub accepted_from: Option<NaiveDate>,
    /// Accepted on or before.
    #[serde(default, rename = "accepted_on__lte", skip_serializing_if = "Option::is_none")]
    pub accepted_to: Option<NaiveDate>,
    /// Closed on or after.
    #[serde(default, rename = "closed_on__gte", skip_serializing_if = "Option::is_none")]
    pub closed_from: Option<NaiveDate>,
    /// Closed on or before.
    #[serde(default, rename = "closed_on__lte", skip_serializing_if = "Option::is_none")]
    pub closed_to: Option<NaiveDate>,
}

/// Who sees a view.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Whose it is.
    #[default]
    Own,
    /// 全单位: whoever keeps views.
    Office,
}

/// A view as somebody writes it.
#[derive(Debug, Clone)]
pub struct ViewText {
    /// Its name.
    pub name: String,
    /// Who sees it.
    pub audience: Audience,
    /// Its filters.
    pub filters: ViewFilters,
}

/// A saved view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SavedView {
    /// Its id.
    pub id: ViewId,
    /// Its name.
    pub name: String,
    /// Who sees it.
    pub audience: Audience,
    /// Whether it is the caller's own, who alone changes it.
    pub is_own: bool,
    /// Its filters, to be given to the list of cases or to the search.
    pub filters: ViewFilters,
    /// When it was last written.
    pub updated_at: DateTime<Utc>,
}

impl Register {
    /// The caller's own views, and those that others share with the office.
    ///
    /// # Errors
    /// A role that keeps none.
    pub async fn saved_views(&self, caller: &Caller) -> Result<Vec<SavedView>, Error> {
        ensure(caller, Operation::KeepViews, None)?;
        let user = caller.user.to_string();
        let work = move |c: &mut Connection| {
            let limit = i64::try_from(VIEWS_MAX).unwrap_or(i64::MAX);
            let mut rows = saved_views::of_user(c, &user, limit)?;
            rows.extend(saved_views::shared(c, limit)?.into_iter().filter(|row| row.user_id != user));
            rows.iter().map(|row| view(row, &user)).collect()
        };
        self.store.snapshot(work).await
    }

    /// Saves a view, once under a key.
    ///
    /// # Errors
    /// That there are enough; a role that keeps none, or shares none.
    pub async fn add_view(
        &self,
        caller: &Caller,
        text: ViewText,
        key: Option<IdempotencyKey>,
    ) -> Result<Answer<SavedView>, Error> {
        may_keep(caller, &text)?;
        let row = self.view_row(caller, ViewId(self.ids.uuid()), &text)?;
        let asked = key.map(|key| Asked { by: caller.user, key, status: CREATED });
        let work = move |tx: &mut Tx| {
            has_room(tx, &row)?;
            saved_views::insert(tx, &row)?;
            view(&row, &row.user_id)
        };
        self.answers.once(asked, work).await
    }

    /// Writes one of the caller's views anew.
    ///
    /// # Errors
    /// [`Error::NotFound`] also for somebody else's; as [`Register::add_view`].
    pub async fn replace_view(
        &self,
        caller: &Caller,
        id: ViewId,
        text: ViewText,
    ) -> Result<SavedView, Error> {
        may_keep(caller, &text)?;
        let row = self.view_row(caller, id, &text)?;
        let work = move |tx: &mut Tx| {
            saved_views::find(tx, &row.id, &row.user_id)?.ok_or(Error::NotFound)?;
            has_room(tx, &row)?;
            saved_views::update(tx, &row)?;
            view(&row, &row.user_id)
        };
        self.store.write(work).await
    }

    /// Removes one of the caller's views.
    ///
    /// # Errors
    /// [`Error::NotFound`] also for somebody else's; a role that keeps none.
    pub async fn remove_view(&self, caller: &Caller, id: ViewId) -> Result<(), Error> {
        ensure(caller, Operation::KeepViews, None)?;
        let (id, user) = (id.to_string(), caller.user.to_string());
        let work = move |tx: &mut Tx| {
            saved_views::find(tx, &id, &user)?.ok_or(Error::NotFound)?;
            Ok(saved_views::delete(tx, &id)?)
        };
        self.store.write(work).await
    }

    fn view_row(&self, caller: &Caller, id: ViewId, text: &ViewText) -> Result<SavedViewRow, Error> {
        Ok(SavedViewRow {
            id: id.to_string(),
            user_id: caller.user.to_string(),
            name: text.name.trim().to_owned(),
            shared: text.audience == Audience::Office,
            filters: serde_json::to_string(&text.filters)
                .map_err(|error| Error::Broken(error.to_string()))?,
            updated_at: self.clock.now().timestamp_micros(),
        })
    }
}

fn may_keep(caller: &Caller, text: &ViewText) -> Result<(), Error> {
    ensure(caller, Operation::KeepViews, None)?;
    match text.audience {
        Audience::Own => Ok(()),
        Audience::Office => ensure(caller, Operation::ShareView, None),
    }
}

/// Whether one more view fits among the person's own, and among those of the office if it is to be shared.
fn has_room(tx: &mut Tx, row: &SavedViewRow) -> Result<(), Error> {
    meta::take_turn(tx, VIEWS_TURN)?;
    let limit = i64::try_from(VIEWS_MAX).unwrap_or(i64::MAX);
    let own = saved_views::of_user(tx, &row.user_id, limit)?;
    let shared = if row.shared { saved_views::shared(tx, limit)? } else { Vec::new() };
    let is_full = |kept: &[SavedViewRow]| kept.iter().filter(|kept| kept.id != row.id).count() >= VIEWS_MAX;
    if is_full(&own) || is_full(&shared) {
        return Err(Error::Conflict {
            code: "too_many_views",
            words: words(
                format!("常用筛选最多{VIEWS_MAX}个，请先删除不用的"),
                format!("There may be {VIEWS_MAX} views at most: remove one first."),
            ),
        });
    }
    Ok(())
}

fn view(row: &SavedViewRow, user: &str) -> Result<SavedView, Error> {
    let wrong = |what: String| StorageError::Inconsistent { table: "saved_views", key: row.id.clone(), what };
    Ok(SavedView {
        id: ViewId(row.id.parse().map_err(|_| wrong("its id is no UUID".to_owned()))?),
        name: row.name.clone(),
        audience: if row.shared { Audience::Office } else { Audience::Own },
        is_own: row.user_id == user,
        filters: serde_json::from_str(&row.filters).map_err(|error| wrong(error.to_string()))?,
        updated_at: DateTime::from_timestamp_micros(row.updated_at)
            .ok_or_else(|| wrong("its instant cannot be".to_owned()))?,
    })
}
