//! Files of other programs, read as they are meant.

use sikuai::documents::docx;
use sikuai::documents::layout::{
    Align, Content, Face, HalfPoints, Layout, Line, Look, Merge, Twips, VerticalAlign,
};

use super::file::{paragraphs, tables, text};

const PYTHON_DOCX: &[u8] = include_bytes!("fixtures/python-docx.docx");
const LIBREOFFICE: &[u8] = include_bytes!("fixtures/libreoffice.docx");

fn read(bytes: &[u8]) -> Layout {
    docx::read(bytes).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

#[test]
fn both_are_read_as_the_same_text() {
    for bytes in [PYTHON_DOCX, LIBREOFFICE] {
        let layout = read(bytes);
        let texts: Vec<String> = paragraphs(&layout).into_iter().map(text).collect();
        let said: Vec<&str> = texts.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
        assert_eq!(
            said,
            [
                "受理通知书",
                "{{案号}}",
                "{{申请人.姓名}}：",
                "你（单位）与{{被申请人}}的争议，本委已于{{受理日期}}受理。",
                "特此通知。",
                "附：权利义务告知书",
            ]
        );
        let edge = |paragraphs: &[_]| paragraphs.iter().map(text).collect::<Vec<_>>();
        assert_eq!(edge(&layout.header), ["某市劳动人事争议仲裁委员会"]);
        assert_eq!(edge(&layout.footer), ["第[page]页 共[pages]页"]);
    }
}

#[test]
fn both_are_read_with_the_same_looks_and_formats() {
    for bytes in [PYTHON_DOCX, LIBREOFFICE] {
        let layout = read(bytes);
        assert_eq!((layout.page.width, layout.page.height), (Twips(11_906), Twips(16_838)));
        // 2.8 cm and 2.6 cm.
        assert!((layout.page.left.0 - 1_588).abs() <= 1 && (layout.page.right.0 - 1_474).abs() <= 1);
        let found = paragraphs(&layout);
        let look = |face, size, bold, underline| Look { face, size: HalfPoints(size), bold, underline };
        assert_eq!(found[0].format.align, Align::Centre);
        assert_eq!(found[0].runs[0].look, look(Face::Song, 44, true, false));
        assert_eq!(found[1].format.align, Align::Right);
        assert_eq!(found[1].runs[0].look, look(Face::Kai, 32, false, false));
        let body = found.iter().find(|paragraph| text(paragraph) == "特此通知。").unwrap();
        assert_eq!(body.runs[0].look, look(Face::FangSong, 32, true, true));
        assert_eq!(body.format.line, Line::Exactly(Twips(560)));
        assert_eq!((body.format.first_line, body.format.after), (Twips(640), Twips(0)));
        let page = found.iter().find(|paragraph| text(paragraph).starts_with("附")).unwrap();
        assert!(page.format.page_break_before);
        assert_eq!(found.iter().filter(|paragraph| paragraph.format.page_break_before).count(), 1);
        assert_eq!(layout.footer[0].format.align, Align::Centre);
        assert!(layout.footer[0].runs.iter().any(|run| run.content == Content::PageCount));
    }
}

#[test]
fn both_are_read_with_the_same_tables() {
    for bytes in [PYTHON_DOCX, LIBREOFFICE] {
        let layout = read(bytes);
        let tables = tables(&layout);
        let [grid, plain] = tables.as_slice() else { panic!("{} tables", tables.len()) };
        assert!(grid.ruled && !plain.ruled);
        assert_eq!(grid.columns.len(), 3);
        let width: i32 = grid.columns.iter().map(|width| width.0).sum();
        assert!((width - 8_844).abs() < 20, "{width}");
        let headings: Vec<bool> = grid.rows.iter().map(|row| row.is_heading).collect();
        assert_eq!(headings, [true, false, false]);
        assert_eq!(grid.rows[0].cells[0].at, VerticalAlign::Middle);
        let spans = |row: usize| grid.rows[row].cells.iter().map(|cell| cell.span).collect::<Vec<_>>();
        assert_eq!((spans(1), spans(2)), (vec![1, 1, 1], vec![2, 1]));
        assert_eq!(grid.rows[1].cells[2].merge, Merge::Begins);
        assert_eq!(grid.rows[2].cells[1].merge, Merge::Continues);
        assert_eq!(text(&grid.rows[1].cells[1].paragraphs[0]), "{{请求.事项}}");
        assert_eq!(grid.rows[0].cells[0].paragraphs[0].runs[0].look.face, Face::Hei);
        // The space after paragraphs is not that of the file, but what the style of the table says.
        assert_eq!(grid.rows[0].cells[0].paragraphs[0].format.after, Twips(0));
    }
}

#[test]
fn what_was_read_is_written_and_read_again() {
    for bytes in [PYTHON_DOCX, LIBREOFFICE] {
        let layout = read(bytes);
        assert_eq!(docx::read(&docx::write(&layout).unwrap()), Ok(layout));
    }
}
