//! Numbers of people in a cell of names (姓名栏里的号码): a citizen's ID or a telephone that was written behind the name. A
//! name is shown to many who may not see a number, so such a row is refused; digits that are neither (甲1厂, 第3分公司) are a
//! part of the name. Not here: the columns that are for numbers (`parties`).

use chrono::NaiveDate;

use super::value::Why;
use crate::domain::check_digit::{self, half_width};
use crate::domain::refusal::words;
use crate::domain::same_person::is_mobile;

/// Digits in one piece that are an ID: eighteen, once fifteen, and what is mistyped by one.
const ID_CHARS: std::ops::RangeInclusive<usize> = 15..=19;
/// The same where blanks or hyphens part them.
const PARTED_ID_CHARS: [usize; 2] = [15, 18];
/// The digits of an ID before its check letter.
const BEFORE_CHECK: usize = 17;
/// Digits of a telephone with its area code, and without it.
const LANDLINE_DIGITS: std::ops::RangeInclusive<usize> = 10..=12;
const LOCAL_DIGITS: std::ops::RangeInclusive<usize> = 7..=8;
/// How much of a number is said of it: what the sheet holds stays there.
const SAID_CHARS: usize = 3;

/// What a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Id,
    Phone,
}

/// What is wrong with a cell of names that holds a number; `side` is what its column is called, in both languages.
pub(super) fn in_names(names: &str, (zh, en): (&str, &str)) -> Option<Why> {
    let (kind, number) = number_in(names)?;
    let (long, begins): (usize, String) = (number.chars().count(), number.chars().take(SAID_CHARS).collect());
    Some(match kind {
        Kind::Id => {
            let zh =
                format!("姓名、名称中写有疑似身份证号（{begins}开头，{long}位）；请移到“{zh}身份证号码”栏");
            let en = format!(
                "an ID number ({long} characters, beginning with {begins}) stands in the name: it belongs into the \
                 column of ID numbers, {en}"
            );
            ("id_number_in_name", words(zh, en))
        }
        Kind::Phone => {
            let zh =
                format!("姓名、名称中写有疑似电话号码（{begins}开头，{long}位）；请移到“{zh}联系电话”栏");
            let en = format!(
                "a telephone number ({long} digits, beginning with {begins}) stands in the name: it belongs into the \
                 column of telephones, {en}"
            );
            ("phone_in_name", words(zh, en))
        }
    })
}

/// The first number of a person in a text. A credit code (统一社会信用代码) is public, and no person's.
fn number_in(names: &str) -> Option<(Kind, String)> {
    let mut text: String = half_width(names).collect();
    let whole = text.clone();
    let is_public = |word: &&str| check_digit::credit_code(word) && !check_digit::id_number(word);
    for code in whole.split(|c: char| !c.is_ascii_alphanumeric()).filter(is_public) {
        text = text.replace(code, "。");
    }
    runs(&text).iter().find_map(|groups| (0..groups.len()).find_map(|from| number_from(groups.get(from..)?)))
}

/// Groups of digits with nothing between two of them but what people write inside a number.
fn runs(text: &str) -> Vec<Vec<String>> {
    let (mut runs, mut run, mut group) = (Vec::new(), Vec::new(), String::new());
    let mut before_check = 0;
    for c in text.chars().chain(['。']) {
        if c.is_ascii_digit() || (matches!(c, 'x' | 'X') && before_check == BEFORE_CHECK) {
            group.push(c);
            before_check += 1;
            continue;
        }
        if !group.is_empty() {
            run.push(std::mem::take(&mut group));
        }
        if !(c.is_whitespace() || matches!(c, '-' | '–' | '—' | '(' | ')' | '+')) {
            before_check = 0;
            runs.push(std::mem::take(&mut run));
        }
    }
    runs
}

/// The number that begins with the first group, and has the next ones in it where these belong to it.
fn number_from(groups: &[String]) -> Option<(Kind, String)> {
    let mut number = String::new();
    for (index, group) in groups.iter().enumerate() {
        number.push_str(group);
        if number.len() > *ID_CHARS.end() {
            return None;
        }
        let kind = if index == 0 { kind_of(&number) } else { kind_of_parted(&number) };
        if let Some(kind) = kind {
            return Some((kind, number));
        }
    }
    None
}

fn kind_of(number: &str) -> Option<Kind> {
    let is_day = || NaiveDate::parse_from_str(number, "%Y%m%d").is_ok();
    let is_local = LOCAL_DIGITS.contains(&number.len()) && !number.starts_with(['0', '1']) && !is_day();
    match (ID_CHARS.contains(&number.len()), is_local) {
        (true, _) => Some(Kind::Id),
        (false, true) => Some(Kind::Phone),
        (false, false) => kind_of_parted(number),
    }
}

fn kind_of_parted(number: &str) -> Option<Kind> {
    let abroad = number.strip_prefix("0086").or_else(|| number.strip_prefix("86"));
    let is_landline = number.starts_with('0') && LANDLINE_DIGITS.contains(&number.len());
    if PARTED_ID_CHARS.contains(&number.len()) {
        return Some(Kind::Id);
    }
    (is_mobile(number) || abroad.is_some_and(is_mobile) || is_landline).then_some(Kind::Phone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_a_person_is_found_however_it_is_written_and_digits_of_a_name_are_none() {
        for (name, kind, number) in [
            ("王平440825199001011238", Kind::Id, "440825199001011238"),
            ("王平（44082519900101123x）", Kind::Id, "44082519900101123x"),
            ("王平 440825 19900101 1238", Kind::Id, "440825199001011238"),
            ("王平440825900101123", Kind::Id, "440825900101123"),
            ("张三（男）13800138000", Kind::Phone, "13800138000"),
            ("张三１３８００１３８０００", Kind::Phone, "13800138000"),
            ("张三 138-0013-8000、李四", Kind::Phone, "13800138000"),
            ("张三+86 13800138000", Kind::Phone, "8613800138000"),
            ("某公司0759-4851234", Kind::Phone, "07594851234"),
            ("某公司（电话4851234）", Kind::Phone, "4851234"),
            ("13800138000", Kind::Phone, "13800138000"),
        ] {
            assert_eq!(number_in(name), Some((kind, number.to_owned())), "{name}");
        }
        for name in [
            "甲1厂",
            "第3分公司",
            "某公司（2021）第1234号店",
            "广东省83412部队",
            "张三等15人",
            "某工程20210305项目部",
            "某公司91350100M000100Y43",
            "张三 12345、李四 67890",
        ] {
            assert_eq!(number_in(name), None, "{name}");
        }
    }
}
