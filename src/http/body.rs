//! Request bodies (请求体): JSON, bounded, strict, checked against the published schema before
//! serde sees them. Not here: rules of law; a body that passes may still be refused.
//!
//! A handler takes [`Body`], which never fails, and asks it for a value when it is sure who the
//! caller is: so a stranger hears 401 whatever they sent.

use std::future::Future;
use std::pin::Pin;

use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use actix_web::web::{Bytes, Payload};
use actix_web::{FromRequest, HttpRequest, dev};
use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa::ToSchema;

use crate::app::error::{Error, Place, Violation, at};
use crate::domain::refusal::words;
use crate::http::problem::Fault;
use crate::http::{json, schema};

/// The longest body that is taken: 8 MiB, a collective case of five thousand workers with room to spare.
pub const BODY_BYTES_MAX: usize = 8 << 20;

/// How much of a body that is too long is still read, so that the caller, who may be sending
/// yet, gets to read the answer.
const BODY_READ_BYTES_MAX: usize = 16 << 20;

/// The media type of a body that is no file.
const JSON: &str = "application/json";

/// The body of a request as it came.
#[derive(Debug)]
pub struct Body(Result<Bytes, Fault>);

impl Body {
    /// The value, checked against the schema of its type.
    ///
    /// # Errors
    /// Every violation at once; or not JSON by its header; or too long.
    pub fn checked<T: DeserializeOwned + ToSchema>(self) -> Result<T, Fault> {
        Ok(Checked::<T>::parse(&self.0?)?)
    }

    /// The value, checked against a published schema that is known by name.
    ///
    /// # Errors
    /// As [`Body::checked`].
    pub fn checked_as(self, schema: &str) -> Result<Value, Fault> {
        Ok(parse_as(schema, &self.0?)?)
    }

    /// The value and what a published schema finds in it, for who has more to say of what can be read.
    ///
    /// # Errors
    /// What is no JSON; or not JSON by its header; or too long.
    pub fn found_as(self, schema: &str) -> Result<(Value, Vec<Violation>), Fault> {
        Ok(found_as(schema, &self.0?)?)
    }

    /// The bytes, for a fingerprint of the request.
    ///
    /// # Errors
    /// Not JSON by its header; or too long.
    pub fn bytes(&self) -> Result<&[u8], &Fault> {
        self.0.as_deref()
    }
}

/// Parsing of bytes into a type with a published schema.
#[derive(Debug)]
pub struct Checked<T>(std::marker::PhantomData<T>);

impl<T: DeserializeOwned + ToSchema> Checked<T> {
    /// The value.
    ///
    /// # Errors
    /// Every violation at once.
    pub fn parse(bytes: &[u8]) -> Result<T, Error> {
        from_checked(parse_as(&T::name(), bytes)?)
    }
}

/// A value that has passed its schema, as its type. What serde still finds (a number out of its
/// type's range, say) is a violation too.
///
/// # Errors
/// When serde finds something.
pub fn from_checked<T: DeserializeOwned>(value: Value) -> Result<T, Error> {
    serde_json::from_value(value).map_err(|error| misfit(&error))
}

/// What serde found, as a violation of the whole body.
#[must_use]
pub fn misfit(error: &serde_json::Error) -> Error {
    let said = words(format!("内容不合要求：{error}"), format!("Does not fit: {error}."));
    Error::Invalid(vec![at("", "type", said)])
}

/// The value of a body, strict and checked against a schema of the published components.
///
/// # Errors
/// Every violation at once.
pub fn parse_as(schema: &str, bytes: &[u8]) -> Result<Value, Error> {
    let (value, violations) = found_as(schema, bytes)?;
    if violations.is_empty() { Ok(value) } else { Err(Error::Invalid(violations)) }
}

/// The value of a body, and what is wrong with it by a schema of the published components.
fn found_as(schema: &str, bytes: &[u8]) -> Result<(Value, Vec<Violation>), Error> {
    let (value, mut violations) = json::parse(bytes).map_err(|violation| Error::Invalid(vec![violation]))?;
    let unclean: Vec<Place> = violations.iter().map(|violation| violation.place.clone()).collect();
    // The published pattern of plain text says again what the strict parser said better.
    let again = |violation: &Violation| violation.code == "pattern" && unclean.contains(&violation.place);
    violations.extend(schema::validate(schema, &value)?.into_iter().filter(|violation| !again(violation)));
    violations.sort();
    violations.dedup();
    Ok((value, violations))
}

