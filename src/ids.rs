//! Identities: one type per noun, so that a user's id cannot stand where an idea's is meant.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
        #[serde(transparent)]
        #[sqlx(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The id of something that was made elsewhere at that moment: ids sort by time, and so what came in late stands
            /// where it belongs.
            pub fn of(moment: jiff::Timestamp) -> Self {
                let seconds = u64::try_from(moment.as_second()).unwrap_or(0);
                let nanos = u32::try_from(moment.subsec_nanosecond()).unwrap_or(0);
                Self(Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, seconds, nanos)))
            }

            /// A fresh id. It shows when it was made (UUID version 7, RFC 9562), so it is never used as a secret.
            #[expect(clippy::new_without_default, clippy::disallowed_methods, reason = "a fresh id is not a default value, and this is where ids are made")]
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// A workspace.
    TenantId
    /// A person in one workspace.
    UserId
    /// A customer organisation.
    CompanyId
    /// A kind of people, by rules.
    SegmentId
    /// One browser that is signed in.
    SessionId
    /// A write kept until its author has signed in.
    IntentId
    /// One mailed proof of an address.
    SignInId
    /// Something that happened.
    EventId
    /// Something that must happen.
    OutboxId
    /// A named list of ideas.
    BoardId
    /// A word for where an idea stands.
    StatusId
    /// A word for what an idea is about.
    TagId
    /// Something one person wants.
    IdeaId
    /// What an idea said before an edit.
    RevisionId
    /// Something said about an idea.
    CommentId
    /// Something said that waits to be read by the team.
    HeldId
    /// A picture in what somebody wrote.
    PictureId
    /// A "no" to mail.
    OptOutId
    /// One person told one thing about one idea.
    NoticeId
    /// A version that ships at one time.
    ReleaseId
    /// One line of a release.
    ItemId
    /// The table of ideas, as somebody comes back to it.
    ViewId
    /// A reader of the changelog by mail.
    SubscriberId
    /// A file that was brought from elsewhere.
    ImportId
    /// One request, as the log and an error page name it.
    RequestId
}
