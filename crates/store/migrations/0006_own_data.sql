-- The applicant's own electronic store, and what registers hold where there is no line to them.

CREATE TABLE own_store (
    subject {text} NOT NULL PRIMARY KEY,
    version {int} NOT NULL,
    keeps {bool} NOT NULL
){table_end};

-- What an item is stands in head; what it says is sealed. Its key goes when the item goes.
CREATE TABLE own_item (
    subject {text} NOT NULL,
    id {text} NOT NULL,
    version {int} NOT NULL,
    head {text} NOT NULL,
    sealed {bytes} NOT NULL,
    PRIMARY KEY (subject, id)
){table_end};

CREATE TABLE register_entry (
    register {text} NOT NULL,
    holder {text} NOT NULL,
    number {text} NOT NULL,
    file {text} NOT NULL,
    as_of {text} NOT NULL,
    body {text} NOT NULL,
    PRIMARY KEY (register, holder, number)
){table_end};

CREATE INDEX register_entry_file ON register_entry (file);
