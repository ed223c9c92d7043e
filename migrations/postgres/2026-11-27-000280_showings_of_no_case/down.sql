DROP INDEX audit_of_no_case;
