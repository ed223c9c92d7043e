//! The register (登记簿): every act as people do it. Load the case, ask who may, ask the domain ([`Outcome`]),
//! and write it all in one transaction. No rule of law is here: `domain` answers.

use std::sync::Arc;

use chrono::{Datelike as _, NaiveDate};

use crate::app::books::Books;
use crate::app::case_numbers;
use crate::app::clock::Clock;
use crate::app::deciding::{CorrectionRequest, Desk, Outcome, Target};
use crate::app::derived;
use crate::app::docket_rows::{self, Link};
use crate::app::draft::Draft;
use crate::app::error::Error;
use crate::app::file_numbers;
use crate::app::file_upload::Limit;
use crate::app::idempotency::{Answer, Answers, Asked, IdempotencyKey};
use crate::app::ids::Ids;
use crate::app::ledger_commit::Progress;
use crate::app::outcome::{Performed, Written};
use crate::app::permits::Caller;
use crate::app::scheduling::{self, Scheduling};
use crate::app::search_rows;
use crate::app::vault::Vault;
use crate::domain::act::Act;
use crate::domain::act::filing::Acceptance;
use crate::domain::act::opening::Opening;
use crate::domain::case_number::comparable;
use crate::domain::docket::{Content, Entry};
use crate::domain::id::CaseId;
use crate::domain::office::LawBook;
use crate::domain::party::Person;
use crate::storage::blobs::Blobs;
use crate::storage::{Connection, Store, Tx, bookings, cases, numbers, vault};

/// The status under which the first answer of an act is kept.
const CREATED: i32 = 201;

/// The register of an office. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Register {
    /// The rows.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    /// The answers that are given once.
    pub answers: Answers,
    /// Ids.
    pub ids: Ids,
    /// Personal data.
    pub vault: Vault,
    /// The calendar, the region and the settings.
    pub books: Books,
    /// How hearings are set.
    pub scheduling: Arc<Scheduling>,
    /// How case numbers are written.
    pub number_template: Arc<str>,
    /// Whether the office has a public page, where parties ask how their case stands.
    pub public_page: bool,
    /// The contents of files; none where the office has not said where they are.
    pub(crate) blobs: Option<Blobs>,
    /// How long a file may be.
    pub(crate) file_limit: Limit,
    /// How far this program is with ledgers that it makes cases of.
    pub(crate) ledger_progress: Progress,
}

/// An act as a person asks for it.
#[derive(Debug, Clone)]
pub struct Request<T> {
    /// The legal date.
    pub on: NaiveDate,
    /// Why, where a reason is given.
    pub reason: Option<String>,
    /// Warnings and irregularities that the person acknowledges.
    pub acknowledged: Vec<String>,
    /// What.
    pub what: T,
}

impl<T> Request<T> {
    /// What is asked, apart from the circumstances.
    #[must_use]
    pub fn apart(self) -> (Request<()>, T) {
        let Request { on, reason, acknowledged, what } = self;
        (Request { on, reason, acknowledged, what: () }, what)
    }
}

/// Under which conditions it is asked for.
#[derive(Debug, Clone, Default)]
pub struct Conditions {
    /// The version that the person saw; every act on an existing case needs it.
    pub seen: Option<u32>,
    /// The key under which the answer is kept, and a digest of what was asked.
    pub idempotency: Option<IdempotencyKey>,
    /// For good, or to see what would happen.
    pub mode: Mode,
}

/// Whether something is done, or only shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mode {
    /// Done.
    #[default]
    Commit,
    /// Shown, and nothing written.
    DryRun,
}

impl Register {
    /// Opens a case: its material is received (收件).
    ///
    /// # Errors
    /// The refusal, or why the caller may not.
    pub async fn receive(
        &self,
        caller: &Caller,
        request: Request<Opening<Person>>,
        conditions: Conditions,
    ) -> Result<Answer<Performed>, Error> {
        let by = *caller;
        self.carry_out(by, conditions, move |desk, c| desk.decide_opening(c, &by, request)).await
    }

    /// Performs an act on a case.
    ///
    /// # Errors
    /// The refusal, or why the caller may not, or that the case changed meanwhile.
    pub async fn perform(
        &self,
        caller: &Caller,
        id: CaseId,
        request: Request<Draft>,
        conditions: Conditions,
    ) -> Result<Answer<Performed>, Error> {
        let (by, target) = (*caller, Target { id, seen: conditions.seen });
        self.carry_out(by, conditions, move |desk, c| desk.decide_act(c, &by, target, request)).await
    }

    /// Corrects an entry (更正): the docket is replayed with the correction in its place.
    ///
    /// # Errors
    /// The refusal when the history would no longer be lawful, or why the caller may not.
    pub async fn correct(
        &self,
        caller: &Caller,
        id: CaseId,
        request: Request<CorrectionRequest>,
        conditions: Conditions,
    ) -> Result<Answer<Performed>, Error> {
        let (by, target) = (*caller, Target { id, seen: conditions.seen });
        self.carry_out(by, conditions, move |desk, c| desk.decide_correction(c, &by, target, request)).await
    }

    /// The calendar and the settings that are in force now, for questions that are about no case.
    ///
    /// # Errors
    /// As [`Books::in_force`].
    pub async fn law_book(&self) -> Result<Arc<LawBook>, Error> {
        let books = self.books.clone();
        self.store.snapshot(move |c: &mut Connection| books.in_force(c)).await
    }

