//! The form by which a wage list comes as a workbook (工资表的表单), as it is drawn: what was typed, what would come of it, what is wrong
//! by row and column, and who of the list may be a party already. Not here: what is done with it (`wage_list_tried`), and the page
//! around it (`wage_lines_page`).

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::app::App;
use crate::app::case_file::CaseFile;
use crate::app::permits::ensure;
use crate::app::wage_lists::PerhapsKnown;
use crate::documents::wage_list::FILE_BYTES_MAX;
use crate::domain::act::kind::ActKind;
use crate::domain::code::Coded as _;
use crate::domain::permission::Operation;
use crate::domain::stage::Stage;
use crate::http::fault::Fault;
use crate::http::pages::act_form::meanwhile::{Before, Meanwhile, recorded};
use crate::http::pages::act_form::outlook::{Outlook, outlook};
use crate::http::pages::act_form::rows::{Choice, Field};
use crate::http::pages::case_rows::about_person;
use crate::http::pages::form_file::{FILE_FIELD, mebibytes};
use crate::http::pages::frame::Frame;
use crate::http::pages::irregular;
use crate::http::pages::notes::{Note, notes, whole};
use crate::http::pages::once;
use crate::http::pages::posted::Posted;
use crate::http::pages::visitor::Visitor;
use crate::http::pages::wage_list_tried::{Gist, ON_FIELD, SAME_ALL_FIELD, SAME_FIELD, Tried, UNCERTAIN_MAX};

/// The most problems of rows that are listed.
const FINDINGS_MAX: usize = 500;

/// What a workbook comes to, in words.
pub(crate) struct GistRow {
    pub(crate) rows: usize,
    pub(crate) workers: usize,
    pub(crate) owed: String,
}

/// What is wrong with a row.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FindingRow {
    pub(crate) row: u32,
    /// How many letters its column has, so that `AA` stands behind `Z`.
    letters: usize,
    pub(crate) column: String,
    pub(crate) text: String,
}

/// A worker who may be a party already.
pub(crate) struct UncertainRow {
    pub(crate) row: u32,
    pub(crate) name: String,
    pub(crate) choices: Vec<Choice>,
}

/// The form as it is drawn.
pub(crate) struct Bringing {
    /// What is recorded.
    pub(crate) name: &'static str,
    /// Why it may not be recorded now.
    pub(crate) reasons: Vec<String>,
    pub(crate) version: u32,
    pub(crate) stage: &'static str,
    pub(crate) key: String,
    pub(crate) on: Field,
    pub(crate) file: Field,
    /// What the workbook is called that was brought.
    pub(crate) workbook: String,
    /// That workbook, where it goes along.
    pub(crate) kept: Option<String>,
    pub(crate) uncertain: Vec<UncertainRow>,
    pub(crate) more_uncertain: usize,
    pub(crate) are_all_the_same: bool,
    pub(crate) acknowledge: Vec<Choice>,
    /// What is wrong: at which field of the page, if at one.
    pub(crate) elsewhere: Vec<(&'static str, Note)>,
    pub(crate) findings: Vec<FindingRow>,
    pub(crate) more_findings: usize,
    pub(crate) gist: Option<GistRow>,
    pub(crate) outlook: Option<Outlook>,
    pub(crate) meanwhile: Option<Meanwhile>,
    pub(crate) mebibytes_max: usize,
    /// Whether it was sent, so that all of it is to be seen.
    pub(crate) was_sent: bool,
}

impl Bringing {
    /// The form for a case, with what came of it; none for who may not enter a wage list there.
    ///
    /// # Errors
    /// That the database does not answer, or the reader may not know of the case any more.
    pub(crate) async fn of(
        app: &App,
        (visitor, f): (&Visitor, &Frame),
        file: &CaseFile,
        tried: Option<&Tried>,
    ) -> Result<Option<Bringing>, Fault> {
        let case = &file.case.case;
        let act = Operation::Perform(ActKind::WageList);
        if case.inspection.is_none() || ensure(&visitor.actor.caller(), act, Some(case)).is_err() {
            return Ok(None);
        }
        let meanwhile = match tried.filter(|tried| tried.is_stale()) {
            Some(tried) => {
                let (since, said) = ((case.id, tried.seen()), (file.entries.as_slice(), &file.names));
                let recorded = recorded(app, (visitor, f), since, said).await?;
                let stage = f.code::<Stage>(tried.form.one("stage"));
                let before = Before { version: tried.seen(), stage, yours: tried.yours(f) };
                Some(Meanwhile::of(f, case, before, recorded))
            }
            None => None,
        };
        let drawn = Bringing::drawn(f, file, (app.clock.today(), tried));
        // What others did is shown once, and then the form goes on from there.
        let version = if meanwhile.is_some() { case.version } else { drawn.version };
        Ok(Some(Bringing { version, meanwhile, ..drawn }))
    }

