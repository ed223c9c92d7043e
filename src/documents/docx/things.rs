//! The elements of a DOCX that the layout cannot hold, each with its name in both languages, and those whose absence
//! nobody sees. An element that is in neither list, and is not read, is a problem too. Not here: where they stand.

use crate::domain::refusal::{Words, words};

/// What cannot be held: the element's name, a code, Chinese, English.
type Thing = (&'static str, &'static str, &'static str, &'static str);

/// In the text: elements around, between and in runs.
const IN_TEXT: &[Thing] = &[
    ("drawing", "picture", "图片或图形", "a picture or drawing"),
    ("pict", "picture", "图片或图形", "a picture or drawing"),
    ("object", "object", "嵌入对象", "an embedded object"),
    (
        "textBox",
        "text_box",
        "文本框（WPS的页码也常在文本框里：请改为在页眉页脚的段落中插入页码）",
        "a text box (page numbers of WPS often stand in one: insert them in a paragraph of the footer)",
    ),
    ("footnoteReference", "footnote", "脚注", "a footnote"),
    ("endnoteReference", "endnote", "尾注", "an endnote"),
    ("commentRangeStart", "comment", "批注", "a comment"),
    ("commentRangeEnd", "comment", "批注", "a comment"),
    ("commentReference", "comment", "批注", "a comment"),
    ("ins", "tracked_change", "修订（请接受或拒绝全部修订）", "a tracked change (accept or reject all)"),
    ("del", "tracked_change", "修订（请接受或拒绝全部修订）", "a tracked change (accept or reject all)"),
    ("moveFrom", "tracked_change", "修订（请接受或拒绝全部修订）", "a tracked change (accept or reject all)"),
    ("moveTo", "tracked_change", "修订（请接受或拒绝全部修订）", "a tracked change (accept or reject all)"),
    ("cellIns", "tracked_change", "修订（请接受或拒绝全部修订）", "a tracked change (accept or reject all)"),
    ("cellDel", "tracked_change", "修订（请接受或拒绝全部修订）", "a tracked change (accept or reject all)"),
    (
        "cellMerge",
        "tracked_change",
        "修订（请接受或拒绝全部修订）",
        "a tracked change (accept or reject all)",
    ),
    (
        "sym",
        "symbol",
        "特殊字体符号（请改用普通字符，如□）",
        "a symbol of a special font (use an ordinary character, such as □)",
    ),
    ("ruby", "ruby", "拼音指南", "ruby text"),
    ("ptab", "aligned_tab", "对齐制表位", "an aligned tab"),
    ("equation", "equation", "公式", "an equation"),
    ("altChunk", "foreign_part", "嵌入的其他文件", "another file put in"),
    ("subDoc", "foreign_part", "嵌入的其他文件", "another file put in"),
    ("bdo", "right_to_left", "从右向左的文字", "text from right to left"),
    ("column", "columns", "分栏符", "a column break"),
    ("field", "field", "页码和总页数以外的域", "a Word field other than page number and page count"),
    ("nestedTable", "nested_table", "表格中的表格", "a table in a table"),
    ("tableInHeader", "table_in_header", "页眉页脚中的表格", "a table in a header or footer"),
    ("pageBreak", "page_break_here", "表格或页眉页脚中的分页符", "a page break in a table, header or footer"),
    (
        "tabStops",
        "tab_stops",
        "自定义制表位（请改用对齐或表格）",
        "tab stops of its own (use alignment or a table)",
    ),
    ("sectPr", "section", "分节（整个模板只能有一节）", "a section break (a template has one section)"),
];

