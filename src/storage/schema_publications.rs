//! The tables of what leaves the office: published periods, the keys of programs that pull figures, the feed of changes.
//! Beside those of `schema`, which would be too long with them.
#![expect(missing_docs, reason = "columns are explained on the row structs of each noun")]

diesel::table! {
    /// Published periods (公布期间), which are only added to.
    publications (id) {
        id -> Text,
        no -> BigInt,
        title -> Text,
        region -> Text,
        from_on -> Date,
        to_on -> Date,
        edition -> Integer,
        replaces -> Nullable<Text>,
        published_at -> BigInt,
        published_by -> Text,
        last_change -> BigInt,
        books -> Text,
        calendar_version -> Text,
        body -> Text,
        sha256 -> Text,
        key_id -> Text,
        signature -> Text,
    }
}

diesel::table! {
    /// The cases behind each published number.
    publication_cases (publication_id, measure, case_id) {
        publication_id -> Text,
        measure -> Text,
        case_id -> Text,
        amount -> BigInt,
    }
}

diesel::table! {
    /// Keys of programs that pull figures (接口密钥).
    api_keys (id) {
        id -> Text,
        user_id -> Text,
        name -> Text,
        digest -> Text,
        made_by -> Text,
        made_at -> BigInt,
        expires_at -> BigInt,
        revoked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    /// The feed of changes (变更流).
    changes (case_id, entry_no) {
        case_id -> Text,
        entry_no -> Integer,
        recorded_at -> BigInt,
        no -> Nullable<BigInt>,
    }
}
