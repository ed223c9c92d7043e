//! Making a paper (制作文书): first what it says is put together from one version of the case; then it is rendered, which is
//! not the app's; then both files and the row are kept in one transaction. It changes nothing of the case, so it is no
//! act; it shows personal data, and is put down as that. Not here: what a paper says (`domain::paper`).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::json;

use crate::app::archive_shelf::Names;
use crate::app::audit::{self, AuditEntry, AuditEvent};
use crate::app::deciding::load;
use crate::app::docket_rows;
use crate::app::error::Error;
use crate::app::file_upload::{Announced, Described, Prepared};
use crate::app::idempotency::{Answer, Asked, IdempotencyKey};
use crate::app::paper_templates::{self, OfficeTemplate};
use crate::app::papers::{PaperView, view};
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::app::search_attached::New;
use crate::app::unmasking::Shown;
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::docket::{Place, counted, stood_at};
use crate::domain::file_kind::{FileKind, FileName};
use crate::domain::finding::Findings;
use crate::domain::id::{CaseId, EntryNo, PaperId, PartyNo};
use crate::domain::paper::about::About;
use crate::domain::paper::filled::Filled;
use crate::domain::paper::filling::{self, Told};
use crate::domain::paper::kind::CasePaper;
use crate::domain::paper::uses::MissingField;
use crate::domain::permission::Operation;
use crate::domain::refusal::{Refusal, words};
use crate::storage::papers::{self, PaperRow};
use crate::storage::vault::{self, PersonIndex, VaultRow};
use crate::storage::{Connection, Tx};

/// The HTTP status of a kept answer.
const CREATED: i32 = 201;

/// A paper that is asked for.
// Not printed: the texts may name people.
#[derive(Clone)]
pub struct AskedPaper {
    /// Of which kind.
    pub kind: CasePaper,
    /// The entry that it is about, where more than one can be.
    pub of: Option<EntryNo>,
    /// The party that it is for, where more than one can be.
    pub party: Option<PartyNo>,
    /// What is written by hand, by the code of the field.
    pub texts: BTreeMap<String, String>,
    /// Its date, where that is another than the day of the entry.
    pub on: Option<NaiveDate>,
}

/// What a paper says, of one version of its case.
// Not printed: people are in the clear.
#[derive(Clone)]
pub struct PreparedPaper {
    /// Of which kind.
    pub kind: CasePaper,
    /// What it is about.
    pub about: About,
    /// Its date.
    pub on: NaiveDate,
    /// The version of the case.
    pub case_version: u32,
    /// What it says.
    pub filled: Filled,
    /// The fields without which there is no such paper, and that have no value.
    pub missing: Vec<MissingField>,
    /// The template of the office, if it put one.
    pub template: Option<OfficeTemplate>,
    texts: BTreeMap<String, String>,
    number: Option<String>,
}

/// A paper as it was rendered.
pub struct RenderedPaper {
    /// The DOCX.
    pub docx: Vec<u8>,
    /// The PDF.
    pub pdf: Vec<u8>,
    /// The SHA-256 of the template that is shipped, where that was used.
    pub shipped_sha256: String,
}

/// A file of the paper that has come in, and is not placed yet.
type Incoming = (Described, Prepared);

impl Register {
    /// The paper that was made under a key before, if one was.
    ///
    /// # Errors
    /// A key that was used for another request.
    pub async fn paper_made_before(
        &self,
        caller: &Caller,
        case: CaseId,
        key: Option<&IdempotencyKey>,
    ) -> Result<Option<Answer<PaperView>>, Error> {
        let Some(key) = key else { return Ok(None) };
        let asked = Asked { by: caller.user, key: key.clone(), status: CREATED };
        match self.answers.first::<String>(&asked).await? {
            None => Ok(None),
            Some(answer) => self.paper_answer(caller, case, answer).await.map(Some),
        }
    }

    /// Puts together what a paper says, in one snapshot.
    ///
    /// # Errors
    /// [`Error::NotFound`] without the case, or that the caller may not; another version than the caller saw; that there
    /// is nothing of which it could be made.
    pub async fn prepare_paper(
        &self,
        caller: &Caller,
        case: CaseId,
        (asked, seen): (AskedPaper, Option<u32>),
    ) -> Result<PreparedPaper, Error> {
        let (register, caller) = (self.clone(), *caller);
        let work = move |c: &mut Connection| {
            let case = may_make(c, &caller, (case, asked.kind))?;
            match seen {
                None => return Err(Error::PreconditionMissing),
                Some(seen) if seen != case.version => return Err(Error::Stale),
                Some(_) => {}
            }
            register.put_together(c, &case, asked)
        };
        self.store.snapshot(work).await
    }

