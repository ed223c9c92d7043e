//! A workbook that goes along with its form (随表单往返的工作簿), sealed: whoever tried a wage list need not choose its file again to
//! record it, nothing of it is kept here meanwhile, and nobody reads it in the page. Not here: what is done with it (`wage_lists`).

use crate::app::error::Error;
use crate::app::ids::{hex, unhex};
use crate::app::permits::Caller;
use crate::app::register::Register;
use crate::domain::id::CaseId;

/// The longest workbook that goes along; a longer one is chosen again.
pub const KEPT_BYTES_MAX: usize = 1 << 20;
/// The longest text that one becomes: two letters for each byte, and the key, the nonce and the seal.
pub const KEPT_TEXT_BYTES_MAX: usize = 2 * KEPT_BYTES_MAX + 1_024;
/// What parts the id of the key from what it seals.
const MARK: char = '.';

impl Register {
    /// The workbook as the form of this caller for this case brings it back; none where it is too long.
    ///
    /// # Errors
    /// When it cannot be sealed, which is ours to mend.
    pub fn keep_workbook(
        &self,
        caller: &Caller,
        case: CaseId,
        bytes: &[u8],
    ) -> Result<Option<String>, Error> {
        if bytes.len() > KEPT_BYTES_MAX {
            return Ok(None);
        }
        let (key, sealed) = self.vault.keyring().seal(&purpose(caller, case), bytes)?;
        Ok(Some(format!("{key}{MARK}{}", hex(&sealed))))
    }

    /// The workbook that a form of this caller for this case brought back; none for anything else.
    #[must_use]
    pub fn kept_workbook(&self, caller: &Caller, case: CaseId, kept: &str) -> Option<Vec<u8>> {
        let (key, sealed) = kept.split_once(MARK)?;
        // A key that is gone, and what was altered, or is of somebody else or another case: no workbook of this form.
        self.vault.keyring().open(key, &purpose(caller, case), &unhex(sealed)?).ok()
    }
}

/// Ties a workbook to whose form it was in.
fn purpose(caller: &Caller, case: CaseId) -> Vec<u8> {
    format!("workbook of a form:{}:{case}", caller.user).into_bytes()
}
