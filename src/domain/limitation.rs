//! The limitation of arbitration (仲裁时效, LAW 27): a year that interruptions begin anew and obstacles suspend. It
//! is no condition of acceptance (R33 30), so it only ever warns; whether it is pleaded, and whether an interruption
//! was one, is for the parties and the tribunal.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::filing::Receipt;
use crate::domain::claim::{Claim, ClaimItem};
use crate::domain::code::Label;
use crate::domain::deadline::explanation::{Explanation, Trigger, explain_beginning};
use crate::domain::deadline::rule::{LIMITATION_FROM, RuleId};
use crate::domain::finding::{Findings, Moment};
use crate::domain::law::law;
use crate::domain::office::LawBook;
use crate::domain::period::{Exclusion, ExclusionCause, due_with};
use crate::domain::refusal::{Words, words};

/// A time in which the applicant could not apply (不可抗力等正当理由): limitation stands still, and what was left
/// runs on when it ends (L03).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Obstacle {
    /// Its first day.
    pub from: NaiveDate,
    /// The first day after it; none while it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

/// What an application says of limitation, as entered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitationFacts {
    /// 知道或应当知道权利被侵害之日.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub infringed_on: Option<NaiveDate>,
    /// 劳动关系终止之日.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employment_ended_on: Option<NaiveDate>,
    /// 时效中断: days on which the period began anew.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interrupted_on: Vec<NaiveDate>,
    /// 时效中止: times in which the applicant could not apply.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub obstacles: Vec<Obstacle>,
}

impl LimitationFacts {
    /// What an application says; none where it says nothing.
    #[must_use]
    pub fn of<P>(receipt: &Receipt<P>) -> Option<LimitationFacts> {
        let facts = LimitationFacts {
            infringed_on: receipt.infringed_on,
            employment_ended_on: receipt.employment_ended_on,
            interrupted_on: receipt.interrupted_on.clone(),
            obstacles: receipt.obstacles.clone(),
        };
        (facts != LimitationFacts::default()).then_some(facts)
    }

    /// What limitation runs on for these claims. For unpaid wages alone it runs from the end of the employment
    /// (LAW 27, fourth paragraph), else from the day the infringement was or should have been known; none where that
    /// day was not entered.
    #[must_use]
    pub fn run(&self, claims: &[Claim]) -> Option<Run<'_>> {
        let only_wages = claims.iter().all(|claim| claim.item == ClaimItem::Wages);
        let (rule, begins) = if only_wages {
            (RuleId::L04, self.employment_ended_on?)
        } else {
            (RuleId::L01, self.infringed_on?)
        };
        let (interrupted_on, obstacles) = (self.interrupted_on.as_slice(), self.obstacles.as_slice());
        Some(Run { rule, begins, interrupted_on, obstacles })
    }
}

/// What limitation runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run<'a> {
    /// L01, or L04 for unpaid wages.
    pub rule: RuleId,
    /// The day that starts it.
    pub begins: NaiveDate,
    /// Days of interruption (L02); one after the period had run out interrupts nothing.
    pub interrupted_on: &'a [NaiveDate],
    /// Obstacles; one that begins after the period had run out suspends nothing.
    pub obstacles: &'a [Obstacle],
}

/// The last day of limitation, rolled over rest days; none while an obstacle lasts.
///
/// ```
/// use sikuai::domain::calendar::Calendar;
/// use sikuai::domain::deadline::rule::RuleId;
/// use sikuai::domain::limitation::{Run, last_day};
/// # use sikuai::domain::office::{DiscussionRule, LawBook, Region};
/// # let region = Region::find("guangdong/xuwen").unwrap();
/// # let book = LawBook { calendar: Calendar::shipped().clone(), region,
/// #     discussion: DiscussionRule::Required, notice: sikuai::domain::period::NoticeCounting::Statutory,
/// #     hearing_hours: Vec::new() };
/// let begins = "2020-03-02".parse().unwrap();
/// let claimed = ["2020-09-01".parse().unwrap()];
/// let run = Run { rule: RuleId::L01, begins, interrupted_on: &claimed, obstacles: &[] };
/// assert_eq!(last_day(&run, &book), "2021-09-01".parse().ok());
/// ```
#[must_use]
pub fn last_day(run: &Run<'_>, book: &LawBook) -> Option<NaiveDate> {
    last_from(last_beginning(run, book), run, book)
}

/// Why limitation ends on its last day: the same count, explained. What interrupted it last is its trigger; what began it,
/// and what became of each interruption, is said besides, so that all of it can be counted again.
#[must_use]
pub fn explain(run: &Run<'_>, book: &LawBook) -> Option<Explanation> {
    let begins = last_beginning(run, book);
    let rule = book.rule(run.rule, begins.max(LIMITATION_FROM))?;
    let interruption = book.rule(RuleId::L02, begins.max(LIMITATION_FROM))?;
    let cause = if begins == run.begins { rule.trigger } else { interruption.trigger };
    let trigger = Trigger { cause, on: begins, entry: None };
    let mut explained = explain_beginning(rule, trigger, &exclusions(run), book)?;
    for said in before_the_last(run, rule.trigger, book) {
        explained.sentence.zh.push_str(&said.zh);
        explained.sentence.en.push_str(&said.en);
    }
    Some(explained)
}

