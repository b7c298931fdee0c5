//! The catalogue of procedures as a workbook that officials can read, change and bring back.
//!
//! [`write_catalogue`] writes one workbook: a sheet of procedures with a row each, a sheet for every list of theirs
//! (papers, fees, limits, …), and a sheet `dictionary` that explains every column in Vietnamese and in English.
//! [`read_catalogue`] reads it back, through the same checks as every other file: a workbook that was not changed
//! gives the same catalogue, and a faulty one is refused whole, with sheet, row and column of every fault.
//!
//! Cells are only ever text: a name that begins with `=` stays a name. A workbook from outside is unpacked within
//! bounds before anything of it is read.

mod assemble;
mod cell;
mod column;
mod dictionary;
mod fault;
mod origin;
mod read;
mod table;
mod unpack;
mod write;

pub use assemble::read_catalogue;
pub use fault::{SheetFault, SheetFaultKind};
pub use write::{WriteError, write_catalogue, write_procedures_csv};

/// Longest text of a cell, as the file format has it.
pub const MAX_CELL: usize = 32_767;
/// Most rows of a sheet, the first one with the names of its columns not counted.
pub const MAX_ROWS: usize = 200_000;
/// Largest workbook read, in bytes.
pub const MAX_BYTES: usize = 32 * 1024 * 1024;
/// Most that a workbook may unpack to, in bytes.
pub const MAX_UNPACKED: u64 = 512 * 1024 * 1024;
