//! Of what there is a paper (文书所依据的登记): the entry that it is about, and the party that it is for. Where a document
//! is served too, whether it is there is asked where the service asks it. Not here: what the paper says.

use chrono::NaiveDate;

use crate::domain::act::service::document;
use crate::domain::case::{Case, Dated, GivingUp};
use crate::domain::case_kind::CaseKind;
use crate::domain::code::Coded as _;
use crate::domain::elements::standing::asked_parties;
use crate::domain::finding::Findings;
use crate::domain::id::{EntryNo, PartyNo};
use crate::domain::party::Side;
use crate::domain::refusal::{Refusal, words};
use crate::domain::service_of_process::Document;
use crate::domain::stage::Manner;

use super::kind::{Addressed, CasePaper};

/// What one paper is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    /// The entry that made it, and its day.
    pub of: Dated,
    /// The party that it is for; none for a paper of the whole case.
    pub party: Option<PartyNo>,
}

/// What makes a paper: a document that is served, where there is one of the same name; else what the case holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Served(Document),
    Correction,
    EvidenceTerm,
    Agreement,
    Recusal,
    Suspension,
    Resumption,
    Extension,
    Service,
    ElementForm,
    OpenedHearing,
    Discussion,
    Closing,
}

impl About {
    /// What a paper of a kind is about, of those that the caller named; what is not named is taken where only one can be
    /// meant.
    ///
    /// # Errors
    /// The refusal: there is nothing yet of which it could be made, or it is not said of which.
    pub fn find(
        kind: CasePaper,
        case: &Case,
        (of, party): (Option<EntryNo>, Option<PartyNo>),
    ) -> Result<About, Refusal> {
        let mut findings = Findings::default();
        let there = kind.made(case);
        let of = entry(kind, case, (&there, of), &mut findings);
        let party = of.map_or(Ok(None), |of| addressee(kind, case, (of, party), &mut findings));
        match (of, party) {
            (Some(of), Ok(party)) => Ok(About { of, party }),
            (None, _) | (_, Err(())) => Err(Refusal { findings: findings.into_findings() }),
        }
    }

    /// Everything of which a case has such a paper, each with each party that it is for.
    #[must_use]
    pub fn all(kind: CasePaper, case: &Case) -> Vec<About> {
        let mut all = Vec::new();
        for of in kind.made(case) {
            match kind.addressed() {
                Addressed::Case => all.push(About { of, party: None }),
                Addressed::Applicant | Addressed::Respondent | Addressed::Party | Addressed::Served => {
                    let parties = kind.addressees(case, of);
                    all.extend(parties.into_iter().map(|party| About { of, party: Some(party) }));
                }
            }
        }
        all
    }

    /// The entry as of which the paper tells its case, so that it names who was there when its act was done: its own; for
    /// a party who joined later, its joinder.
    #[must_use]
    pub fn told_at(&self, case: &Case) -> EntryNo {
        self.joined(case).map(|joined| joined.by).fold(self.of.by, EntryNo::max)
    }

    /// The first day on which the paper could be made: the one of its entry; for a party who joined later, of its joinder.
    #[must_use]
    pub fn told_on(&self, case: &Case) -> NaiveDate {
        self.joined(case).map(|joined| joined.on).fold(self.of.on, NaiveDate::max)
    }

    fn joined<'a>(&self, case: &'a Case) -> impl Iterator<Item = Dated> + use<'a> {
        let party = self.party;
        case.joined.iter().filter(move |joined| party == Some(joined.party)).map(|joined| joined.at)
    }
}

impl CasePaper {
    /// By what it is made.
    fn source(self) -> Source {
        match self {
            CasePaper::AcceptanceNotice => Source::Served(Document::AcceptanceNotice),
            CasePaper::ResponseNotice => Source::Served(Document::ApplicationCopy),
            CasePaper::NonAcceptanceNotice | CasePaper::JurisdictionStatement => {
                Source::Served(Document::NonAcceptanceNotice)
            }
            CasePaper::TribunalNotice => Source::Served(Document::TribunalNotice),
            CasePaper::HearingNotice | CasePaper::Summons => Source::Served(Document::HearingNotice),
            CasePaper::MediationDocument => Source::Served(Document::MediationDocument),
            CasePaper::AwardFinal => Source::Served(Document::AwardFinal),
            CasePaper::AwardNonFinal => Source::Served(Document::AwardNonFinal),
            CasePaper::WithdrawalDecision
            | CasePaper::DeemedWithdrawalDecision
            | CasePaper::TransferLetter
            | CasePaper::RevocationDecision
            | CasePaper::TerminationDecision => Source::Served(Document::ClosingDecision),
            CasePaper::CorrectionNotice => Source::Correction,
            CasePaper::EvidenceNotice => Source::EvidenceTerm,
            CasePaper::MediationAgreement => Source::Agreement,
            CasePaper::RecusalDecision => Source::Recusal,
            CasePaper::SuspensionDecision => Source::Suspension,
            CasePaper::ResumptionNotice => Source::Resumption,
            CasePaper::ExtensionNotice => Source::Extension,
            CasePaper::ServiceReturn => Source::Service,
            CasePaper::ElementForm => Source::ElementForm,
            CasePaper::HearingRecord => Source::OpenedHearing,
            CasePaper::DiscussionRecord => Source::Discussion,
            CasePaper::ArchiveCover | CasePaper::ArchiveList => Source::Closing,
        }
    }

