//! Who may do what, over HTTP: every published operation by every caller. What is expected is written down
//! here by hand from the design ("Security"), not read from the program's own table, so that a slip in
//! either shows. Not here: what the acts do.

use std::collections::BTreeSet;

use crate::support::browser::Browser;
use crate::support::calendar::invented_2027;
use crate::support::people::{Caller, File, People, application};
use crate::support::server::{PASSWORD, Reply, TestServer};
use serde_json::{Value, json};
use sikuai::documents::{papers, reports};
use sikuai::domain::code::Coded as _;
use sikuai::domain::paper::kind::CasePaper;
use sikuai::http::api::acts::ROUTES;
use sikuai::http::api::paper_templates::DOCX;
use sikuai::http::openapi;

// One character each for: clerk, arbitrator on the case, arbitrator not on it, mediator on the case,
// supervisor, report client, inspector, administrator, stranger. `+` may; 1, 3, 4: 401, 403, 404.
/// Open to everybody.
const OPEN: &str = "+++++++++";
/// Everybody who has logged in.
const LOGGED_IN: &str = "++++++++1";
/// Filing, service, papers: clerks in every case, arbitrators in theirs. Who may not read cases finds none.
const FILING: &str = "++3334441";
/// Hearing and deciding: arbitrators in their cases.
const TRIAL: &str = "3+3334441";
/// Settling: mediators too, in their cases; the clerk records what was settled.
const MEDIATION: &str = "++3+34441";
/// Assignment and approvals: supervisors alone.
const APPROVAL: &str = "3333+4441";
/// Mediation cases: clerks, and mediators in theirs; opening one, or passing it on, also without assignment.
const MEDIATING: &str = "+33+34441";
const MEDIATION_REQUEST: &str = "+33+33331";
/// The review of a mediation agreement: the clerk files it, an arbitrator who is assigned to it decides. Here the
/// second is, and nobody of these callers.
const REVIEW_FILING: &str = "+33334441";
const REVIEWING: &str = "333334441";
/// Inspecting: inspectors alone. Opening an inspection case: the counter too.
const INSPECTING: &str = "333334+41";
/// Approvals in an inspection: supervisors alone; the inspectors see the case and may not.
const INSPECTION_APPROVAL: &str = "3333+4341";
const INSPECTION_RECEIPT: &str = "+33333+31";
/// Petitions: the counter.
const PETITIONING: &str = "+33334441";
/// Offering a dispute to another channel: whoever works on the case; an inspector on the inspectorate's.
const REFERRING: &str = "++3+34441";
/// Answering a referral for some channel: clerks and mediators; an inspector where the case was referred to the desk.
const ANSWERING: &str = "+33+34441";
/// Opening a case: there is none yet that one could be assigned to, or not find.
const RECEIPT: &str = "+33333331";
/// Corrections of an open case: who may do the act that is corrected (here a receipt), and supervisors.
const CORRECTION: &str = "++33+4441";
/// Reading one case: clerks, arbitrators, mediators, supervisors.
const CASE: &str = "+++++4441";
/// Lists of cases, for the same; an inspector's are those of the inspectorate.
const CASES: &str = "+++++3+31";
/// What moves deadlines of the whole office, or speaks for it: supervisors alone.
const OFFICE: &str = "3333+3331";
/// Personal data in the clear: clerks, and who is assigned to the case.
const PERSONAL: &str = "++3+34441";
/// A copy of the main volume for a party: the clerks.
const COPYING: &str = "+33334441";
/// Bringing a file: whoever records acts in the case, approvals too.
const BRINGING: &str = "++3++4441";
/// One's own notices, diary and saved views, for whoever reads cases; one's own only, and the ones here are the
/// supervisor's.
const OWN: &str = "4444+3431";
/// The watch over the deadlines, and the audit log: supervisors and administrators.
const WATCH: &str = "3333+33+1";
/// Figures and the cases behind them, without personal data.
const FIGURES: &str = "++++++331";
/// The same of wage arrears, also for the inspectors.
const ARREARS: &str = "+++++++31";
/// People by name: who works on cases, and administrators.
const STAFF: &str = "+++++33+1";
/// The office's hearing rooms, and the templates of its papers: supervisors and administrators.
const ROOMS: &str = "3333+33+1";
/// When the next hearing of a case could be, for who may set it.
const SLOTS: &str = "++3334441";
/// Calendar feeds of rooms and of others: clerks and supervisors.
const FEEDS: &str = "+333+3331";
/// Whoever has hearings has feeds of their own.
const OWN_FEEDS: &str = "+++++3331";
/// The feed of the arbitrator: its own, and those who administer all.
const THAT_FEED: &str = "++44+3331";
/// A feed is shut by whose it is, and by who may make it (the one here is the arbitrator's); to others it is not there.
const OWN_FEED: &str = "++44+3331";
/// Bringing ledgers: the clerks.
const LEDGER: &str = "+33333331";
/// Ratings one by one: supervisors; those who are rated see none. Their figures: the report client too.
const RATINGS: &str = "3333+3331";
const RATING_FIGURES: &str = "3333++331";
/// The feed of changes: supervisors, and the machine that keeps figures up to date.
const CHANGES: &str = "3333++331";
/// People's accounts, and the keys of programs: administrators.
const ACCOUNTS: &str = "3333333+1";

