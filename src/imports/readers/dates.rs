//! Dates as other tools write them. What could be read in two ways is not read at all.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use crate::clock::Time;

/// How days and times are written where no zone is: then they are in UTC.
const TIMES: [&str; 9] = [
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    // Jira's own.
    "%d/%b/%y %I:%M %p",
    "%d/%b/%Y %I:%M %p",
    "%b %d, %Y %H:%M",
    "%B %d, %Y %I:%M %p",
];

/// The same without a time: then it is the first moment of the day in UTC.
const DAYS: [&str; 9] =
    ["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d.%m.%Y", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%d/%b/%y"];

/// A moment, or why it is none.
pub fn parse(text: &str) -> Result<Time, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("The date is missing.".to_owned());
    }
    let moment = zoned(text).or_else(|| unzoned(text)).ok_or_else(|| {
        let day = text.split(' ').next().unwrap_or_default();
        if day.contains('/') && day.chars().all(|c| c == '/' || c.is_ascii_digit()) {
            format!(
                "“{text}” can be read in two ways, as a day and a month or the other way round. Please write dates as 2024-04-03."
            )
        } else {
            format!("“{text}” is not a date that Shipboard can read. Please write dates as 2024-04-03 or 2024-04-03 14:30:00.")
        }
    })?;
    // PostgreSQL keeps what jiff cannot, and the other way round; nobody asked for anything before there was a web.
    if !(-631_152_000..4_102_444_800).contains(&moment.as_second()) {
        return Err(format!("“{text}” is not a date at which somebody can have asked for something."));
    }
    Ok(Time::from_timestamp(moment))
}

fn zoned(text: &str) -> Option<Timestamp> {
    let text = text.strip_suffix(" UTC").map_or_else(|| text.to_owned(), |bare| format!("{bare}Z"));
    text.parse::<Timestamp>()
        .ok()
        .or_else(|| Zoned::strptime("%Y-%m-%d %H:%M:%S %z", &text).ok().map(|zoned| zoned.timestamp()))
        .or_else(|| jiff::fmt::rfc2822::parse(&text).ok().map(|zoned| zoned.timestamp()))
}

fn unzoned(text: &str) -> Option<Timestamp> {
    let day = |date: Date| date.at(0, 0, 0, 0);
    let civil = text
        .parse::<DateTime>()
        .ok()
        .or_else(|| TIMES.iter().find_map(|format| DateTime::strptime(format, text).ok()))
        .or_else(|| DAYS.iter().find_map(|format| Date::strptime(format, text).ok()).map(day))?;
    civil.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_other_tools_write_them() {
        for (text, moment) in [
            ("2024-05-01T09:30:00Z", "2024-05-01T09:30:00Z"),
            ("2024-05-01T11:30:00+02:00", "2024-05-01T09:30:00Z"),
            ("2015-11-01T00:00:00.000Z", "2015-11-01T00:00:00Z"),
            ("2024-05-01 09:30:00", "2024-05-01T09:30:00Z"),
            ("2024-05-01 09:30:00 UTC", "2024-05-01T09:30:00Z"),
            ("2024-05-01 11:30:00 +0200", "2024-05-01T09:30:00Z"),
            ("2024-05-01", "2024-05-01T00:00:00Z"),
            ("01.05.2024 09:30", "2024-05-01T09:30:00Z"),
            ("09/Jan/24 3:54 PM", "2024-01-09T15:54:00Z"),
            ("May 1, 2024", "2024-05-01T00:00:00Z"),
        ] {
            assert_eq!(parse(text).map(Time::rfc3339).as_deref(), Ok(moment), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_or_could_be_two_is_refused_in_words() {
        assert!(parse("03/04/2024").unwrap_err().contains("two ways"));
        assert!(parse("yesterday").unwrap_err().contains("yesterday"));
        assert!(parse("2024-13-01").is_err() && parse("2024-02-30").is_err() && parse("0001-01-01").is_err());
        assert_eq!(parse(" ").unwrap_err(), "The date is missing.");
    }
}
