//! A wage list that was sent as a workbook (工资表来件): its rows are read, held against the case and tried or recorded, and what came of it
//! is kept for the form. Not here: how that is drawn (`wage_list_form`), and what a wage list asks (`domain`).

use std::collections::{BTreeSet, HashSet};

use actix_web::web::Bytes;
use chrono::NaiveDate;

use crate::app::App;
use crate::app::error::{Error, Place, Violation, at};
use crate::app::kept_workbook::KEPT_TEXT_BYTES_MAX;
use crate::app::outcome::Performed;
use crate::app::permits::Caller;
use crate::app::register::{Conditions, Mode, Request};
use crate::app::wage_lists::PerhapsKnown;
use crate::documents::wage_list::FILE_BYTES_MAX;
use crate::domain::act::inspection::wage_row::{PERHAPS_THE_SAME, Same, SameWorker, WageFile, WageRow};
use crate::domain::id::CaseId;
use crate::domain::money::Fen;
use crate::domain::refusal::words;
use crate::http::api::wage_files::{rows_of, same_worker};
use crate::http::fault::{Fault, Kind};
use crate::http::pages::act_form::meanwhile::row;
use crate::http::pages::act_form::told::ToldRow;
use crate::http::pages::form_file::{FILE_FIELD, FormFile, Room};
use crate::http::pages::frame::Frame;
use crate::http::pages::irregular;
use crate::http::pages::once;
use crate::http::pages::posted::Posted;
use crate::http::pages::visitor::Visitor;
use crate::http::params;

/// The field of the legal date.
pub(crate) const ON_FIELD: &str = "on";
/// The field in which a workbook goes along that was brought before, and the one of its name.
const KEPT_FIELD: &str = "kept";
const NAME_FIELD: &str = "workbook";
/// The field that says who is a party already, a row and a party each; and the one that says that everybody is who can be.
pub(crate) const SAME_FIELD: &str = "same";
pub(crate) const SAME_ALL_FIELD: &str = "same_all";
/// The most of such workers that the form lists.
pub(crate) const UNCERTAIN_MAX: usize = 200;
/// The longest name of a workbook that is shown.
const NAME_CHARS_MAX: usize = 200;
/// What such a form says before its file: who is the same, what is acknowledged, and a little more.
pub(crate) const ROOM: Room =
    Room { fields_max: UNCERTAIN_MAX + 50, longer: Some((KEPT_FIELD, KEPT_TEXT_BYTES_MAX)) };

/// Where the list of a case is, and where its form is sent.
pub(crate) fn address(case: CaseId) -> String {
    format!("/cases/{case}/wage-lines")
}

/// What a workbook comes to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Gist {
    pub(crate) rows: usize,
    pub(crate) workers: usize,
    pub(crate) owed: Fen,
}

/// A workbook whose rows could be read.
struct Workbook {
    name: String,
    /// As the form brings it back.
    kept: Option<String>,
    rows: Vec<WageRow>,
}

/// What is told of a workbook whose rows could be read.
pub(crate) struct Brought {
    /// What it is called.
    pub(crate) name: String,
    /// The workbook as the form brings it back.
    pub(crate) kept: Option<String>,
    /// What it comes to.
    pub(crate) gist: Gist,
    /// Who of it may be a party already.
    pub(crate) uncertain: Vec<PerhapsKnown>,
}

/// A form that was sent, and what came of it.
pub(crate) struct Tried {
    /// What was typed.
    pub(crate) form: Posted,
    /// The workbook; none where its rows could not be read.
    pub(crate) book: Option<Brought>,
    /// What was done or would be, or what is wrong that can be mended in the form.
    pub(crate) outcome: Result<Performed, Fault>,
}

