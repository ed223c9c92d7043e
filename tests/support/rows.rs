//! Sample rows of storage, with everything filled in that a test does not care about.

use chrono::NaiveDate;
use sikuai::storage::api_keys::ApiKeyRow;
use sikuai::storage::archived_cases::ArchivedCaseRow;
use sikuai::storage::bookings::BookingRow;
use sikuai::storage::calendar_feeds::FeedRow;
use sikuai::storage::cases::CaseRow;
use sikuai::storage::deadlines::DeadlineRow;
use sikuai::storage::diary::DiaryRow;
use sikuai::storage::docket::DocketRow;
use sikuai::storage::file_keys::{self, FileKeyRow};
use sikuai::storage::file_materials::FileMaterialRow;
use sikuai::storage::files::{CaseFileRow, FileRow};
use sikuai::storage::hearing_rooms::RoomRow;
use sikuai::storage::hearings::HearingRow;
use sikuai::storage::notices::NoticeRow;
use sikuai::storage::people::CasePersonRow;
use sikuai::storage::publications::PublicationRow;
use sikuai::storage::ratings::{RatingAnswerRow, RatingLinkRow, RatingRow};
use sikuai::storage::reporting::{self, FactRow, ReportingRow};
use sikuai::storage::users::UserRow;
use sikuai::storage::vault::{PersonIndex, VaultRow};
use sikuai::storage::{StorageError, Store, Tx};

/// Since when a row is known that does not say: the default of the column.
pub(crate) const EPOCH: NaiveDate = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();

/// A day written as `2021-03-02`.
pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The id of the n-th thing; ids sort as their numbers do.
pub(crate) fn id(n: u32) -> String {
    format!("00000000-0000-7000-8000-{n:012}")
}

/// An arbitrator.
pub(crate) fn a_user(n: u32) -> UserRow {
    UserRow {
        id: id(n),
        login: format!("user{n}"),
        name: "测试".to_owned(),
        role: "arbitrator".to_owned(),
        password_hash: "$argon2id$".to_owned(),
        active: true,
        created_at: 1,
        updated_at: 1,
    }
}

/// A case received on a day and nothing more.
pub(crate) fn a_case(n: u32, received_on: &str) -> CaseRow {
    CaseRow {
        id: id(n),
        kind: "arbitration".to_owned(),
        matter_id: id(n),
        version: 1,
        stage: "received".to_owned(),
        number: None,
        region: "440825".to_owned(),
        channel: "counter".to_owned(),
        procedure: None,
        cause: "wages".to_owned(),
        workers: 1,
        lead_person: None,
        lead_employer: Some(format!("徐闻第{n}公司")),
        received_on: day(received_on),
        accepted_on: None,
        closed_on: None,
        manner: None,
        number_key: None,
        head_hash: "h".to_owned(),
        body: "{}".to_owned(),
        created_at: 1,
        updated_at: i64::from(n),
    }
}

/// The reporting row of a case.
pub(crate) fn reporting_of(case: &CaseRow) -> ReportingRow {
    ReportingRow {
        case_id: case.id.clone(),
        kind: case.kind.clone(),
        region: case.region.clone(),
        cause: case.cause.clone(),
        procedure: None,
        channel: case.channel.clone(),
        collective: false,
        workers: case.workers,
        received_on: case.received_on,
        accepted_on: case.accepted_on,
        first_hearing_on: None,
        closed_on: case.closed_on,
        archived_on: None,
        manner: case.manner.clone(),
        result: None,
        in_time: None,
        due_on: None,
        quick_filing: None,
        quick_mediation_before: None,
        quick_mediation: None,
        quick_hearing: None,
        quick_closing: None,
        claimed_fen: 0,
        awarded_fen: 0,
        receipt_told: true,
        arbitrator_id: None,
        mediator_id: None,
        employer_kind: None,
        industry: None,
        known_from: EPOCH,
    }
}

/// An entry of a docket.
pub(crate) fn an_entry(case: u32, no: i32) -> DocketRow {
    DocketRow {
        case_id: id(case),
        no,
        act: "receive".to_owned(),
        on_date: day("2021-03-02"),
        recorded_at: 1,
        actor_id: id(1),
        body: "{}".to_owned(),
        prev_hash: String::new(),
        hash: format!("h{no}"),
    }
}

