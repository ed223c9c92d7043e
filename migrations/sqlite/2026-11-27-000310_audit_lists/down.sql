DROP INDEX audit_event;
DROP INDEX audit_actor_id;
DROP INDEX audit_recorded_at;
