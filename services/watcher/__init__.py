"""The web in, ArticleFound out."""
