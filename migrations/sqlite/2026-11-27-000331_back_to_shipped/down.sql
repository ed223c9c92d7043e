ALTER TABLE paper_templates DROP COLUMN is_of_office;
