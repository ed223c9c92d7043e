//! The indicator register of the demo year (演示指标): what the county's report of 2021 says besides its cases, entered by a
//! supervisor through the same operation as everyone's. Its data is `data/demo-2021-indicators.json`.

use std::collections::HashMap;

use chrono::{NaiveDate, TimeDelta};
use serde::Deserialize;

use crate::app::App;
use crate::app::clock::ManualClock;
use crate::app::demo::{broken, opening};
use crate::app::error::Error;
use crate::app::indicators::NewValue;
use crate::app::permits::Caller;
use crate::domain::figures::Period;
use crate::domain::indicator::Quantity;

const DATA: &str = include_str!("../../data/demo-2021-indicators.json");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DemoIndicator {
    on: NaiveDate,
    by: String,
    item: String,
    from: NaiveDate,
    to: NaiveDate,
    value: String,
    unit: String,
    source: String,
}

/// Enters every indicator of the days up to one.
pub(super) async fn enter(
    (app, clock): (&App, &ManualClock),
    people: &HashMap<String, Caller>,
    today: NaiveDate,
) -> Result<(), Error> {
    let mut lines: Vec<DemoIndicator> =
        serde_json::from_str(DATA).map_err(|error| broken("indicators", &error))?;
    lines.sort_by_key(|line| line.on);
    for line in lines.into_iter().filter(|line| line.on <= today) {
        clock.set(opening(line.on).max(app.clock.now() + TimeDelta::seconds(1)));
        let by = people.get(&line.by).ok_or_else(|| broken("by", &line.by))?;
        let value = Quantity::parse(&line.value).ok_or_else(|| broken("value", &line.value))?;
        let (new, period) = (
            NewValue { value, unit: line.unit, source: line.source },
            Period { from: line.from, to: line.to },
        );
        let entered = app.register.enter_indicator(by, (line.item.clone(), period), (new, None)).await;
        entered.map_err(|error| broken(&line.item, &error))?;
    }
    Ok(())
}
