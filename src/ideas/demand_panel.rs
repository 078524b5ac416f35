//! Demand as pages show it: the figures, each of which opens the list of people behind it.

use askama::Template;

use super::demand::{Asker, Demand};
use super::importance::Importance;
use crate::clock::Time;

/// The figures in a row, for an idea or a release. `people` is the address of the list behind them.
#[derive(Template)]
#[template(path = "ideas/demand.html")]
pub(crate) struct DemandPanel<'a> {
    demand: &'a Demand,
    people: String,
    now: Time,
    zone: &'a str,
}

impl<'a> DemandPanel<'a> {
    /// The figures of a demand, and where the people behind them are listed.
    pub(crate) fn new(demand: &'a Demand, people: impl Into<String>, now: Time, zone: &'a str) -> Self {
        Self { demand, people: people.into(), now, zone }
    }

    /// The list behind one figure.
    fn at(&self, query: &str) -> String {
        let join = if self.people.contains('?') { '&' } else { '?' };
        format!("{}{join}{query}", self.people)
    }

    /// How many said how much it matters, the most first.
    fn importance(&self) -> [(Importance, i64); 3] {
        let demand = self.demand;
        [(Importance::Must, demand.must), (Importance::Important, demand.important), (Importance::Nice, demand.nice)]
    }

    fn said(&self) -> bool {
        self.importance().iter().any(|(_, people)| *people > 0)
    }

    /// `Vera Voss, Northwind`.
    fn named(&self, asker: &Asker) -> String {
        match &asker.company {
            Some(company) => format!("{}, {company}", asker.name),
            None => asker.name.clone(),
        }
    }

    /// How the last four weeks compare with the four before.
    fn lately(&self) -> String {
        let (lately, before) = (self.demand.trend.lately(), self.demand.trend.before());
        format!("{lately} in 4 weeks, {before} in the 4 before")
    }
}
