//! The annual report over HTTP: the demo year in every form says what the county's report of 2021 says; what is missing is
//! named; the template is the office's to edit; the workbook can be reckoned again. What each field is stands in
//! `tests/domain`, how charts look in `tests/papers`.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};
use std::process::{Command, Stdio};

use crate::report_pictures::Kept;
use crate::support::people::{Caller, People, another_application};
use crate::support::server::{Reply, TestServer, wait};
use calamine::{Data, Reader as _, Xlsx};
use serde_json::{Value, json};
use sikuai::app::demo;
use sikuai::documents::{docx, html, markup};
use sikuai::domain::role::Role;
use sikuai::http::api::paper_templates::DOCX;

const YEAR: &str = "from=2021-01-01&to=2021-12-10";
/// The template that is shipped.
const SHIPPED: &str = include_str!("../../data/reports/annual.txt");
const TEMPLATE: &str = "/api/v1/report-templates/annual";

/// What the report of 2021 says, as ours writes it.
const SAID: [&str; 20] = [
    "新受理71宗",
    "审结66宗",
    "结案率92.95%",
    "76.82万元",
    "结案率为91.66%",
    "期末未结6宗",
    "在建工程项目32个",
    "隐患4处，已全部化解",
    "劳资纠纷16宗",
    "367名劳动者追发工资972.00万元",
    "人社事项：191条",
    "综合得分：8.3分（截至2021年11月30日）",
    "异地可办的业务：54项",
    "人社业务：18项",
    "社保业务：36项",
    "代替证明材料的事项：6个",
    "用人单位：10家",
    "主动公开的信息：125条",
    "平均得分4.15分",
    "二〇二一年十二月十日",
];

fn report(form: &str) -> String {
    format!("/api/v1/reports/annual?{YEAR}&format={form}")
}

/// Without what forms set apart.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\\').collect()
}

fn says_all(text: &str, form: &str) {
    let text = bare(text);
    for said in SAID {
        assert!(text.contains(&bare(said)), "{said} is not in {form}: {text}");
    }
}

pub(crate) fn bytes(caller: &Caller<'_>, path: &str) -> Vec<u8> {
    let (status, _, bytes) = caller.call("GET", path).bytes().unwrap();
    assert_eq!(status, 200, "{path}");
    bytes
}

