//! What a docket says, read straight from its acts: who is a party since when, what was served when, when the case
//! was accepted and closed. The program's own case is not asked.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use sikuai::domain::act::Act;
use sikuai::domain::act::after::ChallengeKind;
use sikuai::domain::act::decision::{Award, Finality, MediationDocument, Scope};
use sikuai::domain::act::proceeding::{CourtRulingKind, JurisdictionOutcome, ProceedingAct};
use sikuai::domain::act::service::ServiceOfProcess;
use sikuai::domain::claim::Claim;
use sikuai::domain::docket::{Content, Entry};
use sikuai::domain::id::{EntryNo, PartyNo};
use sikuai::domain::party::{Party, PersonRef, Side};
use sikuai::domain::service_of_process::{Document, ServiceManner};

use crate::days::Days;
use crate::line::At;
use crate::speakers::{Speakers, speakers};

/// One act of the docket.
#[derive(Clone, Copy)]
pub(crate) struct Fact<'a> {
    pub(crate) at: At,
    pub(crate) act: &'a Act,
}

/// A party, and when it joined if it was not there from the first.
pub(crate) struct Member {
    pub(crate) no: u32,
    pub(crate) side: Side,
    pub(crate) worker: bool,
    pub(crate) joined: Option<At>,
    /// When it gave up while the case went on.
    pub(crate) left: Option<At>,
}

/// A document on its way to one party.
#[derive(Clone, Copy)]
pub(crate) struct Copy<'a> {
    pub(crate) service: &'a ServiceOfProcess,
    pub(crate) party: u32,
    pub(crate) made: At,
    /// When it counts as served.
    pub(crate) served: NaiveDate,
}

impl Copy<'_> {
    /// When the party has it, by the entry that says so.
    pub(crate) fn received(&self) -> At {
        At { on: self.served, by: self.made.by }
    }

    /// When the office had done its part: on the day it counts, for an announcement on publication (ADR 0009).
    pub(crate) fn sent(&self) -> At {
        if self.service.manner == ServiceManner::Announcement { self.made } else { self.received() }
    }
}

/// The claims as they stand at an act, and which of them are decided, or settled apart.
#[derive(Default)]
struct Claims {
    claims: Vec<Claim>,
    decided: BTreeSet<u32>,
}

impl Claims {
    fn open(&self) -> impl Iterator<Item = &Claim> {
        self.claims.iter().filter(|claim| !self.decided.contains(&claim.no.0))
    }
}

/// A ruling of a court.
pub(crate) struct Ruling {
    pub(crate) at: At,
    pub(crate) kind: CourtRulingKind,
    pub(crate) parties: Vec<u32>,
    pub(crate) award: Option<u32>,
    pub(crate) over_final: bool,
    /// The entries of the suits that it says it ended.
    pub(crate) suits: Vec<u32>,
}

impl Ruling {
    /// Whether it ended a suit over something not final: it says so, or says of none, and whoever had sued received it.
    pub(crate) fn ended(&self, party: u32, sued: At) -> bool {
        let own = self.parties.contains(&party) && sued.on <= self.at.on;
        self.suits.contains(&sued.by) || (self.suits.is_empty() && own)
    }
}

/// A document that orders a payment: of a mixed award each of its two.
pub(crate) struct Order {
    pub(crate) complete: At,
    pub(crate) no: u32,
    pub(crate) is_final: Option<bool>,
    pub(crate) amount: i64,
    pub(crate) whole: bool,
}

/// The docket as facts.
pub(crate) struct Facts<'a> {
    pub(crate) acts: Vec<Fact<'a>>,
    pub(crate) members: Vec<Member>,
    pub(crate) copies: Vec<Copy<'a>>,
    pub(crate) accepted: Option<At>,
    /// The amendments that added or changed a claim.
    pub(crate) amendments: Vec<At>,
    /// The day of closing, and the act that closed.
    pub(crate) closed: Option<Fact<'a>>,
    /// Whether it was closed by what took its last claim, after documents of parts.
    pub(crate) by_parts: bool,
    /// Who spoke for the workers of a collective dispute, and when.
    pub(crate) speakers: Vec<Speakers>,
}

