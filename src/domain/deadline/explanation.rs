//! Why a deadline falls on its day (期限说明): the rule, the article, what started it and how it was counted,
//! as data and in one sentence; for a deadline of a case, and for a rule and a day without a case.
//! Not here: the counting, which is [`crate::domain::period`]'s. `deadlines()` never pays for this.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::rule::{Obliged, Rule, RuleId, TRIAL_EXTENSION, Term};
use super::{Counted, Deadline, State};
use crate::domain::code::{Coded as _, Label};
use crate::domain::id::{EntryNo, PartyNo};
use crate::domain::law::{Article, Basis, Citation};
use crate::domain::office::LawBook;
use crate::domain::period::counting::{self, Counting};
use crate::domain::period::{Direction, DueWith, Exclusion, ExtendedBy, Extension, Length, due_with};
use crate::domain::refusal::{Finding, Refusal, Severity, Words, words};

/// What started a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Trigger {
    /// What happened, or the planned day that is counted back from.
    pub cause: Label,
    /// On which day; the day itself is not counted.
    pub on: NaiveDate,
    /// The entry of the docket that says so; none without a case.
    pub entry: Option<EntryNo>,
}

/// Why a deadline falls on its day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Explanation {
    /// The rule.
    pub rule: RuleId,
    /// What the rule is called.
    pub name: Label,
    /// The articles it rests on.
    pub articles: Vec<Citation>,
    /// How sure that is.
    pub basis: Basis,
    /// What started it.
    pub trigger: Trigger,
    /// The party it concerns, where it concerns one.
    pub party: Option<PartyNo>,
    /// Who must keep it.
    pub obliged: Obliged,
    /// What a missed one means.
    pub consequence: Label,
    /// The last day by the count alone; none while the clock stands still.
    pub natural_on: Option<NaiveDate>,
    /// The last day on which it is kept; none while the clock stands still.
    pub due_on: Option<NaiveDate>,
    /// Whether it rests on a day that no notice covers yet.
    pub provisional: bool,
    /// Since when the clock stands still, if it does.
    pub stopped_on: Option<NaiveDate>,
    /// How it was counted; none where the clock was stopped and a new count begins when it goes on.
    pub counting: Option<Counting>,
    /// All of it in one sentence.
    pub sentence: Words,
}

impl Deadline {
    /// Why it falls on its day. The same rule and the same calendar give the same day as in
    /// [`super::deadlines`].
    #[must_use]
    pub fn explain(&self, book: &LawBook) -> Explanation {
        let trigger = Trigger { cause: *self.cause, on: self.trigger.on, entry: Some(self.trigger.by) };
        let (counting, stopped_on) = match &self.counted {
            Counted::Plain(due) if self.rule.term == Term::Designated => {
                (Some(counting::explain_designated(self.trigger.on, due.natural_on, &book.calendar)), None)
            }
            Counted::Plain(_) => (count(self.rule, self.trigger.on, book), None),
            Counted::Trial(due) => (Some(recount(self.rule.id, due, book)), due.paused_since()),
            Counted::Stopped(on) => (None, Some(*on)),
        };
        let mut explained = explanation(self.rule, trigger, counting, stopped_on);
        if self.rule.id == RuleId::A20 && self.state == State::Waived {
            explained
                .sentence
                .zh
                .push_str("未经送达开庭通知的当事人到庭，卷内没有其异议的记载，视为放弃（本系统的选择）。");
            explained.sentence.en.push_str(
                " A party came without having been served, with no objection of it on record: it gave the notice up (our choice).",
            );
        }
        Explanation { party: self.party, ..explained }
    }
}

/// A rule and a day, without a case: what the calculator is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Which rule.
    pub rule: RuleId,
    /// The day that starts it, or the planned day it counts back from. For A26 the start of the trial period.
    pub trigger: NaiveDate,
    /// Days to leave out, for causes that the rule knows; what overlaps counts once.
    #[serde(default)]
    pub exclusions: Vec<Exclusion>,
    /// The approved extension, where the rule can be extended. Left out for A26: the longest, approved on the last day.
    #[serde(default)]
    pub extension: Option<Extension>,
}

