//! The papers of a case (文书) as a page: what was made, what could be made now, and the form of one: what is written for it by hand,
//! what is missing, and making it. Not here: what a paper says (`domain::paper`) and how it is kept (`app::paper_making`).

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;

use crate::app::App;
use crate::app::error::{Error, at};
use crate::app::paper_making::AskedPaper;
use crate::app::permits::ensure;
use crate::app::reading::CaseWithPeople;
use crate::domain::code::Coded as _;
use crate::domain::id::{CaseId, EntryNo, PaperId, PartyNo};
use crate::domain::paper::about::About;
use crate::domain::paper::kind::CasePaper;
use crate::domain::permission::Operation;
use crate::http::api::papers::{self, PaperFonts};
use crate::http::fault::{Answer, Fault, Kind};
use crate::http::pages::act_form::rows::{Field, id_of};
use crate::http::pages::case_page::{ROWS_MAX, title};
use crate::http::pages::case_rooms::{self, PaperRow};
use crate::http::pages::case_rows::{self, PartyRow};
use crate::http::pages::frame::{Frame, page, see_other};
use crate::http::pages::notes::{Note, notes};
use crate::http::pages::once;
use crate::http::pages::posted::{Posted, Sent};
use crate::http::pages::visitor::Visitor;
use crate::http::params::{self, Params};

/// The most papers that are offered; a collective case could have one for each of thousands.
const OFFERED_MAX: usize = 200;

/// A paper that could be made now.
struct OfferRow {
    name: String,
    to: String,
}

#[derive(Template)]
#[template(path = "papers.html")]
struct PapersPage {
    f: Frame,
    case: CaseId,
    title: String,
    papers: Vec<PaperRow>,
    next: Option<String>,
    was_made: bool,
    may_make: bool,
    offers: Vec<OfferRow>,
    more_offers: usize,
}

/// Which paper a form is about.
#[derive(Clone, Copy)]
struct Target {
    case: CaseId,
    kind: CasePaper,
    of: Option<EntryNo>,
    party: Option<PartyNo>,
}

#[derive(Template)]
#[template(path = "paper.html")]
struct PaperPage {
    f: Frame,
    case: CaseId,
    title: String,
    name: String,
    articles: String,
    /// The version that was seen, and the one that there is.
    version: u32,
    current: u32,
    key: String,
    kind: &'static str,
    of: String,
    party: String,
    on: Field,
    texts: Vec<Field>,
    elsewhere: Vec<Note>,
    would_do: bool,
}

/// The papers that were made, the first first, and those that could be.
///
/// # Errors
/// Not signed in; no such case, or not for this reader to know.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let id = CaseId(params::path_uuid(&request, "id")?);
    let mut params = Params::of(&request);
    let was_made = params.flag("made");
    let after = params.uuid("cursor").map(PaperId);
    params.finish()?;
    let caller = visitor.actor.caller();
    let found = app.register.case(&caller, id, None).await?;
    let papers = app.register.papers(&caller, id, (after, ROWS_MAX)).await?;
    let is_full = u32::try_from(papers.len()).is_ok_and(|count| count == ROWS_MAX);
    let f = visitor.frame(&request);
    let parties = case_rows::parties(&f, &found.parties);
    let may_make = ensure(&caller, Operation::MakePaper, Some(&found.case)).is_ok();
    let mut offers = if may_make { offers(&f, &found, &parties) } else { Vec::new() };
    let more_offers = offers.len().saturating_sub(OFFERED_MAX);
    offers.truncate(OFFERED_MAX);
    let shown = PapersPage {
        case: id,
        title: title(&f, &found.case),
        next: papers.last().filter(|_| is_full).map(|last| last.id.to_string()),
        papers: case_rooms::papers(&f, &papers, &parties),
        was_made,
        may_make,
        offers,
        more_offers,
        f,
    };
    page(StatusCode::OK, shown.f.language, &shown)
}

