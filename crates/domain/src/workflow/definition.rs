//! A workflow as data: what is drawn, with which limits, on which legal basis, from when to when.

use serde::{Deserialize, Serialize};

use super::layout::Layout;
use crate::access::Role;
use crate::deadline::Limit;
use crate::organisation::Validity;
use crate::rule::{Rule, ValueType};

/// One version of a workflow (quy trình). It never changes: a new version is a new record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// Its name among workflows: `khai_sinh_lien_thong`.
    pub id: String,
    /// Number of the version, from 1.
    pub version: u32,
    /// Vietnamese name.
    pub name_vi: String,
    /// English name, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    /// The procedures that are worked by it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub procedure_ids: Vec<String>,
    /// The whole limit, inside which its longest way must lie; none where none is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// What guards may speak of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Fact>,
    /// What is drawn.
    #[serde(flatten)]
    pub body: Body,
    /// Where it is drawn; none lets every picture lay it out by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layout: Option<Layout>,
    /// Texts on which it rests (căn cứ pháp lý).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub legal_basis_vi: Vec<String>,
    /// What the sources do not say and was assumed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assumptions_vi: Vec<String>,
    /// Where it comes from.
    pub source: String,
    /// Days of this version.
    #[serde(flatten)]
    pub validity: Validity,
}

/// A fact of the dossier that guards may ask for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Its name in rules.
    pub name: String,
    /// Its type; never rows.
    #[serde(rename = "type")]
    pub kind: ValueType,
    /// The only texts that it can be; empty when it can be any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// The question as whoever has to find it reads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label_vi: Option<String>,
    /// The question in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label_en: Option<String>,
}

/// What is drawn on one level: of the whole, or inside a sub-process.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Body {
    /// Steps, gateways, waits.
    pub nodes: Vec<Node>,
    /// The ways between them.
    pub flows: Vec<Flow>,
}

/// A step, gateway or wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// Its name within the definition, inner levels included.
    pub id: String,
    /// What people read.
    pub name_vi: String,
    /// What it is.
    #[serde(flatten)]
    pub kind: NodeKind,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum NodeKind {
    /// Where a level begins; one each.
    Start,
    /// Where a level ends.
    End,
    /// Work of a person (bước).
    Step(Step),
    /// One of several ways; joins pass every token on.
    Exclusive,
    /// All ways side by side; joins wait for all.
    Parallel,
    /// Some of several ways; joins wait for those that can still come.
    Inclusive,
    /// A wait for a message from outside, such as the applicant's supplement.
    Message(Wait),
    /// A wait for time to pass.
    Timer {
        /// How long.
        limit: Limit,
    },
    /// A level of its own.
    SubProcess(Body),
    /// A dossier of its own at another unit (hồ sơ thành phần), worked by another workflow.
    SubDossier(SubDossier),
    /// Takes over from a node while that is open: it is broken off and the way leads on from here.
    Boundary {
        /// The node that is broken off.
        on: String,
        /// By what.
        trigger: Trigger,
    },
}

/// Work of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What is done.
    pub work: Work,
    /// Who does it.
    pub role: Role,
    /// Where.
    pub unit: UnitRule,
    /// Its limit inside the whole limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// The ground on which the dossier's clock stands meanwhile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pause_ground: Option<String>,
    /// The form that is filled in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// What undoes it when the dossier is withdrawn afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compensation: Option<Compensation>,
}

/// Kind of work in a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// Tiếp nhận.
    Receive,
    /// Thẩm định, xem xét.
    Examine,
    /// Kiểm tra thực địa.
    FieldCheck,
    /// Lấy ý kiến cơ quan khác.
    Opinion,
    /// Dự thảo kết quả.
    Draft,
    /// Phê duyệt.
    Approve,
    /// Ký.
    Sign,
    /// Đóng dấu, vào sổ, phát hành.
    Seal,
    /// Trả kết quả.
    Deliver,
}

impl Work {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Receive,
        Self::Examine,
        Self::FieldCheck,
        Self::Opinion,
        Self::Draft,
        Self::Approve,
        Self::Sign,
        Self::Seal,
        Self::Deliver,
    ];

    /// The word that files use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Receive => "receive",
            Self::Examine => "examine",
            Self::FieldCheck => "field_check",
            Self::Opinion => "opinion",
            Self::Draft => "draft",
            Self::Approve => "approve",
            Self::Sign => "sign",
            Self::Seal => "seal",
            Self::Deliver => "deliver",
        }
    }

    /// The kind of that word.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|work| work.name() == name)
    }
}

/// At which unit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum UnitRule {
    /// The unit that handles the dossier.
    Handling,
    /// The desk that received it.
    Receiving,
    /// Always this one.
    Fixed {
        /// Its id.
        unit_id: String,
    },
    /// The commune of the applicant's address.
    Address,
    /// The unit that an answer of the dossier names.
    Field {
        /// The question.
        field: String,
    },
    /// One level above the handling unit.
    Above,
    /// One level below the handling unit, where the applicant lives.
    Below,
    /// An authority outside the province's units, such as tax or social insurance.
    Outside {
        /// Its name.
        authority_vi: String,
    },
}

/// What undoes a step (bù trừ khi rút hồ sơ).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compensation {
    /// What is done.
    pub name_vi: String,
    /// Who does it.
    pub role: Role,
    /// Where.
    pub unit: UnitRule,
}

/// A wait for a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wait {
    /// Name of the message.
    pub message: String,
    /// How long it is expected to take.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// The ground on which the dossier's clock stands meanwhile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pause_ground: Option<String>,
}

/// A dossier of its own at another unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubDossier {
    /// The workflow by which it is worked.
    pub workflow: String,
    /// Where.
    pub unit: UnitRule,
    /// Its own limit inside the whole limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// The ground on which the whole dossier's clock stands meanwhile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pause_ground: Option<String>,
}

/// What breaks a node off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Trigger {
    /// Time since the node was opened.
    Timer {
        /// How long.
        limit: Limit,
    },
    /// A message.
    Message {
        /// Its name.
        message: String,
    },
}

/// A way from one node to another on the same level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    /// Its name within the definition.
    pub id: String,
    /// Where it begins.
    pub from: String,
    /// Where it leads.
    pub to: String,
    /// What people read on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_vi: Option<String>,
    /// When it is taken, out of an exclusive or inclusive gateway.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Rule>,
    /// Taken when no other is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub otherwise: bool,
    /// How often it may be taken in one instance: the way back of a loop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<u8>,
}

impl Definition {
    /// All nodes, those of inner levels after their sub-process.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.body.walk().into_iter()
    }
}

impl Body {
    /// All nodes, those of inner levels after their sub-process.
    fn walk(&self) -> Vec<&Node> {
        let mut found = Vec::new();
        for node in &self.nodes {
            found.push(node);
            if let NodeKind::SubProcess(inner) = &node.kind {
                found.extend(inner.walk());
            }
        }
        found
    }
}