/// The rule that a day starts, explained: when it would be due, and why.
///
/// # Errors
/// The rule was not in force on the day, does not leave out for such a cause, is not extended, or not so long.
///
/// ```
/// use sikuai::domain::calendar::Calendar;
/// use sikuai::domain::deadline::explanation::{Question, explain_rule};
/// use sikuai::domain::deadline::rule::RuleId;
/// # use sikuai::domain::office::{DiscussionRule, LawBook, Region};
/// # let region = Region::find("guangdong/xuwen").unwrap();
/// # let book = LawBook { calendar: Calendar::shipped().clone(), region,
/// #     discussion: DiscussionRule::Required, notice: sikuai::domain::period::NoticeCounting::Statutory,
/// #     hearing_hours: Vec::new() };
/// let question = Question {
///     rule: RuleId::A03,
///     trigger: "2026-02-11".parse().unwrap(),
///     exclusions: Vec::new(),
///     extension: None,
/// };
/// let answer = explain_rule(&question, &book).unwrap();
/// // Working days: 12 and 13 February, Saturday the 14th (made up), then 24 and 25 after Spring Festival.
/// assert_eq!(answer.due_on, "2026-02-25".parse().ok());
/// ```
pub fn explain_rule(question: &Question, book: &LawBook) -> Result<Explanation, Refusal> {
    let Some(rule) = book.rule(question.rule, question.trigger) else {
        return Err(refuse(vec![not_in_force(question)]));
    };
    let trigger = Trigger { cause: cause(question, rule, book), on: question.trigger, entry: None };
    let findings = not_movable(question, rule, book);
    if !findings.is_empty() {
        return Err(refuse(findings));
    }
    let counting = moved(question, rule, book).ok_or_else(|| refuse(vec![no_length(rule)]))?;
    let stopped_on = counting.paused.map(|pause| pause.since);
    Ok(explanation(rule, trigger, Some(counting), stopped_on))
}

/// What happens on the day that is asked about: for an extension of the trial period what begins that period.
fn cause(question: &Question, rule: &Rule, book: &LawBook) -> Label {
    let trial = Some(RuleId::A25).filter(|_| rule.id == TRIAL_EXTENSION);
    trial.and_then(|trial| book.rule(trial, question.trigger)).map_or(rule.trigger, |trial| trial.trigger)
}

/// A rule that a day starts with days left out, whatever the rule itself leaves out; none where it has no length.
pub(crate) fn explain_beginning(
    rule: &Rule,
    trigger: Trigger,
    exclusions: &[Exclusion],
    book: &LawBook,
) -> Option<Explanation> {
    let counting = counting::explain_with(trigger.on, rule.length()?, exclusions, None, &book.calendar);
    let stopped_on = counting.paused.map(|pause| pause.since);
    Some(explanation(rule, trigger, Some(counting), stopped_on))
}

/// The count of a question, with all that moves it; none where the law gives no length.
fn moved(question: &Question, rule: &Rule, book: &LawBook) -> Option<Counting> {
    let (start, exclusions, calendar) = (question.trigger, &question.exclusions, &book.calendar);
    if rule.id == TRIAL_EXTENSION {
        // It is the trial period with its extension: the longest, approved on the last day, where none is given.
        let trial = book.length(RuleId::A25, start)?;
        let extension = question.extension.unwrap_or_else(|| {
            let unextended = due_with(start, trial, exclusions, None, calendar);
            let approved_on = unextended.due_on.or(unextended.paused_since()).unwrap_or(start);
            Extension { approved_on, days: rule.length().map_or(0, |longest| longest.count) }
        });
        return Some(counting::explain_with(start, trial, exclusions, Some(extension), calendar));
    }
    if exclusions.is_empty() && question.extension.is_none() {
        return count(rule, start, book);
    }
    Some(counting::explain_with(start, rule.length()?, exclusions, question.extension, calendar))
}

