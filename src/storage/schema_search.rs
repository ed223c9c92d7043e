//! The tables of the search and of saved views. Beside those of `schema`, which would be too long with them.
#![expect(missing_docs, reason = "columns are explained on the row structs of each noun")]

diesel::table! {
    /// What each case is found by (检索).
    search_cases (case_id) {
        case_id -> Text,
        index_key -> Text,
        received_on -> Date,
        terms -> Text,
    }
}

diesel::table! {
    /// Where each term stands, the newest case last.
    search_terms (term, place) {
        term -> BigInt,
        place -> Binary,
    }
}

diesel::table! {
    /// Saved views of the list of cases (常用筛选).
    saved_views (id) {
        id -> Text,
        user_id -> Text,
        name -> Text,
        shared -> Bool,
        filters -> Text,
        updated_at -> BigInt,
    }
}
