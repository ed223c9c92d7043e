//! The watch (期限监视): looks at every open deadline of the office and every diary, and raises the notices that are due, each
//! once. It changes no case and writes no docket entry; besides notices it only clears away what is kept no longer: answers to
//! requests, codes of parties, rows of ledgers. When a notice is due says `domain::watch`; how often it runs, `jobs::watch`.
//!
//! Several instances take turns by a lease in the database. A notice is kept from being raised twice by its
//! keys, not by the lease, so that two at once would do no harm.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::clock::office_date;
use crate::app::desk_notices::left_to_desks;
use crate::app::error::Error;
use crate::app::permits::{Caller, ensure};
use crate::app::rating_notices;
use crate::app::referral_notices::receiving;
use crate::app::register::Register;
use crate::config::Config;
use crate::domain::code::Coded as _;
use crate::domain::deadline::rule::RuleId;
use crate::domain::permission::Operation;
use crate::domain::watch::{
    Distance, HEARS_OF_EVERY_CASE, NoticeKind, RunOutcome, WatchState, horizon, notice_due, watch_state,
};
use crate::storage::deadlines::{self, DeadlineRow, Due, WorklistCursor, WorklistFilter, WorklistPage};
use crate::storage::diary::{self, DiaryRow};
use crate::storage::idempotency;
use crate::storage::notices::{self, NoticeRow};
use crate::storage::watch::{self, RunRow, WatchRow};
use crate::storage::{Connection, Tx, Visibility, bridge, people, users};

/// So many deadlines, or diary entries, are looked at in one transaction, and so many answers cleared away.
pub const PAGE_ROWS: u16 = 200;
/// A turn lasts so many intervals unless renewed: another instance takes over once a run is missed, before the watch is late.
const LEASE_INTERVALS: i32 = 2;
/// The interval that a turn goes by where none is set: for `sikuai watch` on the command line.
const UNSET_INTERVAL_MINUTES: i64 = 10;

/// The watch of an office. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Watch {
    register: Register,
    distances: Arc<[u16]>,
    interval: Option<TimeDelta>,
    answers_kept: TimeDelta,
}

/// What became of one turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It ran to its end, and raised so many notices.
    Completed(u64),
    /// Another instance has the turn.
    Elsewhere,
    /// Another instance took the turn in the middle, and goes on.
    Overtaken,
}

/// How the watch stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WatchReport {
    /// On time, late or off.
    pub state: WatchState,
    /// How often it runs, in minutes; 0 when this instance does not run it.
    pub interval_minutes: i64,
    /// How many working days before the last day of a deadline a notice is raised.
    pub distances: Vec<u16>,
    /// When a run last looked at everything; none before the first.
    pub completed_at: Option<DateTime<Utc>>,
    /// The last run that ended, well or not.
    pub last_run: Option<LastRun>,
    /// Until when the instance that watches has the turn.
    pub turn_until: Option<DateTime<Utc>>,
}

/// A run of the watch that has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LastRun {
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: DateTime<Utc>,
    /// How it ended.
    pub outcome: RunOutcome,
    /// How many notices it raised.
    pub notices: i64,
}

/// A run in hand: who has the turn, on which day, and what is done.
#[derive(Debug, Clone)]
struct Run {
    holder: String,
    today: NaiveDate,
    raised: u64,
}

/// Looks at one page of something.
type Look = fn(&Watch, &mut Tx, &Run) -> Result<Page<()>, Error>;

/// What one page came to.
enum Page<T> {
    /// So many notices raised; where the next page begins, if there is one.
    Done(usize, Option<T>),
    /// Somebody else has the turn by now.
    Overtaken,
}

impl Watch {
    /// The watch over this register.
    #[must_use]
    pub fn new(register: Register, settings: &Config) -> Watch {
        let minutes = Some(settings.watch_minutes).filter(|minutes| *minutes > 0);
        Watch {
            register,
            distances: settings.notice_distances.as_slice().into(),
            interval: minutes.map(|minutes| TimeDelta::minutes(i64::from(minutes))),
            answers_kept: TimeDelta::days(i64::from(settings.idempotency_days)),
        }
    }

