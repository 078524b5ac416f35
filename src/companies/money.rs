//! Money: amounts in the smallest unit of a currency (ISO 4217), as people write and read them. Two currencies are never added
//! as they are: see [`Revenue`].

use std::fmt;

use crate::text::Sentence;

/// Currencies without a smaller unit.
const WHOLE: &[&str] =
    &["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"];

/// Currencies of a thousand smaller units.
const THOUSANDTHS: &[&str] = &["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

/// Units of account of ten thousand smaller units.
const TEN_THOUSANDTHS: &[&str] = &["CLF", "UYW"];

/// Currencies of a hundred smaller units: all the others in use.
const HUNDREDTHS: &[&str] = &[
    "AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BGN", "BMD", "BND", "BOB", "BRL", "BSD",
    "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CNY", "COP", "CRC", "CUP", "CVE", "CZK", "DKK", "DOP", "DZD", "EGP", "ERN",
    "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP", "GMD", "GTQ", "GYD", "HKD", "HNL", "HTG", "HUF", "IDR", "ILS", "INR",
    "IRR", "JMD", "KES", "KGS", "KHR", "KPW", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "MAD", "MDL", "MGA", "MKD", "MMK",
    "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "PAB", "PEN", "PGK",
    "PHP", "PKR", "PLN", "QAR", "RON", "RSD", "RUB", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE", "SOS", "SRD", "SSP",
    "STN", "SVC", "SYP", "SZL", "THB", "TJS", "TMT", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "USD", "UYU", "UZS", "VES", "WST",
    "XCD", "XCG", "YER", "ZAR", "ZMW", "ZWG",
];

/// The most that is taken for an amount, in the smallest unit: what a company pays a month stays far below, and sums of it fit.
const MOST: i64 = 1_000_000_000_000_000;

/// A currency in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Currency {
    code: &'static str,
    digits: u32,
}

impl Currency {
    /// Takes a code, in whatever case.
    pub fn parse(text: &str) -> Result<Self, Sentence> {
        let text = text.trim();
        let wanted = text.to_ascii_uppercase();
        Self::all().find(|currency| currency.code == wanted).ok_or_else(|| {
            if text.is_empty() {
                "The currency is missing: three letters, as in EUR.".to_owned()
            } else {
                format!("“{text}” is not a currency we know. Currencies are written with three letters, as in EUR.")
            }
        })
    }

    /// Every currency there is.
    pub fn all() -> impl Iterator<Item = Self> {
        let kinds = [(WHOLE, 0), (HUNDREDTHS, 2), (THOUSANDTHS, 3), (TEN_THOUSANDTHS, 4)];
        kinds.into_iter().flat_map(|(codes, digits)| codes.iter().map(move |code| Self { code, digits }))
    }

    /// Its three letters.
    pub fn code(self) -> &'static str {
        self.code
    }

    /// How many digits stand after the point.
    pub fn digits(self) -> u32 {
        self.digits
    }

    /// How many of its smallest units make one.
    fn unit(self) -> i64 {
        10_i64.pow(self.digits)
    }

    /// Takes an amount as people type it, `1,234.50` or `1234,5`, in the smallest unit. Nothing is zero. What could be meant in
    /// two ways is refused.
    pub fn amount(self, text: &str) -> Result<i64, Sentence> {
        let figures: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’' | '_')).collect();
        if figures.is_empty() {
            return Ok(0);
        }
        let wrong = || format!("“{}” is not an amount. Please write it as in 1234.50, without a sign.", text.trim());
        if !figures.starts_with(|c: char| c.is_ascii_digit()) || figures.contains(|c: char| !matches!(c, '0'..='9' | '.' | ',')) {
            return Err(wrong());
        }
        let (whole, part) = self.split(&figures, text)?;
        let (head, groups) = match whole.find(['.', ',']) {
            Some(at) => (&whole[..at], Some(&whole[at..])),
            None => (whole, None),
        };
        if let Some(groups) = groups {
            let separator = &groups[..1];
            let whole_groups = groups[1..].split(separator).all(|group| group.len() == 3 && !group.contains(['.', ',']));
            if head.len() > 3 || !whole_groups {
                return Err(wrong());
            }
        }
        let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
        let units = digits.parse::<i64>().ok().and_then(|units| units.checked_mul(self.unit()));
        let rest = if part.is_empty() { 0 } else { part.parse::<i64>().map_err(|_| wrong())? };
        let rest = rest * 10_i64.pow(self.digits - u32::try_from(part.len()).unwrap_or(self.digits));
        units
            .and_then(|units| units.checked_add(rest))
            .filter(|minor| *minor <= MOST)
            .ok_or_else(|| format!("“{}” is more than can be kept here.", text.trim()))
    }

    /// What stands before and after the point, whichever character that is.
    fn split<'a>(self, figures: &'a str, typed: &str) -> Result<(&'a str, &'a str), Sentence> {
        let Some(at) = figures.rfind(['.', ',']) else { return Ok((figures, "")) };
        let (separator, part) = (&figures[at..=at], &figures[at + 1..]);
        let alone = figures.matches(['.', ',']).count() == 1;
        let once = figures.matches(separator).count() == 1;
        // `1,234` are thousands, and so is `1.234.567`; `1.234` may be either where there is a smaller unit, and is asked about.
        let thousands = part.len() == 3 && (separator == "," && self.digits != 3 || !once);
        if thousands {
            return Ok((figures, ""));
        }
        let places = u32::try_from(part.len()).unwrap_or(u32::MAX);
        if alone && part.len() == 3 && (self.digits != 3 || separator == ",") || part.is_empty() || !once || places > self.digits
        {
            let typed = typed.trim();
            return Err(match self.digits {
                0 => format!("“{typed}” does not fit: {} has no smaller unit, so please write a whole number.", self.code),
                digits => format!(
                    "“{typed}” could be read in two ways: {} has {digits} digits after the point. Please write it as in 1234.{}.",
                    self.code,
                    "50000".chars().take(digits as usize).collect::<String>(),
                ),
            });
        }
        Ok((&figures[..at], part))
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

/// An amount. Displays as people read it: `€ 1,234.50`, `¥ 1,234`, `CHF 12`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Money {
    /// In the smallest unit of the currency.
    pub minor: i64,
    /// ISO 4217.
    pub currency: String,
}

