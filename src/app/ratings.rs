//! Rating a closed case (好差评): the one-time link that a party is given, and what whoever has it may see and say without
//! logging in. Nothing that is kept ties a rating to the party who gave it (ADR 25). Not here: what becomes of ratings
//! (`rating_answers`), and their figures (`rating_figures`).

use chrono::{DateTime, NaiveDate, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::Sha256;
use utoipa::ToSchema;

use crate::app::audit::{self, AuditEntry, AuditEvent};
use crate::app::clock::office_midnight;
use crate::app::deciding::load;
use crate::app::error::Error;
use crate::app::idempotency::{Answer, Asked, IdempotencyKey};
use crate::app::ids::{digest_of_secret, random};
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::domain::code::{Coded as _, Label};
use crate::domain::enquiry::{CODE_CHARS, code_of, read_code, written};
use crate::domain::id::{CaseId, PartyNo, RatingId, VaultId};
use crate::domain::permission::Operation;
use crate::domain::rating::{
    Score, TEXT_CHARS_MAX, least_burdened, link_ends, may_be_rated, rectification_due,
};
use crate::domain::refusal::{Words, words};
use crate::domain::stage::Stage;
use crate::domain::watch::HEARS_OF_EVERY_CASE;
use crate::storage::bridge::{self, Place};
use crate::storage::enquiries::EnquiryCodeRow;
use crate::storage::ratings::{self, RatingLinkRow, RatingRow};
use crate::storage::vault::{self, PersonIndex, VaultRow};
use crate::storage::{Connection, Tx, users};

/// The status of what was made for the first time.
pub(super) const CREATED: i32 = 201;
/// What the token that comes with a code is made for.
const RATING: &[u8] = b"sikuai rating";

/// What was handed to a party, but for its secret: that is told once, and kept nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOut {
    /// The last day on which it is good.
    pub expires_on: NaiveDate,
    /// Whether the desk handed out one of its kind to the party before, which is good no more.
    pub replaces_earlier: bool,
}

/// What whoever has a link is shown: of the case its number and how it stands, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RatingForm {
    /// The office.
    pub office: Words,
    /// The number of the case (案号), if it has one.
    pub number: Option<String>,
    /// How the case stands.
    pub stage: Label,
    /// The grades to choose from, the best first.
    pub scores: Vec<Label>,
    /// How long a text may be.
    pub text_chars_max: u32,
    /// The last day on which the link is good.
    pub expires_on: NaiveDate,
}

/// What a party says of a case. Not printed: the text may name people.
#[derive(Clone)]
pub struct NewRating {
    /// How satisfied.
    pub score: Score,
    /// Why.
    pub text: Option<String>,
    /// What makes the form of one browser its own, where it was sent from one: the browser's secret is in it.
    pub form: Option<String>,
}

impl Register {
    /// Makes the link by which a party rates a closed case, in place of one that the desk made before; its token, which is
    /// none where the key was used before. Whether the party has rated, or looked with a code, is not told: whoever makes a
    /// link is not to learn who said something.
    ///
    /// # Errors
    /// [`Error::NotFound`] without the case; a case that is open; no such party.
    pub async fn make_rating_link(
        &self,
        caller: &Caller,
        (case, party): (CaseId, PartyNo),
        key: Option<IdempotencyKey>,
    ) -> Result<(Answer<HandedOut>, String), Error> {
        let (register, caller) = (self.clone(), *caller);
        let asked = key.map(|key| Asked { by: caller.user, key, status: CREATED });
        let (token, expires_on) = (code_of(random()), link_ends(self.clock.today()));
        let token_hash = digest_of_secret(&token);
        let work = move |tx: &mut Tx| {
            let loaded = load(tx, &caller, case)?;
            ensure(&caller, Operation::ServeParties, Some(&loaded.case))?;
            may_be_rated(&loaded.case, party).map_err(Error::Refused)?;
            let now = register.clock.now();
            let row = RatingLinkRow {
                token_hash,
                case_id: case.to_string(),
                party: i32::try_from(party.0).map_err(|_| Error::NotFound)?,
                at_desk: true,
                made_by: caller.user.to_string(),
                made_at: now.timestamp_micros(),
                expires_on,
            };
            let replaces_earlier = ratings::hand_out(tx, &row)?;
            let body = json!({ "party": party });
            let (event, actor) = (AuditEvent::RatingLinkMade, Some(caller.user));
            audit::record(tx, &AuditEntry { event, at: now, actor, case: Some(case), body })?;
            Ok::<_, Error>(HandedOut { expires_on, replaces_earlier })
        };
        Ok((self.answers.once(asked, work).await?, written(&token)))
    }

    /// What whoever has a link is shown; the same whether the party has rated or not, since whoever made it may look too.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a token that is none; that it is too old.
    pub async fn rating_form(&self, token: &str) -> Result<RatingForm, Error> {
        let (hash, today, region) = (token_hash(token), self.clock.today(), self.books.region());
        let work = move |c: &mut Connection| {
            let (link, number, stage) = good(c, &hash, today)?;
            let place = Place { table: "cases", key: &link.case_id, column: "stage" };
            let stage: Stage = bridge::parse(&stage, place)?;
            Ok(RatingForm {
                office: words(region.bureau_zh, region.bureau_en),
                number,
                stage: *stage.label(),
                scores: Score::ROWS.iter().map(|(_, label)| *label).collect(),
                text_chars_max: TEXT_CHARS_MAX,
                expires_on: link.expires_on,
            })
        };
        self.store.read(work).await
    }

