//! Cases for the benchmark, each told act by act through the domain, so that its row, its deadlines and its figures
//! are such as the program writes. Not here: writing them (`tables`), and what is measured.

use chrono::{Days, NaiveDate, TimeDelta};
use sikuai::app::derived::Derived;
use sikuai::app::docket_rows::Joined;
use sikuai::app::figure_rows::history_of_kept;
use sikuai::app::rows;
use sikuai::domain::act::Act;
use sikuai::domain::act::after::{Effectiveness, Recovery};
use sikuai::domain::act::decision::{Award, AwardItem, Decision, Discussion, Finality, Scope};
use sikuai::domain::act::filing::{Acceptance, CorrectionNotice, Procedure, Receipt, SimplifiedGround};
use sikuai::domain::act::hearing::{HearingClosing, HearingNotice, HearingOpening, MediationAttempt};
use sikuai::domain::act::pause::{Extension, Suspension, SuspensionGround};
use sikuai::domain::act::service::{Defence, DefenceKind, ServiceOfProcess};
use sikuai::domain::act::tribunal::{Assignee, Assignment, Duty, Member, Seat, TribunalFormation, Untold};
use sikuai::domain::calendar::Calendar;
use sikuai::domain::case::Case;
use sikuai::domain::code::Coded as _;
use sikuai::domain::docket::{Entry, FIRST_HASH, chain, office_day};
use sikuai::domain::id::{CaseId, UserId};
use sikuai::domain::money::Fen;
use sikuai::domain::office::LawBook;
use sikuai::domain::party::{PersonRef, Who};
use sikuai::domain::service_of_process::{Document, ServiceManner};
use sikuai::storage::cases::CaseRow;
use sikuai::storage::docket::DocketRow;
use sikuai::storage::known_figures::History as KnownFigures;
use uuid::Builder;

use crate::story::{EMPLOYER, Story, WAGES, WORKER, a_case, a_service, granted, noon, user};

/// How many people work in the office; they have the numbers from 1.
pub(crate) const STAFF: u32 = 2_000;
/// How many times slower than the quickest office the slowest is, after the acceptance.
const PACE_MAX: u32 = 3;
/// Up to this working day after the receipt every office is equally quick.
const BRISK_WORKING_DAYS: u16 = 6;
/// A case received so many days ago is old.
const OLD_DAYS: i64 = 120;
/// The course that ends with an award.
const USUAL: u32 = 9;
/// The working days from the notice of a hearing to the hearing.
const NOTICE_WORKING_DAYS: u16 = 6;

/// The rows of one case.
pub(crate) struct Rows {
    pub(crate) case: CaseRow,
    pub(crate) docket: Vec<DocketRow>,
    pub(crate) derived: Derived,
    pub(crate) known: KnownFigures,
}

/// A case that is to be told: its number in the benchmark, and on which day it was received.
#[derive(Clone, Copy)]
pub(crate) struct Told {
    pub(crate) no: u32,
    pub(crate) received_on: NaiveDate,
    /// Nothing happens after this day.
    pub(crate) until: NaiveDate,
}

/// A case and its docket.
pub(crate) struct History {
    pub(crate) case: Case,
    pub(crate) entries: Vec<Entry>,
}

impl Told {
    /// Tells it: one of several courses, at one of three paces, by some of the staff. Hardly any old case lies open.
    pub(crate) fn tell(self) -> History {
        let is_old = self.until - self.received_on > TimeDelta::days(OLD_DAYS);
        let is_settled = is_old && !mixed(self.no, 10).is_multiple_of(50);
        let kind = if is_settled { USUAL } else { mixed(self.no, 1) % 20 };
        let teller = Teller { story: a_case().with(|receipt| self.name(receipt)), told: self, going: true };
        let story = teller.course(kind).story;
        let mut case = story.case().clone();
        case.id = self.id();
        History { case, entries: story.entries }
    }

    /// Of the version that the program makes, in the order of the receipts.
    fn id(self) -> CaseId {
        let at =
            u64::try_from(noon(self.received_on).timestamp_millis()).unwrap() + u64::from(self.no % 1000);
        let mut random = [0; 10];
        random[..4].copy_from_slice(&mixed(self.no, 2).to_be_bytes());
        random[6..].copy_from_slice(&self.no.to_be_bytes());
        CaseId(Builder::from_unix_timestamp_millis(at, &random).into_uuid())
    }

