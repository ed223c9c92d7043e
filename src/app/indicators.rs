//! The indicator register (指标台账): supervisors enter what the office counts elsewhere and correct it; every value that was
//! entered stays. Not here: what may be entered (`domain::indicator`), and the report (`annual_report`).

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::app::audit::{self, AuditEntry, AuditEvent};
use crate::app::clock::office_date;
use crate::app::error::Error;
use crate::app::idempotency::{Answer, Asked, IdempotencyKey};
use crate::app::identity::user_id;
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::domain::figures::Period;
use crate::domain::id::{IndicatorId, UserId};
use crate::domain::indicator::{Indicator, Quantity, may_be_corrected, may_be_entered};
use crate::domain::permission::Operation;
use crate::domain::refusal::words;
use crate::domain::role::Role;
use crate::storage::indicators::{self, IndicatorRow, IndicatorVersionRow};
use crate::storage::{Connection, StorageError, Tx, users};

pub use crate::storage::indicators::IndicatorFilter;

/// The HTTP status of a kept answer.
const CREATED: i32 = 201;
/// What a report says where it is not told who entered a value.
const UNTOLD: &str = "—";
/// So many lines of the register a report can have; nothing is left out, so more are refused.
pub const REPORT_INDICATORS_MAX: i64 = 1_000;

/// A line of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IndicatorView {
    /// Its id.
    pub id: IndicatorId,
    /// 事项: what it counts.
    pub item: String,
    /// The first day of its period.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// The value that stands.
    #[serde(flatten)]
    pub stands: IndicatorVersion,
    /// Every value that was entered, the first first.
    pub versions: Vec<IndicatorVersion>,
}

/// A value that was entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IndicatorVersion {
    /// From 1.
    pub version: u32,
    /// 数值, a decimal number.
    pub value: String,
    /// 单位.
    pub unit: String,
    /// 来源: where it was counted.
    pub source: String,
    /// Why it took the place of the one before; none for the first.
    pub reason: Option<String>,
    /// 填报人; none for programs, which are told of nobody.
    pub filled_by: Option<UserId>,
    /// The name of the same.
    pub filled_by_name: Option<String>,
    /// 填报日期.
    pub filled_on: NaiveDate,
    /// The instant of entering.
    pub recorded_at: DateTime<Utc>,
}

/// The code of a line that is there already.
pub const ENTERED_ALREADY: &str = "indicator_entered";

/// Whether it is told who entered a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Names {
    /// To the people of the office.
    Told,
    /// Not to programs: the report client has the least that it needs, and no personal data.
    Withheld,
}

impl Names {
    pub(crate) fn for_caller(caller: &Caller) -> Names {
        if caller.role == Role::Report { Names::Withheld } else { Names::Told }
    }

    fn told(self, version: IndicatorVersion) -> IndicatorVersion {
        match self {
            Names::Told => version,
            Names::Withheld => IndicatorVersion { filled_by: None, filled_by_name: None, ..version },
        }
    }
}

/// A value to be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewValue {
    /// 数值.
    pub value: Quantity,
    /// 单位.
    pub unit: String,
    /// 来源.
    pub source: String,
}

/// A value to be entered in the place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndicatorCorrection {
    /// The value.
    pub new: NewValue,
    /// Why.
    pub reason: String,
    /// The version that the caller saw.
    pub seen: Option<u32>,
}

impl Register {
    /// Enters an indicator, once under a key.
    ///
    /// # Errors
    /// Everything that stands against it; one of the same matter and period; a role that enters none.
    pub async fn enter_indicator(
        &self,
        caller: &Caller,
        (item, period): (String, Period),
        (new, key): (NewValue, Option<IdempotencyKey>),
    ) -> Result<Answer<IndicatorView>, Error> {
        ensure(caller, Operation::KeepIndicators, None)?;
        may_be_entered((&item, &new.unit), period, self.clock.today()).map_err(Error::Refused)?;
        let (register, by) = (self.clone(), *caller);
        let id = IndicatorId(self.ids.uuid());
        let row = IndicatorRow { id: id.to_string(), item, from_date: period.from, to_date: period.to };
        let asked = key.map(|key| Asked { by: by.user, key, status: CREATED });
        let work = move |tx: &mut Tx| {
            indicators::insert(tx, &row).map_err(entered_already)?;
            register.append_value(tx, &by, (id, 1), (new, None))?;
            found(tx, id, Names::for_caller(&by))
        };
        self.answers.once(asked, work).await
    }

