//! Records of the pictures that texts mention.

use serde::{Deserialize, Serialize};

use super::SourceId;
use crate::drawing::reading::outline;
use crate::ids::PictureId;
use crate::text::picture::{Address, Format};

/// A picture that texts mention. What is in it lies beside the records, in the file that is named.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Picture {
    /// A UUID: the address by which texts mention the picture has it.
    pub id: SourceId,
    /// Who brought it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<SourceId>,
    /// The file in the archive: `pictures/`, and the name at the end of its address.
    pub file: String,
    /// What is in the file.
    #[serde(skip)]
    pub content: Vec<u8>,
}

impl Picture {
    /// Where the files of pictures lie in an archive.
    const FOLDER: &str = "pictures/";

    /// What the file of a picture is called.
    pub fn file(address: &Address) -> String {
        format!("{}{}", Self::FOLDER, address.name())
    }

    /// Where texts mention it, which its file says as well.
    ///
    /// # Errors
    ///
    /// In words, why there is no such place.
    pub fn address(&self) -> Result<Address, String> {
        let named = self.file.strip_prefix(Self::FOLDER).and_then(Address::named);
        let id = self.id.parse().map(PictureId).ok();
        named
            .filter(|address| Some(address.id) == id)
            .ok_or_else(|| format!("“{}” is not what the file of a picture is called whose id is “{}”.", self.file, self.id))
    }

    /// Whether the content is the picture that its address speaks of.
    ///
    /// # Errors
    ///
    /// In words, why it is not.
    pub fn check(&self) -> Result<(), String> {
        let Address { width, height, format, .. } = self.address()?;
        let wanted = match format {
            Format::Png => "PNG",
            Format::Jpeg => "JPEG",
        };
        match outline(&self.content) {
            Some(found) if found == (format, width, height) => Ok(()),
            _ => Err(format!("{} is no {wanted} picture of {width} × {height} points.", self.file)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_the_one_that_its_file_is_called_after() {
        let id = "0190f0c4-a2b3-7c1d-8e9f-a0b1c2d3e4f5";
        let picture = |file: &str| Picture { id: id.to_owned(), owner: None, file: file.to_owned(), content: Vec::new() };
        let address = picture("pictures/0190f0c4a2b37c1d8e9fa0b1c2d3e4f5-40x30.png").address().unwrap();
        assert_eq!((address.width, address.height, address.format), (40, 30, Format::Png));
        assert_eq!(Picture::file(&address), "pictures/0190f0c4a2b37c1d8e9fa0b1c2d3e4f5-40x30.png");
        for wrong in [
            "",
            "ideas.csv",
            "0190f0c4a2b37c1d8e9fa0b1c2d3e4f5-40x30.png",
            "pictures/0190f0c4a2b37c1d8e9fa0b1c2d3e4f6-40x30.png",
            "pictures/../0190f0c4a2b37c1d8e9fa0b1c2d3e4f5-40x30.png",
        ] {
            assert!(picture(wrong).address().unwrap_err().contains("is not what the file"), "{wrong}");
        }
        let said = picture("pictures/0190f0c4a2b37c1d8e9fa0b1c2d3e4f5-40x30.png").check().unwrap_err();
        assert!(said.contains("no PNG picture of 40 × 30 points"), "{said}");
    }
}
