//! What every column means, in Vietnamese and in English: the last sheet of the workbook.

/// One line for each column: sheet, column, Vietnamese, English.
const TEXT: &str = include_str!("dictionary.tsv");

/// The columns of the sheet.
pub(crate) const HEADING: [&str; 4] = ["sheet", "column", "tiếng Việt", "English"];

/// The lines, cell by cell.
pub(crate) fn lines() -> impl Iterator<Item = Vec<&'static str>> {
    TEXT.lines().map(|line| line.split('\t').collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column::Sheet;

    #[test]
    fn every_column_is_explained_once_and_in_order() {
        let columns = |sheet: Sheet| sheet.columns().iter().map(move |column| (sheet.name(), column.name));
        let expected: Vec<(&str, &str)> = Sheet::ALL.into_iter().flat_map(columns).collect();
        let explained: Vec<(&str, &str)> = lines()
            .map(|line| match line.as_slice() {
                [sheet, column, vi, en] if !vi.trim().is_empty() && !en.trim().is_empty() => (*sheet, *column),
                _ => panic!("{line:?}"),
            })
            .collect();
        assert_eq!(explained, expected);
    }
}
