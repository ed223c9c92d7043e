//! The kinds of material (案卷材料) in the order in which they lie in the file: R33 22 names what belongs to the main volume
//! and what to the secondary one. Not here: when one must be there (`asked`).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::code::{Coded, Label, label};
use crate::domain::law::{Article, Basis, r33};
use crate::domain::paper::kind::{CasePaper, Volume};

/// A kind of material. Its place among the others is its place in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Material {
    /// 仲裁申请书、调解申请书, or the record of an oral application.
    Application,
    /// 受理、不予受理通知书.
    AcceptanceNotice,
    /// 答辩书.
    Defence,
    /// 当事人及其他参加人的身份证明材料.
    IdentityProof,
    /// 授权委托书.
    PowerOfAttorney,
    /// 调查证据: what the tribunal gathered itself.
    Investigation,
    /// 勘验笔录.
    SiteInspection,
    /// 当事人提供的证据材料.
    Evidence,
    /// 委托鉴定材料.
    Appraisal,
    /// 开庭通知.
    HearingNotice,
    /// 其他通知: of the tribunal, to respond, to correct, to give evidence.
    OtherNotice,
    /// 庭审笔录.
    HearingRecord,
    /// 延期通知书.
    ExtensionNotice,
    /// 撤回仲裁申请书.
    WithdrawalApplication,
    /// 调解协议书.
    MediationAgreement,
    /// 调解书.
    MediationDocument,
    /// 裁决书(终局).
    AwardFinal,
    /// 裁决书(非终局).
    AwardNonFinal,
    /// 决定书.
    Decision,
    /// 案件移送函.
    TransferLetter,
    /// 送达回证, or what else proves a service.
    ServiceReturn,
    /// 其他正卷材料.
    OtherMain,
    /// 立案审批表.
    AcceptanceApproval,
    /// 延期审理审批表.
    ExtensionApproval,
    /// 中止审理审批表.
    SuspensionApproval,
    /// 调查提纲.
    InvestigationOutline,
    /// 阅卷笔录.
    ReadingNotes,
    /// 会议笔录: the case discussion too.
    MeetingRecord,
    /// 评议记录.
    DeliberationRecord,
    /// 结案审批表.
    ClosingApproval,
    /// 其他副卷材料.
    OtherSecondary,
}

impl Coded for Material {
    const LIST: &'static str = "material";
    const ROWS: &'static [(Self, Label)] = &[
        (Self::Application, label("application", "申请书", "Application")),
        (
            Self::AcceptanceNotice,
            label("acceptance_notice", "受理、不予受理通知书", "Notice of acceptance or non-acceptance"),
        ),
        (Self::Defence, label("defence", "答辩书", "Defence")),
        (Self::IdentityProof, label("identity_proof", "身份证明材料", "Proof of identity")),
        (Self::PowerOfAttorney, label("power_of_attorney", "授权委托书", "Power of attorney")),
        (Self::Investigation, label("investigation", "调查证据", "Evidence gathered by the tribunal")),
        (Self::SiteInspection, label("site_inspection", "勘验笔录", "Record of a site inspection")),
        (Self::Evidence, label("evidence", "当事人提供的证据材料", "Evidence of the parties")),
        (Self::Appraisal, label("appraisal", "委托鉴定材料", "Appraisal")),
        (Self::HearingNotice, label("hearing_notice", "开庭通知", "Notice of a hearing")),
        (Self::OtherNotice, label("other_notice", "其他通知书", "Another notice")),
        (Self::HearingRecord, label("hearing_record", "庭审笔录", "Record of a hearing")),
        (Self::ExtensionNotice, label("extension_notice", "延期通知书", "Notice of an extension")),
        (
            Self::WithdrawalApplication,
            label("withdrawal_application", "撤回仲裁申请书", "Application to withdraw"),
        ),
        (Self::MediationAgreement, label("mediation_agreement", "调解协议书", "Mediation agreement")),
        (Self::MediationDocument, label("mediation_document", "调解书", "Mediation document")),
        (Self::AwardFinal, label("award_final", "裁决书（终局）", "Award, final")),
        (Self::AwardNonFinal, label("award_non_final", "裁决书（非终局）", "Award, not final")),
        (Self::Decision, label("decision", "决定书", "Decision")),
        (Self::TransferLetter, label("transfer_letter", "案件移送函", "Letter of transfer")),
        (Self::ServiceReturn, label("service_return", "送达回证", "Return or other proof of service")),
        (Self::OtherMain, label("other_main", "其他正卷材料", "Another material of the main volume")),
        (Self::AcceptanceApproval, label("acceptance_approval", "立案审批表", "Approval of the acceptance")),
        (Self::ExtensionApproval, label("extension_approval", "延期审理审批表", "Approval of an extension")),
        (
            Self::SuspensionApproval,
            label("suspension_approval", "中止审理审批表", "Approval of a suspension"),
        ),
        (
            Self::InvestigationOutline,
            label("investigation_outline", "调查提纲", "Outline of an investigation"),
        ),
        (Self::ReadingNotes, label("reading_notes", "阅卷笔录", "Notes on reading the file")),
        (Self::MeetingRecord, label("meeting_record", "会议笔录", "Record of a meeting or discussion")),
        (Self::DeliberationRecord, label("deliberation_record", "评议记录", "Record of the deliberation")),
        (Self::ClosingApproval, label("closing_approval", "结案审批表", "Approval of the closing")),
        (
            Self::OtherSecondary,
            label("other_secondary", "其他副卷材料", "Another material of the secondary volume"),
        ),
    ];
}

