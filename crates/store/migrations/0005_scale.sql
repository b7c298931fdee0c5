-- What a million dossiers need. Search keeps each word together with the place in which it may be found, so the number of
-- dossiers elsewhere no longer counts; the list of open dossiers also answers how many are late, where and of what.

DROP TABLE search_text;
{search_words};

-- Filled again from the journal by the follower.
DELETE FROM search_entry;
DELETE FROM figure_count;
DELETE FROM follower;

DROP INDEX dossier_open;
CREATE INDEX dossier_open ON dossier (next_due_at, code, handling_unit, procedure_id, is_open) WHERE is_open;
