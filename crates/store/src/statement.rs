//! Named statements: each SQL text stands once, beside its use, and is known to one list.
//!
//! The list is put together by the linker, so no statement can be forgotten by the test that prepares them all
//! on both engines.

use crate::dialect::Dialect;

/// Every statement of this crate, in no particular order.
#[linkme::distributed_slice]
pub static STATEMENTS: [Statement];

/// A SQL text with a name. Made by [`sql!`](crate::sql) only.
#[derive(Debug)]
pub struct Statement {
    name: &'static str,
    module: &'static str,
    text: &'static str,
    sqlite_text: &'static str,
    only: Option<Dialect>,
}

impl Statement {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(
        name: &'static str,
        module: &'static str,
        text: &'static str,
        sqlite_text: &'static [u8],
        only: Option<Dialect>,
    ) -> Self {
        let sqlite_text = match std::str::from_utf8(sqlite_text) {
            Ok(sqlite_text) => sqlite_text,
            Err(_) => text,
        };
        Self { name, module, text, sqlite_text, only }
    }

    /// The name given to it, as `DOSSIER_BY_CODE`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The module that it stands in, as `store::dossier`.
    #[must_use]
    pub const fn module(&self) -> &'static str {
        self.module
    }

    /// The SQL as written, with `$1` placeholders.
    #[must_use]
    pub const fn text(&self) -> &'static str {
        self.text
    }

    /// The one engine it is written for; `None` for both.
    #[must_use]
    pub const fn only(&self) -> Option<Dialect> {
        self.only
    }

    /// The SQL with `?1` placeholders. `SQLite` would number `$2` by where it first stands, not by its digit.
    pub(crate) const fn sqlite_text(&self) -> &'static str {
        self.sqlite_text
    }
}

/// Turns each `$` before a digit into `?`, outside quoted text.
#[doc(hidden)]
#[must_use]
#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, where a wrong index does not compile")]
pub const fn question_marks<const LENGTH: usize>(text: &str) -> [u8; LENGTH] {
    let text = text.as_bytes();
    let mut changed = [0; LENGTH];
    let mut quoted = false;
    let mut at = 0;
    while at < LENGTH {
        let byte = text[at];
        if byte == b'\'' {
            quoted = !quoted;
        }
        let placeholder = byte == b'$' && !quoted && at + 1 < LENGTH && text[at + 1].is_ascii_digit();
        changed[at] = if placeholder { b'?' } else { byte };
        at += 1;
    }
    changed
}

/// Declares a named statement: `sql!(DOSSIER_BY_CODE, "SELECT … WHERE code = $1");`.
///
/// The text is one for both engines. The forms `sql!(sqlite NAME, …)` and `sql!(postgres NAME, …)` are for what only
/// one engine can do and stand in `dialect.rs` alone.
#[macro_export]
macro_rules! sql {
    (sqlite $name:ident, $text:expr $(,)?) => {
        $crate::sql!(@declare $name, $text, Some($crate::dialect::Dialect::Sqlite));
    };
    (postgres $name:ident, $text:expr $(,)?) => {
        $crate::sql!(@declare $name, $text, Some($crate::dialect::Dialect::Postgres));
    };
    ($name:ident, $text:expr $(,)?) => {
        $crate::sql!(@declare $name, $text, None);
    };
    (@declare $name:ident, $text:expr, $only:expr) => {
        #[expect(unsafe_code, reason = "linkme places the statement in the section of the list")]
        #[linkme::distributed_slice($crate::statement::STATEMENTS)]
        pub(crate) static $name: $crate::statement::Statement = {
            const TEXT: &str = $text;
            const SQLITE_TEXT: &[u8] = &$crate::statement::question_marks::<{ TEXT.len() }>(TEXT);
            $crate::statement::Statement::new(stringify!($name), module_path!(), TEXT, SQLITE_TEXT, $only)
        };
    };
}
