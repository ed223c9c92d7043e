//! After the closing: effect, correction of an award, money recovered, the archive. Going to court over an award, which may
//! be one of a part of the case, is in `challenge`.

mod challenge;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::ActRule;
use crate::domain::act::inspection::closing::check_deadlines_kept;
use crate::domain::act::mediation::warn_of_open_agreement;
use crate::domain::act::referral::check_none_open;
use crate::domain::case::{Case, Effect, Recovered};
use crate::domain::case_kind::CaseKind;
use crate::domain::deadline;
use crate::domain::deadline::rule::RuleId;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::PartyNo;
use crate::domain::law::{law, r33};
use crate::domain::money::Fen;
use crate::domain::office::LawBook;
use crate::domain::refusal::words;
use crate::domain::stage::ClosingPaper;

pub(in crate::domain::act) use challenge::check_some_award;
pub use challenge::{Challenge, ChallengeKind};

impl Case {
    /// The first day on which the closing document has legal effect, once that can be said: a final award
    /// from its day (LAW 47), one that is not final when nobody can sue any more (LAW 50), a mediation document
    /// when all have signed (LAW 42), any other decision when all have it.
    #[must_use]
    pub fn takes_effect_on(&self, book: &LawBook) -> Option<NaiveDate> {
        let closing = self.closing.as_ref()?;
        if self.was_closed_by_parts() {
            return self.parts_take_effect_on(book);
        }
        match closing.manner.paper() {
            ClosingPaper::FinalAward | ClosingPaper::MediationDocument => Some(closing.at.on),
            ClosingPaper::NonFinalAward | ClosingPaper::BothAwards => {
                match self.award_effect(self.closing_award()?, book) {
                    Effect::Since(since) => Some(since.on),
                    // Who records the effect is asked when the suit ended.
                    Effect::BeforeCourt(without_it) => Some(without_it),
                    Effect::Unserved => None,
                }
            }
            ClosingPaper::Decision | ClosingPaper::NonAcceptance | ClosingPaper::Unwritten => {
                self.closing_served_on()
            }
        }
    }
}

/// 裁决补正: a slip of the pen is corrected by a decision; the case is not reopened (R33 54).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AwardCorrection {
    /// What was corrected, without personal data.
    #[schema(min_length = 1, max_length = 2_000)]
    pub text: String,
}

impl ActRule for AwardCorrection {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_awarded(case, at, findings);
    }

    fn apply(self, _case: &mut Case, _at: &Moment<'_>) {}
}

/// 生效: the closing document has legal effect, and the file can be archived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Effectiveness {}

impl ActRule for Effectiveness {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_takes_effect(case, at, findings);
        if case.is_effect_before_court(at.book) {
            findings.warn(
                "challenged",
                Some(law("50")),
                words(
                    "已有当事人起诉；撤诉或被驳回后裁决才生效，请核对",
                    "a party has sued; the award takes effect only when that suit is withdrawn or dismissed",
                ),
            );
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let by_law = case.takes_effect_on(at.book).filter(|_| !case.is_effect_before_court(at.book));
        case.effective_on = by_law.or(Some(at.on));
    }
}

/// 追回款项: money reached a worker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Recovery {
    /// How much, in fen.
    #[schema(minimum = 1)]
    pub amount: Fen,
    /// Which worker, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<PartyNo>,
}

impl ActRule for Recovery {
    fn check(&self, case: &Case, _at: &Moment<'_>, findings: &mut Findings) {
        if self.amount.0 <= 0 || !self.amount.is_plausible() {
            findings.invalid(
                "amount_out_of_range",
                "/amount",
                words("金额应当大于零", "the amount must be more than zero"),
            );
        }
        let worker = self.party.map(|no| case.party(no).is_some_and(crate::domain::party::Party::is_worker));
        if worker == Some(false) {
            findings.invalid("not_a_worker", "/party", words("不是本案劳动者", "not a worker in the case"));
        }
        let total: Fen = case.recoveries.iter().map(|recovered| recovered.amount).chain([self.amount]).sum();
        let expected = case.awarded().0.max(case.claimed().0);
        if expected > 0 && total.0 > expected {
            findings.warn(
                "more_than_claimed",
                None,
                words(
                    "追回金额累计超过请求金额，请核对",
                    "more would be recovered than was claimed; please check",
                ),
            );
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.recoveries.push(Recovered { at: at.dated(), amount: self.amount });
    }
}

/// 归档: all material is filed (R33 21-22).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Archiving {
    /// The number of the file in the archive (档案号). No other case in the archive has it, however it is spelled.
    #[schema(min_length = 1, max_length = 100)]
    pub file_number: String,
    /// How many pages the main volume has, where they were counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 100_000)]
    pub main_pages: Option<u32>,
    /// The same of the secondary volume.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 100_000)]
    pub secondary_pages: Option<u32>,
}

