"""What a feed, a sitemap or a page with a feed lists."""
