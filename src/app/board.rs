//! The board (本人案件): one's own cases in hand, and the deadlines that run in them, read at one moment. Whose a case is, is
//! its assignment: clerks and supervisors have the cases of the office, an inspector those of the desk.
//! Not here: in which column a case stands.

use crate::app::error::Error;
use crate::app::permits::{Caller, ensure};
use crate::app::reading::{DeadlineRow, Due, ListedCase, Names, WorklistCase, named, soon_until};
use crate::app::register::Register;
use crate::domain::code::Coded as _;
use crate::domain::permission::Operation;
use crate::domain::role::Role;
use crate::domain::stage::Stage;
use crate::storage::case_list::{self, CaseFilter, CasePage, CaseSort, Direction};
use crate::storage::deadlines::{self, WorklistFilter, WorklistPage};
use crate::storage::{Connection, Visibility};

/// The most cases that a board shows: those that came in first.
pub const BOARD_CASES_MAX: usize = 500;
/// The most deadlines that are read for it: the earliest.
pub const BOARD_DEADLINES_MAX: i64 = 2_000;

/// One's own cases in hand.
#[derive(Debug, Clone)]
pub struct Board {
    /// The cases, by the day of receipt.
    pub cases: Vec<ListedCase>,
    /// Whether there are more than a board shows.
    pub has_more: bool,
    /// The office's own deadlines that run in them, the earliest first: as many as a board reads.
    pub deadlines: Vec<(DeadlineRow, WorklistCase)>,
    /// How many there are, all of them.
    pub counts: Counts,
}

/// How many of the office's own deadlines are near.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Past their last day.
    pub overdue: i64,
    /// On their last day.
    pub today: i64,
    /// Later, and until the day that still is soon.
    pub soon: i64,
}

impl Caller {
    /// The cases that are the caller's own to work on.
    #[must_use]
    pub fn own_cases(&self) -> Visibility {
        match self.role {
            Role::Arbitrator | Role::Mediator => Visibility::Assigned(self.user.to_string()),
            Role::Clerk | Role::Supervisor | Role::Inspector | Role::Report | Role::Admin => {
                self.visibility()
            }
        }
    }
}

impl Register {
    /// The caller's own open cases and their deadlines, at one moment; those that are near are counted, so many working days
    /// ahead, for a board reads the earliest alone. A statement for each stage at which there is work, whose
    /// index is in the order of receipt, so that cases which were closed long ago are never walked through.
    ///
    /// # Errors
    /// That the caller's role sees no cases.
    pub async fn board(&self, caller: &Caller, soon: u16) -> Result<Board, Error> {
        ensure(caller, Operation::ReadCase, None)?;
        let (register, own) = (self.clone(), caller.own_cases());
        let work = move |c: &mut Connection| {
            let mut rows = Vec::new();
            for (stage, _) in Stage::ROWS.iter().filter(|(stage, _)| stage.is_at_work()) {
                let filter = CaseFilter { stage: Some(stage.code().to_owned()), ..CaseFilter::default() };
                rows.extend(case_list::list(c, &filter, &first_cases(), &own)?);
            }
            rows.sort_by(|one, other| (one.received_on, &one.id).cmp(&(other.received_on, &other.id)));
            let has_more = rows.len() > BOARD_CASES_MAX;
            rows.truncate(BOARD_CASES_MAX);
            let cases = named(&register, c, rows, Names::Shown)?;
            let today = register.clock.today();
            let filter = WorklistFilter { today, due: Due::Open, region: None, rule: None };
            let page = WorklistPage { after: None, limit: BOARD_DEADLINES_MAX };
            let deadlines = deadlines::worklist(c, &filter, &page, &own)?;
            let counts = register.counts(c, soon, &own)?;
            Ok::<_, Error>(Board { cases, has_more, deadlines, counts })
        };
        self.store.snapshot(work).await
    }

    /// Cases by their ids as lists show them, as far as the caller may see them: in two statements, however many they are.
    ///
    /// # Errors
    /// That the caller's role sees no cases.
    pub async fn listed_cases(&self, caller: &Caller, ids: Vec<String>) -> Result<Vec<ListedCase>, Error> {
        ensure(caller, Operation::ReadCase, None)?;
        let (register, visibility) = (self.clone(), caller.visibility());
        let work = move |c: &mut Connection| {
            let rows = case_list::of_ids(c, &ids, &CaseFilter::default(), &visibility)?;
            named(&register, c, rows, Names::Shown)
        };
        self.store.snapshot(work).await
    }

    fn counts(&self, c: &mut Connection, soon: u16, own: &Visibility) -> Result<Counts, Error> {
        let (book, today) = (self.books.in_force(c)?, self.clock.today());
        let until = soon_until(&book, today, soon);
        let mut count =
            |due: Due| deadlines::count(c, &WorklistFilter { today, due, region: None, rule: None }, own);
        let on_today = count(Due::Soon { until: today })?;
        Ok(Counts {
            overdue: count(Due::Overdue)?,
            today: on_today,
            soon: count(Due::Soon { until })?.saturating_sub(on_today),
        })
    }
}

/// One case more than a board shows, to know whether there are.
fn first_cases() -> CasePage {
    let limit = i64::try_from(BOARD_CASES_MAX).unwrap_or(i64::MAX).saturating_add(1);
    CasePage { sort: CaseSort::ReceivedOn, direction: Direction::Ascending, after: None, limit }
}