/// The rule that says by how much a rule may be extended, and the length: for the trial period another rule.
fn extending<'a>(rule: &'a Rule, trigger_on: NaiveDate, book: &LawBook) -> Option<(&'a Rule, Length)> {
    if !matches!(rule.id, RuleId::A25 | TRIAL_EXTENSION) {
        return rule.extension.map(|longest| (rule, longest));
    }
    let extension = book.rule(TRIAL_EXTENSION, trigger_on)?;
    extension.length().map(|longest| (extension, longest))
}

/// The count of a rule that nothing moves; none where the law gives no length.
fn count(rule: &Rule, trigger_on: NaiveDate, book: &LawBook) -> Option<Counting> {
    if let Term::Until(other) = rule.term {
        return book.rule(other, trigger_on).and_then(|other| count(other, trigger_on, book));
    }
    let length = rule.length()?;
    let counting = match rule.direction {
        Direction::Forward => counting::explain(trigger_on, length, &book.calendar),
        Direction::Backward => {
            counting::explain_before(trigger_on, length.count, book.notice, &book.calendar)
        }
    };
    Some(match rule.term {
        Term::Unrolled(_) => counting.unrolled(),
        Term::Fixed(_) | Term::Hours(_) | Term::Designated | Term::Until(_) | Term::Unset => counting,
    })
}

/// The count again, from what it left out: A25 without its extension, which is A26's, unless that moved nothing; any other
/// rule with its own.
fn recount(id: RuleId, due: &DueWith, book: &LawBook) -> Counting {
    let applied =
        due.applied.iter().map(|part| Exclusion { from: part.from, until: part.until, cause: part.cause });
    let exclusions: Vec<Exclusion> =
        applied.chain(due.ignored.iter().map(|ignored| ignored.exclusion)).collect();
    let extension = due.extension.filter(|extension| id != RuleId::A25 || extension.ignored.is_some());
    let extension = extension.map(|e| Extension { approved_on: e.approved_on, days: e.days });
    counting::explain_with(due.start, due.length, &exclusions, extension, &book.calendar)
}

fn explanation(
    rule: &Rule,
    trigger: Trigger,
    counting: Option<Counting>,
    stopped_on: Option<NaiveDate>,
) -> Explanation {
    let sentence = sentence(rule, trigger, counting.as_ref(), stopped_on);
    Explanation {
        rule: rule.id,
        name: *rule.id.label(),
        articles: rule.articles.iter().copied().map(Citation::from).collect(),
        basis: rule.basis,
        trigger,
        party: None,
        obliged: rule.obliged,
        consequence: rule.consequence,
        natural_on: counting.as_ref().and_then(|counting| counting.natural_on),
        due_on: counting.as_ref().and_then(|counting| counting.due_on),
        provisional: counting.as_ref().is_some_and(|counting| counting.provisional),
        stopped_on,
        counting,
        sentence,
    }
}

/// The rule and what started it, then the count, or since when the clock stands still.
fn sentence(
    rule: &Rule,
    trigger: Trigger,
    counting: Option<&Counting>,
    stopped_on: Option<NaiveDate>,
) -> Words {
    let (name, id, cause) = (rule.id.label(), rule.id.code(), trigger.cause);
    // A rule that no text sets cites none.
    let cited = |cite: fn(&[Article]) -> String, before: &str| {
        if rule.articles.is_empty() { String::new() } else { format!("{before}{}", cite(rule.articles)) }
    };
    let (zh_articles, en_articles) = (cited(Article::zh_of_all, "，"), cited(Article::en_of_all, "; "));
    let counted = match (counting, stopped_on) {
        (Some(counting), _) => counting.sentence_by(rule.extended_by),
        (None, stopped_on) => stopped(rule, stopped_on.unwrap_or(trigger.on)),
    };
    words(
        format!("{}（{id}{zh_articles}）：{}为{}，{}", name.zh, cause.zh, trigger.on, counted.zh),
        format!("{} ({id}{en_articles}): {} on {}; {}", name.en, cause.en, trigger.on, lower(&counted.en)),
    )
}

