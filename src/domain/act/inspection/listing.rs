//! The list of those who default on wages (拖欠农民工工资失信联合惩戒名单): announced, objected to, decided, and left
//! again (R45, in force from 2022). Not here: its periods (`deadline`).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::papers::check_order_in_vain;
use crate::domain::act::ActRule;
use crate::domain::case::{Case, Dated, HandlingExtension};
use crate::domain::code::{Coded, Label, label};
use crate::domain::deadline;
use crate::domain::deadline::rule::RuleId;
use crate::domain::finding::{Findings, Moment};
use crate::domain::law::{Article, Law, article};
use crate::domain::refusal::words;

pub(super) const fn r45(number: &'static str) -> Article {
    article(Law::DefaulterListMeasures, number)
}

/// How an employer stands with the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Listing {
    /// 拟列入告知.
    pub announced: Dated,
    /// When the employer received that, where it was another day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice_received_on: Option<NaiveDate>,
    /// 异议.
    pub objection: Option<Dated>,
    /// When the inspectorate received it, where that was another day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objection_received_on: Option<NaiveDate>,
    /// 延长列入决定的期限.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<HandlingExtension>,
    /// 核实.
    pub verified: Option<Verified>,
    /// 列入决定.
    pub listed: Option<Dated>,
    /// 提前移出申请.
    pub removal_requested: Option<RemovalRequested>,
    /// 核实移出申请.
    pub removal_decided: Option<RemovalDecided>,
    /// 移出.
    pub removed: Option<Dated>,
}

impl Listing {
    /// The day on which the employer was told, from which it may object, by the entry that tells of it.
    #[must_use]
    pub fn told(&self) -> Dated {
        Dated { on: self.notice_received_on.unwrap_or(self.announced.on), ..self.announced }
    }

    /// The day on which the inspectorate received the objection, by the entry that tells of it.
    #[must_use]
    pub fn objection_received(&self) -> Option<Dated> {
        self.objection.map(|made| Dated { on: self.objection_received_on.unwrap_or(made.on), ..made })
    }
}

/// What became of the objection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Verified {
    /// When.
    pub at: Dated,
    /// Upheld or not.
    pub outcome: ListAnswer,
}

/// An application to leave the list early.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RemovalRequested {
    /// When it came in.
    pub at: Dated,
    /// When the employer had put it right.
    pub corrected_on: NaiveDate,
}

/// What was decided about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RemovalDecided {
    /// When.
    pub at: Dated,
    /// Granted or not.
    pub outcome: ListAnswer,
}

/// The answer to an objection or an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ListAnswer {
    /// 成立、同意.
    Upheld,
    /// 不成立、不同意.
    Dismissed,
}

impl Coded for ListAnswer {
    const LIST: &'static str = "list_answer";
    const ROWS: &'static [(Self, Label)] = &[
        (ListAnswer::Upheld, label("upheld", "成立、同意", "Upheld")),
        (ListAnswer::Dismissed, label("dismissed", "不成立、不同意", "Dismissed")),
    ];
}

impl Case {
    pub(super) fn listing(&self) -> Option<&Listing> {
        self.inspection.as_ref()?.listing.as_ref()
    }

    pub(super) fn listing_mut(&mut self) -> Option<&mut Listing> {
        self.inspection.as_mut()?.listing.as_mut()
    }
}

/// What must have happened before, and that it lies before.
pub(super) fn check_after(
    before: Option<NaiveDate>,
    at: &Moment<'_>,
    article: Article,
    findings: &mut Findings,
) {
    if before.is_none_or(|before| at.on < before) {
        let text = words(
            "失信名单程序的前一步尚未办理，或者日期更晚",
            "the step before in the procedure of the list was not taken, or is dated later",
        );
        findings.impossible("list_step_missing", Some(article), text);
    }
}

/// What was done already is not done again.
pub(super) fn check_once(done: Option<Dated>, article: Article, findings: &mut Findings) {
    if done.is_some() {
        let text = words("该步骤已办理", "this step was taken already");
        findings.unlawful("list_step_taken", article, text);
    }
}

