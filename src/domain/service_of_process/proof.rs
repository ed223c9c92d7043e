//! The proof of service (送达证明): what shows that a document reached a party. Each manner of service has its own
//! kind of proof. Not here: the file itself, which is kept with the papers; its digest is here, so that it can be told.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ServiceManner;
use crate::domain::code::{Coded, Label, label};
use crate::domain::id::{EntryNo, FileId, PartyNo};

/// What kind of proof it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProofKind {
    /// 送达回证: signed and dated by the recipient (R33 20).
    SignedReturn,
    /// 照片、录像: of leaving or posting the document (R33 20).
    PhotoOrVideo,
    /// 邮寄回执: the date on it counts (CPL 91).
    PostReceipt,
    /// 系统到达记录: when it reached the recipient's system (CPL 90).
    SystemRecord,
    /// 公告版面、截图: the publication (CPL 95).
    Publication,
    /// 确认记录: that a notice by simple means was received (R33 59).
    Confirmation,
}

impl Coded for ProofKind {
    const LIST: &'static str = "proof_kind";
    const ROWS: &'static [(Self, Label)] = &[
        (ProofKind::SignedReturn, label("signed_return", "送达回证", "Signed return")),
        (ProofKind::PhotoOrVideo, label("photo_or_video", "照片、录像", "Photograph or recording")),
        (ProofKind::PostReceipt, label("post_receipt", "邮寄回执", "Receipt of the post")),
        (ProofKind::SystemRecord, label("system_record", "系统到达记录", "Record of the receiving system")),
        (ProofKind::Publication, label("publication", "公告版面", "The publication")),
        (ProofKind::Confirmation, label("confirmation", "确认记录", "Record of the confirmation")),
    ];
}

impl ProofKind {
    /// The proof that a manner of service needs. One who signs a return for what was posted proves it too.
    #[must_use]
    pub fn proves(self, manner: ServiceManner) -> bool {
        match manner {
            ServiceManner::Direct => self == ProofKind::SignedReturn,
            ServiceManner::Leaving => self == ProofKind::PhotoOrVideo,
            ServiceManner::Post => matches!(self, ProofKind::PostReceipt | ProofKind::SignedReturn),
            ServiceManner::Electronic => self == ProofKind::SystemRecord,
            ServiceManner::Announcement => self == ProofKind::Publication,
            ServiceManner::Simple => matches!(self, ProofKind::Confirmation | ProofKind::SystemRecord),
        }
    }
}

/// A proof, and where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// What kind.
    pub kind: ProofKind,
    /// Its number or place: of the return, the parcel, the page; without personal data.
    #[schema(min_length = 1, max_length = 200)]
    pub reference: String,
    /// Its file, of the same case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<FileId>,
    /// The SHA-256 of its file, in lower-case hexadecimal digits. With the file it need not be said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub sha256: Option<String>,
}

/// The proof of one document served on one party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ServedProof {
    /// The service, by its entry.
    pub service: EntryNo,
    /// The party.
    pub party: PartyNo,
    /// The proof.
    pub proof: Proof,
}
