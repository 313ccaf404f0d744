"""In which way a signature was made."""

from __future__ import annotations

from enum import StrEnum


class SigningWay(StrEnum):
    """How somebody signed. None of them is told to be a qualified signature (eIDAS, article 3 (12))."""

    ISSUED_HERE = "issued-here"  # with a certificate that the installation issued for this one act
    OWN_CERTIFICATE = "own-certificate"  # here, with a certificate in a file of one's own
    SERVICE = "service"  # a service outside signed the digest
    PROGRAM = "program"  # the file was signed in a program outside
