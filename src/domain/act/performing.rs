//! Performing an act (办理): the questions that are asked of every act, in their order, and then its own. Not here: what
//! an act asks and does, which stands with it.

use chrono::NaiveDate;

use crate::domain::act::table::{self, Since, To};
use crate::domain::act::{Act, ActRule as _};
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::UserId;
use crate::domain::law::r33;
use crate::domain::refusal::{Finding, Refusal, Severity, words};

impl Case {
    /// Performs an act: asks the stage table, the dates and the act's own rules, and gives the case
    /// as it is afterwards. Everything that was found is in the refusal, not only the first.
    ///
    /// # Errors
    /// The refusal, with the article where a law says no.
    pub fn perform(mut self, act: Act, at: &Moment<'_>) -> Result<Case, Refusal> {
        self.examine(&act, at)?;
        let row = table::find(act.kind());
        // The act first: a suspension remembers the stage that it leaves.
        act.apply(&mut self, at);
        match row.to {
            To::Stage(stage) => self.move_to(stage, at.on),
            To::Same | To::OneOf(_) => {}
        }
        self.version = at.entry.0;
        Ok(self)
    }

    /// Asks everything that [`Case::perform`] asks, and performs nothing.
    ///
    /// # Errors
    /// As [`Case::perform`].
    pub fn examine(&self, act: &Act, at: &Moment<'_>) -> Result<(), Refusal> {
        let row = table::find(act.kind());
        let mut findings = Findings::default();
        self.check_stage(row, &mut findings);
        // At another stage nothing is there that the act could be asked about; a wrong date hides nothing else.
        let is_of_stage = findings.is_empty();
        self.check_dates(row, at, &mut findings);
        if is_of_stage {
            self.check_frozen(at, &mut findings);
            act.check(self, at, &mut findings);
        }
        findings.conclude(at)
    }

    pub(super) fn check_stage(&self, row: &table::Row, findings: &mut Findings) {
        if !row.kinds.contains(&self.kind) {
            let (own, kind) = (self.kind.label(), row.act.label());
            let text = words(
                format!("{}案件不能办理“{}”", own.zh, kind.zh),
                format!("{} cases do not take the act \u{201c}{}\u{201d}", own.en, kind.en),
            );
            findings.impossible("kind_does_not_allow", row.articles.first().copied(), text);
            return;
        }
        if row.from.contains(&self.stage) {
            return;
        }
        let (stage, kind) = (self.stage.label(), row.act.label());
        // Of the stages that allow it, those that a case of this kind can be at.
        let own = row.from.iter().filter(|stage| stage.is_of(self.kind)).map(|stage| stage.label());
        let (zh, en): (Vec<_>, Vec<_>) = own.map(|stage| (stage.zh, stage.en)).unzip();
        let text = words(
            format!("案件处于“{}”阶段，不能办理“{}”；可在下列阶段办理：{}", stage.zh, kind.zh, zh.join("、")),
            format!(
                "a case at the stage \u{201c}{}\u{201d} does not take the act \u{201c}{}\u{201d}, which is done \
                 at: {}",
                stage.en,
                kind.en,
                en.join(", ")
            ),
        );
        findings.impossible("stage_does_not_allow", row.articles.first().copied(), text);
    }

    fn check_dates(&self, row: &table::Row, at: &Moment<'_>, findings: &mut Findings) {
        findings.ahead(at);
        self.check_since(row.since, at.on, findings);
    }

    /// An act is not dated before what it depends on.
    pub(super) fn check_since(&self, since: Since, on: NaiveDate, findings: &mut Findings) {
        let earliest = match since {
            Since::Stage => self.stage_since,
            Since::Closing => {
                // What an acceptance goes on with began in another case, before acts that this docket tells again.
                let accepted = self.acceptance.as_ref().map(|accepted| accepted.at.by);
                let restart = self.trial.as_ref().filter(|trial| Some(trial.since.by) != accepted);
                let restarted = restart.map(|trial| trial.since.on);
                self.stage_since.max(restarted.unwrap_or(self.stage_since))
            }
            Since::Acceptance => self.acceptance.as_ref().map_or(self.received.on, |accepted| accepted.at.on),
            Since::Receipt => self.received.on,
        };
        if on < earliest {
            findings.impossible_at(
                "before_what_it_depends_on",
                "/on",
                None,
                words(
                    format!("办理日期早于所依据的前一行为（{earliest}）"),
                    format!("the act is dated before what it depends on ({earliest})"),
                ),
            );
        }
    }

    /// A member whose recusal is asked for, or was upheld, does nothing in the case (R33 11).
    pub(super) fn check_frozen(&self, at: &Moment<'_>, findings: &mut Findings) {
        if self.recusals.iter().any(|recusal| recusal.member == at.actor && recusal.stands()) {
            let Finding { code, article, words, .. } = frozen_finding();
            findings.unlawful(code, article.unwrap_or(r33("11")), words);
        }
    }

    /// Refuses someone whose recusal is asked for, or was upheld, to touch the docket.
    ///
    /// # Errors
    /// The refusal (R33 11).
    pub fn ensure_not_recused(&self, user: UserId) -> Result<(), Refusal> {
        let frozen = self.recusals.iter().any(|recusal| recusal.member == user && recusal.stands());
        if frozen { Err(Refusal::of(frozen_finding())) } else { Ok(()) }
    }
}

fn frozen_finding() -> Finding {
    Finding {
        code: "recusal_pending",
        severity: Severity::Unlawful,
        field: None,
        article: Some(r33("11")),
        words: words(
            "回避申请决定前或决定回避后，被申请回避的人员不得参与本案",
            "a member whose recusal is pending or was upheld takes no part in the case",
        ),
    }
}
