//! What a file is that is neither a table nor a DOCX (另一种文件), by its first bytes: people bring old workbooks, pictures and
//! pages under any name. Not here: what is said of a template that is no DOCX (`docx`), and files that are kept (`app`).

use crate::domain::refusal::{Words, words};

/// The beginning of an OLE file: an old Office file, or an encrypted new one.
const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// What else is brought, by how it begins; no text begins so. The crate that knows files by their bytes is not asked, since it
/// takes a table that begins with “GIF”, or has “%PDF” in its first lines, for what it is not.
const OTHERS: &[(&[u8], &str, &str)] = &[
    (b"%PDF-", "PDF文件", "a PDF file"),
    (b"\x89PNG\r\n", "图片", "a picture"),
    (b"\xff\xd8\xff", "图片", "a picture"),
    (b"GIF8", "图片", "a picture"),
    (b"{\\rtf", "RTF文件", "an RTF file"),
    (b"Rar!\x1a", "压缩包", "an archive"),
    (b"7z\xbc\xaf", "压缩包", "an archive"),
];

/// The part without which a packed file is no workbook.
const WORKBOOK: &[u8] = b"xl/workbook.xml";
/// What else is packed so, by what stands in it.
const PACKED: &[(&[u8], &str, &str)] = &[
    (b"word/document.xml", "Word文件", "a Word file"),
    (b"ppt/presentation.xml", "演示文稿", "a presentation"),
    (b"opendocument.spreadsheet", "OpenDocument表格（.ods）", "an OpenDocument table (.ods)"),
    (b"opendocument.text", "OpenDocument文档（.odt）", "an OpenDocument text (.odt)"),
];

/// Whether a file is an old Office file, or an encrypted new one.
pub(super) fn is_ole(bytes: &[u8]) -> bool {
    bytes.starts_with(OLE)
}

/// Whether such a file has a part of this name.
pub(super) fn has_part(bytes: &[u8], name: &str) -> bool {
    let wanted: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// Whether it is a web page, or other XML that stands by itself.
pub(super) fn is_markup(bytes: &[u8]) -> bool {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start().starts_with(b"<")
}

/// What a file is called that begins as no text does.
pub(super) fn named(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    OTHERS.iter().find(|(first, ..)| bytes.starts_with(first)).map(|(_, zh, en)| (*zh, *en))
}

/// Whether a packed file holds these bytes: the names of its parts stand unpacked, and once more at its end.
fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).rev().any(|window| window == wanted)
}

/// What a packed file is that is no workbook.
fn packed(bytes: &[u8]) -> Option<(&'static str, Words)> {
    if holds(bytes, WORKBOOK) {
        return None;
    }
    let (_, zh, en) = PACKED.iter().find(|(part, ..)| holds(bytes, part))?;
    let zh = format!("这是{zh}，不是Excel表格：请把其中的表格放到Excel或WPS表格里，另存为.xlsx");
    let en = format!("this is {en}, and no workbook: put its table into Excel or WPS, and save it as .xlsx");
    Some(("not_a_table", words(zh, en)))
}

/// What a file is instead of a table, and what to do; none for what may be one.
pub(super) fn instead_of_a_table(bytes: &[u8]) -> Option<(&'static str, Words)> {
    if bytes.starts_with(b"PK") {
        return packed(bytes);
    }
    if is_ole(bytes) {
        return Some(if has_part(bytes, "EncryptedPackage") {
            let zh = "文件设有打开密码，请取消密码后再导入";
            ("encrypted", words(zh, "the file wants a password: take it off, and bring the file again"))
        } else {
            let zh = "这是旧版Excel文件（.xls），改扩展名不够：请在Excel或WPS中“另存为”.xlsx";
            (
                "old_workbook",
                words(zh, "an old Excel file (.xls), whatever its name: save it as .xlsx in Excel or WPS"),
            )
        });
    }
    if is_markup(bytes) {
        let zh = "这是网页或XML文件（有的系统导出的.xls其实是网页）：请用Excel或WPS打开，再“另存为”.xlsx";
        let en = "a web page or XML file, as some systems export under .xls: open it in Excel or WPS and save it as .xlsx";
        return Some(("not_a_table", words(zh, en)));
    }
    let (zh, en) = named(bytes)?;
    Some(("not_a_table", words(format!("这是{zh}，不是表格"), format!("this is {en}, and no table"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(bytes: &[u8]) -> Option<&'static str> {
        instead_of_a_table(bytes).map(|(code, _)| code)
    }

    #[test]
    fn a_file_is_told_by_its_first_bytes() {
        let ole = |part: &str| {
            let part = part.encode_utf16().flat_map(u16::to_le_bytes);
            OLE.iter().copied().chain(std::iter::repeat_n(0, 504)).chain(part).collect::<Vec<u8>>()
        };
        assert_eq!(code(&ole("Workbook")), Some("old_workbook"));
        assert_eq!(code(&ole("EncryptedPackage")), Some("encrypted"));
        for other in [
            &b"%PDF-1.7\n"[..],
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            b"\xff\xd8\xff\xe0\0\x10JFIF",
            b"\r\n<table>",
        ] {
            assert_eq!(code(other), Some("not_a_table"), "{other:?}");
        }
        for packed in ["word/document.xml", "mimetypeapplication/vnd.oasis.opendocument.spreadsheet"] {
            assert_eq!(code(format!("PK\u{3}\u{4}{packed}").as_bytes()), Some("not_a_table"), "{packed}");
        }
        // A workbook into which a Word file was put.
        assert_eq!(code(b"PK\x03\x04xl/embeddings/1.docx word/document.xml xl/workbook.xml"), None);
        for table in ["GIF,%PDF\n", "案号|受理日期\n", "\u{feff}案号\t受理日期\n", "", "1,2\n"] {
            assert_eq!(code(table.as_bytes()), None, "{table}");
        }
    }
}
