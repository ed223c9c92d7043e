//! The wages of an inspection (工资表): who is owed what for which time, what was paid since, and whether there was a
//! mass incident over it. Not here: reading a wage list from a file (`documents`).

use std::collections::HashSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::overlaps::check_overlaps;
use super::receipt::check_representatives;
use crate::domain::act::ActRule;
use crate::domain::case::{Case, InspectionCase, MassIncidentNoted, OnwardTo, Recovered, WagePaid};
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::PartyNo;
use crate::domain::law::{Law, article};
use crate::domain::money::Fen;
use crate::domain::party::{PARTIES_MAX, Party, PersonRef, Side};
use crate::domain::refusal::words;

/// The most lines of one wage list.
pub const LINES_MAX: usize = 20_000;
/// The most tenths of a working day in one line: 366 days.
const DAYS_TENTHS_MAX: u16 = 3_660;

/// The wages of one worker for one time (工资表的一行).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WageLine {
    /// Which worker, by the number of the party.
    pub worker: PartyNo,
    /// 工种.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 100)]
    pub job: Option<String>,
    /// The first day of the time.
    pub from: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
    /// 出勤, in tenths of a day: 225 is twenty-two and a half days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 3_660)]
    pub days_tenths: Option<u16>,
    /// 工资标准, for a day or a month as agreed, in fen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Fen>,
    /// 应发.
    pub due: Fen,
    /// 已发.
    pub paid: Fen,
    /// 欠发: what was due, less what was paid.
    pub owed: Fen,
}

/// 工资表: lines for workers who are parties, and for those who become so by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WageList<P> {
    /// Workers who were no parties yet.
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 5_100)]
    pub parties: Vec<Party<P>>,
    /// The lines.
    #[schema(min_items = 1, max_items = 20_000)]
    pub lines: Vec<WageLine>,
    /// Who speaks for the workers from now on: five of them at most, where they are ten or more (GDLS 38).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 5_100)]
    pub representatives: Option<Vec<PartyNo>>,
}

impl ActRule for WageList<PersonRef> {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let known: HashSet<PartyNo> = case.parties.iter().map(|party| party.no).collect();
        let mut numbers = known;
        for (index, party) in self.parties.iter().enumerate() {
            let here = format!("/parties/{index}");
            if !numbers.insert(party.no) {
                let text = words("当事人序号重复", "two parties have the same number");
                findings.invalid("duplicate_party_no", &format!("{here}/no"), text);
            }
            if !party.is_worker() || party.side != Side::Applicant {
                let text = words(
                    "工资表只列劳动者，为申请一方",
                    "a wage list names workers, on the applicants' side",
                );
                findings.invalid("not_a_worker", &here, text);
            }
        }
        if numbers.len() > PARTIES_MAX {
            let text = words(
                format!("一案当事人不超过{PARTIES_MAX}名"),
                format!("a case takes at most {PARTIES_MAX} parties"),
            );
            findings.invalid("too_many_parties", "/parties", text);
        }
        self.check_lines(case, at, findings);
        if let Some(chosen) = &self.representatives {
            let all: Vec<_> = case.parties.iter().chain(&self.parties).cloned().collect();
            check_representatives(chosen, &all, findings);
        }
    }

    fn apply(self, case: &mut Case, _at: &Moment<'_>) {
        case.parties.extend(self.parties);
        let Some(inspection) = &mut case.inspection else { return };
        // What is added is not what an order before was about, if all of that had been paid.
        let paid = inspection.paid_in_full();
        if let Some(order) = inspection.orders.last_mut() {
            order.paid = order.paid.or(paid);
        }
        inspection.wages.extend(self.lines);
        if let Some(chosen) = self.representatives {
            inspection.representatives = chosen;
        }
    }
}

impl WageList<PersonRef> {
    fn check_lines(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let workers: HashSet<PartyNo> = case
            .parties
            .iter()
            .chain(&self.parties)
            .filter(|party| party.is_worker())
            .map(|party| party.no)
            .collect();
        let own = case.inspection.as_ref().map(|own| own.wages.as_slice()).unwrap_or_default();
        let mut seen: HashSet<_> = own.iter().map(|line| (line.worker, line.from, line.to)).collect();
        for (index, line) in self.lines.iter().enumerate() {
            let here = format!("/lines/{index}");
            if !workers.contains(&line.worker) {
                let text = words("不是本案劳动者", "not a worker in the case");
                findings.invalid("not_a_worker", &format!("{here}/worker"), text);
            }
            if !seen.insert((line.worker, line.from, line.to)) {
                let text = words("同一劳动者同一期间重复", "the same worker and time stand twice");
                findings.invalid("duplicate_line", &here, text);
            }
            line.check(&here, at, findings);
        }
        check_overlaps(own, &self.lines, findings);
    }
}

