//! The form that asks for a period (期间的选择), as the pages of figures have it in their address: with what was asked, and where it
//! is none, with what is wrong beside its field and nothing counted. Not here: what is counted (`figures`, `office`).

use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;
use chrono::NaiveDate;

use crate::domain::figures::Period;
use crate::http::fault::{Answer, Fault};
use crate::http::pages::act_form::rows::{Choice, Field};
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::notes::{Note, beside_none, notes};
use crate::http::params::Params;

/// The longest that is read as a day; a longer text is none.
const DAY_CHARS_MAX: usize = 40;

/// The form.
pub(super) struct PeriodForm {
    /// The page that it asks.
    pub(super) address: &'static str,
    /// The first and the last day.
    pub(super) fields: [Field; 2],
    /// With what the period can be compared; nothing where a page compares none.
    pub(super) choices: Vec<Choice>,
    /// As known at the end of which day; nothing where a page tells only what is known now.
    pub(super) known: Option<Field>,
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
        PeriodForm { address, fields, choices, known: None }
    }

    /// With a field for the day as known on which the figures are told.
    pub(super) fn known_on(self, f: &Frame, day: Option<NaiveDate>) -> PeriodForm {
        let day = day.map_or_else(String::new, |day| day.to_string());
        PeriodForm { known: Some(known(f, &day, &[])), ..self }
    }

    /// The page of the form alone: what was typed stays, and what is wrong with it is said.
    pub(super) fn refused(
        self,
        f: Frame,
        (title, fault): (&'static str, &Fault),
        request: &HttpRequest,
    ) -> Answer {
        let given = Params::of(request);
        let typed = |field: Field| {
            let typed = given.all().find(|(name, _)| *name == field.name);
            typed.map_or(field.value, |(_, typed)| typed.to_owned())
        };
        let notes = notes(fault, f.language);
        let fields = fields(&f, self.fields.map(typed), &notes);
        let known = self.known.map(|field| known(&f, &typed(field), &notes));
        let elsewhere = beside_none(&notes, &fields.iter().chain(&known).collect::<Vec<_>>());
        let form = PeriodForm { address: self.address, fields, choices: self.choices, known };
        let shown = PeriodPage { f, title, form, elsewhere };
        page(fault.status_code(), shown.f.language, &shown)
    }
}

/// As known at the end of which day, not after today. A form that was sent with nothing there asks for what is known now.
pub(super) fn known_on(params: &mut Params, today: NaiveDate) -> Option<NaiveDate> {
    params.text("as_known_on", DAY_CHARS_MAX).filter(|typed| !typed.is_empty())?;
    params.past_date("as_known_on", today)
}

fn known(f: &Frame, day: &str, notes: &[Note]) -> Field {
    Field::plain("as_known_on", (f.say("按此日所知（可不填）", "As known on (optional)"), day), notes)
}

fn fields(f: &Frame, [from, to]: [String; 2], notes: &[Note]) -> [Field; 2] {
    [
        Field::plain("from", (f.say("自", "From"), &from), notes),
        Field::plain("to", (f.say("至", "to"), &to), notes),
    ]
}
