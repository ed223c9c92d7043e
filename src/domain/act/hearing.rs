//! Quick hearing (快审): opening, adjournment, closing, reopening; notice and postponement are in `notice`.

mod notice;
mod notice_to;

use std::collections::HashSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::defence_period;
use crate::domain::act::proceeding;
use crate::domain::act::tribunal;
use crate::domain::act::{Act, ActRule};
use crate::domain::case::{Case, Hearing, HearingState};
use crate::domain::code::{Coded, Label, label};
use crate::domain::finding::{Findings, Moment};
use crate::domain::hearing_room::Room;
use crate::domain::id::{EntryNo, PartyNo};
use crate::domain::law::{law, r33};
use crate::domain::refusal::words;
use crate::domain::stage::Stage;

pub(super) use notice::check_none_open;
pub use notice::{Ground, HearingNotice, HearingPostponement, SHORT_NOTICE};
use notice::{Timing, check_time};
pub(in crate::domain::act) use notice_to::{NoticeLack, NoticeServed};

/// The code of what stands in the way of holding a party to be absent.
pub(super) const NOTICE_NOT_PROVED: &str = "notice_not_proved";
/// The code of an opening on another day than the one for which the hearing was set.
pub(in crate::domain) const NOT_THE_DAY: &str = "not_the_day_of_the_hearing";
/// The codes of what is asked of the notice of a hearing that is to be held: of its own, and of the periods before it.
pub(in crate::domain) const OF_A_NOTICE: &[&str] = &[
    defence_period::RUNS,
    notice::TOO_SHORT,
    notice::SHORT_NOTICE,
    tribunal::TOO_SMALL,
    tribunal::RECUSED_SITS,
];

/// The act that would set the next hearing of a case on a day, at a time of it: another day for the one that stands, another sitting of
/// the one that is open, or else a notice, whether the stage allows one or not.
#[must_use]
pub fn setting_on(case: &Case, held_on: NaiveDate, time: Option<String>) -> Act {
    let (minutes, room) = (None, None);
    let last = case.hearings.last().map(|hearing| (hearing.notice.by, &hearing.state));
    match last {
        Some((hearing, HearingState::Scheduled))
            if matches!(case.stage, Stage::Scheduled | Stage::Suspended) =>
        {
            let ground = Ground::Tribunal;
            let requested_on = None;
            let held_on = Some(held_on);
            Act::HearingPostponement(HearingPostponement {
                hearing,
                ground,
                requested_on,
                held_on,
                time,
                minutes,
                room,
            })
        }
        Some((hearing, HearingState::Open { .. })) if case.stage == Stage::Hearing => {
            let next_on = held_on;
            Act::HearingAdjournment(HearingAdjournment { hearing, next_on, time, minutes, room })
        }
        Some(_) | None => Act::HearingNotice(HearingNotice { held_on, time, minutes, room }),
    }
}

fn check_scheduled(case: &Case, hearing: EntryNo, findings: &mut Findings) {
    if case.hearing(hearing).is_none_or(|hearing| hearing.state != HearingState::Scheduled) {
        findings.invalid(
            "no_such_scheduled_hearing",
            "/hearing",
            words("没有这一待开庭的庭审", "there is no such scheduled hearing"),
        );
    }
}

fn check_open(case: &Case, hearing: EntryNo, findings: &mut Findings) {
    let open = case.hearing(hearing).is_some_and(|h| matches!(h.state, HearingState::Open { .. }));
    if !open {
        findings.invalid(
            "no_such_open_hearing",
            "/hearing",
            words("没有这一正在进行的庭审", "there is no such open hearing"),
        );
    }
}

fn set_state(case: &mut Case, no: EntryNo, state: HearingState) {
    if let Some(hearing) = case.hearings.iter_mut().find(|hearing| hearing.notice.by == no) {
        hearing.state = state;
    }
}

/// 开庭: on its day, with who is there and who is not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HearingOpening {
    /// The hearing, by the number of its entry.
    pub hearing: EntryNo,
    /// Parties who stayed away; a respondent's absence leads to an award by default (缺席, LAW 36). A worker for whom
    /// representatives came (R33 63) is none of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 5_100)]
    pub absent: Vec<PartyNo>,
}

impl ActRule for HearingOpening {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_scheduled(case, self.hearing, findings);
        tribunal::check_sits_lawfully(case, at.on, at, findings);
        defence_period::check(case, at.on, at, findings);
        let Some(hearing) = case.hearing(self.hearing) else { return };
        if hearing.held_on != at.on {
            findings.invalid(
                NOT_THE_DAY,
                "/on",
                words(
                    format!("该次开庭定于{}，如有变动先办理延期", hearing.held_on),
                    format!(
                        "this hearing is set for {}; postpone it first if the day changed",
                        hearing.held_on
                    ),
                ),
            );
        }
        notice::check_converted(case, hearing, at, findings);
        proceeding::warn_of_undecided(case, findings);
        self.check_absent(case, hearing, at, findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        set_state(case, self.hearing, HearingState::Open { opened: at.dated(), absent: self.absent });
    }
}

