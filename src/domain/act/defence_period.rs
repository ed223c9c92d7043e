//! No hearing before the defence (答辩期): whether a respondent's period still runs on the day of a hearing.

use chrono::NaiveDate;

use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::deadline;
use crate::domain::deadline::rule::RuleId;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::PartyNo;
use crate::domain::law::r33;
use crate::domain::party::Side;
use crate::domain::refusal::{Words, words};
use crate::domain::service_of_process::{Document, Service};

/// The code of a hearing before the end of a period for the defence.
pub(super) const RUNS: &str = "defence_period_runs";

/// No hearing before every respondent's period for defence has run out, or was used, or was given up:
/// that of the application, and of amended claims a new one (R33 33, 44).
pub(crate) fn check(case: &Case, held_on: NaiveDate, at: &Moment<'_>, findings: &mut Findings) {
    for respondent in case.side(Side::Respondent) {
        let periods = [of_the_application(case, respondent.no), of_amended_claims(case, respondent.no)];
        let open = periods.into_iter().flatten().find_map(|period| period.open_on(case, held_on, at));
        let Some(why) = open else { continue };
        let text = words(
            format!("第{}号被申请人的答辩期未满，{}", respondent.no, why.zh),
            format!("the period for the defence of respondent {} has not ended: {}", respondent.no, why.en),
        );
        findings.breach(at, held_on, RUNS, (r33("33"), text));
    }
}

/// A respondent's period for the defence against one document.
struct Period<'a> {
    respondent: PartyNo,
    document: Document,
    /// A defence before this day answers something else.
    since: NaiveDate,
    /// The service that starts it.
    served: Option<&'a Service>,
}

fn of_the_application(case: &Case, respondent: PartyNo) -> Option<Period<'_>> {
    let document = Document::ApplicationCopy;
    let since = case.acceptance.as_ref()?.at.on;
    Some(Period { respondent, document, since, served: case.service_of(document, respondent) })
}

/// None for a respondent who joined after the amendment: its copy of the application has the claims as amended.
fn of_amended_claims(case: &Case, respondent: PartyNo) -> Option<Period<'_>> {
    let document = Document::AmendedApplicationCopy;
    let amended = case.amended()?;
    if case.joined.iter().any(|joined| joined.party == respondent && joined.at > amended) {
        return None;
    }
    let own = case.services.iter().filter(|service| service.party == respondent);
    let served =
        own.filter(|copy| case.amendment_of(copy) == Some(amended)).min_by_key(|service| service.served_on);
    Some(Period { respondent, document, since: amended.on, served })
}

impl Period<'_> {
    /// Why it is not over on a day; none when it is, or the respondent answered or waived by then.
    fn open_on(&self, case: &Case, held_on: NaiveDate, at: &Moment<'_>) -> Option<Words> {
        let mut own = case.defences.iter().filter(|defence| defence.party == self.respondent);
        if own.any(|defence| self.since <= defence.at.on && defence.at.on <= held_on) {
            return None;
        }
        let document = self.document.label();
        let Some(service) = self.served else {
            return Some(words(
                format!("{}尚未送达", document.zh),
                format!("not yet served: {}", document.en),
            ));
        };
        let due = deadline::due_of(RuleId::A08, service.served_on, at.book);
        (held_on <= due).then(|| {
            words(
                format!("{}已送达，答辩期至{due}", document.zh),
                format!("it runs until {due} ({})", document.en),
            )
        })
    }
}
