//! Publishing a period (公布): what every figure comes to, and which cases are behind each, are put down in one transaction
//! while nobody writes a case, so that numbers and lists are of one moment; then hashed and signed. What is published is
//! never changed: a period that is published again is another edition. Not here: reading it (`publications`), and the key
//! (`publication_keys`).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde_json::json;

use crate::app::audit::{self, AuditEntry, AuditEvent};
use crate::app::error::Error;
use crate::app::idempotency::{Answer, Asked as AskedOnce, IdempotencyKey};
use crate::app::permits::{Caller, ensure};
use crate::app::publications::{PublicationItem, item};
use crate::app::register::Register;
use crate::app::statistics::{Question, Tally, tally};
use crate::domain::code::Coded as _;
use crate::domain::figures::{Asked, Days, Definition, Dimension, Figure, Group, Measure, Period, Spread};
use crate::domain::id::PublicationId;
use crate::domain::office::{LawBook, Region};
use crate::domain::permission::Operation;
use crate::domain::publication::{
    self, FORM, ListDigest, PUBLISHED_BY, PublishedControl, PublishedFigure, PublishedGroup,
    PublishedGrouping, PublishedList, PublishedPeriod, PublishedValue, ReplacedEdition,
};
use crate::domain::refusal::{Finding, Refusal, Severity, words};
use crate::storage::publications::{self, PublicationHead, PublicationRow};
use crate::storage::{Connection, StorageError, Tx, Visibility, calendar_imports, changes, meta};

/// The HTTP status with which an answer is kept.
const CREATED: i32 = 201;
/// Whoever numbers publications has the turn for it.
const TURN: &str = "publications_turn";
/// So many cases of a list are read at a time.
const PAGE_CASES: i64 = 5_000;

/// A period that is to be published.
#[derive(Debug, Clone)]
pub struct NewPublication {
    /// What it is called.
    pub title: String,
    /// Of which days.
    pub period: Period,
    /// Of which region; of the office's own if none is said.
    pub region: Option<String>,
}

/// What there is to put down.
struct Counted {
    figures: Vec<PublishedFigure>,
    groupings: Vec<PublishedGrouping>,
    control_totals: Vec<PublishedControl>,
    lists: Vec<PublishedList>,
}

/// Where a publication stands among the others.
struct Place<'a> {
    no: i64,
    before: Option<&'a PublicationHead>,
    last_change: i64,
}

/// One publication being made.
struct Making {
    register: Register,
    id: PublicationId,
    caller: Caller,
    new: NewPublication,
    region: String,
    at: DateTime<Utc>,
}

impl Register {
    /// Publishes a period.
    ///
    /// # Errors
    /// Everything that is wrong with the period; that the caller may not publish.
    pub async fn publish(
        &self,
        caller: &Caller,
        new: NewPublication,
        key: Option<IdempotencyKey>,
    ) -> Result<Answer<PublicationItem>, Error> {
        ensure(caller, Operation::PublishPeriod, None)?;
        let asked = key.map(|key| AskedOnce { by: caller.user, key, status: CREATED });
        let own = self.books.region().id;
        let region = new.region.clone().unwrap_or_else(|| own.to_owned());
        let mut findings = publication::findings(new.period, self.clock.today());
        if region != own && Region::find(&region).is_none() {
            findings.push(unknown_region());
        }
        if !findings.is_empty() {
            return Err(Error::Refused(Refusal { findings }));
        }
        // What waits for its number gets it before the writers have to wait too.
        let number = |tx: &mut Tx| Ok::<_, Error>(changes::number(tx)?);
        while self.store.write(number).await? == changes::NUMBERED_MAX {}
        let (id, at) = (PublicationId(self.ids.uuid()), self.clock.now());
        let making = Making { register: self.clone(), id, caller: *caller, new, region, at };
        self.answers.once(asked, move |tx: &mut Tx| making.publish(tx)).await
    }
}

