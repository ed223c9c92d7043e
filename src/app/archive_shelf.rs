//! What lies in the file of a case (卷内材料): its papers and its files, with what each is; and what of that stands against
//! putting it away. Not here: the volumes that are made of it (`domain::archive`).

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};

use crate::app::clock::office_date;
use crate::app::error::Error;
use crate::app::file_materials::{self, Known};
use crate::app::files;
use crate::app::papers::view as paper_view;
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::domain::act::kind::ActKind;
use crate::domain::act::table;
use crate::domain::archive::material::Material;
use crate::domain::archive::volumes::{Kept, Volumes};
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::{EntryNo, PartyNo};
use crate::domain::paper::kind::Volume;
use crate::domain::permission::Operation;
use crate::domain::refusal::Finding;
use crate::storage::{Connection, docket, files as file_rows, papers};

/// How many papers or files are read in one statement.
const PAGE_ROWS: i64 = 200;

/// Which names of files are opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Names {
    /// All of them.
    All,
    /// All but those of the secondary volume.
    NotSecondary,
    /// None.
    Hidden,
}

impl Names {
    /// Those that the caller may see.
    pub(crate) fn seen_by(caller: &Caller, case: &Case) -> Names {
        let may = |operation| ensure(caller, operation, Some(case)).is_ok();
        if !may(Operation::ReadFile) {
            Names::Hidden
        } else if may(Operation::ReadSecondaryVolume) {
            Names::All
        } else {
            Names::NotSecondary
        }
    }

    fn show(self, material: Option<Material>) -> bool {
        match self {
            Names::All => true,
            Names::NotSecondary => material.map(Material::volume) != Some(Volume::Secondary),
            Names::Hidden => false,
        }
    }
}

impl Register {
    /// What stands against putting a file away as it lies here, and was not acknowledged.
    pub(crate) fn gaps(
        &self,
        c: &mut Connection,
        case: &Case,
        at: &Moment<'_>,
    ) -> Result<Vec<Finding>, Error> {
        // At another stage nothing is asked of an archiving but the stage.
        if !table::find(ActKind::Archiving).from.contains(&case.stage) {
            return Ok(Vec::new());
        }
        let mut findings = Findings::default();
        Volumes::of(case, self.shelf(c, case, Names::Hidden)?).check(&mut findings);
        Ok(findings.conclude(at).err().map(|refusal| refusal.findings).unwrap_or_default())
    }

    /// Every paper of a case, the last of its kind, entry and party, and every file that is none's. Of what came after the
    /// file was put away that is said, and a paper that was in it then stays beside one that was made anew.
    pub(crate) fn shelf(&self, c: &mut Connection, case: &Case, names: Names) -> Result<Vec<Kept>, Error> {
        let (id, mut after) = (case.id.to_string(), String::new());
        let (mut last, put_away) = (BTreeMap::new(), put_away_at(c, case)?);
        loop {
            let page = papers::list(c, &id, &after, PAGE_ROWS)?;
            let Some(end) = page.last() else { break };
            after.clone_from(&end.id);
            for row in &page {
                let paper = paper_view(row)?;
                let meant = paper.kind.material().map(|material| material.entry_meant(case, paper.of));
                let added = added_on(paper.made_at, put_away);
                let of = (meant.unwrap_or(paper.of), paper.kind, paper.party);
                last.insert((of, added.is_some()), (paper, added));
            }
        }
        let papers = last.into_values().filter_map(|(paper, added_after_archiving)| {
            Some(Kept {
                file: paper.pdf.file,
                paper: Some((paper.id, paper.kind)),
                material: Some(paper.kind.material()?),
                covers: vec![(paper.of, paper.party)],
                name: None,
                on: paper.on,
                added_after_archiving,
            })
        });
        let mut kept: Vec<Kept> = papers.collect();
        self.other_files(c, (case, names, put_away), &mut kept)?;
        Ok(kept)
    }

    fn other_files(
        &self,
        c: &mut Connection,
        (case, names, put_away): (&Case, Names, Option<DateTime<Utc>>),
        kept: &mut Vec<Kept>,
    ) -> Result<(), Error> {
        let (id, mut after, mut days) = (case.id.to_string(), String::new(), Days::default());
        loop {
            let page = file_rows::list(c, &id, &after, PAGE_ROWS)?;
            let Some((end, ..)) = page.last() else { return Ok(()) };
            after.clone_from(&end.id);
            let named: Vec<_> = page.iter().map(file_materials::named).collect();
            let mut known = file_materials::known(c, case, &named)?;
            for whole in &page {
                let file = files::view(whole)?;
                let known = known.remove(&whole.0.id).unwrap_or_default();
                if known.paper.is_some() {
                    continue;
                }
                let added_after_archiving = added_on(known.came(file.created_at), put_away);
                let Known { material, covers, .. } = known;
                let name = if names.show(material) { Some(self.kept(&whole.2)?.name) } else { None };
                let on = days.of(case, material, &covers).unwrap_or_else(|| office_date(file.created_at));
                let (file, paper) = (file.id, None);
                kept.push(Kept { file, paper, material, covers, name, on, added_after_archiving });
            }
        }
    }
}

/// Of which day the entries are that ask for a material, asked for once.
#[derive(Default)]
struct Days(HashMap<Material, BTreeMap<EntryNo, NaiveDate>>);

impl Days {
    /// The day of the first entry of which a file is, or of the only one that asks for such a material: a scan is of the day of
    /// what it shows, and not of the day on which it was brought.
    fn of(
        &mut self,
        case: &Case,
        material: Option<Material>,
        covers: &[(EntryNo, Option<PartyNo>)],
    ) -> Option<NaiveDate> {
        let material = material?;
        let days = self.0.entry(material).or_insert_with(|| material.days_asking(case));
        let only = days.values().next().filter(|_| covers.is_empty() && days.len() == 1);
        covers.iter().filter_map(|(entry, _)| days.get(entry)).min().or(only).copied()
    }
}

/// When it was written down that the file was put away: what came later was not in it.
pub(crate) fn put_away_at(c: &mut Connection, case: &Case) -> Result<Option<DateTime<Utc>>, Error> {
    let Some(archived) = case.archived else { return Ok(None) };
    let rows = docket::entries_of_acts(c, &[case.id.to_string()], &[ActKind::Archiving.code()])?;
    let entry = rows.iter().find(|row| u32::try_from(row.no).ok() == Some(archived.by.0));
    let at = entry.and_then(|row| DateTime::from_timestamp_micros(row.recorded_at));
    at.map(Some)
        .ok_or_else(|| Error::Broken(format!("case {}: no entry {} put it away", case.id, archived.by)))
}

/// The day on which something came, if it came after the file was put away.
pub(crate) fn added_on(came: DateTime<Utc>, put_away: Option<DateTime<Utc>>) -> Option<NaiveDate> {
    put_away.filter(|put_away| came > *put_away).map(|_| office_date(came))
}
