//! What is asked when a year of the calendar is imported (导入年度日历的请求), or everything that is wrong with that at once: the
//! parameters, the document by its schema, and, of what can be read of it all the same, the year itself. Not here: what is wrong
//! with a year (`domain::calendar::import`).

use std::collections::{BTreeMap, BTreeSet};

use actix_web::HttpRequest;
use serde_json::Value;
use utoipa::ToSchema as _;

use crate::app::calendar::ImportRequest;
use crate::app::error::{Error, Place, Violation, at};
use crate::app::register::Mode;
use crate::domain::calendar::import::{self, Asked, YearDocument};
use crate::domain::calendar::{CALENDAR_YEAR_MAX, CALENDAR_YEAR_MIN, Calendar};
use crate::domain::refusal::{Finding, Severity, words};
use crate::http::body::{Body, from_checked};
use crate::http::conditions;
use crate::http::fault::Fault;
use crate::http::params::{self, Params};
use crate::http::schema;

/// The longest list of acknowledged codes.
const ACKNOWLEDGED_CHARS_MAX: usize = 200;
/// The lists of days in a document of either format.
const LISTS: [&str; 3] = ["off", "working", "days"];

/// A request of which something is wrong, and what of it can be read all the same.
pub(crate) struct Wrong {
    violations: Vec<Violation>,
    readable: Option<Readable>,
    year: Option<i32>,
    acknowledged: Vec<String>,
}

/// A document, or what is left of it without the days and fields that its schema refuses.
struct Readable {
    document: YearDocument,
    /// Of each list that lost days, where those that are left stood.
    left: BTreeMap<&'static str, Vec<usize>>,
}

/// Reads what is asked.
///
/// # Errors
/// A body that is too long or no JSON by its header; headers that contradict each other, where nothing else is wrong.
pub(crate) fn read(request: &HttpRequest, body: Body) -> Result<Result<ImportRequest, Wrong>, Fault> {
    let mut params = Params::of(request);
    let mode = if params.flag("dry_run") { Mode::DryRun } else { Mode::Commit };
    let acknowledged = params.text("acknowledge_warnings", ACKNOWLEDGED_CHARS_MAX).unwrap_or_default();
    let acknowledged: Vec<String> = acknowledged.split(',').map(|code| code.trim().to_owned()).collect();
    let listed_max = usize::try_from(params.limit()).unwrap_or(usize::MAX);
    let (mut violations, mut doubts) = (Vec::new(), Vec::new());
    let mut noted = |fault: Fault| match fault {
        Fault::App(Error::Invalid(found)) => {
            violations.extend(found);
            Ok(())
        }
        Fault::Senseless(found) => {
            doubts.extend(found);
            Ok(())
        }
        other => Err(other),
    };
    params.finish().or_else(&mut noted)?;
    let year = path_year(request).map(Some).or_else(|error| noted(error.into()).map(|()| None))?;
    let expected = conditions::expected_year(request, year.unwrap_or_default());
    let expected = expected.map(Some).or_else(|fault| noted(fault).map(|()| None))?;
    let given = body.bytes().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
    let found = body.found_as(&YearDocument::name()).map(Some);
    let found = found.or_else(|fault| noted(fault).map(|()| None))?;
    let (readable, refused) =
        found.map_or((None, Vec::new()), |(value, refused)| (Readable::of(value, &refused), refused));
    violations.extend(refused);
    match (readable, year, expected) {
        (Some(Readable { document, .. }), Some(year), Some(expected))
            if violations.is_empty() && doubts.is_empty() =>
        {
            Ok(Ok(ImportRequest { year, document, given, expected, acknowledged, mode, listed_max }))
        }
        _ if violations.is_empty() && !doubts.is_empty() => Err(Fault::Senseless(doubts)),
        (readable, year, _) => {
            violations.extend(doubts);
            Ok(Err(Wrong { violations, readable, year, acknowledged }))
        }
    }
}

