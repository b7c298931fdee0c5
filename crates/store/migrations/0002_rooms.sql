-- The rooms: each table is a projection of the journal and can be rebuilt from it.

CREATE TABLE dossier (
    code {text} NOT NULL PRIMARY KEY,
    version {int} NOT NULL,
    procedure_id {text} NOT NULL,
    procedure_version {text} NOT NULL,
    channel {text} NOT NULL,
    receiving_unit {text} NOT NULL,
    handling_unit {text} NOT NULL,
    holding_unit {text} NOT NULL,
    assignee {text},
    subject {text} NOT NULL,
    submitter {text} NOT NULL,
    stage {text} NOT NULL,
    is_open {bool} NOT NULL,
    submitted_at {int} NOT NULL,
    accepted_at {int},
    next_due_at {int} NOT NULL,
    due_at {int},
    finished_at {int},
    on_time {bool},
    outcome {text},
    rating {int},
    applicant_name {text} NOT NULL,
    identity_tail {text} NOT NULL,
    phone_tail {text} NOT NULL
){table_end};

CREATE INDEX dossier_worklist ON dossier (holding_unit, next_due_at, code) WHERE is_open;
CREATE INDEX dossier_assigned ON dossier (assignee, next_due_at, code) WHERE is_open AND assignee IS NOT NULL;
CREATE INDEX dossier_open ON dossier (next_due_at, code) WHERE is_open;
CREATE INDEX dossier_received ON dossier (receiving_unit, submitted_at, code);
CREATE INDEX dossier_handled ON dossier (handling_unit, submitted_at, code);
CREATE INDEX dossier_subject ON dossier (subject, submitted_at, code);
CREATE INDEX dossier_submitter ON dossier (submitter, submitted_at, code);

CREATE TABLE draft (
    code {text} NOT NULL PRIMARY KEY,
    version {int} NOT NULL,
    procedure_id {text} NOT NULL,
    owner {text} NOT NULL,
    key_hash {text} NOT NULL,
    step {text} NOT NULL,
    updated_at {int} NOT NULL,
    submitted_as {text}
){table_end};

CREATE INDEX draft_owner ON draft (owner, updated_at, code);

CREATE TABLE account (
    id {text} NOT NULL PRIMARY KEY,
    version {int} NOT NULL,
    login {text} NOT NULL UNIQUE,
    name {text} NOT NULL,
    password_hash {text} NOT NULL,
    subject {text},
    phone {text} NOT NULL,
    email {text} NOT NULL,
    is_disabled {bool} NOT NULL,
    created_at {int} NOT NULL
){table_end};

CREATE TABLE role_grant (
    account {text} NOT NULL REFERENCES account (id),
    role {text} NOT NULL,
    unit {text} NOT NULL,
    valid_from {text} NOT NULL,
    valid_to {text},
    PRIMARY KEY (account, role, unit, valid_from)
){table_end};

CREATE INDEX role_grant_unit ON role_grant (unit, role, account);

CREATE TABLE session (
    token_hash {text} NOT NULL PRIMARY KEY,
    account {text} NOT NULL REFERENCES account (id),
    purpose {text} NOT NULL,
    created_at {int} NOT NULL,
    expires_at {int} NOT NULL
){table_end};

CREATE INDEX session_expiry ON session (expires_at);

CREATE TABLE dataset (
    kind {text} NOT NULL,
    name {text} NOT NULL,
    version {int} NOT NULL,
    sha256 {text} NOT NULL,
    imported_at {int} NOT NULL,
    body {text} NOT NULL,
    PRIMARY KEY (kind, name)
){table_end};

CREATE TABLE figure_count (
    day {text} NOT NULL,
    unit {text} NOT NULL,
    procedure_id {text} NOT NULL,
    figure {text} NOT NULL,
    amount {int} NOT NULL,
    PRIMARY KEY (day, unit, procedure_id, figure)
){table_end};
