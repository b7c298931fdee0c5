//! From a record and a command to events, or to a refusal that says why.

use jiff::civil::Date;

use super::record::first_day;
use super::{Command, Context, Decision, Event, Override, Record, Refusal, Revision, RevisionState, Standing};

/// Days between publication and first day that need no reason: a province publishes at least five days before a text
/// takes effect (Decree 63/2010/NĐ-CP, Article 15); less is the shortened procedure, and its reason is kept.
pub const NOTICE_DAYS: i64 = 5;

/// Longest reason, clause or number, in characters.
const TEXT_MAX: usize = 2_000;

impl Record {
    /// What the command makes happen. Events of one command belong together.
    pub fn decide(&self, command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
        match command {
            Command::Open { based_on, content } => {
                self.not_repealed(context.today)?;
                if let Some(revision) = self.in_work() {
                    return Err(Refusal::AnotherInWork { number: revision.number });
                }
                let number = self.next_number();
                let opened = Event::RevisionOpened { number, based_on: based_on.clone() };
                Ok(vec![opened, Event::RevisionSaved { number, based_on, content }])
            }
            Command::Save { number, based_on, content } => {
                self.in_work_or_refuse(number)?;
                Ok(vec![Event::RevisionSaved { number, based_on, content }])
            }
            Command::Check { number, overrides } => self.check(number, overrides, context),
            Command::SendBack { number, reason } => {
                let revision = self.in_work_or_refuse(number)?;
                if revision.state == RevisionState::Draft {
                    return Err(Refusal::NotInState(revision.state));
                }
                Ok(vec![Event::RevisionSentBack { number, reason: text("reason", &reason)? }])
            }
            Command::Approve { number } => {
                self.others_work(number, RevisionState::Checked, context.actor)?;
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
                self.published_from(from, context)?;
                if to.is_some_and(|to| to < from) {
                    return Err(Refusal::EndsBeforeItBegins);
                }
                match self.standing_on(from) {
                    Standing::Suspended { .. } => return Err(Refusal::Suspended),
                    Standing::InForce | Standing::Repealed { .. } => (),
                }
                let (reason, legal_basis) = (text("reason", &reason)?, text("legal_basis", &legal_basis)?);
                Ok(vec![Event::Suspended { from, to, reason, legal_basis }])
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

    fn check(&self, number: u32, overrides: Vec<Override>, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
        self.others_work(number, RevisionState::Draft, context.actor)?;
        for accepted in &overrides {
            text("clause", &accepted.clause)?;
        }
        let is_open = |stop: &&String| !overrides.iter().any(|accepted| accepted.finding == **stop);
        let open: Vec<String> = context.stops.iter().filter(is_open).cloned().collect();
        if !open.is_empty() {
            return Err(Refusal::FindingsOpen(open));
        }
        // What is not found is not accepted either: only overrides of real findings are kept.
        let overrides = overrides.into_iter().filter(|accepted| context.stops.contains(&accepted.finding)).collect();
        Ok(vec![Event::RevisionChecked { number, overrides }])
    }

    fn publish(
        &self,
        number: u32,
        valid_from: Date,
        Decision { number: decision, date }: Decision,
        short_notice: Option<String>,
        context: &Context<'_>,
    ) -> Result<Vec<Event>, Refusal> {
        let revision = self.others_work(number, RevisionState::Approved, context.actor)?;
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

    /// The revision, when it is in that state and somebody else wrote it.
    fn others_work(&self, number: u32, state: RevisionState, actor: &str) -> Result<&Revision, Refusal> {
        let revision = self.revisions.get(&number).ok_or(Refusal::NoSuchRevision)?;
        if revision.state != state {
            return Err(Refusal::NotInState(revision.state));
        }
        if revision.editors.contains(actor) { Err(Refusal::OwnWork) } else { Ok(revision) }
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
