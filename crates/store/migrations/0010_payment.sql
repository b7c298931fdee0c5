-- Payment of fees: orders, money that came in, refunds, receipts; the cash book of desks; reconciliation with gateways.

CREATE TABLE payment_order (
    id {text} NOT NULL PRIMARY KEY,
    version {int} NOT NULL,
    dossier {text} NOT NULL,
    request {int} NOT NULL,
    unit {text} NOT NULL,
    amount {int} NOT NULL,
    asked_at {int} NOT NULL,
    expires_at {int} NOT NULL,
    state {text} NOT NULL,
    gateway {text} NOT NULL,
    received {int} NOT NULL,
    given_back {int} NOT NULL,
    to_give_back {int} NOT NULL,
    is_told {bool} NOT NULL
){table_end};

CREATE INDEX payment_order_dossier ON payment_order (dossier, request, asked_at, id);
CREATE INDEX payment_order_open ON payment_order (expires_at, id) WHERE state = 'open';
CREATE INDEX payment_order_untold ON payment_order (id) WHERE NOT is_told AND state IN ('paid', 'free');

-- Money that came in; of no order when order_id is empty. kept says why it does not count, and is empty when it does.
CREATE TABLE payment_money (
    channel {text} NOT NULL,
    name {text} NOT NULL,
    order_id {text} NOT NULL,
    dossier {text} NOT NULL,
    unit {text} NOT NULL,
    method {text} NOT NULL,
    amount {int} NOT NULL,
    day {text} NOT NULL,
    recorded_at {int} NOT NULL,
    kept {text} NOT NULL,
    receipt {text} NOT NULL,
    PRIMARY KEY (channel, name)
){table_end};

CREATE INDEX payment_money_unit ON payment_money (unit, day, recorded_at, channel, name);
CREATE INDEX payment_money_channel ON payment_money (channel, day, name);
CREATE INDEX payment_money_order ON payment_money (order_id, recorded_at);

CREATE TABLE payment_refund (
    order_id {text} NOT NULL,
    number {int} NOT NULL,
    channel {text} NOT NULL,
    name {text} NOT NULL,
    amount {int} NOT NULL,
    state {text} NOT NULL,
    day {text} NOT NULL,
    reference {text} NOT NULL,
    PRIMARY KEY (order_id, number)
){table_end};

CREATE INDEX payment_refund_channel ON payment_refund (channel, state, day, order_id, number);

CREATE TABLE payment_receipt (
    unit {text} NOT NULL,
    year {int} NOT NULL,
    number {int} NOT NULL CHECK (number > 0),
    order_id {text} NOT NULL UNIQUE,
    PRIMARY KEY (unit, year, number)
){table_end};

CREATE TABLE cash_day (
    unit {text} NOT NULL,
    day {text} NOT NULL,
    version {int} NOT NULL,
    opening {int} NOT NULL,
    came_in {int} NOT NULL,
    went_out {int} NOT NULL,
    counted {int},
    PRIMARY KEY (unit, day)
){table_end};

CREATE TABLE cash_entry (
    unit {text} NOT NULL,
    day {text} NOT NULL,
    number {int} NOT NULL,
    kind {text} NOT NULL,
    amount {int} NOT NULL,
    reference {text} NOT NULL,
    recorded_at {int} NOT NULL,
    PRIMARY KEY (unit, day, number)
){table_end};

CREATE TABLE payment_comparison (
    gateway {text} NOT NULL,
    day {text} NOT NULL,
    version {int} NOT NULL,
    compared_at {int} NOT NULL,
    here_count {int} NOT NULL,
    here_sum {int} NOT NULL,
    there_count {int} NOT NULL,
    there_sum {int} NOT NULL,
    PRIMARY KEY (gateway, day)
){table_end};

CREATE TABLE payment_difference (
    gateway {text} NOT NULL,
    day {text} NOT NULL,
    name {text} NOT NULL,
    kind {text} NOT NULL,
    order_id {text} NOT NULL,
    unit {text} NOT NULL,
    here {int} NOT NULL,
    there {int} NOT NULL,
    explained {text} NOT NULL,
    PRIMARY KEY (gateway, day, name)
){table_end};

CREATE INDEX payment_difference_unit ON payment_difference (unit, day, gateway, name);
