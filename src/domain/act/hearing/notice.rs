//! When a hearing is to be (开庭通知、延期开庭): the notice, and another day in the place of a scheduled one.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{check_scheduled, set_state};
use crate::domain::act::ActRule;
use crate::domain::act::defence_period;
use crate::domain::act::filing::Procedure;
use crate::domain::act::tribunal;
use crate::domain::case::{Case, Hearing, HearingState};
use crate::domain::code::{Coded, Label, label};
use crate::domain::deadline;
use crate::domain::deadline::rule::RuleId;
use crate::domain::finding::{Findings, Moment};
use crate::domain::free_slot;
use crate::domain::hearing_room::Room;
use crate::domain::id::EntryNo;
use crate::domain::law::{law, r33};
use crate::domain::refusal::words;
use crate::domain::schedule::{DAY_MINUTES, minute_of};
use crate::domain::stage::Stage;

/// 开庭通知: the day, time and place, told to the parties in writing on the day of this act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HearingNotice {
    /// The day of the hearing.
    pub held_on: NaiveDate,
    /// The time of day, `HH:MM`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    pub time: Option<String>,
    /// How many minutes it is expected to take; by the office's setting if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 15, maximum = 720)]
    pub minutes: Option<u16>,
    /// The room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<Room>,
}

impl ActRule for HearingNotice {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_none_open(case, findings);
        tribunal::check_sits_lawfully(case, self.held_on, at, findings);
        check_notice(case, self.held_on, at, findings);
        defence_period::check(case, self.held_on, at, findings);
        let (time, minutes, room) = (self.time.as_deref(), self.minutes, self.room.as_ref());
        check_time(&Timing { held_on: self.held_on, time, minutes, room }, at, findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        schedule(case, self, at);
    }
}

/// Of an open sitting the next is told by its adjournment; a notice is for one that rests while nothing is set, because its
/// next sitting was put off.
pub(in crate::domain::act) fn check_none_open(case: &Case, findings: &mut Findings) {
    if case.hearings.iter().any(|hearing| matches!(hearing.state, HearingState::Open { .. })) {
        let text = words(
            "庭审正在进行，下次开庭应当以休庭登记",
            "a sitting is open; the next one is set by adjourning it",
        );
        findings.unlawful("sitting_open", r33("38"), text);
    }
}

fn schedule(case: &mut Case, notice: HearingNotice, at: &Moment<'_>) {
    case.hearings.push(Hearing {
        notice: at.dated(),
        held_on: notice.held_on,
        time: notice.time,
        minutes: notice.minutes,
        room: notice.room,
        notice_required: case.procedure == Some(Procedure::Ordinary),
        state: HearingState::Scheduled,
    });
}

/// Notice five working days before the hearing (LAW 35); free scheduling in the simplified procedure (R33 60).
fn check_notice(case: &Case, held_on: NaiveDate, at: &Moment<'_>, findings: &mut Findings) {
    if held_on < at.on {
        findings.impossible(
            "hearing_before_notice",
            None,
            words("开庭日期早于通知日期", "the hearing lies before its notice"),
        );
        return;
    }
    let latest = deadline::due_of(RuleId::A20, held_on, at.book);
    if case.procedure == Some(Procedure::Simplified) && at.on > latest && held_on >= at.today {
        let text = words(
            format!("通知晚于一般程序的最迟日期{latest}；简易处理可以灵活安排，请确认"),
            format!(
                "notice later than the ordinary procedure has it (by {latest}); the simplified one is free in this"
            ),
        );
        findings.warn(SHORT_NOTICE, Some(r33("60")), text);
    }
    if case.procedure == Some(Procedure::Ordinary) && at.on > latest {
        findings.breach(
            at,
            held_on,
            TOO_SHORT,
            (
                law("35"),
                words(
                    format!("开庭通知最迟应当在{latest}送达双方"),
                    format!("notice of this hearing had to be given by {latest}"),
                ),
            ),
        );
    }
}

