//! Writing cases as a ledger (台账导出): page by page, in the order of their receipt, of the cases that the caller may see.
//! Personal data is masked unless the caller asks for it and may have it of the case; then that is put down as for every
//! showing. Not here: the files (`documents`), and what a row says (`domain::ledger`).

use std::collections::HashMap;

use serde_json::json;

use crate::app::audit::{self, AuditEntry, AuditEvent};
use crate::app::error::{Error, Place, Violation};
use crate::app::permits::{Caller, ensure};
use crate::app::reading::{CaseCursor, CaseFilter, CasePage, CaseSort, Direction, MaskedPerson, opened};
use crate::app::register::Register;
use crate::app::rows;
use crate::app::unmasking::Shown;
use crate::domain::case::Case;
use crate::domain::case_kind::CaseKind;
use crate::domain::code::Coded as _;
use crate::domain::ledger::{Written, arbitrator, written};
use crate::domain::party::{Party, Person, PersonRef};
use crate::domain::permission::Operation;
use crate::domain::refusal::words;
use crate::storage::{Connection, Tx, case_list, cases, users};

/// How many cases are read at a time.
const PAGE_CASES: i64 = 200;

/// How personal data is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonalData {
    /// Masked.
    Masked,
    /// In the clear where the caller may have it, for this reason.
    Clear(Option<String>),
}

/// An export that has begun: which cases, for whom.
#[derive(Clone)]
pub struct LedgerExport {
    register: Register,
    caller: Caller,
    filter: CaseFilter,
    personal: PersonalData,
    /// How many cases there are.
    pub count: i64,
    /// What the person is called who asked.
    pub name: String,
}

/// Some rows of a ledger, and where the next begin.
pub type LedgerRows = (Vec<Vec<Written>>, Option<CaseCursor>);

impl Register {
    /// Begins to write the arbitration cases that pass a filter.
    ///
    /// # Errors
    /// That the caller reads no lists of cases.
    pub async fn begin_ledger_export(
        &self,
        caller: &Caller,
        filter: CaseFilter,
        personal: PersonalData,
    ) -> Result<LedgerExport, Error> {
        ensure(caller, Operation::ReadCase, None)?;
        let arbitration = CaseKind::Arbitration.code();
        if filter.kind.as_deref().is_some_and(|kind| kind != arbitration) {
            let words = words("台账只有仲裁案件", "only arbitration cases are in a ledger");
            let place = Place::Query("kind".to_owned());
            return Err(Error::Invalid(vec![Violation { place, code: "enum", words }]));
        }
        let filter = CaseFilter { kind: Some(arbitration.to_owned()), ..filter };
        let (register, by, asked) = (self.clone(), *caller, filter.clone());
        let in_clear = personal != PersonalData::Masked;
        let work = move |tx: &mut Tx| {
            let count = case_list::count(tx, &asked, &by.visibility())?;
            let name = users::by_id(tx, &by.user.to_string())?.map(|user| user.name);
            let name = name.unwrap_or_else(|| "命令行".to_owned());
            let body = json!({ "cases": count, "in_clear": in_clear });
            let (event, actor, at) = (AuditEvent::LedgerExported, Some(by.user), register.clock.now());
            audit::record(tx, &AuditEntry { event, at, actor, case: None, body })?;
            Ok::<_, Error>((count, name))
        };
        let (count, name) = self.store.write(work).await?;
        Ok(LedgerExport { register: self.clone(), caller: *caller, filter, personal, count, name })
    }
}

impl LedgerExport {
    /// The rows after a case, with the place of the last of them; no place when there are no more. Blocks: not for
    /// async code.
    ///
    /// # Errors
    /// That the database does not answer, or a person is not there.
    pub fn rows_after(&self, after: Option<CaseCursor>) -> Result<LedgerRows, Error> {
        let in_clear = |case: &Case| self.personal != PersonalData::Masked && self.may_show(case);
        let (rows, shown, next) = self.register.store.snapshot_blocking(|c| {
            let (mut cases, next) = self.page(c, after)?;
            let rows = self.rows(c, &cases, in_clear)?;
            cases.retain(in_clear);
            Ok::<_, Error>((rows, cases, next))
        })?;
        // Nothing is handed on before it is on disk that it was shown; nobody who writes waits for the reading.
        if !shown.is_empty() {
            let export = self.clone();
            let put_down = move |tx: &mut Tx| shown.iter().try_for_each(|case| export.put_down(tx, case));
            self.register.store.write_blocking(put_down)?;
        }
        Ok((rows, next))
    }

    fn page(
        &self,
        c: &mut Connection,
        after: Option<CaseCursor>,
    ) -> Result<(Vec<Case>, Option<CaseCursor>), Error> {
        let (sort, direction) = (CaseSort::ReceivedOn, Direction::Ascending);
        let page = CasePage { sort, direction, after, limit: PAGE_CASES };
        let visibility = self.caller.visibility();
        let listed = case_list::list(c, &self.filter, &page, &visibility)?;
        let next = listed.last().and_then(|last| last.cursor(sort));
        let ids: Vec<String> = listed.into_iter().map(|row| row.id).collect();
        let loaded = cases::load_many(c, &ids, &visibility)?;
        let mut by_id: HashMap<&str, _> = loaded.iter().map(|row| (row.id.as_str(), row)).collect();
        let ordered = ids.iter().filter_map(|id| by_id.remove(id.as_str())).map(rows::read);
        Ok((ordered.collect::<Result<_, _>>()?, next))
    }

    fn rows(
        &self,
        c: &mut Connection,
        cases: &[Case],
        shown: impl Fn(&Case) -> bool,
    ) -> Result<Vec<Vec<Written>>, Error> {
        let parties: Vec<Party<PersonRef>> =
            cases.iter().flat_map(|case| case.parties.iter().cloned()).collect();
        let people = self.register.people(c, &parties)?;
        let deciding: Vec<String> =
            cases.iter().filter_map(arbitrator).map(|user| user.to_string()).collect();
        let names: HashMap<String, String> =
            users::load_many(c, &deciding)?.into_iter().map(|user| (user.id, user.name)).collect();
        let row = |case: &Case| {
            let in_clear = shown(case);
            let mut show = |person: PersonRef| {
                let person = opened(&person, &people)?;
                Ok::<_, Error>(if in_clear { person.clone() } else { masked(person) })
            };
            let parties = case.parties.iter().cloned().map(|party| party.try_map(&mut show));
            let parties = parties.collect::<Result<Vec<_>, _>>()?;
            let name = arbitrator(case).and_then(|user| names.get(&user.to_string()));
            Ok(written(case, &parties, name.map(String::as_str)))
        };
        cases.iter().map(row).collect()
    }

    fn may_show(&self, case: &Case) -> bool {
        ensure(&self.caller, Operation::ReadPersonalData, Some(case)).is_ok()
    }

    fn put_down(&self, tx: &mut Tx, case: &Case) -> Result<(), Error> {
        let PersonalData::Clear(reason) = &self.personal else { return Ok(()) };
        for party in case.parties.iter().filter(|party| party.people().next().is_some()) {
            let entry = AuditEntry {
                event: AuditEvent::PersonalDataShown,
                at: self.register.clock.now(),
                actor: Some(self.caller.user),
                case: Some(case.id),
                body: Shown::party(party.no, reason.clone()).body()?,
            };
            audit::record(tx, &entry)?;
        }
        Ok(())
    }
}

fn masked(person: &Person) -> Person {
    let MaskedPerson { name, id_number, phone, .. } = MaskedPerson::of(person);
    Person { name, id_number, phone, address: None, bank_account: None }
}
