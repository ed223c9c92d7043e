//! The filters of lists of cases (筛选条件) as a form, and a case as a row of such a list: for the list and for the search. Not here:
//! what they filter (`api::case_lists`, `app`).

use std::fmt::Write as _;

use chrono::NaiveDate;

use crate::app::App;
use crate::app::error::Error;
use crate::app::identity::Actor;
use crate::app::reading::ListedCase;
use crate::domain::act::filing::Procedure;
use crate::domain::case_kind::CaseKind;
use crate::domain::claim::Cause;
use crate::domain::code::Coded;
use crate::domain::id::UserId;
use crate::domain::permission::{Operation, Permit, permit};
use crate::domain::stage::{Manner, Stage};
use crate::http::pages::act_form::rows::{Choice, chosen};
use crate::http::pages::frame::Frame;
use crate::http::pages::which_person::PersonField;
use crate::http::params::Params;

/// The filters that a view keeps, by their names in the address.
pub const FILTERS: &[&str] = &[
    "kind",
    "stage",
    "cause",
    "procedure",
    "manner",
    "employer",
    "received_on__gte",
    "received_on__lte",
    "accepted_on__gte",
    "accepted_on__lte",
    "closed_on__gte",
    "closed_on__lte",
];
/// Those that no view keeps.
const NOT_KEPT: &[&str] = &["number", "person", "matter", "ledger"];

/// A choice among the codes of a list.
pub struct Choosing {
    /// The name of the filter.
    pub name: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What can be chosen.
    pub choices: Vec<Choice>,
}

/// Two days between which something happened.
pub struct Between {
    /// The beginning of the names of the two filters.
    pub name: &'static str,
    /// What happened.
    pub label: &'static str,
    /// The first day, as it was given.
    pub from: String,
    /// The last day.
    pub to: String,
}

/// What the form is filled with.
#[derive(Default)]
pub struct Filters {
    given: Vec<(&'static str, String)>,
    /// What can be chosen.
    pub choosing: Vec<Choosing>,
    /// Who works on it, for who may know them.
    pub person: Option<PersonField>,
    /// Days.
    pub between: Vec<Between>,
    /// The case number.
    pub number: String,
    /// How the employer's name begins.
    pub employer: String,
    /// The ledger of which they came, by its id.
    pub ledger: String,
    /// Whether any filter is set.
    pub are_set: bool,
}

impl Filters {
    /// What is given in an address.
    #[must_use]
    pub fn of(params: &Params) -> Filters {
        let given = |name: &&'static str| (*name, params.given(name).to_owned());
        let all = FILTERS.iter().chain(NOT_KEPT).map(given);
        let given: Vec<_> = all.filter(|(_, value)| !value.is_empty()).collect();
        Filters { are_set: !given.is_empty(), given, ..Filters::default() }
    }

