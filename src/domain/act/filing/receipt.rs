//! 收件: the application arrives and opens the case. Not here: what is decided about it.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::opening::{Beginning, Origin, check_channel, check_received_on};
use crate::domain::case::Case;
use crate::domain::case_kind::CaseKind;
use crate::domain::claim::{Cause, Claim, ClaimItem};
use crate::domain::code::{Coded, Label, label};
use crate::domain::docket::Place;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::{CaseId, PartyNo};
use crate::domain::law::law;
use crate::domain::limitation::{self, LimitationFacts, Obstacle};
use crate::domain::party::{Party, PersonRef, Side};
use crate::domain::refusal::{Refusal, words};
use crate::domain::stage::{Manner, Stage};

/// How an application came in (收件渠道).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// 窗口.
    Counter,
    /// 网上.
    Online,
    /// 邮寄.
    Post,
    /// 口头申请笔录.
    Oral,
    /// 移送: taken over from another commission; its day starts the trial period.
    TransferredIn,
    /// 程序转入: it comes from another proceeding of the office.
    OtherProceeding,
}

impl Channel {
    /// How a case came in that another proceeding opened, where nothing else is said.
    #[must_use]
    pub fn other_proceeding() -> Channel {
        Channel::OtherProceeding
    }
}

impl Coded for Channel {
    const LIST: &'static str = "channel";
    const ROWS: &'static [(Self, Label)] = &[
        (Channel::Counter, label("counter", "窗口", "Counter")),
        (Channel::Online, label("online", "网上", "Online")),
        (Channel::Post, label("post", "邮寄", "Post")),
        (Channel::Oral, label("oral", "口头申请", "Oral, taken down")),
        (Channel::TransferredIn, label("transferred_in", "移送接受", "Transferred in")),
        (Channel::OtherProceeding, label("other_proceeding", "程序转入", "From another proceeding")),
    ];
}

/// A transfer between commissions starts the trial period (R33 46). What goes from one proceeding of the office to the next
/// is none.
pub(in crate::domain::act) fn check_no_transfer(channel: Channel, findings: &mut Findings) {
    if channel == Channel::TransferredIn {
        let text = words(
            "本单位程序之间的衔接不是仲裁委之间的案件移送，收件渠道应填程序转入（other_proceeding）",
            "what goes on within the office is no transfer between commissions; the channel is other_proceeding",
        );
        findings.invalid("not_a_transfer", "/channel", text);
    }
}

/// An earlier case of the same dispute, as it stood when this one came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Prior {
    /// The earlier case.
    pub case: CaseId,
    /// How it was closed, if it was; filled in by the register, not by the caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(ignore)]
    pub manner: Option<Manner>,
    /// An applicant of this case whose part of the earlier one was deemed withdrawn while that went on; filled in by the
    /// register, not by the caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(ignore)]
    pub barred: Option<PartyNo>,
}

/// 收件: the application arrives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Receipt<P> {
    /// How it came in.
    pub channel: Channel,
    /// The main cause.
    pub cause: Cause,
    /// Causes beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 14)]
    pub other_causes: Vec<Cause>,
    /// The parties: at least one applicant and one respondent, workers on one side and employers on the other.
    #[schema(min_items = 2, max_items = 5_100)]
    pub parties: Vec<Party<P>>,
    /// The claims.
    #[schema(min_items = 1, max_items = 20_000)]
    pub claims: Vec<Claim>,
    /// 知道或应当知道权利被侵害之日, for the limitation period; a warning at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub infringed_on: Option<NaiveDate>,
    /// 劳动关系终止之日, for the limitation of unpaid wages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employment_ended_on: Option<NaiveDate>,
    /// 时效中断: days on which a claim was made, relief was sought or the other side consented (LAW 27).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    pub interrupted_on: Vec<NaiveDate>,
    /// 时效中止: times in which the applicant could not apply (LAW 27).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    pub obstacles: Vec<Obstacle>,
    /// An earlier case of the same dispute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prior: Option<Prior>,
    /// The proceeding that it came from; written by the register, not by the caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(ignore)]
    pub origin: Option<Origin>,
}

impl<P> Receipt<P> {
    /// The same with other parties, an earlier case as it was found, and another origin.
    #[must_use]
    pub fn with<Q>(self, parties: Vec<Party<Q>>, prior: Option<Prior>, origin: Option<Origin>) -> Receipt<Q> {
        Receipt {
            channel: self.channel,
            cause: self.cause,
            other_causes: self.other_causes,
            parties,
            claims: self.claims,
            infringed_on: self.infringed_on,
            employment_ended_on: self.employment_ended_on,
            interrupted_on: self.interrupted_on,
            obstacles: self.obstacles,
            prior,
            origin,
        }
    }
}

impl Case {
    /// Opens a case with the receipt of the application (收件, R33 28-29).
    ///
    /// # Errors
    /// Everything that is wrong with the application, or a warning that is not yet acknowledged.
    pub fn receive(
        id: CaseId,
        region: &str,
        receipt: Receipt<PersonRef>,
        at: &Moment<'_>,
    ) -> Result<Case, Refusal> {
        let mut findings = Findings::default();
        check_received_on(at, &mut findings);
        check_channel(receipt.channel, receipt.origin, &mut findings);
        check_parties(&receipt.parties, &mut findings);
        check_claims(&receipt.claims, &receipt.parties, "/claims", &mut findings);
        check_of_applicants(&receipt.claims, &receipt.parties, &mut findings);
        limitation::check(&receipt, at, &mut findings);
        findings.conclude(at)?;
        let limitation = LimitationFacts::of(&receipt);
        let beginning = Beginning {
            kind: CaseKind::Arbitration,
            stage: Stage::Received,
            channel: receipt.channel,
            cause: receipt.cause,
            other_causes: receipt.other_causes,
            parties: receipt.parties,
            claims: receipt.claims,
            prior: receipt.prior,
            origin: receipt.origin,
        };
        Ok(Case { limitation, ..Case::begin(Place { id, region }, beginning, at) })
    }
}

