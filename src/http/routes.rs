//! Every route of the service, on one screen. Not here: what they do (`api`).

use actix_web::body::BoxBody;
use actix_web::dev::{HttpServiceFactory, ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::web::{ServiceConfig, delete, get, post, put, scope};
use actix_web::{Resource, Route, web};

use crate::domain::act::kind::ActKind;
use crate::http::api::{
    acts, api_keys, archive, audit, calendar, calendar_feeds, case_lists, cases, changes, code_lists,
    deadline_rules, deadlines, diary, elements, enquiry_codes, figure_catalogue, figures, files, forecast,
    hearing_rooms, hearings, indicators, ledger_imports, ledgers, notices, openings, paper_templates, papers,
    pending_services, personal_data, publications, quick_steps, rating_figures, rating_links, ratings,
    referrals, report_templates, reports, saved_views, search, sessions, statistics, users, wage_arrears,
    wage_files, wage_lines, yearbook,
};
use crate::http::{health, list_tables, openapi, pages, panics};

/// Registers them all. An unknown path is 404, a known one with another method 405.
pub fn register(config: &mut ServiceConfig) {
    config
        .service(resource("/health/live").route(get().to(health::live)))
        .service(resource("/health/ready").route(get().to(health::ready)))
        .service(resource("/docs").route(get().to(openapi::page_redirect)))
        .service(resource("/docs/{file:.*}").route(get().to(openapi::page)))
        .service(api())
        .configure(pages::routes::register);
}

#[rustfmt::skip]
fn api() -> impl HttpServiceFactory {
    let api = scope("/api/v1")
        .service(resource("/openapi.json").route(get().to(openapi::document_json)))

        .service(resource("/sessions").route(post().to(sessions::log_in)))
        .service(resource("/sessions/renewal").route(post().to(sessions::renew)))
        .service(resource("/sessions/current").route(delete().to(sessions::log_out)))
        .service(resource("/me").route(get().to(sessions::me)))

        .service(resource("/users").route(get().to(users::list)).route(post().to(users::add)))
        .service(resource("/staff").route(get().to(users::staff)))
        .service(resource("/audit").route(get().to(audit::list)))
        .service(resource("/users/{id}/deactivation").route(post().to(users::deactivate)))
        .service(resource("/users/{id}/reactivation").route(post().to(users::reactivate)))
        .service(resource("/users/{id}/role-change").route(post().to(users::change_role)))
        .service(resource("/users/{id}/password").route(post().to(users::set_password)))

        .service(resource("/cases").route(get().to(case_lists::list)).route(opening(ActKind::Receipt)))
        .service(resource("/mediation-cases").route(opening(ActKind::MediationRequest)))
        .service(resource("/inspection-cases").route(opening(ActKind::InspectionReceipt)))
        .service(resource("/petition-cases").route(opening(ActKind::PetitionReceipt)))
        .service(resource("/ledger-entries").route(opening(ActKind::LedgerEntry)))
        .service(resource("/cases/{id}").route(get().to(cases::read)))
        .service(resource("/cases/{id}/acts").route(get().to(cases::permitted_acts)))
        .service(resource("/cases/{id}/docket").route(get().to(cases::docket)))
        .service(resource("/cases/{id}/docket/{entry}/correction").route(post().to(cases::correct)))
        .service(resource("/cases/{id}/parties/{party}/personal-data").route(get().to(personal_data::personal_data)))
        .service(resource("/cases/{id}/parties/{party}/other-cases").route(get().to(personal_data::other_cases)))
        .service(resource("/cases/{id}/unmaskings").route(get().to(personal_data::unmaskings)))
        .service(resource("/cases/{id}/deadlines").route(get().to(deadlines::of_case)))
        .service(resource("/cases/{id}/elements").route(get().to(elements::of_case)))
        .service(resource("/cases/{id}/wage-lines").route(get().to(wage_lines::list)).route(post().to(wage_files::import)))
        .configure(of_diary)
        .configure(of_files)
        .configure(of_papers)
        .configure(of_ledgers)
        .configure(of_search)

        .service(resource("/referrals").route(get().to(referrals::list)))
        .service(resource("/matters/{id}").route(get().to(referrals::matter)))

        .service(resource("/notices").route(get().to(notices::list)))
        .service(resource("/notices/{id}/read-mark").route(put().to(notices::mark_read)))
        .service(resource("/watch").route(get().to(notices::watch)))

        .configure(of_hearings)

        .service(resource("/deadlines").route(get().to(deadlines::worklist)))
        .service(resource("/pending-services").route(get().to(pending_services::list)))
        .service(resource("/deadline-rules").route(get().to(deadline_rules::rules)))
        .service(resource("/deadline-rules/{rule}/due").route(get().to(deadline_rules::due)))
        .service(resource("/calendar/{year}").route(get().to(calendar::read)).route(put().to(calendar::import)))
        .service(resource("/code-lists").route(get().to(code_lists::list)))

        .configure(of_ratings)
        .configure(of_figures)
        .configure(of_publications)
        .configure(of_reports)

        .service(resource("/statistics/closure").route(get().to(statistics::closure)))
        .service(resource("/statistics/closure/cases").route(get().to(statistics::closure_cases)))
        .service(resource("/statistics/wage-arrears").route(get().to(wage_arrears::wage_arrears)))
        .service(resource("/statistics/wage-arrears/cases").route(get().to(wage_arrears::wage_arrears_cases)))
        .service(resource("/statistics/quick-steps").route(get().to(quick_steps::quick_steps)))
        .service(resource("/statistics/quick-steps/cases").route(get().to(quick_steps::quick_step_cases)));

    // Every act on a case, one row each in `acts::ROUTES`.
    acts::ROUTES.iter().fold(api, |api, route| {
        let perform = move |app, actor, request, body| acts::perform(route, app, actor, request, body);
        let act = resource(format!("/cases/{{id}}/{}", route.path)).route(post().to(perform));
        // What was put away is read where it is put away.
        api.service(if route.act == ActKind::Archiving { act.route(get().to(archive::of_case)) } else { act })
    })
}

/// Hearings and their rooms, and the feeds that calendar programs read.
#[rustfmt::skip]
fn of_hearings(config: &mut ServiceConfig) {
    config
        .service(resource("/hearings").route(get().to(hearings::list)))
        .service(resource("/cases/{id}/hearing-slots").route(get().to(hearings::slots)))
        .service(resource("/hearing-rooms").route(get().to(hearing_rooms::list)).route(post().to(hearing_rooms::add)))
        .service(resource("/hearing-rooms/{id}/retirement").route(post().to(hearing_rooms::retire)))
        .service(resource("/hearing-rooms/{id}/hearings.ics").route(get().to(calendar_feeds::of_room)))
        .service(resource("/people/{id}/hearings.ics").route(get().to(calendar_feeds::of_person)))
        .service(resource("/calendar-feeds").route(get().to(calendar_feeds::list)).route(post().to(calendar_feeds::make)))
        .service(resource("/calendar-feeds/{id}/revocation").route(post().to(calendar_feeds::revoke)));
}

/// Finding cases by words, and the views that people keep.
#[rustfmt::skip]
fn of_search(config: &mut ServiceConfig) {
    config
        .service(resource("/search").route(get().to(search::search)))
        .service(resource("/saved-views").route(get().to(saved_views::list)).route(post().to(saved_views::add)))
        .service(resource("/saved-views/{id}").route(put().to(saved_views::replace)).route(delete().to(saved_views::remove)));
}

/// Ledgers, in and out.
#[rustfmt::skip]
fn of_ledgers(config: &mut ServiceConfig) {
    config
        .service(resource("/ledger").route(get().to(ledgers::export)))
        .service(resource("/ledger-imports").route(get().to(ledger_imports::list)).route(post().to(ledger_imports::bring)))
        .service(resource("/ledger-imports/{id}").route(get().to(ledger_imports::read)).route(delete().to(ledger_imports::discard)))
        .service(resource("/ledger-imports/{id}/commit").route(post().to(ledger_imports::commit)))
        .service(resource("/ledger-imports/{id}/rejected").route(get().to(ledger_imports::rejected)))
        .service(resource("/ledger-unmaskings").route(get().to(personal_data::ledger_unmaskings)));
}

/// What people keep in mind of cases.
#[rustfmt::skip]
fn of_diary(config: &mut ServiceConfig) {
    config
        .service(resource("/cases/{id}/diary").route(get().to(diary::of_case)).route(post().to(diary::add)))
        .service(resource("/diary").route(get().to(diary::list)))
        .service(resource("/diary/{id}/done-mark").route(put().to(diary::mark_done)));
}

/// The files of cases, and the volumes in which they lie.
#[rustfmt::skip]
fn of_files(config: &mut ServiceConfig) {
    config
        .service(resource("/cases/{id}/files").route(get().to(files::list)).route(post().to(files::add)))
        .service(resource("/cases/{id}/files/{file}").route(get().to(files::read)))
        .service(resource("/cases/{id}/files/{file}/material").route(put().to(archive::state)))
        .service(resource("/cases/{id}/archive/main-volume").route(get().to(archive::main_volume)))
        .service(resource("/archive").route(get().to(archive::list)));
}

/// The papers of cases, and their templates.
#[rustfmt::skip]
fn of_papers(config: &mut ServiceConfig) {
    config
        .service(resource("/cases/{id}/papers").route(get().to(papers::list)).route(post().to(papers::make)))
        .service(resource("/cases/{id}/papers/{paper}").route(get().to(papers::read)))
        .service(resource("/paper-kinds").route(get().to(paper_templates::kinds)))
        .service(resource("/paper-templates/{kind}").route(get().to(paper_templates::read)).route(put().to(paper_templates::put)));
}

/// Ratings of closed cases: made known by a link, given without a login, read and answered by supervisors.
#[rustfmt::skip]
fn of_ratings(config: &mut ServiceConfig) {
    config
        .service(resource("/cases/{id}/enquiry-codes").route(post().to(enquiry_codes::make)))
        .service(resource("/cases/{id}/rating-links").route(post().to(rating_links::make)))
        .service(resource("/ratings").route(get().to(ratings::list)))
        .service(resource("/ratings/{token}").route(get().to(rating_links::form)).route(post().to(rating_links::rate)))
        .service(resource("/ratings/{id}/verification").route(post().to(ratings::verify)))
        .service(resource("/ratings/{id}/rectification").route(post().to(ratings::rectify)))
        .service(resource("/statistics/ratings").route(get().to(rating_figures::ratings)))
        .service(resource("/statistics/ratings/cases").route(get().to(rating_figures::rating_cases)));
}

/// The catalogue of figures, what they come to, and the cases behind each.
#[rustfmt::skip]
fn of_figures(config: &mut ServiceConfig) {
    config
        .service(resource("/statistics/catalogue").route(get().to(figure_catalogue::catalogue)))
        .service(resource("/statistics/figures").route(get().to(figures::figures)))
        .service(resource("/statistics/figures/cases").route(get().to(figures::figure_cases)))
        .service(resource("/statistics/forecast").route(get().to(forecast::forecast)));
}

/// What leaves the office: published periods, the feed of changes, and the keys of programs that read them.
#[rustfmt::skip]
fn of_publications(config: &mut ServiceConfig) {
    config
        .service(resource("/publications").route(get().to(publications::list)).route(post().to(publications::publish)))
        .service(resource("/publications/key").route(get().to(publications::keys)))
        .service(resource("/publications/{id}").route(get().to(publications::read)))
        .service(resource("/publications/{id}/cases").route(get().to(publications::cases)))
        .service(resource("/publications/{id}/restatement").route(get().to(publications::restatement)))
        .service(resource("/publications/{id}/restatement/cases").route(get().to(publications::restated_cases)))
        .service(resource("/changes").route(get().to(changes::changes)))
        .service(resource("/users/{id}/api-keys").route(get().to(api_keys::list)).route(post().to(api_keys::issue)))
        .service(resource("/api-keys/{id}/revocation").route(post().to(api_keys::revoke)));
}

/// The annual report, its template, and the register of what the office counts elsewhere.
#[rustfmt::skip]
fn of_reports(config: &mut ServiceConfig) {
    config
        .service(resource("/indicators").route(get().to(indicators::list)).route(post().to(indicators::enter)))
        .service(resource("/indicators/{id}").route(get().to(indicators::read)))
        .service(resource("/indicators/{id}/corrections").route(post().to(indicators::correct)))
        .service(resource("/reports/annual").route(get().to(reports::annual)))
        .service(resource("/reports/annual/charts/{chart}").route(get().to(reports::chart)))
        .service(resource("/reports/workbook").route(get().to(reports::workbook)))
        .service(resource("/report-templates/annual").route(get().to(report_templates::read)).route(put().to(report_templates::put)))
        .service(resource("/report-templates/annual/fields").route(get().to(report_templates::list_fields)))
        .service(resource("/statistics/yearbook").route(get().to(yearbook::national)));
}

/// The POST that opens a case, by its row in `openings::OPENINGS`.
fn opening(act: ActKind) -> Route {
    post().to(move |app, actor, request, body| openings::open(act, app, actor, request, body))
}

/// A path, at which a handler that breaks is answered like every other error, and a list is a table too.
pub(crate) fn resource<P: Into<String>>(
    path: P,
) -> Resource<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<BoxBody>,
        Error = actix_web::Error,
        InitError = (),
    > + use<P>,
> {
    web::resource(path.into()).wrap(from_fn(panics::answer)).wrap(from_fn(list_tables::offer))
}
