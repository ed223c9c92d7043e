//! What is not yet served (待送达): each document that the law wants a party of an arbitration case to have and that
//! nobody served on it, and each service that has no proof. A pure function of the case, as deadlines are; stored only
//! as an index for the office's list.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Document, ProofKind, Service, SpokenFor};
use crate::domain::act::service::DefenceKind;
use crate::domain::case::{AwardReceived, Case, Dated, HearingState};
use crate::domain::case_kind::CaseKind;
use crate::domain::code::{Coded, Label, label};
use crate::domain::deadline::due_of;
use crate::domain::deadline::rule::RuleId;
use crate::domain::id::{EntryNo, PartyNo};
use crate::domain::office::LawBook;
use crate::domain::party::Side;

/// What is lacking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Lacks {
    /// 未送达.
    Service,
    /// 缺送达证明.
    Proof,
}

impl Coded for Lacks {
    const LIST: &'static str = "service_lacks";
    const ROWS: &'static [(Self, Label)] = &[
        (Lacks::Service, label("service", "未送达", "Not served")),
        (Lacks::Proof, label("proof", "缺送达证明", "Served without proof")),
    ];
}

/// One document that one party still must get, or of whose service the proof is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PendingService {
    /// What.
    pub document: Document,
    /// The hearing, award or defence that it is about.
    pub of: Option<EntryNo>,
    /// On whom.
    pub party: PartyNo,
    /// Since when: the day of what it tells, or of the service that has no proof.
    pub since: NaiveDate,
    /// By when, where a rule says so.
    pub due_on: Option<NaiveDate>,
    /// What is lacking.
    pub lacks: Lacks,
}

/// A document that someone must have, before anything is asked of what was served.
struct Wanted {
    document: Document,
    of: Option<EntryNo>,
    since: Dated,
    due_on: Option<NaiveDate>,
    parties: Vec<PartyNo>,
}

impl Wanted {
    /// Whether what a service names is another one of the kind: of several defences each has its own copy.
    fn is_of_another(&self, of: Option<EntryNo>) -> bool {
        self.document == Document::DefenceCopy && of.is_some_and(|of| Some(of) != self.of)
    }

    /// Whether a service, while the case is under way, is of this: the notice of a hearing names it, of anything else what was
    /// made since counts.
    fn is_met_by(&self, service: &Service) -> bool {
        let is_it = if self.document == Document::HearingNotice {
            self.of.is_some() && service.of == self.of
        } else {
            service.made.on >= self.since.on && !self.is_of_another(service.of)
        };
        is_it && service.document == self.document
    }
}

/// Everything that is not yet served in a case, and every service without proof; nothing once it is archived.
#[must_use]
pub fn pending(case: &Case, book: &LawBook) -> Vec<PendingService> {
    if case.kind != CaseKind::Arbitration || case.archived.is_some() {
        return Vec::new();
    }
    let (served, mut pending) = (Served::of(case), Vec::new());
    let spoken_for = SpokenFor::of(case);
    for wanted in wanted(case, book) {
        // What closes the case or a part of it goes to each, because each can sue (our choice).
        let on_the_way = case.closing.is_none() && wanted.document.finality().is_none();
        let counts = |service: &Service| (on_the_way && wanted.is_met_by(service)).then_some(());
        let has = |no: PartyNo| served.has(&wanted, no) || spoken_for.reached(no, counts).is_some();
        let unserved = wanted.parties.iter().filter(|party| !has(**party));
        pending.extend(unserved.map(|party| PendingService {
            document: wanted.document,
            of: wanted.of,
            party: *party,
            since: wanted.since.on,
            due_on: wanted.due_on,
            lacks: Lacks::Service,
        }));
    }
    let proofs = proofs(case);
    let proved = |service: &Service| {
        proofs.get(&(service.made.by, service.party)).is_some_and(|kind| kind.proves(service.manner))
    };
    pending.extend(case.services.iter().filter(|service| !proved(service)).map(unproved));
    pending
}

