//! Published periods (公布期间): what is published of a period, the one way in which it is written before it is hashed and
//! signed, and which periods can be published. Not here: what the figures come to, keys and rows.

mod definitions;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

use crate::domain::docket::hex;
use crate::domain::figures::{Dimension, Identity, Measure, Period};
use crate::domain::id::{PublicationId, UserId};
use crate::domain::refusal::{Finding, Severity, words};

pub use definitions::is_redefined;

/// The form of what is published; another one gets another number. The first did not say by which definitions it counts, the
/// second in digests of how the program's types look.
pub const FORM: u32 = 3;
/// What stands before the hash in what is signed, so that a signature is good for nothing else.
const SIGNED_PREFIX: &str = "sikuai publication:";

/// By what every published measure is broken down. Not by person: nobody's own numbers are published.
pub const PUBLISHED_BY: [Dimension; 9] = [
    Dimension::Cause,
    Dimension::Procedure,
    Dimension::Channel,
    Dimension::Manner,
    Dimension::Result,
    Dimension::EmployerKind,
    Dimension::Industry,
    Dimension::Month,
    Dimension::Collective,
];

/// What is published of a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PublishedPeriod {
    /// The form of this document: 3.
    pub form: u32,
    /// Its id.
    pub id: PublicationId,
    /// Its number, from 1.
    pub no: i64,
    /// What it is called.
    pub title: String,
    /// The region whose cases are counted.
    pub region: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day; what is open is counted at its end.
    pub to: NaiveDate,
    /// Which edition of the same period, from 1.
    pub edition: i32,
    /// The edition before, which this one replaces.
    pub replaces: Option<ReplacedEdition>,
    /// When it was published.
    pub published_at: DateTime<Utc>,
    /// By whom.
    pub published_by: UserId,
    /// The last number in the feed of changes by then: what comes after it is not in these figures.
    pub last_change: i64,
    /// The fingerprint of the rules, the region and the settings in force.
    pub books: String,
    /// The version of the calendar.
    pub calendar_version: String,
    /// By which definition each figure was counted, as a digest: a program that counts otherwise has another.
    pub definitions: BTreeMap<String, String>,
    /// Every figure of the catalogue, over all cases.
    pub figures: Vec<PublishedFigure>,
    /// The same by group, dimension by dimension; what comes to nothing in a group is left out.
    pub groupings: Vec<PublishedGrouping>,
    /// By how much what must add up does not: zero unless something is wrong.
    pub control_totals: Vec<PublishedControl>,
    /// The lists of the cases behind each measure, by their digests.
    pub lists: Vec<PublishedList>,
}

/// An edition that was replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReplacedEdition {
    /// Its id.
    pub id: PublicationId,
    /// Its hash.
    pub sha256: String,
}

/// A published figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PublishedFigure {
    /// Its id in the catalogue.
    pub id: &'static str,
    /// What it comes to.
    #[serde(flatten)]
    pub value: PublishedValue,
}

/// What a published figure comes to, in whole numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum PublishedValue {
    /// Cases, persons or fen.
    Sum {
        /// How many.
        amount: i64,
    },
    /// A rate.
    Rate {
        /// Above the line.
        numerator: i64,
        /// Below the line.
        denominator: i64,
    },
    /// Days.
    Spread {
        /// Of how many cases.
        cases: u64,
        /// The days of all together: over the cases it is the mean.
        days: i64,
        /// The median, in halves of a day.
        median_halves: Option<i64>,
        /// The days that nine cases of ten did not pass.
        p90: Option<i64>,
    },
}

impl PublishedValue {
    /// Whether it says nothing of a group.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        match self {
            PublishedValue::Sum { amount } => *amount == 0,
            PublishedValue::Rate { numerator, denominator } => *numerator == 0 && *denominator == 0,
            PublishedValue::Spread { cases, .. } => *cases == 0,
        }
    }
}

/// The figures by one dimension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PublishedGrouping {
    /// The dimension.
    pub by: Dimension,
    /// Its groups.
    pub groups: Vec<PublishedGroup>,
}

/// The figures of one group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PublishedGroup {
    /// The value of the dimension; `unknown` for cases without one.
    pub value: String,
    /// The figures that come to something.
    pub figures: Vec<PublishedFigure>,
}

/// Whether something adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct PublishedControl {
    /// What.
    pub identity: Identity,
    /// By how much it does not.
    pub difference: i64,
}

/// The list of the cases behind a measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PublishedList {
    /// The measure.
    pub measure: Measure,
    /// How many cases there are.
    pub cases: u64,
    /// What they bring together.
    pub amount: i64,
    /// The SHA-256 of the list: a line for each case, with its id, a blank and what it brings, in the order of the ids.
    pub sha256: String,
}

