//! What one case brings to each measure of the catalogue, by its formula in `docs/figures.md`, and on which day.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, NaiveDate};

use super::dispute::{Closed, Told};
use super::spreads::walked;
use crate::days::Days;

/// Of which time it is asked: both ends are in it, and what is open is asked of the end of a day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Times {
    pub(crate) from: NaiveDate,
    pub(crate) to: NaiveDate,
    pub(crate) as_of: NaiveDate,
}

/// A rating of a case: by how many points, when, until when it was to be rectified if it is a bad one, and when it was.
#[derive(Debug, Clone)]
pub(crate) struct Rated {
    pub(crate) points: i64,
    pub(crate) on: NaiveDate,
    pub(crate) due: Option<NaiveDate>,
    pub(crate) rectified: Option<NaiveDate>,
}

/// By what a case is grouped.
pub(crate) type Groups = Vec<Option<String>>;

/// What was counted.
#[derive(Default)]
pub(crate) struct Tally {
    /// The measures that were asked for, whether they came to anything or not.
    pub(crate) known: BTreeSet<&'static str>,
    /// What each comes to in each group.
    pub(crate) sums: BTreeMap<(&'static str, Groups), i64>,
    /// The spreads, and how many days each of their cases took.
    pub(crate) days: BTreeMap<(&'static str, Groups), Vec<i64>>,
}

/// A measure of one case: the day by which it counts, if it does.
pub(super) struct Brings<'a> {
    tally: &'a mut Tally,
    by: &'a [&'static str],
    groups: BTreeMap<&'static str, Option<String>>,
}

impl Brings<'_> {
    fn put(&mut self, measure: &'static str, on: Option<NaiveDate>, amount: i64) {
        self.tally.known.insert(measure);
        let Some(on) = on.filter(|_| amount != 0) else { return };
        let key = (measure, self.group(on));
        *self.tally.sums.entry(key).or_default() += amount;
    }

    fn group(&self, on: NaiveDate) -> Groups {
        let group = |by: &&str| match *by {
            "month" => Some(on.format("%Y-%m").to_string()),
            other => self.groups[other].clone(),
        };
        self.by.iter().map(group).collect()
    }

    /// The days of the case, if it counts on a day and has both ends.
    pub(super) fn took(
        &mut self,
        spread: &'static str,
        on: Option<NaiveDate>,
        between: Option<(NaiveDate, NaiveDate)>,
    ) {
        let Some((on, (from, until))) = on.zip(between) else { return };
        let key = (spread, self.group(on));
        self.tally.days.entry(key).or_default().push(walked(from, until));
    }

    fn put_all(&mut self, measure: &'static str, all: impl Iterator<Item = (NaiveDate, i64)>) {
        self.tally.known.insert(measure);
        all.for_each(|(on, amount)| self.put(measure, Some(on), amount));
    }
}

impl Tally {
    /// Adds what a case brings, in its groups.
    pub(crate) fn add(
        &mut self,
        told: &Told,
        (rated, days): (&[Rated], &Days),
        by: &[&'static str],
        times: Times,
    ) {
        let mut brings = Brings { tally: self, by, groups: groups(told) };
        let case = Case { told, days, times };
        case.stocks(&mut brings);
        case.accepted(&mut brings);
        case.closed(&mut brings);
        case.open(&mut brings);
        case.mediated(&mut brings);
        case.quick(&mut brings);
        case.recovered(&mut brings);
        case.inspected(&mut brings);
        case.referred(&mut brings);
        case.rated(rated, &mut brings);
        case.spreads(&mut brings);
    }
}

fn groups(told: &Told) -> BTreeMap<&'static str, Option<String>> {
    let closed = told.closed.as_ref();
    BTreeMap::from([
        ("cause", Some(told.cause.clone())),
        ("channel", Some(told.channel.clone())),
        ("procedure", told.procedure.clone()),
        ("result", closed.and_then(|closed| closed.result).map(ToOwned::to_owned)),
        ("collective", Some(told.counts_as_collective().to_string())),
    ])
}

pub(super) struct Case<'a> {
    pub(super) told: &'a Told,
    days: &'a Days,
    pub(super) times: Times,
}

