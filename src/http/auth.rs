//! Who is calling (身份): a handler that takes an [`Actor`] is closed to strangers.
//! Not here: what the caller may do; the app asks that.

use std::future::Future;
use std::pin::Pin;

use actix_web::http::header::AUTHORIZATION;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, dev};

use crate::app::App;
use crate::app::error::Error;
use crate::app::identity::Actor;
use crate::domain::refusal::words;
use crate::http::problem::Fault;

impl FromRequest for Actor {
    type Error = Fault;
    type Future = Pin<Box<dyn Future<Output = Result<Actor, Fault>>>>;

    fn from_request(request: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        let app = request.app_data::<Data<App>>().cloned();
        let token = bearer_token(request);
        Box::pin(async move {
            let app = app.ok_or_else(|| Error::Broken("the server has no app".to_owned()))?;
            let token = token
                .ok_or_else(|| Error::Unauthenticated(words("请先登录", "A bearer token is required.")))?;
            Ok(app.identity.authenticate(&token).await?)
        })
    }
}

fn bearer_token(request: &HttpRequest) -> Option<String> {
    let value = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}
