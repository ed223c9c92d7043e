//! Fields: what a template may ask for, and what becomes of it.

use proptest::prelude::{ProptestConfig, Strategy};
use proptest::sample::select;
use proptest::{prop_assert, proptest};
use sikuai::documents::fill::{Missing, check, fill};
use sikuai::documents::layout::{Block, Content, Face, Layout, Merge};
use sikuai::documents::markup;
use sikuai::domain::paper::field::{Column, Field, Shape};
use sikuai::domain::paper::filled::Filled;

use super::file::{File, paragraphs, tables, text};

const NUMBER: Field =
    Field { code: "case_number", zh: "案号", en: "number of the case", shape: Shape::Text };
const PHONE: Field = Field { code: "phone", zh: "电话", en: "telephone", shape: Shape::Text };
const FACTS: Field = Field { code: "facts", zh: "事实", en: "facts", shape: Shape::Text };
const CLAIMS: Field = Field {
    code: "claims",
    zh: "请求",
    en: "claims",
    shape: Shape::List(&[
        Column { code: "item", zh: "事项", en: "item" },
        Column { code: "amount", zh: "金额", en: "amount" },
    ]),
};
const PARTIES: Field = Field {
    code: "parties",
    zh: "当事人",
    en: "parties",
    shape: Shape::List(&[Column { code: "name", zh: "姓名", en: "name" }]),
};
const FIELDS: &[&Field] = &[&NUMBER, &PHONE, &FACTS, &CLAIMS, &PARTIES];

fn template(text: &str) -> Layout {
    markup::read(text).unwrap()
}

/// Two claims, the second without an amount; a number and facts of two lines; no telephone, no parties.
fn values() -> Filled {
    let mut filled = Filled::default();
    filled.set("case_number", "徐劳人仲案〔2026〕1号");
    filled.set("事实", "第一行\n第二行\n");
    filled.push("claims", [("item", "工资".to_owned()), ("金额", "100元".to_owned())]);
    filled.push("claims", [("item", "加班费".to_owned())]);
    filled.no_rows("parties");
    filled
}

fn filled(text: &str) -> Layout {
    let template = template(text);
    assert_eq!(check(&template, FIELDS), []);
    fill(&template, FIELDS, &values()).unwrap_or_else(|missing| panic!("{missing:?}"))
}

fn lines(source: &str) -> Vec<String> {
    paragraphs(&filled(source)).into_iter().map(text).collect()
}

fn missing(source: &str) -> Vec<String> {
    let missing = fill(&template(source), FIELDS, &values()).expect_err("it was filled");
    missing.into_iter().map(|Missing { field, zh }| format!("{field} {zh}")).collect()
}

fn codes(source: &str) -> Vec<(&'static str, String)> {
    let problems = check(&template(source), FIELDS);
    problems.into_iter().map(|problem| (problem.code, problem.place.zh)).collect()
}

#[test]
fn a_field_is_named_in_either_language() {
    assert_eq!(lines("{{案号}}与{{ case_number }}"), ["徐劳人仲案〔2026〕1号与徐劳人仲案〔2026〕1号"]);
}

#[test]
fn a_field_takes_the_look_of_where_it_begins() {
    let body = "<w:p><w:r><w:rPr><w:rFonts w:eastAsia=\"楷体\"/></w:rPr><w:t>案{</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{案</w:t></w:r><w:r><w:t>号}</w:t></w:r><w:r><w:t>}。</w:t></w:r></w:p>";
    let paper = fill(&File::of(body).layout(), FIELDS, &values()).unwrap();
    let runs = &paragraphs(&paper)[0].runs;
    assert_eq!(text(paragraphs(&paper)[0]), "案徐劳人仲案〔2026〕1号。");
    assert_eq!(runs.iter().map(|run| run.look.face).collect::<Vec<_>>(), [Face::Kai, Face::Kai, Face::Song]);
    assert!(runs.iter().all(|run| !run.look.bold));
}

#[test]
fn a_paragraph_with_a_column_stands_for_each_row() {
    assert_eq!(lines("前\n{{请求.事项}}；\n后"), ["前", "工资；", "加班费；", "后"]);
    assert_eq!(lines("前\n{{当事人.姓名}}\n后"), ["前", "后"]);
}

#[test]
fn conditions_say_when_a_paragraph_stands() {
    assert_eq!(
        lines("{{?电话}}电话：{{电话}}\n{{!电话}}无电话\n{{?案号}}有案号\n{{!案号}}x"),
        ["无电话", "有案号"]
    );
    assert_eq!(lines("{{?请求}}有请求\n{{!请求}}x\n{{?当事人}}x\n{{!当事人}}无"), ["有请求", "无"]);
    assert_eq!(
        lines("{{?请求.金额}}{{请求.事项}}{{请求.金额}}\n{{！请求.金额}}{{请求.事项}}无金额"),
        ["工资100元", "加班费无金额"]
    );
}

