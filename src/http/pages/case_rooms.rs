//! What the rooms of a case list (案件各栏): its people and tribunal, services, money, papers and files, in words. Not here: its
//! stages, acts and docket (`case_rows`), and reading them (`app::case_file`).

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::app::case_file::CaseFile;
use crate::app::files::FileView;
use crate::app::papers::PaperView;
use crate::domain::act::tribunal::Duty;
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::id::{EntryNo, PartyNo, UserId};
use crate::domain::money::Fen;
use crate::domain::service_of_process::Service;
use crate::domain::service_of_process::pending::PendingService;
use crate::http::pages::case_rows::PartyRow;
use crate::http::pages::frame::Frame;

/// The most services and parties not served that the page of a case lists; a collective case has thousands.
pub const LISTED_MAX: usize = 50;
/// One kibibyte, and one mebibyte.
const KIBIBYTE: u64 = 1 << 10;
const MEBIBYTE: u64 = 1 << 20;

/// Somebody of the office who works on the case.
pub struct PersonRow {
    /// Their name, where the reader may know it.
    pub name: String,
    /// As what.
    pub duty: String,
}

/// A service.
pub struct ServiceRow {
    /// The entry.
    pub entry: u32,
    /// What.
    pub document: &'static str,
    /// On whom.
    pub party: String,
    /// How, and when it was made.
    pub made: String,
    /// When it counts.
    pub served: NaiveDate,
    /// Whether its proof is there, in words.
    pub proof: &'static str,
    /// Whether its proof is lacking.
    pub is_unproved: bool,
}

/// What is not served yet, or not proved.
pub struct PendingRow {
    /// What is lacking.
    pub lacks: &'static str,
    /// Which document.
    pub document: &'static str,
    /// On whom.
    pub party: String,
    /// By when, where there is a last day.
    pub due: Option<NaiveDate>,
}

/// Money that an entry tells of.
pub struct MoneyRow {
    /// The entry.
    pub entry: u32,
    /// The day.
    pub on: NaiveDate,
    /// What it is.
    pub what: &'static str,
    /// How much.
    pub amount: String,
}

/// A paper.
pub struct PaperRow {
    /// What it is.
    pub name: String,
    /// Its date.
    pub on: NaiveDate,
    /// The file to be edited.
    pub docx: String,
    /// The file to be printed.
    pub pdf: String,
}

/// A file.
pub struct FileRow {
    /// Its id.
    pub id: String,
    /// Its name; none for who may not read it.
    pub name: Option<String>,
    /// What it is in the archive.
    pub material: &'static str,
    /// Whether nobody has said yet what it is. The file of a paper is what the paper is, and nobody says so of it.
    pub is_unsorted: bool,
    /// How long it is.
    pub size: String,
    /// When it was brought.
    pub brought: String,
}

/// The people of the case: those who were assigned, then the tribunal with its seats. Whoever sits is told by their seat alone.
#[must_use]
pub fn people(f: &Frame, case: &Case, names: &BTreeMap<UserId, String>) -> Vec<PersonRow> {
    let name = |user: UserId| names.get(&user).cloned().unwrap_or_else(|| "—".to_owned());
    let members = case.tribunal.iter().flat_map(|tribunal| &tribunal.members);
    let sits = |user: UserId| members.clone().any(|member| member.user == user);
    let assigned =
        case.people.iter().filter(|person| person.duty != Duty::Arbitrator || !sits(person.user)).map(
            |person| PersonRow { name: name(person.user), duty: f.label(person.duty.label()).to_owned() },
        );
    let sitting = members
        .clone()
        .map(|member| PersonRow { name: name(member.user), duty: f.label(member.seat.label()).to_owned() });
    let recusals = case.recusals.iter().map(|recusal| PersonRow {
        name: name(recusal.member),
        duty: match recusal.outcome {
            Some(outcome) => format!("{} {}", f.say("回避", "recusal"), f.label(outcome.label())),
            None => f.say("回避待决定", "recusal open").to_owned(),
        },
    });
    assigned.chain(sitting).chain(recusals).collect()
}

fn party(parties: &[PartyRow], no: PartyNo) -> String {
    let name = parties.iter().find(|party| party.no == no.0).map_or("", |party| party.name.as_str());
    format!("#{} {name}", no.0)
}

/// The last services; the newest first.
#[must_use]
pub fn services(f: &Frame, case: &Case, parties: &[PartyRow]) -> Vec<ServiceRow> {
    let is_proved = |service: &Service| {
        case.proofs.iter().any(|proof| (proof.service, proof.party) == (service.made.by, service.party))
    };
    let row = |service: &Service| ServiceRow {
        entry: service.made.by.0,
        document: f.label(service.document.label()),
        party: party(parties, service.party),
        made: format!("{} {}", service.made.on, f.label(service.manner.label())),
        served: service.served_on,
        proof: if is_proved(service) {
            f.say("有送达证明", "proved")
        } else {
            f.say("缺送达证明", "no proof")
        },
        is_unproved: !is_proved(service),
    };
    case.services.iter().rev().take(LISTED_MAX).map(row).collect()
}

