DROP TABLE enquiry_codes;
