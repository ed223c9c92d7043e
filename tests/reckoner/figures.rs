//! The figures a second time: counted from the acts of a docket by days alone, without reporting rows, conditions or the
//! program's case. A period begins or ends on each day of the docket, so that both ends are tried.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use proptest::test_runner::TestCaseError;
use sikuai::domain::act::Act;
use sikuai::domain::act::referral::ReferralAct;
use sikuai::domain::docket::{Entry, Place, each_known};
use sikuai::domain::figures::{Asked, Measure, Period, ReportingRow};

use crate::days::Days;
use crate::facts::Facts;
use crate::line::At;
use crate::story::{REGION, Story, case_id};

/// How a case left the office, as the yearbook has it.
#[derive(PartialEq)]
enum Way {
    Award,
    Mediation,
    Otherwise,
}

/// What a docket says that figures need.
struct Counted {
    received: NaiveDate,
    accepted: Option<NaiveDate>,
    heard: Option<NaiveDate>,
    closed: Option<(NaiveDate, Way)>,
    settled: bool,
    workers: i64,
    money: Vec<(NaiveDate, i64)>,
    referrals: Vec<Referral>,
}

/// An offer to another channel, and what was answered.
struct Referral {
    offered: NaiveDate,
    answer: Option<Answer>,
}

struct Answer {
    on: NaiveDate,
    taken: bool,
    late: bool,
}

/// Answered in five working days, or late; what was taken back was not answered.
fn referrals(facts: &Facts<'_>, days: &Days) -> Vec<Referral> {
    let answer = |offer: At| {
        let answers = |act: &Act| matches!(act, Act::Referral(answer) if answer.answers().is_some_and(|no| no.0 == offer.by));
        let fact = facts.acts.iter().find(|fact| answers(fact.act))?;
        let taken = matches!(fact.act, Act::Referral(ReferralAct::ReferralAcceptance(_)));
        Some(Answer { on: fact.at.on, taken, late: fact.at.on > days.working(offer.on, 5).due })
    };
    let offers = facts.when(|act| matches!(act, Act::Referral(ReferralAct::Referral(_))));
    offers.into_iter().map(|offer| Referral { offered: offer.on, answer: answer(offer) }).collect()
}

impl Counted {
    fn of(docket: &[Entry], days: &Days) -> Counted {
        let facts = Facts::of(docket, days);
        let way = |act: &Act| match act {
            Act::Award(_) => Way::Award,
            Act::MediationSignature(_) => Way::Mediation,
            _ => Way::Otherwise,
        };
        // What took the last claim closes the case as the documents of its parts do: an award where there is one.
        let is_awarded = facts.acts.iter().any(|fact| matches!(fact.act, Act::Award(_)));
        let by_parts = || if is_awarded { Way::Award } else { Way::Mediation };
        let money = facts.acts.iter().filter_map(|fact| match fact.act {
            Act::Recovery(recovery) => Some((fact.at.on, recovery.amount.0)),
            Act::PreFilingSettlement(settled) => Some((fact.at.on, settled.paid.0)),
            _ => None,
        });
        Counted {
            received: facts.acts[0].at.on,
            accepted: facts.accepted.map(|at| at.on),
            heard: facts.when(|act| matches!(act, Act::HearingOpening(_))).iter().map(|at| at.on).min(),
            closed: facts
                .closed
                .map(|fact| (fact.at.on, if facts.by_parts { by_parts() } else { way(fact.act) })),
            settled: facts.closed.is_some_and(|fact| matches!(fact.act, Act::PreFilingSettlement(_))),
            workers: i64::try_from(facts.members.iter().filter(|member| member.worker).count()).unwrap(),
            money: money.filter(|(_, fen)| *fen > 0).collect(),
            referrals: referrals(&facts, days),
        }
    }

