DROP TABLE bookings;
DROP TABLE hearings;
