//! The report's paragraphs (法治政府建设报告 一(六)1 and 2) from the figures, in our own words; and what the whole annual
//! report says (`annual`), by the names of its fields (`fields`).

pub mod annual;
mod charts;
pub mod fields;
pub mod workbook;

use chrono::{Datelike as _, NaiveDate};

pub use charts::AnnualChart;

use crate::domain::claim::Cause;
use crate::domain::code::Coded as _;
use crate::domain::figures::{ArrearsCounts, ClosureCounts, ClosureRate, Period, Rounding, percent};
use crate::domain::office::Region;
use crate::domain::refusal::{Words, words};

/// How many causes the paragraph names.
pub const CAUSES_NAMED_MAX: usize = 3;

/// What the paragraph is written from.
#[derive(Debug, Clone)]
pub struct Paragraph<'a> {
    /// The office.
    pub region: &'a Region,
    /// The period.
    pub period: Period,
    /// The figures.
    pub counts: ClosureCounts,
    /// The main causes of the accepted cases, most frequent first, with their numbers.
    pub causes: &'a [(Cause, u64)],
    /// How rates are shown.
    pub rounding: Rounding,
}

impl Paragraph<'_> {
    /// The paragraph in both languages.
    #[must_use]
    pub fn text(&self) -> Words {
        let (numerator, denominator) = self.counts.rate(ClosureRate::Closure);
        let rate = percent(numerator, denominator, self.rounding);
        let named = || self.causes.iter().take(CAUSES_NAMED_MAX);
        let causes_zh: Vec<&str> = named().map(|(cause, _)| cause.label().zh).collect();
        let causes_en: Vec<String> = named().map(|(cause, _)| cause.label().en.to_lowercase()).collect();
        let Period { from, to } = self.period;
        let counts = &self.counts;
        let rate_zh =
            rate.as_ref().map_or_else(|| "结案率无可计算".to_owned(), |rate| format!("结案率{rate}%"));
        let rate_en = rate.map_or_else(
            || "no closure rate, nothing was accepted".to_owned(),
            |rate| format!("a closure rate of {rate}%"),
        );
        let about_zh = if causes_zh.is_empty() {
            String::new()
        } else {
            format!("（以{}为主）", causes_zh.join("、"))
        };
        let about_en =
            if causes_en.is_empty() { String::new() } else { format!(" (mainly {})", causes_en.join(", ")) };
        words(
            format!(
                "{}至{}，{}办理的劳动人事争议仲裁案件中，新受理{}宗{}，审结{}宗，{}，为劳动者追回款项{}万元。",
                zh_day(from),
                zh_day(to),
                self.region.bureau_zh,
                counts.accepted,
                about_zh,
                counts.closed,
                rate_zh,
                counts.recovered.in_wan(),
            ),
            format!(
                "From {from} to {to}, {} accepted {} labour and personnel disputes{} and closed {}: {}; CNY {} was recovered for workers.",
                self.region.bureau_en, counts.accepted, about_en, counts.closed, rate_en, counts.recovered,
            ),
        )
    }
}

/// The paragraph on wage arrears (一(六)2) is written from this.
#[derive(Debug, Clone)]
pub struct ArrearsParagraph<'a> {
    /// The office.
    pub region: &'a Region,
    /// The period.
    pub period: Period,
    /// The figures.
    pub counts: ArrearsCounts,
}

