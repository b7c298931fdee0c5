//! Passwords: Argon2id, in PHC form.

use std::collections::BTreeSet;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};

use crate::error::{ActError, FieldProblem, FieldProblemKind};
use crate::seal;

/// Least length of a password that an administrator gives, in characters (NIST SP 800-63B: at least 8 with rate limits).
pub(crate) const LEAST_CHARS: usize = 10;
/// Least length of a password that people choose for themselves, in characters.
pub(crate) const LEAST_OWN_CHARS: usize = 12;
/// Least number of different characters in it.
const LEAST_DIFFERENT: usize = 5;
/// Longest password that is hashed, in bytes, so that hashing cannot be made a burden.
pub(crate) const MOST_BYTES: usize = 1024;

/// What people here choose most, without digits at the end, accents, blanks and signs: what guessing tries first.
const COMMON: [&str; 40] = [
    "abcdef",
    "abcdefgh",
    "abcdefghijkl",
    "admin",
    "administrator",
    "anhyeuem",
    "asdfgh",
    "asdfghjkl",
    "congdan",
    "dichvucong",
    "emyeuanh",
    "giadinh",
    "hanoi",
    "hello",
    "hochiminh",
    "iloveyou",
    "khongbiet",
    "khongnho",
    "letmein",
    "login",
    "matkhau",
    "matkhaumoi",
    "motcua",
    "nguyen",
    "password",
    "passwordpassword",
    "qwerty",
    "qwertyuiop",
    "qwertyuiopasdf",
    "saigon",
    "taikhoan",
    "test",
    "thainguyen",
    "vietnam",
    "vietnamvodich",
    "vuive",
    "welcome",
    "xinchao",
    "yeuem",
    "zxcvbnm",
];

/// What is wrong with a password that somebody chooses. `own` are words about them that others know, too: their names
/// and numbers.
pub(crate) fn unfit(field: &str, password: &str, own: &[&str]) -> Option<FieldProblem> {
    let kind = if password.chars().count() < LEAST_OWN_CHARS {
        FieldProblemKind::PasswordTooShort(LEAST_OWN_CHARS)
    } else if password.len() > MOST_BYTES {
        FieldProblemKind::TooLong(MOST_BYTES)
    } else if is_common(password, own) {
        FieldProblemKind::PasswordCommon
    } else {
        return None;
    };
    Some(FieldProblem::new(field, kind))
}

/// Whether guessing would soon come to it: few different letters, digits in a row, a common word or one's own name or
/// number, also twice or with digits behind it.
fn is_common(password: &str, own: &[&str]) -> bool {
    let plain = plain(password);
    let different: BTreeSet<char> = plain.chars().collect();
    let in_a_row = plain.as_bytes().windows(2).filter(|pair| matches!(pair, [a, b] if a.abs_diff(*b) <= 1)).count();
    if different.len() < LEAST_DIFFERENT || in_a_row.saturating_mul(4) >= plain.len().saturating_mul(3) {
        return true;
    }
    let word = plain.trim_matches(|letter: char| letter.is_ascii_digit());
    let own: Vec<String> = own.iter().map(|word| self::plain(word)).filter(|word| word.len() >= 4).collect();
    let known = |candidate: &str| COMMON.contains(&candidate) || own.iter().any(|word| word == candidate);
    let twice = |candidate: &str| {
        candidate.split_at_checked(candidate.len() / 2).is_some_and(|(one, other)| one == other && known(one))
    };
    let stem = own.iter().find_map(|word| plain.strip_prefix(word.as_str()));
    let own_and_digits = stem.is_some_and(|rest| rest.chars().all(|letter| letter.is_ascii_digit()));
    known(word) || twice(word) || known(&plain) || twice(&plain) || own_and_digits
}

/// Letters and digits only, without accents and case.
fn plain(text: &str) -> String {
    domain::text::fold(text).chars().filter(char::is_ascii_alphanumeric).collect()
}

/// A fresh hash. Slow by design: call it off the asynchronous threads.
pub(crate) fn hash(password: &str) -> Result<String, ActError> {
    let salt: [u8; 16] = seal::random().map_err(|error| ActError::Fault(Box::new(error)))?;
    let hash: Result<PasswordHash, _> = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
    hash.map(|hash| hash.to_string()).map_err(|error| ActError::fault(error.to_string()))
}

/// Whether the password is the one that was hashed.
pub(crate) fn verify(password: &str, hash: &str) -> bool {
    if password.len() > MOST_BYTES {
        return false;
    }
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_that_guessing_tries_first_are_refused() {
        let own = ["0912345678", "hong.nhung", "Nguyễn Thị Hồng Nhung"];
        for (password, problem) in [
            ("cây bàng trước cổng", None),
            ("ba con voi xanh 7", None),
            ("motcua-demo", Some(FieldProblemKind::PasswordTooShort(12))),
            ("Mật khẩu 2026", Some(FieldProblemKind::PasswordCommon)),
            ("matkhaumatkhau", Some(FieldProblemKind::PasswordCommon)),
            ("password12345", Some(FieldProblemKind::PasswordCommon)),
            ("123456789012", Some(FieldProblemKind::PasswordCommon)),
            ("aaaaaaaaaaaa", Some(FieldProblemKind::PasswordCommon)),
            ("abababababab", Some(FieldProblemKind::PasswordCommon)),
            ("091234567800", Some(FieldProblemKind::PasswordCommon)),
            ("Hong.Nhung1993", Some(FieldProblemKind::PasswordCommon)),
            ("nguyenthihongnhung", Some(FieldProblemKind::PasswordCommon)),
        ] {
            assert_eq!(unfit("password", password, &own).map(|fault| fault.kind), problem, "{password}");
        }
        let long = "ab7 ".repeat(300);
        assert_eq!(unfit("password", &long, &own).map(|fault| fault.kind), Some(FieldProblemKind::TooLong(MOST_BYTES)));
    }
}
