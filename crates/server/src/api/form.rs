//! How the API writes and reads times, days, cursors and limits.

use super::problem::Problem;
use super::wrong::WrongKind;
use app::dossier::Cursor;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::time::{Date, DateTime, Instant, Zone};

/// Rows of a page when the caller does not say.
const LIMIT_DEFAULT: i64 = 20;
/// Rows of a page at most.
const LIMIT_MAX: i64 = 100;

/// `2026-11-26T09:00:00+07:00`.
#[must_use]
pub(crate) fn stamp(zone: Zone, at: DateTime) -> String {
    let offset = zone.offset_seconds();
    let (sign, minutes) = if offset < 0 { ('-', -offset / 60) } else { ('+', offset / 60) };
    let (date, time) = (at.date(), at.time());
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{sign}{:02}:{:02}",
        date.year(),
        date.month(),
        date.day(),
        time.hour(),
        time.minute(),
        time.second(),
        minutes / 60,
        minutes % 60
    )
}

/// An instant in the province's civil time.
#[must_use]
pub(crate) fn stamp_instant(zone: Zone, at: Instant) -> String {
    stamp(zone, zone.civil(at))
}

/// Reads a time with an offset, a civil time of the province, or the beginning of a day.
pub(super) fn moment(field: &str, text: &str, zone: Zone) -> Result<Instant, Problem> {
    // In a query an unescaped plus sign arrives as a blank.
    let text = text.replace(' ', "+");
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Ok(Instant(at.as_microsecond()));
    }
    let civil = text.parse::<DateTime>().or_else(|_| text.parse::<Date>().map(DateTime::from));
    civil.map(|at| zone.instant(at)).map_err(|_| Problem::field(field, WrongKind::Moment))
}

/// Reads a day.
pub(super) fn day(field: &str, text: &str) -> Result<Date, Problem> {
    let strict = text.len() == 10 && text.is_ascii();
    let read = if strict { text.parse::<Date>().ok() } else { None };
    read.ok_or_else(|| Problem::field(field, WrongKind::Day))
}

/// Reads the number of rows wanted.
pub(super) fn limit(text: Option<&str>) -> Result<i64, Problem> {
    let Some(text) = text else { return Ok(LIMIT_DEFAULT) };
    let read = text.parse::<i64>().ok().filter(|limit| (1..=LIMIT_MAX).contains(limit));
    read.ok_or_else(|| Problem::field("limit", WrongKind::Limit))
}

/// A place in a list of dossiers, opaque to the caller.
#[must_use]
pub(super) fn cursor(place: &Cursor) -> String {
    opaque(&format!("{} {}", place.at.0, place.code))
}

/// Reads a place in a list of dossiers.
pub(super) fn read_cursor(text: Option<&str>) -> Result<Option<Cursor>, Problem> {
    let Some(text) = text else { return Ok(None) };
    let plain = read_opaque(text)?;
    let place = plain
        .split_once(' ')
        .and_then(|(at, code)| Some(Cursor { at: Instant(at.parse().ok()?), code: code.to_owned() }));
    place.map(Some).ok_or_else(|| Problem::field("after", WrongKind::Cursor))
}

/// A key of a list, opaque to the caller.
#[must_use]
pub(super) fn opaque(key: &str) -> String {
    URL_SAFE_NO_PAD.encode(key)
}

/// Reads a key of a list.
pub(super) fn read_opaque(text: &str) -> Result<String, Problem> {
    let wrong = || Problem::field("after", WrongKind::Cursor);
    if text.len() > 200 {
        return Err(wrong());
    }
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| wrong())?;
    let plain = String::from_utf8(bytes).map_err(|_| wrong())?;
    if plain.is_empty() || plain.contains('\0') { Err(wrong()) } else { Ok(plain) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::datetime;

    #[test]
    fn times_go_there_and_back_with_their_offset() {
        let zone = Zone::HO_CHI_MINH;
        let at = datetime(2026, 11, 26, 9, 5, 7, 0);
        assert_eq!(stamp(zone, at), "2026-11-26T09:05:07+07:00");
        for text in
            ["2026-11-26T09:05:07+07:00", "2026-11-26T02:05:07Z", "2026-11-26T09:05:07", "2026-11-26T09:05:07 07:00"]
        {
            assert_eq!(moment("at", text, zone).ok(), Some(zone.instant(at)), "{text}");
        }
        assert!(moment("at", "hôm nay", zone).is_err());
        assert!(Zone::parse("-03:30").is_ok_and(|zone| stamp(zone, at).ends_with("-03:30")));
    }

    #[test]
    fn cursors_come_back_and_others_are_refused() {
        let place = Cursor { at: Instant(-5), code: "H55.05443-261126-0001".to_owned() };
        assert_eq!(read_cursor(Some(&cursor(&place))).ok(), Some(Some(place)));
        for text in ["", "x", "AAAA", "////", "bm8tbnVtYmVy"] {
            assert!(read_cursor(Some(text)).is_err(), "{text}");
        }
    }
}
