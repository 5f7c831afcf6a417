"""Data for other programs: whole sets in the scope of who asks, and aggregate figures for all.

`columns` says what a column is, `datasets` lists the sets, `changes` finds what changed since the
last time, `writing` gives them form, `figures` counts what everybody may see.
"""
