-- The rows of recoveries come back as they are known now; those of inspections are computed anew by the program that reads them.
DROP TABLE reporting_facts_past;
DROP TABLE reporting_past;
DROP INDEX reporting_closed_on;
ALTER TABLE reporting DROP COLUMN known_from;
CREATE INDEX reporting_closed_on ON reporting (closed_on, accepted_on, case_id);
CREATE TABLE reporting_inspections (
    case_id TEXT NOT NULL PRIMARY KEY REFERENCES cases (id) ON DELETE NO ACTION,
    region TEXT NOT NULL,
    inspected_on TEXT CHECK (inspected_on IS date(inspected_on)),
    hazards_found INTEGER NOT NULL CHECK (hazards_found >= 0),
    hazards_resolved INTEGER NOT NULL CHECK (hazards_resolved >= 0 AND hazards_resolved <= hazards_found),
    coordinated_on TEXT CHECK (coordinated_on IS date(coordinated_on)),
    workers INTEGER NOT NULL CHECK (workers >= 0),
    workers_paid INTEGER NOT NULL CHECK (workers_paid >= 0 AND workers_paid <= workers),
    owed_fen INTEGER NOT NULL CHECK (owed_fen >= 0),
    recovered_fen INTEGER NOT NULL CHECK (recovered_fen >= 0),
    closed_on TEXT CHECK (closed_on IS date(closed_on))
) STRICT;
CREATE INDEX reporting_inspections_inspected_on ON reporting_inspections (inspected_on, case_id);
CREATE INDEX reporting_inspections_coordinated_on ON reporting_inspections (coordinated_on, case_id);
CREATE TABLE reporting_recoveries (
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    kind TEXT NOT NULL CHECK (kind IN ('arbitration', 'mediation', 'inspection', 'petition')),
    entry_no INTEGER NOT NULL CHECK (entry_no >= 1),
    on_date TEXT NOT NULL CHECK (on_date IS date(on_date)),
    fen INTEGER NOT NULL CHECK (fen >= 0),
    after_acceptance INTEGER NOT NULL CHECK (after_acceptance IN (0, 1)),
    region TEXT NOT NULL,
    PRIMARY KEY (case_id, entry_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX reporting_recoveries_on_date ON reporting_recoveries (on_date);
INSERT INTO reporting_recoveries (case_id, kind, entry_no, on_date, fen, after_acceptance, region)
    SELECT f.case_id, r.kind, f.entry_no, f.on_date, f.amount, f.fact = 'recovered', r.region
    FROM reporting_facts f JOIN reporting r ON r.case_id = f.case_id
    WHERE f.fact IN ('recovered', 'recovered_before_acceptance');
DROP TABLE reporting_facts;
ALTER TABLE reporting DROP COLUMN industry;
ALTER TABLE reporting DROP COLUMN employer_kind;
