//! Rendering papers (文书渲染): the templates that are shipped, and what becomes of a template and of what a paper says: one
//! layout, and from it DOCX and PDF. Values in, bytes out. Not here: which fields a paper has (`domain::paper`).

use sha2::{Digest as _, Sha256};

use crate::documents::docx;
use crate::documents::fill::{self, Missing};
use crate::documents::layout::Layout;
use crate::documents::markup;
use crate::documents::pdf::{self, Fonts, PdfError};
use crate::documents::template_problem::TemplateProblem;
use crate::domain::docket::hex;
use crate::domain::paper::filled::Filled;
use crate::domain::paper::kind::CasePaper;
use crate::domain::refusal::Words;

/// A paper in both forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// To be edited.
    pub docx: Vec<u8>,
    /// To be printed.
    pub pdf: Vec<u8>,
}

/// Why a paper is not rendered.
#[derive(Debug)]
pub enum RenderError {
    /// The template names fields for which there is no value.
    Missing(Vec<Missing>),
    /// Characters that no font has, or a sheet without room: whoever asks can mend it.
    Unprintable(Words),
    /// A template that was found good is not, or a file cannot be written: a defect of ours.
    Broken(String),
}

/// The template of a kind that is shipped, as it is written.
#[must_use]
#[rustfmt::skip]
pub fn shipped(kind: CasePaper) -> &'static str {
    match kind {
        CasePaper::AcceptanceNotice => include_str!("../../data/papers/acceptance_notice.txt"),
        CasePaper::ResponseNotice => include_str!("../../data/papers/response_notice.txt"),
        CasePaper::NonAcceptanceNotice => include_str!("../../data/papers/non_acceptance_notice.txt"),
        CasePaper::JurisdictionStatement => include_str!("../../data/papers/jurisdiction_statement.txt"),
        CasePaper::CorrectionNotice => include_str!("../../data/papers/correction_notice.txt"),
        CasePaper::TribunalNotice => include_str!("../../data/papers/tribunal_notice.txt"),
        CasePaper::HearingNotice => include_str!("../../data/papers/hearing_notice.txt"),
        CasePaper::EvidenceNotice => include_str!("../../data/papers/evidence_notice.txt"),
        CasePaper::Summons => include_str!("../../data/papers/summons.txt"),
        CasePaper::MediationAgreement => include_str!("../../data/papers/mediation_agreement.txt"),
        CasePaper::MediationDocument => include_str!("../../data/papers/mediation_document.txt"),
        CasePaper::AwardFinal => include_str!("../../data/papers/award_final.txt"),
        CasePaper::AwardNonFinal => include_str!("../../data/papers/award_non_final.txt"),
        CasePaper::RecusalDecision => include_str!("../../data/papers/recusal_decision.txt"),
        CasePaper::SuspensionDecision => include_str!("../../data/papers/suspension_decision.txt"),
        CasePaper::ResumptionNotice => include_str!("../../data/papers/resumption_notice.txt"),
        CasePaper::ExtensionNotice => include_str!("../../data/papers/extension_notice.txt"),
        CasePaper::WithdrawalDecision => include_str!("../../data/papers/withdrawal_decision.txt"),
        CasePaper::DeemedWithdrawalDecision => include_str!("../../data/papers/deemed_withdrawal_decision.txt"),
        CasePaper::TransferLetter => include_str!("../../data/papers/transfer_letter.txt"),
        CasePaper::RevocationDecision => include_str!("../../data/papers/revocation_decision.txt"),
        CasePaper::TerminationDecision => include_str!("../../data/papers/termination_decision.txt"),
        CasePaper::ServiceReturn => include_str!("../../data/papers/service_return.txt"),
        CasePaper::ElementForm => include_str!("../../data/papers/element_form.txt"),
        CasePaper::HearingRecord => include_str!("../../data/papers/hearing_record.txt"),
        CasePaper::DiscussionRecord => include_str!("../../data/papers/discussion_record.txt"),
        CasePaper::ArchiveCover => include_str!("../../data/papers/archive_cover.txt"),
        CasePaper::ArchiveList => include_str!("../../data/papers/archive_list.txt"),
    }
}