/// Of how text looks.
const OF_LOOK: &[Thing] = &[
    ("i", "italic", "倾斜", "italics"),
    ("strike", "strike", "删除线", "strikethrough"),
    ("dstrike", "strike", "双删除线", "double strikethrough"),
    ("caps", "capitals", "全部大写", "all capitals"),
    ("smallCaps", "capitals", "小型大写", "small capitals"),
    ("outline", "text_effect", "空心", "an outline of letters"),
    ("shadow", "text_effect", "阴影文字", "shadowed letters"),
    ("emboss", "text_effect", "阳文", "embossed letters"),
    ("imprint", "text_effect", "阴文", "engraved letters"),
    ("effect", "text_effect", "动态文字效果", "an animated effect"),
    ("vanish", "hidden_text", "隐藏文字", "hidden text"),
    ("color", "colour", "黑色以外的文字颜色", "a colour of text other than black"),
    ("highlight", "highlight", "突出显示", "a highlight"),
    ("shd", "shading", "文字底纹", "shading behind text"),
    ("spacing", "character_spacing", "字符间距加宽或紧缩（可用空格代替）", "letters spaced out or condensed"),
    ("w", "character_scale", "字符缩放", "letters scaled in width"),
    ("position", "raised_text", "文字提升或降低", "raised or lowered text"),
    ("vertAlign", "superscript", "上标或下标", "superscript or subscript"),
    ("em", "emphasis_mark", "着重号", "an emphasis mark"),
    ("bdr", "text_border", "文字边框", "a border around text"),
    ("fitText", "fit_text", "调整宽度", "text fitted to a width"),
    ("eastAsianLayout", "east_asian_layout", "双行合一或纵横混排", "two lines in one, or text turned"),
    ("rtl", "right_to_left", "从右向左的文字", "text from right to left"),
    ("u", "underline_kind", "单线以外的下划线", "an underline other than a single one"),
    ("number", "bad_value", "无法识别的数值", "a measure that cannot be understood"),
];

/// Of how a paragraph is set.
const OF_PARAGRAPH: &[Thing] = &[
    (
        "jc",
        "alignment",
        "分散对齐等左、中、右、两端以外的对齐",
        "an alignment other than left, centre, right, justified",
    ),
    (
        "numPr",
        "numbering",
        "自动编号或项目符号（请直接输入编号）",
        "automatic numbers or bullets (type the number)",
    ),
    (
        "pBdr",
        "paragraph_border",
        "段落边框（页眉下的横线也是）",
        "a border of a paragraph (the line below a header is one)",
    ),
    ("shd", "shading", "段落底纹", "shading behind a paragraph"),
    ("framePr", "frame", "图文框或首字下沉", "a frame or a dropped capital"),
    ("bidi", "right_to_left", "从右向左的段落", "a paragraph from right to left"),
    ("textDirection", "text_direction", "竖排文字", "vertical text"),
    (
        "contextualSpacing",
        "contextual_spacing",
        "相同样式段落间不加间距",
        "no space between paragraphs of one style",
    ),
    ("mirrorIndents", "mirror_indents", "对称缩进", "mirrored indents"),
    ("autoSpacing", "automatic_spacing", "段前段后自动间距", "automatic space before or after"),
    ("number", "bad_value", "无法识别的数值", "a measure that cannot be understood"),
];

/// Of a table, its rows and cells.
const OF_TABLE: &[Thing] = &[
    ("tblpPr", "floating_table", "文字环绕的表格", "a table with text around it"),
    ("tblCellSpacing", "cell_spacing", "单元格间距", "space between cells"),
    ("shd", "shading", "表格底纹", "shading in a table"),
    (
        "conditional",
        "table_style",
        "给首行、首列等另设格式的表格样式（请改用“网格型”）",
        "a table style that sets rows or columns apart (choose “Table Grid”)",
    ),
    ("bidiVisual", "right_to_left", "从右向左的表格", "a table from right to left"),
    (
        "jc",
        "table_place",
        "不与正文同宽且居中或靠右的表格",
        "a table narrower than the text in the middle or at the right",
    ),
    ("tblInd", "table_place", "左缩进的表格", "a table moved in from the left"),
    ("grid", "uneven_rows", "各行宽度不一的表格", "a table whose rows differ in width"),
    ("columns", "too_many_columns", "超过63列的表格", "a table of more than 63 columns"),
    ("hMerge", "uneven_rows", "旧式横向合并", "an old way to merge cells"),
    ("hidden", "hidden_text", "隐藏的行", "a hidden row"),
    ("textDirection", "text_direction", "竖排文字", "vertical text"),
    ("tcFitText", "fit_text", "适应单元格宽度的文字", "text fitted to a cell"),
    ("diagonal", "diagonal_line", "斜线表头", "a diagonal line"),
    (
        "mixed",
        "mixed_borders",
        "部分单元格有边框、部分没有的表格（只能全有或全无）",
        "a table with borders in some places only (all or none)",
    ),
    (
        "merge",
        "broken_merge",
        "与上方单元格对不上的纵向合并",
        "a cell merged with one above that is not as wide",
    ),
    ("empty", "empty_table", "没有单元格的表格或行", "a table or row without cells"),
    ("borderColour", "colour", "黑色以外的边框", "a border that is not black"),
    ("number", "bad_value", "无法识别的数值", "a measure that cannot be understood"),
];

