//! A count in words (期间计算说明的文字): one sentence in Chinese and one in English.
//! Not here: any counting; a sentence only reads out a [`Counting`].

use std::fmt::Write as _;

use chrono::NaiveDate;

use super::counting::{Counting, ListedDays};
use super::exclusion::{AppliedExclusion, IgnoredExclusion, Pause};
use super::{Direction, ExtendedBy, Length, NoticeCounting, Unit, months_after, plus_days};
use crate::domain::code::Coded as _;
use crate::domain::refusal::Words;

/// How many days a sentence names before it only says how many there are.
const SENTENCE_DAYS_MAX: usize = 12;

/// Both sentences as they grow. Clauses are joined by commas.
struct Draft {
    zh: String,
    en: String,
}

impl Draft {
    fn clause(&mut self, zh: &str, en: &str) {
        // Writing to a string cannot fail.
        let _ = write!(self.zh, "，{zh}");
        let _ = write!(self.en, ", {en}");
    }

    fn aside(&mut self, zh: &str, en: &str) {
        let _ = write!(self.zh, "；{zh}");
        let _ = write!(self.en, "; {en}");
    }
}

impl Counting {
    /// The count in one sentence; an extension was approved.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use sikuai::domain::calendar::Calendar;
    /// use sikuai::domain::period::{Length, counting::explain};
    /// let start = NaiveDate::from_ymd_opt(2021, 3, 1).unwrap();
    /// let words = explain(start, Length::working_days(5), Calendar::shipped()).sentence();
    /// assert_eq!(
    ///     words.zh,
    ///     "自2021-03-01的次日起算5个工作日，跳过休息日2021-03-06、2021-03-07，于2021-03-08届满。"
    /// );
    /// ```
    #[must_use]
    pub fn sentence(&self) -> Words {
        self.sentence_by(ExtendedBy::Approval)
    }

    /// The count in one sentence, with how it was made longer, if it was.
    #[must_use]
    pub fn sentence_by(&self, extended_by: ExtendedBy) -> Words {
        let mut draft = self.opening();
        self.say_days(&mut draft);
        for exclusion in &self.exclusions {
            self.say_exclusion(exclusion, &mut draft);
        }
        self.say_extension(extended_by, &mut draft);
        match (self.paused, self.due_on) {
            (Some(pause), _) => self.say_pause(pause, &mut draft),
            (None, Some(due_on)) => self.say_end(due_on, &mut draft),
            (None, None) => {}
        }
        for ignored in &self.ignored_exclusions {
            say_ignored(ignored, &mut draft);
        }
        if self.provisional {
            draft.aside(
                "其中有放假安排未收录的日期，此日期暂定，收录后重新计算",
                "provisional: it rests on days that no published calendar covers, and will be computed again",
            );
        }
        Words { zh: draft.zh + "。", en: draft.en + "." }
    }

    fn opening(&self) -> Draft {
        let start = self.start;
        let Some(Length { count: days, unit }) = self.length else { return self.designated() };
        let (unit_zh, unit_en) = unit.spoken();
        match self.direction {
            Direction::Forward => Draft {
                zh: format!("自{start}的次日起算{days}{unit_zh}"),
                en: format!("Counting {days} {unit_en} from the day after {start}"),
            },
            Direction::Backward => match self.notice_counting {
                Some(NoticeCounting::ClearDays) => Draft {
                    zh: format!("自{start}（当日不计）向前倒算，须间隔满{days}{unit_zh}"),
                    en: format!(
                        "Counting back from {start} (not counted) with {days} clear {unit_en} between"
                    ),
                },
                Some(NoticeCounting::Statutory) | None => Draft {
                    zh: format!("自{start}（当日不计）向前倒算{days}{unit_zh}"),
                    en: format!("Counting {days} {unit_en} back from {start} (not counted)"),
                },
            },
        }
    }

    /// The opening where the last day itself was set.
    fn designated(&self) -> Draft {
        let (start, last) = (self.start, self.natural_on.unwrap_or(self.start));
        Draft {
            zh: format!("自{start}的次日起至指定的{last}止"),
            en: format!("Running from the day after {start} to the designated {last}"),
        }
    }

    /// The rest days skipped and the make-up days counted, of a count in working days.
    fn say_days(&self, draft: &mut Draft) {
        if self.length.is_none_or(|length| length.unit != Unit::WorkingDays) {
            return;
        }
        if !self.rest_days.days.is_empty() {
            let (zh, en) = spoken(&self.rest_days);
            draft.clause(&format!("跳过休息日{zh}"), &format!("skipping the rest days {en}"));
        }
        if !self.make_up_days.days.is_empty() {
            let (zh, en) = spoken(&self.make_up_days);
            draft.clause(&format!("调休上班日{zh}计入"), &format!("counting the make-up working days {en}"));
        }
    }

