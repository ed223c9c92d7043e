//! Deciding (办理决定): what an act makes of a case, by asking who may and asking the domain. Nothing is
//! written here, so a dry run and the real thing cannot differ; `register` writes the [`Outcome`].

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate};

use crate::app::clock::office_date;
use crate::app::docket_rows;
use crate::app::draft::{Draft, Sealing};
use crate::app::error::Error;
use crate::app::filed_already;
use crate::app::onward::{self, Onward};
use crate::app::permits::{Caller, ensure};
use crate::app::register::{Register, Request};
use crate::app::rows;
use crate::app::scheduling;
use crate::domain::act::Act;
use crate::domain::act::collective::JointTrial;
use crate::domain::act::kind::ActKind;
use crate::domain::act::opening::{Opening, Origin};
use crate::domain::case::Case;
use crate::domain::deadline::{self, Deadline};
use crate::domain::docket::{self, Content, Correction, Entry, Place, Replacement};
use crate::domain::finding::{Findings, Moment, Reading};
use crate::domain::id::{CaseId, EntryNo, UserId};
use crate::domain::office::LawBook;
use crate::domain::party::Person;
use crate::domain::permission::Operation;
use crate::domain::refusal::{Refusal, Words, words};
use crate::domain::schedule::schedule;
use crate::storage::cases::CaseRow;
use crate::storage::vault::VaultRow;
use crate::storage::{Connection, cases};

/// What an act makes of a case, not yet written.
pub struct Outcome {
    /// The case as it is afterwards.
    pub case: Case,
    /// The entry that says so.
    pub entry: Entry,
    /// Entries that follow it at once, each with its number in the docket of the first case: what happened before a case was
    /// split.
    pub continued: Vec<(EntryNo, Entry)>,
    /// The deadlines before.
    pub before: Vec<Deadline>,
    /// The people that the act brought, sealed.
    pub sealed: Vec<VaultRow>,
    /// The row before; none for a new case.
    pub previous: Option<CaseRow>,
    /// What the same act makes of another case, written in the same transaction: one that it opens, or one whose docket
    /// has the entry too.
    pub also: Option<Box<Outcome>>,
}

impl Outcome {
    /// Which entries of the first docket this one tells again, and under which numbers; none unless it was split off.
    pub(crate) fn told_again(&self) -> HashMap<EntryNo, EntryNo> {
        // The receipt is the first entry of both.
        let receipt = self.continued.first().map(|_| (EntryNo(1), EntryNo(1)));
        self.continued.iter().map(|(of, entry)| (*of, entry.no)).chain(receipt).collect()
    }
}

/// Why entries stand in the docket of a case that was split off.
const CONTINUED: &str = "分案承接";

/// The correction of an entry, as a person asks for it.
#[derive(Debug, Clone)]
pub struct CorrectionRequest {
    /// The wrong entry.
    pub entry: EntryNo,
    /// What should have been written, and its legal date; nothing to strike the entry out.
    pub replacement: Option<(NaiveDate, Draft)>,
}

/// Which case, in which version.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// The case.
    pub id: CaseId,
    /// The version that the caller saw.
    pub seen: Option<u32>,
}

impl Target {
    fn ensure_fresh(self, case: &Case) -> Result<(), Error> {
        match self.seen {
            None => Err(Error::PreconditionMissing),
            Some(seen) if seen == case.version => Ok(()),
            Some(_) => Err(Error::Stale),
        }
    }
}

/// A case as it was loaded.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) row: CaseRow,
    pub(crate) case: Case,
}

/// What an act makes of a case and of the other that it touches, or everything that is wrong with either.
pub(crate) fn both<A, B>(case: Result<A, Error>, opened: Result<B, Error>) -> Result<(A, B), Error> {
    match (case, opened) {
        (Ok(case), Ok(opened)) => Ok((case, opened)),
        (Err(Error::Refused(case)), Err(Error::Refused(opened))) => {
            Err(Error::Refused(case.together_with(opened)))
        }
        (Err(error), _) | (Ok(_), Err(error)) => Err(error),
    }
}

