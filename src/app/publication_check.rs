//! Checking published periods (公布核对): each is as it was hashed, signed by a key of the office, and its columns and the lists
//! behind its numbers are what it says; the numbers of publications have no gap. Not here: what the figures come to today.

use serde_json::Value;

use crate::app::check::Checked;
use crate::app::error::Error;
use crate::app::publication_keys::Verifying;
use crate::app::publishing::digest;
use crate::app::register::Register;
use crate::domain::publication;
use crate::storage::Connection;
use crate::storage::publications::{self, PublicationRow};

/// How many publications are read at a time: each has all its figures with it.
const PAGE_PUBLICATIONS: i64 = 20;

impl Register {
    /// Checks everything that was published. Blocks: not for async code.
    pub(crate) fn check_publications(&self, checked: &mut Checked) -> Result<(), Error> {
        let mut last = 0;
        loop {
            let read = |c: &mut Connection| {
                let keys = Verifying::load(c, self.vault.keyring())?;
                Ok::<_, Error>((keys, publications::after(c, last, PAGE_PUBLICATIONS)?))
            };
            let (keys, page) = self.store.read_blocking(read)?;
            if page.is_empty() {
                return Ok(());
            }
            for row in &page {
                checked.publications += 1;
                let mut wrong = self.store.snapshot_blocking(|c| wrong_with(c, row, &keys))?;
                if row.no != last.saturating_add(1) {
                    wrong.push(format!("number {} is missing", last.saturating_add(1)));
                }
                last = row.no;
                let name = format!("publication {} {}", row.no, row.id);
                checked.inconsistencies.extend(wrong.into_iter().map(|what| format!("{name}: {what}")));
            }
        }
    }
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
