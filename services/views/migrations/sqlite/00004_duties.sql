-- +goose Up

-- What is owed after a decision: undertakings and report-backs, done or not. Who may see which is not decided here.
CREATE TABLE duties (
    partnership TEXT    NOT NULL,
    case_id     TEXT    NOT NULL,
    kind        TEXT    NOT NULL, -- undertaking, report_back
    duty        TEXT    NOT NULL,
    owner       TEXT    NOT NULL, -- the organisation, board or seat that owes it
    board       TEXT    NOT NULL, -- whose decision it follows from
    before      TEXT    NOT NULL, -- the boards to which it has climbed, with spaces round each
    due_at      TEXT    NOT NULL,
    done        INTEGER NOT NULL,
    late        INTEGER NOT NULL, -- done after its day
    PRIMARY KEY (partnership, case_id, kind, duty)
);

CREATE INDEX duties_open ON duties (partnership, done, due_at);
