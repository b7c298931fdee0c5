//! Where in a version something changed, as typed paths.

use crate::procedure::MoneyKind;

/// A place in a version. `fact: None` speaks of the entry as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    /// A fact of the procedure itself.
    Procedure(ProcedureFact),
    /// A time limit.
    Limit {
        /// Whose limits.
        list: LimitList,
        /// Its position, from 0.
        index: usize,
        /// Which fact of it.
        fact: Option<LimitFact>,
    },
    /// A fee or charge.
    Fee {
        /// Fee or charge.
        kind: MoneyKind,
        /// Its name.
        name: String,
        /// Its position among fees and charges, from 0.
        index: usize,
        /// Which fact of it.
        fact: Option<FeeFact>,
    },
    /// A condition on who is entitled.
    Eligibility {
        /// Its position, from 0.
        index: usize,
        /// Which fact of it.
        fact: Option<EligibilityFact>,
    },
    /// A paper.
    Paper {
        /// Its id in the newer version; of one that went, in the older.
        id: String,
        /// Which fact of it.
        fact: Option<PaperFact>,
    },
    /// A step.
    Step {
        /// Of which sequence.
        list: StepList,
        /// Its published order.
        order: u32,
        /// Which fact of it.
        fact: Option<StepFact>,
    },
    /// An internal process.
    Workflow {
        /// Its position, from 0.
        index: usize,
        /// Which fact of it.
        fact: Option<WorkflowFact>,
    },
    /// A legal text on which the procedure rests.
    LegalBasis {
        /// Its number.
        number: String,
        /// Which fact of it.
        fact: Option<LegalBasisFact>,
    },
    /// The form.
    Form(Option<FormFact>),
    /// A section of the form.
    Section {
        /// Its id.
        id: String,
        /// Which fact of it.
        fact: Option<SectionFact>,
    },
    /// A field of the form.
    FormField {
        /// Its id.
        id: String,
        /// Which fact of it.
        fact: Option<FieldFact>,
    },
    /// A rule across fields of the form.
    CrossRule {
        /// Its position, from 0.
        index: usize,
    },
    /// A named list of values of the form.
    ValueList {
        /// Its name.
        name: String,
    },
}

/// A fact of the procedure itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the field of `Procedure` of the same name")]
pub enum ProcedureFact {
    Id,
    Code,
    LocalCode,
    Revision,
    Name,
    NameEnglish,
    Summary,
    SummaryEnglish,
    Area,
    Field,
    Levels,
    Subjects,
    Audiences,
    LifeEvents,
    Agency,
    Ministry,
    Record,
    Regime,
    ValidFrom,
    ValidTo,
    Channels,
    ReceivingPlace,
    OnlineScope,
    OnlineSource,
    CutOffTime,
    CutOffEffect,
    PromiseDecision,
    PromiseDate,
    PromiseSource,
    PaperCount,
    StepsSource,
    Results,
    Conditions,
    InterlinkedWith,
    InterlinkedProcedures,
    PromulgatedBy,
    Notes,
    SnapshotDate,
    CompletenessPercent,
    CompletenessMissing,
    Source,
    Sources,
}

/// Whose time limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LimitList {
    /// The law's.
    Law,
    /// The province's shorter ones.
    Promise,
}

/// A fact of a time limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the field of `ProcedureLimit` of the same name")]
pub enum LimitFact {
    Amount,
    Condition,
    Channels,
    When,
}

/// A fact of a fee or charge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the field of `Money` of the same name")]
pub enum FeeFact {
    Kind,
    Name,
    Amount,
    Per,
    Condition,
    Channels,
    LegalBasis,
    When,
    AmountRule,
}

/// A fact of a condition on who is entitled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the field of `Eligibility` of the same name")]
pub enum EligibilityFact {
    Rule,
    Message,
    MessageEnglish,
}

/// A fact of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the field of `Component` of the same name")]
pub enum PaperFact {
    Id,
    Order,
    Name,
    FormNumber,
    Originals,
    Copies,
    Required,
    RequiredInCase,
    SubmitMode,
    Case,
    HeldBy,
    NeededWhen,
    KnownKind,
    KnownResults,
    KnownMonths,
    FileKinds,
    MaxBytes,
}

