//! What the cover and the list of the file tell (归档类文书). The list is the one of `domain::archive`.

use crate::domain::act::Act;
use crate::domain::act::after::Archiving;
use crate::domain::archive::retention;
use crate::domain::archive::volumes::{Kept, Volumes};
use crate::domain::code::Coded as _;
use crate::domain::paper::kind::Volume;

use super::{Filling, writing};

/// The field in which it is said of which volume a cover is.
const VOLUME_TITLE: &str = "volume_title";

impl Filling<'_> {
    pub(super) fn archive(&mut self) {
        if !self.kind.is_of_the_file() {
            return;
        }
        let case = self.case();
        self.set_day("closed_on", case.closing.map(|closing| closing.at.on));
        self.set("closing_manner", case.closing.map(|closing| closing.manner.label().zh));
        self.set("retention", Some(format!("不少于{}年", retention::years(case))));
        self.set_day("archived_on", case.archived.map(|archived| archived.on));
        let archiving = case.archived.and_then(|archived| self.act_of(archived.by));
        if let Some(Act::Archiving(act)) = archiving {
            self.set("file_number", Some(&act.file_number));
            self.set("pages", self.pages_of(act).map(|pages| pages.to_string()));
        }
        let volumes = Volumes::of(case, self.told.shelf.to_vec());
        self.items("main_items", &volumes.main);
        self.items("secondary_items", &volumes.secondary);
        self.items("unsorted_items", &volumes.unsorted);
    }

    /// The pages of the volume of which the cover is.
    fn pages_of(&self, act: &Archiving) -> Option<u32> {
        let title = self.told.texts.get(VOLUME_TITLE)?;
        let is = |volume: Volume| title.trim() == volume.label().zh;
        if is(Volume::Main) {
            act.main_pages
        } else if is(Volume::Secondary) {
            act.secondary_pages
        } else {
            None
        }
    }

    fn items(&mut self, list: &str, items: &[Kept]) {
        self.filled.no_rows(list);
        for (index, kept) in (1..).zip(items) {
            let added = kept.added_after_archiving.map(writing::date);
            let added = added.map(|day| format!("（归档后补入，{day}）")).unwrap_or_default();
            let title = format!("{}{added}", kept.title());
            let row = [("no", index.to_string()), ("title", title), ("on", writing::date(kept.on))];
            self.filled.push(list, row);
        }
    }
}