fn unproved(service: &Service) -> PendingService {
    PendingService {
        document: service.document,
        of: Some(service.made.by),
        party: service.party,
        since: service.made.on,
        due_on: None,
        lacks: Lacks::Proof,
    }
}

/// The proof that each party's service has first, by the entry of the service.
fn proofs(case: &Case) -> HashMap<(EntryNo, PartyNo), ProofKind> {
    let mut proofs = HashMap::new();
    for proved in &case.proofs {
        proofs.entry((proved.service, proved.party)).or_insert(proved.proof.kind);
    }
    proofs
}

fn wanted(case: &Case, book: &LawBook) -> Vec<Wanted> {
    let mut wanted = of_parts(case);
    let Some(closing) = &case.closing else {
        at_acceptance(case, book, &mut wanted);
        of_tribunal(case, book, &mut wanted);
        underway(case, book, &mut wanted);
        return wanted;
    };
    // What was to be told on the way is over; what closed the case is to be served. Of what a ledger closed, nobody
    // knows here whether it was.
    if case.was_closed_in_ledger() {
        return wanted;
    }
    let accepted = case.acceptance.is_some();
    let there = case.there_at(closing.at);
    let recipients = there.filter(|party| accepted || party.side == Side::Applicant);
    let parties: Vec<PartyNo> = recipients.map(|party| party.no).collect();
    let documents = case.closing_documents().into_iter();
    wanted.extend(documents.map(|document| Wanted {
        document,
        of: None,
        since: closing.at,
        due_on: None,
        parties: parties.clone(),
    }));
    wanted
}

/// The awards of parts of the case (R33 49), whatever becomes of the rest.
fn of_parts(case: &Case) -> Vec<Wanted> {
    let awards = case.partial_awards();
    let documents = awards.flat_map(|award| award.documents().map(move |(document, _)| (award, document)));
    documents
        .map(|(award, document)| Wanted {
            document,
            of: Some(award.made.by),
            since: award.made,
            due_on: None,
            parties: case.there_at(award.made).map(|party| party.no).collect(),
        })
        .collect()
}

/// The notice to the applicants (R33 30) and the copy to the respondents (A06).
fn at_acceptance(case: &Case, book: &LawBook, wanted: &mut Vec<Wanted>) {
    let Some(accepted) = case.acceptance.as_ref().map(|acceptance| acceptance.at) else { return };
    let joined = |no: PartyNo| case.joined.iter().find(|joined| joined.party == no).map(|joined| joined.at);
    for party in case.present() {
        let (document, rule) = match party.side {
            Side::Applicant => (Document::AcceptanceNotice, None),
            Side::Respondent => (Document::ApplicationCopy, Some(RuleId::A06)),
            Side::ThirdParty => continue,
        };
        if case.ledger.is_some() && joined(party.no).is_none() {
            continue;
        }
        let since = joined(party.no).unwrap_or(accepted);
        let due_on = rule.map(|rule| due_of(rule, since.on, book));
        wanted.push(Wanted { document, of: None, since, due_on, parties: vec![party.no] });
    }
}

/// The notice of the tribunal to everyone (A07), where its formation does not say that they were told. Whoever joined later is
/// told too, without a term.
fn of_tribunal(case: &Case, book: &LawBook, wanted: &mut Vec<Wanted>) {
    let untold = case.tribunal.as_ref().filter(|tribunal| tribunal.notified_on.is_none());
    let Some((formed, accepted)) = untold.map(|it| it.formed).zip(case.acceptance.as_ref()) else { return };
    let later: HashSet<PartyNo> =
        case.joined.iter().filter(|it| it.at.on > formed.on).map(|it| it.party).collect();
    let due = due_of(RuleId::A07, accepted.at.on, book);
    let (joined, first): (Vec<PartyNo>, Vec<PartyNo>) =
        case.present().map(|party| party.no).partition(|no| later.contains(no));
    let terms = [(Some(due).filter(|_| case.ledger.is_none()), first), (None, joined)];
    let document = Document::TribunalNotice;
    let to = terms.into_iter().filter(|(_, parties)| !parties.is_empty());
    wanted.extend(to.map(|(due_on, parties)| Wanted { document, of: None, since: formed, due_on, parties }));
}

