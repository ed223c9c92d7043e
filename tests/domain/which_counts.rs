//! Which of several acts a deadline goes by: the first one on its legal date, whichever was written down first. Every
//! day is worked out by hand on the calendar of 2021.

use sikuai::domain::act::Act;
use sikuai::domain::act::closing::Revocation;
use sikuai::domain::act::service::ServiceOfProcess;
use sikuai::domain::deadline::rule::RuleId;
use sikuai::domain::deadline::{Deadline, Status};
use sikuai::domain::service_of_process::{Document, ServiceManner};

use crate::story::{EMPLOYER, Story, WORKER, a_case, a_service, day};

fn accepted() -> Story {
    a_case().received("2021-03-01").accepted("2021-03-03")
}

fn announced(document: Document) -> Act {
    Act::Service(ServiceOfProcess {
        manner: ServiceManner::Announcement,
        cause: Some("下落不明".into()),
        ..a_service(document, &[EMPLOYER])
    })
}

/// The trigger, the last day and the day on which it was met, of each deadline of a rule.
fn of_rule(story: &Story, id: RuleId) -> Vec<(String, Option<String>, Option<String>)> {
    let text = |on: chrono::NaiveDate| on.to_string();
    let shown = |d: Deadline| (text(d.trigger.on), d.due_on().map(text), d.met.map(|met| text(met.on)));
    story.deadlines().into_iter().filter(|deadline| deadline.rule.id == id).map(shown).collect()
}

fn line(trigger: &str, due: &str, met: &str) -> (String, Option<String>, Option<String>) {
    let met = (!met.is_empty()).then(|| met.to_owned());
    (trigger.to_owned(), Some(due.to_owned()), met)
}

/// Published on Thursday 4 March and handed over on the 15th: the office had done its part on the 4th, and the
/// defence runs from what counted first: 16-19, 22-26 and 29 March.
#[test]
fn a06_is_met_by_the_first_of_two_ways_and_a08_begins_with_the_first_that_counts() {
    let served = Document::ApplicationCopy;
    let story = accepted().announced("2021-03-04").served("2021-03-15", served, &[EMPLOYER]);
    assert_eq!(of_rule(&story, RuleId::A06), [line("2021-03-03", "2021-03-10", "2021-03-04")]);
    assert_eq!(of_rule(&story, RuleId::A08), [line("2021-03-15", "2021-03-29", "")]);
}

/// Revoked on Monday 8 March, to be told by the 15th; the employer was told by announcement on the 11th, which counts
/// in May. Telling it once more changes nothing.
#[test]
fn a15_is_met_when_the_office_had_told_everyone() {
    let revoked =
        accepted().then("2021-03-08", Act::Revocation(Revocation { cause: "不属于受理范围".into() }));
    let half = revoked.served("2021-03-09", Document::ClosingDecision, &[WORKER]);
    assert_eq!(of_rule(&half, RuleId::A15), [line("2021-03-08", "2021-03-15", "")]);
    let told = half.then("2021-03-11", announced(Document::ClosingDecision));
    let entry = told.last();
    let again = told.served("2021-03-18", Document::ClosingDecision, &[EMPLOYER]);
    let a15 = again.deadline(RuleId::A15);
    assert_eq!(a15.met.map(|met| (met.on, met.by)), Some((day("2021-03-11"), entry)));
    assert_eq!(a15.status(day("2021-12-31")), Status::MetInTime);
}
