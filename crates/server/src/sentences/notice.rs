//! Notices in words: what they say, and the letter around it.

use super::ground_name;
use crate::messages::{Lang, Messages, fill};
use crate::web::format;
use app::Catalogue;
use app::notice::{Letter, NoticeTexts, Told};
use domain::dossier::DueState;
use domain::notice::{Channel, Content, Kind, Language, Reminder, StaffKind};
use jiff::civil::{Date, DateTime};

/// The sentences of messages, for those who send them.
#[derive(Debug)]
pub struct Texts {
    public_url: String,
}

impl Texts {
    /// Messages that lead people to this address.
    #[must_use]
    pub fn new(public_url: &str) -> Self {
        Self { public_url: public_url.trim_end_matches('/').to_owned() }
    }
}

impl NoticeTexts for Texts {
    fn public_url(&self) -> &str {
        &self.public_url
    }

    fn letter(&self, told: &Told<'_>, catalogue: &Catalogue) -> Letter {
        let m = match told.language {
            Language::Vi => Lang::Vi.messages(),
            Language::En => Lang::En.messages(),
        };
        let t = &m.notice.letter;
        let mut said = notice_lines(m, catalogue, told.contents, told.procedure, told.desk);
        let short = fill(t.short, &[("code", &told.code), ("text", &said.join(" ")), ("url", &told.url)]);
        if !told.note.is_empty() {
            said.push(fill(m.notice.say.note, &[("note", &told.note)]));
        }
        let (id, version) = told.procedure;
        let name = catalogue.procedure_version(id, version).map_or(id, |procedure| procedure.name_vi.as_str());
        let mut facts = vec![fill(t.code, &[("code", &told.code)]), fill(t.see, &[("url", &told.url)])];
        if !name.is_empty() {
            facts.insert(0, fill(t.procedure, &[("procedure", &name)]));
        }
        let parts = [
            fill(t.greeting, &[("name", &told.name)]),
            said.join("\n"),
            facts.join("\n"),
            fill(t.choices, &[("url", &told.choices_url)]),
        ];
        let about = notice_kind(m, told.kind);
        let subject = fill(t.subject, &[("code", &told.code), ("about", &about)]);
        Letter { subject, body: parts.join("\n\n") + "\n", short }
    }
}

/// What a notice is about, in a few words.
#[must_use]
pub fn notice_kind(m: &Messages, kind: Kind) -> &'static str {
    m.notice.get(&format!("kind.{}", kind.name())).unwrap_or_default()
}

/// The name of a channel.
#[must_use]
pub const fn notice_channel(m: &Messages, channel: Channel) -> &'static str {
    match channel {
        Channel::Email => m.notice.channel.email,
        Channel::Sms => m.notice.channel.sms,
        Channel::Chat => m.notice.channel.chat,
    }
}

/// What a notice says, one sentence a fact.
#[must_use]
pub fn notice_lines(
    m: &Messages,
    catalogue: &Catalogue,
    contents: &[Content],
    procedure: (&str, &str),
    desk: &str,
) -> Vec<String> {
    contents.iter().flat_map(|content| lines(m, catalogue, content, procedure, desk)).collect()
}

fn lines(m: &Messages, catalogue: &Catalogue, content: &Content, procedure: (&str, &str), desk: &str) -> Vec<String> {
    let t = &m.notice.say;
    let unit = |id: &str| catalogue.unit_name(id, Date::MAX).to_owned();
    let at = |text: &str, at: DateTime| fill(text, &[("at", &format::moment(m, at))]);
    let due = |state: DueState| match state {
        DueState::At(when) | DueState::Expected(when) => Some(at(t.due, when)),
        DueState::Unknown | DueState::Standing { .. } => None,
    };
    let with_due = |text: &str, state| std::iter::once(text.to_owned()).chain(due(state)).collect();
    match content {
        Content::HandedIn { desk, examined_by, due: _ } => {
            let sent = fill(t.handed_in, &[("desk", &unit(desk))]);
            std::iter::once(sent).chain(examined_by.map(|when| at(t.examined_by, when))).collect()
        }
        Content::Received { due } => with_due(t.received, *due),
        Content::Refused => vec![t.refused.to_owned()],
        Content::PapersMissing { components } => {
            vec![fill(t.papers_missing, &[("papers", &papers(catalogue, components, procedure))])]
        }
        Content::PaymentAsked { amount } => vec![fill(t.payment_asked, &[("amount", &format::money(m, *amount))])],
        Content::Paid { reference } => vec![fill(t.paid, &[("reference", reference)])],
        Content::Prolonged { due } => with_due(t.prolonged, *due),
        Content::Passed { to_unit } => vec![fill(t.passed, &[("unit", &unit(to_unit))])],
        Content::Suspended { ground } => {
            vec![fill(t.suspended, &[("ground", &ground_name(m, catalogue, ground, Date::MAX))])]
        }
        Content::Resumed { due } => with_due(t.resumed, *due),
        Content::Apology { promised } => vec![at(t.apology, *promised)],
        Content::ResultReady { number, has_files } => {
            let ready = fill(t.result_ready, &[("number", number), ("desk", &unit(desk))]);
            std::iter::once(ready).chain(has_files.then(|| t.result_online.to_owned())).collect()
        }
        Content::Delivered => vec![t.delivered.to_owned()],
        Content::Withdrawn => vec![t.withdrawn.to_owned()],
        Content::Staff(reminder) => reminder_lines(m, reminder),
    }
}

fn papers(catalogue: &Catalogue, components: &[String], (id, version): (&str, &str)) -> String {
    let procedure = catalogue.procedure_version(id, version);
    let name = |component: &String| {
        let found = procedure.and_then(|procedure| procedure.component(component));
        found.map_or_else(|| component.clone(), |component| component.name_vi.clone())
    };
    components.iter().map(name).collect::<Vec<_>>().join("; ")
}

fn reminder_lines(m: &Messages, reminder: &Reminder) -> Vec<String> {
    let t = &m.notice.say;
    let head = match reminder.kind {
        StaffKind::DueSoon => t.due_soon,
        StaffKind::Overdue => t.overdue,
        StaffKind::Escalated => t.escalated,
        StaffKind::ApologyDue => t.apology_due,
        StaffKind::ApologyUnsigned => t.apology_unsigned,
    };
    let due = reminder.due.map(|at| fill(t.due, &[("at", &format::moment(m, at))]));
    let step = (!reminder.step.is_empty()).then(|| fill(t.step, &[("step", &reminder.step)]));
    std::iter::once(head.to_owned()).chain(due).chain(step).collect()
}
