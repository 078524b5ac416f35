//! Customer organisations, for weighing demand.

pub mod store;

/// An amount in the smallest unit of its currency, rounded to whole units, for people: `USD 86,400`, `€ 1,200`.
pub fn money(minor: i64, currency: &str) -> String {
    let sign = match currency {
        "EUR" => "€",
        "USD" => "$",
        "GBP" => "£",
        "JPY" => "¥",
        other => other,
    };
    // Currencies without a smaller unit (ISO 4217).
    let units = if matches!(currency, "JPY" | "KRW" | "VND" | "CLP" | "ISK") { minor } else { (minor + 50) / 100 };
    let digits = units.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign} {grouped}")
}

#[cfg(test)]
mod tests {
    use super::money;

    #[test]
    fn money_is_said_in_whole_units_with_separators() {
        assert_eq!(money(8_640_000, "EUR"), "€ 86,400");
        assert_eq!(money(99_950, "USD"), "$ 1,000");
        assert_eq!(money(1_200, "JPY"), "¥ 1,200");
        assert_eq!(money(0, "CHF"), "CHF 0");
    }
}