/// What is lacking of service, the first of it.
#[must_use]
pub fn pending(f: &Frame, pending: &[PendingService], parties: &[PartyRow]) -> Vec<PendingRow> {
    let row = |it: &PendingService| PendingRow {
        lacks: f.label(it.lacks.label()),
        document: f.label(it.document.label()),
        party: party(parties, it.party),
        due: it.due_on,
    };
    pending.iter().take(LISTED_MAX).map(row).collect()
}

/// The money of the case: what was agreed, and what was paid; the awards stand in the docket with their items.
#[must_use]
pub fn money(f: &Frame, case: &Case) -> Vec<MoneyRow> {
    let row = |(by, on): (EntryNo, NaiveDate), what: &'static str, amount: String| MoneyRow {
        entry: by.0,
        on,
        what,
        amount,
    };
    let agreed = case
        .mediation_papers
        .iter()
        .map(|paper| row((paper.made.by, paper.made.on), f.say("调解金额", "Agreed"), f.yuan(paper.amount)));
    let awarded = case.awards.iter().map(|award| {
        let sum: Fen = award.items.iter().map(|item| item.amount).sum();
        row((award.made.by, award.made.on), f.say("裁决金额", "Awarded"), f.yuan(sum))
    });
    let recovered = case.recoveries.iter().map(|recovered| {
        let what = f.say("追回、履行", "Recovered");
        row((recovered.at.by, recovered.at.on), what, f.yuan(recovered.amount))
    });
    let mut rows: Vec<MoneyRow> = agreed.chain(awarded).chain(recovered).collect();
    rows.sort_by_key(|row| row.entry);
    rows
}

/// The papers.
#[must_use]
pub fn papers(f: &Frame, papers: &[PaperView], parties: &[PartyRow]) -> Vec<PaperRow> {
    let row = |paper: &PaperView| {
        let of_party = paper.party.map(|no| format!(" {}", party(parties, no))).unwrap_or_default();
        PaperRow {
            name: format!("{}{of_party}", f.label(paper.kind.label())),
            on: paper.on,
            docx: paper.docx.file.to_string(),
            pdf: paper.pdf.file.to_string(),
        }
    };
    papers.iter().map(row).collect()
}

/// The files.
#[must_use]
pub fn files(f: &Frame, files: &[FileView]) -> Vec<FileRow> {
    let row = |file: &FileView| FileRow {
        id: file.id.to_string(),
        name: file.name.clone(),
        material: file.material.map_or(f.say("未归类", "unsorted"), |material| f.label(material.label())),
        is_unsorted: file.material.is_none() && file.of.is_empty(),
        size: size(file.bytes),
        brought: f.instant(file.created_at),
    };
    files.iter().map(row).collect()
}

fn size(bytes: u64) -> String {
    match bytes {
        bytes if bytes >= MEBIBYTE => format!("{} MiB", bytes.div_ceil(MEBIBYTE)),
        bytes if bytes >= KIBIBYTE => format!("{} KiB", bytes.div_ceil(KIBIBYTE)),
        bytes => format!("{bytes} B"),
    }
}

/// The rooms of a case.
pub struct Rooms {
    /// Who works on it.
    pub people: Vec<PersonRow>,
    /// The last services.
    pub services: Vec<ServiceRow>,
    /// How many services stand before those.
    pub more_services: usize,
    /// What is not served.
    pub pending: Vec<PendingRow>,
    /// How much more of it there is.
    pub more_pending: usize,
    /// Money.
    pub money: Vec<MoneyRow>,
    /// Papers.
    pub papers: Vec<PaperRow>,
    /// Whether there are more.
    pub has_more_papers: bool,
    /// Files.
    pub files: Vec<FileRow>,
    /// Whether there are more.
    pub has_more_files: bool,
}

impl Rooms {
    /// Of a case.
    #[must_use]
    pub fn of(f: &Frame, file: &CaseFile, parties: &[PartyRow]) -> Rooms {
        let case = &file.case.case;
        Rooms {
            people: people(f, case, &file.names),
            services: services(f, case, parties),
            more_services: case.services.len().saturating_sub(LISTED_MAX),
            pending: pending(f, &file.pending, parties),
            more_pending: file.pending.len().saturating_sub(LISTED_MAX),
            money: money(f, case),
            papers: papers(f, &file.papers.rows, parties),
            has_more_papers: file.papers.has_more,
            files: files(f, &file.files.rows),
            has_more_files: file.files.has_more,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_as_long_as_its_unit_says_and_never_nothing() {
        let sizes = [0, 1023, 1024, 1025, (1 << 20) - 1, 1 << 20, (1 << 20) + 1].map(size);
        assert_eq!(sizes, ["0 B", "1023 B", "1 KiB", "2 KiB", "1024 KiB", "1 MiB", "2 MiB"]);
    }
}
