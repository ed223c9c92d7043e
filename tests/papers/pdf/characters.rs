//! What a character becomes: itself, of whatever font has it; never an empty box.

use sikuai::documents::layout::{Block, Layout};
use sikuai::documents::pdf::{self, PdfError, Unset, WhyUnset};

use super::{Pdf, body, paper, wqy};

/// A surname of CJK Extension E, and a character of Extension B; the font has neither.
const RARE: [char; 2] = ['\u{2B8B8}', '\u{2A6D6}'];

#[test]
fn a_character_that_no_font_has_is_named_with_its_place() {
    let layout = paper(vec![body("申请人：李某"), body(&format!("被申请人：{}某{}", RARE[0], RARE[1]))]);
    let error = pdf::write(&layout, wqy()).unwrap_err();
    let paragraph = format!("被申请人：{}某{}", RARE[0], RARE[1]);
    let unset =
        RARE.map(|character| Unset { character, why: WhyUnset::NoFont, paragraph: paragraph.clone() });
    assert_eq!(error, PdfError::Characters(unset.to_vec()));
    let said = error.to_string();
    assert!(said.contains("U+2B8B8") && said.contains("U+2A6D6") && said.contains("被申请人"), "{said}");
}

#[test]
fn so_is_one_in_a_table_and_one_in_a_header() {
    let rare = RARE[0].to_string();
    let table = super::tables::table(&[&["甲", &rare]]);
    let in_table = Layout { blocks: vec![Block::Table(table)], ..paper(Vec::new()) };
    let in_header = Layout { header: vec![body(&rare)], ..paper(Vec::new()) };
    for layout in [in_table, in_header] {
        assert!(matches!(pdf::write(&layout, wqy()), Err(PdfError::Characters(unset)) if unset.len() == 1));
    }
}

#[test]
fn a_script_whose_letters_join_is_refused() {
    for text in ["مرحبا", "བོད་", "ᠮᠣᠩᠭᠣᠯ", "नमस्ते"] {
        let error = pdf::write(&paper(vec![body(text)]), wqy()).unwrap_err();
        let PdfError::Characters(unset) = error else { panic!("{error}") };
        assert!(unset.iter().all(|unset| unset.why == WhyUnset::Joined), "{text}: {unset:?}");
    }
}

#[test]
fn what_is_written_is_what_is_read() {
    for text in [
        "〔2021〕徐劳人仲案字12号",
        "￥1,234.56元（大写：壹仟贰佰叁拾肆元伍角陆分）",
        "㈠①Ⅳ℃№±×÷≥≠°‰",
        "ABCxyz0123456789",
        "一—二……三·四～五",
        "“甲”‘乙’《丙》〈丁〉【戊】",
        "镕喆堃玥玘",
    ] {
        assert_eq!(Pdf::of(&paper(vec![body(text)])).lines(), [text]);
    }
}

#[test]
fn what_is_invisible_is_left_out_and_breaks_nothing() {
    let text = "申\u{200B}请\u{FEFF}人\u{0}甲\u{202E}乙";
    assert_eq!(Pdf::of(&paper(vec![body(text)])).lines(), ["申请人甲乙"]);
}

#[test]
fn a_selector_of_a_variant_stays_with_its_character() {
    // The font has no variants, so the character itself is shown, and nothing beside it.
    let text = "\u{845B}\u{E0100}某";
    let pdf = Pdf::of(&paper(vec![body(text)]));
    assert_eq!(pdf.lines().concat().replace('\u{E0100}', ""), "葛某");
    let plain = Pdf::of(&paper(vec![body("葛某")])).words();
    assert!((pdf.words().last().unwrap().2 - plain.last().unwrap().2).abs() < 0.01);
}
