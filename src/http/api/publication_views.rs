//! How published periods are answered (公布结果): what was published with its hash and its signature, the cases behind a number,
//! and what has become of it since. Not here: reading (`publications`).

use actix_web::{HttpResponse, HttpResponseBuilder};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::app::error::Error;
use crate::app::publications::{PublicationRow, PublishedCaseRow};
use crate::app::restating::{ChangedCase, EntrySince, Restated, RestatedFigure, Restatement};
use crate::domain::code::{Coded as _, Label};
use crate::domain::figures::{FigureUnit, Measure};
use crate::domain::id::{EntryNo, PublicationId};
use crate::domain::publication::{PublishedPeriod, PublishedValue, signed_text};
use crate::http::csv;
use crate::http::fault::Fault;

/// What was published, with what proves it.
#[derive(Serialize, ToSchema)]
pub struct PublicationView {
    /// What was published. Written by RFC 8785 it has the hash.
    #[schema(value_type = PublishedPeriod)]
    pub publication: Value,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
    /// The signature.
    pub signature: SignatureView,
}

/// A signature.
#[derive(Serialize, ToSchema)]
pub struct SignatureView {
    /// Which key signed: one of `GET /api/v1/publications/key`.
    pub key_id: String,
    /// `Ed25519`.
    pub algorithm: &'static str,
    /// The text that was signed.
    pub signed: String,
    /// The signature, in hexadecimal.
    pub signature: String,
}

/// A case behind a published number.
#[derive(Serialize, ToSchema)]
pub struct PublishedCase {
    /// The case.
    #[schema(format = Uuid)]
    pub case_id: String,
    /// What it brought to the number.
    pub amount: i64,
    /// What kind of case it is.
    pub kind: String,
    /// Its number, as it is now.
    pub number: Option<String>,
    /// Its stage, as it is now.
    pub stage: String,
}

/// A page of the cases behind a published number.
#[derive(Serialize, ToSchema)]
pub struct PublishedCases {
    /// The cases, by their ids.
    pub items: Vec<PublishedCase>,
    /// The cursor of the next page, if this one is full.
    pub next: Option<String>,
}

/// What has become of a publication.
#[derive(Serialize, ToSchema)]
pub struct RestatementView {
    /// The publication.
    pub id: PublicationId,
    /// Its number.
    pub no: i64,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// Whether anything of `changed` is other than it was: what differs without an act may come of that.
    pub books_changed: bool,
    /// What else than acts is other than it was: `calendar`, `notice`, `region`, `rules`, or `program`, which derives the
    /// rows of figures otherwise.
    pub changed: Vec<Label>,
    /// Whether the publication says by which definitions its figures were counted. Older ones do not: then it is not known
    /// whether the program counts as it did.
    pub definitions_known: bool,
    /// The version of the calendar when it was published.
    pub calendar_version_then: String,
    /// The version of the calendar now.
    pub calendar_version_now: String,
    /// Every measure that was published.
    pub items: Vec<RestatedMeasure>,
    /// The rates and the days over all cases, and the figures of groups, that come to something else. What is not here is
    /// as it was.
    pub figures: Vec<RestatedFigureView>,
    /// What was published and this program does not know any more: it cannot be asked again.
    pub unknown: Vec<UnknownPublished>,
}

/// A rate, days, or the figure of a group, that comes to something else.
#[derive(Serialize, ToSchema)]
pub struct RestatedFigureView {
    /// The figure.
    pub name: Label,
    /// The dimension of its group; null over all cases.
    pub by: Option<String>,
    /// The value of its group.
    pub group: Option<String>,
    /// What was published, in the form of the publication; null where it came to nothing.
    #[schema(value_type = Option<PublishedValue>)]
    pub published: Option<Value>,
    /// What it comes to now.
    #[schema(value_type = Option<PublishedValue>)]
    pub now: Option<Value>,
    /// Whether the program says otherwise than then what it counts; null where that is not known.
    pub definition_changed: Option<bool>,
}

