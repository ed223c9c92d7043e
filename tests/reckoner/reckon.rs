//! The deadlines of a case, reckoned from the notes on the law (§1.3, §1.4, §1.6, §2, §11.1) and from what ADR 0009
//! chose where they are silent; each rule looks for its facts in the docket and walks over the days.
//! Not here: anything that the program computed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use sikuai::domain::act::Act;
use sikuai::domain::act::after::ChallengeKind;
use sikuai::domain::act::decision::{Award, Finality};
use sikuai::domain::act::filing::{Channel, FailureCause, Procedure};
use sikuai::domain::act::proceeding::{CourtRulingKind, ProceedingAct};
use sikuai::domain::act::referral::ReferralAct;
use sikuai::domain::act::service::DefenceKind;
use sikuai::domain::act::tribunal::Untold;
use sikuai::domain::deadline::State;
use sikuai::domain::deadline::rule::RuleId;
use sikuai::domain::docket::Entry;
use sikuai::domain::id::PartyNo;
use sikuai::domain::party::Side;
use sikuai::domain::period::NoticeCounting;
use sikuai::domain::service_of_process::{Document, ServiceManner};

use crate::days::{Days, End};
use crate::facts::{Copy, Fact, Facts, Order, Ruling};
use crate::line::{At, Ending, Line};
use crate::trial::{Out, Outcome, Walk, walk};

/// Every deadline of a docket. Notice of a hearing is counted as the office's setting has it.
pub(crate) fn reckon(docket: &[Entry], notice: NoticeCounting, days: &Days) -> Vec<Line> {
    let facts = Facts::of(docket, days);
    let mut reckoner = Reckoner { facts, docket, notice, days, lines: Vec::new() };
    reckoner.before_acceptance();
    reckoner.decision_on_acceptance();
    reckoner.service_of_the_application();
    reckoner.tribunal();
    reckoner.defences_to_the_application();
    reckoner.defences_to_amended_claims();
    reckoner.defences_passed_on();
    reckoner.counterclaims();
    reckoner.revocation();
    reckoner.hearings();
    reckoner.recusals();
    reckoner.entrusted_mediation();
    reckoner.trials();
    reckoner.terms_after_an_award();
    reckoner.terms_for_evidence();
    reckoner.one_time_notice();
    reckoner.rulings_of_courts();
    reckoner.enforcement();
    reckoner.referrals();
    reckoner.lines
}

/// A trial period: its start, what took its place, and the one extension with its days.
pub(crate) struct Period {
    pub(crate) start: At,
    pub(crate) replaced: Option<At>,
    pub(crate) extension: Option<(At, u16)>,
}

struct Reckoner<'a> {
    facts: Facts<'a>,
    docket: &'a [Entry],
    notice: NoticeCounting,
    days: &'a Days,
    lines: Vec<Line>,
}

