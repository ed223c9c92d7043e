DROP TABLE case_files;
DROP TABLE files;