impl<'a> Facts<'a> {
    /// Reads a docket without corrections.
    pub(crate) fn of(docket: &'a [Entry], days: &Days) -> Facts<'a> {
        let fact = |entry: &'a Entry| match &entry.content {
            Content::Act(act) => Fact { at: At { on: entry.on, by: entry.no.0 }, act },
            Content::Correction(_) | Content::CalendarChange(_) => panic!("the reckoner reads acts"),
        };
        let acts: Vec<Fact<'a>> = docket.iter().map(fact).collect();
        let accepted = acts.iter().find(|fact| matches!(fact.act, Act::Acceptance(_))).map(|fact| fact.at);
        let members = members(&acts);
        let copies = copies(&acts, days);
        let amendments = amendments(&acts);
        let speakers = speakers(&acts, &members);
        let (closed, by_parts) = (None, false);
        let mut facts = Facts { acts, members, copies, accepted, amendments, closed, by_parts, speakers };
        let (closed, by_parts) = facts.closing();
        (facts.closed, facts.by_parts) = (closed, by_parts);
        if let Some(Fact { at, act: Act::Withdrawal(_) | Act::DeemedWithdrawal(_) }) =
            closed.filter(|_| by_parts)
        {
            // Whoever gives up the rest leaves with it.
            let named = giving_up(closed.unwrap().act).unwrap_or_default();
            let all = named.is_empty();
            let apply = facts.members.iter_mut().filter(|it| it.side == Side::Applicant && it.left.is_none());
            for member in apply.filter(|it| all || named.iter().any(|no| no.0 == it.no)) {
                member.left = Some(at);
            }
        }
        facts
    }

    /// What closed the case: an act that always does; or, once something was awarded or settled by itself, the act after
    /// which no claim is open, because it was given up or settled too (R33 49, 73, and ADR 0009).
    fn closing(&self) -> (Option<Fact<'a>>, bool) {
        let mut now = Claims::default();
        for fact in &self.acts {
            let takes = self.follow(&mut now, fact);
            if let Some(closed) = closes(&self.acts, &self.members, fact) {
                let gives_up = matches!(fact.act, Act::Withdrawal(_) | Act::DeemedWithdrawal(_));
                return (Some(closed), gives_up && !now.decided.is_empty());
            }
            if let Some(at) = takes.filter(|_| now.open().next().is_none() && !now.decided.is_empty()) {
                return (Some(Fact { at, act: fact.act }), true);
            }
        }
        (None, false)
    }

    /// What an act does to the claims; the day from which it counts, if it may have left none open.
    fn follow(&self, now: &mut Claims, fact: &Fact<'a>) -> Option<At> {
        let is_applicant = |no: u32| self.members.iter().any(|it| it.no == no && it.side == Side::Applicant);
        let Claims { claims, decided } = now;
        match fact.act {
            Act::Receipt(it) => claims.clone_from(&it.claims),
            Act::CounterclaimAcceptance(it) => claims.extend(it.claims.iter().cloned()),
            // What was told before it says what the claims are since.
            Act::ClaimAmendment(_)
                if self.amendments.iter().any(|other| other.by < fact.at.by && fact.at < *other) => {}
            Act::ClaimAmendment(it) => {
                claims.retain(|claim| !is_applicant(claim.claimant.0));
                claims.extend(it.claims.iter().cloned());
                return Some(fact.at);
            }
            Act::Award(it) => decided.extend(it.items.iter().map(|item| item.claim.0)),
            Act::MediationSignature(_) => {
                let mut takes = None;
                for paper in self.acts.iter().filter(|other| other.at.by < fact.at.by) {
                    let Act::MediationDocument(made) = paper.act else { continue };
                    let done = self.complete(paper.at, made).filter(|done| done.by == fact.at.by);
                    if let Some(done) = done.filter(|_| made.scope == Scope::Part) {
                        decided.extend(made.claims.iter().map(|no| no.0));
                        takes = Some(done);
                    }
                }
                return takes;
            }
            Act::Withdrawal(_) | Act::DeemedWithdrawal(_) => {
                let named = giving_up(fact.act).unwrap_or_default();
                let theirs = |claim: &Claim| named.contains(&claim.claimant);
                claims.retain(|claim| decided.contains(&claim.no.0) || !theirs(claim));
                return Some(fact.at);
            }
            _ => {}
        }
        None
    }