    /// Every measure that is counted here.
    fn sums(&self, from: NaiveDate, to: NaiveDate) -> BTreeMap<Measure, i64> {
        let inside = |day: NaiveDate| from <= day && day <= to;
        let one = |is: bool| i64::from(is);
        let accepted = self.accepted.is_some_and(inside);
        let ended = |way: Way| self.closed.as_ref().is_some_and(|(on, by)| inside(*on) && *by == way);
        let closed_by = |way: Way| one(self.accepted.is_some() && ended(way));
        let gone_by = |day: NaiveDate| self.closed.as_ref().is_some_and(|(on, _)| *on <= day);
        let open_on = |day: NaiveDate| self.accepted.is_some_and(|on| on <= day) && !gone_by(day);
        let paid = |after: bool| {
            let own = self.money.iter().filter(|(on, _)| inside(*on));
            own.filter(|(on, _)| self.accepted.is_some_and(|accepted| accepted <= *on) == after)
                .map(|(_, fen)| fen)
                .sum::<i64>()
        };
        let answered = |is: fn(&Answer) -> bool| {
            let answers = self.referrals.iter().filter_map(|referral| referral.answer.as_ref());
            i64::try_from(answers.filter(|answer| inside(answer.on) && is(answer)).count()).unwrap()
        };
        let offers = self.referrals.iter().filter(|referral| inside(referral.offered)).count();
        let ways = [closed_by(Way::Award), closed_by(Way::Mediation), closed_by(Way::Otherwise)];
        BTreeMap::from([
            (Measure::Received, one(inside(self.received))),
            (Measure::Accepted, one(accepted)),
            (Measure::WorkersAccepted, if accepted { self.workers } else { 0 }),
            (Measure::FirstHeard, one(self.accepted.is_some() && self.heard.is_some_and(inside))),
            (Measure::Closed, ways.iter().sum()),
            (Measure::ClosedByAward, ways[0]),
            (Measure::ClosedByMediation, ways[1]),
            (Measure::ClosedOtherwise, ways[2]),
            (Measure::CarriedIn, one(open_on(from.pred_opt().unwrap()))),
            (Measure::CarriedOut, one(open_on(to))),
            (Measure::CohortClosed, one(accepted && gone_by(to))),
            (Measure::SettledBeforeAcceptance, one(self.settled && ended(Way::Otherwise))),
            (Measure::Recovered, paid(true)),
            (Measure::RecoveredBeforeAcceptance, paid(false)),
            (Measure::RecoveredInAll, paid(true) + paid(false)),
            (Measure::RecoveredInMediation, 0),
            (Measure::Referred, i64::try_from(offers).unwrap()),
            (Measure::ReferralsAnswered, answered(|_| true)),
            (Measure::ReferralsTaken, answered(|answer| answer.taken)),
            (Measure::ReferralsDeclined, answered(|answer| !answer.taken)),
            (Measure::ReferralsAnsweredLate, answered(|answer| answer.late)),
        ])
    }
}

/// What is known now, in one walk over the days of the docket, is what the whole of it says. As it is asked after every act,
/// so is what was known at the end of each day.
fn known(story: &Story, row: &ReportingRow) -> Result<(), TestCaseError> {
    let mut known = Vec::new();
    let place = Place { id: case_id(), region: REGION };
    each_known(&story.entries, place, &story.book, |day, case| {
        known.push((day, ReportingRow::of(case, &story.book)));
    });
    let days: Vec<NaiveDate> = known.iter().map(|(day, _)| *day).collect();
    let last = known.pop().map(|(_, row)| row);
    if !days.is_sorted_by(|a, b| a < b) || last.as_ref() != Some(row) {
        return Err(TestCaseError::fail(format!("known on {days:?}: {last:#?}\nthe docket says {row:#?}")));
    }
    Ok(())
}

/// Both counts of the story as it stands, over periods that begin or end on its days.
pub(crate) fn compare(story: &Story, days: &Days) -> Result<(), TestCaseError> {
    let counted = Counted::of(&story.entries, days);
    let row = ReportingRow::of(story.case(), &story.book);
    known(story, &row)?;
    let (first, last) = (counted.received, story.entries.last().map_or(counted.received, |entry| entry.on));
    let own =
        counted.accepted.into_iter().chain(counted.heard).chain(counted.closed.as_ref().map(|(on, _)| *on));
    let own: Vec<NaiveDate> = own.chain([first, last]).collect();
    for edge in own {
        let (before, after) = (edge.pred_opt().unwrap(), edge.succ_opt().unwrap());
        for (from, to) in [
            (edge, edge),
            (edge, NaiveDate::MAX),
            (first, edge),
            (after, NaiveDate::MAX),
            (first.min(before), before),
        ] {
            let asked = Asked::of(Period { from, to });
            let sums = counted.sums(from, to);
            let ours: BTreeMap<Measure, i64> =
                sums.keys().map(|measure| (*measure, measure.definition(asked).of(&row))).collect();
            if ours != sums {
                let text = format!("{from} to {to}: the program {ours:?}\nthe reckoner {sums:?}\n{row:#?}");
                return Err(TestCaseError::fail(text));
            }
        }
    }
    Ok(())
}
