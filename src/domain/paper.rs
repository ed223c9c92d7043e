//! Papers (文书): which there are, and what each says of its case, as named fields. Not here: templates, DOCX, PDF.

pub mod field;
pub mod filled;
