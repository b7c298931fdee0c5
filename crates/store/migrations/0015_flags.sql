-- Requests for papers that were made on the due date or later: listed for the head of the unit and the reform office.

CREATE TABLE supplement_flag (
    dossier {text} NOT NULL,
    number {int} NOT NULL,
    unit {text} NOT NULL,
    procedure_id {text} NOT NULL,
    at {int} NOT NULL,
    exceptional {bool} NOT NULL,
    late_notice {bool} NOT NULL,
    PRIMARY KEY (dossier, number)
){table_end};

CREATE INDEX supplement_flag_unit ON supplement_flag (unit, at, dossier);
CREATE INDEX supplement_flag_at ON supplement_flag (at, dossier);

-- Money that came without an order, and orders of which something is to be given back, as lists to work through.
CREATE INDEX payment_money_stray ON payment_money (recorded_at, channel, name) WHERE order_id = '' AND kept = 'unknown_order';
CREATE INDEX payment_order_give_back ON payment_order (unit, id) WHERE to_give_back > 0;

-- The kinds of work to which a delegation is limited, with a blank between; none for all.
ALTER TABLE delegation ADD COLUMN works {text};
