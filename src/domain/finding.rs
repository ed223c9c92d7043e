//! Collecting what the rules find about one act, so that people see everything at once.

use chrono::NaiveDate;

use crate::domain::id::{EntryNo, UserId};
use crate::domain::law::Article;
use crate::domain::office::LawBook;
use crate::domain::refusal::{Finding, Refusal, Severity, Words, words};

/// Whether an act is being decided now, or read again from the docket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Every rule is asked.
    Decide,
    /// What was lawful when it was recorded stays recorded; only an impossible history is refused.
    Replay,
}

/// The circumstances of one act: when, by whom, under which books.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    /// The legal date of the act.
    pub on: NaiveDate,
    /// The day on which it is recorded.
    pub today: NaiveDate,
    /// The number that its entry has in the docket.
    pub entry: EntryNo,
    /// Who records it.
    pub actor: UserId,
    /// Codes of the warnings and irregularities that the actor acknowledges.
    pub acknowledged: &'a [String],
    /// The calendar and the settings of the office.
    pub book: &'a LawBook,
    /// Decided now, or read again.
    pub reading: Reading,
}

/// What the rules found.
#[derive(Debug, Default)]
pub struct Findings {
    found: Vec<Finding>,
}

impl Findings {
    /// An order that cannot be: always refused.
    pub fn impossible(&mut self, code: &'static str, article: Option<Article>, words: Words) {
        self.found.push(Finding { code, severity: Severity::Impossible, field: None, article, words });
    }

    /// An order that cannot be because of one field, such as the date; `field` is a JSON pointer.
    pub fn impossible_at(&mut self, code: &'static str, field: &str, article: Option<Article>, words: Words) {
        let field = Some(field.to_owned());
        self.found.push(Finding { code, severity: Severity::Impossible, field, article, words });
    }

    /// No act is dated later than the day on which it is recorded.
    pub fn ahead(&mut self, at: &Moment<'_>) {
        if at.on <= at.today {
            return;
        }
        let today = at.today;
        let text = words(
            format!("办理日期不能晚于今天（{today}）"),
            format!("the date of an act cannot lie after today, {today}"),
        );
        self.impossible_at("in_the_future", "/on", None, text);
    }

    /// The law says no.
    pub fn unlawful(&mut self, code: &'static str, article: Article, words: Words) {
        self.found.push(Finding {
            code,
            severity: Severity::Unlawful,
            field: None,
            article: Some(article),
            words,
        });
    }

    /// A rule of the office that an act breaks: no article stands behind it, and what has happened is recorded
    /// as an irregularity too.
    pub fn against_house_rule(&mut self, at: &Moment<'_>, code: &'static str, words: Words) {
        let severity = severity_of_breach(at, at.on);
        self.found.push(Finding { code, severity, field: None, article: None, words });
    }

    /// A value breaks a rule; `field` is a JSON pointer.
    pub fn invalid(&mut self, code: &'static str, field: &str, words: Words) {
        let field = Some(field.to_owned());
        self.found.push(Finding { code, severity: Severity::Invalid, field, article: None, words });
    }

    /// A date or an amount breaks a rule of law; `field` is a JSON pointer.
    pub fn over_limit(&mut self, code: &'static str, field: &str, article: Article, words: Words) {
        let (field, article) = (Some(field.to_owned()), Some(article));
        self.found.push(Finding { code, severity: Severity::Invalid, field, article, words });
    }

    /// Something to look at before it is recorded.
    pub fn warn(&mut self, code: &'static str, article: Option<Article>, words: Words) {
        self.found.push(Finding { code, severity: Severity::Warning, field: None, article, words });
    }

    /// The same, because of one field; `field` is a JSON pointer.
    pub fn warn_at(&mut self, code: &'static str, field: &str, words: Words) {
        let field = Some(field.to_owned());
        self.found.push(Finding { code, severity: Severity::Warning, field, article: None, words });
    }

    /// A rule of law that `happens` on a day breaks: refused while it can still be mended (the day is
    /// today or later), recorded as an irregularity once it has happened.
    pub fn breach(&mut self, at: &Moment<'_>, happens: NaiveDate, code: &'static str, why: (Article, Words)) {
        let severity = severity_of_breach(at, happens);
        let (article, words) = why;
        self.found.push(Finding { code, severity, field: None, article: Some(article), words });
    }

    /// As [`Findings::breach`], because of one field; `field` is a JSON pointer.
    pub fn breach_at(&mut self, at: &Moment<'_>, code: &'static str, field: &str, why: (Article, Words)) {
        let severity = severity_of_breach(at, at.on);
        let ((article, words), field) = (why, Some(field.to_owned()));
        self.found.push(Finding { code, severity, field, article: Some(article), words });
    }

    /// Whether nothing was found that is refused outright.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Everything that was found, for questions that are asked outside a moment.
    #[must_use]
    pub fn into_findings(self) -> Vec<Finding> {
        self.found
    }

    /// The end of the questions: nothing that counts, or a refusal with everything that does.
    ///
    /// # Errors
    /// The refusal, worst finding first, then by code and field.
    pub fn conclude(self, at: &Moment<'_>) -> Result<(), Refusal> {
        let counts = |finding: &Finding| match finding.severity {
            Severity::Impossible => true,
            Severity::Unlawful | Severity::Invalid => at.reading == Reading::Decide,
            Severity::Irregular | Severity::Warning => {
                at.reading == Reading::Decide && !at.acknowledged.iter().any(|code| code == finding.code)
            }
        };
        let mut findings: Vec<Finding> = self.found.into_iter().filter(counts).collect();
        findings.sort_by(|a, b| (a.severity, a.code, &a.field).cmp(&(b.severity, b.code, &b.field)));
        findings.dedup();
        if findings.is_empty() { Ok(()) } else { Err(Refusal { findings }) }
    }
}

/// What can still be mended is refused; what has happened is recorded.
fn severity_of_breach(at: &Moment<'_>, happens: NaiveDate) -> Severity {
    if happens >= at.today { Severity::Unlawful } else { Severity::Irregular }
}
