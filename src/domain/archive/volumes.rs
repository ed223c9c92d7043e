//! The two volumes of a case (正卷、副卷): its papers and files in their order, what is unsorted, and what is missing. Both the
//! printed list and the answer over HTTP are this one. Not here: where papers and files are (`app`).

use std::collections::{HashMap, HashSet};
use std::fmt;

use chrono::NaiveDate;

use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::finding::Findings;
use crate::domain::id::{EntryNo, FileId, PaperId, PartyNo};
use crate::domain::paper::kind::{CasePaper, Volume};
use crate::domain::refusal::words;

use super::asked::{Asked, asked};
use super::material::Material;

/// A paper or a file of the case.
// Not printed: the name of a file may name people.
#[derive(Clone, PartialEq, Eq)]
pub struct Kept {
    /// The file with its bytes: of a paper, its PDF.
    pub file: FileId,
    /// The paper, if it is one.
    pub paper: Option<(PaperId, CasePaper)>,
    /// What it is, where that is known.
    pub material: Option<Material>,
    /// The entries that it is of, and the party where it is of one alone; nothing where nobody said.
    pub covers: Vec<(EntryNo, Option<PartyNo>)>,
    /// The name of a file, for whoever may see it.
    pub name: Option<String>,
    /// Of which day.
    pub on: NaiveDate,
    /// The day on which it came into a file that had been put away (归档后补入): none of what was in it then.
    pub added_after_archiving: Option<NaiveDate>,
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kept")
    }
}

impl Kept {
    /// What it is called in a list: a paper by its kind, a file by its material and its name.
    #[must_use]
    pub fn title(&self) -> String {
        if let Some((_, kind)) = self.paper {
            return kind.label().zh.to_owned();
        }
        match (self.material, &self.name) {
            (Some(material), Some(name)) => format!("{}（{name}）", material.label().zh),
            (Some(material), None) => material.label().zh.to_owned(),
            (None, Some(name)) => name.clone(),
            (None, None) => "未归类材料".to_owned(),
        }
    }
}

/// The file of a case, in its volumes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Volumes {
    /// 正卷.
    pub main: Vec<Kept>,
    /// 副卷.
    pub secondary: Vec<Kept>,
    /// Files of which nobody has said what they are: they are in neither volume.
    pub unsorted: Vec<Kept>,
    /// What must be there and is not.
    pub missing: Vec<Asked>,
}

impl Volumes {
    /// Puts the papers and files of a case in their order. What was added after the file was put away follows what was in it,
    /// as it came, so that the numbers of a list that was printed stay.
    #[must_use]
    pub fn of(case: &Case, mut kept: Vec<Kept>) -> Volumes {
        for kept in &mut kept {
            let Some(material) = kept.material else { continue };
            kept.covers.iter_mut().for_each(|(entry, _)| *entry = material.entry_meant(case, *entry));
        }
        let missing = missing(case, &kept);
        kept.sort_by_key(|kept| match kept.added_after_archiving {
            None => (None, kept.material, Some(kept.on), kept.file),
            Some(day) => (Some(day), None, None, kept.file),
        });
        let mut volumes = Volumes { main: Vec::new(), secondary: Vec::new(), unsorted: Vec::new(), missing };
        for kept in kept {
            match kept.material.map(Material::volume) {
                Some(Volume::Main) => volumes.main.push(kept),
                Some(Volume::Secondary) => volumes.secondary.push(kept),
                None => volumes.unsorted.push(kept),
            }
        }
        volumes
    }

    /// Whether everything is there, and all of it in its place.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty() && self.unsorted.is_empty()
    }

    /// What stands against putting the file away, each to be acknowledged: what is not here may lie there on paper.
    pub fn check(&self, findings: &mut Findings) {
        if let Some(first) = self.missing.first() {
            let (zh, en) = self.missing_words();
            let text = words(
                format!("卷内缺少下列材料，请补齐或者确认：{zh}"),
                format!("the file lacks these materials; bring them, or confirm: {en}"),
            );
            findings.warn("file_incomplete", first.article, text);
        }
        if !self.unsorted.is_empty() {
            let count = self.unsorted.len();
            let text = words(
                format!("有{count}个材料文件尚未归类，不在正卷，也不在副卷"),
                format!("{count} files have no material stated and are in neither volume"),
            );
            findings.warn("files_unsorted", None, text);
        }
    }

    /// What is missing, each material once with how many of it.
    fn missing_words(&self) -> (String, String) {
        let (mut zh, mut en) = (Vec::new(), Vec::new());
        for (material, label) in Material::ROWS {
            match self.missing.iter().filter(|asked| asked.material == *material).count() {
                0 => {}
                1 => {
                    zh.push(label.zh.to_owned());
                    en.push(label.en.to_owned());
                }
                count => {
                    zh.push(format!("{}（{count}份）", label.zh));
                    en.push(format!("{} ({count})", label.en));
                }
            }
        }
        (zh.join("、"), en.join("; "))
    }
}

/// What is there, for looking up.
#[derive(Default)]
struct There {
    /// Which materials there are at all.
    any: HashSet<Material>,
    /// Which there are of an entry, of whatever party.
    of_entry: HashSet<(Material, EntryNo)>,
    /// Which there are of an entry for all of its parties.
    for_all: HashSet<(Material, EntryNo)>,
    /// Which there are of an entry for one party.
    for_party: HashSet<(Material, EntryNo, PartyNo)>,
    /// How many there are that are of no entry that anybody named.
    loose: HashMap<Material, usize>,
}

impl There {
    fn of(kept: &[Kept]) -> There {
        let mut there = There::default();
        for kept in kept {
            let Some(material) = kept.material else { continue };
            there.any.insert(material);
            if kept.covers.is_empty() {
                *there.loose.entry(material).or_default() += 1;
            }
            for (entry, party) in &kept.covers {
                there.of_entry.insert((material, *entry));
                match party {
                    Some(party) => there.for_party.insert((material, *entry, *party)),
                    None => there.for_all.insert((material, *entry)),
                };
            }
        }
        there
    }

    fn has(&self, asked: &Asked) -> bool {
        let material = asked.material;
        match (asked.of.map(|of| of.by), asked.party) {
            (None, _) => self.any.contains(&material),
            (Some(entry), None) => self.of_entry.contains(&(material, entry)),
            (Some(entry), Some(party)) => {
                self.for_all.contains(&(material, entry))
                    || self.for_party.contains(&(material, entry, party))
            }
        }
    }

    /// A file of which nobody said of what entry it is stands for one that has none.
    fn takes_loose(&mut self, material: Material) -> bool {
        match self.loose.get_mut(&material) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            Some(_) | None => false,
        }
    }
}

/// What must be there and is not.
fn missing(case: &Case, kept: &[Kept]) -> Vec<Asked> {
    let mut there = There::of(kept);
    let mut missing = asked(case);
    missing.retain(|asked| !there.has(asked) && !there.takes_loose(asked.material));
    missing
}