impl Reckoner<'_> {
    /// A deadline that an act met, or that fell away with the closing, or that is open.
    fn line(&mut self, rule: RuleId, (trigger, end): (At, End), party: Option<u32>, met: Option<At>) {
        let closed = self.facts.closed.map(|closed| closed.at);
        let (state, met) = match (met, closed) {
            (Some(_), _) => (State::Met, met),
            (None, Some(closed)) if end.due < closed.on => (State::Missed, Some(closed)),
            (None, Some(_)) => (State::Ended, None),
            (None, None) => (State::Open, None),
        };
        self.lines.push(Line { rule, trigger, party, ending: Ending::Ends(end), state, met });
    }

    fn working(&self, trigger: At, length: usize) -> (At, End) {
        (trigger, self.days.working(trigger.on, length))
    }

    fn received(&self) -> At {
        self.facts.acts[0].at
    }

    /// A01, once a notice was given; A02, the day that each notice designates, or the next working day where that is a
    /// rest day (R33 19), until the materials are complete; and M03, from each consent to mediation.
    fn before_acceptance(&mut self) {
        let notices = self.facts.when(|act| matches!(act, Act::CorrectionNotice(_)));
        if let Some(first) = notices.first() {
            // The law knows one notice: a second, irregular one does not make the first late.
            let since = self.asked_since(*first);
            self.line(RuleId::A01, self.working(since, 5), None, Some(*first));
        }
        let completed = self.facts.when(|act| matches!(act, Act::CorrectionCompletion(_)));
        let designated: Vec<(At, NaiveDate)> = self.facts.acts.iter().filter_map(correction_notice).collect();
        for (notice, last) in designated {
            let met = completed.iter().copied().find(|complete| complete.by > notice.by);
            self.line(RuleId::A02, (notice, self.days.designated(last)), None, met);
        }
        let ends =
            self.facts.when(|act| matches!(act, Act::MediationFailure(_) | Act::PreFilingSettlement(_)));
        let lapse = |act: &Act| matches!(act, Act::MediationFailure(it) if it.cause == FailureCause::Lapsed);
        let lapses = self.facts.when(lapse);
        for consent in self.facts.when(|act| matches!(act, Act::MediationDeferral(_))) {
            let period = self.days.calendar(consent.on, 15);
            let ended = ends.iter().copied().find(|end| end.by > consent.by);
            // What ran out ended by itself, on the last day (LAW 14).
            let lapsed = |end: At| if lapses.contains(&end) { At { on: period.due, ..end } } else { end };
            self.line(RuleId::M03, (consent, period), None, ended.map(lapsed));
        }
    }

    /// Since when the office could ask for corrections: from the receipt, or from the end of a deferral that came while
    /// those five days ran.
    fn asked_since(&self, notice: At) -> At {
        let deferrals = self.facts.when(|act| matches!(act, Act::MediationDeferral(_)));
        let in_time = self.days.working(self.received().on, 5).due;
        let before = deferrals.first().filter(|consent| consent.by < notice.by && consent.on <= in_time);
        let Some(consent) = before else { return self.received() };
        let failures = self.facts.when(|act| matches!(act, Act::MediationFailure(_)));
        let failed = failures.into_iter().find(|at| at.by > consent.by).unwrap();
        self.over(*consent, failed)
    }

    /// When a mediation that failed was over: on the last of its fifteen days at the latest, and then by itself.
    fn over(&self, consent: At, failed: At) -> At {
        let last = self.days.calendar(consent.on, 15).due;
        if failed.on > last { At { on: last, ..consent } } else { failed }
    }

    /// A03: five working days from the receipt, that stop with the one correction notice and the one deferral and
    /// begin anew when it is over. What had run out before it was stopped stays missed.
    fn decision_on_acceptance(&mut self) {
        let (mut since, mut stopped): (At, Option<At>) = (self.received(), None);
        let (mut noticed, mut deferred, mut decided) = (false, false, None);
        let mut clocks = Vec::new();
        for fact in &self.facts.acts {
            match fact.act {
                Act::CorrectionNotice(_) if !noticed => (noticed, stopped) = (true, Some(fact.at)),
                Act::MediationDeferral(_) if !deferred => (deferred, stopped) = (true, Some(fact.at)),
                Act::CorrectionCompletion(_) if stopped.is_some() => {
                    clocks.push((since, stopped.take()));
                    since = fact.at;
                }
                // After its period the mediation has failed by law, on the last day, whatever is told (LAW 14).
                Act::MediationFailure(_) if stopped.is_some() => {
                    clocks.push((since, stopped.take()));
                    let consent = self.facts.when(|act| matches!(act, Act::MediationDeferral(_)));
                    let last = consent.into_iter().rfind(|consent| consent.by < fact.at.by).unwrap();
                    since = self.over(last, fact.at);
                }
                Act::Acceptance(_) | Act::Rejection(_) | Act::JurisdictionNotice(_) => {
                    decided = Some(fact.at);
                }
                _ => {}
            }
        }
        // A deferral of which nobody told the end ends by itself, unless the case was over by then.
        let deferral = self.facts.when(|act| matches!(act, Act::MediationDeferral(_))).first().copied();
        if let Some(consent) = deferral.filter(|consent| stopped == Some(*consent)) {
            let last = self.days.calendar(consent.on, 15).due;
            if self.facts.closed.is_none_or(|closed| closed.at.on > last) {
                clocks.push((since, stopped.take()));
                since = At { on: last, ..consent };
            }
        }
        let runs = clocks.len();
        clocks.push((since, stopped));
        for (nth, (since, stopped)) in clocks.into_iter().enumerate() {
            let (trigger, end) = self.working(since, 5);
            let line =
                |ending, state, met| Line { rule: RuleId::A03, trigger, party: None, ending, state, met };
            let ended = self.facts.closed.is_some();
            match stopped {
                Some(stop) if stop.on > end.due => {
                    self.lines.push(line(Ending::Ends(end), State::Missed, Some(stop)));
                }
                Some(_) if nth < runs => {}
                Some(stop) => {
                    let state = if ended { State::Ended } else { State::Paused };
                    self.lines.push(line(Ending::Stands(stop.on), state, None));
                }
                None => self.line(RuleId::A03, (trigger, end), None, decided),
            }
        }
    }

    /// RF1: five working days from each offer to another channel, whatever becomes of the case. An answer meets it; taken
    /// back it falls away, unless it had run out by then.
    fn referrals(&mut self) {
        for offer in self.facts.when(|act| matches!(act, Act::Referral(ReferralAct::Referral(_)))) {
            let (trigger, end) = self.working(offer, 5);
            let answers = |act: &Act| matches!(act, Act::Referral(answer) if answer.answers().is_some_and(|no| no.0 == offer.by));
            let answered = self.facts.when(answers).first().copied();
            let back = self.facts.when(|act| matches!(act, Act::Referral(ReferralAct::ReferralWithdrawal(back)) if back.referral.0 == offer.by)).first().copied();
            let (state, met) = match (answered, back) {
                (Some(_), _) => (State::Met, answered),
                (None, Some(back)) if back.on > end.due => (State::Missed, Some(back)),
                (None, Some(_)) => (State::Ended, None),
                (None, None) => (State::Open, None),
            };
            let ending = Ending::Ends(end);
            self.lines.push(Line { rule: RuleId::RF1, trigger, party: None, ending, state, met });
        }
    }

    /// A06: each respondent, from the acceptance or from its joinder.
    fn service_of_the_application(&mut self) {
        let Some(accepted) = self.facts.accepted else { return };
        let respondents: Vec<(u32, At)> = self
            .facts
            .side(Side::Respondent)
            .map(|member| (member.no, member.joined.unwrap_or(accepted)))
            .collect();
        for (no, trigger) in respondents {
            let met = self.facts.copies_to(no, Document::ApplicationCopy).map(Copy::sent).min();
            self.line(RuleId::A06, self.working(trigger, 5), Some(no), met);
        }
    }

    /// A07: the tribunal is there and the parties know it: on the day that its formation, or a change after it, says, or once the
    /// last of those who were there has its notice, whichever is first. Later changes do not undo that. In dockets that do not
    /// have services tell, a formation that names no day was told on its own.
    fn tribunal(&mut self) {
        let Some(accepted) = self.facts.accepted else { return };
        let (mut formed, mut said): (Option<At>, Option<NaiveDate>) = (None, None);
        for fact in &self.facts.acts {
            match fact.act {
                Act::TribunalFormation(it) => {
                    let silent = (it.untold == Untold::OnItsDay).then_some(fact.at.on);
                    (formed, said) = (Some(fact.at), it.notified_on.or(silent));
                }
                Act::TribunalChange(it) => said = said.or(it.notified_on),
                _ => {}
            }
        }
        let met = formed.and_then(|formed| {
            let said = said.map(|on| At { on, ..formed });
            said.into_iter().chain(self.all_told(formed)).min()
        });
        self.line(RuleId::A07, self.working(accepted, 5), None, met);
    }

    /// When the last of those who were there on the day of the formation was sent the notice of it, or had left.
    fn all_told(&self, formed: At) -> Option<At> {
        let there =
            self.facts.members.iter().filter(|it| it.joined.is_none_or(|joined| joined.on <= formed.on));
        let told = there.map(|member| {
            let copies = self.facts.copies_to(member.no, Document::TribunalNotice);
            let since = |copy: &Copy<'_>| (copy.made.on >= formed.on).then(|| copy.sent());
            let through = self.facts.through(member, Document::TribunalNotice, since);
            let left = member.left.map(|left| At { on: left.on.max(formed.on), ..left });
            copies.filter_map(since).chain(through).chain(left).min()
        });
        told.collect::<Option<Vec<At>>>()?.into_iter().max()
    }

    /// A08 from one copy: met or waived by the first defence since the day of what it answers.
    fn defence(&mut self, copy: At, party: u32, since: At) {
        let period = self.working(copy, 10);
        let answers = self.facts.acts.iter().filter_map(|fact| match fact.act {
            Act::Defence(defence) if defence.party.0 == party && fact.at.on >= since.on => {
                Some((fact.at, defence.kind))
            }
            _ => None,
        });
        // A period that is over cannot be given up.
        let lawful = answers.filter(|(at, kind)| *kind == DefenceKind::Filed || at.on <= period.1.due);
        let answer = lawful.min_by_key(|(at, _)| *at);
        self.line(RuleId::A08, period, Some(party), answer.map(|(at, _)| at));
        if let (Some((_, DefenceKind::Waived)), Some(line)) = (answer, self.lines.last_mut()) {
            line.state = State::Waived;
        }
    }

    /// A08 of each respondent, from the first copy of the application that it received.
    fn defences_to_the_application(&mut self) {
        let Some(accepted) = self.facts.accepted else { return };
        for no in self.respondents() {
            let copies = self.facts.copies_to(no, Document::ApplicationCopy);
            if let Some(first) = copies.map(Copy::received).min() {
                self.defence(first, no, accepted);
            }
        }
    }

    /// A08 of each respondent, from the first copy of each amendment: of the one that the copy names, or else the last one
    /// before the copy. A counterclaim is the applicants' to answer.
    fn defences_to_amended_claims(&mut self) {
        let amendments = self.facts.amendments.clone();
        for no in self.respondents() {
            let mut first: BTreeMap<At, At> = BTreeMap::new();
            for copy in self.facts.copies_to(no, Document::AmendedApplicationCopy) {
                let before = |at: &&At| at.on <= copy.made.on && at.by < copy.made.by;
                let named = copy.service.of.map(|of| amendments.iter().find(|at| at.by == of.0));
                let Some(amended) = named.unwrap_or_else(|| amendments.iter().rfind(before)) else {
                    continue;
                };
                let received = copy.received();
                first.entry(*amended).and_modify(|at| *at = received.min(*at)).or_insert(received);
            }
            for (amended, received) in first {
                self.defence(received, no, amended);
            }
        }
    }

    fn respondents(&self) -> Vec<u32> {
        self.facts.side(Side::Respondent).map(|member| member.no).collect()
    }

    /// A09: each defence, until all who were applicants on its day have a copy.
    fn defences_passed_on(&mut self) {
        let filed: Vec<(At, u32)> = self.facts.acts.iter().filter_map(filed_defence).collect();
        for (defence, party) in filed {
            let there = |joined: Option<At>| joined.is_none_or(|joined| joined.on <= defence.on);
            let applicants = self.facts.side(Side::Applicant).filter(|member| there(member.joined));
            let copies: Option<Vec<At>> = applicants
                .map(|member| {
                    let copies = self.facts.copies_to(member.no, Document::DefenceCopy);
                    let since = |copy: &Copy<'_>| (copy.made.on >= defence.on).then(|| copy.sent());
                    let through = self.facts.through(member, Document::DefenceCopy, since);
                    // Whoever gave up is owed none since.
                    let left = member.left.map(|left| At { on: left.on.max(defence.on), ..left });
                    copies.filter_map(since).chain(through).chain(left).min()
                })
                .collect();
            let met = copies.and_then(|copies| copies.into_iter().max());
            self.line(RuleId::A09, self.working(defence, 5), Some(party), met);
        }
    }

    /// A12: from the filing of a counterclaim to its acceptance or refusal, and from its receipt while it waits for one.
    fn counterclaims(&mut self) {
        let decided: Vec<Decided> = self.facts.acts.iter().filter_map(decided_counterclaim).collect();
        for it in &decided {
            self.line(RuleId::A12, self.working(it.filed, 5), None, Some(it.at));
        }
        let received: Vec<(At, PartyNo)> = self.facts.acts.iter().filter_map(received_counterclaim).collect();
        for (at, party) in received {
            let is_it = |it: &Decided| it.filed.on == at.on && it.parties.contains(&party);
            if !decided.iter().any(is_it) {
                self.line(RuleId::A12, self.working(at, 5), Some(party.0), None);
            }
        }
    }

    /// A15: from the revocation until every party was told that had not left.
    fn revocation(&mut self) {
        let Some(Fact { at, act: Act::Revocation(_) }) = self.facts.closed else { return };
        let told: Option<Vec<At>> = self
            .facts
            .members
            .iter()
            .filter(|member| member.left.is_none())
            .map(|member| self.facts.copies_to(member.no, Document::ClosingDecision).map(Copy::sent).min())
            .collect();
        let met = told.and_then(|told| told.into_iter().max());
        let state = if met.is_some() { State::Met } else { State::Open };
        let ending = Ending::Ends(self.days.working(at.on, 5));
        self.lines.push(Line { rule: RuleId::A15, trigger: at, party: None, ending, state, met });
    }

    /// A20: in the ordinary procedure, notice five working days before each hearing that was set by a notice, and before
    /// one that is ahead when the case is converted to it; a further sitting announced in the hearing needs none. It falls
    /// away with a hearing that is not held.
    fn hearings(&mut self) {
        let mut ordinary = false;
        let (mut hearings, mut free, mut off) = (Vec::new(), Vec::new(), Vec::new());
        let mut opened: BTreeMap<u32, (At, Vec<u32>)> = BTreeMap::new();
        for fact in &self.facts.acts {
            // Of the simplified procedure, and still ahead: the conversion finds them.
            let mut set = |held| if ordinary { &mut hearings } else { &mut free }.push((fact.at, held));
            match fact.act {
                Act::Acceptance(acceptance) => ordinary = acceptance.procedure == Procedure::Ordinary,
                Act::ProcedureConversion(_) => {
                    ordinary = true;
                    let ahead = |at: &At| !off.contains(&at.by) && !opened.contains_key(&at.by);
                    hearings.extend(free.drain(..).filter(|(notice, _)| ahead(notice)));
                }
                Act::HearingNotice(notice) => set(notice.held_on),
                Act::HearingPostponement(postponed) => {
                    if let Some(held) = postponed.held_on {
                        set(held);
                    }
                    off.push(postponed.hearing.0);
                }
                Act::HearingOpening(it) => {
                    let absent = it.absent.iter().map(|party| party.0).collect();
                    opened.insert(it.hearing.0, (fact.at, absent));
                }
                _ => {}
            }
        }
        let back = match self.notice {
            NoticeCounting::Statutory => 5,
            // Five clear days lie between.
            NoticeCounting::ClearDays => 6,
        };
        for (notice, held) in hearings {
            let end = self.days.before(held, back);
            let over = self.facts.closed.is_some() && !opened.contains_key(&notice.by);
            let (state, met) = if over || off.contains(&notice.by) {
                (State::Ended, None)
            } else {
                self.summons((notice, held), end.due, opened.get(&notice.by))
            };
            let (trigger, ending) = (At { on: held, ..notice }, Ending::Ends(end));
            self.lines.push(Line { rule: RuleId::A20, trigger, party: None, ending, state, met });
        }
    }

    /// Everyone who was a party by the day before is summoned, and has the notice when it counts as served. Once the hearing
    /// was opened: who was never served and stayed away was not summoned; who came gave the notice up, unless another was
    /// served too late.
    fn summons(
        &self,
        (notice, held): (At, NaiveDate),
        due: NaiveDate,
        opened: Option<&(At, Vec<u32>)>,
    ) -> (State, Option<At>) {
        let (mut last, mut without) = (None, Vec::new());
        for member in &self.facts.members {
            let there = member.joined.is_none_or(|joined| joined.on < held);
            if !there || member.left.is_some_and(|left| left.on < held) {
                continue;
            }
            let of_it = |copy: &Copy<'_>| {
                let is_it = copy.service.of.is_some_and(|of| of.0 == notice.by) && copy.served <= held;
                is_it.then(|| copy.received())
            };
            let own = self.facts.copies_to(member.no, Document::HearingNotice).filter_map(of_it);
            match own.chain(self.facts.through(member, Document::HearingNotice, of_it)).min() {
                Some(received) => last = last.max(Some(received)),
                None => without.push(member.no),
            }
        }
        let Some((opened, absent)) = opened else {
            return if without.is_empty() { (State::Met, last) } else { (State::Open, None) };
        };
        if without.iter().any(|no| absent.contains(no)) {
            (State::Missed, Some(*opened))
        } else if without.is_empty() || last.is_some_and(|last| last.on > due) {
            (State::Met, last)
        } else {
            (State::Waived, Some(*opened))
        }
    }

    /// A23: from each request to its decision.
    fn recusals(&mut self) {
        for request in self.facts.when(|act| matches!(act, Act::RecusalRequest(_))) {
            let decisions =
                self.facts.when(|act| matches!(act, Act::RecusalDecision(it) if it.request.0 == request.by));
            self.line(RuleId::A23, self.working(request, 3), None, decisions.first().copied());
        }
    }

    /// A24: from the consent of both until the mediation ends, with a settlement or without.
    fn entrusted_mediation(&mut self) {
        let signed = |closed: &Fact<'_>| matches!(closed.act, Act::MediationSignature(_));
        // What is closed by its parts is closed by an award, if one was made among them.
        let by_parts = self.facts.by_parts;
        let by_agreement = |closed: &Fact<'_>| {
            if by_parts { self.facts.awards().is_empty() } else { signed(closed) }
        };
        let settled = self.facts.closed.filter(by_agreement);
        let ends = self.facts.when(|act| matches!(act, Act::EntrustedMediationEnd(_)));
        let lapse =
            |act: &Act| matches!(act, Act::EntrustedMediationEnd(it) if it.cause == FailureCause::Lapsed);
        let lapses = self.facts.when(lapse);
        for consent in self.facts.when(|act| matches!(act, Act::EntrustedMediation(_))) {
            let ended = ends.iter().copied().find(|end| end.by > consent.by);
            // What ran out ended on its last day, whenever that is told.
            let last = self.days.working(consent.on, 10).due;
            let ended = ended.map(|end| if lapses.contains(&end) { At { on: last, ..end } } else { end });
            let met = ended.or(settled.map(|closed| closed.at));
            self.line(RuleId::A24, self.working(consent, 10), None, met);
        }
    }

    /// P01, P02 and P03: from each party's receipt of each award, used or not; one of a part of the case has its own,
    /// whatever becomes of the rest (R33 49).
    fn terms_after_an_award(&mut self) {
        let (challenges, rulings) = (self.facts.challenges(), self.facts.rulings());
        let kinds = [(Document::AwardNonFinal, false), (Document::AwardFinal, true)];
        let awards = self.facts.awards();
        for ((made, award), (document, is_final)) in
            awards.into_iter().flat_map(|award| kinds.map(|kind| (award, kind)))
        {
            let bound = self.facts.bound_by(made, award);
            for member in self.facts.members.iter().filter(|it| bound.contains(&it.no)) {
                let copies = self.facts.copies_to(member.no, document);
                let own = copies.filter(|copy| self.facts.award_of(copy) == Some(made.by));
                let Some(received) = own.map(Copy::received).min() else { continue };
                let (rule, length, kind, undoing) = match (is_final, member.worker) {
                    (false, _) => (RuleId::P01, 15, ChallengeKind::Suit, None),
                    (true, true) => (RuleId::P02, 15, ChallengeKind::Suit, Some(CourtRulingKind::SetAside)),
                    (true, false) => {
                        (RuleId::P03, 30, ChallengeKind::SettingAside, Some(CourtRulingKind::SuitEnded))
                    }
                };
                // What a ruling made possible is used from its receipt on, and not before.
                let ruled = rulings.iter().filter(|it| {
                    let to_it = it.parties.contains(&member.no) && it.award == Some(made.by);
                    Some(it.kind) == undoing && it.over_final && to_it
                });
                let ruled = ruled.map(|it| it.at.on).min();
                let used = challenges.iter().filter(|(at, party, how, over_final, award)| {
                    let of_it = (*how, *over_final, *award) == (kind, is_final, made.by);
                    *party == member.no && of_it && ruled.is_none_or(|ruled| at.on < ruled)
                });
                let met = used.map(|(at, ..)| *at).min();
                let state = if met.is_some() { State::Met } else { State::Open };
                let ending = Ending::Ends(self.days.calendar(received.on, length));
                let party = Some(member.no);
                self.lines.push(Line { rule, trigger: received, party, ending, state, met });
            }
        }
    }

    /// P04, fifteen days for each party that received the ruling which sets the award aside; P05, thirty for an employer
    /// that received the one which ended the worker's suit. Each is used by what was done since.
    fn rulings_of_courts(&mut self) {
        let (challenges, awards) = (self.facts.challenges(), self.facts.awards());
        let rulings = self.facts.rulings();
        for Ruling { at: ruled, kind, parties, award, over_final, .. } in self.facts.rulings() {
            if !over_final {
                continue;
            }
            let of_it = awards.iter().find(|(made, _)| Some(made.by) == award);
            let bound = of_it.map(|(made, award)| self.facts.bound_by(*made, award));
            let (rule, length, way) = match kind {
                CourtRulingKind::SetAside => (RuleId::P04, 15, ChallengeKind::Suit),
                CourtRulingKind::SuitEnded => (RuleId::P05, 30, ChallengeKind::SettingAside),
            };
            for party in parties {
                let is_free = bound.as_ref().is_some_and(|bound| !bound.contains(&party));
                if is_free || (rule == RuleId::P05 && self.facts.is_worker(party)) {
                    continue;
                }
                // Another ruling that this party receives on a later day begins a term of its own.
                let others =
                    rulings.iter().filter(|it| (it.kind, it.award) == (kind, award) && it.over_final);
                let to_it = others.filter(|it| it.parties.contains(&party)).map(|it| it.at.on);
                let next = to_it.filter(|on| *on > ruled.on).min();
                let used = challenges.iter().filter(|(at, by, how, over_final, over)| {
                    let of_it = *by == party && *how == way && *over_final && Some(*over) == award;
                    of_it && at.on >= ruled.on && next.is_none_or(|next| at.on < next)
                });
                let met = used.map(|(at, ..)| *at).min();
                let state = if met.is_some() { State::Met } else { State::Open };
                let ending = Ending::Ends(self.days.calendar(ruled.on, length));
                self.lines.push(Line { rule, trigger: ruled, party: Some(party), ending, state, met });
            }
        }
    }

    /// P06: two years for each document that orders a payment, from its effect, or from the last day to perform it if that is
    /// later; met by the recovery with which it and what was complete before it were recovered.
    fn enforcement(&mut self) {
        let mut recovered: Vec<(At, i64)> = self.facts.acts.iter().filter_map(recovery).collect();
        recovered.sort_unstable();
        let mut owed = 0;
        for order in self.facts.payables() {
            owed += order.amount;
            let creditors = self.facts.creditors(order.no, order.is_final);
            // Of an award each for itself (SPC1 17); a settlement has one sum, whoever is to have it.
            let each: Vec<BTreeSet<u32>> = if order.is_final.is_none() || creditors.is_empty() {
                vec![creditors.clone()]
            } else {
                creditors.iter().map(|no| BTreeSet::from([*no])).collect()
            };
            for own in each {
                let alone = own.first().copied().filter(|_| own.len() == 1);
                let Some(effect) = self.effect_of(&order, alone) else { continue };
                // By the entry that says the day: a day to perform that comes after the effect, or what closed the last way to a court.
                let stated = self.last_day_to_perform(&order).filter(|stated| stated.on > effect.on);
                let since = stated.unwrap_or(effect);
                let met =
                    self.applied(&order, &own, &creditors).into_iter().chain(covered(&recovered, owed)).min();
                let state = if met.is_some() { State::Met } else { State::Open };
                let ending = Ending::Ends(self.days.years(since.on, 2));
                self.lines.push(Line { rule: RuleId::P06, trigger: since, party: alone, ending, state, met });
            }
        }
    }

    /// Who applies to a court has used the time, whether or not the court finds it late; the others have not.
    fn applied(&self, order: &Order, own: &BTreeSet<u32>, creditors: &BTreeSet<u32>) -> Option<At> {
        let mut requests: Vec<(At, BTreeSet<u32>)> = Vec::new();
        for fact in &self.facts.acts {
            if let Act::Proceeding(ProceedingAct::EnforcementRequest(it)) = fact.act
                && it.of.is_some_and(|of| of.0 == order.no)
                && it.over.is_none_or(|over| Some(over == Finality::Final) == order.is_final)
            {
                let named: BTreeSet<u32> = it.parties.iter().map(|party| party.0).collect();
                // Nobody named is everyone for whom it had effect when that was written down, or if it had none everyone.
                let had = |no: &&u32| self.had_effect(order, **no, fact.at.by);
                let all = || -> BTreeSet<u32> {
                    let had: BTreeSet<u32> = creditors.iter().filter(had).copied().collect();
                    if had.is_empty() { creditors.clone() } else { had }
                };
                requests.push((fact.at, if named.is_empty() { all() } else { named }));
            }
        }
        requests.sort_unstable();
        let mut missing = own.clone();
        requests.into_iter().find_map(|(at, parties)| {
            missing.retain(|creditor| !parties.contains(creditor));
            missing.is_empty().then_some(at)
        })
    }

    /// Whether an order had effect for one to whom it is addressed, as far as the docket told before an entry.
    fn had_effect(&self, order: &Order, creditor: u32, entry: u32) -> bool {
        let docket: Vec<Entry> = self.docket.iter().filter(|it| it.no.0 < entry).cloned().collect();
        let then =
            Reckoner { facts: Facts::of(&docket, self.days), docket: &docket, lines: Vec::new(), ..*self };
        then.effect_of(order, Some(creditor)).is_some()
    }

    /// The last day to perform a document that was put on record last; one that names none is of what closed the case.
    fn last_day_to_perform(&self, order: &Order) -> Option<At> {
        self.facts.acts.iter().rev().find_map(|fact| match fact.act {
            Act::Proceeding(ProceedingAct::PerformanceTerm(term)) => {
                let of_it = term.of.map_or(order.whole, |of| of.0 == order.no);
                let says = term.over.is_none_or(|over| Some(over == Finality::Final) == order.is_final);
                (of_it && says).then_some(At { on: term.due_on, ..fact.at })
            }
            _ => None,
        })
    }

    /// Since when a document has effect for somebody: a settlement since the last signature (LAW 42), a final award since it was
    /// made (LAW 47), another since nobody whom it binds can sue any more (LAW 50); for a worker nothing hangs on what the other
    /// workers of its side do, nor on a suit against others (SPC1 17).
    fn effect_of(&self, order: &Order, whose: Option<u32>) -> Option<At> {
        if order.is_final != Some(false) {
            return Some(order.complete);
        }
        self.effect_by_law(order, whose).or_else(|| {
            // Who records the effect of what closed the case knows what the docket does not; a suit told later undoes that.
            let challenges = self.facts.challenges();
            let over_it = challenges.iter().filter(|(_, _, how, over_final, award)| {
                *how == ChallengeKind::Suit && !over_final && *award == order.no
            });
            let suits: Vec<At> = over_it.map(|(at, ..)| *at).collect();
            let last = suits.iter().max()?;
            let said = self.facts.when(|act| matches!(act, Act::Effectiveness(_))).last().copied();
            let said = said.filter(|said| order.whole && suits.iter().all(|at| at.by < said.by))?;
            Some(At { on: said.on, ..*last })
        })
    }

    /// For who is no worker only once there is effect for every worker too.
    fn effect_by_law(&self, order: &Order, whose: Option<u32>) -> Option<At> {
        let (made, award) = self.facts.awards().into_iter().find(|(made, _)| made.by == order.no)?;
        let is_worker = |no: u32| self.facts.members.iter().any(|it| it.no == no && it.worker);
        if let Some(own) = whose.filter(|no| is_worker(*no)) {
            return self.effect_beside(order, (made, award), Some(own));
        }
        let over_it = |(_, _, how, over_final, award): &(At, u32, ChallengeKind, bool, u32)| {
            *how == ChallengeKind::Suit && !over_final && *award == order.no
        };
        let sued = self.facts.challenges().into_iter().filter(over_it).map(|(_, party, ..)| party);
        let bound: BTreeSet<u32> = self.facts.bound_by(made, award).into_iter().chain(sued).collect();
        let workers = bound.into_iter().filter(|no| is_worker(*no)).map(Some);
        let each = workers.chain([None]).map(|own| self.effect_beside(order, (made, award), own));
        each.collect::<Option<Vec<At>>>()?.into_iter().max()
    }

    /// For a worker, or for all together.
    fn effect_beside(&self, order: &Order, (made, award): (At, &Award), whose: Option<u32>) -> Option<At> {
        let worker = self.facts.members.iter().find(|it| Some(it.no) == whose && it.worker);
        let beside = |no: u32| {
            let other = self.facts.members.iter().find(|it| it.no == no && Some(no) != whose && it.worker);
            worker.zip(other).is_some_and(|(worker, other)| worker.side == other.side)
        };
        let over_it = |(at, by, how, over_final, award): &&(At, u32, ChallengeKind, bool, u32)| {
            let against = self.facts.against(at.by);
            let is_meant =
                worker.is_none_or(|it| *by == it.no || against.is_empty() || against.contains(&it.no));
            *how == ChallengeKind::Suit && !over_final && *award == order.no && !beside(*by) && is_meant
        };
        let challenges = self.facts.challenges();
        let suits: Vec<(u32, At)> =
            challenges.iter().filter(over_it).map(|(at, by, ..)| (*by, *at)).collect();
        let everyone: Vec<(u32, At)> = challenges
            .iter()
            .filter(|(_, _, how, over_final, award)| {
                *how == ChallengeKind::Suit && !over_final && *award == order.no
            })
            .map(|(at, by, ..)| (*by, *at))
            .collect();
        let rulings = self.facts.rulings();
        let over_it: Vec<&Ruling> = rulings
            .iter()
            .filter(|it| {
                it.kind == CourtRulingKind::SuitEnded && !it.over_final && it.award == Some(order.no)
            })
            .collect();
        // A suit that no ruling has ended is before the court.
        if suits.iter().any(|(by, sued)| !over_it.iter().any(|ruling| ruling.ended(*by, *sued))) {
            return None;
        }
        let mut ways: Vec<At> = vec![made];
        let mut parties = self.facts.bound_by(made, award);
        parties.extend(everyone.iter().map(|(party, _)| *party));
        parties.retain(|no| !beside(*no));
        parties.extend(worker.map(|worker| worker.no));
        for party in parties {
            let over = self.day_after_the_term(order.no, party);
            // Whatever came of a suit after the term, it ran out.
            let in_time = |at: &At| over.is_none_or(|over| at.on < over.on);
            let own: Vec<At> =
                suits.iter().filter(|(by, _)| *by == party).map(|(_, at)| *at).filter(in_time).collect();
            match over {
                Some(over) if own.is_empty() => ways.push(over),
                None if own.is_empty() => return None,
                // The last of those who received the ruling: it says of which suit it is, or reached who brought one, or
                // whoever it reached had brought none.
                _ => {
                    let any = |it: &&&Ruling| everyone.iter().any(|(by, sued)| it.ended(*by, *sued));
                    let mine = |it: &&&Ruling| own.iter().any(|sued| it.ended(party, *sued));
                    let told = over_it.iter().filter(|it| mine(it) || !any(it));
                    ways.extend(told.map(|ruling| ruling.at));
                }
            }
        }
        ways.into_iter().max()
    }

    /// The day after the term to sue of a party, by the service that began it.
    fn day_after_the_term(&self, award: u32, party: u32) -> Option<At> {
        let copies = self.facts.copies_to(party, Document::AwardNonFinal);
        let own = copies.filter(|copy| self.facts.award_of(copy) == Some(award));
        let received = own.map(Copy::received).min()?;
        Some(At { on: self.days.calendar(received.on, 15).due.succ_opt()?, ..received })
    }

    /// A13: each designated day, or the next working day where that is a rest day (R33 15, 19), as it was last extended.
    /// It is the parties': nothing but the closing ends it.
    fn terms_for_evidence(&mut self) {
        for fact in self.facts.acts.clone() {
            let Act::Proceeding(ProceedingAct::EvidenceTerm(term)) = fact.act else { continue };
            let extended = self.facts.acts.iter().rev().find_map(|other| match other.act {
                Act::Proceeding(ProceedingAct::EvidenceTermExtension(it)) if it.term.0 == fact.at.by => {
                    Some(it.due_on)
                }
                _ => None,
            });
            let end = self.days.designated(extended.unwrap_or(term.due_on));
            self.line(RuleId::A13, (fact.at, end), term.party.map(|party| party.0), None);
        }
    }

    /// G03: in a case that ten workers or more brought, in the ordinary procedure from the first, the one notice of
    /// everything, completed by the day of the hearing (R33 64).
    fn one_time_notice(&mut self) {
        let ordinary = |act: &Act| matches!(act, Act::Acceptance(it) if it.procedure == Procedure::Ordinary);
        let Some(accepted) = self.facts.when(ordinary).first().copied() else { return };
        let applied = self.facts.side(Side::Applicant).filter(|it| it.worker && it.joined.is_none());
        if applied.filter(|it| it.left.is_none_or(|left| left > accepted)).count() < 10 {
            return;
        }
        let told = |act: &Act| {
            matches!(act, Act::HearingNotice(_) | Act::HearingPostponement(_) | Act::HearingAdjournment(_))
        };
        let told = self.facts.when(told).into_iter().min_by_key(|at| at.on);
        self.line(RuleId::G03, self.working(accepted, 5), None, told);
    }

    /// A25 and A26: the period that runs, and those that had run out before another took their place.
    fn trials(&mut self) {
        let (outs, periods) = (outs(&self.facts), periods(&self.facts));
        let closed = self.facts.closed.map(|closed| closed.at);
        for period in periods {
            let (bare, whole) = walks(&period, &outs, self.days);
            let on_record = match (whole.outcome, period.replaced) {
                (_, None) => true,
                (Outcome::Ends(end), Some(replaced)) => end.due < replaced.on,
                (Outcome::Stands(_), Some(_)) => false,
            };
            if !on_record {
                continue;
            }
            let (state, met) = match (period.replaced, closed, whole.outcome) {
                (Some(replaced), _, _) => (State::Missed, Some(replaced)),
                (None, Some(closed), _) => (State::Met, Some(closed)),
                (None, None, Outcome::Stands(_)) => (State::Paused, None),
                (None, None, Outcome::Ends(_)) => (State::Open, None),
            };
            let line = |rule, trigger, walk: &Walk, state, met| Line {
                rule,
                trigger,
                party: None,
                ending: walk.outcome.into(),
                state,
                met,
            };
            if period.extension.is_some() && whole.extended {
                self.lines.push(line(RuleId::A25, period.start, &bare, State::Extended, None));
                self.lines.push(line(RuleId::A26, period.start, &whole, state, met));
            } else {
                self.lines.push(line(RuleId::A25, period.start, &bare, state, met));
            }
        }
    }
}

