//! The same person (同一人): by what somebody is known again who was written down twice, perhaps in two ways.
//! Only equal texts are the same here; nothing is guessed. Not here: the keyed digests of these texts, which
//! are all that is kept outside the sealed rows (`app::vault`).

use crate::domain::check_digit::half_width;
use crate::domain::party::Person;

/// A phone number of fewer digits says nothing of whose it is.
const PHONE_DIGITS_MIN: usize = 7;
/// The most digits of a phone number (E.164), and of the extension (分机) behind it.
const PHONE_DIGITS_MAX: usize = 15;
const EXTENSION_DIGITS_MAX: usize = 6;
/// What stands before an extension, the longest first.
const EXTENSIONS: &[&str] = &["转分机", "分机", "转", "ext.", "ext"];
/// The digits of a mobile number (手机号) in mainland China, which begins with 1.
const MOBILE_DIGITS: usize = 11;

/// What a person is known by, written in one way only.
#[derive(Clone, PartialEq, Eq)]
pub struct KnownBy {
    /// 公民身份号码.
    pub id_number: Option<String>,
    /// 姓名 and 电话 together: neither alone is one person's.
    pub name_and_phone: Option<String>,
}

impl KnownBy {
    /// Our choice of what is the same: letters and digits in full width, spaces, dots inside names, the case of
    /// the check letter, what separates the digits of a phone, and the country code 86 make no difference.
    ///
    /// ```
    /// use sikuai::domain::party::Person;
    /// use sikuai::domain::same_person::KnownBy;
    /// let person = |name: &str, phone: &str| Person {
    ///     name: name.to_owned(), phone: Some(phone.to_owned()), id_number: None, address: None, bank_account: None,
    /// };
    /// let known = |person: &Person| KnownBy::of(person).name_and_phone;
    /// assert!(known(&person("符永祥", "13800990011")) == known(&person("符 永祥", "+86 138-0099-0011")));
    /// assert!(known(&person("符永祥", "13800990011")) != known(&person("符永祥", "13800990012")));
    /// ```
    #[must_use]
    pub fn of(person: &Person) -> KnownBy {
        let name = letters(&person.name);
        let phone = person.phone.as_deref().and_then(phone).filter(|_| !name.is_empty());
        KnownBy {
            id_number: person.id_number.as_deref().map(id_number).filter(|number| !number.is_empty()),
            name_and_phone: phone.map(|phone| format!("{name}\n{phone}")),
        }
    }
}

