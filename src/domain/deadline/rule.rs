//! The rules of time (期限规则): what a rule is, and which version of it is in force where and when. A rule has
//! dates: the version is chosen by the day of its trigger, never by today. Each legal period stands once, beside
//! its article, in the lists below this file; what a region has of its own is in its data. Not here: computing
//! (`deadline`).

mod award;
mod collective;
mod filing;
mod hearing;
mod id;
mod inspection;
mod limitation;
mod linkage;
mod mediation;
mod service;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::code::{Coded, Label, label};
use crate::domain::law::{Article, Basis};
use crate::domain::office::Region;
use crate::domain::period::{Direction, ExclusionCause, ExtendedBy, Length};

pub use id::RuleId;
pub use limitation::FROM as LIMITATION_FROM;

/// The extension of the trial period: its length is the most that may be approved.
pub const TRIAL_EXTENSION: RuleId = RuleId::A26;

/// Who must keep a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Obliged {
    /// 仲裁委员会.
    Commission,
    /// 仲裁庭.
    Tribunal,
    /// 当事人: its lapse is no fault of the office.
    Party,
    /// 调解组织.
    MediationBody,
    /// 劳动保障监察机构.
    Inspectorate,
    /// 信访办理机构.
    PetitionOffice,
    /// 接收移交的机构: the desk of the channel to which a dispute is referred.
    ReceivingDesk,
    /// Nobody: the day only says when something counts.
    Nobody,
}

impl Coded for Reach {
    const LIST: &'static str = "rule_reach";
    const ROWS: &'static [(Self, Label)] = &[
        (Reach::National, label("national", "全国", "National")),
        (Reach::RegionsOnly, label("regions_only", "仅地方规定", "Only in regions")),
        (Reach::Regional, label("regional", "地方规定", "Of the region")),
    ];
}

impl Coded for Obliged {
    const LIST: &'static str = "obliged";
    const ROWS: &'static [(Self, Label)] = &[
        (Obliged::Commission, label("commission", "仲裁委员会", "Commission")),
        (Obliged::Tribunal, label("tribunal", "仲裁庭", "Tribunal")),
        (Obliged::Party, label("party", "当事人", "Party")),
        (Obliged::MediationBody, label("mediation_body", "调解组织", "Mediation body")),
        (Obliged::Inspectorate, label("inspectorate", "劳动保障监察机构", "Labour inspectorate")),
        (Obliged::PetitionOffice, label("petition_office", "信访办理机构", "Petition office")),
        (Obliged::ReceivingDesk, label("receiving_desk", "接收移交的机构", "Receiving desk")),
        (Obliged::Nobody, label("nobody", "无", "Nobody")),
    ];
}

/// How long a rule gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// So long.
    Fixed(Length),
    /// So long, and not moved off a rest day.
    Unrolled(Length),
    /// So many hours, which no calendar of days counts.
    Hours(u16),
    /// 指定期间: set in each case.
    Designated,
    /// Until the period of another rule ends.
    Until(RuleId),
    /// The law sets none, and none is invented.
    Unset,
}

/// Where a version of a rule is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Everywhere that has no version of its own.
    National,
    /// Nowhere by itself: only regions have a version.
    RegionsOnly,
    /// In the region whose data brings it.
    Regional,
}

/// One version of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Which rule.
    pub id: RuleId,
    /// What starts it.
    pub trigger: Label,
    /// How long.
    pub term: Term,
    /// By how much it may be extended, where the rule itself says so.
    pub extension: Option<Length>,
    /// How it is made longer.
    pub extended_by: ExtendedBy,
    /// What leaves days out of it.
    pub exclusions: &'static [ExclusionCause],
    /// Forward from the trigger, or backward from a day ahead.
    pub direction: Direction,
    /// Who must keep it.
    pub obliged: Obliged,
    /// What a missed one means.
    pub consequence: Label,
    /// Its articles.
    pub articles: &'static [Article],
    /// How sure that is.
    pub basis: Basis,
    /// Where it is in force.
    pub reach: Reach,
    /// Triggers from this day on.
    pub effective_from: NaiveDate,
    /// Triggers up to this day; none while in force.
    pub effective_to: Option<NaiveDate>,
}

/// From when the case handling rules govern: earlier cases are closed history, without deadlines.
pub const RULES_FROM: NaiveDate = first_of(2017, 7);

const NOTHING: Label = label("none", "法律未规定后果", "the law names no consequence");
const TO_SUE: Label = label("may_sue", "当事人可以就该争议起诉", "the party may take the dispute to court");

/// The first day of a month.
const fn first_of(year: i32, month: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, 1) {
        Some(day) => day,
        None => NaiveDate::MIN,
    }
}

/// The last day of a month of 31 days.
const fn last_of_december(year: i32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, 12, 31) {
        Some(day) => day,
        None => NaiveDate::MAX,
    }
}

