//! From a record and a command to events, or to a refusal that says why.

use jiff::civil::Date;

use super::record::first_day;
use super::{Accepted, Command, Context, Decision, Event, Record, Refusal, Revision, RevisionState, Standing};

/// Days between publication and first day that need no reason: a province publishes at least five days before a text
/// takes effect (Decree 63/2010/NĐ-CP, Article 15); less is the shortened procedure, and its reason is kept.
pub const NOTICE_DAYS: i64 = 5;

/// Longest reason, clause or number, in characters.
const TEXT_MAX: usize = 2_000;

impl Record {
    /// What the command makes happen. Events of one command belong together.
    pub fn decide(&self, command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
        match command {
            Command::Open { based_on, content, batch } => {
                self.not_repealed(context.today)?;
                if let Some(revision) = self.in_work() {
                    return Err(Refusal::AnotherInWork { number: revision.number });
                }
                let number = self.next_number();
                let opened = Event::RevisionOpened { number, based_on: based_on.clone(), batch };
                Ok(vec![opened, Event::RevisionSaved { number, based_on, content }])
            }
            Command::Save { number, based_on, content } => {
                self.in_work_or_refuse(number)?;
                Ok(vec![Event::RevisionSaved { number, based_on, content }])
            }
            Command::Check { number } => {
                let revision = self.others_work(number, RevisionState::Draft, context)?;
                Ok(vec![Event::RevisionChecked { number, overrides: revision.overrides_of(context.findings) }])
            }
            Command::Accept { number, findings, clause } => self.accept(number, &findings, &clause, context),
            Command::Withdraw { number, finding } => self.withdraw(number, finding),
            Command::SendBack { number, reason } => {
                let revision = self.in_work_or_refuse(number)?;
                if revision.state == RevisionState::Draft {
                    return Err(Refusal::NotInState(revision.state));
                }
                Ok(vec![Event::RevisionSentBack { number, reason: text("reason", &reason)? }])
            }
            Command::Approve { number } => {
                self.others_work(number, RevisionState::Checked, context)?;
                Ok(vec![Event::RevisionApproved { number }])
            }
            Command::Publish { number, valid_from, decision, short_notice } => {
                self.publish(number, valid_from, decision, short_notice, context)
            }
            Command::Discard { number, reason } => {
                self.in_work_or_refuse(number)?;
                Ok(vec![Event::RevisionDiscarded { number, reason: text("reason", &reason)? }])
            }
            Command::Suspend { from, to, reason, legal_basis } => {
                self.suspend(from, to, &reason, &legal_basis, context)
            }
            Command::Resume { from, legal_basis } => {
                self.published_from(from, context)?;
                match self.standing_on(from) {
                    Standing::Suspended { .. } => (),
                    Standing::InForce | Standing::Repealed { .. } => return Err(Refusal::NotSuspended),
                }
                Ok(vec![Event::Resumed { from, legal_basis: text("legal_basis", &legal_basis)? }])
            }
            Command::Repeal { from, legal_basis, replaced_by } => {
                self.published_from(from, context)?;
                let replaced_by = replaced_by.filter(|code| !code.trim().is_empty());
                Ok(vec![Event::Repealed { from, legal_basis: text("legal_basis", &legal_basis)?, replaced_by }])
            }
        }
    }

    /// Keeps findings that stop the revision; each gets an event of its own, so that each can be taken back alone.
    fn accept(&self, number: u32, keys: &[String], clause: &str, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
        self.draft_or_refuse(number)?;
        let clause = text("clause", clause)?;
        let mut events = Vec::new();
        for finding in keys {
            let stop = context.findings.iter().find(|found| found.is_open_stop() && found.key() == *finding);
            let found = Accepted::values(stop.ok_or(Refusal::NoSuchFinding)?);
            events.push(Event::FindingAccepted { number, finding: finding.clone(), found, clause: clause.clone() });
        }
        if events.is_empty() { Err(Refusal::NoSuchFinding) } else { Ok(events) }
    }

    fn withdraw(&self, number: u32, finding: String) -> Result<Vec<Event>, Refusal> {
        let revision = self.draft_or_refuse(number)?;
        let found = revision.accepted.get(&finding).ok_or(Refusal::NoSuchFinding)?.found.clone();
        Ok(vec![Event::AcceptanceWithdrawn { number, finding, found }])
    }

