//! From one proceeding to another (程序衔接): an act that opens another case of the same matter, or stands in the docket of
//! another, in the same transaction. What the next case takes over is put together here; what it asks of it, the
//! domain says.

use chrono::NaiveDate;

use crate::app::docket_rows;
use crate::app::draft::Draft;
use crate::app::error::Error;
use crate::app::reading::opened;
use crate::app::register::Register;
use crate::app::rows;
use crate::domain::act::Act;
use crate::domain::act::collective::continued;
use crate::domain::act::opened::Opens;
use crate::domain::act::opening::Opening;
use crate::domain::act::restart::PartyJoinder;
use crate::domain::case::Case;
use crate::domain::docket;
use crate::domain::finding::Findings;
use crate::domain::id::{CaseId, EntryNo};
use crate::domain::matter;
use crate::domain::party::{Party, Person};
use crate::storage::{Connection, Visibility, cases};

/// So many proceedings of one matter are looked at.
pub(crate) const MATTER_CASES_MAX: i64 = 200;

/// What an act does to another case.
pub(crate) enum Onward {
    /// It opens one.
    Opens {
        /// Its id.
        id: CaseId,
        /// The legal date of its receipt.
        on: NaiveDate,
        /// Its material, with the people in the clear.
        opening: Box<Opening<Person>>,
        /// What its docket tells after that, with the number of each entry in the first: what happened before the case was
        /// split.
        continued: Vec<(EntryNo, NaiveDate, Draft)>,
        /// What is known of the same dispute elsewhere.
        elsewhere: Findings,
    },
    /// It stands in the docket of one that is there.
    Joins(CaseId),
}

/// What an act on a case does to another besides, if it does; the id of a case that it opens is written into the act.
/// `entered` are the parties that the act itself brings to that case, in the place of this one's.
///
/// # Errors
/// That the database does not answer, or a sealed person cannot be opened.
pub(crate) fn of(
    register: &Register,
    c: &mut Connection,
    (case, on): (&Case, NaiveDate),
    (act, entered): (&mut Act, Option<Vec<Party<Person>>>),
) -> Result<Option<Onward>, Error> {
    if let Act::JointTrial(joint) = &*act {
        return Ok(Some(Onward::Joins(joint.with)).filter(|_| joint.with != case.id));
    }
    if !act.opens_another() {
        return Ok(None);
    }
    let docket = docket::counted(&docket_rows::load(c, case.id)?);
    let proceedings = proceedings(c, case)?;
    let parties = match entered {
        Some(parties) => parties,
        None => parties_of(register, c, case)?,
    };
    let (mut told, mut elsewhere) = (Vec::new(), Findings::default());
    let Some(Opens { on, opening }) = act.opens((case, on), parties, &proceedings) else {
        return Ok(None);
    };
    let opening = match (&*act, opening) {
        (Act::CaseSplit(split), Opening::Arbitration(receipt)) => {
            let continuation = continued(split, case, &docket);
            let again = continuation.told.iter().zip(&continuation.acts);
            told = again.map(|(no, (on, act))| (*no, *on, told_again(act, &receipt.parties))).collect();
            Opening::Arbitration(continuation.began(receipt))
        }
        (_, next) => {
            matter::warn_of_another_title(&next, &proceedings, case, &mut elsewhere);
            next
        }
    };
    let id = register.ids.case();
    act.set_opened(Some(id));
    Ok(Some(Onward::Opens { id, on, opening: Box::new(opening), continued: told, elsewhere }))
}

/// An act as the next docket tells it, with the people in the clear whom it brings there.
fn told_again(act: &Act, parties: &[Party<Person>]) -> Draft {
    let Act::PartyJoinder(joinder) = act else { return Draft::Act(act.clone()) };
    let joins = |party: &&Party<Person>| joinder.parties.iter().any(|joined| joined.no == party.no);
    Draft::Joinder(PartyJoinder { parties: parties.iter().filter(joins).cloned().collect() })
}

/// The parties of a case with their people in the clear: the next case seals them under its own rows.
fn parties_of(register: &Register, c: &mut Connection, case: &Case) -> Result<Vec<Party<Person>>, Error> {
    let people = register.people(c, &case.parties)?;
    let clear = |party: &Party<_>| party.clone().try_map(&mut |person| opened(&person, &people).cloned());
    case.parties.iter().map(clear).collect()
}

/// What the matter of a case has gone through so far.
fn proceedings(c: &mut Connection, case: &Case) -> Result<Vec<Case>, Error> {
    let matter = case.matter().to_string();
    let rows = cases::of_matter(c, &matter, &Visibility::Office, MATTER_CASES_MAX)?;
    rows.iter().map(rows::read).collect()
}