    /// Keeps a paper and its two files, once under a key. Of the answer only the id is kept.
    ///
    /// # Errors
    /// As [`Register::prepare_paper`]: the case may have changed meanwhile; a full disk.
    pub async fn keep_paper(
        &self,
        caller: &Caller,
        case: CaseId,
        (prepared, rendered, key): (PreparedPaper, RenderedPaper, Option<IdempotencyKey>),
    ) -> Result<Answer<PaperView>, Error> {
        let RenderedPaper { docx, pdf, shipped_sha256 } = rendered;
        let docx = self.bring_in(caller, case, (&prepared, FileKind::Docx, docx)).await?;
        let pdf = self.bring_in(caller, case, (&prepared, FileKind::Pdf, pdf)).await?;
        let (register, by) = (self.clone(), *caller);
        let asked = key.map(|key| Asked { by: by.user, key, status: CREATED });
        let work = move |tx: &mut Tx| {
            if may_make(tx, &by, (case, prepared.kind))?.version != prepared.case_version {
                return Err(Error::Stale);
            }
            let names = [docx.0.name.clone(), pdf.0.name.clone()];
            let docx = register.keep_file(tx, (&by, case), docx)?;
            let pdf = register.keep_file(tx, (&by, case), pdf)?;
            let [docx_name, pdf_name] = names.each_ref().map(FileName::as_str);
            let new = [New::Paper(prepared.kind), New::File(&docx.0, docx_name), New::File(&pdf.0, pdf_name)];
            register.index_attached(tx, case, &new)?;
            // The case is held since then; until then it may have changed once more.
            if may_make(tx, &by, (case, prepared.kind))?.version != prepared.case_version {
                return Err(Error::Stale);
            }
            register.write_paper(tx, (&by, case), (&prepared, &shipped_sha256), (docx, pdf))
        };
        let answer = self.answers.once(asked, work).await?;
        self.paper_answer(caller, case, answer).await
    }

    async fn paper_answer(
        &self,
        caller: &Caller,
        case: CaseId,
        Answer { given: id, repeated }: Answer<String>,
    ) -> Result<Answer<PaperView>, Error> {
        let caller = *caller;
        let read = move |c: &mut Connection| {
            load(c, &caller, case)?;
            let (row, _) = papers::find(c, &case.to_string(), &id)?.ok_or(Error::NotFound)?;
            view(&row)
        };
        Ok(Answer { given: self.store.read(read).await?, repeated })
    }

    fn put_together(
        &self,
        c: &mut Connection,
        case: &Case,
        asked: AskedPaper,
    ) -> Result<PreparedPaper, Error> {
        let AskedPaper { kind, of, party, texts, on } = asked;
        let about =
            About::find(kind, case, (of, party)).map_err(|refusal| with_texts(kind, &texts, refusal))?;
        let dated = filling::dated(kind, about, case, (on, self.clock.today()));
        let unknown = unknown_texts(kind, &texts);
        let on = match (dated, unknown) {
            (Ok(on), None) => on,
            (Ok(_), Some(refusal)) | (Err(refusal), None) => return Err(Error::Refused(refusal)),
            (Err(refusal), Some(other)) => return Err(Error::Refused(refusal.together_with(other))),
        };
        let entries = docket_rows::load(c, case.id)?;
        let (docket, book) = (counted(&entries), self.books.in_force(c)?);
        let recorded_by = entries.iter().find(|entry| entry.no == about.of.by).map(|entry| entry.actor);
        let place = Place { id: case.id, region: &case.region };
        let then = stood_at(&entries, place, &book, about.told_at(case)).map_err(|refusal| {
            Error::Broken(format!("case {}: the docket makes no possible history: {refusal:?}", case.id))
        })?;
        let names = self.paper_names(c, [case, &then], recorded_by)?;
        let is_list = kind == CasePaper::ArchiveList;
        let shelf = if is_list { self.shelf(c, case, Names::All)? } else { Vec::new() };
        let (docket, names, then) = (&docket, &names, &then);
        let told = Told { case, then, docket, book: &book, names, shelf: &shelf, texts: &texts, on };
        let filled = filling::fill(kind, about, &told);
        let mut missing = kind.missing(&filled);
        missing.extend(filling::award_untold(kind, then, about.of.by, &texts));
        let number = case.number().map(str::to_owned);
        let template = paper_templates::in_force(c, kind)?;
        let case_version = case.version;
        Ok(PreparedPaper { kind, about, on, case_version, filled, missing, template, texts, number })
    }

    /// Takes a rendered file in, as any file of the case is.
    async fn bring_in(
        &self,
        caller: &Caller,
        case: CaseId,
        (prepared, kind, bytes): (&PreparedPaper, FileKind, Vec<u8>),
    ) -> Result<Incoming, Error> {
        let name = FileName::parse(&format!("{}.{}", prepared.file_stem(), kind.ending()));
        let name = name.map_err(|words| Error::Broken(words.en))?;
        let length = u64::try_from(bytes.len()).ok();
        let media_type = kind.media_type().to_owned();
        let announced = Announced { name, media_type, bytes: length, material: None };
        let upload = self.begin_upload(caller, case, announced).await?;
        let received = upload.take(bytes).await?.finish().await?;
        self.prepare(received).await
    }

