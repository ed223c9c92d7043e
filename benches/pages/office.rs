//! The office that is visited: the demo year, with a publication that was restated, a ledger that waits, a dispute of two proceedings, a key, a feed, a template
//! and a link to rate; then a full board, and a case of many workers. Not here: who walks through it (`walk`).

use actix_web::rt::System;
use serde_json::{Value, json};
use sikuai::app::App;
use sikuai::app::clock::{Clock, ManualClock};
use sikuai::app::demo::{self, Login};
use sikuai::app::people::User;
use sikuai::app::permits;
use sikuai::domain::role::Role;

use crate::browser::{Browser, between};
use crate::desk::another_dispute;
use crate::people::{Caller, File, application, on_day};
use crate::server::TestServer;
use crate::walk::Visitor;

/// The day of the visit.
const TODAY: &str = "2021-12-10";
const SOON_WORKING_DAYS: u16 = 5;
const ROLES: [Role; 6] =
    [Role::Clerk, Role::Arbitrator, Role::Mediator, Role::Supervisor, Role::Inspector, Role::Admin];
/// Rows of which two cannot be committed.
const LEDGER: &str = "\
案号,受理日期,申请人,被申请人,案由,结案日期,结案方式,备注
徐劳人仲案字〔2019〕7号,2019-03-05,符永祥,徐闻县红壤农机服务部,追索劳动报酬,2019-04-10,调解,已结
徐劳人仲案字〔2019〕8号,2019-03-06,李四,湛江某某有限公司,追索劳动报酬,2019-02-01,调解,
徐劳人仲案字〔2019〕9号,2019-03-07,王五,,追索劳动报酬,2019-04-20,调解,
";

/// An office with people who can sign in.
pub(crate) struct Office<'s> {
    server: &'s TestServer,
    logins: Vec<Login>,
    /// A clerk who calls the API.
    clerk: Caller<'s>,
    /// Where a party rates.
    rating: String,
}

impl<'s> Office<'s> {
    /// The demo year, and what has a page of its own and is not in it.
    pub(crate) fn of_the_demo(server: &'s TestServer) -> Office<'s> {
        let clock = ManualClock::at(demo::opening(chrono::NaiveDate::default()));
        let store = server.app.store.clone();
        demo::mark(&store).unwrap();
        let loader = App::over(store, server.app.settings.clone(), Clock::Manual(clock.clone())).unwrap();
        System::new().block_on(demo::load(&loader, &clock, TODAY.parse().unwrap())).unwrap();
        server.clock.set(Clock::Manual(clock).now());
        let logins = System::new().block_on(demo::new_logins(&server.app)).unwrap();
        let clerk = Caller::new(server, "bench.clerk", Role::Clerk);
        let mut office = Office { server, logins, clerk, rating: String::new() };
        let closed = office.restated();
        office.rating = office.link_to_rate(&closed);
        office.ledger();
        office.matter();
        office.of_the_administration();
        office
    }

    /// A person of each role in Chinese and in English.
    pub(crate) fn visitors(&self) -> Vec<Visitor<'s>> {
        let of = |role: &Role| [("zh", *role), ("en", *role)];
        ROLES.iter().flat_map(of).map(|(language, role)| self.visitor(role, language)).collect()
    }

