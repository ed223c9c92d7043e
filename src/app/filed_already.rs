//! Looking for earlier cases of an application (重复申请查找), by the digests by which people are found: their cases are all
//! looked up by two statements, however many apply, and read a few at a time. Where there are more than one act can look
//! through, it is said. What the caller may not see is counted and not named. Not here: what makes a case an earlier one of
//! the same sides (`domain::filed_already`).

use std::collections::{BTreeMap, BTreeSet, HashSet};

use uuid::Uuid;

use crate::app::error::Error;
use crate::app::permits::Caller;
use crate::app::register::Register;
use crate::app::rows;
use crate::domain::act::opening::Opening;
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::filed_already::{Earlier, earlier};
use crate::domain::finding::Findings;
use crate::domain::id::{CaseId, VaultId};
use crate::domain::party::{Person, Who};
use crate::domain::refusal::{Words, words};
use crate::storage::vault::{self, Located};
use crate::storage::{Connection, StorageError, Visibility, cases};

/// The code of what is asked.
const FILED_ALREADY: &str = "perhaps_filed_already";
/// So many records of the people are looked up by either digest: some of each, where thousands apply together.
const RECORDS_MAX: i64 = 30_000;
/// So many cases are read, the newest.
const CASES_MAX: usize = 2_000;
/// So many of them at a time.
const PAGE_CASES: usize = 50;
/// So many cases are named; of the others it is said how many there are.
const NAMED_MAX: usize = 5;

/// Where the people of an application are.
struct Found {
    people: HashSet<VaultId>,
    /// The newest first.
    cases: Vec<String>,
    /// Whether they are in more cases than these.
    more: bool,
}

impl Found {
    /// Of what was looked up, so many cases at most; `named` is known.
    fn of(located: &[Located], named: Option<CaseId>, cases_max: usize) -> Result<Found, Error> {
        let (mut people, mut cases) = (HashSet::new(), BTreeSet::new());
        for (person, case) in located {
            people.insert(VaultId(uuid(person)?));
            cases.insert(uuid(case)?);
        }
        cases.retain(|case| named.is_none_or(|named| named.0 != *case));
        let more = cases.len() > cases_max;
        // Ids are made in the order of time.
        let cases = cases.into_iter().rev().take(cases_max).map(|case| case.to_string()).collect();
        Ok(Found { people, cases, more })
    }
}

fn uuid(id: &str) -> Result<Uuid, Error> {
    let what = "its id or its case's is no UUID".to_owned();
    id.parse().map_err(|_| StorageError::Inconsistent { table: "vault", key: id.to_owned(), what }.into())
}

/// Asks about earlier arbitrations of the same sides over a common cause, but for the one that the application itself
/// names as earlier.
///
/// # Errors
/// That the database does not answer.
pub(crate) fn ask(
    register: &Register,
    c: &mut Connection,
    caller: &Caller,
    opening: &Opening<Person>,
) -> Result<Findings, Error> {
    let mut findings = Findings::default();
    let Opening::Arbitration(receipt) = opening else { return Ok(findings) };
    let workers = receipt.parties.iter().filter_map(|party| match &party.who {
        Who::Worker(person) => Some(person),
        Who::Employer(_) => None,
    });
    let sought = register.vault.sought(workers);
    let (located, is_all) = vault::with_either_index(c, &sought, RECORDS_MAX)?;
    let found = Found::of(&located, receipt.prior.map(|prior| prior.case), CASES_MAX)?;
    let mut by_standing: BTreeMap<Earlier, Vec<(String, Words)>> = BTreeMap::new();
    for page in found.cases.chunks(PAGE_CASES) {
        for row in cases::load_many(c, page, &Visibility::Office)?.into_iter().rev() {
            let case = rows::read(&row)?;
            if let Some(standing) = earlier(receipt, &found.people, &case) {
                by_standing.entry(standing).or_default().push((row.id, name_of(&case)));
            }
        }
    }
    let all: Vec<String> = by_standing.values().flatten().map(|(id, _)| id.clone()).collect();
    let seen = cases::visible_of(c, &all, &caller.visibility())?;
    for (standing, cases) in by_standing {
        findings.warn(FILED_ALREADY, Some(standing.article()), said(standing, cases, &seen));
    }
    if found.more || !is_all {
        findings.warn(FILED_ALREADY, None, not_all(found.cases.len()));
    }
    Ok(findings)
}