    /// To whom the document of an entry orders a payment: whoever claimed what an award grants and what of it stands, or what
    /// a settlement names; of one of the whole case that names nothing, whatever was open. Nobody where a settlement is of
    /// claims of both sides: it has one sum, and does not say who pays it.
    pub(crate) fn creditors(&self, no: u32, of_final: Option<bool>) -> BTreeSet<u32> {
        let mut now = Claims::default();
        for fact in &self.acts {
            let named: Vec<u32> = match fact.act {
                Act::Award(award) if fact.at.by == no => {
                    let granted = award.items.iter().filter(|item| item.amount.0 > 0);
                    let own = granted.filter(|it| Some(it.finality == Finality::Final) == of_final);
                    own.map(|item| item.claim.0).collect()
                }
                Act::MediationDocument(paper) if fact.at.by == no && paper.claims.is_empty() => {
                    now.open().map(|claim| claim.no.0).collect()
                }
                Act::MediationDocument(paper) if fact.at.by == no => {
                    paper.claims.iter().map(|claim| claim.0).collect()
                }
                _ => {
                    self.follow(&mut now, fact);
                    continue;
                }
            };
            let theirs = now.claims.iter().filter(|claim| named.contains(&claim.no.0));
            let theirs: BTreeSet<u32> = theirs.map(|claim| claim.claimant.0).collect();
            let sides: Vec<Side> =
                self.members.iter().filter(|it| theirs.contains(&it.no)).map(|it| it.side).collect();
            let is_settled = matches!(fact.act, Act::MediationDocument(_));
            let are_opposed = sides.iter().any(|side| *side != sides[0]);
            return if is_settled && are_opposed { BTreeSet::new() } else { theirs };
        }
        BTreeSet::new()
    }