impl Case<'_> {
    pub(super) fn within(&self, on: Option<NaiveDate>) -> Option<NaiveDate> {
        on.filter(|on| self.times.from <= *on && *on <= self.times.to)
    }

    /// Cases that are accepted and not closed at the end of a day, by the day of their acceptance.
    pub(super) fn open_on(&self, day: NaiveDate) -> Option<NaiveDate> {
        let closed = self.told.closed.as_ref().map(|closed| closed.on);
        self.told.accepted.filter(|on| *on <= day && closed.is_none_or(|closed| closed > day))
    }

    pub(super) fn closing(&self) -> Option<&Closed> {
        self.told.closed.as_ref().filter(|closed| self.within(Some(closed.on)).is_some())
    }

    /// The closing of an accepted case in the period.
    pub(super) fn closing_of_accepted(&self) -> Option<&Closed> {
        self.closing().filter(|_| self.told.accepted.is_some())
    }

    fn stocks(&self, brings: &mut Brings<'_>) {
        let Times { from, to, as_of } = self.times;
        let january = NaiveDate::from_ymd_opt(to.year(), 1, 1).unwrap();
        let this_year = |on: &NaiveDate| january <= *on && *on <= to;
        let (accepted, closed) = (self.told.accepted, self.told.closed.as_ref().map(|closed| closed.on));
        brings.put("carried_in", self.open_on(from.pred_opt().unwrap()), 1);
        brings.put("carried_out", self.open_on(as_of), 1);
        let by_the_end = closed.is_some_and(|closed| closed <= to);
        brings.put("cohort_closed", self.within(accepted).filter(|_| by_the_end), 1);
        brings.put("year_accepted", accepted.filter(this_year), 1);
        brings.put("year_closed", closed.filter(this_year).filter(|_| accepted.is_some()), 1);
        brings.put("year_carried_in", self.open_on(january.pred_opt().unwrap()), 1);
    }

    fn accepted(&self, brings: &mut Brings<'_>) {
        let told = self.told;
        let accepted = self.within(told.accepted);
        let received = |kind: &str| self.within(told.received).filter(|_| told.kind == kind);
        brings.put("received", received("arbitration"), 1);
        brings.put("mediation_requested", received("mediation"), 1);
        brings.put("accepted", accepted, 1);
        brings.put("accepted_collective", accepted.filter(|_| told.counts_as_collective()), 1);
        brings.put("accepted_receipt_untold", accepted.filter(|_| told.receipt_untold), 1);
        brings.put("workers_accepted", accepted, told.workers());
        brings.put("claimed_accepted", accepted, told.claimed());
        brings.put("first_heard", self.within(told.heard).filter(|_| told.accepted.is_some()), 1);
    }

    fn closed(&self, brings: &mut Brings<'_>) {
        let (told, closing) = (self.told, self.closing_of_accepted());
        let of = |is: &dyn Fn(&Closed) -> bool| closing.filter(|closed| is(closed)).map(|closed| closed.on);
        let by = |manners: &[&str]| of(&|closed| manners.contains(&closed.manner));
        let awards = ["award_final", "award_non_final", "award_mixed"];
        let on = closing.map(|closed| closed.on);
        brings.put("closed", on, 1);
        brings.put("closed_by_award", by(&awards), 1);
        brings.put("closed_by_mediation", by(&["mediated"]), 1);
        brings.put("closed_otherwise", of(&|it| !awards.contains(&it.manner) && it.manner != "mediated"), 1);
        brings.put("closed_by_final_award", by(&["award_final", "award_mixed"]), 1);
        brings.put("closed_by_mixed_award", by(&["award_mixed"]), 1);
        brings.put("closed_for_worker", of(&|it| it.result == Some("worker")), 1);
        brings.put("closed_for_employer", of(&|it| it.result == Some("employer")), 1);
        brings.put("closed_for_both", of(&|it| it.result == Some("partly")), 1);
        brings.put("closed_without_result", of(&|it| it.result.is_none()), 1);
        brings.put("closed_collective", on.filter(|_| told.counts_as_collective()), 1);
        brings.put("closed_receipt_untold", on.filter(|_| told.receipt_untold), 1);
        brings.put("workers_closed", on, told.workers());
        brings.put("claimed_closed", on, told.claimed());
        brings.put("awarded_closed", on, told.awarded());
        let in_time = self.in_time();
        brings.put("closed_in_time", on.filter(|_| in_time == Some(true)), 1);
        brings.put("closed_late", on.filter(|_| in_time == Some(false)), 1);
        brings.put("closed_timeliness_unknown", on.filter(|_| in_time.is_none()), 1);
        brings.put("closed_cases", self.closing().map(|closed| closed.on), 1);
    }

    /// Whether a case was closed by the end of its trial period, and no such period had run out before another began. Of what
    /// a ledger closed after it nobody knows whether it had been extended or suspended.
    fn in_time(&self) -> Option<bool> {
        let closed = self.told.closed.as_ref()?.on;
        let due = self.told.clock.due(Some(closed), self.days)?;
        if self.told.closed_by_ledger && closed > due {
            return None;
        }
        Some(closed <= due && !self.told.clock.ran_out_before(self.days))
    }

    fn open(&self, brings: &mut Brings<'_>) {
        let open = self.open_on(self.times.as_of);
        let due = self.told.clock.due(self.told.closed.as_ref().map(|closed| closed.on), self.days);
        // The last day is usable to its end.
        brings.put("open_in_time", open.filter(|_| due.is_some_and(|due| due >= self.times.as_of)), 1);
        brings.put("open_late", open.filter(|_| due.is_some_and(|due| due < self.times.as_of)), 1);
        brings.put("open_without_due", open.filter(|_| due.is_none()), 1);
    }

    fn mediated(&self, brings: &mut Brings<'_>) {
        let by = |manners: &[&str]| self.closing().filter(|it| manners.contains(&it.manner)).map(|it| it.on);
        let (agreed, settled) = ("mediation_agreed", "mediation_settled");
        brings.put("mediation_closed", by(&[agreed, settled, "mediation_failed", "mediation_withdrawn"]), 1);
        brings.put("mediation_succeeded", by(&[agreed, settled]), 1);
        brings.put("mediation_refused", by(&["mediation_refused"]), 1);
        brings.put("settled_before_acceptance", by(&["settled_before_acceptance"]), 1);
        brings.put("mediated_outside", by(&[agreed, settled, "settled_before_acceptance"]), 1);
    }

    /// The targets of the office (law notes §6): filing in a working day, mediation in ten, before the acceptance in fifteen days,
    /// the first hearing in fifteen where the procedure is simplified, the closing in thirty or forty-five.
    fn quick(&self, brings: &mut Brings<'_>) {
        let (told, days) = (self.told, self.days);
        let procedure = told.procedure.as_deref();
        let closed_as = |manner: &str| told.closed.as_ref().filter(|it| it.manner == manner).map(|it| it.on);
        let filed = told.accepted.filter(|_| told.kind == "arbitration" && !told.from_ledger);
        let filing = told.complete().map(|complete| days.working(complete, 1).due);
        let settled = closed_as("settled_before_acceptance").filter(|_| !told.from_ledger);
        let before = told.deferred.last().map(|consent| days.calendar(*consent, 15).due);
        let accepted = told.accepted.filter(|_| !told.closed_by_ledger);
        let mediation = accepted.map(|on| days.working(on, 10).due);
        let hearing =
            accepted.filter(|_| procedure == Some("simplified")).map(|on| days.calendar(on, 15).due);
        let length = match procedure {
            Some("simplified") => Some(30),
            Some("ordinary") => Some(45),
            _ => None,
        };
        let closing = accepted.zip(length).map(|(on, length)| days.calendar(on, length).due);
        let closed = told.closed.as_ref().map(|closed| closed.on);
        for (done, within, on, due) in [
            ("quick_filing_done", "quick_filing_within", filed, filing),
            ("quick_mediation_before_done", "quick_mediation_before_within", settled, before),
            ("quick_mediation_done", "quick_mediation_within", closed_as("mediated"), mediation),
            ("quick_hearing_done", "quick_hearing_within", told.heard, hearing),
            ("quick_closing_done", "quick_closing_within", closed, closing),
        ] {
            let on = self.within(on).filter(|_| due.is_some());
            brings.put(done, on, 1);
            brings.put(within, on.filter(|on| due.is_some_and(|due| *on <= due)), 1);
        }
    }

    fn recovered(&self, brings: &mut Brings<'_>) {
        let told = self.told;
        let inside = told.money.iter().copied().filter(|(on, _)| self.within(Some(*on)).is_some());
        let of_kind = |kind: &str| inside.clone().filter(|_| told.kind == kind).collect::<Vec<_>>();
        let after = |on: NaiveDate| told.accepted.is_some_and(|accepted| accepted <= on);
        let (since, before): (Vec<_>, Vec<_>) =
            of_kind("arbitration").into_iter().partition(|(on, _)| after(*on));
        brings.put_all("recovered", since.into_iter());
        brings.put_all("recovered_before_acceptance", before.into_iter());
        brings.put_all("recovered_in_mediation", of_kind("mediation").into_iter());
        brings.put_all("recovered_on_petitions", of_kind("petition").into_iter());
        brings.put_all("recovered_in_all", inside);
    }

    fn inspected(&self, brings: &mut Brings<'_>) {
        let (told, site) = (self.told, &self.told.site);
        let each = |all: &[NaiveDate]| {
            all.iter()
                .copied()
                .filter(|on| self.within(Some(*on)).is_some())
                .map(|on| (on, 1))
                .collect::<Vec<_>>()
        };
        brings.put("projects_inspected", self.within(site.inspected), 1);
        brings.put_all("hazards_found", each(&site.found).into_iter());
        brings.put_all("hazards_resolved", each(&site.resolved).into_iter());
        let is_paid = |it: &&Closed| matches!(it.manner, "inspection_paid" | "inspection_partly_paid");
        let paid = self.closing().filter(is_paid).filter(|_| told.kind == "inspection");
        brings.put("disputes_coordinated", paid.map(|closed| closed.on), 1);
        brings.put_all(
            "workers_paid",
            each(&site.first_paid.values().copied().collect::<Vec<_>>()).into_iter(),
        );
        let wages = site.wages.iter().copied().filter(|(on, _)| self.within(Some(*on)).is_some());
        brings.put_all("wages_recovered", wages);
    }

    fn referred(&self, brings: &mut Brings<'_>) {
        let offers = &self.told.offers;
        let offered = offers.iter().filter_map(|offer| self.within(Some(offer.on))).map(|on| (on, 1));
        brings.put_all("referred", offered);
        let answered = |is: &dyn Fn(NaiveDate, NaiveDate, &str) -> bool| {
            let answers = offers.iter().filter_map(|offer| offer.answer.map(|(on, how)| (offer.on, on, how)));
            let answers = answers.filter(|(_, on, _)| self.within(Some(*on)).is_some());
            answers
                .filter(|(offered, on, how)| is(*offered, *on, how))
                .map(|(_, on, _)| (on, 1))
                .collect::<Vec<_>>()
        };
        brings.put_all("referrals_answered", answered(&|_, _, _| true).into_iter());
        brings.put_all("referrals_taken", answered(&|_, _, how| how == "taken").into_iter());
        brings.put_all("referrals_declined", answered(&|_, _, how| how == "declined").into_iter());
        let is_late = |offered: NaiveDate, on: NaiveDate, _: &str| on > self.days.working(offered, 5).due;
        brings.put_all("referrals_answered_late", answered(&is_late).into_iter());
    }

    fn rated(&self, rated: &[Rated], brings: &mut Brings<'_>) {
        let closed = self.closing().map(|closed| closed.on);
        brings.put("rated_cases", closed.filter(|_| !rated.is_empty()), 1);
        let of = |is: &dyn Fn(&Rated) -> Option<i64>| {
            let inside = rated.iter().filter(|rating| self.within(Some(rating.on)).is_some());
            inside.filter_map(|rating| Some((rating.on, is(rating)?))).collect::<Vec<_>>()
        };
        let one = |is: bool| is.then_some(1);
        brings.put_all("ratings", of(&|_| Some(1)).into_iter());
        brings.put_all("ratings_satisfied", of(&|it| one(it.points >= 3)).into_iter());
        brings.put_all("ratings_bad", of(&|it| one(it.points <= 2)).into_iter());
        brings.put_all("rating_points", of(&|it| Some(it.points)).into_iter());
        let in_time = |it: &Rated| it.due.zip(it.rectified).is_some_and(|(due, on)| on <= due);
        brings.put_all("ratings_rectified_in_time", of(&|it| one(in_time(it))).into_iter());
    }
}