    fn suspend(
        &self,
        from: Date,
        to: Option<Date>,
        reason: &str,
        legal_basis: &str,
        context: &Context<'_>,
    ) -> Result<Vec<Event>, Refusal> {
        self.published_from(from, context)?;
        if to.is_some_and(|to| to < from) {
            return Err(Refusal::EndsBeforeItBegins);
        }
        match self.standing_on(from) {
            Standing::Suspended { .. } => return Err(Refusal::Suspended),
            Standing::InForce | Standing::Repealed { .. } => (),
        }
        let (reason, legal_basis) = (text("reason", reason)?, text("legal_basis", legal_basis)?);
        Ok(vec![Event::Suspended { from, to, reason, legal_basis }])
    }

    fn publish(
        &self,
        number: u32,
        valid_from: Date,
        Decision { number: decision, date }: Decision,
        short_notice: Option<String>,
        context: &Context<'_>,
    ) -> Result<Vec<Event>, Refusal> {
        let revision = self.others_work(number, RevisionState::Approved, context)?;
        self.not_repealed(valid_from)?;
        if valid_from < context.today {
            return Err(Refusal::DayOver { today: context.today });
        }
        // The record is read in the transaction: it is right even where the catalogue has not seen a publication yet.
        let newest = self.newest_version(context.newest_version);
        if let Some(from) = newest.as_deref().and_then(first_day).filter(|from| *from > valid_from) {
            return Err(Refusal::LaterVersion { from });
        }
        if let Some(newest) = newest.filter(|newest| revision.based_on.as_deref() != Some(newest)) {
            return Err(Refusal::BaseOutdated { newest });
        }
        let short_notice = short_notice.filter(|reason| !reason.trim().is_empty());
        let short_notice = short_notice.map(|reason| text("short_notice", &reason)).transpose()?;
        if notice(context.today, valid_from) < NOTICE_DAYS && short_notice.is_none() {
            return Err(Refusal::NoticeTooShort { days: NOTICE_DAYS });
        }
        let decision = Decision { number: text("decision", &decision)?, date };
        Ok(vec![Event::RevisionPublished { number, valid_from, decision, short_notice }])
    }

    /// The revision, when it is in that state, somebody else wrote it and no finding stops it.
    fn others_work(&self, number: u32, state: RevisionState, context: &Context<'_>) -> Result<&Revision, Refusal> {
        let revision = self.revisions.get(&number).ok_or(Refusal::NoSuchRevision)?;
        if revision.state != state {
            return Err(Refusal::NotInState(revision.state));
        }
        if revision.editors.contains(context.actor) {
            return Err(Refusal::OwnWork);
        }
        if revision.accepted.values().any(|accepted| accepted.by == context.actor) {
            return Err(Refusal::OwnAcceptance);
        }
        let open = revision.open_stops(context.findings);
        if open.is_empty() { Ok(revision) } else { Err(Refusal::FindingsOpen(open)) }
    }

    /// A finding is accepted before somebody else checks the revision, never behind their back.
    fn draft_or_refuse(&self, number: u32) -> Result<&Revision, Refusal> {
        let revision = self.revisions.get(&number).ok_or(Refusal::NoSuchRevision)?;
        if revision.state == RevisionState::Draft { Ok(revision) } else { Err(Refusal::NotInState(revision.state)) }
    }

    fn in_work_or_refuse(&self, number: u32) -> Result<&Revision, Refusal> {
        let revision = self.revisions.get(&number).ok_or(Refusal::NoSuchRevision)?;
        if revision.state.is_in_work() { Ok(revision) } else { Err(Refusal::NotInState(revision.state)) }
    }

    fn not_repealed(&self, day: Date) -> Result<(), Refusal> {
        match self.standing_on(day) {
            Standing::Repealed { .. } => Err(Refusal::Repealed),
            Standing::InForce | Standing::Suspended { .. } => Ok(()),
        }
    }

    /// A change of standing is for a published procedure, from today at the earliest, and not after its end.
    fn published_from(&self, from: Date, context: &Context<'_>) -> Result<(), Refusal> {
        if self.newest_version(context.newest_version).is_none() {
            return Err(Refusal::NotPublished);
        }
        self.not_repealed(from)?;
        if from < context.today { Err(Refusal::DayOver { today: context.today }) } else { Ok(()) }
    }
}

fn notice(today: Date, valid_from: Date) -> i64 {
    today.until(valid_from).map_or(i64::MAX, |span| i64::from(span.get_days()))
}

/// A required text, without outer blanks.
fn text(field: &'static str, given: &str) -> Result<String, Refusal> {
    let given = given.trim();
    if given.is_empty() {
        return Err(Refusal::TextMissing(field));
    }
    if given.chars().count() > TEXT_MAX { Err(Refusal::TextTooLong(TEXT_MAX)) } else { Ok(given.to_owned()) }
}
