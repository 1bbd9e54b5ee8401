"""What Scrapy calls from outside the flow of items."""
