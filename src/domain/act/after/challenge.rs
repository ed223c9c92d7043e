//! An award is taken to court (起诉、申请撤销): by whom, over which award, and whether in time. Not here: what the court then
//! rules (`act::proceeding`), and the terms themselves (`deadline`).

use std::collections::HashSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::ActRule;
use crate::domain::act::decision::Finality;
use crate::domain::case::{Awarded, Case, Challenged};
use crate::domain::code::{Coded, Label, label};
use crate::domain::deadline;
use crate::domain::deadline::rule::RuleId;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::{EntryNo, PartyNo};
use crate::domain::law::law;
use crate::domain::party::{Party, PersonRef};
use crate::domain::refusal::words;
use crate::domain::stage::Stage;

/// How an award was challenged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChallengeKind {
    /// 起诉 (LAW 48, 50).
    Suit,
    /// 申请撤销终局裁决 (LAW 49).
    SettingAside,
}

impl Coded for ChallengeKind {
    const LIST: &'static str = "challenge_kind";
    const ROWS: &'static [(Self, Label)] = &[
        (ChallengeKind::Suit, label("suit", "起诉", "Suit")),
        (ChallengeKind::SettingAside, label("setting_aside", "申请撤销终局裁决", "Application to set aside")),
    ];
}

/// 起诉/申请撤销: a court has the award.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Challenge {
    /// How.
    pub kind: ChallengeKind,
    /// Which party.
    pub party: PartyNo,
    /// A worker's suit over which award, where there are a final one and one that is not: each has its own term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over: Option<Finality>,
    /// Over which award, by the number of its entry, where there are several of its finality: an award of a part of the
    /// case (先行裁决) has terms of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub award: Option<EntryNo>,
    /// Against which workers, where an employer sues over an award that is not final and is of several; against all of them if
    /// nobody is named. For the others it has effect (SPC1 17).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 5_000)]
    pub against: Vec<PartyNo>,
    /// The court.
    #[schema(min_length = 1, max_length = 200)]
    pub court: String,
}

impl ActRule for Challenge {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_some_award(case, findings);
        // Courts tell late: only the award itself must come first.
        let in_ledger = case.closing.filter(|_| case.was_closed_in_ledger()).map(|closing| closing.at.on);
        let made_on = self.over_award(case).map(|award| award.made.on).or(in_ledger);
        if made_on.is_some_and(|made_on| at.on < made_on) {
            findings.impossible(
                "before_the_award",
                Some(law("50")),
                words("起诉或申请日期早于裁决日期", "the challenge is dated before the award"),
            );
        }
        let Some(party) = case.party(self.party) else {
            findings.invalid("party_unknown", "/party", words("不是本案当事人", "not a party to the case"));
            return;
        };
        self.check_admissible(party, case, findings);
        self.check_named(party, case, findings);
        self.check_against(party, case, findings);
        self.check_term(case, at, findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let (over, award) = (self.challenged(case), self.over_award(case).map(|award| award.made.by));
        let Challenge { party, kind, against, .. } = self;
        case.challenges.push(Challenged { party, kind, over, award, against, at: at.dated() });
        // An award that is not final has no effect while a suit over it is before a court (LAW 50).
        if over == Finality::NonFinal && case.closing_challenges().any(|challenge| challenge.at == at.dated())
        {
            case.effective_on = None;
        }
        // The file comes out of the archive again; what is challenged of an open case stops nothing in it.
        case.archived = None;
        case.file_number = None;
        if case.closing.is_some() {
            case.move_to(Stage::Challenged, at.on);
        }
    }
}

/// Only an award is taken to court.
pub(in crate::domain::act) fn check_some_award(case: &Case, findings: &mut Findings) {
    let in_ledger = [Finality::Final, Finality::NonFinal].iter().any(|it| case.was_awarded_in_ledger(*it));
    if case.awards.is_empty() && !in_ledger {
        findings.impossible(
            "no_award_to_challenge",
            Some(law("50")),
            words("本案没有裁决", "there is no award in this case"),
        );
    }
}

