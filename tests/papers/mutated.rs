//! Files that were damaged on the way: whatever is done to them, they are read or refused, and nothing breaks.

use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, any};
use proptest::{prop_assert, proptest};
use sikuai::documents::docx;

use super::file::File;

/// One of the fixtures, as a word processor packed it.
const WHOLE: &[u8] = include_bytes!("fixtures/libreoffice.docx");
/// Of everything something: styles, a table, fields.
const BODY: &str = "<w:p><w:pPr><w:pStyle w:val=\"a\"/><w:ind w:firstLineChars=\"200\"/></w:pPr><w:r><w:rPr><w:sz w:val=\"32\"/></w:rPr>\
    <w:t xml:space=\"preserve\"> 甲&amp;乙 </w:t><w:br w:type=\"page\"/></w:r><w:fldSimple w:instr=\"PAGE\"/></w:p>\
    <w:tbl><w:tblPr><w:tblBorders><w:top w:val=\"single\"/></w:tblBorders></w:tblPr><w:tblGrid><w:gridCol w:w=\"500\"/></w:tblGrid>\
    <w:tr><w:trPr><w:trHeight w:val=\"40\"/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val=\"1\"/><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>\
    <w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:docGrid w:type=\"lines\" w:linePitch=\"312\"/></w:sectPr>";
const NUMBERS: &[&str] =
    &["0", "-1", "99999999999", "-2147483648", "2147483647", "65535", "1e9", "0.5cm", "", "NaN"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn bytes_that_are_changed_break_nothing(changes in vec((any::<usize>(), any::<u8>()), 1..8), cut in any::<usize>()) {
        let mut bytes = WHOLE.to_vec();
        for (at, byte) in changes {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        if cut % 3 == 0 {
            bytes.truncate(cut % WHOLE.len());
        }
        let _ = docx::read(&bytes);
    }

    #[test]
    fn xml_that_is_changed_breaks_nothing(changes in vec((any::<usize>(), any::<char>()), 1..6)) {
        let mut body: Vec<char> = BODY.chars().collect();
        for (at, c) in changes {
            let at = at % body.len();
            body[at] = c;
        }
        let _ = File::of(&body.into_iter().collect::<String>()).read();
    }

    #[test]
    fn numbers_beyond_all_sense_break_nothing(which in any::<usize>(), number in proptest::sample::select(NUMBERS)) {
        let values: Vec<(usize, &str)> = BODY.match_indices("=\"").collect();
        let (at, _) = values[which % values.len()];
        let (before, after) = BODY.split_at(at + 2);
        let (_, rest) = after.split_once('"').unwrap();
        let read = File::of(&format!("{before}{number}\"{rest}")).read();
        if let Ok(layout) = read {
            prop_assert!(docx::write(&layout).is_ok());
        }
    }
}
