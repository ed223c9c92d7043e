-- What is met late, by a service that counts on a day to come: until then it is overdue, and the worklist looks for it here.
CREATE INDEX deadlines_owed_later ON deadlines (met_on)
    WHERE state = 'met' AND owed_by_office AND met_on > due_on;