/// An ID number in one way of writing it.
pub(crate) fn id_number(text: &str) -> String {
    half_width(text).filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// Whether two people both give a phone, and not the same one.
pub(crate) fn phones_differ(one: &Person, other: &Person) -> bool {
    let phone = |person: &Person| person.phone.as_deref().and_then(phone);
    phone(one).zip(phone(other)).is_some_and(|(one, other)| one != other)
}

/// A name without what people write or leave out between its parts.
pub(crate) fn letters(text: &str) -> String {
    half_width(text).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The digits of a phone number without the country code; none when it is no whole number.
pub(crate) fn phone(text: &str) -> Option<String> {
    let plain: String = half_width(text).filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let digits: String = plain.chars().filter(char::is_ascii_digit).collect();
    if digits.len() < PHONE_DIGITS_MIN {
        return None;
    }
    let abroad =
        digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86").filter(|_| plain.starts_with('+')));
    let bare = digits.strip_prefix("86").filter(|rest| is_mobile(rest));
    Some(match abroad.or(bare) {
        None => digits,
        Some(rest) if is_mobile(rest) || rest.starts_with('0') => rest.to_owned(),
        // From abroad an area code goes without the 0 that it has at home.
        Some(rest) => format!("0{rest}"),
    })
}

/// Whether a text is one phone number as people write it: seven to fifteen digits with blanks, hyphens, brackets and the plus
/// of a country among them, and an extension behind it.
pub(crate) fn is_phone(text: &str) -> bool {
    let text = half_width(text).collect::<String>().to_lowercase();
    let parted = EXTENSIONS.iter().find_map(|word| text.split_once(word));
    let (number, extension) = parted.map_or((text.as_str(), None), |(number, rest)| (number, Some(rest)));
    let extends = |rest: &str| {
        let rest = rest.trim();
        (1..=EXTENSION_DIGITS_MAX).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_written = |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '+' | '-' | '(' | ')');
    let digits = number.chars().filter(char::is_ascii_digit).count();
    number.chars().all(is_written)
        && (PHONE_DIGITS_MIN..=PHONE_DIGITS_MAX).contains(&digits)
        && extension.is_none_or(extends)
}

/// Whether these digits are a mobile number of mainland China.
pub(crate) fn is_mobile(digits: &str) -> bool {
    digits.len() == MOBILE_DIGITS && digits.starts_with('1')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(name: &str, id_number: &str, phone: &str) -> (Option<String>, Option<String>) {
        let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let person = Person {
            name: name.to_owned(),
            id_number: given(id_number),
            phone: given(phone),
            address: None,
            bank_account: None,
        };
        let KnownBy { id_number, name_and_phone } = KnownBy::of(&person);
        (id_number, name_and_phone)
    }

    #[test]
    fn an_id_number_is_the_same_in_every_way_of_writing_it() {
        for written in [
            "11010519491231002X",
            "11010519491231002x",
            " 110105 19491231 002X",
            "１１０１０５１９４９１２３１００２Ｘ",
        ] {
            assert_eq!(known("甲", written, "").0.as_deref(), Some("11010519491231002X"), "{written}");
        }
        assert_eq!(known("甲", "", "").0, None);
    }

    #[test]
    fn a_phone_has_seven_to_fifteen_digits_and_nothing_but_what_stands_in_phones() {
        for written in [
            "13800138000",
            "１３８００１３８０００",
            "+86 138-0013-8000",
            "(0759)4851234",
            "（0759）485 1234",
            "4851234",
            "0759-4851234转801",
            "0759-4851234 转分机 8",
            "07594851234 Ext. 123456",
            "+44 20 7946 0958 ext12",
            "123456789012345",
        ] {
            assert!(is_phone(written), "{written}");
        }
        for written in [
            "",
            "abc",
            "1.38E+10",
            "485123",
            "1234567890123456",
            "13800138000号",
            "4851234转",
            "4851234转1234567",
            "转801",
            "李四13800138000",
        ] {
            assert!(!is_phone(written), "{written}");
        }
    }

    #[test]
    fn a_mobile_is_the_same_with_and_without_its_country() {
        for written in [
            "13800990011",
            "138 0099 0011",
            "138-0099-0011",
            "+8613800990011",
            "008613800990011",
            "8613800990011",
            "１３８００９９００１１",
            "＋８６ 138 0099 0011",
        ] {
            assert_eq!(known("符永祥", "", written).1.as_deref(), Some("符永祥\n13800990011"), "{written}");
        }
    }

    #[test]
    fn a_fixed_line_is_the_same_from_abroad() {
        for written in ["0759-4856123", "(0759)4856123", "+86 759 4856123", "0086 0759 4856123"] {
            assert_eq!(known("符永祥", "", written).1.as_deref(), Some("符永祥\n07594856123"), "{written}");
        }
        // Eight digits of a local number that happen to begin with 86 are not a country code.
        assert_eq!(known("符永祥", "", "86123456").1.as_deref(), Some("符永祥\n86123456"));
    }

    #[test]
    fn names_are_the_same_without_dots_and_spaces_and_no_further() {
        let same = known("阿卜杜拉·买买提", "", "13800990011").1;
        for written in ["阿卜杜拉•买买提", "阿卜杜拉.买买提", "阿卜杜拉 买买提", "阿卜杜拉\u{3000}买买提"]
        {
            assert_eq!(known(written, "", "13800990011").1, same, "{written}");
        }
        assert_eq!(known("Li Wei", "", "13800990011").1, known("LI WEI", "", "13800990011").1);
        assert_ne!(known("符永翔", "", "13800990011").1, known("符永祥", "", "13800990011").1);
    }

    #[test]
    fn a_name_or_half_a_phone_alone_is_nobody() {
        assert_eq!(known("符永祥", "", "").1, None);
        assert_eq!(known("符永祥", "", "8001").1, None);
        assert_eq!(known("··", "", "13800990011").1, None);
    }
}
