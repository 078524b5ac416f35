//! Time: read in one place, so that tests can stop it.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp, civil, tz::TimeZone};
use jiff_sqlx::{Date as SqlDate, Timestamp as SqlTimestamp};
use serde::{Deserialize, Serialize};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::{PgArgumentBuffer, PgTypeInfo, PgValueRef};
use sqlx::{Decode, Encode, Postgres, Type};

/// Where "now" comes from.
#[derive(Clone, Debug, Default)]
pub struct Clock(Option<Arc<Mutex<Time>>>);

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self(None)
    }

    /// A clock that stands at `time` until it is advanced.
    pub fn stopped(time: Time) -> Self {
        Self(Some(Arc::new(Mutex::new(time))))
    }

    /// The present moment, in whole microseconds as PostgreSQL keeps them.
    #[expect(clippy::disallowed_methods, reason = "this is where time comes from")]
    pub fn now(&self) -> Time {
        match &self.0 {
            Some(stopped) => *stopped.lock().unwrap_or_else(PoisonError::into_inner),
            None => Time::from_timestamp(Timestamp::now()),
        }
    }

    /// Moves a stopped clock forward (or back). The system's clock is not moved.
    pub fn advance(&self, by: SignedDuration) {
        if let Some(stopped) = &self.0 {
            let mut time = stopped.lock().unwrap_or_else(PoisonError::into_inner);
            *time = *time + by;
        }
    }
}

/// A moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "Timestamp", try_from = "String")]
pub struct Time(Timestamp);

impl TryFrom<String> for Time {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let moment = text.trim().parse().map_err(|_| format!("“{text}” is not a time such as 2026-11-23T06:01:00Z"))?;
        Ok(Self::from_timestamp(moment))
    }
}

impl From<Time> for Timestamp {
    fn from(time: Time) -> Self {
        time.0
    }
}

impl Time {
    /// Rounded down to the microsecond, so that what is written is what is read.
    pub fn from_timestamp(timestamp: Timestamp) -> Self {
        Self(Timestamp::from_microsecond(timestamp.as_microsecond()).unwrap_or(timestamp))
    }

    /// As jiff knows it.
    pub fn timestamp(self) -> Timestamp {
        self.0
    }

    /// RFC 3339, for machines: `2026-11-23T06:01:00Z`.
    pub fn rfc3339(self) -> String {
        self.0.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    /// The minute, for people: `23 November 2026, 06:01 UTC`, in the given zone (UTC where it is unknown).
    pub fn minute(self, zone: &str) -> String {
        let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        self.0.to_zoned(zone).strftime("%-d %B %Y, %H:%M %Z").to_string()
    }

    /// The minute of the day, for people: `06:01 UTC`, in the given zone (UTC where it is unknown).
    pub fn time_of_day(self, zone: &str) -> String {
        let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        self.0.to_zoned(zone).strftime("%H:%M %Z").to_string()
    }

    /// The day, for people: `23 November 2026`.
    pub fn day(self) -> String {
        self.0.to_zoned(TimeZone::UTC).strftime("%-d %B %Y").to_string()
    }

    /// The calendar day in UTC.
    pub fn date(self) -> Date {
        Date(self.0.to_zoned(TimeZone::UTC).date())
    }

    /// How long before `now` this was, in the largest unit that fits: `just now`, `5 minutes ago`, `3 months ago`.
    pub fn ago(self, now: Time) -> String {
        let minutes = now.since(self).as_mins();
        let (count, unit) = match minutes {
            ..1 => return "just now".to_owned(),
            1..60 => (minutes, "minute"),
            60..1_440 => (minutes / 60, "hour"),
            1_440..43_200 => (minutes / 1_440, "day"),
            43_200..525_600 => (minutes / 43_200, "month"),
            _ => (minutes / 525_600, "year"),
        };
        format!("{count} {unit}{} ago", if count == 1 { "" } else { "s" })
    }

    /// The time from `earlier` to this; negative where `earlier` is later.
    pub fn since(self, earlier: Time) -> SignedDuration {
        self.0.duration_since(earlier.0)
    }
}

impl std::ops::Add<SignedDuration> for Time {
    type Output = Time;

    /// Saturates at the ends of representable time.
    fn add(self, duration: SignedDuration) -> Time {
        Time(self.0.saturating_add(duration).unwrap_or(Timestamp::MAX))
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rfc3339())
    }
}

impl Type<Postgres> for Time {
    fn type_info() -> PgTypeInfo {
        <SqlTimestamp as Type<Postgres>>::type_info()
    }
}

impl sqlx::postgres::PgHasArrayType for Time {
    fn array_type_info() -> PgTypeInfo {
        PgTypeInfo::with_name("_timestamptz")
    }
}

impl Encode<'_, Postgres> for Time {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        SqlTimestamp::from(self.0).encode_by_ref(buffer)
    }
}

impl Decode<'_, Postgres> for Time {
    fn decode(value: PgValueRef<'_>) -> Result<Self, BoxDynError> {
        SqlTimestamp::decode(value).map(|time| Time(time.to_jiff()))
    }
}

/// A calendar day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Date(pub civil::Date);

impl fmt::Display for Date {
    /// ISO 8601: `2026-11-23`, as `<input type="date">` wants it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Type<Postgres> for Date {
    fn type_info() -> PgTypeInfo {
        <SqlDate as Type<Postgres>>::type_info()
    }
}

impl Encode<'_, Postgres> for Date {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        SqlDate::from(self.0).encode_by_ref(buffer)
    }
}

impl Decode<'_, Postgres> for Date {
    fn decode(value: PgValueRef<'_>) -> Result<Self, BoxDynError> {
        SqlDate::decode(value).map(|date| Date(date.to_jiff()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_ago_is_said_in_the_largest_unit_that_fits() {
        let then: Time = Time("2026-01-01T00:00:00Z".parse().unwrap());
        for (minutes, said) in [
            (0, "just now"),
            (1, "1 minute ago"),
            (59, "59 minutes ago"),
            (120, "2 hours ago"),
            (1_440, "1 day ago"),
            (86_400, "2 months ago"),
            (1_051_200, "2 years ago"),
        ] {
            assert_eq!(then.ago(then + SignedDuration::from_mins(minutes)), said);
        }
    }

    #[test]
    fn a_stopped_clock_moves_only_when_told() {
        let clock = Clock::stopped(Time("2026-01-01T00:00:00Z".parse().unwrap()));
        clock.advance(SignedDuration::from_mins(5));
        assert_eq!(clock.now().rfc3339(), "2026-01-01T00:05:00Z");
    }
}