/// What is found wrong with the other case holds only while this one is as it was read: of two who join the same cases
/// at once, the second read the one before and the other after the first had written.
pub(crate) fn as_read<T>(c: &mut Connection, row: &CaseRow, other: Result<T, Error>) -> Result<T, Error> {
    match other {
        Err(Error::Refused(_)) if cases::version(c, &row.id)? != Some(row.version) => Err(Error::Stale),
        other => other,
    }
}

/// The field by which a joint trial names the other case.
const OTHER_CASE: &str = "/with";

pub(crate) fn no_such_case() -> Words {
    words("没有这一案件", "there is no such case")
}

/// What keeps an act out of the docket of the case that its body names; the case of the path is another.
pub(crate) fn of_other_case(code: &'static str, why: &Words) -> Error {
    let said = words(format!("另案：{}", why.zh), format!("the other case: {}", why.en));
    let mut findings = Findings::default();
    findings.invalid(code, OTHER_CASE, said);
    Error::Refused(Refusal { findings: findings.into_findings() })
}

/// What the domain finds in the other case is about the field that names it, where it is about no other.
pub(crate) fn about_other_case(mut refusal: Refusal) -> Error {
    for finding in refusal.findings.iter_mut().filter(|finding| finding.field.is_none()) {
        finding.field = Some(OTHER_CASE.to_owned());
        finding.words =
            words(format!("另案：{}", finding.words.zh), format!("the other case: {}", finding.words.en));
    }
    Error::Refused(refusal)
}

/// The case, if the caller may know of it.
pub(crate) fn load(c: &mut Connection, caller: &Caller, id: CaseId) -> Result<Loaded, Error> {
    let row = cases::load(c, &id.to_string(), &caller.visibility())?.ok_or(Error::NotFound)?;
    let case = rows::read(&row)?;
    Ok(Loaded { row, case })
}

/// The case that another names, if the caller may know of it and do there what is to be done in both.
pub(crate) fn load_other(
    c: &mut Connection,
    caller: &Caller,
    other: CaseId,
    may: impl FnOnce(&Case) -> Result<(), Error>,
) -> Result<Loaded, Error> {
    let loaded = match load(c, caller, other) {
        Err(Error::NotFound) => return Err(of_other_case("no_such_case", &no_such_case())),
        loaded => loaded?,
    };
    match may(&loaded.case) {
        Err(Error::Forbidden(why)) => Err(of_other_case("other_case_not_permitted", &why)),
        permitted => permitted.map(|()| loaded),
    }
}

/// Whoever corrects an act must be allowed to do it: a correction is no way around an approval. Supervisors
/// correct every act, as they would a closed case's.
pub(crate) fn may_correct(caller: &Caller, case: &Case, wrong: Option<&Entry>) -> Result<(), Error> {
    let operation = if case.closing.is_some() { Operation::CorrectClosed } else { Operation::Correct };
    ensure(caller, operation, Some(case))?;
    let is_answerable = ensure(caller, Operation::CorrectClosed, Some(case)).is_ok();
    match wrong.and_then(Entry::kind).filter(|_| !is_answerable) {
        Some(act) => ensure(caller, Operation::Perform(act), Some(case)),
        None => return Ok(()),
    }?;
    match wrong.map(|entry| &entry.content) {
        Some(Content::Act(act)) => may_answer(caller, case, act.answers()),
        Some(Content::Correction(_) | Content::CalendarChange(_)) | None => Ok(()),
    }
}

/// Who answers a referral must be allowed to for its channel.
fn may_answer(caller: &Caller, case: &Case, answered: Option<EntryNo>) -> Result<(), Error> {
    match answered.and_then(|no| case.referral(no)) {
        Some(referred) => ensure(caller, Operation::AnswerReferral(referred.to), Some(case)),
        None => Ok(()),
    }
}

/// The register with its books open, inside one transaction: whoever decides or writes needs it, and there is
/// none without asking which books are in force.
pub(crate) struct Desk<'a> {
    pub(crate) register: &'a Register,
    pub(crate) book: Arc<LawBook>,
}

