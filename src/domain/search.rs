//! What text is found by (检索): how it is cut into terms, which texts of a case are found so, and where in a text what
//! was asked for stands. Not here: how terms of personal data are hidden (`app::vault`), and the index (`storage::search`).

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

use serde::Serialize;
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

use crate::domain::case::Case;
use crate::domain::check_digit::{self, half_width};
use crate::domain::code::Coded as _;
use crate::domain::id::PartyNo;
use crate::domain::party::{Person, Who};
use crate::domain::same_person;

/// The longest question.
pub const QUERY_CHARS_MAX: usize = 60;
/// The most words of a question.
pub const QUERY_WORDS_MAX: usize = 8;
/// So many characters before what was found are shown with it.
const SNIPPET_CHARS_BEFORE: usize = 10;
/// The longest part of a text that is shown.
const SNIPPET_CHARS_MAX: usize = 60;
/// The longest name that a surname of one character stands before.
const GIVEN_NAME_CHARS_MAX: usize = 2;
/// What stands between the two units of a pair, and in no unit.
const JOINT: char = '\n';

/// A unit of text: one Han character, or a whole word of other letters and digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    text: String,
    /// Which characters of the text it is.
    at: Range<usize>,
}

/// Which text of a case is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SearchField {
    /// 案号.
    Number,
    /// 归档号.
    FileNumber,
    /// 法院案号.
    CourtNumber,
    /// 案由, by its name.
    Cause,
    /// 用人单位: name or credit code.
    Employer,
    /// 仲裁请求: its kind or its words.
    Claim,
    /// 工程项目 of an inspection, and the enterprises on it.
    Project,
    /// 信访事项.
    Petition,
    /// A person of the case: name, whole ID number, or whole phone number.
    Person,
    /// 材料文件: its name.
    File,
    /// 文书: its kind.
    Paper,
    /// 文书正文: what was written by hand for a paper. Of it the kind of the paper is shown, and nothing else.
    PaperText,
}

/// A text of a case that is public to whoever reads the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text<'a> {
    /// Which.
    pub field: SearchField,
    /// Whose, if a party's.
    pub party: Option<PartyNo>,
    /// The text.
    pub text: &'a str,
}

/// One word of a question: all of it must stand together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    units: Vec<String>,
    /// If it may be a phone number: that number, as it is indexed.
    phone: Option<String>,
}

/// Why a question is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unaskable {
    /// It has nothing but spaces and signs.
    Empty,
    /// A word is a single Han character, which half of all cases have.
    OneCharacter,
    /// It has more than [`QUERY_WORDS_MAX`] words.
    TooManyWords,
}

/// Cuts text into units. Full-width letters and digits are as half-width ones, capitals as small ones; whatever is no
/// letter and no digit only ends a word.
///
/// ```
/// use sikuai::domain::search::{terms, units};
/// let texts = |text: &str| terms(&units(text)).into_iter().collect::<Vec<_>>();
/// assert_eq!(texts("第７号（A公司）"), ["7", "7\n号", "a", "a\n公", "公\n司", "号\na", "第\n7"]);
/// ```
#[must_use]
pub fn units(text: &str) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut in_word = false;
    for (index, c) in half_width(text).enumerate() {
        let is_own = stands_alone(c);
        match units.last_mut() {
            Some(word) if in_word && !is_own && c.is_alphanumeric() => {
                word.text.extend(c.to_lowercase());
                word.at.end = index + 1;
            }
            _ if is_own || c.is_alphanumeric() => {
                units.push(Unit { text: c.to_lowercase().collect(), at: index..index + 1 });
            }
            _ => {}
        }
        in_word = !is_own && c.is_alphanumeric();
    }
    units
}

/// Scripts without spaces between words: each character is a unit. Rare characters that a system has under codes of its
/// own (private use) are such ones too.
fn stands_alone(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{31bf}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{e000}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' | '\u{f0000}'..='\u{10ffff}')
        && c != '\u{30fb}'
}

/// By what a text with these units is found: its words, and each two units that stand beside each other.
#[must_use]
pub fn terms(units: &[Unit]) -> BTreeSet<String> {
    let texts: Vec<&str> = units.iter().map(|unit| unit.text.as_str()).collect();
    let words = texts.iter().filter(|text| is_word(text)).map(|word| (*word).to_owned());
    words.chain(pairs(&texts)).collect()
}

