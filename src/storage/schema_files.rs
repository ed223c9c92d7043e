//! The tables of files, and by what they are joined. Beside those of `schema`, which would be too long with them.
#![expect(missing_docs, reason = "columns are explained on the row structs of each noun")]

use super::schema::vault;

diesel::table! {
    /// Contents of files (材料文件).
    files (sha256) {
        sha256 -> Text,
        bytes -> BigInt,
        media_type -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    /// Files of cases.
    case_files (id) {
        id -> Text,
        case_id -> Text,
        sha256 -> Text,
        uploaded_by -> Text,
        created_at -> BigInt,
    }
}

// A file has its content, and its name in the vault.
diesel::joinable!(case_files -> files (sha256));
diesel::joinable!(case_files -> vault (id));
diesel::allow_tables_to_appear_in_same_query!(case_files, files);
diesel::allow_tables_to_appear_in_same_query!(case_files, vault);
diesel::allow_tables_to_appear_in_same_query!(files, vault);
