//! The office (仲裁委): its region, its settings and its calendar, as the rules see them.
//! Reading them from files and the environment is `config`'s work.

use std::sync::LazyLock;

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::domain::act::filing::Procedure;
use crate::domain::calendar::Calendar;
use crate::domain::code::{Coded as _, Label, label};
use crate::domain::deadline::rule::{self, Reach, Rule, RuleId, Term};
use crate::domain::docket::hex;
use crate::domain::free_slot::Span;
use crate::domain::law::{Article, Basis};
use crate::domain::money::Fen;
use crate::domain::period::{ExclusionCause, ExtendedBy, Length, NoticeCounting};
use crate::domain::quick_step::{QuickStep, Target};
use crate::domain::rating::RECTIFICATION_TERM;

/// Whether the case discussion (案件讨论) must stand in the docket before an award.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DiscussionRule {
    /// An award without it is refused.
    Required,
    /// The office decides without it.
    Free,
}

/// An amount that is in force from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatedAmount {
    /// The first day.
    pub effective_from: NaiveDate,
    /// The amount a month, in fen.
    pub fen: Fen,
}

/// The average wage of a year in the province (职工年平均工资).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearlyWage {
    /// The year of which it is.
    pub year: i32,
    /// The amount of the whole year, in fen.
    pub fen: Fen,
    /// How sure that is.
    pub basis: Basis,
}

/// From which amounts on unpaid wages go to the police (拒不支付劳动报酬罪的数额标准), in force from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArrearsThreshold {
    /// The first day.
    pub effective_from: NaiveDate,
    /// 一名劳动者三个月以上的报酬: from this amount on.
    #[serde(rename = "one_worker_fen")]
    pub one_worker: Fen,
    /// 十名以上劳动者的报酬合计: from this amount on.
    #[serde(rename = "ten_workers_fen")]
    pub ten_workers: Fen,
    /// How sure that is.
    pub basis: Basis,
}

/// What is derived from dockets and kept as rows, by its version: raised when a program derives more or otherwise, so
/// that it computes the rows of a database anew when it first opens it.
const DERIVED_ROWS: u32 = 21;

/// Of what the fingerprint of the books is made, in its order.
const FINGERPRINT_PARTS: [Label; 5] = [
    label("calendar", "工作日历", "the working-day calendar"),
    label("notice", "开庭通知期间的计算方式", "how notice before a hearing is counted"),
    label("region", "地区", "the region"),
    label("rules", "地区规则", "the rules of the region"),
    label("program", "程序推导统计行的方式", "how the program derives the rows of figures"),
];

/// The regions that are built in, one file each in `data/regions`. An office of another region brings its own file
/// (`region_file`).
const FILES: &[&str] = &[include_str!("../../data/regions/guangdong-xuwen.json")];

/// A version of a rule that a region has of its own (law notes §1.10): what starts it, who keeps it and what a missed
/// one means is the same everywhere.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct RegionalRule {
    id: RuleId,
    term: Term,
    #[serde(default)]
    extension: Option<Length>,
    /// What leaves days out of it.
    #[serde(default)]
    exclusions: Vec<ExclusionCause>,
    /// As `GDLS 44`.
    #[serde(borrow = "'static")]
    articles: Vec<&'static str>,
    basis: Basis,
    effective_from: NaiveDate,
    #[serde(default)]
    effective_to: Option<NaiveDate>,
}

