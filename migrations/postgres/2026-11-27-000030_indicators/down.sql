DROP TABLE report_templates;
DROP TABLE indicator_versions;
DROP TABLE indicators;
