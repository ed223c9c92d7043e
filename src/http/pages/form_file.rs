//! A form that brings a file (带文件的表单): its fields first, with the token among them, which is asked before anything of the file
//! is read; the file stands last and comes in parts. Not here: which files are taken, and what becomes of them.

use std::future::poll_fn;
use std::pin::Pin;

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::HttpRequest;
use actix_web::rt::time::timeout;
use actix_web::web::{Bytes, Payload};
use futures_core::Stream as _;
use sha2::{Digest as _, Sha256};

use crate::app::error::{Error, at};
use crate::app::ids::hex;
use crate::domain::refusal::words;
use crate::http::api::files::PART_TIMEOUT;
use crate::http::body;
use crate::http::fault::Fault;
use crate::http::pages::posted::{Posted, TOKEN_FIELD, foreign};
use crate::http::pages::visitor::Visitor;

/// The field that holds the file; it stands last.
pub const FILE_FIELD: &str = "file";
/// The longest of the other fields.
const FIELD_BYTES_MAX: usize = 1 << 12;
/// What browsers send files in.
const FORM_MEDIA: &str = "multipart/form-data";

/// How many whole MiB so many bytes are, as people are told how long a file may be.
#[must_use]
pub fn mebibytes(bytes: usize) -> usize {
    bytes >> 20
}

/// How much of a form stands before its file.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// So many fields at most.
    pub fields_max: usize,
    /// The one that may be longer than the others, and how long; the token stands before it.
    pub longer: Option<(&'static str, usize)>,
}

impl Room {
    /// That of a form which asks for a file and little else.
    pub const FEW: Room = Room { fields_max: 10, longer: None };

    /// How long a field may be.
    fn bytes_max(self, field: &str) -> usize {
        self.longer.filter(|(name, _)| *name == field).map_or(FIELD_BYTES_MAX, |(_, bytes_max)| bytes_max)
    }
}

/// A form of a page that was made for whoever sent it, and the file that it brings.
pub struct FormFile {
    fields: Vec<(String, String)>,
    /// Of the fields, the name and what was read of the file so far.
    digest: Sha256,
    /// What the file is called; empty where none was chosen.
    pub name: String,
    /// Its media type, as the browser has it.
    pub media_type: String,
    part: Field,
    // The part is read from it.
    _form: Multipart,
}

impl FormFile {
    /// Takes the fields in, up to the file.
    ///
    /// # Errors
    /// No form with a file; one of another session; more of it than ours have.
    pub async fn of(request: &HttpRequest, visitor: &Visitor, payload: Payload) -> Result<FormFile, Fault> {
        FormFile::with_room(request, visitor, payload, Room::FEW).await
    }

    /// Takes the fields in, up to the file, of a form that has more to say.
    ///
    /// # Errors
    /// As [`FormFile::of`].
    pub async fn with_room(
        request: &HttpRequest,
        visitor: &Visitor,
        payload: Payload,
        room: Room,
    ) -> Result<FormFile, Fault> {
        let mut form = Multipart::new(request.headers(), payload);
        let mut fields: Vec<(String, String)> = Vec::new();
        while let Some(part) = poll_fn(|context| Pin::new(&mut form).poll_next(context)).await {
            let mut part = part.map_err(|error| unread(&error))?;
            let field = part.name().unwrap_or_default().to_owned();
            let bytes_max = room.bytes_max(&field);
            if (field == FILE_FIELD || bytes_max > FIELD_BYTES_MAX) && !is_own(&fields, visitor) {
                return Err(foreign());
            }
            if field == FILE_FIELD {
                let named = part.content_disposition().and_then(|disposition| disposition.get_filename());
                let name = named.unwrap_or_default().to_owned();
                let media_type = part.content_type().map(ToString::to_string).unwrap_or_default();
                let digest = digest_of(&fields, &name);
                return Ok(FormFile { fields, digest, name, media_type, part, _form: form });
            }
            if fields.len() >= room.fields_max {
                return Err(Fault::TooLarge);
            }
            fields.push((field, text(&mut part, bytes_max).await?));
        }
        // A form without a file is no form of ours.
        Err(foreign())
    }

    /// The fields as those of any form, under the digest of all that was read of it: with the file, once that was.
    #[must_use]
    pub fn form(&self) -> Posted {
        Posted::of_fields(self.fields.clone(), hex(&self.digest.clone().finalize()))
    }

    /// What the file is called, where one was chosen.
    ///
    /// # Errors
    /// That none was.
    pub fn chosen_name(&self) -> Result<&str, Error> {
        let said = || words("请选择一个文件", "Choose a file.");
        let missing = || Error::Invalid(vec![at(format!("/{FILE_FIELD}"), "required", said())]);
        Some(self.name.as_str()).filter(|name| !name.is_empty()).ok_or_else(missing)
    }

    /// The next bytes of the file; whoever sends nothing for long has gone.
    ///
    /// # Errors
    /// That it broke off.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Fault> {
        let bytes = next(&mut self.part).await?;
        self.digest.update(bytes.as_deref().unwrap_or_default());
        Ok(bytes)
    }

    /// All of the file, in memory.
    ///
    /// # Errors
    /// That it is longer than so many bytes, or broke off.
    pub async fn whole(&mut self, bytes_max: usize) -> Result<Vec<u8>, Fault> {
        let bytes = whole(&mut self.part, bytes_max).await?;
        self.digest.update(&bytes);
        Ok(bytes)
    }
}

/// Whether the token of a form of theirs is among these fields.
fn is_own(fields: &[(String, String)], visitor: &Visitor) -> bool {
    fields.iter().find(|(name, _)| name == TOKEN_FIELD).is_some_and(|(_, token)| visitor.made(token))
}

/// Of what stands before the file: each with its length, so that nothing of one passes for another's.
fn digest_of(fields: &[(String, String)], name: &str) -> Sha256 {
    let texts = fields.iter().flat_map(|(name, value)| [name.as_str(), value.as_str()]).chain([name]);
    texts.fold(Sha256::new(), |digest, text| {
        digest.chain_update(format!("{} ", text.len())).chain_update(text)
    })
}

async fn whole(part: &mut Field, bytes_max: usize) -> Result<Vec<u8>, Fault> {
    let mut whole = Vec::new();
    while let Some(bytes) = next(part).await? {
        whole.extend_from_slice(&bytes);
        if whole.len() > bytes_max {
            return Err(Fault::TooLarge);
        }
    }
    Ok(whole)
}

async fn next(part: &mut Field) -> Result<Option<Bytes>, Fault> {
    let next = poll_fn(|context| Pin::new(&mut *part).poll_next(context));
    let Ok(next) = timeout(PART_TIMEOUT, next).await else { return Err(body::incomplete()) };
    next.transpose().map_err(|error| unread(&error))
}

async fn text(part: &mut Field, bytes_max: usize) -> Result<String, Fault> {
    String::from_utf8(whole(part, bytes_max).await?).map_err(|_| body::incomplete())
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
