//! Companies as a table: reading one that people have made, and what it would change. Nothing is guessed: a line that cannot be
//! understood is named with the reason, and then nothing at all is changed.

use std::collections::HashMap;

use csv::{ReaderBuilder, StringRecord};

use super::store::Draft;
use super::{Company, Currency, Domain};
use crate::ids::{CompanyId, UserId};
use crate::text::table::{as_written, separator};
use crate::text::{CompanyName, Plan};

/// The most companies that are taken at once.
pub const MOST: usize = 5_000;

/// The columns there are, with the names they are known by.
const COLUMNS: [(Column, &[&str]); 6] = [
    (Column::Name, &["name", "company", "company name", "account", "customer", "organisation", "organization"]),
    (Column::Domains, &["domains", "domain", "website"]),
    (Column::Plan, &["plan", "tier", "product"]),
    (Column::Revenue, &["monthly revenue", "revenue", "monthly_revenue", "mrr", "a month", "amount"]),
    (Column::Currency, &["currency"]),
    (Column::Owner, &["owner", "owner email", "account manager", "looked after by"]),
];

/// The first line of a table that we write.
pub const HEADS: [&str; 6] = ["name", "domains", "plan", "monthly revenue", "currency", "owner"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Name,
    Domains,
    Plan,
    Revenue,
    Currency,
    Owner,
}

/// Something wrong with a line, in words. Line 0 is the table as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which line of the file.
    pub line: u64,
    /// Why.
    pub words: String,
}

/// A line that could be read; a column that the table does not have is none.
#[derive(Clone, Debug)]
struct Row {
    line: u64,
    name: CompanyName,
    domains: Option<Vec<Domain>>,
    plan: Option<Plan>,
    revenue: Option<String>,
    currency: Option<Currency>,
    owner: Option<String>,
}

/// A table that has been read.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    rows: Vec<Row>,
    /// What could not be read.
    pub faults: Vec<Fault>,
    /// Columns that say nothing to us.
    pub ignored: Vec<String>,
}

impl Sheet {
    /// The names in it, in lower case.
    pub fn names(&self) -> Vec<String> {
        self.rows.iter().map(|row| row.name.as_str().to_lowercase()).collect()
    }

    /// The domains in it.
    pub fn domains(&self) -> Vec<String> {
        self.rows.iter().flat_map(|row| row.domains.iter().flatten()).map(|domain| domain.as_str().to_owned()).collect()
    }
}

/// Reads a table.
pub fn read(text: &str) -> Sheet {
    let mut sheet = Sheet::default();
    let fault = |line: u64, words: String| Fault { line, words };
    let mut reader =
        ReaderBuilder::new().delimiter(separator(text)).flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut records = reader.records();
    let heads = match records.next() {
        Some(Ok(heads)) => heads,
        Some(Err(error)) => {
            sheet.faults.push(fault(1, format!("This line cannot be read as a table: {error}.")));
            return sheet;
        }
        None => {
            sheet.faults.push(fault(0, "There is nothing in it.".to_owned()));
            return sheet;
        }
    };
    let columns: Vec<Option<Column>> = heads.iter().map(column).collect();
    sheet.ignored = heads.iter().zip(&columns).filter(|(_, column)| column.is_none()).map(|(head, _)| head.to_owned()).collect();
    if !columns.contains(&Some(Column::Name)) {
        let words = "The first line has to say what the columns are, and one of them has to be “name”.";
        sheet.faults.push(fault(1, words.to_owned()));
        return sheet;
    }
    let mut seen: HashMap<String, u64> = HashMap::new();
    let mut owned: HashMap<Domain, u64> = HashMap::new();
    for record in records {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                sheet.faults.push(fault(line, "This line is not UTF-8 text.".to_owned()));
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if sheet.rows.len() == MOST {
            sheet.faults.push(fault(line, format!("These are more than {MOST} companies. Please upload them in several files.")));
            break;
        }
        if record.len() > columns.len() {
            let words = format!("It has {} cells, but the first line names {} columns.", record.len(), columns.len());
            sheet.faults.push(fault(line, words));
            continue;
        }
        match row(&record, &columns, line) {
            Ok(row) => {
                if let Some(first) = seen.insert(row.name.as_str().to_lowercase(), line) {
                    sheet.faults.push(fault(line, format!("“{}” stands in line {first} already.", row.name)));
                }
                for domain in row.domains.iter().flatten() {
                    if let Some(first) = owned.insert(domain.clone(), line) {
                        sheet.faults.push(fault(line, format!("{domain} stands in line {first} already.")));
                    }
                }
                sheet.rows.push(row);
            }
            Err(faults) => sheet.faults.extend(faults.into_iter().map(|words| fault(line, words))),
        }
    }
    if sheet.rows.is_empty() && sheet.faults.is_empty() {
        sheet.faults.push(fault(0, "There is no company in it, only the names of its columns.".to_owned()));
    }
    sheet
}

