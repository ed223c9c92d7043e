//! The one filter of who may see which case. Every query over cases, their deadlines or their
//! figures takes a [`Visibility`]; what a role may see is decided in `domain::permission`.

use diesel::prelude::*;

use super::schema::case_people;

/// Which cases a caller may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Visibility {
    /// Every case of the office.
    Office,
    /// The cases on which this user works.
    Assigned(String),
    /// No case.
    Nothing,
}

impl Visibility {
    /// The ids of the cases that may be seen, as a subquery; none for the whole office.
    pub(super) fn limited_to(&self) -> Option<cases_of<'_>> {
        match self {
            Self::Office => None,
            Self::Assigned(user_id) => Some(cases_of(user_id)),
            Self::Nothing => Some(cases_of(NOBODY)),
        }
    }
}

/// Ids have 36 characters, so this is nobody's.
const NOBODY: &str = "";

#[diesel::dsl::auto_type]
#[expect(clippy::elidable_lifetime_names, reason = "the type made from the function needs the name")]
fn cases_of<'a>(user_id: &'a str) -> _ {
    case_people::table.filter(case_people::user_id.eq(user_id)).select(case_people::case_id)
}
