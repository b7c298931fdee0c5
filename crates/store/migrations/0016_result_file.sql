-- Files that were issued as results, so that whoever holds one can be told whether it is the very file.

CREATE TABLE result_file (
    sha256 {text} NOT NULL,
    dossier {text} NOT NULL,
    number {text} NOT NULL,
    unit {text} NOT NULL,
    issued_at {int} NOT NULL,
    PRIMARY KEY (sha256, dossier)
){table_end};

CREATE INDEX result_file_dossier ON result_file (dossier, sha256);