fn pdf_text(pdf: &[u8]) -> String {
    let mut reader = Command::new("pdftotext")
        .args(["-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("missing: poppler-utils");
    reader.stdin.take().unwrap().write_all(pdf).unwrap();
    String::from_utf8(reader.wait_with_output().unwrap().stdout).unwrap()
}

/// A part of a packed file.
fn part(file: &[u8], name: &str) -> String {
    use std::io::Read as _;
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The text of an XML part, without its marks.
fn unmarked(xml: &str) -> String {
    xml.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text).collect()
}

#[test]
fn the_demo_year_says_in_every_form_what_the_report_of_2021_says() {
    let server = TestServer::start();
    wait(demo::load(&server.app, &server.clock, "2021-12-10".parse().unwrap())).unwrap();
    let client = Caller::new(&server, "puller", Role::Report);

    let page = client.get(&report("html"));
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    says_all(&unmarked(&page.text), "HTML");
    assert_eq!(page.text.matches("<svg").count(), 3);
    assert!(!page.text.contains("<script") && !page.text.contains("尚未填报"), "{}", page.text);
    let links = page.text.matches("http").count();
    assert_eq!(
        links,
        page.text.matches("xmlns=\"http://www.w3.org/2000/svg\"").count(),
        "nothing from elsewhere"
    );
    assert!(page.header("content-security-policy").contains(html::STYLE_DIGEST));

    let markdown = client.get(&report("md"));
    assert_eq!(markdown.header("content-type"), "text/markdown; charset=utf-8");
    says_all(&markdown.text, "Markdown");
    assert!(markdown.text.starts_with("# 徐闻县人力资源和社会保障局\n"), "{}", markdown.text);
    assert!(markdown.text.contains("\n## 二、根治欠薪\n"));

    let file = bytes(&client, &report("docx"));
    says_all(&unmarked(&part(&file, "word/document.xml")), "DOCX");
    let chart = unmarked(&part(&file, "word/charts/chart1.xml"));
    assert!(chart.trim_start().starts_with("各月受理和结案（件）"), "{chart}");

    let pdf = bytes(&client, &report("pdf"));
    let text = pdf_text(&pdf);
    says_all(&text, "PDF");
    assert!(bare(&text).contains("各月受理和结案（件）"));
    if let Some(folder) = std::env::var_os("SIKUAI_REPORT_FOLDER") {
        let folder = std::path::PathBuf::from(folder);
        let workbook = bytes(&client, &format!("/api/v1/reports/workbook?{YEAR}"));
        for (name, bytes) in [
            ("report.pdf", pdf.as_slice()),
            ("report.docx", file.as_slice()),
            ("report.html", page.text.as_bytes()),
            ("report.md", markdown.text.as_bytes()),
            ("report.xlsx", workbook.as_slice()),
        ] {
            std::fs::write(folder.join(name), bytes).unwrap();
        }
    }
    charts(&client);
    workbook(&client);
    pictures(&server, &client, &pdf);
}

/// The pages with the months and the causes, and that the comparison sees when the charts are gone.
fn pictures(server: &TestServer, client: &Caller<'_>, pdf: &[u8]) {
    let kept = Kept::of(&[2, 3], pdf);
    kept.is_like(pdf);
    kept.can_lose_nothing();
    let template: Vec<&str> = SHIPPED.lines().filter(|line| !line.ends_with("图}}")).collect();
    assert_eq!(SHIPPED.lines().count() - template.len(), 3);
    let head = Caller::new(server, "head", Role::Supervisor);
    assert_eq!(puts(&head, &template.join("\n"), ("if-none-match", "*")).status, 201);
    kept.is_unlike(&bytes(client, &report("pdf")));
}

/// The numbers of a chart are those of the same question asked of the figures.
fn charts(client: &Caller<'_>) {
    let chart = |name: &str| client.get(&format!("/api/v1/reports/annual/charts/{name}?{YEAR}"));
    let months = chart("closure_by_month");
    assert_eq!((months.status, months.header("content-type")), (200, "image/svg+xml"), "{months:?}");
    let question = "/api/v1/statistics/figures?measures=accepted,closed&by=month&";
    let figures = client.read(&format!("{question}{YEAR}"));
    let mut drawn: Vec<String> = months
        .text
        .split("<text ")
        .skip(1)
        .map(|text| text.split_once('>').unwrap().1.split('<').next().unwrap().to_owned())
        .filter(|text| text.parse::<u64>().is_ok())
        .collect();
    drawn.retain(|number| number != "0");
    let mut counted: Vec<String> = Vec::new();
    for figure in figures["items"].as_array().unwrap() {
        let groups = figure["groups"].as_array().unwrap();
        counted.extend(groups.iter().map(|group| group["amount"].as_i64().unwrap().to_string()));
    }
    counted.retain(|number| number != "0");
    drawn.sort_unstable();
    counted.sort_unstable();
    assert_eq!(drawn, counted);
    for name in ["closed_by_manner", "accepted_by_cause"] {
        assert_eq!(chart(name).status, 200, "{name}");
    }
    assert_eq!(chart("colours").status, 404);
}

/// A sheet: each cell that has a value, and each formula.
pub(crate) type Cells = BTreeMap<(u32, u32), Data>;

pub(crate) fn sheet(file: &[u8], name: &str) -> (Cells, BTreeMap<(u32, u32), String>) {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file.to_vec())).unwrap();
    let values = book.worksheet_range(name).unwrap();
    let formulas = book.worksheet_formula(name).unwrap();
    let at = |range: &calamine::Range<String>, (row, column): (usize, usize)| {
        let (first_row, first_column) = range.start().unwrap();
        (first_row + u32::try_from(row).unwrap(), first_column + u32::try_from(column).unwrap())
    };
    let cells = values.used_cells().map(|(row, column, value)| {
        let (first_row, first_column) = values.start().unwrap();
        let place = (first_row + u32::try_from(row).unwrap(), first_column + u32::try_from(column).unwrap());
        (place, value.clone())
    });
    let formulas =
        formulas.used_cells().map(|(row, column, formula)| (at(&formulas, (row, column)), formula.clone()));
    (cells.collect(), formulas.collect())
}

