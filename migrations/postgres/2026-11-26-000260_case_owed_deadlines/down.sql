DROP INDEX deadlines_case_owed;