fn pairs<'a>(texts: &'a [&str]) -> impl Iterator<Item = String> + 'a {
    texts.iter().zip(texts.iter().skip(1)).map(|(first, second)| format!("{first}{JOINT}{second}"))
}

fn is_word(unit: &str) -> bool {
    !unit.chars().next().is_some_and(stands_alone)
}

/// The number under which a public term is kept. What it is of stands in the case in the open, so it needs no key.
#[must_use]
pub fn public_term(term: &str) -> i64 {
    first_number(&Sha256::digest(term.as_bytes()))
}

/// The term of a case for which a paper was written by hand at length; no text has it.
#[must_use]
pub fn term_of_writing() -> i64 {
    public_term(&JOINT.to_string())
}

/// The first eight bytes of a digest as a number.
#[must_use]
pub fn first_number(digest: &[u8]) -> i64 {
    digest.first_chunk().map_or(0, |bytes| i64::from_be_bytes(*bytes))
}

/// By what a person is found: the parts of the name; the ID number and the phone number only whole.
#[must_use]
pub fn terms_of_person(person: &Person) -> BTreeSet<String> {
    let mut all = terms(&units(&person.name));
    all.extend(person.id_number.as_deref().map(same_person::id_number).map(|id| id.to_lowercase()));
    all.extend(person.phone.as_deref().and_then(same_person::phone));
    all
}

/// The texts of a case that whoever reads it may see, each once: the number and the names first.
#[must_use]
pub fn public_texts<'a>(case: &'a Case) -> Vec<Text<'a>> {
    let mut texts = Vec::new();
    let mut seen: HashSet<(SearchField, &str)> = HashSet::new();
    let mut add = |field, party, text: Option<&'a str>| {
        if let Some(text) = text.filter(|text| seen.insert((field, text))) {
            texts.push(Text { field, party, text });
        }
    };
    let number = case.number();
    add(SearchField::Number, None, number);
    add(SearchField::FileNumber, None, case.file_number.as_deref());
    for number in &case.court_numbers {
        add(SearchField::CourtNumber, None, Some(number));
    }
    for cause in std::iter::once(&case.cause).chain(&case.other_causes) {
        add(SearchField::Cause, None, Some(cause.label().zh));
    }
    for party in &case.parties {
        if let Who::Employer(employer) = &party.who {
            add(SearchField::Employer, Some(party.no), Some(&employer.name));
            add(SearchField::Employer, Some(party.no), employer.credit_code.as_deref());
        }
    }
    if let Some(project) = case.inspection.as_ref().and_then(|inspection| inspection.project.as_ref()) {
        add(SearchField::Project, None, Some(&project.name));
        for enterprise in [&project.owner, &project.general_contractor, &project.subcontractor] {
            add(SearchField::Project, None, enterprise.as_deref());
        }
    }
    add(SearchField::Petition, None, case.petition.as_ref().map(|petition| petition.request.as_str()));
    for claim in &case.claims {
        add(SearchField::Claim, Some(claim.claimant), Some(claim.item.label().zh));
        add(SearchField::Claim, Some(claim.claimant), claim.statement.as_deref());
    }
    texts
}

impl Phrase {
    /// The words of a question, which spaces separate; a space inside a Chinese name (张 三) makes no two words of it.
    ///
    /// # Errors
    /// Why it is none.
    ///
    /// ```
    /// use sikuai::domain::search::{Phrase, Unaskable};
    /// assert_eq!(Phrase::all_of("符 徐闻县"), Err(Unaskable::OneCharacter));
    /// assert_eq!(Phrase::all_of("符　永 祥"), Phrase::all_of("符永祥"));
    /// assert_eq!(Phrase::all_of("*%\"").err(), Some(Unaskable::Empty));
    /// assert_eq!(Phrase::all_of("徐闻 有限公司").unwrap().len(), 2);
    /// ```
    pub fn all_of(question: &str) -> Result<Vec<Phrase>, Unaskable> {
        if let Some(number) = whole_number(question) {
            return Ok(vec![number]);
        }
        let words = joined_names(question.split_whitespace());
        let phrases = words.iter().map(|word| Phrase::of(word)).filter(|phrase| !phrase.units.is_empty());
        let phrases: Vec<Phrase> = phrases.collect();
        let is_one =
            |phrase: &Phrase| phrase.units.len() == 1 && !phrase.units.iter().any(|unit| is_word(unit));
        match phrases.len() {
            0 => Err(Unaskable::Empty),
            _ if phrases.iter().any(is_one) => Err(Unaskable::OneCharacter),
            count if count > QUERY_WORDS_MAX => Err(Unaskable::TooManyWords),
            _ => Ok(phrases),
        }
    }

