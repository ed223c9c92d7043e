//! One case as it goes on: what opens it, each act that is tried, and what must hold after each.

use chrono::{Days, NaiveDate, NaiveTime};
use serde_json::Value;
use sikuai::app::draft::Draft;
use sikuai::app::register::Request;
use sikuai::domain::act::Act;
use sikuai::domain::act::inspection::InspectionAct;
use sikuai::domain::act::inspection::wages::WageList;
use sikuai::domain::act::kind::ActKind;
use sikuai::domain::act::opening::Opening;
use sikuai::domain::act::proceeding::{AgentAppointment, ProceedingAct};
use sikuai::domain::act::restart::PartyJoinder;
use sikuai::domain::act::table::{self, To};
use sikuai::domain::case::Case;
use sikuai::domain::code::Coded as _;
use sikuai::domain::deadline::deadlines;
use sikuai::domain::docket::{Content, Correction, Entry, Place, Replacement, correct, replay, stood_on};
use sikuai::domain::figures::{Asked, Identity, Period, ReportingRow};
use sikuai::domain::finding::{Moment, Reading};
use sikuai::domain::id::{CaseId, EntryNo, UserId, VaultId};
use sikuai::domain::office::LawBook;
use sikuai::domain::party::{Party, Person, PersonRef, Representative};
use sikuai::domain::refusal::{Refusal, Severity};
use sikuai::domain::stage::Stage;
use sikuai::http::api::acts::{self, Route};
use sikuai::http::api::openings::OPENINGS;
use uuid::Uuid;

use crate::bodies::{Dice, body};
use crate::story::{REGION, a_book, case_id, user};

/// The first day on which histories begin: a Monday.
const BEGINS: (i32, u32, u32) = (2021, 3, 1);

/// A case and its docket.
pub(crate) struct Tale {
    book: LawBook,
    entries: Vec<Entry>,
    case: Case,
    today: NaiveDate,
    /// Whether it keeps to the road of its stage, where it has one.
    straight: bool,
}

impl Tale {
    /// A case of one of the kinds, received on the first day or so many days later.
    pub(crate) fn begin(opening: u8, days_later: usize) -> Result<Tale, String> {
        let (year, month, day) = BEGINS;
        let later = Days::new(u64::try_from(days_later).map_err(|error| error.to_string())?);
        let today = NaiveDate::from_ymd_opt(year, month, day).ok_or("no such day")? + later;
        let route = &OPENINGS[usize::from(opening) % OPENINGS.len()];
        let workers = 1 + u32::from(opening / 16);
        let value = crate::bodies::opening(route.act, workers, today);
        let request = acts::request_of(route.act, value).map_err(|error| format!("{error:?}"))?;
        let Draft::Opening(opening) = request.what else { return Err("this opens no case".to_owned()) };
        let opening = sealed(*opening);
        let book = a_book();
        let entry = entry(1, today, today, &[], Content::Act(opening.clone().into_act()));
        let place = Place { id: case_id(), region: REGION };
        let case = opening.open(place, &moment(&entry, &book)).map_err(|refusal| format!("{refusal:#?}"))?;
        Ok(Tale { book, entries: vec![entry], case, today, straight: false })
    }