/// A region (地区) and the values that the law leaves to it. Regions are data, `data/regions`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// `province/county`.
    pub id: &'static str,
    /// Chinese name.
    pub zh: &'static str,
    /// English name.
    pub en: &'static str,
    /// The name of the bureau in Chinese, for reports.
    pub bureau_zh: &'static str,
    /// The name of the bureau in English.
    pub bureau_en: &'static str,
    /// The name of the commission in Chinese, for its papers.
    #[serde(default)]
    pub commission_zh: Option<&'static str>,
    /// Its address, for its papers.
    #[serde(default)]
    pub commission_address_zh: Option<&'static str>,
    /// Its telephone, for its papers.
    #[serde(default)]
    pub commission_phone: Option<&'static str>,
    /// 最低工资, monthly, in order of their dates.
    pub minimum_wages: Vec<DatedAmount>,
    /// 省上年度职工年平均工资, year by year.
    #[serde(default)]
    pub average_wages: Vec<YearlyWage>,
    /// 移送公安的数额标准, in order of their dates.
    #[serde(default)]
    pub arrears_thresholds: Vec<ArrearsThreshold>,
    /// Where the values come from, and how sure they are.
    pub note: &'static str,
    /// The targets of the four quick steps (四快); the office's own, without legal effect.
    pub targets: Vec<Target>,
    /// 差评整改期限: how long the rectification of a bad rating may take; the office's own.
    #[serde(default = "rectification_term")]
    pub rating_rectification: Length,
    #[serde(rename = "rules")]
    regional: Vec<RegionalRule>,
    #[serde(skip)]
    rules: Vec<Rule>,
    /// A digest of every rule and target that counts here: a program with other rules computes anew.
    #[serde(skip)]
    rules_digest: String,
}

impl Region {
    /// The region with an id, if it is built in.
    #[must_use]
    pub fn find(id: &str) -> Option<&'static Region> {
        Region::shipped().ok()?.iter().find(|region| region.id == id)
    }

    /// The region with an id, as an office knows it: its own, or one that is built in.
    #[must_use]
    pub fn known(own: &'static Region, id: &str) -> Option<&'static Region> {
        if own.id == id { Some(own) } else { Region::find(id) }
    }

    /// Every region that is built in.
    ///
    /// # Errors
    /// What is wrong with a file of `data/regions`.
    pub fn shipped() -> Result<&'static [Region], &'static str> {
        static REGIONS: LazyLock<Result<Vec<Region>, String>> =
            LazyLock::new(|| FILES.iter().map(|text| Region::read(text)).collect());
        REGIONS.as_deref().map_err(String::as_str)
    }

    /// A region from the office's own file, in the form of `data/regions`; kept for good, as those that are built in.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn of_office(text: String) -> Result<&'static Region, String> {
        Ok(Box::leak(Box::new(Region::read(text.leak())?)))
    }

    fn read(text: &'static str) -> Result<Region, String> {
        let mut region: Region = serde_json::from_str(text).map_err(|error| format!("region: {error}"))?;
        region.rules = region.regional.iter().map(RegionalRule::complete).collect::<Result<_, _>>()?;
        let counted: Vec<Rule> = region.rules.iter().copied().chain(rule::national().copied()).collect();
        let digest = Sha256::digest(format!("{counted:?} {:?}", region.targets));
        region.rules_digest = hex(digest.get(..8).unwrap_or_default());
        Ok(region)
    }

    /// The versions of rules that the region has of its own.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// How quickly a step is to be done in a procedure: by the target of that procedure, or by the general one.
    #[must_use]
    pub fn target(&self, step: QuickStep, procedure: Option<Procedure>) -> Option<Length> {
        let of = |wanted: Option<Procedure>| {
            self.targets.iter().find(|target| target.step == step && target.procedure == wanted)
        };
        procedure.and_then(|own| of(Some(own))).or_else(|| of(None)).map(|target| target.length)
    }

    /// The amounts from which on unpaid wages go to the police, if the region's data knows them for the day.
    #[must_use]
    pub fn arrears_threshold(&self, on: NaiveDate) -> Option<&ArrearsThreshold> {
        self.arrears_thresholds.iter().rev().find(|threshold| threshold.effective_from <= on)
    }

    /// The average wage of the year before a day's, up to which a case is of a small amount (R33 56), if the region's data
    /// knows it: an older one does not stand in for it.
    #[must_use]
    pub fn average_wage_before(&self, on: NaiveDate) -> Option<Fen> {
        self.average_wages.iter().find(|wage| wage.year == on.year() - 1).map(|wage| wage.fen)
    }

    /// The monthly minimum wage in force on a day, if the region's data knows one.
    #[must_use]
    pub fn minimum_wage(&self, on: NaiveDate) -> Option<Fen> {
        self.minimum_wages.iter().rev().find(|wage| wage.effective_from <= on).map(|wage| wage.fen)
    }
}

fn rectification_term() -> Length {
    RECTIFICATION_TERM
}