/// What a column is known as.
fn column(head: &str) -> Option<Column> {
    let head = head.trim().trim_start_matches('\u{feff}').to_lowercase();
    COLUMNS.iter().find(|(_, names)| names.contains(&head.as_str())).map(|(column, _)| *column)
}

/// One line; or everything that is wrong with it.
fn row(record: &StringRecord, columns: &[Option<Column>], line: u64) -> Result<Row, Vec<String>> {
    let mut faults = Vec::new();
    let cell = |wanted: Column| {
        let at = columns.iter().position(|column| *column == Some(wanted))?;
        Some(as_written(record.get(at).unwrap_or_default().trim()).to_owned())
    };
    let mut keep = |fault: String| faults.push(fault);
    let name = CompanyName::parse(&cell(Column::Name).unwrap_or_default()).map_err(|fault| keep(fault.english())).ok();
    let domains = cell(Column::Domains).and_then(|text| Domain::parse_all(&text).map_err(&mut keep).ok());
    let plan = cell(Column::Plan).and_then(|text| Plan::parse(&text).map_err(|fault| keep(fault.english())).ok());
    let currency =
        cell(Column::Currency).filter(|text| !text.is_empty()).and_then(|text| Currency::parse(&text).map_err(&mut keep).ok());
    let (revenue, owner) = (cell(Column::Revenue), cell(Column::Owner).map(|owner| owner.to_lowercase()));
    match name {
        Some(name) if faults.is_empty() => Ok(Row { line, name, domains, plan, revenue, currency, owner }),
        _ => Err(faults),
    }
}

/// What there is already, as far as a table is about it.
#[derive(Debug, Default)]
pub struct Known {
    /// The companies of its names, by name in lower case.
    pub companies: HashMap<String, Company>,
    /// To whom its domains belong.
    pub domains: HashMap<String, CompanyId>,
    /// Those who can look after a company, by address: who they are and what they are called.
    pub staff: HashMap<String, (UserId, String)>,
    /// The currency of what has none.
    pub reporting: Option<Currency>,
}

/// What a line does.
#[derive(Clone, Debug)]
pub struct Change {
    /// Which line of the file.
    pub line: u64,
    /// The company that is changed; none for a new one.
    pub company: Option<CompanyId>,
    /// What it will be.
    pub draft: Draft,
    /// Its domains, where the table says so.
    pub domains: Option<Vec<Domain>>,
    /// What differs: of what, before, after.
    pub differs: Vec<(&'static str, String, String)>,
}

/// What a table does.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Companies that are made or changed, in the order of the file.
    pub changes: Vec<Change>,
    /// How many lines say what is so already.
    pub same: usize,
    /// Why it cannot be done.
    pub faults: Vec<Fault>,
}

/// Compares a table with what is known.
pub fn compare(sheet: &Sheet, known: &Known) -> Outcome {
    let mut outcome = Outcome { faults: sheet.faults.clone(), ..Outcome::default() };
    for row in &sheet.rows {
        match change(row, known) {
            Ok(change) if change.company.is_some() && change.differs.is_empty() => outcome.same += 1,
            Ok(change) => outcome.changes.push(change),
            Err(words) => outcome.faults.push(Fault { line: row.line, words }),
        }
    }
    outcome.faults.sort_by_key(|fault| fault.line);
    outcome
}

