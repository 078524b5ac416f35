//! Tables as people with spreadsheets have them: cells that nothing carries out, and whatever separates them.

use std::borrow::Cow;

/// What a spreadsheet takes for the beginning of a formula.
const FORMULA: &[char] = &['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A cell that a spreadsheet would carry out as a formula is kept from it by an apostrophe, which it does not show.
pub fn defused(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(FORMULA) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// The cell as it was before [`defused`].
pub fn as_written(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA)).unwrap_or(cell)
}

/// What separates the cells, by the look of the first line: a comma, a semicolon (where the comma is the decimal point) or a
/// tabulator.
pub fn separator(text: &str) -> u8 {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |separator: u8| line.bytes().filter(|byte| *byte == separator).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|separator| count(*separator)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_not_carried_out_and_comes_back_as_it_was() {
        for cell in ["=1+1", "+49 30", "-5", "@home", "\tx", "plain", "'quoted'", ""] {
            let safe = defused(cell);
            assert!(!safe.starts_with(FORMULA), "{cell}");
            assert_eq!(as_written(&safe), cell);
        }
    }

    #[test]
    fn the_separator_is_the_one_that_separates() {
        assert_eq!(separator("name,plan\n"), b',');
        assert_eq!(separator("\nname;plan;a,b\n"), b';');
        assert_eq!(separator("name\tplan"), b'\t');
        assert_eq!(separator("name"), b',');
    }
}
