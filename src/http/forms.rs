//! The forms of text (文本格式) that the published schemas ask for by `pattern`, in words: what a caller hears whose
//! text has another form. A test holds that every pattern of a body has its words here.
//! Not here: the patterns themselves, which stand with their fields.

use crate::domain::refusal::{Words, words};

/// Each pattern, and what it asks for in Chinese and in English.
const FORMS: &[(&str, &str, &str)] = &[
    (
        "^([01][0-9]|2[0-3]):[0-5][0-9]$",
        "应为24小时制的 HH:MM，如 09:30",
        "Must be HH:MM of 24 hours, such as 09:30.",
    ),
    (
        "^[a-z0-9][a-z0-9._-]{1,31}$",
        "应为2至32个小写字母、数字、点、横线或下划线，以字母或数字开头",
        "2 to 32 lower-case letters, digits, dots, hyphens or underscores, a letter or digit first.",
    ),
    (
        r"^[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$",
        "不得为空，不得以空白开头，不得含控制字符",
        "Must not be empty or begin with a blank; no control characters.",
    ),
    (r"^[^\u0000-\u001f\u007f-\u009f]*$", "不得含控制字符", "No control characters."),
    (
        r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*$",
        "除制表符和换行外，不得含控制字符",
        "No control characters but tabs and line ends.",
    ),
    (
        "^[a-z0-9_-]+/[a-z0-9_-]+$",
        "应为 省/县，用小写字母、数字、横线或下划线",
        "Must be province/county, in lower-case letters, digits, hyphens or underscores.",
    ),
    (
        r"^-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,4})?$",
        "应为数字，整数部分不超过12位，小数不超过4位，首位不补零",
        "Must be a decimal number with up to 12 digits before and 4 behind the point, and no leading zero.",
    ),
    ("^[A-T]$", "应为 A 至 T 中的一个大写字母", "Must be one capital letter from A to T."),
    ("^[0-9a-f]{64}$", "应为64位小写十六进制数字", "Must be 64 hexadecimal digits with lower-case letters."),
];

/// What a pattern asks for; none where nobody has put it into words.
///
/// ```
/// use sikuai::http::forms::form_words;
/// assert!(form_words("^[A-T]$").is_some_and(|said| said.en.contains("A to T")));
/// assert!(form_words("^x$").is_none());
/// ```
#[must_use]
pub fn form_words(pattern: &str) -> Option<Words> {
    let (_, zh, en) = FORMS.iter().find(|(form, ..)| *form == pattern)?;
    Some(words(*zh, *en))
}
