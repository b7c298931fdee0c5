//! Sentences about what differs between two versions of a procedure.

use crate::messages::{Messages, fill};
use crate::web::format;
use domain::difference::{
    Change, ChangeKind, EligibilityFact, FeeFact, FieldFact, FormFact, LegalBasisFact, LimitFact, LimitList, PaperFact,
    Place, ProcedureFact, SectionFact, Shown, StepFact,
};
use domain::eform::{Choices, FieldKind};
use domain::procedure::AmountUnit;

/// One line of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeLine {
    /// Where.
    pub place: String,
    /// What happened.
    pub kind: &'static str,
    /// As it was.
    pub before: String,
    /// As it is.
    pub after: String,
}

/// A difference in words.
#[must_use]
pub fn change(m: &Messages, change: &Change) -> ChangeLine {
    let words = &m.registry.word;
    let (kind, moved) = match change.kind {
        ChangeKind::Added => (words.added, false),
        ChangeKind::Removed => (words.removed, false),
        ChangeKind::Changed => (words.changed, false),
        ChangeKind::Moved => (words.moved, true),
    };
    let value = |value: &Option<Shown>| match value {
        Some(Shown::Count(at)) if moved => fill(words.moved_to, &[("at", at)]),
        Some(value) => shown(m, value),
        None => String::new(),
    };
    ChangeLine { place: place(m, &change.place), kind, before: value(&change.before), after: value(&change.after) }
}

fn place(m: &Messages, place: &Place) -> String {
    let t = &m.registry.place;
    let number = |index: &usize| index.saturating_add(1);
    let (name, fact) = match place {
        Place::Procedure(fact) => return procedure_fact(m, *fact).to_owned(),
        Place::Limit { list: LimitList::Law, index, fact } => {
            (fill(t.limit, &[("index", &number(index))]), fact.map(|fact| limit_fact(m, fact)))
        }
        Place::Limit { list: LimitList::Promise, index, fact } => {
            (fill(t.promise, &[("index", &number(index))]), fact.map(|fact| limit_fact(m, fact)))
        }
        Place::Fee { name, fact, .. } => (fill(t.money, &[("name", name)]), fact.map(|fact| fee_fact(m, fact))),
        Place::Eligibility { index, fact } => {
            (fill(t.eligibility, &[("index", &number(index))]), fact.map(|fact| eligibility_fact(m, fact)))
        }
        Place::Paper { id, fact } => (fill(t.paper, &[("id", id)]), fact.map(|fact| paper_fact(m, fact))),
        Place::Step { order, fact, .. } => (fill(t.step, &[("order", order)]), fact.map(|fact| step_fact(m, fact))),
        Place::Workflow { index, .. } => (fill(t.workflow, &[("index", &number(index))]), None),
        Place::LegalBasis { number, fact } => {
            (fill(t.basis, &[("number", number)]), fact.map(|fact| basis_fact(m, fact)))
        }
        Place::Form(fact) => (t.form.to_owned(), fact.map(|fact| form_fact(m, fact))),
        Place::Section { id, fact } => (fill(t.section, &[("id", id)]), fact.map(|fact| section_fact(m, fact))),
        Place::FormField { id, fact } => (fill(t.question, &[("id", id)]), fact.map(|fact| field_fact(m, fact))),
        Place::CrossRule { index } => (fill(t.cross_rule, &[("index", &number(index))]), None),
        Place::ValueList { name } => (fill(t.value_list, &[("name", name)]), None),
    };
    match fact {
        Some(fact) => fill(t.with_fact, &[("place", &name), ("fact", &fact)]),
        None => name,
    }
}

