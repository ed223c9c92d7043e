//! What lies in the file of a case (卷内材料): its papers and its files, with what each is; and what of that stands against
//! putting it away. Not here: the volumes that are made of it (`domain::archive`).

use std::collections::BTreeMap;

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
use crate::domain::finding::{Findings, Moment};
use crate::domain::paper::kind::Volume;
use crate::domain::permission::Operation;
use crate::domain::refusal::Finding;
use crate::storage::{Connection, files as file_rows, papers};

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

    /// Every paper of a case, the last of its kind, entry and party, and every file that is none's.
    pub(crate) fn shelf(&self, c: &mut Connection, case: &Case, names: Names) -> Result<Vec<Kept>, Error> {
        let (id, mut after) = (case.id.to_string(), String::new());
        let mut last = BTreeMap::new();
        loop {
            let page = papers::list(c, &id, &after, PAGE_ROWS)?;
            let Some(end) = page.last() else { break };
            after.clone_from(&end.id);
            for row in &page {
                let paper = paper_view(row)?;
                let meant = paper.kind.material().map(|material| material.entry_meant(case, paper.of));
                last.insert((meant.unwrap_or(paper.of), paper.kind, paper.party), paper);
            }
        }
        let papers = last.into_values().filter_map(|paper| {
            Some(Kept {
                file: paper.pdf.file,
                paper: Some((paper.id, paper.kind)),
                material: Some(paper.kind.material()?),
                covers: vec![(paper.of, paper.party)],
                name: None,
                on: paper.on,
            })
        });
        let mut kept: Vec<Kept> = papers.collect();
        self.other_files(c, (case, names), &mut kept)?;
        Ok(kept)
    }

    fn other_files(
        &self,
        c: &mut Connection,
        (case, names): (&Case, Names),
        kept: &mut Vec<Kept>,
    ) -> Result<(), Error> {
        let (id, mut after) = (case.id.to_string(), String::new());
        loop {
            let page = file_rows::list(c, &id, &after, PAGE_ROWS)?;
            let Some((end, ..)) = page.last() else { return Ok(()) };
            after.clone_from(&end.id);
            let named: Vec<_> = page.iter().map(file_materials::named).collect();
            let mut known = file_materials::known(c, case, &named)?;
            for whole in &page {
                let file = files::view(whole)?;
                let Known { material, covers, paper } = known.remove(&whole.0.id).unwrap_or_default();
                if paper.is_some() {
                    continue;
                }
                let name = if names.show(material) { Some(self.kept(&whole.2)?.name) } else { None };
                let on = office_date(file.created_at);
                kept.push(Kept { file: file.id, paper: None, material, covers, name, on });
            }
        }
    }
}
