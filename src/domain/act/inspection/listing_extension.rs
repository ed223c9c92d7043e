//! The second period to decide on a listing (延长列入决定期限): R45 8. Not here: the procedure of the list (`listing`),
//! and the counting (`deadline`).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::listing::{check_after, check_once, r45};
use crate::domain::act::ActRule;
use crate::domain::case::{Case, HandlingExtension};
use crate::domain::deadline;
use crate::domain::finding::{Findings, Moment};
use crate::domain::refusal::words;

/// 延长列入决定的期限: once, capped, approved by the person who records it before the first period ends (R45 8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DefaulterExtension {
    /// Working days.
    #[schema(minimum = 1, maximum = 366)]
    pub days: u16,
}

impl ActRule for DefaulterExtension {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let running = deadline::listing_time(case, at.book);
        let longest = running.as_ref().and_then(|time| time.rule.extension).map_or(0, |length| length.count);
        // Before the listing is announced, nothing runs that could be measured.
        if running.is_some() && (self.days == 0 || self.days > longest) {
            let text = words(
                format!("延长应为1至{longest}个工作日"),
                format!("an extension is of 1 to {longest} working days"),
            );
            findings.over_limit("extension_too_long", "/days", r45("8"), text);
        }
        check_extendable(case, at, findings);
    }

    /// As with the handling period, the one extension is the earlier by its legal date.
    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let Some(listing) = case.listing_mut() else { return };
        if listing.extension.is_none_or(|known| at.on < known.approved.on) {
            listing.extension = Some(HandlingExtension { approved: at.dated(), days: self.days });
        }
    }
}

/// The listing is announced and not decided yet, and its first period still runs (R45 8).
pub(in crate::domain::act) fn check_extendable(case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    let listing = case.listing();
    check_after(listing.map(|listing| listing.announced.on), at, r45("8"), findings);
    check_once(listing.and_then(|listing| listing.listed), r45("8"), findings);
    if listing.is_some_and(|listing| listing.extension.is_some()) {
        let text = words("列入决定的期限只能延长一次", "the time to decide on the listing is extended once");
        findings.breach(at, at.on, "extended_once", (r45("8"), text));
    }
    let due = deadline::listing_time(case, at.book).and_then(|time| time.due_on());
    if due.is_some_and(|due| at.on > due) {
        let text = words(
            "列入决定的期限已届满，不能再批准延长",
            "the time to decide on the listing has run out; it can no longer be extended",
        );
        findings.breach(at, at.on, "extension_too_late", (r45("8"), text));
    }
}
