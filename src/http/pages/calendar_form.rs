//! The form by which a year of the calendar is imported (导入放假安排的表单): days line by line as the notice names them, or the text of a
//! file; read into the request that the API makes of a file. Not here: what is wrong with a year.

use chrono::NaiveDate;

use crate::app::calendar::{Expected, ImportRequest};
use crate::app::error::{Error, Violation, at};
use crate::app::register::Mode;
use crate::domain::calendar::import::YearDocument;
use crate::domain::calendar::{CalendarYear, NamedDay};
use crate::domain::refusal::words;
use crate::http::body::Checked;
use crate::http::pages::act_form::rows::Choice;
use crate::http::pages::frame::Frame;
use crate::http::pages::notes::Note;
use crate::http::pages::posted::Posted;
use crate::http::params::parse_date;

/// So many deadlines are listed in a preview.
pub const LISTED_MAX: usize = 200;
/// The most days that a line names.
const RANGE_DAYS_MAX: usize = 31;

/// What was typed.
#[derive(Debug, Default)]
pub struct Filled {
    /// The notice.
    pub notice: String,
    /// Where it was published.
    pub source: String,
    /// The days off.
    pub off: String,
    /// The make-up working days.
    pub working: String,
    /// The text of a file.
    pub document: String,
}

impl Filled {
    /// What a form holds.
    #[must_use]
    pub fn of(form: &Posted) -> Filled {
        let text = |name: &str| form.one(name).replace("\r\n", "\n");
        Filled {
            notice: text("notice"),
            source: text("source"),
            off: text("off"),
            working: text("working"),
            document: text("document"),
        }
    }
}

/// A day of a list, and the line on which it stands.
type OnLine = (usize, NamedDay);

/// What a form asks to import.
///
/// # Errors
/// Everything that cannot be read, each at its field.
pub fn request_of(form: &Posted, (year, mode): (i32, Mode)) -> Result<ImportRequest, Error> {
    let filled = Filled::of(form);
    let given = if filled.document.trim().is_empty() {
        written(&filled, year)?
    } else if [&filled.off, &filled.working].iter().any(|typed| !typed.trim().is_empty()) {
        let said = words("已逐行填写的，不要再粘贴文件内容", "Fill in the days or paste a file, not both.");
        return Err(Error::Invalid(vec![at("/document", "contradiction", said)]));
    } else {
        filled.document.trim().to_owned()
    };
    Ok(ImportRequest {
        year,
        document: Checked::<YearDocument>::parse(given.as_bytes())?,
        given,
        expected: match form.one("seen") {
            "" => Expected::Unsaid,
            "none" => Expected::Unknown,
            fingerprint => Expected::Known(fingerprint.to_owned()),
        },
        acknowledged: form.all("acknowledge").map(str::to_owned).collect(),
        mode,
        listed_max: LISTED_MAX,
    })
}

/// The year that was typed line by line, in the product's own format.
fn written(filled: &Filled, year: i32) -> Result<String, Error> {
    let (off, working) = (lines(&filled.off), lines(&filled.working));
    let mut wrong: Vec<Violation> = Vec::new();
    let mut days = |field: &str, read: Result<Vec<OnLine>, Vec<usize>>| match read {
        Ok(days) => days.into_iter().map(|(_, day)| day).collect(),
        Err(numbers) => {
            wrong.extend(numbers.into_iter().map(|line| at(field, "format", line_words(line))));
            Vec::new()
        }
    };
    let document = CalendarYear {
        year,
        notice: filled.notice.trim().to_owned(),
        source: filled.source.trim().to_owned(),
        off: days("/off", off),
        working: days("/working", working),
    };
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    serde_json::to_string(&document).map_err(|error| Error::Broken(error.to_string()))
}

fn line_words(line: usize) -> crate::domain::refusal::Words {
    words(
        format!("第{line}行：应为“日期 名称”或者“起日至止日 名称”，日期格式 YYYY-MM-DD"),
        format!(
            "Line {line}: must be \u{201c}day name\u{201d} or \u{201c}day to day name\u{201d}, days as YYYY-MM-DD."
        ),
    )
}

