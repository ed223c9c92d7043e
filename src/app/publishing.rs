//! Publishing a period (公布): what every figure comes to, and which cases are behind each, are counted in one snapshot, so that
//! numbers and lists are of one moment and nobody waits; then hashed, signed and put down in one short transaction. What is
//! published is never changed: a period that is published again is another edition. Not here: what figures come to
//! (`published_figures`), reading it (`publications`), and the key (`publication_keys`).

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::json;

use crate::app::audit::{self, AuditEntry, AuditEvent};
use crate::app::error::Error;
use crate::app::idempotency::{Answer, Asked as AskedOnce, IdempotencyKey};
use crate::app::permits::{Caller, ensure};
use crate::app::publication_lists::Lists;
use crate::app::publications::{PublicationItem, id_of, item};
use crate::app::published_figures::{Tallied, definition, published, question, tallied};
use crate::app::register::Register;
use crate::domain::figures::{Figure, Measure, Period};
use crate::domain::id::PublicationId;
use crate::domain::office::Region;
use crate::domain::permission::Operation;
use crate::domain::publication::{
    self, FORM, PUBLISHED_BY, PublishedControl, PublishedFigure, PublishedGrouping, PublishedList,
    PublishedPeriod, ReplacedEdition,
};
use crate::domain::refusal::{Finding, Refusal, Severity, words};
use crate::storage::publications::{self, PublicationHead, PublicationRow};
use crate::storage::{Connection, Tx, Visibility, changes, meta};

/// The HTTP status with which an answer is kept.
const CREATED: i32 = 201;
/// Whoever numbers publications has the turn for it.
const TURN: &str = "publications_turn";
/// So often a moment is looked for of which every change has its number. Each is missed only where an act is committed in
/// the instant between numbering and looking.
const TRIES_MAX: u32 = 50;

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

/// What was counted, at one moment.
struct Counted {
    /// The last number in the feed of changes: what comes after it is not in these figures, and everything before it is.
    last_change: i64,
    books: String,
    calendar_version: String,
    figures: Vec<PublishedFigure>,
    groupings: Vec<PublishedGrouping>,
    control_totals: Vec<PublishedControl>,
    lists: Vec<PublishedList>,
    cases: Lists,
}

/// Where a publication stands among the others, and when it was made.
struct Place<'a> {
    no: i64,
    before: Option<&'a PublicationHead>,
    at: DateTime<Utc>,
}

/// One publication being made.
#[derive(Clone)]
struct Making {
    register: Register,
    id: PublicationId,
    caller: Caller,
    new: NewPublication,
    region: String,
}

impl Register {
    /// Publishes a period.
    ///
    /// # Errors
    /// Everything that is wrong with the period; that the caller may not publish; that acts go on so fast that no moment can
    /// be counted, or that another edition of the same period was published meanwhile.
    pub async fn publish(
        &self,
        caller: &Caller,
        new: NewPublication,
        key: Option<IdempotencyKey>,
    ) -> Result<Answer<PublicationItem>, Error> {
        ensure(caller, Operation::PublishPeriod, None)?;
        let asked = key.map(|key| AskedOnce { by: caller.user, key, status: CREATED });
        let own = self.books.region();
        let region = new.region.clone().unwrap_or_else(|| own.id.to_owned());
        let mut findings = publication::findings(new.period, self.clock.today());
        if Region::known(own, &region).is_none() {
            findings.push(unknown_region());
        }
        if !findings.is_empty() {
            return Err(Error::Refused(Refusal { findings }));
        }
        if let Some(asked) = &asked
            && let Some(first) = self.answers.first(asked).await?
        {
            return Ok(first);
        }
        let id = PublicationId(self.ids.uuid());
        let making = Making { register: self.clone(), id, caller: *caller, new, region };
        let counted = making.counted().await?;
        self.answers.once(asked, move |tx: &mut Tx| making.publish(tx, counted)).await
    }
}

impl Making {
    /// Counts at a moment of which every change has its number.
    async fn counted(&self) -> Result<Counted, Error> {
        for _ in 0..TRIES_MAX {
            let making = self.clone();
            let work = move |c: &mut Connection| making.count(c);
            if let Some(counted) = self.register.store.snapshot(work).await? {
                return Ok(counted);
            }
            self.register.number_changes().await?;
        }
        Err(acts_go_on())
    }

