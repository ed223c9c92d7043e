//! Ratings (好差评): the links by which they are given, the ratings, and what was answered to bad ones. What people wrote is
//! sealed, in the vault row of the same id. No row ties a rating to a party. Not here: counting (`figures`).

use chrono::NaiveDate;
use diesel::dsl::{count_star, exists, not};
use diesel::prelude::*;

use super::connection::{Backend, Connection, Tx};
use super::error::StorageError;
use super::schema::{cases, vault};
use super::schema_ratings::{rated_parties, rating_answers, rating_links, ratings};
use super::vault::VaultRow;
use super::visibility::Visibility;

/// The code of what ends a rectification.
const RECTIFICATION: &str = "rectification";

/// A link by which a party rates a case.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = rating_links, treat_none_as_default_value = false)]
pub struct RatingLinkRow {
    /// The hash of its token.
    pub token_hash: String,
    /// The case.
    pub case_id: String,
    /// The party to whom it is given.
    pub party: i32,
    /// Whether the desk handed it out; otherwise it came with a code to ask how the case stands.
    pub at_desk: bool,
    /// Who made it.
    pub made_by: String,
    /// Epoch microseconds.
    pub made_at: i64,
    /// The last day on which it is good.
    pub expires_on: NaiveDate,
}

/// A rating.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = ratings, treat_none_as_default_value = false)]
pub struct RatingRow {
    /// A random UUID, which tells no instant; the vault row with the text has the same.
    pub id: String,
    /// The case.
    pub case_id: String,
    /// The code of the score.
    pub score: String,
    /// The day.
    pub rated_on: NaiveDate,
    /// The last day of its rectification, of a bad one.
    pub due_on: Option<NaiveDate>,
    /// Who sees to it.
    pub assigned_to: Option<String>,
    /// After which day the watch has to tell of it: that it came in, after its own; that it was not rectified, after the
    /// last; none once it was rectified, or all was told.
    pub watch_after: Option<NaiveDate>,
}

/// What was answered to a bad rating.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = rating_answers, treat_none_as_default_value = false)]
pub struct RatingAnswerRow {
    /// A UUIDv7; the vault row with the note has the same.
    pub id: String,
    /// The rating.
    pub rating_id: String,
    /// The code of what it is.
    pub kind: String,
    /// The code of what was found, of a verification.
    pub finding: Option<String>,
    /// Its day.
    pub on_date: NaiveDate,
    /// Who recorded it.
    pub by_user: String,
    /// Epoch microseconds.
    pub recorded_at: i64,
}

/// Which ratings; what is `None` or false does not filter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RatingFilter {
    /// From this day.
    pub from: Option<NaiveDate>,
    /// Through this day.
    pub to: Option<NaiveDate>,
    /// Of this case.
    pub case_id: Option<String>,
    /// Bad ones only.
    pub bad: bool,
    /// Bad ones that are not rectified.
    pub unrectified: bool,
}

/// One page of ratings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatingPage {
    /// The day and the id with which the page before ended.
    pub after: Option<(NaiveDate, String)>,
    /// How many rows at most.
    pub limit: i64,
}

/// A rating, the number of its case (案号), and its text, sealed.
pub type WholeRating = (RatingRow, Option<String>, VaultRow);

/// Keeps a link of a party that the desk hands out, in place of one that it handed out before; says whether there was one.
/// Links that came with codes stand beside it and are not told: whoever hands one out is not to learn who looked. Neither
/// does it say, or change, whether the party has rated.
///
/// # Errors
/// [`StorageError::Refused`] without the case.
pub fn hand_out(tx: &mut Tx, row: &RatingLinkRow) -> Result<bool, StorageError> {
    if keep(tx, row)? {
        return Ok(false);
    }
    let of_party = rating_links::case_id.eq(&row.case_id).and(rating_links::party.eq(row.party));
    let earlier = rating_links::table.filter(of_party).filter(rating_links::at_desk.eq(true));
    let change = (
        rating_links::token_hash.eq(&row.token_hash),
        rating_links::made_by.eq(&row.made_by),
        rating_links::made_at.eq(row.made_at),
        rating_links::expires_on.eq(row.expires_on),
    );
    Ok(diesel::update(earlier).set(change).execute(&mut **tx)? > 0)
}

