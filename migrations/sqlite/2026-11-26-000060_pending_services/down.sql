DROP TABLE pending_services;
