//! The office's settings (本委设置): the region and the ways of counting, as the rules want them. Not here: the regions,
//! which are data (`domain::office`), and the calendar in force (`books`).

use std::fs;
use std::path::Path;

use crate::app::error::Error;
use crate::config::Config;
use crate::domain::calendar::Calendar;
use crate::domain::office::{DiscussionRule, LawBook, Region};

/// The books of an office with these settings, under the calendar that travels inside the program.
///
/// # Errors
/// A region that is neither built in nor in a file of the office's own, or whose file is broken.
pub fn law_book(settings: &Config) -> Result<LawBook, Error> {
    let discussion =
        if settings.discussion_before_award { DiscussionRule::Required } else { DiscussionRule::Free };
    Ok(LawBook {
        calendar: Calendar::shipped().clone(),
        region: match &settings.region_file {
            Some(file) => own_region(&settings.region, file)?,
            None => region(&settings.region)?,
        },
        discussion,
        notice: settings.hearing_notice,
        hearing_hours: settings.hearing_hours.clone(),
    })
}

fn region(id: &str) -> Result<&'static Region, Error> {
    let known = Region::shipped().map_err(|error| Error::Broken(error.to_owned()))?;
    Region::find(id).ok_or_else(|| {
        let known = known.iter().map(|region| region.id).collect::<Vec<_>>().join(", ");
        Error::Broken(format!("region: 未知地区 there is no region {id}; known: {known}"))
    })
}

/// The region of the office's own file, which must be the one that is set.
fn own_region(id: &str, file: &Path) -> Result<&'static Region, Error> {
    let unusable = |why: String| {
        Error::Broken(format!("region_file: 地区文件不可用 {} cannot be used: {why}", file.display()))
    };
    let text = fs::read_to_string(file).map_err(|error| unusable(error.to_string()))?;
    let region = Region::of_office(text).map_err(unusable)?;
    if region.id == id {
        return Ok(region);
    }
    Err(unusable(format!("其中是 {} it is of that region, and {id} is set", region.id)))
}
