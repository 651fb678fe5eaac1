"""ner as it is, with a tagger that knows two names."""

from prometheus_client import CollectorRegistry

from fakes import ListTagger
from services.ner import app
from services.ner.settings import NerSettings
from shared.config_files import ConfigFiles
from shared.log import set_up_logging
from shared.service import serve
from shared.settings import load_settings
from shared.watchlist import load_watchlist

if __name__ == "__main__":
    settings = load_settings(NerSettings)
    set_up_logging("ner")
    watchlist = ConfigFiles([], load_watchlist)
    service = app.build(settings, watchlist.value, ListTagger(delay=0.05), CollectorRegistry())
    serve(service, settings, settings.ner_port, watchlist)