    fn name(self, receipt: &mut Receipt<PersonRef>) {
        for party in &mut receipt.parties {
            if let Who::Employer(employer) = &mut party.who {
                employer.name = format!("徐闻第{}公司", mixed(self.no, 3) % 20_000);
            }
        }
    }

    fn pace(self) -> u16 {
        u16::try_from(1 + mixed(self.no, 4) % PACE_MAX).unwrap()
    }

    /// The n-th of those who work on it.
    fn staff(self, n: u32) -> UserId {
        user(u128::from(1 + (mixed(self.no, 5) + n) % STAFF))
    }
}

/// Tells a history, and stops at the last day of the benchmark.
struct Teller {
    story: Story,
    told: Told,
    going: bool,
}

impl Teller {
    fn course(self, kind: u32) -> Teller {
        match kind {
            0 => self.received().then(2, |_, on| {
                let items = vec!["申请书副本".to_owned()];
                Act::CorrectionNotice(CorrectionNotice { items, due_on: on + Days::new(10) })
            }),
            1 => self.received(),
            // Nothing more is done: the trial period runs out.
            2 => self.accepted(Procedure::Ordinary, ServiceManner::Direct),
            3 | 4 => self.accepted(Procedure::Simplified, ServiceManner::Direct).heard().decided(14),
            5 => self
                .accepted(Procedure::Ordinary, ServiceManner::Direct)
                .then(9, |_, _| Act::Suspension(Suspension { ground: SuspensionGround::ForceMajeure })),
            6 | 7 => self
                .accepted(Procedure::Ordinary, ServiceManner::Direct)
                .heard()
                .then(13, |_, _| Act::Extension(Extension { days: 15 }))
                .decided(20),
            8 => self.accepted(Procedure::Ordinary, ServiceManner::Announcement),
            _ => self.accepted(Procedure::Ordinary, ServiceManner::Direct).heard().decided(16),
        }
    }

    fn received(self) -> Teller {
        let clerk = Assignee { user: self.told.staff(0), duty: Duty::Clerk };
        self.then(0, |story, _| Act::Receipt(story.receipt.clone()))
            .then(0, |_, _| Act::Assignment(Assignment { people: vec![clerk] }))
    }

    fn accepted(self, procedure: Procedure, manner: ServiceManner) -> Teller {
        let (told, simplified) = (self.told, procedure == Procedure::Simplified);
        let members = |told: Told| {
            let seats = [Seat::Presiding, Seat::Member, Seat::Member];
            let panel = if simplified { vec![Seat::Sole] } else { seats.to_vec() };
            let seated = panel.into_iter().zip(1..);
            seated.map(|(seat, n)| Member { user: told.staff(n), seat }).collect()
        };
        self.received()
            .then(2, |_, _| {
                let simplified_ground = simplified.then_some(SimplifiedGround::ClearFacts);
                let number = Some(format!("徐劳人仲案字〔{}〕{}号", told.received_on.format("%Y"), told.no));
                Act::Acceptance(Acceptance { procedure, simplified_ground, number, continued: None })
            })
            .then(3, |_, _| Act::Service(a_service(Document::AcceptanceNotice, &[WORKER, EMPLOYER])))
            .then(4, |_, _| {
                let cause = (manner == ServiceManner::Announcement).then(|| "下落不明".to_owned());
                let service = a_service(Document::ApplicationCopy, &[EMPLOYER]);
                Act::Service(ServiceOfProcess { manner, cause, ..service })
            })
            .then(5, |_, _| {
                let (members, untold) = (members(told), Untold::OnItsDay);
                Act::TribunalFormation(TribunalFormation { members, notified_on: None, untold })
            })
    }

    fn heard(self) -> Teller {
        let held_on = self.on(BRISK_WORKING_DAYS + NOTICE_WORKING_DAYS);
        let hearing = |story: &Story| story.hearing();
        // Once the defence is in, no hearing must wait for its period to end.
        self.then(BRISK_WORKING_DAYS, |_, _| {
            Act::Defence(Defence { party: EMPLOYER, kind: DefenceKind::Filed })
        })
        .then(BRISK_WORKING_DAYS, |_, _| {
            Act::HearingNotice(HearingNotice {
                held_on,
                time: Some("09:00".into()),
                minutes: None,
                room: None,
            })
        })
        .then(BRISK_WORKING_DAYS, |story, _| {
            let service = a_service(Document::HearingNotice, &[WORKER, EMPLOYER]);
            Act::Service(ServiceOfProcess { of: Some(hearing(story)), ..service })
        })
        .then(12, |story, _| {
            Act::HearingOpening(HearingOpening { hearing: hearing(story), absent: Vec::new() })
        })
        .then(12, |story, _| {
            let mediation = MediationAttempt::Failed;
            Act::HearingClosing(HearingClosing { hearing: hearing(story), mediation })
        })
    }

