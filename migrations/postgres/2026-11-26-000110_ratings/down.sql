ALTER TABLE notices DROP CONSTRAINT notices_rating_key, DROP CONSTRAINT notices_rating_check,
    DROP CONSTRAINT notices_kind_check, DROP CONSTRAINT notices_check1;
DELETE FROM notices WHERE rating_id IS NOT NULL;
ALTER TABLE notices DROP COLUMN rating_id,
    ADD CONSTRAINT notices_kind_check CHECK (kind IN ('deadline_ahead', 'deadline_missed', 'diary_due')),
    ADD CONSTRAINT notices_check1 CHECK ((kind = 'diary_due') = (rule IS NULL));
DROP TABLE rating_answers;
DROP TABLE ratings;
DROP TABLE rating_links;
