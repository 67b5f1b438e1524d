"""What users keep of lists and take along: columns, saved filters, exports."""
