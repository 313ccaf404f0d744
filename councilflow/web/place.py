"""What the installation signs with, as its settings have it."""

from __future__ import annotations

from flask import current_app

from councilflow.services.minutes import SigningPlace


def signing_place() -> SigningPlace:
    return SigningPlace.of(current_app.config)
