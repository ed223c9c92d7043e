//! What an award says (裁决书): each item, each amount, and what the parties may do against it.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::domain::act::decision::{AwardItem, Decision, Finality};
use crate::domain::case::{Awarded, Case};
use crate::domain::claim::Claim;
use crate::domain::code::Coded as _;
use crate::domain::deadline::rule::RuleId;
use crate::domain::id::{ClaimNo, EntryNo};
use crate::domain::money::Fen;
use crate::domain::paper::kind::CasePaper;
use crate::domain::paper::uses::MissingField;
use crate::domain::party::Side;
use crate::domain::refusal::words;

use super::{Filling, writing};

/// The field in which it is written by hand who pays, for what, and when.
const HOW: &str = "performance";

impl<'a> Filling<'a> {
    pub(super) fn award(&mut self) {
        let Some(finality) = finality_of(self.kind) else { return };
        let Some(award) = awarded(self.then(), self.about.of.by) else { return };
        let mut paid = Vec::new();
        // An item whose claim is not found stops the paper (`award_untold`).
        let numbered = (1..).zip(items_of(award, finality));
        let known = numbered.filter_map(|(no, item)| Some((no, item, self.then().claim(item.claim)?)));
        let mut known = known.collect::<Vec<_>>().into_iter().peekable();
        while let Some((index, item, claim)) = known.next() {
            paid.push((against(self.then(), claim), item.amount));
            let end = if known.peek().is_some() { "；" } else { "。" };
            let text = format!("{}{end}", self.decided(item, claim));
            self.filled.push("award_items", [("no", writing::number(index)), ("text", text)]);
            self.amounts(index, item, claim);
        }
        self.set("awarded_total", total_of(&paid));
        self.set("remedy", self.remedy(award, finality));
    }

    /// An item in words, without its end: who pays whom, or what becomes of the claim.
    fn decided(&self, item: &AwardItem, claim: &Claim) -> String {
        let side = self.then().party(claim.claimant).map_or(Side::Applicant, |party| party.side);
        let against = other_side(side);
        let claimant = format!("{}{}", side.label().zh, self.name(claim.claimant).unwrap_or_default());
        let payers = self.payers(against);
        let (what, no) = (claim.item.label().zh, claim.no);
        let (stated, amount) = (stated(claim).unwrap_or(what), writing::amount_in_both(item.amount));
        let paid = if says_for_what(claim) {
            format!("由{payers}支付{claimant}{what}{amount}")
        } else {
            format!("由{payers}就第{no}项请求（{stated}）支付{claimant}{amount}")
        };
        match (item.decision, item.amount > Fen::ZERO) {
            (Decision::Granted, true) => paid,
            (Decision::Granted, false) => format!("支持{claimant}的第{no}项请求（{stated}）"),
            (Decision::PartlyGranted, true) => format!("{paid}，对该项请求的其余部分不予支持"),
            (Decision::PartlyGranted, false) => {
                format!("部分支持{claimant}的第{no}项请求（{stated}），其余部分不予支持")
            }
            (Decision::Dismissed, _) => format!("驳回{claimant}的第{no}项请求（{stated}）"),
        }
    }

    /// Who pays: the one party of that side. An award does not record which of several pays what, so the paper names none of
    /// them, and who writes it says it by hand ([`award_untold`]).
    fn payers(&self, side: Side) -> String {
        let mut parties = self.side(side).map(|party| party.no);
        match (parties.next(), parties.next()) {
            (Some(only), None) => format!("{}{}", side.label().zh, self.name(only).unwrap_or_default()),
            (Some(_), Some(_)) | (None, _) => format!("{}一方按下述履行方式", side.label().zh),
        }
    }

    fn amounts(&mut self, index: u32, item: &AwardItem, claim: &Claim) {
        let is_money = claim.amount.is_some() || item.amount > Fen::ZERO;
        let row = [
            ("no", index.to_string()),
            ("claimant", self.name(claim.claimant).unwrap_or_default()),
            ("item", asked_for(claim).to_owned()),
            ("claimed", claim.amount.map_or_else(|| "—".to_owned(), writing::amount)),
            ("awarded", if is_money { writing::amount(item.amount) } else { "—".to_owned() }),
        ];
        self.filled.push("award_amounts", row);
    }

    /// What the parties may do, each within the length that the rules have on the day of the award.
    fn remedy(&self, award: &'a Awarded, finality: Finality) -> Option<String> {
        let term = |rule| self.told.book.length(rule, award.made.on).map(writing::length);
        let own = match finality {
            Finality::Final => format!(
                "本裁决属于终局裁决，作出之日即行生效。\n劳动者不服的，有权在收到本裁决书之日起{}内向人民法院起诉。\n\
                 用人单位认为本裁决依法应予撤销的，有权在收到本裁决书之日起{}内向中级人民法院申请撤销。",
                term(RuleId::P02)?,
                term(RuleId::P03)?
            ),
            Finality::NonFinal => format!(
                "本裁决不属于终局裁决。当事人不服的，有权在收到本裁决书之日起{}内向人民法院起诉；各方均未在此期限内起诉的，本裁决即行生效。",
                term(RuleId::P01)?
            ),
        };
        let also = award.items.iter().any(|item| item.finality != finality);
        let other = match finality {
            Finality::Final => "非终局",
            Finality::NonFinal => "终局",
        };
        let also = also.then(|| format!("\n本案的其他请求另以{other}裁决书作出裁决。"));
        Some(format!("{own}{}", also.unwrap_or_default()))
    }
}

