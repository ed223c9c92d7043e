DROP TABLE archived_cases;
DROP TABLE file_materials;
