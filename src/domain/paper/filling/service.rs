//! What a return of service tells (送达回证): on whom what was served, by its own title.

use crate::domain::act::Act;
use crate::domain::case::TrialStart;
use crate::domain::code::Coded as _;
use crate::domain::id::EntryNo;
use crate::domain::paper::kind::CasePaper;
use crate::domain::service_of_process::{Document, Service};

use super::Filling;

impl Filling<'_> {
    pub(super) fn service(&mut self) {
        if self.kind != CasePaper::ServiceReturn {
            return;
        }
        let (of, party) = (self.about.of.by, self.about.party);
        let mut services = self.case().services.iter();
        let Some(service) = services.find(|service| service.made.by == of && Some(service.party) == party)
        else {
            return;
        };
        let title = self.title(service).unwrap_or(service.document.label().zh);
        self.set("served_document", Some(title));
        self.set("service_manner", Some(service.manner.label().zh));
        self.set_day("handed_on", Some(service.made.on));
        self.set_day("served_on", Some(service.served_on));
        if let Some(Act::Service(act)) = self.act() {
            self.set("service_cause", act.cause.as_deref());
        }
        let server = self.told.names.recorded_by.and_then(|user| self.staff(user));
        self.set("server", server);
    }

    /// What the served document is called, where the docket tells which of its kind it was: the one that the service names, or
    /// the only one that there was.
    fn title(&self, service: &Service) -> Option<&'static str> {
        if service.document == Document::AmendedApplicationCopy {
            return self.title_of_amended(service);
        }
        let conversions = self.conversions().filter(|_| service.document == Document::DecisionNotice);
        let papers = papers_of(service.document).iter().copied();
        let made = papers
            .flat_map(|paper| paper.made(self.case()).into_iter().map(move |made| (made.by, Some(paper))));
        let since = self.told_before(service);
        let mut meant = made
            .chain(conversions.map(|conversion| (conversion, None)))
            .filter(|(made, _)| *made > since && is_meant(service, *made))
            .map(|(_, paper)| paper);
        match (meant.next(), meant.next()) {
            (Some(Some(only)), None) => Some(only.label().zh),
            (Some(_), Some(_)) | (Some(None) | None, _) => None,
        }
    }

    fn title_of_amended(&self, service: &Service) -> Option<&'static str> {
        let titles =
            self.case().trials().filter(|trial| is_meant(service, trial.since.by)).filter_map(|trial| {
                match trial.cause {
                    TrialStart::ClaimsAmended => Some("变更请求申请书副本"),
                    TrialStart::CounterclaimAccepted => Some("反申请书副本"),
                    TrialStart::Acceptance | TrialStart::TransferReceived | TrialStart::PartyJoined => None,
                }
            });
        let mut titles: Vec<&str> = titles.collect();
        titles.dedup();
        titles.first().filter(|_| titles.len() == 1).copied()
    }

    /// Conversions are told by a decision notice too, of which there is no paper here.
    fn conversions(&self) -> impl Iterator<Item = EntryNo> {
        let docket = self.told.docket.iter();
        docket.filter(|counted| matches!(counted.act, Act::ProcedureConversion(_))).map(|counted| counted.no)
    }

    /// The last decision notice that the party had before, where this is another: what was decided before then it knows.
    fn told_before(&self, service: &Service) -> EntryNo {
        let of_it = self.case().services.iter().filter(|other| {
            service.document == Document::DecisionNotice
                && other.document == Document::DecisionNotice
                && other.party == service.party
                && other.made.by < service.made.by
        });
        of_it.map(|other| other.made.by).max().filter(|_| service.of.is_none()).unwrap_or(EntryNo(0))
    }
}

/// Whether a service can be of what an entry made: it names that one, or none.
fn is_meant(service: &Service, made: EntryNo) -> bool {
    made < service.made.by && service.of.is_none_or(|of| of == made)
}

/// The papers that go by the name of one document, each with a title of its own.
fn papers_of(document: Document) -> &'static [CasePaper] {
    match document {
        Document::NonAcceptanceNotice => &[CasePaper::NonAcceptanceNotice, CasePaper::JurisdictionStatement],
        Document::ClosingDecision => &[
            CasePaper::WithdrawalDecision,
            CasePaper::DeemedWithdrawalDecision,
            CasePaper::TransferLetter,
            CasePaper::RevocationDecision,
            CasePaper::TerminationDecision,
        ],
        Document::DecisionNotice => &[
            CasePaper::RecusalDecision,
            CasePaper::SuspensionDecision,
            CasePaper::ResumptionNotice,
            CasePaper::ExtensionNotice,
        ],
        Document::ApplicationCopy
        | Document::AmendedApplicationCopy
        | Document::AcceptanceNotice
        | Document::TribunalNotice
        | Document::HearingNotice
        | Document::DefenceCopy
        | Document::AwardFinal
        | Document::AwardNonFinal
        | Document::MediationDocument => &[],
    }
}