impl From<Outcome> for Ending {
    fn from(outcome: Outcome) -> Ending {
        match outcome {
            Outcome::Ends(end) => Ending::Ends(end),
            Outcome::Stands(since) => Ending::Stands(since),
        }
    }
}

fn filed_defence(fact: &Fact<'_>) -> Option<(At, u32)> {
    match fact.act {
        Act::Defence(defence) if defence.kind == DefenceKind::Filed => Some((fact.at, defence.party.0)),
        _ => None,
    }
}

fn correction_notice(fact: &Fact<'_>) -> Option<(At, NaiveDate)> {
    match fact.act {
        Act::CorrectionNotice(notice) => Some((fact.at, notice.due_on)),
        _ => None,
    }
}

/// A counterclaim on which the commission has decided.
struct Decided {
    filed: At,
    parties: Vec<PartyNo>,
    at: At,
}

fn decided_counterclaim(fact: &Fact<'_>) -> Option<Decided> {
    let (filed_on, parties) = match fact.act {
        Act::CounterclaimAcceptance(act) => {
            (act.filed_on, act.claims.iter().map(|claim| claim.claimant).collect())
        }
        Act::Proceeding(ProceedingAct::CounterclaimRefusal(it)) => (it.filed_on, vec![it.party]),
        _ => return None,
    };
    Some(Decided { filed: At { on: filed_on, ..fact.at }, parties, at: fact.at })
}

