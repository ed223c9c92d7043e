//! What is around every page (页面框架): its language, who is signed in, where one can go, and the headers of the answer.
//! Not here: what a page shows.

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

use crate::app::error::Error;
use crate::domain::act::kind::ActKind;
use crate::domain::code::{Coded, Label};
use crate::domain::law::Article;
use crate::domain::money::Fen;
use crate::domain::office::Region;
use crate::domain::permission::{Operation, Permit, permit};
use crate::domain::refusal::Words;
use crate::domain::role::Role;
use crate::http::fault::Answer;
use crate::http::language::Language;
use crate::http::pages::assets;
use crate::http::pages::opening_form::{COUNTER, address_of, openings_of};

/// What a page may load and do: our own files, forms to ourselves, and nothing inline.
pub const CSP: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; \
     frame-ancestors 'none'; base-uri 'none'";
/// The cookie that says in which language somebody reads.
pub const LANGUAGE_COOKIE: &str = "sikuai_language";
/// The offset of the office's clock, in seconds: Asia/Shanghai.
const OFFICE_OFFSET_SECONDS: i32 = 8 * 3600;

/// Who is signed in, as pages show them.
#[derive(Debug, Clone)]
pub struct Person {
    /// Their name.
    pub name: String,
    /// What they are in the office.
    pub role: Role,
}

/// Somewhere one can go.
#[derive(Debug, Clone)]
pub struct Link {
    /// The address.
    pub to: String,
    /// What it is called.
    pub label: String,
    /// Whether one is there.
    pub is_here: bool,
}

/// What is around a page.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The language.
    pub language: Language,
    /// Who is signed in; nobody on the page where one signs in.
    pub person: Option<Person>,
    /// The token that every form of the page brings back.
    pub token: String,
    /// The path and the query of the page.
    pub here: String,
    /// Where the switch of the language leads back to. The answer to a form has none: it cannot be asked for again, and what it
    /// shows once would be lost.
    pub back: Option<String>,
}

impl Frame {
    /// The frame of a page for nobody in particular.
    #[must_use]
    pub fn plain(request: &HttpRequest) -> Frame {
        let here = request.uri().path_and_query().map_or("/", |here| here.as_str()).to_owned();
        let back = request.method().is_safe().then(|| here.clone());
        Frame { language: language_of(request), person: None, token: String::new(), here, back }
    }