/// A value that stands inside a body, checked against a schema of its own; `pointer` says where it stands.
///
/// # Errors
/// Every violation at once, each at its place in the whole body.
pub fn parse_value_as(schema: &str, value: Value, pointer: &str) -> Result<Value, Error> {
    let inside = |violation: Violation| match violation.place {
        Place::Body(at) => Violation { place: Place::Body(format!("{pointer}{at}")), ..violation },
        Place::Query(_) | Place::Path(_) | Place::Header(_) => violation,
    };
    let violations: Vec<Violation> = schema::validate(schema, &value)?.into_iter().map(inside).collect();
    if violations.is_empty() { Ok(value) } else { Err(Error::Invalid(violations)) }
}

impl FromRequest for Body {
    type Error = Fault;
    type Future = Pin<Box<dyn Future<Output = Result<Body, Fault>>>>;

    fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let json = is_plain(request, JSON);
        let payload = Payload::from_request(request, payload).into_inner();
        Box::pin(async move {
            let bytes = match payload {
                Ok(payload) => receive(payload, BODY_BYTES_MAX).await,
                Err(_) => Err(incomplete()),
            };
            Ok(Body(if json { bytes } else { Err(Fault::UnsupportedMediaType(JSON)) }))
        })
    }
}

/// A file of one media type in the body, up to a size.
///
/// # Errors
/// Another media type by its header; too long; broken off.
pub async fn file(
    request: &HttpRequest,
    payload: Payload,
    (media, bytes_max): (&'static str, usize),
) -> Result<Bytes, Fault> {
    let bytes = receive(payload, bytes_max).await;
    if is_plain(request, media) { bytes } else { Err(Fault::UnsupportedMediaType(media)) }
}

/// A file of one of some media types in the body, up to a size.
///
/// # Errors
/// Another media type by its header; too long; broken off. `named` says which are taken.
pub async fn one_of(
    request: &HttpRequest,
    payload: Payload,
    (medias, named): (&[&str], &'static str),
    bytes_max: usize,
) -> Result<Bytes, Fault> {
    let mebibytes_max = u32::try_from(bytes_max >> 20).unwrap_or(u32::MAX);
    let too_large = Error::FileTooLarge { mebibytes_max };
    let bytes = payload.to_bytes_limited(bytes_max).await.map_err(|_| too_large)?;
    let bytes = bytes.map_err(|_| incomplete())?;
    let is_taken = medias.iter().any(|media| is_plain(request, media));
    if is_taken { Ok(bytes) } else { Err(Fault::UnsupportedMediaType(named)) }
}

fn is_plain(request: &HttpRequest, wanted: &str) -> bool {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let media = header(CONTENT_TYPE).unwrap_or_default().split(';').next().unwrap_or_default().trim();
    media.eq_ignore_ascii_case(wanted) && is_unpacked(request)
}

/// Whether a body comes as it is, and not packed.
pub(crate) fn is_unpacked(request: &HttpRequest) -> bool {
    let encoding = request.headers().get(CONTENT_ENCODING).and_then(|value| value.to_str().ok());
    encoding.unwrap_or("identity").eq_ignore_ascii_case("identity")
}

async fn receive(payload: Payload, bytes_max: usize) -> Result<Bytes, Fault> {
    let bytes = payload.to_bytes_limited(BODY_READ_BYTES_MAX).await.map_err(|_| Fault::TooLarge)?;
    let bytes = bytes.map_err(|_| incomplete())?;
    if bytes.len() > bytes_max { Err(Fault::TooLarge) } else { Ok(bytes) }
}

/// That a body was broken off.
pub(crate) fn incomplete() -> Fault {
    Fault::from(Error::Invalid(vec![at("", "incomplete", words("请求体不完整", "The body is incomplete."))]))
}
