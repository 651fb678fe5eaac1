"""ner as it is, with a tagger that knows two names; `crash.ner BUG` runs it with a seeded bug."""

import sys
from pathlib import Path

from prometheus_client import CollectorRegistry

from fakes import ListTagger
from services.ner import app, commit
from services.ner.settings import NerSettings
from shared.log import set_up_logging
from shared.service import serve
from shared.settings import load_settings
from shared.watchlist import load_watchlist

if __name__ == "__main__":
    if len(sys.argv) > 1:
        commit.COMMIT = Path(__file__).parent / "bugs" / f"{sys.argv[1]}.lua"
    settings = load_settings(NerSettings)
    set_up_logging("ner")
    service = app.build(settings, load_watchlist(), ListTagger(delay=0.05), CollectorRegistry())
    serve(service, settings, settings.ner_port)
