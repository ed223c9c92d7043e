-- The indicator register (指标台账) and the templates of the annual report. The folder of the same name under
-- migrations/postgres makes the same tables.

-- What an office counts elsewhere: one row for each matter and period; what was entered for it is in its versions.
CREATE TABLE indicators (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    item TEXT NOT NULL CHECK (length(item) BETWEEN 1 AND 100),
    from_date TEXT NOT NULL CHECK (from_date IS date(from_date)),
    to_date TEXT NOT NULL CHECK (to_date IS date(to_date)),
    CHECK (from_date <= to_date)
) STRICT;
CREATE UNIQUE INDEX indicators_item ON indicators (item, from_date, to_date);
CREATE INDEX indicators_period ON indicators (from_date, to_date, id);

-- Each value that was entered, and the reason of each that took the place of another.
CREATE TABLE indicator_versions (
    indicator_id TEXT NOT NULL REFERENCES indicators (id) ON DELETE NO ACTION,
    version INTEGER NOT NULL CHECK (version >= 1),
    ten_thousandths INTEGER NOT NULL,
    unit TEXT NOT NULL CHECK (length(unit) BETWEEN 1 AND 20),
    source TEXT NOT NULL CHECK (length(source) BETWEEN 1 AND 200),
    reason TEXT,
    put_by TEXT NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    put_at INTEGER NOT NULL,
    PRIMARY KEY (indicator_id, version),
    CHECK ((version = 1) = (reason IS NULL))
) STRICT;

-- Templates of the annual report that the office put in the place of the one that is shipped; the last is in force.
CREATE TABLE report_templates (
    version INTEGER NOT NULL PRIMARY KEY CHECK (version >= 1),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    bytes BLOB NOT NULL,
    put_by TEXT NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    put_at INTEGER NOT NULL
) STRICT;

CREATE TRIGGER indicators_keeps_rows BEFORE UPDATE ON indicators
BEGIN SELECT RAISE(ABORT, 'append-only: indicators'); END;
CREATE TRIGGER indicators_loses_nothing BEFORE DELETE ON indicators
BEGIN SELECT RAISE(ABORT, 'append-only: indicators'); END;
CREATE TRIGGER indicator_versions_keeps_rows BEFORE UPDATE ON indicator_versions
BEGIN SELECT RAISE(ABORT, 'append-only: indicator_versions'); END;
CREATE TRIGGER indicator_versions_loses_nothing BEFORE DELETE ON indicator_versions
BEGIN SELECT RAISE(ABORT, 'append-only: indicator_versions'); END;
CREATE TRIGGER report_templates_keeps_rows BEFORE UPDATE ON report_templates
BEGIN SELECT RAISE(ABORT, 'append-only: report_templates'); END;
CREATE TRIGGER report_templates_loses_nothing BEFORE DELETE ON report_templates
BEGIN SELECT RAISE(ABORT, 'append-only: report_templates'); END;