/// The SHA-256 of a template that is shipped, in hexadecimal.
#[must_use]
pub fn shipped_sha256(kind: CasePaper) -> String {
    hex(&Sha256::digest(shipped(kind)))
}

/// A template that is shipped, as a DOCX to begin with.
///
/// # Errors
/// One that cannot be read or written, which a test rules out.
pub fn shipped_docx(kind: CasePaper) -> Result<Vec<u8>, String> {
    written(&shipped_layout(kind)?)
}

/// Everything that is wrong with a template of an office: what cannot be rendered, and names that nobody knows.
#[must_use]
pub fn problems(kind: CasePaper, template: &[u8]) -> Vec<TemplateProblem> {
    match docx::read_what_can_be(template) {
        Ok((layout, problems)) => fill::check_too(&layout, &kind.template_fields(), problems),
        Err(problems) => problems,
    }
}

/// The fields that the template that is shipped names and one of an office does not: it may mean to, or have lost them.
///
/// # Errors
/// A template that cannot be read.
pub fn left_out(kind: CasePaper, template: &[u8]) -> Result<Vec<Missing>, String> {
    let layout = docx::read(template).map_err(|problems| format!("{problems:?}"))?;
    Ok(fill::left_out(&layout, &shipped_layout(kind)?, &kind.template_fields()))
}

/// Everything that is wrong with a template that is shipped.
///
/// # Errors
/// Markup that cannot be read.
pub fn shipped_problems(kind: CasePaper) -> Result<Vec<TemplateProblem>, String> {
    Ok(fill::check(&shipped_layout(kind)?, &kind.template_fields()))
}

/// The fields that a template asks for and that have no value.
///
/// # Errors
/// A template that cannot be read.
pub fn missing(kind: CasePaper, template: Option<&[u8]>, filled: &Filled) -> Result<Vec<Missing>, String> {
    match laid_out(kind, template, filled) {
        Ok(_) => Ok(Vec::new()),
        Err(RenderError::Missing(missing)) => Ok(missing),
        Err(RenderError::Unprintable(said)) => Err(said.en),
        Err(RenderError::Broken(what)) => Err(what),
    }
}

/// A paper, from the template of the office or from the one that is shipped.
///
/// # Errors
/// Every missing field at once; a template that cannot be read.
pub fn render(
    kind: CasePaper,
    template: Option<&[u8]>,
    filled: &Filled,
    fonts: &Fonts,
) -> Result<Rendered, RenderError> {
    let layout = laid_out(kind, template, filled)?;
    let pdf = pdf::write(&layout, fonts).map_err(|error| unprintable(&error))?;
    let docx = written(&layout).map_err(RenderError::Broken)?;
    Ok(Rendered { docx, pdf })
}

/// A paper before it is a file.
///
/// # Errors
/// As [`render`].
pub fn laid_out(kind: CasePaper, template: Option<&[u8]>, filled: &Filled) -> Result<Layout, RenderError> {
    let layout = match template {
        Some(bytes) => docx::read(bytes).map_err(|problems| RenderError::Broken(format!("{problems:?}")))?,
        None => shipped_layout(kind).map_err(RenderError::Broken)?,
    };
    let filled = fill::fill(&layout, &kind.template_fields(), filled).map_err(RenderError::Missing)?;
    Ok(filled.with_closing_held())
}

fn shipped_layout(kind: CasePaper) -> Result<Layout, String> {
    markup::read(shipped(kind)).map_err(|error| format!("{kind:?}: {error:?}"))
}

fn written(layout: &Layout) -> Result<Vec<u8>, String> {
    docx::write(layout).map_err(|error| format!("{error:?}"))
}

/// What an error of the writer of PDF means to whoever asked.
pub(super) fn unprintable(error: &PdfError) -> RenderError {
    match error {
        PdfError::Characters(_) | PdfError::NoRoom | PdfError::PageNumbers => {
            RenderError::Unprintable(error.words())
        }
        PdfError::Font(_) | PdfError::Writing(_) => RenderError::Broken(error.to_string()),
    }
}
