//! What kind of character is it: Chinese, invisible, or of a script whose letters join. Not here: where lines break.

/// Chinese characters and signs of the same width, between which a line may be stretched.
pub(super) fn is_wide(character: char) -> bool {
    matches!(character,
        '\u{1100}'..='\u{11FF}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}' | '\u{20000}'..='\u{3FFFF}'
        | '—' | '…' | '“' | '”' | '‘' | '’')
}

/// What ends a line wherever it stands.
pub(super) fn ends_line(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// What chooses between the forms of the character before it (异体字选择符).
pub(super) fn chooses_variant(character: char) -> bool {
    matches!(character, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// What has no form of its own: control characters, joiners, marks of direction.
pub(super) fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFB}'
            | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E00FF}')
}

/// A space that may hang out of the end of a line.
pub(super) fn is_space(character: char) -> bool {
    character.is_whitespace() && !matches!(character, '\u{A0}' | '\u{2007}' | '\u{202F}')
}

/// Scripts whose letters join, reorder or run from the right (Arabic, Tibetan, Mongolian, Thai, …): set letter by letter
/// they would be wrong, and a wrong paper is worse than none.
pub(super) fn joins(character: char) -> bool {
    matches!(character,
        '\u{590}'..='\u{109F}' | '\u{1100}'..='\u{11FF}' | '\u{1700}'..='\u{18AF}' | '\u{1900}'..='\u{1C4F}'
        | '\u{1CD0}'..='\u{1CFF}' | '\u{A800}'..='\u{A95F}' | '\u{A980}'..='\u{ABFF}' | '\u{FB1D}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFE}' | '\u{10800}'..='\u{10FFF}' | '\u{11000}'..='\u{11FFF}'
        | '\u{1E800}'..='\u{1EFFF}')
}
