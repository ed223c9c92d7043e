//! Who is calling (身份): a handler that takes an [`Actor`] is closed to strangers. People come with the access token of a
//! login, programs with a key, which only reads. Not here: what the caller may do; the app asks that.

use std::future::Future;
use std::pin::Pin;

use actix_web::http::header::AUTHORIZATION;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, dev};

use crate::app::App;
use crate::app::api_keys::PREFIX;
use crate::app::error::Error;
use crate::app::identity::Actor;
use crate::domain::refusal::{Words, words};
use crate::http::limits::KeyLimiter;
use crate::http::problem::Fault;

impl FromRequest for Actor {
    type Error = Fault;
    type Future = Pin<Box<dyn Future<Output = Result<Actor, Fault>>>>;

    fn from_request(request: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        let app = request.app_data::<Data<App>>().cloned();
        let limiter = request.app_data::<Data<KeyLimiter>>().cloned();
        let (token, is_reading) = (bearer_token(request), request.method().is_safe());
        Box::pin(async move {
            let app = app.ok_or_else(|| Error::Broken("the server has no app".to_owned()))?;
            let token = token
                .ok_or_else(|| Error::Unauthenticated(words("请先登录", "A bearer token is required.")))?;
            if !token.starts_with(PREFIX) {
                return Ok(app.identity.authenticate(&token).await?);
            }
            if let Some(limiter) = limiter {
                limiter.request(&token)?;
            }
            let actor = app.identity.authenticate_key(&token).await?;
            if is_reading { Ok(actor) } else { Err(Error::Forbidden(only_reads()).into()) }
        })
    }
}

fn only_reads() -> Words {
    words("接口密钥只能读取，不能登记或修改", "A key reads only: it records and changes nothing.")
}

fn bearer_token(request: &HttpRequest) -> Option<String> {
    let value = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}
