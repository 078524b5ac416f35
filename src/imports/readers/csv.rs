//! A table whose columns somebody has named: guessed from their headings, decided by a person.

use std::collections::BTreeMap;
use std::fs::File;

use super::rows::Rows;
use super::table::{Row, Table};
use super::{Fault, Head, Item, Once, Reader, Shape, dates, somebody};
use crate::clock::{Date, Time};
use crate::imports::fingerprint;
use crate::imports::options::{Field, Options};
use crate::imports::record::{Idea, Vote};

/// Any table.
pub(super) const SHAPE: Shape = Shape { word: "csv", name: "Table (CSV)", recognise, open };

fn recognise(head: &Head) -> bool {
    head.entries.is_empty() && !head.json(&['{', '['], &[]) && guess(&head.columns).contains_key(&Field::Title)
}

/// Headings that mean a field, in lower case with `_` between words, the surest first.
const HEADINGS: [(Field, &[&str]); 15] = [
    (Field::Id, &["source_id", "id", "idea_id", "post_id", "number", "key", "issue_key", "suggestion_id", "suggestion.id"]),
    (
        Field::Title,
        &["title", "headline", "name", "summary", "idea", "idea_title", "subject", "feature", "suggestion.title", "titel"],
    ),
    (
        Field::Body,
        &["body", "description", "details", "content", "text", "idea_description", "suggestion.body", "notes", "beschreibung"],
    ),
    (Field::Board, &["board", "board_name", "category", "category_name", "forum", "forum_name", "project", "area"]),
    (Field::Status, &["status", "state", "stage", "public_status_name", "status_name"]),
    (Field::Tags, &["tags", "labels", "tag", "topics", "keywords"]),
    (
        Field::CreatedAt,
        &[
            "created_at",
            "created",
            "date",
            "created_date",
            "creation_date",
            "created_timestamp",
            "submitted_at",
            "created_on",
            "submitted_on",
            "submitted",
            "asked_on",
            "asked_at",
            "opened",
            "datum",
        ],
    ),
    (
        Field::Votes,
        &["vote_count", "votes", "votes_count", "voters_count", "score", "upvotes", "vote", "supporters", "points", "likes"],
    ),
    (
        Field::AuthorName,
        &[
            "author_name",
            "created_by",
            "author",
            "creator",
            "creator_name",
            "idea_creator_name",
            "reporter",
            "submitter",
            "submitted_by",
            "requested_by",
            "asked_by",
        ],
    ),
    (Field::AuthorEmail, &["author_email", "creator_email", "email", "idea_creator_email_address", "user_email"]),
    (Field::Response, &["response", "answer", "official_response", "public_status_update_message"]),
    (Field::MergedInto, &["merged_into", "duplicate_of", "original_number", "parent_id", "merged_with"]),
    (Field::VoterEmail, &["voter_email", "user_email_address", "voter"]),
    (Field::VoterName, &["voter_name", "user_name"]),
    (Field::VotedAt, &["voted_at", "vote_created_at", "linked_idea_creation_date"]),
];

/// Which column is probably what. A column is one thing at most.
pub fn guess(columns: &[String]) -> BTreeMap<Field, String> {
    let mut guessed = BTreeMap::new();
    for (field, headings) in HEADINGS {
        let found = headings.iter().find_map(|heading| {
            columns.iter().find(|column| plain(column) == *heading && !guessed.values().any(|taken| taken == *column))
        });
        if let Some(column) = found {
            guessed.insert(field, column.clone());
        }
    }
    guessed
}

/// A heading in lower case with `_` between words.
pub(super) fn plain(heading: &str) -> String {
    heading.trim().to_lowercase().replace([' ', '-'], "_")
}

fn open(file: File, options: &Options) -> Result<Reader, String> {
    let table = Table::open(file, options)?;
    let columns = if options.columns.is_empty() { guess(&table.columns) } else { options.columns.clone() };
    let mut places = BTreeMap::new();
    for (field, column) in &columns {
        let place = table.place(column).ok_or_else(|| format!("The file has no column “{column}” for {}.", field.label()))?;
        places.insert(*field, place);
    }
    if !places.contains_key(&Field::Title) {
        return Err("No column was chosen for the title. An idea without one is none.".to_owned());
    }
    if !places.contains_key(&Field::CreatedAt) && options.date.is_none() {
        return Err(
            "No column was chosen for the date. Please choose one, or give the date that all of these ideas are to have: \
                    an import never dates anything by today."
                .to_owned(),
        );
    }
    Ok(Rows::reader(table, Chosen { places, date: options.date, ideas: Once::default() }, Rows::read))
}

/// What was chosen for the columns, and which ideas have come.
struct Chosen {
    places: BTreeMap<Field, usize>,
    date: Option<Date>,
    ideas: Once,
}