impl HearingOpening {
    /// Who stayed away was summoned, and nobody is there who acts for it.
    fn check_absent(&self, case: &Case, hearing: &Hearing, at: &Moment<'_>, findings: &mut Findings) {
        if self.absent.is_empty() {
            return;
        }
        let parties: HashSet<PartyNo> = case.parties.iter().map(|party| party.no).collect();
        let (notice, away) =
            (NoticeServed::of(case, hearing, at.book), case.stayed_away(&self.absent, at.dated()));
        for (index, party) in self.absent.iter().enumerate() {
            let field = format!("/absent/{index}");
            if !parties.contains(party) {
                findings.invalid("party_unknown", &field, words("不是本案当事人", "not a party to the case"));
            } else if !away.contains(party) {
                let text = words(
                    "该劳动者由代表人代表，已有代表人到庭，不列为缺席",
                    "representatives act for this worker, and one of them came: it is not absent",
                );
                findings.over_limit("representative_present", &field, r33("63"), text);
            } else if let Some(lack) = notice.lack(*party) {
                let code = match lack {
                    NoticeLack::Notice | NoticeLack::InTime(..) => "absence_without_notice",
                    NoticeLack::Proof(_) => NOTICE_NOT_PROVED,
                };
                let so = words("不得缺席审理", "the hearing cannot go on without it");
                findings.breach(at, hearing.held_on, code, lack.why(*party, law("36"), &so));
            }
        }
    }
}

/// 休庭: to another sitting, announced to those present.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HearingAdjournment {
    /// The hearing, by the number of its entry.
    pub hearing: EntryNo,
    /// The day of the next sitting.
    pub next_on: NaiveDate,
    /// The time of day, `HH:MM`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    pub time: Option<String>,
    /// How many minutes it is expected to take; by the office's setting if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 15, maximum = 720)]
    pub minutes: Option<u16>,
    /// The room; the same as before if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<Room>,
}

impl ActRule for HearingAdjournment {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_open(case, self.hearing, findings);
        let (time, minutes, room) = (self.time.as_deref(), self.minutes, self.room.as_ref());
        check_time(&Timing { held_on: self.next_on, time, minutes, room }, at, findings);
        if self.next_on < at.on {
            findings.invalid(
                "next_sitting_in_the_past",
                "/next_on",
                words("下次开庭早于休庭之日", "the next sitting lies before the adjournment"),
            );
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let Some(hearing) = case.hearing(self.hearing).cloned() else { return };
        let HearingState::Open { opened, absent } = hearing.state else { return };
        set_state(case, self.hearing, HearingState::Adjourned { opened, absent });
        case.hearings.push(Hearing {
            notice: at.dated(),
            held_on: self.next_on,
            time: self.time,
            minutes: self.minutes,
            room: self.room.or(hearing.room),
            notice_required: false,
            state: HearingState::Scheduled,
        });
    }
}

/// Whether mediation was tried before the award (LAW 42).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MediationAttempt {
    /// 已调解,未达成协议.
    Failed,
    /// 当事人拒绝调解.
    Declined,
    /// 缺席,无法调解.
    PartyAbsent,
}

impl Coded for MediationAttempt {
    const LIST: &'static str = "mediation_attempt";
    const ROWS: &'static [(Self, Label)] = &[
        (MediationAttempt::Failed, label("failed", "已调解，未达成协议", "Tried, no agreement")),
        (MediationAttempt::Declined, label("declined", "当事人拒绝调解", "Declined by a party")),
        (MediationAttempt::PartyAbsent, label("party_absent", "一方缺席，无法调解", "A party was absent")),
    ];
}

/// 闭庭.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HearingClosing {
    /// The hearing, by the number of its entry.
    pub hearing: EntryNo,
    /// What became of the mediation that must come before an award.
    pub mediation: MediationAttempt,
}

impl ActRule for HearingClosing {
    fn check(&self, case: &Case, _at: &Moment<'_>, findings: &mut Findings) {
        check_open(case, self.hearing, findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let state = case.hearing(self.hearing).map(|hearing| hearing.state.clone());
        if let Some(HearingState::Open { opened, absent }) = state {
            set_state(case, self.hearing, HearingState::Closed { opened, absent, closed: at.dated() });
        }
    }
}

/// 恢复庭审: the tribunal returns from deliberation to the last hearing (our choice; the law is silent).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HearingReopening {}

impl ActRule for HearingReopening {
    fn check(&self, _case: &Case, _at: &Moment<'_>, _findings: &mut Findings) {}

    fn apply(self, case: &mut Case, _at: &Moment<'_>) {
        let last = case.hearings.iter().rev().find_map(|h| match &h.state {
            HearingState::Closed { opened, absent, .. } => Some((h.notice.by, *opened, absent.clone())),
            HearingState::Scheduled
            | HearingState::Postponed { .. }
            | HearingState::Open { .. }
            | HearingState::Adjourned { .. } => None,
        });
        if let Some((no, opened, absent)) = last {
            set_state(case, no, HearingState::Open { opened, absent });
        }
    }
}
