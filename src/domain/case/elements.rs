//! What a case holds of its elements (要素): the statements of the parties, and what the tribunal confirmed. The acts are in
//! `act::proceeding`; what they amount to is in `elements`.

use serde::{Deserialize, Serialize};

use super::Dated;
use crate::domain::elements::answers::ElementAnswers;
use crate::domain::elements::element::Element;
use crate::domain::id::PartyNo;

/// The statement of a party (要素表).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ElementsStated {
    /// When it was given; its entry is its number.
    pub stated: Dated,
    /// By whom.
    pub party: PartyNo,
    /// Of an employer's: about which worker alone; about all of them, if nobody is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worker: Option<PartyNo>,
    /// What it says.
    pub answers: ElementAnswers,
}

/// Elements that the tribunal confirmed to be undisputed (无争议事实). What it confirmed of them is what was said then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ElementsConfirmed {
    /// When.
    pub confirmed: Dated,
    /// Which.
    pub elements: Vec<Element>,
    /// Of which workers.
    pub workers: Vec<PartyNo>,
    /// Who admitted what the others say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub admitted_by: Option<PartyNo>,
}