    /// The awards as they were made.
    pub(crate) fn awards(&self) -> Vec<(At, &'a Award)> {
        let award = |fact: &Fact<'a>| match fact.act {
            Act::Award(award) => Some((fact.at, award)),
            _ => None,
        };
        self.acts.iter().filter_map(award).collect()
    }

    /// The award of a finality that a copy is of: the one it names, else the last that was made by then.
    pub(crate) fn award_of(&self, copy: &Copy<'_>) -> Option<u32> {
        let is_final = match copy.service.document {
            Document::AwardFinal => true,
            Document::AwardNonFinal => false,
            _ => return None,
        };
        let awards = self.awards().into_iter().filter(|(_, award)| has(award, is_final));
        let there = awards.filter(|(made, _)| made.by < copy.made.by && made.on <= copy.made.on);
        match copy.service.of {
            Some(of) => there.map(|(made, _)| made.by).find(|made| *made == of.0),
            None => there.map(|(made, _)| made.by).next_back(),
        }
    }

    /// Every challenge: when, by whom, how, whether over something final, and over which award.
    pub(crate) fn challenges(&self) -> Vec<(At, u32, ChallengeKind, bool, u32)> {
        let challenge = |fact: &Fact<'a>| {
            let Act::Challenge(it) = fact.act else { return None };
            let before = self.awards().into_iter().filter(|(made, _)| made.by < fact.at.by);
            let named = |made: &At| it.award.is_none_or(|named| named.0 == made.by);
            let might: Vec<_> = before.filter(|(made, _)| named(made)).collect();
            let not_final = might.iter().any(|(_, award)| has(award, false));
            let is_final = match (it.kind, it.over) {
                (ChallengeKind::SettingAside, _) => true,
                (ChallengeKind::Suit, Some(over)) => over == Finality::Final,
                (ChallengeKind::Suit, None) => !not_final,
            };
            let of_kind = might.iter().rfind(|(_, award)| has(award, is_final));
            let (made, _) = of_kind.or(might.last())?;
            Some((fact.at, it.party.0, it.kind, is_final, made.by))
        };
        self.acts.iter().filter_map(challenge).collect()
    }

    /// Against which workers the suit of an entry is; nobody, where it is against all.
    pub(crate) fn against(&self, entry: u32) -> Vec<u32> {
        let suit = self.acts.iter().find(|fact| fact.at.by == entry).map(|fact| fact.act);
        let Some(Act::Challenge(it)) = suit else { return Vec::new() };
        it.against.iter().map(|worker| worker.0).collect()
    }

    /// Every ruling of a court: when, what, who received it, over which award, and whether over what is final in it.
    pub(crate) fn rulings(&self) -> Vec<Ruling> {
        let ruling = |fact: &Fact<'a>| {
            let Act::Proceeding(ProceedingAct::CourtRuling(it)) = fact.act else { return None };
            let challenges = self.challenges();
            let before: Vec<_> = challenges.iter().filter(|(at, ..)| at.by < fact.at.by).collect();
            let named = |award: u32| it.award.is_none_or(|named| named.0 == award);
            // A final award falls by an application; a suit ends over a final one that a worker sued over, or over another.
            let led = |over_final: bool| {
                let of_it = before.iter().filter(move |(_, party, kind, is_final, award)| match it.kind {
                    CourtRulingKind::SetAside => *kind == ChallengeKind::SettingAside && named(*award),
                    CourtRulingKind::SuitEnded => {
                        let sued = *kind == ChallengeKind::Suit && *is_final == over_final;
                        sued && (!over_final || self.is_worker(*party)) && named(*award)
                    }
                });
                of_it.map(|(.., award)| *award).max()
            };
            let over_final = match (it.kind, it.over) {
                (CourtRulingKind::SetAside, _) => true,
                (CourtRulingKind::SuitEnded, Some(over)) => over == Finality::Final,
                (CourtRulingKind::SuitEnded, None) => led(true).is_some() || led(false).is_none(),
            };
            Some(Ruling {
                at: fact.at,
                kind: it.kind,
                parties: it.parties.iter().map(|party| party.0).collect(),
                award: it.award.map(|award| award.0).or_else(|| led(over_final)),
                over_final,
                suits: it.suits.iter().map(|suit| suit.0).collect(),
            })
        };
        self.acts.iter().filter_map(ruling).collect()
    }

    pub(crate) fn is_worker(&self, party: u32) -> bool {
        self.members.iter().any(|member| member.no == party && member.worker)
    }

    /// Who was in the case when an entry was made, third parties aside.
    pub(crate) fn opposed_at(&self, entry: u32) -> impl Iterator<Item = &Member> {
        let there = move |it: &&Member| it.joined.is_none_or(|joined| joined.by < entry);
        let still = move |it: &&Member| it.left.is_none_or(|left| left.by >= entry);
        self.members.iter().filter(there).filter(still).filter(|it| it.side != Side::ThirdParty)
    }

    /// Who is bound by an award: everyone who was there on its day and stands on a side, whenever that was told, and the third
    /// parties that it names.
    pub(crate) fn bound_by(&self, made: At, award: &Award) -> BTreeSet<u32> {
        let there = self.members.iter().filter(|it| it.side != Side::ThirdParty);
        let there = there.filter(|it| it.joined.is_none_or(|joined| joined < made));
        let there = there.filter(|it| it.left.is_none_or(|left| left > made)).map(|it| it.no);
        let third = self.members.iter().filter(|it| it.side == Side::ThirdParty);
        let named = third.filter(|it| award.binds.iter().any(|no| no.0 == it.no)).map(|it| it.no);
        there.chain(named).collect()
    }

    /// The awards that a court set aside.
    fn set_aside(&self) -> BTreeSet<u32> {
        let rulings = self.rulings().into_iter().filter(|ruling| ruling.kind == CourtRulingKind::SetAside);
        rulings.filter_map(|ruling| ruling.award).collect()
    }

    /// What orders a payment, in the order in which it was complete, the final document of an award before the other (R33 50).
    /// What is final falls away when it is set aside.
    pub(crate) fn payables(&self) -> Vec<Order> {
        let set_aside = self.set_aside();
        let mut all = Vec::new();
        for fact in &self.acts {
            match fact.act {
                Act::Award(award) => {
                    for is_final in [true, false] {
                        if is_final && set_aside.contains(&fact.at.by) {
                            continue;
                        }
                        let items =
                            award.items.iter().filter(|it| (it.finality == Finality::Final) == is_final);
                        let amount = items.map(|item| item.amount.0).sum();
                        let whole = award.scope == Scope::Whole;
                        let (complete, no) = (fact.at, fact.at.by);
                        all.push(Order { complete, no, is_final: Some(is_final), amount, whole });
                    }
                }
                Act::MediationDocument(paper) => {
                    if let Some(complete) = self.complete(fact.at, paper) {
                        let (amount, whole) = (paper.amount.0, paper.scope == Scope::Whole);
                        all.push(Order { complete, no: fact.at.by, is_final: None, amount, whole });
                    }
                }
                _ => {}
            }
        }
        all.retain(|order| order.amount > 0);
        all.sort_by_key(|order| (order.complete.by, order.is_final == Some(false)));
        all
    }

    /// When everyone had signed a settlement whom it needs: of one about some claims those who made them and the other side
    /// (R33 73), of another both sides.
    fn complete(&self, made: At, paper: &MediationDocument) -> Option<At> {
        let mut signed: BTreeMap<u32, NaiveDate> = BTreeMap::new();
        self.acts.iter().find_map(|fact| {
            let Act::MediationSignature(signature) = fact.act else { return None };
            if signature.document.0 != made.by {
                return None;
            }
            for party in &signature.parties {
                signed.entry(party.0).or_insert(fact.at.on);
            }
            let parties: Vec<&Member> = self.opposed_at(fact.at.by).collect();
            let claimants: BTreeSet<u32> =
                paper.claims.iter().filter_map(|no| self.claimant(no.0, fact.at)).collect();
            let whole = paper.scope == Scope::Whole || paper.claims.is_empty();
            let against = |side: Side| parties.iter().any(|it| claimants.contains(&it.no) && it.side != side);
            let mut needed =
                parties.iter().filter(|it| whole || claimants.contains(&it.no) || against(it.side));
            let all = needed.all(|it| signed.contains_key(&it.no));
            let last = signed.values().copied().max()?.max(fact.at.on);
            all.then_some(At { on: last, ..fact.at })
        })
    }

    /// Who made a claim, as the claims stood at an entry.
    fn claimant(&self, no: u32, until: At) -> Option<u32> {
        let before = self.acts.iter().rev().filter(|fact| fact.at.by < until.by);
        let mut claims = before.filter_map(|fact| match fact.act {
            Act::Receipt(it) => Some(&it.claims),
            Act::ClaimAmendment(it) => Some(&it.claims),
            Act::CounterclaimAcceptance(it) => Some(&it.claims),
            _ => None,
        });
        claims.find_map(|claims| claims.iter().find(|claim| claim.no.0 == no).map(|claim| claim.claimant.0))
    }

    /// The days of the acts that a question picks out.
    pub(crate) fn when(&self, asked: impl Fn(&Act) -> bool) -> Vec<At> {
        self.acts.iter().filter(|fact| asked(fact.act)).map(|fact| fact.at).collect()
    }

    /// The parties of a side.
    pub(crate) fn side(&self, side: Side) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(move |member| member.side == side)
    }

    /// The copies of a document that went to a party.
    pub(crate) fn copies_to(&self, party: u32, document: Document) -> impl Iterator<Item = &Copy<'a>> {
        self.copies.iter().filter(move |copy| copy.party == party && copy.service.document == document)
    }
}

