//! Papers (文书): which there are, and what each says of its case, as named fields. Not here: templates, DOCX, PDF.
//!
//! - [`kind`]: the papers that there are; [`about`]: which entries of a case there is one of, and for whom.
//! - [`dictionary`]: every field that a paper can name; [`uses`]: which a kind names, and which it must have.
//! - [`filling`]: what a paper says of its case; [`writing`]: dates, amounts and numbers as papers write them.

pub mod about;
pub mod chart;
pub mod dictionary;
pub mod field;
pub mod filled;
pub mod filling;
pub mod kind;
pub mod uses;
pub mod writing;