pub(crate) fn number(cell: Option<&Data>) -> f64 {
    match cell {
        Some(Data::Float(number)) => *number,
        Some(Data::Int(number)) => f64::from(i32::try_from(*number).unwrap()),
        Some(Data::String(text)) => text.parse().unwrap_or_else(|_| panic!("{text} is no number")),
        other => panic!("{other:?} is no number"),
    }
}

/// Numbers of a sheet, which has no whole ones.
pub(crate) fn same(found: &[f64], expected: &[f64]) {
    let pairs = found.iter().zip(expected);
    assert!(
        found.len() == expected.len() && pairs.into_iter().all(|(a, b)| (a - b).abs() < 1e-9),
        "{found:?}"
    );
}

/// The row with this name in the first column.
pub(crate) fn row_of(cells: &Cells, name: &str) -> u32 {
    let wanted = Data::String(name.to_owned());
    let is_it = |((_, column), value): &(&(u32, u32), &Data)| *column == 0 && *value == &wanted;
    cells.iter().find(is_it).map_or_else(|| panic!("no row {name}"), |((row, _), _)| *row)
}

/// The lists tell a case as it stood at the end of June: what was closed later is open there, without how and with what.
fn half_a_year(client: &Caller<'_>) {
    let half = "from=2021-01-01&to=2021-06-30";
    let asked = format!("/api/v1/statistics/figures?measures=accepted,cohort_closed,carried_out&{half}");
    let figures = client.read(&asked);
    let [accepted, closed, open] = [0, 1, 2]
        .map(|at| usize::try_from(figures["items"][at]["total"]["amount"].as_u64().unwrap()).unwrap());
    assert!(closed > 0 && closed < accepted && open > 0, "{accepted} {closed} {open}");
    let file = bytes(client, &format!("/api/v1/reports/workbook?{half}"));
    let filled = |name: &str, columns: [u32; 4]| {
        let (cells, _) = sheet(&file, name);
        let rows: Vec<u32> = (1..1_000).take_while(|row| cells.contains_key(&(*row, 0))).collect();
        let is_filled = |row: &u32, column: u32| {
            cells.get(&(*row, column)).is_some_and(|value| !value.to_string().is_empty())
        };
        let counts = columns.map(|column| rows.iter().filter(|row| is_filled(row, column)).count());
        let awarded: f64 = rows.iter().map(|row| number(cells.get(&(*row, 13)))).sum();
        (rows.len(), counts, awarded)
    };
    // The day of closing, its manner, its manner and its result in the yearbook.
    let of_closing = [6, 7, 8, 9];
    let (rows, counts, _) = filled("受理案件", of_closing);
    assert_eq!((rows, counts), (accepted, [closed; 4]));
    let (rows, counts, awarded) = filled("期末未结案件", of_closing);
    assert_eq!((rows, counts), (open, [0; 4]));
    assert!(awarded.abs() < 1e-9, "{awarded}");
    // Every number is still what its list comes to.
    let (cells, formulas) = sheet(&file, "劳动争议处理情况");
    for (place, formula) in formulas.iter().filter(|((_, column), _)| *column == 3) {
        assert!(number(cells.get(place)).abs() < 1e-9, "{place:?} {formula}");
    }
}

