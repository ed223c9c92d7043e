//! What a docket comes to, act by act: who is in the case, what is claimed, decided, agreed and paid, and how it ended.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde_json::Value;

use super::clock::{At, Clock};
use super::docket::{Said, as_no};
use crate::days::Days;

/// From so many workers who apply together a dispute is collective.
const COLLECTIVE: u64 = 10;

/// How and when a case was closed.
#[derive(Debug, Clone)]
pub(crate) struct Closed {
    pub(crate) on: NaiveDate,
    pub(crate) manner: &'static str,
    pub(crate) result: Option<&'static str>,
}

/// What is in a mediation document.
struct Paper {
    no: u32,
    whole: bool,
    claims: Vec<u32>,
    amount: i64,
    /// The representatives of that time, who sign for all.
    speakers: Vec<u32>,
    signed: BTreeMap<u32, NaiveDate>,
    done: bool,
}

struct Claim {
    claimant: u32,
    amount: i64,
    said: Value,
}

struct Party {
    side: String,
    worker: bool,
}

struct Item {
    claim: u32,
    decision: String,
    is_final: bool,
    amount: i64,
}

/// An offer to another channel, and its answer: when, and whether it was taken or declined.
pub(crate) struct Offer {
    no: u32,
    pub(crate) on: NaiveDate,
    pub(crate) answer: Option<(NaiveDate, &'static str)>,
}

/// What the inspectors found on a site, and when each hazard was gone.
#[derive(Default)]
pub(crate) struct Site {
    pub(crate) inspected: Option<NaiveDate>,
    pub(crate) found: Vec<NaiveDate>,
    pub(crate) resolved: Vec<NaiveDate>,
    /// The first payment of each worker.
    pub(crate) first_paid: BTreeMap<u32, NaiveDate>,
    pub(crate) wages: Vec<(NaiveDate, i64)>,
}

/// The application until its acceptance: from when it is complete.
#[derive(Default)]
struct Filing {
    complete: Option<NaiveDate>,
    is_stopped: bool,
    was_told_to_correct: bool,
}

/// A docket, told.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own about a docket")]
pub(crate) struct Told {
    pub(crate) kind: &'static str,
    pub(crate) cause: String,
    pub(crate) channel: String,
    pub(crate) procedure: Option<String>,
    pub(crate) received: Option<NaiveDate>,
    pub(crate) accepted: Option<NaiveDate>,
    pub(crate) heard: Option<NaiveDate>,
    pub(crate) closed: Option<Closed>,
    /// The closing is one that a ledger tells, of which the steps before are not known.
    pub(crate) closed_by_ledger: bool,
    pub(crate) from_ledger: bool,
    /// The day of receipt is not told, or nobody knows whether it is.
    pub(crate) receipt_untold: bool,
    /// Money that reached workers.
    pub(crate) money: Vec<(NaiveDate, i64)>,
    pub(crate) offers: Vec<Offer>,
    pub(crate) site: Site,
    pub(crate) clock: Clock,
    /// The consents to mediate before the acceptance.
    pub(crate) deferred: Vec<NaiveDate>,
    filing: Filing,
    parties: BTreeMap<u32, Party>,
    /// Who left, and when.
    left: BTreeMap<u32, NaiveDate>,
    /// How many workers applied when it was accepted.
    applied: Option<usize>,
    speakers: Vec<u32>,
    claims: BTreeMap<u32, Claim>,
    /// Whether an award was made: of a ledger's case, whose claims nobody knows, it decides no item.
    is_awarded: bool,
    items: Vec<Item>,
    papers: Vec<Paper>,
    amended: Vec<At>,
    ledger: Value,
    agreed: i64,
}

impl Told {
    /// Reads acts in the order of their entries.
    pub(crate) fn of(acts: &[Said], days: &Days) -> Told {
        let mut told = Told::default();
        for said in acts {
            told.take(said, days);
        }
        told
    }

    /// Since when the application is complete.
    pub(crate) fn complete(&self) -> Option<NaiveDate> {
        self.filing.complete
    }

    pub(crate) fn workers(&self) -> i64 {
        let named = self.parties.values().filter(|party| party.worker).count();
        i64::try_from(named).unwrap().max(self.ledger["workers"].as_i64().unwrap_or(0))
    }

    /// Whether it is collective now.
    fn is_collective(&self) -> bool {
        self.is_called_collective() || u64::try_from(self.workers_who_apply()).unwrap() >= COLLECTIVE
    }

