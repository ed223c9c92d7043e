//! What comes from the courts after an award (法院裁定, P04, P05), and until when a document is to be performed (履行期限,
//! P06). The courts keep these terms; the office must know when they end. Not here: going to court (`after`).

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::check_party;
use crate::domain::act::ActRule;
use crate::domain::act::after::ChallengeKind;
use crate::domain::act::decision::Finality;
use crate::domain::case::{Awarded, Case, Challenged, CourtRuled, Payable, PerformanceDue};
use crate::domain::code::{Coded, Label, label};
use crate::domain::deadline::rule::RuleId;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::{EntryNo, PartyNo};
use crate::domain::law::{Law, article, law};
use crate::domain::party::Party;
use crate::domain::refusal::words;
use crate::domain::stage::Stage;

/// What a court ruled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CourtRulingKind {
    /// 裁定撤销终局裁决: each side may sue (LAW 49).
    SetAside,
    /// 劳动者的起诉被驳回或准许撤诉: the employer may apply to set aside (SPC1 21).
    SuitEnded,
}

impl Coded for CourtRulingKind {
    const LIST: &'static str = "court_ruling_kind";
    const ROWS: &'static [(Self, Label)] = &[
        (CourtRulingKind::SetAside, label("set_aside", "裁定撤销终局裁决", "The final award is set aside")),
        (
            CourtRulingKind::SuitEnded,
            label("suit_ended", "劳动者起诉被驳回或撤诉", "The worker's suit is dismissed or withdrawn"),
        ),
    ];
}

/// 收到法院裁定: on the day on which these parties received it; each has its own term from its own day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CourtRuling {
    /// What it did.
    pub kind: CourtRulingKind,
    /// Who received it on that day.
    #[schema(min_items = 1, max_items = 5_000)]
    pub parties: Vec<PartyNo>,
    /// Over which award, by the number of its entry, where more than one of the case was taken to court.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub award: Option<EntryNo>,
    /// The court.
    #[schema(min_length = 1, max_length = 200)]
    pub court: String,
    /// The number of the ruling.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 100)]
    pub court_number: Option<String>,
}

impl ActRule for CourtRuling {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let award = self.over_award(case);
        for (index, party) in self.parties.iter().enumerate() {
            let field = format!("/parties/{index}");
            check_party(case, *party, &field, findings);
            let known =
                |ruled: &CourtRuled| ruled.kind == self.kind && ruled.party == *party && ruled.award == award;
            if self.parties.iter().take(index).any(|other| other == party) || case.rulings.iter().any(known) {
                findings.invalid("party_twice", &field, words("当事人重复", "this party is named twice"));
            }
        }
        self.check_award_named(case, findings);
        if !self.challenges(case).any(|challenge| challenge.at.on <= at.on) {
            let (article, text) = match self.kind {
                CourtRulingKind::SetAside => {
                    (law("49"), words("本案没有撤销裁决的申请", "nobody applied to set the award aside"))
                }
                CourtRulingKind::SuitEnded => (
                    article(Law::JudicialInterpretation2020, "21"),
                    words("本案没有劳动者对终局裁决的起诉", "no worker sued over the final award"),
                ),
            };
            findings.impossible("no_such_challenge", Some(article), text);
        }
    }

    /// A final award that is set aside has no effect any more.
    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let (kind, received, award) = (self.kind, at.dated(), self.over_award(case));
        let ruled = self.parties.into_iter().map(|party| CourtRuled { kind, party, award, received });
        case.rulings.extend(ruled);
        if case.is_set_aside() {
            case.effective_on = None;
            if case.stage == Stage::Effective {
                case.move_to(Stage::Challenged, at.on.max(case.stage_since));
            }
        }
    }
}

