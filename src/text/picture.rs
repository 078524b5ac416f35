//! Where a picture of a workspace is found. The address says how large it is, so that a page keeps its place before it has come,
//! and a text is rendered without asking anybody.

use std::fmt;

use uuid::Uuid;

use crate::ids::PictureId;

/// How a picture is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Without loss: what is drawn, written or partly transparent.
    Png,
    /// With some: photographs.
    Jpeg,
}

impl Format {
    /// As the end of a file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
        }
    }

    /// As a browser is told it.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }

    /// Read back.
    pub fn of(extension: &str) -> Option<Self> {
        [Self::Png, Self::Jpeg].into_iter().find(|format| format.extension() == extension)
    }
}

/// The address of a picture: `/pictures/<32 hexadecimal digits>-<width>x<height>.<png or jpg>`, relative to the workspace, so
/// that it cannot be another's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address {
    /// Which one.
    pub id: PictureId,
    /// In points.
    pub width: u32,
    /// In points.
    pub height: u32,
    /// How it is kept.
    pub format: Format,
}

impl Address {
    /// What every such address begins with.
    pub const FOLDER: &str = "/pictures/";

    /// The most points in a direction that an address may claim.
    const MOST: u32 = 10_000;

    /// Reads the address of a picture of the workspace that says it; anything else is none.
    pub fn parse(path: &str) -> Option<Self> {
        Self::named(path.strip_prefix(Self::FOLDER)?)
    }

    /// The same without the folder.
    pub fn named(name: &str) -> Option<Self> {
        let (id, rest) = name.split_once('-')?;
        let (size, extension) = rest.split_once('.')?;
        let (width, height) = size.split_once('x')?;
        let points = |text: &str| text.parse().ok().filter(|points| (1..=Self::MOST).contains(points));
        let address = Self {
            id: PictureId(Uuid::try_parse(id).ok()?),
            width: points(width)?,
            height: points(height)?,
            format: Format::of(extension)?,
        };
        // One picture has one address.
        (address.name() == name).then_some(address)
    }

    /// Without the folder.
    pub fn name(&self) -> String {
        format!("{}-{}x{}.{}", self.id.0.simple(), self.width, self.height, self.format.extension())
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Self::FOLDER)?;
        f.write_str(&self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &str = "0190f0c4a2b37c1d8e9fa0b1c2d3e4f5-1200x80.png";

    #[test]
    fn an_address_says_which_and_how_large_and_is_read_back() {
        let address = Address::parse(&format!("/pictures/{NAME}")).unwrap();
        assert_eq!((address.width, address.height, address.format), (1200, 80, Format::Png));
        assert_eq!(address.to_string(), format!("/pictures/{NAME}"));
    }

    #[test]
    fn what_leads_elsewhere_or_is_written_in_another_way_is_no_address() {
        let upper = NAME.to_uppercase();
        for wrong in [
            "",
            "/pictures/",
            "/pictures/x",
            &format!("//elsewhere.example/pictures/{NAME}"),
            &format!("https://elsewhere.example/pictures/{NAME}"),
            &format!("/pictures/{NAME}?x"),
            &format!("/pictures/{NAME}#x"),
            &format!("/pictures/../{NAME}"),
            &format!("/pictures/{upper}"),
            &format!("/pictures/{}", NAME.replace("1200", "01200")),
            &format!("/pictures/{}", NAME.replace("1200", "120000")),
            &format!("/pictures/{}", NAME.replace("1200", "0")),
            &format!("/pictures/{}", NAME.replace("png", "svg")),
        ] {
            assert_eq!(Address::parse(wrong), None, "{wrong}");
        }
    }
}
