//! What an award says (裁决书): each item, each amount, and what the parties may do against it.

use std::collections::BTreeMap;

use crate::domain::act::decision::{AwardItem, Decision, Finality};
use crate::domain::case::{Awarded, Case};
use crate::domain::claim::Claim;
use crate::domain::code::Coded as _;
use crate::domain::deadline::rule::RuleId;
use crate::domain::id::{EntryNo, PartyNo};
use crate::domain::money::Fen;
use crate::domain::paper::kind::CasePaper;
use crate::domain::paper::uses::MissingField;
use crate::domain::party::Side;

use super::{Filling, writing};

/// The field in which it is written by hand who pays, and when.
const HOW: &str = "performance";

impl<'a> Filling<'a> {
    pub(super) fn award(&mut self) {
        let finality = if self.kind == CasePaper::AwardFinal {
            Finality::Final
        } else if self.kind == CasePaper::AwardNonFinal {
            Finality::NonFinal
        } else {
            return;
        };
        let awards = &self.case().awards;
        let Some(award) = awards.iter().find(|award| award.made.by == self.about.of.by) else { return };
        let items = award.items.iter().filter(|item| item.finality == finality);
        let mut total = Vec::new();
        for (index, item) in (1..).zip(items) {
            let Some(claim) = self.case().claim(item.claim) else { continue };
            total.push(item.amount);
            let text = self.decided(item, claim);
            self.filled.push("award_items", [("no", writing::number(index)), ("text", text)]);
            self.amounts(index, item, claim);
        }
        let total: Fen = total.into_iter().sum();
        self.set("awarded_total", (total > Fen::ZERO).then(|| writing::amount_in_both(total)));
        self.set("remedy", self.remedy(award, finality));
    }

    /// An item in words: who pays whom, or what becomes of the claim.
    fn decided(&self, item: &AwardItem, claim: &Claim) -> String {
        let side = self.case().party(claim.claimant).map_or(Side::Applicant, |party| party.side);
        let against = other_side(side);
        let claimant = format!("{}{}", side.label().zh, self.name(claim.claimant).unwrap_or_default());
        let payers = self.payers(against);
        let (what, no) = (claim.item.label().zh, claim.no);
        let paid = format!("由{payers}支付{claimant}{what}{}", writing::amount_in_both(item.amount));
        let stated = claim.statement.as_deref().unwrap_or(what);
        match (item.decision, item.amount > Fen::ZERO) {
            (Decision::Granted, true) => format!("{paid}；"),
            (Decision::Granted, false) => format!("支持{claimant}的第{no}项请求（{stated}）；"),
            (Decision::PartlyGranted, true) => format!("{paid}，对该项请求的其余部分不予支持；"),
            (Decision::PartlyGranted, false) => {
                format!("部分支持{claimant}的第{no}项请求（{stated}），其余部分不予支持；")
            }
            (Decision::Dismissed, _) => format!("驳回{claimant}的第{no}项请求（{stated}）；"),
        }
    }

    /// Who pays: the one party of that side. An award does not record which of several pays what, so the paper names none of
    /// them, and who writes it says it by hand ([`payers_untold`]).
    fn payers(&self, side: Side) -> String {
        let mut parties = parties_then(self.case(), self.about.of.by, side);
        match (parties.next(), parties.next()) {
            (Some(only), None) => format!("{}{}", side.label().zh, self.name(only).unwrap_or_default()),
            (Some(_), Some(_)) | (None, _) => format!("{}一方按下述履行方式", side.label().zh),
        }
    }

    fn amounts(&mut self, index: u32, item: &AwardItem, claim: &Claim) {
        let row = [
            ("no", index.to_string()),
            ("claimant", self.name(claim.claimant).unwrap_or_default()),
            ("item", claim.item.label().zh.to_owned()),
            ("claimed", claim.amount.map_or_else(|| "—".to_owned(), writing::amount)),
            ("awarded", if claim.amount.is_some() { writing::amount(item.amount) } else { "—".to_owned() }),
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

/// Who was on a side when an entry was made.
fn parties_then(case: &Case, entry: EntryNo, side: Side) -> impl Iterator<Item = PartyNo> {
    case.present_at(entry).filter(move |party| party.side == side).map(|party| party.no)
}

/// What must be written by hand of an award under which one of several parties of a side pays: who, and how much.
#[must_use]
pub fn payers_untold(case: &Case, award: EntryNo, texts: &BTreeMap<String, String>) -> Option<MissingField> {
    let awarded = case.awards.iter().find(|awarded| awarded.made.by == award)?;
    let pays = awarded.items.iter().filter(|item| item.amount > Fen::ZERO);
    let claimants = pays.filter_map(|item| case.party(case.claim(item.claim)?.claimant));
    let several = claimants
        .map(|claimant| other_side(claimant.side))
        .any(|side| parties_then(case, award, side).nth(1).is_some());
    let is_told = texts.get(HOW).is_some_and(|text| !text.trim().is_empty());
    (several && !is_told).then(|| MissingField::of(HOW))
}

/// Against whom a claim of a side is.
fn other_side(side: Side) -> Side {
    match side {
        Side::Applicant | Side::ThirdParty => Side::Respondent,
        Side::Respondent => Side::Applicant,
    }
}
