//! Numbers of parties and claims as they are typed (序号): `1-50、62`. A collective case has thousands, which nobody ticks one by one.

use serde_json::Value;

use crate::http::pages::act_form::reading::number;

/// The most numbers that one range stands for; a case has no more parties.
const RANGE_MAX: u32 = 10_000;
/// What stands between two of them.
const APART: [char; 6] = [',', '，', '、', ';', '；', ' '];
/// What stands in the middle of a range.
const THROUGH: [char; 4] = ['-', '–', '—', '至'];

/// The numbers that a text says; what is none stays as it was typed.
#[must_use]
pub(super) fn numbers(typed: &str) -> Vec<Value> {
    let parts = typed.split(APART).filter(|part| !part.is_empty());
    parts.flat_map(|part| range(part).unwrap_or_else(|| vec![number(part)])).collect()
}

fn range(part: &str) -> Option<Vec<Value>> {
    let (first, last) = part.split_once(THROUGH)?;
    let (first, last) = (first.parse::<u32>().ok()?, last.parse::<u32>().ok()?);
    let is_range = first <= last && last - first < RANGE_MAX;
    is_range.then(|| (first..=last).map(Value::from).collect())
}

/// The same numbers in the shortest way to type them.
#[must_use]
pub(super) fn said(values: &[Value]) -> String {
    let mut parts: Vec<(String, Option<u64>, u64)> = Vec::new();
    for value in values {
        match (value.as_u64(), parts.last_mut()) {
            (Some(no), Some((_, Some(_), last))) if *last + 1 == no => *last = no,
            (Some(no), _) => parts.push((no.to_string(), Some(no), no)),
            (None, _) => {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                parts.push((text, None, 0));
            }
        }
    }
    let part = |(first, begins, last): &(String, Option<u64>, u64)| match begins {
        Some(begins) if begins < last => format!("{first}-{last}"),
        _ => first.clone(),
    };
    parts.iter().map(part).collect::<Vec<_>>().join("、")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_are_read_one_by_one_and_in_ranges_and_said_again() {
        let cases = [
            ("3", json!([3]), "3"),
            ("1-3、5，7 8", json!([1, 2, 3, 5, 7, 8]), "1-3、5、7-8"),
            ("2至4;9", json!([2, 3, 4, 9]), "2-4、9"),
            ("5-3", json!(["5-3"]), "5-3"),
            ("1-x", json!(["1-x"]), "1-x"),
            ("-1", json!([-1]), "-1"),
            ("甲", json!(["甲"]), "甲"),
            ("0-4294967295", json!(["0-4294967295"]), "0-4294967295"),
        ];
        for (typed, read, again) in cases {
            let values = numbers(typed);
            assert_eq!(Value::Array(values.clone()), read, "{typed}");
            assert_eq!(said(&values), again, "{typed}");
        }
        assert!(numbers(" 、").is_empty() && said(&[]).is_empty());
    }
}
