//! Checking papers (文书核对): each has its two files, as they were when it was made, and a template that is known; what was
//! written by hand for it opens. Not here: the files themselves (`file_check`).

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};

use crate::app::check::Checked;
use crate::app::error::Error;
use crate::app::ids::hex;
use crate::app::papers::{PaperFile, PaperView, view};
use crate::app::register::Register;
use crate::domain::code::Coded as _;
use crate::storage::papers::{self, PaperRow};
use crate::storage::vault::VaultRow;
use crate::storage::{Connection, files};

/// How many papers are looked at in one statement.
const PAGE_PAPERS: i64 = 200;

/// The SHA-256 of each template of the office, by its kind and version.
type Templates = HashMap<(String, i32), String>;

impl Register {
    /// Checks the papers of all cases. Blocks: not for async code.
    pub(crate) fn check_papers(&self, checked: &mut Checked) -> Result<(), Error> {
        let templates = self.store.read_blocking(|c| templates(c, checked))?;
        let mut after = String::new();
        loop {
            let page = self.store.read_blocking(|c| papers::page(c, &after, PAGE_PAPERS))?;
            let Some((last, _)) = page.last() else { return Ok(()) };
            after.clone_from(&last.id);
            for (row, sealed) in &page {
                checked.papers += 1;
                for what in self.store.read_blocking(|c| self.wrong_with(c, (row, sealed), &templates))? {
                    checked.inconsistencies.push(format!("case {} paper {}: {what}", row.case_id, row.id));
                }
            }
        }
    }

    fn wrong_with(
        &self,
        c: &mut Connection,
        (row, sealed): (&PaperRow, &VaultRow),
        templates: &Templates,
    ) -> Result<Vec<String>, Error> {
        let mut wrong = Vec::new();
        match view(row) {
            Err(error) => wrong.push(error.to_string()),
            Ok(paper) => {
                wrong.extend(wrong_file(c, &row.case_id, (&paper.docx, "DOCX"))?);
                wrong.extend(wrong_file(c, &row.case_id, (&paper.pdf, "PDF"))?);
                wrong.extend(wrong_template(&paper, templates)?);
            }
        }
        wrong.extend(self.written(sealed).err().map(|error| error.to_string()));
        Ok(wrong)
    }
}

fn wrong_file(
    c: &mut Connection,
    case: &str,
    (kept, what): (&PaperFile, &str),
) -> Result<Option<String>, Error> {
    Ok(match files::find(c, case, &kept.file.to_string())? {
        None => Some(format!("its {what} is no file of the case")),
        Some((file, ..)) if file.sha256 != kept.sha256 => Some(format!("its {what} has another content")),
        Some(_) => None,
    })
}

/// The templates that the office has put, each whole once, however many papers it made.
fn templates(c: &mut Connection, checked: &mut Checked) -> Result<Templates, Error> {
    let mut all = Templates::new();
    for (kind, version, sha256, ..) in papers::template_heads(c)? {
        let row = papers::template(c, &kind, version)?;
        if row.is_none_or(|row| hex(&Sha256::digest(&row.bytes)) != sha256) {
            checked.inconsistencies.push(format!("template {kind} version {version} is not as it was put"));
        }
        all.insert((kind, version), sha256);
    }
    Ok(all)
}

fn wrong_template(paper: &PaperView, templates: &Templates) -> Result<Option<String>, Error> {
    let PaperView { template_version: version, template_sha256: sha256, .. } = paper;
    // The shipped ones change with the program, which does not keep those of before.
    if *version == 0 {
        return Ok(None);
    }
    let number = i32::try_from(*version).map_err(|error| Error::Broken(error.to_string()))?;
    let same = templates.get(&(paper.kind.code().to_owned(), number)) == Some(sha256);
    Ok((!same).then(|| format!("version {version} of its template is not there, or another one")))
}
