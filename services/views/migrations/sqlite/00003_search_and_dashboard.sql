-- +goose Up

-- What of a case can be searched for, and an index of it by the stems of its words. Who may see which is not decided here.
CREATE TABLE case_texts (
    doc         INTEGER PRIMARY KEY,
    partnership TEXT    NOT NULL,
    case_id     TEXT    NOT NULL,
    title       TEXT    NOT NULL,
    summary     TEXT    NOT NULL,
    more        TEXT    NOT NULL, -- outcome, services, tags
    UNIQUE (partnership, case_id)
);

CREATE VIRTUAL TABLE case_search USING fts5 (case_id, title, summary, more, content = 'case_texts', content_rowid = 'doc',
    tokenize = 'porter unicode61 remove_diacritics 2');

-- +goose StatementBegin
CREATE TRIGGER case_texts_added AFTER INSERT ON case_texts BEGIN
    INSERT INTO case_search (rowid, case_id, title, summary, more) VALUES (new.doc, new.case_id, new.title, new.summary, new.more);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER case_texts_removed AFTER DELETE ON case_texts BEGIN
    INSERT INTO case_search (case_search, rowid, case_id, title, summary, more)
        VALUES ('delete', old.doc, old.case_id, old.title, old.summary, old.more);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER case_texts_changed AFTER UPDATE ON case_texts BEGIN
    INSERT INTO case_search (case_search, rowid, case_id, title, summary, more)
        VALUES ('delete', old.doc, old.case_id, old.title, old.summary, old.more);
    INSERT INTO case_search (rowid, case_id, title, summary, more) VALUES (new.doc, new.case_id, new.title, new.summary, new.more);
END;
-- +goose StatementEnd

ALTER TABLE cases DROP COLUMN words;
ALTER TABLE cases ADD COLUMN tier TEXT NOT NULL DEFAULT ''; -- of need

-- The targets of open cases, and how they stand by what was measured last.
CREATE TABLE targets (
    partnership TEXT NOT NULL,
    case_id     TEXT NOT NULL,
    target      TEXT NOT NULL,
    due_on      TEXT NOT NULL,
    stands      TEXT NOT NULL,
    PRIMARY KEY (partnership, case_id, target)
);

-- The rows were made without what is new here: they are made again at the next start.
UPDATE checkpoints SET form = '';
