//! What comes from the courts after an award (法院裁定): P04 and P05, and the effect of an award whose suit ended. The courts
//! keep these terms; the office must know when they end. Not here: going to court (`after`), and the effect itself
//! (`case::effect`).

use std::collections::{BTreeSet, HashSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::check_party;
use crate::domain::act::ActRule;
use crate::domain::act::after::ChallengeKind;
use crate::domain::act::decision::Finality;
use crate::domain::case::{AwardDocument, Awarded, Case, Challenged, CourtRuled, Courts, Ruling, SuitEnded};
use crate::domain::code::{Coded, Label, label};
use crate::domain::deadline::rule::RuleId;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::{EntryNo, PartyNo};
use crate::domain::law::{Law, article, law};
use crate::domain::refusal::words;
use crate::domain::stage::Stage;

/// What a court ruled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CourtRulingKind {
    /// 裁定撤销终局裁决: each side may sue (LAW 49).
    SetAside,
    /// 准许撤诉或驳回起诉: over a final award the employer may apply to set it aside once the worker's suit has ended (SPC1 21);
    /// one that is not final has effect. Not a ruling that the dispute was none for arbitration, or that the award named
    /// the wrong party: that award has no effect (法释〔2000〕18号 art. 3).
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
    /// Which suits it ended, by the numbers of their entries; if none is named, those of the parties who received it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 5_000)]
    pub suits: Vec<EntryNo>,
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
        let led = LedTo::of(self, case);
        let over = led.finality(self);
        for (index, party) in self.parties.iter().enumerate() {
            check_party(case, *party, &format!("/parties/{index}"), findings);
        }
        self.check_received_once(&led, case, at, findings);
        self.check_award_named(&led, findings);
        if !led.to(over).iter().any(|challenge| challenge.at.on <= at.on) {
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
            return;
        }
        self.check_suits_named(&led, case, at, findings);
    }

    /// A final award that is set aside has no effect any more.
    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let (kind, received) = (self.kind, at.dated());
        let led = LedTo::of(&self, case);
        let (award, over) = led.document(&self);
        let ruled = self.parties.into_iter().map(|party| CourtRuled { kind, party, award, over, received });
        case.rulings.extend(ruled);
        case.note_court_numbers(self.court_number);
        case.suits_ended.extend(self.suits.into_iter().map(|suit| SuitEnded { suit, by: received.by }));
        if case.is_set_aside() {
            case.effective_on = None;
            if case.stage == Stage::Effective {
                case.move_to(Stage::Challenged, at.on.max(case.stage_since));
            }
        }
    }
}

/// What led to a ruling, of the award that it names: applications to set a final award aside, workers' suits over one, or suits
/// over one that is not.
struct LedTo<'a> {
    over_final: Vec<&'a Challenged>,
    over_other: Vec<&'a Challenged>,
}

impl<'a> LedTo<'a> {
    fn of(ruling: &CourtRuling, case: &'a Case) -> LedTo<'a> {
        let workers: HashSet<PartyNo> =
            case.parties.iter().filter(|party| party.is_worker()).map(|party| party.no).collect();
        let (mut over_final, mut over_other) = (Vec::new(), Vec::new());
        let named = |it: &&Challenged| ruling.award.is_none() || it.award == ruling.award;
        for challenge in case.challenges.iter().filter(named) {
            match (ruling.kind, challenge.kind, challenge.over) {
                (CourtRulingKind::SetAside, ChallengeKind::SettingAside, _) => over_final.push(challenge),
                (CourtRulingKind::SuitEnded, ChallengeKind::Suit, Finality::NonFinal) => {
                    over_other.push(challenge);
                }
                (CourtRulingKind::SuitEnded, ChallengeKind::Suit, Finality::Final)
                    if workers.contains(&challenge.party) =>
                {
                    over_final.push(challenge);
                }
                (CourtRulingKind::SetAside, ChallengeKind::Suit, _)
                | (CourtRulingKind::SuitEnded, ChallengeKind::SettingAside | ChallengeKind::Suit, _) => {}
            }
        }
        LedTo { over_final, over_other }
    }

    fn to(&self, over: Finality) -> &[&'a Challenged] {
        match over {
            Finality::Final => &self.over_final,
            Finality::NonFinal => &self.over_other,
        }
    }

    /// Over which finality a ruling is, as it says; else over the final award, unless the only suits are over the other.
    fn finality(&self, ruling: &CourtRuling) -> Finality {
        match (ruling.kind, ruling.over) {
            (CourtRulingKind::SetAside, _) => Finality::Final,
            (CourtRulingKind::SuitEnded, Some(over)) => over,
            (CourtRulingKind::SuitEnded, None) => {
                let only_other = self.over_final.is_empty() && !self.over_other.is_empty();
                if only_other { Finality::NonFinal } else { Finality::Final }
            }
        }
    }

    /// Over which document it is: of the award that it names, else of the last that was taken to court.
    fn document(&self, ruling: &CourtRuling) -> AwardDocument {
        let over = self.finality(ruling);
        (ruling.award.or_else(|| self.to(over).iter().filter_map(|it| it.award).max()), over)
    }
}

impl CourtRuling {
    /// A ruling reaches a party once; another one is of another suit, or of one that was brought again since.
    fn check_received_once(&self, led: &LedTo<'_>, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let (award, over) = led.document(self);
        let of_it: BTreeSet<EntryNo> =
            led.to(over).iter().filter(|it| it.award == award).map(|it| it.at.by).collect();
        let (received, by) = (at.dated(), self.parties.iter().copied().collect());
        let now = Ruling { received, by, names: self.suits.iter().copied().collect() };
        let ends = |ruling: &Ruling| -> BTreeSet<EntryNo> {
            let suits = led.to(over).iter().filter(|it| ruling.ends(it)).map(|it| it.at.by);
            suits.filter(|suit| of_it.contains(suit)).collect()
        };
        let ended = ends(&now);
        let known: HashSet<PartyNo> = match self.kind {
            CourtRulingKind::SetAside => {
                let of_it = |it: &&CourtRuled| (it.kind, it.award) == (self.kind, award);
                case.rulings.iter().filter(of_it).map(|ruled| ruled.party).collect()
            }
            CourtRulingKind::SuitEnded => {
                let courts = Courts::of(case);
                let same = courts.rulings((award, over)).filter(|ruling| ends(ruling) == ended);
                same.flat_map(|ruling| ruling.by.iter().copied()).collect()
            }
        };
        let mut seen = HashSet::new();
        for (index, party) in self.parties.iter().enumerate() {
            if !seen.insert(*party) || known.contains(party) {
                let text = words(
                    "当事人重复，或者该当事人收到针对同一起诉的裁定已登记",
                    "this party is named twice, or its receipt of a ruling over the same suit is on record",
                );
                findings.invalid("party_twice", &format!("/parties/{index}"), text);
            }
        }
    }

