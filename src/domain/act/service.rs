//! The acts of service (送达) and of defence (答辩). Whether the document is there is asked in `document`; the proof that
//! follows a service is in `service_proof`.

pub(crate) mod document;

use std::collections::HashSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::ActRule;
use crate::domain::act::filing::Procedure;
use crate::domain::act::service_proof::unfit_words;
use crate::domain::act::table;
use crate::domain::case::{Case, Defended};
use crate::domain::code::{Coded, Label, label};
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::{EntryNo, PartyNo};
use crate::domain::law::{Article, Law, r33};
use crate::domain::party::{COLLECTIVE_WORKERS_MIN, Side};
use crate::domain::refusal::words;
use crate::domain::service_of_process::{self, Document, Proof, ServedProof, Service, ServiceManner};
use crate::domain::stage::Stage;

/// 送达: one document to one or more parties, in one manner, on one day. `on` is the day it was handed
/// over, received, or published; the day it counts as served is computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceOfProcess {
    /// What.
    pub document: Document,
    /// The entry that made the document: the hearing, award, defence or mediation document that it is about. A hearing
    /// notice without it is of the one hearing that is ahead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<EntryNo>,
    /// On whom.
    #[schema(min_items = 1, max_items = 5_100)]
    pub parties: Vec<PartyNo>,
    /// How.
    pub manner: ServiceManner,
    /// When the recipient consented, for electronic service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consented_on: Option<NaiveDate>,
    /// Why it may be left or posted, for that manner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaving_ground: Option<LeavingGround>,
    /// What proves it, where it is there already; it can follow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
    /// Why no other manner was possible, for announcement; how it came to leaving or posting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 500)]
    pub cause: Option<String>,
}

impl ActRule for ServiceOfProcess {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let known: HashSet<PartyNo> = case.parties.iter().map(|party| party.no).collect();
        let mut named = HashSet::new();
        for (index, party) in self.parties.iter().enumerate() {
            if !named.insert(*party) {
                let field = format!("/parties/{index}");
                findings.invalid("party_twice", &field, words("当事人重复", "this party is named twice"));
            }
            if !known.contains(party) {
                let field = format!("/parties/{index}");
                findings.invalid("party_unknown", &field, words("不是本案当事人", "not a party to the case"));
            }
        }
        self.check_manner(case, at, findings);
        self.check_document(case, at, findings);
        self.warn_of_the_same(case, at, findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let served_on = service_of_process::served_on(self.manner, at.on, at.book);
        let of = self.about(case);
        for party in self.parties {
            let proved = self.proof.clone().map(|proof| ServedProof { service: at.entry, party, proof });
            case.proofs.extend(proved);
            case.services.push(Service {
                made: at.dated(),
                document: self.document,
                of,
                party,
                manner: self.manner,
                served_on,
            });
        }
        let complete = case.closing_served_on().filter(|on| *on <= at.today);
        if let (Stage::Closed, Some(on)) = (case.stage, complete) {
            case.move_to(Stage::Served, on);
        }
    }
}

impl ServiceOfProcess {
    /// With consent, and by the text of 2017 not of what decides the case; that an award is held to be of that kind is ours.
    fn check_electronic(&self, at: &Moment<'_>, article: Article, findings: &mut Findings) {
        if self.consented_on.is_none_or(|day| day > at.on) {
            findings.over_limit(
                "electronic_without_consent",
                "/consented_on",
                article,
                words("电子送达应当经受送达人同意", "electronic service needs the recipient's consent first"),
            );
        }
        let decides = self.document.finality().is_some() || self.document == Document::MediationDocument;
        if decides && article.law == Law::CivilProcedureLaw2017 {
            findings.warn(
                "electronic_service_of_a_decision",
                Some(article),
                words(
                    "2022年以前，裁决书、调解书不适用电子送达",
                    "before 2022 awards and mediation documents were not served electronically",
                ),
            );
        }
    }

    fn check_manner(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let article = service_of_process::article(self.manner, at.on, at.book);
        let needs_cause = matches!(self.manner, ServiceManner::Announcement | ServiceManner::Leaving);
        if needs_cause && self.cause.is_none() {
            findings.over_limit(
                "service_cause_missing",
                "/cause",
                article,
                words(
                    "公告、留置、张贴送达应当记明原因和经过",
                    "service by announcement, leaving or posting needs its cause",
                ),
            );
        }
        self.check_leaving(case, at, findings);
        if let Some(proof) = self.proof.as_ref().filter(|proof| !proof.kind.proves(self.manner)) {
            findings.invalid("proof_of_another_manner", "/proof/kind", unfit_words(proof.kind, self.manner));
        }
        if self.manner == ServiceManner::Electronic {
            self.check_electronic(at, article, findings);
        }
        let on_respondent =
            |no: &PartyNo| case.party(*no).is_some_and(|party| party.side == Side::Respondent);
        if self.manner == ServiceManner::Announcement
            && case.procedure == Some(Procedure::Simplified)
            && self.parties.iter().any(on_respondent)
        {
            findings.warn(
                "simplified_barred",
                Some(r33("57")),
                words(
                    "被申请人下落不明的案件不得简易处理，请转为一般程序",
                    "a case whose respondent cannot be found is not for the simplified procedure; convert it",
                ),
            );
        }
        if self.manner == ServiceManner::Simple {
            let barred = matches!(
                self.document,
                Document::AwardFinal | Document::AwardNonFinal | Document::MediationDocument
            );
            if barred || case.procedure != Some(Procedure::Simplified) {
                findings.breach(
                    at,
                    at.on,
                    "simple_service_barred",
                    (
                        article,
                        words(
                            "简易送达只适用于简易处理的案件，且不得用于裁决书、调解书",
                            "simple service is for the simplified procedure, never for an award or a mediation document",
                        ),
                    ),
                );
            }
        }
    }

