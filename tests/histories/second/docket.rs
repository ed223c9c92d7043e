//! What a docket says as it counts: each act in its place, as it was corrected last, and nothing of what was struck out.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::Value;

/// Whoever recorded the act acknowledged that it takes the last open claim.
const TAKES_LAST_CLAIM: &str = "takes_last_claim";
/// China is so many hours ahead.
const HOURS_EAST: i64 = 8;

/// One act, in the words of the docket.
pub(crate) struct Said {
    /// The number of its entry.
    pub(crate) no: u32,
    pub(crate) act: String,
    pub(crate) on: NaiveDate,
    pub(crate) data: Value,
    /// Whether it is known that it takes the last claim.
    pub(crate) takes_last: bool,
}

impl Said {
    pub(crate) fn word(&self, field: &str) -> &str {
        self.data[field].as_str().unwrap_or_default()
    }

    pub(crate) fn number(&self, field: &str) -> u32 {
        as_no(&self.data[field])
    }

    pub(crate) fn fen(&self, field: &str) -> i64 {
        self.data[field].as_i64().unwrap_or(0)
    }

    pub(crate) fn day(&self, field: &str) -> Option<NaiveDate> {
        self.data[field].as_str().map(|text| text.parse().unwrap())
    }

    pub(crate) fn items(&self, field: &str) -> &[Value] {
        self.data[field].as_array().map_or(&[], Vec::as_slice)
    }

    /// The numbers of a list.
    pub(crate) fn numbers(&self, field: &str) -> Vec<u32> {
        self.items(field).iter().map(as_no).collect()
    }
}

/// A number of a party, a claim or an entry.
pub(crate) fn as_no(value: &Value) -> u32 {
    u32::try_from(value.as_u64().unwrap()).unwrap()
}

/// The acts of a docket that count, by the texts of its entries; of those alone that were recorded by the end of a day.
pub(crate) fn said(entries: &[Value], known_on: Option<NaiveDate>) -> Vec<Said> {
    let by_then = |entry: &&Value| known_on.is_none_or(|day| recorded(entry) <= day);
    let entries: Vec<&Value> = entries.iter().take_while(by_then).collect();
    let of_corrections = entries.iter().filter(|entry| !entry["content"]["correction"].is_null());
    let one_corrected = of_corrections.clone().any(|entry| acknowledges(entry));
    let mut said = Vec::new();
    for entry in &entries {
        let act = &entry["content"]["act"];
        if act.is_null() {
            continue;
        }
        let own = of_corrections.clone().rfind(|it| it["content"]["correction"]["entry"] == entry["no"]);
        let corrected = own.map(|it| &it["content"]["correction"]["replacement"]);
        let (on, act) = match corrected {
            Some(Value::Null) => continue,
            Some(replacement) => (&replacement["on"], &replacement["act"]),
            None => (&entry["on"], act),
        };
        said.push(Said {
            no: as_no(&entry["no"]),
            act: act["act"].as_str().unwrap().to_owned(),
            on: on.as_str().unwrap().parse().unwrap(),
            data: act["data"].clone(),
            // A correction answers for what it makes of the entries after it.
            takes_last: acknowledges(entry) || one_corrected,
        });
    }
    said
}

fn acknowledges(entry: &Value) -> bool {
    let known = entry["acknowledged"].as_array().map_or(&[][..], Vec::as_slice);
    known.iter().any(|code| code == TAKES_LAST_CLAIM)
}

fn recorded(entry: &Value) -> NaiveDate {
    let at: DateTime<Utc> = entry["recorded_at"].as_str().unwrap().parse().unwrap();
    (at + TimeDelta::hours(HOURS_EAST)).date_naive()
}
