-- One case number in several spellings is one number. Numbers stay as they are written; this form is compared
-- (domain/case_number.rs, in the same order). Not unique: what two spellings let in before stays, and can be worked on.
ALTER TABLE cases ADD COLUMN number_key TEXT;
UPDATE cases SET number_key = replace(replace(replace(replace(number, ' ', ''), '　', ''), chr(160), ''), chr(9), '') WHERE number IS NOT NULL;
UPDATE cases SET number_key = replace(replace(replace(replace(number_key, chr(13), ''), chr(10), ''), '０', '0'), '１', '1') WHERE number IS NOT NULL;
UPDATE cases SET number_key = replace(replace(replace(replace(number_key, '２', '2'), '３', '3'), '４', '4'), '５', '5') WHERE number IS NOT NULL;
UPDATE cases SET number_key = replace(replace(replace(replace(number_key, '６', '6'), '７', '7'), '８', '8'), '９', '9') WHERE number IS NOT NULL;
UPDATE cases SET number_key = replace(replace(replace(replace(number_key, '(', '（'), '〔', '（'), '[', '（'), '［', '（') WHERE number IS NOT NULL;
UPDATE cases SET number_key = replace(replace(replace(replace(number_key, '【', '（'), '〖', '（'), ')', '）'), '〕', '）') WHERE number IS NOT NULL;
UPDATE cases SET number_key = replace(replace(replace(replace(number_key, ']', '）'), '］', '）'), '】', '）'), '〗', '）') WHERE number IS NOT NULL;
UPDATE cases SET number_key = replace(replace(replace(replace(number_key, '）第', '）'), '）00', '）'), '）00', '）'), '）0', '）') WHERE number IS NOT NULL;
CREATE INDEX cases_number_keys ON cases (number_key);
