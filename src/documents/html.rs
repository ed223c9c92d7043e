//! A filled paper as one HTML page (网页): no script, nothing from elsewhere, its few rules of style inside it. What is a
//! title and what a heading is told by the looks of the paragraph, as a reader tells it. Not here: PDF, DOCX.

use std::fmt::Write as _;

use super::chart::svg;
use super::layout::{Align, Block, Cell, Content, Face, Layout, Merge, Paragraph, Run, Table};

/// The rules of style of a page; whoever serves it allows these by their digest.
pub const STYLE: &str = "body{max-width:46em;margin:2em auto;padding:0 1em;font-family:FangSong,SimSun,'Songti SC',\
    'Noto Serif CJK SC',serif;line-height:1.8}h1,.m{text-align:center}.r{text-align:right}.i{text-indent:2em}p{margin:.3em 0}\
    table{border-collapse:collapse;width:100%;margin:.6em 0}td,th{padding:.2em .5em;vertical-align:middle}.l td,.l th{border:1px solid}\
    figure{margin:1em 0}svg{max-width:100%;height:auto}";

/// The digest of these rules, as a policy names it (CSP); a test holds it.
pub const STYLE_DIGEST: &str = "sha256-+EPh9GIz1OaR8jm60MtSunyCI0CyXGm27LANEkG1vlo=";

/// Letters so high, in half points, make a title: 二号 is 44.
const TITLE_HALF_POINTS_MIN: u16 = 40;

/// What a paragraph is to a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rank {
    /// 标题.
    Title,
    /// 小标题.
    Heading,
    /// Text.
    Body,
}

/// Writes a page.
#[must_use]
pub fn write(layout: &Layout) -> String {
    let title = layout.blocks.iter().find_map(|block| match block {
        Block::Paragraph(paragraph) if rank(paragraph) == Rank::Title => Some(said(paragraph)),
        Block::Paragraph(_) | Block::Table(_) | Block::Chart(_) => None,
    });
    let title = escaped(&title.unwrap_or_default());
    let mut text = format!(
        "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title><style>{STYLE}</style></head><body>"
    );
    for block in &layout.blocks {
        match block {
            Block::Paragraph(paragraph) => put_paragraph(&mut text, paragraph),
            Block::Table(table) => put_table(&mut text, table),
            Block::Chart(chart) => put(&mut text, format_args!("<figure>{}</figure>", svg::write(chart))),
        }
    }
    text + "</body></html>\n"
}

/// Text as it stands in HTML, XML and their attributes.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // Neither of them has control characters but these.
            c if c.is_control() && !matches!(c, '\n' | '\t') => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// What a paragraph is to a reader: by its letters.
pub(super) fn rank(paragraph: &Paragraph) -> Rank {
    let looks = || paragraph.runs.iter().map(|run| run.look);
    if paragraph.runs.is_empty() {
        Rank::Body
    } else if looks().all(|look| look.size.0 >= TITLE_HALF_POINTS_MIN) {
        Rank::Title
    } else if looks().all(|look| look.face == Face::Hei) {
        Rank::Heading
    } else {
        Rank::Body
    }
}

/// What a paragraph says, in one line.
pub(super) fn said(paragraph: &Paragraph) -> String {
    let piece = |run: &Run| match &run.content {
        Content::Text(text) => text.clone(),
        Content::LineBreak | Content::Tab => " ".to_owned(),
        // There are no pages.
        Content::PageNumber | Content::PageCount => String::new(),
    };
    paragraph.runs.iter().map(piece).collect::<String>().trim().to_owned()
}

/// Which cell of the rows above a cell continues is told by its first column.
pub(super) fn first_columns(cells: &[Cell]) -> Vec<(usize, &Cell)> {
    let mut at = 0;
    let placed = cells.iter().map(|cell| {
        let first = at;
        at += usize::from(cell.span.max(1));
        (first, cell)
    });
    placed.collect()
}

fn put(text: &mut String, said: std::fmt::Arguments<'_>) {
    // Writing into a string cannot fail.
    let _ = text.write_fmt(said);
}

fn put_paragraph(text: &mut String, paragraph: &Paragraph) {
    let inner = runs(paragraph);
    if inner.is_empty() {
        return;
    }
    let class = match paragraph.format.align {
        Align::Centre => " class=\"m\"",
        Align::Right => " class=\"r\"",
        Align::Left | Align::Justified if paragraph.format.first_line.0 > 0 => " class=\"i\"",
        Align::Left | Align::Justified => "",
    };
    match rank(paragraph) {
        Rank::Title => put(text, format_args!("<h1>{}</h1>", escaped(&said(paragraph)))),
        Rank::Heading => put(text, format_args!("<h2>{}</h2>", escaped(&said(paragraph)))),
        Rank::Body => put(text, format_args!("<p{class}>{inner}</p>")),
    }
}

fn runs(paragraph: &Paragraph) -> String {
    let mut text = String::new();
    for run in &paragraph.runs {
        match &run.content {
            Content::Text(said) if run.look.bold => put(&mut text, format_args!("<b>{}</b>", escaped(said))),
            Content::Text(said) => text.push_str(&escaped(said)),
            Content::LineBreak => text.push_str("<br>"),
            Content::Tab => text.push(' '),
            Content::PageNumber | Content::PageCount => {}
        }
    }
    text
}

fn put_table(text: &mut String, table: &Table) {
    text.push_str(if table.ruled { "<table class=\"l\">" } else { "<table>" });
    for (no, row) in table.rows.iter().enumerate() {
        text.push_str("<tr>");
        for (first, cell) in first_columns(&row.cells) {
            if cell.merge == Merge::Continues {
                continue;
            }
            let name = if row.is_heading { "th" } else { "td" };
            put(text, format_args!("<{name}"));
            if cell.span > 1 {
                put(text, format_args!(" colspan=\"{}\"", cell.span));
            }
            if cell.merge == Merge::Begins {
                put(text, format_args!(" rowspan=\"{}\"", 1 + continued(table, (no, first))));
            }
            let inner: Vec<String> = cell.paragraphs.iter().map(runs).collect();
            put(text, format_args!(">{}</{name}>", inner.join("<br>")));
        }
        text.push_str("</tr>");
    }
    text.push_str("</table>");
}

/// How many rows below a cell continue it.
fn continued(table: &Table, (row, column): (usize, usize)) -> usize {
    let continues = |row: &&super::layout::Row| {
        let mut cells = first_columns(&row.cells).into_iter();
        cells.any(|(first, cell)| first == column && cell.merge == Merge::Continues)
    };
    table.rows.iter().skip(row + 1).take_while(continues).count()
}
