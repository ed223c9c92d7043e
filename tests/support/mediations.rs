//! A mediation as a case of its own (调解案件), told step by step.

use sikuai::domain::act::Act;
use sikuai::domain::act::filing::Channel;
use sikuai::domain::act::mediation::{
    AgreementDefault, AgreementPerformance, MediationAct, MediationAgreement, MediationBody,
    MediationProlongation, MediationRequest, MediationStart, ReviewAcceptance, ReviewConfirmation,
    ReviewRequest,
};
use sikuai::domain::claim::{Cause, ClaimItem};
use sikuai::domain::money::Fen;
use sikuai::domain::party::{PersonRef, Side};

use crate::story::{EMPLOYER, Story, WORKER, a_case, a_claim, a_worker, an_employer, day};

pub(crate) fn request() -> MediationRequest<PersonRef> {
    MediationRequest {
        channel: Channel::Counter,
        body: MediationBody::Commission,
        body_name: None,
        cause: Cause::Remuneration,
        other_causes: Vec::new(),
        parties: vec![a_worker(1, Side::Applicant), an_employer(2, Side::Respondent)],
        claims: vec![a_claim(1, WORKER, ClaimItem::Wages, 10_000)],
        agreed: None,
        origin: None,
    }
}

pub(crate) fn agreement(on: &str) -> MediationAgreement {
    MediationAgreement {
        amount: Fen::from_yuan(8_000),
        terms: "分两次支付工资".into(),
        perform_by: None,
        paid: Fen::ZERO,
        signed_by: vec![WORKER, EMPLOYER],
        mediator_signed_on: day(on),
        sealed_on: day(on),
    }
}

/// The steps of a mediation, each on a day.
pub(crate) trait Steps {
    fn does(self, on: &str, act: MediationAct) -> Story;
    fn started(self, on: &str) -> Story;
    fn agreed(self, on: &str) -> Story;
    fn review_asked(self, on: &str) -> Story;
    fn review_accepted(self, on: &str) -> Story;
    fn confirmed(self, on: &str) -> Story;
    fn defaulted(self, on: &str) -> Story;
    fn performed(self, on: &str) -> Story;
    fn prolonged(self, on: &str, days: u16) -> Story;
}

impl Steps for Story {
    fn does(self, on: &str, act: MediationAct) -> Story {
        self.then(on, Act::Mediation(act))
    }

    fn started(self, on: &str) -> Story {
        self.does(on, MediationAct::MediationStart(MediationStart {}))
    }

    fn agreed(self, on: &str) -> Story {
        self.does(on, MediationAct::MediationAgreement(agreement(on)))
    }

    fn review_asked(self, on: &str) -> Story {
        let applicants = vec![WORKER, EMPLOYER];
        self.does(on, MediationAct::ReviewRequest(ReviewRequest { applicants }))
    }

    fn review_accepted(self, on: &str) -> Story {
        self.does(on, MediationAct::ReviewAcceptance(ReviewAcceptance {}))
    }

    fn confirmed(self, on: &str) -> Story {
        self.does(on, MediationAct::ReviewConfirmation(ReviewConfirmation {}))
    }

    fn defaulted(self, on: &str) -> Story {
        self.does(on, MediationAct::AgreementDefault(AgreementDefault { party: EMPLOYER }))
    }

    fn performed(self, on: &str) -> Story {
        let paid = Fen::from_yuan(8_000);
        self.does(on, MediationAct::AgreementPerformance(AgreementPerformance { paid }))
    }

    fn prolonged(self, on: &str, days: u16) -> Story {
        self.does(on, MediationAct::MediationProlongation(MediationProlongation { days }))
    }
}

pub(crate) fn asked(on: &str) -> Story {
    a_case().does(on, MediationAct::MediationRequest(request()))
}

pub(crate) fn mediating() -> Story {
    asked("2021-03-01").started("2021-03-02")
}

pub(crate) fn in_agreement() -> Story {
    mediating().agreed("2021-03-10")
}
