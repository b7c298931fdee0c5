-- What is to be done with each open dossier, by whom and until when: one row a step, for every inbox.

CREATE TABLE task (
    dossier {text} NOT NULL,
    step {text} NOT NULL,
    kind {text} NOT NULL,
    name {text} NOT NULL,
    unit {text} NOT NULL,
    role {text} NOT NULL,
    assignee {text},
    since {int} NOT NULL,
    due_at {int} NOT NULL,
    procedure_id {text} NOT NULL,
    stage {text} NOT NULL,
    applicant_name {text} NOT NULL,
    PRIMARY KEY (dossier, step)
){table_end};

CREATE INDEX task_unit ON task (unit, due_at, dossier, step);
CREATE INDEX task_assignee ON task (assignee, due_at, dossier, step);
CREATE INDEX task_kind ON task (kind, due_at);

-- Open dossiers that came before this table: each stands as a whole with the unit that holds it.
INSERT INTO task (dossier, step, kind, name, unit, role, assignee, since, due_at, procedure_id, stage, applicant_name)
SELECT code, '',
    CASE stage
        WHEN 'submitted' THEN 'receive'
        WHEN 'result_issued' THEN 'hand_over'
        WHEN 'awaiting_supplement' THEN 'applicant'
        WHEN 'awaiting_payment' THEN 'applicant'
        WHEN 'suspended' THEN 'suspended'
        ELSE 'whole'
    END,
    '', holding_unit,
    CASE
        WHEN stage IN ('submitted', 'result_issued') OR accepted_at IS NULL THEN 'clerk'
        WHEN stage IN ('suspended', 'decided') THEN 'leader'
        WHEN stage = 'signed' THEN 'records_clerk'
        ELSE 'officer'
    END,
    assignee, COALESCE(accepted_at, submitted_at), next_due_at, procedure_id, stage, applicant_name
FROM dossier WHERE is_open;