impl Making {
    fn publish(self, tx: &mut Tx) -> Result<PublicationItem, Error> {
        // Each statement sees the same cases: whoever writes one waits.
        calendar_imports::keep_writers_out(tx)?;
        meta::take_turn(tx, TURN)?;
        while changes::number(tx)? > 0 {}
        let last_change = changes::last(tx)?;
        let book = self.register.books.in_force(tx)?;
        let period = self.new.period;
        let (last, before) = publications::latest(tx, &self.region, (period.from, period.to))?;
        let counted = self.count(tx)?;
        let place = Place { no: last.saturating_add(1), before: before.as_ref(), last_change };
        let published = self.told(place, &book, counted)?;
        let row = self.signed(tx, &published, before)?;
        publications::insert(tx, &row)?;
        let body = json!({ "publication": row.id, "no": row.no, "sha256": row.sha256 });
        let (event, actor) = (AuditEvent::PeriodPublished, Some(self.caller.user));
        audit::record(tx, &AuditEntry { event, at: self.at, actor, case: None, body })?;
        item(&row.head(), None)
    }

    /// Keeps the list behind every measure, and counts every figure over all cases and by group.
    fn count(&self, tx: &mut Tx) -> Result<Counted, Error> {
        let question = question(self.new.period, &self.region);
        let lists = self.lists(tx, &question)?;
        let all: Vec<Figure> = published().collect();
        let whole = whole_tally(tx, &all, &question)?;
        let differs = |list: &&PublishedList| whole.total(list.measure) != list.amount;
        if let Some(list) = lists.iter().find(differs) {
            return Err(Error::Broken(format!("{:?} does not come to what its cases bring", list.measure)));
        }
        let measures: Vec<Measure> = all.iter().flat_map(|figure| figure.measures()).collect();
        let control = |(identity, difference)| PublishedControl { identity, difference };
        let control_totals = whole.identities(question.asked, &measures).into_iter().map(control).collect();
        let by = |dimension: &Dimension| {
            let grouped = Question { by: vec![*dimension], ..question.clone() };
            Ok(grouping(*dimension, &whole_tally(tx, &all, &grouped)?, &all))
        };
        let groupings = PUBLISHED_BY.iter().map(by).collect::<Result<_, Error>>()?;
        let figures = all.iter().map(|figure| told(*figure, &whole.totals, &whole.days)).collect();
        Ok(Counted { figures, groupings, control_totals, lists })
    }

    fn lists(&self, tx: &mut Tx, question: &Question) -> Result<Vec<PublishedList>, Error> {
        let id = self.id.to_string();
        let measures: BTreeSet<Measure> = published().flat_map(Figure::measures).collect();
        let list = |measure: Measure| {
            publications::keep_cases(tx, (&id, measure), &definition(measure, question))?;
            Ok(digest(tx, &id, measure.code())?.finish(measure))
        };
        measures.into_iter().map(list).collect()
    }

    fn told(
        &self,
        Place { no, before, last_change }: Place<'_>,
        book: &LawBook,
        counted: Counted,
    ) -> Result<PublishedPeriod, Error> {
        let replaced = |head: &PublicationHead| {
            Ok::<_, Error>(ReplacedEdition { id: id_of(&head.id)?, sha256: head.sha256.clone() })
        };
        let Counted { figures, groupings, control_totals, lists } = counted;
        Ok(PublishedPeriod {
            form: FORM,
            id: self.id,
            no,
            title: self.new.title.trim().to_owned(),
            region: self.region.clone(),
            from: self.new.period.from,
            to: self.new.period.to,
            edition: before.map_or(1, |head| head.edition.saturating_add(1)),
            replaces: before.map(replaced).transpose()?,
            published_at: self.at,
            published_by: self.caller.user,
            last_change,
            books: book.fingerprint(),
            calendar_version: book.calendar.version().to_owned(),
            figures,
            groupings,
            control_totals,
            lists,
        })
    }

    fn signed(
        &self,
        tx: &mut Tx,
        published: &PublishedPeriod,
        before: Option<PublicationHead>,
    ) -> Result<PublicationRow, Error> {
        let value = serde_json::to_value(published).map_err(|error| Error::Broken(error.to_string()))?;
        let body = publication::canonical(&value);
        let sha256 = publication::hash(&body);
        let signed = self.register.sign_publication(tx, &sha256)?;
        Ok(PublicationRow {
            id: self.id.to_string(),
            no: published.no,
            title: published.title.clone(),
            region: published.region.clone(),
            from_on: published.from,
            to_on: published.to,
            edition: published.edition,
            replaces: before.map(|head| head.id),
            published_at: self.at.timestamp_micros(),
            published_by: self.caller.user.to_string(),
            last_change: published.last_change,
            books: published.books.clone(),
            calendar_version: published.calendar_version.clone(),
            body,
            sha256,
            key_id: signed.key_id,
            signature: signed.signature,
        })
    }
}