    /// Those who have every case before them.
    pub(crate) fn desk(&self) -> Vec<Visitor<'s>> {
        [Role::Clerk, Role::Supervisor].map(|role| self.visitor(role, "zh")).into()
    }

    /// Who administers the office.
    pub(crate) fn administrators(&self) -> Vec<Visitor<'s>> {
        vec![self.visitor(Role::Admin, "zh")]
    }

    /// The page of the report client, one of many people, who alone has keys.
    pub(crate) fn report_client(&self) -> String {
        format!("/administration/people/{}", self.user(Role::Report).id)
    }

    /// Somebody who has not signed in.
    pub(crate) fn strangers(&self) -> Vec<Visitor<'s>> {
        vec![Visitor { name: "nobody".to_owned(), browser: Browser::new(self.server) }]
    }

    /// Where they begin: where one signs in, and what parties are told on paper.
    pub(crate) fn told_to_parties(&self) -> Vec<String> {
        ["/sign-in", "/public", &self.rating].map(str::to_owned).into()
    }

    fn visitor(&self, role: Role, language: &str) -> Visitor<'s> {
        let browser = self.signed_in(role);
        browser.get(&format!("/language/{language}?back=/"));
        Visitor { name: format!("{role:?}, {language}").to_lowercase(), browser }
    }

    fn login(&self, role: Role) -> &Login {
        self.logins.iter().find(|login| login.role == role).unwrap()
    }

    fn user(&self, role: Role) -> User {
        let login = self.login(role).login.clone();
        System::new().block_on(self.server.app.identity.person_by_login(login)).unwrap()
    }

    fn signed_in(&self, role: Role) -> Browser<'s> {
        let login = self.login(role);
        let browser = Browser::new(self.server);
        let reply = browser.sign_in(&login.login, &login.password, "");
        assert_eq!(reply.status, 303, "{reply:?}");
        browser
    }

    /// A published period, of which a case was told otherwise since; that case.
    fn restated(&self) -> File {
        let file = self.clerk.receive_another(&application("2021-10-11"));
        self.clerk.does(&file, "acceptance", &json!({ "on": "2021-10-13", "procedure": "ordinary" }));
        let supervisor = self.signed_in(Role::Supervisor);
        let preview = supervisor.get("/publications/new?title=2021&from=2021-01-01&to=2021-10-31");
        let published = supervisor.send("/publications", &preview, &[]);
        assert_eq!(published.status, 303, "{published:?}");
        self.clerk.does(&file, "withdrawal", &json!({ "on": "2021-10-20", "ground": "own_motion" }));
        file
    }

    fn link_to_rate(&self, closed: &File) -> String {
        let clerk = self.signed_in(Role::Clerk);
        let path = format!("/cases/{}", closed.id);
        let page = clerk.get(&format!("{path}/for-parties"));
        let slip = clerk.press(&format!("{path}/rating-links"), &page, &[("party", "1")]);
        // No public address is set, so that it is the path alone.
        between(&slip.text, "<dd><code>", "</code>").unwrap()
    }

    fn ledger(&self) {
        let clerk = self.signed_in(Role::Clerk);
        let page = clerk.get("/ledgers");
        let brought = clerk.bring("/ledgers", (&page, &[]), ("台账.csv", "text/csv", LEDGER.as_bytes()));
        assert_eq!(brought.status, 303, "{brought:?}");
    }

    /// A petition that went on to arbitration.
    fn matter(&self) {
        let application = application(TODAY);
        let petition = json!({ "on": TODAY, "channel": "counter", "cause": "remuneration",
            "request": "请求督促支付工资", "parties": application["parties"] });
        let file = self.clerk.opens("/api/v1/petition-cases", &another_dispute(petition));
        let offer = json!({ "on": TODAY, "to": "arbitration", "ground": "属该渠道职责" });
        self.clerk.does(&file, "referrals", &offer);
        let intake = json!({ "arbitration": { "claims": application["claims"] } });
        let taken = another_dispute(json!({ "on": TODAY, "channel": "counter", "intake": intake }));
        self.clerk.does(&file, "referrals/2/acceptance", &taken);
    }

    /// What an administrator or an arbitrator can revoke.
    fn of_the_administration(&self) {
        let admin = self.signed_in(Role::Admin);
        let keys = format!("/administration/people/{}/keys", self.user(Role::Report).id);
        let issued = admin.send(&keys, &admin.get(&keys), &[("name", "市局报表程序"), ("days", "90")]);
        assert_eq!(issued.status, 200, "{issued:?}");
        let template = "/administration/templates/acceptance_notice";
        let (_, _, bytes) = admin.get_bytes(&format!("{template}/file"));
        let put = admin.bring(
            template,
            (&admin.get(template), &[]),
            ("a.docx", "application/octet-stream", &bytes),
        );
        assert_eq!(put.status, 303, "{put:?}");
        for role in [Role::Clerk, Role::Arbitrator] {
            let browser = self.signed_in(role);
            let made = browser.send("/calendar-feeds", &browser.get("/calendar-feeds"), &[("of", "own")]);
            assert_eq!(made.status, 200, "{made:?}");
        }
    }

    /// How many cases of the office are open.
    pub(crate) fn open_cases(&self) -> usize {
        let clerk = self.user(Role::Clerk);
        let by = permits::Caller { user: clerk.id, role: clerk.role };
        System::new().block_on(self.server.app.register.board(&by, SOON_WORKING_DAYS)).unwrap().cases.len()
    }

    /// Accepts cases until so many are open.
    pub(crate) fn fill_the_board(&self, open: u32) {
        on_day(self.server, TODAY);
        for _ in self.open_cases()..open as usize {
            let file = self.clerk.receive_another(&application("2021-12-06"));
            self.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-08", "procedure": "ordinary" }));
        }
    }

    /// A case of so many workers, accepted; where its page is.
    pub(crate) fn collective(&self, workers: u32) -> String {
        let worker = |no: u32| {
            let name = format!("符{}", char::from_u32(0x4e00 + no % 20_000).unwrap());
            let phone = (13_000_000_000_u64 + u64::from(no)).to_string();
            json!({ "no": no, "side": "applicant", "who": { "worker": { "name": name, "phone": phone } } })
        };
        let claim = |no: u32| json!({ "no": no, "claimant": no, "item": "wages", "amount": 600_000 });
        let mut body = application("2021-12-06");
        let employer = json!({ "no": workers + 1, "side": "respondent",
            "who": { "employer": { "name": "徐闻县黑石岭建材有限公司" } } });
        body["parties"] = (1..=workers).map(worker).chain([employer]).collect::<Vec<Value>>().into();
        body["claims"] = (1..=workers).map(claim).collect::<Vec<Value>>().into();
        let file = self.clerk.receive_another(&body);
        self.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-08", "procedure": "ordinary" }));
        format!("/cases/{}", file.id)
    }
}