impl Material {
    /// The volume in which it lies (R33 22).
    ///
    /// ```
    /// use sikuai::domain::archive::material::Material;
    /// use sikuai::domain::paper::kind::Volume;
    /// assert_eq!(Material::ServiceReturn.volume(), Volume::Main);
    /// assert_eq!(Material::DeliberationRecord.volume(), Volume::Secondary);
    /// ```
    #[must_use]
    pub fn volume(self) -> Volume {
        match self {
            Material::Application
            | Material::AcceptanceNotice
            | Material::Defence
            | Material::IdentityProof
            | Material::PowerOfAttorney
            | Material::Investigation
            | Material::SiteInspection
            | Material::Evidence
            | Material::Appraisal
            | Material::HearingNotice
            | Material::OtherNotice
            | Material::HearingRecord
            | Material::ExtensionNotice
            | Material::WithdrawalApplication
            | Material::MediationAgreement
            | Material::MediationDocument
            | Material::AwardFinal
            | Material::AwardNonFinal
            | Material::Decision
            | Material::TransferLetter
            | Material::ServiceReturn
            | Material::OtherMain => Volume::Main,
            Material::AcceptanceApproval
            | Material::ExtensionApproval
            | Material::SuspensionApproval
            | Material::InvestigationOutline
            | Material::ReadingNotes
            | Material::MeetingRecord
            | Material::DeliberationRecord
            | Material::ClosingApproval
            | Material::OtherSecondary => Volume::Secondary,
        }
    }

    /// The article that names it; none where the list of the text goes on without naming.
    #[must_use]
    pub fn article(self) -> Option<Article> {
        let is_ours = matches!(
            self,
            Material::OtherNotice
                | Material::MediationAgreement
                | Material::OtherMain
                | Material::OtherSecondary
        );
        (!is_ours).then_some(r33("22"))
    }

    /// How sure its place is.
    #[must_use]
    pub fn basis(self) -> Basis {
        if self.article().is_some() { Basis::Statute } else { Basis::OurChoice }
    }
}

impl CasePaper {
    /// Whether it says what lies in the secondary volume: by lying there itself, or as the list of both.
    #[must_use]
    pub fn tells_secondary(self) -> bool {
        self == CasePaper::ArchiveList || self.volume() == Some(Volume::Secondary)
    }

    /// As which material it lies in the file; the cover and the list lie in front of it.
    #[must_use]
    pub fn material(self) -> Option<Material> {
        Some(match self {
            CasePaper::ArchiveCover | CasePaper::ArchiveList => return None,
            CasePaper::AcceptanceNotice
            | CasePaper::NonAcceptanceNotice
            | CasePaper::JurisdictionStatement => Material::AcceptanceNotice,
            CasePaper::HearingNotice | CasePaper::Summons => Material::HearingNotice,
            CasePaper::ResponseNotice
            | CasePaper::CorrectionNotice
            | CasePaper::TribunalNotice
            | CasePaper::EvidenceNotice
            | CasePaper::ResumptionNotice => Material::OtherNotice,
            CasePaper::HearingRecord => Material::HearingRecord,
            CasePaper::ExtensionNotice => Material::ExtensionNotice,
            CasePaper::MediationAgreement => Material::MediationAgreement,
            CasePaper::MediationDocument => Material::MediationDocument,
            CasePaper::AwardFinal => Material::AwardFinal,
            CasePaper::AwardNonFinal => Material::AwardNonFinal,
            CasePaper::RecusalDecision
            | CasePaper::SuspensionDecision
            | CasePaper::WithdrawalDecision
            | CasePaper::DeemedWithdrawalDecision
            | CasePaper::RevocationDecision
            | CasePaper::TerminationDecision => Material::Decision,
            CasePaper::TransferLetter => Material::TransferLetter,
            CasePaper::ServiceReturn => Material::ServiceReturn,
            CasePaper::ElementForm => Material::OtherMain,
            CasePaper::DiscussionRecord => Material::MeetingRecord,
        })
    }
}