impl CourtRuling {
    /// What led to it: applications to set a final award aside, or workers' suits over one; of the award that it names.
    fn challenges<'a>(&self, case: &'a Case) -> impl Iterator<Item = &'a Challenged> {
        let (kind, named) = (self.kind, self.award);
        let is_worker = |no: PartyNo| case.party(no).is_some_and(Party::is_worker);
        let led_to_it = move |challenge: &&Challenged| match kind {
            CourtRulingKind::SetAside => challenge.kind == ChallengeKind::SettingAside,
            CourtRulingKind::SuitEnded => {
                challenge.kind == ChallengeKind::Suit
                    && challenge.over == Finality::Final
                    && is_worker(challenge.party)
            }
        };
        let of_it = move |challenge: &&Challenged| named.is_none() || challenge.award == named;
        case.challenges.iter().filter(led_to_it).filter(of_it)
    }

    /// Over which award it is: the one that it names, else the last that was taken to court.
    fn over_award(&self, case: &Case) -> Option<EntryNo> {
        self.award.or_else(|| self.challenges(case).filter_map(|challenge| challenge.award).max())
    }

    fn check_award_named(&self, case: &Case, findings: &mut Findings) {
        let awards: BTreeSet<EntryNo> =
            self.challenges(case).filter_map(|challenge| challenge.award).collect();
        if self.award.is_none() && awards.len() > 1 {
            let text = words(
                "不止一份裁决书已起诉或申请撤销，应当载明裁定针对哪一份",
                "more than one award was taken to court: say over which the ruling is",
            );
            findings.invalid("award_not_named", "/award", text);
        }
    }
}

/// 履行期限: the last day on which a document is to be performed, as it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PerformanceTerm {
    /// The day.
    pub due_on: NaiveDate,
    /// The award or the mediation document of a part of the case that says it, by the number of its entry; left out, the
    /// document that closed the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<EntryNo>,
}

impl PerformanceTerm {
    fn document(&self, case: &Case) -> Option<Payable> {
        let of_it = |payable: &Payable| self.of.map_or(payable.closes, |of| payable.no == of);
        case.payables().into_iter().find(of_it)
    }
}

impl ActRule for PerformanceTerm {
    fn check(&self, case: &Case, _at: &Moment<'_>, findings: &mut Findings) {
        let document = self.document(case);
        if document.is_none() {
            nothing_to_perform(findings);
        }
        if document.is_some_and(|document| self.due_on < document.at.on) {
            let text = words(
                "履行期限早于文书作出或者生效之日",
                "the day to perform by lies before the document that says it",
            );
            findings.invalid("due_before_closing", "/due_on", text);
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let of = self.document(case).filter(|document| !document.closes).map(|document| document.no);
        let due = PerformanceDue { of, due_on: self.due_on, stated: at.dated() };
        if of.is_none() {
            case.performance = Some(due);
            return;
        }
        case.partial_performances.retain(|known| known.of != of);
        case.partial_performances.push(due);
    }
}

/// A day to perform by is that of a document which orders a payment.
pub(in crate::domain::act) fn check_something_to_perform(case: &Case, findings: &mut Findings) {
    if case.payables().is_empty() {
        nothing_to_perform(findings);
    }
}

fn nothing_to_perform(findings: &mut Findings) {
    let text = words("本案没有应当履行给付的文书", "no document of the case orders a payment");
    findings.unlawful("nothing_to_perform", law("51"), text);
}

impl Case {
    /// Whether a court set the award aside that closed the case: a final one, with nothing beside it; or all of them that did
    /// by parts.
    #[must_use]
    pub fn is_set_aside(&self) -> bool {
        if self.was_closed_by_parts() {
            let nothing_settled = self.mediation_papers.iter().all(|paper| paper.completed.is_none());
            let gone =
                |award: &Awarded| !award.has(Finality::NonFinal) && self.is_award_set_aside(award.made.by);
            return nothing_settled
                && self.partial_awards().next().is_some()
                && self.partial_awards().all(gone);
        }
        let final_only = self.closing_award().filter(|award| !award.has(Finality::NonFinal));
        final_only.is_some_and(|award| self.is_award_set_aside(award.made.by))
    }

    /// The ruling that gives a party a new term for this kind of challenge over an award, with its rule: a suit over a final
    /// one once it is set aside, an application once the worker's suit has ended.
    #[must_use]
    pub fn reopened_by(
        &self,
        party: PartyNo,
        (kind, over, award): (ChallengeKind, Finality, Option<EntryNo>),
    ) -> Option<(RuleId, &CourtRuled)> {
        let (rule, ruling) = match (kind, over) {
            (ChallengeKind::Suit, Finality::Final) => (RuleId::P04, CourtRulingKind::SetAside),
            (ChallengeKind::SettingAside, _) => (RuleId::P05, CourtRulingKind::SuitEnded),
            (ChallengeKind::Suit, Finality::NonFinal) => return None,
        };
        let own = |ruled: &&CourtRuled| ruled.kind == ruling && ruled.party == party && ruled.award == award;
        Some((rule, self.rulings.iter().find(own)?))
    }
}
