//! The names in a cell of a ledger (姓名栏): what stands between two of them, and how many more are told (等15人). A blank
//! parts people whose names are whole on both sides of it; in 张　三 it only sets the name wide.

use super::parties::is_called_employer;
use crate::domain::check_digit::half_width;

/// What parts names and numbers, whatever they are of.
const PARTS: &[char] = &['、', ';', '；', ',', '，', '/', '／', '\n', '\r'];
/// What stands for more than are named.
pub(super) const MORE: char = '等';
/// How long the name of a person in Han characters is.
const PERSON_CHARS: std::ops::RangeInclusive<usize> = 2..=4;
/// The fewest digits of a number of an ID card or a credit code.
const CODE_CHARS_MIN: usize = 15;
/// What is said around a number of people.
const BEFORE_COUNT: &[char] = &['共', '计', '(', '[', ' ', ':'];
const BEHIND_COUNT: &[char] = &[')', ']', ' ', '。', '.'];
const COUNTED: &[&str] = &["劳动者", "申请人", "员工", "职工", "工人", "人", "名", "位", "个"];

/// What is said where nobody counted.
const UNCOUNTED: &[&str] = &["", "多", "数", "若干"];

/// The names of a cell.
pub(super) struct Names {
    pub(super) all: Vec<String>,
    /// Whether only blanks part them.
    pub(super) by_blanks: bool,
}

impl Names {
    /// Parts them; by blanks only where each part is a name by itself, or as many numbers are there.
    pub(super) fn of(text: &str, numbers: usize) -> Names {
        let all = parted(text);
        let [one] = all.as_slice() else { return Names { all, by_blanks: false } };
        let words: Vec<&str> = one.split_whitespace().collect();
        let is_name = |word: &&str| word.chars().all(is_han) && PERSON_CHARS.contains(&word.chars().count());
        let are_people = words.len() > 1 && words.iter().all(is_name) && !is_called_employer(one);
        let several = are_people && (numbers == 0 || numbers == words.len());
        if several {
            return Names { all: words.into_iter().map(str::to_owned).collect(), by_blanks: true };
        }
        Names { all, by_blanks: false }
    }
}

/// The parts of a cell: names, phones.
pub(super) fn parted(text: &str) -> Vec<String> {
    text.split(PARTS).map(str::trim).filter(|part| !part.is_empty()).map(narrowed).collect()
}

/// The numbers of a cell: each is so long that blanks part them too.
pub(super) fn codes(text: &str) -> Vec<String> {
    let part = |part: String| {
        let words: Vec<String> = part.split_whitespace().map(str::to_owned).collect();
        let long = words.iter().all(|word| word.chars().count() >= CODE_CHARS_MIN);
        if long { words } else { vec![part] }
    };
    parted(text).into_iter().flat_map(part).collect()
}

/// A name without the blanks that only set it wide: beside a single Han character.
fn narrowed(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_han_only = name.chars().all(|c| is_han(c) || c.is_whitespace());
    let wide = is_han_only && words.iter().any(|word| word.chars().count() == 1);
    if wide { words.concat() } else { name.to_owned() }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// The names without how many there are (张三等15人), or that there are more (张三等人). What ends in 等 alone may be a name.
pub(super) fn without_count(names: &str) -> (&str, Option<u32>) {
    let Some((before, after)) = names.rsplit_once(MORE) else { return (names, None) };
    let said: String = half_width(after).collect();
    let mut count = said.trim().trim_start_matches(BEFORE_COUNT).trim_end_matches(BEHIND_COUNT);
    let mut is_people = false;
    while let Some(rest) = COUNTED.iter().find_map(|word| count.strip_suffix(word)) {
        (count, is_people) = (rest.trim_end(), true);
    }
    let before = before.trim_end_matches(['(', '（', '[', ' ', '\u{3000}', '\n', '、', '，', ',']);
    match count.parse().ok().or_else(|| in_han(count)) {
        Some(count) => (before, Some(count)),
        None if is_people && UNCOUNTED.contains(&count) => (before, None),
        None => (names, None),
    }
}

/// A number below a hundred in Han digits: 十五, 二十.
fn in_han(text: &str) -> Option<u32> {
    let digit = |text: &str| {
        let at = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"].iter().position(|it| *it == text);
        at.and_then(|at| u32::try_from(at).ok())
    };
    match text.split_once('十') {
        Some(("", ones)) => digit(ones).map(|ones| 10 + ones),
        Some((tens, ones)) => Some(digit(tens)? * 10 + digit(ones)?),
        None => digit(text).filter(|count| *count > 0),
    }
}
