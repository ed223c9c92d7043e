//! Who is calling with a browser (访问者): by a cookie that holds the secret of an ordinary session, and by nothing else. The
//! token in each form is made from the same secret, so that no other site can send one.

use std::future::Future;
use std::pin::Pin;

use actix_web::cookie::{Cookie, SameSite};
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, HttpResponse, dev};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::app::App;
use crate::app::error::Error;
use crate::app::identity::Actor;
use crate::app::ids::{hex, random, unhex};
use crate::domain::refusal::words;
use crate::http::fault::{Answer, Fault};
use crate::http::pages::frame::{Frame, Person};
use crate::http::pages::posted::{Posted, TOKEN_FIELD};

/// The cookie of a session.
pub const SESSION_COOKIE: &str = "sikuai_session";
/// The cookie of somebody who is about to sign in: it makes the form their own.
pub const STRANGER_COOKIE: &str = "sikuai_form";
/// How long the secret of a stranger is.
const STRANGER_BYTES: usize = 32;
/// What the token of a form is made for.
const FORM: &[u8] = b"sikuai form";
/// What the mark of something that was sent is made for.
const MARK: &[u8] = b"sikuai mark ";

/// Somebody who is signed in.
#[derive(Clone)]
pub struct Visitor {
    /// Who.
    pub actor: Actor,
    secret: String,
}

impl Visitor {
    /// The frame of a page for them.
    #[must_use]
    pub fn frame(&self, request: &HttpRequest) -> Frame {
        let person = Person { name: self.actor.name.clone(), role: self.actor.role };
        Frame { person: Some(person), token: form_token(&self.secret), ..Frame::plain(request) }
    }

    /// Whether a token is of a form of theirs.
    #[must_use]
    pub fn made(&self, token: &str) -> bool {
        is_token_of(&self.secret, token)
    }
}

impl FromRequest for Visitor {
    type Error = Fault;
    type Future = Pin<Box<dyn Future<Output = Result<Visitor, Fault>>>>;

    fn from_request(request: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        let app = request.app_data::<Data<App>>().cloned();
        let cookie = request.cookie(SESSION_COOKIE);
        Box::pin(async move {
            let app = app.ok_or_else(|| Error::Broken("the server has no app".to_owned()))?;
            let cookie =
                cookie.ok_or_else(|| Error::Unauthenticated(words("请先登录", "Please sign in.")))?;
            let secret = cookie.value().to_owned();
            let actor = app.identity.authenticate_session(&secret).await?;
            Ok(Visitor { actor, secret })
        })
    }
}

/// Somebody who is not signed in, with forms of their own: by a cookie that holds a secret and says nothing of who they are.
pub struct Stranger {
    secret: String,
}

impl Stranger {
    /// Whoever calls; somebody new where the cookie is none of ours.
    #[must_use]
    pub fn of(request: &HttpRequest) -> Stranger {
        let known = Stranger::known(request).map(|known| known.secret);
        Stranger { secret: known.unwrap_or_else(stranger_secret) }
    }

    /// Whoever sent a form that was made for them.
    ///
    /// # Errors
    /// A form of another browser.
    pub fn who_sent(request: &HttpRequest, form: &Posted) -> Result<Stranger, Fault> {
        let known = Stranger::known(request);
        known.filter(|known| is_token_of(&known.secret, form.one(TOKEN_FIELD))).ok_or_else(of_another_browser)
    }

    /// What makes something that they sent this browser's own. Nobody else can make it, and it does not tell the secret.
    #[must_use]
    pub fn mark(&self, sent: &str) -> String {
        hex(&mac(&self.secret, &[MARK, sent.as_bytes()].concat()).finalize().into_bytes())
    }

    fn known(request: &HttpRequest) -> Option<Stranger> {
        let secret = request.cookie(STRANGER_COOKIE)?.value().to_owned();
        is_stranger_secret(&secret).then_some(Stranger { secret })
    }

