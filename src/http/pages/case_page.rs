//! The page of a case (案件页): who against whom about what, where it stands, what may be done now, its deadlines, hearings,
//! papers and docket. Identifying data is masked, as everywhere. Not here: the rows (`case_rows`).

use std::collections::BTreeMap;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use chrono::NaiveDate;

use crate::app::App;
use crate::app::error::Error;
use crate::app::identity::Actor;
use crate::app::papers::PaperView;
use crate::app::permitted_acts::PermittedAct;
use crate::app::reading::{CaseDeadlines, CaseWithPeople, Past};
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::deadline::explanation::Explanation;
use crate::domain::deadline::{Deadline, Status};
use crate::domain::docket::Entry;
use crate::domain::id::{CaseId, UserId};
use crate::domain::permission::{Operation, Permit, permit};
use crate::domain::quick_step::CaseTarget;
use crate::http::fault::Answer;
use crate::http::pages::case_rows::{self, ActRow, ClaimRow, EntryRow, PartyRow, SittingRow, Step};
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::timeline::{Drawn, Timeline, WIDTH, timeline};
use crate::http::pages::visitor::Visitor;
use crate::http::params::{self, Params};

/// The most entries, people and papers that a page shows.
const ROWS_MAX: u32 = 200;

/// A deadline of the case.
struct DeadlineRow {
    name: String,
    due: String,
    status: &'static str,
    class: &'static str,
    articles: String,
    met: String,
    explanation: String,
}

/// A target of the office, without legal effect.
struct TargetRow {
    name: &'static str,
    due: String,
    status: &'static str,
}

/// A paper of the case.
struct PaperRow {
    name: &'static str,
    on: NaiveDate,
}

#[derive(Template)]
#[template(path = "case.html")]
struct CasePage {
    f: Frame,
    id: CaseId,
    done: Option<u32>,
    title: String,
    caption: String,
    stage: &'static str,
    since: NaiveDate,
    claimed: String,
    awarded: String,
    people: String,
    steps: Vec<Step>,
    parties: Vec<PartyRow>,
    claims: Vec<ClaimRow>,
    may: Vec<ActRow>,
    record: Vec<ActRow>,
    may_not: Vec<ActRow>,
    deadlines: Vec<DeadlineRow>,
    targets: Vec<TargetRow>,
    timeline: Option<Timeline>,
    width: i64,
    hearings: Vec<SittingRow>,
    papers: Vec<PaperRow>,
    /// How many entries stand before those that are shown.
    earlier: u32,
    docket: Vec<EntryRow>,
}

/// Everything that is read for the page.
struct Found {
    case: CaseWithPeople,
    deadlines: CaseDeadlines,
    permitted: Vec<PermittedAct>,
    entries: Vec<(Entry, String)>,
    papers: Vec<PaperView>,
    names: BTreeMap<UserId, String>,
}

/// A case.
///
/// # Errors
/// Not signed in; no such case, or not for this reader to know.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let id = CaseId(params::path_uuid(&request, "id")?);
    let mut params = Params::of(&request);
    let done = params.number("done", 1..=i64::from(i32::MAX)).and_then(|no| u32::try_from(no).ok());
    params.finish()?;
    let (caller, register) = (visitor.actor.caller(), &app.register);
    let case = register.case(&caller, id, None).await?;
    let earlier = case.case.version.saturating_sub(ROWS_MAX);
    let found = Found {
        case,
        deadlines: register.deadlines(&caller, id, Past::default()).await?,
        permitted: register.permitted_acts(&caller, id).await?,
        // The last ones: what was just recorded is among them.
        entries: register.docket(&caller, id, (earlier, ROWS_MAX)).await?,
        papers: register.papers(&caller, id, (None, ROWS_MAX)).await?,
        names: staff(&app, &visitor.actor).await?,
    };
    let shown = CasePage { done, ..CasePage::of(visitor.frame(&request), &found, app.clock.today()) };
    page(StatusCode::OK, shown.f.language, &shown)
}

/// The names of who works in the office, for whoever may know them.
///
/// # Errors
/// That the database does not answer.
pub(crate) async fn staff(app: &App, actor: &Actor) -> Result<BTreeMap<UserId, String>, Error> {
    if permit(actor.role, Operation::ReadStaff) == Permit::No {
        return Ok(BTreeMap::new());
    }
    let staff = app.identity.staff(actor, None, ROWS_MAX).await?;
    Ok(staff.into_iter().map(|user| (user.id, user.name)).collect())
}

