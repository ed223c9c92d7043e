//! The page of a case (案件页): who against whom about what, where it stands, what may be done now, its deadlines, hearings,
//! papers and docket. Identifying data is masked, as everywhere. Not here: the rows (`case_rows`).

use std::collections::BTreeMap;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use chrono::NaiveDate;

use crate::app::App;
use crate::app::case_file::{CaseFile, Extent};
use crate::app::permits::ensure;
use crate::app::reading::CaseWithPeople;
use crate::domain::act::hearing::setting_on;
use crate::domain::case::Case;
use crate::domain::case_kind::CaseKind;
use crate::domain::code::Coded as _;
use crate::domain::deadline::explanation::Explanation;
use crate::domain::deadline::{Deadline, Status};
use crate::domain::elements::standing::workers;
use crate::domain::id::{CaseId, RoomId};
use crate::domain::permission::Operation;
use crate::domain::quick_step::CaseTarget;
use crate::http::fault::Answer;
use crate::http::pages::case_rooms::Rooms;
use crate::http::pages::case_rows::{self, ActRow, ClaimRow, EntryRow, PartyRow, SittingRow, Step};
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::hearings::names_of_rooms;
use crate::http::pages::timeline::{Drawn, Timeline, WIDTH, timeline};
use crate::http::pages::visitor::Visitor;
use crate::http::params::{self, Params};

/// The most entries, papers and files that a page of theirs shows; where there are more it says so.
pub(crate) const ROWS_MAX: u32 = 200;
/// What the page of a case shows of what belongs to it; the rest is at the pages of papers and files.
const EXTENT: Extent = Extent { entries: ROWS_MAX, materials: 20 };
/// The most parties and claims that a page lists; a collective case has thousands.
pub(crate) const PARTIES_MAX: usize = 100;

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

#[derive(Template)]
#[template(path = "case.html")]
#[expect(clippy::struct_excessive_bools, reason = "each is a part of the page that is there or not")]
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
    steps: Vec<Step>,
    parties: Vec<PartyRow>,
    more_parties: usize,
    claims: Vec<ClaimRow>,
    more_claims: usize,
    may: Vec<ActRow>,
    record: Vec<ActRow>,
    may_not: Vec<ActRow>,
    deadlines: Vec<DeadlineRow>,
    targets: Vec<TargetRow>,
    timeline: Option<Timeline>,
    width: i64,
    hearings: Vec<SittingRow>,
    /// Whether it is of a kind that has hearings and awards.
    is_arbitration: bool,
    /// Whether the reader may set a hearing now, or move the one that is set.
    sets_hearing: bool,
    rooms: Rooms,
    has_elements: bool,
    /// Whether workers have wages in it that are owed.
    is_inspection: bool,
    /// Its matter, where that has other proceedings, and how many there are.
    matter: Option<(CaseId, i64)>,
    /// Whether the reader hands codes and links to its parties.
    serves_parties: bool,
    /// Whether the reader may see what is masked of its parties, which is recorded.
    unmasks: bool,
    /// Whether the reader reads to whom that was shown.
    reads_unmaskings: bool,
    /// Whether the reader reads its ratings.
    reads_ratings: bool,
    /// Whether the reader keeps a diary.
    keeps_diary: bool,
    /// How many entries stand before those that are shown.
    earlier: u32,
    docket: Vec<EntryRow>,
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
    let caller = visitor.actor.caller();
    let file = app.register.case_file(&caller, id, EXTENT).await?;
    let has_hearings = !file.case.case.hearings.is_empty();
    let rooms = if has_hearings { names_of_rooms(&app, &visitor.actor).await? } else { BTreeMap::new() };
    let of_case = CasePage::of(visitor.frame(&request), (&file, &rooms), app.clock.today());
    let may = |operation| ensure(&caller, operation, Some(&file.case.case)).is_ok();
    let serves_parties = may(Operation::ServeParties) && app.settings.public_page;
    let (unmasks, reads_ratings) = (may(Operation::ReadPersonalData), may(Operation::ReadRatings));
    let keeps_diary = ensure(&caller, Operation::KeepDiary, None).is_ok();
    let reads_unmaskings = ensure(&caller, Operation::ReadUnmaskings, None).is_ok();
    let shown =
        CasePage { done, serves_parties, unmasks, reads_unmaskings, reads_ratings, keeps_diary, ..of_case };
    page(StatusCode::OK, shown.f.language, &shown)
}

impl CasePage {
    fn of(
        f: Frame,
        (found, room_names): (&CaseFile, &BTreeMap<RoomId, String>),
        today: NaiveDate,
    ) -> CasePage {
        let CaseWithPeople { case, parties, .. } = &found.case;
        let parties = case_rows::parties(&f, parties);
        let rooms = Rooms::of(&f, found, &parties);
        let setting = setting_on(case, today, None).kind();
        let [may, record, may_not] = case_rows::acts(&f, case.kind, &found.permitted);
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
        let drawn: Vec<Drawn<'_>> = pairs.clone().map(|pair| drawn(&f, case.id, pair, today)).collect();
        CasePage {
            id: case.id,
            done: None,
            title: title(&f, case),
            caption: case_rows::caption(&f, &parties, case),
            stage: f.label(case.stage.label()),
            since: case.stage_since,
            claimed: f.yuan(case.claimed()),
            awarded: f.yuan(case.awarded()),
            steps: case_rows::steps(&f, case),
            more_parties: parties.len().saturating_sub(PARTIES_MAX),
            parties: parties.into_iter().take(PARTIES_MAX).collect(),
            more_claims: case.claims.len().saturating_sub(PARTIES_MAX),
            claims: case_rows::claims(&f, case).into_iter().take(PARTIES_MAX).collect(),
            may,
            record,
            may_not,
            deadlines: pairs.map(|pair| deadline_row(&f, case.id, pair, today)).collect(),
            targets: found.deadlines.targets.iter().map(target).collect(),
            timeline: timeline(&drawn, today),
            width: WIDTH,
            hearings: case_rows::hearings(&f, case, room_names),
            is_arbitration: case.kind == CaseKind::Arbitration,
            sets_hearing: found
                .permitted
                .iter()
                .any(|act| act.act == setting && (act.reasons.is_empty() || act.recordable)),
            rooms,
            serves_parties: false,
            unmasks: false,
            reads_unmaskings: false,
            reads_ratings: false,
            keeps_diary: false,
            is_inspection: case.inspection.is_some(),
            matter: Some((case.matter(), found.proceedings)).filter(|(_, count)| *count > 1),
            has_elements: workers(case).next().is_some() && case.kind == CaseKind::Arbitration,
            earlier: case.version.saturating_sub(ROWS_MAX),
            docket: case_rows::docket(&f, &found.entries, &found.names),
            f,
        }
    }
}

/// What a case is called: its number, or that it has none yet.
pub(crate) fn title(f: &Frame, case: &Case) -> String {
    called(f, case.kind, case.number(), case.received.on)
}

/// The same of whatever tells its kind, its number and when it was received.
pub(crate) fn called(f: &Frame, kind: CaseKind, number: Option<&str>, received_on: NaiveDate) -> String {
    let kind = f.label(kind.label());
    let unnumbered = || format!("{kind} · {} {received_on}", f.say("收件", "received"));
    number.map_or_else(unnumbered, str::to_owned)
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
    let (rule, entry) = (deadline.rule.id.code(), deadline.anchor.0);
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
        met: f.day(deadline.as_of(today).met_by_act().map(|met| met.on)),
        explanation: explanation_of(case, deadline),
    }
}