    fn drawn(f: &Frame, file: &CaseFile, (today, tried): (NaiveDate, Option<&Tried>)) -> Bringing {
        let case = &file.case.case;
        let said = tried.map(|tried| said(f, tried)).unwrap_or_default();
        let asked = tried.map(|tried| tried.asked_about(f)).unwrap_or_default();
        let (mut findings, elsewhere) = apart(f, &said, &asked);
        findings.sort();
        let more_findings = findings.len().saturating_sub(FINDINGS_MAX);
        findings.truncate(FINDINGS_MAX);
        let empty = Posted::default();
        let form = tried.map_or(&empty, |tried| &tried.form);
        let begun = today.to_string();
        let day = if tried.is_some() { form.one(ON_FIELD) } else { begun.as_str() };
        let on = Field::plain(ON_FIELD, (f.say("行为日期", "Legal date of the act"), day), &said);
        let file_field = Field::plain(FILE_FIELD, (f.say("工资表文件", "The workbook"), ""), &said);
        let book = tried.and_then(|tried| tried.book.as_ref());
        let uncertain = book.map(|book| book.uncertain.as_slice()).unwrap_or_default();
        let performed = tried.and_then(|tried| tried.outcome.as_ref().ok());
        let permitted = file.permitted.iter().filter(|act| act.act == ActKind::WageList);
        Bringing {
            name: f.label(ActKind::WageList.label()),
            reasons: permitted.flat_map(|act| &act.reasons).map(|why| f.words(why).to_owned()).collect(),
            version: tried.map_or(case.version, Tried::seen),
            stage: case.stage.code(),
            key: once::new_key(),
            on: Field { required: true, ..on },
            file: Field { required: book.is_none_or(|book| book.kept.is_none()), ..file_field },
            workbook: book.map(|book| book.name.clone()).unwrap_or_default(),
            kept: book.and_then(|book| book.kept.clone()),
            more_uncertain: uncertain.len().saturating_sub(UNCERTAIN_MAX),
            uncertain: uncertain.iter().take(UNCERTAIN_MAX).map(|it| uncertain_row(f, it, form)).collect(),
            are_all_the_same: !form.one(SAME_ALL_FIELD).is_empty(),
            acknowledge: acknowledge(f, form, &said),
            elsewhere,
            findings,
            more_findings,
            gist: book.map(|book| gist_row(f, book.gist)),
            outlook: performed.map(|performed| outlook(f, performed)),
            meanwhile: None,
            mebibytes_max: mebibytes(FILE_BYTES_MAX),
            was_sent: tried.is_some(),
        }
    }
}

/// What was found wrong with a form.
fn said(f: &Frame, tried: &Tried) -> Vec<Note> {
    match &tried.outcome {
        Ok(_) => Vec::new(),
        Err(Fault::TooLarge) => {
            let said = f.say("文件超过{} MiB", "The file is longer than {} MiB");
            let said = said.replace("{}", &mebibytes(FILE_BYTES_MAX).to_string());
            vec![Note { pointer: format!("/{FILE_FIELD}"), ..whole(&said) }]
        }
        Err(fault) => notes(fault, f.language),
    }
}

/// What is wrong with rows, and everything else. Who may be a party already is asked about by a list of its own.
fn apart(
    f: &Frame,
    notes: &[Note],
    asked: &BTreeSet<String>,
) -> (Vec<FindingRow>, Vec<(&'static str, Note)>) {
    let (mut findings, mut elsewhere) = (Vec::new(), Vec::new());
    for note in notes.iter().filter(|note| !asked.contains(&note.text)) {
        if let Some(finding) = finding(note) {
            findings.push(finding);
        } else {
            let field = [ON_FIELD, FILE_FIELD].into_iter().find(|field| note.pointer == format!("/{field}"));
            elsewhere.push((field.unwrap_or_default(), note.clone()));
        }
    }
    if !asked.is_empty() {
        let said = f.say(
            "有的劳动者可能已是本案当事人，请逐人选择",
            "Some workers may be parties of the case already: choose for each",
        );
        elsewhere.push(("same-workers", whole(said)));
    }
    (findings, elsewhere)
}

/// What a note says of a row: its pointer is `/rows/7/D`.
fn finding(note: &Note) -> Option<FindingRow> {
    let mut parts = note.pointer.strip_prefix("/rows/")?.split('/');
    let row = parts.next()?.parse().ok()?;
    let column = parts.next().unwrap_or_default().to_owned();
    Some(FindingRow { row, letters: column.len(), column, text: note.text.clone() })
}

/// What can be acknowledged now, and what has been.
fn acknowledge(f: &Frame, form: &Posted, notes: &[Note]) -> Vec<Choice> {
    let known: BTreeSet<&str> = form.all("acknowledge").collect();
    let asked: BTreeSet<&str> = notes.iter().filter_map(|note| note.acknowledge.as_deref()).collect();
    let choice = |code: &&str| Choice {
        value: (*code).to_owned(),
        label: irregular::name(f, code),
        is_chosen: known.contains(code),
    };
    asked.union(&known).map(choice).collect()
}

fn uncertain_row(f: &Frame, worker: &PerhapsKnown, form: &Posted) -> UncertainRow {
    let choices = worker.parties.iter().map(|(no, person)| {
        let value = format!("{}:{}", worker.row, no.0);
        let label = format!("{} {} {}", no.0, person.name, about_person(f, person));
        Choice { is_chosen: form.all(SAME_FIELD).any(|chosen| chosen == value), value, label }
    });
    UncertainRow { row: worker.row, name: worker.name.clone(), choices: choices.collect() }
}

fn gist_row(f: &Frame, gist: Gist) -> GistRow {
    GistRow { rows: gist.rows, workers: gist.workers, owed: f.yuan(gist.owed) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_rows_stands_in_their_order() {
        let at = |pointer: &str| finding(&Note { pointer: pointer.to_owned(), ..whole("有误") });
        let mut found: Vec<FindingRow> =
            ["/rows/10/C", "/rows/3/AA", "/rows/3/I", "/rows/3"].into_iter().filter_map(at).collect();
        found.sort();
        let told: Vec<(u32, &str)> = found.iter().map(|it| (it.row, it.column.as_str())).collect();
        assert_eq!(told, [(3, ""), (3, "I"), (3, "AA"), (10, "C")]);
        assert!(["/on", "", "/rows", "/rows/x"].into_iter().all(|pointer| at(pointer).is_none()));
    }
}
