"""KPU's list of stations: read, understood cell by cell, planned, shown, applied."""