#[rustfmt::skip]
const TABLE: &[(&str, &str, &str)] = &[
    ("GET", "/health/live", OPEN),
    ("GET", "/health/ready", OPEN),
    ("GET", "/api/v1/openapi.json", OPEN),
    ("POST", "/api/v1/sessions", OPEN),
    ("POST", "/api/v1/sessions/renewal", OPEN),
    ("GET", "/api/v1/me", LOGGED_IN),
    ("GET", "/api/v1/users", ACCOUNTS),
    ("POST", "/api/v1/users", ACCOUNTS),
    ("POST", "/api/v1/users/{id}/deactivation", ACCOUNTS),
    ("POST", "/api/v1/users/{id}/reactivation", ACCOUNTS),
    ("POST", "/api/v1/users/{id}/role-change", ACCOUNTS),
    ("POST", "/api/v1/users/{id}/password", ACCOUNTS),
    ("GET", "/api/v1/users/{id}/api-keys", ACCOUNTS),
    ("POST", "/api/v1/users/{id}/api-keys", ACCOUNTS),
    ("POST", "/api/v1/api-keys/{id}/revocation", ACCOUNTS),
    ("GET", "/api/v1/staff", STAFF),
    ("GET", "/api/v1/audit", WATCH),
    ("GET", "/api/v1/cases", CASES),
    ("POST", "/api/v1/cases", RECEIPT),
    ("POST", "/api/v1/mediation-cases", MEDIATION_REQUEST),
    ("POST", "/api/v1/inspection-cases", INSPECTION_RECEIPT),
    ("POST", "/api/v1/petition-cases", RECEIPT),
    ("POST", "/api/v1/ledger-entries", RECEIPT),
    ("GET", "/api/v1/ledger", CASES),
    ("GET", "/api/v1/ledger-imports", LEDGER),
    ("POST", "/api/v1/ledger-imports", LEDGER),
    ("GET", "/api/v1/ledger-imports/{id}", LEDGER),
    ("GET", "/api/v1/ledger-imports/{id}/rejected", LEDGER),
    ("POST", "/api/v1/ledger-imports/{id}/commit", LEDGER),
    ("DELETE", "/api/v1/ledger-imports/{id}", LEDGER),
    ("GET", "/api/v1/ledger-unmaskings", RATINGS),
    ("GET", "/api/v1/cases/{id}", CASE),
    ("GET", "/api/v1/cases/{id}/acts", CASE),
    ("GET", "/api/v1/cases/{id}/docket", CASE),
    ("GET", "/api/v1/cases/{id}/deadlines", CASE),
    ("GET", "/api/v1/cases/{id}/elements", CASE),
    ("GET", "/api/v1/cases/{id}/parties/{party}/personal-data", PERSONAL),
    ("GET", "/api/v1/cases/{id}/parties/{party}/other-cases", CASE),
    ("GET", "/api/v1/cases/{id}/unmaskings", APPROVAL),
    ("POST", "/api/v1/cases/{id}/docket/{entry}/correction", CORRECTION),
    ("GET", "/api/v1/cases/{id}/diary", CASE),
    ("POST", "/api/v1/cases/{id}/diary", CASE),
    ("GET", "/api/v1/cases/{id}/files", CASE),
    ("POST", "/api/v1/cases/{id}/files", BRINGING),
    ("GET", "/api/v1/cases/{id}/files/{file}", PERSONAL),
    ("PUT", "/api/v1/cases/{id}/files/{file}/material", BRINGING),
    ("GET", "/api/v1/cases/{id}/archive", CASE),
    ("GET", "/api/v1/cases/{id}/archive/main-volume", COPYING),
    ("GET", "/api/v1/archive", CASES),
    ("GET", "/api/v1/cases/{id}/papers", CASE),
    ("POST", "/api/v1/cases/{id}/papers", PERSONAL),
    ("GET", "/api/v1/cases/{id}/papers/{paper}", PERSONAL),
    ("GET", "/api/v1/paper-kinds", LOGGED_IN),
    ("GET", "/api/v1/paper-templates/{kind}", LOGGED_IN),
    ("PUT", "/api/v1/paper-templates/{kind}", ROOMS),
    ("GET", "/api/v1/referrals", CASES),
    ("GET", "/api/v1/search", CASES),
    ("GET", "/api/v1/saved-views", CASES),
    ("POST", "/api/v1/saved-views", CASES),
    ("PUT", "/api/v1/saved-views/{id}", OWN),
    ("DELETE", "/api/v1/saved-views/{id}", OWN),
    ("GET", "/api/v1/cases/{id}/wage-lines", CASE),
    ("GET", "/api/v1/matters/{id}", CASE),
    ("GET", "/api/v1/notices", CASES),
    ("PUT", "/api/v1/notices/{id}/read-mark", OWN),
    ("GET", "/api/v1/diary", CASES),
    ("PUT", "/api/v1/diary/{id}/done-mark", OWN),
    ("GET", "/api/v1/watch", WATCH),
    ("GET", "/api/v1/deadlines", CASES),
    ("GET", "/api/v1/pending-services", CASES),
    ("GET", "/api/v1/deadline-rules", LOGGED_IN),
    ("GET", "/api/v1/deadline-rules/{rule}/due", LOGGED_IN),
    ("GET", "/api/v1/calendar/{year}", LOGGED_IN),
    ("PUT", "/api/v1/calendar/{year}", OFFICE),
    ("GET", "/api/v1/code-lists", LOGGED_IN),
    ("GET", "/api/v1/hearings", CASES),
    ("GET", "/api/v1/cases/{id}/hearing-slots", SLOTS),
    ("GET", "/api/v1/hearing-rooms", STAFF),
    ("POST", "/api/v1/hearing-rooms", ROOMS),
    ("POST", "/api/v1/hearing-rooms/{id}/retirement", ROOMS),
    ("GET", "/api/v1/calendar-feeds", OWN_FEEDS),
    ("POST", "/api/v1/calendar-feeds", FEEDS),
    // Whoever has its token reads a calendar, and need not log in.
    ("GET", "/api/v1/people/{id}/hearings.ics", OPEN),
    ("GET", "/api/v1/hearing-rooms/{id}/hearings.ics", OPEN),
    ("POST", "/api/v1/calendar-feeds/{id}/revocation", OWN_FEED),
    ("POST", "/api/v1/cases/{id}/enquiry-codes", BRINGING),
    ("POST", "/api/v1/cases/{id}/rating-links", BRINGING),
    ("GET", "/api/v1/ratings", RATINGS),
    // Whoever has a link rates, and need not log in.
    ("GET", "/api/v1/ratings/{token}", OPEN),
    ("POST", "/api/v1/ratings/{token}", OPEN),
    ("POST", "/api/v1/ratings/{id}/verification", RATINGS),
    ("POST", "/api/v1/ratings/{id}/rectification", RATINGS),
    ("GET", "/api/v1/statistics/ratings", RATING_FIGURES),
    ("GET", "/api/v1/statistics/ratings/cases", RATING_FIGURES),
    ("GET", "/api/v1/publications", FIGURES),
    ("POST", "/api/v1/publications", OFFICE),
    ("GET", "/api/v1/publications/key", LOGGED_IN),
    ("GET", "/api/v1/publications/{id}", FIGURES),
    ("GET", "/api/v1/publications/{id}/cases", FIGURES),
    ("GET", "/api/v1/publications/{id}/restatement", FIGURES),
    ("GET", "/api/v1/publications/{id}/restatement/cases", FIGURES),
    ("GET", "/api/v1/changes", CHANGES),
    ("GET", "/api/v1/statistics/catalogue", FIGURES),
    ("GET", "/api/v1/statistics/figures", FIGURES),
    ("GET", "/api/v1/statistics/figures/cases", FIGURES),
    ("GET", "/api/v1/statistics/forecast", FIGURES),
    ("GET", "/api/v1/statistics/closure", FIGURES),
    ("GET", "/api/v1/statistics/closure/cases", FIGURES),
    ("GET", "/api/v1/statistics/wage-arrears", ARREARS),
    ("GET", "/api/v1/statistics/wage-arrears/cases", ARREARS),
    ("GET", "/api/v1/statistics/yearbook", FIGURES),
    ("GET", "/api/v1/indicators", RATING_FIGURES),
    ("POST", "/api/v1/indicators", RATINGS),
    ("GET", "/api/v1/indicators/{id}", RATING_FIGURES),
    ("POST", "/api/v1/indicators/{id}/corrections", RATINGS),
    // It tells the figures of ratings.
    ("GET", "/api/v1/reports/annual", RATING_FIGURES),
    ("GET", "/api/v1/reports/annual/charts/{chart}", RATING_FIGURES),
    ("GET", "/api/v1/reports/workbook", RATING_FIGURES),
    ("GET", "/api/v1/report-templates/annual", LOGGED_IN),
    ("PUT", "/api/v1/report-templates/annual", ROOMS),
    ("GET", "/api/v1/report-templates/annual/fields", LOGGED_IN),
    ("GET", "/api/v1/statistics/quick-steps", FIGURES),
    ("GET", "/api/v1/statistics/quick-steps/cases", FIGURES),
    // Last, because it ends the caller's session.
    ("DELETE", "/api/v1/sessions/current", LOGGED_IN),
];

