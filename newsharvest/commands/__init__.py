"""What `scrapy` gains, and what of Scrapy's own commands is made stricter."""