#[test]
fn several_lines_are_paragraphs_where_the_field_is_alone() {
    assert_eq!(lines("{{事实}}"), ["第一行", "第二行"]);
    assert_eq!(lines("事实：{{事实}}"), ["事实：第一行[br]第二行"]);
    let source = "---\n{{事实}}";
    let paper = filled(source);
    let begins: Vec<bool> = paragraphs(&paper).iter().map(|it| it.format.page_break_before).collect();
    assert_eq!(begins, [true, false]);
}

#[test]
fn rows_stand_for_each_row_of_a_list() {
    let source = "|= 事项 | 金额 |\n| {{请求.事项}} | {{?请求.金额}}{{请求.金额}} |\n| {{?电话}}电话 | {{电话}} |\n| {{当事人.姓名}} | x |\n| 合计 | {{案号}} |";
    let paper = filled(source);
    let rows: Vec<Vec<String>> = tables(&paper)[0]
        .rows
        .iter()
        .map(|row| row.cells.iter().map(|cell| text(&cell.paragraphs[0])).collect())
        .collect();
    assert_eq!(
        rows,
        [
            vec!["事项", "金额"],
            vec!["工资", "100元"],
            vec!["加班费", ""],
            vec!["合计", "徐劳人仲案〔2026〕1号"]
        ]
    );
    // A table of which no row stands is none.
    assert!(tables(&filled("| {{当事人.姓名}} |\n段")).is_empty());
    // The first cell's condition is of the row, also by a column.
    let by_column = filled("| {{?请求.金额}}{{请求.事项}} |");
    assert_eq!(tables(&by_column)[0].rows.len(), 1);
}

