//! The office's settings (本委设置): the region and the ways of counting, as the rules want them.
//! Regions are data: one file each in `data/regions`, built in. Not here: the calendar in force (`books`).

use crate::app::error::Error;
use crate::config::Config;
use crate::domain::calendar::Calendar;
use crate::domain::office::{DiscussionRule, LawBook, Region};

/// The regions that are built in.
const REGIONS: &[&str] = &[include_str!("../../data/regions/guangdong-xuwen.json")];

/// The books of an office with these settings, under the calendar that travels inside the program.
///
/// # Errors
/// A region that is not built in, or whose file is broken.
pub fn law_book(settings: &Config) -> Result<LawBook, Error> {
    let discussion =
        if settings.discussion_before_award { DiscussionRule::Required } else { DiscussionRule::Free };
    Ok(LawBook {
        calendar: Calendar::shipped().clone(),
        region: region(&settings.region)?,
        discussion,
        notice: settings.hearing_notice,
    })
}

fn region(id: &str) -> Result<Region, Error> {
    let mut known = Vec::new();
    for text in REGIONS {
        let region: Region =
            serde_json::from_str(text).map_err(|error| Error::Broken(format!("region: {error}")))?;
        if region.id == id {
            return Ok(region);
        }
        known.push(region.id);
    }
    let known = known.join(", ");
    Err(Error::Broken(format!("region: 未知地区 there is no region {id}; known: {known}")))
}
