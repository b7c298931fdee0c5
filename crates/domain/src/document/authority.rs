//! Who may sign in which capacity on a day, and what stands above the name.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Refusal;
use crate::organisation::Validity;

/// What a post is within its agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// Người đứng đầu cơ quan.
    Head,
    /// Quyền, or who is charged with leading the agency until there is a head.
    ActingHead,
    /// Cấp phó của người đứng đầu.
    Deputy,
    /// Người đứng đầu đơn vị thuộc cơ quan.
    UnitHead,
    /// Cấp phó của người đứng đầu đơn vị.
    UnitDeputy,
    /// Others.
    Officer,
}

/// A post that somebody holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// The account of who holds it.
    pub person: String,
    /// The agency.
    pub agency: String,
    /// What it is.
    pub rank: Rank,
    /// Its title: `Phó Chủ tịch`.
    pub title_vi: String,
    /// From when to when this person holds it.
    #[serde(flatten)]
    pub validity: Validity,
}

/// In which capacity somebody signs (Article 13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Capacity {
    /// As the head.
    Head,
    /// Q.: as who acts as head.
    Acting,
    /// KT.: for the head, within what the head left to a deputy.
    Deputy,
    /// TL.: by order of the head, as head of a unit; the agency's rules must allow it.
    ByOrder,
    /// TUQ.: by written authorisation for a time, not to be passed on.
    Authorised,
}

/// A written permission to sign: the rules of the agency for TL., a letter for TUQ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authorisation {
    /// To whom.
    pub person: String,
    /// In which capacity.
    pub capacity: Capacity,
    /// Number and symbol of the paper that gives it.
    pub document: String,
    /// For how long.
    #[serde(flatten)]
    pub validity: Validity,
}

/// What stands above the name of who signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignatureBlock {
    /// The account.
    pub person: String,
    /// The capacity.
    pub capacity: Capacity,
    /// Lines: `TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`, `PHÓ CHỦ TỊCH`.
    pub lines: Vec<String>,
    /// The paper that allows it, for TL. and TUQ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorised_by: Option<String>,
}

/// The block of a person who signs for an agency on a day, by the post held on that very day.
///
/// `collective` is the name of a body that decides together (`Ủy ban nhân dân`); only its head or a deputy signs for it.
pub fn sign_block(
    (person, agency, day): (&str, &str, Date),
    capacity: Capacity,
    collective: Option<&str>,
    posts: &[Post],
    authorisations: &[Authorisation],
) -> Result<SignatureBlock, Refusal> {
    let held = |post: &&Post| post.agency == agency && post.validity.contains(day);
    let post = posts.iter().filter(held).filter(|post| post.person == person).min_by_key(|post| post.rank);
    let post = post.ok_or(Refusal::NoPost { day })?;
    let fits = match capacity {
        Capacity::Head => post.rank == Rank::Head,
        Capacity::Acting => post.rank == Rank::ActingHead,
        Capacity::Deputy => post.rank == Rank::Deputy,
        Capacity::ByOrder => post.rank == Rank::UnitHead,
        Capacity::Authorised => matches!(post.rank, Rank::Deputy | Rank::UnitHead | Rank::UnitDeputy | Rank::Officer),
    };
    if !fits {
        return Err(Refusal::WrongCapacity { rank: post.rank, capacity });
    }
    let authorised_by = match capacity {
        Capacity::Head | Capacity::Acting | Capacity::Deputy => None,
        Capacity::ByOrder | Capacity::Authorised => {
            let found = authorisations
                .iter()
                .find(|given| given.person == person && given.capacity == capacity && given.validity.contains(day));
            Some(found.ok_or(Refusal::NotAuthorised { capacity, day })?.document.clone())
        }
    };
    // The head's title is asked of who holds that post, or of who acts.
    let leads = posts.iter().filter(held).filter(|post| matches!(post.rank, Rank::Head | Rank::ActingHead));
    let above_title = leads.min_by_key(|post| post.rank).map(|post| post.title_vi.to_uppercase());
    let own = post.title_vi.to_uppercase();
    let mut lines: Vec<String> = collective.map(|name| format!("TM. {}", name.to_uppercase())).into_iter().collect();
    let above = |mark: &str| above_title.clone().map(|title| format!("{mark}. {title}")).ok_or(Refusal::NoHead { day });
    match capacity {
        Capacity::Head => lines.push(own),
        Capacity::Acting => lines.push(format!("Q. {own}")),
        Capacity::Deputy => lines.extend([above("KT")?, own]),
        Capacity::ByOrder | Capacity::Authorised if collective.is_some() => {
            return Err(Refusal::WrongCapacity { rank: post.rank, capacity });
        }
        Capacity::ByOrder => lines.extend([above("TL")?, own]),
        Capacity::Authorised => lines.extend([above("TUQ")?, own]),
    }
    Ok(SignatureBlock { person: person.to_owned(), capacity, lines, authorised_by })
}
