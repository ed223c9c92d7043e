//! The administration (管理): people and their keys, hearing rooms, templates of papers, the audit log, and what stands. Each
//! page says in plain words what follows from what it offers, before it is done.
//!
//! - [`standing`]: what stands, and where one goes from there. [`roles`]: the roles in plain words.
//! - [`confirm`]: what cannot be taken back, before it is done.
//! - [`people`], [`person`]: who has a login. [`rooms`]: the hearing rooms.

pub mod confirm;
pub mod people;
pub mod person;
pub mod roles;
pub mod rooms;
pub mod standing;

use actix_web::web::{ServiceConfig, get, post};

use crate::http::routes::resource;

/// Registers them all.
#[rustfmt::skip]
pub fn register(config: &mut ServiceConfig) {
    config
        .service(resource("/administration").route(get().to(standing::show)))
        .service(resource("/administration/people").route(get().to(people::list)))
        .service(resource("/administration/people/new").route(get().to(people::form)).route(post().to(people::add)))
        .service(resource("/administration/people/{id}").route(get().to(person::show)))
        .service(resource("/administration/people/{id}/password").route(post().to(person::set_password)))
        .service(resource("/administration/people/{id}/deactivation").route(get().to(person::ask)).route(post().to(person::deactivate)))
        .service(resource("/administration/rooms").route(get().to(rooms::list)).route(post().to(rooms::add)))
        .service(resource("/administration/rooms/{id}/retirement").route(get().to(rooms::ask)).route(post().to(rooms::retire)));
}
