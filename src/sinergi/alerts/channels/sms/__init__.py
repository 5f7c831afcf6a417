"""SMS: short texts by a gateway that speaks HTTP; it costs money, so it comes last."""
