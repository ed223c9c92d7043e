//! What the cover and the list of the file tell (归档类文书).

use crate::domain::act::Act;
use crate::domain::code::Coded as _;
use crate::domain::paper::kind::{CasePaper, Volume};

use super::{Filling, writing};

/// How long the file of a case with an award is kept at least (R33 24).
const KEPT_WITH_AWARD_YEARS: u16 = 10;
/// How long every other file is kept at least (R33 24).
const KEPT_WITHOUT_AWARD_YEARS: u16 = 5;

impl Filling<'_> {
    pub(super) fn archive(&mut self) {
        if !matches!(self.kind, CasePaper::ArchiveCover | CasePaper::ArchiveList) {
            return;
        }
        let case = self.case();
        self.set_day("closed_on", case.closing.map(|closing| closing.at.on));
        self.set("closing_manner", case.closing.map(|closing| closing.manner.label().zh));
        // A file with any award in it is kept as one (our choice).
        let was_awarded = !case.awards.is_empty() || case.closing.is_some_and(|it| it.manner.is_award());
        let years = if was_awarded { KEPT_WITH_AWARD_YEARS } else { KEPT_WITHOUT_AWARD_YEARS };
        self.set("retention", Some(format!("不少于{years}年")));
        self.set_day("archived_on", case.archived.map(|archived| archived.on));
        let archiving = case.archived.and_then(|archived| self.act_of(archived.by));
        if let Some(Act::Archiving(act)) = archiving {
            self.set("file_number", Some(&act.file_number));
        }
        self.items("main_items", Volume::Main);
        self.items("secondary_items", Volume::Secondary);
    }

    fn items(&mut self, list: &str, volume: Volume) {
        self.filled.no_rows(list);
        let items = self.told.shelf.iter().filter(|kept| kept.volume == volume);
        for (index, kept) in (1..).zip(items) {
            let row =
                [("no", index.to_string()), ("title", kept.title.clone()), ("on", writing::date(kept.on))];
            self.filled.push(list, row);
        }
    }
}
