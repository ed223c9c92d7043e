-- Hearing rooms (仲裁庭): data of the office. A room is never deleted, for dockets name it; it is retired.
CREATE TABLE hearing_rooms (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    name TEXT NOT NULL CHECK (length(name) > 0),
    created_at INTEGER NOT NULL,
    retired_at INTEGER
) STRICT;
-- Two rooms in use do not have one name.
CREATE UNIQUE INDEX hearing_rooms_name_key ON hearing_rooms (name) WHERE retired_at IS NULL;
