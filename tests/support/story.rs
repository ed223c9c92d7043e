//! The story of a case, told in the field's words: `a_case().received("2021-03-01").accepted("2021-03-03")`.
//! Every step is an act with its legal date, recorded on that day unless the story says otherwise, so a
//! case is never put together by hand. Not here: what the tests expect.

use chrono::{DateTime, NaiveDate, Utc};
use sikuai::domain::act::Act;
use sikuai::domain::act::after::{Effectiveness, Recovery};
use sikuai::domain::act::decision::{
    Award, AwardItem, Decision, Discussion, Finality, MediationDocument, MediationSignature, Scope,
};
use sikuai::domain::act::filing::{Acceptance, Channel, Procedure, Receipt, SimplifiedGround};
use sikuai::domain::act::hearing::{HearingClosing, HearingNotice, HearingOpening, MediationAttempt};
use sikuai::domain::act::kind::ActKind;
use sikuai::domain::act::opening::Opening;
use sikuai::domain::act::pause::{Extension, Suspension, SuspensionEnd, SuspensionGround};
use sikuai::domain::act::service::ServiceOfProcess;
use sikuai::domain::act::tribunal::{Member, Seat, TribunalFormation, Untold};
use sikuai::domain::calendar::Calendar;
use sikuai::domain::case::Case;
use sikuai::domain::claim::{Cause, Claim, ClaimItem};
use sikuai::domain::deadline::rule::RuleId;
use sikuai::domain::deadline::{Deadline, deadlines};
use sikuai::domain::docket::{Content, Entry, Place, replay, stood_at};
use sikuai::domain::finding::{Moment, Reading};
use sikuai::domain::free_slot::Span;
use sikuai::domain::id::{CaseId, ClaimNo, EntryNo, PartyNo, UserId, VaultId};
use sikuai::domain::law::Article;
use sikuai::domain::money::Fen;
use sikuai::domain::office::{DiscussionRule, LawBook, Region};
use sikuai::domain::party::{Authority, Employer, Party, PersonRef, Representative, Side, Who};
use sikuai::domain::period::NoticeCounting;
use sikuai::domain::refusal::{Finding, Refusal};
use sikuai::domain::service_of_process::{Document, Proof, ProofKind, ServiceManner};
use sikuai::domain::stage::Stage;
use uuid::Uuid;

/// The worker who applies in the usual case.
pub(crate) const WORKER: PartyNo = PartyNo(1);
/// The employer who answers.
pub(crate) const EMPLOYER: PartyNo = PartyNo(2);
/// The usual claim: wages of CNY 10,000, less than twelve minimum wages.
pub(crate) const WAGES: ClaimNo = ClaimNo(1);
/// The region of the office.
pub(crate) const REGION: &str = "guangdong/xuwen";

/// A day written as `2021-03-02`.
pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The n-th person of the office.
pub(crate) fn user(n: u128) -> UserId {
    UserId(Uuid::from_u128(n))
}

/// The id of the case.
pub(crate) fn case_id() -> CaseId {
    CaseId(Uuid::from_u128(1))
}

/// The calendar and the settings of the office: Xuwen, as the law notes have it.
pub(crate) fn a_book() -> LawBook {
    LawBook {
        calendar: Calendar::shipped().clone(),
        region: Region::find(REGION).unwrap(),
        discussion: DiscussionRule::Required,
        notice: NoticeCounting::Statutory,
        hearing_hours: ["09:00-12:00", "14:30-17:30"]
            .map(|span| Span::try_from(span.to_owned()).unwrap())
            .to_vec(),
    }
}

fn person(n: u32) -> PersonRef {
    PersonRef { vault: VaultId(Uuid::from_u128(1_000 + u128::from(n))), digest: format!("digest{n}") }
}

/// A worker of one side.
pub(crate) fn a_worker(no: u32, side: Side) -> Party<PersonRef> {
    Party { no: PartyNo(no), side, who: Who::Worker(person(no)), representatives: Vec::new() }
}

/// Someone who acts for a party.
pub(crate) fn a_representative(n: u32) -> Representative<PersonRef> {
    Representative { person: person(n), authority: Authority::General }
}