/// The year of the path.
///
/// # Errors
/// That it is none that the product takes.
pub(crate) fn path_year(request: &HttpRequest) -> Result<i32, Error> {
    let said = words(
        format!("年份应在{CALENDAR_YEAR_MIN}至{CALENDAR_YEAR_MAX}之间"),
        format!("Must be a year from {CALENDAR_YEAR_MIN} to {CALENDAR_YEAR_MAX}."),
    );
    let year: i32 = params::path_part(request, "year", said.clone())?;
    if (CALENDAR_YEAR_MIN..=CALENDAR_YEAR_MAX).contains(&year) {
        return Ok(year);
    }
    let place = Place::Path("year".to_owned());
    Err(Error::Invalid(vec![Violation { place, code: "range", words: said }]))
}

impl Wrong {
    /// Everything that is wrong, with what the calendar in force finds in what can be read. What is only to be acknowledged is
    /// asked when the rest is right.
    pub(crate) fn held_against(self, known: &Calendar) -> Error {
        let Wrong { mut violations, readable, year, acknowledged } = self;
        if let Some(readable) = readable {
            let year = year.unwrap_or_else(|| readable.document.year());
            let asked = Asked { year, acknowledged: &acknowledged };
            let found = import::check(&readable.document, asked, known).err();
            let findings = found.into_iter().flat_map(|refusal| refusal.findings);
            violations.extend(findings.filter_map(|finding| readable.violation(finding)));
        }
        violations.sort();
        violations.dedup();
        Error::Invalid(violations)
    }
}

impl Readable {
    /// What can be read of a value: without the days of which something is wrong, and without fields that nobody knows.
    fn of(mut value: Value, refused: &[Violation]) -> Option<Readable> {
        let places: Vec<&str> = refused.iter().filter_map(|violation| body_place(&violation.place)).collect();
        let mut left = BTreeMap::new();
        for list in LISTS {
            let own = places
                .iter()
                .filter_map(|place| place.strip_prefix('/')?.strip_prefix(list)?.strip_prefix('/'));
            let bad: BTreeSet<usize> =
                own.filter_map(|place| place.split('/').next()?.parse().ok()).collect();
            let Some(items) = value.get_mut(list).and_then(Value::as_array_mut) else { continue };
            if !bad.is_empty() {
                let good: Vec<usize> = (0..items.len()).filter(|index| !bad.contains(index)).collect();
                *items = good.iter().filter_map(|index| items.get(*index).cloned()).collect();
                left.insert(list, good);
            }
        }
        let unknown = refused.iter().filter(|violation| violation.code == "unknown_field");
        for name in unknown.filter_map(|violation| body_place(&violation.place)?.strip_prefix('/')) {
            value.as_object_mut().and_then(|fields| fields.remove(name));
        }
        let is_right = schema::validate(&YearDocument::name(), &value).is_ok_and(|wrong| wrong.is_empty());
        let document = if is_right { from_checked(value).ok() } else { None };
        document.map(|document| Readable { document, left })
    }

    /// A finding at its place in the whole document; none where it is about how many days there are, and some were left out.
    fn violation(&self, finding: Finding) -> Option<Violation> {
        let field = finding.field.filter(|_| finding.severity != Severity::Warning)?;
        let mut parts = field.splitn(4, '/').skip(1);
        let (list, index, rest) = (parts.next()?, parts.next(), parts.next());
        let Some(left) = self.left.get(list) else { return Some(at(field, finding.code, finding.words)) };
        let index = left.get(index?.parse::<usize>().ok()?)?;
        let rest = rest.map_or_else(String::new, |rest| format!("/{rest}"));
        Some(at(format!("/{list}/{index}{rest}"), finding.code, finding.words))
    }
}

fn body_place(place: &Place) -> Option<&str> {
    match place {
        Place::Body(place) => Some(place),
        Place::Query(_) | Place::Path(_) | Place::Header(_) => None,
    }
}
