//! Where a search goes on (检索游标), sealed: the place may be that of a case in which the caller may not be told that a word
//! about people matches, so nobody reads it, and nobody goes on from another's. Not here: the search itself (`searching`).

use chrono::NaiveDate;
use uuid::Uuid;

use crate::app::error::Error;
use crate::app::ids::{hex, unhex};
use crate::app::permits::Caller;
use crate::app::register::Register;
use crate::storage::search::Place;

/// What parts the id of the key from what it seals.
const MARK: char = '.';
/// What parts the day from the case.
const APART: char = '~';

impl Register {
    /// The cursor with which this caller's search goes on after a place.
    pub(crate) fn search_cursor(&self, caller: &Caller, place: &Place) -> Result<Option<String>, Error> {
        let Some((day, case)) = place.apart() else { return Ok(None) };
        let text = format!("{day}{APART}{case}");
        let (key, sealed) = self.vault.keyring().seal(&purpose(caller), text.as_bytes())?;
        Ok(Some(format!("{key}{MARK}{}", hex(&sealed))))
    }

    /// The place of a cursor that this caller was given; none for anything else.
    #[must_use]
    pub fn search_place(&self, caller: &Caller, cursor: &str) -> Option<Place> {
        let (key, sealed) = cursor.split_once(MARK)?;
        // A key that is gone, and what was altered or given to somebody else: no cursor of theirs.
        let text = self.vault.keyring().open(key, &purpose(caller), &unhex(sealed)?).ok()?;
        let text = String::from_utf8(text).ok()?;
        let (day, case) = text.split_once(APART)?;
        Some(Place::of(day.parse::<NaiveDate>().ok()?, case.parse::<Uuid>().ok()?))
    }
}

/// Ties a cursor to whom it was given.
fn purpose(caller: &Caller) -> Vec<u8> {
    format!("search cursor:{}", caller.user).into_bytes()
}
