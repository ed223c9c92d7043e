//! What a form sent (表单): its fields in their order. [`Sent`] is what a signed-in person sent from a form of theirs; no
//! handler gets at the fields of one without its token.

use std::future::Future;
use std::pin::Pin;

use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::{Payload, Query};
use actix_web::{FromRequest, HttpRequest, dev};
use sha2::{Digest as _, Sha256};

use crate::app::error::Error;
use crate::app::ids::hex;
use crate::domain::refusal::words;
use crate::http::body;
use crate::http::fault::Fault;
use crate::http::pages::visitor::Visitor;

/// The field of a form that holds its token.
pub const TOKEN_FIELD: &str = "form_token";
/// The longest form.
pub const FORM_BYTES_MAX: usize = 1 << 20;
/// What browsers send.
const FORM_MEDIA: &str = "application/x-www-form-urlencoded";

/// The fields of a form.
#[derive(Clone, Default)]
pub struct Posted {
    fields: Vec<(String, String)>,
    digest: String,
}

impl Posted {
    /// The fields as they were sent.
    #[must_use]
    pub fn of(text: &str) -> Posted {
        let fields = Query::<Vec<(String, String)>>::from_query(text).map(Query::into_inner);
        Posted { fields: fields.unwrap_or_default(), digest: hex(&Sha256::digest(text)) }
    }

    /// Fields that nobody sent.
    #[must_use]
    pub fn from_fields(fields: Vec<(String, String)>) -> Posted {
        Posted { fields, digest: String::new() }
    }

    /// The first value of a field; empty where there is none.
    #[must_use]
    pub fn one(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// Every value of a field.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.fields.iter().filter(move |(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    /// The names of the fields, in their order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|(name, _)| name.as_str())
    }

    /// A digest of all that was sent.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

impl FromRequest for Posted {
    type Error = Fault;
    type Future = Pin<Box<dyn Future<Output = Result<Posted, Fault>>>>;

    fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let media = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let is_form =
            media.is_some_and(|media| media.split(';').next().unwrap_or_default().trim() == FORM_MEDIA);
        let payload = Payload::from_request(request, payload).into_inner();
        Box::pin(async move {
            let payload = payload.map_err(|_| body::incomplete())?;
            let bytes = payload.to_bytes_limited(FORM_BYTES_MAX).await.map_err(|_| Fault::TooLarge)?;
            let bytes = bytes.map_err(|_| body::incomplete())?;
            if !is_form {
                return Err(Fault::UnsupportedMediaType(FORM_MEDIA));
            }
            let text = std::str::from_utf8(&bytes).map_err(|_| body::incomplete())?;
            Ok(Posted::of(text))
        })
    }
}

/// What somebody who is signed in sent from a form that was made for them.
#[derive(Clone)]
pub struct Sent {
    /// Who.
    pub visitor: Visitor,
    /// What.
    pub form: Posted,
}

impl FromRequest for Sent {
    type Error = Fault;
    type Future = Pin<Box<dyn Future<Output = Result<Sent, Fault>>>>;

    fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let (visitor, form) =
            (Visitor::from_request(request, payload), Posted::from_request(request, payload));
        Box::pin(async move {
            let visitor = visitor.await?;
            let form = form.await?;
            if visitor.made(form.one(TOKEN_FIELD)) { Ok(Sent { visitor, form }) } else { Err(foreign()) }
        })
    }
}

/// What somebody hears whose form is not from a page that was made for them.
#[must_use]
pub fn foreign() -> Fault {
    Fault::App(Error::Forbidden(words(
        "这份表单不是本次登录的页面发出的，未作任何处理；请重新打开页面再提交",
        "This form was not sent from a page of this session, and nothing was done; open the page again and send it from there.",
    )))
}
