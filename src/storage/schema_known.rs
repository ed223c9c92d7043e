//! The tables of what was known of figures before: as `reporting` and `reporting_facts`, with the day on which it was replaced;
//! and the sums by the day that are kept of them.
#![expect(missing_docs, reason = "columns are explained on the row structs of each noun")]

diesel::table! {
    /// Reporting rows that others took the place of.
    reporting_past (case_id, known_from) {
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
        known_until -> Date,
    }
}

diesel::table! {
    /// Sums by the day and the month, as they were known at the end of a day.
    figure_days (dimension, measure, span, on_date, value) {
        dimension -> Text,
        measure -> Text,
        span -> Text,
        on_date -> Date,
        value -> Text,
        amount -> BigInt,
    }
}

diesel::table! {
    /// At the end of which day, by dimension.
    figure_day_bases (dimension) {
        dimension -> Text,
        known_on -> Nullable<Date>,
        epoch -> BigInt,
    }
}

diesel::table! {
    /// Facts that are known otherwise now, or no more.
    reporting_facts_past (case_id, fact, entry_no, known_from) {
        case_id -> Text,
        fact -> Text,
        entry_no -> Integer,
        on_date -> Date,
        amount -> BigInt,
        known_from -> Date,
        known_until -> Date,
    }
}
