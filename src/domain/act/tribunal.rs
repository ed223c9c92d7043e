//! The tribunal (仲裁庭) and the people of a case: assignment, formation, change, recusal.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::ActRule;
use crate::domain::act::filing::Procedure;
use crate::domain::case::{Case, Recusal, Tribunal};
use crate::domain::code::{Coded, Label, label};
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::{EntryNo, PartyNo, UserId};
use crate::domain::law::{law, r33};
use crate::domain::refusal::words;

/// How many arbitrators sit, unless one sits alone (LAW 31).
pub const PANEL_MEMBERS: usize = 3;

/// What someone does in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// 书记员.
    Clerk,
    /// 仲裁员.
    Arbitrator,
    /// 调解员.
    Mediator,
    /// 劳动监察员.
    Inspector,
}

impl Coded for Duty {
    const LIST: &'static str = "duty";
    const ROWS: &'static [(Self, Label)] = &[
        (Duty::Clerk, label("clerk", "书记员", "Clerk")),
        (Duty::Arbitrator, label("arbitrator", "仲裁员", "Arbitrator")),
        (Duty::Mediator, label("mediator", "调解员", "Mediator")),
        (Duty::Inspector, label("inspector", "劳动监察员", "Labour inspector")),
    ];
}

/// Someone who works on a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Assignee {
    /// Who.
    pub user: UserId,
    /// As what.
    pub duty: Duty,
}

/// 指派办案人员: who works on the case from now on, beside the tribunal; the list replaces the one before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Assignment {
    /// Everyone but the members of the tribunal, who stay in any case.
    #[schema(max_items = 20)]
    pub people: Vec<Assignee>,
}

impl ActRule for Assignment {
    fn check(&self, _case: &Case, _at: &Moment<'_>, _findings: &mut Findings) {}

    /// The members of a tribunal that stands stay: they leave by a change of the tribunal.
    fn apply(self, case: &mut Case, _at: &Moment<'_>) {
        let members = case.tribunal.iter().flat_map(|tribunal| &tribunal.members);
        let seated = members.map(|member| Assignee { user: member.user, duty: Duty::Arbitrator });
        case.people = self.people.into_iter().chain(seated).collect();
        case.people.sort_unstable();
        case.people.dedup();
    }
}

/// The seat of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Seat {
    /// 首席仲裁员.
    Presiding,
    /// 仲裁员.
    Member,
    /// 独任仲裁员.
    Sole,
}

impl Coded for Seat {
    const LIST: &'static str = "seat";
    const ROWS: &'static [(Self, Label)] = &[
        (Seat::Presiding, label("presiding", "首席仲裁员", "Presiding arbitrator")),
        (Seat::Member, label("member", "仲裁员", "Arbitrator")),
        (Seat::Sole, label("sole", "独任仲裁员", "Sole arbitrator")),
    ];
}

/// A member of the tribunal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// Who.
    pub user: UserId,
    /// In which seat.
    pub seat: Seat,
}

/// 组庭.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TribunalFormation {
    /// Three with one presiding, or one alone.
    #[schema(min_items = 1, max_items = 3)]
    pub members: Vec<Member>,
    /// When the parties were told in writing; the day of formation if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notified_on: Option<NaiveDate>,
}

impl ActRule for TribunalFormation {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_members(&self.members, case, at, findings);
        check_notified(self.notified_on, at, findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        seat(case, self.members, self.notified_on.unwrap_or(at.on), at);
    }
}

/// 更换仲裁员: a member is replaced, after recusal or for another reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TribunalChange {
    /// The tribunal as it is from now on.
    #[schema(min_items = 1, max_items = 3)]
    pub members: Vec<Member>,
    /// When the parties were told in writing; the day of the change if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notified_on: Option<NaiveDate>,
}

