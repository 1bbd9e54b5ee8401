"""newsharvest: Korean local news, one spider per outlet, the article body and nothing else."""