/// Amended claims to the respondents (R33 44), each defence to the applicants (A09), each hearing to everyone (A20).
fn underway(case: &Case, book: &LawBook, wanted: &mut Vec<Wanted>) {
    let of_side = |side| case.side(side).map(|party| party.no).collect::<Vec<_>>();
    if let Some(since) = case.amended() {
        let (document, parties) = (Document::AmendedApplicationCopy, of_side(Side::Respondent));
        wanted.push(Wanted { document, of: Some(since.by), since, due_on: None, parties });
    }
    for defence in case.defences.iter().filter(|defence| defence.kind == DefenceKind::Filed) {
        let due_on = Some(due_of(RuleId::A09, defence.at.on, book));
        let (document, of, parties) = (Document::DefenceCopy, Some(defence.at.by), of_side(Side::Applicant));
        wanted.push(Wanted { document, of, since: defence.at, due_on, parties });
    }
    let ahead = |state: &HearingState| *state == HearingState::Scheduled;
    for hearing in case.hearings.iter().filter(|hearing| hearing.notice_required && ahead(&hearing.state)) {
        let (document, of) = (Document::HearingNotice, Some(hearing.notice.by));
        let due_on = Some(due_of(RuleId::A20, hearing.held_on, book));
        let parties = case.present().map(|party| party.no).collect();
        wanted.push(Wanted { document, of, since: hearing.notice, due_on, parties });
    }
}

/// What each party has, in one pass over the services. A document that closed the case is served by its own service or
/// its own signature; one about a hearing or a part of the case names it; of the others a copy that was made since counts.
struct Served {
    /// Who has which award.
    awards: BTreeMap<AwardReceived, Dated>,
    rest: Rest,
}

/// What was made for whom, of which entry where that matters.
type Made = (Document, Option<EntryNo>, PartyNo);

enum Rest {
    /// After the closing: who has what closed it.
    Closed(HashMap<(Document, PartyNo), NaiveDate>),
    /// Before it: when each document was last made for a party, a copy of a defence or of amended claims of which ones,
    /// where that was said; and who has the notice of which hearing.
    Underway { last: HashMap<Made, NaiveDate>, hearings: HashSet<(EntryNo, PartyNo)> },
}

impl Served {
    fn of(case: &Case) -> Served {
        Served { awards: case.awards_received(), rest: Rest::of(case) }
    }

    fn has(&self, wanted: &Wanted, party: PartyNo) -> bool {
        match wanted.document.finality().zip(wanted.of) {
            Some((finality, award)) => self.awards.contains_key(&(award, finality, party)),
            None => self.rest.has(wanted, party),
        }
    }
}

impl Rest {
    fn of(case: &Case) -> Rest {
        if case.closing.is_some() {
            return Rest::Closed(case.closing_reached());
        }
        let (mut last, mut hearings) = (HashMap::new(), HashSet::new());
        for service in &case.services {
            let amended = case.amendment_of(service).map(|amended| amended.by);
            if service.document == Document::AmendedApplicationCopy && amended.is_none() {
                continue;
            }
            let of = amended.or(service.of.filter(|_| service.document == Document::DefenceCopy));
            let made = last.entry((service.document, of, service.party)).or_insert(service.made.on);
            *made = service.made.on.max(*made);
            if service.document == Document::HearingNotice {
                hearings.extend(service.of.map(|of| (of, service.party)));
            }
        }
        Rest::Underway { last, hearings }
    }

    fn has(&self, wanted: &Wanted, party: PartyNo) -> bool {
        match self {
            Rest::Closed(reached) => reached.contains_key(&(wanted.document, party)),
            Rest::Underway { hearings, .. } if wanted.document == Document::HearingNotice => {
                wanted.of.is_some_and(|of| hearings.contains(&(of, party)))
            }
            Rest::Underway { last, .. } => [None, wanted.of].into_iter().any(|of| {
                last.get(&(wanted.document, of, party)).is_some_and(|made| *made >= wanted.since.on)
            }),
        }
    }
}