    /// What is said in the language of the page.
    #[must_use]
    pub fn say<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        self.language.say(zh, en)
    }

    /// What a code is called.
    #[must_use]
    pub fn label(&self, label: &Label) -> &'static str {
        self.language.of_label(label)
    }

    /// What the code of a list is called; the code itself where there is none.
    #[must_use]
    pub fn code<T: Coded>(&self, code: &str) -> String {
        T::from_code(code).map_or_else(|| code.to_owned(), |value| self.label(value.label()).to_owned())
    }

    /// What somebody is in the office.
    #[must_use]
    pub fn code_of_role(&self, person: &Person) -> &'static str {
        self.label(person.role.label())
    }

    /// What a region is called: the office's own, or one that is built in; its code where it is neither.
    #[must_use]
    pub fn region(&self, own: &'static Region, code: &str) -> String {
        Region::known(own, code).map_or(code, |region| self.say(region.zh, region.en)).to_owned()
    }

    /// A sentence.
    #[must_use]
    pub fn words<'a>(&self, words: &'a Words) -> &'a str {
        self.language.of_words(words)
    }

    /// Articles, one behind the other.
    #[must_use]
    pub fn articles(&self, articles: &[Article]) -> String {
        let cited: Vec<String> = articles.iter().map(|article| self.language.cite(*article)).collect();
        cited.join(self.say("、", "; "))
    }

    /// A name, and behind it in brackets what belongs to it.
    #[must_use]
    pub fn bracketed(&self, name: &str, beside: &str) -> String {
        match self.language {
            Language::Zh => format!("{name}（{beside}）"),
            Language::En => format!("{name} ({beside})"),
        }
    }

    /// An amount, the thousands apart, with its unit.
    #[must_use]
    pub fn yuan(&self, amount: Fen) -> String {
        format!("{} {}", amount.grouped(), self.say("元", "yuan"))
    }

    /// A day, or a dash.
    #[must_use]
    pub fn day(&self, day: Option<NaiveDate>) -> String {
        day.map_or_else(|| "—".to_owned(), |day| day.to_string())
    }

    /// An instant by the office's clock.
    #[must_use]
    pub fn instant(&self, at: DateTime<Utc>) -> String {
        let office = FixedOffset::east_opt(OFFICE_OFFSET_SECONDS);
        office
            .map_or_else(String::new, |office| at.with_timezone(&office).format("%Y-%m-%d %H:%M").to_string())
    }

    /// The address of a file that the page loads.
    #[must_use]
    pub fn asset(&self, name: &str) -> &'static str {
        assets::address(name)
    }

    /// Whether this is the page of an address.
    #[must_use]
    pub fn is_at(&self, to: &str) -> bool {
        self.here == to || self.here.starts_with(&format!("{to}?"))
    }

    /// Whether this is a page below an address; below that of the administration itself are other rooms.
    #[must_use]
    pub fn is_below(&self, to: &str) -> bool {
        to != "/administration" && self.here.starts_with(&format!("{to}/"))
    }

    /// Whether this is a form that opens a case, of whatever kind.
    fn is_at_counter(&self) -> bool {
        self.is_at(COUNTER) || self.is_below(COUNTER)
    }

    /// The pages of figures, beside each other.
    #[must_use]
    pub fn figure_rooms(&self) -> [(&'static str, &str); 4] {
        [
            ("/office", self.say("概览", "The office")),
            ("/figures", self.say("统计", "Figures")),
            ("/office/forecast", self.say("结案预测", "Forecast")),
            ("/publications", self.say("公布", "Published")),
        ]
    }

    /// Whether this person has calendar feeds of their own.
    #[must_use]
    pub fn has_feeds(&self) -> bool {
        self.person.as_ref().is_some_and(|person| may_at_all(person.role, Operation::MakeOwnFeed))
    }

    /// Where this person opens cases: the form of the first act that their role may open one with. From there they change to
    /// the others. None for who opens none.
    #[must_use]
    pub fn counter(&self) -> Option<String> {
        let role = self.person.as_ref()?.role;
        openings_of(role).next().map(address_of)
    }

    /// The pages of the administration that this person may open, beside each other.
    #[must_use]
    pub fn administration_rooms(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("/administration", self.say("总览", "What stands"), Operation::ReadWatch),
            ("/administration/people", self.say("人员", "People"), Operation::ManageUsers),
            ("/administration/rooms", self.say("仲裁庭", "Hearing rooms"), Operation::ManageRooms),
            ("/administration/templates", self.say("文书模板", "Templates"), Operation::ManagePaperTemplates),
            ("/administration/audit", self.say("审计日志", "Audit log"), Operation::ReadAudit),
        ];
        let may = |operation| self.person.as_ref().is_some_and(|person| may_at_all(person.role, operation));
        all.into_iter().filter(|(.., operation)| may(*operation)).map(|(to, said, _)| (to, said)).collect()
    }

    /// Where this person can go.
    #[must_use]
    pub fn links(&self) -> Vec<Link> {
        let Some(person) = &self.person else { return Vec::new() };
        let counter = self.counter().unwrap_or_default();
        let all = [
            ("/my-day", "我的一天", "My day", Some(Operation::ReadCase)),
            ("/hearings", "排庭", "Hearings", Some(Operation::ReadCase)),
            ("/approvals", "待审批", "Approvals", Some(Operation::Perform(ActKind::Extension))),
            ("/office", "概览", "The office", Some(Operation::ReadFigures)),
            (counter.as_str(), "收件", "Receive", None),
            ("/cases", "案件", "Cases", Some(Operation::ReadCase)),
            ("/search", "检索", "Search", Some(Operation::ReadCase)),
            ("/figures", "统计", "Figures", Some(Operation::ReadFigures)),
            ("/ledgers", "台账", "Ledgers", Some(Operation::ImportLedger)),
            ("/indicators", "指标", "Indicators", Some(Operation::ReadIndicators)),
            ("/reports", "报告", "Reports", Some(Operation::ReadReport)),
            ("/calendar", "日历", "Calendar", Some(Operation::ReadRules)),
            ("/administration", "管理", "Administration", Some(Operation::ReadWatch)),
            ("/password", "修改密码", "Password", None),
        ];
        let may = |operation: Option<Operation>| {
            operation.is_none_or(|operation| may_at_all(person.role, operation))
        };
        let is_here = |to: &str| if to == counter { self.is_at_counter() } else { self.is_at(to) };
        let link = |(to, zh, en): (&str, &str, &str)| Link {
            to: to.to_owned(),
            label: self.say(zh, en).to_owned(),
            is_here: is_here(to),
        };
        all.into_iter()
            .filter(|(to, .., operation)| !to.is_empty() && may(*operation))
            .map(|(to, zh, en, _)| link((to, zh, en)))
            .collect()
    }
}

/// Whether a role may do something without being assigned to a case: what one may do in one's own cases alone is offered there.
#[must_use]
pub fn may_at_all(role: Role, operation: Operation) -> bool {
    matches!(permit(role, operation), Permit::Office | Permit::Desk)
}

/// The language of a page: Chinese, unless its reader has switched.
#[must_use]
pub fn language_of(request: &HttpRequest) -> Language {
    let chosen = request.cookie(LANGUAGE_COOKIE);
    if chosen.is_some_and(|chosen| chosen.value() == "en") { Language::En } else { Language::Zh }
}

/// The answer that a page is.
///
/// # Errors
/// When the template cannot be filled, which is ours to mend.
pub fn page(status: StatusCode, language: Language, template: &impl Template) -> Answer {
    let body = template.render().map_err(|error| Error::Broken(format!("a template: {error}")))?;
    Ok(HttpResponse::build(status)
        .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((CONTENT_LANGUAGE, language.tag()))
        .insert_header((CONTENT_SECURITY_POLICY, CSP))
        .body(body))
}

/// Sends the browser to another page, which it then gets.
#[must_use]
pub fn see_other(to: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header(("Location", to.to_owned())).finish()
}

/// A path of ours to go back to; the first page for anything else, so that nobody is sent elsewhere.
///
/// ```
/// use sikuai::http::pages::frame::own_path;
/// assert_eq!(own_path("/cases/7?x=1"), "/cases/7?x=1");
/// assert_eq!(own_path("//example.org/"), "/");
/// assert_eq!(own_path("/\\example.org"), "/");
/// ```
#[must_use]
pub fn own_path(given: &str) -> &str {
    let is_plain = given.chars().all(|c| c.is_ascii_graphic() && c != '\\');
    if given.starts_with('/') && !given.starts_with("//") && is_plain { given } else { "/" }
}
