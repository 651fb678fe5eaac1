"""channels.yaml, and the channel that is always there."""

import json
import logging
from pathlib import Path

import pytest
from alert.delivery.making import an_alert, now

from services.alert.channels import LOG, Verdict, load_channels, open_channel
from services.alert.channels.webhook import WebhookConfig
from services.alert.delivery.delivery import make_delivery
from services.alert.delivery.schedule import TRIES
from services.alert.delivery.signing import new_key
from shared.errors import ConfigError
from shared.log import set_up_logging

ENVIRON = {"OPS_KEY": new_key(), "OLD_KEY": new_key(), "SHORT_KEY": "whsec_c2VjcmV0"}
HOOK = """channels:
  - name: ops
    kind: webhook
    url: https://desk.example/hooks
    secret_env: [OPS_KEY]
"""


def test_the_shipped_file_needs_no_key() -> None:
    assert list(load_channels(Path("deploy/config/channels.yaml"), {})) == ["log", "ops", "desk"]


def test_what_the_shipped_file_explains_can_be_used_as_it_stands(file: Path) -> None:
    text = Path("deploy/config/channels.yaml").read_text(encoding="utf-8")
    sample = [line.removeprefix("#") for line in text.splitlines() if line.startswith("#  ")]
    file.write_text("\n".join(["channels:", *[line for line in sample if "python -m" not in line]]))
    environ = {
        "MELDER_OPS_KEY": new_key(),
        "MELDER_CHAT_URL": "https://chat.example/hooks/x",
        "MELDER_ALERTMANAGER_TOKEN": "x",
    }
    channels = load_channels(file, environ)
    assert list(channels) == ["log", "ops", "chat", "alarms"]
    config = channels["ops"]
    assert isinstance(config, WebhookConfig)
    assert config.tries == TRIES


def test_log_is_always_there(file: Path) -> None:
    file.write_text("channels: []")
    assert list(load_channels(file, {})) == ["log"]


def test_a_webhook_has_the_timeout_and_the_tries_of_standard_webhooks(file: Path) -> None:
    file.write_text(HOOK.replace("[OPS_KEY]", "[OPS_KEY, OLD_KEY]"))
    config = load_channels(file, ENVIRON)["ops"]
    assert isinstance(config, WebhookConfig)
    assert (config.timeout.total_seconds(), config.tries, config.allowed) == (20, TRIES, ())


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        (
            "kind: webhook",
            "kind: fax",
            "channels.yaml:2: channels.0: no such kind 'fax'; known: .*log, webhook",
        ),
        ("name: ops", "name: log", "the channel log is always there; choose another name"),
        (
            "name: ops",
            "name: 'o p s'",
            "channels.yaml:2: channels.0.webhook.name: a name is small letters and digits",
        ),
        ("OPS_KEY", "NO_KEY", "yaml:5: .*secret_env.0: NO_KEY is not set.*python -m services.alert keygen"),
        ("OPS_KEY", "SHORT_KEY", "SHORT_KEY holds a key of 6 bytes, not 24 to 64.*keygen"),
        ("OPS_KEY", "whsec_c2VjcmV0c2VjcmV0c2VjcmV0", "yaml:5: .*this is a key itself.*replace it.*keygen"),
        ("[OPS_KEY]", "[]", "secret_env: name at least one variable that holds a key"),
        (
            "https://desk.example/hooks",
            "desk.example",
            "yaml:4: .*url: an address such as https://desk.example",
        ),
        ("https://desk", "ftp://desk", "url: an address such as https://desk.example"),
        ("https://desk", "https://me:c2VjcmV0@desk", "url: a secret stands in the environment, not in this"),
        ("desk.example/", "desk.example/whsec_c2VjcmV0/", "url: a secret stands in the environment, not in"),
        ("desk.example", "desk.example:8443", "a port other than 80 and 443 needs allow_private: true"),
        ("desk.example", "desk.example:99999", "yaml:4: .*url: Port out of range"),
        ("kind:", "timeout: 90s\n    kind:", "timeout: Input should be less than or equal to"),
        ("kind:", "timeout: soon\n    kind:", "timeout: a duration is a whole number and s, m, h or d"),
        ("kind:", "tries: [5s, 5m]\n    kind:", "tries: the first try is made at once: begin with 0s"),
        ("kind:", "tries: []\n    kind:", "tries: the first try is made at once: begin with 0s"),
        ("kind:", "secret: c2VjcmV0\n    kind:", "channels.0.webhook.secret: no such key"),
        (
            HOOK,
            HOOK + HOOK.removeprefix("channels:\n"),
            "channels.1.name: each channel needs a name of its own; used twice: ops",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_what_to_do(file: Path, right: str, wrong: str, message: str) -> None:
    assert right in HOOK
    file.write_text(HOOK.replace(right, wrong, 1))
    with pytest.raises(ConfigError, match=message) as refused:
        load_channels(file, ENVIRON)
    [fault] = str(refused.value).splitlines()
    assert str(file) in fault
    assert "c2VjcmV0" not in str(refused.value)


async def test_log_writes_the_alert_as_one_json_line(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("alert")
    channel = open_channel(LOG, {}, now)
    alert = an_alert(headline='Zeile eins\nZeile "zwei" \u202e')
    answer = await channel.send(make_delivery(alert, "log"))
    logging.getLogger().handlers.clear()
    assert answer.verdict is Verdict.ACCEPTED
    [line] = capsys.readouterr().err.splitlines()
    assert json.loads(line)["alert"] == alert.model_dump(mode="json")
    assert json.loads(line)["channel"] == "log"
