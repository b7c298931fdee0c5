//! What an import cannot carry: in which line, at which element, and what.

/// One thing that is not carried.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, {element} {id}: {kind}")]
pub struct BpmnFault {
    /// Line, from 1.
    pub line: usize,
    /// Name of the element; `-` for the file as a whole.
    pub element: String,
    /// Its id; `-` for none.
    pub id: String,
    /// What is wrong.
    pub kind: BpmnFaultKind,
}

/// What is wrong. The English sentence is for logs; people read their own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each message says what the fields are")]
pub enum BpmnFaultKind {
    #[error("larger than {limit} bytes")]
    TooLarge { limit: usize },
    #[error("nested deeper than {limit}")]
    TooDeep { limit: usize },
    #[error("more than {limit} elements and attributes")]
    TooMany { limit: usize },
    #[error("not XML in UTF-8: {why}")]
    NotXml { why: String },
    #[error("document types and processing instructions are not read")]
    NotRead,
    #[error("no BPMN 2.0: the root is not definitions")]
    NotBpmn,
    #[error("one process is read, and here are {count}")]
    Processes { count: usize },
    #[error("is not carried")]
    NotCarried,
    #[error("the attribute {attribute:?} is not carried")]
    Attribute { attribute: String },
    #[error("text between elements is not carried")]
    Text,
    #[error("{what:?} is missing")]
    Missing { what: String },
    #[error("{what:?} cannot be {given:?}")]
    Wrong { what: String, given: String },
}
