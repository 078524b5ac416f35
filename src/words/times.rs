//! Times and numbers, as the reader's language says them.
//!
//! Months and the order of a date stand in the catalogues like any other text: for six languages and one calendar that is a page,
//! where a library of all of the world's would be megabytes in the binary.

use jiff::civil;
use jiff::tz::TimeZone;

use super::{Language, Phrase, message};
use crate::clock::Time;

/// The months, by their keys.
const MONTHS: [&str; 12] = [
    "month-1", "month-2", "month-3", "month-4", "month-5", "month-6", "month-7", "month-8", "month-9", "month-10", "month-11",
    "month-12",
];

impl Language {
    /// How long before `now` it was, in the largest unit that fits: `5 minutes ago`.
    pub fn ago(self, time: Time, now: Time) -> String {
        let minutes = now.since(time).as_mins();
        let (count, key) = match minutes {
            ..1 => return self.say(message("time-now")).to_string(),
            1..60 => (minutes, "time-minutes-ago"),
            60..1_440 => (minutes / 60, "time-hours-ago"),
            1_440..43_200 => (minutes / 1_440, "time-days-ago"),
            43_200..525_600 => (minutes / 43_200, "time-months-ago"),
            _ => (minutes / 525_600, "time-years-ago"),
        };
        self.say(message(key).with("count", count)).to_string()
    }

    /// The minute in a zone (UTC where it is unknown): `23 November 2026, 06:01 UTC`.
    pub fn minute(self, time: Time, zone: &str) -> String {
        let zoned = time.timestamp().to_zoned(TimeZone::get(zone).unwrap_or(TimeZone::UTC));
        let clock = zoned.strftime("%H:%M %Z").to_string();
        self.say(message("date-minute").with("day", self.date(zoned.date())).with("time", clock)).to_string()
    }

    /// The day in UTC: `23 November 2026`.
    pub fn day(self, time: Time) -> String {
        self.date(time.date().0)
    }

    /// A day of the calendar: `23 November 2026`.
    pub fn date(self, date: civil::Date) -> String {
        self.dated("date-day", date).with("day", date.day()).to_string()
    }

    /// A month of the calendar: `November 2026`.
    pub fn month(self, date: civil::Date) -> String {
        self.dated("date-month", date).to_string()
    }

    fn dated(self, key: &'static str, date: civil::Date) -> Phrase {
        // The year is a name, not a number: no language puts a sign into 2026.
        self.say(
            message(key)
                .with("month", message(MONTHS[usize::from(date.month().unsigned_abs()) - 1]))
                .with("year", date.year().to_string()),
        )
    }

    /// A number with the signs of the language: `1,234`.
    pub fn number(self, number: i64) -> String {
        if (-999..=999).contains(&number) {
            return number.to_string();
        }
        self.say(message("number").with("number", number)).to_string()
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    #[test]
    fn english_says_times_as_the_desk_does() {
        let then = Time::from_timestamp("2026-01-31T23:05:00Z".parse().unwrap());
        for minutes in [0, 1, 59, 60, 120, 1_440, 3_000, 43_200, 86_400, 525_600, 1_051_200] {
            let now = then + SignedDuration::from_mins(minutes);
            assert_eq!(Language::English.ago(then, now), then.ago(now));
        }
        assert_eq!(Language::English.day(then), then.day());
        assert_eq!(Language::English.minute(then, "Europe/Berlin"), then.minute("Europe/Berlin"));
    }

    #[test]
    fn each_language_says_times_in_its_own_way() {
        let then = Time::from_timestamp("2026-03-05T23:05:00Z".parse().unwrap());
        let now = then + SignedDuration::from_mins(180);
        let said = |language: Language| (language.ago(then, now), language.day(then));
        let is = |language, ago: &str, day: &str| assert_eq!(said(language), (ago.to_owned(), day.to_owned()));
        is(Language::German, "vor 3 Stunden", "5. März 2026");
        is(Language::French, "il y a 3 heures", "5 mars 2026");
        is(Language::Spanish, "hace 3 horas", "5 de marzo de 2026");
        is(Language::Portuguese, "há 3 horas", "5 de março de 2026");
        is(Language::Japanese, "3時間前", "2026年3月5日");
    }
}
