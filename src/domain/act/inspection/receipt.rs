//! 监察收件: how a complaint, a report or an own finding comes in. Not here: what is decided about it (`acceptance`).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::filing::{Channel, check_party_numbers};
use crate::domain::act::opening::{Beginning, Origin, check_channel, check_received_on};
use crate::domain::case::{Case, InspectionCase};
use crate::domain::case_kind::CaseKind;
use crate::domain::claim::Cause;
use crate::domain::code::{Coded, Label, label};
use crate::domain::docket::Place;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::PartyNo;
use crate::domain::law::gdls;
use crate::domain::money::Fen;
use crate::domain::party::{COLLECTIVE_WORKERS_MIN, Party, PersonRef, Side};
use crate::domain::refusal::{Refusal, words};
use crate::domain::stage::Stage;

/// The most who speak for ten or more complainants (GDLS 38).
pub const COMPLAINT_REPRESENTATIVES_MAX: usize = 5;

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

impl ClueSource {
    /// Whether it is a complaint (投诉) when workers stand in it as applicants: by whichever way it came, but for what the
    /// inspectorate found itself and what a third person reports.
    #[must_use]
    pub fn may_be_complaint(self) -> bool {
        match self {
            ClueSource::Complaint
            | ClueSource::Hotline
            | ClueSource::ArrearsPlatform
            | ClueSource::Petition
            | ClueSource::Transferred => true,
            ClueSource::Report | ClueSource::OwnInspection => false,
        }
    }
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

/// Who has the matter already (已由仲裁、诉讼处理).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Forum {
    /// 劳动人事争议仲裁委员会.
    Arbitration,
    /// 人民法院.
    Court,
}

impl Coded for Forum {
    const LIST: &'static str = "forum";
    const ROWS: &'static [(Self, Label)] = &[
        (Forum::Arbitration, label("arbitration", "仲裁委员会", "Arbitration commission")),
        (Forum::Court, label("court", "人民法院", "Court")),
    ];
}

/// Whose money pays for a project (资金性质).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Funding {
    /// 政府投资.
    Government,
    /// 社会投资.
    Private,
}

impl Coded for Funding {
    const LIST: &'static str = "funding";
    const ROWS: &'static [(Self, Label)] = &[
        (Funding::Government, label("government", "政府投资", "Government money")),
        (Funding::Private, label("private", "社会投资", "Private money")),
    ];
}

/// The project whose wages it is about (项目), and whether it keeps what the law asks of it (BNM 26-33).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Project {
    /// 工程建设领域.
    pub engineering: bool,
    /// 项目名称.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// 建设单位.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 200)]
    pub owner: Option<String>,
    /// 施工总承包.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 200)]
    pub general_contractor: Option<String>,
    /// 分包、劳务.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 200)]
    pub subcontractor: Option<String>,
    /// 行业主管部门.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 200)]
    pub authority: Option<String>,
    /// 资金性质.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub funding: Option<Funding>,
    /// 农民工工资专用账户.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub special_account: Option<bool>,
    /// 工资保证金, in fen; zero where none was paid in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deposit: Option<Fen>,
    /// 实名制管理.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub real_name_system: Option<bool>,
    /// 总包代发.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub general_contractor_pays: Option<bool>,
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
    #[schema(min_items = 1, max_items = 5_100)]
    pub parties: Vec<Party<P>>,
    /// The project, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<Project>,
    /// Who speaks for ten or more complainants: at most five (GDLS 38).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 5_100)]
    pub representatives: Vec<PartyNo>,
    /// Whether an arbitration commission or a court has the matter already: the complaint is then not accepted (GDLS 39(4)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub also_before: Option<Forum>,
    /// 违法行为发生或者终了之日: after two years it is no longer investigated (LSR 20).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub violation_ended_on: Option<NaiveDate>,
    /// Whether workers complain in it; written by the register, not by the caller. Dockets from before it was asked do not
    /// say, and there the source says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(ignore)]
    pub complains: Option<bool>,
    /// The proceeding that it came from; written by the register, not by the caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(ignore)]
    pub origin: Option<Origin>,
}

