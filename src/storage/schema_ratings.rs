//! The tables of ratings, and by what they are joined. Beside those of `schema`, which would be too long with them.
#![expect(missing_docs, reason = "columns are explained on the row structs of each noun")]

use super::schema::{case_viewers, cases, vault};

diesel::table! {
    /// One-time links to rate a case.
    rating_links (token_hash) {
        token_hash -> Text,
        case_id -> Text,
        party -> Integer,
        at_desk -> Bool,
        made_by -> Text,
        made_at -> BigInt,
        expires_on -> Date,
    }
}

diesel::table! {
    /// The parties who have rated their case.
    rated_parties (case_id, party) {
        case_id -> Text,
        party -> Integer,
        form_hash -> Nullable<Text>,
    }
}

diesel::table! {
    /// Ratings (好差评) of cases.
    ratings (id) {
        id -> Text,
        case_id -> Text,
        score -> Text,
        rated_on -> Date,
        due_on -> Nullable<Date>,
        assigned_to -> Nullable<Text>,
        watch_after -> Nullable<Date>,
    }
}

diesel::table! {
    /// What was found and done about bad ratings.
    rating_answers (id) {
        id -> Text,
        rating_id -> Text,
        kind -> Text,
        finding -> Nullable<Text>,
        on_date -> Date,
        by_user -> Text,
        recorded_at -> BigInt,
    }
}

// A link and a rating name their case; what was written is in the vault.
diesel::joinable!(rating_links -> cases (case_id));
diesel::joinable!(ratings -> cases (case_id));
diesel::joinable!(ratings -> vault (id));
diesel::joinable!(rating_answers -> ratings (rating_id));
diesel::joinable!(rating_answers -> vault (id));
diesel::allow_tables_to_appear_in_same_query!(rating_links, cases);
diesel::allow_tables_to_appear_in_same_query!(ratings, cases);
diesel::allow_tables_to_appear_in_same_query!(ratings, case_viewers);
diesel::allow_tables_to_appear_in_same_query!(ratings, vault);
diesel::allow_tables_to_appear_in_same_query!(ratings, rating_answers);
diesel::allow_tables_to_appear_in_same_query!(rating_answers, cases);
diesel::allow_tables_to_appear_in_same_query!(rating_answers, case_viewers);
diesel::allow_tables_to_appear_in_same_query!(rating_answers, vault);