fn received_counterclaim(fact: &Fact<'_>) -> Option<(At, PartyNo)> {
    match fact.act {
        Act::Proceeding(ProceedingAct::CounterclaimReceipt(it)) => Some((fact.at, it.party)),
        _ => None,
    }
}

/// A period without its extension, and with it.
pub(crate) fn walks(period: &Period, outs: &[Out], days: &Days) -> (Walk, Walk) {
    let extension = period.extension.map(|(approved, more)| (approved.on, more));
    (walk(period.start.on, outs, None, days), walk(period.start.on, outs, extension, days))
}

/// The days left out: from the decision to suspend to the resumption, from publication to deemed service, each before
/// the case was closed; a suspension that nobody lifted ends with the case.
pub(crate) fn outs(facts: &Facts<'_>) -> Vec<Out> {
    let closed = facts.closed.map(|closed| closed.at.on);
    let mut outs = Vec::new();
    for fact in facts.acts.iter().filter(|fact| matches!(fact.act, Act::Suspension(_))) {
        let lifts = |act: &Act| matches!(act, Act::SuspensionEnd(end) if end.suspension.0 == fact.at.by);
        let lifted = facts.when(lifts).first().map(|at| at.on);
        outs.push(Out { from: fact.at.on, until: lifted.or(closed) });
    }
    for copy in facts.copies.iter().filter(|copy| copy.service.manner == ServiceManner::Announcement) {
        let out = Out { from: copy.made.on, until: Some(copy.served) };
        outs.extend((!outs.contains(&out)).then_some(out));
    }
    outs.retain(|out| closed.is_none_or(|closed| out.from < closed));
    outs
}

