//! The elements of a case side by side (要素对照), some workers at a time. Not here: when the parties agree
//! (`domain::elements`), and the acts that state and confirm.

use chrono::NaiveDate;

use crate::app::deciding::load;
use crate::app::error::Error;
use crate::app::permits::Caller;
use crate::app::register::Register;
use crate::domain::elements::confirmed::{WorkerElements, side_by_side};
use crate::domain::elements::standing::workers;
use crate::domain::id::{CaseId, PartyNo};
use crate::storage::Connection;

/// Which workers of a case.
#[derive(Debug, Clone, Copy)]
pub struct ElementsPage {
    /// Those whose numbers come after this one.
    pub after: Option<PartyNo>,
    /// So many.
    pub limit: u32,
}

impl Register {
    /// What everyone says of some workers of a case, as it is or as it was known at the end of a day.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotYetKnown`].
    pub async fn elements(
        &self,
        caller: &Caller,
        id: CaseId,
        (known_on, page): (Option<NaiveDate>, ElementsPage),
    ) -> Result<Vec<WorkerElements>, Error> {
        let (register, caller) = (self.clone(), *caller);
        let work = move |c: &mut Connection| {
            let case = match known_on {
                None => load(c, &caller, id)?.case,
                Some(day) => register.case_known(c, &caller, id, day)?,
            };
            let mut of: Vec<PartyNo> = workers(&case).filter(|no| Some(*no) > page.after).collect();
            of.sort_unstable();
            of.truncate(usize::try_from(page.limit).unwrap_or(usize::MAX));
            Ok::<_, Error>(side_by_side(&case, &of))
        };
        self.store.snapshot(work).await
    }
}
