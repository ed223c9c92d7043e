//! The papers that there are (文书种类), each with the articles that it rests on, the volume of the file to which it goes
//! and for whom it is. Not here: which entries of a case there is one of (`about`), and what stands in it (`uses`).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::archive::material::Material;
use crate::domain::code::{Coded, Label, label};
use crate::domain::law::{Article, law, r33};

/// A kind of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CasePaper {
    /// 受理通知书, to an applicant.
    AcceptanceNotice,
    /// 应诉通知书, to a respondent.
    ResponseNotice,
    /// 不予受理通知书.
    NonAcceptanceNotice,
    /// 无管辖权书面说明.
    JurisdictionStatement,
    /// 补正通知书.
    CorrectionNotice,
    /// 组庭通知书.
    TribunalNotice,
    /// 开庭通知书.
    HearingNotice,
    /// 举证通知书.
    EvidenceNotice,
    /// 出庭通知(传票).
    Summons,
    /// 调解协议书.
    MediationAgreement,
    /// 仲裁调解书.
    MediationDocument,
    /// 裁决书(终局).
    AwardFinal,
    /// 裁决书(非终局).
    AwardNonFinal,
    /// 回避决定书.
    RecusalDecision,
    /// 中止审理决定书.
    SuspensionDecision,
    /// 恢复审理通知书.
    ResumptionNotice,
    /// 延期审理通知书.
    ExtensionNotice,
    /// 准予撤回仲裁申请决定书.
    WithdrawalDecision,
    /// 按撤回仲裁申请处理决定书.
    DeemedWithdrawalDecision,
    /// 案件移送函.
    TransferLetter,
    /// 撤销案件决定书.
    RevocationDecision,
    /// 终止审理决定书.
    TerminationDecision,
    /// 送达回证.
    ServiceReturn,
    /// 要素表, blank or as a party filled it in.
    ElementForm,
    /// 庭审笔录.
    HearingRecord,
    /// 案件讨论笔录.
    DiscussionRecord,
    /// 卷宗封面.
    ArchiveCover,
    /// 卷内目录.
    ArchiveList,
}

impl Coded for CasePaper {
    const LIST: &'static str = "case_paper";
    const ROWS: &'static [(Self, Label)] = &[
        (Self::AcceptanceNotice, label("acceptance_notice", "受理通知书", "Notice of acceptance")),
        (Self::ResponseNotice, label("response_notice", "应诉通知书", "Notice to respond")),
        (
            Self::NonAcceptanceNotice,
            label("non_acceptance_notice", "不予受理通知书", "Notice of non-acceptance"),
        ),
        (
            Self::JurisdictionStatement,
            label("jurisdiction_statement", "无管辖权书面说明", "Statement of no jurisdiction"),
        ),
        (Self::CorrectionNotice, label("correction_notice", "补正通知书", "Notice to correct")),
        (Self::TribunalNotice, label("tribunal_notice", "组庭通知书", "Notice of the tribunal")),
        (Self::HearingNotice, label("hearing_notice", "开庭通知书", "Hearing notice")),
        (Self::EvidenceNotice, label("evidence_notice", "举证通知书", "Notice to give evidence")),
        (Self::Summons, label("summons", "出庭通知书", "Summons")),
        (Self::MediationAgreement, label("mediation_agreement", "调解协议书", "Mediation agreement")),
        (Self::MediationDocument, label("mediation_document", "仲裁调解书", "Mediation document")),
        (Self::AwardFinal, label("award_final", "裁决书（终局）", "Award, final")),
        (Self::AwardNonFinal, label("award_non_final", "裁决书（非终局）", "Award, not final")),
        (Self::RecusalDecision, label("recusal_decision", "回避决定书", "Decision on a recusal")),
        (Self::SuspensionDecision, label("suspension_decision", "中止审理决定书", "Decision to suspend")),
        (Self::ResumptionNotice, label("resumption_notice", "恢复审理通知书", "Notice of resumption")),
        (Self::ExtensionNotice, label("extension_notice", "延期审理通知书", "Notice of an extension")),
        (
            Self::WithdrawalDecision,
            label("withdrawal_decision", "准予撤回仲裁申请决定书", "Decision on a withdrawal"),
        ),
        (
            Self::DeemedWithdrawalDecision,
            label(
                "deemed_withdrawal_decision",
                "按撤回仲裁申请处理决定书",
                "Decision on a deemed withdrawal",
            ),
        ),
        (Self::TransferLetter, label("transfer_letter", "案件移送函", "Letter of transfer")),
        (Self::RevocationDecision, label("revocation_decision", "撤销案件决定书", "Decision to revoke")),
        (Self::TerminationDecision, label("termination_decision", "终止审理决定书", "Decision to terminate")),
        (Self::ServiceReturn, label("service_return", "送达回证", "Return of service")),
        (Self::ElementForm, label("element_form", "要素表", "Element form")),
        (Self::HearingRecord, label("hearing_record", "庭审笔录", "Record of a hearing")),
        (Self::DiscussionRecord, label("discussion_record", "案件讨论笔录", "Record of a case discussion")),
        (Self::ArchiveCover, label("archive_cover", "卷宗封面", "Cover of the file")),
        (Self::ArchiveList, label("archive_list", "卷内目录", "List of the file")),
    ];
}

/// A volume of the file (正卷、副卷).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Volume {
    /// 正卷: parties and agents may read and copy it (R33 23).
    Main,
    /// 副卷: closed to them.
    Secondary,
}

