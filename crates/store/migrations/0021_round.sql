-- Scoring rounds: a round, and the sheet of each of its units with the day until which the unit has something to do.

CREATE TABLE scoring_round (
    id {text} NOT NULL PRIMARY KEY,
    version {int} NOT NULL,
    year {int} NOT NULL,
    block {text} NOT NULL,
    card {text} NOT NULL,
    title {text} NOT NULL,
    state {text} NOT NULL,
    due {text} NOT NULL,
    published {int} NOT NULL,
    updated_at {int} NOT NULL
){table_end};

CREATE INDEX scoring_round_changed ON scoring_round (updated_at, id);

CREATE INDEX scoring_round_state ON scoring_round (state, due, id);

CREATE INDEX scoring_round_published ON scoring_round (published, year, id);

CREATE TABLE scoring_sheet (
    round {text} NOT NULL,
    unit {text} NOT NULL,
    version {int} NOT NULL,
    is_ranked {bool} NOT NULL,
    submitted_on {text} NOT NULL,
    asked {int} NOT NULL,
    unanswered {int} NOT NULL,
    waits_until {text} NOT NULL,
    PRIMARY KEY (round, unit)
){table_end};

CREATE INDEX scoring_sheet_unit ON scoring_sheet (unit, round);

CREATE INDEX scoring_sheet_waits ON scoring_sheet (waits_until, unit, round);

CREATE TABLE scoring_appraiser (
    round {text} NOT NULL,
    unit {text} NOT NULL,
    PRIMARY KEY (round, unit)
){table_end};

CREATE INDEX scoring_appraiser_unit ON scoring_appraiser (unit, round);
