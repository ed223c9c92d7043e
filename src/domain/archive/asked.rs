//! What must be in the file (应归档材料), by what happened in the case: an award that was made, each service, each hearing
//! that was opened. R33 22 names the materials; that those must be there of which the docket tells is our choice (ADR 26).
//! Not here: what is there (`volumes`).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::domain::act::decision::Finality;
use crate::domain::act::service::DefenceKind;
use crate::domain::case::{Case, Dated, GivingUp};
use crate::domain::case_kind::CaseKind;
use crate::domain::code::Coded as _;
use crate::domain::id::{EntryNo, PartyNo};
use crate::domain::law::Article;
use crate::domain::paper::kind::CasePaper;
use crate::domain::refusal::{Words, words};
use crate::domain::stage::{ClosingPaper, Manner};

use super::material::Material;

/// From so many members on a tribunal deliberates.
const PANEL_MEMBERS_MIN: usize = 3;

/// One thing that must be in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// What.
    pub material: Material,
    /// The entry that it is of; none of what is asked for once, whatever made it so.
    pub of: Option<Dated>,
    /// The party that it is of, where each has its own.
    pub party: Option<PartyNo>,
    /// The article that names it: R33 is of arbitration.
    pub article: Option<Article>,
}

/// The entry that a material must be there of, and the party; see [`Asked`].
type OfWhat = (Option<Dated>, Option<PartyNo>);

/// When a material must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    /// The docket does not tell of it.
    Never,
    /// Of every arbitration and mediation.
    Received,
    /// Of the acceptance.
    Accepted,
    /// Once, in a case that was accepted.
    OnceAccepted,
    /// Once, where somebody acts for a party.
    Represented,
    /// Of each defence that was filed.
    Defended,
    /// Of each hearing that needed notice.
    Notified,
    /// Of each withdrawal.
    Withdrawn,
    /// Of each extension.
    Extended,
    /// Of each suspension.
    Suspended,
    /// Of each service, for each party.
    Served,
    /// Of each award of a tribunal of several.
    Deliberated,
    /// Of the closing of a case that was accepted.
    Closed,
    /// Of each entry of which there is one of these papers.
    Made(&'static [CasePaper]),
}

impl Material {
    fn when(self) -> When {
        match self {
            Material::Application => When::Received,
            Material::AcceptanceNotice => When::Made(&[
                CasePaper::AcceptanceNotice,
                CasePaper::NonAcceptanceNotice,
                CasePaper::JurisdictionStatement,
            ]),
            Material::Defence => When::Defended,
            Material::IdentityProof => When::OnceAccepted,
            Material::PowerOfAttorney => When::Represented,
            Material::HearingNotice => When::Notified,
            Material::HearingRecord => When::Made(&[CasePaper::HearingRecord]),
            Material::ExtensionNotice => When::Made(&[CasePaper::ExtensionNotice]),
            Material::WithdrawalApplication => When::Withdrawn,
            Material::MediationAgreement => When::Made(&[CasePaper::MediationAgreement]),
            Material::MediationDocument => When::Made(&[CasePaper::MediationDocument]),
            Material::AwardFinal => When::Made(&[CasePaper::AwardFinal]),
            Material::AwardNonFinal => When::Made(&[CasePaper::AwardNonFinal]),
            // A decision on a recusal may be oral, and then stands in the record.
            Material::Decision => When::Made(&[
                CasePaper::SuspensionDecision,
                CasePaper::WithdrawalDecision,
                CasePaper::DeemedWithdrawalDecision,
                CasePaper::RevocationDecision,
                CasePaper::TerminationDecision,
            ]),
            Material::TransferLetter => When::Made(&[CasePaper::TransferLetter]),
            Material::ServiceReturn => When::Served,
            Material::AcceptanceApproval => When::Accepted,
            Material::ExtensionApproval => When::Extended,
            Material::SuspensionApproval => When::Suspended,
            Material::MeetingRecord => When::Made(&[CasePaper::DiscussionRecord]),
            Material::DeliberationRecord => When::Deliberated,
            Material::ClosingApproval => When::Closed,
            Material::Investigation
            | Material::SiteInspection
            | Material::Evidence
            | Material::Appraisal
            | Material::OtherNotice
            | Material::OtherMain
            | Material::InvestigationOutline
            | Material::ReadingNotes
            | Material::OtherSecondary => When::Never,
        }
    }

    /// When it must be there, for people to read.
    #[must_use]
    pub fn asked_when(self) -> Words {
        match self.when() {
            When::Never => words("不作要求", "not asked for"),
            When::Received => words("每件仲裁、调解案件", "of every arbitration and mediation"),
            When::Accepted => words("受理", "of the acceptance"),
            When::OnceAccepted => words("已受理的，至少一份", "once, where the case was accepted"),
            When::Represented => words("有委托代理人的，至少一份", "once, where somebody acts for a party"),
            When::Defended => words("每次答辩", "of each defence that was filed"),
            When::Notified => words("每次须通知的开庭", "of each hearing that needed notice"),
            When::Withdrawn => words("每次撤回", "of each withdrawal"),
            When::Extended => words("每次延期", "of each extension"),
            When::Suspended => words("每次中止", "of each suspension"),
            When::Served => words("每次送达，每一当事人", "of each service, for each party"),
            When::Deliberated => words("合议庭的每份裁决", "of each award of a tribunal of several"),
            When::Closed => words("受理后结案", "of the closing of a case that was accepted"),
            When::Made(papers) => {
                let (zh, en): (Vec<_>, Vec<_>) =
                    papers.iter().map(|paper| (paper.label().zh, paper.label().en)).unzip();
                words(
                    format!("每项应作出文书的登记：{}", zh.join("、")),
                    format!("of each entry of which there is such a paper: {}", en.join("; ")),
                )
            }
        }
    }

