"""The CMS families that Korean local news runs on, a module each: layouts, lists and paging, what identifies an article."""
