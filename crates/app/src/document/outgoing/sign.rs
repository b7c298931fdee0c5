//! By which post somebody signs for an agency on a day, as the roles of that day have it.

use domain::access::{Grant, Person, Role};
use domain::document::{Capacity, Post, Rank, SignatureBlock, sign_block};
use domain::organisation::Validity;
use domain::time::Date;
use store::{Tx, identity};

use crate::error::ActError;

/// How an agency calls itself and its posts on its papers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Titles {
    /// The body that decides together, for which TM. is written; none for agencies under one head.
    pub collective: Option<String>,
    /// The title of the head: `Chủ tịch`.
    pub head: String,
    /// The title of a deputy: `Phó Chủ tịch`.
    pub deputy: String,
}

/// The block of a person who signs today. A role that was only given for a time needs a written authorisation, of which
/// nothing is known here: it is refused.
pub(super) fn block(
    tx: &mut Tx<'_>,
    person: &Person,
    agency: &str,
    titles: &Titles,
    today: Date,
) -> Result<SignatureBlock, ActError> {
    let mut posts = Vec::new();
    for (leader, _) in identity::staff_of(tx, agency, Role::Leader, &today.to_string())? {
        let grants = identity::grants_of(tx, &leader)?;
        posts.extend(grants.iter().filter(|grant| is_post(grant, agency)).map(|grant| post(&leader, grant, titles)));
    }
    let own = |post: &&Post| post.person == person.id && post.validity.contains(today);
    let rank = posts.iter().filter(own).map(|post| post.rank).min();
    let capacity = match rank {
        Some(Rank::Head) => Capacity::Head,
        Some(Rank::Deputy) => Capacity::Deputy,
        Some(Rank::ActingHead | Rank::UnitHead | Rank::UnitDeputy | Rank::Officer) | None => Capacity::Authorised,
    };
    Ok(sign_block((&person.id, agency, today), capacity, titles.collective.as_deref(), &posts, &[])?)
}

fn is_post(grant: &Grant, agency: &str) -> bool {
    grant.role == Role::Leader && grant.unit == agency && grant.on_behalf_of.is_none()
}

fn post(leader: &str, grant: &Grant, titles: &Titles) -> Post {
    let (rank, title) = if grant.deputy { (Rank::Deputy, &titles.deputy) } else { (Rank::Head, &titles.head) };
    Post {
        person: leader.to_owned(),
        agency: grant.unit.clone(),
        rank,
        title_vi: title.clone(),
        validity: Validity { from: Some(grant.valid_from), to: grant.valid_to },
    }
}
