DROP INDEX deadlines_owed_later;
