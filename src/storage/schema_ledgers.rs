//! The tables of ledgers. Beside those of `schema`, which would be too long with them.
#![expect(missing_docs, reason = "columns are explained on the row structs of each noun")]

use super::schema::cases;

diesel::table! {
    /// Ledgers (台账) that were brought to be taken over.
    ledger_imports (id) {
        id -> Text,
        state -> Text,
        made_by -> Text,
        made_at -> BigInt,
        good -> Integer,
        rejected -> Integer,
        summary -> Text,
        committed_by -> Nullable<Text>,
        committed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    /// Their rows, sealed.
    ledger_pages (import_id, no) {
        import_id -> Text,
        no -> Integer,
        kind -> Text,
        row_count -> Integer,
        key_id -> Text,
        sealed -> Binary,
    }
}

diesel::table! {
    /// Which cases came of which.
    ledger_cases (import_id, case_id) {
        import_id -> Text,
        case_id -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(ledger_imports, ledger_pages);
diesel::allow_tables_to_appear_in_same_query!(ledger_cases, cases);
