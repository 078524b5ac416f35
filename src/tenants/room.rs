//! The room that a workspace has for the pictures in its texts, and how much of it is used. Its logo takes none: there is one,
//! which is drawn again at the size that pages show ([`super::logo`]), so it does not grow with what people bring.

use crate::config::Config;
use crate::db::TenantTx;
use crate::error::Result;
use crate::text::count;

/// One MiB, in bytes.
const MIB: u64 = 1024 * 1024;

/// What a number of bytes is said in, each 1024 times the one before it.
const UNITS: [&str; 3] = ["kB", "MB", "GB"];

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
    /// How much is used and by what.
    pub fn words(self) -> String {
        let whole = size(self.whole);
        if self.pictures == 0 {
            return format!("No pictures yet; there is room for {whole}.");
        }
        let takes = if self.pictures == 1 { "takes" } else { "take" };
        format!("{} {takes} {} of {whole}.", count(self.pictures, "picture", "pictures"), size(self.used))
    }

    /// What more pictures may take, in bytes.
    pub fn left(self) -> u64 {
        self.whole.saturating_sub(self.used)
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

/// So many bytes in the largest unit of which there is one, with a digit behind the point where it says anything: what is
/// used is never said to be less.
fn size(bytes: u64) -> String {
    let in_tenths = |unit: u64| (bytes * 10).div_ceil(unit);
    let (mut unit, mut named) = (1024, 0);
    while in_tenths(unit) >= 10 * 1024 && named + 1 < UNITS.len() {
        (unit, named) = (unit * 1024, named + 1);
    }
    let (tenths, name) = (in_tenths(unit), UNITS[named]);
    match (tenths / 10, tenths % 10) {
        (whole, 0) => format!("{whole} {name}"),
        (whole, rest) => format!("{whole}.{rest} {name}"),
    }
}

/// What is to be said of so many pictures, which take so much, before they come into a room of this size that has none left for
/// them.
pub fn too_small(pictures: i64, bytes: u64, whole: u64) -> String {
    let (these, find) = (count(pictures, "picture", "pictures"), if pictures == 1 { "finds" } else { "find" });
    format!(
        "{these} of this file, {}, {find} no room: all pictures of a workspace may take {} here. The lines are listed below. The \
         people who run this server can make room first (SHIPBOARD_PICTURE_ROOM).",
        size(bytes),
        size(whole)
    )
}

/// How the workspace stands, with a room of so many bytes.
pub async fn of(tx: &mut TenantTx, whole: u64) -> Result<Room> {
    let taken = sqlx::query!(
        r#"select count(*) as "pictures!", coalesce(sum(octet_length(picture)), 0)::bigint as "bytes!" from pictures"#
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(Room { pictures: taken.pictures, used: u64::try_from(taken.bytes).unwrap_or_default(), whole })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_says_how_much_of_it_is_used() {
        let room = |used, whole| Room { pictures: 1, used, whole };
        let little = room(1, 1024 * MIB);
        assert_eq!(little.words(), "1 picture takes 0.1 kB of 1 GB.");
        assert_eq!((little.percent(), little.is_nearly_used()), (0, false));
        let nearly = room(9 * MIB + MIB / 2, 10 * MIB);
        assert_eq!(nearly.words(), "1 picture takes 9.5 MB of 10 MB.");
        assert_eq!((nearly.percent(), nearly.is_nearly_used()), (95, true));
        assert_eq!((room(3 * MIB, MIB).percent(), room(3 * MIB, MIB).left()), (100, 0));
        assert_eq!(room(0, 0).percent(), 100, "where there is no room it is used");
        let many = Room { pictures: 1200, used: 512 * MIB + 1, whole: 1536 * MIB };
        assert_eq!(many.words(), "1200 pictures take 512.1 MB of 1.5 GB.");
        assert_eq!(room(MIB - 1, MIB).words(), "1 picture takes 1 MB of 1 MB.");
        let none = Room { pictures: 0, used: 0, whole: 1024 * MIB };
        assert_eq!(none.words(), "No pictures yet; there is room for 1 GB.");
    }
}