    /// Whether it was when it was accepted; before that, whether it is.
    pub(crate) fn counts_as_collective(&self) -> bool {
        let applied = self.applied.unwrap_or_else(|| self.workers_who_apply());
        self.is_called_collective() || u64::try_from(applied).unwrap() >= COLLECTIVE
    }

    fn is_called_collective(&self) -> bool {
        let many = self.ledger["workers"].as_u64().is_some_and(|count| count >= COLLECTIVE);
        self.ledger["collective"].as_bool().unwrap_or(many)
    }

    fn workers_who_apply(&self) -> usize {
        self.parties.iter().filter(|(no, it)| it.worker && self.applies(**no)).count()
    }

    pub(crate) fn claimed(&self) -> i64 {
        self.claims.values().map(|claim| claim.amount).sum()
    }

    /// What was awarded or agreed.
    pub(crate) fn awarded(&self) -> i64 {
        if self.kind == "mediation" {
            return self.agreed;
        }
        let awarded: i64 = self.items.iter().map(|item| item.amount).sum();
        let signed = self.papers.iter().filter(|paper| paper.done);
        awarded + signed.map(|paper| paper.amount).sum::<i64>() + self.agreed
    }

    fn applies(&self, no: u32) -> bool {
        !self.left.contains_key(&no) && self.parties.get(&no).is_some_and(|party| party.side == "applicant")
    }

    fn close(&mut self, on: NaiveDate, manner: &'static str) {
        self.closed = Some(Closed { on, manner, result: None });
    }

    fn take(&mut self, said: &Said, days: &Days) {
        let at = (said.on, said.no);
        match said.act.as_str() {
            "receipt" | "mediation_request" | "inspection_receipt" | "petition_receipt" => self.receive(said),
            "ledger_entry" => {
                self.take_over(said);
                self.applied = self.accepted.map(|_| self.workers_who_apply());
            }
            "acceptance" => {
                self.accepted = Some(said.on);
                // Who left on a later day was there, also where that was told before.
                let left_later = |no: &u32| self.left.get(no).is_some_and(|left| *left > said.on);
                let there = self.parties.iter().filter(|(no, it)| it.worker && left_later(no));
                let there = there.filter(|(_, it)| it.side == "applicant").count();
                self.applied = Some(self.workers_who_apply() + there);
                self.procedure = Some(said.word("procedure").to_owned());
                let moved = self.channel == "transferred_in";
                self.clock.starts.push(if moved { (self.received.unwrap(), 1) } else { at });
            }
            "hearing_opening" => {
                self.heard = Some(self.heard.map_or(said.on, |before| before.min(said.on)));
            }
            "procedure_conversion" => self.procedure = Some("ordinary".to_owned()),
            "representation" => self.speakers = said.numbers("parties"),
            "suspension" => self.clock.pauses.push((said.no, said.on, None)),
            "suspension_end" => {
                let own = self.clock.pauses.iter_mut().find(|(no, ..)| *no == said.number("suspension"));
                own.unwrap().2 = Some(said.on);
            }
            "extension" => {
                let more = u16::try_from(said.number("days")).unwrap();
                self.clock.extensions.push((at, more));
            }
            "service" if said.word("manner") == "announcement" => self.clock.announced.push(said.on),
            "recovery" => self.money.push((said.on, said.fen("amount"))),
            "referral" => self.offers.push(Offer { no: said.no, on: said.on, answer: None }),
            "referral_acceptance" => self.answer(said, "taken"),
            "referral_decline" => self.answer(said, "declined"),
            _ => {
                self.file(said, days);
                self.argue(said);
                self.decide(said);
                self.end(said);
                self.inspect(said);
            }
        }
    }

    fn receive(&mut self, said: &Said) {
        self.kind = match said.act.as_str() {
            "mediation_request" => "mediation",
            "inspection_receipt" => "inspection",
            "petition_receipt" => "petition",
            _ => "arbitration",
        };
        said.word("cause").clone_into(&mut self.cause);
        said.word("channel").clone_into(&mut self.channel);
        self.received = Some(said.on);
        self.filing.complete = Some(said.on);
        self.join(said.items("parties"));
        self.claim(said.items("claims"));
    }