/// An employer of one side.
pub(crate) fn an_employer(no: u32, side: Side) -> Party<PersonRef> {
    let name = format!("徐闻第{no}公司");
    let who = Who::Employer(Employer { name, credit_code: None, kind: None, industry: None, contact: None });
    Party { no: PartyNo(no), side, who, representatives: Vec::new() }
}

/// A claim for so many yuan; what no code names is said in words.
pub(crate) fn a_claim(no: u32, claimant: PartyNo, item: ClaimItem, yuan: i64) -> Claim {
    let statement = (item == ClaimItem::Other).then(|| "违约金".to_owned());
    Claim { no: ClaimNo(no), claimant, item, amount: Some(Fen::from_yuan(yuan)), statement }
}

/// The usual application: one worker claims wages from one employer.
pub(crate) fn a_receipt() -> Receipt<PersonRef> {
    Receipt {
        channel: Channel::Counter,
        cause: Cause::Remuneration,
        other_causes: Vec::new(),
        parties: vec![a_worker(1, Side::Applicant), an_employer(2, Side::Respondent)],
        claims: vec![a_claim(1, WORKER, ClaimItem::Wages, 10_000)],
        infringed_on: None,
        employment_ended_on: None,
        interrupted_on: Vec::new(),
        obstacles: Vec::new(),
        prior: None,
        origin: None,
    }
}

/// Three arbitrators, the first presiding.
pub(crate) fn a_panel() -> Vec<Member> {
    let seats = [(11, Seat::Presiding), (12, Seat::Member), (13, Seat::Member)];
    seats.into_iter().map(|(n, seat)| Member { user: user(n), seat }).collect()
}

/// The service of a document, in person.
pub(crate) fn a_service(document: Document, parties: &[PartyNo]) -> ServiceOfProcess {
    ServiceOfProcess {
        document,
        of: None,
        parties: parties.to_vec(),
        manner: ServiceManner::Direct,
        consented_on: None,
        leaving_ground: None,
        proof: None,
        cause: None,
    }
}

/// A proof of service.
pub(crate) fn a_proof(kind: ProofKind) -> Proof {
    Proof { kind, reference: "回证1号".into(), sha256: None, file: None }
}

/// An item of an award, granted.
pub(crate) fn granted(claim: ClaimNo, yuan: i64, finality: Finality) -> AwardItem {
    AwardItem { claim, decision: Decision::Granted, amount: Fen::from_yuan(yuan), finality }
}

/// A case and its docket as the story stands.
#[derive(Debug, Clone)]
pub(crate) struct Story {
    /// What will be received.
    pub(crate) receipt: Receipt<PersonRef>,
    /// The calendar and the settings.
    pub(crate) book: LawBook,
    /// The docket.
    pub(crate) entries: Vec<Entry>,
    case: Option<Case>,
    actor: UserId,
    recorded_on: Option<NaiveDate>,
    acknowledged: Vec<String>,
}

/// The usual case, not yet received.
pub(crate) fn a_case() -> Story {
    Story {
        receipt: a_receipt(),
        book: a_book(),
        entries: Vec::new(),
        case: None,
        actor: user(1),
        recorded_on: None,
        acknowledged: Vec::new(),
    }
}

/// The instant at noon of a day in the office.
pub(crate) fn noon(on: NaiveDate) -> DateTime<Utc> {
    on.and_hms_opt(4, 0, 0).unwrap().and_utc()
}

impl Story {
    /// With another application.
    pub(crate) fn with(mut self, change: impl FnOnce(&mut Receipt<PersonRef>)) -> Story {
        change(&mut self.receipt);
        self
    }

    /// With other settings.
    pub(crate) fn under(mut self, change: impl FnOnce(&mut LawBook)) -> Story {
        change(&mut self.book);
        self
    }

    /// From here on everything is written down on this day, however long ago it happened.
    pub(crate) fn recorded_on(mut self, on: &str) -> Story {
        self.recorded_on = Some(day(on));
        self
    }

    /// From here on this person acts.
    pub(crate) fn by(mut self, actor: UserId) -> Story {
        self.actor = actor;
        self
    }

    /// From here on this irregularity or warning is acknowledged.
    pub(crate) fn acknowledging(mut self, code: &str) -> Story {
        self.acknowledged.push(code.to_owned());
        self
    }

