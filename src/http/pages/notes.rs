//! What was found wrong (提示), in words: for the page of an error, and for forms beside their fields.
//! Not here: which status it has (`fault`).

use crate::app::error::{Error, Place, Violation};
use crate::app::idempotency::USED_FOR_ANOTHER_REQUEST;
use crate::domain::refusal::{Finding, Severity};
use crate::http::fault::{Fault, Kind};
use crate::http::language::Language;
use crate::http::pages::act_form::rows::Field;

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// The field that it is about, as a JSON pointer; empty for the whole.
    pub pointer: String,
    /// What it says.
    pub text: String,
    /// The article, where a law says so.
    pub article: Option<String>,
    /// The code, where it can be acknowledged.
    pub acknowledge: Option<String>,
}

/// Everything that a fault says, in a language; what broke inside says nothing.
#[must_use]
pub fn notes(fault: &Fault, language: Language) -> Vec<Note> {
    let mut notes: Vec<Note> = match fault {
        Fault::App(Error::Refused(refusal))
        | Fault::Unanswerable { refusal, .. }
        | Fault::AboutEntry { refusal, .. } => {
            let asks = Kind::of_refusal(refusal) == Kind::AcknowledgementRequired;
            refusal.findings.iter().map(|finding| of_finding(finding, asks, language)).collect()
        }
        Fault::App(Error::Invalid(violations)) | Fault::Senseless(violations) => {
            violations.iter().map(|violation| of_violation(violation, language)).collect()
        }
        Fault::App(Error::Conflict { code: USED_FOR_ANOTHER_REQUEST, .. }) => vec![whole(language.say(
            "这份表单先前已经提交过，这次的内容不同，没有处理；确要另行提交的，请核对后再提交一次",
            "This form was sent before, and this time says something else: nothing was done. Look at it again, and send it once more if it is meant.",
        ))],
        Fault::App(
            Error::Forbidden(words)
            | Error::Unauthenticated(words)
            | Error::NotYetKnown(words)
            | Error::OutOfStep(words)
            | Error::Unset(words)
            | Error::UnsupportedFile { plain: words, .. }
            | Error::Conflict { words, .. },
        ) => vec![whole(language.of_words(words))],
        Fault::App(Error::Stale) => Vec::new(),
        Fault::App(_)
        | Fault::TooLarge
        | Fault::UnsupportedMediaType(_)
        | Fault::YearUnseen
        | Fault::TemplateUnseen
        | Fault::NotReady => fault.advice().iter().map(|advice| whole(language.of_words(advice))).collect(),
    };
    notes.sort();
    notes.dedup();
    notes
}

/// What is said on the form of somebody who is not signed in: everything that a fault says, and to wait where they tried too
/// often, so that what they typed stays.
#[must_use]
pub fn on_form(fault: &Fault, language: Language) -> Vec<Note> {
    match fault {
        Fault::App(Error::TooMany { .. }) => vec![whole(
            language.say("尝试过于频繁，请稍候一分钟再试", "Too many attempts: wait a minute and try again"),
        )],
        _ => notes(fault, language),
    }
}

/// What stands beside none of these fields.
#[must_use]
pub fn beside_none(notes: &[Note], fields: &[&Field]) -> Vec<Note> {
    let stands = |note: &&Note| !fields.iter().any(|field| field.notes.contains(*note));
    notes.iter().filter(stands).cloned().collect()
}

/// What findings say that are no fault by themselves.
#[must_use]
pub fn of_findings(findings: &[Finding], language: Language) -> Vec<Note> {
    findings.iter().map(|finding| of_finding(finding, false, language)).collect()
}

/// What is said of the whole.
#[must_use]
pub fn whole(text: &str) -> Note {
    Note { pointer: String::new(), text: text.to_owned(), article: None, acknowledge: None }
}

fn of_finding(finding: &Finding, asks: bool, language: Language) -> Note {
    let can_be_acknowledged = asks && finding.severity >= Severity::Irregular;
    Note {
        pointer: finding.field.clone().unwrap_or_default(),
        text: language.of_words(&finding.words).to_owned(),
        article: finding.article.map(|article| language.cite(article)),
        acknowledge: can_be_acknowledged.then(|| finding.code.to_owned()),
    }
}

fn of_violation(violation: &Violation, language: Language) -> Note {
    let pointer = match &violation.place {
        Place::Body(pointer) => pointer.clone(),
        Place::Query(name) | Place::Path(name) | Place::Header(name) => format!("/{name}"),
    };
    Note { pointer, ..whole(language.of_words(&violation.words)) }
}
