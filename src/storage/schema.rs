//! The tables, in types that both databases share. Written by hand and held against fresh
//! databases of both kinds by `tests/storage/schema.rs`.
//! Instants are epoch microseconds, ids are text of 36 characters, enums are codes in text.
#![expect(missing_docs, reason = "columns are explained on the row structs of each noun")]

diesel::table! {
    /// Small facts about this database itself.
    meta (key) {
        /// What it is about.
        key -> Text,
        /// What is said.
        value -> Text,
    }
}

diesel::table! {
    /// People with a login.
    users (id) {
        id -> Text,
        login -> Text,
        name -> Text,
        role -> Text,
        password_hash -> Text,
        active -> Bool,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    /// Logins that can be refreshed.
    sessions (id) {
        id -> Text,
        user_id -> Text,
        refresh_hash -> Text,
        previous_hash -> Nullable<Text>,
        created_at -> BigInt,
        expires_at -> BigInt,
        revoked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    /// The keys that sign, sealed.
    signing_keys (kid) {
        kid -> Text,
        sealed -> Binary,
        created_at -> BigInt,
        retired_at -> Nullable<BigInt>,
        purpose -> Text,
    }
}

diesel::table! {
    /// The audit log (审计日志), which only grows.
    audit (no) {
        no -> BigInt,
        recorded_at -> BigInt,
        actor_id -> Nullable<Text>,
        event -> Text,
        case_id -> Nullable<Text>,
        body -> Text,
        prev_hash -> Text,
        hash -> Text,
    }
}

diesel::table! {
    /// Answers already given to a POST.
    idempotency (actor_id, key) {
        actor_id -> Text,
        key -> Text,
        fingerprint -> Text,
        status -> Integer,
        body -> Text,
        etag -> Nullable<Text>,
        created_at -> BigInt,
    }
}

diesel::table! {
    /// Cases (案件).
    cases (id) {
        id -> Text,
        kind -> Text,
        matter_id -> Text,
        version -> Integer,
        stage -> Text,
        number -> Nullable<Text>,
        region -> Text,
        channel -> Text,
        procedure -> Nullable<Text>,
        cause -> Text,
        workers -> Integer,
        lead_person -> Nullable<Text>,
        lead_employer -> Nullable<Text>,
        received_on -> Date,
        accepted_on -> Nullable<Date>,
        closed_on -> Nullable<Date>,
        manner -> Nullable<Text>,
        head_hash -> Text,
        body -> Text,
        created_at -> BigInt,
        updated_at -> BigInt,
        number_key -> Nullable<Text>,
        number_shared -> Bool,
    }
}

diesel::table! {
    /// Who works on which case.
    case_people (case_id, user_id, duty) {
        case_id -> Text,
        user_id -> Text,
        duty -> Text,
    }
}

diesel::table! {
    /// Who may see which case, where a role does not see every case: people, and desks.
    case_viewers (case_id, viewer) {
        case_id -> Text,
        viewer -> Text,
    }
}

diesel::table! {
    /// Referrals between the channels (移交), derived from the cases.
    referrals (case_id, entry_no) {
        case_id -> Text,
        entry_no -> Integer,
        to_kind -> Text,
        state -> Text,
        offered_on -> Date,
        due_on -> Date,
        answered_on -> Nullable<Date>,
        opened_id -> Nullable<Text>,
    }
}

diesel::table! {
    /// The docket (案卷流水), which only grows.
    docket (case_id, no) {
        case_id -> Text,
        no -> Integer,
        act -> Text,
        on_date -> Date,
        recorded_at -> BigInt,
        actor_id -> Text,
        body -> Text,
        prev_hash -> Text,
        hash -> Text,
    }
}

diesel::table! {
    /// Personal data, sealed.
    vault (id) {
        id -> Text,
        case_id -> Text,
        key_id -> Text,
        sealed -> Binary,
        created_at -> BigInt,
        index_key -> Nullable<Text>,
        id_index -> Nullable<Text>,
        contact_index -> Nullable<Text>,
    }
}

diesel::table! {
    /// The keys of the key file that may be used here.
    file_keys (id) {
        id -> Text,
        kind -> Text,
        added_at -> BigInt,
    }
}

diesel::table! {
    /// Deadlines (期限), as the dockets say, for worklists.
    deadlines (case_id, rule, anchor, party) {
        case_id -> Text,
        rule -> Text,
        anchor -> Integer,
        party -> Integer,
        region -> Text,
        trigger_on -> Date,
        natural_on -> Nullable<Date>,
        due_on -> Nullable<Date>,
        state -> Text,
        met_on -> Nullable<Date>,
        provisional -> Bool,
        owed_by_office -> Bool,
    }
}

diesel::table! {
    /// What is not yet served (待送达), as the dockets say.
    pending_services (case_id, lacks, document, of_entry, party) {
        case_id -> Text,
        lacks -> Text,
        document -> Text,
        of_entry -> Integer,
        party -> Integer,
        since_on -> Date,
        due_on -> Nullable<Date>,
    }
}

diesel::table! {
    /// One narrow row per case, over which figures are summed.
    reporting (case_id) {
        case_id -> Text,
        kind -> Text,
        region -> Text,
        cause -> Text,
        procedure -> Nullable<Text>,
        channel -> Text,
        collective -> Bool,
        workers -> Integer,
        received_on -> Date,
        accepted_on -> Nullable<Date>,
        first_hearing_on -> Nullable<Date>,
        closed_on -> Nullable<Date>,
        archived_on -> Nullable<Date>,
        manner -> Nullable<Text>,
        result -> Nullable<Text>,
        in_time -> Nullable<Bool>,
        due_on -> Nullable<Date>,
        quick_filing -> Nullable<Bool>,
        quick_mediation_before -> Nullable<Bool>,
        quick_mediation -> Nullable<Bool>,
        quick_hearing -> Nullable<Bool>,
        quick_closing -> Nullable<Bool>,
        claimed_fen -> BigInt,
        awarded_fen -> BigInt,
        receipt_told -> Bool,
        arbitrator_id -> Nullable<Text>,
        mediator_id -> Nullable<Text>,
        employer_kind -> Nullable<Text>,
        industry -> Nullable<Text>,
        known_from -> Date,
    }
}

diesel::table! {
    /// What of a case has a day of its own, over which figures are summed too.
    reporting_facts (case_id, fact, entry_no) {
        case_id -> Text,
        fact -> Text,
        entry_no -> Integer,
        on_date -> Date,
        amount -> BigInt,
        known_from -> Date,
    }
}

diesel::table! {
    /// The last number given out in each series and year.
    numbers (series, year) {
        series -> Text,
        year -> Integer,
        last -> Integer,
    }
}

diesel::table! {
    /// Imported years of the working-day calendar, which only grow.
    calendar_imports (no) {
        no -> BigInt,
        year -> Integer,
        fingerprint -> Text,
        calendar_version -> Text,
        imported_at -> BigInt,
        actor_id -> Nullable<Text>,
        body -> Text,
        document -> Text,
    }
}

diesel::table! {
    /// The watch over deadlines (期限监视): whose turn it is, and how the last run went. One row.
    watch (name) {
        name -> Text,
        holder -> Text,
        lease_until -> BigInt,
        started_at -> Nullable<BigInt>,
        ended_at -> Nullable<BigInt>,
        outcome -> Nullable<Text>,
        notices -> BigInt,
        completed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    /// People's own entries on cases (待办), each for a day.
    diary (id) {
        id -> Text,
        case_id -> Text,
        user_id -> Text,
        on_date -> Date,
        created_at -> BigInt,
        done_at -> Nullable<BigInt>,
        noticed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    /// Notices (提醒) to people.
    notices (id) {
        id -> Text,
        user_id -> Text,
        case_id -> Text,
        kind -> Text,
        rule -> Nullable<Text>,
        anchor -> Nullable<Integer>,
        party -> Nullable<Integer>,
        diary_id -> Nullable<Text>,
        due_on -> Date,
        distance -> Integer,
        raised_at -> BigInt,
        read_at -> Nullable<BigInt>,
        rating_id -> Nullable<Text>,
    }
}

diesel::table! {
    /// Hearing rooms (仲裁庭).
    hearing_rooms (id) {
        id -> Text,
        name -> Text,
        created_at -> BigInt,
        retired_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    /// The schedule of hearings (排庭), as the dockets say.
    hearings (case_id, hearing) {
        case_id -> Text,
        hearing -> Integer,
        first -> Integer,
        on_date -> Date,
        starts -> Integer,
        minutes -> Nullable<Integer>,
        room_id -> Nullable<Text>,
        room_text -> Nullable<Text>,
        status -> Text,
    }
}

diesel::table! {
    /// What the standing hearings book, by the quarter of an hour.
    bookings (kind, booked, on_date, slot) {
        kind -> Text,
        booked -> Text,
        on_date -> Date,
        slot -> Integer,
        case_id -> Text,
    }
}

diesel::table! {
    /// Calendar feeds (日历订阅).
    calendar_feeds (id) {
        id -> Text,
        person_id -> Nullable<Text>,
        room_id -> Nullable<Text>,
        token_hash -> Text,
        made_by -> Text,
        made_at -> BigInt,
        revoked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    /// The migrations that have run here; the table is diesel's own.
    #[sql_name = "__diesel_schema_migrations"]
    migrations_run (version) {
        version -> Text,
    }
}