/// A hearing that was set in the simplified procedure, and is held after the case was converted, needs the notice of the
/// ordinary one: what the parties agreed on stands, how they were summoned does not (LAW 35, R33 61).
pub(super) fn check_converted(case: &Case, hearing: &Hearing, at: &Moment<'_>, findings: &mut Findings) {
    let converted_since = case.converted.is_some_and(|converted| converted.by > hearing.notice.by);
    let latest = deadline::due_of(RuleId::A20, hearing.held_on, at.book);
    if hearing.notice_required && converted_since && hearing.notice.on > latest {
        let text = words(
            format!("已转为一般程序，开庭通知最迟应当在{latest}送达双方，请延期开庭"),
            format!("in the ordinary procedure notice had to be given by {latest}; postpone the hearing"),
        );
        findings.breach(at, hearing.held_on, TOO_SHORT, (law("35"), text));
    }
}

/// The code of the warning that a hearing is near, where the law leaves the office free to set it so.
pub const SHORT_NOTICE: &str = "short_notice";

/// The code of a notice that the law does not find long enough.
pub(super) const TOO_SHORT: &str = "notice_too_short";

/// When and where a hearing is to be, as an act says it.
pub(super) struct Timing<'a> {
    pub(super) held_on: NaiveDate,
    pub(super) time: Option<&'a str>,
    pub(super) minutes: Option<u16>,
    pub(super) room: Option<&'a Room>,
}

/// A hearing that is set names its time of day: a room, and people, are taken from then on, and within that day.
pub(super) fn check_time(timing: &Timing<'_>, at: &Moment<'_>, findings: &mut Findings) {
    let Timing { held_on, time, minutes, room } = *timing;
    let is_ahead = held_on >= at.today;
    let Some(starts) = time.and_then(minute_of) else {
        // Old dockets name rooms in words, and book nothing; a hearing that was held is told without its time.
        if is_ahead || minutes.is_some() || room.and_then(Room::id).is_some() {
            let text = words(
                "排定开庭、仲裁庭或预计时长时应当写明开庭时间",
                "a hearing, a room or an expected time is set together with the time of day",
            );
            findings.invalid("time_missing", "/time", text);
        }
        return;
    };
    if minutes.is_some_and(|minutes| starts.saturating_add(minutes) > DAY_MINUTES) {
        let text = words("预计时长超过当日", "the hearing would go on past midnight");
        findings.invalid("past_midnight", "/minutes", text);
    } else if is_ahead {
        warn_of_odd_time(held_on, starts, at, findings);
    }
}

/// A hearing on a rest day, or outside the hours in which the office holds hearings, may be meant; no article bars it.
fn warn_of_odd_time(held_on: NaiveDate, starts: u16, at: &Moment<'_>, findings: &mut Findings) {
    if !at.book.calendar.is_working_day(held_on) {
        let text = words(
            format!("{held_on}不是工作日，请确认"),
            format!("{held_on} is no working day; please confirm"),
        );
        findings.warn("hearing_on_rest_day", None, text);
    }
    let hours = &at.book.hearing_hours;
    if !free_slot::begins_within(hours, starts) {
        let said = hours.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let text = words(
            format!("开庭时间不在本委排庭时段（{said}）内，请确认"),
            format!("outside the hours in which the office holds hearings ({said}); please confirm"),
        );
        findings.warn("hearing_outside_hours", None, text);
    }
}

/// Why a hearing was postponed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// 当事人申请.
    Party,
    /// 仲裁庭决定.
    Tribunal,
}

impl Coded for Ground {
    const LIST: &'static str = "postponement_ground";
    const ROWS: &'static [(Self, Label)] = &[
        (Ground::Party, label("party", "当事人申请", "A party asked")),
        (Ground::Tribunal, label("tribunal", "仲裁庭决定", "The tribunal decided")),
    ];
}

/// 延期开庭: another day takes the place of a scheduled one. While the case is suspended it may be no day yet: the room and
/// the tribunal are free again, and the next hearing is set once the case goes on (our choice).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HearingPostponement {
    /// The hearing, by the number of its entry.
    pub hearing: EntryNo,
    /// Why.
    pub ground: Ground,
    /// When the party asked for it, if not on the day of this act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_on: Option<NaiveDate>,
    /// The new day; it may be left out only while the case is suspended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_on: Option<NaiveDate>,
    /// The time of day, `HH:MM`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    pub time: Option<String>,
    /// How many minutes it is expected to take; by the office's setting if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 15, maximum = 720)]
    pub minutes: Option<u16>,
    /// The room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<Room>,
}