    /// The case as it stands.
    pub(crate) fn case(&self) -> &Case {
        self.case.as_ref().unwrap()
    }

    /// Its stage.
    pub(crate) fn stage(&self) -> Stage {
        self.case().stage
    }

    /// The number of the last entry.
    pub(crate) fn last(&self) -> EntryNo {
        self.entries.last().unwrap().no
    }

    /// The entry that an act would make.
    pub(crate) fn entry(&self, on: NaiveDate, act: Act) -> Entry {
        let no = self.entries.last().map_or(1, |last| last.no.0 + 1);
        Entry {
            no: EntryNo(no),
            on,
            recorded_at: noon(self.recorded_on.unwrap_or(on)),
            actor: self.actor,
            reason: None,
            acknowledged: self.acknowledged.clone(),
            content: Content::Act(act),
        }
    }

    fn moment(&self, on: NaiveDate) -> Moment<'_> {
        Moment {
            on,
            today: self.recorded_on.unwrap_or(on),
            entry: EntryNo(self.entries.last().map_or(1, |last| last.no.0 + 1)),
            actor: self.actor,
            acknowledged: &self.acknowledged,
            book: &self.book,
            reading: Reading::Decide,
        }
    }

    /// What would come of an act; the story stays as it is.
    pub(crate) fn attempt(&self, on: NaiveDate, act: Act) -> Result<Case, Refusal> {
        let at = self.moment(on);
        match (&self.case, act) {
            (None, act) => {
                let opening = Opening::of(&act).unwrap_or_else(|| panic!("{act:?} before the receipt"));
                opening.open(Place { id: case_id(), region: REGION }, &at)
            }
            (Some(case), act) => case.clone().perform(act, &at),
        }
    }

    /// The codes of the refusal that an act meets, with the articles.
    pub(crate) fn refused(&self, on: &str, act: impl Into<Act>) -> Vec<(&'static str, String)> {
        let refusal = self.attempt(day(on), act.into()).map(|case| case.stage).unwrap_err();
        let article = |finding: &Finding| finding.article.map_or_else(String::new, Article::en);
        refusal.findings.iter().map(|finding| (finding.code, short(&article(finding)))).collect()
    }

    /// The codes of what stands in the way of an act on a day, whatever it will say.
    pub(crate) fn obstacles(&self, on: &str, act: ActKind) -> Vec<&'static str> {
        self.case().obstacles(act, &self.moment(day(on))).iter().map(|found| found.code).collect()
    }

    /// The codes of what only makes an act of that day irregular, once it is written down on a later one.
    pub(crate) fn irregularities(&self, on: &str, act: ActKind) -> Vec<&'static str> {
        self.case().irregularities(act, &self.moment(day(on))).iter().map(|found| found.code).collect()
    }

    /// The story goes on with an act, which must pass.
    pub(crate) fn then(mut self, on: &str, act: impl Into<Act>) -> Story {
        let (on, act) = (day(on), act.into());
        let kind = act.kind();
        self.go_on(on, act).unwrap_or_else(|refusal| panic!("{on} {kind:?}: {refusal:#?}"));
        self
    }

    /// The story goes on with an act, or stays as it is where the act is refused.
    pub(crate) fn go_on(&mut self, on: NaiveDate, act: Act) -> Result<(), Refusal> {
        let case = self.attempt(on, act.clone())?;
        let entry = self.entry(on, act);
        self.case = Some(case);
        self.entries.push(entry);
        Ok(())
    }

    /// The next act is written down on this day, and these findings are acknowledged, no others.
    pub(crate) fn write_down(&mut self, recorded_on: NaiveDate, acknowledged: Vec<String>) {
        self.recorded_on = Some(recorded_on);
        self.acknowledged = acknowledged;
    }

    /// The case that the docket makes.
    pub(crate) fn replayed(&self, reading: Reading) -> Result<Case, Refusal> {
        replay(&self.entries, Place { id: case_id(), region: REGION }, &self.book, reading)
    }

    /// The case as it stood when an entry was made.
    pub(crate) fn stood_at(&self, entry: EntryNo) -> Case {
        stood_at(&self.entries, Place { id: case_id(), region: REGION }, &self.book, entry).unwrap()
    }

    /// The story as its entries tell it, read as an old docket is.
    pub(crate) fn read_again(mut self) -> Story {
        self.case = Some(self.replayed(Reading::Replay).unwrap());
        self
    }

    /// Every deadline.
    pub(crate) fn deadlines(&self) -> Vec<Deadline> {
        deadlines(self.case(), &self.book)
    }

    /// The one deadline of a rule.
    pub(crate) fn deadline(&self, id: RuleId) -> Deadline {
        let mut found: Vec<Deadline> = self.deadlines().into_iter().filter(|d| d.rule.id == id).collect();
        assert_eq!(found.len(), 1, "{id:?}: {found:#?}");
        found.remove(0)
    }

    /// 收件.
    pub(crate) fn received(self, on: &str) -> Story {
        let receipt = self.receipt.clone();
        self.then(on, Act::Receipt(receipt))
    }

    /// 受理, in the ordinary procedure.
    pub(crate) fn accepted(self, on: &str) -> Story {
        self.then(on, an_acceptance(Procedure::Ordinary))
    }

    /// 受理, in the simplified procedure.
    pub(crate) fn accepted_simplified(self, on: &str) -> Story {
        self.then(on, an_acceptance(Procedure::Simplified))
    }

    /// 送达, in person.
    pub(crate) fn served(self, on: &str, document: Document, parties: &[PartyNo]) -> Story {
        self.then(on, Act::Service(a_service(document, parties)))
    }

    /// 组庭, with three members, of which the parties are told on the same day.
    pub(crate) fn tribunal(self, on: &str) -> Story {
        self.then(on, a_formation(a_panel(), Some(on)))
    }

    /// 开庭通知.
    pub(crate) fn hearing_set(self, on: &str, held_on: &str) -> Story {
        self.then(on, a_hearing(held_on))
    }

    /// From the receipt on 1 March 2021 to the tribunal of the 5th: accepted on the 3rd, the copy served on the 4th.
    pub(crate) fn with_tribunal(self) -> Story {
        self.received("2021-03-01")
            .accepted("2021-03-03")
            .served("2021-03-04", Document::ApplicationCopy, &[EMPLOYER])
            .tribunal("2021-03-05")
    }

    /// The same, with a hearing set for Monday 22 March.
    pub(crate) fn set_for_hearing(self) -> Story {
        self.with_tribunal().hearing_set("2021-03-08", "2021-03-22")
    }

    /// The written notice of the last hearing, on both, who signed for it.
    pub(crate) fn notice_served(self, on: &str) -> Story {
        let of = self.case().hearings.last().map(|hearing| hearing.notice.by);
        let proof = Some(a_proof(ProofKind::SignedReturn));
        let service =
            ServiceOfProcess { of, proof, ..a_service(Document::HearingNotice, &[WORKER, EMPLOYER]) };
        self.then(on, Act::Service(service))
    }

    /// 开庭: the last hearing that was set.
    pub(crate) fn opened(self, on: &str) -> Story {
        let hearing = self.hearing();
        self.then(on, Act::HearingOpening(HearingOpening { hearing, absent: Vec::new() }))
    }

    /// 闭庭: the last hearing; mediation was tried.
    pub(crate) fn hearing_closed(self, on: &str) -> Story {
        let hearing = self.hearing();
        self.then(on, Act::HearingClosing(HearingClosing { hearing, mediation: MediationAttempt::Failed }))
    }

    /// 案件讨论.
    pub(crate) fn discussed(self, on: &str) -> Story {
        self.then(on, Act::Discussion(Discussion { conclusion: "一致".into() }))
    }

    /// 裁决 of the whole case.
    pub(crate) fn awarded(self, on: &str, items: Vec<AwardItem>) -> Story {
        self.then(on, Act::Award(Award { scope: Scope::Whole, items, binds: Vec::new() }))
    }

    /// 中止.
    pub(crate) fn suspended(self, on: &str) -> Story {
        self.then(on, Act::Suspension(Suspension { ground: SuspensionGround::ForceMajeure }))
    }

    /// 恢复审理.
    pub(crate) fn resumed(self, on: &str) -> Story {
        let suspension = self.case().suspensions.last().unwrap().from.by;
        self.then(on, Act::SuspensionEnd(SuspensionEnd { suspension }))
    }

    /// 延期.
    pub(crate) fn extended(self, on: &str, days: u16) -> Story {
        self.then(on, Act::Extension(Extension { days }))
    }

    /// 公告: the application on the employer.
    pub(crate) fn announced(self, on: &str) -> Story {
        let service = ServiceOfProcess {
            manner: ServiceManner::Announcement,
            cause: Some("下落不明".into()),
            ..a_service(Document::ApplicationCopy, &[EMPLOYER])
        };
        self.then(on, Act::Service(service))
    }

    /// 制作调解书, of the whole case.
    pub(crate) fn mediation_document(self, on: &str) -> Story {
        self.then(on, a_mediation_document())
    }

    /// 调解书签收: the last document.
    pub(crate) fn signed(self, on: &str, parties: &[PartyNo]) -> Story {
        let document = self.case().mediation_papers.last().unwrap().made.by;
        self.then(on, Act::MediationSignature(MediationSignature { document, parties: parties.to_vec() }))
    }

    /// 生效.
    pub(crate) fn effective(self, on: &str) -> Story {
        self.then(on, Act::Effectiveness(Effectiveness {}))
    }

    /// 追回.
    pub(crate) fn recovered(self, on: &str, yuan: i64) -> Story {
        self.then(on, Act::Recovery(Recovery { amount: Fen::from_yuan(yuan), party: None }))
    }

    /// The number of the last hearing.
    pub(crate) fn hearing(&self) -> EntryNo {
        self.case().hearings.last().unwrap().notice.by
    }
}

