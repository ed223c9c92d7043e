//! What comes from the courts after an award (法院裁定, P04, P05), and until when a document is to be performed (履行期限,
//! P06). The courts keep these terms; the office must know when they end. Not here: going to court (`after`).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::check_party;
use crate::domain::act::ActRule;
use crate::domain::act::after::ChallengeKind;
use crate::domain::act::decision::Finality;
use crate::domain::case::{Case, Challenged, CourtRuled, PerformanceDue};
use crate::domain::code::{Coded, Label, label};
use crate::domain::deadline::rule::RuleId;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::PartyNo;
use crate::domain::law::{Law, article, law};
use crate::domain::money::Fen;
use crate::domain::party::Party;
use crate::domain::refusal::words;
use crate::domain::stage::{Manner, Stage};

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
        for (index, party) in self.parties.iter().enumerate() {
            let field = format!("/parties/{index}");
            check_party(case, *party, &field, findings);
            let known = |ruled: &CourtRuled| ruled.kind == self.kind && ruled.party == *party;
            if self.parties.iter().take(index).any(|other| other == party) || case.rulings.iter().any(known) {
                findings.invalid("party_twice", &field, words("当事人重复", "this party is named twice"));
            }
        }
        let is_worker = |no: PartyNo| case.party(no).is_some_and(Party::is_worker);
        let led_to_it = |challenge: &Challenged| match self.kind {
            CourtRulingKind::SetAside => challenge.kind == ChallengeKind::SettingAside,
            CourtRulingKind::SuitEnded => {
                challenge.kind == ChallengeKind::Suit
                    && challenge.over == Finality::Final
                    && is_worker(challenge.party)
            }
        };
        if !case.challenges.iter().any(|challenge| led_to_it(challenge) && challenge.at.on <= at.on) {
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
        let (kind, received) = (self.kind, at.dated());
        case.rulings.extend(self.parties.into_iter().map(|party| CourtRuled { kind, party, received }));
        if case.is_set_aside() {
            case.effective_on = None;
            if case.stage == Stage::Effective {
                case.move_to(Stage::Challenged, at.on.max(case.stage_since));
            }
        }
    }
}

/// 履行期限: the last day on which the document that closed the case is to be performed, as it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PerformanceTerm {
    /// The day.
    pub due_on: NaiveDate,
}

impl ActRule for PerformanceTerm {
    fn check(&self, case: &Case, _at: &Moment<'_>, findings: &mut Findings) {
        if !case.is_to_be_performed() {
            let text = words("本案没有应当履行给付的文书", "no document of the case orders a payment");
            findings.unlawful("nothing_to_perform", law("51"), text);
        }
        if case.closing.is_some_and(|closing| self.due_on < closing.at.on) {
            let text = words("履行期限早于结案之日", "the day to perform by lies before the closing");
            findings.invalid("due_before_closing", "/due_on", text);
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.performance = Some(PerformanceDue { due_on: self.due_on, stated: at.dated() });
    }
}

impl Case {
    /// Whether a court set the award aside that closed the case: a final one, with nothing beside it.
    #[must_use]
    pub fn is_set_aside(&self) -> bool {
        let final_only = self.closing.is_some_and(|closing| closing.manner == Manner::AwardFinal);
        final_only && self.rulings.iter().any(|ruled| ruled.kind == CourtRulingKind::SetAside)
    }

    /// Whether the document that closed the case orders a payment.
    #[must_use]
    pub fn is_to_be_performed(&self) -> bool {
        let by_document = self
            .closing
            .is_some_and(|closing| closing.manner.is_award() || closing.manner == Manner::Mediated);
        by_document && !self.is_set_aside() && self.awarded() > Fen::ZERO
    }

    /// The ruling that gives a party a new term for this kind of challenge, with its rule: a suit over a final award
    /// once it is set aside, an application once the worker's suit has ended.
    #[must_use]
    pub fn reopened_by(
        &self,
        party: PartyNo,
        (kind, over): (ChallengeKind, Finality),
    ) -> Option<(RuleId, &CourtRuled)> {
        let (rule, ruling) = match (kind, over) {
            (ChallengeKind::Suit, Finality::Final) => (RuleId::P04, CourtRulingKind::SetAside),
            (ChallengeKind::SettingAside, _) => (RuleId::P05, CourtRulingKind::SuitEnded),
            (ChallengeKind::Suit, Finality::NonFinal) => return None,
        };
        let own = self.rulings.iter().find(|ruled| ruled.kind == ruling && ruled.party == party)?;
        Some((rule, own))
    }
}
