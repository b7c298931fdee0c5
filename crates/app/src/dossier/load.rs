//! How much each person of a unit has to do.

use domain::access::{Person, Role};
use store::task;

use crate::App;
use crate::error::ActError;

/// What is due within this time counts as soon due: two days.
const SOON_SECONDS: i64 = 2 * 24 * 3600;

/// What one person has taken, or nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    /// Account; none for what nobody has taken.
    pub person: Option<String>,
    /// Name.
    pub name: String,
    /// Open tasks.
    pub open: i64,
    /// Late ones among them.
    pub late: i64,
    /// Those due within two days.
    pub soon: i64,
}

impl App {
    /// How the work of a unit is spread: everybody who works there, also those who have nothing. Only for its head;
    /// everybody else gets [`ActError::NotFound`].
    pub async fn load_of(&self, person: &Person, unit: &str) -> Result<Vec<Load>, ActError> {
        if !person.holds(Role::Leader, unit, self.today()) {
            return Err(ActError::NotFound);
        }
        let (now, unit, day) = (self.0.clock.now(), unit.to_owned(), self.today().to_string());
        self.0
            .store
            .read(move |tx| {
                let counted = task::load_of(tx, &unit, now, now.plus_seconds(SOON_SECONDS))?;
                let mut people = store::identity::staff_of(tx, &unit, Role::Officer, &day)?;
                people.extend(store::identity::staff_of(tx, &unit, Role::Leader, &day)?);
                people.sort();
                people.dedup();
                let of = |person: Option<&str>| counted.iter().find(|(known, ..)| known.as_deref() == person);
                let load = |person: Option<String>, name: String| {
                    let (open, late, soon) =
                        of(person.as_deref()).map_or((0, 0, 0), |(_, open, late, soon)| (*open, *late, *soon));
                    Load { person, name, open, late, soon }
                };
                let mut loads = vec![load(None, String::new())];
                loads.extend(people.into_iter().map(|(id, name)| load(Some(id), name)));
                loads.sort_by_key(|load| (load.person.is_some(), std::cmp::Reverse((load.late, load.soon, load.open))));
                Ok::<_, ActError>(loads)
            })
            .await
    }
}
