//! What cannot be taken back (不可撤回的操作): a page that says what follows from it, and the one button that does it. Not here:
//! what is done.

use actix_web::ResponseError as _;
use actix_web::http::StatusCode;
use askama::Template;

use crate::http::fault::{Answer, Fault, Kind};
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::notes::{Note, notes, whole};
use crate::http::pages::once::new_key;

/// The page before the button.
#[derive(Template)]
#[template(path = "confirm.html")]
pub struct Confirmation {
    /// The frame.
    pub f: Frame,
    /// The page from which one came, and what it is called.
    pub back: (String, String),
    /// What would be done.
    pub title: String,
    /// What follows from it, a sentence each.
    pub consequences: Vec<String>,
    /// Where the button sends.
    pub to: String,
    /// What it says.
    pub button: String,
    /// What was seen when it was asked for; empty where it does not matter.
    pub seen: String,
    key: String,
    notes: Vec<Note>,
}

/// What a page asks for before it does it.
pub struct Step {
    /// The page from which one came, and what it is called.
    pub back: (String, String),
    /// What would be done.
    pub title: String,
    /// What follows from it, in Chinese and in English.
    pub consequences: Vec<(&'static str, &'static str)>,
    /// Where the button sends.
    pub to: String,
    /// What it says.
    pub button: String,
}

impl Confirmation {
    /// The page of a step.
    #[must_use]
    pub fn of(f: Frame, step: Step) -> Confirmation {
        let said = |(zh, en): (&str, &str)| f.say(zh, en).to_owned();
        Confirmation {
            consequences: step.consequences.into_iter().map(said).collect(),
            back: step.back,
            title: step.title,
            to: step.to,
            button: step.button,
            seen: String::new(),
            key: new_key(),
            notes: Vec::new(),
            f,
        }
    }

    /// The same, of something that others may change meanwhile: what was seen goes along.
    #[must_use]
    pub fn having_seen(self, seen: String) -> Confirmation {
        Confirmation { seen, ..self }
    }

    /// The page before anything is done.
    ///
    /// # Errors
    /// When the page cannot be made.
    pub fn asked(self) -> Answer {
        page(StatusCode::OK, self.f.language, &self)
    }

    /// The page once more, with why it was not done.
    ///
    /// # Errors
    /// What nobody can mend here: it has a page of its own.
    pub fn refused(self, fault: Fault) -> Answer {
        if !Kind::of(&fault).is_of_the_form() {
            return Err(fault);
        }
        let meanwhile = self.f.say(
            "其间已被他人更改，没有办理；请先返回核对",
            "Somebody else changed it meanwhile, and nothing was done: go back and look first",
        );
        let notes = match Kind::of(&fault) {
            Kind::Stale => vec![whole(meanwhile)],
            _ => notes(&fault, self.f.language),
        };
        let shown = Confirmation { notes, ..self };
        page(fault.status_code(), shown.f.language, &shown)
    }
}
