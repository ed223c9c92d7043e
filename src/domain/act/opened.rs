//! What an act opens (转出的案件): the material of the next case of the matter, as the act and the case that it is done in
//! make it. Asked when it is done, and again when an entry is corrected: what was opened cannot be changed from here.

use chrono::NaiveDate;

use crate::domain::act::Act;
use crate::domain::act::inspection::InspectionAct;
use crate::domain::act::mediation::MediationAct;
use crate::domain::act::opening::Opening;
use crate::domain::act::referral::ReferralAct;
use crate::domain::case::Case;
use crate::domain::case_kind::CaseKind;
use crate::domain::claim::Claim;
use crate::domain::id::PartyNo;
use crate::domain::party::{Party, Side};

/// What opens the next case, and the legal date of its receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opens<P> {
    /// The day.
    pub on: NaiveDate,
    /// The material.
    pub opening: Opening<P>,
}

/// The substance of what was opened: of which kind, who stands on which side, what is claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Substance {
    kind: CaseKind,
    parties: Vec<(PartyNo, Side, bool)>,
    claims: Vec<Claim>,
}

impl Act {
    /// Whether this act opens the next case of the matter.
    #[must_use]
    pub fn opens_another(&self) -> bool {
        let in_writing = matches!(self, Act::PreFilingSettlement(settled) if settled.agreed.is_some());
        in_writing
            || matches!(
                self,
                Act::Mediation(MediationAct::OnwardArbitration(_))
                    | Act::CaseSplit(_)
                    | Act::Inspection(InspectionAct::InspectionHandover(_))
                    | Act::Referral(ReferralAct::ReferralAcceptance(_))
            )
    }

    /// What this act opens on a day in a case whose `parties` are as given, and whose matter has gone through these
    /// `proceedings` so far; none if it opens nothing.
    #[must_use]
    pub fn opens<P>(
        &self,
        (case, on): (&Case, NaiveDate),
        parties: Vec<Party<P>>,
        proceedings: &[Case],
    ) -> Option<Opens<P>> {
        if let Act::CaseSplit(split) = self {
            // The same proceeding in two: each is held against what the first was.
            let receipt = split.receipt(case, parties);
            return Some(Opens { on: case.received.on, opening: Opening::Arbitration(receipt) });
        }
        let opening = self.next(case, parties)?;
        Some(Opens { on, opening: opening.in_matter(proceedings, case, on) })
    }

    /// The next proceeding of the matter, as the act and its case alone make it.
    fn next<P>(&self, case: &Case, parties: Vec<Party<P>>) -> Option<Opening<P>> {
        if let Act::Mediation(MediationAct::OnwardArbitration(onward)) = self {
            return Some(Opening::Arbitration(onward.receipt(case, parties)));
        }
        if let Act::PreFilingSettlement(settlement) = self {
            return settlement.opening(case, parties);
        }
        if let Act::Inspection(InspectionAct::InspectionHandover(handover)) = self {
            return handover.opening(case, parties);
        }
        let Act::Referral(ReferralAct::ReferralAcceptance(taken)) = self else { return None };
        Some(taken.opening(case, parties))
    }
}

impl<P> Opens<P> {
    /// Its substance.
    #[must_use]
    pub fn substance(&self) -> Substance {
        let claims = match &self.opening {
            Opening::Arbitration(receipt) => receipt.claims.clone(),
            Opening::Mediation(request) => request.claims.clone(),
            Opening::Inspection(_) | Opening::Petition(_) | Opening::Ledger(_) => Vec::new(),
        };
        let kind = match &self.opening {
            Opening::Arbitration(_) | Opening::Ledger(_) => CaseKind::Arbitration,
            Opening::Mediation(_) => CaseKind::Mediation,
            Opening::Inspection(_) => CaseKind::Inspection,
            Opening::Petition(_) => CaseKind::Petition,
        };
        let parties = self.opening.parties().iter();
        let parties = parties.map(|party| (party.no, party.side, party.is_worker())).collect();
        Substance { kind, parties, claims }
    }
}
