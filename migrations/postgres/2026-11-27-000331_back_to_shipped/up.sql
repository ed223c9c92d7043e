-- Whether a version of a template is the office's own. One that is not says that the office has gone back to the template that
-- comes with the program: whichever that is, also after an upgrade. Its bytes are those that came with it then. The folder of
-- the same name under migrations/sqlite does the same.
ALTER TABLE paper_templates ADD COLUMN is_of_office BOOLEAN NOT NULL DEFAULT TRUE;
