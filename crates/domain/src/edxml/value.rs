//! Values within elements: dates and times in the standard's form, and the other forms that are met.

use jiff::civil::{Date, DateTime};

/// How a value was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Read<T> {
    /// In the standard's form.
    Plain(T),
    /// In another form that has only one meaning.
    Other(T),
    /// Not at all.
    Not,
}

/// A date `yyyy/MM/dd`.
pub(super) fn date(text: &str) -> Option<Date> {
    let [year, month, day] = numbers(text, '/')?;
    (text.len() == 10).then_some(())?;
    made(year, month, day)
}

/// A date in the standard's form, or as `yyyy-MM-dd`, `dd/MM/yyyy`, each also with a time behind it.
pub(super) fn any_date(text: &str) -> Read<Date> {
    if let Some(date) = date(text) {
        return Read::Plain(date);
    }
    let day = text.split([' ', 'T']).next().unwrap_or_default();
    let slashed = numbers(day, '/').map(|[a, b, c]| if day.find('/') == Some(4) { (a, b, c) } else { (c, b, a) });
    let found = slashed.or_else(|| numbers(day, '-').map(|[a, b, c]| if a > 31 { (a, b, c) } else { (c, b, a) }));
    found.and_then(|(year, month, day)| made(year, month, day)).map_or(Read::Not, Read::Other)
}

/// A time `yyyy/MM/dd HH:mm:ss`, or in another form; a fraction of a second and a zone are left out.
pub(super) fn any_time(text: &str) -> Read<DateTime> {
    let (day, time) = text.split_once([' ', 'T']).unwrap_or((text, "00:00:00"));
    let plain = text.len() == 19 && text.as_bytes().get(10) == Some(&b' ') && date(day).is_some();
    let (Read::Plain(day) | Read::Other(day)) = any_date(day) else { return Read::Not };
    let clock = time.get(..8).filter(|clock| clock.is_ascii()).unwrap_or(time);
    let Some([hour, minute, second]) = numbers(clock, ':') else { return Read::Not };
    let part = |number: i16| i8::try_from(number).ok();
    let (Some(hour), Some(minute), Some(second)) = (part(hour), part(minute), part(second)) else { return Read::Not };
    match DateTime::new(day.year(), day.month(), day.day(), hour, minute, second, 0) {
        Ok(at) if plain => Read::Plain(at),
        Ok(at) => Read::Other(at),
        Err(_) => Read::Not,
    }
}

fn numbers(text: &str, between: char) -> Option<[i16; 3]> {
    let mut parts = text.split(between).map(|part| {
        let is_number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| part.parse::<i16>().ok()).flatten()
    });
    let found = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(found)
}

fn made(year: i16, month: i16, day: i16) -> Option<Date> {
    let is_year = (1900..=2999).contains(&year);
    is_year.then_some(())?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// A date as the standard writes it.
pub(super) fn date_text(date: Date) -> String {
    format!("{:04}/{:02}/{:02}", date.year(), date.month(), date.day())
}

/// A time as the standard writes it.
pub(super) fn time_text(at: DateTime) -> String {
    format!("{} {:02}:{:02}:{:02}", date_text(at.date()), at.hour(), at.minute(), at.second())
}
