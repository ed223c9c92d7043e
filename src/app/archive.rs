//! The archive (卷宗归档): the volumes of a case as it stands, what is missing from them, and the list of the cases that were
//! put away. Nothing is removed here or elsewhere. Not here: what must be in a volume (`domain::archive`), what lies in the file
//! (`archive_shelf`), handing out a copy of the main volume (`main_volume`).

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::archive_shelf::Names;
use crate::app::deciding::load;
use crate::app::docket_rows::{self, CORRECTION};
use crate::app::error::Error;
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::domain::act::Act;
use crate::domain::act::after::Archiving;
use crate::domain::act::kind::ActKind;
use crate::domain::archive::asked::Asked;
use crate::domain::archive::material::Material;
use crate::domain::archive::retention;
use crate::domain::archive::volumes::{Kept, Volumes};
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::docket::{Counted, Entry, counted};
use crate::domain::id::{CaseId, EntryNo, FileId, PaperId, PartyNo};
use crate::domain::law::Citation;
use crate::domain::paper::kind::{CasePaper, Volume};
use crate::domain::permission::Operation;
use crate::domain::refusal::{Words, words};
use crate::storage::archived_cases::{self, ArchivedCaseHead, ArchivedCaseRow};
use crate::storage::{Connection, docket};

pub use crate::storage::archived_cases::{ArchiveCursor, ArchiveFilter, ArchivePage};

/// The file of a case (卷宗).
// Not printed: the names of files may name people.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ArchiveView {
    /// The case.
    pub case_id: CaseId,
    /// Whether nothing is missing and nothing unsorted.
    pub complete: bool,
    /// 正卷, in its order: what parties and their agents may read and copy (R33 23).
    pub main: Vec<VolumeItem>,
    /// 副卷, in its order.
    pub secondary: Vec<VolumeItem>,
    /// Files of which nobody has stated what they are; they are in neither volume.
    pub unsorted: Vec<VolumeItem>,
    /// What must be there by what happened in the case, and is not.
    pub missing: Vec<MissingMaterial>,
    /// When it was put away.
    pub archived_on: Option<NaiveDate>,
    /// Under which number (归档号).
    pub file_number: Option<String>,
    /// How many pages the main volume has, where they were counted.
    pub main_pages: Option<u32>,
    /// The same of the secondary volume.
    pub secondary_pages: Option<u32>,
    /// How long it is kept at least (R33 24), as the case stands.
    pub retention_years: u16,
    /// The last day of that, once it was put away.
    pub retain_until: Option<NaiveDate>,
}

/// A paper or a file in a volume.
// Not printed, as the above.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VolumeItem {
    /// Its number in the volume.
    pub no: u32,
    /// What it is.
    pub material: Option<Material>,
    /// The paper, if it is one: the last of its kind, entry and party.
    pub paper: Option<PaperId>,
    /// Of which kind the paper is.
    pub paper_kind: Option<CasePaper>,
    /// The file of the case with its bytes; of a paper, its PDF.
    pub file: FileId,
    /// The entries that it is of, where that is known.
    pub of: Vec<EntryNo>,
    /// The party for which a paper is.
    pub party: Option<PartyNo>,
    /// The name of a file, for who may read it.
    pub name: Option<String>,
    /// Of which day.
    pub on: NaiveDate,
    /// The day on which it came into a file that had been put away (归档后补入); it follows what was in it then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub added_after_archiving: Option<NaiveDate>,
}

/// Something that must be in the file and is not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MissingMaterial {
    /// What.
    pub material: Material,
    /// In which volume it belongs.
    pub volume: Volume,
    /// The entry that it would be of.
    pub of: Option<EntryNo>,
    /// The day of that entry.
    pub on: Option<NaiveDate>,
    /// The party that it would be of.
    pub party: Option<PartyNo>,
    /// The article that names it, in an arbitration.
    pub article: Option<Citation>,
    /// The same in words.
    pub words: Words,
}

/// A case in the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ArchivedCase {
    /// The case.
    #[schema(format = Uuid)]
    pub case_id: String,
    /// What kind of case it is.
    pub kind: String,
    /// Its number (案号).
    pub number: Option<String>,
    /// Its main cause.
    pub cause: String,
    /// The first employer.
    pub employer: Option<String>,
    /// When it was closed.
    pub closed_on: Option<NaiveDate>,
    /// How.
    pub manner: Option<String>,
    /// Its number in the archive (归档号).
    pub file_number: Option<String>,
    /// How many pages its main volume has, where they were counted.
    pub main_pages: Option<u32>,
    /// The same of its secondary volume.
    pub secondary_pages: Option<u32>,
    /// When it was put away.
    pub archived_on: NaiveDate,
    /// How long it is kept at least.
    pub retention_years: i32,
    /// The last day of that.
    pub retain_until: NaiveDate,
    /// Whether that day is past. Nothing is removed by it.
    pub expired: bool,
}

impl Register {
    /// The volumes of a case as it stands, and what is missing from them.
    ///
    /// # Errors
    /// [`Error::NotFound`] without the case.
    pub async fn archive(&self, caller: &Caller, case: CaseId) -> Result<ArchiveView, Error> {
        let (register, caller) = (self.clone(), *caller);
        let work = move |c: &mut Connection| {
            let case = load(c, &caller, case)?.case;
            ensure(&caller, Operation::ReadCase, Some(&case))?;
            let kept = register.shelf(c, &case, Names::seen_by(&caller, &case))?;
            let put_away = archivings(c, &[case.id.to_string()])?.remove(&case.id.to_string());
            Ok(archive_view(&case, Volumes::of(&case, kept), put_away.filter(|_| case.archived.is_some())))
        };
        self.store.snapshot(work).await
    }

