//! Moving running instances to a new version: what the preview says, and that nothing else is carried out.

use domain::workflow::{BlockedReason, Place, Process, Refusal, Unsound, fold, migrate, plan_migration};

use super::net::{Instance, definition};

fn version(number: u32, text: &str) -> Process {
    let mut definition = definition(text);
    definition.version = number;
    Process::of(definition).expect("sound in shape")
}

fn blocked(place: &str, text: &str) -> Vec<(Place, BlockedReason)> {
    let old = version(1, "s start -> f\n f and -> a, b\n a step -> j\n b step -> j\n j and -> c\n c step -> e\n e end");
    let new = version(2, text);
    let mut instance = Instance::started(&old, &[]);
    if place == "join" {
        instance.finish("b");
    }
    plan_migration(&old, &new, &instance.state).blocked.into_iter().map(|found| (found.place, found.reason)).collect()
}

#[test]
fn tokens_that_cannot_move_are_named() {
    let at = |node: &str| Place::At { node: node.to_owned() };
    let on = |flow: &str| Place::On { flow: flow.to_owned() };
    let row = "s start -> a\n a step -> c\n c step -> e\n e end";
    assert_eq!(blocked("", row), [(at("b"), BlockedReason::Gone)]);
    assert_eq!(blocked("join", row), [(on("b-j"), BlockedReason::Gone)]);
    let other_kind = "s start -> f\n f and -> a, b\n a step -> j\n b message -> j\n j and -> e\n e end";
    assert_eq!(blocked("", other_kind), [(at("b"), BlockedReason::OtherKind)]);
    let deeper = "s start -> f\n f and -> a, p\n a step -> j\n p sub -> j {\n i start -> b\n b step -> o\n o end\n }\n j and -> e\n e end";
    assert_eq!(blocked("", deeper), [(at("b"), BlockedReason::OtherLevel)]);
}

#[test]
fn a_clear_preview_is_carried_out_and_a_stale_one_is_not() {
    let old = version(1, "s start -> a\n a step -> b\n b step -> e\n e end");
    let new = version(2, "s start -> a\n a step -> n\n n step -> b\n b step -> e\n e end");
    let mut instance = Instance::started(&old, &[]);
    let plan = plan_migration(&old, &new, &instance.state);
    assert!(plan.is_clear(), "{plan:?}");
    assert_eq!(plan.moved.len(), 1);
    let at = instance.at;
    let facts = instance.facts.clone();
    let now = domain::workflow::Now { at, by: "leader-1", facts: &facts, due: &|_, _| None };

    let mut further = Instance::started(&old, &[]);
    further.finish("a");
    assert_eq!(migrate(&old, &new, &further.state, &plan, &now), Err(Refusal::StalePreview));

    for event in migrate(&old, &new, &instance.state, &plan, &now).expect("as previewed") {
        fold(&mut instance.state, &event);
        instance.journal.push(event);
    }
    assert_eq!(instance.state.version, 2);
    let mut instance = Instance { process: &new, ..instance };
    instance.finish("a");
    assert_eq!(instance.open(), ["n"]);
    assert_eq!(instance.replayed(), instance.state);
}

#[test]
fn an_instance_that_would_never_end_is_not_moved() {
    // Under the new version the other branch is expected, and this instance never began it.
    let old = version(1, "s start -> a\n a step -> e\n e end");
    let new = version(2, "s start -> f\n f and -> a, b\n a step -> j\n b step -> j\n j and -> e\n e end");
    let instance = Instance::started(&old, &[]);
    let plan = plan_migration(&old, &new, &instance.state);
    assert!(plan.blocked.is_empty());
    assert!(matches!(plan.unsound.as_slice(), [Unsound::Deadlock { .. }]), "{plan:?}");
    assert!(!plan.is_clear());
}

#[test]
fn only_running_instances_of_the_same_workflow_move() {
    let old = version(1, "s start -> a\n a step -> e\n e end");
    let new = version(2, "s start -> a\n a step -> e\n e end");
    let mut instance = Instance::started(&old, &[]);
    instance.finish("a");
    let plan = plan_migration(&old, &new, &instance.state);
    assert_eq!(plan.blocked.first().map(|found| found.reason), Some(BlockedReason::NotRunning));
    let instance = Instance::started(&new, &[]);
    let plan = plan_migration(&old, &new, &instance.state);
    assert_eq!(plan.blocked.first().map(|found| found.reason), Some(BlockedReason::OtherWorkflow));
}

#[test]
fn limits_and_timers_are_those_of_the_new_version_from_when_a_step_was_opened() {
    let old = version(1, "s start -> a\n a step 5wd -> e\n b timer 9d on a -> z\n z end\n e end");
    let new = version(2, "s start -> a\n a step 2wd -> e\n c timer 3d on a -> z\n z end\n e end");
    let mut instance = Instance::started(&old, &[]);
    let before = instance.state.open["a"].clone();
    let plan = plan_migration(&old, &new, &instance.state);
    assert!(plan.is_clear(), "{plan:?}");
    // Days of 24 hours, so that the test needs no calendar.
    let due = |limit: domain::deadline::Limit, from: domain::time::DateTime| {
        let days: i64 = limit.amount().parse().ok()?;
        from.checked_add(jiff::Span::new().days(days)).ok()
    };
    let facts = instance.facts.clone();
    let at = instance.at.checked_add(jiff::Span::new().days(1)).expect("a day");
    let now = domain::workflow::Now { at, by: "leader-1", facts: &facts, due: &due };
    for event in migrate(&old, &new, &instance.state, &plan, &now).expect("as previewed") {
        fold(&mut instance.state, &event);
    }
    let after = &instance.state.open["a"];
    assert_eq!(after.since, before.since);
    assert_eq!(after.due, before.since.checked_add(jiff::Span::new().days(2)).ok());
    assert_eq!(after.timers.keys().collect::<Vec<_>>(), ["c"], "the timer of the old version runs no longer");
}

#[test]
fn what_was_done_can_still_be_undone_under_the_new_version() {
    let text = "s start -> a\n a step -> b\n b step -> e\n e end";
    let undoing = |number: u32, can_undo: bool| {
        let mut of = definition(text);
        of.version = number;
        if let domain::workflow::NodeKind::Step(step) = &mut of.body.nodes[1].kind {
            step.compensation = can_undo.then(|| domain::workflow::Compensation {
                name_vi: "Hủy".to_owned(),
                role: domain::access::Role::Officer,
                unit: domain::workflow::UnitRule::Handling,
            });
        }
        Process::of(of).expect("sound in shape")
    };
    let (old, kept, lost) = (undoing(1, true), undoing(2, true), undoing(2, false));
    let mut instance = Instance::started(&old, &[]);
    instance.finish("a");
    assert!(plan_migration(&old, &kept, &instance.state).is_clear());
    let plan = plan_migration(&old, &lost, &instance.state);
    assert_eq!(plan.blocked.first().map(|found| found.reason), Some(BlockedReason::NotUndone));
}
