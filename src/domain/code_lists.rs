//! All code lists in one place, for publication and for the test that holds them against serde.

use crate::domain::act::after::ChallengeKind;
use crate::domain::act::closing::{Desertion, WithdrawalGround};
use crate::domain::act::decision::{Decision, Finality, Scope};
use crate::domain::act::filing::{Channel, FailureCause, Procedure, RejectionGround, SimplifiedGround};
use crate::domain::act::hearing::{Ground, MediationAttempt};
use crate::domain::act::inspection::acceptance::InspectionRefusalGround;
use crate::domain::act::inspection::clock::{CommissionKind, PauseGround};
use crate::domain::act::inspection::closing::{HandoverTo, InspectionOutcome};
use crate::domain::act::inspection::hazards::HazardKind;
use crate::domain::act::inspection::listing::ListAnswer;
use crate::domain::act::inspection::papers::{DeliveryManner, PaperKind};
use crate::domain::act::inspection::receipt::{ClueSource, Forum, Funding};
use crate::domain::act::kind::ActKind;
use crate::domain::act::mediation::{
    DenialGround, EndingCause, MediationBody, MediationRefusalGround, ReviewRejectionGround, ReviewResult,
};
use crate::domain::act::pause::SuspensionGround;
use crate::domain::act::petition::{PetitionOutcome, PetitionRejectionGround, RedirectionKind};
use crate::domain::act::proceeding::{CounterclaimRefusalGround, CourtRulingKind, JurisdictionOutcome};
use crate::domain::act::service::{DefenceKind, LeavingGround};
use crate::domain::act::tribunal::{Duty, RecusalGround, RecusalOutcome, Seat};
use crate::domain::archive::material::Material;
use crate::domain::calendar::{DayKind, YearOrigin};
use crate::domain::case::{Outcome, ReferralState, TrialStart};
use crate::domain::case_kind::CaseKind;
use crate::domain::claim::{Cause, ClaimItem};
use crate::domain::code::{CodeList, code_list};
use crate::domain::deadline::rule::{self, Obliged, RuleId};
use crate::domain::deadline::{State, Status};
use crate::domain::elements::choice::{ContractTerm, EndedBy, PayCycle, PayManner};
use crate::domain::elements::element::{Element, ElementKind};
use crate::domain::elements::standing::ElementStatus;
use crate::domain::figures::{
    AgeBand, ArrearsMeasure, Dimension, Fact, FigureBasis, FigureKind, FigureUnit, Identity, Measure, Rate,
    RatingMeasure, Rounding, Spread,
};
use crate::domain::indicator::ReportIndicator;
use crate::domain::law::Basis;
use crate::domain::ledger::Column;
use crate::domain::paper::kind::{CasePaper, Volume};
use crate::domain::party::{Authority, EmployerKind, Side};
use crate::domain::period::{Direction, ExclusionCause, IgnoredReason, NoticeCounting, Unit};
use crate::domain::quick_step::{QuickStep, TargetStatus};
use crate::domain::rating::{RatingAnswer, RatingFinding, RectificationState, Score};
use crate::domain::report::AnnualChart;
use crate::domain::role::Role;
use crate::domain::schedule::HearingStatus;
use crate::domain::service_of_process::pending::Lacks;
use crate::domain::service_of_process::{Document, ProofKind, ServiceManner};
use crate::domain::stage::{Manner, Stage};
use crate::domain::watch::{NoticeKind, RunOutcome, WatchState};

