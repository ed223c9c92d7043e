//! What has become of a publication (重述): the same questions asked today. Measure by measure, with the entries that were
//! recorded after it in the cases that make the difference; then every rate, median and group that comes to something else;
//! and what else than acts can be the cause: books, the program, its definitions. What this program cannot ask any more is
//! named. Not here: reading what was published (`publications`).

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::Value;

use crate::app::docket_rows;
use crate::app::error::Error;
use crate::app::permits::{Caller, ensure};
use crate::app::publications::{AfterCase, body, load, load_with, published_measures};
use crate::app::published_figures::{Tallied, definition, question, tallied};
use crate::app::register::Register;
use crate::domain::code::{Coded as _, Label};
use crate::domain::figures::{Dimension, Figure, Measure, Period};
use crate::domain::id::{EntryNo, PublicationId};
use crate::domain::office::LawBook;
use crate::domain::permission::Operation;
use crate::domain::publication::{PUBLISHED_BY, PublishedFigure, is_redefined};
use crate::storage::publications::PublicationRow;
use crate::storage::{Connection, docket, restated};

pub use crate::storage::docket::RecordedEntry;
pub use crate::storage::restated::{Restated, RestatedCase};

/// What has become of a publication.
#[derive(Debug, Clone)]
pub struct Restatement {
    /// What was published.
    pub row: PublicationRow,
    /// Of every measure that was published what it came to, and what it comes to now.
    pub measures: Vec<(Measure, Restated)>,
    /// Every rate and every spread, and every figure of a group that was asked, that comes to something else.
    pub figures: Vec<RestatedFigure>,
    /// What was published and cannot be asked again, by its code: a figure with what it came to, or a dimension.
    pub unknown: Vec<(String, Option<Value>)>,
    /// The figures of which the program says otherwise than then what they count; none where the publication does not say
    /// by which definitions it counts.
    pub redefined: Option<Vec<String>>,
    /// What of the books, and of how rows are derived, is other than it was.
    pub changed: Vec<Label>,
    /// The version of the calendar now.
    pub calendar_version: String,
    /// The dimensions by which it was published, of those that this program knows.
    pub dimensions: Vec<Dimension>,
}

/// A figure that comes to something else than when it was published.
#[derive(Debug, Clone, PartialEq)]
pub struct RestatedFigure {
    /// The dimension and the value of its group; none over all cases.
    pub group: Option<(String, String)>,
    /// Which figure.
    pub figure: Figure,
    /// What it came to; none where it came to nothing.
    pub published: Option<Value>,
    /// What it comes to now.
    pub now: Option<Value>,
}

/// A case that makes a difference, with what was recorded in it since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedCase {
    /// The case, and what it brought and brings.
    pub case: RestatedCase,
    /// The entries that were recorded after the publication, in order.
    pub entries: Vec<EntrySince>,
}

/// An entry that was recorded after a publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntrySince {
    /// What lists say of it.
    pub entry: RecordedEntry,
    /// Of a correction, which entry was wrong.
    pub corrects: Option<EntryNo>,
}

/// Of a figure, over all cases or in a group, what it comes to.
type Numbers = BTreeMap<(Option<(String, String)>, String), Value>;

impl Register {
    /// What has become of a publication, over all cases and by these of the dimensions by which it was published.
    ///
    /// # Errors
    /// [`Error::NotFound`]; that the caller's role sees no figures.
    pub async fn restatement(
        &self,
        caller: &Caller,
        id: PublicationId,
        by: Vec<Dimension>,
    ) -> Result<Restatement, Error> {
        ensure(caller, Operation::ReadFigures, None)?;
        let (register, caller) = (self.clone(), *caller);
        self.store.snapshot(move |c: &mut Connection| register.restated(c, &caller, (id, &by))).await
    }