    fn keep_file(
        &self,
        tx: &mut Tx,
        (caller, case): (&Caller, CaseId),
        incoming: Incoming,
    ) -> Result<(String, String), Error> {
        let sha256 = incoming.0.sha256.clone();
        Ok((self.write_file(tx, (caller, case), incoming)?, sha256))
    }

    fn write_paper(
        &self,
        tx: &mut Tx,
        (caller, case): (&Caller, CaseId),
        (prepared, shipped_sha256): (&PreparedPaper, &str),
        ((docx_file, docx_sha256), (pdf_file, pdf_sha256)): ((String, String), (String, String)),
    ) -> Result<String, Error> {
        let number = |count: u32| i32::try_from(count).map_err(|error| Error::Broken(error.to_string()));
        let (now, id) = (self.clock.now(), self.ids.vault());
        let texts = serde_json::to_vec(&prepared.texts).map_err(|error| Error::Broken(error.to_string()))?;
        let sealed = self.vault.seal(id, &texts)?;
        let written = VaultRow {
            id: id.to_string(),
            case_id: case.to_string(),
            key_id: sealed.key_id,
            sealed: sealed.bytes,
            created_at: now.timestamp_micros(),
            index: PersonIndex::default(),
        };
        vault::insert_many(tx, std::slice::from_ref(&written))?;
        let kind = prepared.kind.code();
        let of_entry = number(prepared.about.of.by.0)?;
        let party = number(prepared.about.party.map_or(0, |party| party.0))?;
        let template = prepared.template.as_ref();
        let row = PaperRow {
            no: papers::next_no(tx, &written.case_id, kind, (of_entry, party))?,
            id: written.id,
            case_id: written.case_id,
            kind: kind.to_owned(),
            of_entry,
            party,
            on_date: prepared.on,
            template_version: number(template.map_or(0, |template| template.version))?,
            template_sha256: template.map_or(shipped_sha256, |template| &template.sha256).to_owned(),
            case_version: number(prepared.case_version)?,
            docx_file,
            docx_sha256,
            pdf_file,
            pdf_sha256,
            made_by: caller.user.to_string(),
            made_at: now.timestamp_micros(),
        };
        papers::insert(tx, &row)?;
        let paper = PaperId(id.0);
        let told = json!({ "paper": row.id, "kind": kind, "docx": row.docx_sha256, "pdf": row.pdf_sha256 });
        let (actor, case) = (Some(caller.user), Some(case));
        let put_down =
            [(AuditEvent::PaperMade, told), (AuditEvent::PersonalDataShown, Shown::paper(paper).body()?)];
        for (event, body) in put_down {
            audit::record(tx, &AuditEntry { event, at: now, actor, case, body })?;
        }
        Ok(row.id)
    }
}

impl PreparedPaper {
    /// What its files are called, without the ending. A number may have characters that no name has.
    #[must_use]
    pub fn file_stem(&self) -> String {
        let title = self.kind.label().zh;
        let number = self.number.clone().unwrap_or_else(|| format!("{}登记", self.about.of.on));
        let party = self.about.party.map(|party| format!("-当事人{party}")).unwrap_or_default();
        format!("{title}-{number}{party}").replace(['/', '\\'], "-")
    }
}

/// What goes into the secondary volume, or lists what lies there, is made by who may read it.
fn may_make(c: &mut Connection, caller: &Caller, (case, kind): (CaseId, CasePaper)) -> Result<Case, Error> {
    let loaded = load(c, caller, case)?;
    ensure(caller, Operation::MakePaper, Some(&loaded.case))?;
    if kind.tells_secondary() {
        ensure(caller, Operation::ReadSecondaryVolume, Some(&loaded.case))?;
    }
    loaded.case.ensure_not_recused(caller.user).map_err(Error::Refused)?;
    Ok(loaded.case)
}

/// Texts for fields that nobody writes by hand in this paper.
fn unknown_texts(kind: CasePaper, texts: &BTreeMap<String, String>) -> Option<Refusal> {
    let by_hand: Vec<&str> = kind.written_by_hand().iter().map(|field| field.code).collect();
    let mut findings = Findings::default();
    for code in texts.keys().filter(|code| !by_hand.contains(&code.as_str())) {
        let listed = by_hand.join(", ");
        let text = words(
            format!("该文书没有这一项手写内容；可填写：{listed}"),
            format!("nobody writes this by hand in this paper; what can be written is: {listed}"),
        );
        findings.invalid("text_unknown", &format!("/texts/{}", pointer_part(code)), text);
    }
    let findings = findings.into_findings();
    (!findings.is_empty()).then_some(Refusal { findings })
}

fn with_texts(kind: CasePaper, texts: &BTreeMap<String, String>, refusal: Refusal) -> Error {
    Error::Refused(match unknown_texts(kind, texts) {
        Some(unknown) => refusal.together_with(unknown),
        None => refusal,
    })
}

/// A name as RFC 6901 writes it in a pointer.
fn pointer_part(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
