//! The national yearbook's table of labour disputes (全国劳动争议统计), imported as it was published, and whether it adds up. Not
//! here: figures of our own cases (`figures`).

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::code::Coded as _;
use crate::domain::figures::{Identity, Measure};

/// The table: `data/yearbook.json`.
const DATA: &str = include_str!("../../data/yearbook.json");

/// One year of the table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NationalYear {
    /// Which.
    pub year: i32,
    /// Where it was published.
    pub source: String,
    /// What was published of it.
    pub numbers: BTreeMap<Measure, i64>,
}

impl NationalYear {
    /// The years that are there.
    ///
    /// # Errors
    /// A table that cannot be read, which a test rules out.
    pub fn all() -> Result<Vec<NationalYear>, serde_json::Error> {
        serde_json::from_str(DATA)
    }

    /// What must add up and was published whole, and by how much the left side is more than the right.
    ///
    /// ```
    /// use sikuai::domain::figures::Identity;
    /// use sikuai::domain::yearbook::NationalYear;
    /// let years = NationalYear::all().unwrap();
    /// assert_eq!(years[0].identities(), [(Identity::Waterfall, 93)]);
    /// ```
    #[must_use]
    pub fn identities(&self) -> Vec<(Identity, i64)> {
        let number = |measure: Measure| self.numbers.get(&measure).copied();
        let whole =
            |identity: &Identity| identity.sides().signed().all(|(_, measure)| number(measure).is_some());
        let identities = Identity::ROWS.iter().map(|(identity, _)| *identity).filter(whole);
        identities
            .map(|identity| (identity, identity.difference(|measure| number(measure).unwrap_or(0))))
            .collect()
    }
}