    fn restated(
        &self,
        c: &mut Connection,
        caller: &Caller,
        (id, by): (PublicationId, &[Dimension]),
    ) -> Result<Restatement, Error> {
        let (row, visibility) = (load(c, id)?, caller.figure_visibility());
        let (body, question) = (body(&row)?, question(period_of(&row), &row.region));
        let codes = published_measures(&row, &body)?;
        let known: Vec<Measure> = codes.iter().filter_map(|code| Measure::from_code(code)).collect();
        let asked: Vec<_> = known.iter().map(|measure| (*measure, definition(*measure, &question))).collect();
        let found = restated::restated(c, (&row.id, row.last_change), &asked, &visibility)?;
        let mut restated: HashMap<String, Restated> =
            found.into_iter().map(|found| (found.measure.clone(), found)).collect();
        let of = |measure: Measure| {
            (measure, restated.remove(measure.code()).unwrap_or_else(|| Restated::nothing(measure)))
        };
        let measures = known.into_iter().map(of).collect();
        let book = self.books.in_force(c)?;
        // By what was not published, nothing is restated.
        let dimensions = dimensions(&body);
        let by: Vec<Dimension> = by.iter().copied().filter(|by| dimensions.contains(by)).collect();
        let now = numbers_now(tallied(c, (&question, &by), &visibility)?)?;
        let then = numbers_then(&body, &by);
        Ok(Restatement {
            measures,
            unknown: unknown(&then, &body),
            redefined: redefined(&body),
            figures: differing(&then, now),
            changed: LawBook::differences(&row.books, &book.fingerprint()),
            calendar_version: book.calendar.version().to_owned(),
            dimensions,
            row,
        })
    }

    /// The cases that make the difference of a measure, with what was recorded in each since.
    ///
    /// # Errors
    /// [`Error::NotFound`]; that the caller's role sees no cases behind figures.
    pub async fn restated_cases(
        &self,
        caller: &Caller,
        (id, measure): (PublicationId, Measure),
        page: AfterCase,
    ) -> Result<Vec<ChangedCase>, Error> {
        ensure(caller, Operation::ReadFigureCases, None)?;
        let visibility = caller.figure_visibility();
        let work = move |c: &mut Connection| {
            let row = load_with(c, id, measure)?;
            let asked = definition(measure, &question(period_of(&row), &row.region));
            let page = (page.after.as_str(), i64::from(page.limit));
            let cases = restated::restated_cases(c, &row.id, (measure, asked), page, &visibility)?;
            let ids: Vec<String> = cases.iter().map(|case| case.case_id.clone()).collect();
            let mut entries: HashMap<String, Vec<EntrySince>> = HashMap::new();
            for entry in docket::changed_after(c, &ids, row.last_change)? {
                let corrects = docket_rows::corrected(&entry)?;
                entries.entry(entry.case_id.clone()).or_default().push(EntrySince { entry, corrects });
            }
            let changed = |case: RestatedCase| {
                let entries = entries.remove(&case.case_id).unwrap_or_default();
                ChangedCase { case, entries }
            };
            Ok::<_, Error>(cases.into_iter().map(changed).collect())
        };
        self.store.snapshot(work).await
    }
}

/// Every figure that comes to something else; not the measures over all cases, which have a list of cases each.
fn differing(then: &Numbers, mut now: Numbers) -> Vec<RestatedFigure> {
    let of_all = then.keys().filter(|(group, _)| group.is_none());
    let is_published: HashSet<&str> = of_all.map(|(_, id)| id.as_str()).collect();
    // What is new in the catalogue was not published and so is not restated.
    now.retain(|(_, id), _| is_published.contains(id.as_str()));
    let keys: BTreeSet<_> = then.keys().chain(now.keys()).collect();
    let differs = |key: &(Option<(String, String)>, String)| {
        let (published, now) = (then.get(key), now.get(key));
        if published == now {
            return None;
        }
        let (group, figure) = (key.0.clone(), Figure::from_id(&key.1)?);
        let is_listed = group.is_none() && matches!(figure, Figure::Measure(_));
        let (published, now) = (published.cloned(), now.cloned());
        (!is_listed).then_some(RestatedFigure { group, figure, published, now })
    };
    keys.into_iter().filter_map(differs).collect()
}

