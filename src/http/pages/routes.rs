//! Every page, on one screen. Not here: what they show.

use actix_web::web::{ServiceConfig, get, post};

use crate::http::pages::{
    act_form, act_form::correction, administration, approvals, archive_page, assets, board, calendar,
    case_page, cases_page, deadline_page, deadlines_page, diary, docket_page, elements_page, entry_page,
    figure_cases, figures, files_page, for_parties, forecast, hearing_slots, hearings, indicator_page,
    indicators, ledger_export, ledger_page, ledgers, matter_page, my_day, office, opening_form, papers_page,
    password, personal_page, public, publication, publications, ratings_page, receipt_page, report_template,
    reports, restated_groups, search_page, sign_in, unmaskings, wage_lines_page,
};
use crate::http::routes::resource;

/// Registers them all.
#[rustfmt::skip]
pub fn register(config: &mut ServiceConfig) {
    config
        .service(resource("/assets/{name}").route(get().to(assets::serve)))

        .service(resource("/").route(get().to(my_day::home)))
        .service(resource("/sign-in").route(get().to(sign_in::form)).route(post().to(sign_in::sign_in)))
        .service(resource("/sign-out").route(post().to(sign_in::sign_out)))
        .service(resource("/language/{tag}").route(get().to(sign_in::language)))
        .service(resource("/password").route(get().to(password::form)).route(post().to(password::set)))

        .service(resource("/my-day").route(get().to(my_day::show)))
        .service(resource("/my-day/{step}").route(get().to(board::show)))
        .service(resource("/notices/{id}/read-mark").route(post().to(my_day::mark_read)))
        .service(resource("/diary/{id}/done-mark").route(post().to(diary::mark_done)))

        .configure(of_counter)
        .configure(public::register)
        .configure(administration::register)
        .configure(of_ledgers)
        .configure(of_reports)
        .configure(of_docket)
        .service(resource("/cases/{id}").route(get().to(case_page::show)))
        .service(resource("/matters/{id}").route(get().to(matter_page::show)))
        .service(resource("/cases/{id}/deadlines/{rule}").route(get().to(deadline_page::show)))
        .service(resource("/cases/{id}/acts/{act}").route(get().to(act_form::form)).route(post().to(act_form::post)))

        .service(resource("/figures").route(get().to(figures::show)))
        .service(resource("/figures/cases").route(get().to(figure_cases::show)))

        .service(resource("/office").route(get().to(office::show)))
        .service(resource("/office/forecast").route(get().to(forecast::show)))
        .service(resource("/deadlines").route(get().to(deadlines_page::show)))
        .service(resource("/publications").route(get().to(publications::list)).route(post().to(publications::publish)))
        .service(resource("/publications/new").route(get().to(publications::new)))
        .service(resource("/publications/{id}").route(get().to(publication::show)))
        .service(resource("/publications/{id}/cases").route(get().to(publication::cases)))
        .service(resource("/publications/{id}/groups").route(get().to(restated_groups::show)))
        .service(resource("/publications/{id}/changes").route(get().to(publication::changes)))
        .service(resource("/hearings").route(get().to(hearings::show)))
        .service(resource("/cases/{id}/hearing-slots").route(get().to(hearing_slots::show)))
        .service(resource("/approvals").route(get().to(approvals::show)))
        .service(resource("/calendar").route(get().to(calendar::show)).route(post().to(calendar::import)));
}

