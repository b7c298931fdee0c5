//! Limits, papers and working steps of real procedures.

use domain::access::Role;
use domain::deadline::LimitUnit;
use domain::procedure::{Channel, DEFAULT_STEP_VI, FileKind, MoneyKind, RecordKind};
use jiff::civil::date;

use super::{catalogue, procedure, procedures};

#[test]
fn an_internal_process_gives_its_steps_without_desk_and_decision() {
    let investment = procedure("1.009645");
    let steps = investment.working_steps();
    let roles: Vec<Role> = steps.iter().map(|step| step.role).collect();
    assert_eq!(
        roles,
        [
            Role::Leader,
            Role::Officer,
            Role::Leader,
            Role::Leader,
            Role::Officer,
            Role::Officer,
            Role::Leader,
            Role::Leader,
            Role::RecordsClerk,
        ]
    );
    assert_eq!(steps[0].name_vi, "Phân công người thụ lý hồ sơ.");
    let quarter = steps[0].limit().map(|limit| (limit.tenths(), limit.unit()));
    assert_eq!(quarter, Some((60, LimitUnit::Hour)), "a quarter of a day is six hours");
    let opinions = steps[4].limit().map(|limit| (limit.tenths(), limit.unit()));
    assert_eq!(opinions, Some((70, LimitUnit::Day)));
}

#[test]
fn a_procedure_without_internal_process_has_one_step() {
    let birth = procedure("1.001193");
    let steps = birth.working_steps();
    assert_eq!(steps.len(), 1);
    assert_eq!((steps[0].name_vi.as_str(), steps[0].role), (DEFAULT_STEP_VI, Role::Officer));
}

#[test]
fn a_notice_by_a_leader_is_no_decision() {
    let roles = |id: &str| procedure(id).working_steps().iter().map(|step| step.role).collect::<Vec<_>>();
    assert_eq!(roles("1.012812"), [Role::Leader, Role::Officer, Role::Officer], "mediation ends without a decision");
    let land = procedure("1.013823").working_steps();
    assert_eq!(land[0].actor_vi.as_deref(), Some("Sở Nông nghiệp và Môi trường; Phòng QL Đất đai"));
    assert_eq!(land[0].role, Role::Officer, "(Môi) trường; Phòng is no trưởng phòng");
}

#[test]
fn no_procedure_runs_a_receipt_a_return_or_nothing_at_all() {
    for procedure in procedures() {
        let steps = procedure.working_steps();
        assert!(!steps.is_empty(), "{}", procedure.id);
        assert!(steps.len() <= procedure.steps.len().max(1), "{}", procedure.id);
        for step in steps {
            let is_desk = ["Trả kết quả", "Trao kết quả", "Tiếp nhận, kiểm tra hồ sơ"]
                .iter()
                .any(|word| step.name_vi.starts_with(word));
            assert!(!is_desk, "{}: {}", procedure.id, step.name_vi);
        }
    }
}

#[test]
fn published_durations_are_kept_to_the_hundredth() {
    let limits = procedures().iter().filter_map(|procedure| procedure.legal_limit()?.amount);
    assert_eq!(limits.filter(|amount| amount.hundredths % 100 != 0).count(), 3, "10.5, 31.5 and 10.5 working days");
    let limit = procedure("1.003999").legal_limit().and_then(domain::procedure::ProcedureLimit::limit);
    assert_eq!(limit.map(|limit| (limit.tenths(), limit.unit())), Some((105, LimitUnit::WorkingDay)));
}

#[test]
fn the_promise_of_thai_nguyen_goes_before_the_law() {
    let shortened = procedure("1.009646");
    assert!(shortened.promised_limit().is_some());
    assert_eq!(shortened.limit_for(Channel::Online), shortened.promised_limit());
    let birth = procedure("1.001193");
    assert!(birth.promised_limit().is_none());
    assert_eq!(birth.limit_for(Channel::Counter), birth.legal_limit());
}

#[test]
fn a_channel_with_its_own_limit_has_it() {
    let own = procedures().iter().filter(|procedure| {
        procedure.promise.is_none()
            && procedure.limits.iter().any(|limit| limit.amount.is_some() && limit.channels.contains(&Channel::Online))
    });
    let mut seen = 0;
    for procedure in own {
        let limit = procedure.limit_for(Channel::Online).expect("the channel has a limit");
        assert!(limit.channels.contains(&Channel::Online), "{}", procedure.id);
        seen += 1;
    }
    assert!(seen >= 20, "{seen}");
}

#[test]
fn birth_registration_is_due_the_same_day_before_three() {
    let birth = procedure("1.001193");
    let cut_off = birth.cut_off.expect("birth registration has a cut-off");
    assert_eq!(cut_off.at.to_string(), "15:00");
    assert_eq!(cut_off.moves, domain::deadline::CutOffMoves::SameDayResult);
}

#[test]
fn papers_have_stable_ids_and_defaults() {
    let death = procedure("1.000656");
    let ids: Vec<&str> = death.components.iter().map(|component| component.id.as_str()).collect();
    assert_eq!(ids, ["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8"]);
    let first = death.component("c1").expect("the first paper");
    assert_eq!(first.file_kinds, [FileKind::Pdf, FileKind::Jpg, FileKind::Png]);
    assert_eq!(first.max_bytes, 20 * 1024 * 1024);
    assert!(death.component("c9").is_none());
    assert!(death.money.iter().any(|money| money.kind == MoneyKind::Fee && money.name_vi.starts_with("Lệ phí")));
    assert!(death.money.iter().any(|money| money.kind == MoneyKind::Charge && money.name_vi.starts_with("Phí")));
}

#[test]
fn only_full_records_in_force_are_open_for_dossiers() {
    let today = date(2026, 11, 26);
    let open = procedures().iter().filter(|procedure| procedure.is_open_for_dossiers(today)).count();
    assert_eq!(open, 210);
    let old = procedure("1.007073");
    assert!(!old.is_open_for_dossiers(today) && old.is_open_for_dossiers(date(2024, 1, 1)));
    let rows = catalogue();
    assert!(rows.iter().all(|row| row.record == RecordKind::Catalogue && !row.is_open_for_dossiers(today)));
    assert!(rows.iter().all(|row| row.completeness.percent < 60 && !row.completeness.missing.is_empty()));
}
