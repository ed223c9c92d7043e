//! The parties that a row of a ledger names (当事人栏): several in one cell, with their numbers in the same order, and how
//! many more there are (张三等15人). Which side is the employer goes by the names: applicants are workers unless only they
//! are called like an employer (our choice). A 等 without a number may be the end of a name: it is taken off where more
//! workers are told than named, else it stays, with a warning (our choice).

use super::names::{self, MORE, Names};
use super::value::{self, Why};
use crate::domain::id::PartyNo;
use crate::domain::ledger::Cell;
use crate::domain::party::{Employer, Party, Person, Side, Who};
use crate::domain::refusal::words;
use crate::domain::same_person::is_phone;

/// What names of employers have in them, and names of people hardly ever.
const EMPLOYERS: &[&str] = &[
    "公司",
    "厂",
    "店",
    "企业",
    "集团",
    "中心",
    "学校",
    "医院",
    "酒店",
    "宾馆",
    "合作社",
    "工作室",
    "经营部",
    "服务部",
    "门市",
    "超市",
    "餐厅",
    "饭店",
    "事务所",
    "银行",
    "幼儿园",
    "协会",
    "委员会",
    "项目部",
    "工地",
    "农场",
    "矿",
    "局",
    "分行",
    "办事处",
];
/// The longest name of a person (姓名) and of an employer (名称).
const PERSON_CHARS_MAX: usize = 100;
const EMPLOYER_CHARS_MAX: usize = 200;
/// The longest phone.
const PHONE_CHARS_MAX: usize = 40;

/// What a row tells of one side.
pub(super) struct Told {
    named: Vec<Named>,
    /// How many there are, where the names say so.
    pub(super) counted: Option<u32>,
    /// What of the names was taken as it stands, and may be meant otherwise.
    pub(super) doubts: Vec<Why>,
}

/// Both sides of a row.
pub(super) struct Opposed {
    /// Workers on one, employers on the other.
    pub(super) parties: Vec<Party<Person>>,
    /// The sides whose last name ends in 等, of which nobody says whether it means more.
    pub(super) unclear: Vec<Side>,
}

struct Named {
    name: String,
    number: Option<String>,
    phone: Option<String>,
}

/// The phones of a cell: each part is one, or only blanks part several. What an export masked is no number any more.
pub(super) fn phones(cell: &Cell) -> Result<String, Why> {
    let said = value::code(cell)?;
    let are_phones =
        |part: &String| is_phone(part) || is_lacking(part) || part.split_whitespace().all(is_phone);
    if said.contains('*') || names::parted(&said).iter().all(are_phones) {
        return Ok(said);
    }
    let text = words(
        "不是电话号码：应为7至15位数字，可含+、-、空格和括号，后面可写“转”和分机号；多个号码用顿号分开",
        "Must be telephone numbers: 7 to 15 digits with +, -, blanks and brackets, and an extension (ext) if there is one.",
    );
    Err(("phone", text))
}

/// What one side of a row says, as its cells say it.
pub(super) struct Said<'a> {
    pub(super) names: &'a str,
    pub(super) numbers: Option<&'a str>,
    pub(super) phones: Option<&'a str>,
}

/// Which of the cells of a side something is wrong with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Names,
    Numbers,
    Phones,
}

impl Told {
    /// Reads the cells of one side.
    pub(super) fn of(said: &Said<'_>) -> Result<Told, (Part, Why)> {
        let (names, counted) = names::without_count(said.names);
        let numbers = names::codes(said.numbers.unwrap_or_default());
        let Names { all: names, doubts } = Names::of(names, numbers.len());
        check_names(&names).map_err(|why| (Part::Names, why))?;
        if !numbers.is_empty() && numbers.len() != names.len() {
            let (named, numbered) = (names.len(), numbers.len());
            let text = words(
                format!(
                    "当事人{named}名，证件号码{numbered}个，应当一一对应；没有号码的写“{}”",
                    names::LACKING
                ),
                format!(
                    "{named} parties and {numbered} numbers: one for each is needed, {} for who has none",
                    names::LACKING
                ),
            );
            return Err((Part::Numbers, ("numbers_do_not_match", text)));
        }
        let phones = phones_of(said.phones.unwrap_or_default(), names.len());
        if phones.iter().flatten().any(|phone| phone.chars().count() > PHONE_CHARS_MAX) {
            let text = words(
                format!("电话过长：每人最多{PHONE_CHARS_MAX}字"),
                format!("the phones of one party have more than {PHONE_CHARS_MAX} characters"),
            );
            return Err((Part::Phones, ("length", text)));
        }
        let mut numbers = numbers.into_iter().map(told);
        let mut phones = phones.into_iter();
        let named = names.into_iter().map(|name| Named {
            name,
            number: numbers.next().flatten(),
            phone: phones.next().flatten(),
        });
        Ok(Told { named: named.collect(), counted, doubts })
    }