    /// The manners of closing that it is the paper of; none for what closes nothing.
    fn closes(self) -> &'static [Manner] {
        match self {
            CasePaper::NonAcceptanceNotice => &[Manner::Rejected, Manner::NotCorrected],
            CasePaper::JurisdictionStatement => &[Manner::ReferredElsewhere],
            CasePaper::WithdrawalDecision => &[Manner::Withdrawn],
            CasePaper::DeemedWithdrawalDecision => &[Manner::DeemedWithdrawn],
            CasePaper::TransferLetter => &[Manner::Transferred],
            CasePaper::RevocationDecision => &[Manner::Revoked],
            CasePaper::TerminationDecision => &[Manner::Terminated],
            CasePaper::AcceptanceNotice
            | CasePaper::ResponseNotice
            | CasePaper::CorrectionNotice
            | CasePaper::TribunalNotice
            | CasePaper::HearingNotice
            | CasePaper::EvidenceNotice
            | CasePaper::Summons
            | CasePaper::MediationAgreement
            | CasePaper::MediationDocument
            | CasePaper::AwardFinal
            | CasePaper::AwardNonFinal
            | CasePaper::RecusalDecision
            | CasePaper::SuspensionDecision
            | CasePaper::ResumptionNotice
            | CasePaper::ExtensionNotice
            | CasePaper::ServiceReturn
            | CasePaper::ElementForm
            | CasePaper::HearingRecord
            | CasePaper::DiscussionRecord
            | CasePaper::ArchiveCover
            | CasePaper::ArchiveList => &[],
        }
    }

    /// The kinds of cases in which there is such a paper.
    #[must_use]
    pub fn of_cases(self) -> &'static [CaseKind] {
        match self {
            CasePaper::MediationAgreement => &[CaseKind::Mediation],
            CasePaper::MediationDocument | CasePaper::ArchiveCover | CasePaper::ArchiveList => {
                &[CaseKind::Arbitration, CaseKind::Mediation]
            }
            CasePaper::AcceptanceNotice
            | CasePaper::ResponseNotice
            | CasePaper::NonAcceptanceNotice
            | CasePaper::JurisdictionStatement
            | CasePaper::CorrectionNotice
            | CasePaper::TribunalNotice
            | CasePaper::HearingNotice
            | CasePaper::EvidenceNotice
            | CasePaper::Summons
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
            | CasePaper::ServiceReturn
            | CasePaper::ElementForm
            | CasePaper::HearingRecord
            | CasePaper::DiscussionRecord => &[CaseKind::Arbitration],
        }
    }

    /// The entries of a case of which there is such a paper, each once, in their order.
    #[must_use]
    pub fn made(self, case: &Case) -> Vec<Dated> {
        if !self.of_cases().contains(&case.kind) {
            return Vec::new();
        }
        let mut there = match self.source() {
            Source::Served(served) => self.made_to_be_served(case, served),
            Source::Correction => case.corrections().map(|correction| correction.notice).collect(),
            Source::EvidenceTerm => case.evidence_terms.iter().map(|term| term.set).collect(),
            Source::Agreement => {
                let agreement = case.mediation.as_ref().and_then(|mediation| mediation.agreement);
                agreement.iter().map(|agreement| agreement.at).collect()
            }
            Source::Recusal => case.recusals.iter().filter_map(|recusal| recusal.decided).collect(),
            Source::Suspension => case.suspensions.iter().map(|suspension| suspension.from).collect(),
            Source::Resumption => case.suspensions.iter().filter_map(|suspension| suspension.until).collect(),
            Source::Extension => {
                let extensions = case.trials().filter_map(|trial| trial.extension);
                extensions.map(|extension| extension.approved).collect()
            }
            Source::Service => case.services.iter().map(|service| service.made).collect(),
            // Blank it is of the acceptance, and filled of what was stated.
            Source::ElementForm => {
                let accepted = case.acceptance.iter().map(|accepted| accepted.at);
                accepted.chain(case.element_statements.iter().map(|stated| stated.stated)).collect()
            }
            // Of the opening, not of the notice: nothing is recorded of a hearing before its day.
            Source::OpenedHearing => {
                case.hearings.iter().filter_map(|hearing| hearing.state.opened()).collect()
            }
            Source::Discussion => case.discussions.clone(),
            Source::Closing => case.closing.iter().map(|closing| closing.at).collect(),
        };
        there.sort_by_key(|made| made.by);
        there.dedup_by_key(|made| made.by);
        there
    }

    fn made_to_be_served(self, case: &Case, served: Document) -> Vec<Dated> {
        let closes = self.closes();
        let of_manner =
            closes.is_empty() || case.closing.is_some_and(|closing| closes.contains(&closing.manner));
        let mut there = if of_manner { document::made(case, served) } else { Vec::new() };
        // Applicants who leave a case that goes on are told in the same paper.
        let left = |how| case.gave_up.iter().filter(move |left| left.how == how).map(|left| left.at);
        if self == CasePaper::WithdrawalDecision {
            there.extend(left(GivingUp::Withdrawn));
        } else if self == CasePaper::DeemedWithdrawalDecision {
            there.extend(left(GivingUp::DeemedWithdrawn));
        }
        there
    }

    /// The parties for whom there is such a paper of one entry, in the order of their numbers in the case.
    fn addressees(self, case: &Case, of: Dated) -> Vec<PartyNo> {
        let concerned = || case.concerned_by(of.by);
        let side = |side| concerned().filter(|party| party.side == side).map(|party| party.no).collect();
        match self.addressed() {
            Addressed::Case => Vec::new(),
            Addressed::Applicant => side(Side::Applicant),
            Addressed::Respondent => side(Side::Respondent),
            Addressed::Party if self == CasePaper::ElementForm => {
                let stated = case.element_statements.iter().find(|stated| stated.stated.by == of.by);
                stated.map_or_else(
                    || asked_parties(case).map(|party| party.no).collect(),
                    |stated| vec![stated.party],
                )
            }
            Addressed::Party => {
                let term = case.evidence_terms.iter().find(|term| term.set.by == of.by);
                let only = term.filter(|_| self == CasePaper::EvidenceNotice).and_then(|term| term.party);
                only.map_or_else(|| concerned().map(|party| party.no).collect(), |party| vec![party])
            }
            Addressed::Served => {
                let served = case.services.iter().filter(|service| service.made.by == of.by);
                served.map(|service| service.party).collect()
            }
        }
    }
}

