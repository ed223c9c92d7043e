//! The tables of papers, and by what they are joined. Beside those of `schema`, which would be too long with them.
#![expect(missing_docs, reason = "columns are explained on the row structs of each noun")]

use super::schema::vault;

diesel::table! {
    /// Templates of the office (文书模板).
    paper_templates (kind, version) {
        kind -> Text,
        version -> Integer,
        sha256 -> Text,
        bytes -> Binary,
        put_by -> Text,
        put_at -> BigInt,
        is_of_office -> Bool,
    }
}

diesel::table! {
    /// Papers that were made (文书).
    papers (id) {
        id -> Text,
        case_id -> Text,
        kind -> Text,
        of_entry -> Integer,
        party -> Integer,
        no -> Integer,
        on_date -> Date,
        template_version -> Integer,
        template_sha256 -> Text,
        case_version -> Integer,
        docx_file -> Text,
        docx_sha256 -> Text,
        pdf_file -> Text,
        pdf_sha256 -> Text,
        made_by -> Text,
        made_at -> BigInt,
    }
}

// What was written by hand for a paper is in the vault.
diesel::joinable!(papers -> vault (id));
diesel::allow_tables_to_appear_in_same_query!(papers, vault);