/// The trial periods in the order of their days, and on one day of their entries, whenever they were written down. Each has
/// one extension: the first that was approved since it began and before the next did.
pub(crate) fn periods(facts: &Facts<'_>) -> Vec<Period> {
    let transferred = |act: &Act| matches!(act, Act::Receipt(it) if it.channel == Channel::TransferredIn);
    let transferred = facts.when(transferred).first().copied();
    let begins = |fact: &Fact<'_>| match fact.act {
        Act::Acceptance(_) => Some(transferred.unwrap_or(fact.at)),
        Act::ClaimAmendment(_) => facts.amendments.contains(&fact.at).then_some(fact.at),
        Act::PartyJoinder(_) | Act::CounterclaimAcceptance(_) => Some(fact.at),
        _ => None,
    };
    let mut starts: Vec<At> = facts.acts.iter().filter_map(begins).collect();
    starts.sort_unstable();
    let ends = starts.iter().skip(1).copied().map(Some).chain([None]);
    let approvals: Vec<(At, u16)> = facts.acts.iter().filter_map(approval).collect();
    let period = |(start, replaced): (&At, Option<At>)| {
        let own = |at: At| *start <= at && replaced.is_none_or(|next| at < next);
        let extension = approvals.iter().copied().filter(|(at, _)| own(*at)).min();
        Period { start: *start, replaced, extension }
    };
    starts.iter().zip(ends).map(period).collect()
}

fn approval(fact: &Fact<'_>) -> Option<(At, u16)> {
    match fact.act {
        Act::Extension(extension) => Some((fact.at, extension.days)),
        _ => None,
    }
}

/// The recovery with which so much had been recovered.
fn covered(recovered: &[(At, i64)], owed: i64) -> Option<At> {
    let mut sum = 0;
    recovered.iter().find_map(|(at, amount)| {
        sum += amount;
        (sum >= owed).then_some(*at)
    })
}

/// Money that reached the workers, before the acceptance too.
fn recovery(fact: &Fact<'_>) -> Option<(At, i64)> {
    match fact.act {
        Act::Recovery(it) => Some((fact.at, it.amount.0)),
        _ => None,
    }
}
