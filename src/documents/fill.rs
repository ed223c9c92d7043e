//! Fields of a template (字段): whether they can be filled, and filling them. A field is `{{案号}}`; a row or paragraph with
//! the column of a list, `{{请求.事项}}`, stands once for each row of it; `{{?字段}}` and `{{!字段}}` at the beginning say
//! when it stands at all (`docs/templates.md`). What is put in is text, whatever it holds. Not here: which fields there are.

mod check;
mod filling;
mod known;
mod marks;
mod names;
mod rows;

pub use check::check;
pub(super) use check::check_too;
pub(crate) use names::left_out;

use crate::domain::paper::field::Field;
use crate::domain::paper::filled::Filled;

use super::layout::Layout;

/// A field that a template asks for, and that has no value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Missing {
    /// Its code, that of a column after its list: `claims.item`.
    pub field: String,
    /// Its Chinese name: `请求.事项`.
    pub zh: String,
}

/// Puts values in the place of all fields.
///
/// # Errors
/// Every field that has no value; also whatever stands in braces and is no field, which `check` would have told.
pub fn fill(layout: &Layout, fields: &[&Field], filled: &Filled) -> Result<Layout, Vec<Missing>> {
    filling::fill(layout, &known::Known::new(fields), filled)
}
