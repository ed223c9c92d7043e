//! Whether a party was told of a hearing in writing (开庭通知的送达与证明): what an award by default and a deemed withdrawal
//! rest on. Not here: when the hearing is, which is in `notice`.

use chrono::NaiveDate;

use crate::domain::case::{Case, Hearing};
use crate::domain::code::Coded as _;
use crate::domain::deadline;
use crate::domain::deadline::rule::RuleId;
use crate::domain::finding::Moment;
use crate::domain::id::PartyNo;
use crate::domain::law::{Article, r33};
use crate::domain::refusal::{Words, words};
use crate::domain::service_of_process::{Document, ServedProof, Service, ServiceManner};

/// What lacks for a party's absence to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeLack {
    /// There is no record that it had notice (LAW 36).
    Notice,
    /// It had notice, and later than the law has it (LAW 35): on this day, the last one being the other.
    InTime(NaiveDate, NaiveDate),
    /// It was served in this manner, and nothing proves it (our choice; in the simplified procedure R33 59).
    Proof(ServiceManner),
}

/// What lacks for a party's absence from a hearing to count; nothing, if its notice was lawful and is proved. Who has
/// representatives in a collective dispute (R33 63) has notice when all of them have, since they were chosen (our choice).
#[must_use]
pub fn notice_lack(case: &Case, hearing: &Hearing, party: PartyNo, at: &Moment<'_>) -> Option<NoticeLack> {
    let own = own_lack(case, hearing, (party, None), at)?;
    let Some(chosen) = case.spoken_for_by(party) else { return Some(own) };
    let since = Some(chosen.since.on);
    let mut of_them = chosen.parties.iter().map(|no| own_lack(case, hearing, (*no, since), at));
    of_them.any(|lack| lack.is_some()).then_some(own)
}

/// The same of what was served on a party itself, since a day.
fn own_lack(
    case: &Case,
    hearing: &Hearing,
    (party, since): (PartyNo, Option<NaiveDate>),
    at: &Moment<'_>,
) -> Option<NoticeLack> {
    let latest = if hearing.notice_required {
        deadline::due_of(RuleId::A20, hearing.held_on, at.book)
    } else {
        hearing.held_on
    };
    let told = |service: &&Service| {
        service.document == Document::HearingNotice
            && service.of == Some(hearing.notice.by)
            && service.party == party
            && since.is_none_or(|since| service.made.on >= since)
    };
    let first = case.services.iter().filter(told).map(|service| service.served_on).min();
    let mut lack = first.map_or(NoticeLack::Notice, |first| NoticeLack::InTime(first, latest));
    for service in case.services.iter().filter(told).filter(|service| service.served_on <= latest) {
        if is_proved(case, service) {
            return None;
        }
        lack = NoticeLack::Proof(service.manner);
    }
    Some(lack)
}

/// Whether the register has proof of a service: one that fits its manner.
fn is_proved(case: &Case, service: &Service) -> bool {
    let own = |proved: &&ServedProof| proved.service == service.made.by && proved.party == service.party;
    case.proofs.iter().find(own).is_some_and(|proved| proved.proof.kind.proves(service.manner))
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
                    format!("没有第{party}号当事人依法收到书面开庭通知的记录,{}", so.zh),
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
                    format!("第{party}号当事人的开庭通知({manner_zh})没有送达证明,{}", so.zh),
                    format!("nothing proves that party {party} had the notice ({manner_en}); {}", so.en),
                );
                (if manner == ServiceManner::Simple { r33("59") } else { article }, text)
            }
        }
    }
}