    /// Counts every figure over all cases and by group, and the list behind every measure; none where a change waits for its
    /// number, for then nobody could say later whether it is in these figures.
    fn count(&self, c: &mut Connection) -> Result<Option<Counted>, Error> {
        if changes::is_waiting(c)? {
            return Ok(None);
        }
        let last_change = changes::last(c)?;
        let book = self.register.books.in_force(c)?;
        let question = question(self.new.period, &self.region);
        let Tallied { whole, figures, groupings } =
            tallied(c, (&question, &PUBLISHED_BY), &Visibility::Office)?;
        let measures: BTreeSet<Measure> = published().flat_map(Figure::measures).collect();
        let mut cases = Lists::new()?;
        let list = |measure: &Measure| cases.add(c, (*measure, &definition(*measure, &question)));
        let lists = measures.iter().map(list).collect::<Result<Vec<_>, Error>>()?;
        let differs = |list: &&PublishedList| whole.total(list.measure) != list.amount;
        if let Some(list) = lists.iter().find(differs) {
            return Err(Error::Broken(format!("{:?} does not come to what its cases bring", list.measure)));
        }
        let measures: Vec<Measure> = measures.into_iter().collect();
        let control = |(identity, difference)| PublishedControl { identity, difference };
        let control_totals = whole.identities(question.asked, &measures).into_iter().map(control).collect();
        let (books, calendar_version) = (book.fingerprint(), book.calendar.version().to_owned());
        let counted = Counted {
            last_change,
            books,
            calendar_version,
            figures,
            groupings,
            control_totals,
            lists,
            cases,
        };
        Ok(Some(counted))
    }

    /// Puts down what was counted. No act waits for it: it takes turns with those who publish, and with the audit log.
    fn publish(self, tx: &mut Tx, counted: Counted) -> Result<PublicationItem, Error> {
        meta::take_turn(tx, TURN)?;
        let period = self.new.period;
        let (last, before) = publications::latest(tx, &self.region, (period.from, period.to))?;
        if before.as_ref().is_some_and(|before| before.last_change > counted.last_change) {
            return Err(published_meanwhile());
        }
        let place =
            Place { no: last.saturating_add(1), before: before.as_ref(), at: self.register.clock.now() };
        let (published, cases) = self.told(&place, counted)?;
        let row = self.signed(tx, &published, &place)?;
        publications::insert(tx, &row)?;
        cases.write(tx, &row.id)?;
        let body = json!({ "publication": row.id, "no": row.no, "sha256": row.sha256 });
        let (event, actor) = (AuditEvent::PeriodPublished, Some(self.caller.user));
        audit::record(tx, &AuditEntry { event, at: place.at, actor, case: None, body })?;
        item(&row.head(), None)
    }

    fn told(
        &self,
        Place { no, before, at }: &Place<'_>,
        counted: Counted,
    ) -> Result<(PublishedPeriod, Lists), Error> {
        let replaced = |head: &PublicationHead| {
            Ok::<_, Error>(ReplacedEdition { id: id_of(&head.id)?, sha256: head.sha256.clone() })
        };
        let definitions =
            published().map(|figure| (figure.label().code.to_owned(), figure.definition_digest()));
        let published = PublishedPeriod {
            form: FORM,
            id: self.id,
            no: *no,
            title: self.new.title.trim().to_owned(),
            region: self.region.clone(),
            from: self.new.period.from,
            to: self.new.period.to,
            edition: before.map_or(1, |head| head.edition.saturating_add(1)),
            replaces: before.map(replaced).transpose()?,
            published_at: *at,
            published_by: self.caller.user,
            last_change: counted.last_change,
            books: counted.books,
            calendar_version: counted.calendar_version,
            definitions: definitions.collect(),
            figures: counted.figures,
            groupings: counted.groupings,
            control_totals: counted.control_totals,
            lists: counted.lists,
        };
        Ok((published, counted.cases))
    }

    fn signed(
        &self,
        tx: &mut Tx,
        published: &PublishedPeriod,
        Place { before, at, .. }: &Place<'_>,
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
            replaces: before.map(|head| head.id.clone()),
            published_at: at.timestamp_micros(),
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

fn acts_go_on() -> Error {
    let words = words(
        "登记一直在进行，没有取得可以统计的统一时点，未予公布，请稍后再试",
        "acts were recorded all the while, and no moment was found at which to count: nothing was published, try again",
    );
    Error::Conflict { code: "acts_go_on", words }
}

fn published_meanwhile() -> Error {
    let words = words(
        "统计期间，同一期间已有另一版按更晚的时点公布，本次未予公布，请查看后再定",
        "while this was counted, an edition of the same period was published that knows more: this one was not published",
    );
    Error::Conflict { code: "published_meanwhile", words }
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
