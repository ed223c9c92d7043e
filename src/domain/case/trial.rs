//! The trial periods of a case (审理期限, A25 and A26): what started each, and what extends it, in the order of their legal
//! dates, whenever they were written down (R33 45, 46). Not here: how long they are (`deadline`).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Case, Dated};
use crate::domain::code::{Coded, Label, label};
use crate::domain::service_of_process::{Document, Service};

/// What started a trial period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TrialStart {
    /// 受理.
    Acceptance,
    /// 接受移送.
    TransferReceived,
    /// 追加当事人.
    PartyJoined,
    /// 增加、变更请求.
    ClaimsAmended,
    /// 反申请合并.
    CounterclaimAccepted,
}

impl Coded for TrialStart {
    const LIST: &'static str = "trial_start";
    const ROWS: &'static [(Self, Label)] = &[
        (TrialStart::Acceptance, label("acceptance", "受理", "Acceptance")),
        (TrialStart::TransferReceived, label("transfer_received", "接受移送", "Transfer received")),
        (TrialStart::PartyJoined, label("party_joined", "追加当事人", "Party joined")),
        (TrialStart::ClaimsAmended, label("claims_amended", "增加、变更仲裁请求", "Claims amended")),
        (
            TrialStart::CounterclaimAccepted,
            label("counterclaim_accepted", "受理反申请", "Counterclaim accepted"),
        ),
    ];
}

/// The trial period (审理期限, A25) that runs now; a restart replaces it whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Trial {
    /// The day that starts it, and the entry.
    pub since: Dated,
    /// What started it.
    pub cause: TrialStart,
    /// The one extension (A26), if any.
    pub extension: Option<TrialExtension>,
}

/// A trial period that a restart took the place of (R33 46).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FormerTrial {
    /// As it ran until then.
    #[serde(flatten)]
    pub trial: Trial,
    /// The act that started another.
    pub replaced: Dated,
}

/// An approved extension (延期).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrialExtension {
    /// The approval.
    pub approved: Dated,
    /// Calendar days.
    pub days: u16,
}

impl Case {
    /// Its trial periods in their order, the one that runs last.
    #[must_use]
    pub fn trials(&self) -> impl DoubleEndedIterator<Item = &Trial> {
        self.former_trials.iter().map(|former| &former.trial).chain(&self.trial)
    }

    /// The trial period that ran when something happened.
    #[must_use]
    pub fn trial_at(&self, at: Dated) -> Option<&Trial> {
        self.trials().rfind(|trial| trial.since <= at)
    }

    /// When claims were last amended (增加、变更请求), if they were: a new period for the defence is due (R33 44).
    #[must_use]
    pub fn amended(&self) -> Option<Dated> {
        self.trials().rev().find(|trial| trial.cause == TrialStart::ClaimsAmended).map(|trial| trial.since)
    }

    /// Which amendment of the claims a copy for the respondents is of: the one that it names, else the last before it. One of
    /// a counterclaim is of none, for that is not theirs to answer (R33 44).
    #[must_use]
    pub fn amendment_of(&self, copy: &Service) -> Option<Dated> {
        if copy.document != Document::AmendedApplicationCopy {
            return None;
        }
        let amends = |trial: &&Trial| trial.cause == TrialStart::ClaimsAmended;
        if let Some(named) = copy.of.and_then(|of| self.trials().find(|trial| trial.since.by == of)) {
            return Some(named).filter(amends).map(|trial| trial.since);
        }
        // No entry is both an amendment and a service: `<` and `<=` between them say the same.
        let before = |trial: &&Trial| trial.since.on <= copy.made.on && trial.since.by < copy.made.by;
        self.trials().filter(amends).rfind(before).map(|trial| trial.since)
    }

    /// Starts the trial period anew (R33 46); the one before stays on record. One that is told late takes its place among
    /// those that were told before it.
    pub(crate) fn restart_trial(&mut self, cause: TrialStart, since: Dated) {
        let (mut trials, extensions) = self.take_trials();
        trials.push(Trial { since, cause, extension: None });
        self.place_trials(trials, extensions);
    }

    /// Extends the trial period that ran on the day of the approval. One that is told late, too.
    pub(crate) fn extend_trial(&mut self, extension: TrialExtension) {
        let (trials, mut extensions) = self.take_trials();
        extensions.push(extension);
        self.place_trials(trials, extensions);
    }

    /// Every trial period without its extension, and every extension.
    fn take_trials(&mut self) -> (Vec<Trial>, Vec<TrialExtension>) {
        let former = std::mem::take(&mut self.former_trials).into_iter().map(|former| former.trial);
        let mut trials: Vec<Trial> = former.chain(self.trial.take()).collect();
        let mut extensions = std::mem::take(&mut self.idle_extensions);
        extensions.extend(trials.iter_mut().filter_map(|trial| trial.extension.take()));
        (trials, extensions)
    }

    /// Puts trial periods and extensions in the order of their legal dates, and of their entries on one day. A trial period
    /// is extended once: by what was approved first while it ran.
    fn place_trials(&mut self, mut trials: Vec<Trial>, mut extensions: Vec<TrialExtension>) {
        trials.sort_by_key(|trial| trial.since);
        extensions.sort_by_key(|extension| extension.approved);
        for extension in extensions {
            match trials.iter_mut().rfind(|trial| trial.since <= extension.approved) {
                Some(trial) if trial.extension.is_none() => trial.extension = Some(extension),
                Some(_) | None => self.idle_extensions.push(extension),
            }
        }
        self.trial = trials.pop();
        let mut next = self.trial.as_ref().map(|trial| trial.since);
        for trial in trials.into_iter().rev() {
            let since = trial.since;
            self.former_trials.extend(next.map(|replaced| FormerTrial { trial, replaced }));
            next = Some(since);
        }
        self.former_trials.reverse();
    }
}