/// An open deadline.
pub(crate) fn a_deadline(case: u32, rule: &str, due_on: &str) -> DeadlineRow {
    DeadlineRow {
        case_id: id(case),
        rule: rule.to_owned(),
        anchor: 1,
        party: 0,
        region: "440825".to_owned(),
        trigger_on: day("2021-03-02"),
        natural_on: Some(day(due_on)),
        due_on: Some(day(due_on)),
        state: "open".to_owned(),
        met_on: None,
        provisional: false,
        owed_by_office: true,
    }
}

/// A recovery on an accepted case.
pub(crate) fn a_recovery(case: u32, entry_no: i32, on_date: &str, fen: i64) -> FactRow {
    FactRow {
        case_id: id(case),
        fact: "recovered".to_owned(),
        entry_no,
        on_date: day(on_date),
        amount: fen,
        known_from: EPOCH,
    }
}

/// Writes down the facts of a case, as they are known on the day of the first.
pub(crate) fn keep_facts(tx: &mut Tx, case: u32, facts: &[FactRow]) -> Result<(), StorageError> {
    let known_from = facts.first().map_or(EPOCH, |fact| fact.known_from);
    reporting::replace_facts_of_cases(tx, &[(&id(case), known_from)], facts)
}

/// An arbitrator's duty.
pub(crate) fn arbitrates(case: u32, user: u32) -> CasePersonRow {
    CasePersonRow { case_id: id(case), user_id: id(user), duty: "arbitrator".to_owned() }
}

/// A sealed record of a case.
pub(crate) fn a_vault_row(n: u32, case: u32) -> VaultRow {
    VaultRow {
        id: id(n),
        case_id: id(case),
        key_id: "k1".to_owned(),
        sealed: vec![1, 2, 3],
        created_at: 1,
        index: PersonIndex::default(),
    }
}

/// A master key that may be used.
pub(crate) fn a_file_key(id: &str) -> FileKeyRow {
    FileKeyRow { id: id.to_owned(), kind: file_keys::MASTER.to_owned(), added_at: 1 }
}

/// An entry in a person's diary; its text is the vault row of the same number.
pub(crate) fn a_diary_row(n: u32, case: u32, user: u32, on: &str) -> DiaryRow {
    DiaryRow {
        id: id(n),
        case_id: id(case),
        user_id: id(user),
        on_date: day(on),
        created_at: 1,
        done_at: None,
        noticed_at: None,
    }
}

/// A content of files.
pub(crate) fn a_content(digit: &str) -> FileRow {
    FileRow { sha256: digit.repeat(64), bytes: 5, media_type: "text/plain".to_owned(), created_at: 1 }
}

/// A file of a case; its name is in the vault row of the same number.
pub(crate) fn a_case_file(n: u32, case: u32, user: u32, digit: &str) -> CaseFileRow {
    CaseFileRow {
        id: id(n),
        case_id: id(case),
        sha256: digit.repeat(64),
        uploaded_by: id(user),
        created_at: 1,
    }
}

/// A notice to a person that the trial period ends in five working days.
pub(crate) fn a_notice(n: u32, case: u32, user: u32) -> NoticeRow {
    NoticeRow {
        id: id(n),
        user_id: id(user),
        case_id: id(case),
        kind: "deadline_ahead".to_owned(),
        rule: Some("A25".to_owned()),
        anchor: Some(1),
        party: Some(0),
        diary_id: None,
        due_on: day("2021-04-19"),
        distance: 5,
        raised_at: 1,
        read_at: None,
        rating_id: None,
    }
}

/// A link of party 1 of a case to rate it.
pub(crate) fn a_rating_link(case: u32, user: u32) -> RatingLinkRow {
    RatingLinkRow {
        token_hash: "a".repeat(64),
        case_id: id(case),
        party: 1,
        at_desk: true,
        made_by: id(user),
        made_at: 1,
        expires_on: day("2021-05-01"),
    }
}