/// 拟列入告知: the employer did not pay within the term of the order (R45 6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DefaulterNotice {
    /// When the employer received it; the day of the notice, if not said. It may object within days from here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_on: Option<NaiveDate>,
}

impl ActRule for DefaulterNotice {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_announceable(case, at, findings);
        check_received_on(self.received_on, at, findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        if let Some(inspection) = &mut case.inspection {
            inspection.listing = Some(Listing {
                announced: at.dated(),
                notice_received_on: self.received_on.filter(|received| *received != at.on),
                objection: None,
                objection_received_on: None,
                extension: None,
                verified: None,
                listed: None,
                removal_requested: None,
                removal_decided: None,
                removed: None,
            });
        }
    }
}

/// What is made on a day is received on it or later, and not after today.
fn check_received_on(received_on: Option<NaiveDate>, at: &Moment<'_>, findings: &mut Findings) {
    if received_on.is_some_and(|received| received < at.on || received > at.today) {
        let text = words(
            "收到之日不能早于作出之日，也不能晚于今天",
            "it is received on the day on which it is made or later, and not after today",
        );
        findings.invalid("received_out_of_order", "/received_on", text);
    }
}

/// The measures are in force, the order to pay was in vain, and nothing was announced yet.
pub(in crate::domain::act) fn check_announceable(case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    if at.book.rule(RuleId::W12, at.on).is_none() {
        let text = words("当时尚无失信名单办法", "the measures on the list were not in force");
        findings.breach(at, at.on, "list_not_in_force", (r45("6"), text));
    }
    check_once(case.listing().map(|listing| listing.announced), r45("6"), findings);
    check_order_in_vain(case, at, r45("8"), findings);
}

/// 异议: the employer objects (R45 6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DefaulterObjection {
    /// When the inspectorate received it; the day of the objection, if not said. It is verified within days from here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_on: Option<NaiveDate>,
}

impl ActRule for DefaulterObjection {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let announced = case.listing().map(|listing| listing.announced.on);
        check_after(announced, at, r45("6"), findings);
        check_once(case.listing().and_then(|listing| listing.objection), r45("6"), findings);
        let due = case.listing().map(|own| deadline::due_of(RuleId::W12, own.told().on, at.book));
        if let Some(due) = due.filter(|due| at.on > *due) {
            let text = words(format!("异议期限至{due}已届满"), format!("the time to object ended on {due}"));
            findings.warn("objection_too_late", Some(r45("6")), text);
        }
        check_received_on(self.received_on, at, findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        if let Some(listing) = case.listing_mut() {
            listing.objection = Some(at.dated());
            listing.objection_received_on = self.received_on.filter(|received| *received != at.on);
        }
    }
}

/// 核实异议 (R45 6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DefaulterVerification {
    /// Whether the objection holds.
    pub outcome: ListAnswer,
}

impl ActRule for DefaulterVerification {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let received = case.listing().and_then(Listing::objection_received);
        check_after(received.map(|received| received.on), at, r45("6"), findings);
        check_once(case.listing().and_then(|own| own.verified.map(|v| v.at)), r45("6"), findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        if let Some(listing) = case.listing_mut() {
            listing.verified = Some(Verified { at: at.dated(), outcome: self.outcome });
        }
    }
}

/// 列入决定 (R45 8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DefaulterListing {}

impl ActRule for DefaulterListing {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let Some(listing) = case.listing() else { return check_after(None, at, r45("8"), findings) };
        let last = listing.verified.map_or(listing.announced, |verified| verified.at);
        check_after(Some(last.on), at, r45("8"), findings);
        check_once(listing.listed, r45("8"), findings);
        match (listing.objection, listing.verified.map(|verified| verified.outcome)) {
            (None, _) => {
                let due = deadline::due_of(RuleId::W12, listing.told().on, at.book);
                if at.on <= due {
                    let text = words(
                        format!("异议期限至{due}才届满"),
                        format!("the time to object runs until {due}"),
                    );
                    findings.breach(at, at.on, "objection_term_runs", (r45("6"), text));
                }
            }
            (Some(_), None) => {
                let text = words("异议尚未核实", "the objection was not verified yet");
                findings.breach(at, at.on, "objection_open", (r45("6"), text));
            }
            (Some(_), Some(ListAnswer::Upheld)) => {
                let text =
                    words("异议成立，不得列入", "the objection was upheld: the employer is not listed");
                findings.breach(at, at.on, "objection_upheld", (r45("6"), text));
            }
            (Some(_), Some(ListAnswer::Dismissed)) => {}
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        if let Some(listing) = case.listing_mut() {
            listing.listed = Some(at.dated());
        }
    }
}

