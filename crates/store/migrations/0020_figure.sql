-- What each dossier counts for, from when to when; the sums of that by day and by month; and published values with what
-- they counted. Marks and sums are kept by a follower of the journal.

CREATE TABLE figure_mark (
    dossier {text} NOT NULL,
    counter {text} NOT NULL,
    belongs {text} NOT NULL,
    day {text} NOT NULL,
    until {text} NOT NULL,
    unit {text} NOT NULL,
    procedure_id {text} NOT NULL,
    amount {int} NOT NULL,
    PRIMARY KEY (dossier, counter)
){table_end};

CREATE INDEX figure_mark_all ON figure_mark (counter, belongs, dossier);
CREATE INDEX figure_mark_unit ON figure_mark (counter, unit, belongs, dossier);

-- Three kinds of rows: of a unit (no procedure), of a procedure (no unit), and of both; by month the same.
CREATE TABLE figure_day (
    counter {text} NOT NULL,
    procedure_id {text} NOT NULL,
    day {text} NOT NULL,
    unit {text} NOT NULL,
    belongs {text} NOT NULL,
    amount {int} NOT NULL,
    PRIMARY KEY (counter, procedure_id, day, unit, belongs)
){table_end};

CREATE INDEX figure_day_unit ON figure_day (counter, unit, day, procedure_id, belongs, amount);

CREATE TABLE figure_month (
    counter {text} NOT NULL,
    procedure_id {text} NOT NULL,
    month {text} NOT NULL,
    unit {text} NOT NULL,
    belongs {text} NOT NULL,
    amount {int} NOT NULL,
    PRIMARY KEY (counter, procedure_id, month, unit, belongs)
){table_end};

CREATE INDEX figure_month_unit ON figure_month (counter, unit, month, procedure_id, belongs, amount);

CREATE TABLE figure_published (
    id {text} NOT NULL PRIMARY KEY,
    version {int} NOT NULL,
    figure {text} NOT NULL,
    unit {text} NOT NULL,
    published_at {int} NOT NULL,
    body {text} NOT NULL
){table_end};

CREATE INDEX figure_published_newest ON figure_published (published_at, id);
CREATE INDEX figure_published_figure ON figure_published (figure, published_at, id);

CREATE TABLE figure_counted (
    publication {text} NOT NULL,
    counter {text} NOT NULL,
    record {text} NOT NULL,
    amount {int} NOT NULL,
    PRIMARY KEY (publication, counter, record)
){table_end};