    /// Enters a value in the place of the one that stands, once under a key.
    ///
    /// # Errors
    /// [`Error::NotFound`]; another version than the caller saw; everything that stands against it; a role that corrects
    /// none.
    pub async fn correct_indicator(
        &self,
        caller: &Caller,
        id: IndicatorId,
        (correction, key): (IndicatorCorrection, Option<IdempotencyKey>),
    ) -> Result<Answer<IndicatorView>, Error> {
        ensure(caller, Operation::KeepIndicators, None)?;
        let (register, by) = (self.clone(), *caller);
        let asked = key.map(|key| Asked { by: by.user, key, status: CREATED });
        let work = move |tx: &mut Tx| {
            let IndicatorCorrection { new, reason, seen } = correction;
            let there = found(tx, id, Names::for_caller(&by))?;
            match seen {
                None => return Err(Error::PreconditionMissing),
                Some(seen) if seen != there.stands.version => return Err(Error::Stale),
                Some(_) => {}
            }
            may_be_corrected(&there.item, &new.unit).map_err(Error::Refused)?;
            let version = there.stands.version.saturating_add(1);
            register.append_value(tx, &by, (id, version), (new, Some(reason)))?;
            found(tx, id, Names::for_caller(&by))
        };
        self.answers.once(asked, work).await
    }

    /// One page of the register, the oldest line first.
    ///
    /// # Errors
    /// A role that does not read it.
    pub async fn indicators(
        &self,
        caller: &Caller,
        filter: IndicatorFilter,
        (after, limit): (Option<IndicatorId>, u32),
    ) -> Result<Vec<IndicatorView>, Error> {
        ensure(caller, Operation::ReadIndicators, None)?;
        let (after, names) = (after.map(|id| id.to_string()), Names::for_caller(caller));
        let work = move |c: &mut Connection| {
            let rows = indicators::list(c, &filter, (after.as_deref(), i64::from(limit)))?;
            views(c, rows, names)
        };
        self.store.snapshot(work).await
    }

    /// One line of the register.
    ///
    /// # Errors
    /// [`Error::NotFound`]; a role that does not read it.
    pub async fn indicator(&self, caller: &Caller, id: IndicatorId) -> Result<IndicatorView, Error> {
        ensure(caller, Operation::ReadIndicators, None)?;
        let names = Names::for_caller(caller);
        self.store.snapshot(move |c: &mut Connection| found(c, id, names)).await
    }

    fn append_value(
        &self,
        tx: &mut Tx,
        by: &Caller,
        (id, version): (IndicatorId, u32),
        (new, reason): (NewValue, Option<String>),
    ) -> Result<(), Error> {
        let now = self.clock.now();
        let is_first = reason.is_none();
        let row = IndicatorVersionRow {
            indicator_id: id.to_string(),
            version: i32::try_from(version).map_err(|error| Error::Broken(error.to_string()))?,
            ten_thousandths: new.value.0,
            unit: new.unit,
            source: new.source,
            reason,
            put_by: by.user.to_string(),
            put_at: now.timestamp_micros(),
        };
        indicators::append(tx, &row).map_err(|error| match error {
            // Somebody else entered the same version meanwhile.
            StorageError::Unique(_) => Error::Stale,
            error => error.into(),
        })?;
        let event = if is_first { AuditEvent::IndicatorEntered } else { AuditEvent::IndicatorCorrected };
        let body = json!({ "indicator": id, "version": version });
        audit::record(tx, &AuditEntry { event, at: now, actor: Some(by.user), case: None, body })
    }
}

