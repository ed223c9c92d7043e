//! Rendering the annual report (年度报告): its template that is shipped, and one filled layout from which DOCX, PDF, HTML and
//! Markdown are written. Values in, bytes out. Not here: what it says (`domain::report`).

use sha2::{Digest as _, Sha256};

use crate::documents::fill;
use crate::documents::layout::Layout;
use crate::documents::papers::{RenderError, unprintable};
use crate::documents::pdf::{self, Fonts};
use crate::documents::template_problem::{Problems, TemplateProblem};
use crate::documents::{docx, html, markdown, markup};
use crate::domain::docket::hex;
use crate::domain::paper::field::Field;
use crate::domain::paper::filled::Filled;
use crate::domain::report::fields::fields;

/// The template that is shipped, as it is written.
const SHIPPED: &str = include_str!("../../data/reports/annual.txt");

/// In which form a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// To be edited.
    Docx,
    /// To be printed.
    Pdf,
    /// To be read in a browser.
    Html,
    /// To be taken over.
    Markdown,
}

/// The SHA-256 of the template that is shipped, in hexadecimal.
#[must_use]
pub fn shipped_sha256() -> String {
    hex(&Sha256::digest(SHIPPED))
}

/// The template that is shipped, as a DOCX to begin with.
///
/// # Errors
/// One that cannot be read or written, which a test rules out.
pub fn shipped_docx() -> Result<Vec<u8>, String> {
    docx::write(&shipped_layout()?).map_err(|error| format!("{error:?}"))
}

/// Everything that is wrong with a template of an office: what cannot be rendered, and names that nobody knows.
#[must_use]
pub fn problems(template: &[u8]) -> Vec<TemplateProblem> {
    match docx::read_what_can_be(template) {
        Ok((layout, problems)) => checked(&layout, problems),
        Err(problems) => problems,
    }
}

/// The same of the one that is shipped.
///
/// # Errors
/// Markup that cannot be read.
pub fn shipped_problems() -> Result<Vec<TemplateProblem>, String> {
    Ok(checked(&shipped_layout()?, Problems::default()))
}

/// A report before it is a file, from the template of the office or from the one that is shipped.
///
/// # Errors
/// Every field that the template asks for and that has no value; a template that cannot be read.
pub fn laid_out(template: Option<&[u8]>, filled: &Filled) -> Result<Layout, RenderError> {
    let layout = match template {
        Some(bytes) => docx::read(bytes).map_err(|problems| RenderError::Broken(format!("{problems:?}")))?,
        None => shipped_layout().map_err(RenderError::Broken)?,
    };
    let known = fields();
    let known: Vec<&Field> = known.iter().collect();
    fill::fill(&layout, &known, filled).map_err(RenderError::Missing)
}

/// A report that is laid out as a file; only a PDF needs fonts.
///
/// # Errors
/// Characters that no font has; a file that cannot be written.
pub fn write(layout: &Layout, form: Form, fonts: Option<&Fonts>) -> Result<Vec<u8>, RenderError> {
    match (form, fonts) {
        (Form::Docx, _) => docx::write(layout).map_err(|error| RenderError::Broken(format!("{error:?}"))),
        (Form::Pdf, Some(fonts)) => pdf::write(layout, fonts).map_err(|error| unprintable(&error)),
        (Form::Pdf, None) => Err(RenderError::Broken("a PDF without fonts".to_owned())),
        (Form::Html, _) => Ok(html::write(layout).into_bytes()),
        (Form::Markdown, _) => Ok(markdown::write(layout).into_bytes()),
    }
}

fn checked(layout: &Layout, problems: Problems) -> Vec<TemplateProblem> {
    let known = fields();
    fill::check_too(layout, &known.iter().collect::<Vec<_>>(), problems)
}

fn shipped_layout() -> Result<Layout, String> {
    markup::read(SHIPPED).map_err(|error| format!("{error:?}"))
}
