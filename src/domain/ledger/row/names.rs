//! The names in a cell of a ledger (姓名栏): what stands between two of them, and how many more are told (等15人). A blank
//! parts people whose names are whole on both sides of it; in 张　三 it only sets the name wide. A slash parts people, and
//! else only what has a number each. What stands in brackets belongs to the name before it, whoever it speaks of. Not here:
//! numbers of people in a name (`personal`).

use super::parties::is_called_employer;
use super::value::Why;
use crate::domain::check_digit::half_width;
use crate::domain::refusal::words;

/// What parts names and numbers, whatever they are of.
const PARTS: &[char] = &['、', ';', '；', ',', '，', '\n', '\r'];
/// What parts numbers and phones, and stands in names too.
const SLASHES: &[char] = &['/', '／'];
/// Brackets of every kind and width. Which of them closes which is no matter: offices mix them.
const OPENING: &[char] = &['(', '（', '[', '［', '{', '｛', '【', '〔', '〈', '《', '「', '『'];
const CLOSING: &[char] = &[')', '）', ']', '］', '}', '｝', '】', '〕', '〉', '》', '」', '』'];
/// What stands for more than are named.
pub(super) const MORE: char = '等';
/// What stands in the place of a number or a phone where its party has none, so that the others keep their order.
pub(in crate::domain::ledger) const LACKING: &str = "无";
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
    /// What was taken as it stands, and may be meant otherwise.
    pub(super) doubts: Vec<Why>,
}

impl Names {
    /// Parts them; by slashes and blanks only where each part is a name by itself, or as many numbers are there.
    pub(super) fn of(text: &str, numbers: usize) -> Names {
        let (mut all, mut doubts) = (outside_brackets(text, PARTS), Vec::new());
        if holds_several(text) {
            doubts.push(not_parted_in_brackets());
        }
        let by_slashes: Vec<String> = all.iter().flat_map(|name| outside_brackets(name, SLASHES)).collect();
        let are_people = |name: &String| {
            let parts = outside_brackets(name, SLASHES);
            parts.len() < 2 || parts.iter().all(|part| is_person(&without_brackets(part)))
        };
        if by_slashes.len() > 1 && (numbers == by_slashes.len() || all.iter().all(are_people)) {
            all = by_slashes;
        } else if by_slashes.len() > all.len() {
            doubts.push(not_parted_by_slash());
        }
        let [one] = all.as_slice() else { return Names { all, doubts } };
        let words: Vec<&str> = one.split_whitespace().collect();
        let are_people = words.len() > 1 && words.iter().all(|it| is_person(it)) && !is_called_employer(one);
        if are_people && (numbers == 0 || numbers == words.len()) {
            doubts.push(parted_by_blanks());
            all = words.into_iter().map(str::to_owned).collect();
        }
        Names { all, doubts }
    }
}

/// The parts of a cell of phones or numbers.
pub(super) fn parted(text: &str) -> Vec<String> {
    let parts = text.split(|c| PARTS.contains(&c) || SLASHES.contains(&c));
    parts.map(str::trim).filter(|part| !part.is_empty()).map(narrowed).collect()
}

/// The parts of a text; what stands in brackets is not parted, nor what is behind one that nothing closes.
fn outside_brackets(text: &str, parts: &[char]) -> Vec<String> {
    let mut depth = 0_u32;
    let splits = |c: char| {
        depth = depth_behind(depth, c);
        depth == 0 && parts.contains(&c)
    };
    text.split(splits).map(str::trim).filter(|part| !part.is_empty()).map(narrowed).collect()
}

/// In how many brackets a text is behind a character.
fn depth_behind(depth: u32, c: char) -> u32 {
    if OPENING.contains(&c) {
        return depth + 1;
    }
    if CLOSING.contains(&c) { depth.saturating_sub(1) } else { depth }
}

/// A text without its brackets and what is in them.
fn without_brackets(text: &str) -> String {
    let mut depth = 0;
    let outside = |c: &char| {
        depth = depth_behind(depth, *c);
        depth == 0 && !CLOSING.contains(c)
    };
    text.chars().filter(outside).collect::<String>().trim().to_owned()
}

/// Whether brackets hold what parts names elsewhere, or one of them is never closed.
fn holds_several(text: &str) -> bool {
    let mut depth = 0;
    let mut parts = false;
    for c in text.trim().chars() {
        depth = depth_behind(depth, c);
        parts |= depth > 0 && (PARTS.contains(&c) || SLASHES.contains(&c));
    }
    parts || depth > 0
}

/// Whether a word is the name of a person by itself.
fn is_person(word: &str) -> bool {
    let is_name = word.chars().all(is_han) && PERSON_CHARS.contains(&word.chars().count());
    is_name && !is_called_employer(word)
}

fn not_parted_in_brackets() -> Why {
    let text = words(
        "括号里的内容没有拆分，随括号前的姓名、名称整体录入；如括号里另有当事人，请移到括号外，用顿号分开",
        "what stands in brackets was not parted and is taken with the name; write parties that stand there outside the brackets, parted by 、",
    );
    ("brackets_not_parted", text)
}

fn not_parted_by_slash() -> Why {
    let text = words(
        "姓名、名称里有“/”，看不出是一个还是几个，已按一个录入；如是几个，请用顿号分开",
        "a slash stands in the name and may part several: it is taken for one; part them by 、 if they are several",
    );
    ("slash_not_parted", text)
}

fn parted_by_blanks() -> Why {
    let text = words(
        "姓名之间只有空格，已按多人录入；如是一人，请去掉空格；如是多人，最好用顿号分开",
        "only blanks stand between the names, so they are taken for several people; take the blank out if it is one",
    );
    ("parted_by_blanks", text)
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
    // In brackets behind other words, 等 counts those words: 张三（已死亡，由李四等3人承继）.
    if before.chars().fold(0, depth_behind) > 0 {
        return (names, None);
    }
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