/// The dimension of a grouping that was published; none that this program does not know.
fn dimension(grouping: &Value) -> Option<Dimension> {
    Dimension::from_code(grouping.get("by")?.as_str()?)
}

/// Those by which figures are broken down still.
fn dimensions(body: &Value) -> Vec<Dimension> {
    let all = list(body, "groupings").iter().filter_map(dimension);
    all.filter(|by| PUBLISHED_BY.contains(by)).collect()
}

/// What was published over all cases or as a dimension, and this program does not know.
fn unknown(then: &Numbers, body: &Value) -> Vec<(String, Option<Value>)> {
    let is_unknown = |id: &str| Figure::from_id(id).is_none();
    let of_all = then.iter().filter(|((group, id), _)| group.is_none() && is_unknown(id));
    let figures = of_all.map(|((_, id), value)| (id.clone(), Some(value.clone())));
    let groupings = list(body, "groupings").iter();
    let is_asked = |grouping: &&Value| dimension(grouping).is_some_and(|by| PUBLISHED_BY.contains(&by));
    let dimensions =
        groupings.filter(|grouping| !is_asked(grouping)).map(|grouping| (text(grouping, "by"), None));
    figures.chain(dimensions).collect()
}

/// The figures that this program knows by another definition.
fn redefined(body: &Value) -> Option<Vec<String>> {
    let definitions = body.get("definitions")?.as_object()?;
    let form = body.get("form").and_then(Value::as_u64).and_then(|form| u32::try_from(form).ok());
    let is_other = |(id, digest): &(&String, &Value)| {
        let digest = digest.as_str().unwrap_or_default();
        Figure::from_id(id).is_some_and(|figure| is_redefined(form.unwrap_or_default(), figure, digest))
    };
    Some(definitions.iter().filter(is_other).map(|(id, _)| id.clone()).collect())
}

fn numbers_then(body: &Value, by: &[Dimension]) -> Numbers {
    let mut numbers = Numbers::new();
    add(&mut numbers, None, list(body, "figures"));
    let is_asked = |grouping: &&Value| dimension(grouping).is_some_and(|own| by.contains(&own));
    for grouping in list(body, "groupings").iter().filter(is_asked) {
        for group in list(grouping, "groups") {
            let of = (text(grouping, "by"), text(group, "value"));
            add(&mut numbers, Some(&of), list(group, "figures"));
        }
    }
    numbers
}

fn numbers_now(Tallied { figures, groupings, .. }: Tallied) -> Result<Numbers, Error> {
    let told = |figures: &[PublishedFigure]| {
        let value = serde_json::to_value(figures).map_err(|error| Error::Broken(error.to_string()))?;
        Ok::<_, Error>(value.as_array().cloned().unwrap_or_default())
    };
    let mut numbers = Numbers::new();
    add(&mut numbers, None, &told(&figures)?);
    for grouping in &groupings {
        for group in &grouping.groups {
            let of = (grouping.by.code().to_owned(), group.value.clone());
            add(&mut numbers, Some(&of), &told(&group.figures)?);
        }
    }
    Ok(numbers)
}

/// Adds figures by their ids, each with its numbers alone.
fn add(numbers: &mut Numbers, group: Option<&(String, String)>, figures: &[Value]) {
    for figure in figures {
        let mut value = figure.clone();
        let id = value.as_object_mut().and_then(|value| value.remove("id"));
        let id = id.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned();
        numbers.insert((group.cloned(), id), value);
    }
}

fn list<'b>(value: &'b Value, field: &str) -> &'b [Value] {
    value.get(field).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value, field: &str) -> String {
    value.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn period_of(row: &PublicationRow) -> Period {
    Period { from: row.from_on, to: row.to_on }
}
