//! Somebody who goes from page to page by their links. Not here: what is there to be found (`office`).

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::{Duration, Instant};

use crate::browser::Browser;
use crate::routes;
use crate::server::Call;

/// How many addresses of a page each visitor sees.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Extent {
    /// Of cases.
    pub(crate) cases: usize,
    /// Of the form of each act.
    pub(crate) forms: usize,
    /// Of any other page.
    pub(crate) others: usize,
}

/// Every case of the demo.
pub(crate) const WHOLE: Extent = Extent { cases: 1_000, forms: 2, others: 12 };
/// Each page once, the first that is come to.
pub(crate) const ONCE: Extent = Extent { cases: 1, forms: 1, others: 1 };
/// Enough to see every page.
pub(crate) const FEW: Extent = Extent { cases: 40, forms: 1, others: 3 };

/// Somebody with a browser.
pub(crate) struct Visitor<'s> {
    pub(crate) name: String,
    pub(crate) browser: Browser<'s>,
}

/// A page that somebody saw.
pub(crate) struct Seen {
    pub(crate) pattern: String,
    pub(crate) path: String,
    pub(crate) bytes: usize,
    pub(crate) took: Duration,
    /// What was answered instead of a page, and from where one was led there.
    pub(crate) leads_nowhere: Option<String>,
}

impl Visitor<'_> {
    /// A request as browsers make it: what comes is packed.
    pub(crate) fn ask(&self, path: &str) -> Call<'_> {
        self.browser.asks(path).header("accept-encoding", "gzip")
    }

    /// Where an address leads: to another, or there.
    fn sent_on(&self, path: &str) -> String {
        let reply = self.browser.get(path);
        if reply.status == 303 { reply.header("location").to_owned() } else { path.to_owned() }
    }

    /// Every page that the links of these lead to, and of those, and so on.
    pub(crate) fn walk(&self, starts: &[String], extent: Extent) -> Vec<Seen> {
        let beginning = "the beginning".to_owned();
        let mut next: VecDeque<(String, String)> =
            starts.iter().map(|path| (self.sent_on(path), beginning.clone())).collect();
        let (mut known, mut counted) = (BTreeSet::new(), BTreeMap::new());
        let mut all = Vec::new();
        while let Some((path, from)) = next.pop_front() {
            let Some(pattern) = routes::of(&path) else { continue };
            let (group, most) = group(pattern, &path, extent);
            let count = counted.entry(group).or_insert(0);
            if *count >= most || !known.insert(path.clone()) {
                continue;
            }
            let begun = Instant::now();
            let reply = self.browser.get(&path);
            let took = begun.elapsed();
            if reply.status == 303 {
                next.push_back((reply.header("location").to_owned(), path));
                continue;
            }
            *count += 1;
            next.extend(links(&reply.text).map(|link| (link, path.clone())));
            let is_page = reply.status == 200 && reply.header("content-type").starts_with("text/html");
            let nowhere = || format!("{} from {from} to {path}: {}", self.name, reply.status);
            all.push(Seen {
                pattern: pattern.to_owned(),
                bytes: reply.text.len(),
                took,
                leads_nowhere: (!is_page).then(nowhere),
                path,
            });
        }
        all
    }
}

/// What is counted together, and how many of it are seen.
fn group(pattern: &'static str, path: &str, extent: Extent) -> (String, usize) {
    match pattern {
        "/cases/{id}" => (pattern.to_owned(), extent.cases),
        "/cases/{id}/acts/{act}" => {
            let act = path.split(['/', '?']).nth(4).unwrap_or_default();
            (format!("{pattern} {act}"), extent.forms)
        }
        _ => (pattern.to_owned(), extent.others),
    }
}

/// Where the links of a page lead, of ours.
fn links(page: &str) -> impl Iterator<Item = String> {
    let all = page.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let own = all.filter(|link| link.starts_with('/'));
    let plain = own.map(|link| link.replace("&#38;", "&").replace("&amp;", "&"));
    plain.map(|link| link.split('#').next().unwrap_or_default().to_owned())
}