/// The entry that is meant.
fn entry(
    kind: CasePaper,
    case: &Case,
    (there, of): (&[Dated], Option<EntryNo>),
    findings: &mut Findings,
) -> Option<Dated> {
    let name = kind.label();
    if there.is_empty() {
        let text = words(
            format!("本案尚无作出“{}”的依据", name.zh),
            format!("nothing in the case yet of which there is this paper: {}", name.en),
        );
        findings.impossible("paper_of_nothing", kind.articles().first().copied(), text);
        return None;
    }
    let ahead =
        || document::hearing_ahead(case).filter(|_| kind.source() == Source::Served(Document::HearingNotice));
    let meant = of.or_else(|| there.first().filter(|_| there.len() == 1).map(|only| only.by)).or_else(ahead);
    let Some(meant) = meant else {
        let listed: Vec<String> = there.iter().map(|made| made.by.to_string()).collect();
        let listed = listed.join(", ");
        let text = words(
            format!("本案有多项可作出“{}”的登记，请载明是哪一项（of）：{listed}", name.zh),
            format!("there is more than one entry of which this paper can be; say in “of” which: {listed}"),
        );
        findings.invalid("paper_of_not_named", "/of", text);
        return None;
    };
    let found = there.iter().find(|made| made.by == meant).copied();
    if found.is_none() {
        let text = words(
            format!("第{meant}项登记没有“{}”", name.zh),
            format!("of entry {meant} there is no such paper: {}", name.en),
        );
        findings.invalid("paper_of_another_entry", "/of", text);
    }
    found
}

/// The party that it is for: none inside for a paper of the whole case, an error when something was found wrong.
fn addressee(
    kind: CasePaper,
    case: &Case,
    (of, party): (Dated, Option<PartyNo>),
    findings: &mut Findings,
) -> Result<Option<PartyNo>, ()> {
    if kind.addressed() == Addressed::Case {
        if party.is_some() {
            let text =
                words("该文书全案一份，不区分当事人", "this paper is one for the case, for no single party");
            findings.invalid("paper_for_no_party", "/party", text);
            return Err(());
        }
        return Ok(None);
    }
    let parties = kind.addressees(case, of);
    let only = parties.first().filter(|_| parties.len() == 1).copied();
    let meant = party.or(only);
    if meant.is_some_and(|meant| parties.contains(&meant)) {
        return Ok(meant);
    }
    let listed: Vec<String> = parties.iter().map(ToString::to_string).collect();
    let listed = listed.join(", ");
    let (code, text) = if party.is_some() {
        let text = words(
            format!("该文书不是给这一当事人的，可选：{listed}"),
            format!("the paper is not for this party; it can be for {listed}"),
        );
        ("paper_for_another_party", text)
    } else {
        let text = words(
            format!("请载明给哪一当事人（party）：{listed}"),
            format!("say in “party” for whom it is: {listed}"),
        );
        ("paper_party_not_named", text)
    };
    findings.invalid(code, "/party", text);
    Err(())
}
