//! What files of cases are (材料归类): a file of a paper is what the paper is, another what somebody stated, and one that
//! proves a service is its return until somebody says otherwise. By that it lies in a volume, and the secondary one is not
//! for everyone who reads files. Not here: the volumes (`archive`), and the kinds of material (`domain::archive`).

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use serde_json::json;

use crate::app::archive_shelf::put_away_at;
use crate::app::audit::{self, AuditEntry, AuditEvent};
use crate::app::deciding::load;
use crate::app::error::Error;
use crate::app::files::{FileView, view};
use crate::app::papers;
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::domain::archive::material::Material;
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::finding::Findings;
use crate::domain::id::{CaseId, EntryNo, FileId, PartyNo, UserId};
use crate::domain::paper::kind::{CasePaper, Volume};
use crate::domain::permission::Operation;
use crate::domain::refusal::{Refusal, Words, listed, words};
use crate::domain::service_of_process::ServedProof;
use crate::storage::bridge::{self, Place};
use crate::storage::file_materials::{self, FileMaterialRow};
use crate::storage::files::{self, Whole};
use crate::storage::{Connection, StorageError, Tx, papers as paper_rows};

/// So many files are asked about in one statement; SQLite takes 32,766 values at most, and of papers each is asked twice.
const CHUNK_FILES: usize = 1_000;

/// What somebody states of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedMaterial {
    /// What it is.
    pub material: Material,
    /// The entries that it is of; none where it stands for one that has no other.
    pub of: Vec<EntryNo>,
}

/// What is known of a file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    /// What it is.
    pub(crate) material: Option<Material>,
    /// The entries that it is of, and the party where it is of one alone.
    pub(crate) covers: Vec<(EntryNo, Option<PartyNo>)>,
    /// The paper whose file it is.
    pub(crate) paper: Option<CasePaper>,
    /// When somebody stated what it is.
    pub(crate) stated_at: Option<DateTime<Utc>>,
}

impl Known {
    /// What is known of the files of a paper of this kind, whatever it is of.
    pub(crate) fn of_paper(kind: CasePaper) -> Known {
        Known { material: kind.material(), paper: Some(kind), ..Known::default() }
    }

    /// The entries that it is of, each once.
    pub(crate) fn entries(&self) -> Vec<EntryNo> {
        let mut entries: Vec<EntryNo> = self.covers.iter().map(|(entry, _)| *entry).collect();
        entries.sort_unstable();
        entries.dedup();
        entries
    }

    /// When it came into its volume: when it was brought, or where it was stated later what it is, then.
    pub(crate) fn came(&self, brought: DateTime<Utc>) -> DateTime<Utc> {
        self.stated_at.map_or(brought, |stated| stated.max(brought))
    }

    /// Whether proofs of services alone say what it is.
    pub(crate) fn is_by_proof(&self) -> bool {
        self.paper.is_none() && self.covers.iter().any(|(_, party)| party.is_some())
    }

    fn volume(&self) -> Option<Volume> {
        self.material.map(Material::volume)
    }

    /// Whether it lies in the secondary volume, or says what lies there.
    pub(crate) fn tells_secondary(&self) -> bool {
        self.volume() == Some(Volume::Secondary) || self.paper.is_some_and(CasePaper::tells_secondary)
    }
}

impl Register {
    /// States what a file of a case is, in place of what was stated before; it is put down.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for a file of another case; a file of a paper; an entry that the docket has not; that the
    /// caller's role or assignment does not allow it.
    pub async fn state_material(
        &self,
        caller: &Caller,
        case: CaseId,
        (file, stated): (FileId, StatedMaterial),
    ) -> Result<FileView, Error> {
        let (register, caller) = (self.clone(), *caller);
        let work = move |tx: &mut Tx| {
            let loaded = load(tx, &caller, case)?;
            ensure(&caller, Operation::AddFile, Some(&loaded.case))?;
            let whole = files::find(tx, &case.to_string(), &file.to_string())?.ok_or(Error::NotFound)?;
            may_restate(tx, &caller, &loaded.case, (&whole, &stated))?;
            let (at, actor) = (register.clock.now(), Some(caller.user));
            file_materials::put(tx, &row(&file.to_string(), caller.user, (&stated, at.timestamp_micros())))?;
            let body = json!({ "file": file, "material": stated.material, "of": stated.of });
            let event = AuditEvent::MaterialStated;
            audit::record(tx, &AuditEntry { event, at, actor, case: Some(case), body })?;
            let views = register.file_views(tx, &caller, (&loaded.case, std::slice::from_ref(&whole)))?;
            views.into_iter().next().ok_or(Error::NotFound)
        };
        self.store.write(work).await
    }
}