/// The digest of a list of cases, line by line.
#[derive(Clone, Default)]
pub struct ListDigest {
    hasher: Sha256,
    cases: u64,
    amount: i64,
}

impl ListDigest {
    /// Adds the next case.
    pub fn add(&mut self, case_id: &str, amount: i64) {
        self.hasher.update(format!("{case_id} {amount}\n"));
        self.cases = self.cases.saturating_add(1);
        self.amount = self.amount.saturating_add(amount);
    }

    /// What is published of the list.
    #[must_use]
    pub fn finish(self, measure: Measure) -> PublishedList {
        let (cases, amount, sha256) = self.told();
        PublishedList { measure, cases, amount, sha256 }
    }

    /// How many cases there are, what they bring together, and the SHA-256 of the list.
    #[must_use]
    pub fn told(self) -> (u64, i64, String) {
        (self.cases, self.amount, hex(&self.hasher.finalize()))
    }
}

/// What is wrong with publishing a period: its last day must be over too, for until its end acts of that day come in.
#[must_use]
pub fn findings(period: Period, today: NaiveDate) -> Vec<Finding> {
    let invalid = |code, field: &str, words| Finding {
        code,
        severity: Severity::Invalid,
        field: Some(field.to_owned()),
        article: None,
        words,
    };
    let mut found = Vec::new();
    if period.to < period.from {
        found.push(invalid("order", "/to", words("止日早于起日", "the last day lies before the first")));
    }
    if period.to >= today {
        let zh = format!("期间尚未结束（今天是{today}），其末日的次日起可以公布");
        let en =
            format!("the period has not ended: today is {today}, and it is published the day after its last");
        found.push(invalid("in_the_future", "/to", words(zh, en)));
    }
    found
}

/// JSON in the one form in which it is hashed (RFC 8785): no blanks, names in order. Published numbers are whole, and
/// names are plain letters, so the order of bytes is that of the standard.
///
/// ```
/// use sikuai::domain::publication::canonical;
/// let value = serde_json::json!({ "b": [1, null, "字\n"], "a": { "d": false, "c": -2 } });
/// assert_eq!(canonical(&value), "{\"a\":{\"c\":-2,\"d\":false},\"b\":[1,null,\"字\\n\"]}");
/// ```
#[must_use]
pub fn canonical(value: &Value) -> String {
    match value {
        Value::Object(object) => {
            let mut fields: Vec<(&String, &Value)> = object.iter().collect();
            fields.sort_by_key(|(name, _)| *name);
            let fields = fields
                .into_iter()
                .map(|(name, value)| format!("{}:{}", Value::String(name.clone()), canonical(value)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
        }
        Value::Array(items) => {
            format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(","))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.to_string(),
    }
}

/// The hash of what is published, in hexadecimal.
#[must_use]
pub fn hash(canonical: &str) -> String {
    hex(&Sha256::digest(canonical))
}

/// What is signed.
///
/// ```
/// assert_eq!(sikuai::domain::publication::signed_text("00ff"), "sikuai publication:00ff");
/// ```
#[must_use]
pub fn signed_text(sha256: &str) -> String {
    format!("{SIGNED_PREFIX}{sha256}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_hashed_line_by_line() {
        let mut list = ListDigest::default();
        list.add("a", 1);
        list.add("b", 250);
        let list = list.finish(Measure::Accepted);
        assert_eq!((list.cases, list.amount), (2, 251));
        // printf 'a 1\nb 250\n' | sha256sum
        assert_eq!(list.sha256, "6f6f6608eaf999fd754550b2f747b01145ac308ad960ad266d074c4f0496eec4");
        let nothing = ListDigest::default().finish(Measure::Accepted);
        assert_eq!(nothing.sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    #[test]
    fn a_period_is_published_when_its_last_day_is_over() {
        let day = |text: &str| text.parse().unwrap();
        let codes = |from: &str, to: &str| -> Vec<&str> {
            let period = Period { from: day(from), to: day(to) };
            findings(period, day("2021-12-10")).iter().map(|finding| finding.code).collect()
        };
        assert_eq!(codes("2021-01-01", "2021-12-09"), Vec::<&str>::new());
        assert_eq!(codes("2021-01-01", "2021-12-10"), ["in_the_future"], "the day is not over");
        assert_eq!(codes("2021-01-01", "2021-12-11"), ["in_the_future"]);
        assert_eq!(codes("2021-02-01", "2021-01-31"), ["order"]);
        assert_eq!(codes("2022-02-01", "2022-01-31"), ["order", "in_the_future"]);
    }
}