impl ActRule for TribunalChange {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_formed(case, at, findings);
        check_members(&self.members, case, at, findings);
        check_notified(self.notified_on, at, findings);
    }

    /// The tribunal keeps the day on which it was first formed and notified: a change does not
    /// make a timely formation late (A07).
    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let first = case.tribunal.as_ref().map(|tribunal| (tribunal.formed, tribunal.notified_on));
        seat(case, self.members, self.notified_on.unwrap_or(at.on), at);
        if let (Some((formed, notified_on)), Some(tribunal)) = (first, &mut case.tribunal) {
            tribunal.formed = formed;
            tribunal.notified_on = notified_on;
        }
    }
}

fn seat(case: &mut Case, members: Vec<Member>, notified_on: NaiveDate, at: &Moment<'_>) {
    case.people.retain(|person| person.duty != Duty::Arbitrator);
    case.people.extend(members.iter().map(|member| Assignee { user: member.user, duty: Duty::Arbitrator }));
    case.people.sort_unstable();
    case.people.dedup();
    case.tribunal = Some(Tribunal { formed: at.dated(), notified_on, members });
}

/// A tribunal is changed, and a member recused, once it stands.
fn check_formed(case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    if case.tribunal.as_ref().is_none_or(|tribunal| at.on < tribunal.formed.on) {
        findings.impossible(
            "before_the_tribunal",
            Some(r33("37")),
            words("该日期早于组庭日期", "this is dated before the tribunal was formed"),
        );
    }
}

fn check_notified(notified_on: Option<NaiveDate>, at: &Moment<'_>, findings: &mut Findings) {
    if notified_on.is_some_and(|day| day < at.on || day > at.today) {
        findings.invalid(
            "notified_on_out_of_order",
            "/notified_on",
            words("通知日期应当在组庭之日至今天之间", "the notice lies between the formation and today"),
        );
    }
}

fn check_members(members: &[Member], case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    let mut users: Vec<UserId> = members.iter().map(|member| member.user).collect();
    users.sort_unstable();
    users.dedup();
    let seats = |seat: Seat| members.iter().filter(|member| member.seat == seat).count();
    let panel = members.len() == PANEL_MEMBERS && seats(Seat::Presiding) == 1 && seats(Seat::Member) == 2;
    let sole = members.len() == 1 && seats(Seat::Sole) == 1;
    if users.len() != members.len() || !(panel || sole) {
        findings.over_limit(
            "tribunal_composition",
            "/members",
            law("31"),
            words(
                "仲裁庭由三名仲裁员组成(一名首席),或由一名独任仲裁员组成",
                "a tribunal is three arbitrators, one presiding, or one alone",
            ),
        );
    }
    if sole && case.procedure != Some(Procedure::Simplified) {
        let article = if case.is_collective() { r33("65") } else { law("31") };
        let text = words(
            "独任审理适用于简易处理的案件;一般程序和集体争议由三名仲裁员组庭",
            "one arbitrator sits alone in the simplified procedure; ordinary and collective cases need three",
        );
        findings.breach(at, at.on, "sole_arbitrator", (article, text));
    }
    if has_recused(members, case) {
        let text = words(
            "已被申请回避且未被驳回的人员不得组成仲裁庭",
            "someone whose recusal is pending or upheld cannot sit",
        );
        findings.breach(at, at.on, "recused_member", (law("33"), text));
    }
}

/// Whether one of these was asked to recuse themselves and the request was not rejected.
fn has_recused(members: &[Member], case: &Case) -> bool {
    let stands = |recusal: &&Recusal| recusal.outcome != Some(RecusalOutcome::Rejected);
    let mut standing = case.recusals.iter().filter(stands);
    standing.any(|recusal| members.iter().any(|member| member.user == recusal.member))
}

