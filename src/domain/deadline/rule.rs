//! The rules of time (期限规则): each legal period once, beside its article. A rule has dates: the
//! version is chosen by the day of its trigger, never by today. Not here: computing (`deadline`).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::code::{Coded, Label, label};
use crate::domain::law::{Article, Basis, law, r33};
use crate::domain::period::{Direction, Length, Unit};

/// The id of a rule, as in the notes on the law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[expect(missing_docs, reason = "each rule is named in both languages by its row below")]
pub enum RuleId {
    M03,
    A03,
    A06,
    A07,
    A08,
    A20,
    A24,
    A25,
    A26,
    P01,
}

impl Coded for RuleId {
    const LIST: &'static str = "deadline_rule";
    const ROWS: &'static [(Self, Label)] = &[
        (RuleId::M03, label("M03", "调解期限", "Mediation period")),
        (RuleId::A03, label("A03", "受理决定", "Decision on acceptance")),
        (RuleId::A06, label("A06", "送达申请书副本", "Service of the application on the respondent")),
        (RuleId::A07, label("A07", "组庭并书面通知", "Formation and notice of the tribunal")),
        (RuleId::A08, label("A08", "答辩期", "Period for the defence")),
        (RuleId::A20, label("A20", "开庭通知", "Hearing notice")),
        (RuleId::A24, label("A24", "委托调解期限", "Entrusted mediation")),
        (RuleId::A25, label("A25", "审理期限", "Trial period")),
        (RuleId::A26, label("A26", "延长后的审理期限", "Extended trial period")),
        (RuleId::P01, label("P01", "起诉期限(非终局裁决)", "Term to sue over an award that is not final")),
    ];
}

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
}

impl Coded for Obliged {
    const LIST: &'static str = "obliged";
    const ROWS: &'static [(Self, Label)] = &[
        (Obliged::Commission, label("commission", "仲裁委员会", "Commission")),
        (Obliged::Tribunal, label("tribunal", "仲裁庭", "Tribunal")),
        (Obliged::Party, label("party", "当事人", "Party")),
        (Obliged::MediationBody, label("mediation_body", "调解组织", "Mediation body")),
    ];
}

/// One version of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Which rule.
    pub id: RuleId,
    /// What starts it.
    pub trigger: Label,
    /// How long.
    pub length: Length,
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
    /// Triggers from this day on.
    pub effective_from: NaiveDate,
    /// Triggers up to this day; none while in force.
    pub effective_to: Option<NaiveDate>,
}

/// From when the case handling rules govern: earlier cases are closed history, without deadlines.
const RULES_FROM: NaiveDate = match NaiveDate::from_ymd_opt(2017, 7, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

const TO_SUE: Label = label("may_sue", "当事人可以就该争议起诉", "the party may take the dispute to court");
const NOTHING: Label = label("none", "法律未规定后果", "the law names no consequence");

const fn forward(id: RuleId, trigger: Label, length: Length, articles: &'static [Article]) -> Rule {
    Rule {
        id,
        trigger,
        length,
        direction: Direction::Forward,
        obliged: Obliged::Commission,
        consequence: NOTHING,
        articles,
        basis: Basis::Statute,
        effective_from: RULES_FROM,
        effective_to: None,
    }
}

const fn days(days: u16) -> Length {
    Length { days, unit: Unit::CalendarDays }
}

const fn working_days(days: u16) -> Length {
    Length { days, unit: Unit::WorkingDays }
}

/// Every rule.
pub const RULES: &[Rule] = &[
    Rule {
        obliged: Obliged::MediationBody,
        consequence: label(
            "may_arbitrate",
            "视为调解不成,可以申请仲裁",
            "counts as failed; the parties may arbitrate",
        ),
        ..forward(
            RuleId::M03,
            label(
                "mediation_request_received",
                "收到调解申请(同意先行调解之日)",
                "receipt of the request to mediate",
            ),
            days(15),
            &[law("14")],
        )
    },
    Rule {
        consequence: TO_SUE,
        ..forward(
            RuleId::A03,
            label(
                "application_received",
                "收到仲裁申请、补正之日或先行调解结束之日",
                "receipt, completed correction, or end of mediation",
            ),
            working_days(5),
            &[law("29"), r33("30"), r33("31"), r33("46(2)")],
        )
    },
    forward(RuleId::A06, label("accepted", "受理", "acceptance"), working_days(5), &[law("30"), r33("33")]),
    Rule {
        consequence: label(
            "procedural_ground",
            "违反法定程序,可成为撤销裁决的理由",
            "a procedural ground to set the award aside",
        ),
        ..forward(
            RuleId::A07,
            label("accepted", "受理", "acceptance"),
            working_days(5),
            &[law("32"), r33("37")],
        )
    },
    Rule {
        obliged: Obliged::Party,
        consequence: label("goes_on", "不影响仲裁程序进行", "the procedure goes on"),
        ..forward(
            RuleId::A08,
            label("copy_received", "被申请人收到申请书副本", "the respondent receives the copy"),
            working_days(10),
            &[law("30"), r33("33")],
        )
    },
    Rule {
        direction: Direction::Backward,
        obliged: Obliged::Tribunal,
        consequence: label(
            "no_default",
            "通知有瑕疵,不得按撤回处理或缺席裁决",
            "defective notice bars a default",
        ),
        ..forward(
            RuleId::A20,
            label("hearing_day", "开庭日", "the day of the hearing"),
            working_days(5),
            &[law("35"), r33("38")],
        )
    },
    Rule {
        obliged: Obliged::MediationBody,
        consequence: label("hearing_held", "应当开庭审理", "the hearing is held"),
        ..forward(
            RuleId::A24,
            label("both_consent", "双方同意", "both parties consent"),
            working_days(10),
            &[r33("70")],
        )
    },
    Rule {
        obliged: Obliged::Tribunal,
        consequence: TO_SUE,
        ..forward(
            RuleId::A25,
            label("accepted", "受理(或重新起算之日)", "acceptance, or the day of a restart"),
            days(45),
            &[law("43"), r33("45"), r33("46")],
        )
    },
    Rule {
        obliged: Obliged::Tribunal,
        consequence: TO_SUE,
        ..forward(
            RuleId::A26,
            label(
                "extension_approved",
                "批准延期(自审理期限届满起算)",
                "the approved extension, from the end of the trial period",
            ),
            days(15),
            &[law("43"), r33("45")],
        )
    },
    Rule {
        obliged: Obliged::Party,
        consequence: label("award_effective", "裁决书发生法律效力", "the award takes effect"),
        ..forward(
            RuleId::P01,
            label("award_received", "收到裁决书", "receipt of the award"),
            days(15),
            &[law("50")],
        )
    },
];

/// The version of a rule for a trigger on a day, if one was in force.
#[must_use]
pub fn in_force(id: RuleId, trigger_on: NaiveDate) -> Option<&'static Rule> {
    RULES.iter().find(|rule| {
        rule.id == id
            && rule.effective_from <= trigger_on
            && rule.effective_to.is_none_or(|to| trigger_on <= to)
    })
}

/// The days of a rule for a trigger on a day; zero where no version was in force.
#[must_use]
pub fn days_of(id: RuleId, trigger_on: NaiveDate) -> u16 {
    in_force(id, trigger_on).map_or(0, |rule| rule.length.days)
}
