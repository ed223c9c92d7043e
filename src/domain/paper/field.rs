//! The fields that a paper can name (文书字段名称). One name has one meaning in every paper. Not here: their values.

/// A field of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its code, `case_number`.
    pub code: &'static str,
    /// Its Chinese name, `案号`; a template may use either.
    pub zh: &'static str,
    /// What it means.
    pub en: &'static str,
    /// A single text, or a list with columns.
    pub shape: Shape,
}

/// Whether a field is one text, a list or a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One text, `{{案号}}`.
    Text,
    /// Rows, whose texts are named after the list: `{{请求.事项}}`.
    List(&'static [Column]),
    /// A chart, which stands alone in its paragraph: `{{月度图}}`.
    Chart,
}

/// A text in each row of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its code.
    pub code: &'static str,
    /// Its Chinese name.
    pub zh: &'static str,
    /// What it means.
    pub en: &'static str,
}
