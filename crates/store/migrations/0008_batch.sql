-- Drafts that one import of the catalogue made belong together, so that a second person can go through them at once.

ALTER TABLE revision ADD COLUMN batch {text};

-- Findings of the burden check that are kept on a clause, as JSON by their keys.
ALTER TABLE revision ADD COLUMN accepted {text} NOT NULL DEFAULT '{}';

CREATE INDEX revision_batch ON revision (batch, procedure_id, number);
