//! The ratings of a case (评价), for supervisors: what was said, by when a bad one is to be rectified and what was answered so far,
//! and the form of the answer that is next. No party is shown with a rating (ADR 25). Not here: the rules
//! (`app::rating_answers`), and giving a rating (`public_rating`).

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;
use chrono::NaiveDate;
use serde_json::Value;

use crate::app::App;
use crate::app::error::Error;
use crate::app::permits::ensure;
use crate::app::rating_answers::{
    NewRatingAnswer, RatingAnswerView, RatingFilter, RatingView, RectificationView,
};
use crate::domain::code::Coded as _;
use crate::domain::id::{CaseId, RatingId, UserId};
use crate::domain::permission::{Operation, Permit, permit};
use crate::domain::rating::{RatingAnswer, RatingFinding, RectificationState};
use crate::http::api::ratings::{RectificationBody, VerificationBody, cursor};
use crate::http::body::{from_checked, parse_value_as};
use crate::http::fault::{Answer, Fault, Kind};
use crate::http::pages::act_form::rows::{Field, Row, chosen};
use crate::http::pages::case_page::title;
use crate::http::pages::frame::{Frame, page, see_other};
use crate::http::pages::notes::{Note, beside_none, notes, whole};
use crate::http::pages::once::{key, new_key};
use crate::http::pages::posted::{Posted, Sent};
use crate::http::pages::staff::names_of;
use crate::http::pages::visitor::Visitor;
use crate::http::params::{self, Params};

/// So many ratings a page; a collective case has thousands of parties.
const PAGE_RATINGS: u32 = 50;

/// What was answered.
struct AnswerRow {
    name: &'static str,
    on: NaiveDate,
    finding: &'static str,
    note: String,
    by: String,
    recorded: String,
}

/// What becomes of a bad rating.
struct Term {
    due_on: NaiveDate,
    class: &'static str,
    state: &'static str,
    recorded_late: bool,
    assigned_to: String,
    answers: Vec<AnswerRow>,
}

/// The form of the answer that is next.
struct AnswerForm {
    code: &'static str,
    name: &'static str,
    rows: Vec<Row>,
    key: String,
}

/// A rating.
struct RatingRow {
    id: RatingId,
    score: &'static str,
    rated_on: NaiveDate,
    text: Option<String>,
    term: Option<Term>,
    elsewhere: Vec<Note>,
    form: Option<AnswerForm>,
}

#[derive(Template)]
#[template(path = "ratings.html")]
struct RatingsPage {
    f: Frame,
    case: CaseId,
    title: String,
    was_recorded: bool,
    is_one: bool,
    ratings: Vec<RatingRow>,
    next: Option<String>,
}

/// What was sent of an answer, and what is wrong with it.
struct Refused<'a> {
    kind: RatingAnswer,
    form: &'a Posted,
    notes: Vec<Note>,
}

/// What is drawn beside the ratings.
struct Drawing<'a> {
    f: &'a Frame,
    today: NaiveDate,
    names: BTreeMap<UserId, String>,
    may_answer: bool,
    refused: Option<Refused<'a>>,
}

/// The ratings of a case, those of the latest day first; or the one that a notice is about.
///
/// # Errors
/// Not signed in; no such case or rating; a role that reads none; every wrong parameter at once.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let case = CaseId(params::path_uuid(&request, "id")?);
    let mut params = Params::of(&request);
    let (one, was_recorded) = (params.uuid("rating").map(RatingId), params.flag("recorded"));
    let after = cursor(&mut params);
    params.finish()?;
    let caller = visitor.actor.caller();
    // A case that is not there is not found, whoever may read ratings.
    app.register.case(&caller, case, None).await?;
    ensure(&caller, Operation::ReadRatings, None)?;
    let found = if let Some(id) = one {
        vec![app.register.rating(&caller, case, id).await?]
    } else {
        let filter = RatingFilter { case_id: Some(case.to_string()), ..RatingFilter::default() };
        app.register.ratings(&caller, filter, (after, PAGE_RATINGS)).await?
    };
    let is_full = one.is_none() && u32::try_from(found.len()).is_ok_and(|count| count == PAGE_RATINGS);
    let last = found.last().filter(|_| is_full);
    let next = last.map(|last| format!("/cases/{case}/ratings?cursor={}~{}", last.rated_on, last.id));
    let f = visitor.frame(&request);
    let shown = drawn(&app, (f, &visitor, case), &found, None).await?;
    let shown = RatingsPage { was_recorded, is_one: one.is_some(), next, ..shown };
    page(StatusCode::OK, shown.f.language, &shown)
}