    /// Decides, and either writes the outcome in the same transaction or only shows it.
    pub(crate) async fn carry_out(
        &self,
        caller: Caller,
        conditions: Conditions,
        decide: impl FnOnce(&Desk<'_>, &mut Connection) -> Result<Outcome, Error> + Send + 'static,
    ) -> Result<Answer<Performed>, Error> {
        let register = self.clone();
        if conditions.mode == Mode::DryRun {
            let show = move |c: &mut Connection| {
                let desk = Desk { register: &register, book: register.books.in_force(c)? };
                let outcome = decide(&desk, c)?;
                let shown =
                    |outcome: &Outcome| Performed::of(&outcome.case, None, &outcome.before, &desk.book);
                let also = outcome.also.as_deref().map(shown).map(Box::new);
                Ok(Answer::new(Performed { also, ..shown(&outcome) }))
            };
            return self.store.snapshot(show).await;
        }
        let asked = conditions.idempotency.map(|key| Asked { by: caller.user, key, status: CREATED });
        let work = move |tx: &mut Tx| {
            let desk = Desk { register: &register, book: register.books.in_force_for_writing(tx)? };
            let outcome = decide(&desk, tx)?;
            desk.write(tx, outcome)
        };
        self.answers.once(asked, work).await
    }
}

impl Desk<'_> {
    /// Writes one outcome, and what the same act makes of another case.
    fn write(&self, tx: &mut Tx, mut outcome: Outcome) -> Result<Performed, Error> {
        let also = outcome.also.take();
        let opens = also.as_ref().is_some_and(|also| also.previous.is_none());
        if also.is_some() && !opens {
            // Both are of one trial: before the row of either is taken, so that nobody waits for the other way round.
            bookings::take_joint_trials(tx)?;
        }
        let performed = self.write_one(tx, &mut outcome)?;
        let Some(mut other) = also else { return Ok(performed) };
        let also = Some(Box::new(self.write_one(tx, &mut other)?));
        if opens {
            self.register.carry_files(tx, (&outcome, &*other))?;
        }
        Ok(Performed { opened: opens.then_some(other.case.id), also, ..performed })
    }

    /// Writes one case: its people, the entry, and everything that is derived.
    fn write_one(&self, tx: &mut Tx, outcome: &mut Outcome) -> Result<Performed, Error> {
        self.number(tx, outcome)?;
        let Outcome { case, entry, continued, before, sealed, previous, .. } = &*outcome;
        let joined = previous.as_ref().map_or_else(Link::first, Link::after).join(entry)?;
        let mut chain = vec![(entry, joined.clone())];
        let mut last = joined.clone();
        for (_, entry) in continued {
            last = Link::behind(&last).join(entry)?;
            chain.push((entry, last.clone()));
        }
        let kept = match previous {
            None => derived::insert(tx, case, &last, &self.book),
            Some(previous) => derived::update(tx, case, &last, previous, &self.book),
        };
        let kept = kept.map_err(case_numbers::or_taken).map_err(file_numbers::or_taken);
        kept.map_err(scheduling::or_taken)?;
        vault::insert_many(tx, sealed)?;
        search_rows::write(tx, &self.register.vault, &[case])?;
        for (entry, joined) in &chain {
            docket_rows::append(tx, case.id, entry, joined)?;
        }
        if let (None, Some(told)) = (previous, &case.ledger) {
            let mut imported = case_numbers::Imported::default();
            imported.note(&self.register.number_template, &told.number);
            imported.go_on(tx, self.book.region.id)?;
        }
        let written = Written { no: entry.no, hash: joined.hash, recorded_at: entry.recorded_at };
        Ok(Performed::of(case, Some(written), before, &self.book))
    }

    /// Gives an acceptance the next case number of its year, unless it brings one.
    fn number(&self, tx: &mut Tx, outcome: &mut Outcome) -> Result<(), Error> {
        let continued = outcome.continued.iter_mut().map(|(_, entry)| entry);
        let mut entries = std::iter::once(&mut outcome.entry).chain(continued);
        let Some((acceptance, year)) = entries.find_map(acceptance_in) else { return Ok(()) };
        while acceptance.number.is_none() {
            let next = numbers::next(tx, self.book.region.id, year)?;
            let number = render_number(&self.register.number_template, year, next);
            let is_free = cases::numbers_taken(tx, &[&comparable(&number)])?.is_empty();
            acceptance.number = is_free.then_some(number);
        }
        if let Some(accepted) = &mut outcome.case.acceptance {
            accepted.number.clone_from(&acceptance.number);
        }
        Ok(())
    }
}

/// The acceptance that an entry gives, and the year of its number.
fn acceptance_in(entry: &mut Entry) -> Option<(&mut Acceptance, i32)> {
    let year = entry.on.year();
    if let Content::Act(Act::Acceptance(acceptance)) = &mut entry.content {
        return Some((acceptance, year));
    }
    None
}

/// A case number from the template: `{year}`, `{number}` or `{number:04}`.
///
/// ```
/// use sikuai::app::register::render_number;
/// assert_eq!(render_number("劳人仲案字〔{year}〕{number:03}号", 2021, 7), "劳人仲案字〔2021〕007号");
/// ```
#[must_use]
pub fn render_number(template: &str, year: i32, number: i32) -> String {
    let text = template.replace("{year}", &year.to_string());
    let Some((before, rest)) = text.split_once("{number") else { return text };
    let Some((format, after)) = rest.split_once('}') else { return text.clone() };
    let width: usize = format.trim_start_matches(":0").parse().unwrap_or(0);
    format!("{before}{number:0width$}{after}")
}
