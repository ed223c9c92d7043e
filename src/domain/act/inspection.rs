//! Labour inspection (劳动保障监察): complaints, reports and own findings, wage arrears above all.
//! Not here: how long the inspectorate has (`deadline`).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::ActRule;
use crate::domain::act::filing::{Channel, check_party_numbers};
use crate::domain::act::kind::ActKind;
use crate::domain::act::opening::{Beginning, Origin, check_not_ahead};
use crate::domain::case::{Case, InspectionCase};
use crate::domain::case_kind::CaseKind;
use crate::domain::claim::Cause;
use crate::domain::code::{Coded, Label, label};
use crate::domain::docket::Place;
use crate::domain::finding::{Findings, Moment};
use crate::domain::party::{Party, PersonRef, Side};
use crate::domain::refusal::{Refusal, words};
use crate::domain::stage::Stage;

/// The acts of an inspection case, as the docket holds them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", content = "data", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each variant is documented by its struct and by its row in the code list")]
pub enum InspectionAct {
    InspectionReceipt(InspectionReceipt<PersonRef>),
    InspectionOpening(InspectionOpening),
}

impl InspectionAct {
    /// Which act it is.
    #[must_use]
    pub fn kind(&self) -> ActKind {
        match self {
            InspectionAct::InspectionReceipt(_) => ActKind::InspectionReceipt,
            InspectionAct::InspectionOpening(_) => ActKind::InspectionOpening,
        }
    }
}

impl ActRule for InspectionAct {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        match self {
            InspectionAct::InspectionReceipt(_) => findings.impossible(
                "received_already",
                None,
                words("本案已收件", "the case was received already"),
            ),
            InspectionAct::InspectionOpening(act) => act.check(case, at, findings),
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        match self {
            InspectionAct::InspectionReceipt(_) => {}
            InspectionAct::InspectionOpening(act) => act.apply(case, at),
        }
    }
}

/// Where the inspectorate has it from (线索来源).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClueSource {
    /// 投诉: workers complain of what was done to them.
    Complaint,
    /// 举报: somebody reports it.
    Report,
    /// 巡查、主动检查.
    OwnInspection,
    /// 12333.
    Hotline,
    /// 根治欠薪线索平台.
    ArrearsPlatform,
    /// 信访转办.
    Petition,
    /// 移送.
    Transferred,
}

impl Coded for ClueSource {
    const LIST: &'static str = "clue_source";
    const ROWS: &'static [(Self, Label)] = &[
        (ClueSource::Complaint, label("complaint", "投诉", "Complaint")),
        (ClueSource::Report, label("report", "举报", "Report by a third person")),
        (ClueSource::OwnInspection, label("own_inspection", "巡查", "Own inspection")),
        (ClueSource::Hotline, label("hotline", "12333热线", "Hotline 12333")),
        (ClueSource::ArrearsPlatform, label("arrears_platform", "根治欠薪平台", "Wage-arrears platform")),
        (ClueSource::Petition, label("petition", "信访转办", "Petition passed on")),
        (ClueSource::Transferred, label("transferred", "移送", "Transferred by another body")),
    ];
}

/// 监察收件: a complaint, a report or an own finding (GDLS 32, 36).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InspectionReceipt<P> {
    /// How it came in.
    pub channel: Channel,
    /// Where it comes from.
    pub source: ClueSource,
    /// What it is about.
    pub cause: Cause,
    /// The employers as respondents, and who complains, if anybody does, as applicants.
    #[schema(min_items = 1, max_items = 5_000)]
    pub parties: Vec<Party<P>>,
    /// The proceeding that it came from; written by the register, not by the caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(ignore)]
    pub origin: Option<Origin>,
}

impl<P> InspectionReceipt<P> {
    /// The same with other parties and another origin.
    #[must_use]
    pub fn with<Q>(self, parties: Vec<Party<Q>>, origin: Option<Origin>) -> InspectionReceipt<Q> {
        let InspectionReceipt { channel, source, cause, .. } = self;
        InspectionReceipt { channel, source, cause, parties, origin }
    }
}

impl InspectionReceipt<PersonRef> {
    /// Opens the case.
    ///
    /// # Errors
    /// Everything that is wrong with the material.
    pub fn open(self, place: Place<'_>, at: &Moment<'_>) -> Result<Case, Refusal> {
        let mut findings = Findings::default();
        check_not_ahead(at, &mut findings);
        check_party_numbers(&self.parties, &mut findings);
        let employer = |party: &Party<PersonRef>| party.side == Side::Respondent && !party.is_worker();
        if !self.parties.iter().any(employer) {
            let text = words("缺少被投诉的用人单位", "the employer that it is about is missing");
            findings.invalid("employer_missing", "/parties", text);
        }
        findings.conclude(at)?;
        let beginning = Beginning {
            kind: CaseKind::Inspection,
            stage: Stage::InspectionReceived,
            channel: self.channel,
            cause: self.cause,
            other_causes: Vec::new(),
            parties: self.parties,
            claims: Vec::new(),
            prior: None,
            origin: self.origin,
        };
        let mut case = Case::begin(place, beginning, at);
        case.inspection = Some(InspectionCase { source: self.source, opened: None });
        Ok(case)
    }
}

/// 监察立案 (GDLS 32, 36).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InspectionOpening {}

impl ActRule for InspectionOpening {
    fn check(&self, _case: &Case, _at: &Moment<'_>, _findings: &mut Findings) {}

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        if let Some(inspection) = &mut case.inspection {
            inspection.opened = Some(at.dated());
        }
    }
}
