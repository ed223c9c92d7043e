//! What may be done with a case now, by whom (可办事项): asked before anything is filled in. Not here: the guards, which are the
//! domain's, and that the act asks them again.

use chrono::NaiveDate;

use crate::app::clock::office_date;
use crate::app::deciding::load;
use crate::app::error::Error;
use crate::app::linkage;
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::domain::act::kind::ActKind;
use crate::domain::act::table;
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::finding::{Moment, Reading};
use crate::domain::id::{CaseId, EntryNo};
use crate::domain::office::LawBook;
use crate::domain::permission::Operation;
use crate::domain::refusal::{Finding, Words};
use crate::storage::Connection;

/// What a caller may do now with a case, and why not the rest.
#[derive(Debug, Clone)]
pub struct PermittedAct {
    /// The act.
    pub act: ActKind,
    /// Why it may not be done now by this caller; empty if it may.
    pub reasons: Vec<Words>,
    /// Whether it may not be done, and nothing stands in the way but what is recorded as irregular once it has happened.
    pub recordable: bool,
    /// The codes that are acknowledged then.
    pub acknowledge: Vec<String>,
}

impl Register {
    /// Every act, and whether this caller may do it today.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn permitted_acts(&self, caller: &Caller, id: CaseId) -> Result<Vec<PermittedAct>, Error> {
        let (books, caller) = (self.books.clone(), *caller);
        let work = move |c: &mut Connection| Ok::<_, Error>((load(c, &caller, id)?.case, books.in_force(c)?));
        let (case, book) = self.store.snapshot(work).await?;
        Ok(permitted_acts(&case, &caller, &book, office_date(self.clock.now())))
    }
}

/// Every act on a case, and whether a caller may do it on a day.
pub(crate) fn permitted_acts(
    case: &Case,
    caller: &Caller,
    book: &LawBook,
    today: NaiveDate,
) -> Vec<PermittedAct> {
    let own = |kind: &ActKind| !table::opens(*kind) && table::find(*kind).kinds.contains(&case.kind);
    let kinds = ActKind::ROWS.iter().map(|(kind, _)| *kind).filter(own);
    kinds.map(|act| permitted_act(case, caller, act, (book, today))).collect()
}

/// Whether a caller may do an act in a case on a day.
pub(crate) fn permitted_act(
    case: &Case,
    caller: &Caller,
    act: ActKind,
    (book, today): (&LawBook, NaiveDate),
) -> PermittedAct {
    let at = Moment {
        on: today,
        today,
        entry: EntryNo(case.version.saturating_add(1)),
        actor: caller.user,
        acknowledged: &[],
        book,
        reading: Reading::Decide,
    };
    let obstacles = case.obstacles(act, &at);
    let irregular = case.irregularities(act, &at);
    let is_recordable = |found: &Finding| irregular.iter().any(|other| other.code == found.code);
    let (recordable, refused): (Vec<Finding>, Vec<Finding>) = obstacles.into_iter().partition(is_recordable);
    let mut standing: Vec<Words> = refused.into_iter().map(|found| found.words).collect();
    if let Err(Error::Forbidden(why)) = ensure(caller, Operation::Perform(act), Some(case)) {
        standing.push(why);
    } else if matches!(act, ActKind::ReferralAcceptance | ActKind::ReferralDecline) {
        standing.extend(linkage::no_channel_of(case, caller));
    }
    let mut acknowledge: Vec<String> = recordable.iter().map(|found| found.code.to_owned()).collect();
    acknowledge.sort_unstable();
    acknowledge.dedup();
    let is_recordable = standing.is_empty() && !recordable.is_empty();
    let reasons = recordable.into_iter().map(|found| found.words).chain(standing).collect();
    PermittedAct { act, reasons, recordable: is_recordable, acknowledge }
}
