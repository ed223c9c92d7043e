//! Reading papers for a search (检索文书正文): what was written for them by hand is sealed and in no index, because the parts of
//! long texts would tell what they say. It is opened and looked through, of the cases that the search comes by.
//! Not here: coming by them (`searching`), and what of a case else has a word (`search_hits`).

use std::collections::BTreeMap;

use crate::app::error::Error;
use crate::app::register::Register;
use crate::app::search_hits::{Candidate, Has};
use crate::domain::code::Coded as _;
use crate::domain::paper::kind::CasePaper;
use crate::domain::search::Phrase;
use crate::storage::bridge::{self, Place};
use crate::storage::{Connection, papers};

/// What was written in one case, with the kind of its paper.
type Writing = Vec<(CasePaper, Vec<String>)>;

impl Register {
    /// Says of each candidate that may have a phrase in writing whether it does, and in which papers. Whose writing does not
    /// open has none, and the search goes on: the log says so, and the check names it.
    ///
    /// # Errors
    /// That the database does not answer; rows that cannot be.
    pub(crate) fn read_writing(
        &self,
        c: &mut Connection,
        candidates: &mut [Candidate],
        phrases: &[Phrase],
    ) -> Result<(), Error> {
        let may_be = |candidate: &&Candidate| candidate.has.iter().any(|has| has.may_be_written);
        let ids: Vec<String> =
            candidates.iter().filter(may_be).map(|candidate| candidate.id.clone()).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let written = self.written_in(c, &ids)?;
        for candidate in candidates {
            let of_case = written.get(&candidate.id).map_or(&[][..], Vec::as_slice);
            for (phrase, has) in phrases.iter().zip(&mut candidate.has) {
                look(of_case, phrase, has);
            }
        }
        Ok(())
    }

    fn written_in(&self, c: &mut Connection, ids: &[String]) -> Result<BTreeMap<String, Writing>, Error> {
        let kinds: Vec<&str> = CasePaper::ROWS
            .iter()
            .filter(|(kind, _)| kind.is_written())
            .map(|(_, label)| label.code)
            .collect();
        let mut written: BTreeMap<String, Writing> = BTreeMap::new();
        for (case, kind, row) in papers::written_in_cases(c, ids, &kinds)? {
            let kind = bridge::parse(&kind, Place { table: "papers", key: &row.id, column: "kind" })?;
            match self.written(&row) {
                Ok(texts) => written.entry(case).or_default().push((kind, texts.into_values().collect())),
                Err(cause) => tracing::error!(%cause, case, "the writing of a paper is not searched"),
            }
        }
        Ok(written)
    }
}

fn look(writing: &[(CasePaper, Vec<String>)], phrase: &Phrase, has: &mut Has) {
    if std::mem::take(&mut has.may_be_written) {
        let having = writing.iter().filter(|(_, texts)| texts.iter().any(|text| phrase.stands_in(text)));
        has.written.extend(having.map(|(kind, _)| *kind));
    }
}