/// Checks the parties of an application against each other.
pub(crate) fn check_parties<P>(parties: &[Party<P>], findings: &mut Findings) {
    check_party_numbers(parties, findings);
    let on = |side: Side| parties.iter().filter(move |party| party.side == side);
    for (side, zh, en) in
        [(Side::Applicant, "申请人", "applicant"), (Side::Respondent, "被申请人", "respondent")]
    {
        if on(side).next().is_none() {
            findings.invalid(
                "party_missing",
                "/parties",
                words(format!("缺少{zh}"), format!("there is no {en}")),
            );
        }
    }
    check_opposed(parties.iter(), findings);
}

/// Workers stand on one side and employers on the other, nobody among the others.
pub(crate) fn check_opposed<'a, P: 'a>(parties: impl Iterator<Item = &'a Party<P>>, findings: &mut Findings) {
    let (mut as_workers, mut as_employers) = (HashSet::new(), HashSet::new());
    for party in parties.filter(|party| party.side != Side::ThirdParty) {
        if party.is_worker() { &mut as_workers } else { &mut as_employers }.insert(party.side);
    }
    if as_workers.len() > 1 || as_employers.len() > 1 || !as_workers.is_disjoint(&as_employers) {
        findings.invalid(
            "parties_not_opposed",
            "/parties",
            words(
                "劳动者与用人单位应当分别为双方当事人",
                "workers stand on one side and employers on the other",
            ),
        );
    }
}

/// Every party has a number of its own.
pub(crate) fn check_party_numbers<P>(parties: &[Party<P>], findings: &mut Findings) {
    let mut seen: Vec<PartyNo> = parties.iter().map(|party| party.no).collect();
    seen.sort_unstable();
    if seen.windows(2).any(|pair| matches!(pair, [a, b] if a == b)) {
        findings.invalid(
            "duplicate_party_no",
            "/parties",
            words("当事人序号重复", "two parties have the same number"),
        );
    }
}

/// Checks claims against the parties and each other; `at` is the JSON pointer of the list.
pub(crate) fn check_claims<P>(claims: &[Claim], parties: &[Party<P>], at: &str, findings: &mut Findings) {
    let mut seen: Vec<_> = claims.iter().map(|claim| claim.no).collect();
    seen.sort_unstable();
    if seen.windows(2).any(|pair| matches!(pair, [a, b] if a == b)) {
        findings.invalid("duplicate_claim_no", at, words("请求序号重复", "two claims have the same number"));
    }
    let known: HashSet<PartyNo> = parties.iter().map(|party| party.no).collect();
    for (index, claim) in claims.iter().enumerate() {
        if !known.contains(&claim.claimant) {
            findings.invalid(
                "claimant_unknown",
                &format!("{at}/{index}/claimant"),
                words("请求人不是本案当事人", "the claimant is not a party to the case"),
            );
        }
    }
    warn_of_bare_claims(claims, findings);
}

/// What an application asks for, its applicants ask for: a claim of the other side is a counterclaim (R33 36).
pub(crate) fn check_of_applicants<P>(claims: &[Claim], parties: &[Party<P>], findings: &mut Findings) {
    let sides: HashMap<PartyNo, Side> = parties.iter().map(|party| (party.no, party.side)).collect();
    for (index, claim) in claims.iter().enumerate() {
        if sides.get(&claim.claimant).is_some_and(|side| *side != Side::Applicant) {
            findings.invalid(
                "not_an_applicant",
                &format!("/claims/{index}/claimant"),
                words(
                    "仲裁请求由申请人提出，被申请人的请求应当作为反申请",
                    "an application's claims are its applicants'; those of the other side are a counterclaim",
                ),
            );
        }
    }
}

/// An application says what is asked for (LAW 28): money by its amount, what no code names in words. It can be said
/// later, so it only warns.
fn warn_of_bare_claims(claims: &[Claim], findings: &mut Findings) {
    let without = |is: fn(&Claim) -> bool| -> Option<String> {
        let numbers: Vec<String> =
            claims.iter().filter(|claim| is(claim)).map(|claim| claim.no.to_string()).collect();
        (!numbers.is_empty()).then(|| numbers.join(", "))
    };
    if let Some(numbers) = without(|claim| claim.item.is_for_money() && claim.amount.is_none()) {
        let text = words(
            format!("第{numbers}项请求没有写明金额"),
            format!("claims {numbers} are for money and name no amount"),
        );
        findings.warn("claim_without_amount", Some(law("28")), text);
    }
    if let Some(numbers) = without(|claim| claim.item == ClaimItem::Other && claim.statement.is_none()) {
        let text = words(
            format!("第{numbers}项请求类别为“其他”，没有写明内容"),
            format!("claims {numbers} are of the kind \u{201c}other\u{201d} and say nothing"),
        );
        findings.warn("claim_without_statement", Some(law("28")), text);
    }
}