impl ArrearsParagraph<'_> {
    /// The paragraph in both languages.
    #[must_use]
    pub fn text(&self) -> Words {
        let Period { from, to } = self.period;
        let counts = &self.counts;
        let hazards = self.hazards();
        words(
            format!(
                "根治欠薪方面，{}至{}，{}排查在建工程项目{}个，{}；协调处理劳资纠纷{}宗，为{}名劳动者追发工资{}万元。",
                zh_day(from),
                zh_day(to),
                self.region.bureau_zh,
                counts.projects_inspected,
                hazards.zh,
                counts.disputes_coordinated,
                counts.workers,
                counts.wages_recovered.in_wan(),
            ),
            format!(
                "On wage arrears, from {from} to {to}, {} inspected {} projects and {}; it coordinated {} labour-capital disputes and recovered CNY {} of wages for {} workers.",
                self.region.bureau_en,
                counts.projects_inspected,
                hazards.en,
                counts.disputes_coordinated,
                counts.wages_recovered,
                counts.workers,
            ),
        )
    }

    /// What was found in the period and what was resolved in it are two numbers: what was resolved may have been found before.
    /// That all of what was found is gone is said only where no hazard is open by the end.
    fn hazards(&self) -> Words {
        let (found, resolved) = (self.counts.hazards_found, self.counts.hazards_resolved);
        let is_all_gone = self.counts.hazards_open == 0;
        let (zh, en) = match (found, resolved) {
            (0, 0) => ("未发现欠薪隐患".to_owned(), "found no hazards".to_owned()),
            (0, _) => (
                format!("未发现欠薪隐患，本期化解以前发现的隐患{resolved}处"),
                format!("found no hazards; {resolved} that were found before were resolved in the period"),
            ),
            _ if is_all_gone && found == resolved => (
                format!("发现欠薪隐患{found}处，已全部化解"),
                format!("found {found} hazards, all of them resolved"),
            ),
            _ if is_all_gone => (
                format!("发现欠薪隐患{found}处，已全部化解，连同以前发现的，本期化解{resolved}处"),
                format!(
                    "found {found} hazards, all of them resolved; with those found before, {resolved} were resolved in the period"
                ),
            ),
            _ => (
                format!("发现欠薪隐患{found}处，本期化解{resolved}处"),
                format!("found {found} hazards; {resolved} were resolved in the period"),
            ),
        };
        words(zh, en)
    }
}

fn zh_day(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Fen;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_paragraph_of_2021_reads_as_the_figures_say() {
        let region = Region::find("guangdong/xuwen").unwrap();
        let counts = ClosureCounts {
            accepted: 71,
            closed: 66,
            recovered: Fen(76_820_000),
            ..ClosureCounts::default()
        };
        let paragraph = Paragraph {
            region,
            period: Period { from: day("2021-01-01"), to: day("2021-12-10") },
            counts,
            causes: &[(Cause::SocialInsurance, 30)],
            rounding: Rounding::Truncate,
        };
        let text = paragraph.text();
        for part in ["71宗", "66宗", "92.95%", "76.82万元", "社会保险", "2021年12月10日"] {
            assert!(text.zh.contains(part), "{part} in {}", text.zh);
        }
        assert!(text.en.contains("92.95%") && text.en.contains("CNY 768200.00"), "{}", text.en);
    }

    #[test]
    fn the_paragraph_on_wage_arrears_says_whether_every_hazard_is_gone() {
        let region = Region::find("guangdong/xuwen").unwrap();
        let period = Period { from: day("2021-01-01"), to: day("2021-12-10") };
        let counts = ArrearsCounts {
            projects_inspected: 32,
            hazards_found: 4,
            hazards_resolved: 4,
            hazards_open: 0,
            disputes_coordinated: 16,
            workers: 367,
            wages_recovered: Fen(972_000_000),
        };
        let text = ArrearsParagraph { region, period, counts }.text();
        for part in ["项目32个", "隐患4处，已全部化解", "16宗", "367名", "972.00万元", "2021年12月10日"]
        {
            assert!(text.zh.contains(part), "{part} in {}", text.zh);
        }
        assert!(text.en.contains("CNY 9720000.00 of wages for 367 workers"), "{}", text.en);
        // Found, resolved, open by the end. One of last year was resolved, the one of this year was not: nothing is all resolved.
        let cases = [
            ((4, 3, 1), "排查在建工程项目32个，发现欠薪隐患4处，本期化解3处；"),
            ((1, 1, 1), "，发现欠薪隐患1处，本期化解1处；"),
            ((1, 0, 1), "，发现欠薪隐患1处，本期化解0处；"),
            ((1, 3, 0), "，发现欠薪隐患1处，已全部化解，连同以前发现的，本期化解3处；"),
            ((0, 2, 0), "，未发现欠薪隐患，本期化解以前发现的隐患2处；"),
            ((0, 0, 5), "，未发现欠薪隐患；"),
        ];
        for ((hazards_found, hazards_resolved, hazards_open), said) in cases {
            let counts = ArrearsCounts { hazards_found, hazards_resolved, hazards_open, ..counts };
            let text = ArrearsParagraph { region, period, counts }.text();
            assert!(text.zh.contains(said), "{said} in {}", text.zh);
            assert_eq!(text.en.contains("all of them"), said.contains("全部"), "{}", text.en);
        }
    }
}
