-- The review of procedures: plans of a year, the review of each procedure, proposals; and dossiers counted by procedure.

CREATE TABLE review_plan (
    id {text} NOT NULL PRIMARY KEY,
    version {int} NOT NULL,
    year {int} NOT NULL,
    state {text} NOT NULL,
    title {text} NOT NULL,
    updated_at {int} NOT NULL
){table_end};

CREATE INDEX review_plan_changed ON review_plan (updated_at, id);

CREATE TABLE review (
    plan {text} NOT NULL,
    procedure_id {text} NOT NULL,
    item {int} NOT NULL,
    version {int} NOT NULL,
    year {int} NOT NULL,
    unit {text} NOT NULL,
    person {text} NOT NULL,
    deadline {text} NOT NULL,
    state {text} NOT NULL,
    confirmed_on {text} NOT NULL,
    PRIMARY KEY (plan, procedure_id)
){table_end};

CREATE INDEX review_unit ON review (unit, deadline, plan, procedure_id);

CREATE TABLE review_proposal (
    plan {text} NOT NULL,
    procedure_id {text} NOT NULL,
    number {int} NOT NULL,
    unit {text} NOT NULL,
    kind {text} NOT NULL,
    counts_as {text} NOT NULL,
    days_hundredths {int} NOT NULL,
    decision {text} NOT NULL,
    document {text} NOT NULL,
    decided_on {text} NOT NULL,
    revision {int},
    PRIMARY KEY (plan, procedure_id, number)
){table_end};

CREATE INDEX review_proposal_decided ON review_proposal (decision, decided_on, plan, procedure_id, number);

CREATE INDEX dossier_procedure ON dossier (procedure_id, submitted_at, code);
