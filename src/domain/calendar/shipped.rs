//! The calendar years that travel inside the program: the files of `data/calendars`.
//! Not here: years that an office imports, which the caller joins to these.

use super::year::{CalendarError, CalendarFault, CalendarYear};

/// The files, each with the year it is for.
const FILES: [(i32, &str); 19] = [
    (2008, include_str!("../../../data/calendars/2008.json")),
    (2009, include_str!("../../../data/calendars/2009.json")),
    (2010, include_str!("../../../data/calendars/2010.json")),
    (2011, include_str!("../../../data/calendars/2011.json")),
    (2012, include_str!("../../../data/calendars/2012.json")),
    (2013, include_str!("../../../data/calendars/2013.json")),
    (2014, include_str!("../../../data/calendars/2014.json")),
    (2015, include_str!("../../../data/calendars/2015.json")),
    (2016, include_str!("../../../data/calendars/2016.json")),
    (2017, include_str!("../../../data/calendars/2017.json")),
    (2018, include_str!("../../../data/calendars/2018.json")),
    (2019, include_str!("../../../data/calendars/2019.json")),
    (2020, include_str!("../../../data/calendars/2020.json")),
    (2021, include_str!("../../../data/calendars/2021.json")),
    (2022, include_str!("../../../data/calendars/2022.json")),
    (2023, include_str!("../../../data/calendars/2023.json")),
    (2024, include_str!("../../../data/calendars/2024.json")),
    (2025, include_str!("../../../data/calendars/2025.json")),
    (2026, include_str!("../../../data/calendars/2026.json")),
];

/// The shipped years, 2008 to 2026, in ascending order. An office that imports a year replaces or
/// joins these and builds a calendar with `Calendar::from_years`.
///
/// # Errors
/// A file that is not a calendar year, or is for another year than its name says.
pub fn shipped_years() -> Result<Vec<CalendarYear>, CalendarError> {
    let mut years = Vec::with_capacity(FILES.len());
    let mut faults = Vec::new();
    for (year, text) in FILES {
        match parse_year(year, text) {
            Ok(parsed) => years.push(parsed),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(years) } else { Err(CalendarError { faults }) }
}

/// Reads one calendar file.
///
/// # Errors
/// The text is not a calendar year in our format, or is about another year.
pub fn parse_year(year: i32, text: &str) -> Result<CalendarYear, CalendarFault> {
    let parsed: CalendarYear = serde_json::from_str(text)
        .map_err(|error| CalendarFault::Unreadable { year, why: error.to_string() })?;
    if parsed.year == year {
        Ok(parsed)
    } else {
        Err(CalendarFault::Unreadable { year, why: format!("it is about {}", parsed.year) })
    }
}
