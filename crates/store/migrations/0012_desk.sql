-- The desk: tickets of the queue, appointments with the places taken of each slot, deliveries of results.

CREATE TABLE desk_ticket (
    code {text} NOT NULL PRIMARY KEY,
    version {int} NOT NULL,
    unit {text} NOT NULL,
    day {text} NOT NULL,
    service {text} NOT NULL,
    number {int} NOT NULL,
    kind {text} NOT NULL,
    ground {text} NOT NULL,
    slot_at {int},
    state {text} NOT NULL,
    counter {text} NOT NULL,
    calls {int} NOT NULL,
    issued_at {int} NOT NULL,
    called_at {int},
    began_at {int},
    ended_at {int},
    last_call {int},
    UNIQUE (unit, day, service, number)
){table_end};

CREATE INDEX desk_ticket_line ON desk_ticket (unit, day, state, issued_at, code);

CREATE TABLE desk_appointment (
    code {text} NOT NULL PRIMARY KEY,
    version {int} NOT NULL,
    unit {text} NOT NULL,
    service {text} NOT NULL,
    slot_at {int} NOT NULL,
    state {text} NOT NULL,
    phone_hash {text} NOT NULL,
    ticket {text} NOT NULL
){table_end};

CREATE INDEX desk_appointment_day ON desk_appointment (unit, slot_at, code);
CREATE INDEX desk_appointment_phone ON desk_appointment (phone_hash, state);

CREATE TABLE desk_slot (
    unit {text} NOT NULL,
    service {text} NOT NULL,
    slot_at {int} NOT NULL,
    taken {int} NOT NULL,
    PRIMARY KEY (unit, service, slot_at)
){table_end};

CREATE TABLE desk_delivery (
    dossier {text} NOT NULL,
    number {int} NOT NULL,
    version {int} NOT NULL,
    way {text} NOT NULL,
    state {text} NOT NULL,
    noted_at {int} NOT NULL,
    changed_at {int} NOT NULL,
    PRIMARY KEY (dossier, number)
){table_end};
