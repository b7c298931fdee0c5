//! A first workflow from the published steps of a procedure's internal process, to be looked over by the office.
//!
//! Published tables list steps one after the other. What branches in the text of a step stays in the text: nothing is
//! drawn that the source does not say.

use super::definition::{Body, Definition, Flow, Node, NodeKind, Step, UnitRule, Work};
use super::reckon::on_the_clock;
use crate::access::Role;
use crate::deadline::Limit;
use crate::procedure::{Amount, Procedure, PublishedStep, Workflow};
use crate::text::fold;

/// The clock stands while the financial duty is settled.
const FINANCIAL_DUTY: &str = "financial_duty";

/// One definition for each published table of the procedure, in their order.
#[must_use]
pub fn drafts(procedure: &Procedure) -> Vec<Definition> {
    let tables = procedure.workflows.iter().enumerate();
    tables.filter_map(|(index, table)| draft(procedure, table, index.saturating_add(1))).collect()
}

fn draft(procedure: &Procedure, table: &Workflow, number: usize) -> Option<Definition> {
    let published: Vec<&PublishedStep> = table.steps.iter().filter(|step| !step.is_applicants()).collect();
    if published.is_empty() {
        return None;
    }
    let last = published.len().saturating_sub(1);
    let steps: Vec<Node> = published.iter().enumerate().map(|(index, step)| node(step, index, index == last)).collect();
    let mut assumptions = vec![
        "Vai trò, đơn vị và loại việc của mỗi bước được suy từ chữ của bước; các bước nối tiếp nhau như bảng công bố."
            .to_owned(),
        format!("Quy trình của {}; tỉnh phải thay bằng quy trình nội bộ của mình.", table.province_vi),
    ];
    let limit = whole(table, &steps, &mut assumptions);
    let case = table.case_vi.as_deref().map(|case| format!(" ({case})")).unwrap_or_default();
    let dated = table.decision_date.map(|day| format!(" ngày {day}")).unwrap_or_default();
    Some(Definition {
        id: format!("p_{}_{number}", procedure.id.replace(|letter: char| !letter.is_ascii_alphanumeric(), "_")),
        version: 1,
        name_vi: shortened(&format!("{}{case}", procedure.name_vi)),
        name_en: None,
        procedure_ids: vec![procedure.id.clone()],
        limit,
        facts: Vec::new(),
        body: in_a_row(steps),
        layout: None,
        legal_basis_vi: vec![format!("{}{dated} ({})", table.decision, table.province_vi)],
        assumptions_vi: assumptions,
        source: table.source.clone(),
        validity: procedure.validity,
    })
}

/// The printed total, where the printed steps keep to it.
fn whole(table: &Workflow, steps: &[Node], assumptions: &mut Vec<String>) -> Option<Limit> {
    let whole = table.total.and_then(Amount::limit)?;
    let taken = steps.iter().filter_map(|node| super::shape::counted_limit(&node.kind));
    let sum: Option<u64> = taken.map(|limit| on_the_clock(limit, whole.unit())).sum();
    if sum.is_some_and(|sum| sum <= super::reckon::tenth_hours(whole)) {
        return Some(whole);
    }
    assumptions
        .push(format!("Tổng công bố là {whole}; các bước không so được với tổng ấy nên không dùng để kiểm tra."));
    None
}

fn in_a_row(steps: Vec<Node>) -> Body {
    let mut nodes = vec![Node { id: "bat_dau".to_owned(), name_vi: "Bắt đầu".to_owned(), kind: NodeKind::Start }];
    nodes.extend(steps);
    nodes.push(Node { id: "ket_thuc".to_owned(), name_vi: "Kết thúc".to_owned(), kind: NodeKind::End });
    let pairs = nodes.iter().zip(nodes.iter().skip(1)).zip(1_usize..);
    let flows = pairs.map(|((from, to), number)| Flow {
        id: format!("noi_{number}"),
        from: from.id.clone(),
        to: to.id.clone(),
        name_vi: None,
        when: None,
        otherwise: false,
        at_most: None,
    });
    Body { flows: flows.collect(), nodes }
}

fn node(step: &PublishedStep, index: usize, is_last: bool) -> Node {
    let role = step.role();
    let outside_clock = step.note_vi.as_deref().is_some_and(|note| fold(note).contains("khong tinh vao thoi han"));
    let kind = NodeKind::Step(Step {
        work: work(step, role, index == 0, is_last),
        role,
        unit: unit(step, role),
        limit: step.duration.and_then(Amount::limit),
        pause_ground: outside_clock.then(|| FINANCIAL_DUTY.to_owned()),
        form: None,
        compensation: None,
    });
    Node { id: format!("buoc_{}", index.saturating_add(1)), name_vi: shortened(&step.action_vi), kind }
}

fn work(step: &PublishedStep, role: Role, is_first: bool, is_last: bool) -> Work {
    let action = fold(&step.action_vi);
    let says = |words: &[&str]| words.iter().any(|word| action.contains(word));
    match role {
        Role::Clerk if is_first => Work::Receive,
        Role::Clerk if is_last || says(&["tra ket qua", "trao ket qua"]) => Work::Deliver,
        Role::RecordsClerk => Work::Seal,
        Role::Leader if says(&["ky "]) => Work::Sign,
        Role::Leader => Work::Approve,
        Role::Clerk | Role::Officer | Role::ReformOffice | Role::Administrator => {
            if says(&["thuc dia", "khao sat"]) {
                Work::FieldCheck
            } else if says(&["lay y kien", "xin y kien", "cho y kien"]) {
                Work::Opinion
            } else if says(&["du thao"]) {
                Work::Draft
            } else {
                Work::Examine
            }
        }
    }
}

fn unit(step: &PublishedStep, role: Role) -> UnitRule {
    let actor = step.actor_vi.as_deref().unwrap_or_default();
    let folded = fold(actor);
    if role == Role::Clerk {
        UnitRule::Receiving
    } else if ["co quan thue", "chi cuc thue", "cong an", "bao hiem xa hoi"].iter().any(|name| folded.starts_with(name))
    {
        UnitRule::Outside { authority_vi: actor.to_owned() }
    } else if ["ubnd cap xa", "uy ban nhan dan cap xa"].iter().any(|name| folded.starts_with(name)) {
        UnitRule::Address
    } else {
        UnitRule::Handling
    }
}

/// As much of a text as a name may have.
fn shortened(text: &str) -> String {
    if text.chars().count() <= 400 {
        return text.to_owned();
    }
    let start: String = text.chars().take(399).collect();
    format!("{}…", start.trim_end())
}