    /// Whether it is asked for of single entries: one of another entry does not stand for it.
    #[must_use]
    pub fn is_of_an_entry(self) -> bool {
        !matches!(self.when(), When::Never | When::OnceAccepted | When::Represented)
    }

    /// The entries of which it must be there: of no other does it help to say that it is of it.
    #[must_use]
    pub fn entries_asking(self, case: &Case) -> BTreeSet<EntryNo> {
        self.days_asking(case).into_keys().collect()
    }

    /// The same, each with its day.
    #[must_use]
    pub fn days_asking(self, case: &Case) -> BTreeMap<EntryNo, NaiveDate> {
        let asked = self.asked_of(case).into_iter();
        asked.filter_map(|(of, _)| of).map(|of| (of.by, of.on)).collect()
    }

    /// The entry that is meant where one is named. A record of a hearing is of its opening; records were kept of its notice
    /// once, and are that hearing's still.
    #[must_use]
    pub fn entry_meant(self, case: &Case, entry: EntryNo) -> EntryNo {
        let hearing = if self == Material::HearingRecord { case.hearing(entry) } else { None };
        hearing.and_then(|hearing| hearing.state.opened()).map_or(entry, |opened| opened.by)
    }

    /// Of what in the case it must be there.
    fn asked_of(self, case: &Case) -> Vec<OfWhat> {
        let accepted = case.acceptance.as_ref().map(|accepted| accepted.at);
        let of = |there: Vec<Dated>| there.into_iter().map(|of| (Some(of), None)).collect::<Vec<OfWhat>>();
        let once = |is: bool| if is { vec![(None, None)] } else { Vec::<OfWhat>::new() };
        match self.when() {
            When::Never => Vec::new(),
            When::Received => match case.kind {
                CaseKind::Arbitration | CaseKind::Mediation => of(vec![case.received]),
                CaseKind::Inspection | CaseKind::Petition => Vec::new(),
            },
            When::Accepted => of(accepted.into_iter().collect()),
            When::OnceAccepted => once(accepted.is_some()),
            When::Represented => {
                let is_ours = matches!(case.kind, CaseKind::Arbitration | CaseKind::Mediation);
                once(is_ours && case.parties.iter().any(|party| !party.representatives.is_empty()))
            }
            When::Defended => {
                let filed = case.defences.iter().filter(|defence| defence.kind == DefenceKind::Filed);
                of(filed.map(|defence| defence.at).collect())
            }
            When::Notified => {
                let noted = case.hearings.iter().filter(|hearing| hearing.notice_required);
                of(noted.map(|hearing| hearing.notice).collect())
            }
            When::Withdrawn => of(withdrawals(case)),
            When::Extended => {
                of(case.trials().filter_map(|trial| trial.extension).map(|it| it.approved).collect())
            }
            When::Suspended => of(case.suspensions.iter().map(|suspended| suspended.from).collect()),
            When::Served => {
                case.services.iter().map(|service| (Some(service.made), Some(service.party))).collect()
            }
            When::Deliberated => {
                let is_panel = case.tribunal.as_ref().is_some_and(|it| it.members.len() >= PANEL_MEMBERS_MIN);
                let awards = case.awards.iter().filter(|_| is_panel);
                of(awards.map(|award| award.made).collect())
            }
            When::Closed => {
                of(case.closing.filter(|_| accepted.is_some()).map(|it| it.at).into_iter().collect())
            }
            When::Made(papers) => {
                let made = papers.iter().flat_map(|paper| paper.made(case));
                of(made.chain(self.told_by_ledger(case)).collect())
            }
        }
    }

    /// The closing, where a ledger tells of it and no act made what closed the case.
    fn told_by_ledger(self, case: &Case) -> Option<Dated> {
        let closing = case.closing.filter(|_| case.was_closed_in_ledger())?;
        let is_it = match closing.manner.paper() {
            ClosingPaper::FinalAward | ClosingPaper::NonFinalAward | ClosingPaper::BothAwards => {
                let awarded = |material, finality| self == material && case.was_awarded_in_ledger(finality);
                awarded(Material::AwardFinal, Finality::Final)
                    || awarded(Material::AwardNonFinal, Finality::NonFinal)
            }
            ClosingPaper::MediationDocument => self == Material::MediationDocument,
            ClosingPaper::Decision if closing.manner == Manner::Transferred => {
                self == Material::TransferLetter
            }
            ClosingPaper::Decision => self == Material::Decision,
            ClosingPaper::NonAcceptance => self == Material::AcceptanceNotice,
            ClosingPaper::Unwritten => false,
        };
        is_it.then_some(closing.at)
    }
}

/// Everything that must be in the file of a case as it stands, in the order of the volumes, each thing once.
#[must_use]
pub fn asked(case: &Case) -> Vec<Asked> {
    let mut all = Vec::new();
    for (material, _) in Material::ROWS {
        let article = material.article().filter(|_| case.kind == CaseKind::Arbitration);
        let mut there = material.asked_of(case);
        there.sort_by_key(|(of, party)| (of.map(|of| of.by), *party));
        there.dedup_by_key(|(of, party)| (of.map(|of| of.by), *party));
        let one = |(of, party): OfWhat| Asked { material: *material, of, party, article };
        all.extend(there.into_iter().map(one));
    }
    all
}

fn withdrawals(case: &Case) -> Vec<Dated> {
    let left = case.gave_up.iter().filter(|left| left.how == GivingUp::Withdrawn).map(|left| left.at);
    let whole = |manner| matches!(manner, Manner::Withdrawn | Manner::WithdrawnBeforeAcceptance);
    left.chain(case.closing.filter(|closing| whole(closing.manner)).map(|closing| closing.at)).collect()
}