/// Records what the verification of a bad rating found, once.
///
/// # Errors
/// Not signed in; a form of another session; no such rating of this case; a role that answers none. What is wrong is said on the
/// page.
pub async fn verify(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    let new = verification(&sent.form);
    answer(&app, (&request, &sent), (RatingAnswer::Verification, new)).await
}

/// Records what was done about a bad rating, once.
///
/// # Errors
/// As [`verify`].
pub async fn rectify(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    let new = rectification(&sent.form);
    answer(&app, (&request, &sent), (RatingAnswer::Rectification, new)).await
}

/// What a form says, as the published schemas take it.
fn verification(form: &Posted) -> Result<NewRatingAnswer, Error> {
    let body = Value::Object(form.body(&["on", "finding", "note"]));
    Ok(from_checked::<VerificationBody>(parse_value_as("VerificationBody", body, "")?)?.into())
}

fn rectification(form: &Posted) -> Result<NewRatingAnswer, Error> {
    let body = Value::Object(form.body(&["on", "note"]));
    Ok(from_checked::<RectificationBody>(parse_value_as("RectificationBody", body, "")?)?.into())
}

async fn answer(
    app: &App,
    (request, Sent { visitor, form }): (&HttpRequest, &Sent),
    (kind, new): (RatingAnswer, Result<NewRatingAnswer, Error>),
) -> Answer {
    params::none(request)?;
    let case = CaseId(params::path_uuid(request, "id")?);
    let id = RatingId(params::path_uuid(request, "rating")?);
    let caller = visitor.actor.caller();
    ensure(&caller, Operation::AnswerRating, None)?;
    app.register.rating(&caller, case, id).await?;
    let done = match new {
        Ok(new) => app.register.answer_rating(&caller, id, (new, key(form, request.path()))).await,
        Err(error) => Err(error),
    };
    match done.map_err(Fault::App) {
        Ok(_) => Ok(see_other(&format!("/cases/{case}/ratings?rating={id}&recorded=true"))),
        Err(fault) if Kind::of(&fault).is_of_the_form() => {
            let f = visitor.frame(request);
            let found = vec![app.register.rating(&caller, case, id).await?];
            let refused = Some(Refused { kind, form, notes: said(&f, &fault) });
            let shown = drawn(app, (f, visitor, case), &found, refused).await?;
            page(fault.status_code(), shown.f.language, &RatingsPage { is_one: true, ..shown })
        }
        Err(fault) => Err(fault),
    }
}

/// What is wrong; that somebody else recorded the same at that moment says so.
fn said(f: &Frame, fault: &Fault) -> Vec<Note> {
    if Kind::of(fault) == Kind::Stale {
        return vec![whole(f.say(
            "他人刚刚登记了这一事项，您填写的没有登记；请看下面现在的情况",
            "Somebody else recorded this just now, and what you sent was not: see below how it stands.",
        ))];
    }
    notes(fault, f.language)
}

async fn drawn(
    app: &App,
    (f, visitor, case): (Frame, &Visitor, CaseId),
    found: &[RatingView],
    refused: Option<Refused<'_>>,
) -> Result<RatingsPage, Fault> {
    let caller = visitor.actor.caller();
    let about = app.register.case(&caller, case, None).await?.case;
    let terms = found.iter().filter_map(|rating| rating.rectification.as_ref());
    let mut ids: Vec<UserId> = terms.flat_map(people_of).collect();
    ids.sort_unstable();
    ids.dedup();
    let drawing = Drawing {
        f: &f,
        today: app.clock.today(),
        names: names_of(app, &visitor.actor, &ids).await?,
        may_answer: permit(caller.role, Operation::AnswerRating) != Permit::No,
        refused,
    };
    let ratings = found.iter().map(|rating| drawing.rating(rating)).collect();
    let title = title(&f, &about);
    Ok(RatingsPage { case, title, was_recorded: false, is_one: false, ratings, next: None, f })
}

/// Who of the office has to do with a bad rating.
fn people_of(term: &RectificationView) -> impl Iterator<Item = UserId> {
    let answers = [term.verification.as_ref(), term.rectification.as_ref()];
    answers.into_iter().flatten().map(|answer| answer.by).chain(term.assigned_to)
}