    /// The same document on the same party, on the same day and in the same manner, is usually the same service, whose proof
    /// is brought after it.
    fn warn_of_the_same(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let (of, on) = (self.about(case), self.parties.iter().collect::<HashSet<_>>());
        let is_same = |service: &&Service| {
            let what = (service.document, service.of, service.manner, service.made.on);
            what == (self.document, of, self.manner, at.on) && on.contains(&service.party)
        };
        let Some(first) = case.services.iter().find(is_same) else { return };
        let (EntryNo(entry), PartyNo(party)) = (first.made.by, first.party);
        let text = words(
            format!(
                "第{party}号当事人同日已以同一方式送达同一文书（第{entry}项登记），请核对；补送达证明的，在该项登记下办理（services/{entry}/proof）"
            ),
            format!(
                "party {party} was served this document on this day in this manner already (entry {entry}); please check. A \
                 proof that follows is added to that entry (services/{entry}/proof)"
            ),
        );
        findings.warn("served_already", None, text);
    }

    /// What may be left or posted (R33 20): what was refused, and papers for an employer that is gone, in a dispute
    /// of ten workers or more.
    fn check_leaving(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        if self.manner != ServiceManner::Leaving {
            return;
        }
        let article = service_of_process::article(self.manner, at.on, at.book);
        match self.leaving_ground {
            None => {
                let text = words("留置、张贴送达应当载明依据", "leaving or posting needs its ground");
                findings.over_limit("leaving_ground_missing", "/leaving_ground", article, text);
            }
            Some(LeavingGround::Refused) => {}
            Some(LeavingGround::EmployerGone) => {
                let an_employer = |no: &PartyNo| case.party(*no).is_some_and(|party| !party.is_worker());
                if case.workers() < COLLECTIVE_WORKERS_MIN || !self.parties.iter().all(an_employer) {
                    let text = words(
                        "因用人单位停业、歇业等张贴送达，限于劳动者十人以上的争议，且受送达人为用人单位",
                        "posting because the employer is gone is for disputes of ten workers or more, and for employers only",
                    );
                    findings.breach(at, at.on, "posting_barred", (article, text));
                }
            }
        }
    }
}

/// Why a document may be left or posted (R33 20).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LeavingGround {
    /// 受送达人拒收.
    Refused,
    /// 用人单位停业、歇业、拖欠劳动者工资逃匿等: ten workers or more are concerned.
    EmployerGone,
}

impl Coded for LeavingGround {
    const LIST: &'static str = "leaving_ground";
    const ROWS: &'static [(Self, Label)] = &[
        (LeavingGround::Refused, label("refused", "受送达人拒收", "The recipient refused it")),
        (
            LeavingGround::EmployerGone,
            label("employer_gone", "用人单位停业、歇业、逃匿", "The employer is closed or gone"),
        ),
    ];
}

/// Whether a respondent answered or gave up the period for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DefenceKind {
    /// 提交答辩.
    Filed,
    /// 放弃或同意缩短答辩期: only the respondent can (R33 58).
    Waived,
}

impl Coded for DefenceKind {
    const LIST: &'static str = "defence_kind";
    const ROWS: &'static [(Self, Label)] = &[
        (DefenceKind::Filed, label("filed", "提交答辩", "Filed")),
        (DefenceKind::Waived, label("waived", "放弃答辩期", "Period waived")),
    ];
}

/// 答辩, or the waiver of the period for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Defence {
    /// Which respondent.
    pub party: PartyNo,
    /// Filed or waived.
    pub kind: DefenceKind,
}

impl ActRule for Defence {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        if case.party(self.party).is_none_or(|party| party.side != Side::Respondent) {
            findings.invalid(
                "not_a_respondent",
                "/party",
                words("不是本案被申请人", "not a respondent in the case"),
            );
        }
        if case.acceptance.as_ref().is_some_and(|acceptance| at.on < acceptance.at.on) {
            findings.impossible(
                "before_acceptance",
                Some(r33("33")),
                words("答辩日期早于受理日期", "the defence is dated before the acceptance"),
            );
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.defences.push(Defended { party: self.party, kind: self.kind, at: at.dated() });
    }
}

/// The stages at which something can be served: any but the archive.
pub(crate) const SERVICE_STAGES: &[Stage] = table::ALIVE;