impl Tried {
    /// Reads the workbook of a form, and brings its rows.
    ///
    /// # Errors
    /// What cannot be mended in the form.
    pub(crate) async fn of(
        app: &App,
        visitor: &Visitor,
        (id, mode): (CaseId, Mode),
        file: &mut FormFile,
    ) -> Result<Tried, Fault> {
        let caller = visitor.actor.caller();
        let read = Workbook::of(app, (&caller, id), file).await;
        let form = file.form();
        let (book, outcome) = match read {
            Ok(Workbook { name, kept, rows }) => {
                let uncertain = app.register.perhaps_known(&caller, id, rows.clone()).await?;
                let brought = Brought { name, kept, gist: Gist::of(&rows), uncertain };
                (Some(brought), bring(app, &caller, (id, mode), (&form, rows)).await)
            }
            Err(fault) => (None, Err(beside(fault, asked(&form).err()))),
        };
        match outcome {
            Err(fault) if !is_of_the_form(&fault) => Err(fault),
            outcome => Ok(Tried { form, book, outcome }),
        }
    }

    /// Whether others changed the case since the form was made.
    pub(crate) fn is_stale(&self) -> bool {
        self.outcome.as_ref().is_err_and(|fault| Kind::of(fault) == Kind::Stale)
    }

    /// The version that it is about.
    pub(crate) fn seen(&self) -> u32 {
        seen(&self.form)
    }

    /// What was asked about those who may be parties already, in words.
    pub(crate) fn asked_about(&self, f: &Frame) -> BTreeSet<String> {
        let Err(Fault::App(Error::Refused(refusal))) = &self.outcome else { return BTreeSet::new() };
        let asked = refusal.findings.iter().filter(|finding| finding.code == PERHAPS_THE_SAME);
        asked.map(|finding| f.words(&finding.words).to_owned()).collect()
    }

    /// What the reader was about to record, in words.
    pub(crate) fn yours(&self, f: &Frame) -> Vec<ToldRow> {
        let known: Vec<String> = self.form.all("acknowledge").map(|code| irregular::name(f, code)).collect();
        let name = self.book.as_ref().map(|book| book.name.clone());
        let said = [
            (f.say("行为日期", "Legal date of the act"), self.form.one(ON_FIELD).to_owned()),
            (f.say("工资表文件", "Workbook"), name.unwrap_or_default()),
            (f.say("已知悉", "Acknowledged"), known.join(f.say("、", ", "))),
        ];
        let filled = said.into_iter().filter(|(_, value)| !value.is_empty());
        filled.map(|(label, value)| row(label.to_owned(), value)).collect()
    }
}

/// The version that a form is about; what is no version is the version of no case.
fn seen(form: &Posted) -> u32 {
    form.one("version").parse().unwrap_or(0)
}

fn is_of_the_form(fault: &Fault) -> bool {
    Kind::of(fault).is_of_the_form() || matches!(fault, Fault::TooLarge)
}

/// Everything that is wrong, at once: with the file, and beside it.
fn beside(fault: Fault, wrong: Option<Vec<Violation>>) -> Fault {
    match fault {
        Fault::App(Error::Invalid(mut violations)) => {
            violations.extend(wrong.into_iter().flatten());
            Error::Invalid(violations).into()
        }
        fault => fault,
    }
}

/// Asks the register, as the API does.
async fn bring(
    app: &App,
    caller: &Caller,
    (id, mode): (CaseId, Mode),
    (form, rows): (&Posted, Vec<WageRow>),
) -> Result<Performed, Fault> {
    let (on, same) = asked(form).map_err(Error::Invalid)?;
    let acknowledged = form.all("acknowledge").map(str::to_owned).collect();
    let request = Request { on, reason: None, acknowledged, what: WageFile { rows, same } };
    let conditions = Conditions {
        seen: Some(seen(form)),
        idempotency: once::key(form, &address(id)).filter(|_| mode == Mode::Commit),
        mode,
    };
    Ok(app.register.bring_wage_list(caller, id, request, conditions).await?.given)
}