/// 提前移出申请: six months after it was put right, at the earliest (R45 12).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DefaulterRemovalRequest {
    /// When the employer had put it right.
    pub corrected_on: NaiveDate,
}

impl ActRule for DefaulterRemovalRequest {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let listed = case.listing().and_then(|listing| listing.listed);
        check_after(listed.map(|listed| listed.on), at, r45("12"), findings);
        let pending = case.listing().is_some_and(|own| {
            own.removed.is_some() || (own.removal_requested.is_some() && own.removal_decided.is_none())
        });
        if pending {
            let text = words("已申请或者已移出", "removal was asked for already, or has happened");
            findings.unlawful("list_step_taken", r45("12"), text);
        }
        let since = on_the_list_since(listed.map(|listed| listed.on), self.corrected_on);
        let earliest = deadline::due_of(RuleId::W14A, since, at.book);
        if at.on < earliest {
            let length = at.book.length(RuleId::W14A, since);
            let (zh, en) = length
                .map(|length| (length.count, length.unit.spoken()))
                .map_or_else(Default::default, |(count, (zh, en))| {
                    (format!("满{count}{zh}"), format!("{count} {en} "))
                });
            let text = words(
                format!("改正后列入名单{zh}（{earliest}）方可申请"),
                format!("it may be asked for {en}on the list after the correction, on {earliest}"),
            );
            findings.breach(at, at.on, "six_months_not_over", (r45("12"), text));
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        if let Some(listing) = case.listing_mut() {
            listing.removal_requested =
                Some(RemovalRequested { at: at.dated(), corrected_on: self.corrected_on });
            listing.removal_decided = None;
        }
    }
}

/// Since when an employer that has put it right is on the list (R45 12(2)).
pub(in crate::domain) fn on_the_list_since(
    listed_on: Option<NaiveDate>,
    corrected_on: NaiveDate,
) -> NaiveDate {
    listed_on.map_or(corrected_on, |listed_on| listed_on.max(corrected_on))
}

/// 核实移出申请 (R45 14).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DefaulterRemovalDecision {
    /// Whether the employer leaves the list.
    pub outcome: ListAnswer,
}

impl ActRule for DefaulterRemovalDecision {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let asked = case.listing().and_then(|listing| listing.removal_requested);
        check_after(asked.map(|asked| asked.at.on), at, r45("14"), findings);
        check_once(case.listing().and_then(|own| own.removal_decided.map(|d| d.at)), r45("14"), findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        if let Some(listing) = case.listing_mut() {
            listing.removal_decided = Some(RemovalDecided { at: at.dated(), outcome: self.outcome });
        }
    }
}

/// 移出名单: by the decision, or because three years are over (R45 11, 14).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DefaulterRemoval {}

impl ActRule for DefaulterRemoval {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let listing = case.listing();
        let listed = listing.and_then(|listing| listing.listed);
        check_after(listed.map(|listed| listed.on), at, r45("17"), findings);
        check_once(listing.and_then(|listing| listing.removed), r45("17"), findings);
        let granted = listing
            .and_then(|listing| listing.removal_decided)
            .is_some_and(|decided| decided.outcome == ListAnswer::Upheld && decided.at.on <= at.on);
        let ends = listed.map(|listed| deadline::due_of(RuleId::W14, listed.on, at.book));
        if let Some(ends) = ends.filter(|ends| at.on < *ends && !granted) {
            let text = words(
                format!("名单期至{ends}才届满，也没有同意提前移出"),
                format!("the time on the list runs until {ends}, and no early removal was granted"),
            );
            findings.breach(at, at.on, "still_listed", (r45("11"), text));
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        if let Some(listing) = case.listing_mut() {
            listing.removed = Some(at.dated());
        }
    }
}
