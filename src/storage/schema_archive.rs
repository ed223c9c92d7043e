//! The tables of the archive, and by what they are joined. Beside those of `schema`, which would be too long with them.
#![expect(missing_docs, reason = "columns are explained on the row structs of each noun")]

use super::schema::{case_viewers, cases};

diesel::table! {
    /// What files of cases are (材料归类).
    file_materials (file_id) {
        file_id -> Text,
        material -> Text,
        of_entries -> Text,
        stated_by -> Text,
        stated_at -> BigInt,
    }
}

diesel::table! {
    /// Cases that are in the archive (归档案件).
    archived_cases (case_id) {
        case_id -> Text,
        entry_no -> Integer,
        archived_on -> Date,
        retention_years -> Integer,
        retain_until -> Date,
        file_number_key -> Nullable<Text>,
        file_number_shared -> Bool,
    }
}

// A file in the archive names its case, and is seen by whoever sees that.
diesel::joinable!(archived_cases -> cases (case_id));
diesel::allow_tables_to_appear_in_same_query!(archived_cases, cases);
diesel::allow_tables_to_appear_in_same_query!(archived_cases, case_viewers);
