//! Forms that bring a file (带文件的表单): a browser without script sends them as `multipart/form-data`, which is taken apart
//! while it comes. The token stands before the file and is asked before anything of it is read. Not here: what becomes of a file.

use std::future::poll_fn;
use std::pin::Pin;

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::HttpRequest;
use actix_web::rt::time::timeout;
use actix_web::web::{Bytes, Payload};
use futures_core::Stream as _;

use crate::app::error::{Error, at};
use crate::domain::refusal::words;
use crate::http::api::files::PART_TIMEOUT;
use crate::http::body;
use crate::http::fault::Fault;
use crate::http::pages::posted::{Posted, TOKEN_FIELD, foreign};
use crate::http::pages::visitor::Visitor;

/// The field that holds the file; it stands last.
pub const FILE_FIELD: &str = "file";
/// The longest of the other fields.
const FIELD_BYTES_MAX: usize = 1 << 10;
/// So many other fields at most.
const FIELDS_MAX: usize = 10;
/// What browsers send files in.
const FORM_MEDIA: &str = "multipart/form-data";

/// What stood before the file of a form that was made for its sender, and the file, of which nothing is read yet.
pub struct Brought {
    /// The other fields.
    pub form: Posted,
    /// The file.
    pub part: Field,
    /// What the file comes out of.
    _rest: Multipart,
}

/// The fields of a form, up to its file.
///
/// # Errors
/// A form of another session; one without a file; too long; broken off.
pub async fn file_of(request: &HttpRequest, visitor: &Visitor, payload: Payload) -> Result<Brought, Fault> {
    let mut parts = Multipart::new(request.headers(), payload);
    let mut fields: Vec<(String, String)> = Vec::new();
    while let Some(part) = poll_fn(|context| Pin::new(&mut parts).poll_next(context)).await {
        let mut part = part.map_err(|error| unread(&error))?;
        let name = part.name().unwrap_or_default().to_owned();
        if name == FILE_FIELD {
            let form = Posted::of_fields(fields, String::new());
            let is_own = visitor.made(form.one(TOKEN_FIELD));
            return if is_own { Ok(Brought { form, part, _rest: parts }) } else { Err(foreign()) };
        }
        if fields.len() >= FIELDS_MAX {
            return Err(Fault::TooLarge);
        }
        fields.push((name, text(&mut part).await?));
    }
    // A form without a file is no form of ours.
    Err(foreign())
}

/// What the file is called; none where no file was chosen.
#[must_use]
pub fn file_name(part: &Field) -> Option<&str> {
    part.content_disposition()?.get_filename().filter(|name| !name.is_empty())
}

/// That no file was chosen.
#[must_use]
pub fn no_file() -> Error {
    Error::Invalid(vec![at(format!("/{FILE_FIELD}"), "required", words("请选择一个文件", "Choose a file."))])
}

/// The whole of a file that is not long.
///
/// # Errors
/// Longer than that; broken off.
pub async fn whole(part: &mut Field, bytes_max: usize) -> Result<Vec<u8>, Fault> {
    let mut whole = Vec::new();
    while let Some(bytes) = next(part).await? {
        whole.extend_from_slice(&bytes);
        if whole.len() > bytes_max {
            return Err(Fault::TooLarge);
        }
    }
    Ok(whole)
}

/// The next bytes of a part; whoever sends nothing for long has gone.
///
/// # Errors
/// Broken off.
pub async fn next(part: &mut Field) -> Result<Option<Bytes>, Fault> {
    let next = poll_fn(|context| Pin::new(&mut *part).poll_next(context));
    let Ok(next) = timeout(PART_TIMEOUT, next).await else { return Err(body::incomplete()) };
    next.transpose().map_err(|error| unread(&error))
}

async fn text(part: &mut Field) -> Result<String, Fault> {
    String::from_utf8(whole(part, FIELD_BYTES_MAX).await?).map_err(|_| body::incomplete())
}

fn unread(error: &MultipartError) -> Fault {
    match error {
        MultipartError::ContentTypeMissing
        | MultipartError::ContentTypeParse
        | MultipartError::ContentTypeIncompatible
        | MultipartError::BoundaryMissing => Fault::UnsupportedMediaType(FORM_MEDIA),
        _ => body::incomplete(),
    }
}
