"""ArticleTagged in, AlertRaised out, to every channel."""
