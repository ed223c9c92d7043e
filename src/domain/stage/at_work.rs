//! At which stages the office has work to do (在办). Not here: what may be done there (`act::table`).

use super::Stage;

impl Stage {
    /// Whether the office has the case before it to hear, to mediate, to inspect, to answer: not once it is closed, nor while
    /// what closed it is served, takes effect, is in court or in the archive.
    ///
    /// ```
    /// use sikuai::domain::stage::Stage;
    /// assert!(Stage::Suspended.is_at_work() && Stage::InReview.is_at_work());
    /// assert!(!Stage::Served.is_at_work() && !Stage::MediationAgreed.is_at_work());
    /// ```
    #[must_use]
    pub fn is_at_work(self) -> bool {
        match self {
            Stage::Received
            | Stage::Correction
            | Stage::MediateFirst
            | Stage::Accepted
            | Stage::Tribunal
            | Stage::Scheduled
            | Stage::Hearing
            | Stage::Deliberation
            | Stage::Suspended
            | Stage::Entrusted
            | Stage::MediationRequested
            | Stage::Mediating
            | Stage::ReviewRequested
            | Stage::InReview
            | Stage::InspectionReceived
            | Stage::Investigating
            | Stage::InspectionSuspended
            | Stage::PaymentOrdered
            | Stage::PetitionReceived
            | Stage::PetitionHandling => true,
            Stage::Closed
            | Stage::Served
            | Stage::Effective
            | Stage::Challenged
            | Stage::Archived
            | Stage::MediationAgreed
            | Stage::AgreementConfirmed => false,
        }
    }
}
