//! Customer organisations, for weighing demand: what they pay, who looks after them, who works there.

pub mod domain;
pub mod domains;
pub mod exchange;
mod exchange_pages;
pub mod list;
pub mod money;
pub mod pages;
pub mod sheet;
pub mod sheet_pages;
mod sheet_store;
pub mod store;

use crate::ids::{CompanyId, UserId};

pub use domain::Domain;
pub use money::{Currency, Money, Revenue};
pub use store::assign;

/// How somebody came to a company, or to none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type, serde::Deserialize, serde::Serialize)]
#[sqlx(type_name = "company_source", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Somebody said so. A domain does not change it.
    Hand,
    /// By the domain of their address.
    Domain,
    /// It came with data from elsewhere.
    Import,
}

/// A customer organisation.
#[derive(Clone, Debug)]
pub struct Company {
    /// Which one.
    pub id: CompanyId,
    /// What it is called; unique in the workspace, whatever the case.
    pub name: String,
    /// What it has bought; may be empty.
    pub plan: String,
    /// What it pays a month, in the smallest unit of the currency.
    pub monthly_revenue_minor: i64,
    /// ISO 4217.
    pub currency: String,
    /// Who of the staff looks after it.
    pub owner_id: Option<UserId>,
    /// What they are called.
    pub owner: Option<String>,
    /// Whose addresses are its people's.
    pub domains: Vec<String>,
    /// How many work there, as far as is known.
    pub people: i64,
}

impl Company {
    /// Its page.
    pub fn path(&self) -> String {
        path(self.id)
    }

    /// What it pays a month.
    pub fn revenue(&self) -> Money {
        Money::new(self.monthly_revenue_minor, self.currency.as_str())
    }
}

/// The page of a company.
pub fn path(id: CompanyId) -> String {
    format!("/admin/companies/{id}")
}