/// The legal date, and who is a party already.
fn asked(form: &Posted) -> Result<(NaiveDate, Same), Vec<Violation>> {
    let day = form.one(ON_FIELD).trim();
    let on = params::read_date(day).map_err(|wrong| {
        let missing = || ("required", words("缺少必填项", "This field is required."));
        let (code, said) = if day.is_empty() { missing() } else { wrong.said() };
        vec![at(format!("/{ON_FIELD}"), code, said)]
    });
    if !form.one(SAME_ALL_FIELD).is_empty() {
        return on.map(|on| (on, Same::All));
    }
    let picked = form.all(SAME_FIELD).filter(|pair| !pair.is_empty());
    let these: Option<Vec<SameWorker>> = picked.map(same_worker).collect();
    let said = || words("没有这个选项", "There is no such choice.");
    let these = these.ok_or_else(|| vec![at(format!("/{SAME_FIELD}"), "enum", said())]);
    match (on, these) {
        (Ok(on), Ok(these)) => Ok((on, Same::These(these))),
        (on, these) => Err(on.err().into_iter().chain(these.err()).flatten().collect()),
    }
}

impl Workbook {
    /// The workbook that was chosen; or, where none was, the one that the form brought before.
    async fn of(app: &App, (caller, id): (&Caller, CaseId), file: &mut FormFile) -> Result<Workbook, Fault> {
        let chosen = file.whole(FILE_BYTES_MAX).await?;
        let (name, bytes) = match file.chosen_name() {
            Ok(name) => (name.chars().take(NAME_CHARS_MAX).collect(), chosen),
            Err(none) => again(app, (caller, id), &file.form())?.ok_or(none)?,
        };
        let bytes = Bytes::from(bytes);
        let rows = rows_of(bytes.clone()).await.map_err(at_the_file)?;
        Ok(Workbook { name, kept: app.register.keep_workbook(caller, id, &bytes)?, rows })
    }
}

/// The workbook that goes along with a form, and its name; none where none does.
fn again(
    app: &App,
    (caller, id): (&Caller, CaseId),
    form: &Posted,
) -> Result<Option<(String, Vec<u8>)>, Error> {
    let kept = form.one(KEPT_FIELD);
    if kept.is_empty() {
        return Ok(None);
    }
    let said =
        || words("先前选择的文件无法取回，请重新选择", "The file from before is gone: choose it again.");
    let gone = || Error::Invalid(vec![at(format!("/{FILE_FIELD}"), "gone", said())]);
    let bytes = app.register.kept_workbook(caller, id, kept).ok_or_else(gone)?;
    Ok(Some((form.one(NAME_FIELD).to_owned(), bytes)))
}

/// What is wrong with the whole of a file stands at its field.
fn at_the_file(error: Error) -> Error {
    let Error::Invalid(mut violations) = error else { return error };
    for violation in &mut violations {
        if violation.place == Place::Body(String::new()) {
            violation.place = Place::Body(format!("/{FILE_FIELD}"));
        }
    }
    Error::Invalid(violations)
}

impl Gist {
    fn of(rows: &[WageRow]) -> Gist {
        let workers: HashSet<&str> = rows.iter().map(|row| row.id_number.as_str()).collect();
        Gist { rows: rows.len(), workers: workers.len(), owed: rows.iter().map(|row| row.owed).sum() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_and_who_is_the_same_are_read_and_both_are_told_when_wrong() {
        let form = |text: &str| Posted::of(text);
        let wrong = |text: &str| {
            let found = asked(&form(text)).unwrap_err();
            found.into_iter().map(|it| (it.place, it.code)).collect::<Vec<_>>()
        };
        let these = vec![SameWorker { row: 7, party: crate::domain::id::PartyNo(1) }];
        let day: NaiveDate = "2021-12-01".parse().unwrap();
        assert_eq!(asked(&form("on=2021-12-01&same=&same=7:1")), Ok((day, Same::These(these))));
        assert_eq!(asked(&form("on=2021-12-01&same_all=yes&same=7:1")), Ok((day, Same::All)));
        let at = |field: &str| Place::Body(format!("/{field}"));
        assert_eq!(wrong("on=&same=7"), [(at("on"), "required"), (at("same"), "enum")]);
        assert_eq!(wrong("on=2021-02-30"), [(at("on"), "format")]);
    }
}
