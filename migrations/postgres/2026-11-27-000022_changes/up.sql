-- The feed of changes (变更流): one row for each entry of a docket, put down with it, and numbered when it is first read.
-- Only what is committed gets a number, so the numbers grow as people see them, and none is passed over. What is there already
-- is committed: it is numbered here, in the order in which it was recorded.
CREATE TABLE changes (
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    entry_no INTEGER NOT NULL CHECK (entry_no >= 1),
    recorded_at BIGINT NOT NULL,
    no BIGINT CHECK (no >= 1),
    PRIMARY KEY (case_id, entry_no)
);
CREATE UNIQUE INDEX changes_no ON changes (no) WHERE no IS NOT NULL;
CREATE INDEX changes_waiting ON changes (recorded_at, case_id, entry_no) WHERE no IS NULL;
INSERT INTO changes (case_id, entry_no, recorded_at, no)
    SELECT case_id, no, recorded_at, ROW_NUMBER() OVER (ORDER BY recorded_at, case_id, no) FROM docket;