const fn procedure_fact(m: &Messages, fact: ProcedureFact) -> &'static str {
    let t = &m.registry.edit;
    match fact {
        ProcedureFact::Name => t.name_vi,
        ProcedureFact::NameEnglish => t.name_en,
        ProcedureFact::Summary => t.summary_vi,
        ProcedureFact::SummaryEnglish => t.summary_en,
        ProcedureFact::Field => t.field_vi,
        ProcedureFact::Agency => t.agency_vi,
        ProcedureFact::Conditions => t.conditions_vi,
        ProcedureFact::Results => t.results_vi,
        ProcedureFact::Subjects => t.subjects_vi,
        ProcedureFact::Channels => t.channels,
        ProcedureFact::OnlineScope => t.online_level,
        ProcedureFact::PaperCount => t.papers,
        ProcedureFact::ValidFrom => m.registry.place.valid_from,
        ProcedureFact::Id
        | ProcedureFact::Code
        | ProcedureFact::LocalCode
        | ProcedureFact::Revision
        | ProcedureFact::Area
        | ProcedureFact::Levels
        | ProcedureFact::Audiences
        | ProcedureFact::LifeEvents
        | ProcedureFact::Ministry
        | ProcedureFact::Record
        | ProcedureFact::Regime
        | ProcedureFact::ValidTo
        | ProcedureFact::ReceivingPlace
        | ProcedureFact::OnlineSource
        | ProcedureFact::CutOffTime
        | ProcedureFact::CutOffEffect
        | ProcedureFact::PromiseDecision
        | ProcedureFact::PromiseDate
        | ProcedureFact::PromiseSource
        | ProcedureFact::StepsSource
        | ProcedureFact::InterlinkedWith
        | ProcedureFact::InterlinkedProcedures
        | ProcedureFact::PromulgatedBy
        | ProcedureFact::Notes
        | ProcedureFact::SnapshotDate
        | ProcedureFact::CompletenessPercent
        | ProcedureFact::CompletenessMissing
        | ProcedureFact::Source
        | ProcedureFact::Sources => m.registry.place.other,
    }
}

const fn limit_fact(m: &Messages, fact: LimitFact) -> &'static str {
    let t = &m.registry.edit;
    match fact {
        LimitFact::Amount => t.amount,
        LimitFact::Condition => t.condition,
        LimitFact::Channels => t.channels,
        LimitFact::When => t.when,
    }
}

const fn fee_fact(m: &Messages, fact: FeeFact) -> &'static str {
    let t = &m.registry.edit;
    match fact {
        FeeFact::Kind | FeeFact::Name => t.name_vi,
        FeeFact::Amount => t.amount_vnd,
        FeeFact::Per => t.per,
        FeeFact::Condition => t.condition,
        FeeFact::Channels => t.channels,
        FeeFact::LegalBasis => t.legal_basis_vi,
        FeeFact::When => t.when,
        FeeFact::AmountRule => t.amount_rule,
    }
}

const fn eligibility_fact(m: &Messages, fact: EligibilityFact) -> &'static str {
    let t = &m.registry.edit;
    match fact {
        EligibilityFact::Rule => t.rule,
        EligibilityFact::Message => t.message_vi,
        EligibilityFact::MessageEnglish => t.message_en,
    }
}

const fn paper_fact(m: &Messages, fact: PaperFact) -> &'static str {
    let t = &m.registry.edit;
    match fact {
        PaperFact::Name => t.name_vi,
        PaperFact::FormNumber => t.form_no,
        PaperFact::Originals => t.originals,
        PaperFact::Copies => t.copies,
        PaperFact::Required | PaperFact::RequiredInCase => t.required,
        PaperFact::SubmitMode => t.submit_mode,
        PaperFact::Case => t.case,
        PaperFact::HeldBy => t.held_by,
        PaperFact::NeededWhen => t.needed_when,
        PaperFact::KnownKind => t.known_kind,
        PaperFact::KnownResults => t.known_results,
        PaperFact::KnownMonths => t.known_months,
        PaperFact::Id | PaperFact::Order => t.order,
        PaperFact::FileKinds | PaperFact::MaxBytes => m.registry.place.other,
    }
}

const fn step_fact(m: &Messages, fact: StepFact) -> &'static str {
    let t = &m.registry.edit;
    match fact {
        StepFact::Order => t.order,
        StepFact::Actor => t.actor_vi,
        StepFact::Action => t.action_vi,
        StepFact::Duration => t.duration,
        StepFact::Note | StepFact::Phase => t.note_vi,
    }
}

const fn basis_fact(m: &Messages, fact: LegalBasisFact) -> &'static str {
    match fact {
        LegalBasisFact::Number => m.registry.edit.number,
        LegalBasisFact::Title => m.registry.edit.title_vi,
    }
}

const fn form_fact(m: &Messages, fact: FormFact) -> &'static str {
    let t = &m.registry.edit;
    match fact {
        FormFact::Title => t.title_vi,
        FormFact::TitleEnglish => t.title_en,
        FormFact::FormNumber => t.form_no,
        FormFact::Basis => t.basis_vi,
        FormFact::Id
        | FormFact::ProcedureIds
        | FormFact::Status
        | FormFact::Examples
        | FormFact::Confidence
        | FormFact::Notes
        | FormFact::Source
        | FormFact::Sources => m.registry.place.other,
    }
}