    fn decided(self, working_days: u16) -> Teller {
        let worth = 1_000 + i64::from(mixed(self.told.no, 6) % 9_000);
        self.then(working_days, |_, _| Act::Discussion(Discussion { conclusion: "一致".into() }))
            .then(working_days, |_, _| {
                let item = granted(WAGES, worth, Finality::Final);
                let items = vec![AwardItem { decision: Decision::PartlyGranted, ..item }];
                Act::Award(Award { scope: Scope::Whole, items, binds: Vec::new() })
            })
            .then(working_days + 2, |_, _| Act::Service(a_service(Document::AwardFinal, &[WORKER, EMPLOYER])))
            .then(working_days + 2, |_, _| Act::Effectiveness(Effectiveness {}))
            .then(working_days + 5, |_, _| {
                Act::Recovery(Recovery { amount: Fen::from_yuan(worth), party: None })
            })
    }

    /// One act, so many working days after the receipt at the pace of the case. What the law lets be recorded late is
    /// acknowledged.
    fn then(mut self, working_days: u16, act: impl FnOnce(&Story, NaiveDate) -> Act) -> Teller {
        let on = self.on(working_days);
        self.going &= on <= self.told.until;
        if self.going {
            let act = act(&self.story, on);
            self.story.write_down(on, Vec::new());
            if let Err(refusal) = self.story.go_on(on, act.clone()) {
                let codes = refusal.findings.iter().map(|finding| finding.code.to_owned()).collect();
                self.story.write_down(on, codes);
                let told = self.told.no;
                self.story.go_on(on, act).unwrap_or_else(|refusal| panic!("{told}: {on}: {refusal:#?}"));
            }
        }
        self
    }

    fn on(&self, working_days: u16) -> NaiveDate {
        let late = working_days.saturating_sub(BRISK_WORKING_DAYS);
        let count = working_days.min(BRISK_WORKING_DAYS) + late * self.told.pace();
        Calendar::shipped().nth_working_day_after(self.told.received_on, count)
    }
}

impl History {
    /// What follows from it under these books, and what was known of its figures.
    pub(crate) fn derived(&self, book: &LawBook) -> (Derived, KnownFigures) {
        let last = office_day(self.entries.last().unwrap().recorded_at);
        let derived = Derived::of(&self.case, book, last).unwrap();
        (derived, history_of_kept(&self.case, book, &self.entries).unwrap())
    }

    /// Its rows, as the program writes them under these books.
    pub(crate) fn rows(&self, book: &LawBook) -> Rows {
        let id = self.case.id.to_string();
        let mut last = FIRST_HASH.to_owned();
        let docket: Vec<DocketRow> = self.entries.iter().map(|entry| row(&id, entry, &mut last)).collect();
        let (body, previous) = (String::new(), String::new());
        let (created_at, recorded_at) =
            (docket.first().unwrap().recorded_at, docket.last().unwrap().recorded_at);
        let joined = Joined { body, previous, hash: last, recorded_at };
        let (derived, known) = self.derived(book);
        Rows { case: rows::case_row(&self.case, &joined, created_at).unwrap(), docket, derived, known }
    }
}

fn row(case_id: &str, entry: &Entry, last: &mut String) -> DocketRow {
    let body = serde_json::to_string(entry).unwrap();
    let hash = chain(last, &body);
    DocketRow {
        case_id: case_id.to_owned(),
        no: i32::try_from(entry.no.0).unwrap(),
        act: entry.kind().unwrap().code().to_owned(),
        on_date: entry.on,
        recorded_at: entry.recorded_at.timestamp_micros(),
        actor_id: entry.actor.to_string(),
        body,
        prev_hash: std::mem::replace(last, hash.clone()),
        hash,
    }
}

/// A number that is as good as random and the same in every run (splitmix64).
pub(crate) fn mixed(no: u32, salt: u32) -> u32 {
    let mut z = (u64::from(no) << 32 | u64::from(salt)).wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    u32::try_from((z ^ (z >> 31)) >> 32).unwrap()
}
