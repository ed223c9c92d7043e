DROP TABLE reporting_inspections;