impl RegionalRule {
    /// The whole rule: what this version does not say is said by the list of all rules.
    fn complete(&self) -> Result<Rule, String> {
        let wrong = |what: &str| format!("region: rule {}: {what}", self.id.code());
        let whole = rule::national().find(|rule| rule.id == self.id).ok_or_else(|| wrong("unknown"))?;
        let articles: Option<Vec<Article>> = self.articles.iter().map(|text| Article::parse(text)).collect();
        Ok(Rule {
            term: self.term,
            extension: self.extension,
            extended_by: ExtendedBy::Approval,
            // Read once, kept for good, like the rules that are written in the program.
            exclusions: self.exclusions.clone().leak(),
            articles: articles.ok_or_else(|| wrong("no such law"))?.leak(),
            basis: self.basis,
            reach: Reach::Regional,
            effective_from: self.effective_from,
            effective_to: self.effective_to,
            ..*whole
        })
    }
}

/// What the rules need beside the case: one value, handed down.
#[derive(Debug, Clone)]
pub struct LawBook {
    /// The working-day calendar.
    pub calendar: Calendar,
    /// The region of the office.
    pub region: &'static Region,
    /// Whether an award needs a discussion first.
    pub discussion: DiscussionRule,
    /// How notice before a hearing is counted.
    pub notice: NoticeCounting,
    /// The parts of a working day in which hearings are held; the office's own, without legal effect.
    pub hearing_hours: Vec<Span>,
}

impl LawBook {
    /// The version of a rule for a trigger on a day, if one was in force here.
    #[must_use]
    pub fn rule(&self, id: RuleId, trigger_on: NaiveDate) -> Option<&'static Rule> {
        rule::in_force(id, trigger_on, self.region)
    }

    /// The length of a rule for a trigger on a day; none where no version with a length was in force.
    #[must_use]
    pub fn length(&self, id: RuleId, trigger_on: NaiveDate) -> Option<Length> {
        self.rule(id, trigger_on)?.length()
    }

    /// What the computed deadlines depend on: when it changes, they are computed anew.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let Region { id, rules_digest, .. } = self.region;
        format!("{}/{:?}/{id}/{rules_digest}/{DERIVED_ROWS}", self.calendar.fingerprint(), self.notice)
    }

    /// What is other in the books of one fingerprint than in those of another, by name.
    ///
    /// ```
    /// use sikuai::domain::office::LawBook;
    /// let named = |then: &str, now: &str| -> Vec<&str> {
    ///     LawBook::differences(then, now).iter().map(|part| part.code).collect()
    /// };
    /// let then = "2008-2026/c1/Clear/guangdong/xuwen/r1/13";
    /// assert_eq!(named(then, then), Vec::<&str>::new());
    /// assert_eq!(named(then, "2008-2026/c1/Clear/guangdong/xuwen/r1/14"), ["program"]);
    /// assert_eq!(named(then, "2008-2027/c1/Days/guangdong/suixi/r2/13"), ["calendar", "notice", "region", "rules"]);
    /// ```
    #[must_use]
    pub fn differences(then: &str, now: &str) -> Vec<Label> {
        let (then, now) = (parts(then), parts(now));
        let named = FINGERPRINT_PARTS.iter().zip(then.iter().zip(&now));
        named.filter(|(_, (then, now))| then != now).map(|(part, _)| *part).collect()
    }

    /// The same office under another calendar.
    #[must_use]
    pub fn with_calendar(&self, calendar: Calendar) -> LawBook {
        LawBook { calendar, ..self.clone() }
    }
}

/// The parts of a fingerprint: that of a calendar has a stroke of its own, and so has the id of a region.
fn parts(fingerprint: &str) -> [&str; 5] {
    let (rest, program) = fingerprint.rsplit_once('/').unwrap_or((fingerprint, ""));
    let (rest, rules) = rest.rsplit_once('/').unwrap_or((rest, ""));
    let end = rest.match_indices('/').nth(1).map_or(rest.len(), |(at, _)| at);
    let (calendar, rest) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let rest = rest.trim_start_matches('/');
    let (notice, region) = rest.split_once('/').unwrap_or((rest, ""));
    [calendar, notice, region, rules, program]
}
