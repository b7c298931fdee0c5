//! Where in the workbook a member of a record came from, so that a fault of the record is told as one of a cell.

use crate::column::Sheet;

/// The lists of one record with the rows that made them.
#[derive(Debug)]
pub(crate) struct Origin {
    /// Number of the procedure's own row.
    row: u32,
    /// Path of a list in the record, its sheet, and the numbers of its rows.
    lists: Vec<(String, Sheet, Vec<u32>)>,
    /// The first row of its form.
    form: Option<u32>,
}

impl Origin {
    pub(crate) fn new(row: u32) -> Self {
        Self { row, lists: Vec::new(), form: None }
    }

    pub(crate) fn list(&mut self, path: &str, sheet: Sheet, rows: Vec<u32>) {
        self.lists.push((path.to_owned(), sheet, rows));
    }

    pub(crate) fn form(&mut self, row: u32) {
        self.form = Some(row);
    }

    /// Sheet, row and column of a field such as `procedure.components[3].name_vi`.
    pub(crate) fn place(&self, field: &str) -> (Sheet, u32, &'static str) {
        if let (Some(row), true) = (self.form, field.starts_with("form")) {
            return (Sheet::Forms, row, "json");
        }
        let path = field.strip_prefix("procedure.").unwrap_or(field);
        // The longest path first: the steps of a process stand within the processes.
        let within = |(list, _, _): &&(String, Sheet, Vec<u32>)| {
            path.strip_prefix(list.as_str()).is_some_and(|rest| rest.starts_with('['))
        };
        let list = self.lists.iter().filter(within).max_by_key(|(list, _, _)| list.len());
        let entry = list.and_then(|(list, sheet, rows)| {
            let rest = path.strip_prefix(list.as_str())?.strip_prefix('[')?;
            let (index, member) = rest.split_once(']')?;
            let row = rows.get(index.parse::<usize>().ok()?)?;
            Some((*sheet, *row, column(*sheet, member.trim_start_matches('.'))))
        });
        entry.unwrap_or_else(|| (Sheet::Procedures, self.row, column(Sheet::Procedures, path)))
    }
}

/// The column that holds a member, or the first part of it; else the first column.
fn column(sheet: Sheet, member: &str) -> &'static str {
    let plain = member.split('[').next().unwrap_or_default();
    let columns = || sheet.columns().iter().filter(|column| !column.path.is_empty());
    let holds = |path: &str| path == plain || path.strip_prefix(plain).is_some_and(|rest| rest.starts_with('.'));
    let found = columns().find(|column| column.path == plain).or_else(|| columns().find(|column| holds(column.path)));
    found.or(sheet.columns().first()).map_or("-", |column| column.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_in_their_cells() {
        let mut origin = Origin::new(5);
        origin.list("components", Sheet::Papers, vec![10, 12]);
        origin.list("workflows", Sheet::Workflows, vec![3]);
        origin.list("workflows[0].steps", Sheet::Steps, vec![7, 8]);
        origin.list("thai_nguyen.time_limits", Sheet::Limits, vec![20]);
        origin.form(99);
        let table = [
            ("procedure.name_vi", Sheet::Procedures, 5, "name_vi"),
            ("procedure.level[1]", Sheet::Procedures, 5, "level"),
            ("procedure.receiving.channels[0]", Sheet::Procedures, 5, "channels"),
            ("procedure.thai_nguyen.decision", Sheet::Procedures, 5, "promise_decision"),
            ("procedure.components[1].name_vi", Sheet::Papers, 12, "name_vi"),
            ("procedure.components[0]", Sheet::Papers, 10, "procedure"),
            ("procedure.components", Sheet::Procedures, 5, "id"),
            ("procedure.workflows[0].total.unit", Sheet::Workflows, 3, "total_unit"),
            ("procedure.workflows[0].steps[1].duration.value", Sheet::Steps, 8, "duration_value"),
            ("procedure.workflows[0].steps[1].duration", Sheet::Steps, 8, "duration_value"),
            ("procedure.thai_nguyen.time_limits[0].when", Sheet::Limits, 20, "when"),
            ("form.sections[0].id", Sheet::Forms, 99, "json"),
        ];
        for (field, sheet, row, column) in table {
            assert_eq!(origin.place(field), (sheet, row, column), "{field}");
        }
    }
}