/// What some figures come to over all cases of the office.
fn whole_tally(tx: &mut Tx, figures: &[Figure], question: &Question) -> Result<Tally, Error> {
    let too_many = || Error::Conflict {
        code: "too_many_groups",
        words: words("分组过多，不能公布", "there are too many groups to be published"),
    };
    tally(tx, figures, question, &Visibility::Office)?.ok_or_else(too_many)
}

/// Every figure but those of ratings, which are not for everybody who reads publications (ADR 25).
fn published() -> impl Iterator<Item = Figure> {
    Figure::all().filter(|figure| !figure.measures().into_iter().any(Measure::is_of_ratings))
}

/// What is asked of a published period: its region, and what is open at its end.
pub(crate) fn question(period: Period, region: &str) -> Question {
    let region = Group { dimension: Dimension::Region, value: Some(region.to_owned()) };
    Question { groups: vec![region], ..Question::of(Asked::of(period)) }
}

/// What a measure counts when it is asked so.
pub(crate) fn definition(measure: Measure, question: &Question) -> Definition {
    measure.definition(question.asked).within(&question.groups)
}

/// The digest of a list as it is kept; by the code of its measure, for a program may know others by now.
pub(crate) fn digest(c: &mut Connection, publication: &str, measure: &str) -> Result<ListDigest, Error> {
    let (mut digest, mut after) = (ListDigest::default(), String::new());
    loop {
        let page = publications::kept_cases(c, (publication, measure), &after, PAGE_CASES)?;
        let Some((last, _)) = page.last() else { return Ok(digest) };
        after.clone_from(last);
        for (case_id, amount) in &page {
            digest.add(case_id, *amount);
        }
    }
}

/// The id of a publication's row.
pub(crate) fn id_of(id: &str) -> Result<PublicationId, Error> {
    let wrong = || StorageError::Inconsistent {
        table: "publications",
        key: id.to_owned(),
        what: "its id is no UUID".to_owned(),
    };
    Ok(PublicationId(id.parse().map_err(|_| wrong())?))
}

fn grouping(by: Dimension, tally: &Tally, all: &[Figure]) -> PublishedGrouping {
    let nothing = BTreeMap::new();
    let mut groups: BTreeMap<&[Group], Vec<PublishedFigure>> = BTreeMap::new();
    for group in tally.groups.keys().chain(tally.grouped_days.keys()) {
        let sums = tally.groups.get(group).unwrap_or(&nothing);
        let none = BTreeMap::new();
        let days = tally.grouped_days.get(group).unwrap_or(&none);
        let figures = all.iter().map(|figure| told(*figure, sums, days));
        groups.insert(group, figures.filter(|figure| !figure.value.is_nothing()).collect());
    }
    let group = |(group, figures): (&[Group], Vec<PublishedFigure>)| PublishedGroup {
        value: group.iter().map(Group::code).collect(),
        figures,
    };
    PublishedGrouping { by, groups: groups.into_iter().map(group).collect() }
}

fn told(figure: Figure, sums: &BTreeMap<Measure, i64>, days: &BTreeMap<Spread, Days>) -> PublishedFigure {
    let of = |measure: &Measure| sums.get(measure).copied().unwrap_or(0);
    let value = match figure {
        Figure::Measure(measure) => PublishedValue::Sum { amount: of(&measure) },
        Figure::Rate(rate) => PublishedValue::Rate {
            numerator: rate.parts().above.iter().map(of).sum(),
            denominator: rate.parts().below.iter().map(of).sum(),
        },
        Figure::Spread(spread) => {
            let days = days.get(&spread).cloned().unwrap_or_default();
            PublishedValue::Spread {
                cases: days.cases(),
                days: days.total(),
                median_halves: days.median_halves(),
                p90: days.percentile(90),
            }
        }
    };
    PublishedFigure { id: figure.label().code, value }
}

fn unknown_region() -> Finding {
    Finding {
        code: "unknown_region",
        severity: Severity::Invalid,
        field: Some("/region".to_owned()),
        article: None,
        words: words("不是本系统所知的地区", "this is no region that the office knows"),
    }
}
