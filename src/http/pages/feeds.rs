//! Calendar feeds as a page (日历订阅): one's own hearings, and, for who sets hearings, those of a room or of somebody else, in the
//! calendar of a telephone or a mail program. The address of a feed is its secret, and is shown once. The rules are in
//! `app::calendar_feeds`.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;

use crate::app::App;
use crate::app::calendar_feeds::{CalendarFeed, FeedOf};
use crate::app::error::{Error, at};
use crate::app::permits::ensure;
use crate::domain::id::{FeedId, RoomId, UserId};
use crate::domain::permission::Operation;
use crate::domain::refusal::words;
use crate::http::api::calendar_feeds::{FeedPage, path};
use crate::http::api::hearing_rooms::cursor;
use crate::http::fault::{Answer, Fault, Kind};
use crate::http::pages::act_form::rows::{Choice, Field, chosen};
use crate::http::pages::administration::confirm::{Confirmation, Step};
use crate::http::pages::frame::{Frame, may_at_all, page, see_other};
use crate::http::pages::notes::{Note, beside_none, notes};
use crate::http::pages::once::{key, new_key};
use crate::http::pages::posted::{Posted, Sent};
use crate::http::pages::staff::names_of;
use crate::http::pages::visitor::Visitor;
use crate::http::params::{self, PAGE_ROWS_DEFAULT, Params};

/// Where feeds are.
const FEEDS: &str = "/calendar-feeds";
/// So many rooms and so many people can be chosen from.
const CHOICES_MAX: u32 = 200;
/// What is chosen for one's own hearings.
const OWN: &str = "own";

/// What rooms and people are called.
struct Names {
    people: BTreeMap<UserId, String>,
    rooms: BTreeMap<RoomId, String>,
}

/// A feed of the list.
struct Listed {
    id: FeedId,
    of: String,
    made: String,
    by: String,
    revoked: Option<String>,
}

#[derive(Template)]
#[template(path = "feeds.html")]
struct FeedsPage {
    f: Frame,
    feeds: Vec<Listed>,
    next: Option<String>,
    was_revoked: bool,
    of: Field,
    choices: Vec<Choice>,
    elsewhere: Vec<Note>,
    key: String,
}

/// A feed that was made just now; its address, unless it was told before.
#[derive(Template)]
#[template(path = "feed_made.html")]
struct MadePage {
    f: Frame,
    id: FeedId,
    address: Option<String>,
}

/// The feeds, the oldest first: one's own, or everybody's for who may make them.
///
/// # Errors
/// Not signed in; every wrong parameter at once; a role that has none.
pub async fn list(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let mut params = Params::of(&request);
    let (limit, after) = (params.limit(), cursor(&mut params).map(FeedId));
    let was_revoked = params.flag("revoked");
    params.finish()?;
    let form = Posted::from_fields(vec![("of".to_owned(), OWN.to_owned())]);
    let shown = FeedsPage::of(&app, (&request, &visitor), (after, limit), (&form, None)).await?;
    page(StatusCode::OK, shown.f.language, &FeedsPage { was_revoked, ..shown })
}

/// Makes a feed, once, and shows its address.
///
/// # Errors
/// Not signed in; a form of another session; a role that may not make it; no such person or room.
pub async fn make(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    let Sent { visitor, form } = sent;
    let caller = visitor.actor.caller();
    ensure(&caller, Operation::MakeOwnFeed, None)?;
    let of = match asked(&form, caller.user) {
        Ok(of) => of,
        Err(error) => {
            let fault = Fault::App(error);
            let (status, place) = (fault.status_code(), (None, PAGE_ROWS_DEFAULT));
            let shown = FeedsPage::of(&app, (&request, &visitor), place, (&form, Some(fault))).await?;
            return page(status, shown.f.language, &shown);
        }
    };
    let (answer, token) = app.register.make_feed(&caller, of, key(&form, FEEDS)).await?;
    let f = visitor.frame(&request);
    let address = (!answer.repeated).then(|| {
        let connection = request.connection_info();
        format!("{}://{}{}", connection.scheme(), connection.host(), path(of, &token))
    });
    page(StatusCode::OK, f.language, &MadePage { id: answer.given.id, address, f })
}

/// Whose hearings a form asks for: `own`, `person:` or `room:` and an id.
fn asked(form: &Posted, own: UserId) -> Result<FeedOf, Error> {
    let chosen = form.one("of");
    let id = |prefix: &str| chosen.strip_prefix(prefix)?.parse().ok();
    let person = (chosen == OWN).then_some(own).or_else(|| id("person:").map(UserId));
    let of = person.map(FeedOf::Person).or_else(|| id("room:").map(|room| FeedOf::Room(RoomId(room))));
    let said =
        words("请选择订阅谁的或者哪个仲裁庭的开庭", "Choose whose hearings, or the hearings of which room.");
    of.ok_or_else(|| Error::Invalid(vec![at("/of", "required", said)]))
}

/// What follows from revoking a feed, before it is done.
///
/// # Errors
/// Not signed in; no such feed, or one that is none of the caller's business; a role that has none.
pub async fn ask(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    params::none(&request)?;
    confirmation(&app, &request, &visitor).await?.asked()
}

