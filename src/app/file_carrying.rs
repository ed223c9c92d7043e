//! Files that go on with a dispute (材料随案移转): what one proceeding has, the next one of the matter has too, from the
//! moment at which it is opened, but for the secondary volume, which stays. The contents are kept once; each file gets a
//! name and a key sealed under the new case, says where it comes from, and is the material that it was. Not here: bringing
//! files (`file_upload`).

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde_json::json;

use crate::app::audit::{self, AuditEntry, AuditEvent};
use crate::app::deciding::Outcome;
use crate::app::error::Error;
use crate::app::file_materials::{self, Known, StatedMaterial};
use crate::app::files::{CarriedFrom, view};
use crate::app::register::Register;
use crate::app::search_attached::New;
use crate::domain::archive::material::Material;
use crate::domain::case::Case;
use crate::domain::id::{EntryNo, UserId};
use crate::storage::Tx;
use crate::storage::file_materials::{self as material_rows, FileMaterialRow};
use crate::storage::files::{self, CaseFileRow, Whole};
use crate::storage::vault::{self, PersonIndex, VaultRow};

/// So many files are carried at a time, by the same few statements.
const PAGE_FILES: i64 = 200;

/// Where files go, and what makes them go there.
struct Way<'o> {
    to: &'o Case,
    /// Which entries of the first docket the next one tells again.
    told: HashMap<EntryNo, EntryNo>,
    by: UserId,
    at: DateTime<Utc>,
}

/// A file as it is written into the next case.
struct Carried {
    name: String,
    sealed: VaultRow,
    file: CaseFileRow,
    material: Option<FileMaterialRow>,
    noted: AuditEntry,
}

impl Register {
    /// Gives a case that was opened the files of the one that it came from.
    ///
    /// # Errors
    /// That the database does not answer, or what is sealed of a file does not open.
    pub(crate) fn carry_files(&self, tx: &mut Tx, (from, to): (&Outcome, &Outcome)) -> Result<(), Error> {
        let (told, by, at) = (to.told_again(), from.entry.actor, self.clock.now());
        let way = Way { to: &to.case, told, by, at };
        let (id, mut after) = (from.case.id.to_string(), String::new());
        loop {
            let page = files::list(tx, &id, &after, PAGE_FILES)?;
            let Some((last, ..)) = page.last() else { return Ok(()) };
            after.clone_from(&last.id);
            let named: Vec<_> = page.iter().map(file_materials::named).collect();
            let mut known = file_materials::known(tx, &from.case, &named)?;
            let mut carried = Vec::with_capacity(page.len());
            for whole in &page {
                let known = known.remove(&whole.0.id).unwrap_or_default();
                if !known.tells_secondary() {
                    carried.push(self.carried(whole, &known, &way)?);
                }
            }
            if !carried.is_empty() {
                let words = |one: &Carried| (one.file.id.clone(), one.name.clone());
                let names: Vec<(String, String)> = carried.iter().map(words).collect();
                write(tx, carried)?;
                let named: Vec<New<'_>> = names.iter().map(|(id, name)| New::File(id, name)).collect();
                self.index_attached(tx, to.case.id, &named)?;
            }
        }
    }

    fn carried(&self, whole: &Whole, known: &Known, way: &Way<'_>) -> Result<Carried, Error> {
        let was = view(whole)?;
        let from = CarriedFrom { case_id: was.case_id, file: was.id };
        let kept = self.kept(&whole.2)?;
        let name = kept.name.clone();
        let kept = serde_json::to_vec(&kept.carried(from));
        let id = self.ids.vault();
        let sealed = self.vault.seal(id, &kept.map_err(|error| Error::Broken(error.to_string()))?)?;
        let created_at = way.at.timestamp_micros();
        let sealed = VaultRow {
            id: id.to_string(),
            case_id: way.to.id.to_string(),
            key_id: sealed.key_id,
            sealed: sealed.bytes,
            created_at,
            index: PersonIndex::default(),
        };
        let file = CaseFileRow {
            id: sealed.id.clone(),
            case_id: sealed.case_id.clone(),
            sha256: was.sha256,
            uploaded_by: way.by.to_string(),
            created_at,
        };
        let stated = way.material(known);
        let material = stated.as_ref().map(|it| file_materials::row(&file.id, way.by, (it, created_at)));
        let body = json!({ "file": file.id, "sha256": file.sha256, "from": from,
            "material": stated.map(|stated| stated.material) });
        let (event, actor, case) = (AuditEvent::FileAdded, Some(way.by), Some(way.to.id));
        Ok(Carried {
            name,
            sealed,
            file,
            material,
            noted: AuditEntry { event, at: way.at, actor, case, body },
        })
    }
}

impl Way<'_> {
    /// What a file is in the next case: what it was, of the entries that are told again there for somebody who is there. One
    /// that was of others is but another material there, so that it stands for nothing of the next docket. None where
    /// nothing is known of it, and where a proof that is told again names its content.
    fn material(&self, known: &Known) -> Option<StatedMaterial> {
        let material = known.material?;
        let mut here = Vec::new();
        for (entry, party) in &known.covers {
            let is_there = party.is_none_or(|no| self.to.party(no).is_some());
            here.extend(self.told.get(entry).filter(|_| is_there).map(|entry| (*entry, *party)));
        }
        if here.is_empty() && !known.covers.is_empty() && material.is_of_an_entry() {
            return Some(StatedMaterial { material: Material::OtherMain, of: Vec::new() });
        }
        if known.is_by_proof() {
            return None;
        }
        // What is of one party alone cannot be stated so: without an entry it stands for one, and no more.
        let is_of_all = here.iter().all(|(_, party)| party.is_none());
        let of = here.into_iter().filter(|_| is_of_all).map(|(entry, _)| entry).collect();
        Some(StatedMaterial { material, of })
    }
}

/// Writes files of a case that is there.
fn write(tx: &mut Tx, carried: Vec<Carried>) -> Result<(), Error> {
    let (mut sealed, mut added, mut materials, mut noted) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for one in carried {
        sealed.push(one.sealed);
        added.push(one.file);
        materials.extend(one.material);
        noted.push(one.noted);
    }
    vault::insert_many(tx, &sealed)?;
    files::insert_many(tx, &added)?;
    if !materials.is_empty() {
        material_rows::insert_many(tx, &materials)?;
    }
    audit::record_all(tx, &noted)
}