/// Whether the tribunal may do, on a day, what makes it sit: three in the ordinary procedure, nobody recused.
/// What it has done already is recorded as irregular.
pub(crate) fn check_sits_lawfully(case: &Case, happens: NaiveDate, at: &Moment<'_>, findings: &mut Findings) {
    let Some(tribunal) = &case.tribunal else { return };
    if case.procedure == Some(Procedure::Ordinary) && tribunal.members.len() != PANEL_MEMBERS {
        let text = words(
            "已转为一般程序,应当先更换为三名仲裁员的仲裁庭",
            "in the ordinary procedure three arbitrators must sit; change the tribunal first",
        );
        findings.breach(at, happens, "tribunal_too_small", (law("31"), text));
    }
    if has_recused(&tribunal.members, case) {
        let text = words(
            "仲裁庭成员的回避尚未决定或已决定回避,应当先作决定或更换",
            "a member's recusal is pending or upheld; decide it or change the tribunal first",
        );
        findings.breach(at, happens, "recused_member_sits", (r33("11"), text));
    }
}

/// Why a member should not sit (LAW 33).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecusalGround {
    /// (1) 当事人或近亲属.
    PartyOrRelative,
    /// (2) 利害关系.
    Interest,
    /// (3) 其他关系,可能影响公正.
    OtherRelation,
    /// (4) 私自会见或接受请客送礼.
    PrivateMeeting,
}

impl Coded for RecusalGround {
    const LIST: &'static str = "recusal_ground";
    const ROWS: &'static [(Self, Label)] = &[
        (
            RecusalGround::PartyOrRelative,
            label("party_or_relative", "当事人或其近亲属", "A party or a relative"),
        ),
        (RecusalGround::Interest, label("interest", "有利害关系", "An interest in the case")),
        (RecusalGround::OtherRelation, label("other_relation", "有其他关系可能影响公正", "Another relation")),
        (
            RecusalGround::PrivateMeeting,
            label("private_meeting", "私自会见、接受请客送礼", "Private meeting or gifts"),
        ),
    ];
}

/// 回避申请.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecusalRequest {
    /// Against whom.
    pub member: UserId,
    /// Which party asks.
    pub party: PartyNo,
    /// Why.
    pub ground: RecusalGround,
}

impl ActRule for RecusalRequest {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_formed(case, at, findings);
        if case.party(self.party).is_none() {
            findings.invalid("party_unknown", "/party", words("不是本案当事人", "not a party to the case"));
        }
        if !case.people.iter().any(|person| person.user == self.member) {
            findings.invalid(
                "member_unknown",
                "/member",
                words("不是本案办案人员", "does not work on the case"),
            );
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.recusals.push(Recusal {
            requested: at.dated(),
            member: self.member,
            outcome: None,
            decided: None,
        });
    }
}

/// What was decided on a recusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecusalOutcome {
    /// 准许回避.
    Upheld,
    /// 驳回.
    Rejected,
}

impl Coded for RecusalOutcome {
    const LIST: &'static str = "recusal_outcome";
    const ROWS: &'static [(Self, Label)] = &[
        (RecusalOutcome::Upheld, label("upheld", "准许回避", "Upheld")),
        (RecusalOutcome::Rejected, label("rejected", "驳回", "Rejected")),
    ];
}

/// 回避决定.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecusalDecision {
    /// The entry of the request.
    pub request: EntryNo,
    /// What was decided.
    pub outcome: RecusalOutcome,
}

impl ActRule for RecusalDecision {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let request = case.recusals.iter().find(|recusal| recusal.requested.by == self.request);
        match request {
            Some(request) if request.outcome.is_none() && at.on >= request.requested.on => {}
            Some(_) | None => findings.impossible_at(
                "no_open_request",
                "/request",
                Some(r33("11")),
                words(
                    "没有待决定的回避申请,或决定早于申请",
                    "there is no open request, or the decision lies before it",
                ),
            ),
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let request = case.recusals.iter_mut().find(|recusal| recusal.requested.by == self.request);
        if let Some(request) = request {
            request.outcome = Some(self.outcome);
            request.decided = Some(at.dated());
        }
    }
}
