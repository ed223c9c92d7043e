//! 台账补录: a case as the office had written it down before, taken over as it stands. It opens the case, and claims no
//! service, tribunal or hearing that the ledger does not tell. Not here: how a row of a ledger is read
//! (`domain::ledger`), and what the case then does not say of its deadlines (`case::ledger`).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::filing::{Channel, Procedure, check_parties};
use crate::domain::act::opening::Beginning;
use crate::domain::case::{
    Accepted, Case, Closing, Dated, Outcome, Recovered, ToldByLedger, Trial, TrialStart,
};
use crate::domain::case_kind::CaseKind;
use crate::domain::claim::{Cause, Claim, ClaimItem};
use crate::domain::deadline::rule::LIMITATION_FROM;
use crate::domain::docket::Place;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::{ClaimNo, PartyNo};
use crate::domain::money::Fen;
use crate::domain::party::{Party, PersonRef, Side};
use crate::domain::refusal::{Refusal, words};
use crate::domain::stage::{ClosingPaper, Manner, Stage};

/// What stands for the claims of a case of which the ledger tells the sum alone.
const SUM_OF_CLAIMS: &str = "台账所载请求金额合计";
/// The most workers that one row of a ledger may count.
pub const WORKERS_MAX: u32 = 100_000;

/// 台账补录. Its legal date is the day of receipt, or of the acceptance where the ledger does not tell the receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LedgerEntry<P> {
    /// 案号, as the office wrote it.
    #[schema(min_length = 1, max_length = 100)]
    pub number: String,
    /// How the application came in.
    pub channel: Channel,
    /// The main cause.
    pub cause: Cause,
    /// Causes beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 14)]
    pub other_causes: Vec<Cause>,
    /// The parties that the ledger names.
    #[schema(min_items = 2, max_items = 5_100)]
    pub parties: Vec<Party<P>>,
    /// 受理日期; none for what was not accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted_on: Option<NaiveDate>,
    /// 是否载有收件日期: `false` where the ledger tells no day of receipt, and the legal date is that of the acceptance. Where it
    /// is not said, the receipt is told if it is another day than the acceptance; of one and the same day nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt_told: Option<bool>,
    /// 处理程序; an open case needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub procedure: Option<Procedure>,
    /// 涉案人数, where more workers are concerned than are named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 100_000)]
    pub workers: Option<u32>,
    /// 是否集体争议, where the ledger says so; else the number of workers does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collective: Option<bool>,
    /// 请求金额, in fen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimed: Option<Fen>,
    /// 仲裁员, as the ledger names them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 100)]
    pub handled_by: Option<String>,
    /// 结案; none for an open case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<LedgerClosing>,
    /// 追回、履行金额.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovered: Option<LedgerRecovery>,
}

/// How a case of a ledger was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LedgerClosing {
    /// 结案日期.
    pub on: NaiveDate,
    /// 结案方式.
    pub manner: Manner,
    /// 处理结果.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// 裁决、调解金额, in fen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Fen>,
}

impl LedgerClosing {
    /// Whether a case that was closed so has an amount that was awarded or agreed.
    #[must_use]
    pub fn gives_amount(self) -> bool {
        self.manner.is_award() || matches!(self.manner, Manner::Mediated | Manner::SettledBeforeAcceptance)
    }
}

/// Money that a ledger says was recovered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LedgerRecovery {
    /// When; of several days the last.
    pub on: NaiveDate,
    /// How much, in fen.
    #[schema(minimum = 1)]
    pub amount: Fen,
}

impl<P> LedgerEntry<P> {
    /// The same with other parties.
    #[must_use]
    pub fn with<Q>(self, parties: Vec<Party<Q>>) -> LedgerEntry<Q> {
        LedgerEntry {
            number: self.number,
            channel: self.channel,
            cause: self.cause,
            other_causes: self.other_causes,
            parties,
            accepted_on: self.accepted_on,
            receipt_told: self.receipt_told,
            procedure: self.procedure,
            workers: self.workers,
            collective: self.collective,
            claimed: self.claimed,
            handled_by: self.handled_by,
            closed: self.closed,
            recovered: self.recovered,
        }
    }

