"""What a run is made of: the configuration and the processes."""

SECRET = "whsec_" + "bWVsZGVyLWNyYXNoLXRlc3Qta2V5LTAxMjM0NTY3ODk="
CONFIG = {
    "sources.yaml": "sources:\n  - {{name: made, kind: folder, path: {folder}/inbox, every: 1s}}\n",
    "channels.yaml": """
channels:
  - name: hook
    kind: webhook
    url: {url}
    secret_env: [CRASH_SECRET]
    allow_private: true
    timeout: 2s
    tries: [0s, 1s, 1s, 1s, 1s, 1s, 1s, 1s]
""",
    "rules.yaml": """
rules:
  - name: troops
    when: figure
    subject: north-korea
    measure: troops
    change: [first, raised, lowered, confirmed]
    to: [hook]
  - name: putin
    when: mention
    entity: putin
    again_after: 24h
    to: [hook]
""",
}
COMMANDS = {
    "watcher": ["services.watcher", "run"],
    "ner-1": ["crash.ner"],
    "ner-2": ["crash.ner"],
    "alert-1": ["services.alert", "run"],
    "alert-2": ["services.alert", "run"],
}
