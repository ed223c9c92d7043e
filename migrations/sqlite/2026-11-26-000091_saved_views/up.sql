-- Saved views of the list of cases (常用筛选). The folder of the same name under migrations/postgres makes the same table.
CREATE TABLE saved_views (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    name TEXT NOT NULL CHECK (length(name) > 0),
    shared INTEGER NOT NULL CHECK (shared IN (0, 1)),
    filters TEXT NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX saved_views_user_id ON saved_views (user_id, name, id);
CREATE INDEX saved_views_shared ON saved_views (shared, name, id);
