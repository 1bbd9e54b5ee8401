"""Item pipelines, one job a module, in the order of the numbers in `settings.ITEM_PIPELINES`."""