impl Desk<'_> {
    /// What the material that opens a case makes.
    pub(crate) fn decide_opening(
        &self,
        c: &mut Connection,
        caller: &Caller,
        request: Request<Opening<Person>>,
    ) -> Result<Outcome, Error> {
        ensure(caller, Operation::Perform(request.what.kind()), None)?;
        self.open(c, caller, (self.register.ids.case(), None), request)
    }

    /// Opens a case under an id, by itself or out of another proceeding.
    fn open(
        &self,
        c: &mut Connection,
        caller: &Caller,
        (id, origin): (CaseId, Option<Origin>),
        request: Request<Opening<Person>>,
    ) -> Result<Outcome, Error> {
        let (asked, what) = request.apart();
        // What comes out of another proceeding of the matter is told of those before it.
        let earlier = match origin {
            None => filed_already::ask(self.register, c, caller, &what)?,
            Some(_) => Findings::default(),
        };
        let mut sealing = Sealing::new(self.register, id);
        let opening = sealing.opening(c, what, origin)?;
        let mut act = opening.clone().into_act();
        sealing.check_named(c, &mut act)?;
        let entry = self.entry(caller.user, None, asked, Content::Act(act));
        let place = Place { id, region: self.book.region.id };
        let at = self.moment(&entry);
        let opened = sealing.settle(opening.open(place, &at));
        let (case, ()) = both(opened, earlier.conclude(&at).map_err(Error::Refused))?;
        let (before, sealed, continued) = (Vec::new(), sealing.rows, Vec::new());
        Ok(Outcome { case, entry, continued, before, sealed, previous: None, also: None })
    }

    /// Tells in the docket of a case that was opened what had happened before, as it was decided then.
    fn go_on(&self, mut opened: Outcome, told: Vec<(EntryNo, NaiveDate, Draft)>) -> Result<Outcome, Error> {
        let mut sealing = Sealing::new(self.register, opened.case.id);
        for (of, on, act) in told {
            let act = sealing.draft(act)?;
            let entry = Entry {
                no: EntryNo(opened.case.version.saturating_add(1)),
                on,
                reason: Some(CONTINUED.to_owned()),
                content: Content::Act(act.clone()),
                ..opened.entry.clone()
            };
            let at = Moment { reading: Reading::Replay, ..self.moment(&entry) };
            opened.case = opened.case.perform(act, &at).map_err(Error::Refused)?;
            opened.continued.push((of, entry));
        }
        opened.case = sealing.settle(Ok(opened.case))?;
        opened.sealed.extend(sealing.rows);
        Ok(opened)
    }

    /// What an act makes of a case.
    pub(crate) fn decide_act(
        &self,
        c: &mut Connection,
        caller: &Caller,
        target: Target,
        request: Request<Draft>,
    ) -> Result<Outcome, Error> {
        let Loaded { row, case } = load(c, caller, target.id)?;
        ensure(caller, Operation::Perform(request.what.kind()), Some(&case))?;
        may_answer(caller, &case, request.what.answers())?;
        target.ensure_fresh(&case)?;
        let before = deadline::deadlines(&case, &self.book);
        let (asked, what) = request.apart();
        let mut sealing = Sealing::new(self.register, target.id);
        let (what, entered) = what.apart();
        let mut act = sealing.draft(what)?;
        let onward = onward::of(self.register, c, (&case, asked.on), (&mut act, entered))?;
        sealing.check_named(c, &mut act)?;
        let entry = self.entry(caller.user, Some((&case, &row)), asked.clone(), Content::Act(act.clone()));
        let origin = Origin { case: case.id, matter: case.matter(), entry: entry.no };
        let (at, scheduled) = (self.moment(&entry), schedule(&case));
        let as_set = scheduling::as_set(&case, &act, &at);
        sealing.check_file(c, caller, &case, (&act, &at))?;
        let decided = case.perform(act, &at);
        sealing.check_schedule(c, caller, (&scheduled, decided.as_ref().ok().or(as_set.as_ref())))?;
        let decided = sealing.settle(decided);
        let also = match onward {
            None => Ok(None),
            Some(Onward::Opens { id, on, opening, continued, elsewhere }) => {
                let request = Request { on, reason: None, acknowledged: asked.acknowledged, what: *opening };
                let opened = self.open(c, caller, (id, Some(origin)), request);
                let opened = opened.and_then(|opened| self.go_on(opened, continued));
                let alone = elsewhere.conclude(&at).map_err(Error::Refused);
                both(opened, alone).map(|(opened, ())| Some(opened))
            }
            Some(Onward::Joins(other)) => {
                let joined = self.join(c, caller, other, (target.id, asked));
                as_read(c, &row, joined).map(Some)
            }
        };
        let (case, also) = both(decided, also)?;
        let also = also.map(Box::new);
        let (continued, sealed) = (Vec::new(), sealing.rows);
        Ok(Outcome { case, entry, continued, before, sealed, previous: Some(row), also })
    }

    /// The same joint trial in the docket of the other case, as it stands now.
    fn join(
        &self,
        c: &mut Connection,
        caller: &Caller,
        other: CaseId,
        (with, asked): (CaseId, Request<()>),
    ) -> Result<Outcome, Error> {
        let may = |case: &Case| ensure(caller, Operation::Perform(ActKind::JointTrial), Some(case));
        let Loaded { row, case } = load_other(c, caller, other, may)?;
        let before = deadline::deadlines(&case, &self.book);
        let act = Act::JointTrial(JointTrial { with });
        let entry = self.entry(caller.user, Some((&case, &row)), asked, Content::Act(act.clone()));
        let case = case.perform(act, &self.moment(&entry)).map_err(about_other_case)?;
        let (continued, sealed) = (Vec::new(), Vec::new());
        Ok(Outcome { case, entry, continued, before, sealed, previous: Some(row), also: None })
    }

    /// What the correction of an entry makes of a case.
    pub(crate) fn decide_correction(
        &self,
        c: &mut Connection,
        caller: &Caller,
        target: Target,
        request: Request<CorrectionRequest>,
    ) -> Result<Outcome, Error> {
        let Loaded { row, case } = load(c, caller, target.id)?;
        let entries = docket_rows::load(c, target.id)?;
        may_correct(caller, &case, entries.iter().find(|entry| entry.no == request.what.entry))?;
        target.ensure_fresh(&case)?;
        case.ensure_not_recused(caller.user).map_err(Error::Refused)?;
        let before = deadline::deadlines(&case, &self.book);
        let (asked, CorrectionRequest { entry, replacement }) = request.apart();
        let mut sealing = Sealing::new(self.register, target.id);
        let replacement = match replacement {
            None => None,
            Some((on, draft)) => {
                Some(Replacement { on, act: sealing.replacement(c, caller, draft, (&entries, entry))? })
            }
        };
        let correction = Correction { entry, replacement };
        let twin = self.correct_twin(c, caller, (target.id, &entries), (asked.clone(), &correction));
        let twin = as_read(c, &row, twin);
        let entry = self.entry(caller.user, Some((&case, &row)), asked, Content::Correction(correction));
        let place = Place { id: target.id, region: &case.region };
        let decided = docket::correct(&entries, &entry, place, &self.book);
        sealing.check_schedule(c, caller, (&schedule(&case), decided.as_ref().ok()))?;
        sealing.check_put_back(c, caller, (&case, decided.as_ref().ok()))?;
        let (case, also) = both(sealing.settle(decided), twin)?;
        let (continued, sealed, also) = (Vec::new(), sealing.rows, also.map(Box::new));
        Ok(Outcome { case, entry, continued, before, sealed, previous: Some(row), also })
    }

    pub(crate) fn moment<'a>(&'a self, entry: &'a Entry) -> Moment<'a> {
        Moment {
            on: entry.on,
            today: office_date(entry.recorded_at),
            entry: entry.no,
            actor: entry.actor,
            acknowledged: &entry.acknowledged,
            book: &self.book,
            reading: Reading::Decide,
        }
    }

    /// The next entry of a case, or the first of a new one.
    pub(crate) fn entry(
        &self,
        actor: UserId,
        after: Option<(&Case, &CaseRow)>,
        asked: Request<()>,
        content: Content,
    ) -> Entry {
        let version = after.map_or(0, |(case, _)| case.version);
        // A docket never goes back in time, even when a clock does.
        let last =
            after.and_then(|(_, row)| DateTime::from_timestamp_micros(row.updated_at)).unwrap_or_default();
        Entry {
            no: EntryNo(version.saturating_add(1)),
            on: asked.on,
            recorded_at: self.register.clock.now().max(last),
            actor,
            reason: asked.reason,
            acknowledged: asked.acknowledged,
            content,
        }
    }
}
