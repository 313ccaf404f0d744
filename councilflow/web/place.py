"""Where this installation signs, as the running application is set."""

from __future__ import annotations

from flask import current_app

from councilflow.services.minutes import SigningPlace


def signing_place() -> SigningPlace:
    return SigningPlace(current_app.config["DATA_DIR"], current_app.config["SIGNING_SECRET"])
