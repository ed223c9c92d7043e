//! What a form sent (表单): its fields in their order. [`Sent`] is what a signed-in person sent from a form of theirs; no
//! handler gets at the fields of one without its token.

use std::future::Future;
use std::pin::Pin;

use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::{Payload, Query};
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, dev};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::app::error::Error;
use crate::app::ids::hex;
use crate::domain::refusal::words;
use crate::http::body;
use crate::http::fault::{Fault, Kind};
use crate::http::pages::once::KEY_FIELD;
use crate::http::pages::visitor::{SESSION_COOKIE, Visitor, is_token_of};

/// The field of a form that holds its token.
pub const TOKEN_FIELD: &str = "form_token";
/// What is not kept of a form: its token, and which of its buttons was pressed.
const OF_THE_PRESS: [&str; 3] = [TOKEN_FIELD, "do", "more"];
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

    /// The fields of a form that brought a file, under the digest of all of it.
    #[must_use]
    pub fn of_fields(fields: Vec<(String, String)>, digest: String) -> Posted {
        Posted { fields, digest }
    }

    /// The first value of a field; empty where there is none.
    #[must_use]
    pub fn one(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// A body of these fields as a schema asks it: what was left empty is not there.
    #[must_use]
    pub fn body(&self, names: &[&str]) -> Map<String, Value> {
        let filled =
            names.iter().map(|name| (*name, self.one(name).trim())).filter(|(_, typed)| !typed.is_empty());
        filled.map(|(name, typed)| (name.to_owned(), Value::from(typed))).collect()
    }

    /// Every value of a field.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.fields.iter().filter(move |(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    /// The names of the fields, in their order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|(name, _)| name.as_str())
    }

    /// The fields, in their order.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The same form with other fields; its digest stays that of what was sent.
    #[must_use]
    pub fn with(&self, fields: Vec<(String, String)>) -> Posted {
        Posted { fields, digest: self.digest.clone() }
    }

    /// A digest of all that was sent.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

/// What was typed into a form whose session had ended: it goes along to where one signs in, and back from there.
#[derive(Clone)]
pub struct KeptForm {
    /// Where it was sent.
    pub at: String,
    /// Its fields, as one text.
    pub fields: String,
}

impl KeptForm {
    /// Of a form with a key, which took somebody a while to type and has no password, that a page of ours made for the session
    /// that this browser had; of any other nothing is kept, so that nobody else can have somebody sign in over a form of theirs.
    fn of(request: &HttpRequest, form: &Posted) -> Option<KeptForm> {
        let session = request.cookie(SESSION_COOKIE)?;
        let is_own = is_token_of(session.value(), form.one(TOKEN_FIELD));
        let is_kept = is_own && !form.one(KEY_FIELD).is_empty() && KeptForm::is_tried_at(request.path());
        let typed = form.fields.iter().filter(|(name, _)| !OF_THE_PRESS.contains(&name.as_str()));
        let typed: Vec<&(String, String)> = typed.collect();
        let kept = KeptForm { at: request.path().to_owned(), fields: serde_json::to_string(&typed).ok()? };
        is_kept.then_some(kept)
    }

    /// Whether what is sent to a path can be tried there without recording anything, and so be handed back: the forms of
    /// openings, acts, their corrections and papers, whose `do` says `try`. Nothing else is kept.
    ///
    /// ```
    /// use sikuai::http::pages::posted::KeptForm;
    /// assert!(KeptForm::is_tried_at("/cases/new/receipt") && KeptForm::is_tried_at("/cases/7/acts/award"));
    /// assert!(KeptForm::is_tried_at("/cases/7/docket/2/correction"));
    /// assert!(!KeptForm::is_tried_at("/cases/7/enquiry-codes") && !KeptForm::is_tried_at("/cases/7/files"));
    /// ```
    #[must_use]
    pub fn is_tried_at(path: &str) -> bool {
        let parts: Vec<&str> = path.split('/').skip(1).collect();
        let is_opening = matches!(parts.as_slice(), ["cases", "new"] | ["cases", "new", _]);
        let is_correction =
            matches!(parts.as_slice(), ["cases", _, "docket", _, "correction" | "striking-out"]);
        let is_of_case = matches!(parts.as_slice(), ["cases", _, "acts", _] | ["cases", _, "papers", "new"]);
        is_opening || is_correction || is_of_case
    }

    /// The fields again; none of what is no such text.
    #[must_use]
    pub fn typed(&self) -> Vec<(String, String)> {
        serde_json::from_str(&self.fields).unwrap_or_default()
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
        let request = request.clone();
        Box::pin(async move {
            let visitor = match visitor.await {
                Ok(visitor) => visitor,
                Err(fault) => {
                    if Kind::of(&fault) == Kind::Unauthenticated && request.cookie(SESSION_COOKIE).is_some() {
                        let kept = form.await.ok().and_then(|form| KeptForm::of(&request, &form));
                        if let Some(kept) = kept {
                            request.extensions_mut().insert(kept);
                        }
                    }
                    return Err(fault);
                }
            };
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