/// The acceptance in a procedure.
pub(crate) fn an_acceptance(procedure: Procedure) -> Act {
    let simplified_ground = (procedure == Procedure::Simplified).then_some(SimplifiedGround::ClearFacts);
    Act::Acceptance(Acceptance {
        procedure,
        simplified_ground,
        number: Some("〔2021〕1号".into()),
        continued: None,
    })
}

/// The formation of a tribunal, of which the parties were told on a day, or of which services tell.
pub(crate) fn a_formation(members: Vec<Member>, notified_on: Option<&str>) -> Act {
    let notified_on = notified_on.map(day);
    Act::TribunalFormation(TribunalFormation { members, notified_on, untold: Untold::Served })
}

/// Notice of a hearing on a day.
pub(crate) fn a_hearing(held_on: &str) -> Act {
    Act::HearingNotice(HearingNotice {
        held_on: day(held_on),
        time: Some("09:00".into()),
        minutes: None,
        room: None,
    })
}

/// A mediation document for the whole case.
pub(crate) fn a_mediation_document() -> Act {
    Act::MediationDocument(MediationDocument {
        scope: Scope::Whole,
        claims: Vec::new(),
        amount: Fen::from_yuan(8_000),
    })
}

/// `Civil Procedure Law (2017), art. 92` as `CPL 92`; the two usual laws as `LAW` and `R33`.
fn short(citation: &str) -> String {
    let Some((law, number)) = citation.split_once(", art. ") else { return String::new() };
    let law = if law.starts_with("Labour Dispute") {
        "LAW"
    } else if law.starts_with("Case Handling") {
        "R33"
    } else {
        law
    };
    format!("{law} {number}")
}

/// The usual case with the tribunal formed; the application was served on 4 March, so the period for the
/// defence runs to 18 March, and the trial period to 17 April, a Saturday: 19 April 2021.
pub(crate) fn with_tribunal() -> Story {
    a_case().with_tribunal()
}

/// With a hearing set for 22 March, of which both have notice.
pub(crate) fn scheduled() -> Story {
    a_case().set_for_hearing().notice_served("2021-03-09")
}

/// Heard on 22 March.
pub(crate) fn in_deliberation() -> Story {
    scheduled().opened("2021-03-22").hearing_closed("2021-03-22")
}

/// Decided on 26 March by a final award of the wages.
pub(crate) fn decided() -> Story {
    let items = vec![granted(WAGES, 10_000, Finality::Final)];
    in_deliberation().discussed("2021-03-23").awarded("2021-03-26", items)
}