/// Keeps a link unless it is kept; says whether it was not.
///
/// # Errors
/// [`StorageError::Refused`] without the case.
pub fn keep(tx: &mut Tx, row: &RatingLinkRow) -> Result<bool, StorageError> {
    let insert = diesel::insert_into(rating_links::table).values(row).on_conflict_do_nothing();
    let added = match &mut **tx {
        Connection::Sqlite(c) => insert.execute(c)?,
        Connection::Postgres(c) => insert.execute(c)?,
    };
    Ok(added > 0)
}

/// The link whose token has this hash, with the number and the stage of its case.
///
/// # Errors
/// That the database does not answer.
pub fn by_token(
    c: &mut Connection,
    token_hash: &str,
) -> Result<Option<(RatingLinkRow, Option<String>, String)>, StorageError> {
    let found = rating_links::table.inner_join(cases::table).filter(rating_links::token_hash.eq(token_hash));
    Ok(found.select((RatingLinkRow::as_select(), cases::number, cases::stage)).first(c).optional()?)
}

/// Keeps that a party has rated its case, and of the form by which it did so a hash, where it was one; says whether it had
/// not. When is not kept (ADR 25).
///
/// # Errors
/// [`StorageError::Refused`] without the case.
pub fn use_up(
    tx: &mut Tx,
    (case_id, party): (&str, i32),
    form_hash: Option<&str>,
) -> Result<bool, StorageError> {
    use rated_parties as r;
    let rated = (r::case_id.eq(case_id), r::party.eq(party), r::form_hash.eq(form_hash));
    let insert = diesel::insert_into(r::table).values(rated).on_conflict_do_nothing();
    let added = match &mut **tx {
        Connection::Sqlite(c) => insert.execute(c)?,
        Connection::Postgres(c) => insert.execute(c)?,
    };
    Ok(added > 0)
}

/// Whether the party of a link has rated by the form that has this hash.
///
/// # Errors
/// That the database does not answer.
pub fn was_rated_by(c: &mut Connection, token_hash: &str, form_hash: &str) -> Result<bool, StorageError> {
    use rated_parties as r;
    let link = rating_links::table.find(token_hash).select((rating_links::case_id, rating_links::party));
    let Some((case_id, party)) = link.first::<(String, i32)>(c).optional()? else { return Ok(false) };
    let rated = r::table.find((case_id, party)).filter(r::form_hash.eq(form_hash));
    Ok(diesel::select(exists(rated)).get_result(c)?)
}

