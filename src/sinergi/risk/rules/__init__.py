"""What the index is. Pure: arrays in, arrays out; no Django, no clock.

Dimensions: Bawaslu's four (IKP 2024). Its weights are unpublished, so weights, halves, thresholds
and severities are the house's own proposal, which every operation edits.
"""