    /// Of several suits that are before a court it is said which ended; so it is of one over an award that is not final which
    /// others brought than those who received the ruling.
    fn check_suits_named(&self, led: &LedTo<'_>, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let document = led.document(self);
        let there = |it: &&&Challenged| it.award == document.0 && it.at.on <= at.on;
        let suits: Vec<&Challenged> = led.to(document.1).iter().filter(there).copied().collect();
        let known: HashSet<EntryNo> = match self.kind {
            CourtRulingKind::SetAside => HashSet::new(),
            CourtRulingKind::SuitEnded => suits.iter().map(|suit| suit.at.by).collect(),
        };
        for (index, suit) in self.suits.iter().enumerate() {
            if !known.contains(suit) {
                let text = words(
                    "所指登记不是此前对这份裁决书的起诉",
                    "this entry is no suit over this award from before the ruling",
                );
                findings.invalid("names_no_suit", &format!("/suits/{index}"), text);
            }
        }
        if self.kind == CourtRulingKind::SetAside || !self.suits.is_empty() {
            return;
        }
        let courts = Courts::of(case).suits(document);
        let pending: Vec<&&Challenged> = suits.iter().filter(|suit| courts.ended(suit).is_none()).collect();
        let is_own =
            |suit: &&&Challenged| document.1 == Finality::Final || self.parties.contains(&suit.party);
        if pending.len() > 1 || !pending.iter().all(is_own) {
            let text = words(
                "应当载明裁定终结的是哪一起诉（起诉的登记号）",
                "say which suits the ruling ended, by the numbers of their entries",
            );
            findings.invalid("suit_not_named", "/suits", text);
        }
    }

    fn check_award_named(&self, led: &LedTo<'_>, findings: &mut Findings) {
        let challenges = led.to(led.finality(self));
        let awards: BTreeSet<EntryNo> = challenges.iter().filter_map(|challenge| challenge.award).collect();
        if self.award.is_none() && awards.len() > 1 {
            let text = words(
                "不止一份裁决书已起诉或申请撤销，应当载明裁定针对哪一份",
                "more than one award was taken to court: say over which the ruling is",
            );
            findings.invalid("award_not_named", "/award", text);
        }
        let over_both = self.kind == CourtRulingKind::SuitEnded
            && !led.over_final.is_empty()
            && !led.over_other.is_empty();
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

    /// The last ruling received by a day that gives a party a new term for this kind of challenge over an award, with its rule:
    /// a suit over a final one once it is set aside, an application once a worker's suit has ended.
    #[must_use]
    pub fn reopened_by(
        &self,
        (party, on): (PartyNo, NaiveDate),
        (kind, over, award): (ChallengeKind, Finality, Option<EntryNo>),
    ) -> Option<(RuleId, &CourtRuled)> {
        let (rule, ruling) = reopening(kind, over)?;
        let own = |ruled: &&CourtRuled| {
            (ruled.kind, ruled.over, ruled.party, ruled.award) == (ruling, Finality::Final, party, award)
        };
        let own = self.rulings.iter().filter(own).filter(|ruled| ruled.received.on <= on);
        Some((rule, own.max_by_key(|ruled| ruled.received)?))
    }
}

/// Which rulings give a new term for a kind of challenge, and by which rule.
pub(in crate::domain) fn reopening(kind: ChallengeKind, over: Finality) -> Option<(RuleId, CourtRulingKind)> {
    match (kind, over) {
        (ChallengeKind::Suit, Finality::Final) => Some((RuleId::P04, CourtRulingKind::SetAside)),
        (ChallengeKind::SettingAside, _) => Some((RuleId::P05, CourtRulingKind::SuitEnded)),
        (ChallengeKind::Suit, Finality::NonFinal) => None,
    }
}
