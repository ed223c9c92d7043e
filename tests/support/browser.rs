//! A browser without script: it keeps cookies, follows nothing by itself, and sends the forms of the pages that it got.
//! Not here: a real one, which `tests/browser` drives.

use std::cell::RefCell;
use std::collections::BTreeMap;

use ureq::http::HeaderMap;

use super::server::{PASSWORD, Reply, TestServer};

/// What stands between the parts of a form that brings a file.
const BOUNDARY: &str = "----sikuai-test-boundary";
/// What a browser says that it reads.
const READS: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// A browser of one person.
pub(crate) struct Browser<'s> {
    server: &'s TestServer,
    pub(crate) cookies: RefCell<BTreeMap<String, String>>,
}

impl<'s> Browser<'s> {
    /// With no cookie yet.
    pub(crate) fn new(server: &'s TestServer) -> Self {
        Self { server, cookies: RefCell::default() }
    }

    /// Of somebody who has signed in.
    pub(crate) fn signed_in(server: &'s TestServer, login: &str) -> Self {
        let browser = Self::new(server);
        let reply = browser.sign_in(login, PASSWORD, "");
        assert_eq!(reply.status, 303, "{reply:?}");
        browser
    }

    /// Fills in the form where one signs in, and sends it.
    pub(crate) fn sign_in(&self, login: &str, password: &str, to: &str) -> Reply {
        let page = self.get("/sign-in");
        let token = token(&page);
        self.post("/sign-in", &[("form_token", &token), ("login", login), ("password", password), ("to", to)])
    }

    pub(crate) fn get(&self, path: &str) -> Reply {
        self.kept(self.asks(path).send())
    }

    /// A request for a page, to be put together further.
    pub(crate) fn asks(&self, path: &str) -> super::server::Call<'s> {
        self.with_cookies(self.server.get(path).header("accept", READS))
    }

    /// Sends a form as it is, without a token of its own.
    pub(crate) fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let call = self.server.post(path).header("accept", READS);
        let call = call.header("content-type", "application/x-www-form-urlencoded");
        self.kept(self.with_cookies(call).raw(encoded(fields)))
    }

    /// Sends a body as it is.
    pub(crate) fn post_raw(&self, path: &str, media: &str, body: Vec<u8>) -> Reply {
        let call = self.server.post(path).header("accept", READS).header("content-type", media);
        self.kept(self.with_cookies(call).raw(body))
    }

    /// What a file is, byte by byte.
    pub(crate) fn get_bytes(&self, path: &str) -> (u16, HeaderMap, Vec<u8>) {
        self.asks(path).bytes().unwrap()
    }

    /// Fills in the form of a page that it got, and sends it: what the page hides goes along.
    pub(crate) fn send(&self, path: &str, page: &Reply, fields: &[(&str, &str)]) -> Reply {
        let hidden = hidden(page);
        let hidden = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let all: Vec<(&str, &str)> = hidden.chain(fields.iter().copied()).collect();
        self.post(path, &all)
    }

    /// The same of the form of a page that is sent to this path.
    pub(crate) fn press(&self, path: &str, page: &Reply, fields: &[(&str, &str)]) -> Reply {
        let hidden = hidden_of(page, path);
        let hidden = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let all: Vec<(&str, &str)> = hidden.chain(fields.iter().copied()).collect();
        self.post(path, &all)
    }

    /// The same of a form that brings a file: its name, its media type, and its bytes.
    pub(crate) fn bring(
        &self,
        path: &str,
        (page, fields): (&Reply, &[(&str, &str)]),
        file: (&str, &str, &[u8]),
    ) -> Reply {
        let hidden = hidden_of(page, path);
        let hidden = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let all: Vec<(&str, &str)> = hidden.chain(fields.iter().copied()).collect();
        self.upload(path, form_with(&all, file))
    }

    /// Sends what [`form_with`] makes.
    pub(crate) fn upload(&self, path: &str, body: Vec<u8>) -> Reply {
        self.post_raw(path, &format!("multipart/form-data; boundary={BOUNDARY}"), body)
    }

    fn with_cookies<'a>(&self, call: super::server::Call<'a>) -> super::server::Call<'a> {
        let cookies = self.cookies.borrow();
        let pairs: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if pairs.is_empty() { call } else { call.header("cookie", &pairs.join("; ")) }
    }

    fn kept(&self, reply: Reply) -> Reply {
        for set in reply.headers.get_all("set-cookie") {
            let (name, rest) = set.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if value.is_empty() {
                self.cookies.borrow_mut().remove(name);
            } else {
                self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
            }
        }
        reply
    }
}

/// The token of the forms of a page.
pub(crate) fn token(page: &Reply) -> String {
    between(&page.text, "name=\"form_token\" value=\"", "\"").unwrap_or_else(|| panic!("{page:?}"))
}

/// What the last form of a page hides.
pub(crate) fn hidden(page: &Reply) -> Vec<(String, String)> {
    hidden_in(page.text.rsplit("<form").next().unwrap())
}

/// What the form of a page hides that is sent to a path.
pub(crate) fn hidden_of(page: &Reply, path: &str) -> Vec<(String, String)> {
    let action = format!("method=\"post\" action=\"{path}\"");
    let forms = page.text.split("<form").skip(1).map(|form| form.split("</form>").next().unwrap());
    let form = forms.into_iter().find(|form| form.contains(&action));
    hidden_in(form.unwrap_or_else(|| panic!("no form to {path}: {page:?}")))
}

fn hidden_in(form: &str) -> Vec<(String, String)> {
    let inputs = form.split("<input type=\"hidden\"").skip(1);
    let pair = |input: &str| {
        let name = between(input, "name=\"", "\"").unwrap();
        (unescaped(&name), unescaped(&between(input, "value=\"", "\"").unwrap()))
    };
    inputs.map(pair).collect()
}

/// A form with a file behind its fields, as a browser sends it.
pub(crate) fn form_with(fields: &[(&str, &str)], (name, media, bytes): (&str, &str, &[u8])) -> Vec<u8> {
    let mut body = Vec::new();
    for (field, value) in fields {
        body.extend(field_part(field, value).bytes());
    }
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: {media}\r\n\r\n"
    );
    body.extend(head.bytes());
    body.extend(bytes);
    body.extend(format!("\r\n{}", end_of_form()).bytes());
    body
}

/// One field of such a form.
pub(crate) fn field_part(field: &str, value: &str) -> String {
    format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n")
}

/// What stands behind its last part.
pub(crate) fn end_of_form() -> String {
    format!("--{BOUNDARY}--\r\n")
}

/// What a page shows, as it was before it was escaped.
fn unescaped(text: &str) -> String {
    let signs = [("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")];
    signs.iter().fold(text.to_owned(), |text, (escaped, sign)| text.replace(escaped, sign))
}

/// What stands between two texts, the first time.
pub(crate) fn between(text: &str, before: &str, after: &str) -> Option<String> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(inside, _)| inside.to_owned())
}

fn encoded(fields: &[(&str, &str)]) -> String {
    let pairs: Vec<String> =
        fields.iter().map(|(name, value)| format!("{}={}", percent(name), percent(value))).collect();
    pairs.join("&")
}

fn percent(text: &str) -> String {
    let byte = |byte: u8| {
        if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    text.bytes().map(byte).collect()
}
