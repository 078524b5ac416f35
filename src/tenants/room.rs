//! The room that a workspace has for the pictures in its texts, and how much of it is used.

use crate::config::Config;
use crate::db::TenantTx;
use crate::error::Result;
use crate::text::count;

/// One MiB, in bytes.
const MIB: u64 = 1024 * 1024;

/// From which share on, in percent, the team is told that it will be used up.
const NEARLY: u64 = 90;

/// How much there is, in bytes.
pub fn whole(config: &Config) -> u64 {
    u64::from(config.picture_room) * MIB
}

/// How a workspace stands.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// How many pictures there are.
    pictures: i64,
    /// What they take, in bytes.
    used: u64,
    /// What they may take.
    whole: u64,
}

impl Room {
    /// How much is used and by what, in MiB with one digit: anything is more than nothing.
    pub fn words(self) -> String {
        let tenths = (self.used * 10).div_ceil(MIB);
        let (whole, pictures) = (self.whole / MIB, count(self.pictures, "picture", "pictures"));
        format!("{}.{} of {whole} MB are used, by {pictures}.", tenths / 10, tenths % 10)
    }

    /// The share that is used, in percent; never more than all.
    pub fn percent(self) -> u64 {
        (self.used * 100).checked_div(self.whole).unwrap_or(100).min(100)
    }

    /// Whether somebody should make room.
    pub fn is_nearly_used(self) -> bool {
        self.percent() >= NEARLY
    }
}

/// How the workspace stands.
pub(super) async fn of(tx: &mut TenantTx, config: &Config) -> Result<Room> {
    let taken = sqlx::query!(
        r#"select count(*) as "pictures!", coalesce(sum(octet_length(picture)), 0)::bigint as "bytes!" from pictures"#
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(Room { pictures: taken.pictures, used: u64::try_from(taken.bytes).unwrap_or_default(), whole: whole(config) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_says_how_much_of_it_is_used() {
        let room = |used, whole| Room { pictures: 1, used, whole };
        let little = room(1, 1024 * MIB);
        assert_eq!(little.words(), "0.1 of 1024 MB are used, by 1 picture.");
        assert_eq!((little.percent(), little.is_nearly_used()), (0, false));
        let nearly = room(9 * MIB + MIB / 2, 10 * MIB);
        assert!(nearly.words().starts_with("9.5 of 10 MB"), "{}", nearly.words());
        assert_eq!((nearly.percent(), nearly.is_nearly_used()), (95, true));
        assert_eq!(room(3 * MIB, MIB).percent(), 100);
        assert_eq!(room(0, 0).percent(), 100, "where there is no room it is used");
    }
}
