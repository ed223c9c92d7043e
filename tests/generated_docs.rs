//! The documents that are printed from the code: compared here, written anew with `SIKUAI_BLESS=1`.
#![cfg(test)]

use std::path::Path;

use sikuai::documents::{figure_tables, tables};

#[expect(clippy::disallowed_methods, reason = "a switch of this test alone, not configuration")]
fn is_blessing() -> bool {
    std::env::var("SIKUAI_BLESS").is_ok_and(|value| value == "1")
}

#[track_caller]
fn holds(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    if is_blessing() {
        std::fs::write(&path, text).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = text.lines().zip(found.lines()).find(|(ours, theirs)| ours != theirs);
    assert!(
        found == text,
        "docs/{name} is not what the domain says; first difference: {differs:#?}\n\
         If the domain is right, run: SIKUAI_BLESS=1 cargo test --test generated_docs, and read the diff."
    );
}

#[test]
fn the_stages_are_printed() {
    holds("stages.md", &tables::stages());
}

#[test]
fn the_permissions_are_printed() {
    holds("permissions.md", &tables::permissions());
}

#[test]
fn the_deadlines_are_printed() {
    holds("deadlines.md", &tables::deadlines());
}

#[test]
fn the_archive_is_printed() {
    holds("archive.md", &tables::archive());
}

#[test]
fn the_figures_are_printed() {
    holds("figures.md", &figure_tables::figures());
}

#[test]
fn the_openapi_document_is_printed() {
    let text = serde_json::to_string_pretty(sikuai::http::openapi::published()).unwrap();
    holds("openapi.json", &(text + "\n"));
}

/// Rows written by hand, so that the printing itself is held to something.
#[test]
fn the_tables_say_what_the_law_notes_say() {
    let has = |text: &str, row: &str| assert!(text.contains(row), "{row} in\n{text}");
    let stages = tables::stages();
    has(
        &stages,
        "| `correction_completion` | 补正完成 Correction completed | 仲裁 | `correction` | `received` |",
    );
    has(&stages, "| LAW 35, R33 38 | 法律条文 The text says so |");
    has(
        &stages,
        "| `archived` | 已归档 | Archived | `challenge`, `recovery`, `court_ruling`, `performance_term`, `enforcement_request`, `defaulter_removal_request`,",
    );
    let permissions = tables::permissions();
    has(&permissions, "| `award` | 裁决 Award |  | assigned |  |  |  |  |  |");
    has(&permissions, "| `extension` | 延期审理 Extension of the trial period |  |  |  | office |  |  |  |");
    let archive = tables::archive();
    has(
        &archive,
        "| 21 | `service_return` | 送达回证 | Return or other proof of service | 正卷 Main volume |",
    );
    has(
        &archive,
        "| 29 | `deliberation_record` | 评议记录 | Record of the deliberation | 副卷 Secondary volume |",
    );
    let figures = figure_tables::figures();
    has(
        &figures,
        "| `closure_rate` | 结案率 Closure rate | `closed` | `accepted` |  | 由公布的数据验证 Reproduces published numbers |",
    );
    has(
        &figures,
        "| `in_time_rate` | 按期结案率 In-time rate | `closed_in_time` | `closed_in_time` + `closed_late` | `closed_timeliness_unknown` |",
    );
    let deadlines = tables::deadlines();
    has(&deadlines, "| A25 | 审理期限 Trial period |");
    has(
        &deadlines,
        "| 45 自然日 (calendar days); 扣除 (leaving out) 中止 suspension, 公告 announcement | 顺算 forward | 仲裁庭 Tribunal |",
    );
    has(&deadlines, "| LAW 43, R33 45, R33 46 |");
    has(&deadlines, "| 5 工作日 (working days) | 倒算 backward |");
    has(
        &deadlines,
        "| W05 | 调查处理期限 Period of an inspection | 立案 the inspection case is opened | 60 工作日 (working days), +30 工作日",
    );
    has(
        &deadlines,
        "| W05 | 调查处理期限 Period of an inspection | 立案 the inspection case is opened | 45 工作日 (working days), +30 工作日 \
         (working days); 扣除 (leaving out) 公告 announcement, 委托审计 commissioned audit, 委托鉴定 commissioned \
         appraisal, 中止 suspension | 顺算 forward |",
    );
    has(
        &deadlines,
        "| A31 | 裁决书送达 Service of an award | 作出裁决 the award is made | 法律未规定 (the law sets none) |",
    );
}