impl Coded for Volume {
    const LIST: &'static str = "volume";
    const ROWS: &'static [(Self, Label)] = &[
        (Volume::Main, label("main", "正卷", "Main volume")),
        (Volume::Secondary, label("secondary", "副卷", "Secondary volume")),
    ];
}

/// For whom a paper is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Addressed {
    /// One for the case, the same for everybody.
    Case,
    /// One for each applicant.
    Applicant,
    /// One for each respondent.
    Respondent,
    /// One for each party.
    Party,
    /// One for each party on whom the service was.
    Served,
}

impl CasePaper {
    /// The articles that it rests on; none where our notes of the law name none.
    #[must_use]
    pub fn articles(self) -> Vec<Article> {
        match self {
            CasePaper::AcceptanceNotice => vec![law("29"), r33("30")],
            CasePaper::ResponseNotice => vec![law("30"), r33("33")],
            CasePaper::NonAcceptanceNotice => vec![law("29"), r33("31")],
            CasePaper::JurisdictionStatement => vec![r33("31")],
            CasePaper::CorrectionNotice => vec![r33("29")],
            CasePaper::TribunalNotice => vec![law("32"), r33("37")],
            CasePaper::HearingNotice | CasePaper::Summons => vec![law("35"), r33("38")],
            CasePaper::EvidenceNotice => vec![r33("15")],
            CasePaper::MediationAgreement
            | CasePaper::ElementForm
            | CasePaper::HearingRecord
            | CasePaper::DiscussionRecord => Vec::new(),
            CasePaper::MediationDocument => vec![law("42"), r33("72")],
            CasePaper::AwardFinal => vec![law("47"), r33("50")],
            CasePaper::AwardNonFinal => vec![law("50"), r33("50")],
            CasePaper::RecusalDecision => vec![r33("11")],
            CasePaper::SuspensionDecision | CasePaper::ResumptionNotice => vec![r33("47")],
            CasePaper::ExtensionNotice => vec![law("43"), r33("45")],
            CasePaper::WithdrawalDecision => vec![r33("35")],
            CasePaper::DeemedWithdrawalDecision => vec![law("36"), r33("39")],
            CasePaper::TransferLetter => vec![r33("9"), r33("10")],
            CasePaper::RevocationDecision => vec![r33("32")],
            CasePaper::TerminationDecision => vec![r33("48")],
            CasePaper::ServiceReturn => vec![r33("20")],
            CasePaper::ArchiveCover | CasePaper::ArchiveList => vec![r33("21"), r33("22")],
        }
    }

    /// Whether what is written for it by hand is of some length: facts, reasons, terms, a record. Of the others it is a place
    /// or a number of pages.
    #[must_use]
    pub fn is_written(self) -> bool {
        match self {
            CasePaper::MediationDocument
            | CasePaper::AwardFinal
            | CasePaper::AwardNonFinal
            | CasePaper::ExtensionNotice
            | CasePaper::TransferLetter
            | CasePaper::HearingRecord
            | CasePaper::DiscussionRecord => true,
            CasePaper::AcceptanceNotice
            | CasePaper::ResponseNotice
            | CasePaper::NonAcceptanceNotice
            | CasePaper::JurisdictionStatement
            | CasePaper::CorrectionNotice
            | CasePaper::TribunalNotice
            | CasePaper::HearingNotice
            | CasePaper::EvidenceNotice
            | CasePaper::Summons
            | CasePaper::MediationAgreement
            | CasePaper::RecusalDecision
            | CasePaper::SuspensionDecision
            | CasePaper::ResumptionNotice
            | CasePaper::WithdrawalDecision
            | CasePaper::DeemedWithdrawalDecision
            | CasePaper::RevocationDecision
            | CasePaper::TerminationDecision
            | CasePaper::ServiceReturn
            | CasePaper::ElementForm
            | CasePaper::ArchiveCover
            | CasePaper::ArchiveList => false,
        }
    }

    /// The volume to which it goes, by the material that it is. Cover and list belong to both.
    #[must_use]
    pub fn volume(self) -> Option<Volume> {
        self.material().map(Material::volume)
    }

    /// For whom it is.
    #[must_use]
    pub fn addressed(self) -> Addressed {
        match self {
            CasePaper::AcceptanceNotice
            | CasePaper::NonAcceptanceNotice
            | CasePaper::JurisdictionStatement
            | CasePaper::CorrectionNotice => Addressed::Applicant,
            CasePaper::ResponseNotice => Addressed::Respondent,
            CasePaper::TribunalNotice
            | CasePaper::HearingNotice
            | CasePaper::EvidenceNotice
            | CasePaper::Summons
            | CasePaper::ElementForm => Addressed::Party,
            CasePaper::ServiceReturn => Addressed::Served,
            CasePaper::MediationAgreement
            | CasePaper::MediationDocument
            | CasePaper::AwardFinal
            | CasePaper::AwardNonFinal
            | CasePaper::RecusalDecision
            | CasePaper::SuspensionDecision
            | CasePaper::ResumptionNotice
            | CasePaper::ExtensionNotice
            | CasePaper::WithdrawalDecision
            | CasePaper::DeemedWithdrawalDecision
            | CasePaper::TransferLetter
            | CasePaper::RevocationDecision
            | CasePaper::TerminationDecision
            | CasePaper::HearingRecord
            | CasePaper::DiscussionRecord
            | CasePaper::ArchiveCover
            | CasePaper::ArchiveList => Addressed::Case,
        }
    }
}