    fn of(word: &str) -> Phrase {
        let units = units(word).into_iter().map(|unit| unit.text).collect();
        let is_number = half_width(word).all(|c| c.is_ascii_digit() || "+-()".contains(c));
        Phrase { units, phone: same_person::phone(word).filter(|_| is_number) }
    }

    /// The terms that a text with this phrase has.
    #[must_use]
    pub fn terms(&self) -> BTreeSet<String> {
        match self.units.as_slice() {
            [word] => BTreeSet::from([word.clone()]),
            units => pairs(&units.iter().map(String::as_str).collect::<Vec<_>>()).collect(),
        }
    }

    /// The terms that a person with this phrase has, in each way in which it may be meant.
    #[must_use]
    pub fn terms_of_person(&self) -> Vec<BTreeSet<String>> {
        let phone = self.phone.iter().map(|phone| BTreeSet::from([phone.clone()]));
        let mut ways: Vec<_> = std::iter::once(self.terms()).chain(phone).collect();
        ways.dedup();
        ways
    }

    /// Whether a text has the phrase. A long one is cut into units only where it has every Han character of the phrase.
    #[must_use]
    pub fn stands_in(&self, text: &str) -> bool {
        let mut characters = self.units.iter().filter(|unit| !is_word(unit));
        characters.all(|unit| text.contains(unit.as_str())) && self.shown_in(text).is_some()
    }

    /// The part of a text around the phrase, if it has it.
    #[must_use]
    pub fn shown_in(&self, text: &str) -> Option<String> {
        let all = units(text);
        let found = all
            .windows(self.units.len().max(1))
            .find(|window| window.iter().map(|unit| &unit.text).eq(self.units.iter()))?;
        let start = found.first()?.at.start.saturating_sub(SNIPPET_CHARS_BEFORE);
        Some(text.chars().skip(start).take(SNIPPET_CHARS_MAX).collect())
    }
}

/// Words of which single Han characters beside each other are one: they can be no words by themselves. One that stands alone
/// is a surname and goes with the name behind it: 符 永祥.
fn joined_names<'q>(words: impl Iterator<Item = &'q str>) -> Vec<String> {
    let mut joined: Vec<(String, bool)> = Vec::new();
    for word in words {
        let single = han_characters(word) == Some(1);
        match joined.last_mut() {
            Some((before, true)) if single => before.push_str(word),
            _ => joined.push((word.to_owned(), single)),
        }
    }
    let mut names: Vec<String> = Vec::new();
    let mut surname = None;
    for (word, _) in joined {
        let chars = han_characters(&word);
        let is_part = chars.is_some_and(|chars| chars <= GIVEN_NAME_CHARS_MAX);
        match surname.take() {
            Some(surname) if is_part => names.push(format!("{surname}{word}")),
            Some(surname) => names.extend([surname, word]),
            None if chars == Some(1) => surname = Some(word),
            None => names.push(word),
        }
    }
    names.extend(surname);
    names
}

/// How many characters a word of Han characters alone has.
fn han_characters(word: &str) -> Option<usize> {
    word.chars().all(stands_alone).then(|| word.chars().count())
}

