//! Citations (法条): a law and an article, by number. The words of a statute are not here:
//! the product cites, it does not copy.

use serde::{Deserialize, Serialize, Serializer};
use utoipa::ToSchema;

use crate::domain::code::{Coded, Label, label};

/// A text of law that the product cites.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Law {
    /// 《劳动争议调解仲裁法》 (2008).
    MediationArbitrationLaw,
    /// 《劳动人事争议仲裁办案规则》 (人社部令33号, in force from 2017-07-01).
    CaseHandlingRules,
    /// 《企业劳动争议协商调解规定》 (人社部令17号).
    EnterpriseMediationProvisions,
    /// 《民事诉讼法》 as amended in 2017, in force to 2021-12-31.
    CivilProcedureLaw2017,
    /// 《民事诉讼法》 as amended in 2021, in force to 2023-12-31.
    CivilProcedureLaw2021,
    /// 《民事诉讼法》 as amended in 2023, in force from 2024-01-01.
    CivilProcedureLaw2023,
    /// 法释〔2010〕12号, in force from 2010-09-14 to 2020-12-31.
    JudicialInterpretation2010,
    /// 法释〔2020〕26号, in force from 2021-01-01.
    JudicialInterpretation2020,
    /// 《劳动保障监察条例》.
    InspectionRegulations,
    /// 《关于实施〈劳动保障监察条例〉若干规定》 (2005); whether a later revision numbers its articles so was not looked up.
    InspectionProvisions,
    /// 《广东省劳动保障监察条例》 (as amended in 2019).
    GuangdongInspectionRegulations,
    /// 《广东省工资支付条例》 (as amended in 2016).
    GuangdongWageRegulations,
    /// 人社部令45号: the list of those who default on wages.
    DefaulterListMeasures,
    /// 法释〔2000〕18号: since when an award has effect whose suit was withdrawn or dismissed.
    JudicialInterpretation2000,
    /// 法释〔2013〕3号: refusal to pay wages as a crime.
    JudicialInterpretation2013,
    /// 《公务员法》 of 2005, in force to 2019-05-31.
    CivilServantsLaw2005,
    /// 《公务员法》 as revised in 2018, in force from 2019-06-01.
    CivilServantsLaw2018,
    /// 《信访条例》 (2005), in force to 2022-04-30.
    PetitionRegulations2005,
    /// 《信访工作条例》, in force from 2022-05-01.
    PetitionWorkRegulations2022,
}

/// Every law with its short name, as the tables and the regions' data cite it.
pub const LAWS: &[(Law, &str)] = &[
    (Law::MediationArbitrationLaw, "LAW"),
    (Law::CaseHandlingRules, "R33"),
    (Law::EnterpriseMediationProvisions, "D17"),
    (Law::CivilProcedureLaw2017, "CPL2017"),
    (Law::CivilProcedureLaw2021, "CPL2021"),
    (Law::CivilProcedureLaw2023, "CPL2023"),
    (Law::JudicialInterpretation2010, "SPC2010"),
    (Law::JudicialInterpretation2020, "SPC1"),
    (Law::InspectionRegulations, "LSR"),
    (Law::InspectionProvisions, "LSP"),
    (Law::GuangdongInspectionRegulations, "GDLS"),
    (Law::GuangdongWageRegulations, "GDWP"),
    (Law::DefaulterListMeasures, "R45"),
    (Law::JudicialInterpretation2000, "SPC2000"),
    (Law::JudicialInterpretation2013, "SPC2013"),
    (Law::CivilServantsLaw2005, "CSL2005"),
    (Law::CivilServantsLaw2018, "CSL2018"),
    (Law::PetitionRegulations2005, "PTR2005"),
    (Law::PetitionWorkRegulations2022, "PWR2022"),
];

