"""Whether something written is an address that mail can be sent to."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email


def is_address(text: str) -> bool:
    """Nothing is asked of the net; it only has to look like one."""
    try:
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True