impl Challenge {
    /// The awards that it may be over: the one that it names, else all.
    fn awards<'a>(&self, case: &'a Case) -> impl Iterator<Item = &'a Awarded> {
        let named = self.award;
        case.awards.iter().filter(move |award| named.is_none_or(|named| award.made.by == named))
    }

    fn may_be_over(&self, case: &Case, finality: Finality) -> bool {
        self.awards(case).any(|award| award.has(finality)) || case.was_awarded_in_ledger(finality)
    }

    /// Over which finality it is: only a final award is set aside; of one award only, that one.
    fn challenged(&self, case: &Case) -> Finality {
        match (self.kind, self.over) {
            (ChallengeKind::SettingAside, _) => Finality::Final,
            (ChallengeKind::Suit, Some(over)) => over,
            (ChallengeKind::Suit, None) if self.may_be_over(case, Finality::NonFinal) => Finality::NonFinal,
            (ChallengeKind::Suit, None) => Finality::Final,
        }
    }

    /// Over which award it is: of several that it might be, the one that closed the case.
    fn over_award<'a>(&self, case: &'a Case) -> Option<&'a Awarded> {
        let finality = self.challenged(case);
        self.awards(case).filter(|award| award.has(finality)).last().or_else(|| self.awards(case).last())
    }

    /// What a party asks of a court is the court's to admit: the register only says what is odd about it.
    fn check_admissible(&self, party: &Party<PersonRef>, case: &Case, findings: &mut Findings) {
        let has_final = self.may_be_over(case, Finality::Final);
        if self.kind == ChallengeKind::SettingAside && (party.is_worker() || !has_final) {
            findings.warn(
                "not_to_be_set_aside",
                Some(law("49")),
                words(
                    "只有用人单位可以申请撤销终局裁决",
                    "only an employer may apply to set a final award aside",
                ),
            );
        }
        let of = (ChallengeKind::Suit, Finality::Final, self.over_award(case).map(|award| award.made.by));
        let set_aside = case.reopened_by((self.party, NaiveDate::MAX), of).is_some();
        let has_non_final = self.may_be_over(case, Finality::NonFinal);
        if self.kind == ChallengeKind::Suit && !party.is_worker() && !has_non_final && !set_aside {
            findings.warn(
                "employer_cannot_sue",
                Some(law("48")),
                words(
                    "用人单位对终局裁决不能起诉，可以申请撤销",
                    "an employer cannot sue over a final award; it may apply to set it aside",
                ),
            );
        }
    }

    /// Where there are several awards, it is said over which it is.
    fn check_named(&self, party: &Party<PersonRef>, case: &Case, findings: &mut Findings) {
        if self.award.is_some() && self.awards(case).next().is_none() {
            let text = words("所指登记不是本案的裁决", "this entry of the case is no award");
            findings.invalid("names_no_award", "/award", text);
            return;
        }
        // An employer's suit can only be over the one that is not final.
        let both = self.may_be_over(case, Finality::Final) && self.may_be_over(case, Finality::NonFinal);
        if self.kind == ChallengeKind::Suit && self.over.is_none() && party.is_worker() && both {
            let text = words(
                "本案有终局和非终局两份裁决书，应当载明对哪一份起诉",
                "there are a final award and one that is not: say over which the suit is",
            );
            findings.invalid("award_not_named", "/over", text);
            return;
        }
        let finality = self.challenged(case);
        if self.awards(case).filter(|award| award.has(finality)).nth(1).is_some() {
            let text = words(
                "本案有不止一份这类裁决书（先行裁决），应当载明对哪一份",
                "there is more than one award of this kind, of parts of the case: say over which it is",
            );
            findings.invalid("award_not_named", "/award", text);
        }
    }

    /// A worker's suit is for itself; whoever else sues may do so against some of the workers alone.
    fn check_against(&self, party: &Party<PersonRef>, case: &Case, findings: &mut Findings) {
        let is_over_non_final =
            self.kind == ChallengeKind::Suit && self.challenged(case) == Finality::NonFinal;
        if !self.against.is_empty() && (party.is_worker() || !is_over_non_final) {
            let text = words(
                "只有用人单位对非终局裁决起诉时才需载明针对哪些劳动者",
                "only of an employer's suit over an award that is not final is it said against which workers it is",
            );
            findings.invalid("against_not_asked", "/against", text);
        }
        let workers: HashSet<PartyNo> =
            case.parties.iter().filter(|party| party.is_worker()).map(|party| party.no).collect();
        let mut seen = HashSet::new();
        for (index, worker) in self.against.iter().enumerate() {
            let field = format!("/against/{index}");
            if !workers.contains(worker) {
                let text = words("不是本案劳动者", "not a worker in the case");
                findings.invalid("not_a_worker", &field, text);
            } else if !seen.insert(*worker) {
                findings.invalid("party_twice", &field, words("当事人重复", "this party is named twice"));
            }
        }
    }

    /// Courts take what came late, or not: the register says that it was late (LAW 48-50).
    fn check_term(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let finality = self.challenged(case);
        let (rule, article) = match (self.kind, finality) {
            (ChallengeKind::SettingAside, _) => (RuleId::P03, law("49")),
            (ChallengeKind::Suit, Finality::Final) => (RuleId::P02, law("48")),
            (ChallengeKind::Suit, Finality::NonFinal) => (RuleId::P01, law("50")),
        };
        let Some(award) = self.over_award(case).map(|award| award.made.by) else { return };
        let reopened = case.reopened_by((self.party, at.on), (self.kind, finality, Some(award)));
        let began = reopened.map(|(rule, ruled)| (rule, ruled.received)).or_else(|| {
            let received = case.awards_received().get(&(award, finality, self.party)).copied();
            received.map(|received| (rule, received))
        });
        let Some((rule, since)) = began else { return };
        let due = deadline::due_of(rule, since.on, at.book);
        if at.on > due {
            let text = words(
                format!("起诉或申请期限已于{due}届满"),
                format!("the term to sue or to apply had ended on {due}"),
            );
            findings.warn("term_has_run_out", Some(article), text);
        }
    }
}
