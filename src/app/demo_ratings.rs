//! The ratings of the demo year (演示评价), invented: given by their links and answered by supervisors, through the same
//! operations as everyone's, each on its day. Its data is `data/demo-2021-ratings.json`.

use std::collections::HashMap;
use std::iter::Peekable;
use std::vec::IntoIter;

use chrono::{NaiveDate, TimeDelta};
use serde::Deserialize;

use crate::app::App;
use crate::app::clock::ManualClock;
use crate::app::demo::{broken, opening};
use crate::app::error::Error;
use crate::app::permits::Caller;
use crate::app::rating_answers::NewRatingAnswer;
use crate::app::ratings::NewRating;
use crate::domain::id::{CaseId, PartyNo, RatingId};
use crate::domain::rating::{RatingAnswer, RatingFinding, Score};

const DATA: &str = include_str!("../../data/demo-2021-ratings.json");

/// Something that happens to a rating on a day. Its case is named by its place in the data of the year.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    on: NaiveDate,
    case: usize,
    party: PartyNo,
    by: String,
    what: What,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum What {
    Rating { score: Score, text: Option<String> },
    Verification { finding: RatingFinding, note: String },
    Rectification { note: String },
}

/// The steps that are still ahead, and the ratings that were given.
pub(super) struct DemoRatings {
    steps: Peekable<IntoIter<Step>>,
    given: HashMap<(usize, PartyNo), RatingId>,
}

impl DemoRatings {
    pub(super) fn read() -> Result<DemoRatings, Error> {
        let mut steps: Vec<Step> = serde_json::from_str(DATA).map_err(|error| broken("ratings", &error))?;
        steps.sort_by_key(|step| step.on);
        Ok(DemoRatings { steps: steps.into_iter().peekable(), given: HashMap::new() })
    }

    /// Takes every step of the days before this one.
    pub(super) async fn go_on(
        &mut self,
        (app, clock): (&App, &ManualClock),
        people: &HashMap<String, Caller>,
        cases: &HashMap<usize, (CaseId, u32)>,
        before: NaiveDate,
    ) -> Result<(), Error> {
        while let Some(step) = self.steps.next_if(|step| step.on < before) {
            clock.set(opening(step.on).max(app.clock.now() + TimeDelta::seconds(1)));
            let by = people.get(&step.by).ok_or_else(|| broken("by", &step.by))?;
            let (case, _) = cases.get(&step.case).ok_or_else(|| broken("case", &step.case))?;
            self.take(app, (by, *case), step).await?;
        }
        Ok(())
    }

    async fn take(&mut self, app: &App, (by, case): (&Caller, CaseId), step: Step) -> Result<(), Error> {
        let Step { on, case: place, party, what, .. } = step;
        let (kind, finding, note) = match what {
            What::Rating { score, text } => {
                let (_, token) = app.register.make_rating_link(by, (case, party), None).await?;
                let id = app.register.rate(&token, NewRating { score, text, form: None }).await?;
                self.given.insert((place, party), id);
                return Ok(());
            }
            What::Verification { finding, note } => (RatingAnswer::Verification, Some(finding), note),
            What::Rectification { note } => (RatingAnswer::Rectification, None, note),
        };
        let id = self.given.get(&(place, party)).ok_or_else(|| broken("rating", &place))?;
        let new = NewRatingAnswer { kind, finding, on, note };
        app.register.answer_rating(by, *id, (new, None)).await.map(drop)
    }
}
