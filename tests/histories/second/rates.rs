//! The rates a second time (比率), from the notes on the law (§5, §6, §12) and the formulas of `docs/figures.md`: which counts
//! stand above the line and which below, put together in another way where the counts allow one, and divided digit by digit.

/// What is added, and with a minus what is taken off.
type Terms = &'static [&'static str];

/// Each rate: above the line, and below it.
pub(crate) const RATES: [(&str, Terms, Terms); 21] = [
    // §12: the report's own; §12: of those accepted in the period; §5, marked M.
    ("closure_rate", &["closed"], &["accepted"]),
    ("cohort_closure_rate", &["cohort_closed"], &["accepted"]),
    ("caseload_closure_rate", &["closed"], &["accepted", "carried_in"]),
    // §5: (132 + 111) / (137 + 111) and (53 + 111) / 248.
    (
        "county_closure_rate",
        &["closed", "mediation_succeeded", "settled_before_acceptance"],
        &["accepted", "mediation_succeeded", "settled_before_acceptance"],
    ),
    (
        "county_mediation_rate",
        &["closed_by_mediation", "mediation_succeeded", "settled_before_acceptance"],
        &["accepted", "mediation_succeeded", "settled_before_acceptance"],
    ),
    (
        "mediation_share",
        &["closed_by_mediation"],
        &["closed_by_award", "closed_by_mediation", "closed_otherwise"],
    ),
    ("mediation_success_rate", &["mediation_succeeded"], &["mediation_closed"]),
    (
        "final_award_share",
        &["closed_by_final_award"],
        &["closed", "-closed_by_mediation", "-closed_otherwise"],
    ),
    ("in_time_rate", &["closed_in_time"], &["closed", "-closed_timeliness_unknown"]),
    (
        "worker_prevails_rate",
        &["closed", "-closed_for_employer", "-closed_for_both", "-closed_without_result"],
        &["closed"],
    ),
    ("quick_filing_rate", &["quick_filing_within"], &["quick_filing_done"]),
    ("quick_mediation_before_rate", &["quick_mediation_before_within"], &["quick_mediation_before_done"]),
    ("quick_mediation_rate", &["quick_mediation_within"], &["quick_mediation_done"]),
    ("quick_hearing_rate", &["quick_hearing_within"], &["quick_hearing_done"]),
    ("quick_closing_rate", &["quick_closing_within"], &["quick_closing_done"]),
    ("cumulative_closure_rate", &["year_closed"], &["year_carried_in", "year_accepted"]),
    (
        "mediated_or_final_share",
        &["closed", "-closed_otherwise", "-closed_by_award", "closed_by_final_award"],
        &["closed"],
    ),
    ("hazard_resolution_rate", &["hazards_resolved"], &["hazards_found"]),
    ("rating_coverage_rate", &["rated_cases"], &["closed_cases"]),
    ("satisfaction_rate", &["ratings", "-ratings_bad"], &["ratings"]),
    ("rectification_rate", &["ratings_rectified_in_time"], &["ratings", "-ratings_satisfied"]),
];

/// The sum of some terms, each of which is asked for.
pub(crate) fn added(terms: Terms, amount: impl Fn(&'static str) -> i64) -> i64 {
    let signed =
        |term: &&'static str| term.strip_prefix('-').map_or_else(|| amount(term), |less| -amount(less));
    terms.iter().map(signed).sum()
}

/// Both numbers, and the percentage by long division: two digits after the point, what is left is cut.
pub(crate) fn rate(above: i64, below: i64) -> String {
    if below == 0 {
        return format!("{above} of 0");
    }
    let (whole, mut left) = (above * 100 / below, above * 100 % below);
    let mut digits = String::new();
    for _ in 0..2 {
        digits.push_str(&(left * 10 / below).to_string());
        left = left * 10 % below;
    }
    format!("{above} of {below}, {whole}.{digits}")
}
