//! Refusals (不予办理): what a rule says when it does not let an act pass, as a value.
//! Every finding of one attempt is listed at once. Not here: failures (`app::Error`),
//! and what HTTP makes of a refusal (`http::problem`).

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::law::Article;

/// One sentence in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// Puts a sentence into both languages.
#[must_use]
pub fn words(zh: impl Into<String>, en: impl Into<String>) -> Words {
    Words { zh: zh.into(), en: en.into() }
}

/// So many are named in a sentence; a collective case has thousands.
const NAMED_MAX: usize = 20;

/// What is named in a sentence: the first of them, and how many there are when not all are.
#[must_use]
pub fn listed(zh: &[String], en: &[String]) -> Words {
    let (some_zh, some_en) = (zh.iter().take(NAMED_MAX), en.iter().take(NAMED_MAX));
    let (some_zh, some_en) =
        (some_zh.cloned().collect::<Vec<_>>().join("、"), some_en.cloned().collect::<Vec<_>>().join(", "));
    match zh.len().saturating_sub(NAMED_MAX) {
        0 => words(some_zh, some_en),
        more => words(format!("{some_zh}等{}项", zh.len()), format!("{some_en} and {more} more")),
    }
}

/// How a finding stops an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The act cannot be in this order or at this stage: heard before accepted. Always refused.
    Impossible,
    /// The law or a rule of the office says no. Refused.
    Unlawful,
    /// A date, an amount or another value breaks a rule. Refused.
    Invalid,
    /// It has happened, and it was irregular (程序瑕疵): recorded once the irregularity is acknowledged.
    Irregular,
    /// Something to look at (时效 seems expired): recorded once acknowledged.
    Warning,
}

/// One thing that a rule found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Stable `snake_case` code of the rule.
    pub code: &'static str,
    /// How it stops the act.
    pub severity: Severity,
    /// The field it is about, as a JSON pointer into the body, where there is one.
    pub field: Option<String>,
    /// The article, where a law says so.
    pub article: Option<Article>,
    /// Why, in both languages.
    pub words: Words,
}

/// Why an act was refused: never empty, sorted, everything at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// What was found, worst first.
    pub findings: Vec<Finding>,
}

impl Refusal {
    /// A refusal for one reason.
    #[must_use]
    pub fn of(finding: Finding) -> Refusal {
        Refusal { findings: vec![finding] }
    }

    /// Two refusals of one attempt as one, in their order, what both say once.
    #[must_use]
    pub fn together_with(mut self, other: Refusal) -> Refusal {
        self.findings.extend(other.findings);
        self.findings.sort_by(|a, b| (a.severity, a.code, &a.field).cmp(&(b.severity, b.code, &b.field)));
        self.findings.dedup();
        self
    }

    /// The worst of the findings.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.findings.iter().map(|finding| finding.severity).min().unwrap_or(Severity::Unlawful)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Twenty are named; of the twenty-first and those after it, how many there are.
    #[test]
    fn of_many_the_first_are_named_and_the_rest_counted() {
        let names =
            |prefix: &str, count: usize| (1..=count).map(|no| format!("{prefix}{no}")).collect::<Vec<_>>();
        let of = |count| listed(&names("第", count), &names("no. ", count));
        assert_eq!(of(2), words("第1、第2", "no. 1, no. 2"));
        assert!(of(20).zh.ends_with("第20") && of(20).en.ends_with("no. 20"));
        assert!(
            of(23).zh.ends_with("第20等23项") && of(23).en.ends_with("no. 20 and 3 more"),
            "{:?}",
            of(23)
        );
    }
}
