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

/// The names of values that are of no code list.
pub(crate) struct Names {
    /// The people by their ids, where the caller is told them.
    pub(crate) people: BTreeMap<String, String>,
    /// The region of the office, which may be of its own file.
    pub(crate) own: &'static Region,
}

impl Names {
    /// Those that everybody is told: of no people.
    pub(crate) fn of_office(own: &'static Region) -> Names {
        Names { people: BTreeMap::new(), own }
    }

    fn of(&self, dimension: Dimension, value: &str) -> Option<Words> {
        match dimension {
            Dimension::Region => Region::known(self.own, value).map(|region| words(region.zh, region.en)),
            Dimension::Arbitrator | Dimension::Mediator => {
                self.people.get(value).map(|name| words(name.clone(), name.clone()))
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
        }
    }
}

impl GroupView {
    /// A group, with the name of its value.
    pub(crate) fn of(group: &Group, names: &Names) -> GroupView {
        let name = group.value.as_deref().and_then(|value| names.of(group.dimension, value));
        GroupView { dimension: group.dimension, value: group.code().to_owned(), label: group.label(), name }
    }

    /// What people read of it in Chinese.
    pub(crate) fn shown(&self) -> String {
        let label = self.label.map(|label| label.zh.to_owned());
        label.or_else(|| self.name.as_ref().map(|name| name.zh.clone())).unwrap_or_default()
    }
}
