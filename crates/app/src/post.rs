//! By which post somebody signs for a unit: as its head, as a deputy, or with a role that was given for a time.

use domain::access::{Grant, Role};
use domain::time::Date;
use store::identity;

use crate::App;
use crate::error::ActError;

/// How the signature on a paper is introduced (Nghị định 30/2020/NĐ-CP, phụ lục I).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignsAs {
    /// The head (người đứng đầu), for a people's committee on its behalf (TM.).
    Head,
    /// A deputy in the head's place (KT.).
    Deputy,
    /// Somebody to whom it was delegated (TUQ.).
    Delegate,
}

impl SignsAs {
    /// By what somebody with these roles signs for a unit on a day; the highest post counts.
    #[must_use]
    pub fn of(grants: &[Grant], unit: &str, day: Date) -> Option<Self> {
        let held =
            || grants.iter().filter(|grant| grant.role == Role::Leader && grant.unit == unit && grant.holds_on(day));
        let own = |grant: &&Grant| grant.on_behalf_of.is_none();
        if held().filter(own).any(|grant| !grant.deputy) {
            Some(Self::Head)
        } else if held().any(|grant| own(&grant)) {
            Some(Self::Deputy)
        } else {
            held().next().map(|_| Self::Delegate)
        }
    }
}

impl App {
    /// By what an account signed for a unit on a day; `None` when it had no such post.
    pub async fn signs_as(&self, account: &str, unit: &str, day: Date) -> Result<Option<SignsAs>, ActError> {
        let (account, unit) = (account.to_owned(), unit.to_owned());
        let grants = self.0.store.read(move |tx| Ok::<_, ActError>(identity::grants_of(tx, &account)?)).await?;
        Ok(SignsAs::of(&grants, &unit, day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_post_of_the_day_introduces_the_signature() {
        let day = |text: &str| text.parse::<Date>().unwrap_or(Date::MIN);
        let own = Grant::own(Role::Leader, "u".to_owned(), day("2026-01-01"), None);
        let deputy = Grant { deputy: true, ..own.clone() };
        let given = Grant { on_behalf_of: Some("a-1".to_owned()), ..own.clone() };
        let today = day("2026-11-26");
        assert_eq!(SignsAs::of(&[given.clone(), deputy.clone(), own], "u", today), Some(SignsAs::Head));
        assert_eq!(SignsAs::of(&[given.clone(), deputy], "u", today), Some(SignsAs::Deputy));
        assert_eq!(SignsAs::of(std::slice::from_ref(&given), "u", today), Some(SignsAs::Delegate));
        assert_eq!(SignsAs::of(std::slice::from_ref(&given), "other", today), None);
        assert_eq!(SignsAs::of(&[given], "u", day("2025-12-31")), None);
    }
}
