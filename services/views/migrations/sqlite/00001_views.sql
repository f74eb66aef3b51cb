-- +goose Up

-- How far each partition has been folded, and of which installation's journal.
CREATE TABLE checkpoints (
    partition  INTEGER NOT NULL PRIMARY KEY,
    log_id     TEXT    NOT NULL,
    last_seq   INTEGER NOT NULL,
    head       TEXT    NOT NULL,
    stored_at  TEXT    NOT NULL
);

-- The second copy of the journal. Nothing here is ever changed or deleted.
CREATE TABLE records (
    partition   INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    subject     TEXT    NOT NULL,
    partnership TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    revision    INTEGER NOT NULL,
    hash        TEXT    NOT NULL,
    stored_at   TEXT    NOT NULL,
    body        BLOB    NOT NULL,
    PRIMARY KEY (partition, seq)
);

CREATE UNIQUE INDEX records_by_aggregate ON records (partnership, kind, id, revision, partition);

-- Folded aggregates, now and then: a cache that spares a restart the folding of everything.
CREATE TABLE states (
    partnership TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    revision    INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    head        TEXT    NOT NULL,
    decided_at  TEXT    NOT NULL,
    state       BLOB    NOT NULL,
    PRIMARY KEY (partnership, kind, id)
);

CREATE TABLE cases (
    partnership      TEXT    NOT NULL,
    id               TEXT    NOT NULL,
    revision         INTEGER NOT NULL,
    seq              INTEGER NOT NULL,
    label            TEXT    NOT NULL,
    stage            TEXT    NOT NULL,
    status           TEXT    NOT NULL,
    outcome          TEXT    NOT NULL,
    title            TEXT    NOT NULL,
    sponsor          TEXT    NOT NULL,
    unit             TEXT    NOT NULL,
    areas            TEXT    NOT NULL,
    classification   TEXT    NOT NULL,
    access           TEXT    NOT NULL, -- what of the case decides who may see it
    words            TEXT    NOT NULL,
    open             INTEGER NOT NULL,
    offered_aligned_pence   INTEGER NOT NULL,
    offered_pooled_pence    INTEGER NOT NULL,
    confirmed_aligned_pence INTEGER NOT NULL,
    confirmed_pooled_pence  INTEGER NOT NULL,
    offered_fte_hundredths   INTEGER NOT NULL,
    confirmed_fte_hundredths INTEGER NOT NULL,
    created_at       TEXT    NOT NULL,
    stage_entered_at TEXT    NOT NULL,
    effective_at     TEXT    NOT NULL,
    next_due_at      TEXT    NOT NULL,
    next_due_what    TEXT    NOT NULL,
    updated_at       TEXT    NOT NULL,
    PRIMARY KEY (partnership, id)
);

CREATE INDEX cases_by_label ON cases (partnership, stage, status, id);
CREATE INDEX cases_open ON cases (partnership, open, id);

CREATE TABLE case_areas (
    partnership TEXT NOT NULL,
    case_id     TEXT NOT NULL,
    area        TEXT NOT NULL,
    PRIMARY KEY (partnership, area, case_id)
);

CREATE INDEX case_areas_of ON case_areas (partnership, case_id);

CREATE TABLE commitments (
    partnership    TEXT    NOT NULL,
    case_id        TEXT    NOT NULL,
    commitment     TEXT    NOT NULL,
    organisation   TEXT    NOT NULL,
    kind           TEXT    NOT NULL,
    mode           TEXT    NOT NULL,
    pence          INTEGER NOT NULL,
    fte_hundredths INTEGER NOT NULL,
    confirmed_pence          INTEGER NOT NULL,
    confirmed_fte_hundredths INTEGER NOT NULL,
    confirmed      INTEGER NOT NULL,
    PRIMARY KEY (partnership, case_id, commitment)
);

CREATE INDEX commitments_by_organisation ON commitments (partnership, organisation, case_id);

CREATE TABLE signoffs (
    partnership TEXT    NOT NULL,
    case_id     TEXT    NOT NULL,
    place       INTEGER NOT NULL,
    signoff     TEXT    NOT NULL,
    gate        TEXT    NOT NULL,
    gate_round  INTEGER NOT NULL,
    board       TEXT    NOT NULL,
    level       TEXT    NOT NULL,
    officer_of  TEXT    NOT NULL,
    post        TEXT    NOT NULL,
    act         TEXT    NOT NULL,
    state       TEXT    NOT NULL,
    result      TEXT    NOT NULL,
    opened_at   TEXT    NOT NULL,
    due_at      TEXT    NOT NULL,
    ended_at    TEXT    NOT NULL,
    current     INTEGER NOT NULL,
    PRIMARY KEY (partnership, case_id, place)
);

CREATE INDEX signoffs_by_board ON signoffs (partnership, current, board);

CREATE TABLE consents (
    partnership  TEXT    NOT NULL,
    case_id      TEXT    NOT NULL,
    place        INTEGER NOT NULL,
    organisation TEXT    NOT NULL,
    gate         TEXT    NOT NULL,
    gate_round   INTEGER NOT NULL,
    state        TEXT    NOT NULL,
    current      INTEGER NOT NULL,
    PRIMARY KEY (partnership, case_id, place)
);

CREATE INDEX consents_by_organisation ON consents (partnership, current, organisation);

-- What open cases wait for, a row for each seat, organisation or post that is waited for.
CREATE TABLE waits (
    partnership TEXT    NOT NULL,
    case_id     TEXT    NOT NULL,
    place       INTEGER NOT NULL,
    awaited     TEXT    NOT NULL,
    whom        TEXT    NOT NULL,
    until_at    TEXT    NOT NULL,
    PRIMARY KEY (partnership, case_id, place, whom)
);

CREATE INDEX waits_by_whom ON waits (partnership, whom, until_at);
