//! The administration (管理): people and their keys, hearing rooms, templates of papers, the audit log, and what stands. Each
//! page says in plain words what follows from what it offers, before it is done.
//!
//! - [`standing`]: what stands, and where one goes from there. [`roles`]: the roles in plain words.
//! - [`confirm`]: what cannot be taken back, before it is done.
//! - [`people`], [`person`], [`role_change`]: who has a login, and as what; [`keys`]: the keys of programs. [`rooms`]: the hearing rooms.
//! - [`templates`]: the templates of papers. [`settings`]: the settings in words. [`audit`]: the audit log.

pub mod audit;
pub mod confirm;
pub mod keys;
pub mod people;
pub mod person;
pub mod role_change;
pub mod roles;
pub mod rooms;
pub mod settings;
pub mod standing;
pub mod templates;

use actix_web::web::{ServiceConfig, get, post};

use crate::http::pages::feeds;
use crate::http::routes::resource;

/// Registers them all, and the calendar feeds.
#[rustfmt::skip]
pub fn register(config: &mut ServiceConfig) {
    config
        .service(resource("/administration").route(get().to(standing::show)))
        .service(resource("/administration/people").route(get().to(people::list)))
        .service(resource("/administration/people/new").route(get().to(people::form)).route(post().to(people::add)))
        .service(resource("/administration/people/{id}").route(get().to(person::show)))
        .service(resource("/administration/people/{id}/password").route(post().to(person::set_password)))
        .service(resource("/administration/people/{id}/deactivation").route(get().to(person::ask)).route(post().to(person::deactivate)))
        .service(resource("/administration/people/{id}/reactivation").route(post().to(person::reactivate)))
        .service(resource("/administration/people/{id}/role-change").route(get().to(role_change::form)).route(post().to(role_change::change)))
        .service(resource("/administration/rooms").route(get().to(rooms::list)).route(post().to(rooms::add)))
        .service(resource("/administration/rooms/{id}/retirement").route(get().to(rooms::ask)).route(post().to(rooms::retire)))
        .service(resource("/administration/people/{id}/keys").route(get().to(keys::list)).route(post().to(keys::issue)))
        .service(resource("/administration/people/{id}/keys/{key}/revocation").route(get().to(keys::ask)).route(post().to(keys::revoke)))
        .service(resource("/administration/templates").route(get().to(templates::list)))
        .service(resource("/administration/templates/{kind}").route(get().to(templates::show)).route(post().to(templates::put)))
        .service(resource("/administration/templates/{kind}/file").route(get().to(templates::file)))
        .service(resource("/administration/templates/{kind}/return").route(get().to(templates::ask)).route(post().to(templates::go_back)))
        .service(resource("/administration/audit").route(get().to(audit::show)))

        .service(resource("/calendar-feeds").route(get().to(feeds::list)).route(post().to(feeds::make)))
        .service(resource("/calendar-feeds/{id}/revocation").route(get().to(feeds::ask)).route(post().to(feeds::revoke)));
}
