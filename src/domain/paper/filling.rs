//! Filling a paper (填写文书): what it says of its case, each field as its dictionary means it. A pure function of what it is
//! told; a field of which there is nothing to tell stays without a value. Not here: which fields a paper must have
//! (`uses`), templates, and files.

mod archive;
mod award;
mod closing;
mod elements;
mod filing;
mod hearing;
mod people;
mod service;
mod settling;

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use crate::domain::act::Act;
use crate::domain::archive::volumes::Kept;
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::docket::Counted;
use crate::domain::finding::Findings;
use crate::domain::id::{EntryNo, PartyNo, RoomId, UserId, VaultId};
use crate::domain::office::LawBook;
use crate::domain::party::{Party, Person, PersonRef, Side};
use crate::domain::refusal::{Refusal, words};

use super::about::About;
use super::filled::Filled;
use super::kind::CasePaper;
use super::writing;

pub use award::award_untold;

/// Everything that a paper can tell of.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// The case as it is.
    pub case: &'a Case,
    /// The case as it stood when the act was done that the paper is about ([`About::told_at`]).
    pub then: &'a Case,
    /// The acts of its docket, as they count.
    pub docket: &'a [Counted],
    /// The calendar and the settings of the office.
    pub book: &'a LawBook,
    /// What is known by name.
    pub names: &'a Names,
    /// The papers and files that the case has.
    pub shelf: &'a [Kept],
    /// What was written by hand, by the code of the field.
    pub texts: &'a BTreeMap<String, String>,
    /// The date of the paper.
    pub on: NaiveDate,
}

/// Whom and what a case names by an id.
// Not printed: the people are in the clear.
#[derive(Clone, Default)]
pub struct Names {
    /// The people of the parties, in the clear.
    pub people: HashMap<VaultId, Person>,
    /// The people of the office.
    pub staff: HashMap<UserId, String>,
    /// The hearing rooms.
    pub rooms: HashMap<RoomId, String>,
    /// Who recorded the entry that the paper is about.
    pub recorded_by: Option<UserId>,
}

impl std::fmt::Debug for Names {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Names")
    }
}

/// The date of a paper: the day of the entry that it is about, or on which its party joined, where that is later; unless
/// another is given, which lies neither before that day nor ahead. A decision bears the day on which it was made. The cover
/// and the list of the file are of no act: theirs is the day on which it was put away, or today.
///
/// # Errors
/// The refusal, for another date.
pub fn dated(
    kind: CasePaper,
    about: About,
    case: &Case,
    (on, today): (Option<NaiveDate>, NaiveDate),
) -> Result<NaiveDate, Refusal> {
    let made_on = if kind.bears_its_day() { about.of.on } else { about.told_on(case) };
    let Some(on) = on else {
        let of_file = || case.archived.map_or(today, |archived| archived.on);
        return Ok(if kind.is_of_the_file() { of_file() } else { made_on });
    };
    let mut findings = Findings::default();
    if kind.bears_its_day() && on != made_on {
        let text = words(
            format!("“{}”的落款日期应为作出之日{made_on}", kind.label().zh),
            format!("this paper bears the day on which it was made, {made_on}"),
        );
        findings.invalid("paper_of_another_day", "/on", text);
    } else if on < made_on {
        let text = words(
            format!("落款日期早于所依据的登记（{made_on}）"),
            format!("the date lies before what the paper is about, {made_on}"),
        );
        findings.invalid("paper_before_its_entry", "/on", text);
    } else if on > today {
        let text = words(
            format!("落款日期不能晚于今天（{today}）"),
            format!("the date of a paper cannot lie after today, {today}"),
        );
        findings.invalid("in_the_future", "/on", text);
    }
    let findings = findings.into_findings();
    if findings.is_empty() { Ok(on) } else { Err(Refusal { findings }) }
}

impl CasePaper {
    /// Whether it is of the file as a whole (卷宗封面、卷内目录), and of no act.
    fn is_of_the_file(self) -> bool {
        matches!(self, CasePaper::ArchiveCover | CasePaper::ArchiveList)
    }

    /// Whether its date has an effect in law, and so is the day of the act.
    fn bears_its_day(self) -> bool {
        matches!(
            self,
            CasePaper::AwardFinal
                | CasePaper::AwardNonFinal
                | CasePaper::MediationDocument
                | CasePaper::MediationAgreement
        )
    }
}

/// What a paper says.
#[must_use]
pub fn fill(kind: CasePaper, about: About, told: &Told<'_>) -> Filled {
    let at = about.told_at(told.case);
    let mut filling = Filling { kind, about, at, told, filled: Filled::default() };
    filling.office();
    filling.people();
    filling.filing();
    filling.hearing();
    filling.service();
    filling.settling();
    filling.award();
    filling.elements();
    filling.closing();
    filling.archive();
    filling.by_hand();
    filling.filled
}

/// A paper on its way.
struct Filling<'a> {
    kind: CasePaper,
    about: About,
    /// The entry as of which the case is told.
    at: EntryNo,
    told: &'a Told<'a>,
    filled: Filled,
}

impl<'a> Filling<'a> {
    fn office(&mut self) {
        let region = self.told.book.region;
        self.set("commission_name", region.commission_zh);
        self.set("commission_address", region.commission_address_zh);
        self.set("commission_phone", region.commission_phone);
        self.set("paper_date", Some(writing::closing_date(self.told.on)));
        self.set_day("entered_on", Some(self.about.of.on));
    }

    /// What was written by hand wins over what the case says.
    fn by_hand(&mut self) {
        for field in self.kind.written_by_hand() {
            self.set(field.code, self.told.texts.get(field.code).map(String::as_str));
        }
    }

    fn set(&mut self, field: &str, value: Option<impl AsRef<str>>) {
        if let Some(value) = value {
            self.filled.set(field, value.as_ref());
        }
    }

    fn set_day(&mut self, field: &str, day: Option<NaiveDate>) {
        self.set(field, day.map(writing::date));
    }

    /// The case as it is: its number, and what was done with the paper since.
    fn case(&self) -> &'a Case {
        self.told.case
    }

    /// The case as it stood then: who was there, and what was asked for.
    fn then(&self) -> &'a Case {
        self.told.then
    }

    /// Who was in the case then; whoever left by that very act is.
    fn present(&self) -> impl Iterator<Item = &'a Party<PersonRef>> + use<'a> {
        self.told.then.present_at(self.at)
    }

    fn side(&self, side: Side) -> impl Iterator<Item = &'a Party<PersonRef>> + use<'a> {
        self.present().filter(move |party| party.side == side)
    }

    /// The act of the entry that the paper is about.
    fn act(&self) -> Option<&'a Act> {
        self.act_of(self.about.of.by)
    }

    fn act_of(&self, entry: EntryNo) -> Option<&'a Act> {
        self.told.docket.iter().find(|counted| counted.no == entry).map(|counted| &counted.act)
    }

    fn staff(&self, user: UserId) -> Option<&'a str> {
        self.told.names.staff.get(&user).map(String::as_str)
    }

    /// What the party is called.
    fn name(&self, no: PartyNo) -> Option<String> {
        people::name(self.then().party(no)?, self.told.names)
    }

    fn names(&self, parties: impl IntoIterator<Item = PartyNo>) -> Option<String> {
        let names: Option<Vec<String>> = parties.into_iter().map(|no| self.name(no)).collect();
        names.filter(|names| !names.is_empty()).map(|names| names.join("、"))
    }
}