impl Law {
    /// The Chinese title, in title marks.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            Law::MediationArbitrationLaw => "《劳动争议调解仲裁法》",
            Law::CaseHandlingRules => "《劳动人事争议仲裁办案规则》",
            Law::EnterpriseMediationProvisions => "《企业劳动争议协商调解规定》",
            Law::CivilProcedureLaw2017 => "《民事诉讼法》（2017年修正）",
            Law::CivilProcedureLaw2021 => "《民事诉讼法》（2021年修正）",
            Law::CivilProcedureLaw2023 => "《民事诉讼法》（2023年修正）",
            Law::JudicialInterpretation2010 => {
                "《关于审理劳动争议案件适用法律若干问题的解释（三）》（法释〔2010〕12号）"
            }
            Law::JudicialInterpretation2020 => {
                "《关于审理劳动争议案件适用法律问题的解释（一）》（法释〔2020〕26号）"
            }
            Law::InspectionRegulations => "《劳动保障监察条例》",
            Law::InspectionProvisions => "《关于实施〈劳动保障监察条例〉若干规定》",
            Law::GuangdongInspectionRegulations => "《广东省劳动保障监察条例》",
            Law::GuangdongWageRegulations => "《广东省工资支付条例》",
            Law::DefaulterListMeasures => {
                "《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》（人社部令第45号）"
            }
            Law::JudicialInterpretation2000 => {
                "《关于人民法院对经劳动争议仲裁裁决的纠纷准予撤诉或驳回起诉后劳动争议仲裁裁决从何时起生效的解释》（法释〔2000〕18号）"
            }
            Law::JudicialInterpretation2013 => {
                "《关于审理拒不支付劳动报酬刑事案件适用法律若干问题的解释》（法释〔2013〕3号）"
            }
            Law::CivilServantsLaw2005 => "《公务员法》（2005年）",
            Law::CivilServantsLaw2018 => "《公务员法》（2018年修订）",
            Law::PetitionRegulations2005 => "《信访条例》（2005年）",
            Law::PetitionWorkRegulations2022 => "《信访工作条例》（2022年）",
        }
    }

    /// The short name: `LAW`, `R33`.
    #[must_use]
    pub fn short(self) -> &'static str {
        LAWS.iter().find(|(law, _)| *law == self).map_or("", |(_, short)| short)
    }

    /// The English title.
    #[must_use]
    pub fn en(self) -> &'static str {
        match self {
            Law::MediationArbitrationLaw => "Labour Dispute Mediation and Arbitration Law",
            Law::CaseHandlingRules => "Case Handling Rules for Labour and Personnel Dispute Arbitration",
            Law::EnterpriseMediationProvisions => {
                "Provisions on Consultation and Mediation of Enterprise Labour Disputes"
            }
            Law::CivilProcedureLaw2017 => "Civil Procedure Law (2017)",
            Law::CivilProcedureLaw2021 => "Civil Procedure Law (2021)",
            Law::CivilProcedureLaw2023 => "Civil Procedure Law (2023)",
            Law::JudicialInterpretation2010 => {
                "SPC Interpretation (III) on Labour Disputes, Fa Shi [2010] 12"
            }
            Law::JudicialInterpretation2020 => "SPC Interpretation (I) on Labour Disputes, Fa Shi [2020] 26",
            Law::InspectionRegulations => "Labour Inspection Regulations",
            Law::InspectionProvisions => "Provisions on Implementing the Labour Inspection Regulations",
            Law::GuangdongInspectionRegulations => "Guangdong Labour Inspection Regulations",
            Law::GuangdongWageRegulations => "Guangdong Wage Payment Regulations",
            Law::DefaulterListMeasures => "Measures on the List of Wage Defaulters (MOHRSS Order 45)",
            Law::JudicialInterpretation2000 => {
                "SPC Interpretation on the Effect of Awards after a Suit Is Withdrawn or Dismissed, Fa Shi [2000] 18"
            }
            Law::JudicialInterpretation2013 => {
                "SPC Interpretation on Refusal to Pay Remuneration, Fa Shi [2013] 3"
            }
            Law::CivilServantsLaw2005 => "Civil Servants Law (2005)",
            Law::CivilServantsLaw2018 => "Civil Servants Law (revised 2018)",
            Law::PetitionRegulations2005 => "Regulations on Petitions (2005)",
            Law::PetitionWorkRegulations2022 => "Regulations on Petition Work (2022)",
        }
    }
}

/// One article of one law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Article {
    /// The text.
    pub law: Law,
    /// The number of the article, with the paragraph or item in brackets where it matters: `33`, `47(3)`.
    pub number: &'static str,
}

impl Article {
    /// Reads `R33 46(2)`: the short name of the law, and the number.
    #[must_use]
    pub fn parse(text: &'static str) -> Option<Article> {
        let (short, number) = text.split_once(' ')?;
        LAWS.iter().find(|(_, name)| *name == short).map(|(law, _)| Article { law: *law, number })
    }

    /// How the article is cited in Chinese: 《劳动争议调解仲裁法》第29条.
    #[must_use]
    pub fn zh(self) -> String {
        let (number, item) =
            self.number.split_once('(').map_or((self.number, ""), |(n, i)| (n, i.trim_end_matches(')')));
        let item = if item.is_empty() { String::new() } else { format!("第（{item}）项") };
        format!("{}第{number}条{item}", self.law.zh())
    }

