-- +goose Up

-- What withdrawals left short in open cases, and whether somebody is still to acknowledge it. Who may see which is not decided here.
CREATE TABLE gaps (
    partnership TEXT    NOT NULL,
    case_id     TEXT    NOT NULL,
    gap         TEXT    NOT NULL,
    PRIMARY KEY (partnership, case_id, gap)
);
