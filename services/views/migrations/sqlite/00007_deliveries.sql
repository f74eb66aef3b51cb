-- +goose Up

-- What was delivered of a commitment, as recorded last, and what was to be by then.
ALTER TABLE commitments ADD COLUMN delivered_until TEXT NOT NULL DEFAULT '';
ALTER TABLE commitments ADD COLUMN delivered_pence INTEGER NOT NULL DEFAULT 0;
ALTER TABLE commitments ADD COLUMN delivered_fte_hundredths INTEGER NOT NULL DEFAULT 0;
ALTER TABLE commitments ADD COLUMN expected_pence INTEGER NOT NULL DEFAULT 0;
ALTER TABLE commitments ADD COLUMN expected_fte_hundredths INTEGER NOT NULL DEFAULT 0;
