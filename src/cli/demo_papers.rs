//! `sikuai demo --papers`: every paper that the cases of the demo allow, written into a folder as DOCX and PDF, in the same
//! way as the service makes them. Not here: which there are (`app::demo`).

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use actix_web::rt::System;

use crate::app::App;
use crate::app::demo::{self, DemoPaper};
use crate::app::paper_making::{PreparedPaper, RenderedPaper};
use crate::cli::{Failure, say};
use crate::documents::papers::{self, RenderError, Rendered};
use crate::documents::pdf::Fonts;
use crate::domain::code::Coded as _;
use crate::domain::paper::kind::CasePaper;
use crate::domain::refusal::words;

/// Writes them, and says how many there are of each kind.
///
/// # Errors
/// Fonts that are not there; a folder that cannot be written to; a paper that cannot be made, which would be a defect.
pub(crate) fn write(app: &App, folder: &Path) -> Result<(), Failure> {
    let fonts =
        Fonts::find(app.settings.fonts.as_deref()).map_err(|missing| Failure::new(&missing.words()))?;
    let made = System::new().block_on(make_all(app, folder, &fonts))?;
    for (kind, label) in CasePaper::ROWS {
        let count = made.get(kind).copied().unwrap_or_default();
        say::line(&format!("  {count:>4} {} {}", label.zh, label.en));
    }
    let all: usize = made.values().sum();
    say::line(&format!("文书已写入 papers written: {all} × 2, {}", folder.display()));
    Ok(())
}

/// Makes and keeps each, as the service does; the list of a file comes last, and has those before it.
async fn make_all(app: &App, folder: &Path, fonts: &Fonts) -> Result<BTreeMap<CasePaper, usize>, Failure> {
    let by = demo::paper_maker(app).await?;
    let (mut made, mut cases) = (BTreeMap::new(), Vec::new());
    for DemoPaper { case, version, asked } in demo::papers(app, &by).await? {
        if cases.last() != Some(&case) {
            cases.push(case);
        }
        let prepared = app.register.prepare_paper(&by, case, (asked, Some(version))).await?;
        let (kind, rendered) = (prepared.kind, write_one(folder, (cases.len(), &prepared), fonts)?);
        app.register.keep_paper(&by, case, (prepared, rendered, None)).await?;
        *made.entry(kind).or_default() += 1;
    }
    Ok(made)
}

/// Renders a paper and writes both files of it, named by the number of its case among those of the demo.
fn write_one(
    folder: &Path,
    (case, paper): (usize, &PreparedPaper),
    fonts: &Fonts,
) -> Result<RenderedPaper, Failure> {
    let stem = format!("{case:03}-{}-第{}项", paper.file_stem(), paper.about.of.by);
    let template = paper.template.as_ref().map(|template| template.bytes.as_slice());
    if let Some(missing) = paper.missing.first() {
        return Err(failed(&stem, &missing.words.en));
    }
    let rendered = papers::render(paper.kind, template, &paper.filled, fonts);
    let Rendered { docx, pdf } = rendered.map_err(|error| failed(&stem, &said(error)))?;
    let folder = folder.join(paper.kind.code());
    fs::create_dir_all(&folder).map_err(|error| unwritten(&folder, &error))?;
    for (bytes, ending) in [(&docx, "docx"), (&pdf, "pdf")] {
        let path = folder.join(format!("{stem}.{ending}"));
        fs::write(&path, bytes).map_err(|error| unwritten(&path, &error))?;
    }
    Ok(RenderedPaper { docx, pdf, shipped_sha256: papers::shipped_sha256(paper.kind) })
}

fn said(error: RenderError) -> String {
    match error {
        RenderError::Missing(missing) => {
            missing.iter().map(|one| one.field.as_str()).collect::<Vec<_>>().join(", ")
        }
        RenderError::Unprintable(words) => words.en,
        RenderError::Broken(what) => what,
    }
}

fn failed(stem: &str, what: &str) -> Failure {
    Failure::new(&words(format!("文书未能制作：{stem}：{what}"), format!("{stem} cannot be made: {what}")))
}

fn unwritten(path: &Path, error: &io::Error) -> Failure {
    let path = path.display();
    Failure::new(&words(format!("无法写入 {path}：{error}"), format!("cannot write {path}: {error}")))
}