/// A mobile number or an ID number whose parts are separated by spaces is one word.
fn whole_number(question: &str) -> Option<Phrase> {
    let word: String = question.split_whitespace().collect();
    let phrase = Phrase::of(&word);
    let is_mobile = phrase.phone.as_deref().is_some_and(same_person::is_mobile);
    (is_mobile || check_digit::id_number(&same_person::id_number(&word))).then_some(phrase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms_in(text: &str) -> Vec<String> {
        terms(&units(text)).into_iter().collect()
    }

    fn found(question: &str, text: &str) -> bool {
        let phrases = Phrase::all_of(question).unwrap();
        let has = terms(&units(text));
        let by_terms = phrases.iter().all(|phrase| phrase.terms().is_subset(&has));
        let by_text = phrases.iter().all(|phrase| phrase.shown_in(text).is_some());
        assert!(by_terms || !by_text, "{question} in {text}: what stands there is not indexed");
        by_text
    }

    #[test]
    fn han_characters_go_in_pairs_and_other_letters_in_words() {
        assert_eq!(terms_in("徐闻县"), ["徐\n闻", "闻\n县"]);
        assert_eq!(terms_in("Li Wei"), ["li", "li\nwei", "wei"]);
        assert_eq!(terms_in("〔2021〕007号"), ["007", "007\n号", "2021", "2021\n007"]);
        assert_eq!(terms_in("徐"), Vec::<String>::new());
        assert_eq!(terms_in("%\"*';--🙂"), Vec::<String>::new());
    }

    #[test]
    fn what_only_separates_makes_no_difference() {
        for (question, text) in [
            ("阿卜杜拉买买提", "阿卜杜拉·买买提"),
            ("阿卜杜拉·买买提", "阿卜杜拉买买提"),
            ("阿卜杜拉・买买提", "阿卜杜拉·买买提"),
            ("〔2021〕007号", "劳人仲案字〔2021〕007号"),
            ("2021 007号", "劳人仲案字〔2021〕007号"),
            ("ａｂｃ公司", "ABC公司"),
            ("９１３５０１００Ｍ０００１００Ｙ４３", "91350100M000100Y43"),
            ("\u{20bb7}田", "\u{20bb7}田商店"),
            ("\u{e5e5}田", "\u{e5e5}田商店"),
            ("食べ", "食べ物"),
            ("张三", "张 三"),
            ("张 三", "张三"),
            ("张　三", "张 三"),
            ("王 小 明", "王小明"),
            ("符 永祥", "符永祥"),
            ("徐闻 张 三", "徐闻县张三"),
        ] {
            assert!(found(question, text), "{question} in {text}");
        }
        for (question, text) in
            [("07号", "〔2021〕007号"), ("徐县", "徐闻县"), ("東莞", "东莞"), ("1350011", "13500110022")]
        {
            assert!(!found(question, text), "{question} in {text}");
        }
    }

    #[test]
    fn a_phone_number_is_found_whole_however_it_is_written() {
        let person = Person {
            name: "符永祥".to_owned(),
            id_number: Some("11010519491231002X".to_owned()),
            phone: Some("+86 138-0099-0011".to_owned()),
            address: None,
            bank_account: None,
        };
        let has = terms_of_person(&person);
        let fits = |question: &str| {
            let phrases = Phrase::all_of(question).unwrap();
            phrases.iter().all(|p| p.terms_of_person().iter().any(|way| way.is_subset(&has)))
        };
        for question in [
            "13800990011",
            "138-0099-0011",
            "138 0099 0011",
            "+8613800990011",
            "永祥",
            "符永祥",
            "11010519491231002x",
            "１１０１０５１９４９１２３１００２Ｘ",
        ] {
            assert!(fits(question), "{question}");
        }
        for question in ["0099", "0099-0011", "1380099001", "11010519491231002", "19491231", "祥永"] {
            assert!(!fits(question), "{question}");
        }
    }

    #[test]
    fn what_is_shown_begins_a_little_before_what_was_found() {
        let phrase = &Phrase::all_of("工资").unwrap()[0];
        assert_eq!(phrase.shown_in("请求支付工资").as_deref(), Some("请求支付工资"));
        let long = format!("{}工资{}", "甲".repeat(100), "乙".repeat(100));
        assert_eq!(phrase.shown_in(&long), Some(format!("{}工资{}", "甲".repeat(10), "乙".repeat(48))));
        assert_eq!(phrase.shown_in("工伤资料"), None);
    }

    #[test]
    fn the_number_of_a_term_is_that_of_its_digest() {
        // sha256("工\n资"), its first eight bytes, by Python's hashlib.
        assert_eq!(public_term("工\n资"), -7_242_999_365_864_688_621);
    }
}