fn workbook(client: &Caller<'_>) {
    let file = bytes(client, &format!("/api/v1/reports/workbook?{YEAR}"));
    let (cells, formulas) = sheet(&file, "劳动争议处理情况");
    let value = |name: &str| number(cells.get(&(row_of(&cells, name), 1)));
    let numbers = ["期初未结", "受理", "结案", "期末未结", "期初未结+受理-结案"].map(value);
    same(&numbers, &[1.0, 71.0, 66.0, 6.0, 6.0]);
    same(&["按案由合计", "按结案方式合计", "按处理结果合计"].map(value), &[71.0, 66.0, 66.0]);
    assert!(
        (value("结案率（%）") - 92.95).abs() < 1e-9 && (value("全部案件结案率（%）") - 91.66).abs() < 1e-9
    );
    // The differences to the lists are all nothing, and are formulas.
    let differences: Vec<(&(u32, u32), &String)> =
        formulas.iter().filter(|((_, column), _)| *column == 3).collect();
    assert!(differences.len() > 25, "{formulas:?}");
    for (place, formula) in differences {
        assert!(number(cells.get(place)).abs() < 1e-9, "{place:?} {formula}");
    }
    // A total is what its formula says: summed up here from the cells.
    for name in ["按案由合计", "按结案方式合计", "按处理结果合计"] {
        let place = (row_of(&cells, name), 1);
        let formula = &formulas[&place];
        let (from, to) =
            formula.strip_prefix("SUM(B").unwrap().strip_suffix(')').unwrap().split_once(":B").unwrap();
        let rows = from.parse::<u32>().unwrap() - 1..to.parse::<u32>().unwrap();
        let sum: f64 = rows.map(|row| number(cells.get(&(row, 1)))).sum();
        assert!((sum - number(cells.get(&place))).abs() < 1e-9, "{name} {formula}");
    }
    // The list of the accepted has a row for each, with its days as days, and names nobody.
    let (accepted, _) = sheet(&file, "受理案件");
    let rows: Vec<u32> = (1..1_000).take_while(|row| accepted.contains_key(&(*row, 0))).collect();
    assert_eq!(rows.len(), 71);
    assert!(matches!(accepted.get(&(1, 5)), Some(Data::DateTime(_))), "{:?}", accepted.get(&(1, 5)));
    let numbers: std::collections::BTreeSet<String> =
        rows.iter().map(|row| accepted[&(*row, 1)].to_string()).collect();
    assert_eq!(numbers.len(), 71, "each case once");
    let (closed, _) = sheet(&file, "结案案件");
    assert_eq!((1..1_000).take_while(|row| closed.contains_key(&(*row, 0))).count(), 66);

    half_a_year(client);

    let (mediation, formulas) = sheet(&file, "调解情况（MA1）");
    let total = row_of(&mediation, "调解结案数");
    assert_eq!(formulas[&(total, 1)], "SUM(B4:B7)");
    let parts: f64 = (3..7).map(|row| number(mediation.get(&(row, 1)))).sum();
    assert!((parts - number(mediation.get(&(total, 1)))).abs() < 1e-9);
    // The demo has one mediation, which agreed; its list has it, and every number is what the lists come to.
    let (mediated, _) = sheet(&file, "调解结案案件");
    assert_eq!((1..1_000).take_while(|row| mediated.contains_key(&(*row, 0))).count(), 1);
    same(&[1, 2].map(|column| number(mediation.get(&(total, column)))), &[1.0, 1.0]);
    let differences: Vec<_> = formulas.keys().filter(|(_, column)| *column == 3).collect();
    assert_eq!(differences.len(), 9, "{formulas:?}");
    for place in differences {
        assert!(number(mediation.get(place)).abs() < 1e-9, "{place:?}");
    }

    let (national, formulas) = sheet(&file, "全国年鉴");
    let waterfall = row_of(&national, "期初未结 + 受理 − 结案 = 期末未结（差额）");
    let differences = [1, 2].map(|column| number(national.get(&(waterfall, column))));
    same(&differences, &[93.0, 0.0]);
    assert_eq!(formulas[&(waterfall, 1)], "B3+B4-B5-B6");
}

