-- One narrow row for each inspection case, from which the wage-arrears figures are counted. The domain computes
-- every column, and computes those of the cases that are there when it first opens the database.
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