    /// Asks everything that can be asked of what a ledger tells of one case, dated and written down on these days.
    pub fn check(&self, (on, today): (NaiveDate, NaiveDate), findings: &mut Findings) {
        if on < LIMITATION_FROM {
            let text = words(
                format!("日期早于《劳动争议调解仲裁法》施行之日（{LIMITATION_FROM}），请核对年份"),
                format!(
                    "before the Mediation and Arbitration Law was in force ({LIMITATION_FROM}); look at the year"
                ),
            );
            findings.invalid("before_the_law", "/on", text);
        }
        check_not_ahead(on, today, "/on", findings);
        if self.number.trim().is_empty() {
            let text = words("案号不能为空白", "a case number is not blank");
            findings.invalid("number_blank", "/number", text);
        }
        check_parties(&self.parties, findings);
        self.check_acceptance((on, today), findings);
        self.check_closing((on, today), findings);
        self.check_amounts((on, today), findings);
    }

    /// Whether the legal date of the entry is known to be that of the receipt.
    fn tells_receipt(&self, on: NaiveDate) -> bool {
        self.receipt_told.unwrap_or(self.accepted_on != Some(on))
    }

    fn check_acceptance(&self, (on, today): (NaiveDate, NaiveDate), findings: &mut Findings) {
        let was_refused = self.closed.is_some_and(|closed| is_before_acceptance(closed.manner));
        match self.accepted_on {
            None if !was_refused => {
                let text = words("缺少受理日期", "the day of acceptance is missing");
                findings.invalid("required", "/accepted_on", text);
            }
            Some(_) if was_refused => {
                let text = words(
                    "结案方式为受理前结案，不应有受理日期",
                    "it was closed before any acceptance, and has a day of acceptance",
                );
                findings.invalid("accepted_and_not_accepted", "/accepted_on", text);
            }
            Some(accepted) => {
                check_order((on, accepted), ("收件", "the receipt"), "/accepted_on", findings);
                check_not_ahead(accepted, today, "/accepted_on", findings);
            }
            None => {}
        }
        if self.receipt_told == Some(false) && self.accepted_on != Some(on) {
            let text = words(
                "没有记载收件日期的，登记日期应为受理日期",
                "where no receipt is told, the entry has the day of acceptance",
            );
            findings.invalid("receipt_day_told", "/receipt_told", text);
        }
        if self.closed.is_none() && self.procedure.is_none() {
            let text = words("未结案件应当填处理程序", "an open case needs its procedure");
            findings.invalid("required", "/procedure", text);
        }
        if self.workers.is_some_and(|workers| !(1..=WORKERS_MAX).contains(&workers)) {
            let text = words(
                format!("涉案人数应为1至{WORKERS_MAX}"),
                format!("the number of workers is 1 to {WORKERS_MAX}"),
            );
            findings.invalid("range", "/workers", text);
        }
    }

    fn check_closing(&self, (on, today): (NaiveDate, NaiveDate), findings: &mut Findings) {
        let Some(closed) = self.closed else { return };
        if !is_of_arbitration(closed.manner) {
            let text = words("不是仲裁案件的结案方式", "no arbitration case is closed in this manner");
            findings.invalid("manner_of_another_kind", "/closed/manner", text);
        }
        let since = self.accepted_on.unwrap_or(on);
        check_closing_day((since, closed.on), today, findings);
        if !closed.gives_amount() && closed.amount.is_some_and(|amount| amount > Fen::ZERO) {
            let text = words(
                "该结案方式没有裁决或调解金额",
                "a case closed in this manner awards and agrees nothing",
            );
            findings.invalid("amount_without_award", "/closed/amount", text);
        }
    }

    fn check_amounts(&self, (on, today): (NaiveDate, NaiveDate), findings: &mut Findings) {
        let told = [
            ("/claimed", self.claimed),
            ("/closed/amount", self.closed.and_then(|closed| closed.amount)),
            ("/recovered/amount", self.recovered.map(|recovered| recovered.amount)),
        ];
        for (field, _) in
            told.iter().filter(|(_, amount)| amount.is_some_and(|amount| !amount.is_plausible()))
        {
            let text = words("金额超出范围", "the amount is out of range");
            findings.invalid("amount_out_of_range", field, text);
        }
        let Some(recovered) = self.recovered else { return };
        if recovered.amount <= Fen::ZERO {
            let text = words("金额应当大于零", "the amount must be more than zero");
            findings.invalid("amount_out_of_range", "/recovered/amount", text);
        }
        check_order((on, recovered.on), ("收件", "the receipt"), "/recovered/on", findings);
        check_not_ahead(recovered.on, today, "/recovered/on", findings);
    }
}

