//! The tables of the indicator register and of the templates of the annual report. Beside those of `schema`, which would be
//! too long with them.
#![expect(missing_docs, reason = "columns are explained on the row structs of each noun")]

diesel::table! {
    /// The lines of the indicator register (指标台账).
    indicators (id) {
        id -> Text,
        item -> Text,
        from_date -> Date,
        to_date -> Date,
    }
}

diesel::table! {
    /// What was entered for each.
    indicator_versions (indicator_id, version) {
        indicator_id -> Text,
        version -> Integer,
        ten_thousandths -> BigInt,
        unit -> Text,
        source -> Text,
        reason -> Nullable<Text>,
        put_by -> Text,
        put_at -> BigInt,
    }
}

diesel::table! {
    /// Templates of the annual report (年度报告模板).
    report_templates (version) {
        version -> Integer,
        sha256 -> Text,
        bytes -> Binary,
        put_by -> Text,
        put_at -> BigInt,
    }
}