/// Adds a rating; its case and its vault row must be there already.
///
/// # Errors
/// [`StorageError::Refused`] without them.
pub fn insert(tx: &mut Tx, row: &RatingRow) -> Result<(), StorageError> {
    diesel::insert_into(ratings::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// Adds an answer. A rectification is nothing for the watch any more.
///
/// # Errors
/// [`StorageError::Unique`] if there is one of its kind.
pub fn answer(tx: &mut Tx, row: &RatingAnswerRow) -> Result<(), StorageError> {
    diesel::insert_into(rating_answers::table).values(row).execute(&mut **tx)?;
    if row.kind == RECTIFICATION { unwatch(tx, &[&row.rating_id]) } else { Ok(()) }
}

/// One rating.
///
/// # Errors
/// That the database does not answer.
pub fn find(
    c: &mut Connection,
    id: &str,
    visibility: &Visibility,
) -> Result<Option<WholeRating>, StorageError> {
    let found = seen_by(visibility).filter(ratings::id.eq(id));
    Ok(found.select((RatingRow::as_select(), cases::number, VaultRow::as_select())).first(c).optional()?)
}

/// One page of ratings, those of the latest day first; in which order those of a day came in is not kept.
///
/// # Errors
/// That the database does not answer.
pub fn list(
    c: &mut Connection,
    filter: &RatingFilter,
    page: &RatingPage,
    visibility: &Visibility,
) -> Result<Vec<WholeRating>, StorageError> {
    let mut query = seen_by(visibility);
    if let Some(from) = filter.from {
        query = query.filter(ratings::rated_on.ge(from));
    }
    if let Some(to) = filter.to {
        query = query.filter(ratings::rated_on.le(to));
    }
    if let Some(case_id) = &filter.case_id {
        query = query.filter(ratings::case_id.eq(case_id));
    }
    if filter.bad || filter.unrectified {
        query = query.filter(ratings::due_on.is_not_null());
    }
    if filter.unrectified {
        let done = rating_answers::table
            .filter(rating_answers::rating_id.eq(ratings::id))
            .filter(rating_answers::kind.eq(RECTIFICATION));
        query = query.filter(not(exists(done)));
    }
    if let Some((day, id)) = &page.after {
        let of_day = ratings::rated_on.eq(day).and(ratings::id.lt(id));
        query = query.filter(ratings::rated_on.le(day)).filter(ratings::rated_on.lt(day).or(of_day));
    }
    let rows = query.order((ratings::rated_on.desc(), ratings::id.desc())).limit(page.limit);
    Ok(rows.select((RatingRow::as_select(), cases::number, VaultRow::as_select())).load(c)?)
}

/// What was answered to these ratings, with the notes, sealed; the first recorded first.
///
/// # Errors
/// That the database does not answer.
pub fn answers_to(
    c: &mut Connection,
    ids: &[&str],
) -> Result<Vec<(RatingAnswerRow, VaultRow)>, StorageError> {
    let found = rating_answers::table.inner_join(vault::table).filter(rating_answers::rating_id.eq_any(ids));
    let ordered = found.order(rating_answers::id.asc());
    Ok(ordered.select((RatingAnswerRow::as_select(), VaultRow::as_select())).load(c)?)
}

/// How many bad ratings that are not rectified each person has in hand.
///
/// # Errors
/// That the database does not answer.
pub fn in_hand(c: &mut Connection) -> Result<Vec<(String, i64)>, StorageError> {
    let done = rating_answers::table
        .filter(rating_answers::rating_id.eq(ratings::id))
        .filter(rating_answers::kind.eq(RECTIFICATION));
    let open = ratings::table.filter(ratings::assigned_to.is_not_null()).filter(not(exists(done)));
    let counted = open.group_by(ratings::assigned_to).select((ratings::assigned_to, count_star()));
    let counts: Vec<(Option<String>, i64)> = counted.load(c)?;
    Ok(counts.into_iter().filter_map(|(user, count)| Some((user?, count))).collect())
}

/// Bad ratings of which the watch has to tell, the earliest first.
///
/// # Errors
/// That the database does not answer.
pub fn watched(c: &mut Connection, today: NaiveDate, limit: i64) -> Result<Vec<RatingRow>, StorageError> {
    let late = ratings::table.filter(ratings::watch_after.lt(today));
    let ordered = late.order((ratings::watch_after.asc(), ratings::id.asc())).limit(limit);
    Ok(ordered.select(RatingRow::as_select()).load(c)?)
}

/// The watch has told that these came in, and looks at them again after the last day of each.
///
/// # Errors
/// That the database does not answer.
pub fn watch_last_day(tx: &mut Tx, ids: &[&str]) -> Result<(), StorageError> {
    let told = ratings::table.filter(ratings::id.eq_any(ids));
    diesel::update(told).set(ratings::watch_after.eq(ratings::due_on)).execute(&mut **tx)?;
    Ok(())
}

/// The watch has nothing more to tell of these.
///
/// # Errors
/// That the database does not answer.
pub fn unwatch(tx: &mut Tx, ids: &[&str]) -> Result<(), StorageError> {
    let told = ratings::table.filter(ratings::id.eq_any(ids));
    diesel::update(told).set(ratings::watch_after.eq(None::<NaiveDate>)).execute(&mut **tx)?;
    Ok(())
}

#[diesel::dsl::auto_type]
fn with_case_and_text() -> _ {
    ratings::table.inner_join(cases::table).inner_join(vault::table)
}

type Query<'a> = diesel::dsl::IntoBoxed<'a, with_case_and_text, Backend>;

fn seen_by(visibility: &Visibility) -> Query<'_> {
    let mut query = with_case_and_text().into_boxed();
    if let Some(ids) = visibility.limited_to() {
        query = query.filter(ratings::case_id.eq_any(ids));
    }
    query
}
