//! Asking how a case stands (案件进度查询): the one-time code that a party is handed, and what whoever brings it is told without
//! logging in. When a code was used is kept nowhere (ADR 32): who asks may rate the case as well, and no row ties a rating to
//! its party.

use chrono::{Days, NaiveDate};
use serde_json::json;

use crate::app::audit::{self, AuditEntry, AuditEvent};
use crate::app::deciding::load;
use crate::app::error::Error;
use crate::app::idempotency::{Answer, Asked, IdempotencyKey};
use crate::app::ids::{digest_of_secret, random};
use crate::app::permits::{Caller, ensure};
use crate::app::ratings::{self, CREATED, HandedOut};
use crate::app::register::Register;
use crate::app::watching::PAGE_ROWS;
use crate::domain::case_kind::CaseKind;
use crate::domain::case_number::comparable;
use crate::domain::code::{Coded as _, Label};
use crate::domain::enquiry::{code_of, may_ask, read_code, written};
use crate::domain::id::{CaseId, PartyNo};
use crate::domain::permission::Operation;
use crate::domain::rating::{LINK_DAYS, can_be_rated, link_ends};
use crate::domain::refusal::{Words, words};
use crate::domain::schedule::clock_time;
use crate::domain::stage::Stage;
use crate::storage::bridge::{self, Place};
use crate::storage::case_list::CaseListRow;
use crate::storage::enquiries::{self, EnquiryCodeRow};
use crate::storage::{Connection, Tx};

/// So many days after their last one codes are forgotten: as long as they were good, whoever brings one hears that it is too
/// old.
const FORGOTTEN_AFTER_DAYS: u64 = LINK_DAYS;

/// What somebody asks with on the public page. Not printed, for the code.
#[derive(Clone)]
pub struct Enquiry {
    /// The number of the case (案号), however it is typed; empty where it had none when the code was handed out, or where it is
    /// not at hand: what keeps others out is the code.
    pub number: String,
    /// The code, however it is typed.
    pub code: String,
    /// What makes the browser its own: the code may be sent from it again, and is good in no other.
    pub browser: String,
}

/// How a case stands, as a party is told: nothing of anybody in it.
#[derive(Clone, PartialEq, Eq)]
pub struct Progress {
    /// The office.
    pub office: Words,
    /// The number of the case (案号), if it has one.
    pub number: Option<String>,
    /// The kind of case.
    pub kind: Label,
    /// How it stands.
    pub stage: Label,
    /// When it came in.
    pub received_on: NaiveDate,
    /// When it was accepted.
    pub accepted_on: Option<NaiveDate>,
    /// The next hearing, with its time if that is set.
    pub hearing: Option<(NaiveDate, Option<String>)>,
    /// When it was closed.
    pub closed_on: Option<NaiveDate>,
    /// The token by which the party may rate it, once it is closed.
    pub rating_token: Option<String>,
}

impl Register {
    /// Makes the code by which a party asks how its case stands, in place of one that was made before; the code, in groups,
    /// which is none where the key was used before.
    ///
    /// # Errors
    /// That the office has no public page; [`Error::NotFound`] without the case; no such party.
    pub async fn make_enquiry_code(
        &self,
        caller: &Caller,
        (case, party): (CaseId, PartyNo),
        key: Option<IdempotencyKey>,
    ) -> Result<(Answer<HandedOut>, String), Error> {
        let (register, caller) = (self.clone(), *caller);
        let asked = key.map(|key| Asked { by: caller.user, key, status: CREATED });
        let (code, expires_on) = (code_of(random()), link_ends(self.clock.today()));
        let code_hash = digest_of_secret(&code);
        let work = move |tx: &mut Tx| {
            let loaded = load(tx, &caller, case)?;
            ensure(&caller, Operation::ServeParties, Some(&loaded.case))?;
            register.ensure_public_page()?;
            may_ask(&loaded.case, party).map_err(Error::Refused)?;
            let now = register.clock.now();
            let row = EnquiryCodeRow {
                case_id: case.to_string(),
                party: i32::try_from(party.0).map_err(|_| Error::NotFound)?,
                code_hash,
                made_by: caller.user.to_string(),
                made_at: now.timestamp_micros(),
                expires_on,
                used_in_browser: None,
            };
            let replaces_earlier = enquiries::hand_out(tx, &row)?;
            let body = json!({ "party": party });
            let (event, actor) = (AuditEvent::EnquiryCodeMade, Some(caller.user));
            audit::record(tx, &AuditEntry { event, at: now, actor, case: Some(case), body })?;
            Ok::<_, Error>(HandedOut { expires_on, replaces_earlier })
        };
        Ok((self.answers.once(asked, work).await?, written(&code)))
    }

