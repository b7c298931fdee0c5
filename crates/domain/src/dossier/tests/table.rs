//! Which action each stage allows, written out once more, so that a change of the machine is a change of this table.

use crate::dossier::{ActionKind, Stage};

const TABLE: &str = "
    submitted            accept request-supplement reject request-payment transfer withdraw
    refused              assign complete-step rate close
    accepted             request-supplement request-payment assign complete-step record-message give-opinion ask-opinion hand-back draft-result extend suspend transfer move-work apologise withdraw note
    in_process           request-supplement request-payment assign complete-step record-message give-opinion ask-opinion hand-back return-step draft-result decide extend suspend transfer move-work apologise withdraw note
    awaiting_supplement  reject supplement record-message give-opinion move-work withdraw note
    awaiting_payment     pay record-message give-opinion move-work withdraw note
    suspended            record-message give-opinion resume move-work withdraw note
    withdrawn            assign complete-step rate close
    decided              return-step draft-result sign move-work apologise note
    signed               assign complete-step hand-back issue-result move-work apologise note
    result_issued        deliver-result rate
    delivered            rate close
    closed               rate archive
    archived
";

#[test]
fn each_stage_allows_what_the_law_has_for_it() {
    let mut lines = 0;
    for line in TABLE.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let mut words = line.split_whitespace();
        let stage = words.next().and_then(Stage::from_name).expect("a stage");
        let expected: Vec<&str> = words.collect();
        let allowed: Vec<&str> =
            ActionKind::ALL.into_iter().filter(|action| stage.allows(*action)).map(ActionKind::name).collect();
        assert_eq!(allowed, expected, "{}", stage.name());
        lines += 1;
    }
    assert_eq!(lines, Stage::ALL.len());
}

#[test]
fn every_stage_can_be_left_towards_the_archive() {
    let ends = Stage::ALL.into_iter().filter(|stage| ActionKind::ALL.into_iter().all(|action| !stage.allows(action)));
    assert_eq!(ends.collect::<Vec<_>>(), [Stage::Archived]);
}

#[test]
fn names_go_there_and_back() {
    for stage in Stage::ALL {
        assert_eq!(Stage::from_name(stage.name()), Some(stage));
    }
    for action in ActionKind::ALL {
        assert_eq!(ActionKind::from_name(action.name()), Some(action));
    }
}