    /// One page of the cases in the archive that the caller may see, the first put away first; of those that are kept no
    /// longer, the first whose time was over.
    ///
    /// # Errors
    /// That the caller's role sees no cases.
    pub async fn archived_cases(
        &self,
        caller: &Caller,
        filter: ArchiveFilter,
        page: ArchivePage,
    ) -> Result<Vec<ArchivedCase>, Error> {
        ensure(caller, Operation::ReadCase, None)?;
        let (visibility, today) = (caller.visibility(), self.clock.today());
        let work = move |c: &mut Connection| {
            let rows = archived_cases::list(c, &filter, &page, &visibility)?;
            let ids: Vec<String> = rows.iter().map(|(row, _)| row.case_id.clone()).collect();
            let mut put_away = archivings(c, &ids)?;
            let view = |(row, head): (ArchivedCaseRow, ArchivedCaseHead)| {
                let act = put_away.remove(&row.case_id);
                archived_case(row, head, (act, today))
            };
            Ok(rows.into_iter().map(view).collect())
        };
        self.store.snapshot(work).await
    }
}

/// What was said when each of these cases was put away, as it counts.
fn archivings(c: &mut Connection, ids: &[String]) -> Result<HashMap<String, Archiving>, Error> {
    let acts = [ActKind::Archiving.code(), CORRECTION];
    let mut of_cases: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    for row in docket::entries_of_acts(c, ids, &acts)? {
        of_cases.entry(row.case_id.clone()).or_default().push(docket_rows::read(&row)?);
    }
    let told = |counted: Counted| if let Act::Archiving(act) = counted.act { Some(act) } else { None };
    let last = |entries: Vec<Entry>| counted(&entries).into_iter().rev().find_map(told);
    Ok(of_cases.into_iter().filter_map(|(id, entries)| Some((id, last(entries)?))).collect())
}

fn archive_view(case: &Case, volumes: Volumes, put_away: Option<Archiving>) -> ArchiveView {
    let complete = volumes.is_complete();
    let Volumes { main, secondary, unsorted, missing } = volumes;
    let (main_pages, secondary_pages) =
        put_away.as_ref().map_or((None, None), |act| (act.main_pages, act.secondary_pages));
    ArchiveView {
        case_id: case.id,
        complete,
        main: items(main),
        secondary: items(secondary),
        unsorted: items(unsorted),
        missing: missing.iter().map(missing_material).collect(),
        archived_on: case.archived.map(|archived| archived.on),
        file_number: put_away.map(|act| act.file_number),
        main_pages,
        secondary_pages,
        retention_years: retention::years(case),
        retain_until: case.kept_until(),
    }
}

fn items(kept: Vec<Kept>) -> Vec<VolumeItem> {
    let item = |(no, kept): (u32, Kept)| {
        let mut of: Vec<EntryNo> = kept.covers.iter().map(|(entry, _)| *entry).collect();
        of.dedup();
        VolumeItem {
            no,
            material: kept.material,
            paper: kept.paper.map(|(id, _)| id),
            paper_kind: kept.paper.map(|(_, kind)| kind),
            file: kept.file,
            of,
            party: kept.paper.and_then(|_| kept.covers.first().and_then(|(_, party)| *party)),
            name: kept.name,
            on: kept.on,
            added_after_archiving: kept.added_after_archiving,
        }
    };
    (1..).zip(kept).map(item).collect()
}

fn missing_material(asked: &Asked) -> MissingMaterial {
    let label = asked.material.label();
    let [of_zh, of_en] = asked.of.map_or_else(Default::default, |of| {
        [format!("（第{}项登记，{}）", of.by, of.on), format!(" (of entry {}, {})", of.by, of.on)]
    });
    let [party_zh, party_en] = asked
        .party
        .map_or_else(Default::default, |party| [format!("，当事人{party}"), format!(", party {party}")]);
    let text = words(
        format!("缺少“{}”{of_zh}{party_zh}", label.zh),
        format!("missing: {}{of_en}{party_en}", label.en),
    );
    MissingMaterial {
        material: asked.material,
        volume: asked.material.volume(),
        of: asked.of.map(|of| of.by),
        on: asked.of.map(|of| of.on),
        party: asked.party,
        article: asked.article.map(Citation::from),
        words: text,
    }
}

fn archived_case(
    row: ArchivedCaseRow,
    head: ArchivedCaseHead,
    (act, today): (Option<Archiving>, NaiveDate),
) -> ArchivedCase {
    let (main_pages, secondary_pages) =
        act.as_ref().map_or((None, None), |act| (act.main_pages, act.secondary_pages));
    ArchivedCase {
        case_id: row.case_id,
        kind: head.kind,
        number: head.number,
        cause: head.cause,
        employer: head.lead_employer,
        closed_on: head.closed_on,
        manner: head.manner,
        file_number: act.map(|act| act.file_number),
        main_pages,
        secondary_pages,
        archived_on: row.archived_on,
        retention_years: row.retention_years,
        retain_until: row.retain_until,
        expired: row.retain_until < today,
    }
}