    /// How several are cited in one Chinese sentence: a law that is named is not named again.
    #[must_use]
    pub fn zh_of_all(articles: &[Article]) -> String {
        let cited = Article::once_each(articles, Article::zh, Law::zh);
        cited.join("、")
    }

    /// The same in English: `Case Handling Rules ..., art. 45, art. 46`.
    #[must_use]
    pub fn en_of_all(articles: &[Article]) -> String {
        let cited = Article::once_each(articles, Article::en, Law::en);
        cited.join("; ").replace("; , ", ", ")
    }

    /// Each citation, without the name of the law where the one before named it.
    fn once_each(
        articles: &[Article],
        cite: fn(Article) -> String,
        name: fn(Law) -> &'static str,
    ) -> Vec<String> {
        let mut named: Option<Law> = None;
        let cited = articles.iter().map(|article| {
            let full = cite(*article);
            let again = named.replace(article.law) == Some(article.law);
            full.strip_prefix(name(article.law)).filter(|_| again).map_or_else(|| full.clone(), str::to_owned)
        });
        cited.collect()
    }

    /// How the article is cited in English: `Labour Dispute Mediation and Arbitration Law, art. 29`.
    #[must_use]
    pub fn en(self) -> String {
        format!("{}, art. {}", self.law.en(), self.number)
    }
}

impl Serialize for Article {
    /// An object with both citations.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct as _;
        let mut object = serializer.serialize_struct("Article", 2)?;
        object.serialize_field("zh", &self.zh())?;
        object.serialize_field("en", &self.en())?;
        object.end()
    }
}

/// A citation in both languages, as it is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Citation {
    /// Chinese: 《劳动争议调解仲裁法》第29条.
    pub zh: String,
    /// English: `Labour Dispute Mediation and Arbitration Law, art. 29`.
    pub en: String,
}

impl From<Article> for Citation {
    fn from(article: Article) -> Citation {
        Citation { zh: article.zh(), en: article.en() }
    }
}

/// An article of the 调解仲裁法 (LAW).
#[must_use]
pub const fn law(number: &'static str) -> Article {
    Article { law: Law::MediationArbitrationLaw, number }
}

/// An article of the 办案规则 (R33).
#[must_use]
pub const fn r33(number: &'static str) -> Article {
    Article { law: Law::CaseHandlingRules, number }
}

/// An article of the 协商调解规定 (D17).
#[must_use]
pub const fn d17(number: &'static str) -> Article {
    Article { law: Law::EnterpriseMediationProvisions, number }
}

/// An article of the 广东省劳动保障监察条例 (GDLS).
#[must_use]
pub const fn gdls(number: &'static str) -> Article {
    Article { law: Law::GuangdongInspectionRegulations, number }
}

/// An article of the 信访条例 of 2005 (PTR2005).
#[must_use]
pub const fn ptr(number: &'static str) -> Article {
    Article { law: Law::PetitionRegulations2005, number }
}

/// An article of the 信访工作条例 of 2022 (PWR2022).
#[must_use]
pub const fn pwr(number: &'static str) -> Article {
    Article { law: Law::PetitionWorkRegulations2022, number }
}

/// An article of one of the other texts.
#[must_use]
pub const fn article(law: Law, number: &'static str) -> Article {
    Article { law, number }
}

/// How sure the project is of a rule: what it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The text itself says so, and it was read.
    Statute,
    /// No text sets it, and nothing is invented; a region may.
    NoText,
    /// Known from a secondary text only.
    SecondarySource,
    /// The law is silent: a choice of this project, to be signed off by the office.
    OurChoice,
    /// The text says so, and was read; from when or to when it is counted is in part a choice of this project (ADR 9), to be
    /// signed off by the office.
    PartlyOurChoice,
    /// From memory; to be confirmed by the office.
    Unconfirmed,
}

impl Coded for Basis {
    const LIST: &'static str = "basis";
    const ROWS: &'static [(Self, Label)] = &[
        (Basis::Statute, label("statute", "法律条文", "The text says so")),
        (Basis::NoText, label("no_text", "法律未作规定", "No text sets it")),
        (Basis::SecondarySource, label("secondary_source", "间接来源", "Known from a secondary source")),
        (Basis::OurChoice, label("our_choice", "法律未规定，本系统的选择", "The law is silent; our choice")),
        (
            Basis::PartlyOurChoice,
            label(
                "partly_our_choice",
                "法律条文，计算方法部分为本系统的选择",
                "The text says so; part of how it is counted is our choice",
            ),
        ),
        (Basis::Unconfirmed, label("unconfirmed", "待本委确认", "To be confirmed by the office")),
    ];
}