impl CasePage {
    fn of(f: Frame, found: &Found, today: NaiveDate) -> CasePage {
        let CaseWithPeople { case, parties, .. } = &found.case;
        let parties = case_rows::parties(&f, parties);
        let [may, record, may_not] = case_rows::acts(&f, &found.permitted);
        let explained: Vec<Explanation> = found
            .deadlines
            .deadlines
            .iter()
            .map(|deadline| deadline.explain(&found.deadlines.book))
            .collect();
        let pairs = found.deadlines.deadlines.iter().zip(&explained);
        let target = |target: &CaseTarget| TargetRow {
            name: f.label(target.step.label()),
            due: target.due_on.to_string(),
            status: f.label(target.status(today).label()),
        };
        let paper = |paper: &PaperView| PaperRow { name: f.label(paper.kind.label()), on: paper.on };
        let drawn: Vec<Drawn<'_>> = pairs.clone().map(|pair| drawn(&f, case.id, pair, today)).collect();
        CasePage {
            id: case.id,
            done: None,
            title: title(&f, case),
            caption: case_rows::caption(&f, &parties, case),
            stage: f.label(case.stage.label()),
            since: case.stage_since,
            claimed: case.claimed().to_string(),
            awarded: case.awarded().to_string(),
            people: people(&f, case, &found.names),
            steps: case_rows::steps(&f, case),
            parties,
            claims: case_rows::claims(&f, case),
            may,
            record,
            may_not,
            deadlines: pairs.map(|pair| deadline_row(&f, case.id, pair, today)).collect(),
            targets: found.deadlines.targets.iter().map(target).collect(),
            timeline: timeline(&drawn, today),
            width: WIDTH,
            hearings: case_rows::hearings(&f, case),
            papers: found.papers.iter().map(paper).collect(),
            earlier: case.version.saturating_sub(ROWS_MAX),
            docket: case_rows::docket(&f, &found.entries, &found.names),
            f,
        }
    }
}

/// What a case is called: its number, or that it has none yet.
pub(crate) fn title(f: &Frame, case: &Case) -> String {
    let kind = f.label(case.kind.label());
    let unnumbered = || format!("{kind} · {} {}", f.say("收件", "received"), case.received.on);
    case.number().map_or_else(unnumbered, str::to_owned)
}

/// Who works on the case.
fn people(f: &Frame, case: &Case, names: &BTreeMap<UserId, String>) -> String {
    let known = case.people.iter().filter_map(|person| Some((names.get(&person.user)?, person.duty)));
    let listed: Vec<String> = known.map(|(name, duty)| f.bracketed(name, f.label(duty.label()))).collect();
    if listed.is_empty() {
        f.say("尚未指派", "Nobody yet").to_owned()
    } else {
        listed.join(f.say("、", ", "))
    }
}

/// The class of a deadline by how it stands.
fn class(status: Status) -> &'static str {
    match status {
        Status::Overdue | Status::MetLate | Status::Missed => "overdue",
        Status::Open => "running",
        Status::Paused => "paused",
        Status::Lapsed | Status::MetInTime | Status::Waived | Status::Extended | Status::Ended => "settled",
    }
}

fn name_of(f: &Frame, deadline: &Deadline) -> String {
    let name = f.label(deadline.rule.id.label());
    deadline.party.map_or_else(|| name.to_owned(), |party| format!("{name} #{}", party.0))
}

fn explanation_of(case: CaseId, deadline: &Deadline) -> String {
    let (rule, entry) = (deadline.rule.id.code(), deadline.trigger.by.0);
    format!(
        "/cases/{case}/deadlines/{rule}?entry={entry}&party={}",
        deadline.party.map_or(0, |party| party.0)
    )
}

fn drawn<'a>(
    f: &Frame,
    case: CaseId,
    (deadline, explained): (&'a Deadline, &'a Explanation),
    today: NaiveDate,
) -> Drawn<'a> {
    Drawn {
        deadline,
        explained,
        name: name_of(f, deadline),
        explanation: explanation_of(case, deadline),
        class: class(deadline.status(today)),
    }
}

fn deadline_row(
    f: &Frame,
    case: CaseId,
    (deadline, explained): (&Deadline, &Explanation),
    today: NaiveDate,
) -> DeadlineRow {
    let status = deadline.status(today);
    let provisional = if explained.provisional { f.say("（暂定）", " (provisional)") } else { "" };
    DeadlineRow {
        name: name_of(f, deadline),
        due: format!("{}{provisional}", f.day(deadline.due_on())),
        status: f.label(status.label()),
        class: class(status),
        articles: f.articles(deadline.rule.articles),
        met: f.day(deadline.met.map(|met| met.on)),
        explanation: explanation_of(case, deadline),
    }
}