    /// The same, but one that mostly keeps to the road, and so comes to its award or its settlement more often.
    pub(crate) fn going_straight(self) -> Tale {
        Tale { straight: true, ..self }
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(crate) fn case(&self) -> &Case {
        &self.case
    }

    /// Tries an act that the stage takes, or any other once in a while; which one passed, if it did.
    pub(crate) fn attempt(&mut self, dice: u64) -> Result<Option<ActKind>, String> {
        let mut dice = Dice::of(dice);
        let Some(route) = self.route(&mut dice) else { return Ok(None) };
        self.today = self.today + Days::new([0, 0, 0, 1, 2, 5, 16, 46][dice.roll(8)]);
        let behind = Days::new([0, 0, 0, 0, 1, 3][dice.roll(6)]);
        let on = (self.today - behind).max(self.case.received.on);
        let on = self.of_the_hearing(route.act, on);
        let mut value = body(route, &self.case, on, &mut dice);
        if let Some(field) = route.entry_field {
            acts::fill(&mut value, field, self.about(route.act, &mut dice));
        }
        let request = match acts::request_of(route.act, value.clone()) {
            Ok(request) => request,
            Err(error) => return Err(format!("{} does not fit: {error:?}\n{value}", route.act.code())),
        };
        let act = Self::act(request, &value)?;
        let (kind, before) = (act.kind(), self.case.stage);
        let Some((entry, case)) = self.perform(on, &act) else { return Ok(None) };
        self.inside_the_table(kind, before, &case)?;
        self.entries.push(entry);
        self.case = case;
        Ok(Some(kind))
    }

    /// Corrects an entry: strikes it out, or puts another act of its kind in its place, drawn like any other. Whether the
    /// correction was taken: what the docket makes with it is then the case.
    pub(crate) fn correct(&mut self, dice: u64) -> Result<bool, String> {
        let mut dice = Dice::of(dice);
        let wrong = self.entries[dice.roll(self.entries.len())].clone();
        let Some(route) = acts::ROUTES.iter().find(|route| Some(route.act) == wrong.kind()) else {
            return Ok(false);
        };
        let replacement = if dice.roll(3) == 0 {
            None
        } else {
            let on = wrong.on + Days::new([0, 0, 1, 3][dice.roll(4)]);
            let mut value = body(route, &self.case, on, &mut dice);
            if let Some(field) = route.entry_field {
                acts::fill(&mut value, field, self.about(route.act, &mut dice));
            }
            let request = acts::request_of(route.act, value.clone()).map_err(|error| format!("{error:?}"))?;
            let mut act = Self::act(request, &value)?;
            act.set_opened(wrong.opened());
            Some(Replacement { on, act })
        };
        let no = u32::try_from(self.entries.len()).unwrap() + 1;
        let place = Place { id: case_id(), region: REGION };
        let mut acknowledged: Vec<String> = Vec::new();
        for _ in 0..3 {
            let content =
                Content::Correction(Correction { entry: wrong.no, replacement: replacement.clone() });
            let entry = entry(no, self.today, self.today, &acknowledged, content);
            let entry = Entry { reason: Some("登记错误".to_owned()), ..entry };
            match correct(&self.entries, &entry, place, &self.book) {
                Ok(case) => {
                    self.entries.push(entry);
                    self.case = case;
                    return self.replays().map(|()| true);
                }
                Err(Refusal { findings }) => {
                    let mild = |severity| matches!(severity, Severity::Irregular | Severity::Warning);
                    if !findings.iter().all(|finding| mild(finding.severity)) {
                        return Ok(false);
                    }
                    acknowledged.extend(findings.iter().map(|finding| finding.code.to_owned()));
                }
            }
        }
        Ok(false)
    }

    /// A hearing is opened, and left, on the day for which it was set: time goes on until then.
    fn of_the_hearing(&mut self, act: ActKind, on: NaiveDate) -> NaiveDate {
        let of_its_day = matches!(act, ActKind::HearingOpening | ActKind::DeemedWithdrawal);
        let Some(hearing) = self.case.hearings.last().filter(|_| of_its_day) else { return on };
        self.today = self.today.max(hearing.held_on);
        hearing.held_on
    }

    fn route(&self, dice: &mut Dice) -> Option<&'static Route> {
        let road = crate::bodies::road(&self.case);
        let leaves_it = if self.straight { dice.roll(6) == 0 } else { dice.roll(4) != 0 };
        if !road.is_empty() && !leaves_it {
            let next = road[dice.roll(road.len())];
            return acts::ROUTES.iter().find(|route| route.act == next);
        }
        let takes = |route: &&Route| {
            let row = table::find(route.act);
            row.kinds.contains(&self.case.kind) && row.from.contains(&self.case.stage)
        };
        let own: Vec<&Route> = acts::ROUTES.iter().filter(takes).collect();
        if own.is_empty() || dice.roll(16) == 0 {
            return acts::ROUTES.get(dice.roll(acts::ROUTES.len()));
        }
        let drawn = own.get(dice.roll(own.len())).copied()?;
        // What closes a case, or is done at any time, is drawn less often, so that histories go on.
        let row = table::find(drawn.act);
        let gives_up = matches!(drawn.act, ActKind::Withdrawal | ActKind::DeemedWithdrawal);
        let ends = gives_up || matches!(row.to, To::Stage(Stage::Closed | Stage::Archived));
        let any_time = row.from.len() > 20;
        if (ends && dice.roll(12) != 0) || (any_time && dice.roll(8) != 0) { None } else { Some(drawn) }
    }