    /// Tells whoever brings a code how the case stands, once; from the same browser it may be sent again. A wrong number and a
    /// wrong code are told apart to nobody.
    ///
    /// # Errors
    /// [`Error::NotFound`] where the office has no public page; that number and code belong to no case, or were used, or are
    /// too old.
    pub async fn enquire(&self, asked: Enquiry) -> Result<Progress, Error> {
        if !self.public_page {
            return Err(Error::NotFound);
        }
        let Some(code) = read_code(&asked.code) else { return Err(unknown()) };
        let code_hash = digest_of_secret(&code);
        // Whoever guesses keeps nobody waiting who writes.
        let guessed = code_hash.clone();
        let known = move |c: &mut Connection| Ok::<_, Error>(enquiries::by_code(c, &guessed)?.is_some());
        if !self.store.read(known).await? {
            return Err(unknown());
        }
        let register = self.clone();
        let asked = Enquiry { code, ..asked };
        self.store.write(move |tx: &mut Tx| register.answer_enquiry(tx, &code_hash, &asked)).await
    }

    fn answer_enquiry(&self, tx: &mut Tx, code_hash: &str, asked: &Enquiry) -> Result<Progress, Error> {
        let found = enquiries::by_code(tx, code_hash)?;
        let typed = comparable(&asked.number);
        let own =
            |number: Option<&str>| typed.is_empty() || number.is_some_and(|own| comparable(own) == typed);
        let (code, case) = found.filter(|(_, case)| own(case.number.as_deref())).ok_or_else(unknown)?;
        let today = self.clock.today();
        if today > code.expires_on {
            return Err(gone("code_expired", "查询码已过有效期", "This code has expired"));
        }
        // Of two browsers that send it at once, one is the first.
        if !enquiries::use_up(tx, code_hash, &digest_of_secret(&asked.browser))? {
            return Err(gone("code_used", "查询码已经用过", "This code was used"));
        }
        let rates = can_be_rated(case.closed_on);
        let rating_token = rates.then(|| ratings::link_for_code(tx, (&asked.code, &code))).transpose()?;
        self.progress_of(tx, case, rating_token)
    }

    fn progress_of(
        &self,
        tx: &mut Tx,
        case: CaseListRow,
        rating_token: Option<String>,
    ) -> Result<Progress, Error> {
        let place = |column| Place { table: "cases", key: &case.id, column };
        let kind: CaseKind = bridge::parse(&case.kind, place("kind"))?;
        let stage: Stage = bridge::parse(&case.stage, place("stage"))?;
        let time = |starts: i32| u16::try_from(starts).ok().map(clock_time);
        let hearing = enquiries::next_hearing(tx, &case.id, self.clock.today())?;
        let region = self.books.region();
        Ok(Progress {
            office: words(region.bureau_zh, region.bureau_en),
            kind: *kind.label(),
            stage: *stage.label(),
            received_on: case.received_on,
            accepted_on: case.accepted_on,
            hearing: hearing.map(|(on, starts)| (on, time(starts))),
            closed_on: case.closed_on,
            rating_token,
            number: case.number,
        })
    }

    /// Forgets some of the codes that are good no more, and long so; says whether there may be others.
    pub(crate) fn forget_old_codes(&self, tx: &mut Tx) -> Result<bool, Error> {
        let before = self.clock.today().checked_sub_days(Days::new(FORGOTTEN_AFTER_DAYS)).unwrap_or_default();
        Ok(enquiries::forget_before(tx, before, i64::from(PAGE_ROWS))? >= usize::from(PAGE_ROWS))
    }

    fn ensure_public_page(&self) -> Result<(), Error> {
        if self.public_page {
            return Ok(());
        }
        let said = words(
            "本单位未开启公众查询页（配置项 public_page），查询码无处可用",
            "This office has no public page (public_page in the configuration), so that a code would be good for nothing.",
        );
        Err(Error::Conflict { code: "no_public_page", words: said })
    }
}

/// What a wrong number hears, and a wrong code: the same.
fn unknown() -> Error {
    let said = words(
        "案号和查询码对不上，请核对后重新填写",
        "There is no case with this number and this code: look at both again.",
    );
    Error::Conflict { code: "no_such_code", words: said }
}

fn gone(code: &'static str, zh: &str, en: &str) -> Error {
    Error::Conflict {
        code,
        words: words(
            format!("{zh}，请向办案单位索取新的查询码"),
            format!("{en}; ask the office for another."),
        ),
    }
}