    /// Takes the turn, if it is free, and raises what is due. `holder` names this program. Blocks: not for
    /// async code.
    ///
    /// # Errors
    /// That the database does not answer. What had been raised by then stays.
    pub fn run(&self, holder: &str) -> Result<Turn, Error> {
        let started_at = self.register.clock.now();
        if !self.take(holder, started_at)? {
            return Ok(Turn::Elsewhere);
        }
        let mut run = Run { holder: holder.to_owned(), today: office_date(started_at), raised: 0 };
        let looked = self.look_at_all(&mut run);
        match looked {
            Ok(true) => self.put_down(&run, started_at, RunOutcome::Completed)?,
            Ok(false) => return Ok(Turn::Overtaken),
            Err(error) => {
                // The first error is the one to tell; a database that is gone takes no word of it either.
                let _untold = self.put_down(&run, started_at, RunOutcome::Failed);
                return Err(error);
            }
        }
        Ok(Turn::Completed(run.raised))
    }

    /// Gives the turn back, so that another instance need not wait for its end. Blocks.
    ///
    /// # Errors
    /// That the database does not answer.
    pub fn release(&self, holder: &str) -> Result<(), Error> {
        let (holder, now) = (holder.to_owned(), self.register.clock.now().timestamp_micros());
        let give_back = move |tx: &mut Tx| Ok::<_, Error>(watch::renew(tx, &holder, now)?);
        self.register.store.write_blocking(give_back).map(drop)
    }

    /// How the watch stands, for a caller who looks after it.
    ///
    /// # Errors
    /// That the caller's role does not.
    pub async fn report(&self, caller: &Caller) -> Result<WatchReport, Error> {
        ensure(caller, Operation::ReadWatch, None)?;
        let row = self.register.store.read(|c: &mut Connection| Ok::<_, Error>(watch::load(c)?)).await?;
        self.report_of(&row)
    }

    /// How the watch stands, for the program itself and the command line. Blocks.
    ///
    /// # Errors
    /// That the database does not answer.
    pub fn report_blocking(&self) -> Result<WatchReport, Error> {
        let row = self.register.store.read_blocking(|c| Ok::<_, Error>(watch::load(c)?))?;
        self.report_of(&row)
    }

    fn report_of(&self, row: &WatchRow) -> Result<WatchReport, Error> {
        let now = self.register.clock.now();
        let place = bridge::Place { table: "watch", key: "deadlines", column: "outcome" };
        let outcome = bridge::parse_opt(row.outcome.as_deref(), place)?;
        let completed_at = row.completed_at.and_then(DateTime::from_timestamp_micros);
        let instants = (
            row.started_at.and_then(DateTime::from_timestamp_micros),
            row.ended_at.and_then(DateTime::from_timestamp_micros),
        );
        let last_run = match (instants, outcome) {
            ((Some(started_at), Some(ended_at)), Some(outcome)) => {
                Some(LastRun { started_at, ended_at, outcome, notices: row.notices })
            }
            _ => None,
        };
        Ok(WatchReport {
            state: watch_state(completed_at, now, self.interval),
            interval_minutes: self.interval.map_or(0, |interval| interval.num_minutes()),
            distances: self.distances.to_vec(),
            completed_at,
            last_run,
            turn_until: DateTime::from_timestamp_micros(row.lease_until).filter(|until| *until > now),
        })
    }

