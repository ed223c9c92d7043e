//! Petitions (信访): received, accepted or redirected, handled, answered. A light life of their own: what a petition is
//! about is handled where it belongs. What happens after the receipt is in `handling`. Not here: how long the office
//! has (`deadline`), and a referral to another channel (`referral`).

mod handling;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::ActRule;
use crate::domain::act::filing::{Channel, check_party_numbers};
use crate::domain::act::kind::ActKind;
use crate::domain::act::opening::{Beginning, Origin, check_channel, check_received_on};
use crate::domain::case::{Case, PetitionCase};
use crate::domain::case_kind::CaseKind;
use crate::domain::claim::Cause;
use crate::domain::docket::Place;
use crate::domain::finding::{Findings, Moment};
use crate::domain::party::{Party, PersonRef, Side};
use crate::domain::refusal::{Refusal, words};
use crate::domain::stage::Stage;

pub(super) use handling::check_extendable;
pub use handling::{
    PetitionAcceptance, PetitionAnswer, PetitionExtension, PetitionOutcome, PetitionRedirection,
    PetitionRejection, PetitionRejectionGround, PetitionWithdrawal, RedirectionKind,
};

/// The acts of a petition case, as the docket holds them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", content = "data", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each variant is documented by its struct and by its row in the code list")]
pub enum PetitionAct {
    PetitionReceipt(PetitionReceipt<PersonRef>),
    PetitionAcceptance(PetitionAcceptance),
    PetitionRejection(PetitionRejection),
    PetitionRedirection(PetitionRedirection),
    PetitionExtension(PetitionExtension),
    PetitionAnswer(PetitionAnswer),
    PetitionWithdrawal(PetitionWithdrawal),
}

impl PetitionAct {
    /// Which act it is.
    #[must_use]
    pub fn kind(&self) -> ActKind {
        match self {
            PetitionAct::PetitionReceipt(_) => ActKind::PetitionReceipt,
            PetitionAct::PetitionAcceptance(_) => ActKind::PetitionAcceptance,
            PetitionAct::PetitionRejection(_) => ActKind::PetitionRejection,
            PetitionAct::PetitionRedirection(_) => ActKind::PetitionRedirection,
            PetitionAct::PetitionExtension(_) => ActKind::PetitionExtension,
            PetitionAct::PetitionAnswer(_) => ActKind::PetitionAnswer,
            PetitionAct::PetitionWithdrawal(_) => ActKind::PetitionWithdrawal,
        }
    }
}

impl ActRule for PetitionAct {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        match self {
            PetitionAct::PetitionReceipt(_) => findings.impossible(
                "received_already",
                None,
                words("本案已收件", "the case was received already"),
            ),
            PetitionAct::PetitionAcceptance(act) => act.check(case, at, findings),
            PetitionAct::PetitionRejection(act) => act.check(case, at, findings),
            PetitionAct::PetitionRedirection(act) => act.check(case, at, findings),
            PetitionAct::PetitionExtension(act) => act.check(case, at, findings),
            PetitionAct::PetitionAnswer(act) => act.check(case, at, findings),
            PetitionAct::PetitionWithdrawal(act) => act.check(case, at, findings),
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        match self {
            PetitionAct::PetitionReceipt(_) => {}
            PetitionAct::PetitionAcceptance(act) => act.apply(case, at),
            PetitionAct::PetitionRejection(act) => act.apply(case, at),
            PetitionAct::PetitionRedirection(act) => act.apply(case, at),
            PetitionAct::PetitionExtension(act) => act.apply(case, at),
            PetitionAct::PetitionAnswer(act) => act.apply(case, at),
            PetitionAct::PetitionWithdrawal(act) => act.apply(case, at),
        }
    }
}

/// 信访收件.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PetitionReceipt<P> {
    /// How it came in.
    pub channel: Channel,
    /// What it is about.
    pub cause: Cause,
    /// What is asked for, without personal data.
    #[schema(min_length = 1, max_length = 2_000)]
    pub request: String,
    /// The petitioners as applicants; whom it is about, if that is known, as respondents.
    #[schema(min_items = 1, max_items = 5_100)]
    pub parties: Vec<Party<P>>,
    /// The proceeding that it came from; written by the register, not by the caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(ignore)]
    pub origin: Option<Origin>,
}

impl<P> PetitionReceipt<P> {
    /// The same with other parties and another origin.
    #[must_use]
    pub fn with<Q>(self, parties: Vec<Party<Q>>, origin: Option<Origin>) -> PetitionReceipt<Q> {
        let PetitionReceipt { channel, cause, request, .. } = self;
        PetitionReceipt { channel, cause, request, parties, origin }
    }
}

impl PetitionReceipt<PersonRef> {
    /// Opens the case.
    ///
    /// # Errors
    /// Everything that is wrong with the petition.
    pub fn open(self, place: Place<'_>, at: &Moment<'_>) -> Result<Case, Refusal> {
        let mut findings = Findings::default();
        check_received_on(at, &mut findings);
        check_channel(self.channel, self.origin, &mut findings);
        check_party_numbers(&self.parties, &mut findings);
        if !self.parties.iter().any(|party| party.side == Side::Applicant) {
            let text = words("缺少信访人", "there is no petitioner");
            findings.invalid("petitioner_missing", "/parties", text);
        }
        findings.conclude(at)?;
        let beginning = Beginning {
            kind: CaseKind::Petition,
            stage: Stage::PetitionReceived,
            channel: self.channel,
            cause: self.cause,
            other_causes: Vec::new(),
            parties: self.parties,
            claims: Vec::new(),
            prior: None,
            origin: self.origin,
        };
        let mut case = Case::begin(place, beginning, at);
        case.petition = Some(PetitionCase {
            request: self.request,
            accepted: None,
            extension: None,
            redirected: None,
            answered: None,
        });
        Ok(case)
    }
}
