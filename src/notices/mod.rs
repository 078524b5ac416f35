//! Notices: one person told one thing about one idea. The ledger that makes mail exactly-once.
//!
//! The unique key `notices_once_key` (person, idea, kind, epoch) is the guarantee. A notice is planned in the transaction of
//! its cause, for everybody in the audience, those who are left out included: they get a row with the reason. The mail that
//! tells it is written later by a job, which asks once more whether the person may be told, marks its notices `sending`,
//! hands the mail over with no transaction open, and marks them `sent`.

pub mod comments;
pub mod corrections;
pub mod decisions;
pub mod jobs;
pub mod ledger;
pub mod mail_pages;
pub mod merged;
pub mod merged_mail;
pub mod news;
pub mod news_pages;
pub mod opened;
pub mod opt_outs;
pub mod preference_pages;
pub mod unsubscribe_pages;
pub mod voted_for;

use std::fmt;

/// What somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type, serde::Deserialize, serde::Serialize)]
#[sqlx(type_name = "notice_kind", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It is available.
    Shipped,
    /// It was, and is not any more.
    Withdrawn,
    /// It is promised in a release.
    Planned,
    /// It will not come.
    Declined,
    /// It was combined with another idea.
    Merged,
    /// Staff voted for them.
    VotedFor,
}

/// Where a notice stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type, serde::Deserialize, serde::Serialize)]
#[sqlx(type_name = "notice_state", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Will be told.
    Planned,
    /// A mail that tells it is being handed over.
    Sending,
    /// The mail server took it.
    Sent,
    /// Will not be told; the row says why.
    Excluded,
    /// Was not told before it stopped being true.
    Cancelled,
    /// Could not be told; the row says why.
    Failed,
}

impl State {
    /// As pages say it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Planned => "waiting",
            Self::Sending => "being sent",
            Self::Sent => "sent",
            Self::Excluded => "left out",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
        }
    }
}

/// Why somebody in the audience is not told. The words stand in the ledger; `audience()` in the schema decides most of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exclusion {
    /// They did it themselves.
    Actor,
    /// They have been deleted.
    Deleted,
    /// They have been blocked.
    Blocked,
    /// They never proved that the address is theirs.
    Unconfirmed,
    /// Mail to their address came back for good.
    Suppressed,
    /// The idea's board is not for them.
    NoAccess,
    /// They want no mail at all.
    OutOfEverything,
    /// They want no mail about ideas.
    OutOfIdeas,
    /// They want no mail about this idea.
    OutOfThisIdea,
    /// They took their vote back, or stopped following, before the mail left.
    NoLongerAsks,
    /// They know: the last thing they were told is that it is there.
    ToldBefore,
    /// They ask for what it was combined with as well, and lose sight of nothing.
    AsksForBoth,
    /// It was shipped without mail.
    Silent,
}

impl Exclusion {
    const ALL: [(Self, &'static str, &'static str); 13] = [
        (Self::Actor, "actor", "did it themselves"),
        (Self::Deleted, "deleted", "deleted their account"),
        (Self::Blocked, "blocked", "blocked by an admin"),
        (Self::Unconfirmed, "unconfirmed", "never confirmed the address"),
        (Self::Suppressed, "suppressed", "mail to the address came back"),
        (Self::NoAccess, "no_access", "may not see the board"),
        (Self::OutOfEverything, "out_of_everything", "unsubscribed from all mail"),
        (Self::OutOfIdeas, "out_of_ideas", "unsubscribed from mail about ideas"),
        (Self::OutOfThisIdea, "out_of_this_idea", "unsubscribed from this idea"),
        (Self::NoLongerAsks, "no_longer_asks", "does not ask for it any more"),
        (Self::ToldBefore, "told_before", "was told before"),
        (Self::AsksForBoth, "asks_for_both", "asked for the other idea as well"),
        (Self::Silent, "silent", "shipped without mail"),
    ];

    /// As the ledger keeps it.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(exclusion, ..)| *exclusion == self).map_or("", |(_, code, _)| code)
    }

    /// In words, for whoever asks why. Mail servers' own words are passed through.
    pub fn words(code: &str) -> &str {
        Self::ALL.iter().find(|(_, known, _)| *known == code).map_or(code, |(.., words)| words)
    }
}

impl fmt::Display for Exclusion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Self::words(self.code()))
    }
}

#[cfg(test)]
mod tests {
    use super::Exclusion;

    #[test]
    fn every_exclusion_has_a_code_and_words_and_a_servers_words_pass_through() {
        for (exclusion, code, words) in Exclusion::ALL {
            assert_eq!(exclusion.code(), code);
            assert_eq!(Exclusion::words(code), words);
        }
        assert_eq!(Exclusion::words("550 no such user"), "550 no such user");
    }
}
