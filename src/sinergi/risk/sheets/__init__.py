"""The room's workbooks: assessments out and in, scores and the register out."""