/// What the count from the last beginning does not say: from when the period ran at first, what became of each interruption,
/// and that the year of 2008 is held to what began before it.
fn before_the_last(run: &Run<'_>, cause: Label, book: &LawBook) -> Vec<Words> {
    let mut said = Vec::new();
    let first = run.begins;
    if !run.interrupted_on.is_empty() {
        said.push(words(
            format!("时效最初自{first}（{}）起算。", cause.zh),
            format!(" It ran at first from {first} ({}).", cause.en),
        ));
    }
    for (on, fate) in fates(run, book) {
        said.push(match fate {
            Fate::AfterIt(last) => words(
                format!("{on}的中断发生在{last}届满之后，不计。"),
                format!(" The interruption of {on} came after it had run out on {last}, and is not counted."),
            ),
            Fate::BeforeIt => words(
                format!("{on}的中断不晚于起算日，不计。"),
                format!(
                    " The interruption of {on} is no later than the day it ran from, and is not counted."
                ),
            ),
            Fate::Interrupted => {
                words(format!("{on}中断，重新计算。"), format!(" Interrupted on {on}, it began anew."))
            }
        });
    }
    if last_beginning(run, book) < LIMITATION_FROM {
        let from = LIMITATION_FROM;
        said.push(words(
            format!("起算日早于《劳动争议调解仲裁法》施行之日{from}，也按该法一年计算（本系统的选择）。"),
            format!(
                " It began before the law of {from} was in force, and is held to its year too (our choice)."
            ),
        ));
    }
    said
}

/// The day from which the period runs, the last interruption that still was one.
fn last_beginning(run: &Run<'_>, book: &LawBook) -> NaiveDate {
    let counted = fates(run, book).into_iter().rfind(|(_, fate)| matches!(fate, Fate::Interrupted));
    counted.map_or(run.begins, |(on, _)| on)
}

/// What became of an interruption.
enum Fate {
    /// The period began anew with it.
    Interrupted,
    /// It is no later than the day from which the period ran.
    BeforeIt,
    /// It came after the period had run out, on this day.
    AfterIt(NaiveDate),
}

/// Each interruption in the order of their days, and what became of it.
fn fates(run: &Run<'_>, book: &LawBook) -> Vec<(NaiveDate, Fate)> {
    let mut interruptions = run.interrupted_on.to_vec();
    interruptions.sort_unstable();
    let mut begins = run.begins;
    let mut fate = |on: NaiveDate| match last_from(begins, run, book) {
        Some(last) if on > last => Fate::AfterIt(last),
        _ if on <= begins => Fate::BeforeIt,
        _ => {
            begins = on;
            Fate::Interrupted
        }
    };
    interruptions.into_iter().map(|on| (on, fate(on))).collect()
}

/// The last day of the period that begins on a day; obstacles stop it as suspensions stop any other.
fn last_from(begins: NaiveDate, run: &Run<'_>, book: &LawBook) -> Option<NaiveDate> {
    // What began before the law of 2008 is held to its year too: it is the more generous one.
    let length = book.length(run.rule, begins.max(LIMITATION_FROM))?;
    due_with(begins, length, &exclusions(run), None, &book.calendar).due_on
}

fn exclusions(run: &Run<'_>) -> Vec<Exclusion> {
    let cause = ExclusionCause::Suspension;
    run.obstacles.iter().map(|it| Exclusion { from: it.from, until: it.until, cause }).collect()
}

/// Warns when the period seems to have run out before the application came in.
pub fn check<P>(receipt: &Receipt<P>, at: &Moment<'_>, findings: &mut Findings) {
    check_dates(receipt, at, findings);
    let Some(facts) = LimitationFacts::of(receipt) else { return };
    let Some(last) = facts.run(&receipt.claims).and_then(|run| last_day(&run, at.book)) else { return };
    if last < at.on {
        findings.warn(
            "limitation_seems_expired",
            Some(law("27")),
            words(
                format!("仲裁时效似已于{last}届满；时效不是受理条件，由被申请人抗辩"),
                format!("the limitation period seems to have ended on {last}; it is for the respondent to plead, and no ground to refuse acceptance"),
            ),
        );
    }
}

/// What is said of the past lies in the past, and an obstacle ends after it began.
fn check_dates<P>(receipt: &Receipt<P>, at: &Moment<'_>, findings: &mut Findings) {
    let plain = [
        ("/infringed_on".to_owned(), receipt.infringed_on),
        ("/employment_ended_on".to_owned(), receipt.employment_ended_on),
    ];
    let interruptions = receipt.interrupted_on.iter().enumerate();
    let interruptions = interruptions.map(|(index, on)| (format!("/interrupted_on/{index}"), Some(*on)));
    let obstacles = receipt.obstacles.iter().enumerate();
    let obstacles =
        obstacles.map(|(index, obstacle)| (format!("/obstacles/{index}/from"), Some(obstacle.from)));
    for (field, day) in plain.into_iter().chain(interruptions).chain(obstacles) {
        if day.is_some_and(|day| day > at.on) {
            let text = words("该日期晚于收件之日", "this day lies after the receipt of the application");
            findings.invalid("after_receipt", &field, text);
        }
    }
    for (index, obstacle) in receipt.obstacles.iter().enumerate() {
        if obstacle.until.is_some_and(|until| until > at.on) {
            findings.invalid(
                "after_receipt",
                &format!("/obstacles/{index}/until"),
                words("中止事由尚未结束的，不填结束日期", "an obstacle that still lasts has no end yet"),
            );
        }
        if obstacle.until.is_some_and(|until| until <= obstacle.from) {
            findings.invalid(
                "ends_before_it_begins",
                &format!("/obstacles/{index}/until"),
                words("中止事由的结束日期应当晚于开始日期", "an obstacle ends after it begins"),
            );
        }
    }
}