    /// An entry that an act may be about: mostly one of the right kind, if there is one.
    fn about(&self, act: ActKind, dice: &mut Dice) -> u32 {
        let makers = crate::bodies::makers(act);
        let made = |entry: &&Entry| entry.kind().is_some_and(|kind| makers.contains(&kind));
        let right: Vec<u32> = self.entries.iter().filter(made).map(|entry| entry.no.0).collect();
        if right.is_empty() || dice.roll(12) == 0 {
            u32::try_from(1 + dice.roll(self.entries.len() + 1)).unwrap()
        } else {
            right[dice.roll(right.len())]
        }
    }

    fn act(request: Request<Draft>, value: &Value) -> Result<Act, String> {
        // The parties that an act brings to another case are not in this one's docket.
        let (draft, _) = request.what.apart();
        Ok(match draft {
            Draft::Act(mut act) => {
                if crate::bodies::OPENS_ANOTHER.contains(&act.kind()) {
                    act.set_opened(Some(CaseId(Uuid::from_u128(77))));
                }
                act
            }
            Draft::Joinder(joinder) => {
                Act::PartyJoinder(PartyJoinder { parties: sealed_parties(joinder.parties) })
            }
            Draft::Agents(AgentAppointment { party, representatives }) => {
                let seal = |it: Representative<Person>| Representative {
                    person: sealed_person(&it.person),
                    authority: it.authority,
                };
                let representatives = representatives.into_iter().map(seal).collect();
                let appointment = AgentAppointment { party, representatives };
                Act::Proceeding(ProceedingAct::AgentAppointment(appointment))
            }
            Draft::WageList(WageList { parties, lines, representatives }) => {
                let parties = sealed_parties(parties);
                Act::Inspection(InspectionAct::WageList(WageList { parties, lines, representatives }))
            }
            Draft::Taking(_) | Draft::Opening(_) => return Err(format!("it opens a case: {value}")),
        })
    }

    /// What the act makes of the case; what is only irregular or a warning is acknowledged.
    fn perform(&self, on: NaiveDate, act: &Act) -> Option<(Entry, Case)> {
        let no = u32::try_from(self.entries.len()).unwrap() + 1;
        let mut acknowledged: Vec<String> = Vec::new();
        for _ in 0..3 {
            let entry = entry(no, on, self.today, &acknowledged, Content::Act(act.clone()));
            match self.case.clone().perform(act.clone(), &moment(&entry, &self.book)) {
                Ok(case) => return Some((entry, case)),
                Err(Refusal { findings }) => {
                    let mild = |severity| matches!(severity, Severity::Irregular | Severity::Warning);
                    if !findings.iter().all(|finding| mild(finding.severity)) {
                        return None;
                    }
                    acknowledged.extend(findings.iter().map(|finding| finding.code.to_owned()));
                }
            }
        }
        None
    }

    fn inside_the_table(&self, kind: ActKind, before: Stage, after: &Case) -> Result<(), String> {
        let row = table::find(kind);
        let leads = match row.to {
            To::Stage(stage) => after.stage == stage,
            To::Same => after.stage == before,
            To::OneOf(stages) => after.stage == before || stages.contains(&after.stage),
        };
        let taken = row.kinds.contains(&after.kind) && row.from.contains(&before);
        let same_case = after.kind == self.case.kind && after.id == self.case.id;
        if !(leads && taken && same_case) {
            return Err(format!("{} led from {before:?} to {:?}", kind.code(), after.stage));
        }
        Ok(())
    }

