//! Acts as they are entered, with personal data in them, and how it is sealed away before anything is
//! recorded. Not here: the vault's cipher (`vault`), the parties themselves (`domain::party`).

use serde_json::json;

use crate::app::case_numbers;
use crate::app::error::Error;
use crate::app::file_numbers;
use crate::app::named_people;
use crate::app::permits::Caller;
use crate::app::prior_cases;
use crate::app::proof_files;
use crate::app::register::Register;
use crate::app::scheduling;
use crate::domain::act::Act;
use crate::domain::act::inspection::InspectionAct;
use crate::domain::act::inspection::wages::WageList;
use crate::domain::act::kind::ActKind;
use crate::domain::act::opening::{Opening, Origin};
use crate::domain::act::proceeding::{AgentAppointment, ProceedingAct};
use crate::domain::act::referral::{ReferralAcceptance, ReferralAct};
use crate::domain::act::restart::PartyJoinder;
use crate::domain::act::tribunal::Untold;
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::docket::{self, Entry};
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::{CaseId, EntryNo};
use crate::domain::party::{self, Party, Person, PersonRef, Representative};
use crate::domain::refusal::{Finding, Refusal, Severity, words};
use crate::domain::schedule::{Schedule, schedule};
use crate::storage::Connection;
use crate::storage::vault::VaultRow;

/// An act as entered. Most hold no personal data and are recorded as they are.
#[derive(Debug, Clone)]
pub enum Draft {
    /// An act without personal data.
    Act(Act),
    /// 追加当事人, with the people who join.
    Joinder(PartyJoinder<Person>),
    /// 委托代理, with the people who act from now on.
    Agents(AgentAppointment<Person>),
    /// 工资表, with the workers who become parties by it.
    WageList(WageList<Person>),
    /// 接收移交, with the parties that it brings.
    Taking(Box<ReferralAcceptance<Person>>),
    /// What opens a case; on a case that is there, only as the correction of what opened it.
    Opening(Box<Opening<Person>>),
}

impl Draft {
    /// Reads an act from its kind and its data.
    ///
    /// # Errors
    /// Data that is not this act's.
    pub fn read(act: ActKind, data: serde_json::Value) -> Result<Draft, serde_json::Error> {
        Ok(match act {
            ActKind::PartyJoinder => Draft::Joinder(serde_json::from_value(data)?),
            ActKind::AgentAppointment => Draft::Agents(serde_json::from_value(data)?),
            ActKind::WageList => Draft::WageList(serde_json::from_value(data)?),
            ActKind::ReferralAcceptance => Draft::Taking(serde_json::from_value(data)?),
            ActKind::Receipt => Draft::opening(Opening::Arbitration(serde_json::from_value(data)?)),
            ActKind::MediationRequest => Draft::opening(Opening::Mediation(serde_json::from_value(data)?)),
            ActKind::InspectionReceipt => Draft::opening(Opening::Inspection(serde_json::from_value(data)?)),
            ActKind::PetitionReceipt => Draft::opening(Opening::Petition(serde_json::from_value(data)?)),
            ActKind::LedgerEntry => Draft::opening(Opening::Ledger(serde_json::from_value(data)?)),
            act => {
                let mut act = serde_json::from_value(json!({ "act": act.code(), "data": data }))?;
                if let Act::TribunalFormation(formation) = &mut act {
                    formation.untold = Untold::Served;
                }
                Draft::Act(act)
            }
        })
    }

    fn opening(opening: Opening<Person>) -> Draft {
        Draft::Opening(Box::new(opening))
    }

    /// Which act it is.
    #[must_use]
    pub fn kind(&self) -> ActKind {
        match self {
            Draft::Act(act) => act.kind(),
            Draft::Joinder(_) => ActKind::PartyJoinder,
            Draft::Agents(_) => ActKind::AgentAppointment,
            Draft::WageList(_) => ActKind::WageList,
            Draft::Taking(_) => ActKind::ReferralAcceptance,
            Draft::Opening(opening) => opening.kind(),
        }
    }

