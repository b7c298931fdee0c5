-- By which version of which workflow the work of each dossier runs: one row a running instance, for moving them to another.

CREATE TABLE workflow_run (
    dossier {text} NOT NULL,
    instance {text} NOT NULL,
    workflow {text} NOT NULL,
    version {int} NOT NULL,
    unit {text} NOT NULL,
    PRIMARY KEY (dossier, instance)
){table_end};

CREATE INDEX workflow_run_unit ON workflow_run (workflow, unit, dossier, instance);
CREATE INDEX workflow_run_all ON workflow_run (workflow, dossier, instance);
