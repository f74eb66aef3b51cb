-- +goose Up

-- What a report of who gives what needs of each commitment, beside what it is.
ALTER TABLE commitments ADD COLUMN form   TEXT NOT NULL DEFAULT '';
ALTER TABLE commitments ADD COLUMN post   TEXT NOT NULL DEFAULT '';
ALTER TABLE commitments ADD COLUMN ledger TEXT NOT NULL DEFAULT '';
ALTER TABLE commitments ADD COLUMN basis  TEXT NOT NULL DEFAULT '';

-- The map of resources of each open case.
CREATE TABLE spending (
    partnership  TEXT    NOT NULL,
    case_id      TEXT    NOT NULL,
    line         TEXT    NOT NULL,
    organisation TEXT    NOT NULL,
    tier         TEXT    NOT NULL,
    phase        TEXT    NOT NULL, -- now, planned, spent
    pence        INTEGER NOT NULL,
    basis        TEXT    NOT NULL,
    PRIMARY KEY (partnership, case_id, line)
);

-- What the map said when the gate of the plan and that of the review passed.
CREATE TABLE tier_shifts (
    partnership TEXT    NOT NULL,
    case_id     TEXT    NOT NULL,
    gate        TEXT    NOT NULL,
    tier        TEXT    NOT NULL,
    before      INTEGER NOT NULL,
    after       INTEGER NOT NULL,
    PRIMARY KEY (partnership, case_id, gate, tier)
);