    fn take_over(&mut self, said: &Said) {
        self.receive(said);
        self.from_ledger = true;
        self.ledger = said.data.clone();
        let first = self.parties.iter().find(|(_, party)| party.side == "applicant").map(|(no, _)| *no);
        if let Some(amount) = said.data["claimed"].as_i64() {
            let claim = Claim { claimant: first.unwrap(), amount, said: Value::Null };
            self.claims.insert(1, claim);
        }
        self.accepted = said.day("accepted_on");
        // Another day than the acceptance says by itself that it is told.
        let is_told = said.data["receipt_told"].as_bool();
        self.receipt_untold = is_told.map_or(self.accepted == Some(said.on), |told| !told);
        if let Some(on) = self.accepted {
            let moved = self.channel == "transferred_in";
            self.clock.starts.push((if moved { said.on } else { on }, said.no));
        }
        self.procedure = said.data["procedure"].as_str().map(ToOwned::to_owned);
        let closed = &said.data["closed"];
        if let Some(on) = closed["on"].as_str() {
            let known = |text: &Value| text.as_str().map(|text| &*text.to_owned().leak());
            let (manner, result) = (known(&closed["manner"]).unwrap(), known(&closed["outcome"]));
            self.closed = Some(Closed { on: on.parse().unwrap(), manner, result });
            self.closed_by_ledger = true;
            self.agreed = closed["amount"].as_i64().unwrap_or(0);
        }
        let recovered = &said.data["recovered"];
        if let Some(on) = recovered["on"].as_str() {
            self.money.push((on.parse().unwrap(), recovered["amount"].as_i64().unwrap()));
        }
    }

    fn join(&mut self, parties: &[Value]) {
        for party in parties {
            let (side, worker) =
                (party["side"].as_str().unwrap().to_owned(), !party["who"]["worker"].is_null());
            self.parties.insert(as_no(&party["no"]), Party { side, worker });
        }
    }

    fn claim(&mut self, claims: &[Value]) {
        for said in claims {
            let amount = said["amount"].as_i64().unwrap_or(0);
            let claim = Claim { claimant: as_no(&said["claimant"]), amount, said: said.clone() };
            self.claims.insert(as_no(&said["no"]), claim);
        }
    }

    fn answer(&mut self, said: &Said, how: &'static str) {
        let offer = self.offers.iter_mut().find(|offer| offer.no == said.number("referral"));
        offer.unwrap().answer = Some((said.on, how));
    }

    /// Corrections are asked for once, and mediation is tried once: each stops the five days until it is over (A03).
    fn file(&mut self, said: &Said, days: &Days) {
        match said.act.as_str() {
            "correction_notice" => {
                self.filing.is_stopped |= !self.filing.was_told_to_correct;
                self.filing.was_told_to_correct = true;
            }
            "mediation_deferral" => {
                self.filing.is_stopped |= self.deferred.is_empty();
                self.deferred.push(said.on);
            }
            "correction_completion" => self.begin_again(said.on),
            "mediation_failure" => {
                // What was not ended in its fifteen days failed on the last of them.
                let last = self.deferred.last().map(|consent| days.calendar(*consent, 15).due);
                self.begin_again(last.map_or(said.on, |last| last.min(said.on)));
            }
            _ => {}
        }
    }

    fn begin_again(&mut self, on: NaiveDate) {
        if self.filing.is_stopped {
            self.filing.complete = Some(on);
            self.filing.is_stopped = false;
        }
    }

    /// What is claimed by whom.
    fn argue(&mut self, said: &Said) {
        let at = (said.on, said.no);
        match said.act.as_str() {
            "party_joinder" => {
                self.join(said.items("parties"));
                self.clock.starts.push(at);
            }
            "wage_list" => self.join(said.items("parties")),
            "counterclaim_acceptance" => {
                self.claim(said.items("claims"));
                self.clock.starts.push(at);
            }
            // Told after one of a later day, it says nothing of the claims as they are now.
            "claim_amendment" if self.amended.iter().any(|later| at < *later) => {
                self.amended.push(at);
                self.clock.starts.push(at);
            }
            "claim_amendment" => {
                let is_known = |new: &Value| {
                    let old = self.claims.get(&as_no(&new["no"]));
                    old.is_some_and(|old| old.said == *new && self.is_of("applicant", old.claimant))
                };
                if !said.items("claims").iter().all(is_known) {
                    self.amended.push(at);
                    self.clock.starts.push(at);
                }
                let theirs: Vec<u32> = self
                    .claims
                    .iter()
                    .filter(|(_, it)| self.is_of("applicant", it.claimant))
                    .map(|(no, _)| *no)
                    .collect();
                for no in &theirs {
                    self.claims.remove(no);
                }
                self.claim(said.items("claims"));
                self.close_if_nothing_is_open(said.on, said.takes_last);
            }
            "case_split" => {
                let leavers = said.numbers("parties");
                self.parties.retain(|no, _| !leavers.contains(no));
                self.claims.retain(|_, claim| !leavers.contains(&claim.claimant));
                self.drop_speakers(&leavers);
            }
            "withdrawal" | "deemed_withdrawal" => self.withdraw(said),
            _ => {}
        }
    }

