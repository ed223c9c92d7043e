//! What a case that is split off takes over from the first (分案承接): what was decided and served in the first counts for
//! those who leave it too. Its docket tells that again, each act on its legal date, so that no clock gains or loses by the
//! split, and each can be corrected there. Not here: the material that opens the new case (`CaseSplit::receipt`).

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::CaseSplit;
use crate::domain::act::Act;
use crate::domain::case::{Case, Recusal, TrialStart};
use crate::domain::docket::Counted;
use crate::domain::id::{EntryNo, PartyNo};
use crate::domain::party::{Party, Side};
use crate::domain::service_of_process::Document;

/// With what an acceptance goes on that was given in another case: the trial period that ran there, and who had joined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Continued {
    /// The day that started the trial period.
    pub trial_since: NaiveDate,
    /// What started it.
    pub cause: TrialStart,
    /// Respondents and third parties who joined after the acceptance, and when.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joined: Vec<(PartyNo, NaiveDate)>,
}

/// The acts of the first case that stand in the docket of the one that is split off, after its receipt.
#[must_use]
pub fn continued(split: &CaseSplit, case: &Case, docket: &[Counted]) -> Vec<(NaiveDate, Act)> {
    let leavers: HashSet<PartyNo> = split.parties.iter().copied().collect();
    let goes = |party: &&Party<_>| party.side != Side::Applicant || leavers.contains(&party.no);
    let mut telling = Telling {
        case,
        parties: case.parties.iter().filter(goes).map(|party| party.no).collect(),
        renumbered: HashMap::new(),
    };
    let mut acts: Vec<(NaiveDate, Act)> = Vec::new();
    for counted in docket {
        let Some(act) = telling.again(counted) else { continue };
        // The receipt is the first entry.
        let no = u32::try_from(acts.len()).unwrap_or(u32::MAX).saturating_add(2);
        telling.renumbered.insert(counted.no, EntryNo(no));
        acts.push((counted.on, act));
    }
    acts
}

struct Telling<'a> {
    case: &'a Case,
    /// Who is in the new case.
    parties: HashSet<PartyNo>,
    /// The numbers that entries of the first docket have in the new one.
    renumbered: HashMap<EntryNo, EntryNo>,
}

impl Telling<'_> {
    /// The act as the new docket tells it; none if it stays with the first case.
    fn again(&self, counted: &Counted) -> Option<Act> {
        if !self.goes_along(counted) {
            return None;
        }
        let mut act = counted.act.clone();
        if let Act::Acceptance(acceptance) = &mut act {
            acceptance.number = None;
            acceptance.continued = self.trial();
        }
        if let Act::SuspensionEnd(end) = &mut act {
            end.suspension = *self.renumbered.get(&end.suspension)?;
        }
        if let Act::Service(service) = &mut act {
            service.parties.retain(|party| self.parties.contains(party));
            if let Some(of) = service.of {
                service.of = Some(*self.renumbered.get(&of)?);
            }
            let on_nobody = service.parties.is_empty();
            return Some(act).filter(|_| !on_nobody);
        }
        if let Act::ServiceProof(proof) = &mut act {
            proof.service = *self.renumbered.get(&proof.service)?;
            let of_some = !proof.parties.is_empty();
            proof.parties.retain(|party| self.parties.contains(party));
            let of_nobody = of_some && proof.parties.is_empty();
            return Some(act).filter(|_| !of_nobody);
        }
        Some(act)
    }

    /// What stays: hearings and what came of them, mediation, recusals, and what started the trial period anew, of which
    /// the acceptance tells.
    fn goes_along(&self, counted: &Counted) -> bool {
        if let Act::Service(service) = &counted.act {
            return service.document != Document::HearingNotice;
        }
        if matches!(counted.act, Act::TribunalFormation(_) | Act::TribunalChange(_)) {
            // Whoever may not sit in the first case does not sit in the second.
            return !self.case.recusals.iter().any(Recusal::stands);
        }
        if matches!(counted.act, Act::Extension(_)) {
            let runs = self.case.trial.as_ref().and_then(|trial| trial.extension);
            return runs.is_some_and(|extension| extension.approved.by == counted.no);
        }
        matches!(
            counted.act,
            Act::CorrectionNotice(_)
                | Act::CorrectionCompletion(_)
                | Act::MediationDeferral(_)
                | Act::MediationFailure(_)
                | Act::Acceptance(_)
                | Act::Assignment(_)
                | Act::ServiceProof(_)
                | Act::Defence(_)
                | Act::Suspension(_)
                | Act::SuspensionEnd(_)
                | Act::ProcedureConversion(_)
        )
    }

    /// How the trial period ran that goes on, where the acceptance alone does not say it.
    fn trial(&self) -> Option<Continued> {
        let trial = self.case.trial.as_ref()?;
        let joined = self.case.joined.iter().filter(|joined| self.parties.contains(&joined.party));
        let joined: Vec<_> = joined.map(|joined| (joined.party, joined.at.on)).collect();
        let restarted = match trial.cause {
            TrialStart::Acceptance | TrialStart::TransferReceived => false,
            TrialStart::PartyJoined | TrialStart::ClaimsAmended | TrialStart::CounterclaimAccepted => true,
        };
        let continued = Continued { trial_since: trial.since.on, cause: trial.cause, joined };
        Some(continued).filter(|it| restarted || !it.joined.is_empty())
    }
}