    fn say_extension(&self, by: ExtendedBy, draft: &mut Draft) {
        let Some(extension) = self.extension else { return };
        let (on, days) = (extension.approved_on, extension.days);
        let (zh, en) = self.unit();
        let (said_zh, said_en, of_zh, of_en) = match by {
            ExtendedBy::Approval => ("批准延期", "on approval", "批准的延期", "approved"),
            ExtendedBy::Consent => ("双方同意延长", "by consent", "双方同意的延长", "agreed"),
        };
        match extension.ignored {
            None => draft.clause(
                &format!("{on}{said_zh}{days}{zh}"),
                &format!("extended by {days} {en} {said_en} of {on}"),
            ),
            Some(reason) => {
                let why = reason.label();
                draft.clause(
                    &format!("{on}{of_zh}{days}{zh}因{}不计", why.zh),
                    &format!("the extension by {days} {en} {of_en} on {on} not counted ({})", why.en),
                );
            }
        }
    }

    fn say_end(&self, due_on: NaiveDate, draft: &mut Draft) {
        if self.direction == Direction::Backward {
            draft.clause(&format!("最迟为{due_on}"), &format!("the latest day is {due_on}"));
            return;
        }
        let rolled = self.natural_on.filter(|natural_on| *natural_on < due_on);
        if let Some(natural_on) = self.natural_on.filter(|on| self.is_resumption(*on)) {
            draft.clause(
                &format!("停止计算时期间已数满，最后一日为恢复计算之日{natural_on}"),
                &format!(
                    "all days having been counted when it stopped, the last day is the resumption on {natural_on}"
                ),
            );
        }
        if let Some(natural_on) = rolled {
            let (zh, en) = spoken(&self.rest_days);
            draft.clause(
                &format!("最后一日{natural_on}为休息日，顺延跳过{zh}"),
                &format!("the last day {natural_on} being a rest day, it rolls over {en}"),
            );
        }
        draft.clause(&format!("于{due_on}届满"), &format!("the period ends on {due_on}"));
    }

    fn say_exclusion(&self, exclusion: &AppliedExclusion, draft: &mut Draft) {
        let (cause, from) = (exclusion.cause.label(), exclusion.from);
        let (zh, en) = self.unit();
        if let Some((until, days)) = exclusion.until.zip(exclusion.days) {
            let last = plus_days(until, -1);
            draft.clause(
                &format!("扣除{}{from}至{last}共{days}{zh}", cause.zh),
                &format!("leaving out {days} {en} of {} from {from} to {last}", cause.en),
            );
        }
    }

    fn say_pause(&self, pause: Pause, draft: &mut Draft) {
        let Pause { since, days_used, days_left } = pause;
        let (zh, en) = self.unit();
        draft.clause(
            &format!("自{since}起停止计算，已计{days_used}{zh}，尚余{days_left}{zh}"),
            &format!("standing still since {since}: {days_used} {en} used, {days_left} left"),
        );
    }

    /// What is left out, added or used up, after a number.
    fn unit(&self) -> (&'static str, &'static str) {
        match self.length.map(|length| length.unit) {
            Some(Unit::WorkingDays) => Unit::WorkingDays.spoken(),
            Some(Unit::CalendarDays | Unit::Months | Unit::Years) | None => ("日", "days"),
        }
    }

    /// Whether the last day is the end of a pause rather than the last of the days counted.
    fn is_resumption(&self, natural_on: NaiveDate) -> bool {
        let extended_by = self.extension.filter(|extension| extension.ignored.is_none());
        let Some(Length { count, unit }) = self.length else { return false };
        let counted = match unit {
            Unit::WorkingDays => return false,
            Unit::CalendarDays => plus_days(self.start, i64::from(count)),
            Unit::Months => months_after(self.start, u32::from(count)),
            Unit::Years => months_after(self.start, u32::from(count).saturating_mul(12)),
        };
        let more = extended_by.map_or(0, |extension| i64::from(extension.days));
        plus_days(counted, more.saturating_add(i64::from(self.excluded_days))) != natural_on
    }
}

impl Unit {
    /// After a number, in a sentence of each language.
    pub(crate) fn spoken(self) -> (&'static str, &'static str) {
        match self {
            Unit::WorkingDays => ("个工作日", "working days"),
            Unit::CalendarDays => ("日", "calendar days"),
            Unit::Months => ("个月", "months"),
            Unit::Years => ("年", "years"),
        }
    }
}

fn say_ignored(ignored: &IgnoredExclusion, draft: &mut Draft) {
    let (cause, why) = (ignored.exclusion.cause.label(), ignored.reason.label());
    let from = ignored.exclusion.from;
    draft.aside(
        &format!("{from}开始的{}因{}不扣除", cause.zh, why.zh),
        &format!("{} from {from} is not left out ({})", cause.en, why.en),
    );
}

/// The days by name as far as a sentence goes, then how many there are.
fn spoken(list: &ListedDays) -> (String, String) {
    let dates: Vec<String> = list.days.iter().take(SENTENCE_DAYS_MAX).map(|day| day.on.to_string()).collect();
    let unsaid = list.days.len().saturating_sub(dates.len());
    let more = u64::from(list.more).saturating_add(u64::try_from(unsaid).unwrap_or(u64::MAX));
    let (mut zh, mut en) = (dates.join("、"), dates.join(", "));
    if more > 0 {
        let _ = write!(zh, "及另外{more}日");
        let _ = write!(en, " and {more} more");
    }
    (zh, en)
}
