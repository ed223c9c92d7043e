//! Looking for earlier cases of an application (重复申请查找), by the digests by which people are found: a constant number of
//! statements, however many apply. What the caller may not see is counted and not named. Not here: what makes a case an
//! earlier one of the same sides (`domain::filed_already`).

use std::collections::{BTreeMap, HashSet};

use crate::app::error::Error;
use crate::app::permits::Caller;
use crate::app::register::Register;
use crate::app::rows;
use crate::app::same_person::find;
use crate::domain::act::opening::Opening;
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::filed_already::{Earlier, earlier};
use crate::domain::finding::Findings;
use crate::domain::id::{CaseId, VaultId};
use crate::domain::party::{Person, Who};
use crate::domain::refusal::{Words, words};
use crate::storage::{Connection, Visibility, cases};

/// The code of what is asked.
const FILED_ALREADY: &str = "perhaps_filed_already";
/// So many records of the people are looked at, the newest.
const FOUND_MAX: u32 = 500;
/// So many cases are named; of the others it is said how many there are.
const NAMED_MAX: usize = 5;

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
    let found = find(c, &register.vault.sought(workers), &Visibility::Office, FOUND_MAX)?;
    let people: HashSet<VaultId> = found.iter().map(|found| found.vault).collect();
    let named = receipt.prior.map(|prior| prior.case);
    let ids: HashSet<CaseId> = found.iter().map(|found| found.case).filter(|id| Some(*id) != named).collect();
    if ids.is_empty() {
        return Ok(findings);
    }
    let ids: Vec<String> = ids.iter().map(CaseId::to_string).collect();
    let mut by_standing: BTreeMap<Earlier, Vec<Case>> = BTreeMap::new();
    for row in cases::load_many(c, &ids, &Visibility::Office)? {
        let case = rows::read(&row)?;
        if let Some(standing) = earlier(receipt, &people, &case) {
            by_standing.entry(standing).or_default().push(case);
        }
    }
    let seen = cases::visible_of(c, &ids, &caller.visibility())?;
    for (standing, cases) in by_standing {
        let text = said(standing, &cases, &seen);
        findings.warn(FILED_ALREADY, Some(standing.article()), text);
    }
    Ok(findings)
}

fn said(standing: Earlier, cases: &[Case], seen: &HashSet<String>) -> Words {
    let (shown, hidden): (Vec<&Case>, Vec<&Case>) =
        cases.iter().partition(|case| seen.contains(&case.id.to_string()));
    let named: Vec<Words> = shown.iter().take(NAMED_MAX).map(|case| name_of(case)).collect();
    let (mut zh, mut en): (Vec<String>, Vec<String>) =
        named.into_iter().map(|name| (name.zh, name.en)).unzip();
    for (more, zh_more, en_more) in [
        (shown.len().saturating_sub(NAMED_MAX), "另有{}件", "{} more"),
        (hidden.len(), "您无权查看的{}件", "{} that you may not see"),
    ] {
        if more > 0 {
            zh.push(zh_more.replace("{}", &more.to_string()));
            en.push(en_more.replace("{}", &more.to_string()));
        }
    }
    let (how_zh, how_en) = match standing {
        Earlier::DeemedWithdrawn => (
            "已按撤回仲裁申请处理,同一争议再次申请不予受理",
            "was deemed withdrawn, and the same dispute is not accepted again",
        ),
        Earlier::Decided => {
            ("已有处理结果,同一争议不再受理", "has decided: the same dispute is not accepted again")
        }
        Earlier::Open => ("尚在办理,同一争议不重复受理", "is open: the same dispute is not accepted twice"),
    };
    let (zh, en) = (zh.join("、"), en.join(", "));
    words(
        format!(
            "相同申请人、被申请人且案由相同的前案{how_zh}:{zh}。是同一争议的,请在 prior 中载明前案;不是的,确认提示后收件"
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
    let zh_how = manner.map_or(String::new(), |manner| format!(",{}", manner.zh));
    let en_how = manner.map_or(String::new(), |manner| format!(", {}", manner.en));
    words(
        format!("{zh_name}({}{zh_how};案件 {})", stage.zh, case.id),
        format!("{en_name} ({}{en_how}; case {})", stage.en, case.id),
    )
}