const fn section_fact(m: &Messages, fact: SectionFact) -> &'static str {
    let t = &m.registry.edit;
    match fact {
        SectionFact::Id => t.id,
        SectionFact::Title => t.title_vi,
        SectionFact::TitleEnglish => t.title_en,
        SectionFact::Note => t.note_vi,
        SectionFact::Page => t.page,
        SectionFact::ShowWhen => t.show_when,
        SectionFact::Repeat => t.repeat_max,
    }
}

const fn field_fact(m: &Messages, fact: FieldFact) -> &'static str {
    let t = &m.registry.edit;
    match fact {
        FieldFact::Id => t.id,
        FieldFact::Section => t.sections,
        FieldFact::Label => t.label_vi,
        FieldFact::LabelEnglish => t.label_en,
        FieldFact::Kind => t.kind,
        FieldFact::Required => t.required,
        FieldFact::Choices => t.choices,
        FieldFact::Rules => t.rule,
        FieldFact::Hint => t.hint_vi,
        FieldFact::HintEnglish => t.hint_en,
        FieldFact::ShowWhen => t.show_when,
        FieldFact::Concept => t.concept,
    }
}

/// A value in words.
fn shown(m: &Messages, value: &Shown) -> String {
    let t = &m.registry.word;
    match value {
        Shown::Text(text) | Shown::Rule(text) => text.clone(),
        Shown::Texts(texts) => texts.join("; "),
        Shown::Word(word) => named_word(m, word).to_owned(),
        Shown::Words(words) => words.iter().map(|word| named_word(m, word)).collect::<Vec<_>>().join(", "),
        Shown::YesNo(yes) => if *yes { t.yes } else { t.no }.to_owned(),
        Shown::Count(count) => count.to_string(),
        Shown::Bytes(bytes) => format::bytes(*bytes),
        Shown::Percent(share) => format!("{share} %"),
        Shown::Dong(dong) => format::money(m, *dong),
        Shown::Time(amount) => format!("{amount} {}", amount_unit(m, amount.unit)),
        Shown::Day(day) => format::day(*day),
        Shown::FieldKind(kind) => field_kind(m, *kind).to_owned(),
        Shown::Choices(Choices::Any) => t.nothing.to_owned(),
        Shown::Choices(Choices::Listed { values }) => values.join("; "),
        Shown::Choices(Choices::Named { list, .. }) => fill(t.list, &[("name", list)]),
        Shown::Choices(Choices::Nationality { .. } | Choices::Units) => t.units.to_owned(),
        Shown::Repeat(repeat) => fill(t.times, &[("min", &repeat.min), ("max", &repeat.max)]),
        Shown::FieldRules(rules) => fill(t.rules, &[("count", &rules.len())]),
        Shown::CrossRule(rule) => rule.message_vi.clone().unwrap_or_else(|| fill(t.rules, &[("count", &1)])),
    }
}

/// A stable name in words, where there are words for it.
fn named_word<'a>(m: &'a Messages, word: &'a str) -> &'a str {
    let t = &m.registry.word;
    match word {
        "full" => t.full,
        "partial" => t.partial,
        "information" => t.information,
        "submit" => m.registry.edit.submit,
        "present" => m.registry.edit.present,
        other => other,
    }
}

/// The unit of an amount of time.
#[must_use]
pub const fn amount_unit(m: &Messages, unit: AmountUnit) -> &'static str {
    let t = &m.registry.word;
    match unit {
        AmountUnit::Hour => t.hour,
        AmountUnit::WorkingHour => t.working_hour,
        AmountUnit::Day => t.day,
        AmountUnit::WorkingDay => t.working_day,
        AmountUnit::Month => t.month,
    }
}

/// The name of a kind of answer.
#[must_use]
pub const fn field_kind(m: &Messages, kind: FieldKind) -> &'static str {
    let t = &m.registry.word;
    match kind {
        FieldKind::Text => t.text,
        FieldKind::Textarea => t.textarea,
        FieldKind::Select => t.select,
        FieldKind::Radio => t.radio,
        FieldKind::Checkbox => t.checkbox,
        FieldKind::Date => t.date,
        FieldKind::PartialDate => t.partial_date,
        FieldKind::Integer => t.integer,
        FieldKind::Decimal => t.decimal,
        FieldKind::Money => t.money,
        FieldKind::Tel => t.tel,
        FieldKind::Identity => t.identity,
        FieldKind::TaxCode => t.tax_code,
        FieldKind::Email => t.email,
        FieldKind::Url => t.url,
        FieldKind::Address => t.address,
        FieldKind::Signature => t.signature,
        FieldKind::File => t.file_kind,
    }
}