/// What must be told of an award beside the fields of its paper, of a case as it stood when it was made: the claim of each
/// item, and by hand who pays how much where one of several parties of a side does, or for what, where neither the item of
/// the claim nor its statement says it.
#[must_use]
pub fn award_untold(
    kind: CasePaper,
    then: &Case,
    award: EntryNo,
    texts: &BTreeMap<String, String>,
) -> Vec<MissingField> {
    let Some((finality, awarded)) = finality_of(kind).zip(awarded(then, award)) else { return Vec::new() };
    let claims: HashMap<ClaimNo, &Claim> = then.claims.iter().map(|claim| (claim.no, claim)).collect();
    let (mut untold, mut payers, mut is_for_something) = (Vec::new(), HashSet::new(), true);
    for item in items_of(awarded, finality) {
        let Some(claim) = claims.get(&item.claim) else {
            untold.push(claim_not_found(item.claim));
            continue;
        };
        if item.amount > Fen::ZERO {
            payers.insert(against(then, claim));
            is_for_something &= says_for_what(claim) || stated(claim).is_some();
        }
    }
    let of_side = |side| then.present_at(award).filter(move |party| party.side == side);
    let several = payers.into_iter().any(|side| of_side(side).nth(1).is_some());
    let is_told = texts.get(HOW).is_some_and(|text| !text.trim().is_empty());
    untold.extend(((several || !is_for_something) && !is_told).then(|| MissingField::of(HOW)));
    untold
}

/// Whether the item of a claim says for what money is paid: wages are; “other” is not, nor is insurance that was not paid in.
fn says_for_what(claim: &Claim) -> bool {
    claim.item.is_for_money()
}

/// The claim in its own words.
fn stated(claim: &Claim) -> Option<&str> {
    claim.statement.as_deref().filter(|stated| !stated.trim().is_empty())
}

/// What is claimed, as the table of an award names it.
fn asked_for(claim: &Claim) -> &str {
    stated(claim).filter(|_| !says_for_what(claim)).unwrap_or(claim.item.label().zh)
}

/// The award that an entry made.
fn awarded(then: &Case, entry: EntryNo) -> Option<&Awarded> {
    then.awards.iter().find(|award| award.made.by == entry)
}

fn items_of(award: &Awarded, finality: Finality) -> impl Iterator<Item = &AwardItem> {
    award.items.iter().filter(move |item| item.finality == finality)
}

/// Of which items an award's paper is.
fn finality_of(kind: CasePaper) -> Option<Finality> {
    if kind == CasePaper::AwardFinal {
        Some(Finality::Final)
    } else if kind == CasePaper::AwardNonFinal {
        Some(Finality::NonFinal)
    } else {
        None
    }
}

fn claim_not_found(claim: ClaimNo) -> MissingField {
    let text = words(
        format!("裁决事项所依据的第{claim}项请求在本案中查不到，请更正裁决登记"),
        format!("the claim {claim} of an item of the award is not in the case; correct the award"),
    );
    MissingField { field: "award_items".to_owned(), words: text }
}

/// What each side has to pay in all; where both have, apart.
fn total_of(paid: &[(Side, Fen)]) -> Option<String> {
    let total =
        |of: Side| paid.iter().filter(|(side, _)| *side == of).map(|(_, amount)| *amount).sum::<Fen>();
    let totals = [Side::Respondent, Side::Applicant].map(|side| (side, total(side)));
    let due: Vec<&(Side, Fen)> = totals.iter().filter(|(_, total)| *total > Fen::ZERO).collect();
    match due.as_slice() {
        [] => None,
        [(_, total)] => Some(writing::amount_in_both(*total)),
        [..] => {
            let told = |(side, total): &&(Side, Fen)| {
                format!("{}一方应付{}", side.label().zh, writing::amount_in_both(*total))
            };
            Some(due.iter().map(told).collect::<Vec<_>>().join("；"))
        }
    }
}

/// Which side pays what is awarded of a claim.
fn against(then: &Case, claim: &Claim) -> Side {
    other_side(then.party(claim.claimant).map_or(Side::Applicant, |party| party.side))
}

/// Against whom a claim of a side is.
fn other_side(side: Side) -> Side {
    match side {
        Side::Applicant | Side::ThirdParty => Side::Respondent,
        Side::Respondent => Side::Applicant,
    }
}
