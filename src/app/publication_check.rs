//! Checking published periods (公布核对): each is as it was hashed, signed by a key of the office, and its columns and the lists
//! behind its numbers are what it says; the numbers of publications have no gap, and the audit log tells of each of them and
//! of no other, so that the last one cannot be taken away unseen. Not here: what the figures come to today.

use std::collections::HashMap;

use serde_json::Value;

use crate::app::audit::AuditEvent;
use crate::app::check::Checked;
use crate::app::error::Error;
use crate::app::publication_keys::Verifying;
use crate::app::published_figures::digest;
use crate::app::register::Register;
use crate::domain::code::Coded as _;
use crate::domain::publication;
use crate::storage::publications::{self, PublicationRow};
use crate::storage::{Connection, audit};

/// How many publications are read at a time: each has all its figures with it.
const PAGE_PUBLICATIONS: i64 = 20;
/// How many entries of the audit log are read at a time.
const PAGE_ENTRIES: i64 = 1_000;

/// What the audit log says of a publication, or a publication of itself: its number and its hash.
type Said = (i64, String);

impl Register {
    /// Checks everything that was published. Blocks: not for async code.
    pub(crate) fn check_publications(&self, checked: &mut Checked) -> Result<(), Error> {
        let (mut last, mut there) = (0, HashMap::new());
        loop {
            let read = |c: &mut Connection| {
                let keys = Verifying::load(c, self.vault.keyring())?;
                Ok::<_, Error>((keys, publications::after(c, last, PAGE_PUBLICATIONS)?))
            };
            let (keys, page) = self.store.read_blocking(read)?;
            if page.is_empty() {
                return self.check_announced(there, checked);
            }
            for row in &page {
                checked.publications += 1;
                let mut wrong = self.store.snapshot_blocking(|c| wrong_with(c, row, &keys))?;
                if row.no != last.saturating_add(1) {
                    wrong.push(format!("number {} is missing", last.saturating_add(1)));
                }
                last = row.no;
                there.insert(row.id.clone(), (row.no, row.sha256.clone()));
                let name = name((row.no, &row.id));
                checked.inconsistencies.extend(wrong.into_iter().map(|what| format!("{name}: {what}")));
            }
        }
    }

    /// Holds the publications that are there against those of which the audit log tells. It is read after them, so it
    /// tells of each; one that was published meanwhile is looked for.
    fn check_announced(&self, there: HashMap<String, Said>, checked: &mut Checked) -> Result<(), Error> {
        let mut announced = self.announced()?;
        for (id, said) in there {
            let what = match announced.remove(&id) {
                Some(announced) if announced == said => continue,
                Some(_) => "the audit log says another number or hash of it",
                None => "the audit log does not say that it was published",
            };
            checked.inconsistencies.push(format!("{}: {what}", name((said.0, &id))));
        }
        for (id, (no, _)) in announced {
            let found = self.store.read_blocking(|c| Ok::<_, Error>(publications::by_id(c, &id)?))?;
            if found.is_none() {
                let what = "the audit log says that it was published, and it is not there";
                checked.inconsistencies.push(format!("{}: {what}", name((no, &id))));
            }
        }
        Ok(())
    }

    /// Of which publications the audit log tells, by their ids. What it says itself is held by its chain.
    fn announced(&self) -> Result<HashMap<String, Said>, Error> {
        let (mut announced, mut after) = (HashMap::new(), 0);
        loop {
            let event = AuditEvent::PeriodPublished.code();
            let read = |c: &mut Connection| Ok::<_, Error>(audit::of_no_case(c, event, after, PAGE_ENTRIES)?);
            let page = self.store.read_blocking(read)?;
            let Some(last) = page.last() else { return Ok(announced) };
            after = last.no;
            for entry in &page {
                let body: Value = serde_json::from_str(&entry.body).unwrap_or_default();
                let text =
                    |field: &str| body.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
                let no = body.get("no").and_then(Value::as_i64).unwrap_or_default();
                announced.insert(text("publication"), (no, text("sha256")));
            }
        }
    }
}

fn name((no, id): (i64, &str)) -> String {
    format!("publication {no} {id}")
}

fn wrong_with(c: &mut Connection, row: &PublicationRow, keys: &Verifying) -> Result<Vec<String>, Error> {
    let mut wrong = Vec::new();
    if publication::hash(&row.body) != row.sha256 {
        wrong.push("it was altered: its hash does not fit".to_owned());
    }
    if !keys.verifies((&row.key_id, &row.signature), &row.sha256) {
        wrong.push("its signature is none of this office's".to_owned());
    }
    let body: Option<Value> = serde_json::from_str(&row.body).ok();
    let Some(body) = body else {
        wrong.push("its body cannot be read".to_owned());
        return Ok(wrong);
    };
    if !columns_agree(row, &body) {
        wrong.push("its columns differ from its text".to_owned());
    }
    let Some(lists) = body.get("lists").and_then(Value::as_array) else {
        wrong.push("its body has no lists".to_owned());
        return Ok(wrong);
    };
    for list in lists {
        let measure = list.get("measure").and_then(Value::as_str).unwrap_or_default();
        let (cases, amount, sha256) = digest(c, &row.id, measure)?.told();
        let is_as_published = list.get("cases").and_then(Value::as_u64) == Some(cases)
            && list.get("amount").and_then(Value::as_i64) == Some(amount)
            && list.get("sha256").and_then(Value::as_str) == Some(sha256.as_str());
        if !is_as_published {
            wrong.push(format!("the cases behind {measure} are not those that were published"));
        }
    }
    Ok(wrong)
}

fn columns_agree(row: &PublicationRow, body: &Value) -> bool {
    let text = |field: &str| body.get(field).and_then(Value::as_str).unwrap_or_default();
    let number = |field: &str| body.get(field).and_then(Value::as_i64);
    let replaces = body.get("replaces").and_then(|replaced| replaced.get("id")).and_then(Value::as_str);
    let published_at = chrono::DateTime::parse_from_rfc3339(text("published_at"));
    text("id") == row.id
        && number("no") == Some(row.no)
        && text("title") == row.title
        && text("region") == row.region
        && text("from") == row.from_on.to_string()
        && text("to") == row.to_on.to_string()
        && number("edition") == Some(i64::from(row.edition))
        && replaces == row.replaces.as_deref()
        && published_at.is_ok_and(|at| at.timestamp_micros() == row.published_at)
        && text("published_by") == row.published_by
        && number("last_change") == Some(row.last_change)
        && text("books") == row.books
        && text("calendar_version") == row.calendar_version
}
