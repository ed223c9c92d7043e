//! What a case brings with it by law that is no deadline in days (措施): the head of the employer on the spot within some
//! hours of a mass incident (W16), and closer supervision after months without wages (W17). No act of a docket says that
//! somebody came, or that supervision was lifted, so nothing here is ever met or missed: it says when. Not here: the
//! deadlines.

use chrono::{Datelike as _, Days, NaiveDate};
use serde::Serialize;
use utoipa::ToSchema;

use super::due_of;
use super::rule::{Rule, RuleId, Term};
use crate::domain::case::{Case, InspectionCase, MassIncidentNoted};
use crate::domain::code::{Coded as _, Label};
use crate::domain::law::Citation;
use crate::domain::money::Fen;
use crate::domain::office::LawBook;
use crate::domain::refusal::{Words, words};
use crate::domain::schedule::{clock_time, minute_of};

/// 重点监察: so many months without wages one after the other, or so many in all (GDWP 41).
const CONSECUTIVE_MONTHS_MIN: i32 = 2;
const MONTHS_MIN: i32 = 3;

const DAY_MINUTES: u32 = 24 * 60;

/// A measure in a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CaseMeasure {
    /// The rule.
    pub rule: RuleId,
    /// What it is called.
    pub name: Label,
    /// The articles it rests on.
    pub articles: Vec<Citation>,
    /// The day that starts its time, where that has come.
    pub since: Option<NaiveDate>,
    /// The day on which its time ends, where that is known.
    pub ends_on: Option<NaiveDate>,
    /// The time of day at which it ends, `HH:MM`, where it is counted in hours from a known time.
    pub ends_at: Option<String>,
    /// All of it in one sentence.
    pub words: Words,
}

/// The measures of a case.
#[must_use]
pub fn measures(case: &Case, book: &LawBook) -> Vec<CaseMeasure> {
    let Some(own) = &case.inspection else { return Vec::new() };
    let attendance = own.mass_incident.as_ref().and_then(|incident| attendance(incident, book));
    attendance.into_iter().chain(supervision(own, book)).collect()
}

fn measure(rule: &Rule, since: Option<NaiveDate>, words: Words) -> CaseMeasure {
    CaseMeasure {
        rule: rule.id,
        name: *rule.id.label(),
        articles: rule.articles.iter().copied().map(Citation::from).collect(),
        since,
        ends_on: None,
        ends_at: None,
        words,
    }
}

/// W16: hours from the moment of the incident. Where its time is not on record, the day on which they end at the latest.
fn attendance(incident: &MassIncidentNoted, book: &LawBook) -> Option<CaseMeasure> {
    let rule = book.rule(RuleId::W16, incident.at.on)?;
    let Term::Hours(hours) = rule.term else { return None };
    let began = incident.time.as_deref().and_then(minute_of).map(u32::from);
    let ends = began.unwrap_or(DAY_MINUTES - 1) + u32::from(hours) * 60;
    let ends_on = incident.at.on.checked_add_days(Days::new(u64::from(ends / DAY_MINUTES)))?;
    let minute = u16::try_from(ends % DAY_MINUTES).ok().filter(|_| began.is_some());
    let ends_at = minute.map(clock_time);
    let (at_zh, at_en) = ends_at.as_ref().map_or_else(Default::default, |at| (at.clone(), format!(", {at}")));
    let text = words(
        format!("群体性事件发生后{hours}小时内，企业负责人应当到场：至{ends_on}{at_zh}"),
        format!(
            "the head of the employer is on the spot within {hours} hours of the mass incident: by {ends_on}{at_en}"
        ),
    );
    Some(CaseMeasure { ends_on: Some(ends_on), ends_at, ..measure(rule, Some(incident.at.on), text) })
}

/// W17: closer supervision, and from when it may be lifted: some months after the wages were paid in full.
fn supervision(own: &InspectionCase, book: &LawBook) -> Option<CaseMeasure> {
    let (total, longest) = months_unpaid(own);
    if longest < CONSECUTIVE_MONTHS_MIN && total < MONTHS_MIN {
        return None;
    }
    let last = own.wages.iter().filter(|line| line.owed > Fen::ZERO).map(|line| line.to).max()?;
    let paid = own.paid_in_full().map(|paid| paid.on);
    let rule = book.rule(RuleId::W17, paid.unwrap_or(last))?;
    let length = rule.length()?;
    let (zh, en) = length.unit.spoken();
    let ends_on = paid.map(|paid| due_of(RuleId::W17, paid, book));
    let (lift_zh, lift_en) = ends_on.map_or_else(
        || {
            (
                format!("足额支付后满{}{zh}方可解除", length.count),
                format!("lifted {} {en} after they are paid in full", length.count),
            )
        },
        |on| {
            (format!("此后无拖欠的，自{on}起可以解除"), format!("lifted from {on} if nothing is owed again"))
        },
    );
    let text = words(
        format!("拖欠工资累计{total}个月，最长连续{longest}个月，列为重点监察对象；{lift_zh}"),
        format!(
            "wages unpaid for {total} months, {longest} of them one after the other: closer supervision, {lift_en}"
        ),
    );
    Some(CaseMeasure { ends_on, ..measure(rule, paid, text) })
}

/// How many calendar months have a day of unpaid wages of any worker, and how many of them follow one another at most. A
/// month in part counts (our choice: wages are paid month by month).
fn months_unpaid(own: &InspectionCase) -> (i32, i32) {
    let month = |on: NaiveDate| on.year() * 12 + i32::try_from(on.month0()).unwrap_or(0);
    let unpaid = own.wages.iter().filter(|line| line.owed > Fen::ZERO);
    let mut spans: Vec<(i32, i32)> = unpaid.map(|line| (month(line.from), month(line.to))).collect();
    spans.sort_unstable();
    let (mut total, mut longest, mut run) = (0, 0, None::<(i32, i32)>);
    for (from, to) in spans {
        let (first, before) = run.filter(|(_, last)| from <= last + 1).unwrap_or((from, from - 1));
        let last = before.max(to);
        total += last - before;
        longest = longest.max(last - first + 1);
        run = Some((first, last));
    }
    (total, longest)
}