    fn is_of(&self, side: &str, no: u32) -> bool {
        self.parties.get(&no).is_some_and(|party| party.side == side)
    }

    fn drop_speakers(&mut self, leavers: &[u32]) {
        self.speakers.retain(|no| !leavers.contains(no));
        if !self.is_collective() {
            self.speakers.clear();
        }
    }

    fn withdraw(&mut self, said: &Said) {
        let named = said.numbers("parties");
        let apply: Vec<u32> = self.parties.keys().copied().filter(|no| self.applies(*no)).collect();
        let is_everybody = named.is_empty() || apply.iter().all(|no| named.contains(no));
        let after_parts = self.has_parts() && said.takes_last;
        if is_everybody && !after_parts {
            let manner = match (said.act.as_str(), self.accepted) {
                ("deemed_withdrawal", _) => "deemed_withdrawn",
                (_, Some(_)) => "withdrawn",
                (_, None) => "withdrawn_before_acceptance",
            };
            return self.close(said.on, manner);
        }
        let leavers = if is_everybody { apply } else { named };
        let decided = self.decided();
        self.claims.retain(|no, claim| decided.contains(no) || !leavers.contains(&claim.claimant));
        self.left.extend(leavers.iter().map(|no| (*no, said.on)));
        self.drop_speakers(&leavers);
        if is_everybody {
            self.close_by_parts(said.on);
        } else {
            self.close_if_nothing_is_open(said.on, said.takes_last);
        }
    }

    /// The claims of which an award or a document that all have signed says something.
    fn decided(&self) -> BTreeSet<u32> {
        let signed =
            self.papers.iter().filter(|paper| paper.done).flat_map(|paper| paper.claims.iter().copied());
        signed.chain(self.items.iter().map(|item| item.claim)).collect()
    }

    fn has_parts(&self) -> bool {
        self.kind == "arbitration" && (self.is_awarded || self.papers.iter().any(|paper| paper.done))
    }

    /// What takes the last open claim, after parts were decided or settled, closes the case as these do (ADR 9).
    fn close_if_nothing_is_open(&mut self, on: NaiveDate, takes_last: bool) {
        let decided = self.decided();
        if takes_last && self.has_parts() && self.claims.keys().all(|no| decided.contains(no)) {
            self.close_by_parts(on);
        }
    }

    fn close_by_parts(&mut self, on: NaiveDate) {
        if self.is_awarded {
            self.close_by_award(on);
        } else {
            self.closed = Some(Closed { on, manner: "mediated", result: Some("partly") });
        }
    }

    /// What all awards of the case say together (R33 50).
    fn close_by_award(&mut self, on: NaiveDate) {
        let has = |is_final: bool| self.items.iter().any(|item| item.is_final == is_final);
        let manner = match (has(true), has(false)) {
            (true, true) => "award_mixed",
            (true, false) => "award_final",
            (false, _) => "award_non_final",
        };
        let winners: BTreeSet<&str> = self.items.iter().map(|item| self.winner(item)).collect();
        let result = match winners.into_iter().collect::<Vec<_>>()[..] {
            ["worker"] => "worker",
            ["employer"] => "employer",
            _ => "partly",
        };
        self.closed = Some(Closed { on, manner, result: Some(result) });
    }

    fn winner(&self, item: &Item) -> &'static str {
        let claimant = self.claims.get(&item.claim).and_then(|claim| self.parties.get(&claim.claimant));
        let by_worker = claimant.is_none_or(|party| party.worker);
        match (item.decision.as_str(), by_worker) {
            ("granted", true) | ("dismissed", false) => "worker",
            ("granted", false) | ("dismissed", true) => "employer",
            _ => "partly",
        }
    }

    /// What is decided and settled.
    fn decide(&mut self, said: &Said) {
        match said.act.as_str() {
            "award" => {
                self.is_awarded = true;
                for item in said.items("items") {
                    self.items.push(Item {
                        claim: as_no(&item["claim"]),
                        decision: item["decision"].as_str().unwrap().to_owned(),
                        is_final: item["finality"] == "final",
                        amount: item["amount"].as_i64().unwrap(),
                    });
                }
                if said.word("scope") == "whole" {
                    self.close_by_award(said.on);
                }
            }
            "mediation_document" => {
                let (whole, mut claims) = (said.word("scope") == "whole", said.numbers("claims"));
                if whole && claims.is_empty() {
                    let decided = self.decided();
                    claims = self.claims.keys().copied().filter(|no| !decided.contains(no)).collect();
                }
                let (no, amount, speakers) = (said.no, said.fen("amount"), self.speakers.clone());
                self.papers.push(Paper {
                    no,
                    whole,
                    claims,
                    amount,
                    speakers,
                    signed: BTreeMap::new(),
                    done: false,
                });
            }
            "mediation_signature" if self.kind == "arbitration" => self.sign(said),
            _ => {}
        }
    }

