//! The channels together (四位一体): the list of referrals, and a matter with its proceedings. Not here: a referral and
//! its answer, which are acts (`deciding`), and what one act opens in another channel (`onward`).

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::error::Error;
use crate::app::onward::MATTER_CASES_MAX;
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::app::rows;
use crate::domain::act::opening::Origin;
use crate::domain::case::{Case, ReferralState, Referred};
use crate::domain::case_kind::CaseKind;
use crate::domain::deadline;
use crate::domain::deadline::rule::RuleId;
use crate::domain::id::{CaseId, EntryNo};
use crate::domain::office::LawBook;
use crate::domain::permission::Operation;
use crate::domain::refusal::Words;
use crate::domain::stage::{Manner, Stage};
use crate::storage::{Connection, cases, referrals};

pub use crate::storage::referrals::{
    ReferralCursor, ReferralFilter, ReferralPage, ReferralRow, ReferredCase,
};

/// A matter (纠纷): its proceedings, the first received first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Matter {
    /// By the id of its first proceeding.
    pub id: CaseId,
    /// The proceedings that the caller may see.
    pub proceedings: Vec<ProceedingView>,
    /// How many more there are that are not shown.
    pub not_shown: i64,
}

/// A referral as the list shows it, with what one must know to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedReferral {
    /// The referral.
    pub row: ReferralRow,
    /// Its case.
    pub case: ReferredCase,
    /// Why it was offered.
    pub ground: Option<String>,
    /// The name of the first worker, as lists of cases show it.
    pub lead_worker: Option<String>,
}

/// One proceeding of a matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProceedingView {
    /// The case.
    pub case: CaseId,
    /// Which channel.
    pub kind: CaseKind,
    /// Its number (案号), if it has one.
    pub number: Option<String>,
    /// Where it stands.
    pub stage: Stage,
    /// When it was received.
    pub received_on: NaiveDate,
    /// When it was closed.
    pub closed_on: Option<NaiveDate>,
    /// How it was closed.
    pub manner: Option<Manner>,
    /// The proceeding that it came from, and the entry there that opened it.
    pub origin: Option<Origin>,
    /// To which channels it was referred, and what became of that.
    pub referrals: Vec<ReferralOfMatter>,
}

/// A referral as a matter shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReferralOfMatter {
    /// The entry that offered it.
    pub entry: EntryNo,
    /// To which channel.
    pub to: CaseKind,
    /// Why.
    pub ground: String,
    /// How it stands.
    pub state: ReferralState,
    /// When it was offered.
    pub offered_on: NaiveDate,
    /// Until when it is to be answered.
    pub due_on: NaiveDate,
    /// When it was answered or taken back.
    pub answered_on: Option<NaiveDate>,
    /// Why it was declined.
    pub declined_because: Option<String>,
    /// The case that it opened.
    pub opened: Option<CaseId>,
}

impl ProceedingView {
    fn of(case: &Case, book: &LawBook) -> ProceedingView {
        ProceedingView {
            case: case.id,
            kind: case.kind,
            number: case.number().map(str::to_owned),
            stage: case.stage,
            received_on: case.received.on,
            closed_on: case.closing.map(|closing| closing.at.on),
            manner: case.closing.map(|closing| closing.manner),
            origin: case.origin,
            referrals: case.referrals.iter().map(|referred| ReferralOfMatter::of(referred, book)).collect(),
        }
    }
}

impl ReferralOfMatter {
    fn of(referred: &Referred, book: &LawBook) -> ReferralOfMatter {
        ReferralOfMatter {
            entry: referred.offered.by,
            to: referred.to,
            ground: referred.ground.clone(),
            state: referred.state(),
            offered_on: referred.offered.on,
            due_on: deadline::due_of(RuleId::RF1, referred.offered.on, book),
            answered_on: referred.answered_on(),
            declined_because: referred.answer.as_ref().and_then(|answer| answer.ground.clone()),
            opened: referred.opened(),
        }
    }
}

impl Register {
    /// One page of the referrals of the cases that the caller may see, the earliest last day first.
    ///
    /// # Errors
    /// That the caller's role sees no cases.
    pub async fn referrals(
        &self,
        caller: &Caller,
        filter: ReferralFilter,
        page: ReferralPage,
    ) -> Result<Vec<ListedReferral>, Error> {
        ensure(caller, Operation::ReadCase, None)?;
        let (register, visibility) = (self.clone(), caller.visibility());
        let work = move |c: &mut Connection| {
            let rows = referrals::list(c, &filter, &page, &visibility)?;
            let mut grounds = grounds(c, &rows)?;
            let people: Vec<String> = rows.iter().filter_map(|(_, case)| case.lead_person.clone()).collect();
            let people = register.open(c, &people)?;
            let listed = |(row, case): (ReferralRow, ReferredCase)| {
                let lead = case.lead_person.as_ref().and_then(|id| people.get(id));
                ListedReferral {
                    ground: grounds.remove(&(row.case_id.clone(), row.entry_no)),
                    lead_worker: lead.map(|person| person.name.clone()),
                    row,
                    case,
                }
            };
            Ok::<_, Error>(rows.into_iter().map(listed).collect())
        };
        self.store.snapshot(work).await
    }

    /// A matter with the proceedings that the caller may see; the others are counted.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the caller may see none of them.
    pub async fn matter(&self, caller: &Caller, id: CaseId) -> Result<Matter, Error> {
        let (register, caller) = (self.clone(), *caller);
        let work = move |c: &mut Connection| {
            let book = register.books.in_force(c)?;
            let rows = cases::of_matter(c, &id.to_string(), &caller.visibility(), MATTER_CASES_MAX)?;
            if rows.is_empty() {
                return Err(Error::NotFound);
            }
            let all = cases::count_of_matter(c, &id.to_string())?;
            let shown = i64::try_from(rows.len()).unwrap_or(i64::MAX);
            let view = |row| rows::read(row).map(|case| ProceedingView::of(&case, &book));
            let proceedings = rows.iter().map(view).collect::<Result<_, _>>()?;
            Ok(Matter { id, proceedings, not_shown: all.saturating_sub(shown) })
        };
        self.store.snapshot(work).await
    }
}

/// Why each of these was offered, by the case and the entry: two statements for a page, whatever is on it.
fn grounds(
    c: &mut Connection,
    rows: &[(ReferralRow, ReferredCase)],
) -> Result<HashMap<(String, i32), String>, Error> {
    let ids: BTreeSet<String> = rows.iter().map(|(row, _)| row.case_id.clone()).collect();
    let mut grounds = HashMap::new();
    for body in cases::bodies_of(c, &Vec::from_iter(ids))? {
        for referred in rows::read_body((&body.id, body.version), &body.body)?.referrals {
            let entry = rows::count(referred.offered.by.0)?;
            grounds.insert((body.id.clone(), entry), referred.ground);
        }
    }
    Ok(grounds)
}

/// Why a caller answers none of the referrals that wait, if so.
pub(crate) fn no_channel_of(case: &Case, caller: &Caller) -> Option<Words> {
    let waiting = case.referrals.iter().filter(|referred| referred.answer.is_none());
    let may = |to| ensure(caller, Operation::AnswerReferral(to), Some(case));
    let refused: Vec<_> = waiting.map(|referred| may(referred.to)).collect();
    if refused.iter().any(Result::is_ok) {
        return None;
    }
    refused.into_iter().find_map(|refused| match refused {
        Err(Error::Forbidden(why)) => Some(why),
        _ => None,
    })
}
