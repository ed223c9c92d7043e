-- Sums of figures by the day and by the month (分日累计), over all cases and by the standard dimensions, as they were known at the
-- end of one day. What was told since is counted beside them. They are derived, and made by the watch.
CREATE TABLE figure_days (
    dimension TEXT NOT NULL CHECK (dimension IN ('all', 'cause', 'procedure', 'channel', 'manner', 'result', 'employer_kind', 'industry',
        'region', 'collective')),
    measure TEXT NOT NULL,
    span TEXT NOT NULL CHECK (span IN ('day', 'month')),
    on_date TEXT NOT NULL CHECK (on_date IS date(on_date)),
    value TEXT NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (dimension, measure, span, on_date, value)
) STRICT, WITHOUT ROWID;

-- Until which day those of a dimension are made; none where they are not. Whoever writes anew what was known before raises the
-- epoch, so that what was summed meanwhile is not kept.
CREATE TABLE figure_day_bases (
    dimension TEXT NOT NULL PRIMARY KEY,
    known_on TEXT CHECK (known_on IS date(known_on)),
    epoch INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO figure_day_bases (dimension, known_on, epoch) VALUES ('all', NULL, 0), ('cause', NULL, 0), ('procedure', NULL, 0),
    ('channel', NULL, 0), ('manner', NULL, 0), ('result', NULL, 0), ('employer_kind', NULL, 0), ('industry', NULL, 0),
    ('region', NULL, 0), ('collective', NULL, 0);

-- What was told since a day is found by these.
CREATE INDEX reporting_known_from ON reporting (known_from, case_id);
CREATE INDEX reporting_facts_known_from ON reporting_facts (known_from, case_id);
CREATE INDEX reporting_facts_past_known_until ON reporting_facts_past (known_until, case_id);
