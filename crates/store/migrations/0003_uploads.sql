-- Who brought which file: only they may name it in a dossier. Bookkeeping, not history: rows end after a while.

CREATE TABLE upload (
    sha256 {text} NOT NULL,
    owner {text} NOT NULL,
    at {int} NOT NULL,
    PRIMARY KEY (sha256, owner)
){table_end};

CREATE INDEX upload_at ON upload (at);
