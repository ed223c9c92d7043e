//! The tribunal (仲裁庭) and the people of a case: assignment, formation, change; recusal is in `recusal`.

mod recusal;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::ActRule;
use crate::domain::act::filing::Procedure;
use crate::domain::case::{Case, Tribunal};
use crate::domain::code::{Coded, Label, label};
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::UserId;
use crate::domain::law::{law, r33};
use crate::domain::refusal::words;
use crate::domain::role::Role;

pub(in crate::domain::act) use recusal::hearings_over;
pub use recusal::{RecusalDecision, RecusalGround, RecusalOutcome, RecusalRequest};

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

impl Duty {
    /// As what somebody must work in the office to have it.
    #[must_use]
    pub fn role(self) -> Role {
        match self {
            Duty::Clerk => Role::Clerk,
            Duty::Arbitrator => Role::Arbitrator,
            Duty::Mediator => Role::Mediator,
            Duty::Inspector => Role::Inspector,
        }
    }
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
    /// When all parties were told in writing; if left out, the services of the notice (`tribunal_notice`) tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notified_on: Option<NaiveDate>,
    /// Who tells when the parties were told, where `notified_on` does not; written by the register, not by the caller.
    #[serde(default, skip_serializing_if = "Untold::is_on_its_day")]
    #[schema(ignore)]
    pub untold: Untold,
}

/// What it means that a formation names no day on which the parties were told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Untold {
    /// They were told on the day of the formation: so it was understood in dockets from before the other was.
    #[default]
    OnItsDay,
    /// The services of the notice tell.
    Served,
}

impl Untold {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks it by reference")]
    fn is_on_its_day(&self) -> bool {
        *self == Untold::OnItsDay
    }
}

impl ActRule for TribunalFormation {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_members(&self.members, case, at, findings);
        check_notified(self.notified_on, at, findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let unsaid = match self.untold {
            Untold::OnItsDay => Some(at.on),
            Untold::Served => None,
        };
        seat(case, self.members, self.notified_on.or(unsaid), at);
    }
}

/// 更换仲裁员: a member is replaced, after recusal or for another reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TribunalChange {
    /// The tribunal as it is from now on.
    #[schema(min_items = 1, max_items = 3)]
    pub members: Vec<Member>,
    /// When all parties were told in writing; if left out, the services of the notice tell.
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
    /// make a timely formation late (A07). Whom nobody had told of the first is told by the change.
    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let before = case.tribunal.take();
        seat(case, self.members, self.notified_on, at);
        if let (Some(before), Some(tribunal)) = (before, &mut case.tribunal) {
            tribunal.formed = before.formed;
            tribunal.changed = before.changed;
            tribunal.changed.push(at.dated());
            tribunal.notified_on = before.notified_on.or(tribunal.notified_on);
        }
    }
}

fn seat(case: &mut Case, members: Vec<Member>, notified_on: Option<NaiveDate>, at: &Moment<'_>) {
    case.people.retain(|person| person.duty != Duty::Arbitrator);
    case.people.extend(members.iter().map(|member| Assignee { user: member.user, duty: Duty::Arbitrator }));
    case.people.sort_unstable();
    case.people.dedup();
    case.tribunal = Some(Tribunal { formed: at.dated(), changed: Vec::new(), notified_on, members });
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
                "仲裁庭由三名仲裁员组成（一名首席），或由一名独任仲裁员组成",
                "a tribunal is three arbitrators, one presiding, or one alone",
            ),
        );
    }
    if sole && case.procedure != Some(Procedure::Simplified) {
        let article = if case.is_collective() { r33("65") } else { law("31") };
        let text = words(
            "独任审理适用于简易处理的案件；一般程序和集体争议由三名仲裁员组庭",
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
    let mut standing = case.recusals.iter().filter(|recusal| recusal.stands());
    standing.any(|recusal| members.iter().any(|member| member.user == recusal.member))
}

/// The code of a hearing before fewer members than the procedure asks for.
pub(super) const TOO_SMALL: &str = "tribunal_too_small";
/// The code of a hearing before a member who may not sit.
pub(super) const RECUSED_SITS: &str = "recused_member_sits";

/// Whether the tribunal may do, on a day, what makes it sit: three in the ordinary procedure, nobody recused.
/// What it has done already is recorded as irregular.
pub(crate) fn check_sits_lawfully(case: &Case, happens: NaiveDate, at: &Moment<'_>, findings: &mut Findings) {
    let Some(tribunal) = &case.tribunal else { return };
    if case.procedure == Some(Procedure::Ordinary) && tribunal.members.len() != PANEL_MEMBERS {
        let text = words(
            "已转为一般程序，应当先更换为三名仲裁员的仲裁庭",
            "in the ordinary procedure three arbitrators must sit; change the tribunal first",
        );
        findings.breach(at, happens, TOO_SMALL, (law("31"), text));
    }
    if has_recused(&tribunal.members, case) {
        let text = words(
            "仲裁庭成员的回避尚未决定或已决定回避，应当先作决定或更换",
            "a member's recusal is pending or upheld; decide it or change the tribunal first",
        );
        findings.breach(at, happens, RECUSED_SITS, (r33("11"), text));
    }
}