/// Whether an award has something of a finality in it.
fn has(award: &Award, is_final: bool) -> bool {
    award.items.iter().any(|item| (item.finality == Finality::Final) == is_final)
}

fn members(acts: &[Fact<'_>]) -> Vec<Member> {
    let member = |party: &Party<PersonRef>, joined| Member {
        no: party.no.0,
        side: party.side,
        worker: party.is_worker(),
        joined,
        left: None,
    };
    let mut members: Vec<Member> = Vec::new();
    for fact in acts {
        if let Act::Receipt(receipt) = fact.act {
            members.extend(receipt.parties.iter().map(|party| member(party, None)));
        } else if let Act::PartyJoinder(joinder) = fact.act {
            members.extend(joinder.parties.iter().map(|party| member(party, Some(fact.at))));
        }
        let gone = giving_up(fact.act).unwrap_or_default();
        if everybody_gives_up(gone, &members) {
            continue;
        }
        for member in members.iter_mut().filter(|member| gone.iter().any(|no| no.0 == member.no)) {
            member.left = Some(fact.at);
        }
    }
    members
}

/// Whom a withdrawal, or what counts as one, names; none of another act.
fn giving_up(act: &Act) -> Option<&[PartyNo]> {
    match act {
        Act::Withdrawal(withdrawal) => Some(&withdrawal.parties),
        Act::DeemedWithdrawal(deemed) => Some(&deemed.parties),
        _ => None,
    }
}

/// Nobody named is everybody, and so are all who still apply.
fn everybody_gives_up(named: &[PartyNo], members: &[Member]) -> bool {
    let mut apply = members.iter().filter(|it| it.side == Side::Applicant && it.left.is_none());
    named.is_empty() || apply.all(|member| named.iter().any(|no| no.0 == member.no))
}

/// The amendments that added or changed a claim of those that stood on their day; one that only gives claims up is none
/// (R33 46).
fn amendments(acts: &[Fact<'_>]) -> Vec<At> {
    let mut stood: BTreeMap<At, &[Claim]> = BTreeMap::new();
    let mut found = Vec::new();
    for fact in acts {
        if let Act::Receipt(receipt) = fact.act {
            stood.insert(fact.at, &receipt.claims);
        } else if let Act::ClaimAmendment(amendment) = fact.act {
            let before = stood.range(..fact.at).next_back().map_or(&[][..], |(_, claims)| *claims);
            found.extend((!amendment.claims.iter().all(|claim| before.contains(claim))).then_some(fact.at));
            stood.insert(fact.at, &amendment.claims);
        }
    }
    found.sort_unstable();
    found
}

fn copies<'a>(acts: &[Fact<'a>], days: &Days) -> Vec<Copy<'a>> {
    let mut copies = Vec::new();
    for fact in acts {
        let Act::Service(service) = fact.act else { continue };
        let served = match service.manner {
            ServiceManner::Leaving => days.working(fact.at.on, 3).due,
            // Sixty days until the amendment of the civil procedure law in 2021; never rolled (law notes §11).
            ServiceManner::Announcement if fact.at.on < the_day_of_thirty() => {
                days.calendar(fact.at.on, 60).natural
            }
            ServiceManner::Announcement => days.calendar(fact.at.on, 30).natural,
            ServiceManner::Direct
            | ServiceManner::Post
            | ServiceManner::Electronic
            | ServiceManner::Simple => fact.at.on,
        };
        let copy = |party: u32| Copy { service, party, made: fact.at, served };
        copies.extend(service.parties.iter().map(|party| copy(party.0)));
    }
    copies
}

