//! Every page, on one screen. Not here: what they show.

use actix_web::web::{ServiceConfig, get, post};

use crate::http::pages::{act_form, assets, case_page, deadline_page, figures, my_day, password, sign_in};
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
        .service(resource("/notices/{id}/read-mark").route(post().to(my_day::mark_read)))
        .service(resource("/diary/{id}/done-mark").route(post().to(my_day::mark_done)))

        .service(resource("/cases/{id}").route(get().to(case_page::show)))
        .service(resource("/cases/{id}/deadlines/{rule}").route(get().to(deadline_page::show)))
        .service(resource("/cases/{id}/acts/{act}").route(get().to(act_form::form)).route(post().to(act_form::post)))

        .service(resource("/figures").route(get().to(figures::show)))
        .service(resource("/figures/cases").route(get().to(figures::cases)));
}