impl WageLine {
    /// What is wrong with a line in itself; `here` says where it stands.
    pub fn check(&self, here: &str, at: &Moment<'_>, findings: &mut Findings) {
        if self.from > self.to || self.to > at.on {
            findings.invalid(
                "wage_period",
                &format!("{here}/to"),
                words(
                    "欠薪期间止日应不早于起日、不晚于登记之日",
                    "the time ends before it begins, or after today",
                ),
            );
        }
        let amounts = [Some(self.due), Some(self.paid), Some(self.owed), self.rate];
        if amounts.into_iter().flatten().any(|amount| !amount.is_plausible()) {
            let text = words("金额超出范围", "an amount is out of range");
            findings.invalid("amount_out_of_range", here, text);
        } else if self.due.0 - self.paid.0 != self.owed.0 {
            findings.invalid(
                "owed_does_not_tie",
                &format!("{here}/owed"),
                words("欠发不等于应发减已发", "what is owed is not what was due less what was paid"),
            );
        }
        if self.days_tenths.is_some_and(|days| days > DAYS_TENTHS_MAX) {
            let text = words("出勤天数超出范围", "the days worked are out of range");
            findings.invalid("days_out_of_range", &format!("{here}/days_tenths"), text);
        }
    }
}

/// Wages that are paid after a handover are the other case's to record, so that they are counted once; what was paid
/// before it is recorded here late, and then more is claimed there than is owed.
fn check_not_handed_over(own: &InspectionCase, at: &Moment<'_>, findings: &mut Findings) {
    let Some(OnwardTo { case, at: handed, .. }) = own.onward else { return };
    if at.on < handed.on {
        let text = words(
            format!("本案已于{}移交，案件{case}的请求金额没有扣除这笔支付，请一并更正", handed.on),
            format!(
                "handed over on {}: case {case} claims this money still; please put it right there",
                handed.on
            ),
        );
        findings.warn("claimed_elsewhere", None, text);
    } else {
        let text = words(
            format!("本案已于{}移交，此后的支付应当登记在案件{case}", handed.on),
            format!("handed over on {}: what is paid since is recorded in case {case}", handed.on),
        );
        findings.invalid("handed_over", "/payments", text);
    }
}

/// What one worker got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkerPayment {
    /// Which worker.
    pub worker: PartyNo,
    /// How much, in fen.
    #[schema(minimum = 1)]
    pub amount: Fen,
}

/// 支付工资: wages reached the workers, each his own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WagePayment {
    /// Who got what.
    #[schema(min_items = 1, max_items = 5_100)]
    pub payments: Vec<WorkerPayment>,
}

impl ActRule for WagePayment {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let Some(own) = &case.inspection else { return };
        check_not_handed_over(own, at, findings);
        let balances = own.balances();
        let mut seen = HashSet::new();
        for (index, payment) in self.payments.iter().enumerate() {
            let here = format!("/payments/{index}");
            if !seen.insert(payment.worker) {
                let text = words("同一劳动者重复", "the same worker stands twice");
                findings.invalid("duplicate_worker", &format!("{here}/worker"), text);
            }
            if payment.amount.0 <= 0 || !payment.amount.is_plausible() {
                let text = words("金额应当大于零", "the amount must be more than zero");
                findings.invalid("amount_out_of_range", &format!("{here}/amount"), text);
            }
            match balances.get(&payment.worker) {
                None => {
                    let text = words("工资表没有这名劳动者", "the worker is not on the wage list");
                    findings.invalid("not_on_the_list", &format!("{here}/worker"), text);
                }
                Some(balance) if payment.amount > balance.outstanding() => {
                    let (PartyNo(no), owed, paid) = (payment.worker, balance.outstanding(), payment.amount);
                    let text = words(
                        format!("第{no}号劳动者尚欠{owed}元，本次支付{paid}元，请核对"),
                        format!("worker no. {no} is still owed CNY {owed} and gets CNY {paid}; please check"),
                    );
                    findings.warn("more_than_owed", None, text);
                }
                Some(_) => {}
            }
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let amount = self.payments.iter().map(|payment| payment.amount).sum();
        case.recoveries.push(Recovered { at: at.dated(), amount });
        let Some(inspection) = &mut case.inspection else { return };
        let paid = |payment: WorkerPayment| WagePaid {
            at: at.dated(),
            worker: payment.worker,
            amount: payment.amount,
        };
        inspection.payments.extend(self.payments.into_iter().map(paid));
    }
}

/// 群体性事件: the person in charge of the employer must be there some hours later (W16, GDWP 58), which is shown with the
/// deadlines of the case as a measure, for no act says that somebody came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MassIncident {
    /// How many people took part.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub people: u32,
    /// The time of day, `HH:MM`: the hours are counted from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    pub time: Option<String>,
}

impl ActRule for MassIncident {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_no_incident(case, at, findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        if let Some(inspection) = &mut case.inspection {
            let MassIncident { people, time } = self;
            inspection.mass_incident = Some(MassIncidentNoted { at: at.dated(), time, people });
        }
    }
}

/// The flag is set once.
pub(in crate::domain::act) fn check_no_incident(case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    if case.inspection.as_ref().is_some_and(|own| own.mass_incident.is_some()) {
        let text = words("本案已登记群体性事件", "a mass incident is on record already");
        let article = article(Law::GuangdongWageRegulations, "58");
        findings.breach(at, at.on, "incident_on_record", (article, text));
    }
}
