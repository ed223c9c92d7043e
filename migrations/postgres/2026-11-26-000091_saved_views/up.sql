-- Saved views of the list of cases (常用筛选). The folder of the same name under migrations/sqlite makes the same table.
CREATE TABLE saved_views (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    name TEXT COLLATE "C" NOT NULL CHECK (length(name) > 0),
    shared BOOLEAN NOT NULL,
    filters TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX saved_views_user_id ON saved_views (user_id, name, id);
CREATE INDEX saved_views_shared ON saved_views (shared, name, id);
