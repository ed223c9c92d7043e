//! The office's settings (本委设置): the region and the ways of counting, as the rules want them. Not here: the regions,
//! which are data (`domain::office`), and the calendar in force (`books`).

use crate::app::error::Error;
use crate::config::Config;
use crate::domain::calendar::Calendar;
use crate::domain::office::{DiscussionRule, LawBook, Region};

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

fn region(id: &str) -> Result<&'static Region, Error> {
    let known = Region::shipped().map_err(|error| Error::Broken(error.to_owned()))?;
    Region::find(id).ok_or_else(|| {
        let known = known.iter().map(|region| region.id).collect::<Vec<_>>().join(", ");
        Error::Broken(format!("region: 未知地区 there is no region {id}; known: {known}"))
    })
}
