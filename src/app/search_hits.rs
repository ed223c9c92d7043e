//! What is found in the cases that a search comes by (检索命中): which of them have every word, and which of those the caller
//! may see, each in a text, a person or a file that the caller may see there.
//! Not here: coming by them (`searching`), and reading papers (`search_writing`).

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::app::error::Error;
use crate::app::file_materials::{self, Known};
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::app::rows;
use crate::app::search_attached::paper_kinds;
use crate::app::search_rows::Terms;
use crate::app::searching::{Found, Question};
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::id::{PartyNo, VaultId};
use crate::domain::paper::kind::CasePaper;
use crate::domain::party::{Party, PersonRef};
use crate::domain::permission::Operation;
use crate::domain::search::{Phrase, SearchField, Text, public_texts};
use crate::storage::case_list::{self, CaseListRow};
use crate::storage::search::{self, Place};
use crate::storage::{Connection, Visibility, cases};

/// So many people are shown for a word, and so many files.
const SHOWN_MAX: usize = 3;

/// One way of meaning a phrase: all of these terms, in public or in one person.
pub(crate) struct Way {
    /// Which.
    pub(crate) terms: Vec<i64>,
    /// Of what.
    pub(crate) of: Of,
}

/// Of what.
pub(crate) enum Of {
    /// Of the public texts and the kinds of papers.
    Public,
    /// Of a person or the name of a file, under the index key with this id.
    Sealed(String),
    /// Of what was written by hand for papers, where there are any.
    Writing,
}

/// What of a case has a phrase.
#[derive(Default)]
pub(crate) struct Has {
    /// Whether the public texts may have it; they were not looked at yet.
    public: bool,
    people: Vec<VaultId>,
    files: Vec<VaultId>,
    /// Whether there is writing that may have it; it was not read yet.
    pub(crate) may_be_written: bool,
    /// Of which kinds the papers are that have it in their writing.
    pub(crate) written: BTreeSet<CasePaper>,
}

/// A case that has every phrase.
pub(crate) struct Candidate {
    place: Place,
    pub(crate) id: String,
    /// What has it, of each phrase.
    pub(crate) has: Vec<Has>,
}

/// A case that has every phrase. Names of people and files are opened later, for the whole page at once.
pub(crate) struct Hit {
    /// Where it stands.
    pub(crate) place: Place,
    /// As lists show it.
    pub(crate) row: CaseListRow,
    /// What was found in public texts.
    pub(crate) public: Vec<Found>,
    /// Who was found.
    pub(crate) people: Vec<(VaultId, Option<PartyNo>)>,
    /// Which files were found by their names.
    pub(crate) files: BTreeSet<VaultId>,
}

/// What one request may see.
pub(crate) struct Sight {
    /// Whose.
    pub(crate) caller: Caller,
    /// Which cases.
    pub(crate) cases: Visibility,
    /// In which of them personal data.
    pub(crate) personal: Visibility,
}

/// Those of the cases at these places whose terms have every phrase, in their order.
///
/// # Errors
/// That the database does not answer; rows that cannot be.
pub(crate) fn candidates(
    c: &mut Connection,
    places: Vec<Place>,
    phrases: &[Vec<Way>],
) -> Result<Vec<Candidate>, Error> {
    let ids: Vec<String> = places.iter().filter_map(Place::case).map(|id| id.to_string()).collect();
    let mut indexed: HashMap<String, (String, Terms)> = HashMap::with_capacity(ids.len());
    for row in search::of_cases(c, &ids)? {
        let terms = Terms::read(&row)?;
        indexed.insert(row.case_id, (row.index_key, terms));
    }
    let candidate = |(place, id): (Place, String)| {
        let (key, terms) = indexed.get(&id)?;
        let has: Vec<_> = phrases.iter().map(|ways| what_has(ways, key, terms)).collect();
        has.iter().all(Has::is_any).then_some(Candidate { place, id, has })
    };
    Ok(places.into_iter().zip(ids).filter_map(candidate).collect())
}

fn what_has(ways: &[Way], key: &str, terms: &Terms) -> Has {
    let mut has = Has::default();
    for way in ways {
        match &way.of {
            Of::Public => has.public |= terms.are_public(&way.terms),
            Of::Writing => has.may_be_written |= terms.are_public(&way.terms),
            Of::Sealed(of) if of == key => {
                has.people.extend(terms.people_with(&way.terms));
                has.files.extend(terms.files_with(&way.terms));
            }
            Of::Sealed(_) => {}
        }
    }
    has
}

impl Has {
    fn is_any(&self) -> bool {
        let is_written = self.may_be_written || !self.written.is_empty();
        self.public || is_written || !self.people.is_empty() || !self.files.is_empty()
    }

    /// Leaves only what is public.
    fn close(&mut self) {
        self.people.clear();
        self.files.clear();
        self.may_be_written = false;
        self.written.clear();
    }
}

impl Candidate {
    fn is_whole(&self) -> bool {
        self.has.iter().all(Has::is_any)
    }

    fn files(&self) -> impl Iterator<Item = String> + '_ {
        self.has.iter().flat_map(|has| &has.files).map(ToString::to_string)
    }
}

