-- Exchange of documents with other installations: what each side knows, what is to be said, when partners were heard.

CREATE TABLE exchange_sent (
    stream {text} NOT NULL PRIMARY KEY,
    version {int} NOT NULL,
    document {text} NOT NULL,
    partner {text} NOT NULL,
    organ {text} NOT NULL,
    document_id {text} NOT NULL,
    stage {text} NOT NULL,
    ask {text} NOT NULL,
    answer {text} NOT NULL,
    changed_at {int} NOT NULL
){table_end};

CREATE INDEX exchange_sent_document ON exchange_sent (document, organ);

CREATE UNIQUE INDEX exchange_sent_id ON exchange_sent (document_id, organ);

CREATE TABLE exchange_came (
    stream {text} NOT NULL PRIMARY KEY,
    version {int} NOT NULL,
    incoming {text} NOT NULL,
    partner {text} NOT NULL,
    sender {text} NOT NULL,
    organ {text} NOT NULL,
    document_id {text} NOT NULL,
    responds {text} NOT NULL,
    stage {text} NOT NULL,
    ask {text} NOT NULL,
    answer {text} NOT NULL,
    changed_at {int} NOT NULL
){table_end};

CREATE INDEX exchange_came_incoming ON exchange_came (incoming);

CREATE INDEX exchange_came_responds ON exchange_came (responds, stream);

CREATE INDEX exchange_came_partner ON exchange_came (partner, stage);

CREATE INDEX exchange_sent_partner ON exchange_sent (partner, stage);

-- What is to be said to whom, in order: each row names the event that says it. How often it was tried is no event.

CREATE TABLE exchange_outbox (
    partner {text} NOT NULL,
    number {int} NOT NULL,
    stream {text} NOT NULL,
    version {int} NOT NULL,
    state {text} NOT NULL,
    attempts {int} NOT NULL,
    due_at {int} NOT NULL,
    made_at {int} NOT NULL,
    changed_at {int} NOT NULL,
    reason {text} NOT NULL,
    PRIMARY KEY (partner, number)
){table_end};

CREATE INDEX exchange_outbox_next ON exchange_outbox (partner, state, number);

CREATE INDEX exchange_outbox_event ON exchange_outbox (stream, version, state);

CREATE TABLE exchange_contact (
    partner {text} NOT NULL PRIMARY KEY,
    reached_at {int},
    heard_at {int},
    failed_at {int},
    fault {text} NOT NULL
){table_end};

CREATE TABLE exchange_nonce (
    partner {text} NOT NULL,
    nonce {text} NOT NULL,
    at {int} NOT NULL,
    PRIMARY KEY (partner, nonce)
){table_end};

CREATE INDEX exchange_nonce_at ON exchange_nonce (at);
