-- Calendar feeds (日历订阅): who may read which calendar without logging in. Of the token only its hash is kept.
CREATE TABLE calendar_feeds (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    person_id TEXT COLLATE "C" REFERENCES users (id) ON DELETE NO ACTION,
    room_id TEXT COLLATE "C" REFERENCES hearing_rooms (id) ON DELETE NO ACTION,
    token_hash TEXT COLLATE "C" NOT NULL UNIQUE,
    made_by TEXT COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE NO ACTION,
    made_at BIGINT NOT NULL,
    revoked_at BIGINT,
    CHECK ((person_id IS NULL) <> (room_id IS NULL))
);
CREATE INDEX calendar_feeds_made_by ON calendar_feeds (made_by, id);
CREATE INDEX calendar_feeds_person_id ON calendar_feeds (person_id, id);
