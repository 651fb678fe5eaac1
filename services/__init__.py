"""The three services, in flow order: watcher, ner, alert. They never import each other."""