impl Money {
    /// An amount of a currency.
    pub fn new(minor: i64, currency: impl Into<String>) -> Self {
        Self { minor, currency: currency.into() }
    }

    /// How many digits stand after the point. A currency that has gone out of use is taken for one of hundredths.
    fn digits(&self) -> usize {
        Currency::parse(&self.currency).map_or(2, |currency| currency.digits as usize)
    }

    /// The same without what is less than one of the currency: of what took a rate nobody knows that.
    fn whole(&self) -> Self {
        let unit = 10_i64.pow(u32::try_from(self.digits()).unwrap_or_default());
        Self::new((self.minor + unit / 2) / unit * unit, self.currency.clone())
    }

    /// As a field or a file has it, without anything to make it pretty: `1234.50`.
    pub fn plain(&self) -> String {
        let digits = self.digits();
        let figures = format!("{:0width$}", self.minor, width = digits + 1);
        if digits == 0 {
            return figures;
        }
        let (whole, part) = figures.split_at(figures.len() - digits);
        format!("{whole}.{part}")
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self.currency.as_str() {
            "EUR" => "€",
            "USD" => "$",
            "GBP" => "£",
            "JPY" => "¥",
            other => other,
        };
        let plain = self.plain();
        let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
        // A line never ends between the two.
        write!(f, "{sign}\u{a0}")?;
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        if part.bytes().all(|digit| digit == b'0') { Ok(()) } else { write!(f, ".{part}") }
    }
}

/// What several companies pay together.
///
/// Sums stand by currency. They are told as one only by the rates that an admin has typed, in the workspace's reporting
/// currency, and then say so; where a rate is missing they stay side by side. Guessing rates, or fetching them, would give a
/// number that nobody here has agreed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Revenue {
    /// A sum for each currency, the largest first.
    pub sums: Vec<Money>,
    /// All of it in the reporting currency; none where one of them has no rate.
    pub total: Option<Money>,
}

impl Revenue {
    /// Takes one more sum in: `worth` is the same in the reporting currency's smallest unit, where there is a rate.
    pub fn add(&mut self, sum: Money, worth: Option<i64>, reporting: Option<&str>) {
        let before = if self.sums.is_empty() { Some(0) } else { self.total.as_ref().map(|total| total.minor) };
        let total = before.zip(worth).zip(reporting).map(|((before, worth), reporting)| Money::new(before + worth, reporting));
        self.total = total;
        self.sums.push(sum);
    }

    /// `€ 4,200`; `≈ € 4,476` where it took a rate; `€ 4,200 + CHF 300` where a rate is missing; nothing where nothing is paid.
    pub fn say(&self) -> String {
        match (self.sums.as_slice(), &self.total) {
            ([], _) => String::new(),
            ([one], _) => one.to_string(),
            (_, Some(total)) => format!("≈\u{a0}{}", total.whole()),
            (_, None) => self.by_currency(),
        }
    }

    /// `€ 4,200 + CHF 300`.
    pub fn by_currency(&self) -> String {
        self.sums.iter().map(Money::to_string).collect::<Vec<_>>().join(" + ")
    }