/// The row of what is stated of a file.
pub(crate) fn row(file: &str, by: UserId, (stated, stated_at): (&StatedMaterial, i64)) -> FileMaterialRow {
    FileMaterialRow {
        file_id: file.to_owned(),
        material: stated.material.code().to_owned(),
        of_entries: json!(stated.of).to_string(),
        stated_by: by.to_string(),
        stated_at,
    }
}

/// What was stated, read back.
///
/// # Errors
/// A row that cannot be.
pub(crate) fn read(row: &FileMaterialRow) -> Result<StatedMaterial, Error> {
    let place = Place { table: "file_materials", key: &row.file_id, column: "material" };
    let of = serde_json::from_str(&row.of_entries);
    let of = of.map_err(|error| inconsistent(row, format!("of_entries: {error}")));
    Ok(StatedMaterial { material: bridge::parse(&row.material, place)?, of: of? })
}

fn stated_at(row: &FileMaterialRow) -> Result<DateTime<Utc>, Error> {
    DateTime::from_timestamp_micros(row.stated_at).ok_or_else(|| inconsistent(row, "the instant".to_owned()))
}

fn inconsistent(row: &FileMaterialRow, what: String) -> Error {
    StorageError::Inconsistent { table: "file_materials", key: row.file_id.clone(), what }.into()
}

/// A file by its id and the SHA-256 of its content.
pub(crate) type Named<'f> = (&'f str, &'f str);

/// How files are named here.
pub(crate) fn named((file, ..): &Whole) -> Named<'_> {
    (&file.id, &file.sha256)
}

