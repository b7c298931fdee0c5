-- Notices: the inbox of each person, what goes out by other ways, and who chose which.

-- One message about one act. What it says stands in the journal under code and versions; only reminders to staff carry
-- their few words with them. Either the account or the subject reads it, or both are the same person.
CREATE TABLE notice (
    id {text} NOT NULL PRIMARY KEY,
    code {text} NOT NULL,
    first_version {int} NOT NULL,
    last_version {int} NOT NULL,
    kind {text} NOT NULL,
    subject {text},
    account {text},
    reminder {text},
    created_at {int} NOT NULL,
    read_at {int}
){table_end};

CREATE INDEX notice_of_subject ON notice (subject, created_at, id) WHERE subject IS NOT NULL;
CREATE INDEX notice_of_account ON notice (account, created_at, id) WHERE account IS NOT NULL;
CREATE INDEX notice_unread_of_subject ON notice (subject) WHERE read_at IS NULL AND subject IS NOT NULL;
CREATE INDEX notice_unread_of_account ON notice (account) WHERE read_at IS NULL AND account IS NOT NULL;

-- One way out of the house for one notice. Whoever sends it moves due_at on first, so that nobody else takes it meanwhile.
CREATE TABLE notice_outbox (
    notice {text} NOT NULL REFERENCES notice (id),
    channel {text} NOT NULL,
    state {text} NOT NULL,
    attempts {int} NOT NULL,
    due_at {int} NOT NULL,
    made_at {int} NOT NULL,
    changed_at {int} NOT NULL,
    reason {text},
    answer {int},
    PRIMARY KEY (notice, channel)
){table_end};

CREATE INDEX notice_outbox_due ON notice_outbox (channel, due_at, notice) WHERE state = 'waiting';
CREATE INDEX notice_outbox_state ON notice_outbox (state, changed_at, notice, channel);

-- Which ways a person chose; a projection of the stream `notices/` with the owner.
CREATE TABLE notice_choice (
    owner {text} NOT NULL PRIMARY KEY,
    version {int} NOT NULL,
    email {bool} NOT NULL,
    sms {bool} NOT NULL,
    chat {bool} NOT NULL,
    lang {text} NOT NULL
){table_end};

-- What happened before there were notices makes none: the follower begins at the present end of the journal.
INSERT INTO follower (name, transaction_id, position)
    SELECT 'notices', transaction_id, position FROM journal ORDER BY transaction_id DESC, position DESC LIMIT 1;