const fn working_days(count: u16) -> Term {
    Term::Fixed(Length::working_days(count))
}

const fn days(count: u16) -> Term {
    Term::Fixed(Length::calendar_days(count))
}

const fn unrolled_days(count: u16) -> Term {
    Term::Unrolled(Length::calendar_days(count))
}

const fn years(count: u16) -> Term {
    Term::Fixed(Length::years(count))
}

/// A national rule of the commission, counted forward, that the text itself states.
const fn rule(id: RuleId, trigger: Label, term: Term, articles: &'static [Article]) -> Rule {
    Rule {
        id,
        trigger,
        term,
        extension: None,
        extended_by: ExtendedBy::Approval,
        exclusions: &[],
        direction: Direction::Forward,
        obliged: Obliged::Commission,
        consequence: NOTHING,
        articles,
        basis: if articles.is_empty() { Basis::NoText } else { Basis::Statute },
        reach: Reach::National,
        effective_from: RULES_FROM,
        effective_to: None,
    }
}

impl Rule {
    /// Whether it is over on its last day, with nobody late after it: a party's own period, and a mediation that was entrusted
    /// to a body outside, after which the hearing is held (R33 70).
    #[must_use]
    pub fn lapses(&self) -> bool {
        self.obliged == Obliged::Party || self.id == RuleId::A24
    }

    /// Whether the office must act when it is missed: such deadlines make the overdue list. A mediation before acceptance,
    /// or in a case of its own, that ran out is among them, for the office must then put its end on record.
    #[must_use]
    pub fn is_owed_by_office(&self) -> bool {
        if self.lapses() {
            return false;
        }
        match self.obliged {
            Obliged::Commission
            | Obliged::Tribunal
            | Obliged::MediationBody
            | Obliged::Inspectorate
            | Obliged::PetitionOffice
            | Obliged::ReceivingDesk => self.length().is_some(),
            Obliged::Party | Obliged::Nobody => false,
        }
    }

    const fn by(self, obliged: Obliged) -> Rule {
        Rule { obliged, ..self }
    }

    const fn missed(self, consequence: Label) -> Rule {
        Rule { consequence, ..self }
    }

    const fn resting_on(self, basis: Basis) -> Rule {
        Rule { basis, ..self }
    }

    /// The text gives the length; from when or to when it is counted is in part our choice (ADR 9).
    const fn partly_ours(self) -> Rule {
        self.resting_on(Basis::PartlyOurChoice)
    }

    const fn backward(self) -> Rule {
        Rule { direction: Direction::Backward, ..self }
    }

    const fn extendable_by(self, length: Length) -> Rule {
        Rule { extension: Some(length), ..self }
    }

    /// Both sides may agree to prolong it; the text sets no limit.
    const fn prolonged_by_consent(self) -> Rule {
        Rule { extended_by: ExtendedBy::Consent, ..self }
    }

    const fn leaving_out(self, exclusions: &'static [ExclusionCause]) -> Rule {
        Rule { exclusions, ..self }
    }

    const fn regions_only(self) -> Rule {
        Rule { reach: Reach::RegionsOnly, ..self }
    }

    const fn from(self, effective_from: NaiveDate) -> Rule {
        Rule { effective_from, ..self }
    }

    const fn until(self, effective_to: NaiveDate) -> Rule {
        Rule { effective_to: Some(effective_to), ..self }
    }

    /// How long it gives, where that is a length.
    #[must_use]
    pub fn length(&self) -> Option<Length> {
        match self.term {
            Term::Fixed(length) | Term::Unrolled(length) => Some(length),
            Term::Hours(_) | Term::Designated | Term::Until(_) | Term::Unset => None,
        }
    }

    fn governs(&self, id: RuleId, trigger_on: NaiveDate) -> bool {
        self.id == id
            && self.effective_from <= trigger_on
            && self.effective_to.is_none_or(|to| trigger_on <= to)
    }
}

/// The rules that hold everywhere, with those that only regions fill, in the order of the notes on the law.
pub fn national() -> impl Iterator<Item = &'static Rule> {
    let lists = [
        mediation::RULES,
        limitation::RULES,
        filing::RULES,
        hearing::RULES,
        service::RULES,
        award::RULES,
        collective::RULES,
        inspection::RULES,
        linkage::RULES,
    ];
    lists.into_iter().flatten()
}

/// Every version that is known in a region: its own first, then the national ones.
pub fn known_in(region: &'static Region) -> impl Iterator<Item = &'static Rule> {
    region.rules().iter().chain(national())
}

/// The version of a rule for a trigger on a day in a region, if one was in force.
#[must_use]
pub fn in_force(id: RuleId, trigger_on: NaiveDate, region: &'static Region) -> Option<&'static Rule> {
    known_in(region).find(|rule| rule.governs(id, trigger_on) && rule.reach != Reach::RegionsOnly)
}
