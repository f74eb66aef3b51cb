-- +goose Up

-- Which build made the states and the rows of cases: those of another are made again. '' is no build that is known.
ALTER TABLE checkpoints ADD COLUMN form TEXT NOT NULL DEFAULT '';
ALTER TABLE states ADD COLUMN form TEXT NOT NULL DEFAULT '';

-- Of a register: when it last changed what may concern every case.
ALTER TABLE states ADD COLUMN moved_at TEXT NOT NULL DEFAULT '';