fn not_all(read: usize) -> Words {
    words(
        format!("申请人的案件太多，只核对了其中{read}件；其余的请自行检索，确认提示后收件"),
        format!(
            "the applicants have too many cases, of which only {read} were looked at; search the rest, and acknowledge this"
        ),
    )
}

fn said(standing: Earlier, cases: Vec<(String, Words)>, seen: &HashSet<String>) -> Words {
    let (shown, hidden): (Vec<_>, Vec<_>) = cases.into_iter().partition(|(id, _)| seen.contains(id));
    let more = shown.len().saturating_sub(NAMED_MAX);
    let named = shown.into_iter().take(NAMED_MAX);
    let (mut zh, mut en): (Vec<String>, Vec<String>) = named.map(|(_, name)| (name.zh, name.en)).unzip();
    for (more, zh_more, en_more) in
        [(more, "另有{}件", "{} more"), (hidden.len(), "您无权查看的{}件", "{} that you may not see")]
    {
        if more > 0 {
            zh.push(zh_more.replace("{}", &more.to_string()));
            en.push(en_more.replace("{}", &more.to_string()));
        }
    }
    let (how_zh, how_en) = match standing {
        Earlier::DeemedWithdrawn => (
            "已按撤回仲裁申请处理，同一争议再次申请不予受理",
            "was deemed withdrawn, and the same dispute is not accepted again",
        ),
        Earlier::Decided => {
            ("已有处理结果，同一争议不再受理", "has decided: the same dispute is not accepted again")
        }
        Earlier::NotAccepted => (
            "已不予受理，同一争议再次申请不予受理",
            "was not accepted: the same dispute is not accepted later",
        ),
        Earlier::Open => ("尚在办理，同一争议不重复受理", "is open: the same dispute is not accepted twice"),
    };
    let (zh, en) = (zh.join("、"), en.join(", "));
    words(
        format!(
            "相同申请人、被申请人且案由相同的前案{how_zh}：{zh}。是同一争议的，请载明前案（prior）；不是的，确认提示后收件"
        ),
        format!(
            "an earlier case of the same sides over the same cause {how_en}: {en}. If the dispute is the same, name that case \
             in `prior`; if not, acknowledge this"
        ),
    )
}

/// A case by its number, how it stands, and the id by which `prior` names it.
fn name_of(case: &Case) -> Words {
    let stage = case.stage.label();
    let manner = case.closing.map(|closing| *closing.manner.label());
    let number = case.number();
    let received = case.received.on;
    let zh_name = number.map_or_else(|| format!("{received}收件"), str::to_owned);
    let en_name = number.map_or_else(|| format!("received {received}"), str::to_owned);
    let zh_how = manner.map_or(String::new(), |manner| format!("，{}", manner.zh));
    let en_how = manner.map_or(String::new(), |manner| format!(", {}", manner.en));
    words(
        format!("{zh_name}（{}{zh_how}；案件 {}）", stage.zh, case.id),
        format!("{en_name} ({}{en_how}; case {})", stage.en, case.id),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A record and its case; ids grow with the numbers.
    fn located(person: u128, case: u128) -> Located {
        (Uuid::from_u128(person).to_string(), Uuid::from_u128(case).to_string())
    }

    /// Of three cases of two people two are read, and that there is another is said; one that is named is known.
    #[test]
    fn the_newest_cases_are_read_and_that_there_are_more_is_said() {
        // Found by the number and by the telephone: twice.
        let all = [located(1, 10), located(1, 10), located(1, 30), located(2, 20)];
        let cases = |found: &Found| {
            let numbers = found.cases.iter().map(|id| id.parse::<Uuid>().unwrap().as_u128());
            (numbers.collect::<Vec<_>>(), found.more)
        };
        let found = Found::of(&all, None, 2).unwrap();
        assert_eq!((cases(&found), found.people.len()), ((vec![30, 20], true), 2));
        let found = Found::of(&all, None, 3).unwrap();
        assert_eq!(cases(&found), (vec![30, 20, 10], false));
        let found = Found::of(&all, Some(CaseId(Uuid::from_u128(30))), 2).unwrap();
        assert_eq!(cases(&found), (vec![20, 10], false));
    }
}