/// A clock that was stopped does not go on from where it stood: a new period begins.
fn stopped(rule: &Rule, on: NaiveDate) -> Words {
    let length = rule.length().map_or_else(Words::default, |length| {
        let (zh, en) = length.unit.spoken();
        words(format!("{}{zh}", length.count), format!("{} new {en}", length.count))
    });
    words(
        format!("自{on}起停止计算，事由结束后重新计算{}。", length.zh),
        format!("standing still since {on}; {} begin when the cause has ended.", length.en),
    )
}

/// With a small first letter, for the middle of a sentence.
fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn refuse(mut findings: Vec<Finding>) -> Refusal {
    findings.sort_by(|a, b| (a.code, &a.field).cmp(&(b.code, &b.field)));
    Refusal { findings }
}

fn finding(code: &'static str, field: &str, words: Words) -> Finding {
    Finding { code, severity: Severity::Invalid, field: Some(field.to_owned()), article: None, words }
}

fn not_in_force(question: &Question) -> Finding {
    let (id, on) = (question.rule.code(), question.trigger);
    finding(
        "rule_not_in_force",
        "/trigger",
        words(format!("规则{id}在{on}尚未施行或已失效"), format!("rule {id} was not in force on {on}")),
    )
}

/// What a rule does not leave out, and an extension that it does not know or that is too long.
fn not_movable(question: &Question, rule: &Rule, book: &LawBook) -> Vec<Finding> {
    let given = question.exclusions.iter().enumerate();
    let foreign = given.filter(|(_, exclusion)| !rule.exclusions.contains(&exclusion.cause));
    let mut findings: Vec<Finding> =
        foreign.map(|(n, exclusion)| not_excludable(n, exclusion, rule)).collect();
    if rule.extended_by == ExtendedBy::Consent {
        return findings;
    }
    match (question.extension, extending(rule, question.trigger, book)) {
        (Some(_), None) => {
            let id = rule.id.code();
            let text = words(format!("规则{id}不能延长"), format!("rule {id} is not extended"));
            findings.push(finding("not_extendable", "/extension", text));
        }
        (Some(asked), Some((rule, longest))) if !(1..=longest.count).contains(&asked.days) => {
            findings.push(too_long(longest, rule));
        }
        (Some(_) | None, _) => {}
    }
    findings
}

fn not_excludable(n: usize, exclusion: &Exclusion, rule: &Rule) -> Finding {
    let (id, cause) = (rule.id.code(), exclusion.cause.label());
    let text = words(format!("规则{id}不扣除{}", cause.zh), format!("rule {id} leaves out no {}", cause.en));
    finding("not_excludable", &format!("/exclusions/{n}"), text)
}

/// A rule that names no length: nothing is computed that the law does not say.
fn no_length(rule: &Rule) -> Finding {
    let id = rule.id.code();
    let text = match rule.term {
        Term::Designated => words(
            format!("规则{id}的期限由办案机构指定"),
            format!("the period of rule {id} is set in each case"),
        ),
        Term::Until(other) => words(
            format!("规则{id}与规则{}同时届满", other.code()),
            format!("rule {id} ends with the period of rule {}", other.code()),
        ),
        Term::Hours(hours) => words(
            format!("规则{id}以小时计（{hours}小时）"),
            format!("rule {id} is counted in hours ({hours})"),
        ),
        Term::Unset | Term::Fixed(_) | Term::Unrolled(_) => {
            words(format!("法律未规定规则{id}的期限"), format!("the law sets no period for rule {id}"))
        }
    };
    Finding { article: rule.articles.first().copied(), ..finding("no_length", "/rule", text) }
}

fn too_long(longest: Length, rule: &Rule) -> Finding {
    let article = rule.articles.first().copied();
    let ((zh, en), count) = (longest.unit.spoken(), longest.count);
    let text = words(format!("延期应为1至{count}{zh}"), format!("an extension is of 1 to {count} {en}"));
    Finding { article, ..finding("extension_too_long", "/extension/days", text) }
}