/// What is known of these files of a case, by their ids; few enough for one statement. Of one that is not there nothing is.
/// A proof of a service names its file, or the content: of a case that was split off the files have other ids.
///
/// # Errors
/// That the database does not answer.
pub(crate) fn known(
    c: &mut Connection,
    case: &Case,
    files: &[Named<'_>],
) -> Result<HashMap<String, Known>, Error> {
    let ids: Vec<String> = files.iter().map(|(id, _)| (*id).to_owned()).collect();
    add_said(c, by_proofs(case, files), &ids)
}

/// What is stated of these files of any cases, and of which papers they are: enough to know who may read them. That one proves
/// a service is not said.
///
/// # Errors
/// That the database does not answer.
pub(crate) fn said_of(c: &mut Connection, ids: &[String]) -> Result<HashMap<String, Known>, Error> {
    add_said(c, HashMap::new(), ids)
}

fn add_said(
    c: &mut Connection,
    mut known: HashMap<String, Known>,
    ids: &[String],
) -> Result<HashMap<String, Known>, Error> {
    for chunk in ids.chunks(CHUNK_FILES) {
        add_chunk(c, &mut known, chunk)?;
    }
    Ok(known)
}

fn add_chunk(c: &mut Connection, known: &mut HashMap<String, Known>, ids: &[String]) -> Result<(), Error> {
    for row in file_materials::of_files(c, ids)? {
        let StatedMaterial { material, of } = read(&row)?;
        let said: Vec<_> = of.into_iter().map(|entry| (entry, None)).collect();
        let proved = known.remove(&row.file_id).map(|proof| proof.covers);
        // Who says that it is a return, and not of what, leaves it the return of what it proves.
        let covers =
            proved.filter(|_| said.is_empty() && material == Material::ServiceReturn).unwrap_or(said);
        let stated_at = Some(stated_at(&row)?);
        known.insert(row.file_id, Known { material: Some(material), covers, paper: None, stated_at });
    }
    for row in paper_rows::of_files(c, ids)? {
        let paper = papers::view(&row)?;
        let of_it = Known { covers: vec![(paper.of, paper.party)], ..Known::of_paper(paper.kind) };
        known.insert(row.docx_file, of_it.clone());
        known.insert(row.pdf_file, of_it);
    }
    Ok(())
}

/// The files that prove services, as returns of them.
fn by_proofs(case: &Case, files: &[Named<'_>]) -> HashMap<String, Known> {
    let mut proved: HashMap<String, BTreeSet<(EntryNo, Option<PartyNo>)>> = HashMap::new();
    for ServedProof { service, party, proof } in &case.proofs {
        for name in [proof.file.map(|file| file.to_string()), proof.sha256.clone()].into_iter().flatten() {
            proved.entry(name).or_default().insert((*service, Some(*party)));
        }
    }
    let returned = |&(id, sha256): &Named<'_>| {
        let of: BTreeSet<_> = [id, sha256].iter().filter_map(|name| proved.get(*name)).flatten().collect();
        let covers: Vec<_> = of.into_iter().copied().collect();
        let known = Known { material: Some(Material::ServiceReturn), covers, ..Known::default() };
        (!known.covers.is_empty()).then(|| (id.to_owned(), known))
    };
    files.iter().filter_map(returned).collect()
}

/// Whether the caller may read a file of which this is known, and its name.
///
/// # Errors
/// As [`ensure`].
pub(crate) fn may_read(caller: &Caller, case: &Case, known: Option<&Known>) -> Result<(), Error> {
    ensure(caller, Operation::ReadFile, Some(case))?;
    if known.is_some_and(Known::tells_secondary) {
        ensure(caller, Operation::ReadSecondaryVolume, Some(case))?;
    }
    Ok(())
}

/// A paper's file is what the paper is; what lies in the secondary volume is taken out of it only by who may read it there.
fn may_restate(
    c: &mut Connection,
    caller: &Caller,
    case: &Case,
    (whole, stated): (&Whole, &StatedMaterial),
) -> Result<(), Error> {
    let known = known(c, case, &[named(whole)])?.remove(&whole.0.id).unwrap_or_default();
    if known.paper.is_some() {
        return Err(Error::Conflict {
            code: "file_of_paper",
            words: words(
                "该文件属于已制作的文书，按文书种类归卷，不能另行归类",
                "This file is of a paper, and lies where papers of its kind lie.",
            ),
        });
    }
    let put_away = put_away_at(c, case)?;
    let brought = view(whole)?.created_at;
    if known.material.is_some() && put_away.is_some_and(|at| known.came(brought) <= at) {
        return Err(Error::Conflict {
            code: "in_an_archived_volume",
            words: words(
                "本案已归档，该文件已编入卷内目录，不能改变归类；归类确有错误的，先划去归档登记，改正后重新归档",
                "The file of the case was put away with this in its list, and what it is stays. If that is wrong, strike out \
                 the archiving, mend it, and put the file away again.",
            ),
        });
    }
    if known.volume() == Some(Volume::Secondary) && stated.material.volume() == Volume::Main {
        ensure(caller, Operation::ReadSecondaryVolume, Some(case))?;
    }
    let (mut findings, asking) = (Findings::default(), stated.material.entries_asking(case));
    for (index, entry) in stated.of.iter().enumerate() {
        let place = format!("/of/{index}");
        if entry.0 == 0 || entry.0 > case.version {
            let text = words("案卷流水中没有这一项登记", "there is no such entry in the docket");
            findings.invalid("no_such_entry", &place, text);
        } else if !asking.contains(entry) {
            let text = asks_for_none(*entry, stated.material, &asking);
            findings.invalid("entry_asks_for_none", &place, text);
        }
    }
    let findings = findings.into_findings();
    if findings.is_empty() { Ok(()) } else { Err(Error::Refused(Refusal { findings })) }
}

/// Of which entries a material can be, to whoever named another.
fn asks_for_none(entry: EntryNo, material: Material, asking: &BTreeSet<EntryNo>) -> Words {
    let label = material.label();
    let zh: Vec<String> = asking.iter().map(|no| format!("第{no}项")).collect();
    let en: Vec<String> = asking.iter().map(ToString::to_string).collect();
    let Words { zh, en } = listed(&zh, &en);
    let (zh, en) = match asking.len() {
        0 => ("本案没有一项登记要求".to_owned(), "none does in this case".to_owned()),
        _ => (format!("要求有的是{zh}"), format!("what does: {en}")),
    };
    words(
        format!("第{entry}项登记不要求有“{}”；{zh}", label.zh),
        format!("entry {entry} asks for no such material ({}); {en}", label.en),
    )
}
