//! The form that asks for a period (期间的选择), as the pages of figures have it in their address: with what was asked, and where it
//! is none, with what is wrong beside its field and nothing counted. Not here: what is counted (`figures`, `office`).

use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;

use crate::domain::figures::Period;
use crate::http::fault::{Answer, Fault};
use crate::http::pages::act_form::rows::{Choice, Field};
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::notes::{Note, beside_none, notes};
use crate::http::params::Params;

/// The form.
pub(super) struct PeriodForm {
    /// The page that it asks.
    pub(super) address: &'static str,
    /// The first and the last day.
    pub(super) fields: [Field; 2],
    /// With what the period can be compared; nothing where a page compares none.
    pub(super) choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "period_wrong.html")]
struct PeriodPage {
    f: Frame,
    title: &'static str,
    form: PeriodForm,
    elsewhere: Vec<Note>,
}

impl PeriodForm {
    /// The form of a page, with a period.
    pub(super) fn of(
        f: &Frame,
        (address, choices): (&'static str, Vec<Choice>),
        period: Period,
    ) -> PeriodForm {
        let fields = fields(f, [period.from.to_string(), period.to.to_string()], &[]);
        PeriodForm { address, fields, choices }
    }

    /// The page of the form alone: what was typed stays, and what is wrong with it is said.
    pub(super) fn refused(
        self,
        f: Frame,
        (title, fault): (&'static str, &Fault),
        request: &HttpRequest,
    ) -> Answer {
        let given = Params::of(request);
        let typed = self.fields.map(|field| {
            let typed = given.all().find(|(name, _)| *name == field.name);
            typed.map_or(field.value, |(_, typed)| typed.to_owned())
        });
        let notes = notes(fault, f.language);
        let fields = fields(&f, typed, &notes);
        let elsewhere = beside_none(&notes, &fields.iter().collect::<Vec<_>>());
        let shown = PeriodPage { title, form: PeriodForm { fields, ..self }, elsewhere, f };
        page(fault.status_code(), shown.f.language, &shown)
    }
}

fn fields(f: &Frame, [from, to]: [String; 2], notes: &[Note]) -> [Field; 2] {
    [
        Field::plain("from", (f.say("自", "From"), &from), notes),
        Field::plain("to", (f.say("至", "to"), &to), notes),
    ]
}
