"""People from an Excel file: read, planned, shown, carried out."""
