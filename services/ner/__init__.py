"""ArticleFound in, ArticleTagged out."""