    /// The frame of a page for them.
    #[must_use]
    pub fn frame(&self, request: &HttpRequest) -> Frame {
        Frame { token: form_token(&self.secret), ..Frame::plain(request) }
    }

    /// The answer with their cookie.
    ///
    /// # Errors
    /// When the cookie cannot be written, which is ours to mend.
    pub fn keep(&self, request: &HttpRequest, mut answer: HttpResponse) -> Answer {
        set(&mut answer, &cookie(request, STRANGER_COOKIE, self.secret.clone()))?;
        Ok(answer)
    }
}

/// What somebody hears who is not signed in, and whose form is not from a page that this browser got.
fn of_another_browser() -> Fault {
    Fault::App(Error::Forbidden(words(
        "这份表单不是本浏览器打开的页面发出的，未作任何处理；请允许浏览器使用 Cookie，重新打开页面再提交",
        "This form was not sent from a page that this browser opened, and nothing was done: allow cookies, open the page again and send it from there.",
    )))
}

/// Sets a cookie with an answer.
///
/// # Errors
/// When it cannot be written, which is ours to mend.
pub fn set(answer: &mut HttpResponse, cookie: &Cookie<'_>) -> Result<(), Fault> {
    answer.add_cookie(cookie).map_err(|error| Error::Broken(format!("a cookie: {error}")).into())
}

/// A new secret for a stranger.
fn stranger_secret() -> String {
    hex(&random::<STRANGER_BYTES>())
}

/// Whether a cookie holds what [`stranger_secret`] makes, and not whatever somebody put there.
fn is_stranger_secret(given: &str) -> bool {
    given.len() == STRANGER_BYTES * 2 && unhex(given).is_some_and(|bytes| hex(&bytes) == given)
}

/// The token of the forms that are made for whoever holds a secret.
#[must_use]
pub fn form_token(secret: &str) -> String {
    hex(&mac(secret, FORM).finalize().into_bytes())
}

/// Whether a token is the one of a secret; compared in constant time.
#[must_use]
pub fn is_token_of(secret: &str, token: &str) -> bool {
    unhex(token).is_some_and(|given| mac(secret, FORM).verify_slice(&given).is_ok())
}

#[expect(clippy::expect_used, reason = "it cannot fail, and there is nothing to do about it")]
fn mac(secret: &str, made_for: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(made_for);
    mac
}

/// A cookie that no script reads and no other site sends; over TLS alone where there is TLS.
#[must_use]
pub fn cookie(request: &HttpRequest, name: &'static str, value: String) -> Cookie<'static> {
    let is_tls = request.connection_info().scheme() == "https";
    Cookie::build(name, value).path("/").http_only(true).same_site(SameSite::Strict).secure(is_tls).finish()
}

/// The cookie that takes another away.
#[must_use]
pub fn no_cookie(request: &HttpRequest, name: &'static str) -> Cookie<'static> {
    let mut gone = cookie(request, name, String::new());
    gone.make_removal();
    gone
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_of_a_stranger_is_one_that_was_made_here() {
        let made = stranger_secret();
        assert!(is_stranger_secret(&made));
        let others = [made[2..].to_owned(), "x".repeat(64), "A".repeat(64), String::new()];
        assert!(others.iter().all(|other| !is_stranger_secret(other)));
    }

    #[test]
    fn a_mark_is_of_one_browser_and_of_what_it_sent() {
        let [one, other] = ["a", "b"].map(|secret| Stranger { secret: secret.to_owned() });
        assert_eq!(one.mark("x"), one.mark("x"));
        assert!(one.mark("x") != one.mark("y") && one.mark("x") != other.mark("x"));
        assert!(!is_token_of("a", &one.mark("")), "it is no token of a form");
    }

    #[test]
    fn a_token_is_good_for_its_own_secret_alone() {
        let token = form_token("a");
        assert!(is_token_of("a", &token));
        assert!(!is_token_of("b", &token));
        assert!(!is_token_of("a", ""));
        assert!(!is_token_of("a", &token[..62]));
        assert!(!is_token_of("a", "zz"));
    }
}
