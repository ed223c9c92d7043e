-- The indicator register (指标台账) and the templates of the annual report. The folder of the same name under
-- migrations/sqlite makes the same tables.

-- What an office counts elsewhere: one row for each matter and period; what was entered for it is in its versions.
CREATE TABLE indicators (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    item TEXT COLLATE "C" NOT NULL CHECK (length(item) BETWEEN 1 AND 100),
    from_date DATE NOT NULL,
    to_date DATE NOT NULL,
    CHECK (from_date <= to_date)
);
CREATE UNIQUE INDEX indicators_item ON indicators (item, from_date, to_date);
CREATE INDEX indicators_period ON indicators (from_date, to_date, id);

-- Each value that was entered, and the reason of each that took the place of another.
CREATE TABLE indicator_versions (
    indicator_id TEXT COLLATE "C" NOT NULL REFERENCES indicators (id) ON DELETE NO ACTION,
    version INTEGER NOT NULL CHECK (version >= 1),
    ten_thousandths BIGINT NOT NULL,
    unit TEXT COLLATE "C" NOT NULL CHECK (length(unit) BETWEEN 1 AND 20),
    source TEXT COLLATE "C" NOT NULL CHECK (length(source) BETWEEN 1 AND 200),
    reason TEXT COLLATE "C",
    put_by TEXT COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    put_at BIGINT NOT NULL,
    PRIMARY KEY (indicator_id, version),
    CHECK ((version = 1) = (reason IS NULL))
);

-- Templates of the annual report that the office put in the place of the one that is shipped; the last is in force.
CREATE TABLE report_templates (
    version INTEGER NOT NULL PRIMARY KEY CHECK (version >= 1),
    sha256 TEXT COLLATE "C" NOT NULL CHECK (length(sha256) = 64),
    bytes BYTEA NOT NULL,
    put_by TEXT COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    put_at BIGINT NOT NULL
);

CREATE TRIGGER indicators_keeps_rows BEFORE UPDATE OR DELETE OR TRUNCATE ON indicators
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER indicator_versions_keeps_rows BEFORE UPDATE OR DELETE OR TRUNCATE ON indicator_versions
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER report_templates_keeps_rows BEFORE UPDATE OR DELETE OR TRUNCATE ON report_templates
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
