-- Reminders and escalation, rules that failed, and outages of the system.

-- When it is next worth asking whether somebody is to be reminded of a task; 0 for at once.
ALTER TABLE task ADD COLUMN next_check {int} NOT NULL DEFAULT 0;
CREATE INDEX task_check ON task (next_check, dossier, step);

-- A projection of the streams `reminder/` with the key: one reminder for each rule, task and repetition.
CREATE TABLE reminder (
    key {text} NOT NULL PRIMARY KEY,
    rule {text} NOT NULL,
    task {text} NOT NULL,
    repetition {int} NOT NULL,
    dossier {text} NOT NULL,
    step {text} NOT NULL,
    unit {text} NOT NULL,
    is_escalated {bool} NOT NULL,
    fell_due_at {int} NOT NULL,
    sent_at {int} NOT NULL
) {table_end};
CREATE INDEX reminder_dossier ON reminder (dossier, task, rule, repetition);
CREATE INDEX reminder_unit ON reminder (unit, sent_at, key);

-- Rules that could not be applied, each with the last dossier at which it failed. No projection: it says how the job fared.
CREATE TABLE rule_fault (
    rule {text} NOT NULL PRIMARY KEY,
    cause {text} NOT NULL,
    dossier {text} NOT NULL,
    failures {int} NOT NULL,
    first_at {int} NOT NULL,
    last_at {int} NOT NULL
) {table_end};

-- A projection of the streams `outage/` with the id. Times are civil times of the province.
CREATE TABLE outage (
    id {text} NOT NULL PRIMARY KEY,
    version {int} NOT NULL,
    began {text} NOT NULL,
    ended {text},
    what {text} NOT NULL,
    noted_by {text} NOT NULL,
    is_withdrawn {bool} NOT NULL
) {table_end};
CREATE INDEX outage_began ON outage (began, id);

-- Dossiers by the due time of their result: for the apologies that a unit owes.
CREATE INDEX dossier_due ON dossier (handling_unit, due_at, code);
CREATE INDEX dossier_due_open ON dossier (handling_unit, due_at, code) WHERE is_open;