/// A cell that reaches down over three rows, of which the middle one is a list and the first has a condition.
fn merged(first: &str) -> Layout {
    let row = |merge: &str, left: &str, right: &str| {
        let cell = |inside: &str, text: &str| {
            format!("<w:tc><w:tcPr>{inside}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
        };
        format!("<w:tr>{}{}</w:tr>", cell(merge, left), cell("", right))
    };
    let rows = row("<w:vMerge w:val=\"restart\"/>", first, "甲")
        + &row("<w:vMerge/>", "", "{{请求.事项}}")
        + &row("<w:vMerge/>", "", "乙");
    let grid = "<w:tblGrid><w:gridCol w:w=\"900\"/><w:gridCol w:w=\"900\"/></w:tblGrid>";
    File::of(&format!("<w:tbl>{grid}{rows}</w:tbl>")).layout()
}

#[test]
fn merged_cells_stay_whole() {
    let read = |first: &str| {
        let paper = fill(&merged(first), FIELDS, &values()).unwrap();
        let row = |row: &sikuai::documents::layout::Row| {
            (row.cells[0].merge, text(&row.cells[0].paragraphs[0]), text(&row.cells[1].paragraphs[0]))
        };
        tables(&paper)[0].rows.iter().map(row).collect::<Vec<_>>()
    };
    let says = |merge, left: &str, right: &str| (merge, left.to_owned(), right.to_owned());
    let (begins, goes) = (Merge::Begins, Merge::Continues);
    assert_eq!(
        read("标签"),
        [says(begins, "标签", "甲"), says(goes, "", "工资"), says(goes, "", "加班费"), says(goes, "", "乙")]
    );
    // The first row is left out: the next says what it said, once, and the merge begins there.
    assert_eq!(
        read("{{?电话}}标签{{案号}}"),
        [says(begins, "标签徐劳人仲案〔2026〕1号", "工资"), says(goes, "", "加班费"), says(goes, "", "乙"),]
    );
}

#[test]
fn every_missing_field_is_named_once() {
    assert_eq!(
        missing("{{电话}}{{电话}}\n{{请求.金额}}\n| {{phone}} | {{请求.金额}} |"),
        ["phone 电话", "claims.amount 请求.金额"]
    );
    let bare = fill(&template("{{请求.事项}}{{案号}}"), FIELDS, &Filled::default()).unwrap_err();
    assert_eq!(bare[0].field, "claims");
    // One that is tested is not missing.
    let tested = template("{{?请求}}{{请求.事项}}\n{{?电话}}{{电话}}");
    assert!(fill(&tested, FIELDS, &Filled::default()).is_ok());
    // A value that would be printed blank is none.
    let mut blank = Filled::default();
    blank.set("案号", "\u{200b}\u{1}");
    assert_eq!(fill(&template("{{案号}}"), FIELDS, &blank).unwrap_err()[0].zh, "案号");
}

#[test]
fn what_is_wrong_with_fields_is_told_with_its_place() {
    assert_eq!(codes("段\n称呼{{姓名}}"), [("unknown_field", "第2段“称呼{{姓名}}”".to_owned())]);
    assert_eq!(codes("{{案号"), [("unclosed_field", "第1段“{{案号”".to_owned())]);
    assert_eq!(codes("{{案{{案号}}")[0].0, "unclosed_field");
    assert_eq!(codes("案号}}")[0].0, "stray_braces");
    assert_eq!(codes("{{ }}")[0].0, "empty_field");
    assert_eq!(codes("{{?}}")[0].0, "empty_field");
    assert_eq!(codes("｛｛案号｝｝")[0].0, "full_width_braces");
    assert_eq!(codes("{{请求}}")[0].0, "list_without_column");
    assert_eq!(codes("{{请求.没有}}")[0].0, "unknown_field");
    assert_eq!(codes("{{案号.事项}}")[0].0, "unknown_field");
    assert_eq!(codes("甲{{?电话}}")[0].0, "condition_not_first");
    assert_eq!(codes("{{请求.事项}}{{当事人.姓名}}")[0].0, "two_lists");
    assert_eq!(
        codes("段\n| {{请求.事项}} | {{当事人.姓名}} |\n| a | {{b}} |"),
        [("two_lists", "表1第1行".to_owned()), ("unknown_field", "表1第2行第2格“{{b}}”".to_owned())]
    );
    assert_eq!(
        codes("^ {{x}}\n_ {{y}}\n段").iter().map(|it| it.1.as_str()).collect::<Vec<_>>(),
        ["页眉第1段“{{x}}”", "页脚第1段“{{y}}”"]
    );
    let merged = check(&merged("{{请求.事项}}"), FIELDS);
    assert_eq!((merged[0].code, merged.len()), ("list_in_merged_cell", 1));
    // Single braces are text.
    assert_eq!(codes("{甲}"), []);
}

#[test]
fn a_value_is_text_whatever_it_holds() {
    let mut odd = Filled::default();
    odd.set("案号", "{{电话}}\t}}{{\u{7}");
    let paper = fill(&template("{{案号}}"), FIELDS, &odd).unwrap();
    assert_eq!(text(paragraphs(&paper)[0]), "{{电话}}[tab]}}{{");
}

/// Pieces of templates, right and wrong.
const PIECES: &[&str] = &[
    "{{案号}}",
    "{{电话}}",
    "{{事实}}",
    "{{请求.事项}}",
    "{{请求.金额}}",
    "{{?电话}}",
    "{{!电话}}",
    "{{?请求}}",
    "{{当事人.姓名}}",
    "{{没有}}",
    "{{",
    "}}",
    "{",
    "}",
    "甲",
    "{{ }}",
    "{{{",
    "}}}",
    "**",
    " ",
];

fn source() -> impl Strategy<Value = String> {
    let line = proptest::collection::vec(select(PIECES), 0..5).prop_map(|pieces| pieces.concat());
    let row = (line.clone(), line.clone()).prop_map(|(a, b)| format!("| {a} | {b} |"));
    proptest::collection::vec(proptest::prop_oneof![line, row], 1..5).prop_map(|lines| lines.join("\n"))
}

fn whole(layout: &Layout) -> Vec<String> {
    let mut found: Vec<String> = paragraphs(layout).into_iter().map(text).collect();
    for table in tables(layout) {
        let cells = table.rows.iter().flat_map(|row| &row.cells);
        found.extend(cells.flat_map(|cell| &cell.paragraphs).map(text));
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn no_field_is_left_in_a_paper(source in source()) {
        let Ok(template) = markup::read(&source) else { return Ok(()) };
        let told = check(&template, FIELDS);
        match fill(&template, FIELDS, &values()) {
            Ok(paper) => {
                prop_assert!(told.is_empty(), "{told:?}");
                for text in whole(&paper) {
                    prop_assert!(!text.contains("{{") && !text.contains("}}"), "{text}");
                }
            }
            // What is missing was missing in the values, or was told when the template came.
            Err(missing) => {
                let lacks = |name: &str| missing.iter().any(|missing| missing.field == name);
                let by_values = lacks("phone") || lacks("claims.amount");
                prop_assert!(by_values || !told.is_empty(), "{missing:?}");
            }
        }
    }

    #[test]
    fn what_a_value_holds_is_in_the_paper(value in "[ -~一-龥{}]{1,20}[一-龥]") {
        let mut filled = Filled::default();
        filled.set("案号", &value);
        let paper = fill(&template("甲{{案号}}乙"), FIELDS, &filled).unwrap();
        let Some(Block::Paragraph(paragraph)) = paper.blocks.first() else { panic!("no paragraph") };
        prop_assert!(paragraph.runs.iter().any(|run| run.content == Content::Text(value.clone())));
    }
}