/// Opening cases, and finding them.
#[rustfmt::skip]
fn of_counter(config: &mut ServiceConfig) {
    config
        .service(resource("/cases").route(get().to(cases_page::show)))
        .service(resource("/cases/ledger").route(get().to(ledger_export::masked)).route(post().to(ledger_export::in_clear)))
        .service(resource("/archive").route(get().to(archive_page::list)))
        .service(resource("/search").route(get().to(search_page::show)))
        .service(resource("/saved-views").route(post().to(cases_page::keep_view)))
        .service(resource("/saved-views/{id}/removal").route(post().to(cases_page::remove_view)))
        .service(resource("/cases/new").route(get().to(opening_form::form)).route(post().to(opening_form::post)))
        .service(resource("/cases/new/{act}").route(get().to(opening_form::form)).route(post().to(opening_form::post)))
        .service(resource("/cases/{id}/receipt").route(get().to(receipt_page::show)))
        .service(resource("/cases/{id}/for-parties").route(get().to(for_parties::show)))
        .service(resource("/cases/{id}/enquiry-codes").route(post().to(for_parties::enquiry_code)))
        .service(resource("/cases/{id}/rating-links").route(post().to(for_parties::rating_link)))
        .service(resource("/cases/{id}/personal-data").route(get().to(personal_page::form)).route(post().to(personal_page::show)))
        .service(resource("/cases/{id}/unmaskings").route(get().to(unmaskings::of_case)))
        .service(resource("/cases/{id}/ratings").route(get().to(ratings_page::show)))
        .service(resource("/cases/{id}/ratings/{rating}/verification").route(post().to(ratings_page::verify)))
        .service(resource("/cases/{id}/ratings/{rating}/rectification").route(post().to(ratings_page::rectify)))
        .service(resource("/cases/{id}/wage-lines").route(get().to(wage_lines_page::show)).route(post().to(wage_lines_page::bring)))
        .service(resource("/cases/{id}/elements").route(get().to(elements_page::show)))
        .service(resource("/cases/{id}/diary").route(get().to(diary::show)).route(post().to(diary::add)))
        .service(resource("/cases/{id}/papers").route(get().to(papers_page::show)))
        .service(resource("/cases/{id}/papers/new").route(get().to(papers_page::form)).route(post().to(papers_page::make)))
        .service(resource("/cases/{id}/files").route(get().to(files_page::show)).route(post().to(files_page::add)))
        .service(resource("/cases/{id}/files/{file}").route(get().to(files_page::read)))
        .service(resource("/cases/{id}/files/{file}/material").route(post().to(files_page::sort)));
}

/// The entries of a case, and putting them right.
#[rustfmt::skip]
fn of_docket(config: &mut ServiceConfig) {
    config
        .service(resource("/cases/{id}/docket").route(get().to(docket_page::show)))
        .service(resource("/cases/{id}/docket/{entry}").route(get().to(entry_page::show)))
        .service(resource("/cases/{id}/docket/{entry}/correction").route(get().to(correction::form)).route(post().to(correction::post)))
        .service(resource("/cases/{id}/docket/{entry}/striking-out").route(get().to(correction::striking_out)).route(post().to(correction::strike_out)));
}

/// Bringing ledgers.
#[rustfmt::skip]
fn of_ledgers(config: &mut ServiceConfig) {
    config
        .service(resource("/ledgers").route(get().to(ledgers::list)).route(post().to(ledgers::bring)))
        .service(resource("/ledgers/unmaskings").route(get().to(unmaskings::of_ledgers)))
        .service(resource("/ledgers/{id}").route(get().to(ledger_page::show)))
        .service(resource("/ledgers/{id}/commit").route(post().to(ledger_page::commit)))
        .service(resource("/ledgers/{id}/rejected").route(get().to(ledger_page::rejected)))
        .service(resource("/ledgers/{id}/removal").route(post().to(ledger_page::discard)));
}

/// What the annual report is written from.
#[rustfmt::skip]
fn of_reports(config: &mut ServiceConfig) {
    config
        .service(resource("/indicators").route(get().to(indicators::list)).route(post().to(indicators::enter)))
        .service(resource("/indicators/{id}").route(get().to(indicator_page::show)))
        .service(resource("/indicators/{id}/corrections").route(post().to(indicator_page::correct)))
        .service(resource("/reports").route(get().to(reports::show)))
        .service(resource("/reports/annual").route(get().to(reports::annual)))
        .service(resource("/reports/workbook").route(get().to(reports::workbook)))
        .service(resource("/reports/template").route(get().to(report_template::show)).route(post().to(report_template::put)))
        .service(resource("/reports/template/file").route(get().to(report_template::read)));
}