/// What was published under a code that this program does not know.
#[derive(Serialize, ToSchema)]
pub struct UnknownPublished {
    /// The id of a figure, or the code of a dimension.
    pub code: String,
    /// What the figure came to; null for a dimension.
    #[schema(value_type = Option<PublishedValue>)]
    pub published: Option<Value>,
}

/// What has become of a measure.
#[derive(Serialize, ToSchema)]
pub struct RestatedMeasure {
    /// The measure.
    pub name: Label,
    /// In what it is given.
    pub unit: FigureUnit,
    /// What was published.
    pub published: i64,
    /// What the same question comes to now.
    pub now: i64,
    /// By how much that is more.
    pub difference: i64,
    /// How many cases bring another amount; they may make up for each other.
    pub changed_cases: i64,
    /// Of these, those in which nothing was recorded since: they differ because of what `changed` names, or because the
    /// program defines the measure otherwise.
    pub changed_without_act: i64,
    /// Whether the program says otherwise than then what it counts; null where that is not known.
    pub definition_changed: Option<bool>,
    /// Where these cases are listed, with the acts that were recorded in them since; nothing where there are none.
    pub cases: Option<String>,
}

/// A case that brings another amount.
#[derive(Serialize, ToSchema)]
pub struct RestatedCaseView {
    /// The case.
    #[schema(format = Uuid)]
    pub case_id: String,
    /// What it brought.
    pub published: i64,
    /// What it brings now.
    pub now: i64,
    /// What was recorded in it since; nothing where rules or the calendar made the difference.
    pub acts: Vec<ActSince>,
}

