//! The parties (当事人) and those who speak for them. Personal data is a [`Person`] as entered
//! and a [`PersonRef`] as recorded: the docket never holds the first.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::check_digit;
use crate::domain::code::{Coded, Label, label};
use crate::domain::finding::Findings;
use crate::domain::id::{PartyNo, VaultId};
use crate::domain::refusal::words;

/// From how many workers on a dispute is collective (集体争议): R33 62.
pub const COLLECTIVE_WORKERS_MIN: usize = 10;
/// How many people act for a party at most (LAW 24, CPL 58).
pub const REPRESENTATIVES_MAX: usize = 2;
/// The most parties that one case takes: five thousand workers, and room for those on the other side.
pub const PARTIES_MAX: usize = 5_100;

/// Personal data of one person (个人信息), as entered. It is sealed into the vault before anything is recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// 姓名; not blank, on one line.
    #[schema(pattern = r"^[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$", max_length = 100)]
    pub name: String,
    /// 公民身份号码, 18 characters, in full width or not, the check letter small or not; its check digit is verified
    /// (GB 11643).
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "check_digit::read_as_written"
    )]
    #[schema(min_length = 18, max_length = 18)]
    pub id_number: Option<String>,
    /// 电话.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 40)]
    pub phone: Option<String>,
    /// 住址.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 300)]
    pub address: Option<String>,
    /// 银行账号, where money is to be paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 60)]
    pub bank_account: Option<String>,
}

/// Where a person's data is: the row of the vault, and a keyed digest of what was sealed there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRef {
    /// The row of the vault.
    pub vault: VaultId,
    /// Digest of the sealed text under a key that lives in the row itself.
    pub digest: String,
}

/// On which side a party stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// 申请人.
    Applicant,
    /// 被申请人.
    Respondent,
    /// 第三人.
    ThirdParty,
}

impl Coded for Side {
    const LIST: &'static str = "side";
    const ROWS: &'static [(Self, Label)] = &[
        (Side::Applicant, label("applicant", "申请人", "Applicant")),
        (Side::Respondent, label("respondent", "被申请人", "Respondent")),
        (Side::ThirdParty, label("third_party", "第三人", "Third party")),
    ];
}

/// The kind of an employer (用人单位类型). The modern list is unconfirmed; see the law notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EmployerKind {
    /// 国有企业.
    StateOwned,
    /// 集体企业.
    Collective,
    /// 有限/股份公司(非国有).
    Company,
    /// 私营企业.
    Private,
    /// 港澳台资.
    HongKongMacaoTaiwan,
    /// 外商投资.
    ForeignInvested,
    /// 个体工商户.
    SoleTrader,
    /// 民办非企业.
    NonEnterprise,
    /// 机关.
    Government,
    /// 事业单位.
    PublicInstitution,
    /// 社会团体.
    SocialOrganisation,
    /// 其他.
    Other,
}

impl Coded for EmployerKind {
    const LIST: &'static str = "employer_kind";
    const ROWS: &'static [(Self, Label)] = &[
        (EmployerKind::StateOwned, label("state_owned", "国有企业", "State-owned enterprise")),
        (EmployerKind::Collective, label("collective", "集体企业", "Collective enterprise")),
        (EmployerKind::Company, label("company", "有限/股份公司（非国有）", "Company, not state-owned")),
        (EmployerKind::Private, label("private", "私营企业", "Private enterprise")),
        (
            EmployerKind::HongKongMacaoTaiwan,
            label("hong_kong_macao_taiwan", "港澳台资企业", "Hong Kong, Macao or Taiwan investment"),
        ),
        (EmployerKind::ForeignInvested, label("foreign_invested", "外商投资企业", "Foreign investment")),
        (EmployerKind::SoleTrader, label("sole_trader", "个体工商户", "Sole trader")),
        (
            EmployerKind::NonEnterprise,
            label("non_enterprise", "民办非企业单位", "Private non-enterprise unit"),
        ),
        (EmployerKind::Government, label("government", "机关", "Government body")),
        (EmployerKind::PublicInstitution, label("public_institution", "事业单位", "Public institution")),
        (EmployerKind::SocialOrganisation, label("social_organisation", "社会团体", "Social organisation")),
        (EmployerKind::Other, label("other", "其他", "Other")),
    ];
}

/// An employer (用人单位). Its name and registration are public; its people are not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, bound(deserialize = "P: Deserialize<'de>"))]
pub struct Employer<P> {
    /// 名称; not blank, on one line.
    #[schema(pattern = r"^[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$", max_length = 200)]
    pub name: String,
    /// 统一社会信用代码, 18 characters; its check digit is verified (GB 32100).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 18, max_length = 18)]
    pub credit_code: Option<String>,
    /// 单位类型.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<EmployerKind>,
    /// 行业门类, the letter of GB/T 4754 (A-T).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^[A-T]$")]
    pub industry: Option<String>,
    /// 法定代表人 or contact person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<P>,
}

