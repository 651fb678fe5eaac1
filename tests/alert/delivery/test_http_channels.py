"""channels.yaml with an Alertmanager and a chat: what is right, and what is said where it is not."""

from pathlib import Path

import pytest

from services.alert.channels import load_channels
from services.alert.channels.alertmanager import AlertmanagerConfig
from services.alert.channels.chat import ChatConfig
from shared.errors import ConfigError

ENVIRON = {
    "TOKEN": "c2VjcmV0",
    "TWO_LINES": "c2VjcmV0\nX-Other: 1",
    "HOOK": "https://chat.example/hooks/c2VjcmV0",
    "PORT": "https://chat.example:8065/hooks/c2VjcmV0",
    "BLANK": " ",
    "NO_URL": "c2VjcmV0",
    "FTP": "ftp://chat.example/c2VjcmV0",
    "BAD_PORT": "https://chat.example:c2VjcmV0/",
    "LOGIN": "https://me:c2VjcmV0@chat.example/hooks",
}
ALERTMANAGER = """channels:
  - name: ops
    kind: alertmanager
    url: https://alertmanager.example
    token_env: TOKEN
"""
CHAT = """channels:
  - name: desk
    kind: chat
    url_env: HOOK
"""


def test_an_alertmanager_needs_no_token(file: Path) -> None:
    file.write_text(ALERTMANAGER.replace("    token_env: TOKEN\n", ""))
    config = load_channels(file, {})["ops"]
    assert isinstance(config, AlertmanagerConfig)
    assert (config.token_env, config.resolve_after.total_seconds()) == (None, 3600)


@pytest.mark.parametrize("text", [ALERTMANAGER, CHAT])
def test_what_is_secret_is_not_kept_in_the_configuration(file: Path, text: str) -> None:
    file.write_text(text)
    assert "c2VjcmV0" not in repr(load_channels(file, ENVIRON))


def test_a_chat_on_another_port_needs_to_be_allowed(file: Path) -> None:
    file.write_text(CHAT.replace("HOOK", "PORT\n    allow_private: true"))
    config = load_channels(file, ENVIRON)["desk"]
    assert isinstance(config, ChatConfig)


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        (": TOKEN", ": NO_TOKEN", "yaml:5: .*token_env: NO_TOKEN is not set; it holds the Alertmanager's"),
        (": TOKEN", ": BLANK", "token_env: BLANK is not set; it holds the Alertmanager's bearer token"),
        (": TOKEN", ": TWO_LINES", "token_env: TWO_LINES holds no bearer token: letters, digits and"),
        (": TOKEN", ": eyJh.c2VjcmV0", "yaml:5: .*such as MELDER_ALERTMANAGER_TOKEN.*so replace it"),
        ("token_env: TOKEN", "token: c2VjcmV0", "channels.0.alertmanager.token: no such key"),
        ("https://al", "al", "yaml:4: .*url: an address such as https://alertmanager.example"),
        ("https://al", "ftp://al", "yaml:4: .*url: an address such as https://alertmanager.example"),
        ("https://al", "https://me:c2VjcmV0@al", "url: a secret stands in the environment.*token_env names"),
        (
            ".example",
            ".example/api/v2/alerts",
            "url: an address such as .*, to which /api/v2/alerts is added",
        ),
        (".example", ".example/?a=1", "url: an address such as .*, to which /api/v2/alerts is added"),
        (".example", ".example:9093", "yaml:2: .*a port other than 80 and 443 needs allow_private: true"),
        ("kind:", "resolve_after: 1s\n    kind:", "resolve_after: Input should be greater than or equal"),
        ("kind:", "resolve_after: soon\n    kind:", "resolve_after: a duration is a whole number and s, m"),
        ("kind:", "tries: [5s]\n    kind:", "tries: the first try is made at once: begin with 0s"),
    ],
)
def test_a_wrong_alertmanager_is_refused_with_what_to_do(
    file: Path, right: str, wrong: str, message: str
) -> None:
    refuse(file, ALERTMANAGER, right, wrong, message)


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("HOOK", "NO_HOOK", "yaml:4: .*url_env: NO_HOOK is not set; it holds the address of the chat's inc"),
        ("HOOK", "NO_URL", "yaml:4: .*url_env: NO_URL holds no address such as https://chat.example/hooks/"),
        ("HOOK", "FTP", "url_env: FTP holds no address such as https://chat.example/hooks/"),
        ("HOOK", "BAD_PORT", "url_env: BAD_PORT holds no address such as https://chat.example/hooks/"),
        ("HOOK", "LOGIN", "url_env: LOGIN holds an address with a name or password before its host"),
        ("HOOK", "PORT", "yaml:2: channels.0.chat: a port other than 80 and 443 needs allow_private: true"),
        ("HOOK", "https://c.example/c2VjcmV0", "yaml:4: .*url_env: the name of a variable.*MELDER_CHAT_URL"),
        ("HOOK", "[HOOK]", "yaml:4: .*url_env: Input should be a valid string"),
        (
            "url_env: HOOK",
            "url: https://c.example/c2VjcmV0",
            "chat.url: no such key 'url'; did you mean url_env",
        ),
    ],
)
def test_a_wrong_chat_is_refused_with_what_to_do(file: Path, right: str, wrong: str, message: str) -> None:
    refuse(file, CHAT, right, wrong, message)


def refuse(file: Path, text: str, right: str, wrong: str, message: str) -> None:
    assert right in text
    file.write_text(text.replace(right, wrong, 1))
    with pytest.raises(ConfigError, match=message) as refused:
        load_channels(file, ENVIRON)
    assert str(file) in str(refused.value)
    assert "c2VjcmV0" not in str(refused.value)