    /// The referral that it answers for the receiving channel, if it answers one.
    #[must_use]
    pub fn answers(&self) -> Option<EntryNo> {
        match self {
            Draft::Act(act) => act.answers(),
            Draft::Taking(taken) => Some(taken.referral),
            Draft::Joinder(_) | Draft::Agents(_) | Draft::WageList(_) | Draft::Opening(_) => None,
        }
    }

    /// The same without the parties that it brings to another case, and these.
    #[must_use]
    pub fn apart(self) -> (Draft, Option<Vec<Party<Person>>>) {
        match self {
            Draft::Taking(taken) => {
                let (taken, parties) = taken.apart();
                (Draft::Act(Act::Referral(ReferralAct::ReferralAcceptance(taken))), parties)
            }
            Draft::Act(_) | Draft::Joinder(_) | Draft::Agents(_) | Draft::WageList(_) | Draft::Opening(_) => {
                (self, None)
            }
        }
    }
}

/// Seals the people of one act; the rows are written with it.
pub struct Sealing<'a> {
    register: &'a Register,
    case: CaseId,
    /// The sealed rows.
    pub rows: Vec<VaultRow>,
    /// What is wrong with what was entered; it is said together with what the domain finds.
    findings: Vec<Finding>,
}

impl<'a> Sealing<'a> {
    /// For an act on a case.
    #[must_use]
    pub fn new(register: &'a Register, case: CaseId) -> Sealing<'a> {
        Sealing { register, case, rows: Vec::new(), findings: Vec::new() }
    }

    /// What the domain decided, unless what was entered is wrong: everything is said at once.
    ///
    /// # Errors
    /// The refusal.
    pub fn settle(&mut self, decided: Result<Case, Refusal>) -> Result<Case, Error> {
        let mut findings = std::mem::take(&mut self.findings);
        match decided {
            Ok(case) if findings.is_empty() => return Ok(case),
            Ok(_) => {}
            Err(refusal) => findings.extend(refusal.findings),
        }
        findings.sort_by(|a, b| (a.severity, a.code, &a.field).cmp(&(b.severity, b.code, &b.field)));
        Err(Error::Refused(Refusal { findings }))
    }

    /// Notes the people and the file that an act names and that are not there, and a number that another case has.
    ///
    /// # Errors
    /// That the database does not answer.
    pub fn check_named(&mut self, c: &mut Connection, act: &mut Act) -> Result<(), Error> {
        self.findings.extend(proof_files::complete(c, self.case, act)?);
        self.findings.extend(named_people::check(c, act)?);
        self.findings.extend(scheduling::check_room(c, act)?);
        self.findings.extend(case_numbers::check(c, act, self.case)?);
        Ok(())
    }

    /// Notes what stands against putting the file of a case away as it lies here, and under the number that it gets.
    ///
    /// # Errors
    /// That the database does not answer.
    pub fn check_file(
        &mut self,
        c: &mut Connection,
        caller: &Caller,
        case: &Case,
        (act, at): (&Act, &Moment<'_>),
    ) -> Result<(), Error> {
        if let Act::Archiving(_) = act {
            self.findings.extend(self.register.gaps(c, case, at)?);
        }
        self.findings.extend(file_numbers::check(c, caller, (act, case.id))?);
        Ok(())
    }

    /// Notes that a corrected case would lie in the archive again under a number that another got meanwhile.
    ///
    /// # Errors
    /// That the database does not answer.
    pub fn check_put_back(
        &mut self,
        c: &mut Connection,
        caller: &Caller,
        (before, after): (&Case, Option<&Case>),
    ) -> Result<(), Error> {
        self.findings.extend(file_numbers::check_put_back(c, caller, (before, after), &self.findings)?);
        Ok(())
    }

    /// Notes what a case as it would become takes, and another case has already: rooms, arbitrators, and the time of
    /// the parties' representatives. Nothing is asked of what it had before.
    ///
    /// # Errors
    /// That the database does not answer.
    pub fn check_schedule(
        &mut self,
        c: &mut Connection,
        caller: &Caller,
        (before, after): (&Schedule, Option<&Case>),
    ) -> Result<(), Error> {
        let Some(case) = after else { return Ok(()) };
        let after = schedule(case);
        let apart = after.together_with != before.together_with;
        if after.bookings != before.bookings || apart {
            self.findings.extend(scheduling::clashes(c, caller, case)?);
        }
        if after.times != before.times || apart {
            self.findings.extend(scheduling::clashes_of_representatives(
                self.register,
                c,
                caller,
                (case, &after.times),
            )?);
        }
        Ok(())
    }

    /// Seals an act. What opens a case does not come this way.
    ///
    /// # Errors
    /// A failure of the cipher.
    pub fn draft(&mut self, draft: Draft) -> Result<Act, Error> {
        match draft {
            Draft::Act(act) => Ok(self.register.scheduling.complete(act)),
            Draft::Joinder(joinder) => {
                let parties = self.parties(joinder.parties)?;
                Ok(Act::PartyJoinder(PartyJoinder { parties }))
            }
            Draft::Agents(AgentAppointment { party, representatives }) => {
                let representatives = self.representatives(representatives)?;
                Ok(Act::Proceeding(ProceedingAct::AgentAppointment(AgentAppointment {
                    party,
                    representatives,
                })))
            }
            Draft::WageList(WageList { parties, lines, representatives }) => {
                let parties = self.parties(parties)?;
                let list = WageList { parties, lines, representatives };
                Ok(Act::Inspection(InspectionAct::WageList(list)))
            }
            // What it brings is sealed under the case that it opens (`apart`).
            Draft::Taking(taken) => Ok(Act::Referral(ReferralAct::ReferralAcceptance(taken.apart().0))),
            Draft::Opening(_) => Err(Error::Conflict {
                code: "received_already",
                words: words("本案已收件", "the case was received already"),
            }),
        }
    }

    /// Seals what opens a case, looks up how an earlier case of the same dispute ended, and writes down the
    /// proceeding that it came from.
    ///
    /// # Errors
    /// A failure of the cipher.
    pub fn opening(
        &mut self,
        c: &mut Connection,
        opening: Opening<Person>,
        origin: Option<Origin>,
    ) -> Result<Opening<PersonRef>, Error> {
        let named = opening.prior();
        let prior = named
            .map(|prior| prior_cases::look_up(self.register, c, prior, opening.parties()))
            .transpose()?;
        let prior = prior.flatten();
        if prior.is_none() && named.is_some() {
            let mut findings = Findings::default();
            let said = words("没有这一案件", "there is no such case");
            findings.invalid("no_such_case", "/prior/case", said);
            self.findings.extend(findings.into_findings());
        }
        let parties = self.parties(opening.parties().to_vec())?;
        Ok(opening.with(parties, prior, origin))
    }

    /// Seals what takes the place of a wrong entry of a docket. A corrected acceptance keeps its number, unless it
    /// brings another.
    ///
    /// # Errors
    /// As [`Sealing::draft`] and [`Sealing::opening`].
    pub fn replacement(
        &mut self,
        c: &mut Connection,
        caller: &Caller,
        draft: Draft,
        (docket, wrong): (&[Entry], EntryNo),
    ) -> Result<Act, Error> {
        let (draft, brought) = draft.apart();
        let mut act = match draft {
            Draft::Opening(opening) => self.opening_again(c, *opening, docket)?.into_act(),
            other => self.draft(other)?,
        };
        if let Act::Acceptance(acceptance) = &mut act {
            if acceptance.number.is_none() {
                acceptance.number = case_numbers::given(docket, wrong);
            }
            // What it goes on with was given in another case.
            acceptance.continued = docket.iter().find(|entry| entry.no == wrong).and_then(Entry::continued);
        }
        if let Act::ClaimAmendment(amendment) = &mut act {
            // So did what it tells of that case.
            amendment.restarted = docket.iter().find(|entry| entry.no == wrong).and_then(Entry::restarted);
        }
        let corrected = docket.iter().find(|entry| entry.no == wrong);
        if let (Act::TribunalFormation(formation), Some(untold)) =
            (&mut act, corrected.and_then(Entry::untold))
        {
            // Other members change nothing of when the parties were told.
            formation.untold = untold;
        }
        // What an act opened stays opened.
        act.set_opened(corrected.and_then(Entry::opened));
        self.findings.extend(brought.map(|_| of_the_opened_case("/parties")));
        if matches!(&act, Act::PreFilingSettlement(settled) if settled.agreed.is_some() && settled.opened.is_none())
        {
            self.findings.push(of_the_opened_case("/agreed"));
        }
        self.check_named(c, &mut act)?;
        self.findings.extend(file_numbers::check(c, caller, (&act, self.case))?);
        for finding in &mut self.findings {
            docket::inside_replacement(finding);
        }
        Ok(act)
    }

    /// What opened a case, in the place of what was wrong with it: it still comes from the proceeding that it came from,
    /// and is still held against the earlier case that was found there.
    fn opening_again(
        &mut self,
        c: &mut Connection,
        opening: Opening<Person>,
        docket: &[Entry],
    ) -> Result<Opening<PersonRef>, Error> {
        let origin = docket.iter().find_map(Entry::origin);
        let known = docket.iter().find_map(Entry::opening).and_then(|first| first.prior());
        let opening = match (origin, known) {
            (Some(_), Some(known)) => opening.held_against(known),
            (Some(_) | None, _) => opening,
        };
        self.opening(c, opening, origin)
    }

    fn parties(&mut self, parties: Vec<Party<Person>>) -> Result<Vec<Party<PersonRef>>, Error> {
        let mut findings = Findings::default();
        party::check_entered(&parties, "/parties", &mut findings);
        self.findings.extend(findings.into_findings());
        let now = self.register.clock.now().timestamp_micros();
        parties.into_iter().map(|party| party.try_map(&mut |person| self.seal(&person, now))).collect()
    }

    fn representatives(
        &mut self,
        entered: Vec<Representative<Person>>,
    ) -> Result<Vec<Representative<PersonRef>>, Error> {
        let mut findings = Findings::default();
        party::check_representatives(&entered, "/representatives", &mut findings);
        self.findings.extend(findings.into_findings());
        let now = self.register.clock.now().timestamp_micros();
        let sealed = entered
            .into_iter()
            .map(|it| Ok(Representative { person: self.seal(&it.person, now)?, authority: it.authority }));
        sealed.collect()
    }

    fn seal(&mut self, person: &Person, created_at: i64) -> Result<PersonRef, Error> {
        let id = self.register.ids.vault();
        let text = serde_json::to_vec(person).map_err(|error| Error::Broken(error.to_string()))?;
        let sealed = self.register.vault.seal(id, &text)?;
        self.rows.push(VaultRow {
            id: id.to_string(),
            case_id: self.case.to_string(),
            key_id: sealed.key_id,
            sealed: sealed.bytes,
            created_at,
            index: self.register.vault.index(person),
        });
        Ok(PersonRef { vault: id, digest: sealed.digest })
    }
}

/// What stands in the case that an act opened is corrected there; a correction opens none.
fn of_the_opened_case(field: &str) -> Finding {
    Finding {
        code: "of_the_opened_case",
        severity: Severity::Invalid,
        field: Some(field.to_owned()),
        article: None,
        words: words(
            "更正不转出案件；转出案件的内容应在该案中更正",
            "a correction opens no case; what stands in a case that was opened is corrected there",
        ),
    }
}