fn change(row: &Row, known: &Known) -> Result<Change, String> {
    let before = known.companies.get(&row.name.as_str().to_lowercase());
    for domain in row.domains.iter().flatten() {
        let holder = known.domains.get(domain.as_str());
        if holder.is_some() && holder.copied() != before.map(|company| company.id) {
            return Err(format!("{domain} belongs to another company already."));
        }
    }
    let kept = before.and_then(|company| Currency::parse(&company.currency).ok());
    let currency = row.currency.or(kept).or(known.reporting).ok_or("It needs a currency, as in EUR.")?;
    let revenue = match (&row.revenue, before) {
        (Some(text), _) => currency.amount(text)?,
        (None, Some(company)) if company.currency == currency.code() => company.monthly_revenue_minor,
        (None, Some(company)) if company.monthly_revenue_minor > 0 => {
            return Err(format!("It is paid in {}; a new currency needs a new amount.", company.currency));
        }
        (None, _) => 0,
    };
    let owner = match row.owner.as_deref() {
        None => before.and_then(|company| company.owner_id.zip(company.owner.clone())),
        Some("") => None,
        Some(email) => {
            Some(known.staff.get(email).cloned().ok_or_else(|| format!("Nobody who works here has the address “{email}”."))?)
        }
    };
    let plan = match (&row.plan, before) {
        (Some(plan), _) => plan.clone(),
        (None, Some(company)) => Plan::parse(&company.plan)?,
        (None, None) => Plan::parse("")?,
    };
    let draft = Draft {
        name: row.name.clone(),
        plan,
        monthly_revenue_minor: revenue,
        currency,
        owner: owner.as_ref().map(|(id, _)| *id),
    };
    let mut differs = Vec::new();
    let mut compare = |what, before: String, after: String| {
        if before != after {
            differs.push((what, before, after));
        }
    };
    let money = |minor: i64| super::Money::new(minor, currency.code()).to_string();
    let list = |domains: &[Domain]| domains.iter().map(Domain::as_str).collect::<Vec<_>>().join(", ");
    compare("name", before.map(|company| company.name.clone()).unwrap_or_default(), draft.name.to_string());
    compare("plan", before.map(|company| company.plan.clone()).unwrap_or_default(), draft.plan.to_string());
    compare("a month", before.map(|company| company.revenue().to_string()).unwrap_or_default(), money(revenue));
    compare(
        "looked after by",
        before.and_then(|company| company.owner.clone()).unwrap_or_default(),
        owner.map(|(_, name)| name).unwrap_or_default(),
    );
    if let Some(domains) = &row.domains {
        compare("domains", before.map(|company| company.domains.join(", ")).unwrap_or_default(), list(domains));
    }
    Ok(Change { line: row.line, company: before.map(|company| company.id), draft, domains: row.domains.clone(), differs })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<(u64, String)> {
        let known = Known { reporting: Currency::parse("EUR").ok(), ..Known::default() };
        compare(&read(text), &known).faults.into_iter().map(|fault| (fault.line, fault.words)).collect()
    }

    #[test]
    fn a_table_is_understood_whatever_its_columns_are_called_and_separated_by() {
        for text in [
            "name,MRR,currency,domain\nNorthwind,\"1,240.50\",EUR,north.example\n",
            "\u{feff}Company;MRR;Currency;Domains\r\nNorthwind;1240,50;eur;north.example\r\n\r\n",
            "Domains\tName\tRevenue\tnote\nnorth.example\tNorthwind\t1240.5\tx",
        ] {
            let known = Known { reporting: Currency::parse("EUR").ok(), ..Known::default() };
            let outcome = compare(&read(text), &known);
            assert_eq!(outcome.faults, [], "{text}");
            let change = &outcome.changes[0];
            assert_eq!((change.draft.monthly_revenue_minor, change.draft.currency.code()), (124_050, "EUR"), "{text}");
            assert_eq!(change.domains.as_ref().unwrap()[0].as_str(), "north.example");
        }
    }

    #[test]
    fn every_line_that_is_wrong_is_named_with_the_reason() {
        let found = faults(
            "name,domains,monthly revenue,currency,owner\n\
             ,a.example,1,EUR,\n\
             Bad domain,gmail.com,1,EUR,\n\
             Bad money,,1.2345,EUR,\n\
             Bad currency,,1,EURO,\n\
             Nobody's,,1,EUR,who@x.example\n\
             Fine,fine.example,1,EUR,\n\
             fine,,1,EUR,\n\
             Too,many,1,EUR,,cells\n\
             Shares,fine.example,1,EUR,\n",
        );
        let lines: Vec<u64> = found.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [2, 3, 4, 5, 6, 8, 9, 10]);
        assert!(found[0].1.contains("missing") && found[1].1.contains("Everybody") && found[5].1.contains("line 7"));
        assert_eq!(faults("")[0].0, 0);
        assert!(faults("plan\nTeam\n")[0].1.contains("“name”"));
        assert!(faults("name\n")[0].1.contains("no company"));
    }

    #[test]
    fn a_column_that_is_not_there_changes_nothing() {
        let before = Company {
            id: CompanyId::new(),
            name: "Northwind".into(),
            plan: "Team".into(),
            monthly_revenue_minor: 500,
            currency: "EUR".into(),
            owner_id: None,
            owner: None,
            domains: vec!["north.example".into()],
            people: 0,
        };
        let known = Known { companies: [("northwind".to_owned(), before)].into(), ..Known::default() };
        let same = compare(&read("name\nNorthwind\n"), &known);
        assert_eq!((same.same, same.changes.len(), same.faults.len()), (1, 0, 0));
        let outcome = compare(&read("name,plan\nNORTHWIND,\n"), &known);
        assert_eq!(
            outcome.changes[0].differs,
            [("name", "Northwind".to_owned(), "NORTHWIND".to_owned()), ("plan", "Team".to_owned(), String::new())]
        );
        assert_eq!(outcome.changes[0].draft.monthly_revenue_minor, 500);
        assert!(compare(&read("name,currency\nNorthwind,JPY\n"), &known).faults[0].words.contains("new amount"));
    }
}
