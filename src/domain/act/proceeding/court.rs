//! What comes from the courts after an award (法院裁定): P04 and P05, and the effect of an award whose suit ended. The courts
//! keep these terms; the office must know when they end. Not here: going to court (`after`), and the effect itself
//! (`case::effect`).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::check_party;
use crate::domain::act::ActRule;
use crate::domain::act::after::ChallengeKind;
use crate::domain::act::decision::Finality;
use crate::domain::case::{Awarded, Case, Challenged, CourtRuled};
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
    /// 准许撤诉或驳回起诉: over a final award the employer may apply to set it aside once the worker's suit has ended (SPC1 21);
    /// one that is not final has effect. Not a ruling that the dispute was none for arbitration: that award has no effect
    /// (法释〔2000〕18号 art. 3).
    SuitEnded,
}

impl Coded for CourtRulingKind {
    const LIST: &'static str = "court_ruling_kind";
    const ROWS: &'static [(Self, Label)] = &[
        (CourtRulingKind::SetAside, label("set_aside", "裁定撤销终局裁决", "The final award is set aside")),
        (
            CourtRulingKind::SuitEnded,
            label("suit_ended", "起诉被驳回或撤诉", "The suit is dismissed or withdrawn"),
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
    /// Over the final award or the one that is not, where suits over both were brought; only a final one is set aside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over: Option<Finality>,
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
        let (award, over) = (self.over_award(case), self.finality(case));
        for (index, party) in self.parties.iter().enumerate() {
            let field = format!("/parties/{index}");
            check_party(case, *party, &field, findings);
            let known = |ruled: &CourtRuled| {
                (ruled.kind, ruled.party, ruled.award, ruled.over) == (self.kind, *party, award, over)
            };
            if self.parties.iter().take(index).any(|other| other == party) || case.rulings.iter().any(known) {
                findings.invalid("party_twice", &field, words("当事人重复", "this party is named twice"));
            }
        }
        self.check_award_named(case, findings);
        if !self.challenges(case).any(|challenge| challenge.at.on <= at.on) {
            let (article, text) = match (self.kind, over) {
                (CourtRulingKind::SetAside, _) => {
                    (law("49"), words("本案没有撤销裁决的申请", "nobody applied to set the award aside"))
                }
                (CourtRulingKind::SuitEnded, Finality::Final) => (
                    article(Law::JudicialInterpretation2020, "21"),
                    words("本案没有劳动者对终局裁决的起诉", "no worker sued over the final award"),
                ),
                (CourtRulingKind::SuitEnded, Finality::NonFinal) => (
                    article(Law::JudicialInterpretation2000, "1"),
                    words("本案没有对非终局裁决的起诉", "nobody sued over the award that is not final"),
                ),
            };
            findings.impossible("no_such_challenge", Some(article), text);
        }
    }

    /// A final award that is set aside has no effect any more.
    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let (kind, received) = (self.kind, at.dated());
        let (award, over) = (self.over_award(case), self.finality(case));
        let ruled = self.parties.into_iter().map(|party| CourtRuled { kind, party, award, over, received });
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
    /// What led to it: applications to set a final award aside, workers' suits over one, or suits over one that is not; of
    /// the award that it names.
    fn led_to<'a>(&self, over: Finality, case: &'a Case) -> impl Iterator<Item = &'a Challenged> {
        let (kind, named) = (self.kind, self.award);
        let is_worker = |no: PartyNo| case.party(no).is_some_and(Party::is_worker);
        let led_to_it = move |challenge: &&Challenged| match kind {
            CourtRulingKind::SetAside => challenge.kind == ChallengeKind::SettingAside,
            CourtRulingKind::SuitEnded => {
                challenge.kind == ChallengeKind::Suit
                    && challenge.over == over
                    && (over == Finality::NonFinal || is_worker(challenge.party))
            }
        };
        let of_it = move |challenge: &&Challenged| named.is_none() || challenge.award == named;
        case.challenges.iter().filter(led_to_it).filter(of_it)
    }

    fn challenges<'a>(&self, case: &'a Case) -> impl Iterator<Item = &'a Challenged> {
        self.led_to(self.finality(case), case)
    }

    /// Over which finality it is, as it says; else over the final award, unless the only suits are over the other.
    fn finality(&self, case: &Case) -> Finality {
        match (self.kind, self.over) {
            (CourtRulingKind::SetAside, _) => Finality::Final,
            (CourtRulingKind::SuitEnded, Some(over)) => over,
            (CourtRulingKind::SuitEnded, None) => {
                let sued = |over| self.led_to(over, case).next().is_some();
                let only_other = !sued(Finality::Final) && sued(Finality::NonFinal);
                if only_other { Finality::NonFinal } else { Finality::Final }
            }
        }
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
        let sued = |over| self.led_to(over, case).next().is_some();
        let over_both =
            self.kind == CourtRulingKind::SuitEnded && sued(Finality::Final) && sued(Finality::NonFinal);
        if self.over.is_none() && over_both {
            let text = words(
                "终局和非终局裁决书均已起诉，应当载明裁定针对哪一份",
                "suits were brought over the final award and over the one that is not: say over which the ruling is",
            );
            findings.invalid("award_not_named", "/over", text);
        }
    }
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
        let own = |ruled: &&CourtRuled| {
            (ruled.kind, ruled.over, ruled.party, ruled.award) == (ruling, Finality::Final, party, award)
        };
        Some((rule, self.rulings.iter().find(own)?))
    }
}