/// Revokes a feed.
///
/// # Errors
/// Not signed in; a form of another session; no such feed, or one that is none of the caller's business.
pub async fn revoke(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    let Sent { visitor, form } = sent;
    let id = FeedId(params::path_uuid(&request, "id")?);
    match app.register.revoke_feed(&visitor.actor.caller(), id, key(&form, request.path())).await {
        Ok(_) => Ok(see_other("/calendar-feeds?revoked=true")),
        Err(error) => confirmation(&app, &request, &visitor).await?.refused(error.into()),
    }
}

async fn confirmation(app: &App, request: &HttpRequest, visitor: &Visitor) -> Result<Confirmation, Fault> {
    let (id, f) = (FeedId(params::path_uuid(request, "id")?), visitor.frame(request));
    let feed = app.register.feed(&visitor.actor.caller(), id).await?;
    let of = names(app, visitor, std::slice::from_ref(&feed)).await?.of(&feed);
    let step = Step {
        back: (FEEDS.to_owned(), f.say("日历订阅", "Calendar feeds").to_owned()),
        title: f.bracketed(f.say("撤销日历订阅", "Revoke a calendar feed"), &of),
        consequences: vec![
            (
                "用这个地址的日历程序不再更新，有的会显示错误",
                "Calendar programs with this address are not kept up to date any more; some will say so.",
            ),
            (
                "撤销不能收回；还要用的，可以新建一个订阅",
                "It cannot be taken back; another feed can be made.",
            ),
        ],
        to: format!("{FEEDS}/{id}/revocation"),
        button: f.say("撤销", "Revoke it").to_owned(),
    };
    Ok(Confirmation::of(f, step))
}

impl FeedsPage {
    async fn of(
        app: &App,
        (request, visitor): (&HttpRequest, &Visitor),
        (after, limit): (Option<FeedId>, u32),
        (form, fault): (&Posted, Option<Fault>),
    ) -> Result<FeedsPage, Fault> {
        let caller = visitor.actor.caller();
        let found = app.register.feeds(&caller, after, limit).await?;
        let FeedPage { items, next } = FeedPage::of(found, limit);
        let (f, names) = (visitor.frame(request), names(app, visitor, &items).await?);
        let notes = fault.filter(|fault| Kind::of(fault).is_of_the_form());
        let notes = notes.map(|fault| notes_of(&fault, &f)).unwrap_or_default();
        let of = Field::plain("of", (f.say("谁的开庭", "Whose hearings"), form.one("of")), &notes);
        Ok(FeedsPage {
            feeds: items.iter().map(|feed| listed(&f, feed, &names)).collect(),
            next: next.map(|cursor| format!("{FEEDS}?limit={limit}&cursor={cursor}")),
            was_revoked: false,
            choices: choices(app, (&f, visitor), &of.value).await?,
            elsewhere: beside_none(&notes, &[&of]),
            of,
            key: new_key(),
            f,
        })
    }
}

fn notes_of(fault: &Fault, f: &Frame) -> Vec<Note> {
    notes(fault, f.language)
}

/// What can be subscribed to: one's own hearings, and those of others and of rooms for who may.
async fn choices(app: &App, (f, visitor): (&Frame, &Visitor), given: &str) -> Result<Vec<Choice>, Fault> {
    let mut known = vec![(OWN.to_owned(), f.say("本人承办案件的开庭", "my own").to_owned())];
    if may_at_all(visitor.actor.role, Operation::MakeFeed) {
        let rooms = app.register.rooms(&visitor.actor.caller(), None, CHOICES_MAX).await?;
        let in_use = rooms.into_iter().filter(|room| room.retired_at.is_none());
        known.extend(in_use.map(|room| (format!("room:{}", room.id), room.name)));
        let people = app.identity.active_staff(&visitor.actor, CHOICES_MAX).await?;
        // Whoever takes part in no hearing has none to show.
        let has_hearings = |role| may_at_all(role, Operation::MakeOwnFeed);
        let others =
            people.into_iter().filter(|user| user.id != visitor.actor.user && has_hearings(user.role));
        known.extend(others.map(|user| (format!("person:{}", user.id), user.name)));
    }
    Ok(chosen(&known, &[given]))
}

async fn names(app: &App, visitor: &Visitor, feeds: &[CalendarFeed]) -> Result<Names, Fault> {
    let ids: Vec<UserId> =
        feeds.iter().flat_map(|feed| feed.person.into_iter().chain([feed.made_by])).collect();
    let people = names_of(app, &visitor.actor, &ids).await?;
    let rooms = app.register.rooms(&visitor.actor.caller(), None, CHOICES_MAX).await?;
    Ok(Names { people, rooms: rooms.into_iter().map(|room| (room.id, room.name)).collect() })
}

impl Names {
    fn person(&self, id: &UserId) -> String {
        self.people.get(id).cloned().unwrap_or_else(|| id.to_string())
    }

    /// Whose hearings, or the hearings of which room, a feed shows.
    fn of(&self, feed: &CalendarFeed) -> String {
        let room = |id: &RoomId| self.rooms.get(id).cloned().unwrap_or_else(|| id.to_string());
        let person = feed.person.as_ref().map(|id| self.person(id));
        person.or(feed.room.as_ref().map(room)).unwrap_or_default()
    }
}

fn listed(f: &Frame, feed: &CalendarFeed, names: &Names) -> Listed {
    Listed {
        id: feed.id,
        of: names.of(feed),
        made: f.instant(feed.made_at),
        by: names.person(&feed.made_by),
        revoked: feed.revoked_at.map(|at| f.instant(at)),
    }
}