/// The acts on a case: path, who may, and a body of the right shape; `@` stands for a person of that name.
#[rustfmt::skip]
const ACTS: &[(&str, &str, &str)] = &[
    ("correction-notices", FILING, r#"{"items":["材料"],"due_on":"2021-12-15"}"#),
    ("correction-completion", FILING, "{}"),
    ("correction-lapse", FILING, "{}"),
    ("mediations", MEDIATION, r#"{"body":"县联合调解中心"}"#),
    ("mediation-failure", MEDIATION, r#"{"cause":"failed"}"#),
    ("pre-filing-settlement", MEDIATION, r#"{"amount":100,"paid":100}"#),
    ("rejection", FILING, r#"{"ground":"out_of_scope"}"#),
    ("jurisdiction-notice", FILING, r#"{"competent":"某市仲裁委员会"}"#),
    ("acceptance", FILING, r#"{"procedure":"ordinary"}"#),
    ("assignment", APPROVAL, r#"{"people":[{"user":"@mediator","duty":"mediator"}]}"#),
    ("tribunal", APPROVAL, r#"{"members":[{"user":"@arbitrator","seat":"sole"}]}"#),
    ("tribunal-changes", APPROVAL, r#"{"members":[{"user":"@arbitrator","seat":"sole"}]}"#),
    ("recusals", FILING, r#"{"member":"@arbitrator","party":1,"ground":"other_relation"}"#),
    ("recusals/{entry}/decision", APPROVAL, r#"{"outcome":"rejected"}"#),
    ("services/{entry}/proof", FILING, r#"{"proof":{"kind":"signed_return","reference":"1号"}}"#),
    ("services", FILING, r#"{"document":"acceptance_notice","parties":[1],"manner":"direct"}"#),
    ("defences", FILING, r#"{"party":2,"kind":"filed"}"#),
    ("entrusted-mediations", MEDIATION, r#"{"body":"街道调解委员会"}"#),
    ("entrusted-mediation-end", MEDIATION, r#"{"cause":"failed"}"#),
    ("hearings", FILING, r#"{"held_on":"2021-12-30","time":"09:00"}"#),
    ("hearings/{entry}/postponement", FILING, r#"{"ground":"party","held_on":"2021-12-30","time":"09:00"}"#),
    ("hearings/{entry}/opening", TRIAL, "{}"),
    ("hearings/{entry}/adjournment", TRIAL, r#"{"next_on":"2021-12-30","time":"09:00"}"#),
    ("hearings/{entry}/closing", TRIAL, r#"{"mediation":"declined"}"#),
    ("hearings/{entry}/deemed-withdrawal", TRIAL, r#"{"conduct":"absent"}"#),
    ("hearing-reopening", TRIAL, "{}"),
    ("suspensions", APPROVAL, r#"{"ground":"other"}"#),
    ("suspensions/{entry}/end", TRIAL, "{}"),
    ("extensions", APPROVAL, r#"{"days":15}"#),
    ("joinders", TRIAL, r#"{"parties":[{"no":3,"side":"respondent","who":{"employer":{"name":"某公司"}}}]}"#),
    ("claim-amendments", TRIAL, r#"{"claims":[{"no":1,"claimant":1,"item":"wages","amount":1,"statement":"工资"}]}"#),
    ("counterclaims", TRIAL, r#"{"filed_on":"2021-12-08","claims":[{"no":3,"claimant":2,"item":"other","amount":1,"statement":"违约金"}]}"#),
    ("splits", TRIAL, r#"{"parties":[1]}"#),
    ("joint-trials", TRIAL, r#"{"with":"@case"}"#),
    ("representation", FILING, r#"{"parties":[1,2,3]}"#),
    ("procedure-conversion", TRIAL, "{}"),
    ("interim-payments", TRIAL, r#"{"claim":1,"amount":1}"#),
    ("discussions", TRIAL, r#"{"conclusion":"结论"}"#),
    ("settlements", MEDIATION, r#"{"scope":"whole","amount":1}"#),
    ("settlements/{entry}/signatures", MEDIATION, r#"{"parties":[1]}"#),
    ("settlements/{entry}/repudiation", MEDIATION, r#"{"party":2}"#),
    ("awards", TRIAL, r#"{"scope":"whole","items":[{"claim":1,"decision":"granted","amount":1,"finality":"final"}]}"#),
    ("award-corrections", TRIAL, r#"{"text":"笔误"}"#),
    ("withdrawal", FILING, r#"{"ground":"own_motion"}"#),
    ("transfer", TRIAL, r#"{"to":"某市仲裁委员会"}"#),
    ("revocation", TRIAL, r#"{"cause":"不属受案范围"}"#),
    ("termination", TRIAL, r#"{"court_docketed_on":"2021-12-08","court_number":"民初1号"}"#),
    ("effectiveness", FILING, "{}"),
    ("challenges", FILING, r#"{"kind":"suit","party":1,"court":"县人民法院"}"#),
    ("recoveries", FILING, r#"{"amount":1}"#),
    ("archive", FILING, r#"{"file_number":"1号"}"#),
    ("jurisdiction-objections", FILING, r#"{"party":2}"#),
    ("jurisdiction-objections/{entry}/ruling", TRIAL, r#"{"outcome":"rejected"}"#),
    ("evidence-terms", FILING, r#"{"due_on":"2021-12-30"}"#),
    ("evidence-terms/{entry}/extension", FILING, r#"{"due_on":"2021-12-31"}"#),
    ("counterclaim-receipts", FILING, r#"{"party":2}"#),
    ("counterclaim-refusals", TRIAL, r#"{"party":2,"filed_on":"2021-12-08","ground":"separate"}"#),
    ("agents", MEDIATION, r#"{"party":2,"representatives":[{"person":{"name":"某律师"},"authority":"general"}]}"#),
    ("agent-ends", MEDIATION, r#"{"party":2,"representative":1}"#),
    ("court-rulings", FILING, r#"{"kind":"set_aside","parties":[1],"court":"市中级人民法院"}"#),
    ("performance-terms", FILING, r#"{"due_on":"2021-12-30"}"#),
    ("element-statements", FILING, r#"{"party":1,"answers":{"hired_on":"2020-03-02"}}"#),
    ("element-confirmations", TRIAL, r#"{"elements":["hired_on"]}"#),
    ("enforcement-requests", FILING, r#"{"parties":[1]}"#),
    ("referrals", REFERRING, r#"{"to":"inspection","ground":"涉嫌欠薪"}"#),
    ("referrals/{entry}/acceptance", ANSWERING, r#"{"channel":"counter","intake":{"inspection":{}}}"#),
    ("referrals/{entry}/decline", ANSWERING, r#"{"ground":"不属于监察范围"}"#),
    ("referrals/{entry}/withdrawal", REFERRING, "{}"),
];

/// The same for the other kinds of cases, each on a case of its kind; a mediator is assigned to the mediation case.
#[rustfmt::skip]
const OTHER_ACTS: &[(&str, &str, &str, &str)] = &[
    ("mediation", "mediation-refusal", MEDIATING, r#"{"ground":"side_refuses"}"#),
    ("mediation", "mediation-start", MEDIATING, "{}"),
    ("mediation", "mediation-prolongations", MEDIATING, r#"{"days":5}"#),
    ("mediation", "mediation-ending", MEDIATING, r#"{"cause":"failed"}"#),
    ("mediation", "mediation-agreement", MEDIATING, r#"{"amount":1,"terms":"支付工资","signed_by":[1,2],"mediator_signed_on":"2021-12-10","sealed_on":"2021-12-10"}"#),
    ("mediation", "agreement-performance", MEDIATING, r#"{"paid":1}"#),
    ("mediation", "agreement-default", MEDIATING, r#"{"party":2}"#),
    ("mediation", "court-payment-order", MEDIATING, r#"{"court":"县人民法院"}"#),
    ("mediation", "reviews", REVIEW_FILING, r#"{"applicants":[1,2]}"#),
    ("mediation", "review-rejection", REVIEW_FILING, r#"{"ground":"out_of_scope"}"#),
    ("mediation", "review-acceptance", REVIEW_FILING, "{}"),
    ("mediation", "review-extensions", APPROVAL, r#"{"days":5}"#),
    ("mediation", "review-denial", REVIEWING, r#"{"ground":"unclear"}"#),
    ("mediation", "review-withdrawal", REVIEW_FILING, "{}"),
    ("mediation", "review-confirmation", REVIEWING, "{}"),
    ("mediation", "onward-arbitration", MEDIATING, r#"{"channel":"counter"}"#),
    ("inspection", "inspection-opening", INSPECTING, "{}"),
    ("inspection", "inspection-refusal", INSPECTING, r#"{"ground":"out_of_scope"}"#),
    ("inspection", "inspection-redirection", INSPECTING, r#"{"to":"某市人社局"}"#),
    ("inspection", "complaint-withdrawal", INSPECTING, "{}"),
    ("inspection", "inspection-extensions", INSPECTION_APPROVAL, r#"{"days":30}"#),
    ("inspection", "defaulter-extensions", INSPECTION_APPROVAL, r#"{"days":20}"#),
    ("inspection", "inspection-commissions", INSPECTING, r#"{"kind":"audit","body":"某会计师事务所"}"#),
    ("inspection", "inspection-commissions/{entry}/result", INSPECTING, "{}"),
    ("inspection", "inspection-suspensions", INSPECTION_APPROVAL, r#"{"ground":"awaits_decision"}"#),
    ("inspection", "inspection-suspensions/{entry}/notice", INSPECTING, "{}"),
    ("inspection", "inspection-suspensions/{entry}/end", INSPECTING, "{}"),
    ("inspection", "inspection-documents", INSPECTING, r#"{"kind":"inquiry"}"#),
    ("inspection", "inspection-documents/{entry}/deliveries", INSPECTING, r#"{"party":2,"manner":"direct"}"#),
    ("inspection", "payment-orders", INSPECTING, r#"{"number":"1号","pay_by":"2021-12-20"}"#),
    ("inspection", "wage-lists", INSPECTING, r#"{"lines":[{"worker":1,"from":"2021-10-01","to":"2021-10-31","due":1,"paid":0,"owed":1}]}"#),
    ("inspection", "wage-payments", INSPECTING, r#"{"payments":[{"worker":1,"amount":1}]}"#),
    ("inspection", "mass-incident", INSPECTING, r#"{"people":30}"#),
    ("inspection", "project-inspections", INSPECTING, r#"{"hazards":[]}"#),
    ("inspection", "hazard-resolutions", INSPECTING, r#"{"hazard":1,"measure":"已补办专用账户"}"#),
    ("inspection", "inspection-closing", INSPECTING, r#"{"outcome":"clean"}"#),
    ("inspection", "inspection-handover", INSPECTING, r#"{"to":"arbitration","channel":"counter"}"#),
    ("inspection", "police-transfer", INSPECTING, r#"{"to":"县公安局"}"#),
    ("inspection", "defaulter-notice", INSPECTING, "{}"),
    ("inspection", "defaulter-objection", INSPECTING, "{}"),
    ("inspection", "defaulter-verification", INSPECTING, r#"{"outcome":"dismissed"}"#),
    ("inspection", "defaulter-listing", INSPECTING, "{}"),
    ("inspection", "defaulter-removal-requests", INSPECTING, r#"{"corrected_on":"2021-12-01"}"#),
    ("inspection", "defaulter-removal-decision", INSPECTING, r#"{"outcome":"upheld"}"#),
    ("inspection", "defaulter-removal", INSPECTING, "{}"),
    ("petition", "petition-acceptance", PETITIONING, "{}"),
    ("petition", "petition-rejection", PETITIONING, r#"{"ground":"statutory_path"}"#),
    ("petition", "petition-redirection", PETITIONING, r#"{"kind":"forwarded","to":"县医疗保障局"}"#),
    ("petition", "petition-extensions", APPROVAL, r#"{"days":30,"ground":"情况复杂"}"#),
    ("petition", "petition-answer", PETITIONING, r#"{"outcome":"supported","text":"已责令支付"}"#),
    ("petition", "petition-withdrawal", PETITIONING, "{}"),
];

/// Files for a case of another kind, each tried with one that cannot be read: 400 is past the permission.
const FILES: &[(&str, &str, &str)] = &[("inspection", "wage-lines", INSPECTING)];

/// The office with a case that is accepted, has its tribunal and a mediator.
struct Office<'s> {
    server: &'s TestServer,
    people: People<'s>,
    file: File,
    other: String,
    notice: String,
    entry: String,
    /// A file of the case, and a paper.
    brought: String,
    paper: String,
    ledger: String,
    room: String,
    view: String,
    /// The paths of the arbitrator's calendar and of the room's, with their tokens; and the id of another feed.
    calendars: [String; 2],
    feed: String,
    /// The secret of a link to rate, and the id of a bad rating.
    token: String,
    rating: String,
    /// A key of the report client, and a published period.
    key: String,
    publication: String,
    indicator: String,
}

impl<'s> Office<'s> {
    fn of(server: &'s TestServer) -> Self {
        let people = People::of(server);
        let file = people.clerk.receive_another(&application("2021-12-01"));
        people.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-03", "procedure": "ordinary" }));
        let mediator = json!([{ "user": people.mediator.id, "duty": "mediator" }]);
        people.supervisor.does(&file, "assignment", &json!({ "on": "2021-12-06", "people": mediator }));
        people.supervisor.does(&file, "tribunal", &people.panel("2021-12-06"));
        let other = server.person("other", sikuai::domain::role::Role::Clerk).id.to_string();
        let entry = json!({ "on": "2021-12-10", "note": "催办" });
        let entry = people.supervisor.post(&file.path("diary"), &entry).json();
        server.app.watch.run("here").unwrap();
        let notices = people.supervisor.read("/api/v1/notices");
        let id = |item: &Value| item["id"].as_str().unwrap().to_owned();
        let (notice, entry) = (id(&notices["items"][0]), id(&entry));
        let brought = id(&brings(&people.clerk, file.path("files")).json());
        let make = people.clerk.call("POST", &file.path("papers")).header("if-match", &file.tag());
        let paper = id(&make.json(&json!({ "kind": "acceptance_notice" })).json());
        let ledger = id(&brings_ledger(&people.clerk, "/api/v1/ledger-imports").json());
        let room = id(&people.admin.post("/api/v1/hearing-rooms", &json!({ "name": "第一仲裁庭" })).json());
        let view = id(&people.supervisor.post("/api/v1/saved-views", &a_view()).json());
        let feed = |caller: &Caller<'_>, of: Value| caller.post("/api/v1/calendar-feeds", &of).json();
        let own = json!({ "person": people.arbitrator.id });
        let made = [feed(&people.arbitrator, own.clone()), feed(&people.supervisor, json!({ "room": room }))];
        let calendars = made.map(|made| made["path"].as_str().unwrap().to_owned());
        let feed = id(&feed(&people.arbitrator, own)["feed"]);
        let (token, rating) = ratings(&people);
        let keys = format!("/api/v1/users/{}/api-keys", people.report.id);
        let key = id(&people.admin.post(&keys, &a_key()).json()["key"]);
        let publication = id(&people.supervisor.post("/api/v1/publications", &a_period()).json());
        let indicator = id(&people.supervisor.post("/api/v1/indicators", &an_indicator("仲裁员培训")).json());
        Self {
            server,
            people,
            file,
            other,
            notice,
            entry,
            brought,
            paper,
            ledger,
            room,
            view,
            calendars,
            feed,
            token,
            rating,
            key,
            publication,
            indicator,
        }
    }

    fn callers(&self) -> [(&'static str, &Caller<'s>); 9] {
        let People {
            clerk,
            arbitrator,
            outsider,
            mediator,
            supervisor,
            report,
            inspector,
            admin,
            stranger,
            ..
        } = &self.people;
        [
            ("clerk", clerk),
            ("arbitrator", arbitrator),
            ("outsider", outsider),
            ("mediator", mediator),
            ("supervisor", supervisor),
            ("report", report),
            ("inspector", inspector),
            ("admin", admin),
            ("stranger", stranger),
        ]
    }

    /// The path with its holes filled, and what its parameters need.
    fn address(&self, path: &str) -> String {
        if path.ends_with("/hearings.ics") {
            return self.calendars[usize::from(path.contains("rooms"))].clone();
        }
        let whose = match path.trim_start_matches("/api/v1/").split('/').next().unwrap() {
            "users" => &self.other,
            "notices" => &self.notice,
            "ledger-imports" => &self.ledger,
            "diary" => &self.entry,
            "hearing-rooms" => &self.room,
            "calendar-feeds" => &self.feed,
            "ratings" => &self.rating,
            "saved-views" => &self.view,
            "api-keys" => &self.key,
            "publications" => &self.publication,
            "indicators" => &self.indicator,
            _ => &self.file.id,
        };
        let path = path
            .replace("{id}", whose)
            .replace("{file}", &self.brought)
            .replace("{paper}", &self.paper)
            .replace("{kind}", "acceptance_notice")
            .replace("{token}", &self.token)
            .replace("{chart}", "closure_by_month")
            .replace("{entry}", "1")
            .replace("{party}", "1");
        let path = path.replace("{rule}", "A25").replace("{year}", "2027");
        let query = match path.rsplit('/').next().unwrap() {
            "due" => "?trigger=2021-03-01",
            "ledger" => "?format=csv",
            "main-volume" => "?party=1",
            "search" => "?q=%E5%BE%90%E9%97%BB",
            "closure" | "quick-steps" | "wage-arrears" => "?from=2021-01-01&to=2021-12-31",
            "annual" | "workbook" | "closure_by_month" if path.contains("/reports/") => {
                "?from=2021-01-01&to=2021-12-31"
            }
            "ratings" if path.contains("statistics") => "?from=2021-01-01&to=2021-12-31",
            "cases" if path.contains("statistics/ratings") => "?figure=bad&from=2021-01-01&to=2021-12-31",
            "cases" if path.contains("quick-steps") => "?step=filing&from=2021-01-01&to=2021-12-31",
            "cases" if path.contains("wage-arrears") => {
                "?figure=projects_inspected&from=2021-01-01&to=2021-12-31"
            }
            "forecast" => "?target=95&by=2021-12-31",
            "figures" => {
                "?measures=accepted,closure_rate,age_of_open&from=2021-01-01&to=2021-12-31&by=arbitrator"
            }
            "cases" if path.contains("figures") => "?measure=accepted&from=2021-01-01&to=2021-12-31",
            "cases" if path.contains("publications") => "?measure=accepted",
            "cases" if path.contains("closure") => "?figure=accepted&from=2021-01-01&to=2021-12-31",
            _ => "",
        };
        path + query
    }

    fn body(&self, path: &str) -> Value {
        match path.rsplit('/').next().unwrap() {
            "sessions" => json!({ "login": "other", "password": PASSWORD }),
            "renewal" => json!({ "refresh_token": self.server.log_in("report")["refresh_token"] }),
            "users" => {
                json!({ "login": "new", "name": "新人", "role": "clerk", "password": "twelve chars." })
            }
            "deactivation" | "retirement" | "revocation" | "commit" => Value::Null,
            "hearing-rooms" => json!({ "name": "第一仲裁庭" }),
            "saved-views" => a_view(),
            "api-keys" => a_key(),
            "publications" => a_period(),
            "indicators" => an_indicator("政务服务培训"),
            "corrections" => {
                json!({ "value": "9", "unit": "人次", "source": "台账", "reason": "漏计一次" })
            }
            "calendar-feeds" => json!({ "room": self.room }),
            "password" | "reactivation" => json!({ "password": "another-password" }),
            "role-change" => json!({ "role": "mediator" }),
            "cases" => application("2021-12-10"),
            kind @ ("mediation-cases" | "inspection-cases" | "petition-cases" | "ledger-entries") => {
                opening(kind)
            }
            "papers" => json!({ "kind": "acceptance_notice" }),
            "diary" => json!({ "on": "2021-12-10", "note": "催办" }),
            "rating-links" | "enquiry-codes" => json!({ "party": 1 }),
            "{token}" => json!({ "score": "satisfied" }),
            "verification" => json!({ "on": "2021-12-10", "finding": "founded", "note": "属实" }),
            "rectification" => json!({ "on": "2021-12-10", "note": "已整改" }),
            "correction" => json!({ "on": "2021-12-10", "reason": "误录" }),
            _ => panic!("no body for {path}"),
        }
    }

    fn ask(&self, caller: &Caller<'_>, method: &str, path: &str) -> Reply {
        let address = self.address(path);
        if method == "PUT" && path.contains("/calendar/") {
            let call = caller.call(method, &(address + "?dry_run=true")).header("if-none-match", "*");
            return call.json(&invented_2027());
        }
        if method == "PUT" && path.contains("/paper-templates/") {
            let template = papers::shipped_docx(CasePaper::AcceptanceNotice).unwrap();
            let call = caller.call(method, &(address + "?dry_run=true")).header("if-none-match", "*");
            return call.header("content-type", DOCX).raw(template);
        }
        if method == "PUT" && path.contains("/report-templates/") {
            let call = caller.call(method, &(address + "?dry_run=true")).header("if-none-match", "*");
            return call.header("content-type", DOCX).raw(reports::shipped_docx().unwrap());
        }
        if path.ends_with("/corrections") {
            let tag = format!("\"{}-1\"", self.indicator);
            return caller.call(method, &address).header("if-match", &tag).json(&self.body(path));
        }
        if method == "PUT" && path.contains("/saved-views/") {
            return caller.call(method, &address).json(&a_view());
        }
        if method == "PUT" && path.ends_with("/material") {
            return caller.call(method, &address).json(&json!({ "material": "evidence" }));
        }
        if method != "POST" {
            return caller.call(method, &address).send();
        }
        if path.ends_with("/files") {
            return brings(caller, address);
        }
        if path.ends_with("/ledger-imports") {
            return brings_ledger(caller, &address);
        }
        // What may be done to the case is only tried, so that it stays as it is; a diary changes nothing of it.
        let of_cases = path.contains("/cases") || path.ends_with("-cases") || path.ends_with("-entries");
        let for_good = ["/diary", "/rating-links", "/enquiry-codes"].iter().any(|end| path.ends_with(end));
        let query = if of_cases && !for_good { "?dry_run=true" } else { "" };
        let call = caller.call(method, &(address + query)).header("if-match", &self.file.tag());
        match self.body(path) {
            Value::Null => call.send(),
            body => call.json(&body),
        }
    }

    /// A case of another kind, for its acts to be tried on.
    fn other(&self, kind: &str) -> File {
        let path = format!("/api/v1/{kind}-cases");
        let file = self.people.clerk.opens(&path, &opening(&format!("{kind}-cases")));
        if kind == "mediation" {
            let people = json!([{ "user": self.people.mediator.id, "duty": "mediator" }]);
            let body = json!({ "on": "2021-12-10", "people": people });
            self.people.supervisor.does(&file, "assignment", &body);
        }
        file
    }

    fn act(&self, caller: &Caller<'_>, file: &File, path: &str, data: &str) -> Reply {
        let data = data.replace("@arbitrator", &self.people.arbitrator.id).replace("@case", &file.id);
        let mut body: Value =
            serde_json::from_str(&data.replace("@mediator", &self.people.mediator.id)).unwrap();
        body["on"] = json!("2021-12-10");
        let path = file.path(&path.replace("{entry}", "1"));
        caller.call("POST", &(path + "?dry_run=true")).header("if-match", &file.tag()).json(&body)
    }
}

/// A key that an administrator may issue.
fn a_key() -> Value {
    json!({ "name": "报表模块", "days": 90 })
}

/// A period that is over.
fn a_period() -> Value {
    json!({ "title": "11月", "from": "2021-11-01", "to": "2021-11-30" })
}

/// A view that anybody may save.
fn a_view() -> Value {
    json!({ "name": "待办", "filters": { "stage": "received" } })
}

/// A line of the indicator register.
fn an_indicator(item: &str) -> Value {
    json!({ "item": item, "from": "2021-01-01", "to": "2021-11-30", "value": "8", "unit": "人次", "source": "台账" })
}

/// Brings a small file.
fn brings(caller: &Caller<'_>, path: String) -> Reply {
    caller.call("POST", &(path + "?name=1.txt")).header("content-type", "text/plain").raw("送达回证")
}

/// Brings a ledger of one case.
fn brings_ledger(caller: &Caller<'_>, path: &str) -> Reply {
    let ledger = "案号,受理日期,申请人,被申请人,案由,处理程序\n1号,2021-12-01,符永祥,某公司,劳动报酬,一般\n";
    caller.call("POST", path).header("content-type", "text/csv").raw(ledger)
}

/// The secret of a link to rate a closed case, and the id of a bad rating of it.
fn ratings(people: &People<'_>) -> (String, String) {
    let file = people.clerk.receive_another(&application("2021-12-10"));
    people.clerk.does(&file, "withdrawal", &json!({ "on": "2021-12-10", "ground": "own_motion" }));
    let link = |party: u32| people.clerk.post(&file.path("rating-links"), &json!({ "party": party })).json();
    let [given, open] = [1, 2].map(|party| link(party)["path"].as_str().unwrap().to_owned());
    assert_eq!(people.stranger.post(&given, &json!({ "score": "dissatisfied" })).status, 204);
    let listed = people.supervisor.read("/api/v1/ratings");
    let rating = listed["items"][0]["id"].as_str().unwrap().to_owned();
    (open.rsplit('/').next().unwrap().to_owned(), rating)
}

/// What opens a case of another kind.
fn opening(path: &str) -> Value {
    let mut body = application("2021-12-10");
    match path {
        "mediation-cases" => body["body"] = "commission".into(),
        "ledger-entries" => {
            let parties = body["parties"].take();
            body = json!({ "on": "2021-12-10", "channel": "counter", "cause": "remuneration", "number": "1号",
                "accepted_on": "2021-12-10", "procedure": "ordinary", "parties": parties });
        }
        "inspection-cases" => {
            let parties = body["parties"].take();
            body = json!({ "on": "2021-12-10", "channel": "counter", "source": "complaint",
                "cause": "remuneration", "parties": parties });
        }
        "petition-cases" => {
            let parties = body["parties"].take();
            body = json!({ "on": "2021-12-10", "channel": "counter", "cause": "remuneration",
                "request": "请求督促支付工资", "parties": parties });
        }
        _ => panic!("{path} opens no case"),
    }
    body
}

/// `+` for what was let through to the operation itself, whatever that said of the case.
fn class(reply: &Reply) -> char {
    match reply.status {
        401 => '1',
        403 => '3',
        404 => '4',
        200 | 201 | 204 | 409 | 422 => '+',
        _ => '?',
    }
}

#[test]
fn every_published_operation_stands_in_the_table() {
    let listed: BTreeSet<(String, String)> = TABLE
        .iter()
        .map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned()))
        .chain(ACTS.iter().map(|(path, ..)| ("POST".to_owned(), format!("/api/v1/cases/{{id}}/{path}"))))
        .chain(
            OTHER_ACTS
                .iter()
                .map(|(_, path, ..)| ("POST".to_owned(), format!("/api/v1/cases/{{id}}/{path}"))),
        )
        .chain(FILES.iter().map(|(_, path, _)| ("POST".to_owned(), format!("/api/v1/cases/{{id}}/{path}"))))
        .collect();
    let paths = openapi::published()["paths"].as_object().unwrap();
    let published: BTreeSet<(String, String)> = paths
        .iter()
        .flat_map(|(path, item)| item.as_object().unwrap().keys().map(|m| (m.to_uppercase(), path.clone())))
        .collect();
    assert_eq!(listed, published);
}

#[test]
fn every_caller_may_do_to_a_case_what_the_design_says() {
    let server = TestServer::start();
    let office = Office::of(&server);
    let mut wrong = Vec::new();
    let others = ["mediation", "inspection", "petition"].map(|kind| (kind, office.other(kind)));
    let file_of = |kind: &str| others.iter().find(|(known, _)| *known == kind).map(|(_, file)| file).unwrap();
    let own = ACTS.iter().map(|(path, expected, data)| (&office.file, *path, *expected, *data));
    let all = own.chain(
        OTHER_ACTS.iter().map(|(kind, path, expected, data)| (file_of(kind), *path, *expected, *data)),
    );
    for (file, path, expected, data) in all {
        for ((who, caller), expected) in office.callers().into_iter().zip(expected.chars()) {
            let reply = office.act(caller, file, path, data);
            if class(&reply) != expected {
                wrong
                    .push(format!("{path} by {who}: {} instead of {expected}: {}", reply.status, reply.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_caller_may_read_and_manage_what_the_design_says() {
    let server = TestServer::start();
    let office = Office::of(&server);
    let mut wrong = Vec::new();
    for (method, path, expected) in TABLE {
        for ((who, caller), expected) in office.callers().into_iter().zip(expected.chars()) {
            let reply = office.ask(caller, method, path);
            if class(&reply) != expected {
                wrong.push(format!(
                    "{method} {path} by {who}: {} instead of {expected}: {}",
                    reply.status, reply.text
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_caller_may_bring_the_files_that_the_design_says() {
    let server = TestServer::start();
    let office = Office::of(&server);
    let file = office.other("inspection");
    for (_, path, expected) in FILES {
        for ((who, caller), expected) in office.callers().into_iter().zip(expected.chars()) {
            let address = file.path(path) + "?on=2021-12-10&dry_run=true";
            let call = caller.call("POST", &address).header("if-match", &file.tag());
            let xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
            let reply = call.header("content-type", xlsx).raw("no workbook");
            let found = if reply.status == 400 { '+' } else { class(&reply) };
            assert_eq!(found, expected, "{path} by {who}: {reply:?}");
        }
    }
}

/// Who answers a referral to each channel: the case that is referred, the channel, who may, and what its case begins
/// with. The inspectorate answers for itself alone, and finds only what is referred to it.
#[rustfmt::skip]
const CHANNELS: &[(&str, &str, &str, &str)] = &[
    ("petition", "arbitration", "+33334441",
        r#"{"arbitration":{"claims":[{"no":1,"claimant":1,"item":"wages","amount":1}]}}"#),
    ("petition", "mediation", "+33+34441",
        r#"{"mediation":{"body":"commission","claims":[{"no":1,"claimant":1,"item":"wages","amount":1}]}}"#),
    ("petition", "inspection", "333334+41", r#"{"inspection":{}}"#),
    ("mediation", "petition", "+33334441", r#"{"petition":{"request":"请求督促支付工资"}}"#),
];

#[test]
fn every_channel_is_answered_for_by_its_own_desk() {
    let server = TestServer::start();
    let office = Office::of(&server);
    let mut wrong = Vec::new();
    for (kind, to, expected, intake) in CHANNELS {
        let file = office.other(kind);
        let offer = json!({ "on": "2021-12-10", "to": to, "ground": "属该渠道职责" });
        let offered = office.people.clerk.does(&file, "referrals", &offer)["entry"]["no"].clone();
        let accept = format!(r#"{{"channel":"counter","intake":{intake}}}"#);
        for (below, data) in [("acceptance", accept.as_str()), ("decline", r#"{"ground":"不属职责"}"#)] {
            let path = format!("referrals/{offered}/{below}");
            for ((who, caller), expected) in office.callers().into_iter().zip(expected.chars()) {
                let reply = office.act(caller, &file, &path, data);
                let done = if expected == '+' { reply.status == 200 } else { class(&reply) == expected };
                if !done {
                    wrong.push(format!(
                        "{to} {path} by {who}: {} instead of {expected}: {}",
                        reply.status, reply.text
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The pages, of the same case and of the same people: 200 for `+`; a stranger is sent to sign in.
#[rustfmt::skip]
const PAGES: &[(&str, &str)] = &[
    ("/sign-in", OPEN),
    ("/password", LOGGED_IN),
    ("/my-day", CASES),
    ("/my-day/hearing", CASES),
    ("/cases/{id}", CASE),
    ("/cases/{id}/docket", CASE),
    ("/cases/{id}/docket/1", CASE),
    ("/cases/{id}/docket/1/striking-out", CORRECTION),
    ("/cases/{id}/docket/2/correction", CORRECTION),
    ("/cases/{id}/docket/2/striking-out", CORRECTION),
    ("/cases/{id}/deadlines/A25", CASE),
    ("/cases/{id}/receipt", CASE),
    ("/cases/{id}/for-parties", BRINGING),
    ("/cases/{id}/personal-data", PERSONAL),
    ("/cases/{id}/personal-data?party=1", PERSONAL),
    ("/cases/{id}/unmaskings", APPROVAL),
    ("/cases/{id}/ratings", APPROVAL),
    ("/cases/{id}/elements", CASE),
    ("/cases/{id}/wage-lines", CASE),
    ("/matters/{id}", CASE),
    ("/cases/{id}/files", CASE),
    ("/cases/{id}/diary", CASE),
    ("/cases/{id}/papers", CASE),
    ("/cases/{id}/papers/new?kind=acceptance_notice", PERSONAL),
    ("/cases", CASES),
    ("/cases?stage=received&count=true", CASES),
    ("/cases/ledger?format=csv", CASES),
    ("/archive", CASES),
    ("/archive?expired=true&year=&kind=", CASES),
    ("/search", CASES),
    ("/search?q=%E5%BE%90%E9%97%BB", CASES),
    ("/cases/new", RECEIPT),
    ("/cases/new/mediation_request", MEDIATION_REQUEST),
    ("/cases/new/inspection_receipt", INSPECTION_RECEIPT),
    ("/cases/new/petition_receipt", RECEIPT),
    ("/cases/new/ledger_entry", RECEIPT),
    ("/figures", FIGURES),
    ("/figures/cases?figure=accepted", FIGURES),
    ("/office", FIGURES),
    ("/office?as_known_on=2021-12-09", FIGURES),
    ("/office/forecast", FIGURES),
    ("/deadlines", CASES),
    ("/publications", FIGURES),
    ("/publications/new", OFFICE),
    ("/publications/{publication}", FIGURES),
    ("/publications/{publication}/groups?by=cause", FIGURES),
    ("/publications/{publication}/cases?measure=accepted", FIGURES),
    ("/publications/{publication}/changes?measure=accepted", FIGURES),
    ("/hearings", CASES),
    ("/approvals", OFFICE),
    ("/calendar", LOGGED_IN),
    ("/administration", WATCH),
    ("/administration/people", ACCOUNTS),
    ("/administration/people/new", ACCOUNTS),
    ("/administration/people/{person}", ACCOUNTS),
    ("/administration/people/{person}/deactivation", ACCOUNTS),
    ("/administration/people/{person}/role-change", ACCOUNTS),
    ("/administration/people/{person}/keys", ACCOUNTS),
    ("/administration/people/{person}/keys/{key}/revocation", ACCOUNTS),
    ("/administration/rooms", ROOMS),
    ("/administration/rooms/{room}/retirement", ROOMS),
    ("/administration/templates", ROOMS),
    ("/administration/templates/summons", ROOMS),
    ("/administration/templates/summons/file", ROOMS),
    ("/administration/templates/summons/return", ROOMS),
    ("/administration/audit", WATCH),
    ("/calendar-feeds", OWN_FEEDS),
    ("/calendar-feeds/{feed}/revocation", THAT_FEED),
    ("/ledgers", LEDGER),
    ("/ledgers/unmaskings", RATINGS),
    ("/indicators", CHANGES),
    ("/reports", CHANGES),
    ("/reports/annual?from=2021-01-01&to=2021-12-10", CHANGES),
    ("/reports/workbook?from=2021-01-01&to=2021-12-10", CHANGES),
    ("/reports/template", LOGGED_IN),
];

#[test]
fn every_reader_gets_the_pages_that_the_design_says() {
    let server = TestServer::start();
    let office = Office::of(&server);
    let act = |path: &str| ROUTES.iter().find(|route| route.path == path).unwrap().act.code();
    let forms = |(path, expected, _): &(&str, &'static str, &str)| {
        (format!("/cases/{{id}}/acts/{}", act(path)), *expected)
    };
    let pages = PAGES.iter().map(|(path, expected)| ((*path).to_owned(), *expected));
    let pages: Vec<(String, &str)> = pages.chain(ACTS.iter().map(forms)).collect();
    let mut wrong = Vec::new();
    for (index, (who, _)) in office.callers().into_iter().enumerate() {
        let browser = match who {
            "stranger" => Browser::new(&server),
            _ => Browser::signed_in(&server, who),
        };
        for (path, expected) in &pages {
            let names = [
                ("{id}", &office.file.id),
                ("{person}", &office.people.report.id),
                ("{key}", &office.key),
                ("{room}", &office.room),
                ("{feed}", &office.feed),
                ("{publication}", &office.publication),
            ];
            let address = names.iter().fold(path.clone(), |path, (name, id)| path.replace(name, id.as_str()));
            let reply = browser.get(&address);
            let found = match (reply.status, reply.header("location").starts_with("/sign-in")) {
                (303, true) => '1',
                (200, false) => '+',
                (403, false) => '3',
                (404, false) => '4',
                _ => '?',
            };
            let expected = expected.chars().nth(index).unwrap();
            if found != expected {
                wrong.push(format!("{path} by {who}: {} instead of {expected}", reply.status));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
