DROP INDEX users_role;
DROP TABLE notices;
DROP TABLE diary;
DROP TABLE watch;