#[test]
fn the_national_years_are_told_with_what_does_not_add_up() {
    let server = TestServer::start();
    let people = People::of(&server);
    let told = people.report.read("/api/v1/statistics/yearbook");
    let years = told["items"].as_array().unwrap();
    let differences = |year: &Value| {
        let ties = year["identities"].as_array().unwrap().clone();
        ties.into_iter().map(|tie| tie["difference"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(years.iter().map(|year| year["year"].as_i64().unwrap()).collect::<Vec<_>>(), [2004, 2005]);
    assert_eq!([differences(&years[0]), differences(&years[1])], [vec![93], vec![0, 0, 0]]);
    assert_eq!(years[1]["numbers"]["accepted"], 313_773);
}

#[test]
fn what_nobody_entered_is_named_and_never_printed_blank_or_as_nought() {
    let server = TestServer::start();
    let people = People::of(&server);
    let page = bare(&unmarked(&people.supervisor.get(&report("html")).text));
    assert!(page.contains("尚未填报") && page.contains("好差评综合得分分"), "{page}");
    assert!(!page.contains("平台综合得分"), "{page}");
    // Without cases there is no rate, and the numbers are noughts that were counted.
    assert!(page.contains("新受理0宗") && page.contains("结案率无可计算"), "{page}");
    let body = json!({ "item": "好差评综合得分", "from": "2021-01-01", "to": "2021-12-10", "value": "8.3", "unit": "分", "source": "县平台" });
    assert_eq!(people.supervisor.post("/api/v1/indicators", &body).status, 201);
    let page = bare(&unmarked(&people.supervisor.get(&report("html")).text));
    assert!(page.contains("平台综合得分：8.3分。") && !page.contains("好差评综合得分分"), "{page}");
}

#[test]
fn the_form_is_that_of_the_query_or_of_what_the_caller_accepts() {
    let server = TestServer::start();
    let people = People::of(&server);
    let path = format!("/api/v1/reports/annual?{YEAR}");
    let kind = |accept: &str| {
        let call = people.report.call("GET", &path);
        let reply = if accept.is_empty() { call.send() } else { call.header("accept", accept).send() };
        reply.header("content-type").to_owned()
    };
    assert_eq!(kind(""), "text/html; charset=utf-8");
    assert_eq!(kind("*/*"), "text/html; charset=utf-8");
    assert_eq!(kind("application/pdf"), "application/pdf");
    assert_eq!(kind("image/png, text/markdown;q=0.9, text/html;q=0.8"), "text/markdown; charset=utf-8");
    assert_eq!(kind(DOCX), DOCX);
    let said = people.report.call("GET", &format!("{path}&format=pdf")).header("accept", "text/html").send();
    assert_eq!(said.header("content-type"), "application/pdf");
    let name = "attachment; filename=\"annual-report-2021-01-01-2021-12-10.pdf\"";
    assert_eq!(said.header("content-disposition"), name);
    assert_eq!(
        people.report.get(&format!("{path}&format=odt")).refused(),
        (400, vec!["query format enum".to_owned()])
    );
    for path in ["annual", "annual/charts/closure_by_month", "workbook"] {
        let long = people.report.get(&format!("/api/v1/reports/{path}?from=2020-01-01&to=2021-01-01"));
        assert_eq!(long.refused(), (422, vec!["query to too_long".to_owned()]), "{path}");
        let leap = people.report.get(&format!("/api/v1/reports/{path}?from=2020-01-01&to=2020-12-31"));
        assert_eq!(leap.status, 200, "{path}");
        let ancient = people.report.get(&format!("/api/v1/reports/{path}?from=-5000-01-01&to=-5000-12-31"));
        let said = ["query from format", "query to format"].map(str::to_owned).to_vec();
        assert_eq!(ancient.refused(), (400, said), "{path}");
        let early = people.report.get(&format!("/api/v1/reports/{path}?from=1948-01-01&to=1948-12-31"));
        let said = ["query from range", "query to range"].map(str::to_owned).to_vec();
        assert_eq!(early.refused(), (422, said), "{path}");
        let to_come = people.report.get(&format!("/api/v1/reports/{path}?from=2021-12-11&to=2021-12-31"));
        assert_eq!(to_come.refused(), (422, vec!["query from in_the_future".to_owned()]), "{path}");
    }
    // A report tells what was, until today.
    let told = |to: &str| {
        let path = format!("/api/v1/reports/annual?from=2021-01-01&to={to}&format=md");
        let reply = people.report.get(&path);
        assert_eq!(reply.status, 200, "{reply:?}");
        reply.text
    };
    assert_eq!(told("2021-12-31"), told("2021-12-10"));
}

#[test]
fn a_report_asks_no_more_of_many_cases_than_of_none() {
    let server = TestServer::start();
    let people = People::of(&server);
    let asked = || {
        people.supervisor.read("/api/v1/me");
        let before = server.app.store.statements();
        assert_eq!(people.supervisor.get(&report("html")).status, 200);
        server.app.store.statements() - before
    };
    let of_none = asked();
    for day in 1..=4 {
        let file = people.clerk.receive(&another_application(&format!("2021-12-0{day}")));
        people.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-08", "procedure": "ordinary" }));
        let body = json!({ "item": format!("事项{day}"), "from": "2021-01-01", "to": "2021-12-08", "value": "1", "unit": "件", "source": "台账" });
        assert_eq!(people.supervisor.post("/api/v1/indicators", &body).status, 201);
    }
    assert_eq!(asked(), of_none);
    assert!(of_none <= 40, "{of_none}");
}

fn puts(caller: &Caller<'_>, text: &str, condition: (&str, &str)) -> Reply {
    let template = docx::write(&markup::read(text).unwrap()).unwrap();
    let call = caller.call("PUT", TEMPLATE).header("content-type", DOCX);
    call.header(condition.0, condition.1).raw(template)
}

#[test]
fn the_template_is_the_office_s_to_edit_and_is_checked_when_it_comes() {
    let server = TestServer::start();
    let people = People::of(&server);
    let none = ("if-none-match", "*");
    let wrong = "{{受里}}宗\n|= {{月度图}} |\n见{{月度图}}";
    let (status, found) = puts(&people.supervisor, wrong, none).refused();
    assert_eq!(status, 422);
    assert_eq!(
        found,
        ["body  chart_not_alone", "body  chart_not_alone", "body  unknown_field"].map(str::to_owned)
    );

    let template = "# {{单位}}年报\n受理{{受理}}宗。\n{{月度图}}\n综合得分{{好差评综合得分}}。";
    assert_eq!(puts(&people.clerk, template, none).status, 403);
    let put = puts(&people.supervisor, template, none);
    assert_eq!((put.status, &put.json()["version"]), (201, &json!(1)), "{put:?}");
    assert_eq!(puts(&people.supervisor, template, none).status, 412, "somebody put one meanwhile");
    // The template asks for what nobody entered: it is named, and no report is made of it.
    let lacks = people.supervisor.get(&report("pdf"));
    assert_eq!(lacks.refused(), (422, vec!["body  missing_field".to_owned()]));
    assert!(lacks.text.contains("好差评综合得分"), "{lacks:?}");

    let template = "# {{单位}}年报\n受理{{受理}}宗。\n{{月度图}}";
    assert_eq!(puts(&people.supervisor, template, ("if-match", put.header("etag"))).status, 201);
    let markdown = people.supervisor.get(&report("md"));
    assert!(
        markdown
            .text
            .starts_with("# 徐闻县人力资源和社会保障局年报\n\n受理0宗。\n\n**各月受理和结案（件）**"),
        "{markdown:?}"
    );
    let read = people.arbitrator.get(TEMPLATE);
    assert!(read.status == 200 && read.header("etag") != put.header("etag"));
    let shipped = people.arbitrator.call("GET", &format!("{TEMPLATE}?shipped=true"));
    let (_, _, shipped) = shipped.bytes().unwrap();
    assert!(docx::read(&shipped).is_ok());
    let fields = people.arbitrator.read(&format!("{TEMPLATE}/fields"));
    let of = |code: &str| {
        let items = fields["items"].as_array().unwrap();
        items.iter().find(|field| field["code"] == code).cloned().unwrap_or_else(|| panic!("no field {code}"))
    };
    assert_eq!(of("rating_score")["zh"], "好差评综合得分");
    assert_eq!(of("months")["columns"][0]["zh"], "月份");
    assert_eq!(of("closure_by_month")["shape"], "chart");
}
