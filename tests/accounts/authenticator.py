"""A device with a passkey, in software: it answers as browsers do, or as a forger would."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url

PRESENT, VERIFIED, WITH_KEY = 1, 4, 64
"""Flags of the standard: somebody touched it, it knows who, and the answer brings a new key."""
ORIGIN = "http://localhost"


@dataclass
class Authenticator:
    count: int = 1
    """How often it signed; 0 for ever in those that share their keys."""
    flags: int = PRESENT | VERIFIED
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    handle: str = ""

    def make(self, options: dict[str, Any], origin: str = ORIGIN, rp: str = "") -> str:
        """The answer to the options of a new passkey."""
        self.handle = options["user"]["id"]
        length = len(self.credential).to_bytes(2, "big")
        held = bytes(16) + length + self.credential + self._public_key()
        data = self._data(rp or options["rp"]["id"], WITH_KEY) + held
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        response = {
            "clientDataJSON": bytes_to_base64url(_client_data("create", options, origin)),
            "attestationObject": bytes_to_base64url(attestation),
            "transports": ["internal", "hybrid", "telepathy"],
        }
        return self._answer(response)

    def sign(self, options: dict[str, Any], origin: str = ORIGIN, rp: str = "") -> str:
        """The answer to the options of the second step."""
        self.count += bool(self.count)
        client_data = _client_data("get", options, origin)
        data = self._data(rp or options["rpId"])
        signature = self.key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": bytes_to_base64url(client_data),
            "authenticatorData": bytes_to_base64url(data),
            "signature": bytes_to_base64url(signature),
            "userHandle": self.handle,
        }
        return self._answer(response)

    def _answer(self, response: dict[str, Any]) -> str:
        name = bytes_to_base64url(self.credential)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})

    def _data(self, rp: str, more: int = 0) -> bytes:
        flags = bytes([self.flags | more])
        return hashlib.sha256(rp.encode()).digest() + flags + self.count.to_bytes(4, "big")

    def _public_key(self) -> bytes:
        """On the curve P-256, for ECDSA with SHA-256, as COSE writes it."""
        point = self.key.public_key().public_numbers()
        x, y = (part.to_bytes(32, "big") for part in (point.x, point.y))
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})


def _client_data(what: str, options: dict[str, Any], origin: str) -> bytes:
    said = {"type": f"webauthn.{what}", "challenge": options["challenge"], "origin": origin}
    return json.dumps(said).encode()
