//! The groups of figures as they are answered (统计分组): a value as it is asked for, and what people read of it. Not here: what
//! figures come to in them (`figure_views`).

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::code::Label;
use crate::domain::figures::{Dimension, Group};
use crate::domain::office::Region;
use crate::domain::refusal::{Words, words};

/// The value of one dimension.
#[derive(Serialize, ToSchema)]
pub struct GroupView {
    /// Which dimension.
    pub dimension: Dimension,
    /// The value as it is asked for; `unknown` for cases without one.
    pub value: String,
    /// What people read, where it is of a code list.
    pub label: Option<Label>,
    /// What a region is called, or a person: this to the people of the office alone.
    pub name: Option<Words>,
}

impl GroupView {
    /// A group, with the names of people by their ids.
    pub(crate) fn of(group: &Group, people: &BTreeMap<String, String>) -> GroupView {
        let value = group.value.as_deref();
        let name = match group.dimension {
            Dimension::Region => value.and_then(Region::find).map(|region| words(region.zh, region.en)),
            Dimension::Arbitrator | Dimension::Mediator => {
                value.and_then(|id| people.get(id)).map(|name| words(name.clone(), name.clone()))
            }
            Dimension::Cause
            | Dimension::Procedure
            | Dimension::Channel
            | Dimension::Manner
            | Dimension::Result
            | Dimension::EmployerKind
            | Dimension::Industry
            | Dimension::Month
            | Dimension::Collective => None,
        };
        GroupView { dimension: group.dimension, value: group.code().to_owned(), label: group.label(), name }
    }

    /// What people read of it in Chinese.
    pub(crate) fn shown(&self) -> String {
        let label = self.label.map(|label| label.zh.to_owned());
        label.or_else(|| self.name.as_ref().map(|name| name.zh.clone())).unwrap_or_default()
    }
}
