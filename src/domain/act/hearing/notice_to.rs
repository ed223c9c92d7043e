//! Whether a party was told of a hearing in writing (开庭通知的送达与证明): what an award by default and a deemed withdrawal
//! rest on. Not here: when the hearing is, which is in `notice`.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::domain::case::{Case, Hearing};
use crate::domain::code::Coded as _;
use crate::domain::deadline;
use crate::domain::deadline::rule::RuleId;
use crate::domain::id::{EntryNo, PartyNo};
use crate::domain::law::{Article, r33};
use crate::domain::office::LawBook;
use crate::domain::refusal::{Words, words};
use crate::domain::service_of_process::{Document, ProofKind, Service, ServiceManner, SpokenFor};

/// What lacks for a party's absence to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::domain::act) enum NoticeLack {
    /// There is no record that it had notice (LAW 36).
    Notice,
    /// It had notice, and later than the law has it (LAW 35): on this day, the last one being the other.
    InTime(NaiveDate, NaiveDate),
    /// It was served in this manner, and nothing proves it (our choice; in the simplified procedure R33 59).
    Proof(ServiceManner),
}

/// The written notice of one hearing, as it was served on each party. Put together once for a hearing, of which thousands may
/// be asked.
pub(in crate::domain::act) struct NoticeServed<'a> {
    /// The last day on which it is in time.
    latest: NaiveDate,
    /// What each party was served itself.
    own: HashMap<PartyNo, Vec<&'a Service>>,
    /// The proof that each service has first.
    proofs: HashMap<(EntryNo, PartyNo), ProofKind>,
    spoken_for: SpokenFor<'a>,
    hearing: EntryNo,
}

impl<'a> NoticeServed<'a> {
    /// Of a hearing.
    pub(in crate::domain::act) fn of(case: &'a Case, hearing: &Hearing, book: &LawBook) -> NoticeServed<'a> {
        let latest = if hearing.notice_required {
            deadline::due_of(RuleId::A20, hearing.held_on, book)
        } else {
            hearing.held_on
        };
        let (mut own, mut proofs) = (HashMap::<PartyNo, Vec<&Service>>::new(), HashMap::new());
        let hearing = hearing.notice.by;
        for service in case.services.iter().filter(|service| is_notice_of(hearing, service)) {
            own.entry(service.party).or_default().push(service);
        }
        for proved in &case.proofs {
            proofs.entry((proved.service, proved.party)).or_insert(proved.proof.kind);
        }
        NoticeServed { latest, own, proofs, spoken_for: SpokenFor::of(case), hearing }
    }

    /// What lacks for a party's absence to count; nothing, if its notice was lawful and is proved. Whom representatives speak
    /// for in a collective dispute (R33 63) has notice when all of them have (our choice).
    pub(in crate::domain::act) fn lack(&self, party: PartyNo) -> Option<NoticeLack> {
        let own = self.own_lack(party)?;
        let counts = |service: &Service| {
            (is_notice_of(self.hearing, service) && self.is_in_time(service) && self.is_proved(service))
                .then_some(())
        };
        self.spoken_for.reached(party, counts).is_none().then_some(own)
    }

    /// The same of what was served on a party itself.
    fn own_lack(&self, party: PartyNo) -> Option<NoticeLack> {
        let own = self.own.get(&party).map(Vec::as_slice).unwrap_or_default();
        let first = own.iter().map(|service| service.served_on).min();
        let mut lack = first.map_or(NoticeLack::Notice, |first| NoticeLack::InTime(first, self.latest));
        for service in own.iter().filter(|service| self.is_in_time(service)) {
            if self.is_proved(service) {
                return None;
            }
            lack = NoticeLack::Proof(service.manner);
        }
        Some(lack)
    }

    fn is_in_time(&self, service: &Service) -> bool {
        service.served_on <= self.latest
    }

    /// Whether the register has proof of a service: one that fits its manner.
    fn is_proved(&self, service: &Service) -> bool {
        let proof = self.proofs.get(&(service.made.by, service.party));
        proof.is_some_and(|kind| kind.proves(service.manner))
    }
}

fn is_notice_of(hearing: EntryNo, service: &Service) -> bool {
    service.document == Document::HearingNotice && service.of == Some(hearing)
}

impl NoticeLack {
    /// Why a party cannot be held to be absent: `article` bars what is to come of it, `so` says what that is.
    pub(in crate::domain::act) fn why(
        self,
        party: PartyNo,
        article: Article,
        so: &Words,
    ) -> (Article, Words) {
        match self {
            NoticeLack::Notice => {
                let text = words(
                    format!("没有第{party}号当事人依法收到书面开庭通知的记录，{}", so.zh),
                    format!("there is no record that party {party} had lawful written notice; {}", so.en),
                );
                (article, text)
            }
            NoticeLack::InTime(served_on, latest) => {
                let text = words(
                    format!("第{party}号当事人于{served_on}收到开庭通知，晚于最迟日期{latest}，{}", so.zh),
                    format!("party {party} had the notice on {served_on}, later than {latest}; {}", so.en),
                );
                (article, text)
            }
            NoticeLack::Proof(manner) => {
                let (manner_zh, manner_en) = (manner.label().zh, manner.label().en);
                let text = words(
                    format!("第{party}号当事人的开庭通知（{manner_zh}）没有送达证明，{}", so.zh),
                    format!("nothing proves that party {party} had the notice ({manner_en}); {}", so.en),
                );
                (if manner == ServiceManner::Simple { r33("59") } else { article }, text)
            }
        }
    }
}