impl Rows<Chosen> {
    fn read(&mut self, row: &Row) -> Result<(), Fault> {
        let cell = |field: Field| row.cell(self.by.places.get(&field).copied());
        let author = somebody(cell(Field::AuthorEmail), cell(Field::AuthorName))?;
        let created_at = match (cell(Field::CreatedAt), self.by.date) {
            ("", Some(date)) => at_midnight(date)?,
            (text, _) => dates::parse(text)?,
        };
        let mut idea = Idea::titled(cell(Field::Title), created_at);
        idea.id = match cell(Field::Id) {
            // Without a name of its own a row is known by what it says.
            "" => named_by(&[cell(Field::Title), cell(Field::AuthorEmail), cell(Field::AuthorName), cell(Field::CreatedAt)]),
            id => id.to_owned(),
        };
        cell(Field::Body).clone_into(&mut idea.body);
        cell(Field::Response).clone_into(&mut idea.response);
        let words = |field: Field| Some(cell(field).to_owned()).filter(|words| !words.is_empty());
        (idea.board, idea.status, idea.merged_into) = (words(Field::Board), words(Field::Status), words(Field::MergedInto));
        idea.tags = list(cell(Field::Tags));
        idea.imported_votes = votes(cell(Field::Votes))?;
        idea.author = author.as_ref().map(|author| author.id.clone());
        let voter = somebody(cell(Field::VoterEmail), cell(Field::VoterName))?;
        let voted_at = Some(cell(Field::VotedAt)).filter(|text| !text.is_empty()).map(dates::parse).transpose()?;

        let line = row.line;
        if let Some(author) = author {
            self.ready.push_back(Item::new(line, author));
        }
        let id = idea.id.clone();
        // A table with a line for each voter says the idea again and again.
        let by_voters = self.by.places.contains_key(&Field::VoterEmail) || self.by.places.contains_key(&Field::VoterName);
        idea.votes_are_all = by_voters;
        if self.by.ideas.first(&id) {
            self.ready.push_back(Item::new(line, idea));
        } else if !by_voters {
            return Err(Fault::Line(format!("“{id}” has come before in this file; the first one counts.")));
        }
        if let Some(voter) = voter {
            let vote = Vote::counted(&id, &voter.id, voted_at);
            self.ready.push_back(Item::new(line, voter));
            self.ready.push_back(Item::new(line, vote));
        }
        Ok(())
    }
}

/// The first moment of a day in UTC.
pub(super) fn at_midnight(date: Date) -> Result<Time, String> {
    dates::parse(&date.to_string())
}

/// A number of votes; none where nothing is said.
pub(super) fn votes(text: &str) -> Result<i32, String> {
    if text.is_empty() {
        return Ok(0);
    }
    let plain = text.replace([',', '\u{a0}', ' '], "");
    let whole = plain.strip_suffix(".0").unwrap_or(&plain);
    match whole.parse::<i32>() {
        Ok(number) if (0..=100_000_000).contains(&number) => Ok(number),
        _ => Err(format!("“{text}” is not a number of votes.")),
    }
}

/// Words in one cell: a JSON list, or separated by commas, semicolons or bars.
pub(super) fn list(text: &str) -> Vec<String> {
    let words: Vec<String> = if text.starts_with('[') {
        serde_json::from_str(text).unwrap_or_default()
    } else {
        text.split([',', ';', '|']).map(str::to_owned).collect()
    };
    let mut list: Vec<String> = Vec::new();
    for word in words.iter().map(|word| word.trim()).filter(|word| !word.is_empty()) {
        if !list.iter().any(|known| known.eq_ignore_ascii_case(word)) {
            list.push(word.to_owned());
        }
    }
    list
}

/// A name for what has none: the same words have the same.
pub(super) fn named_by(words: &[&str]) -> String {
    format!("row:{}", fingerprint(words))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::imports::record::{Kind, Record};

    fn read(text: &str, options: &Options) -> Result<Vec<Item>, String> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        open(file, options).map(Iterator::collect)
    }

    #[test]
    fn columns_are_guessed_by_their_headings_whatever_the_case() {
        let columns: Vec<String> = ["Idea", "Details", "STATE", "Category", "Created"].map(str::to_owned).into();
        let guessed = guess(&columns);
        assert_eq!(guessed[&Field::Title], "Idea");
        assert_eq!(guessed[&Field::Body], "Details");
        assert_eq!(guessed[&Field::Status], "STATE");
        assert_eq!(guessed[&Field::Board], "Category");
        assert_eq!(guessed[&Field::CreatedAt], "Created");
    }

    #[test]
    fn a_table_without_dates_is_refused_until_somebody_gives_one() {
        let said = read("title\nDark mode\n", &Options::default()).unwrap_err();
        assert!(said.contains("never"), "{said}");
        let dated = Options { date: Some(Date("2024-05-01".parse().unwrap())), ..Options::default() };
        assert!(
            matches!(&read("title\nDark mode\n", &dated).unwrap()[0].record, Ok(Record::Idea(idea)) if idea.title == "Dark mode")
        );
        let said =
            read("name,when\nx,2024-01-01\n", &Options { columns: [(Field::Title, "headline".to_owned())].into(), ..dated })
                .unwrap_err();
        assert!(said.contains("headline"), "{said}");
    }

    #[test]
    fn a_line_for_each_voter_is_one_idea_with_votes() {
        let text = "id,title,created,votes,voter_email\n1,Dark mode,2024-01-01,2,a@x.com\n1,Dark mode,2024-01-01,2,b@x.com\n";
        let kinds: Vec<Kind> =
            read(text, &Options::default()).unwrap().iter().map(|item| item.record.as_ref().unwrap().kind()).collect();
        assert_eq!(kinds, [Kind::Idea, Kind::Person, Kind::Vote, Kind::Person, Kind::Vote]);
    }

    #[test]
    fn a_row_that_is_wrong_is_named_and_the_next_is_read() {
        let text = "title,created_at,votes\na b c,someday,1\nd e f,2024-01-01,many\ng h i,2024-01-01,3\n";
        let items = read(text, &Options::default()).unwrap();
        let lines: Vec<(u64, bool)> = items.iter().map(|item| (item.line, item.record.is_ok())).collect();
        assert_eq!(lines, [(2, false), (3, false), (4, true)]);
    }

    #[test]
    fn words_in_one_cell_are_a_list() {
        assert_eq!(list("a, b;c | A"), ["a", "b", "c"]);
        assert_eq!(list(r#"["x","y"]"#), ["x", "y"]);
        assert!(list("").is_empty());
    }
}
