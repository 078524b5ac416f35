//! How often somebody may do something before they are asked to come back later.

use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::error::{Error, Result};
use crate::ids::{TenantId, UserId};

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// Asking for a sign-in mail.
    SignIn,
    /// Trying a code or a password.
    Guess,
    /// Founding a workspace.
    SignUp,
    /// Writing while signed out, which keeps what was written.
    Keep,
    /// Submitting an idea.
    Submit,
    /// Voting.
    Vote,
    /// Commenting.
    Comment,
    /// Asking to follow the changelog.
    Subscribe,
    /// Taking data away as a file.
    Export,
    /// Having a model asked what a title means that one is typing.
    Mean,
    /// Having a picture drawn that nobody has asked for lately.
    Draw,
    /// Bringing a picture.
    Picture,
}

impl Act {
    const ALL: [Act; 12] = [
        Self::SignIn,
        Self::Guess,
        Self::SignUp,
        Self::Keep,
        Self::Submit,
        Self::Vote,
        Self::Comment,
        Self::Subscribe,
        Self::Export,
        Self::Mean,
        Self::Draw,
        Self::Picture,
    ];

    /// How many at once, and how many more an hour after that, for one network address or one person. Generous to people
    /// and to an office behind one address; a nuisance to a script.
    const fn burst_and_hourly(self) -> (u32, u32) {
        match self {
            Self::SignIn => (10, 30),
            Self::SignUp => (5, 10),
            Self::Guess | Self::Keep | Self::Submit => (15, 60),
            Self::Vote | Self::Mean | Self::Draw => (120, 1_200),
            Self::Comment | Self::Picture => (30, 120),
            Self::Subscribe | Self::Export => (10, 20),
        }
    }
}

/// Who is limited: everybody at a network address, or one person wherever they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Whom {
    /// A network address; see `ClientAddress::network`.
    Network(IpAddr),
    /// A person.
    Person(TenantId, UserId),
}

/// The counters of one server. They live in memory: with several servers the limits are a little higher, never lower.
#[derive(Debug)]
pub struct Limits(Option<Vec<DefaultKeyedRateLimiter<Whom>>>);

impl Limits {
    /// In force.
    pub fn on() -> Self {
        let limiter = |act: Act| {
            let (burst, hourly) = act.burst_and_hourly();
            let number = |n| NonZeroU32::new(n).expect("limits are above zero");
            RateLimiter::keyed(Quota::per_hour(number(hourly)).allow_burst(number(burst)))
        };
        Self(Some(Act::ALL.into_iter().map(limiter).collect()))
    }

    /// Not in force: for tests of other things.
    pub fn off() -> Self {
        Self(None)
    }

    /// Counts one act, or says when to come back.
    pub fn check(&self, act: Act, whom: Whom) -> Result<()> {
        let Some(limiters) = &self.0 else { return Ok(()) };
        limiters[act as usize].check_key(&whom).map_err(|not_until| {
            let wait = not_until.wait_time_from(DefaultClock::default().now());
            Error::TooMany { retry_after: wait.as_secs() + 1 }
        })
    }

    /// Forgets those who have been quiet. Called now and then, so that memory does not grow with the number of visitors.
    pub fn forget_the_quiet(&self) {
        for limiter in self.0.iter().flatten() {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_per_act_and_per_network() {
        let limits = Limits::on();
        let here = Whom::Network("192.0.2.1".parse().unwrap());
        let there = Whom::Network("192.0.2.2".parse().unwrap());
        for _ in 0..5 {
            limits.check(Act::SignUp, here).unwrap();
        }
        assert!(matches!(limits.check(Act::SignUp, here), Err(Error::TooMany { retry_after: 1.. })));
        limits.check(Act::SignUp, there).unwrap();
        limits.check(Act::Vote, here).unwrap();
    }
}