/// Of which sequence a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StepList {
    /// The published steps.
    Published,
    /// The national sequence beside an internal process.
    Statutory,
    /// The internal process at that position, from 0.
    Workflow(usize),
}

/// A fact of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the field of `PublishedStep` of the same name")]
pub enum StepFact {
    Order,
    Actor,
    Action,
    Duration,
    Note,
    Phase,
}

/// A fact of an internal process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the field of `Workflow` of the same name")]
pub enum WorkflowFact {
    Case,
    Province,
    Decision,
    DecisionDate,
    Total,
    SumMatchesTotal,
    Source,
}

/// A fact of a legal text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the field of `LegalBasis` of the same name")]
pub enum LegalBasisFact {
    Number,
    Title,
}

/// A fact of the form itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the field of `Form` of the same name")]
pub enum FormFact {
    Id,
    Title,
    TitleEnglish,
    FormNumber,
    Basis,
    ProcedureIds,
    Status,
    Examples,
    Confidence,
    Notes,
    Source,
    Sources,
}

/// A fact of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the field of `Section` of the same name")]
pub enum SectionFact {
    Id,
    Title,
    TitleEnglish,
    Note,
    Page,
    ShowWhen,
    Repeat,
}

/// A fact of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the field of `Field` of the same name, or the section in which it stands")]
pub enum FieldFact {
    Id,
    Section,
    Label,
    LabelEnglish,
    Kind,
    Required,
    Choices,
    Rules,
    Hint,
    HintEnglish,
    ShowWhen,
    Concept,
}

impl Place {
    /// Whether what stands here changes what an applicant has to do, hand in or pay, what they are asked, or what they
    /// may expect.
    #[must_use]
    pub const fn matters_to_applicant(&self) -> bool {
        match self {
            Self::Procedure(fact) => fact.matters_to_applicant(),
            Self::Form(fact) => match fact {
                None => true,
                Some(fact) => fact.matters_to_applicant(),
            },
            Self::Limit { .. }
            | Self::Fee { .. }
            | Self::Eligibility { .. }
            | Self::Paper { .. }
            | Self::LegalBasis { .. }
            | Self::Section { .. }
            | Self::FormField { .. }
            | Self::CrossRule { .. }
            | Self::ValueList { .. } => true,
            Self::Step { list, .. } => match list {
                StepList::Published | StepList::Statutory => true,
                StepList::Workflow(_) => false,
            },
            Self::Workflow { .. } => false,
        }
    }
}

impl ProcedureFact {
    const fn matters_to_applicant(self) -> bool {
        match self {
            Self::Name
            | Self::NameEnglish
            | Self::Summary
            | Self::SummaryEnglish
            | Self::Field
            | Self::Levels
            | Self::Subjects
            | Self::Audiences
            | Self::LifeEvents
            | Self::Agency
            | Self::ValidFrom
            | Self::ValidTo
            | Self::Channels
            | Self::ReceivingPlace
            | Self::OnlineScope
            | Self::CutOffTime
            | Self::CutOffEffect
            | Self::PaperCount
            | Self::Results
            | Self::Conditions
            | Self::InterlinkedWith
            | Self::InterlinkedProcedures => true,
            Self::Id
            | Self::Code
            | Self::LocalCode
            | Self::Revision
            | Self::Area
            | Self::Ministry
            | Self::Record
            | Self::Regime
            | Self::OnlineSource
            | Self::PromiseDecision
            | Self::PromiseDate
            | Self::PromiseSource
            | Self::StepsSource
            | Self::PromulgatedBy
            | Self::Notes
            | Self::SnapshotDate
            | Self::CompletenessPercent
            | Self::CompletenessMissing
            | Self::Source
            | Self::Sources => false,
        }
    }
}

impl FormFact {
    const fn matters_to_applicant(self) -> bool {
        match self {
            Self::Title | Self::TitleEnglish | Self::FormNumber | Self::Status => true,
            Self::Id
            | Self::Basis
            | Self::ProcedureIds
            | Self::Examples
            | Self::Confidence
            | Self::Notes
            | Self::Source
            | Self::Sources => false,
        }
    }
}
