//! Why an absence or a delegation is refused.

/// Why an absence cannot be noted or a role not be given; each has a sentence that says what to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AwayRefusal {
    /// The last day lies before the first.
    #[error("the last day lies before the first")]
    EndsBeforeItBegins,
    /// The days are over: nothing is given or noted for them any more.
    #[error("the days are over")]
    Past,
    /// Longer than a year.
    #[error("longer than a year")]
    TooLong,
    /// The giver does not hold the role at the unit on each of the days.
    #[error("the role is not held on every day")]
    NotHeld,
    /// The role is held only because somebody else gave it, and is not given on.
    #[error("a role that was given is not given on")]
    GivenOn,
    /// Nobody gives a role to themselves.
    #[error("a role is not given to oneself")]
    ToOneself,
    /// The receiver has no post of their own at the unit on each of the days.
    #[error("the receiver does not work at the unit on every day")]
    NotOfUnit,
    /// The head's right is given to somebody who is no deputy of the head.
    #[error("only a deputy signs for the head")]
    NotDeputy,
    /// The role is a person's own and is never given: administrator, reform office.
    #[error("this role is never given")]
    NeverGiven,
    /// Limited to nothing: no procedure was named.
    #[error("no procedure was named")]
    EmptyScope,
    /// Limited to nothing: no kind of work was named.
    #[error("no kind of work was named")]
    NoWork,
    /// More procedures than can be named one by one.
    #[error("at most {0} procedures")]
    TooManyProcedures(usize),
    /// Neither document nor reason was named.
    #[error("a reason is missing")]
    NoReason,
    /// The reason is longer than allowed, in characters.
    #[error("at most {0} characters")]
    ReasonTooLong(usize),
    /// It was ended, revoked or is over already.
    #[error("it is over already")]
    Over,
}
