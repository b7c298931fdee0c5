-- Work files: the documents of one matter, kept together, closed, archived or destroyed.

CREATE TABLE work_file (
    id {text} NOT NULL PRIMARY KEY,
    version {int} NOT NULL,
    agency {text} NOT NULL,
    unit {text} NOT NULL,
    year {int} NOT NULL,
    symbol {text} NOT NULL,
    title {text} NOT NULL,
    keeper {text} NOT NULL,
    retention {int} NOT NULL,
    state {text} NOT NULL,
    started {text} NOT NULL,
    ended {text} NOT NULL,
    handover_by {text} NOT NULL,
    over_on {text} NOT NULL,
    pieces {int} NOT NULL,
    opened_at {int} NOT NULL,
    waits_for {text} NOT NULL,
    waits_until {text} NOT NULL
){table_end};

CREATE UNIQUE INDEX work_file_symbol ON work_file (agency, year, symbol);

CREATE INDEX work_file_waits ON work_file (waits_for, waits_until, id);

CREATE TABLE work_file_piece (
    file {text} NOT NULL,
    kind {text} NOT NULL,
    piece {text} NOT NULL,
    place {int} NOT NULL,
    PRIMARY KEY (file, kind, piece)
){table_end};

CREATE INDEX work_file_piece_of ON work_file_piece (kind, piece, file);
