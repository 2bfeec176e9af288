"""Orders the stages: one report at a time (`pipeline`), many at once (`local`), incidents (`relink`)."""
