//! Where a line may begin (UAX 14 and 避头尾): no 。，、） at its beginning, no （《“ at its end. Not here: where it does.

use unicode_linebreak::linebreaks;

use super::scripts::is_wide;

/// Stands in the middle of a name (买买提·艾力) and begins no line; UAX 14 lets it.
const NEVER_FIRST: [char; 3] = ['·', '•', '‧'];

/// The places, in bytes, where a line may begin, from the left; neither the beginning nor the end of the text.
pub(super) fn openings(text: &str) -> Vec<usize> {
    let told = with_paired_quotes(text);
    let may_begin =
        |at: &usize| text.get(*at..).is_some_and(|rest| !rest.is_empty() && !rest.starts_with(NEVER_FIRST));
    linebreaks(&told).map(|(at, _)| at).filter(may_begin).collect()
}

/// UAX 14 cannot tell an opening from a closing quote, since languages differ. In Chinese “ opens and ” closes, so they
/// are told as 「 and 」, which are as many bytes long.
fn with_paired_quotes(text: &str) -> String {
    let mut told = String::with_capacity(text.len());
    let mut before = None;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let in_chinese = before.is_some_and(is_wide) || characters.peek().copied().is_some_and(is_wide);
        told.push(match character {
            '“' | '‘' if in_chinese => '「',
            '”' | '’' if in_chinese => '」',
            other => other,
        });
        before = Some(character);
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with a stroke wherever a line may begin.
    fn shown(text: &str) -> String {
        let mut shown = text.to_owned();
        for at in openings(text).into_iter().rev() {
            shown.insert(at, '|');
        }
        shown
    }

    #[test]
    fn nothing_that_closes_begins_a_line_and_nothing_that_opens_ends_one() {
        assert_eq!(shown("甲方，乙方。"), "甲|方，|乙|方。");
        assert_eq!(shown("依《劳动法》（以下）"), "依|《劳|动|法》|（以|下）");
        assert_eq!(shown("称“公司”的"), "称|“公|司”|的");
        assert_eq!(shown("称‘甲’、“乙”；丙"), "称|‘甲’、|“乙”；|丙");
        assert_eq!(shown("〔2021〕12号"), "〔2021〕|12|号");
        assert_eq!(shown("买买提·艾力"), "买|买|提·|艾|力");
        assert_eq!(shown("止……完"), "止……|完");
    }

    #[test]
    fn numbers_and_words_stay_whole() {
        assert_eq!(shown("共12,345.67元"), "共|12,345.67|元");
        assert_eq!(shown("a worker’s pay"), "a |worker’s |pay");
        assert_eq!(shown(""), "");
    }
}