/// Every paper of which the case has something to make it.
fn offers(f: &Frame, found: &CaseWithPeople, parties: &[PartyRow]) -> Vec<OfferRow> {
    let of_kind = |(kind, _): &(CasePaper, crate::domain::code::Label)| {
        let (kind, case) = (*kind, &found.case);
        About::all(kind, case).into_iter().map(move |about| {
            let party = about.party.map_or(String::new(), |party| format!("&party={}", party.0));
            OfferRow {
                name: name_of(f, (kind, Some(about.of.by), about.party), parties),
                to: format!("/cases/{}/papers/new?kind={}&of={}{party}", case.id, kind.code(), about.of.by.0),
            }
        })
    };
    CasePaper::ROWS.iter().flat_map(of_kind).collect()
}

fn name_of(
    f: &Frame,
    (kind, of, party): (CasePaper, Option<EntryNo>, Option<PartyNo>),
    parties: &[PartyRow],
) -> String {
    let of = of.map_or_else(String::new, |of| format!(" · {} {}", f.say("登记", "entry"), of.0));
    let named = party.and_then(|no| parties.iter().find(|party| party.no == no.0));
    let party =
        named.map_or_else(String::new, |party| format!(" · {} {} {}", party.side, party.no, party.name));
    format!("{}{of}{party}", f.label(kind.label()))
}

/// The form of a paper.
///
/// # Errors
/// Not signed in; no such case or kind of paper; a role, an assignment or a recusal that does not allow it.
pub async fn form(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let case = CaseId(params::path_uuid(&request, "id")?);
    let mut params = Params::of(&request);
    let kind = params.required_coded::<CasePaper>("kind");
    let number = |number: i64| u32::try_from(number).ok();
    let of = params.number("of", 1..=i64::from(i32::MAX)).and_then(number).map(EntryNo);
    let party = params.number("party", 1..=i64::from(i32::MAX)).and_then(number).map(PartyNo);
    params.finish()?;
    let target = Target { case, kind: kind.ok_or(Error::NotFound)?, of, party };
    let shown = PaperPage::of(&app, (&request, &visitor), target, (&Posted::default(), &[])).await?;
    page(StatusCode::OK, shown.f.language, &shown)
}

/// What the form sent: what is missing, or making it.
///
/// # Errors
/// Not signed in; a form of another session; no such case. What is missing is said on the page itself.
pub async fn make((app, fonts): (Data<App>, Data<PaperFonts>), request: HttpRequest, sent: Sent) -> Answer {
    let case = CaseId(params::path_uuid(&request, "id")?);
    let Sent { visitor, form } = sent;
    let number = |name: &str| form.one(name).parse().ok();
    let kind = CasePaper::from_code(form.one("kind")).ok_or(Error::NotFound)?;
    let target = Target { case, kind, of: number("of").map(EntryNo), party: number("party").map(PartyNo) };
    match write((&app, &fonts), &visitor, target, &form).await {
        Ok(Written::Made) => Ok(see_other(&format!("/cases/{case}/papers?made=true"))),
        Ok(Written::WouldDo) => {
            let shown = PaperPage::of(&app, (&request, &visitor), target, (&form, &[])).await?;
            page(StatusCode::OK, shown.f.language, &PaperPage { would_do: true, ..shown })
        }
        Err(fault) if Kind::of(&fault).is_of_the_form() => {
            let found = notes(&fault, visitor.frame(&request).language);
            let shown = PaperPage::of(&app, (&request, &visitor), target, (&form, &found)).await?;
            let shown = if found.is_empty() { shown.changed() } else { shown };
            page(fault.status_code(), shown.f.language, &shown)
        }
        Err(fault) => Err(fault),
    }
}

/// What came of a form.
enum Written {
    /// The paper was made.
    Made,
    /// Nothing is missing.
    WouldDo,
}

