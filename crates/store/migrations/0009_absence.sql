-- Who is away, who acts for whom and for how long, and who is a deputy of the head of a unit.

ALTER TABLE role_grant ADD COLUMN is_deputy {bool} NOT NULL DEFAULT FALSE;

-- A projection of the streams `delegation/` with the id. No procedures: all that the role opens; otherwise their ids, with a blank between.
CREATE TABLE delegation (
    id {text} NOT NULL PRIMARY KEY,
    version {int} NOT NULL,
    giver {text} NOT NULL,
    receiver {text} NOT NULL,
    role {text} NOT NULL,
    unit {text} NOT NULL,
    valid_from {text} NOT NULL,
    valid_to {text} NOT NULL,
    procedures {text},
    reason {text} NOT NULL,
    made_by {text} NOT NULL,
    is_revoked {bool} NOT NULL
) {table_end};
CREATE INDEX delegation_receiver ON delegation (receiver, valid_to);
CREATE INDEX delegation_giver ON delegation (giver, valid_to);
CREATE INDEX delegation_unit ON delegation (unit, valid_to);

-- A projection of the streams `absence/` with the id.
CREATE TABLE absence (
    id {text} NOT NULL PRIMARY KEY,
    version {int} NOT NULL,
    person {text} NOT NULL,
    valid_from {text} NOT NULL,
    valid_to {text} NOT NULL,
    reason {text} NOT NULL,
    noted_by {text} NOT NULL,
    back_on {text}
) {table_end};
CREATE INDEX absence_person ON absence (person, valid_to);