/// An entry that was recorded after a publication, without what it says.
#[derive(Serialize, ToSchema)]
pub struct ActSince {
    /// Its number in the docket.
    pub entry: i32,
    /// The code of the act, or `correction`, or `calendar_change`.
    pub act: String,
    /// Of a correction, the number of the entry that was wrong; else null.
    pub corrects: Option<EntryNo>,
    /// The legal date.
    pub on: NaiveDate,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// A page of cases that bring another amount.
#[derive(Serialize, ToSchema)]
pub struct RestatedCases {
    /// The cases, by their ids.
    pub items: Vec<RestatedCaseView>,
    /// The cursor of the next page, if this one is full.
    pub next: Option<String>,
}

impl PublicationView {
    /// The view of a publication.
    ///
    /// # Errors
    /// A body that cannot be read.
    pub fn of(row: &PublicationRow) -> Result<PublicationView, Error> {
        let signature = SignatureView {
            key_id: row.key_id.clone(),
            algorithm: "Ed25519",
            signed: signed_text(&row.sha256),
            signature: row.signature.clone(),
        };
        Ok(PublicationView { publication: body(row)?, sha256: row.sha256.clone(), signature })
    }
}

impl PublishedCases {
    /// The page with these rows.
    #[must_use]
    pub fn of(rows: Vec<PublishedCaseRow>, limit: u32) -> PublishedCases {
        let next = next(rows.last().map(|last| &last.case_id), rows.len(), limit);
        let case = |row: PublishedCaseRow| PublishedCase {
            case_id: row.case_id,
            amount: row.amount,
            kind: row.kind,
            number: row.number,
            stage: row.stage,
        };
        PublishedCases { items: rows.into_iter().map(case).collect(), next }
    }
}

impl RestatementView {
    /// The view of a restatement.
    #[must_use]
    pub fn of(id: PublicationId, restatement: Restatement) -> RestatementView {
        let Restatement { row, measures, figures, unknown, redefined, changed, calendar_version, .. } =
            restatement;
        let definition_changed =
            |code: &str| redefined.as_ref().map(|others| others.iter().any(|other| other == code));
        let measure = |(measure, restated): (Measure, Restated)| RestatedMeasure {
            name: *measure.label(),
            unit: measure.unit(),
            published: restated.published,
            now: restated.now,
            difference: restated.now.saturating_sub(restated.published),
            changed_cases: restated.cases,
            changed_without_act: restated.without_act,
            definition_changed: definition_changed(measure.code()),
            cases: (restated.cases > 0)
                .then(|| format!("/api/v1/publications/{id}/restatement/cases?measure={}", measure.code())),
        };
        let figure = |RestatedFigure { group, figure, published, now }: RestatedFigure| {
            let (by, group) = group.unzip();
            let definition_changed = definition_changed(figure.label().code);
            RestatedFigureView { name: *figure.label(), by, group, published, now, definition_changed }
        };
        RestatementView {
            id,
            no: row.no,
            from: row.from_on,
            to: row.to_on,
            books_changed: !changed.is_empty(),
            changed,
            definitions_known: redefined.is_some(),
            calendar_version_then: row.calendar_version,
            calendar_version_now: calendar_version,
            items: measures.into_iter().map(measure).collect(),
            figures: figures.into_iter().map(figure).collect(),
            unknown: unknown
                .into_iter()
                .map(|(code, published)| UnknownPublished { code, published })
                .collect(),
        }
    }
}

impl RestatedCases {
    /// The page with these cases.
    #[must_use]
    pub fn of(cases: Vec<ChangedCase>, limit: u32) -> RestatedCases {
        let next = next(cases.last().map(|last| &last.case.case_id), cases.len(), limit);
        let view = |changed: ChangedCase| RestatedCaseView {
            case_id: changed.case.case_id,
            published: changed.case.published,
            now: changed.case.now,
            acts: changed.entries.into_iter().map(ActSince::of).collect(),
        };
        RestatedCases { items: cases.into_iter().map(view).collect(), next }
    }
}

impl ActSince {
    fn of(EntrySince { entry, corrects }: EntrySince) -> ActSince {
        ActSince {
            entry: entry.no,
            corrects,
            act: entry.act,
            on: entry.on_date,
            recorded_at: DateTime::from_timestamp_micros(entry.recorded_at).unwrap_or_default(),
        }
    }
}

/// The figures of a publication as a table: those over all cases, then those by group.
///
/// # Errors
/// A body that cannot be read.
pub(crate) fn published_table(
    response: HttpResponseBuilder,
    row: &PublicationRow,
) -> Result<HttpResponse, Fault> {
    const VALUES: [&str; 7] = ["amount", "numerator", "denominator", "cases", "days", "median_halves", "p90"];
    let body = body(row)?;
    let list = |value: &Value, name: &str| value.get(name).and_then(Value::as_array).cloned();
    let text = |value: &Value, name: &str| match value.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let line = |by: &str, group: &str, figure: &Value| -> Vec<String> {
        let said = [row.no.to_string(), by.to_owned(), group.to_owned(), text(figure, "id")];
        said.into_iter().chain(VALUES.map(|name| text(figure, name))).collect()
    };
    let mut rows = Vec::new();
    rows.extend(list(&body, "figures").unwrap_or_default().iter().map(|figure| line("", "", figure)));
    for grouping in list(&body, "groupings").unwrap_or_default() {
        let by = text(&grouping, "by");
        for group in list(&grouping, "groups").unwrap_or_default() {
            let value = text(&group, "value");
            let figures = list(&group, "figures").unwrap_or_default();
            rows.extend(figures.iter().map(|figure| line(&by, &value, figure)));
        }
    }
    let headings: Vec<&str> = ["publication", "by", "group", "id"].into_iter().chain(VALUES).collect();
    csv::table(response, &headings, rows)
}

fn body(row: &PublicationRow) -> Result<Value, Error> {
    serde_json::from_str(&row.body).map_err(|error| Error::Broken(format!("publication {}: {error}", row.no)))
}

fn next(last: Option<&String>, count: usize, limit: u32) -> Option<String> {
    let is_full = u32::try_from(count).is_ok_and(|count| count == limit);
    last.filter(|_| is_full).cloned()
}