impl Register {
    /// Those of the candidates, so many at most, that the caller may see, pass the filter, and have every phrase in a text
    /// or in people that the caller may see; in their order.
    ///
    /// # Errors
    /// That the database does not answer; rows that cannot be.
    pub(crate) fn hits_among(
        &self,
        c: &mut Connection,
        (mut candidates, limit): (Vec<Candidate>, usize),
        question: &Question,
        sight: &Sight,
    ) -> Result<Vec<Hit>, Error> {
        let ids: Vec<String> = candidates.iter().map(|candidate| candidate.id.clone()).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let listed = case_list::of_ids(c, &ids, &question.filter, &sight.cases)?;
        let mut listed: HashMap<String, CaseListRow> =
            listed.into_iter().map(|row| (row.id.clone(), row)).collect();
        let open: HashSet<String> =
            search::with_personal_data(c, &ids, &sight.personal)?.into_iter().collect();
        for candidate in &mut candidates {
            if !open.contains(&candidate.id) {
                candidate.has.iter_mut().for_each(Has::close);
            }
        }
        candidates.retain(|candidate| candidate.is_whole() && listed.contains_key(&candidate.id));
        let mut hits = Vec::new();
        let mut rest = candidates.into_iter().peekable();
        while hits.len() < limit && rest.peek().is_some() {
            let mut page: Vec<Candidate> = rest.by_ref().take(limit - hits.len()).collect();
            self.read_writing(c, &mut page, &question.phrases)?;
            page.retain(Candidate::is_whole);
            let looked = Looked::at(c, &page)?;
            for mut candidate in page {
                let Some((case, row)) = looked.cases.get(&candidate.id).zip(listed.remove(&candidate.id))
                else {
                    continue;
                };
                looked.close(&mut candidate, (&sight.caller, case));
                if candidate.is_whole() {
                    hits.extend(hit(candidate, (case, looked.papers(case)), row, &question.phrases));
                }
            }
        }
        Ok(hits)
    }
}

/// What is looked at of a page of candidates.
struct Looked {
    cases: HashMap<String, Case>,
    /// What is known of the files whose names have a word.
    files: HashMap<String, Known>,
    papers: HashMap<String, Vec<CasePaper>>,
}

impl Looked {
    fn at(c: &mut Connection, page: &[Candidate]) -> Result<Looked, Error> {
        let ids: Vec<String> = page.iter().map(|candidate| candidate.id.clone()).collect();
        let mut cases: HashMap<String, Case> = HashMap::with_capacity(ids.len());
        for body in cases::bodies_of(c, &ids)? {
            let case = rows::read_body((&body.id, body.version), &body.body)?;
            cases.insert(body.id, case);
        }
        // A file whose name has several of the words is looked at once.
        let named: BTreeSet<String> = page.iter().flat_map(Candidate::files).collect();
        let named: Vec<String> = named.into_iter().collect();
        let files = if named.is_empty() { HashMap::new() } else { file_materials::said_of(c, &named)? };
        let mut papers: HashMap<String, Vec<CasePaper>> = HashMap::new();
        for (case, kind) in paper_kinds(c, &ids)? {
            papers.entry(case).or_default().push(kind);
        }
        Ok(Looked { cases, files, papers })
    }

    /// Takes away what the caller may not read: whoever is kept out of a case by a recusal finds nobody in it (R33 11),
    /// and what lies in the secondary volume is found by those who may read that.
    fn close(&self, candidate: &mut Candidate, (caller, case): (&Caller, &Case)) {
        let may_read = ensure(caller, Operation::ReadPersonalData, Some(case)).is_ok();
        for has in &mut candidate.has {
            if !may_read {
                has.close();
            }
            has.files
                .retain(|id| file_materials::may_read(caller, case, self.files.get(&id.to_string())).is_ok());
            has.written
                .retain(|kind| file_materials::may_read(caller, case, Some(&Known::of_paper(*kind))).is_ok());
        }
    }

    fn papers(&self, case: &Case) -> &[CasePaper] {
        self.papers.get(&case.id.to_string()).map_or(&[], Vec::as_slice)
    }
}

/// Where a case has each phrase; none when one only seemed to stand in its texts.
fn hit(
    candidate: Candidate,
    (case, papers): (&Case, &[CasePaper]),
    row: CaseListRow,
    phrases: &[Phrase],
) -> Option<Hit> {
    let mut texts = public_texts(case);
    let paper = |kind: &CasePaper| Text { field: SearchField::Paper, party: None, text: kind.label().zh };
    texts.extend(papers.iter().map(paper));
    let (mut public, mut people, mut files) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (phrase, has) in phrases.iter().zip(candidate.has) {
        let mut shown = texts.iter().filter(|_| has.public).filter_map(|text| {
            let part = phrase.shown_in(text.text)?;
            Some(Found { field: text.field, party: text.party, text: part })
        });
        let found = shown.next();
        if found.is_none() && has.people.is_empty() && has.files.is_empty() && has.written.is_empty() {
            return None;
        }
        let text = |kind: CasePaper| kind.label().zh.to_owned();
        let written = |kind| Found { field: SearchField::PaperText, party: None, text: text(kind) };
        for found in found.into_iter().chain(has.written.into_iter().take(SHOWN_MAX).map(written)) {
            if !public.contains(&found) {
                public.push(found);
            }
        }
        people.extend(has.people.into_iter().take(SHOWN_MAX));
        files.extend(has.files.into_iter().take(SHOWN_MAX));
    }
    let people: BTreeSet<VaultId> = people.into_iter().collect();
    let party = |id: VaultId| {
        let has = |party: &&Party<PersonRef>| party.people().any(|person| person.vault == id);
        (id, case.parties.iter().find(has).map(|party| party.no))
    };
    let people = people.into_iter().map(party).collect();
    Some(Hit { place: candidate.place, row, public, people, files })
}