impl ActRule for Archiving {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_over(case, at, findings);
        check_none_open(case, findings);
        if case.kind == CaseKind::Inspection {
            check_deadlines_kept(case, at, findings);
        }
        warn_of_terms(case, at, findings);
        warn_of_open_agreement(case, at, findings);
        let is_there = |served: Option<NaiveDate>| served.is_some_and(|served| served <= at.on);
        let is_served = is_there(case.closing_served_on()) && is_there(case.partial_awards_served_on());
        if case.kind == CaseKind::Arbitration && !is_served {
            findings.warn(
                "not_served_on_all",
                Some(r33("22")),
                words(
                    "卷内缺少结案文书的送达回证",
                    "the file lacks proof that the closing document was served on everyone",
                ),
            );
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.archived = Some(at.dated());
        case.file_number = Some(self.file_number);
    }
}

/// Parties may still go to court over an award that has effect already: the file will be needed again (LAW 48-49).
fn warn_of_terms(case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    let to_court =
        |rule: RuleId| matches!(rule, RuleId::P01 | RuleId::P02 | RuleId::P03 | RuleId::P04 | RuleId::P05);
    let all = deadline::deadlines(case, at.book);
    let running = all.iter().filter(|it| to_court(it.rule.id) && it.state == deadline::State::Open);
    let last = running.filter_map(deadline::Deadline::due_on).filter(|due| *due >= at.on).max();
    if let Some(last) = last {
        let text = words(
            format!("当事人起诉或者申请撤销的期限至{last}才全部届满，请确认归档"),
            format!("terms to sue or to apply to set the award aside run until {last}; please confirm"),
        );
        findings.warn("terms_to_court_run", Some(law("48")), text);
    }
}

/// A case is filed away once it is over: an award in effect, or before a court (R33 21).
pub(super) fn check_over(case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    let undecided = case.effective_on.is_none() && case.closing_challenges().next().is_none();
    if undecided && case.was_closed_in_ledger() {
        warn_of_untold(case, findings);
        return;
    }
    if case.closing.is_some_and(|closing| closing.manner.is_award()) && undecided {
        let text = words(
            "裁决尚未生效也未被起诉，案件处理未终结",
            "the award is neither in effect nor challenged; the case is not over",
        );
        findings.breach(at, at.on, "award_not_settled", (r33("21"), text));
    }
}

/// A ledger does not tell whether an award took effect; who files the case away knows.
fn warn_of_untold(case: &Case, findings: &mut Findings) {
    if case.closing.is_some_and(|closing| closing.manner.is_award()) {
        let text = words(
            "台账没有记载裁决是否生效，请核实案件处理已终结",
            "the ledger does not tell whether the award took effect; see that the case is over",
        );
        findings.warn("effect_not_told", Some(r33("21")), text);
    }
}

/// A slip of the pen is corrected in an award that was made (R33 54).
pub(super) fn check_awarded(case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    let made = case.closing.filter(|closing| closing.manner.is_award()).map(|closing| closing.at.on);
    if made.is_none_or(|made| at.on < made) {
        findings.impossible(
            "no_award_to_correct",
            Some(r33("54")),
            words("没有可补正的裁决", "there is no award to correct"),
        );
    }
}

/// A document has effect once the law gives it, not before.
pub(super) fn check_takes_effect(case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    if case.is_set_aside() {
        let text = words(
            "终局裁决已被裁定撤销，不发生法律效力",
            "a court set the final award aside; it has no effect",
        );
        findings.unlawful("award_set_aside", law("49"), text);
    }
    match case.takes_effect_on(at.book) {
        None => findings.unlawful(
            "not_served_on_all",
            if case.closing.is_some_and(|closing| closing.manner.is_award()) { law("50") } else { r33("20") },
            words("结案文书尚未送达全部当事人", "the closing document is not served on every party yet"),
        ),
        Some(first) if at.on < first && !case.closing.is_some_and(|closing| closing.manner.is_award()) => {
            findings.unlawful(
                "not_deemed_served_yet",
                r33("20"),
                words(
                    format!("结案文书至{first}才视为送达，此前不生效"),
                    format!("the closing document counts as served on {first}, and has no effect before"),
                ),
            );
        }
        Some(first) if at.on < first => findings.unlawful(
            "term_to_sue_runs",
            law("50"),
            words(
                format!("文书最早于{first}生效"),
                format!("the document takes effect on {first} at the earliest"),
            ),
        ),
        Some(_) => {}
    }
}
