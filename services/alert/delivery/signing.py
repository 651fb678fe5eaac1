"""Keys and signatures of Standard Webhooks 1.0.0."""

import base64
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from standardwebhooks import Webhook

from shared.errors import ConfigError

PREFIX = "whsec_"
KEYGEN = "make one: python -m services.alert keygen"


def new_key() -> str:
    """A fresh key of 32 random bytes, as `whsec_…`."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def read_key(environ: Mapping[str, str], variable: str) -> Webhook:
    """The signer for the key in `variable`. ConfigError names the variable, never what it holds."""
    text = environ.get(variable, "").strip()
    if not text:
        raise ConfigError(f"{variable} is not set; it holds the channel's key ({KEYGEN})")
    if not text.startswith(PREFIX):
        raise ConfigError(f"{variable} does not begin with {PREFIX} ({KEYGEN})")
    encoded = text.removeprefix(PREFIX)
    try:
        key = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except ValueError as error:
        raise ConfigError(f"{variable} is not base64 after {PREFIX} ({KEYGEN})") from error
    if not 24 <= len(key) <= 64:
        raise ConfigError(f"{variable} holds a key of {len(key)} bytes, not 24 to 64 ({KEYGEN})")
    return Webhook(key)


def signed_headers(signers: Sequence[Webhook], delivery_id: str, at: datetime, body: str) -> dict[str, str]:
    """The three headers; one signature for each key, so that a receiver may hold any."""
    at = at.astimezone(UTC)  # sign() takes the clock's digits for UTC, whatever the zone says
    return {
        "webhook-id": delivery_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signer.sign(delivery_id, at, body) for signer in signers),
    }
