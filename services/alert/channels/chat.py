"""Alerts as messages of a chat: an incoming webhook as Slack, Mattermost and Rocket.Chat understand it.

https://docs.slack.dev/messaging/formatting-message-text
"""

import json
import re
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, ValidationInfo, model_validator

from services.alert.channels.channel import Answer, Environment, WallClock
from services.alert.channels.sending import HttpConfig, Sender, allowed, check_address, check_port
from services.alert.channels.variables import check_held, check_variable, read_variable
from services.alert.channels.wording import event_of, link, one_line, said_by
from services.alert.delivery.delivery import Delivery
from shared.errors import ConfigError
from shared.events import AlertRaised, AlertsGrouped
from shared.http import HttpClient

HOLDS = "the address of the chat's incoming webhook"
EXAMPLE = "https://chat.example/hooks/…"
SECRET = 10
"""Code points from which on a part of the address may be what is secret about it."""
HEADLINE, SENTENCE, WHO, LINK = 400, 1500, 200, 1000
"""Code points at most. A message stays under 4,000: Slack asks for that, and Rocket.Chat takes 5,000."""
LINES, ROOM = 20, 3500
"""How many alerts of a group are told, and in how many code points."""
CALLS = re.compile(r"(?<![^\W_])@(?=\w)|\](?=\()")
"""What would call people (@all), or make a link or picture of what an article says, in Markdown."""


def _url_env(name: str, info: ValidationInfo) -> str:
    return check_held(_read_url, check_variable(name, HOLDS, "MELDER_CHAT_URL"), info)


def _read_url(environ: Environment, name: str) -> str:
    url = read_variable(environ, name, HOLDS)
    try:
        check_address(url, EXAMPLE)
    except ValueError:  # from None: what cannot be parsed may be told in its message
        raise ConfigError(f"{name} holds no address such as {EXAMPLE}") from None
    if "@" in urlsplit(url).netloc:
        raise ConfigError(f"{name} holds an address with a name or password before its host; none is sent")
    return url


class ChatConfig(HttpConfig):
    """`kind: chat`. `url_env` names the variable that holds its address, which is the secret."""

    kind: Literal["chat"]
    url_env: Annotated[str, AfterValidator(_url_env)]

    @model_validator(mode="after")
    def _port(self, info: ValidationInfo) -> Self:
        url = _read_url((info.context or {})["environ"], self.url_env)
        check_port(url, allow_private=self.allow_private)
        return self

    def open(self, environ: Environment, clock: WallClock) -> "Chat":
        """The channel itself."""
        url = _read_url(environ, self.url_env)
        return Chat(self, url, HttpClient(allow=allowed(url, allow_private=self.allow_private)), clock)


class Chat:
    """One channel of a chat."""

    def __init__(self, config: ChatConfig, url: str, http: HttpClient, clock: WallClock) -> None:
        self.name, self.tries, self.timeout = config.name, config.tries, config.timeout
        self._sender = Sender(config, url, http, clock, _secrets(url))

    async def send(self, delivery: Delivery) -> Answer:
        """POST one message."""
        event = event_of(delivery)
        text = _message(event) if isinstance(event, AlertRaised) else _digest(event)
        return await self._sender.post(json.dumps({"text": text}, ensure_ascii=False).encode(), {})

    async def close(self) -> None:
        """Close its connections."""
        await self._sender.close()


def _secrets(url: str) -> list[str]:
    """What of the address a receiver's answer must not bring into a log: its path, and every long part."""
    parts = urlsplit(url)
    asked = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return [part for part in (url, asked, parts.path, *re.split(r"[/?&=]", asked)) if len(part) >= SECRET]


def _message(alert: AlertRaised) -> str:
    sentence, who, page = alert.evidence.sentence, said_by(alert.evidence), _link(alert.url)
    lines = [
        f"*{_bold(alert.headline)}*",
        *([f"> {_safe(sentence, SENTENCE)}"] if sentence else []),
        f"> — {_safe(who, WHO)}",
        "",  # in Markdown, a quote goes on until here
        *([page] if page else []),
        f"{_safe(alert.rule, WHO)} · {alert.severity}",
    ]
    return "\n".join(lines)


def _digest(group: AlertsGrouped) -> str:
    """One line an alert, as many as there is room for."""
    shown: list[str] = []
    for line in map(_line, group.alerts[:LINES]):
        if shown and len("\n".join([*shown, line])) > ROOM:
            break
        shown.append(line)
    count, rest = len(group.alerts), len(group.alerts) - len(shown)
    which = f", Teil {group.part} von {group.parts}" if group.parts > 1 else ""
    return "\n".join(
        [
            f"*{count} {'Meldung' if count == 1 else 'Meldungen'}{which}*",
            *shown,
            *([f"… und {rest} weitere"] if rest else []),
            f"{_safe(group.route, WHO)} · {group.severity}",
        ]
    )


def _line(alert: AlertRaised) -> str:
    told = f"• {_safe(alert.headline, HEADLINE)} ({_safe(alert.rule, WHO)}, {alert.severity})"
    return f"{told} {_link(alert.url)}".rstrip()


def _bold(text: str) -> str:
    """Nothing in a message escapes an asterisk, and one would end the bold type."""
    return _safe(text.replace("*", "∗"), HEADLINE)


def _safe(text: str, room: int) -> str:
    """On one line, as text and nothing else, cut to `room`."""
    text = CALLS.sub("\\g<0>\u200b", one_line(text))
    return _cut(_escaped(text), room)


def _escaped(text: str) -> str:
    """As Slack wants it: these three and no others."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _cut(text: str, room: int) -> str:
    """Cut an escaped text, not within an escape."""
    return text if len(text) <= room else re.sub(r"&\w{0,3}$", "", text[: room - 2]).rstrip() + " …"


def _link(url: str) -> str:
    """The page of the article, calling nobody; half of a link leads nowhere: one too long is left out."""
    page = _escaped(link(url)).replace("@", "%40")
    return page if len(page) <= LINK else ""