/// The days of some lines, with their numbers; or the numbers of those that cannot be read.
fn lines(text: &str) -> Result<Vec<OnLine>, Vec<usize>> {
    let (mut days, mut wrong) = (Vec::new(), Vec::new());
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        match line_days(line) {
            Some(read) => days.extend(read.into_iter().map(|day| (number, day))),
            None => wrong.push(number),
        }
    }
    if wrong.is_empty() { Ok(days) } else { Err(wrong) }
}

/// `2027-01-01 元旦`, or `2027-01-01至2027-01-03 元旦`.
fn line_days(line: &str) -> Option<Vec<NamedDay>> {
    let line = line.trim().replace(" to ", "至");
    let (days, name) = line.split_once(char::is_whitespace)?;
    let (from, to) = days.split_once('至').unwrap_or((days, days));
    let (from, to) = (parse_date(from)?, parse_date(to)?);
    let days: Vec<NaiveDate> =
        from.iter_days().take_while(|day| *day <= to).take(RANGE_DAYS_MAX + 1).collect();
    let is_range = (1..=RANGE_DAYS_MAX).contains(&days.len());
    let name = Some(name.trim()).filter(|name| !name.is_empty() && is_range)?;
    Some(days.into_iter().map(|on| NamedDay { on, name: name.to_owned() }).collect())
}

/// What was found wrong, each at the field of the form where it was typed: of a list, with the number of its line.
#[must_use]
pub fn placed(f: &Frame, form: &Posted, notes: Vec<Note>) -> Vec<Note> {
    let filled = Filled::of(form);
    if !filled.document.trim().is_empty() {
        let inside = |note: Note| match note.pointer.as_str() {
            "" | "/document" => Note { pointer: "/document".to_owned(), ..note },
            pointer => {
                Note { text: format!("{pointer} {}", note.text), pointer: "/document".to_owned(), ..note }
            }
        };
        return notes.into_iter().map(inside).collect();
    }
    let place = |note: Note| {
        let of_list = [("/off/", &filled.off), ("/working/", &filled.working)]
            .into_iter()
            .find_map(|(list, text)| Some((list, text, note.pointer.strip_prefix(list)?)));
        let Some((list, text, rest)) = of_list else { return note };
        let index = rest.split('/').next().and_then(|index| index.parse::<usize>().ok());
        let days = lines(text).unwrap_or_default();
        let line = index.and_then(|index| days.get(index)).map(|(line, _)| *line);
        let said = line.map_or_else(String::new, |line| {
            f.say(&format!("第{line}行："), &format!("Line {line}: ")).to_owned()
        });
        let text = format!("{said}{}", note.text);
        Note { pointer: list.trim_end_matches('/').to_owned(), text, ..note }
    };
    notes.into_iter().map(place).collect()
}

/// What is to be acknowledged, and what was.
#[must_use]
pub fn acknowledgements(form: &Posted, notes: &[Note]) -> Vec<Choice> {
    let known: Vec<&str> = form.all("acknowledge").collect();
    let asked = notes.iter().filter_map(|note| Some((note.acknowledge.clone()?, note.text.clone())));
    let mut choices: Vec<Choice> = asked
        .map(|(value, label)| Choice { is_chosen: known.contains(&value.as_str()), value, label })
        .collect();
    let is_new = |code: &&&str| !choices.iter().any(|choice| choice.value == ***code);
    let others: Vec<Choice> = known
        .iter()
        .filter(is_new)
        .map(|code| Choice { value: (*code).to_owned(), label: (*code).to_owned(), is_chosen: true })
        .collect();
    choices.extend(others);
    choices
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(usize, String)> {
        let days = lines(text).unwrap();
        days.into_iter().map(|(line, day)| (line, format!("{} {}", day.on, day.name))).collect()
    }

    #[test]
    fn a_line_names_a_day_or_several() {
        let expected = [
            (1, "2027-01-01 元旦".to_owned()),
            (3, "2027-02-05 春节".to_owned()),
            (3, "2027-02-06 春节".to_owned()),
        ];
        assert_eq!(read("2027-01-01  元旦 \n\n2027-02-05至2027-02-06 春节\n"), expected);
        assert_eq!(read("2027-02-05 to 2027-02-06 Spring").len(), 2);
        assert_eq!(read(""), []);
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named() {
        let text = "2027-01-01\n2027-02-30 春节\n2027-01-03至2027-01-01 元旦\n2027-01-01至2027-12-31 年\n2027-01-01 元旦";
        assert_eq!(lines(text), Err(vec![1, 2, 3, 4]));
    }
}
