//! Which fields each paper can name (文书与字段), and which of them it is not without. Not here: what a template makes of
//! them: one that names a field for which there is no value is not filled either.

use serde::Serialize;
use utoipa::ToSchema;

use super::dictionary::{self, Entered, FIELDS, FieldOrigin};
use super::field::{Field, Shape};
use super::filled::Filled;
use super::kind::{Addressed, CasePaper};
use crate::domain::finding::Findings;
use crate::domain::refusal::{Refusal, Words, words};

/// Whether a paper can be without a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldNeed {
    /// There is no such paper without it.
    Must,
    /// It is told where there is something to tell.
    May,
}

/// A field of a kind of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Used {
    /// The field, and where it is entered.
    pub entered: &'static Entered,
    /// Whether the paper can be without it.
    pub need: FieldNeed,
}

/// A field without which a paper is not made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
pub struct MissingField {
    /// Its code.
    pub field: String,
    /// Its name, and where it is entered.
    pub words: Words,
}

impl MissingField {
    /// A field of the dictionary, or a column of a list, `claims.amount`, by its code.
    #[must_use]
    pub fn of(code: &str) -> MissingField {
        let (list, column) = code.split_once('.').map_or((code, None), |(list, column)| (list, Some(column)));
        let Some(entered) = dictionary::find(list) else {
            let text = words(format!("缺少“{code}”"), format!("“{code}” is missing"));
            return MissingField { field: code.to_owned(), words: text };
        };
        let Entered { field, at_zh, at_en, .. } = entered;
        let columns = match field.shape {
            Shape::List(columns) => columns,
            Shape::Text | Shape::Chart => &[],
        };
        let column = column.and_then(|wanted| columns.iter().find(|column| column.code == wanted));
        let (zh, en) = column.map_or_else(
            || (field.zh.to_owned(), field.en.to_owned()),
            |column| (format!("{}.{}", field.zh, column.zh), format!("{}: {}", field.en, column.en)),
        );
        let text = words(
            format!("缺少“{zh}”，请在{at_zh}中填写"),
            format!("missing: {en}; it is entered in {at_en}"),
        );
        MissingField { field: code.to_owned(), words: text }
    }
}

/// The refusal of a paper that lacks fields, each said by its name and by where it is entered.
#[must_use]
pub fn refusal(mut missing: Vec<MissingField>) -> Refusal {
    missing.sort();
    missing.dedup();
    let mut findings = Findings::default();
    for MissingField { field, words } in missing {
        let list = field.split('.').next().unwrap_or_default();
        let by_hand = dictionary::find(list).is_some_and(|entered| entered.origin == FieldOrigin::Hand);
        let place = if by_hand { format!("/texts/{field}") } else { "/kind".to_owned() };
        findings.invalid("field_missing", &place, words);
    }
    Refusal { findings: findings.into_findings() }
}

