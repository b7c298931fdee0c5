//! A short sentence shown once, on the page after an act ("Đã lưu").

use crate::messages::Messages;

/// What has just been done. Travels in a cookie as a code, never as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// The person has signed out.
    SignedOut,
    /// The account exists and the person is signed in.
    Registered,
    /// An act on a dossier is done.
    Done,
    /// The rating is kept.
    Rated,
    /// The password is another one.
    PasswordChanged,
}

impl Notice {
    const ALL: [Self; 5] = [Self::SignedOut, Self::Registered, Self::Done, Self::Rated, Self::PasswordChanged];

    /// The code in the cookie.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::SignedOut => "signed-out",
            Self::Registered => "registered",
            Self::Done => "done",
            Self::Rated => "rated",
            Self::PasswordChanged => "password-changed",
        }
    }

    pub(super) fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|notice| notice.code() == code)
    }

    /// The sentence.
    pub(super) const fn text(self, m: &Messages) -> &'static str {
        let texts = &m.public.notice;
        match self {
            Self::SignedOut => texts.signed_out,
            Self::Registered => texts.registered,
            Self::Done => texts.done,
            Self::Rated => texts.rated,
            Self::PasswordChanged => texts.password_changed,
        }
    }
}