/// The lines that a report of a period can tell, as they stand.
///
/// # Errors
/// More than [`REPORT_INDICATORS_MAX`]; that the database does not answer.
pub(crate) fn of_report(c: &mut Connection, period: Period, names: Names) -> Result<Vec<Indicator>, Error> {
    let rows = indicators::counted_from(c, (period.from, period.to), REPORT_INDICATORS_MAX + 1)?;
    if i64::try_from(rows.len()).unwrap_or(i64::MAX) > REPORT_INDICATORS_MAX {
        let words = words(
            format!("该期间的指标超过{REPORT_INDICATORS_MAX}条，报告无法载入全部"),
            format!(
                "the period has more than {REPORT_INDICATORS_MAX} indicators; a report does not take them all"
            ),
        );
        return Err(Error::Conflict { code: "too_many_indicators", words });
    }
    let lines = views(c, rows, names)?.into_iter().map(|line| {
        let value = Quantity::parse(&line.stands.value).ok_or_else(|| wrong(line.id, "the value"))?;
        Ok(Indicator {
            item: line.item,
            value,
            unit: line.stands.unit,
            period: Period { from: line.from, to: line.to },
            source: line.stands.source,
            filled_by: line.stands.filled_by_name.unwrap_or_else(|| UNTOLD.to_owned()),
            filled_on: line.stands.filled_on,
        })
    });
    lines.collect()
}

fn found(c: &mut Connection, id: IndicatorId, names: Names) -> Result<IndicatorView, Error> {
    let row = indicators::by_id(c, &id.to_string())?.ok_or(Error::NotFound)?;
    views(c, vec![row], names)?.pop().ok_or(Error::NotFound)
}

/// Lines with their values and the names of who entered them, in three statements.
fn views(c: &mut Connection, rows: Vec<IndicatorRow>, names: Names) -> Result<Vec<IndicatorView>, Error> {
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    let entered = indicators::versions(c, &ids)?;
    let mut people: Vec<String> = entered.iter().map(|row| row.put_by.clone()).collect();
    people.sort_unstable();
    people.dedup();
    let people = users::load_many(c, &people)?.into_iter().map(|user| (user.id, user.name));
    let people: HashMap<String, String> = people.collect();
    let mut by_line: BTreeMap<String, Vec<IndicatorVersion>> = BTreeMap::new();
    for row in entered {
        let version = names.told(version(&row, &people)?);
        by_line.entry(row.indicator_id).or_default().push(version);
    }
    let view = |row: IndicatorRow| {
        let id = IndicatorId(row.id.parse().map_err(|_| inconsistent(&row.id, "its id"))?);
        let versions = by_line.remove(&row.id).unwrap_or_default();
        let stands = versions.last().cloned().ok_or_else(|| wrong(id, "that it has no value"))?;
        Ok(IndicatorView { id, item: row.item, from: row.from_date, to: row.to_date, stands, versions })
    };
    rows.into_iter().map(view).collect()
}

fn version(row: &IndicatorVersionRow, people: &HashMap<String, String>) -> Result<IndicatorVersion, Error> {
    let wrong = |what: &str| inconsistent(&row.indicator_id, what);
    let recorded_at = DateTime::from_timestamp_micros(row.put_at).ok_or_else(|| wrong("an instant"))?;
    Ok(IndicatorVersion {
        version: u32::try_from(row.version).map_err(|_| wrong("a version"))?,
        value: Quantity(row.ten_thousandths).to_string(),
        unit: row.unit.clone(),
        source: row.source.clone(),
        reason: row.reason.clone(),
        filled_by: Some(user_id(&row.put_by)?),
        filled_by_name: Some(people.get(&row.put_by).cloned().ok_or_else(|| wrong("who entered it"))?),
        filled_on: office_date(recorded_at),
        recorded_at,
    })
}

fn entered_already(error: StorageError) -> Error {
    match error {
        StorageError::Unique(_) => Error::Conflict {
            code: ENTERED_ALREADY,
            words: words(
                "该事项在同一期间已填报，请更正原有记录",
                "This matter has been entered for the same period: correct that line.",
            ),
        },
        other => other.into(),
    }
}

fn wrong(id: IndicatorId, what: &str) -> Error {
    inconsistent(&id.to_string(), what)
}

fn inconsistent(key: &str, what: &str) -> Error {
    let what = format!("{what} cannot be");
    StorageError::Inconsistent { table: "indicators", key: key.to_owned(), what }.into()
}