    /// Whether the party of a link has rated by this very form: who presses a button twice is thanked twice.
    ///
    /// # Errors
    /// That the database does not answer.
    pub async fn was_rated_by(&self, token: &str, form: &str) -> Result<bool, Error> {
        let (hash, form) = (token_hash(token), digest_of_secret(form));
        self.store.read(move |c: &mut Connection| Ok(ratings::was_rated_by(c, &hash, &form)?)).await
    }

    /// Rates a case, once; a bad rating opens a rectification, and the watch tells the supervisors of it on the next day. The
    /// id is for the program alone: who rated is not told it.
    ///
    /// # Errors
    /// As [`Register::rating_form`]; a party who has rated.
    pub async fn rate(&self, token: &str, new: NewRating) -> Result<RatingId, Error> {
        let (register, hash) = (self.clone(), token_hash(token));
        self.store.write(move |tx: &mut Tx| register.rate_in(tx, &hash, &new)).await
    }

    fn rate_in(&self, tx: &mut Tx, hash: &str, new: &NewRating) -> Result<RatingId, Error> {
        let today = self.clock.today();
        let (link, ..) = good(tx, hash, today)?;
        // Of two who send it at once, one is the first.
        let form_hash = new.form.as_deref().map(digest_of_secret);
        if !ratings::use_up(tx, (&link.case_id, link.party), form_hash.as_deref())? {
            return Err(already_rated());
        }
        let book = self.books.in_force(tx)?;
        let due_on = rectification_due(new.score, today, (book.region.rating_rectification, &book.calendar));
        let assigned_to = match due_on {
            Some(_) => {
                let supervisors = users::active_with_role(tx, HEARS_OF_EVERY_CASE.code())?;
                least_burdened(&supervisors, &ratings::in_hand(tx)?).cloned()
            }
            None => None,
        };
        let id = self.ids.rating();
        // Neither the id nor the row tells more of the instant than the day.
        let kept_as = (VaultId(id.0), office_midnight(today));
        let text = self.sealed_text(kept_as, &link.case_id, new.text.as_deref().unwrap_or_default())?;
        let row = RatingRow {
            id: text.id.clone(),
            case_id: link.case_id,
            score: new.score.code().to_owned(),
            rated_on: today,
            due_on,
            assigned_to,
            watch_after: due_on.map(|_| today),
        };
        vault::insert_many(tx, std::slice::from_ref(&text))?;
        ratings::insert(tx, &row)?;
        Ok(id)
    }

    /// What somebody wrote of a rating, sealed under an id, as of an instant.
    pub(crate) fn sealed_text(
        &self,
        (id, at): (VaultId, DateTime<Utc>),
        case_id: &str,
        text: &str,
    ) -> Result<VaultRow, Error> {
        let sealed = self.vault.seal(id, text.as_bytes())?;
        Ok(VaultRow {
            id: id.to_string(),
            case_id: case_id.to_owned(),
            key_id: sealed.key_id,
            sealed: sealed.bytes,
            created_at: at.timestamp_micros(),
            index: PersonIndex::default(),
        })
    }
}

/// A link for the party who brought a code on the public page; its token, which for a code is always the same, so that looking
/// twice undoes nothing. It stands beside what the desk hands out. It bears the day of the code and not the one on which it was
/// used, so that it does not tell who rated on a day.
pub(super) fn link_for_code(tx: &mut Tx, (code, row): (&str, &EnquiryCodeRow)) -> Result<String, Error> {
    let token = token_for_code(code);
    let link = RatingLinkRow {
        token_hash: digest_of_secret(&token),
        case_id: row.case_id.clone(),
        party: row.party,
        at_desk: false,
        made_by: row.made_by.clone(),
        made_at: row.made_at,
        expires_on: row.expires_on,
    };
    ratings::keep(tx, &link)?;
    Ok(written(&token))
}

/// The token that comes with a code: whoever has the code alone can make it.
#[expect(clippy::expect_used, reason = "it cannot fail, and there is nothing to do about it")]
fn token_for_code(code: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(code.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(RATING);
    let bytes = mac.finalize().into_bytes();
    code_of(std::array::from_fn::<_, CODE_CHARS, _>(|index| bytes.get(index).copied().unwrap_or_default()))
}

/// The hash of a token, however it is typed. Before tokens were codes they were longer, and are good to their last day.
fn token_hash(token: &str) -> String {
    digest_of_secret(&read_code(token).unwrap_or_else(|| token.to_owned()))
}

/// The link of a token, if it is good; it may have been used. That it is too old is told to whoever has it, who knows of
/// the case anyway; a token that is none is told nothing.
fn good(
    c: &mut Connection,
    hash: &str,
    today: NaiveDate,
) -> Result<(RatingLinkRow, Option<String>, String), Error> {
    let found = ratings::by_token(c, hash)?.ok_or(Error::NotFound)?;
    if today > found.0.expires_on {
        return Err(Error::Conflict {
            code: "link_expired",
            words: words(
                "评价链接已过有效期，请向办案单位索取新的链接",
                "This link has expired; ask the office for another.",
            ),
        });
    }
    Ok(found)
}

fn already_rated() -> Error {
    Error::Conflict {
        code: "already_rated",
        words: words("该当事人已对本案作出评价", "This party has rated the case already."),
    }
}