impl CasePaper {
    /// The fields that it can name, in the order of the dictionary.
    #[must_use]
    pub fn fields(self) -> Vec<Used> {
        let (must, may) = self.own();
        let (addressed_must, addressed_may): (&[&str], &[&str]) = match self.addressed() {
            Addressed::Case => (&[], &[]),
            Addressed::Applicant | Addressed::Respondent | Addressed::Party | Addressed::Served => {
                (&["recipient", "recipient_side"], &[])
            }
        };
        let must = [&["commission_name", "paper_date"], addressed_must, must].concat();
        let may = [&COMMON, addressed_may, may].concat();
        let used = |entered: &'static Entered| {
            let code = entered.field.code;
            let need = if must.contains(&code) {
                FieldNeed::Must
            } else if may.contains(&code) {
                FieldNeed::May
            } else {
                return None;
            };
            Some(Used { entered, need })
        };
        FIELDS.iter().filter_map(used).collect()
    }

    /// The same as fields alone, for templates.
    #[must_use]
    pub fn template_fields(self) -> Vec<&'static Field> {
        self.fields().into_iter().map(|used| &used.entered.field).collect()
    }

    /// Those that are written by hand for one paper.
    #[must_use]
    pub fn written_by_hand(self) -> Vec<&'static Field> {
        let by_hand = self.fields().into_iter().filter(|used| used.entered.origin == FieldOrigin::Hand);
        by_hand.map(|used| &used.entered.field).collect()
    }

    /// Those without which it is not made and that have no value.
    #[must_use]
    pub fn missing(self, filled: &Filled) -> Vec<MissingField> {
        let is_there = |field: &Field| match field.shape {
            Shape::Text => filled.text(field.code).is_some(),
            Shape::List(_) => filled.list(field.code).is_some_and(|rows| !rows.is_empty()),
            Shape::Chart => filled.chart(field.code).is_some(),
        };
        let missing = self.fields().into_iter().filter(|used| used.need == FieldNeed::Must);
        let missing = missing.filter(|used| !is_there(&used.entered.field));
        missing.map(|used| MissingField::of(used.entered.field.code)).collect()
    }

    /// Its own fields: those that it must have, and those that it may have, besides [`COMMON`].
    #[rustfmt::skip]
    fn own(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            CasePaper::AcceptanceNotice => (&["case_number", "accepted_on"], &[]),
            CasePaper::ResponseNotice => (&["case_number", "accepted_on", "defence_term", "claims"], &["defence_due_on"]),
            CasePaper::NonAcceptanceNotice => (&["received_on", "rejection_ground"], &[]),
            CasePaper::JurisdictionStatement => (&["received_on", "competent"], &[]),
            CasePaper::CorrectionNotice => (&["received_on", "correction_items", "correction_due_on"], &[]),
            CasePaper::TribunalNotice => (&["case_number", "members", "formed_on"], TRIBUNAL),
            CasePaper::HearingNotice => {
                (&["case_number", "hearing_on", "hearing_time", "hearing_room", "postponement_due_on"], TRIBUNAL)
            }
            CasePaper::Summons => (&["case_number", "hearing_on", "hearing_time", "hearing_room"], TRIBUNAL),
            CasePaper::EvidenceNotice => (&["case_number", "evidence_due_on"], &[]),
            CasePaper::MediationAgreement => (&["parties", "agreement_terms", "agreed_on"], &["agreed_amount", "perform_by", "mediation_body", "mediators", "review_term"]),
            CasePaper::MediationDocument => (&["parties", "settled_terms", "settled_on"], MEDIATION_MAY),
            CasePaper::AwardFinal | CasePaper::AwardNonFinal => (AWARD_MUST, AWARD_MAY),
            CasePaper::RecusalDecision => (&["case_number", "recusal_member", "recusal_outcome"], &["recusal_party", "recusal_ground", "recusal_requested_on"]),
            CasePaper::SuspensionDecision => (&["case_number", "suspension_ground", "suspended_on"], TRIBUNAL),
            CasePaper::ResumptionNotice => (&["case_number", "suspended_on"], &["suspension_ground", "members", "tribunal_names", "clerk", "formed_on", "trial_due_on"]),
            CasePaper::ExtensionNotice => (&["case_number", "extension_days", "trial_due_on", "extension_reason"], TRIBUNAL),
            CasePaper::WithdrawalDecision => (&["case_number", "leaving", "withdrawal_ground"], TRIBUNAL),
            CasePaper::DeemedWithdrawalDecision => (&["case_number", "leaving", "desertion", "hearing_on"], &["members", "tribunal_names", "clerk", "formed_on", "hearing_time", "hearing_room"]),
            CasePaper::TransferLetter => (&["case_number", "transfer_to", "transfer_reason"], TRIBUNAL),
            CasePaper::RevocationDecision => (&["case_number", "revocation_cause"], TRIBUNAL),
            CasePaper::TerminationDecision => (&["case_number", "court_docketed_on", "court_number"], TRIBUNAL),
            CasePaper::ServiceReturn => (&["served_document", "service_manner", "handed_on"], &["served_on", "service_cause", "server", "service_place"]),
            CasePaper::ElementForm => (&["case_number", "elements"], &["element_worker"]),
            CasePaper::HearingRecord => (&["case_number", "hearing_on", "record"], HEARING_MAY),
            CasePaper::DiscussionRecord => (&["case_number", "attendance", "record", "conclusion"], TRIBUNAL),
            CasePaper::ArchiveCover => (&["closed_on", "closing_manner", "retention", "volume_title"], &["file_number", "archived_on", "pages", "members", "tribunal_names", "clerk", "formed_on"]),
            CasePaper::ArchiveList => (&[], &["main_items", "secondary_items", "unsorted_items", "file_number", "archived_on", "closed_on"]),
        }
    }
}

/// What every paper may tell of its case.
const COMMON: [&str; 14] = [
    "commission_address",
    "commission_phone",
    "case_number",
    "cause",
    "received_on",
    "accepted_on",
    "procedure",
    "applicants",
    "respondents",
    "third_parties",
    "parties",
    "claims",
    "entered_on",
    "hearing_days",
];
const TRIBUNAL: &[&str] = &["members", "tribunal_names", "clerk", "formed_on"];
const MEDIATION_MAY: &[&str] = &[
    "settled_amount",
    "members",
    "tribunal_names",
    "clerk",
    "formed_on",
    "perform_by",
    "agreed_on",
    "mediation_body",
    "mediators",
    "facts",
];
const AWARD_MUST: &[&str] = &[
    "case_number",
    "accepted_on",
    "parties",
    "claims",
    "facts",
    "reasons",
    "law_applied",
    "award_items",
    "remedy",
    "members",
];
const AWARD_MAY: &[&str] = &[
    "award_amounts",
    "awarded_total",
    "performance",
    "applicant_view",
    "respondent_view",
    "undisputed_facts",
    "absent",
    "tribunal_names",
    "clerk",
    "formed_on",
];
const HEARING_MAY: &[&str] = &[
    "hearing_time",
    "hearing_room",
    "absent",
    "attendance",
    "undisputed_facts",
    "members",
    "tribunal_names",
    "clerk",
    "formed_on",
];
