//! Code lists (代码表): every enum that people read has one table of codes and labels.
//! Not here: how a code is stored (the bridge in `storage`) or served (`http`).

use serde::Serialize;
use utoipa::ToSchema;

/// One row of a code list: the stable English code, and what people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Label {
    /// Stable `snake_case` code, the same in JSON and in the database.
    pub code: &'static str,
    /// Chinese label.
    pub zh: &'static str,
    /// English label.
    pub en: &'static str,
}

/// Makes one row of a code list.
#[must_use]
pub const fn label(code: &'static str, zh: &'static str, en: &'static str) -> Label {
    Label { code, zh, en }
}

/// An enum with a code list. The table is the only place that spells its codes;
/// a test holds it against serde's names.
pub trait Coded: Copy + Eq + 'static {
    /// The name of the list at `GET /code-lists`.
    const LIST: &'static str;
    /// Every value with its label, in the order people expect.
    const ROWS: &'static [(Self, Label)];

    /// The label of this value.
    fn label(self) -> &'static Label {
        const MISSING: Label = label("missing", "缺", "missing");
        Self::ROWS.iter().find(|(value, _)| *value == self).map_or(&MISSING, |(_, label)| label)
    }

    /// The stable code of this value.
    fn code(self) -> &'static str {
        self.label().code
    }

    /// The value that has this code, if any.
    #[must_use]
    fn from_code(code: &str) -> Option<Self> {
        Self::ROWS.iter().find(|(_, label)| label.code == code).map(|(value, _)| *value)
    }
}

/// A code list without its Rust type, for publication.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CodeList {
    /// The name of the list.
    pub name: &'static str,
    /// Its rows in order.
    pub rows: Vec<Label>,
}

/// The code list of one enum.
#[must_use]
pub fn code_list<T: Coded>() -> CodeList {
    CodeList { name: T::LIST, rows: T::ROWS.iter().map(|(_, label)| *label).collect() }
}