    /// Looks at every deadline and every diary, and clears away what is kept no longer; says whether the turn was this
    /// holder's to the end.
    fn look_at_all(&self, run: &mut Run) -> Result<bool, Error> {
        let mut after = None;
        loop {
            match self.page(run, move |watch, tx, run| watch.deadlines(tx, run, after))? {
                Page::Done(_, Some(next)) => after = Some(next),
                Page::Done(_, None) => break,
                Page::Overtaken => return Ok(false),
            }
        }
        let old_ledgers: Look =
            |watch, tx, _| Ok(Page::Done(0, watch.register.drop_old_ledgers(tx)?.then_some(())));
        let old_codes: Look =
            |watch, tx, _| Ok(Page::Done(0, watch.register.forget_old_codes(tx)?.then_some(())));
        let looks = [Watch::diaries, Watch::ratings, old_ledgers, old_codes, Watch::old_answers];
        for look in looks {
            if !self.pages(run, look)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Page after page of one thing; says whether the turn was this holder's to the end.
    fn pages(&self, run: &mut Run, look: Look) -> Result<bool, Error> {
        loop {
            match self.page(run, look)? {
                Page::Done(_, Some(())) => {}
                Page::Done(_, None) => return Ok(true),
                Page::Overtaken => return Ok(false),
            }
        }
    }

    /// One page in one transaction, in which the turn is renewed first.
    fn page<T: Send + 'static>(
        &self,
        run: &mut Run,
        work: impl FnOnce(&Watch, &mut Tx, &Run) -> Result<Page<T>, Error> + Send + 'static,
    ) -> Result<Page<T>, Error> {
        let (watch, in_hand) = (self.clone(), run.clone());
        let until = self.lease_from(self.register.clock.now());
        let page = self.register.store.write_blocking(move |tx| {
            if watch::renew(tx, &in_hand.holder, until)? {
                work(&watch, tx, &in_hand)
            } else {
                Ok(Page::Overtaken)
            }
        })?;
        if let Page::Done(raised, _) = &page {
            run.raised = run.raised.saturating_add(u64::try_from(*raised).unwrap_or(u64::MAX));
        }
        Ok(page)
    }

    /// The notices that are due of one page of open deadlines, in the order of their last days.
    fn deadlines(
        &self,
        tx: &mut Tx,
        run: &Run,
        after: Option<WorklistCursor>,
    ) -> Result<Page<WorklistCursor>, Error> {
        let book = self.register.books.in_force(tx)?;
        let calendar = &book.calendar;
        let until = horizon(run.today, &self.distances, calendar);
        let filter =
            WorklistFilter { today: run.today, due: Due::Through { until }, region: None, rule: None };
        let page = WorklistPage { after, limit: i64::from(PAGE_ROWS) };
        let rows = deadlines::worklist(tx, &filter, &page, &Visibility::Office)?;
        let next =
            rows.last().filter(|_| rows.len() == usize::from(PAGE_ROWS)).and_then(|(row, _)| row.cursor());
        let due: Vec<(DeadlineRow, NaiveDate, Distance)> = rows
            .into_iter()
            .filter_map(|(row, _)| {
                let due_on = row.due_on?;
                let distance = notice_due(due_on, run.today, &self.distances, calendar)?;
                Some((row, due_on, distance))
            })
            .collect();
        Ok(Page::Done(self.tell(tx, &due)?, next))
    }

    /// Tells the people of the cases, the desk of one on which nobody works, and whoever hears of every case, what is due.
    fn tell(&self, tx: &mut Tx, due: &[(DeadlineRow, NaiveDate, Distance)]) -> Result<usize, Error> {
        if due.is_empty() {
            return Ok(0);
        }
        let cases: BTreeSet<&str> = due.iter().map(|(row, ..)| row.case_id.as_str()).collect();
        let cases: Vec<&str> = cases.into_iter().collect();
        let mut on_cases: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (case, user) in people::active_on(tx, &cases)? {
            on_cases.entry(case).or_default().push(user);
        }
        let everywhere = users::active_with_role(tx, HEARS_OF_EVERY_CASE.code())?;
        let at_desks = receiving(tx, due)?;
        let unassigned: Vec<&str> =
            cases.iter().copied().filter(|case| !on_cases.contains_key(*case)).collect();
        let left = left_to_desks(tx, &unassigned)?;
        let raised_at = self.register.clock.now().timestamp_micros();
        let mut rows = Vec::new();
        for (row, due_on, distance) in due {
            let own = on_cases.get(&row.case_id).into_iter().flatten();
            // A referral is the concern of the desk that must answer it, not of the one that asked.
            let desk = if row.rule == RuleId::RF1.code() {
                at_desks.get(&(row.case_id.clone(), row.anchor))
            } else {
                left.get(&row.case_id)
            };
            let desk = desk.into_iter().flatten();
            let receivers: BTreeSet<&String> = own.chain(&everywhere).chain(desk).collect();
            rows.extend(receivers.into_iter().map(|user| NoticeRow {
                id: self.register.ids.uuid().to_string(),
                user_id: user.clone(),
                case_id: row.case_id.clone(),
                kind: distance.kind().code().to_owned(),
                rule: Some(row.rule.clone()),
                anchor: Some(row.anchor),
                party: Some(row.party),
                diary_id: None,
                due_on: *due_on,
                distance: i32::from(distance.working_days()),
                raised_at,
                read_at: None,
                rating_id: None,
            }));
        }
        Ok(notices::insert_new(tx, &rows)?)
    }

    /// Brings forward one page of the diary entries whose day has come. None of them comes again.
    fn diaries(&self, tx: &mut Tx, run: &Run) -> Result<Page<()>, Error> {
        let entries = diary::waiting(tx, run.today, i64::from(PAGE_ROWS))?;
        if entries.is_empty() {
            return Ok(Page::Done(0, None));
        }
        let raised_at = self.register.clock.now().timestamp_micros();
        let notice = |entry: &DiaryRow| NoticeRow {
            id: self.register.ids.uuid().to_string(),
            user_id: entry.user_id.clone(),
            case_id: entry.case_id.clone(),
            kind: NoticeKind::DiaryDue.code().to_owned(),
            rule: None,
            anchor: None,
            party: None,
            diary_id: Some(entry.id.clone()),
            due_on: entry.on_date,
            distance: 0,
            raised_at,
            read_at: None,
            rating_id: None,
        };
        let rows: Vec<NoticeRow> = entries.iter().map(notice).collect();
        let raised = notices::insert_new(tx, &rows)?;
        let ids: Vec<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
        diary::mark_noticed(tx, &ids, raised_at)?;
        Ok(Page::Done(raised, (entries.len() == usize::from(PAGE_ROWS)).then_some(())))
    }

    /// Tells of one page of the bad ratings that came in, or were not rectified in time. None of either comes again.
    fn ratings(&self, tx: &mut Tx, run: &Run) -> Result<Page<()>, Error> {
        let (looked_at, raised) = rating_notices::due(&self.register, tx, run.today, PAGE_ROWS)?;
        Ok(Page::Done(raised, (looked_at > 0).then_some(())))
    }

    /// Clears away one page of the answers that were given longer ago than they are kept. It raises no notice.
    fn old_answers(&self, tx: &mut Tx, _run: &Run) -> Result<Page<()>, Error> {
        let before = (self.register.clock.now() - self.answers_kept).timestamp_micros();
        let forgotten = idempotency::forget_before(tx, before, i64::from(PAGE_ROWS))?;
        Ok(Page::Done(0, (forgotten >= usize::from(PAGE_ROWS)).then_some(())))
    }

    fn take(&self, holder: &str, now: DateTime<Utc>) -> Result<bool, Error> {
        let (holder, until) = (holder.to_owned(), self.lease_from(now));
        let take =
            move |tx: &mut Tx| Ok::<_, Error>(watch::take(tx, &holder, now.timestamp_micros(), until)?);
        self.register.store.write_blocking(take)
    }

    /// The end of a turn that begins, or is renewed, now.
    fn lease_from(&self, now: DateTime<Utc>) -> i64 {
        let interval = self.interval.unwrap_or(TimeDelta::minutes(UNSET_INTERVAL_MINUTES));
        (now + interval * LEASE_INTERVALS).timestamp_micros()
    }

    fn put_down(&self, run: &Run, started_at: DateTime<Utc>, outcome: RunOutcome) -> Result<(), Error> {
        let ended_at = self.register.clock.now().timestamp_micros();
        let row = RunRow {
            started_at: started_at.timestamp_micros(),
            ended_at,
            outcome: outcome.code(),
            notices: i64::try_from(run.raised).unwrap_or(i64::MAX),
            completed_at: (outcome == RunOutcome::Completed).then_some(ended_at),
        };
        let holder = run.holder.clone();
        self.register.store.write_blocking(move |tx| Ok::<_, Error>(watch::put_down(tx, &holder, &row)?))
    }
}