    /// Takes a 等 off the last name where more workers are told than named; says whether one stays of which nobody tells.
    fn ends_open(&mut self, workers: Option<u32>) -> bool {
        let named = self.named.len();
        let Some(last) = self.named.last_mut() else { return false };
        let Some(name) = last.name.strip_suffix(MORE).map(str::trim_end).filter(|name| !name.is_empty())
        else {
            return false;
        };
        let Some(workers) = workers else { return true };
        if usize::try_from(workers).is_ok_and(|workers| workers > named) {
            last.name = name.to_owned();
        }
        false
    }

    fn are_employers(&self) -> bool {
        let employer =
            |named: &Named| named.name.chars().count() > PERSON_CHARS_MAX || is_called_employer(&named.name);
        self.named.iter().all(employer)
    }
}

/// There are names, and none is longer than a name can be.
fn check_names(names: &[String]) -> Result<(), Why> {
    if names.is_empty() {
        return Err(("length", words("没有写姓名、名称", "no name stands here")));
    }
    if names.iter().any(|name| name.chars().count() > EMPLOYER_CHARS_MAX) {
        let text = words(
            format!("姓名、名称过长：最多{EMPLOYER_CHARS_MAX}字；几个当事人请用顿号分开"),
            format!("a name has more than {EMPLOYER_CHARS_MAX} characters; part several parties by 、"),
        );
        return Err(("length", text));
    }
    Ok(())
}

/// The phone of each of the parties, in their order. Phones that are not one for each are the first one's.
fn phones_of(said: &str, parties: usize) -> Vec<Option<String>> {
    let all: Vec<Option<String>> = names::parted(said).into_iter().map(told).collect();
    if all.len() == parties {
        return all;
    }
    let told: Vec<String> = all.into_iter().flatten().collect();
    vec![(!told.is_empty()).then(|| told.join(" "))]
}

/// A number or a phone, unless its party is said to have none.
fn told(part: String) -> Option<String> {
    (!is_lacking(&part)).then_some(part)
}

fn is_lacking(part: &str) -> bool {
    value::is_blank(&Cell::Text(part.to_owned()))
}

/// Whether a name has in it what names of employers have.
pub(super) fn is_called_employer(name: &str) -> bool {
    EMPLOYERS.iter().any(|word| name.contains(word))
}

/// Both sides as parties; of how many workers a column tells, if it does.
pub(super) fn opposed(applicants: Told, respondents: Told, workers: Option<u32>) -> Opposed {
    let reversed = applicants.are_employers() && !respondents.are_employers();
    let sides = [(Side::Applicant, applicants, !reversed), (Side::Respondent, respondents, reversed)];
    let (mut parties, mut unclear, mut numbers) = (Vec::new(), Vec::new(), 1..);
    for (side, mut told, is_worker) in sides {
        if told.ends_open(workers.filter(|_| is_worker)) {
            unclear.push(side);
        }
        parties.extend(told.named.into_iter().zip(numbers.by_ref()).map(|(named, no)| Party {
            no: PartyNo(no),
            side,
            who: if is_worker { worker(named) } else { employer(named) },
            representatives: Vec::new(),
        }));
    }
    Opposed { parties, unclear }
}

fn worker(named: Named) -> Who<Person> {
    Who::Worker(person(named.name, named.number.map(|number| number.to_uppercase()), named.phone))
}

/// Its phone is that of somebody there; as a person without a name of their own, they are called like it.
fn employer(named: Named) -> Who<Person> {
    let contact = named.phone.map(|phone| person("联系人".to_owned(), None, Some(phone)));
    let credit_code = named.number.map(|number| number.to_uppercase());
    Who::Employer(Employer { name: named.name, credit_code, kind: None, industry: None, contact })
}

fn person(name: String, id_number: Option<String>, phone: Option<String>) -> Person {
    Person { name, id_number, phone, address: None, bank_account: None }
}