    /// What there is to say besides: of what a sum is made, or why there is none. Nothing where there is one currency.
    pub fn note(&self) -> String {
        match (self.sums.len(), &self.total) {
            (0 | 1, _) => String::new(),
            (_, Some(_)) => self.by_currency(),
            (_, None) => "not added: a rate is missing".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(code: &str) -> Currency {
        Currency::parse(code).unwrap()
    }

    #[test]
    fn money_reads_as_people_write_it() {
        let said = |minor, currency: &str| Money::new(minor, currency).to_string();
        assert_eq!(said(1_240_000, "EUR"), "€\u{a0}12,400");
        assert_eq!(said(1_240_050, "EUR"), "€\u{a0}12,400.50");
        assert_eq!(said(99, "USD"), "$\u{a0}0.99");
        assert_eq!(said(1_234_567, "JPY"), "¥\u{a0}1,234,567");
        assert_eq!(said(1_500, "KWD"), "KWD\u{a0}1.500");
        assert_eq!(said(5, "KWD"), "KWD\u{a0}0.005");
        assert_eq!(said(0, "CHF"), "CHF\u{a0}0");
        assert_eq!(said(12_345, "CLF"), "CLF\u{a0}1.2345");
        assert_eq!(Money::new(5, "USD").plain(), "0.05");
        assert_eq!(Money::new(5, "JPY").plain(), "5");
    }

    #[test]
    fn an_amount_is_understood_however_its_thousands_are_written() {
        for typed in ["1234.50", "1,234.50", "1.234,50", "1 234,50", "1’234.5", "1234,5"] {
            assert_eq!(of("EUR").amount(typed), Ok(123_450), "{typed}");
        }
        assert_eq!(of("EUR").amount(" "), Ok(0));
        assert_eq!(of("EUR").amount("1,234"), Ok(123_400));
        assert_eq!(of("EUR").amount("1.234.567"), Ok(123_456_700));
        assert_eq!(of("JPY").amount("1,234"), Ok(1_234));
        assert_eq!(of("KWD").amount("1.5"), Ok(1_500));
        assert_eq!(of("KWD").amount("1.234"), Ok(1_234));
        assert_eq!(of("KWD").amount("1,234.500"), Ok(1_234_500));
    }

    #[test]
    fn what_could_be_meant_in_two_ways_or_is_no_amount_is_refused() {
        for (code, typed) in [
            ("EUR", "1.234"),
            ("EUR", "1.2345"),
            ("EUR", "-5"),
            ("EUR", "five"),
            ("EUR", "1,23,4"),
            ("EUR", "12,34.5"),
            ("EUR", "5."),
            ("EUR", "=1+1"),
            ("JPY", "1.5"),
            ("JPY", "1.234"),
            ("KWD", "1,234"),
            ("KWD", "1.2345"),
            ("EUR", "99999999999999999999"),
        ] {
            assert!(of(code).amount(typed).is_err(), "{code} {typed}");
        }
        assert!(Currency::parse("EURO").is_err());
        assert!(Currency::parse("").unwrap_err().contains("missing"));
        assert_eq!(of("eur").code(), "EUR");
    }

    #[test]
    fn every_currency_is_named_once() {
        let mut codes: Vec<_> = Currency::all().map(Currency::code).collect();
        let all = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), all);
        assert!(codes.iter().all(|code| code.len() == 3 && code.bytes().all(|c| c.is_ascii_uppercase())));
    }

    proptest::proptest! {
        #[test]
        fn an_amount_is_read_back_as_it_was_written(minor in 0..MOST, at in 0..170_usize) {
            let currency = Currency::all().nth(at % Currency::all().count()).unwrap();
            let money = Money::new(minor, currency.code());
            let said = money.to_string();
            let figures = said.split_once('\u{a0}').unwrap().1;
            // A whole amount of a currency of thousandths loses its point, and then a comma could be either.
            if currency.digits() != 3 || figures.contains('.') {
                proptest::prop_assert_eq!(currency.amount(figures), Ok(minor));
            }
            proptest::prop_assert_eq!(currency.amount(&money.plain()), Ok(minor));
        }
    }

    #[test]
    fn currencies_are_added_by_a_rate_or_not_at_all() {
        let mut revenue = Revenue::default();
        revenue.add(Money::new(420_000, "EUR"), Some(420_000), Some("EUR"));
        assert_eq!(revenue.say(), "€\u{a0}4,200");
        let mut without = revenue.clone();
        revenue.add(Money::new(30_000, "USD"), Some(27_600), Some("EUR"));
        assert_eq!(
            (revenue.say(), revenue.by_currency()),
            ("≈\u{a0}€\u{a0}4,476".to_owned(), "€\u{a0}4,200 + $\u{a0}300".to_owned())
        );
        let cents = Revenue { total: Some(Money::new(1_104_072, "EUR")), ..revenue };
        assert_eq!(cents.say(), "≈\u{a0}€\u{a0}11,041", "nobody knows the cents of what took a rate");
        without.add(Money::new(30_000, "CHF"), None, Some("EUR"));
        assert_eq!(without.say(), "€\u{a0}4,200 + CHF\u{a0}300");
        without.add(Money::new(100, "EUR"), Some(100), Some("EUR"));
        assert_eq!(without.total, None, "a sum that lacks a part is no sum");
    }
}