impl ActRule for HearingPostponement {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_scheduled(case, self.hearing, findings);
        let day = case.hearing(self.hearing).map(|hearing| hearing.held_on);
        self.check_request(day, at, findings);
        let Some(held_on) = self.held_on else { return self.check_without_day(case, findings) };
        tribunal::check_sits_lawfully(case, held_on, at, findings);
        check_notice(case, held_on, at, findings);
        defence_period::check(case, held_on, at, findings);
        let (time, minutes, room) = (self.time.as_deref(), self.minutes, self.room.as_ref());
        check_time(&Timing { held_on, time, minutes, room }, at, findings);
        if day.is_some_and(|day| held_on <= day) {
            findings.over_limit(
                "not_later",
                "/held_on",
                r33("38"),
                words(
                    "延期后的开庭日期应当晚于原定日期",
                    "a postponed hearing is later than the one it replaces",
                ),
            );
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        set_state(case, self.hearing, HearingState::Postponed { ground: self.ground });
        let HearingPostponement { held_on, time, minutes, room, .. } = self;
        let between = between_sittings(case);
        match (held_on, case.suspensions.iter_mut().rfind(|suspension| suspension.until.is_none())) {
            (Some(held_on), _) => schedule(case, HearingNotice { held_on, time, minutes, room }, at),
            // Nothing is set any more: the case goes on where the next hearing is set.
            (None, Some(suspension)) => suspension.stage = between,
            (None, None) => {}
        }
        if case.stage != Stage::Suspended {
            case.move_to(Stage::Scheduled, at.on);
        }
    }
}

/// Where a case stands of which no hearing is set: as the last sitting left it, before the first with the tribunal.
fn between_sittings(case: &Case) -> Stage {
    let held = case.hearings.iter().rfind(|hearing| hearing.state.opened().is_some());
    match held.map(|hearing| &hearing.state) {
        None | Some(HearingState::Scheduled | HearingState::Postponed { .. }) => Stage::Tribunal,
        Some(HearingState::Open { .. } | HearingState::Adjourned { .. }) => Stage::Hearing,
        Some(HearingState::Closed { .. }) => Stage::Deliberation,
    }
}

impl HearingPostponement {
    /// Nobody knows when a suspended case goes on; of any other the next hearing is set with the postponement.
    fn check_without_day(&self, case: &Case, findings: &mut Findings) {
        if case.stage != Stage::Suspended {
            let text = words(
                "延期应当写明新的开庭日期；中止审理的案件可以暂不定期",
                "a postponement names the new day; only a suspended case may wait for it",
            );
            findings.over_limit("new_day_missing", "/held_on", r33("38"), text);
        }
        if self.time.is_some() || self.minutes.is_some() || self.room.is_some() {
            let text = words(
                "没有新的开庭日期，不应写明时间、时长或仲裁庭",
                "without a new day there is no time, length or room",
            );
            findings.invalid("time_without_day", "/held_on", text);
        }
    }

    /// A party asks some working days before the hearing (A21); whether it is postponed is the commission's to decide in any
    /// case, so that it is only told.
    fn check_request(&self, day: Option<NaiveDate>, at: &Moment<'_>, findings: &mut Findings) {
        let asked = self.requested_on.unwrap_or(at.on);
        if asked > at.on {
            let text = words("申请日期晚于决定日期", "it was asked for after it was decided");
            findings.invalid("requested_after_decision", "/requested_on", text);
        }
        let Some(day) = day.filter(|_| self.ground == Ground::Party) else { return };
        let latest = deadline::due_of(RuleId::A21, day, at.book);
        if asked > latest {
            let text = words(
                format!("当事人申请延期开庭最迟应当在{latest}提出，是否延期由仲裁委员会决定，请核对"),
                format!(
                    "a party had to ask for a postponement by {latest}; the commission decides, please check"
                ),
            );
            findings.warn("requested_too_late", Some(r33("38")), text);
        }
    }
}