async fn write(
    (app, fonts): (&Data<App>, &Data<PaperFonts>),
    visitor: &Visitor,
    target: Target,
    form: &Posted,
) -> Result<Written, Fault> {
    let caller = visitor.actor.caller();
    let asked = asked(target, form)?;
    let is_made = form.one("do") == "commit";
    let key = once::key(form, &format!("papers of {}", target.case)).filter(|_| is_made);
    if app.register.paper_made_before(&caller, target.case, key.as_ref()).await?.is_some() {
        return Ok(Written::Made);
    }
    // What is no version is the version of no case.
    let seen = Some(form.one("version").parse().unwrap_or(0));
    let prepared = app.register.prepare_paper(&caller, target.case, (asked, seen)).await?;
    if !is_made {
        let (_, missing) = papers::missing(prepared).await?;
        if missing.is_empty() {
            return Ok(Written::WouldDo);
        }
        return Err(Error::Refused(crate::domain::paper::uses::refusal(missing)).into());
    }
    let (prepared, rendered) = papers::render((app.clone(), fonts.clone()), prepared).await?;
    app.register.keep_paper(&caller, target.case, (prepared, rendered, key)).await?;
    Ok(Written::Made)
}

fn asked(target: Target, form: &Posted) -> Result<AskedPaper, Error> {
    let Target { kind, of, party, .. } = target;
    let by_hand = kind.written_by_hand().into_iter().map(|field| field.code);
    let text = |code: &str| {
        let typed = form.one(&format!("/texts/{code}")).trim().replace("\r\n", "\n");
        (!typed.is_empty()).then(|| (code.to_owned(), typed))
    };
    let texts: BTreeMap<String, String> = by_hand.filter_map(text).collect();
    let day = form.one("/on").trim();
    let on = (!day.is_empty()).then(|| {
        params::read_date(day).map_err(|wrong| {
            let (code, said) = wrong.said();
            Error::Invalid(vec![at("/on", code, said)])
        })
    });
    Ok(AskedPaper { kind, of, party, texts, on: on.transpose()? })
}

impl PaperPage {
    async fn of(
        app: &App,
        (request, visitor): (&HttpRequest, &Visitor),
        target: Target,
        (form, notes): (&Posted, &[Note]),
    ) -> Result<PaperPage, Fault> {
        let caller = visitor.actor.caller();
        let found = app.register.case(&caller, target.case, None).await?;
        ensure(&caller, Operation::MakePaper, Some(&found.case))?;
        let f = visitor.frame(request);
        let parties = case_rows::parties(&f, &found.parties);
        let field = |name: String, label: String, hint: &str| Field {
            id: id_of(&name),
            label,
            hint: hint.to_owned(),
            value: form.one(&name).to_owned(),
            required: false,
            notes: notes.iter().filter(|note| note.pointer == name).cloned().collect(),
            name,
        };
        let text = |text: &'static crate::domain::paper::field::Field| {
            field(format!("/texts/{}", text.code), f.say(text.zh, text.en).to_owned(), "")
        };
        let texts: Vec<Field> = target.kind.written_by_hand().into_iter().map(text).collect();
        let said = f.say("不填则用所依据登记的日期", "The day of the entry if left out");
        let on = field("/on".to_owned(), f.say("文书日期", "Date of the paper").to_owned(), said);
        let is_drawn =
            |note: &&Note| note.pointer != "/on" && texts.iter().all(|text| text.name != note.pointer);
        let seen = form.one("version").parse().ok();
        Ok(PaperPage {
            case: target.case,
            title: title(&f, &found.case),
            name: name_of(&f, (target.kind, target.of, target.party), &parties),
            articles: f.articles(&target.kind.articles()),
            version: seen.unwrap_or(found.case.version),
            current: found.case.version,
            key: once::new_key(),
            kind: target.kind.code(),
            of: target.of.map_or_else(String::new, |of| of.0.to_string()),
            party: target.party.map_or_else(String::new, |party| party.0.to_string()),
            elsewhere: notes.iter().filter(is_drawn).cloned().collect(),
            would_do: false,
            on,
            texts,
            f,
        })
    }

    /// The same, when others changed the case meanwhile: what was typed is kept, and the next try is about the case as it is.
    fn changed(mut self) -> PaperPage {
        let said = self.f.say(
            "案件已被他人更新，尚未制作。您填写的内容保留在下面，请核对后再制作",
            "The case was changed meanwhile and nothing was made. What you typed is kept below; look at it again",
        );
        self.version = self.current;
        self.elsewhere.push(Note {
            pointer: String::new(),
            text: said.to_owned(),
            article: None,
            acknowledge: None,
        });
        self
    }
}
