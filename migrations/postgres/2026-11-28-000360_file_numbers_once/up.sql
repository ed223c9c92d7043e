-- Two cases could be put away under one file number (档案号), in one spelling or in several. Numbers stay as they are written; a
-- form of them is compared (domain/case_number.rs, in the same order), and a key refuses the second. What an archived case
-- has is taken from its docket, as last corrected. Cases that share a number already are marked, keep it, and can be worked
-- on: nothing is renamed, no entry is touched, and the migration does not fail. Each of them is free to get another by a correction.
ALTER TABLE archived_cases ADD COLUMN file_number_key TEXT;
ALTER TABLE archived_cases ADD COLUMN file_number_shared BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE archived_cases SET file_number_key = COALESCE(
    (SELECT docket.body::jsonb #>> '{content,correction,replacement,act,data,file_number}' FROM docket
        WHERE docket.case_id = archived_cases.case_id AND docket.act = 'correction'
        AND (docket.body::jsonb #>> '{content,correction,entry}')::integer = archived_cases.entry_no
        ORDER BY docket.no DESC LIMIT 1),
    (SELECT docket.body::jsonb #>> '{content,act,data,file_number}' FROM docket
        WHERE docket.case_id = archived_cases.case_id AND docket.no = archived_cases.entry_no)
);
UPDATE archived_cases SET file_number_key = replace(replace(replace(replace(file_number_key, ' ', ''), '　', ''), chr(160), ''), chr(9), '');
UPDATE archived_cases SET file_number_key = replace(replace(replace(replace(file_number_key, chr(13), ''), chr(10), ''), '０', '0'), '１', '1');
UPDATE archived_cases SET file_number_key = replace(replace(replace(replace(file_number_key, '２', '2'), '３', '3'), '４', '4'), '５', '5');
UPDATE archived_cases SET file_number_key = replace(replace(replace(replace(file_number_key, '６', '6'), '７', '7'), '８', '8'), '９', '9');
UPDATE archived_cases SET file_number_key = replace(replace(replace(replace(file_number_key, '(', '（'), '〔', '（'), '[', '（'), '［', '（');
UPDATE archived_cases SET file_number_key = replace(replace(replace(replace(file_number_key, '【', '（'), '〖', '（'), ')', '）'), '〕', '）');
UPDATE archived_cases SET file_number_key = replace(replace(replace(replace(file_number_key, ']', '）'), '］', '）'), '】', '）'), '〗', '）');
UPDATE archived_cases SET file_number_key = replace(replace(replace(replace(file_number_key, '）第', '）'), '）00', '）'), '）00', '）'), '）0', '）');
UPDATE archived_cases SET file_number_shared = TRUE WHERE file_number_key IN (
    SELECT file_number_key FROM archived_cases WHERE file_number_key IS NOT NULL GROUP BY file_number_key HAVING COUNT(*) > 1
);
CREATE INDEX archived_cases_file_number_keys ON archived_cases (file_number_key, case_id);
CREATE UNIQUE INDEX archived_cases_file_number_key_key ON archived_cases (file_number_key) WHERE NOT file_number_shared;
