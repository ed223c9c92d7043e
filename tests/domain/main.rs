//! The domain held against what was worked out by hand from the law: one program, so that it links once.
#![cfg(test)]
#![expect(clippy::allow_attributes, reason = "what this program leaves unused, another needs")]

#[path = "../support/story.rs"]
#[allow(dead_code, reason = "the benches use the rest of it")]
mod story;

#[path = "../support/mediations.rs"]
#[allow(dead_code, reason = "the papers use less of it")]
mod mediations;

#[path = "../support/calendar.rs"]
mod invented;

mod annual_report;
mod applications;
mod archive;
mod calendar_change;
mod calendar_oracle;
mod calendar_year;
mod catalogue;
mod clock;
mod codes;
mod correcting;
mod counted_from;
mod dates;
mod deadlines;
mod decisions;
mod docket;
mod effect;
mod elements;
mod figures;
mod forecast;
mod guards;
mod indicators;
mod inspection;
mod last_claim;
mod late;
mod ledger;
mod ledger_rows;
mod limitation;
mod mediation;
mod notices;
mod onward;
mod order;
mod parting;
mod parts_of_a_case;
mod period_oracle;
mod petition;
mod proceeding;
mod quick_steps;
mod ratings;
mod read_afresh;
mod referrals;
mod rules;
mod rulings;
mod schedule;
mod services;
mod settling;
mod speakers;
mod stages;
mod summons;
mod time_to_correct;
mod watch;
mod which_counts;
