//! How long a paper takes to be written as PDF: an award of two pages, and tables of 400 and 5,000 rows, which must take
//! in proportion. Run it with `cargo bench --bench papers`; it uses the fonts of the system.
//! Not a test: nothing here fails when it is slow.

#![expect(clippy::print_stdout, reason = "says how large the files are")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use sikuai::documents::layout::{
    Align, Block, Cell, Content, Face, HalfPoints, Layout, Line, Look, Merge, Page, Paragraph,
    ParagraphFormat, Row, Run, Table, Twips, VerticalAlign,
};
use sikuai::documents::pdf::{self, Fonts};

const FORMAT: ParagraphFormat = ParagraphFormat {
    align: Align::Justified,
    left: Twips(0),
    right: Twips(0),
    first_line: Twips(640),
    before: Twips(0),
    after: Twips(0),
    line: Line::Exactly(Twips(560)),
    page_break_before: false,
    keep_with_next: false,
};

fn body(text: &str) -> Paragraph {
    let look = Look { face: Face::FangSong, size: HalfPoints(32), bold: false, underline: false };
    Paragraph { format: FORMAT, runs: vec![Run { look, content: Content::Text(text.to_owned()) }] }
}

fn cell(text: String) -> Cell {
    let look = Look { face: Face::FangSong, size: HalfPoints(24), bold: false, underline: false };
    let format = ParagraphFormat { first_line: Twips(0), line: Line::Times(240), ..FORMAT };
    let paragraph = Paragraph { format, runs: vec![Run { look, content: Content::Text(text) }] };
    Cell { span: 1, merge: Merge::None, at: VerticalAlign::Middle, paragraphs: vec![paragraph] }
}

fn award() -> Layout {
    let text = "申请人与被申请人因劳动报酬、经济补偿发生争议，向本委申请仲裁。本委依法受理后，依法组成仲裁庭，\
                于2021年12月10日公开开庭审理了本案。申请人到庭参加仲裁活动，被申请人经依法送达无正当理由拒不到庭。";
    let blocks = (0..10).map(|_| Block::Paragraph(body(text))).collect();
    Layout { page: Page::A4, header: Vec::new(), footer: vec![body("第1页")], blocks }
}

/// A list of what each worker is awarded.
fn list(rows: usize) -> Layout {
    let row = |is_heading, texts: [String; 5]| Row {
        is_heading,
        height: Twips(0),
        cells: texts.map(cell).to_vec(),
    };
    let heading = row(true, ["序号", "姓名", "请求", "金额（元）", "备注"].map(str::to_owned));
    let names = ["王小明", "欧阳建国", "李丽", "买买提·艾力", "陈志强"];
    let rows = (1..=rows).zip(names.iter().cycle()).map(|(no, name)| {
        let texts = [
            no.to_string(),
            (*name).to_owned(),
            "2021年1月至6月工资、解除劳动合同经济补偿".to_owned(),
            format!("{no}00.00"),
            String::new(),
        ];
        row(false, texts)
    });
    let columns = [800, 1_500, 3_500, 1_800, 1_244].map(Twips).to_vec();
    let table = Table { columns, ruled: true, rows: std::iter::once(heading).chain(rows).collect() };
    Layout { page: Page::A4, header: Vec::new(), footer: Vec::new(), blocks: vec![Block::Table(table)] }
}

fn papers(criterion: &mut Criterion) {
    let Ok(fonts) = Fonts::find(None) else {
        println!("no Chinese font: install Debian's fonts-wqy-zenhei");
        return;
    };
    criterion.bench_function("finding the fonts", |bencher| bencher.iter(|| Fonts::find(None).is_ok()));
    let mut group = criterion.benchmark_group("PDF");
    group.sample_size(10);
    for (name, layout) in [
        ("award of two pages", award()),
        ("table of 400 rows", list(400)),
        ("table of 5,000 rows", list(5_000)),
    ] {
        match pdf::write(&layout, &fonts) {
            Ok(bytes) => println!("{name}: {} bytes", bytes.len()),
            Err(error) => println!("{name}: {error}"),
        }
        group.bench_function(name, |bencher| bencher.iter(|| pdf::write(black_box(&layout), &fonts)));
    }
    group.finish();
}

criterion_group!(benches, papers);
criterion_main!(benches);
