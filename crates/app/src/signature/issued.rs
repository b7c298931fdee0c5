//! Which files were issued here as results: looked up by their hash, or by the number of the result.

use domain::dossier::{Code, Dossier, Event};
use domain::time::Date;
use store::result_file::{self as rows, ResultFileRow};
use store::{Tx, dossier, setting};

use crate::App;
use crate::error::ActError;

/// Whether the results of before were written down, as a setting.
const FILLED: &str = "result_files";
/// Results written down in one transaction.
const AT_A_TIME: i64 = 200;

/// A result as which a file was issued. Whoever asks by the file holds it already; nothing personal is in this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedFile {
    /// Number of the result.
    pub number: String,
    /// The unit that issued it.
    pub unit: String,
    /// The day.
    pub day: Date,
}

/// What is said of a result to whoever knows its number alone: that there is one, from whom and of which day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedResult {
    /// Number of the result.
    pub number: String,
    /// The unit that issued it.
    pub unit: String,
    /// The day.
    pub day: Date,
    /// How many files it has.
    pub files: usize,
}

impl App {
    /// The results as which exactly this file was issued.
    pub(super) async fn issued_files(&self, sha256: &str) -> Result<Vec<IssuedFile>, ActError> {
        let (sha256, zone) = (sha256.to_owned(), self.zone());
        let found = self.0.store.read(move |tx| Ok::<_, ActError>(rows::by_hash(tx, &sha256)?)).await?;
        let issued = found.into_iter().map(|row| IssuedFile {
            number: row.number,
            unit: row.unit,
            day: zone.date(row.issued_at),
        });
        Ok(issued.collect())
    }

    /// The result of that number, or of the dossier of that code; [`ActError::NotFound`] when none was issued.
    pub async fn issued_result(&self, number: &str) -> Result<IssuedResult, ActError> {
        let number = number.trim().to_uppercase();
        let code = number.rsplit_once("-KQ").map_or(number.as_str(), |(code, _)| code);
        let code = Code::parse(code).map_err(|_| ActError::NotFound)?;
        let zone = self.zone();
        let found = self.0.store.read(move |tx| {
            let files = rows::of_dossier(tx, code.as_str())?;
            let row = dossier::by_code(tx, code.as_str())?;
            Ok::<_, ActError>((files, row))
        });
        let (files, row) = found.await?;
        if let Some(first) = files.first() {
            let (number, unit) = (first.number.clone(), first.unit.clone());
            return Ok(IssuedResult { number, unit, day: zone.date(first.issued_at), files: files.len() });
        }
        // A result on paper has no file.
        let row = row.filter(|row| row.outcome.is_some()).ok_or(ActError::NotFound)?;
        let day = row.finished_at.map(|at| zone.date(at)).ok_or(ActError::NotFound)?;
        Ok(IssuedResult { number: format!("{}-KQ1", row.code), unit: row.handling_unit, day, files: 0 })
    }

    /// Writes down the results that were issued before this table was there; once.
    pub(crate) async fn fill_issued(&self) -> Result<(), ActError> {
        let mut after = String::new();
        loop {
            let (from, zone) = (after.clone(), self.zone());
            let part = move |tx: &mut Tx<'_>| {
                if setting::get(tx, FILLED)?.is_some() {
                    return Ok(None);
                }
                let found = rows::issued_after(tx, &from, AT_A_TIME)?;
                for (code, unit, payload) in &found {
                    let event: Event = serde_json::from_str(payload)?;
                    put(tx, code, unit, &event, zone)?;
                }
                if found.is_empty() {
                    setting::put(tx, FILLED, "\"done\"")?;
                }
                Ok::<_, ActError>(found.into_iter().next_back().map(|(code, ..)| code))
            };
            match self.0.store.write(part).await? {
                Some(last) => after = last,
                None => return Ok(()),
            }
        }
    }
}

/// Keeps the files of a result that is issued now.
pub(crate) fn keep(
    tx: &mut Tx<'_>,
    dossier: &Dossier,
    event: &Event,
    zone: domain::time::Zone,
) -> Result<(), ActError> {
    put(tx, dossier.code.as_str(), &dossier.handling_unit, event, zone)
}

fn put(tx: &mut Tx<'_>, code: &str, unit: &str, event: &Event, zone: domain::time::Zone) -> Result<(), ActError> {
    let Event::ResultIssued { at, number, files, .. } = event else { return Ok(()) };
    for file in files {
        let row = ResultFileRow {
            sha256: file.sha256.clone(),
            dossier: code.to_owned(),
            number: number.clone(),
            unit: unit.to_owned(),
            issued_at: zone.instant(*at),
        };
        rows::put(tx, &row)?;
    }
    Ok(())
}

/// What the table says otherwise than the dossier.
pub(crate) fn difference(tx: &mut Tx<'_>, dossier: &Dossier) -> Result<Option<String>, ActError> {
    let mut expected: Vec<&str> = dossier.result_files.iter().map(|file| file.sha256.as_str()).collect();
    expected.sort_unstable();
    expected.dedup();
    let found = rows::of_dossier(tx, dossier.code.as_str())?;
    let mut found: Vec<&str> = found.iter().map(|row| row.sha256.as_str()).collect();
    found.sort_unstable();
    if found == expected {
        return Ok(None);
    }
    Ok(Some(format!("the journal holds {} result files, the table {}", expected.len(), found.len())))
}
