//! Who may sign as what, by the post held on that day.

use jiff::civil::date;

use super::{DAY, post, posts};
use crate::document::*;
use crate::organisation::Validity;

fn given(person: &str, capacity: Capacity) -> Authorisation {
    let validity = Validity { from: Some(date(2026, 11, 1)), to: Some(date(2026, 11, 30)) };
    Authorisation { person: person.to_owned(), capacity, document: "12/GUQ-UBND".to_owned(), validity }
}

#[test]
fn what_stands_above_the_name() {
    let papers = [given("cu", Capacity::ByOrder), given("du", Capacity::Authorised)];
    let acting = [post("an", Rank::ActingHead, "Chủ tịch"), post("ba", Rank::Deputy, "Phó Chủ tịch")];
    let lines = |person: &str, capacity, collective, posts: &[Post]| {
        sign_block((person, "ubnd", DAY), capacity, collective, posts, &papers).map(|block| block.lines.join(" / "))
    };
    let (posts, committee) = (posts(), Some("Ủy ban nhân dân"));
    let table = [
        (lines("an", Capacity::Head, committee, &posts), "TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH"),
        (lines("an", Capacity::Head, None, &posts), "CHỦ TỊCH"),
        (lines("ba", Capacity::Deputy, committee, &posts), "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH"),
        (lines("cu", Capacity::ByOrder, None, &posts), "TL. CHỦ TỊCH / CHÁNH VĂN PHÒNG"),
        (lines("du", Capacity::Authorised, None, &posts), "TUQ. CHỦ TỊCH / CHUYÊN VIÊN"),
        (lines("an", Capacity::Acting, None, &acting), "Q. CHỦ TỊCH"),
        (lines("ba", Capacity::Deputy, None, &acting), "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH"),
    ];
    for (found, expected) in table {
        assert_eq!(found.as_deref(), Ok(expected));
    }
}

#[test]
fn who_may_not_sign() {
    let papers = [given("cu", Capacity::ByOrder), given("du", Capacity::Authorised)];
    let sign = |person: &str, day, capacity, collective| {
        sign_block((person, "ubnd", day), capacity, collective, &posts(), &papers).map(|block| block.lines)
    };
    let wrong = |rank, capacity| Err(Refusal::WrongCapacity { rank, capacity });
    let after = date(2027, 1, 1);
    let december = date(2026, 12, 1);
    let committee = Some("Ủy ban nhân dân");
    assert_eq!(sign("an", after, Capacity::Head, None), Err(Refusal::NoPost { day: after }));
    assert_eq!(sign("xa", DAY, Capacity::Head, None), Err(Refusal::NoPost { day: DAY }));
    assert_eq!(sign("ba", DAY, Capacity::Head, None), wrong(Rank::Deputy, Capacity::Head));
    assert_eq!(sign("an", DAY, Capacity::Deputy, None), wrong(Rank::Head, Capacity::Deputy));
    assert_eq!(sign("du", DAY, Capacity::ByOrder, None), wrong(Rank::Officer, Capacity::ByOrder));
    // Only the head and deputies speak for those who decide together.
    assert_eq!(sign("cu", DAY, Capacity::ByOrder, committee), wrong(Rank::UnitHead, Capacity::ByOrder));
    let ended = Refusal::NotAuthorised { capacity: Capacity::Authorised, day: december };
    assert_eq!(sign("du", december, Capacity::Authorised, None), Err(ended));
    let headless: Vec<Post> = posts().into_iter().filter(|post| post.rank != Rank::Head).collect();
    let refused = sign_block(("ba", "ubnd", DAY), Capacity::Deputy, None, &headless, &[]);
    assert_eq!(refused, Err(Refusal::NoHead { day: DAY }));
}

#[test]
fn of_two_posts_at_the_agency_the_higher_one_counts() {
    let mut posts = posts();
    posts.push(post("an", Rank::UnitHead, "Chánh Văn phòng"));
    let block = sign_block(("an", "ubnd", DAY), Capacity::Head, None, &posts, &[]);
    assert_eq!(block.map(|block| block.lines), Ok(vec!["CHỦ TỊCH".to_owned()]));
}
