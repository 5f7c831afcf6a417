"""The security plan at work: who is placed where, its workbooks, its duty letters."""
