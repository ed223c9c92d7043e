//! The proof of a service (送达证明), where it comes after the service was recorded: the receipt of the post, the signed
//! return. Not here: the service itself (`service`), and which proof fits which manner (`service_of_process`).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::ActRule;
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::{EntryNo, PartyNo};
use crate::domain::law::r33;
use crate::domain::refusal::{Words, words};
use crate::domain::service_of_process::{Proof, ProofKind, ServedProof, Service, ServiceManner};

/// 补送达证明: the proof of a service that was recorded without it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceProof {
    /// The service, by the number of its entry.
    pub service: EntryNo,
    /// On which of its parties; on all of them, if not said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 5_100)]
    pub parties: Vec<PartyNo>,
    /// The proof.
    pub proof: Proof,
}

impl ServiceProof {
    fn proved<'a>(&'a self, case: &'a Case) -> impl Iterator<Item = &'a Service> {
        let named = |party: PartyNo| self.parties.is_empty() || self.parties.contains(&party);
        case.services.iter().filter(move |served| served.made.by == self.service && named(served.party))
    }
}

impl ActRule for ServiceProof {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let Some(service) = self.proved(case).next() else {
            let text = words("没有这一送达登记", "there is no such service");
            findings.invalid("no_such_service", "/service", text);
            return;
        };
        for (index, party) in self.parties.iter().enumerate() {
            if !self.proved(case).any(|served| served.party == *party) {
                let text = words("未向该当事人送达", "this service was not on that party");
                findings.invalid("not_served_on_party", &format!("/parties/{index}"), text);
            }
        }
        if !self.proof.kind.proves(service.manner) {
            let text = unfit_words(self.proof.kind, service.manner);
            findings.invalid("proof_of_another_manner", "/proof/kind", text);
        }
        if at.on < service.made.on {
            let text = words("证明日期早于送达之日", "the proof is dated before the service");
            findings.impossible("proved_before_served", Some(r33("20")), text);
        }
    }

    /// A later proof takes the place of an earlier one.
    fn apply(self, case: &mut Case, _at: &Moment<'_>) {
        let parties: Vec<PartyNo> = self.proved(case).map(|served| served.party).collect();
        case.proofs.retain(|kept| kept.service != self.service || !parties.contains(&kept.party));
        let (service, proof) = (self.service, self.proof);
        case.proofs.extend(parties.into_iter().map(|party| ServedProof {
            service,
            party,
            proof: proof.clone(),
        }));
    }
}

pub(super) fn unfit_words(kind: ProofKind, manner: ServiceManner) -> Words {
    words(
        format!("“{}”不能证明{}", kind.label().zh, manner.label().zh),
        format!(
            "\u{201c}{}\u{201d} does not prove service \u{201c}{}\u{201d}",
            kind.label().en,
            manner.label().en
        ),
    )
}
