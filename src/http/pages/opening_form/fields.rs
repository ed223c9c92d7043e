//! The fields of the counter (窗口收件的填写项): the people and the claims that a clerk types, and where each stands in the body of
//! what opens a case. Not here: what else an opening asks; its schema says that (`act_form::shape`).

use crate::domain::claim::ClaimItem;
use crate::domain::code::Coded;
use crate::domain::party::{Authority, EmployerKind};
use crate::http::pages::frame::Frame;

/// A code and what it is called in the language of the page.
pub type Code = (String, String);

/// What a field takes.
#[derive(Debug, Clone, Copy)]
pub enum Takes {
    /// A line of text.
    Text,
    /// An amount in yuan.
    Money,
    /// A whole number.
    Number,
    /// One code of a list.
    Code(fn(&Frame) -> Vec<Code>),
}

/// A field of a group.
#[derive(Debug, Clone, Copy)]
pub struct OwnField {
    /// Its name in the group.
    pub name: &'static str,
    /// Where it stands in the party or the claim.
    pub at: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// Whether a group cannot be without it.
    pub required: bool,
    zh: &'static str,
    en: &'static str,
}

impl OwnField {
    /// What it is called.
    #[must_use]
    pub fn label(&self, f: &Frame) -> String {
        f.say(self.zh, self.en).to_owned()
    }
}

/// One of the lists that a clerk fills in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// 劳动者.
    Workers,
    /// 用人单位.
    Employers,
    /// 请求事项.
    Claims,
}

/// The field that says who applies: the workers, unless it says `employer`.
pub const APPLIES: &str = "applies";
/// The field with a worker on each line.
pub const LINES: &str = "lines";
/// The field of a party that is neither applicant nor respondent.
pub const THIRD: &str = "third";
/// The code of the employers, where they apply.
pub const EMPLOYER: &str = "employer";

const fn field(name: &'static str, at: &'static str, (zh, en): (&'static str, &'static str)) -> OwnField {
    OwnField { name, at, takes: Takes::Text, required: false, zh, en }
}

const fn must(field: OwnField) -> OwnField {
    OwnField { required: true, ..field }
}

const fn taking(takes: Takes, field: OwnField) -> OwnField {
    OwnField { takes, ..field }
}

#[rustfmt::skip]
const WORKER: &[OwnField] = &[
    must(field("name", "/who/worker/name", ("姓名", "Name"))),
    field("id_number", "/who/worker/id_number", ("公民身份号码", "ID number")),
    field("phone", "/who/worker/phone", ("电话", "Phone")),
    field("address", "/who/worker/address", ("住址", "Address")),
    field("bank_account", "/who/worker/bank_account", ("银行账号", "Bank account")),
    field("agent", "/representatives/0/person/name", ("代理人姓名", "Agent's name")),
    field("agent_phone", "/representatives/0/person/phone", ("代理人电话", "Agent's phone")),
    taking(Takes::Code(codes::<Authority>), field("agent_authority", "/representatives/0/authority", ("代理权限", "Agent's authority"))),
];

#[rustfmt::skip]
const EMPLOYER_FIELDS: &[OwnField] = &[
    must(field("name", "/who/employer/name", ("单位名称", "Name"))),
    field("credit_code", "/who/employer/credit_code", ("统一社会信用代码", "Unified social credit code")),
    taking(Takes::Code(codes::<EmployerKind>), field("kind", "/who/employer/kind", ("单位类型", "Kind of employer"))),
    field("industry", "/who/employer/industry", ("行业门类（A 至 T）", "Industry (A to T)")),
    field("contact", "/who/employer/contact/name", ("联系人姓名", "Contact's name")),
    field("contact_phone", "/who/employer/contact/phone", ("联系人电话", "Contact's phone")),
    field("agent", "/representatives/0/person/name", ("代理人姓名", "Agent's name")),
    field("agent_phone", "/representatives/0/person/phone", ("代理人电话", "Agent's phone")),
    taking(Takes::Code(codes::<Authority>), field("agent_authority", "/representatives/0/authority", ("代理权限", "Agent's authority"))),
];

#[rustfmt::skip]
const CLAIM: &[OwnField] = &[
    must(taking(Takes::Code(codes::<ClaimItem>), field("item", "/item", ("请求事项", "What is asked for")))),
    taking(Takes::Money, field("amount", "/amount", ("金额（元）", "Amount (yuan)"))),
    field("statement", "/statement", ("具体请求", "In words")),
    taking(Takes::Number, field("claimant", "/claimant", ("申请人序号（一名可不填）", "Applicant's no. (if several)"))),
];

impl List {
    /// What it is called in the names of fields.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            List::Workers => "worker",
            List::Employers => EMPLOYER,
            List::Claims => "claim",
        }
    }

    /// The fields of one of its groups.
    #[must_use]
    pub const fn fields(self) -> &'static [OwnField] {
        match self {
            List::Workers => WORKER,
            List::Employers => EMPLOYER_FIELDS,
            List::Claims => CLAIM,
        }
    }

    /// What one of them is called.
    #[must_use]
    pub fn label(self, f: &Frame) -> &'static str {
        match self {
            List::Workers => f.say("劳动者", "Worker"),
            List::Employers => f.say("用人单位", "Employer"),
            List::Claims => f.say("请求", "Claim"),
        }
    }

    /// How many groups an empty form has; those that stay empty are none.
    #[must_use]
    pub const fn groups_at_first(self) -> usize {
        match self {
            List::Workers | List::Employers => 1,
            List::Claims => 3,
        }
    }
}

fn codes<T: Coded>(f: &Frame) -> Vec<Code> {
    T::ROWS.iter().map(|(_, label)| (label.code.to_owned(), f.label(label).to_owned())).collect()
}