/// Whether a party is a worker who complains.
fn is_complainant<P>(party: &Party<P>) -> bool {
    party.side == Side::Applicant && party.is_worker()
}

impl<P> InspectionReceipt<P> {
    /// The same with other parties and another origin, and with what they say of it: whether they complain.
    #[must_use]
    pub fn with<Q>(self, parties: Vec<Party<Q>>, origin: Option<Origin>) -> InspectionReceipt<Q> {
        let complains = self.source.may_be_complaint() && parties.iter().any(is_complainant);
        InspectionReceipt {
            channel: self.channel,
            source: self.source,
            cause: self.cause,
            parties,
            complains: Some(complains),
            project: self.project,
            representatives: self.representatives,
            also_before: self.also_before,
            violation_ended_on: self.violation_ended_on,
            origin,
        }
    }
}

impl InspectionReceipt<PersonRef> {
    /// Opens the case.
    ///
    /// # Errors
    /// Everything that is wrong with the material.
    pub fn open(self, place: Place<'_>, at: &Moment<'_>) -> Result<Case, Refusal> {
        let mut findings = Findings::default();
        check_received_on(at, &mut findings);
        check_channel(self.channel, self.origin, &mut findings);
        check_party_numbers(&self.parties, &mut findings);
        self.check_employer(&mut findings);
        self.check_complainant(&mut findings);
        check_representatives(&self.representatives, &self.parties, &mut findings);
        findings.conclude(at)?;
        let inspection = InspectionCase {
            source: self.source,
            complains: self.complains,
            project: self.project,
            representatives: self.representatives,
            also_before: self.also_before,
            violation_ended_on: self.violation_ended_on,
            opened: None,
            extension: None,
            commissions: Vec::new(),
            pauses: Vec::new(),
            papers: Vec::new(),
            orders: Vec::new(),
            wages: Vec::new(),
            payments: Vec::new(),
            mass_incident: None,
            inspections: Vec::new(),
            hazards: Vec::new(),
            listing: None,
            onward: None,
        };
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
        case.inspection = Some(inspection);
        Ok(case)
    }

    fn check_employer(&self, findings: &mut Findings) {
        let employer = |party: &Party<PersonRef>| party.side == Side::Respondent && !party.is_worker();
        if !self.parties.iter().any(employer) {
            let text = words("缺少被投诉的用人单位", "the employer that it is about is missing");
            findings.invalid("employer_missing", "/parties", text);
        }
    }

    fn check_complainant(&self, findings: &mut Findings) {
        if self.source == ClueSource::Complaint && !self.parties.iter().any(is_complainant) {
            let text = words("投诉应当有投诉的劳动者", "a complaint needs a worker who complains");
            findings.invalid("complainant_missing", "/parties", text);
        }
    }
}

/// Ten or more complainants are spoken for by five of them at most (GDLS 38; in arbitration it is three to five).
pub(super) fn check_representatives(
    chosen: &[PartyNo],
    parties: &[Party<PersonRef>],
    findings: &mut Findings,
) {
    let complains = |party: &&Party<PersonRef>| is_complainant(*party);
    for (index, no) in chosen.iter().enumerate() {
        if !parties.iter().filter(complains).any(|party| party.no == *no) {
            findings.invalid(
                "not_a_complainant",
                &format!("/representatives/{index}"),
                words("代表不是投诉的劳动者", "a representative is one of the workers who complain"),
            );
        }
    }
    let complainants = parties.iter().filter(complains).count();
    if complainants >= COLLECTIVE_WORKERS_MIN && chosen.len() > COMPLAINT_REPRESENTATIVES_MAX {
        findings.over_limit(
            "too_many_representatives",
            "/representatives",
            gdls("38"),
            words(
                format!("集体投诉的代表不超过{COMPLAINT_REPRESENTATIVES_MAX}名"),
                format!("at most {COMPLAINT_REPRESENTATIVES_MAX} speak for a collective complaint"),
            ),
        );
    }
}