/// A bad rating of a case; its vault row has the same id.
pub(crate) fn a_rating(n: u32, case: u32, user: u32) -> RatingRow {
    RatingRow {
        id: id(n),
        case_id: id(case),
        score: "dissatisfied".to_owned(),
        rated_on: day("2021-04-01"),
        due_on: Some(day("2021-04-23")),
        assigned_to: Some(id(user)),
        watch_after: Some(day("2021-04-23")),
    }
}

/// The verification of a bad rating; its vault row has the same id.
pub(crate) fn a_rating_answer(n: u32, rating: u32, user: u32) -> RatingAnswerRow {
    RatingAnswerRow {
        id: id(n),
        rating_id: id(rating),
        kind: "verification".to_owned(),
        finding: Some("founded".to_owned()),
        on_date: day("2021-04-02"),
        by_user: id(user),
        recorded_at: 1,
    }
}

/// Writes, in the words of a test that expects it to work.
pub(crate) fn write<T: Send + 'static>(
    store: &Store,
    work: impl FnOnce(&mut Tx) -> Result<T, StorageError> + Send + 'static,
) -> T {
    store.write_blocking(work).unwrap()
}

/// A hearing room.
pub(crate) fn a_room(n: u32, name: &str) -> RoomRow {
    RoomRow { id: id(n), name: name.to_owned(), created_at: 1, retired_at: None }
}

/// A hearing of a case at nine in a room.
pub(crate) fn a_hearing_row(case: u32, hearing: i32, on: &str, room: u32) -> HearingRow {
    HearingRow {
        case_id: id(case),
        hearing,
        first: hearing,
        on_date: day(on),
        starts: 540,
        minutes: Some(120),
        room_id: Some(id(room)),
        room_text: None,
        status: "scheduled".to_owned(),
    }
}

/// A quarter of an hour of a room.
pub(crate) fn a_booking(case: u32, room: u32, on: &str, slot: i32) -> BookingRow {
    BookingRow { kind: "room".to_owned(), booked: id(room), on_date: day(on), slot, case_id: id(case) }
}

/// A person's feed, made by themselves.
pub(crate) fn a_feed(n: u32, person: u32) -> FeedRow {
    FeedRow {
        id: id(n),
        person_id: Some(id(person)),
        room_id: None,
        token_hash: format!("hash{n}"),
        made_by: id(person),
        made_at: 1,
        revoked_at: None,
    }
}

/// The first publication of March 2021, by a person.
pub(crate) fn a_publication(n: u32, user: u32) -> PublicationRow {
    PublicationRow {
        id: id(n),
        no: 1,
        title: "3月".to_owned(),
        region: "guangdong/xuwen".to_owned(),
        from_on: day("2021-03-01"),
        to_on: day("2021-03-31"),
        edition: 1,
        replaces: None,
        published_at: 1,
        published_by: id(user),
        last_change: 0,
        books: "b".to_owned(),
        calendar_version: "2021.1".to_owned(),
        body: "{}".to_owned(),
        sha256: "a".repeat(64),
        key_id: "k".to_owned(),
        signature: "b".repeat(128),
    }
}

/// A key that stands for a person, who issued it.
pub(crate) fn an_api_key(n: u32, user: u32) -> ApiKeyRow {
    ApiKeyRow {
        id: id(n),
        user_id: id(user),
        name: "报表模块".to_owned(),
        digest: format!("digest{n}"),
        made_by: id(user),
        made_at: 1,
        expires_at: 2,
        revoked_at: None,
    }
}

/// What a person stated that a file is.
pub(crate) fn a_file_material(file: u32, user: u32, material: &str) -> FileMaterialRow {
    FileMaterialRow {
        file_id: id(file),
        material: material.to_owned(),
        of_entries: "[]".to_owned(),
        stated_by: id(user),
        stated_at: 1,
    }
}

/// A case that was put away on a day of 2021, without an award.
pub(crate) fn an_archived_case(case: u32, on: &str) -> ArchivedCaseRow {
    ArchivedCaseRow {
        case_id: id(case),
        entry_no: 5,
        archived_on: day(on),
        retention_years: 5,
        retain_until: day("2026-12-31"),
        file_number_key: Some(format!("{case}号")),
    }
}
