//! The table of the codes by which parties ask how their case stands. Beside those of `schema`, which would be too long with it.
#![expect(missing_docs, reason = "columns are explained on the row structs of each noun")]

use super::schema::cases;

diesel::table! {
    /// One-time codes to ask how a case stands.
    enquiry_codes (case_id, party) {
        case_id -> Text,
        party -> Integer,
        code_hash -> Text,
        made_by -> Text,
        made_at -> BigInt,
        expires_on -> Date,
        used_in_browser -> Nullable<Text>,
    }
}

diesel::joinable!(enquiry_codes -> cases (case_id));
diesel::allow_tables_to_appear_in_same_query!(enquiry_codes, cases);
