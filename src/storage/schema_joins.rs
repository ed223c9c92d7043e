//! Which tables of `schema` are read together, and by what they are joined. Not here: the tables.

use super::schema::{
    bookings, case_people, case_viewers, cases, deadlines, diary, docket, hearing_rooms, hearings, meta,
    notices, pending_services, referrals, reporting, reporting_facts, sessions, users, vault,
};
use super::schema_publications::{api_keys, changes, publication_cases};

diesel::joinable!(deadlines -> cases (case_id));
diesel::joinable!(docket -> cases (case_id));
diesel::joinable!(pending_services -> cases (case_id));
diesel::allow_tables_to_appear_in_same_query!(
    cases,
    case_people,
    case_viewers,
    deadlines,
    docket,
    meta,
    pending_services,
    reporting,
    reporting_facts,
    vault,
);

// A request is let in by one statement: its session and its person together.
diesel::joinable!(sessions -> users (user_id));
diesel::allow_tables_to_appear_in_same_query!(sessions, users);

// Notices and diaries name their case; what a diary says is in the vault; whom to tell must be active.
diesel::joinable!(notices -> cases (case_id));
diesel::joinable!(diary -> cases (case_id));
diesel::joinable!(diary -> vault (id));
diesel::joinable!(diary -> users (user_id));
diesel::joinable!(case_people -> users (user_id));
diesel::allow_tables_to_appear_in_same_query!(notices, cases);
diesel::allow_tables_to_appear_in_same_query!(notices, case_viewers);
diesel::allow_tables_to_appear_in_same_query!(diary, cases);
diesel::allow_tables_to_appear_in_same_query!(diary, case_viewers);
diesel::allow_tables_to_appear_in_same_query!(diary, vault);
diesel::allow_tables_to_appear_in_same_query!(diary, users);
diesel::allow_tables_to_appear_in_same_query!(case_people, users);

// The list of hearings names its case and its room, and is filtered by who works on the case.
diesel::joinable!(hearings -> cases (case_id));
diesel::joinable!(hearings -> hearing_rooms (room_id));
diesel::joinable!(bookings -> cases (case_id));
diesel::allow_tables_to_appear_in_same_query!(hearings, cases);
diesel::allow_tables_to_appear_in_same_query!(hearings, hearing_rooms);
diesel::allow_tables_to_appear_in_same_query!(hearings, case_people);
diesel::allow_tables_to_appear_in_same_query!(hearing_rooms, cases);
diesel::allow_tables_to_appear_in_same_query!(hearing_rooms, case_people);
diesel::allow_tables_to_appear_in_same_query!(hearings, case_viewers);
diesel::allow_tables_to_appear_in_same_query!(hearing_rooms, case_viewers);
diesel::allow_tables_to_appear_in_same_query!(bookings, cases);
// Who is at a hearing is found in the vault.
diesel::allow_tables_to_appear_in_same_query!(hearings, vault);
// A referral names its case.
diesel::joinable!(referrals -> cases (case_id));
diesel::allow_tables_to_appear_in_same_query!(referrals, cases);
diesel::allow_tables_to_appear_in_same_query!(referrals, case_viewers);
// A program is let in by its key and the person that it stands for, in one statement.
diesel::joinable!(api_keys -> users (user_id));
diesel::allow_tables_to_appear_in_same_query!(api_keys, users);
// A change names its case and its entry; a published list its cases.
diesel::joinable!(changes -> cases (case_id));
diesel::joinable!(publication_cases -> cases (case_id));
diesel::allow_tables_to_appear_in_same_query!(changes, cases);
diesel::allow_tables_to_appear_in_same_query!(changes, docket);
diesel::allow_tables_to_appear_in_same_query!(changes, case_viewers);
diesel::allow_tables_to_appear_in_same_query!(publication_cases, cases);
diesel::allow_tables_to_appear_in_same_query!(publication_cases, case_viewers);
