-- The registry of procedures: revisions in work and published, how procedures stand, imported files of the past.

CREATE TABLE registry (
    procedure_id {text} NOT NULL PRIMARY KEY,
    version {int} NOT NULL,
    standing {text} NOT NULL
){table_end};

CREATE TABLE revision (
    procedure_id {text} NOT NULL,
    number {int} NOT NULL,
    state {text} NOT NULL,
    name {text} NOT NULL,
    folded {text} NOT NULL,
    valid_from {text},
    updated_at {int} NOT NULL,
    body {text} NOT NULL,
    PRIMARY KEY (procedure_id, number)
){table_end};

CREATE INDEX revision_state ON revision (state, updated_at, procedure_id, number);

CREATE TABLE dataset_past (
    kind {text} NOT NULL,
    name {text} NOT NULL,
    version {int} NOT NULL,
    sha256 {text} NOT NULL,
    imported_at {int} NOT NULL,
    body {text} NOT NULL,
    PRIMARY KEY (kind, name, version)
){table_end};

ALTER TABLE draft ADD COLUMN procedure_version {text} NOT NULL DEFAULT '';
