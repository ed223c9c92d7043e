-- The audit log is listed from the newest, all of it or what one person did or of one event: without these it would be read
-- through for each page.
CREATE INDEX audit_recorded_at ON audit (recorded_at, no);
CREATE INDEX audit_actor_id ON audit (actor_id, recorded_at, no) WHERE actor_id IS NOT NULL;
CREATE INDEX audit_event ON audit (event, recorded_at, no);
