DROP TABLE hearing_rooms;
