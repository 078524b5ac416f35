//! What money is worth beside other money, as an admin has typed it: the reporting currency, and a rate for each of the others.

use super::Currency;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::UserId;
use crate::text::Sentence;

/// The most digits a rate has before its point, and after it.
const DIGITS: usize = 10;

/// A currency that companies pay in.
#[derive(Clone, Debug)]
pub struct InUse {
    /// ISO 4217.
    pub currency: String,
    /// How many companies pay in it.
    pub companies: i64,
    /// What one unit is worth in the reporting currency, if that has been said.
    pub rate: Option<String>,
}

/// The currency that sums are said in: see `reporting_currency()` in the schema. None where nobody pays anything.
pub async fn reporting(tx: &mut TenantTx) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!("select reporting_currency()").fetch_one(&mut **tx).await?)
}

/// The currencies that companies pay in, those of most companies first.
pub async fn in_use(tx: &mut TenantTx) -> Result<Vec<InUse>> {
    let currencies = sqlx::query_as!(
        InUse,
        r#"select c.currency, count(*) as "companies!",
                  (select trim_scale(r.rate)::text from currencies r where r.code = c.currency and not r.reporting) as rate
             from companies c
            where c.monthly_revenue_minor > 0
            group by c.currency
            order by 2 desc, c.currency"#,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(currencies)
}

/// Takes a rate as people type it, `1.0834` or `0,92`, as a decimal number.
pub fn rate(text: &str) -> Result<String, Sentence> {
    let figures = text.trim().replace(',', ".");
    let (whole, part) = figures.split_once('.').unwrap_or((&figures, "0"));
    let digits = |text: &str| (1..=DIGITS).contains(&text.len()) && text.bytes().all(|c| c.is_ascii_digit());
    let positive = figures.contains(|c| matches!(c, '1'..='9'));
    if digits(whole) && digits(part) && positive {
        Ok(format!("{whole}.{part}"))
    } else {
        Err(format!("“{}” is not a rate. It should look like 1.0834, and be more than nothing.", text.trim()))
    }
}

/// Says sums in this currency from now on. Where it has a rate, the others are told anew by it; where it has none, theirs mean
/// nothing any more and are forgotten: true then.
pub async fn report_in(tx: &mut TenantTx, currency: Currency, by: UserId, now: Time) -> Result<bool> {
    if reporting(tx).await?.as_deref() == Some(currency.code()) {
        return settle(tx, currency, by, now).await.map(|()| false);
    }
    let told_anew = sqlx::query!(
        "update currencies c set rate = c.rate / t.rate, factor = c.factor / t.factor, reporting = false, set_by = $2, set_at = $3
           from currencies t where t.code = $1",
        currency.code(),
        by.0,
        now,
    )
    .execute(&mut **tx)
    .await?
    .rows_affected()
        > 0;
    let mut forgotten = 0;
    if !told_anew {
        forgotten = sqlx::query!("delete from currencies").execute(&mut **tx).await?.rows_affected();
    }
    settle(tx, currency, by, now).await?;
    Ok(forgotten > 1)
}

/// Writes down that this is the reporting currency.
async fn settle(tx: &mut TenantTx, currency: Currency, by: UserId, now: Time) -> Result<()> {
    sqlx::query!(
        "insert into currencies (code, reporting, rate, factor, set_by, set_at) values ($1, true, 1, 1, $2, $3)
         on conflict on constraint currencies_pkey do update set reporting = true, rate = 1, factor = 1",
        currency.code(),
        by.0,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Sets what one unit of each of these is worth in the reporting currency, which is settled by that; none forgets its rate.
pub async fn set(
    tx: &mut TenantTx,
    rates: &[(Currency, Option<String>)],
    reporting: Currency,
    by: UserId,
    now: Time,
) -> Result<()> {
    settle(tx, reporting, by, now).await?;
    let rates = rates.iter().filter(|(currency, _)| *currency != reporting);
    let (mut codes, mut values, mut shifts, mut forgotten) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (currency, rate) in rates {
        match rate {
            Some(rate) => {
                codes.push(currency.code().to_owned());
                values.push(rate.clone());
                // From smallest unit to smallest unit.
                shifts.push(i32::try_from(reporting.digits()).unwrap_or(0) - i32::try_from(currency.digits()).unwrap_or(0));
            }
            None => forgotten.push(currency.code().to_owned()),
        }
    }
    sqlx::query!("delete from currencies where code = any($1) and not reporting", &forgotten).execute(&mut **tx).await?;
    sqlx::query!(
        "insert into currencies (code, rate, factor, set_by, set_at)
         select r.code, r.rate::numeric, r.rate::numeric * power(10::numeric, r.shift), $4, $5
           from unnest($1::text[], $2::text[], $3::integer[]) r (code, rate, shift)
         on conflict on constraint currencies_pkey do update
            set rate = excluded.rate, factor = excluded.factor, set_by = excluded.set_by, set_at = excluded.set_at
          where currencies.rate <> excluded.rate",
        &codes,
        &values,
        &shifts,
        by.0,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::rate;

    #[test]
    fn a_rate_is_a_number_above_nothing() {
        assert_eq!(rate(" 1.0834 ").as_deref(), Ok("1.0834"));
        assert_eq!(rate("0,92").as_deref(), Ok("0.92"));
        assert_eq!(rate("160").as_deref(), Ok("160.0"));
        for wrong in ["", "0", "0.0", "-1", "1.2.3", "1e3", "NaN", ".5", "1.", "12345678901", "1.12345678901"] {
            assert!(rate(wrong).is_err(), "{wrong}");
        }
    }
}
