//! A restatement as a table (重述的表格形式): its measures, its rates, days and groups, and what is not known any more. Not here: what
//! it says (`publication_views`).

use crate::http::api::parts_csv::{Columns, Part};

/// The columns of a restatement as a table. `published` and `now` are sums; rates and days have columns of their own.
pub(crate) const RESTATED: Columns = Columns {
    of_all: &[
        ("publication", "/no"),
        ("from", "/from"),
        ("to", "/to"),
        ("changed", "/changed"),
        ("definitions_known", "/definitions_known"),
        ("calendar_version_then", "/calendar_version_then"),
        ("calendar_version_now", "/calendar_version_now"),
    ],
    parts: &[
        Part {
            field: "items",
            name: "items",
            columns: &[
                ("name.code", "/name/code"),
                ("name.zh", "/name/zh"),
                ("name.en", "/name/en"),
                ("unit", "/unit"),
                ("by", "/by"),
                ("group", "/group"),
                ("published", "/published"),
                ("now", "/now"),
                ("difference", "/difference"),
                ("changed_cases", "/changed_cases"),
                ("changed_without_act", "/changed_without_act"),
                ("definition_changed", "/definition_changed"),
                ("cases", "/cases"),
            ],
        },
        Part {
            field: "figures",
            name: "figures",
            columns: &[
                ("name.code", "/name/code"),
                ("name.zh", "/name/zh"),
                ("name.en", "/name/en"),
                ("by", "/by"),
                ("group", "/group"),
                ("published", "/published/amount"),
                ("now", "/now/amount"),
                ("definition_changed", "/definition_changed"),
                ("published.numerator", "/published/numerator"),
                ("published.denominator", "/published/denominator"),
                ("published.cases", "/published/cases"),
                ("published.days", "/published/days"),
                ("published.median_halves", "/published/median_halves"),
                ("published.p90", "/published/p90"),
                ("now.numerator", "/now/numerator"),
                ("now.denominator", "/now/denominator"),
                ("now.cases", "/now/cases"),
                ("now.days", "/now/days"),
                ("now.median_halves", "/now/median_halves"),
                ("now.p90", "/now/p90"),
            ],
        },
        Part {
            field: "unknown",
            name: "unknown",
            columns: &[
                ("name.code", "/code"),
                ("published", "/published/amount"),
                ("published.numerator", "/published/numerator"),
                ("published.denominator", "/published/denominator"),
                ("published.cases", "/published/cases"),
                ("published.days", "/published/days"),
                ("published.median_halves", "/published/median_halves"),
                ("published.p90", "/published/p90"),
            ],
        },
    ],
};
