-- The schedule of hearings (排庭), as the dockets say: the list of all hearings, and what the standing ones book.

-- `starts` is in minutes after midnight; -1 where the notice does not say.
CREATE TABLE hearings (
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    hearing INTEGER NOT NULL CHECK (hearing > 0),
    first INTEGER NOT NULL CHECK (first > 0),
    on_date TEXT NOT NULL CHECK (on_date IS date(on_date)),
    starts INTEGER NOT NULL CHECK (starts BETWEEN -1 AND 1439),
    minutes INTEGER CHECK (minutes > 0),
    room_id TEXT REFERENCES hearing_rooms (id) ON DELETE NO ACTION,
    room_text TEXT,
    status TEXT NOT NULL CHECK (status IN ('scheduled', 'postponed', 'open', 'adjourned', 'closed', 'cancelled')),
    PRIMARY KEY (case_id, hearing)
) STRICT;
CREATE INDEX hearings_on_date ON hearings (on_date, starts, case_id, hearing);
CREATE INDEX hearings_room_id ON hearings (room_id, on_date, starts, case_id, hearing);

-- Each quarter of an hour of a room or a person has room for one hearing: the key refuses a second one, whichever
-- instance writes it. It is this key, and no question asked before, that makes double booking impossible.
CREATE TABLE bookings (
    kind TEXT NOT NULL CHECK (kind IN ('room', 'arbitrator', 'representative')),
    booked TEXT NOT NULL,
    on_date TEXT NOT NULL CHECK (on_date IS date(on_date)),
    slot INTEGER NOT NULL CHECK (slot BETWEEN 0 AND 95),
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE NO ACTION,
    PRIMARY KEY (kind, booked, on_date, slot)
) STRICT;
CREATE INDEX bookings_case_id ON bookings (case_id);

-- The derived rows of the cases that are here already are computed when the program starts.
DELETE FROM meta WHERE key = 'law_book';
