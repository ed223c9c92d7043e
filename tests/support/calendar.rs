//! A year that no notice has published: the days off of 2027 are INVENTED, in both formats that an import takes.
//! They are no forecast of the real notice. Not here: what the tests expect of them.

use serde_json::{Value, json};

/// The notice that the invented year names.
pub(crate) const INVENTED_NOTICE: &str = "虚构通知,仅供测试";
/// Where it would stand.
pub(crate) const INVENTED_SOURCE: &str = "https://example.org/invented-2027";

/// First day, last day and name of each invented holiday: 27 days.
const OFF: [(&str, u32, u32, &str); 7] = [
    // Friday to Sunday, 1 to 3 January.
    ("2027-01", 1, 3, "元旦"),
    ("2027-02", 5, 11, "春节"),
    ("2027-04", 3, 5, "清明节"),
    ("2027-05", 1, 5, "劳动节"),
    ("2027-06", 9, 9, "端午节"),
    ("2027-09", 15, 15, "中秋节"),
    ("2027-10", 1, 7, "国庆节"),
];
/// Saturdays and Sundays that are worked.
const WORKING: [(&str, &str); 5] = [
    // A Sunday.
    ("2027-01-31", "春节"),
    ("2027-02-13", "春节"),
    ("2027-05-08", "劳动节"),
    ("2027-09-26", "国庆节"),
    ("2027-10-09", "国庆节"),
];

fn off() -> Vec<(String, &'static str)> {
    let days = |(month, first, last, name): &(&'static str, u32, u32, &'static str)| {
        let (month, name) = (*month, *name);
        (*first..=*last).map(move |day| (format!("{month}-{day:02}"), name))
    };
    OFF.iter().flat_map(days).collect()
}

/// The invented year in the product's own format.
pub(crate) fn invented_2027() -> Value {
    let off: Vec<Value> = off().iter().map(|(on, name)| json!({ "on": on, "name": name })).collect();
    let working: Vec<Value> = WORKING.iter().map(|(on, name)| json!({ "on": on, "name": name })).collect();
    json!({ "year": 2027, "notice": INVENTED_NOTICE, "source": INVENTED_SOURCE, "off": off, "working": working })
}

/// The same days in the format of holiday-cn, in the order of their dates.
pub(crate) fn invented_2027_of_holiday_cn() -> Value {
    let off = off().into_iter().map(|(date, name)| (date, name, true));
    let working = WORKING.iter().map(|(date, name)| ((*date).to_owned(), *name, false));
    let mut days: Vec<(String, &str, bool)> = off.chain(working).collect();
    days.sort();
    let day = |(date, name, is_off): &(String, &str, bool)| json!({ "name": name, "date": date, "isOffDay": is_off });
    json!({
        "$schema": "https://example.org/schema.json",
        "$id": "https://example.org/2027.json",
        "year": 2027,
        "papers": [INVENTED_SOURCE],
        "days": days.iter().map(day).collect::<Vec<_>>(),
    })
}
