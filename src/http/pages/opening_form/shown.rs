//! The page of the counter (收件页): its form, empty, with what would follow, or with what was found wrong, and the earlier cases of
//! the same people beside it. What was typed stays. Not here: the fields (`drawn`).

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;
use chrono::NaiveDate;

use super::drawn::{Parts, Sheet};
use super::filled::Filled;
use super::{NotDone, PRIOR_FIELD, Target, address_of, openings_of};
use crate::app::App;
use crate::app::earlier_cases::EarlierCases;
use crate::app::outcome::Performed;
use crate::app::reading::ListedCase;
use crate::domain::act::table;
use crate::domain::claim::Cause;
use crate::domain::code::Coded as _;
use crate::domain::stage::{Manner, Stage};
use crate::http::fault::Answer;
use crate::http::pages::act_form::outlook::{Outlook, outlook};
use crate::http::pages::act_form::placed::{place_of, placed};
use crate::http::pages::act_form::rows::{Choice, Row};
use crate::http::pages::act_form::shown::{acknowledge, beside};
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::notes::{Note, notes, of_findings};
use crate::http::pages::once::new_key;
use crate::http::pages::posted::Posted;
use crate::http::pages::visitor::Visitor;

/// How the form stands.
pub(super) enum Stand {
    /// To be filled in.
    Empty,
    /// Tried: this would happen.
    WouldBe(Box<Performed>, EarlierCases),
    /// Something is wrong, or is to be acknowledged.
    Refused(NotDone),
}

/// An earlier case of somebody in the form.
struct EarlierRow {
    id: String,
    title: String,
    people: String,
    about: String,
    /// Whether the form names it as the earlier case of the dispute.
    is_prior: bool,
}

/// Another kind of case that may be opened.
struct Kind {
    address: String,
    name: &'static str,
    is_here: bool,
}

#[derive(Template)]
#[template(path = "opening.html")]
struct OpeningPage {
    f: Frame,
    address: String,
    name: &'static str,
    articles: String,
    kinds: Vec<Kind>,
    key: String,
    parts: Parts,
    elsewhere: Vec<(String, Note)>,
    acknowledge: Vec<Choice>,
    outlook: Option<Outlook>,
    earlier: Vec<EarlierRow>,
    has_more_earlier: bool,
    /// Whether one of them can be named as the earlier case of the dispute.
    has_prior: bool,
}

/// Who asks for which form.
pub(super) struct Asking {
    f: Frame,
    target: Target,
    kinds: Vec<Kind>,
    today: NaiveDate,
}

impl Asking {
    pub(super) fn of(app: &App, request: &HttpRequest, visitor: &Visitor, target: Target) -> Asking {
        let f = visitor.frame(request);
        let kind = |act: crate::domain::act::kind::ActKind| Kind {
            address: address_of(act),
            name: f.label(act.label()),
            is_here: act == target.route.act,
        };
        let kinds = openings_of(visitor.actor.role).map(kind).collect();
        Asking { kinds, target, today: app.clock.today(), f }
    }

    /// Shows it.
    pub(super) fn show(self, form: &Posted, stand: &Stand) -> Answer {
        let f = &self.f;
        let (members, has_claims) = (self.target.members(), self.target.has_claims());
        let filled = Filled::of(&members, form, has_claims);
        let (status, found) = match stand {
            Stand::Empty | Stand::WouldBe(..) => (StatusCode::OK, Vec::new()),
            Stand::Refused(why) => (why.fault.status_code(), found(f, why)),
        };
        let of_line = |line: usize, text: &str| {
            let said = f.say("第{}行：", "Line {}: ").replace("{}", &line.to_string());
            format!("{said}{text}")
        };
        let notes = filled.placed(found, of_line);
        let today = self.today.to_string();
        let typed = |name: &str, otherwise: &str| {
            let is_there = form.names().any(|given| given == name);
            if is_there { form.one(name).to_owned() } else { otherwise.to_owned() }
        };
        let on = beside(f, "/on", ("收件日期", "Received on"), (typed("/on", &today), &notes));
        let said = ("理由（不写个人信息）", "Reason (without personal data)");
        let reason = beside(f, "/reason", said, (typed("/reason", ""), &notes));
        let sheet = Sheet { f, form, notes: &[] };
        let blank = sheet.parts(&members, has_claims, (on.clone(), reason.clone()));
        let notes = placed(parts_of(&blank), &[], notes);
        let parts = Sheet { notes: &notes, ..sheet }.parts(&members, has_claims, (on, reason));
        let (would, earlier) = match stand {
            Stand::Empty => (None, None),
            Stand::WouldBe(performed, earlier) => (Some(outlook(f, performed)), Some(earlier)),
            Stand::Refused(why) => (None, Some(&why.earlier)),
        };
        let prior = form.one(PRIOR_FIELD).trim();
        let elsewhere = notes
            .iter()
            .map(|note| (place_of(parts_of(&parts), note).unwrap_or_default(), note.clone()))
            .collect();
        let shown = OpeningPage {
            address: self.target.address(),
            name: f.label(self.target.route.act.label()),
            articles: f.articles(table::find(self.target.route.act).articles),
            key: new_key(),
            acknowledge: acknowledge(f, form, &notes),
            outlook: would,
            earlier: earlier
                .iter()
                .flat_map(|all| &all.cases)
                .map(|case| earlier_row(f, case, prior))
                .collect(),
            has_prior: self.target.has_prior(),
            has_more_earlier: earlier.is_some_and(|earlier| earlier.has_more),
            kinds: self.kinds,
            elsewhere,
            parts,
            f: self.f,
        };
        page(status, shown.f.language, &shown)
    }
}

/// Everything that was found, each once.
fn found(f: &Frame, why: &NotDone) -> Vec<Note> {
    let mut all = notes(&why.fault, f.language);
    // Whoever typed half a number need not hear that its check digit is wrong too.
    let also = of_findings(&why.also, f.language);
    let new: Vec<Note> =
        also.into_iter().filter(|note| all.iter().all(|known| known.pointer != note.pointer)).collect();
    all.extend(new);
    all
}

fn parts_of(parts: &Parts) -> impl Iterator<Item = &Row> {
    [&parts.first, &parts.people, &parts.claims, &parts.more].into_iter().flatten()
}

fn earlier_row(f: &Frame, listed: &ListedCase, prior: &str) -> EarlierRow {
    let row = &listed.row;
    let unnumbered = || format!("{} {}", f.say("收件", "Received"), row.received_on);
    let unnamed = || "—".to_owned();
    let manner = row.manner.as_deref().map(|manner| format!(" · {}", f.code::<Manner>(manner)));
    EarlierRow {
        is_prior: row.id.eq_ignore_ascii_case(prior),
        id: row.id.clone(),
        title: row.number.clone().unwrap_or_else(unnumbered),
        people: format!(
            "{} — {}",
            listed.lead_worker.clone().unwrap_or_else(unnamed),
            row.lead_employer.clone().unwrap_or_else(unnamed)
        ),
        about: format!(
            "{} · {}{}",
            f.code::<Cause>(&row.cause),
            f.code::<Stage>(&row.stage),
            manner.unwrap_or_default()
        ),
    }
}
