//! The file of a proof of service (送达证明文件): it must be of the same case, and the docket gets the digest of its
//! content. Not here: which kind of proof a service needs (`domain::service_of_process`).

use crate::app::error::Error;
use crate::domain::act::Act;
use crate::domain::finding::Findings;
use crate::domain::id::CaseId;
use crate::domain::refusal::{Finding, words};
use crate::domain::service_of_process::Proof;
use crate::storage::{Connection, files};

/// Writes the digest of the file that a proof names into it, and finds a file that is not there or is another one.
///
/// # Errors
/// That the database does not answer.
pub(crate) fn complete(c: &mut Connection, case: CaseId, act: &mut Act) -> Result<Vec<Finding>, Error> {
    let Some((proof, file)) = proof(act).and_then(|proof| proof.file.map(|file| (proof, file))) else {
        return Ok(Vec::new());
    };
    let mut findings = Findings::default();
    match (files::find(c, &case.to_string(), &file.to_string())?, &proof.sha256) {
        (None, _) => {
            let said =
                words("本案没有这一文件，请先上传", "there is no such file in this case; add it first");
            findings.invalid("no_such_file", "/proof/file", said);
        }
        (Some((of_case, ..)), Some(said)) if *said != of_case.sha256 => {
            let said = words("文件内容与所填摘要不符", "the content of the file has another digest");
            findings.invalid("another_content", "/proof/sha256", said);
        }
        (Some((of_case, ..)), _) => proof.sha256 = Some(of_case.sha256),
    }
    Ok(findings.into_findings())
}

/// The proof that an act brings.
fn proof(act: &mut Act) -> Option<&mut Proof> {
    if let Act::Service(service) = act {
        return service.proof.as_mut();
    }
    if let Act::ServiceProof(act) = act { Some(&mut act.proof) } else { None }
}