/// The day from which an announcement runs for thirty days.
pub(crate) fn the_day_of_thirty() -> NaiveDate {
    NaiveDate::from_ymd_opt(2022, 1, 1).unwrap()
}

/// An act that closes the case, if it is one. A mediation document closes it on the day of the last signature (LAW 42).
fn closes<'a>(acts: &[Fact<'a>], members: &[Member], fact: &Fact<'a>) -> Option<Fact<'a>> {
    match fact.act {
        Act::CorrectionLapse(_)
        | Act::PreFilingSettlement(_)
        | Act::Rejection(_)
        | Act::JurisdictionNotice(_)
        | Act::Transfer(_)
        | Act::Revocation(_)
        | Act::Termination(_) => Some(*fact),
        Act::Withdrawal(_) | Act::DeemedWithdrawal(_) => {
            // Whoever had left before it is no longer asked.
            let before = |left: At| left.by >= fact.at.by;
            let apply = |it: &&Member| it.side == Side::Applicant && it.left.is_none_or(before);
            let there = |it: &&Member| apply(it) && it.joined.is_none_or(|joined| joined.by < fact.at.by);
            let named = giving_up(fact.act).unwrap_or_default();
            let mut apply = members.iter().filter(there);
            let all = named.is_empty() || apply.all(|it| named.iter().any(|no| no.0 == it.no));
            all.then_some(*fact)
        }
        Act::Proceeding(ProceedingAct::JurisdictionRuling(ruling)) => {
            (ruling.outcome == JurisdictionOutcome::Upheld).then_some(*fact)
        }
        Act::Award(award) => (award.scope == Scope::Whole).then_some(*fact),
        Act::MediationSignature(signature) => {
            let on = last_signature(acts, members, signature.document, fact.at)?;
            Some(Fact { at: At { on, ..fact.at }, act: fact.act })
        }
        _ => None,
    }
}

/// The day of the last signature on a mediation document of the whole case, if everyone who was then an applicant or a
/// respondent had signed it by an entry.
fn last_signature(acts: &[Fact<'_>], members: &[Member], paper: EntryNo, until: At) -> Option<NaiveDate> {
    let whole = acts.iter().any(|fact| {
        matches!(fact.act, Act::MediationDocument(made) if made.scope == Scope::Whole)
            && fact.at.by == paper.0
    });
    let signed = |no: u32| {
        let by_it = acts.iter().filter(|fact| fact.at.by <= until.by);
        let mut days = by_it.filter_map(|fact| match fact.act {
            Act::MediationSignature(signature) if signature.document == paper => {
                signature.parties.iter().any(|party| party.0 == no).then_some(fact.at.on)
            }
            _ => None,
        });
        days.next()
    };
    let there = members.iter().filter(|member| member.joined.is_none_or(|joined| joined.by < until.by));
    let still = there.filter(|member| member.left.is_none_or(|left| left.by > until.by));
    let needed = still.filter(|member| member.side != Side::ThirdParty);
    let days: Option<Vec<NaiveDate>> = needed.map(|member| signed(member.no)).collect();
    days?.into_iter().max().filter(|_| whole)
}