/// How far a representative may go (代理权限).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Authority {
    /// 一般代理.
    General,
    /// 特别授权: may settle, admit, waive.
    Special,
}

impl Coded for Authority {
    const LIST: &'static str = "authority";
    const ROWS: &'static [(Self, Label)] = &[
        (Authority::General, label("general", "一般代理", "General authority")),
        (Authority::Special, label("special", "特别授权", "Special authority")),
    ];
}

/// Someone who acts for a party (委托代理人).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Representative<P> {
    /// Who.
    pub person: P,
    /// How far they may go.
    pub authority: Authority,
}

/// Who a party is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Who<P> {
    /// 劳动者.
    Worker(P),
    /// 用人单位.
    Employer(Employer<P>),
}

/// A party to a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, bound(deserialize = "P: Deserialize<'de>"))]
pub struct Party<P> {
    /// Its number in the case, chosen by the caller and unique there; claims refer to it.
    pub no: PartyNo,
    /// Its side.
    pub side: Side,
    /// Who it is: a worker or an employer.
    pub who: Who<P>,
    /// Those who act for it; the law allows two (LAW 24 leaves the number to CPL 58: two).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 2)]
    pub representatives: Vec<Representative<P>>,
}

impl<P> Party<P> {
    /// Whether the party is a worker.
    #[must_use]
    pub fn is_worker(&self) -> bool {
        matches!(self.who, Who::Worker(_))
    }

    /// Every person of the party, in a fixed order: the party itself or its contact, then the representatives.
    pub fn people(&self) -> impl Iterator<Item = &P> {
        let own = match &self.who {
            Who::Worker(person) => Some(person),
            Who::Employer(employer) => employer.contact.as_ref(),
        };
        own.into_iter().chain(self.representatives.iter().map(|representative| &representative.person))
    }

    /// The same party with every person turned into something else, in the order of [`Party::people`].
    ///
    /// # Errors
    /// The first error of `turn`.
    pub fn try_map<Q, E>(self, turn: &mut impl FnMut(P) -> Result<Q, E>) -> Result<Party<Q>, E> {
        let who = match self.who {
            Who::Worker(person) => Who::Worker(turn(person)?),
            Who::Employer(employer) => Who::Employer(Employer {
                name: employer.name,
                credit_code: employer.credit_code,
                kind: employer.kind,
                industry: employer.industry,
                contact: employer.contact.map(&mut *turn).transpose()?,
            }),
        };
        let representatives = self
            .representatives
            .into_iter()
            .map(|r| Ok(Representative { person: turn(r.person)?, authority: r.authority }))
            .collect::<Result<_, E>>()?;
        Ok(Party { no: self.no, side: self.side, who, representatives })
    }
}

/// Checks what was entered about people and employers: check digits, once each, every one at once.
/// `at` is the JSON pointer of the list.
pub fn check_entered(parties: &[Party<Person>], at: &str, findings: &mut Findings) {
    let mut workers: HashSet<&str> = HashSet::new();
    for (index, party) in parties.iter().enumerate() {
        let here = format!("{at}/{index}");
        match &party.who {
            Who::Worker(person) => {
                let here = format!("{here}/who/worker");
                check_person(person, &here, findings);
                if person.id_number.as_deref().is_some_and(|number| !workers.insert(number)) {
                    let text = words("同一人在本案中列了两次", "the same person stands twice in the case");
                    findings.invalid("same_person_twice", &format!("{here}/id_number"), text);
                }
            }
            Who::Employer(employer) => {
                let here = format!("{here}/who/employer");
                let wrong = employer.credit_code.as_deref().filter(|code| !check_digit::credit_code(code));
                if wrong.is_some() {
                    findings.invalid(
                        "credit_code_check_digit",
                        &format!("{here}/credit_code"),
                        words(
                            "统一社会信用代码校验位不符",
                            "the check digit of the unified social credit code is wrong",
                        ),
                    );
                }
                if let Some(contact) = &employer.contact {
                    check_person(contact, &format!("{here}/contact"), findings);
                }
            }
        }
        check_representatives(&party.representatives, &format!("{here}/representatives"), findings);
    }
}

/// The same of those who act for a party.
pub fn check_representatives(entered: &[Representative<Person>], at: &str, findings: &mut Findings) {
    for (index, representative) in entered.iter().enumerate() {
        check_person(&representative.person, &format!("{at}/{index}/person"), findings);
    }
}

fn check_person(person: &Person, at: &str, findings: &mut Findings) {
    let wrong = person.id_number.as_deref().filter(|number| !check_digit::id_number(number));
    if wrong.is_some() {
        findings.invalid(
            "id_number_check_digit",
            &format!("{at}/id_number"),
            words(
                "公民身份号码校验位或出生日期不符",
                "the check digit or birth date of the ID-card number is wrong",
            ),
        );
    }
}