impl<P> LedgerEntry<P> {
    /// Whether the case was closed, and so that something was awarded or agreed.
    #[must_use]
    pub fn gives_amount(&self) -> bool {
        self.closed.is_some_and(LedgerClosing::gives_amount)
    }
}

impl LedgerEntry<PersonRef> {
    /// Opens the case as the ledger tells it.
    ///
    /// # Errors
    /// Everything that is wrong with what the ledger tells.
    pub fn open(self, place: Place<'_>, at: &Moment<'_>) -> Result<Case, Refusal> {
        let mut findings = Findings::default();
        self.check((at.on, at.today), &mut findings);
        findings.conclude(at)?;
        let claims = self.claims();
        let (told, on) = (at.dated(), |on: NaiveDate| Dated { on, ..at.dated() });
        let receipt_untold = !self.tells_receipt(at.on);
        let beginning = Beginning {
            kind: CaseKind::Arbitration,
            stage: Stage::Accepted,
            channel: self.channel,
            cause: self.cause,
            other_causes: self.other_causes,
            parties: self.parties,
            claims,
            prior: None,
            origin: None,
        };
        let mut case = Case::begin(place, beginning, at);
        if let Some(accepted) = self.accepted_on.map(on) {
            case.acceptance = Some(Accepted {
                at: accepted,
                number: Some(self.number.clone()),
                others: None,
                hearing_told: None,
                left_out: Vec::new(),
            });
            let (since, cause) = match self.channel {
                Channel::TransferredIn => (told, TrialStart::TransferReceived),
                Channel::Counter
                | Channel::Online
                | Channel::Post
                | Channel::Oral
                | Channel::OtherProceeding => (accepted, TrialStart::Acceptance),
            };
            case.trial = Some(Trial { since, cause, extension: None });
            case.move_to(Stage::Accepted, accepted.on);
        }
        case.procedure = self.procedure;
        if let Some(closed) = self.closed {
            case.closing =
                Some(Closing { at: on(closed.on), manner: closed.manner, outcome: closed.outcome });
            case.move_to(Stage::Closed, closed.on);
        }
        let recovered = self.recovered.map(|it| Recovered { at: on(it.on), amount: it.amount });
        case.recoveries.extend(recovered);
        case.ledger = Some(ToldByLedger {
            at: told,
            number: self.number,
            workers: self.workers,
            collective: self.collective,
            awarded: self.closed.and_then(|closed| closed.amount),
            handled_by: self.handled_by,
            receipt_untold,
        });
        Ok(case)
    }

    /// The sum that the ledger tells, as one claim of the first applicant; what it is made of, it does not tell.
    fn claims(&self) -> Vec<Claim> {
        let claimant = self.parties.iter().find(|party| party.side == Side::Applicant).map(|party| party.no);
        let told = self.claimed.map(|amount| Claim {
            no: ClaimNo(1),
            claimant: claimant.unwrap_or(PartyNo(1)),
            item: ClaimItem::Other,
            amount: Some(amount),
            statement: Some(SUM_OF_CLAIMS.to_owned()),
        });
        told.into_iter().collect()
    }
}

/// Whether a case that was closed so was never accepted.
#[must_use]
pub fn is_before_acceptance(manner: Manner) -> bool {
    manner.paper() == ClosingPaper::NonAcceptance
        || matches!(manner, Manner::WithdrawnBeforeAcceptance | Manner::SettledBeforeAcceptance)
}

/// Asks of the day of closing what can be asked without its manner.
pub(crate) fn check_closing_day(
    (since, closed_on): (NaiveDate, NaiveDate),
    today: NaiveDate,
    findings: &mut Findings,
) {
    check_order((since, closed_on), ("受理", "the acceptance"), "/closed/on", findings);
    check_not_ahead(closed_on, today, "/closed/on", findings);
}

fn is_of_arbitration(manner: Manner) -> bool {
    manner.paper() != ClosingPaper::Unwritten || is_before_acceptance(manner)
}

fn check_order(
    (first, then): (NaiveDate, NaiveDate),
    (zh, en): (&str, &str),
    field: &str,
    findings: &mut Findings,
) {
    if then < first {
        let text = words(format!("早于{zh}之日（{first}）"), format!("lies before {en} ({first})"));
        findings.invalid("out_of_order", field, text);
    }
}

fn check_not_ahead(day: NaiveDate, today: NaiveDate, field: &str, findings: &mut Findings) {
    if day > today {
        let text = words(format!("日期晚于今天（{today}）"), format!("the day lies after today, {today}"));
        findings.invalid("in_the_future", field, text);
    }
}
