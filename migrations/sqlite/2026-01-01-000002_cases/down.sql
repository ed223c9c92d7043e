DROP TABLE numbers;
DROP TABLE reporting_recoveries;
DROP TABLE reporting;
DROP TABLE deadlines;
DROP TABLE vault;
DROP TABLE docket;
DROP TABLE case_people;
DROP TABLE cases;