impl Drawing<'_> {
    fn rating(&self, rating: &RatingView) -> RatingRow {
        let term = rating.rectification.as_ref();
        let next = term.filter(|_| self.may_answer).and_then(next_of);
        let form = next.map(|kind| self.form(rating.id, kind));
        let notes = self.refused.as_ref().map(|refused| refused.notes.as_slice()).unwrap_or_default();
        let drawn: Vec<&Field> = form.iter().flat_map(|form| &form.rows).filter_map(field_of).collect();
        RatingRow {
            id: rating.id,
            score: self.f.label(rating.score.label()),
            rated_on: rating.rated_on,
            text: rating.text.clone(),
            term: term.map(|term| self.term(term)),
            elsewhere: beside_none(notes, &drawn),
            form,
        }
    }

    fn name(&self, user: UserId) -> String {
        self.names.get(&user).cloned().unwrap_or_else(|| "—".to_owned())
    }

    fn term(&self, term: &RectificationView) -> Term {
        let answers = [
            (RatingAnswer::Verification, &term.verification),
            (RatingAnswer::Rectification, &term.rectification),
        ];
        let given = answers.into_iter().filter_map(|(kind, answer)| Some((kind, answer.as_ref()?)));
        Term {
            due_on: term.due_on,
            class: match term.state {
                RectificationState::Open => "soon",
                RectificationState::Overdue | RectificationState::Late => "overdue",
                RectificationState::InTime => "later",
            },
            state: self.f.label(term.state.label()),
            recorded_late: term.recorded_late,
            assigned_to: term.assigned_to.map_or_else(|| "—".to_owned(), |user| self.name(user)),
            answers: given.map(|(kind, answer)| self.answer(kind, answer)).collect(),
        }
    }

    fn answer(&self, kind: RatingAnswer, answer: &RatingAnswerView) -> AnswerRow {
        AnswerRow {
            name: self.f.label(kind.label()),
            on: answer.on,
            finding: answer.finding.map_or("", |finding| self.f.label(finding.label())),
            note: answer.note.clone(),
            by: self.name(answer.by),
            recorded: self.f.instant(answer.recorded_at),
        }
    }

    /// The form of an answer: with what was typed into it, and what is wrong with that.
    fn form(&self, id: RatingId, kind: RatingAnswer) -> AnswerForm {
        let (f, sent) = (self.f, self.refused.as_ref().filter(|refused| refused.kind == kind));
        let today = self.today.to_string();
        let field = |name: &str, label: &str, begins: &str| {
            let value = sent.map_or(begins, |sent| sent.form.one(name));
            let notes = sent.map(|sent| sent.notes.as_slice()).unwrap_or_default();
            // Several ratings of a page may each have their form.
            Field { id: format!("{name}-{id}"), required: true, ..Field::plain(name, (label, value), notes) }
        };
        let (on, note) = match kind {
            RatingAnswer::Verification => {
                (f.say("核实日期", "Verified on"), f.say("核实情况", "What was found"))
            }
            RatingAnswer::Rectification => {
                (f.say("整改日期", "Rectified on"), f.say("整改情况", "What was done"))
            }
        };
        let mut rows = vec![Row::Input(field("on", on, &today), "date")];
        if kind == RatingAnswer::Verification {
            let finding = field("finding", f.say("所评是否属实", "Is it so?"), "");
            let all = RatingFinding::ROWS.iter();
            let codes: Vec<(String, String)> =
                all.map(|(_, label)| (label.code.to_owned(), f.label(label).to_owned())).collect();
            let choices = chosen(&codes, &[finding.value.as_str()]);
            rows.push(Row::Choose(finding, choices));
        }
        rows.push(Row::Area(field("note", note, "")));
        AnswerForm { code: kind.code(), name: f.label(kind.label()), rows, key: new_key() }
    }
}

/// The answer that a bad rating waits for: the verification comes first.
fn next_of(term: &RectificationView) -> Option<RatingAnswer> {
    match (&term.verification, &term.rectification) {
        (None, _) => Some(RatingAnswer::Verification),
        (Some(_), None) => Some(RatingAnswer::Rectification),
        (Some(_), Some(_)) => None,
    }
}

fn field_of(row: &Row) -> Option<&Field> {
    match row {
        Row::Input(field, _) | Row::Area(field) | Row::Choose(field, _) => Some(field),
        Row::Open(_) | Row::Close | Row::Tick(..) | Row::More(_) => None,
    }
}
