//! What can go wrong in the app, free of HTTP. A refusal is the law's answer; everything else
//! is the caller's mistake or ours. Not here: statuses and bodies (`http::problem`).

use crate::domain::refusal::{Refusal, Words};
use crate::storage::StorageError;

/// Why the app did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A rule said no, or asks to be acknowledged.
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// The request is malformed; every violation is listed.
    #[error("malformed: {0:?}")]
    Invalid(Vec<Violation>),
    /// There is no such thing, or the caller may not know of it.
    #[error("not found")]
    NotFound,
    /// There is such a thing, but on the day asked for nothing was known of it yet.
    #[error("not yet known: {}", .0.en)]
    NotYetKnown(Words),
    /// The caller's role or assignment does not allow it.
    #[error("forbidden: {}", .0.en)]
    Forbidden(Words),
    /// No valid login came with the request.
    #[error("unauthenticated: {}", .0.en)]
    Unauthenticated(Words),
    /// The thing has changed since the caller read it.
    #[error("stale version")]
    Stale,
    /// The caller did not say which version they read.
    #[error("precondition missing")]
    PreconditionMissing,
    /// Too many attempts.
    #[error("too many requests, retry after {retry_after_seconds} s")]
    TooMany {
        /// When it makes sense to come back.
        retry_after_seconds: u64,
    },
    /// It clashes with what is there: a login that is taken, a key used for another request.
    #[error("conflict: {}", .words.en)]
    Conflict {
        /// Stable `snake_case` code.
        code: &'static str,
        /// Why, in both languages.
        words: Words,
    },
    /// This program has other books than the database: another version, or other settings.
    #[error("out of step: {}", .0.en)]
    OutOfStep(Words),
    /// The office has not set what this needs.
    #[error("not set: {}", .0.en)]
    Unset(Words),
    /// A file is longer than the office takes.
    #[error("a file of more than {mebibytes_max} MiB")]
    FileTooLarge {
        /// How long it may be.
        mebibytes_max: u32,
    },
    /// A file is of no kind that is taken, or is not what it is said to be.
    #[error("no file that is taken: {}", .words.en)]
    UnsupportedFile {
        /// What a program is told, that chose the media type.
        words: Words,
        /// What a person is told, who chose a file.
        plain: Words,
    },
    /// The store of the files does not answer, or does not let this program in. Nothing was recorded.
    #[error("the store of the files: {0}")]
    FilesAway(String),
    /// The content of a file is lost, or is not what was stored any more: whoever has the original can bring it again.
    #[error("{0}")]
    ContentLost(String),
    /// Others hold the database for now; trying again helps.
    #[error("busy: {0}")]
    Busy(StorageError),
    /// No room is left on the disk: nothing was recorded, and nothing can be until there is.
    #[error("{0}")]
    NoRoom(StorageError),
    /// The database failed.
    #[error("{0}")]
    Storage(StorageError),
    /// Something that must hold does not hold: ours to mend, not the caller's.
    #[error("broken: {0}")]
    Broken(String),
}

impl From<StorageError> for Error {
    fn from(error: StorageError) -> Error {
        match error {
            StorageError::Stale => Error::Stale,
            StorageError::Full => Error::NoRoom(error),
            StorageError::Busy(_) | StorageError::Closing => Error::Busy(error),
            other => Error::Storage(other),
        }
    }
}

/// One thing that is wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// Where.
    pub place: Place,
    /// Stable `snake_case` code.
    pub code: &'static str,
    /// What, in both languages.
    pub words: Words,
}

/// Where in a request something is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In the body, at this JSON pointer; empty for the whole.
    Body(String),
    /// In this query parameter.
    Query(String),
    /// In this part of the path.
    Path(String),
    /// In this header.
    Header(String),
}

/// A violation at a place of the body, by JSON pointer.
#[must_use]
pub fn at(pointer: impl Into<String>, code: &'static str, words: Words) -> Violation {
    Violation { place: Place::Body(pointer.into()), code, words }
}
