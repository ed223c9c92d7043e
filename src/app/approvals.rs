//! What waits for a supervisor (待审批): the deadlines of the office that only an approval meets or extends, of those cases in which
//! it could be given today. What may be approved, each case is asked itself. Not here: approving, which is an act.

use std::collections::BTreeMap;

use crate::app::error::Error;
use crate::app::permits::{Caller, ensure};
use crate::app::permitted_acts::permitted_act;
use crate::app::reading::{DeadlineRow, Due, WorklistCase, WorklistFilter, WorklistPage, soon_until};
use crate::app::register::Register;
use crate::app::rows;
use crate::domain::act::kind::ActKind;
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::deadline::rule::RuleId;
use crate::domain::permission::Operation;
use crate::storage::{Connection, Visibility, cases, deadlines};

/// So many deadlines of each rule are looked at: the earliest.
pub const APPROVALS_MAX: usize = 50;

/// Which deadlines wait for which act.
const WAITING: [(ActKind, RuleId, When); 7] = [
    (ActKind::RecusalDecision, RuleId::A23, When::Always),
    (ActKind::TribunalFormation, RuleId::A07, When::Always),
    (ActKind::Extension, RuleId::A25, When::Soon),
    (ActKind::ReviewExtension, RuleId::M05, When::Soon),
    (ActKind::InspectionExtension, RuleId::W05, When::Soon),
    (ActKind::DefaulterExtension, RuleId::W13, When::Soon),
    (ActKind::PetitionExtension, RuleId::PT2, When::Soon),
];

/// When a deadline waits for an approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    /// From its first day: only the approval meets it.
    Always,
    /// When its last day is near: what is over is not extended any more.
    Soon,
}

/// A deadline that waits for an approval.
#[derive(Debug, Clone)]
pub struct Approval {
    /// The act by which it is given.
    pub act: ActKind,
    /// The deadline.
    pub deadline: DeadlineRow,
    /// Its case.
    pub case: WorklistCase,
}

/// What waits.
#[derive(Debug, Clone, Default)]
pub struct Approvals {
    /// In the order of the acts, the earliest last day first.
    pub items: Vec<Approval>,
    /// Acts of which there are more deadlines than are looked at.
    pub more: Vec<ActKind>,
}

impl Register {
    /// What waits for an approval today; `soon` is how many working days ahead is near.
    ///
    /// # Errors
    /// That the caller's role approves nothing.
    pub async fn approvals(&self, caller: &Caller, soon: u16) -> Result<Approvals, Error> {
        ensure(caller, Operation::Perform(ActKind::Extension), None)?;
        let (register, caller) = (self.clone(), *caller);
        self.store.snapshot(move |c: &mut Connection| register.waiting(c, &caller, soon)).await
    }

    fn waiting(&self, c: &mut Connection, caller: &Caller, soon: u16) -> Result<Approvals, Error> {
        let (book, today, visibility) = (self.books.in_force(c)?, self.clock.today(), caller.visibility());
        let until = soon_until(&book, today, soon);
        let limit = i64::try_from(APPROVALS_MAX).unwrap_or(i64::MAX);
        let mut found = Approvals::default();
        for (act, rule, when) in WAITING {
            let due = match when {
                When::Always => Due::Open,
                When::Soon => Due::Soon { until },
            };
            let filter = WorklistFilter { today, due, region: None, rule: Some(rule.code().to_owned()) };
            let page = WorklistPage { after: None, limit: limit.saturating_add(1) };
            let mut rows = deadlines::worklist(c, &filter, &page, &visibility)?;
            if rows.len() > APPROVALS_MAX {
                rows.truncate(APPROVALS_MAX);
                found.more.push(act);
            }
            found.items.extend(rows.into_iter().map(|(deadline, case)| Approval { act, deadline, case }));
        }
        let cases = cases_of(c, &found.items, &visibility)?;
        let can_be_given = |approval: &Approval| {
            let Some(case) = cases.get(&approval.deadline.case_id) else { return false };
            permitted_act(case, caller, approval.act, (&book, today)).reasons.is_empty()
        };
        found.items.retain(can_be_given);
        Ok(found)
    }
}

/// The cases of what waits, in one statement.
fn cases_of(
    c: &mut Connection,
    items: &[Approval],
    visibility: &Visibility,
) -> Result<BTreeMap<String, Case>, Error> {
    let mut ids: Vec<String> = items.iter().map(|approval| approval.deadline.case_id.clone()).collect();
    ids.sort_unstable();
    ids.dedup();
    let loaded = cases::load_many(c, &ids, visibility)?;
    loaded.into_iter().map(|row| Ok((row.id.clone(), rows::read(&row)?))).collect()
}
