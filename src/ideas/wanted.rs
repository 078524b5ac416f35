//! What an address says about who is to want ideas: the filters of demand, as text, and what they mean.

use serde::Deserialize;

use super::weigh::Wanted;
use crate::companies::{Currency, exchange, store as companies};
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{CompanyId, SegmentId};
use crate::segments;
use crate::text::count;

/// All of it is optional, and what is not understood is not said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Said {
    /// The id of a segment.
    pub segment: String,
    /// The id of a company.
    pub company: String,
    /// At least so many people.
    pub people: String,
    /// At least so many companies.
    pub companies: String,
    /// At least so much a month, in the reporting currency.
    pub revenue: String,
    /// At least so many people who must have it.
    pub must: String,
    /// At least so many people who began to ask in the last four weeks.
    pub lately: String,
    /// At least so many days since somebody asked.
    pub waiting: String,
}

/// A filter that is on: the name of its part of the address, and what it says in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    /// Which part of the address.
    pub name: &'static str,
    /// In words.
    pub words: String,
}

impl Said {
    /// As an address has it.
    pub fn pairs(&self) -> [(&'static str, &str); 8] {
        [
            ("segment", self.segment.trim()),
            ("company", self.company.trim()),
            ("people", self.people.trim()),
            ("companies", self.companies.trim()),
            ("revenue", self.revenue.trim()),
            ("must", self.must.trim()),
            ("lately", self.lately.trim()),
            ("waiting", self.waiting.trim()),
        ]
    }

    /// What it means, with money in this currency.
    pub fn wanted(&self, reporting: Option<Currency>) -> Wanted {
        let number = |text: &str| text.trim().parse::<i64>().ok().filter(|least| *least > 0);
        Wanted {
            segment: self.segment.trim().parse().ok().map(SegmentId),
            company: self.company.trim().parse().ok().map(CompanyId),
            people: number(&self.people),
            companies: number(&self.companies),
            revenue: reporting.and_then(|currency| currency.amount(&self.revenue).ok()).filter(|least| *least > 0),
            must: number(&self.must),
            lately: number(&self.lately),
            waiting_days: number(&self.waiting).and_then(|days| i32::try_from(days).ok()),
        }
    }
}

/// What an address says, understood: what to look for, and each filter that is on in words.
pub async fn read(tx: &mut TenantTx, said: &Said) -> Result<(Wanted, Vec<Chip>)> {
    if said.pairs().iter().all(|(_, value)| value.is_empty()) {
        return Ok((Wanted::default(), Vec::new()));
    }
    let reporting = exchange::reporting(tx).await?.and_then(|code| Currency::parse(&code).ok());
    let wanted = said.wanted(reporting);
    let mut chips = Vec::new();
    let mut chip = |name, words: String| chips.push(Chip { name, words });
    if let Some(segment) = wanted.segment {
        let names = segments::store::names(tx).await?;
        let name = names
            .into_iter()
            .find(|(id, _)| *id == segment)
            .map_or_else(|| "a segment that is gone".to_owned(), |(_, name)| name);
        chip("segment", format!("Wanted by {name}"));
    }
    if let Some(company) = wanted.company {
        let name = companies::name(tx, company).await?.unwrap_or_else(|| "a company that is gone".to_owned());
        chip("company", format!("Wanted by {name}"));
    }
    let least = |number: i64, one, many| format!("At least {}", count(number, one, many));
    if let Some(people) = wanted.people {
        chip("people", least(people, "person", "people"));
    }
    if let Some(companies) = wanted.companies {
        chip("companies", least(companies, "company", "companies"));
    }
    if let (Some(minor), Some(currency)) = (wanted.revenue, reporting) {
        chip("revenue", format!("At least {} a month", crate::companies::Money::new(minor, currency.code())));
    }
    if let Some(must) = wanted.must {
        chip("must", format!("{} must have it", least(must, "person", "people")));
    }
    if let Some(lately) = wanted.lately {
        chip("lately", format!("{} in 4 weeks", least(lately, "new person", "new people")));
    }
    if let Some(days) = wanted.waiting_days {
        chip("waiting", format!("Asked for {} ago or longer", count(days.into(), "day", "days")));
    }
    Ok((wanted, chips))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_understood_is_not_said() {
        let said = Said {
            people: "5".into(),
            companies: "-1".into(),
            must: "many".into(),
            segment: "x".into(),
            revenue: "1.234".into(),
            ..Said::default()
        };
        let wanted = said.wanted(Currency::parse("EUR").ok());
        assert_eq!(wanted, Wanted { people: Some(5), ..Wanted::default() });
        let said = Said { revenue: "1,234".into(), waiting: "90".into(), ..Said::default() };
        let wanted = said.wanted(Currency::parse("EUR").ok());
        assert_eq!((wanted.revenue, wanted.waiting_days), (Some(123_400), Some(90)));
        assert_eq!(said.wanted(None).revenue, None);
    }
}