/// Of the page.
const OF_PAGE: &[Thing] = &[
    ("cols", "columns", "分栏", "columns"),
    ("pgBorders", "page_border", "页面边框", "a page border"),
    ("lnNumType", "line_numbers", "行号", "line numbers"),
    ("titlePg", "first_page_header", "首页不同的页眉页脚", "another header or footer on the first page"),
    (
        "evenAndOddHeaders",
        "even_page_header",
        "奇偶页不同的页眉页脚",
        "another header or footer on even pages",
    ),
    (
        "pgNumType",
        "page_number_format",
        "页码格式或起始页码（只能从1起的阿拉伯数字）",
        "page numbers that are not 1, 2, 3",
    ),
    ("vAlign", "page_alignment", "页面垂直对齐", "text not at the top of the page"),
    ("textDirection", "text_direction", "竖排页面", "vertical text"),
    ("bidi", "right_to_left", "从右向左的页面", "pages from right to left"),
    ("number", "bad_value", "无法识别的数值", "a measure that cannot be understood"),
    ("size", "page_size", "页边距没有给正文留下位置", "margins that leave no room for text"),
];

/// Elements whose absence nobody sees: marks of bookmarks, proofing and permission.
const UNSEEN: &[&str] = &[
    "annotationRef",
    "bookmarkEnd",
    "bookmarkStart",
    "customXmlPr",
    "lastRenderedPageBreak",
    "permEnd",
    "permStart",
    "proofErr",
    "sdtEndPr",
    "sdtPr",
    "smartTagPr",
    "softHyphen",
];

/// Elements around others that are read as if they stood alone.
const WRAPPERS: &[&str] = &["customXml", "dir", "hyperlink", "sdt", "sdtContent", "smartTag"];

/// What an element belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Text,
    Look,
    Paragraph,
    Table,
    Page,
}

/// The code and the words for a thing that cannot be held; one that nobody knows is told by the name of its element.
pub(super) fn thing(of: Of, element: &str) -> (&'static str, Words) {
    let list = match of {
        Of::Text => IN_TEXT,
        Of::Look => OF_LOOK,
        Of::Paragraph => OF_PARAGRAPH,
        Of::Table => OF_TABLE,
        Of::Page => OF_PAGE,
    };
    if let Some((_, code, zh, en)) = list.iter().find(|(name, ..)| *name == element) {
        return (code, words(format!("模板中不能有{zh}"), format!("a template cannot hold {en}")));
    }
    let shown: String = element.chars().take(40).collect();
    let zh = format!("模板中有无法处理的内容（{shown}）");
    ("unknown_element", words(zh, format!("a template cannot hold this ({shown})")))
}

pub(super) fn is_unseen(name: &str) -> bool {
    // The ranges of tracked moves come with `moveFrom` and `moveTo`, which are told.
    UNSEEN.contains(&name)
        || name.starts_with("customXml") && name.contains("Range")
        || name.starts_with("move") && name.contains("Range")
}

pub(super) fn is_wrapper(name: &str) -> bool {
    WRAPPERS.contains(&name)
}
