//! What papers tell of decisions on the way and of the closing (决定、结案类文书).

use crate::domain::act::Act;
use crate::domain::case::{Recusal, TrialExtension};
use crate::domain::code::Coded as _;
use crate::domain::deadline::trial_due;
use crate::domain::id::PartyNo;
use crate::domain::paper::kind::CasePaper;
use crate::domain::party::Side;

use super::Filling;

impl Filling<'_> {
    pub(super) fn closing(&mut self) {
        let of = self.about.of.by;
        let case = self.case();
        let decided = |recusal: &&Recusal| recusal.decided.is_some_and(|decided| decided.by == of);
        if let Some(recusal) = case.recusals.iter().find(decided) {
            self.recusal(recusal);
        }
        let suspension = case.suspensions.iter().find(|suspension| {
            suspension.from.by == of || suspension.until.is_some_and(|until| until.by == of)
        });
        self.set("suspension_ground", suspension.map(|suspension| suspension.ground.label().zh));
        self.set_day("suspended_on", suspension.map(|suspension| suspension.from.on));
        self.trial_period();
        self.ended();
    }

    /// What closed the case, or took applicants out of it.
    fn ended(&mut self) {
        if let Some(Act::Withdrawal(act)) = self.act() {
            self.set("withdrawal_ground", Some(act.ground.label().zh));
            self.leaving(&act.parties);
        }
        if let Some(Act::DeemedWithdrawal(act)) = self.act() {
            self.set("desertion", Some(act.conduct.label().zh));
            self.leaving(&act.parties);
        }
        if let Some(Act::Transfer(act)) = self.act() {
            self.set("transfer_to", Some(&act.to));
        }
        if let Some(Act::Revocation(act)) = self.act() {
            self.set("revocation_cause", Some(&act.cause));
        }
        if let Some(Act::Termination(act)) = self.act() {
            self.set_day("court_docketed_on", Some(act.court_docketed_on));
            self.set("court_number", Some(&act.court_number));
        }
    }

    fn recusal(&mut self, recusal: &Recusal) {
        self.set("recusal_member", self.staff(recusal.member));
        self.set("recusal_party", recusal.party.and_then(|party| self.name(party)));
        self.set("recusal_ground", recusal.ground.map(|ground| ground.label().zh));
        self.set_day("recusal_requested_on", Some(recusal.requested.on));
        self.set("recusal_outcome", recusal.outcome.map(|outcome| outcome.label().zh));
    }

    /// The trial period as it ran then; a paper of an extension that moved nothing tells no last day.
    fn trial_period(&mut self) {
        let case = self.then();
        let of = self.about.of.by;
        let own = |extension: &TrialExtension| extension.approved.by == of;
        let extension = case.trials().filter_map(|trial| trial.extension).find(own);
        self.set("extension_days", extension.map(|extension| extension.days.to_string()));
        let runs = case.trial.as_ref().is_some_and(|trial| trial.extension.as_ref().is_some_and(own));
        if runs || self.kind == CasePaper::ResumptionNotice {
            self.set_day("trial_due_on", trial_due(case, self.told.book).and_then(|due| due.due_on));
        }
    }

    /// The applicants who leave: those that the act names, or all.
    fn leaving(&mut self, parties: &[PartyNo]) {
        let named = if parties.is_empty() {
            let all = self.side(Side::Applicant).map(|party| party.no);
            self.names(all)
        } else {
            self.names(parties.iter().copied())
        };
        self.set("leaving", named);
    }
}