    /// The docket, written down and read back, makes the same case.
    fn replays(&self) -> Result<(), String> {
        let text = serde_json::to_string(&self.entries).map_err(|error| error.to_string())?;
        let read: Vec<Entry> = serde_json::from_str(&text).map_err(|error| format!("{error}\n{text}"))?;
        let place = Place { id: case_id(), region: REGION };
        let replayed = replay(&read, place, &self.book, Reading::Replay);
        match replayed {
            Ok(case) if case == self.case => Ok(()),
            Ok(case) => Err(format!("the docket makes another case\n{case:#?}\n{:#?}", self.case)),
            Err(refusal) => Err(format!("the docket makes no case: {refusal:#?}\n{text}")),
        }
    }

    /// The docket makes the case again, what is derived from the case can be, and the case row reads back.
    pub(crate) fn holds(&self) -> Result<(), String> {
        self.replays()?;
        let all = deadlines(&self.case, &self.book);
        let mut keys: Vec<_> = all.iter().map(|it| (it.rule.id.code(), it.anchor, it.party)).collect();
        keys.sort();
        let count = keys.len();
        keys.dedup();
        if keys.len() != count {
            return Err(format!("two deadlines of one key: {all:#?}"));
        }
        for deadline in &all {
            if deadline.due_on().is_some_and(|due| due < NaiveDate::from_ymd_opt(2020, 1, 1).unwrap()) {
                return Err(format!("a deadline before the case: {deadline:#?}"));
            }
        }
        let row = ReportingRow::of(&self.case, &self.book);
        if row.closed_on != self.case.closing.map(|closing| closing.at.on) {
            return Err("the figures do not know the closing".to_owned());
        }
        // What must add up does so of every case by itself, and no two facts of a kind come from one entry.
        let always = Asked::of(Period::ALWAYS);
        if let Some((identity, _)) =
            Identity::ROWS.iter().find(|(identity, _)| identity.fails_on(&row, always))
        {
            return Err(format!("{identity:?} does not hold: {row:#?}"));
        }
        let mut facts: Vec<_> = row.facts.iter().map(|fact| (fact.fact, fact.entry)).collect();
        facts.sort_unstable();
        if facts.windows(2).any(|two| two[0] == two[1]) {
            return Err(format!("two facts of one key: {row:#?}"));
        }
        let text = serde_json::to_string(&self.case).map_err(|error| error.to_string())?;
        let read: Case = serde_json::from_str(&text).map_err(|error| format!("{error}\n{text}"))?;
        let place = Place { id: case_id(), region: REGION };
        // As it stood on its last day it is there; before its first it is not.
        let eve = self.entries.iter().map(|entry| entry.on).min().unwrap() - Days::new(1);
        if read != self.case || stood_on(&self.entries, place, &self.book, eve).is_some() {
            return Err("the case row is not the case".to_owned());
        }
        Ok(())
    }
}

fn entry(no: u32, on: NaiveDate, today: NaiveDate, acknowledged: &[String], content: Content) -> Entry {
    let nine = NaiveTime::from_hms_opt(1, 0, 0).unwrap();
    Entry {
        no: EntryNo(no),
        on,
        recorded_at: today.and_time(nine).and_utc(),
        actor: UserId(user(1).0),
        reason: None,
        acknowledged: acknowledged.to_vec(),
        content,
    }
}

fn moment<'a>(entry: &'a Entry, book: &'a LawBook) -> Moment<'a> {
    Moment {
        on: entry.on,
        today: sikuai::domain::docket::office_day(entry.recorded_at),
        entry: entry.no,
        actor: entry.actor,
        acknowledged: &entry.acknowledged,
        book,
        reading: Reading::Decide,
    }
}

fn sealed(opening: Opening<Person>) -> Opening<PersonRef> {
    let parties = sealed_parties(opening.parties().to_vec());
    opening.with(parties, None, None)
}

fn sealed_person(person: &Person) -> PersonRef {
    let vault = VaultId(Uuid::from_u128(9_000 + u128::try_from(person.name.len()).unwrap()));
    PersonRef { vault, digest: "d".to_owned() }
}

fn sealed_parties(parties: Vec<Party<Person>>) -> Vec<Party<PersonRef>> {
    let mut seal = |person: Person| Ok::<_, std::convert::Infallible>(sealed_person(&person));
    parties.into_iter().map(|party| party.try_map(&mut seal).unwrap()).collect()
}
