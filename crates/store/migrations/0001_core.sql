-- The parts that every room stands on: journal, followers, keys of subjects, counters, settings, idempotency, search.

CREATE TABLE heartbeat (
    id {int} NOT NULL PRIMARY KEY CHECK (id = 1),
    beats {int} NOT NULL
) {table_end};
INSERT INTO heartbeat (id, beats) VALUES (1, 0);

-- Every change, in order. transaction_id orders events of transactions that overlap; one engine has no such overlap.
CREATE TABLE journal (
    position {identity},
    transaction_id {transaction},
    stream {text} NOT NULL,
    version {int} NOT NULL CHECK (version > 0),
    kind {text} NOT NULL,
    recorded_at {int} NOT NULL,
    actor {text} NOT NULL,
    payload {text} NOT NULL,
    sealed {bytes},
    subject {text},
    UNIQUE (stream, version)
) {table_end};
CREATE INDEX journal_committed ON journal (transaction_id, position);

-- How far each follower of the journal has come.
CREATE TABLE follower (
    name {text} NOT NULL PRIMARY KEY,
    transaction_id {int} NOT NULL,
    position {int} NOT NULL
) {table_end};

-- The key that seals what events say about one person. Without the row, nobody can read it again.
CREATE TABLE subject_key (
    subject {text} NOT NULL PRIMARY KEY,
    key {bytes} NOT NULL
) {table_end};

-- The last number given out under each name.
CREATE TABLE counter (
    name {text} NOT NULL PRIMARY KEY,
    value {int} NOT NULL
) {table_end};

CREATE TABLE setting (
    name {text} NOT NULL PRIMARY KEY,
    value {text} NOT NULL
) {table_end};

-- Answers already given to requests that carry an idempotency key.
CREATE TABLE idempotency (
    actor {text} NOT NULL,
    key {text} NOT NULL,
    request_hash {bytes} NOT NULL,
    status {int} NOT NULL,
    body {bytes} NOT NULL,
    created_at {int} NOT NULL,
    PRIMARY KEY (actor, key)
) {table_end};
CREATE INDEX idempotency_created ON idempotency (created_at);

-- What can be found by words; heavy is the folded text that a hit is ranked by.
CREATE TABLE search_entry (
    id {identity},
    kind {text} NOT NULL,
    key {text} NOT NULL,
    heavy {text} NOT NULL,
    UNIQUE (kind, key)
) {table_end};
{search_text};