    fn one(&self, name: &str) -> String {
        let found = self.given.iter().find(|(given, _)| *given == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    }

    /// Those that are set and that a view keeps.
    #[must_use]
    pub fn kept(&self) -> Vec<(&'static str, String)> {
        self.given.iter().filter(|(name, _)| FILTERS.contains(name)).cloned().collect()
    }

    /// All that are set, as the query of an address under which their cases are a ledger; none for a kind that is in no ledger.
    #[must_use]
    pub fn of_ledger(&self) -> Option<String> {
        let kind = self.one("kind");
        let pairs = self.given.iter().map(|(name, value)| (*name, value.as_str()));
        (kind.is_empty() || kind == CaseKind::Arbitration.code()).then(|| query_of(pairs))
    }

    /// With everything that can be chosen; people for whoever may know them.
    ///
    /// # Errors
    /// That the database does not answer.
    pub async fn with_choices(mut self, f: &Frame, app: &App, actor: &Actor) -> Result<Filters, Error> {
        self.choosing = vec![
            self.codes::<CaseKind>(f, ("kind", "种类", "Kind")),
            self.codes::<Stage>(f, ("stage", "阶段", "Stage")),
            self.codes::<Cause>(f, ("cause", "案由", "Cause")),
            self.codes::<Procedure>(f, ("procedure", "程序", "Procedure")),
            self.codes::<Manner>(f, ("manner", "结案方式", "Manner of closing")),
        ];
        if permit(actor.role, Operation::ReadStaff) != Permit::No {
            let one = self.one("person").parse().ok().map(UserId);
            self.person = Some(PersonField::of(f, app, actor, one).await?);
        }
        let between = |(name, zh, en): (&'static str, &'static str, &'static str)| Between {
            name,
            label: f.say(zh, en),
            from: self.one(&format!("{name}__gte")),
            to: self.one(&format!("{name}__lte")),
        };
        self.between = [
            ("received_on", "收件", "Received"),
            ("accepted_on", "受理", "Accepted"),
            ("closed_on", "结案", "Closed"),
        ]
        .map(between)
        .into();
        (self.number, self.employer, self.ledger) =
            (self.one("number"), self.one("employer"), self.one("ledger"));
        Ok(self)
    }

    fn codes<T: Coded>(
        &self,
        f: &Frame,
        (name, zh, en): (&'static str, &'static str, &'static str),
    ) -> Choosing {
        let codes: Vec<(String, String)> =
            T::ROWS.iter().map(|(_, label)| (label.code.to_owned(), f.label(label).to_owned())).collect();
        let given = self.one(name);
        Choosing { name, label: f.say(zh, en), choices: chosen(&codes, &[given.as_str()]) }
    }
}

/// A case as a row.
pub struct CaseRow {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Its first worker, and how many there are.
    pub worker: String,
    /// Its first employer.
    pub employer: String,
    /// Its cause.
    pub cause: String,
    /// Its stage.
    pub stage: String,
    /// When it came in.
    pub received: NaiveDate,
    /// When it was accepted.
    pub accepted: String,
    /// When and how it was closed.
    pub closed: String,
}

/// The row of a case.
#[must_use]
pub fn case_row(f: &Frame, listed: &ListedCase) -> CaseRow {
    let (row, unnamed) = (&listed.row, || "—".to_owned());
    let others = match row.workers {
        workers if workers > 1 => {
            f.say("等{}人", " and others, {} in all").replace("{}", &workers.to_string())
        }
        _ => String::new(),
    };
    let unnumbered = || format!("{} · {}", f.code::<CaseKind>(&row.kind), f.say("未编号", "no number yet"));
    let manner = row.manner.as_deref().map(|manner| format!(" {}", f.code::<Manner>(manner)));
    CaseRow {
        id: row.id.clone(),
        title: row.number.clone().unwrap_or_else(unnumbered),
        worker: format!("{}{others}", listed.lead_worker.clone().unwrap_or_else(unnamed)),
        employer: row.lead_employer.clone().unwrap_or_else(unnamed),
        cause: f.code::<Cause>(&row.cause),
        stage: f.code::<Stage>(&row.stage),
        received: row.received_on,
        accepted: f.day(row.accepted_on),
        closed: format!("{}{}", f.day(row.closed_on), manner.unwrap_or_default()),
    }
}

/// The query of an address.
pub fn query_of<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let pair = |(name, value): (&str, &str)| format!("{name}={}", escaped(value));
    pairs.map(pair).collect::<Vec<_>>().join("&")
}

fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().fold(String::new(), |mut to, byte| {
        // Writing to a string cannot fail.
        let _ = if plain(byte) { write!(to, "{}", char::from(byte)) } else { write!(to, "%{byte:02X}") };
        to
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_into_an_address_means_itself_there() {
        let pairs = [("employer", "甲&乙 =1"), ("stage", "received")];
        assert_eq!(query_of(pairs.into_iter()), "employer=%E7%94%B2%26%E4%B9%99%20%3D1&stage=received");
    }
}