/// Every code list.
#[must_use]
#[expect(clippy::too_many_lines, reason = "one line for each list")]
pub fn all() -> Vec<CodeList> {
    vec![
        code_list::<CaseKind>(),
        code_list::<Stage>(),
        code_list::<Manner>(),
        code_list::<ActKind>(),
        code_list::<Channel>(),
        code_list::<Procedure>(),
        code_list::<SimplifiedGround>(),
        code_list::<FailureCause>(),
        code_list::<JurisdictionOutcome>(),
        code_list::<CounterclaimRefusalGround>(),
        code_list::<CourtRulingKind>(),
        code_list::<RejectionGround>(),
        code_list::<Cause>(),
        code_list::<ClaimItem>(),
        code_list::<Side>(),
        code_list::<EmployerKind>(),
        code_list::<Authority>(),
        code_list::<Duty>(),
        code_list::<Seat>(),
        code_list::<RecusalGround>(),
        code_list::<RecusalOutcome>(),
        code_list::<Document>(),
        code_list::<ServiceManner>(),
        code_list::<LeavingGround>(),
        code_list::<ProofKind>(),
        code_list::<Lacks>(),
        code_list::<DefenceKind>(),
        code_list::<Ground>(),
        code_list::<MediationAttempt>(),
        code_list::<SuspensionGround>(),
        code_list::<TrialStart>(),
        code_list::<Scope>(),
        code_list::<Decision>(),
        code_list::<Finality>(),
        code_list::<Outcome>(),
        code_list::<WithdrawalGround>(),
        code_list::<Desertion>(),
        code_list::<ChallengeKind>(),
        code_list::<RuleId>(),
        code_list::<Obliged>(),
        code_list::<rule::Reach>(),
        code_list::<State>(),
        code_list::<Status>(),
        code_list::<Unit>(),
        code_list::<Direction>(),
        code_list::<ExclusionCause>(),
        code_list::<IgnoredReason>(),
        code_list::<DayKind>(),
        code_list::<YearOrigin>(),
        code_list::<Basis>(),
        code_list::<NoticeCounting>(),
        code_list::<Measure>(),
        code_list::<QuickStep>(),
        code_list::<TargetStatus>(),
        code_list::<Rounding>(),
        code_list::<Role>(),
        code_list::<NoticeKind>(),
        code_list::<RunOutcome>(),
        code_list::<WatchState>(),
        code_list::<MediationBody>(),
        code_list::<MediationRefusalGround>(),
        code_list::<EndingCause>(),
        code_list::<ReviewRejectionGround>(),
        code_list::<DenialGround>(),
        code_list::<ReviewResult>(),
        code_list::<ArrearsMeasure>(),
        code_list::<ClueSource>(),
        code_list::<Forum>(),
        code_list::<Funding>(),
        code_list::<InspectionRefusalGround>(),
        code_list::<CommissionKind>(),
        code_list::<PauseGround>(),
        code_list::<PaperKind>(),
        code_list::<DeliveryManner>(),
        code_list::<HazardKind>(),
        code_list::<InspectionOutcome>(),
        code_list::<HandoverTo>(),
        code_list::<ListAnswer>(),
        code_list::<HearingStatus>(),
        code_list::<PetitionRejectionGround>(),
        code_list::<RedirectionKind>(),
        code_list::<PetitionOutcome>(),
        code_list::<ReferralState>(),
        code_list::<Column>(),
        code_list::<CasePaper>(),
        code_list::<Volume>(),
        code_list::<Element>(),
        code_list::<ElementKind>(),
        code_list::<ElementStatus>(),
        code_list::<ContractTerm>(),
        code_list::<PayManner>(),
        code_list::<PayCycle>(),
        code_list::<EndedBy>(),
        code_list::<Material>(),
        code_list::<Score>(),
        code_list::<RatingAnswer>(),
        code_list::<RatingFinding>(),
        code_list::<RectificationState>(),
        code_list::<RatingMeasure>(),
        code_list::<Rate>(),
        code_list::<Spread>(),
        code_list::<AgeBand>(),
        code_list::<Dimension>(),
        code_list::<Identity>(),
        code_list::<FigureKind>(),
        code_list::<FigureUnit>(),
        code_list::<Fact>(),
        code_list::<FigureBasis>(),
        code_list::<ReportIndicator>(),
        code_list::<AnnualChart>(),
    ]
}
