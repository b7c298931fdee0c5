-- Administrative documents: what an agency received and issues, and who can read which document.

CREATE TABLE incoming (
    id {text} NOT NULL PRIMARY KEY,
    version {int} NOT NULL,
    agency {text} NOT NULL,
    year {int} NOT NULL,
    number {int},
    registered_on {text} NOT NULL,
    received_at {int} NOT NULL,
    source {text} NOT NULL,
    document_id {text} NOT NULL,
    author {text} NOT NULL,
    symbol {text} NOT NULL,
    day {text} NOT NULL,
    kind {text} NOT NULL,
    subject {text} NOT NULL,
    urgency {text} NOT NULL,
    circulation {text} NOT NULL,
    note {text} NOT NULL,
    likeness {text} NOT NULL,
    state {text} NOT NULL,
    submitted_to {text} NOT NULL,
    lead {text} NOT NULL,
    person {text} NOT NULL,
    instructed_on {text} NOT NULL,
    taken_by {text} NOT NULL,
    taken_on {text} NOT NULL,
    due {text} NOT NULL,
    ended_on {text} NOT NULL,
    answer {text} NOT NULL,
    waits_for {text} NOT NULL,
    waits_until {text} NOT NULL
){table_end};

CREATE INDEX incoming_number ON incoming (agency, registered_on, number);

CREATE INDEX incoming_year ON incoming (agency, year, number);

CREATE INDEX incoming_likeness ON incoming (agency, likeness);

CREATE INDEX incoming_document ON incoming (document_id);

CREATE INDEX incoming_waits ON incoming (waits_for, waits_until, id);

CREATE TABLE document_reader (
    direction {text} NOT NULL,
    document {text} NOT NULL,
    reader {text} NOT NULL,
    at {int} NOT NULL,
    PRIMARY KEY (direction, document, reader)
){table_end};

CREATE INDEX document_reader_list ON document_reader (direction, reader, at, document);

CREATE TABLE outgoing (
    id {text} NOT NULL PRIMARY KEY,
    version {int} NOT NULL,
    agency {text} NOT NULL,
    unit {text} NOT NULL,
    year {int} NOT NULL,
    number {int},
    notation {text} NOT NULL,
    day {text} NOT NULL,
    kind {text} NOT NULL,
    subject {text} NOT NULL,
    urgency {text} NOT NULL,
    circulation {text} NOT NULL,
    state {text} NOT NULL,
    signer {text} NOT NULL,
    signed_on {text} NOT NULL,
    issued_on {text} NOT NULL,
    receivers {text} NOT NULL,
    answers {text} NOT NULL,
    replaced_by {text} NOT NULL,
    begun_at {int} NOT NULL,
    waits_for {text} NOT NULL,
    waits_until {text} NOT NULL
){table_end};

CREATE INDEX outgoing_day ON outgoing (agency, day, number);

CREATE INDEX outgoing_waits ON outgoing (waits_for, waits_until, id);
