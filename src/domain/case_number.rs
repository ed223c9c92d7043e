//! Case numbers (案号) in the one form in which two spellings of the same number are equal. A number is kept, shown and
//! printed as it was written; this form only tells whether it is another's. Not here: giving numbers (`app`).

/// What is written in several ways, and the one that is compared, in this order. The migration that began it
/// (`case_number_keys`) says the same in SQL.
const SPELLINGS: &[(&str, &str)] = &[
    (" ", ""),
    ("\u{3000}", ""),
    ("\u{a0}", ""),
    ("\t", ""),
    ("\r", ""),
    ("\n", ""),
    ("０", "0"),
    ("１", "1"),
    ("２", "2"),
    ("３", "3"),
    ("４", "4"),
    ("５", "5"),
    ("６", "6"),
    ("７", "7"),
    ("８", "8"),
    ("９", "9"),
    ("(", "（"),
    ("〔", "（"),
    ("[", "（"),
    ("［", "（"),
    ("【", "（"),
    ("〖", "（"),
    (")", "）"),
    ("〕", "）"),
    ("]", "）"),
    ("］", "）"),
    ("】", "）"),
    ("〗", "）"),
    // 〔2021〕第007号 is 〔2021〕7号.
    ("）第", "）"),
    ("）00", "）"),
    ("）00", "）"),
    ("）0", "）"),
];

/// A number as it is compared with others: brackets of every kind, digits of either width, blanks, and 第 and zeros behind
/// the bracket of the year make no other number of it (our choice).
///
/// ```
/// use sikuai::domain::case_number::comparable;
/// let number = comparable("徐劳人仲案字〔2021〕7号");
/// assert_eq!(comparable("徐劳人仲案字（２０２１） 第007号"), number);
/// assert_eq!(comparable("徐劳人仲案字[2021]007号"), number);
/// assert_ne!(comparable("徐劳人仲案字〔2021〕70号"), number);
/// ```
#[must_use]
pub fn comparable(number: &str) -> String {
    SPELLINGS.iter().fold(number.to_owned(), |number, (written, one)| number.replace(written, one))
}
