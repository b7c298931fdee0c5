//! Checking the beginning of an application before the rest is there.

use super::SubmitRequest;
use crate::App;
use crate::catalogue::check_applicant;
use crate::error::{ActError, FieldProblem};

impl App {
    /// Every fault of procedure, desk, competent unit and applicant; answers and papers are not looked at.
    #[must_use]
    pub fn check_place(&self, request: &SubmitRequest) -> Vec<FieldProblem> {
        let mut problems = match self.catalogue().intake(request, self.today()) {
            Err(ActError::Invalid(problems)) => problems,
            Ok(_) | Err(_) => Vec::new(),
        };
        problems.extend(check_applicant(&request.applicant));
        problems
    }
}
