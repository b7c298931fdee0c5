//! What may be wrong with a workbook: which sheet, which row, which column, and what.

use domain::dataset::FaultKind;

/// What is wrong. The English sentence is for logs; pages have their own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each message says what the fields are")]
pub enum SheetFaultKind {
    /// Larger than any catalogue.
    #[error("larger than {limit} bytes")]
    TooLarge { limit: usize },
    /// Would unpack to more than any catalogue.
    #[error("unpacks to more than {limit} bytes")]
    Bomb { limit: u64 },
    /// No workbook, or a damaged one.
    #[error("not a workbook of the kind XLSX, or damaged")]
    NotAWorkbook,
    /// A sheet that must be there.
    #[error("the sheet is missing")]
    MissingSheet,
    /// A column that must be there.
    #[error("the column is missing")]
    MissingColumn,
    /// A column that sheets do not have: its contents would be lost.
    #[error("{given:?} is no column of this sheet")]
    UnknownColumn { given: String },
    /// A column that stands twice.
    #[error("the column stands twice")]
    RepeatedColumn,
    /// More rows than allowed.
    #[error("more than {limit} rows")]
    TooManyRows { limit: usize },
    /// A text longer than a cell can hold.
    #[error("longer than {limit} characters")]
    TooLong { limit: usize },
    /// A formula, or the error that one gave. Only values are read.
    #[error("a formula or its error, where a value must stand")]
    Formula,
    /// Not a number.
    #[error("{given:?} is not a number")]
    NotANumber { given: String },
    /// Neither `yes` nor `no`.
    #[error("{given:?} is neither yes nor no")]
    NotYesNo { given: String },
    /// Not one of the lists that the sheet has.
    #[error("{given:?} is not one of the lists of this sheet")]
    UnknownList { given: String },
    /// A procedure that the sheet of procedures does not have.
    #[error("the sheet of procedures has no {given:?}")]
    UnknownProcedure { given: String },
    /// A number of an internal process that the procedure does not have.
    #[error("the procedure has no internal process {given:?}")]
    UnknownWorkflow { given: String },
    /// A form whose text is damaged.
    #[error("the form is no JSON: line {line} column {column} of its text")]
    NotAForm { line: usize, column: usize },
    /// What the checks of every file find.
    #[error("{0}")]
    Record(FaultKind),
    /// More faults than are listed.
    #[error("too many faults; only the first {listed} are listed")]
    AndMore { listed: usize },
}

/// One fault of a workbook.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("sheet {sheet}, row {row}, column {column}: {kind}")]
pub struct SheetFault {
    /// Name of the sheet; `-` for the workbook as a whole.
    pub sheet: String,
    /// Number of the row as the program shows it, from 1; 0 for the sheet as a whole.
    pub row: u32,
    /// Name of the column; `-` for the row as a whole.
    pub column: String,
    /// What is wrong.
    pub kind: SheetFaultKind,
}

/// Most faults listed of one workbook.
const MAX_FAULTS: usize = 10_000;
/// How many of the last faults are looked through for one of the same cell.
const NEAR: usize = 1_000;

/// Where the faults of one workbook are gathered.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    found: Vec<SheetFault>,
}

impl Faults {
    pub(crate) fn add(&mut self, sheet: &str, row: u32, column: &str, kind: SheetFaultKind) {
        let kind = match self.found.len() {
            MAX_FAULTS.. => return,
            listed if listed.saturating_add(1) == MAX_FAULTS => SheetFaultKind::AndMore { listed },
            _ => kind,
        };
        self.found.push(SheetFault { sheet: sheet.to_owned(), row, column: column.to_owned(), kind });
    }

    /// Whether something is wrong with that cell already.
    pub(crate) fn has(&self, sheet: &str, row: u32, column: &str) -> bool {
        // Faults of one record follow each other.
        self.found
            .iter()
            .rev()
            .take(NEAR)
            .any(|fault| fault.sheet == sheet && fault.row == row && fault.column == column)
    }

    pub(crate) fn whole(kind: SheetFaultKind) -> Vec<SheetFault> {
        vec![SheetFault { sheet: "-".to_owned(), row: 0, column: "-".to_owned(), kind }]
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The faults by sheet, row and column, each once.
    pub(crate) fn into_found(mut self) -> Vec<SheetFault> {
        self.found.sort_by(|one, other| {
            let place = |fault: &SheetFault| (crate::column::Sheet::rank(&fault.sheet), fault.row);
            place(one).cmp(&place(other)).then_with(|| one.column.cmp(&other.column))
        });
        self.found.dedup();
        self.found
    }
}