    /// The last signature completes a document, and closes the case on the latest day on which somebody signed (LAW 42).
    fn sign(&mut self, said: &Said) {
        let nth = self.papers.iter().position(|paper| paper.no == said.number("document")).unwrap();
        for no in said.numbers("parties") {
            self.papers[nth].signed.entry(no).or_insert(said.on);
        }
        let paper = &self.papers[nth];
        let claimants: BTreeSet<u32> =
            paper.claims.iter().filter_map(|no| self.claims.get(no)).map(|claim| claim.claimant).collect();
        let sides: BTreeSet<&str> =
            claimants.iter().filter_map(|no| self.parties.get(no)).map(|party| party.side.as_str()).collect();
        let of_all = paper.whole || paper.claims.is_empty();
        let by_speakers =
            !paper.speakers.is_empty() && paper.speakers.iter().all(|no| paper.signed.contains_key(no));
        let is_missing = |(no, party): (&u32, &Party)| {
            let against = sides.iter().any(|side| *side != party.side);
            let is_asked = party.side != "third_party"
                && !self.left.contains_key(no)
                && (of_all || claimants.contains(no) || against);
            let spoken_for = by_speakers && party.worker && self.applies(*no);
            is_asked && !spoken_for && !paper.signed.contains_key(no)
        };
        if self.parties.iter().any(is_missing) {
            return;
        }
        let (last, whole) = (paper.signed.values().copied().max().unwrap(), paper.whole);
        self.papers[nth].done = true;
        if whole {
            self.closed = Some(Closed { on: last, manner: "mediated", result: Some("partly") });
        } else {
            self.close_if_nothing_is_open(last, said.takes_last);
        }
    }

    /// What ends a case of any kind.
    fn end(&mut self, said: &Said) {
        let manner = match said.act.as_str() {
            "correction_lapse" => "not_corrected",
            "pre_filing_settlement" => "settled_before_acceptance",
            "rejection" => "rejected",
            "jurisdiction_notice" => "referred_elsewhere",
            "transfer" => "transferred",
            "jurisdiction_ruling" if said.word("outcome") == "upheld" => "transferred",
            "revocation" => "revoked",
            "termination" => "terminated",
            "mediation_refusal" => "mediation_refused",
            "mediation_agreement" => "mediation_agreed",
            "mediation_ending" => match said.word("cause") {
                "withdrawn" => "mediation_withdrawn",
                "settled" => "mediation_settled",
                _ => "mediation_failed",
            },
            "inspection_closing" => match said.word("outcome") {
                "paid" => "inspection_paid",
                "partly_paid" => "inspection_partly_paid",
                _ => "inspected",
            },
            "inspection_refusal"
            | "inspection_redirection"
            | "complaint_withdrawal"
            | "inspection_handover"
            | "police_transfer" => "inspected",
            "petition_rejection" | "petition_redirection" | "petition_answer" | "petition_withdrawal" => {
                "petitioned"
            }
            _ => "",
        };
        if !manner.is_empty() {
            self.close(said.on, manner);
        }
        match said.act.as_str() {
            "mediation_agreement" => self.agreed = said.fen("amount"),
            "mediation_ending" => self.agreed = said.fen("amount"),
            _ => {}
        }
        if matches!(
            said.act.as_str(),
            "pre_filing_settlement" | "mediation_agreement" | "agreement_performance"
        ) {
            let paid = said.fen("paid");
            self.money.extend((paid > 0).then_some((said.on, paid)));
        }
    }

    fn inspect(&mut self, said: &Said) {
        let site = &mut self.site;
        match said.act.as_str() {
            "project_inspection" => {
                site.inspected = Some(site.inspected.map_or(said.on, |before| before.min(said.on)));
                site.found.extend(said.items("hazards").iter().map(|_| said.on));
            }
            "hazard_resolution" => site.resolved.push(said.on),
            "wage_payment" => {
                for paid in said.items("payments") {
                    let (worker, amount) = (as_no(&paid["worker"]), paid["amount"].as_i64().unwrap());
                    site.wages.push((said.on, amount));
                    self.money.push((said.on, amount));
                    let first = site.first_paid.entry(worker).or_insert(said.on);
                    *first = said.on.min(*first);
                }
            }
            _ => {}
        }
    }
}
