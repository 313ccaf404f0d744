"""What can be known of a signed file, as values (check.py finds it out)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Problem(StrEnum):
    """Why a file or a signature does not hold."""

    NOT_READABLE = "not-readable"
    NOT_SIGNED = "not-signed"
    NOT_AS_RECORDED = "not-as-recorded"  # another file than the one whose SHA-256 was stored
    FIELD_UNSIGNED = "field-unsigned"  # somebody has not signed yet
    ADDED_AFTERWARDS = "added-afterwards"  # something stands after the last signature
    CONTENT_CHANGED = "content-changed"
    SIGNATURE_BROKEN = "signature-broken"
    NOT_WHOLE_REVISION = "not-whole-revision"
    SIGNER_NOT_TRUSTED = "signer-not-trusted"
    FORBIDDEN_CHANGE = "forbidden-change"  # more than signatures was added after this one
    TIMESTAMP_UNKNOWN = "timestamp-unknown"  # by an authority that is not believed
    TIMESTAMP_BROKEN = "timestamp-broken"


class NotProved(StrEnum):
    """What somebody could take for proved, and is not."""

    TIME_SELF_REPORTED = "time-self-reported"  # of a signature without a timestamp of its own
    IDENTITY_BY_INSTALLATION = "identity-by-installation"  # nobody else vouches for who signed
    NOT_QUALIFIED = "not-qualified"  # in the sense of eIDAS, article 3 (12)
    REVOCATION_NOT_CHECKED = "revocation-not-checked"
    TIMESTAMP_AGED = "timestamp-aged"  # the certificate of the last timestamp has expired


class Level(StrEnum):
    """How far a file is on the ladder of PAdES (ETSI EN 319 142-1, chapter 6)."""

    B_B = "B-B"  # signed
    B_T = "B-T"  # somebody outside attests when
    B_LT = "B-LT"  # the certificates needed for checking lie in the file
    B_LTA = "B-LTA"  # a closing timestamp stands over all of it


@dataclass(frozen=True, slots=True, kw_only=True)
class TimestampVerdict:
    """What is known of one timestamp. Instants are aware, in UTC."""

    field: str
    """The field it stands in; for that of a signature, the field of the signature."""
    at: datetime | None
    authority: str
    """The name in the certificate of whoever attests the time."""
    valid: bool
    """Whether it is sound and about exactly the bytes it stands for."""
    trusted: bool
    good_until: datetime | None
    """When its certificate expires: until then it should be renewed."""
    problems: tuple[Problem, ...]

    @property
    def holds(self) -> bool:
        return not self.problems


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerVerdict:
    """What is known of one signature."""

    field: str
    is_seal: bool
    """It is the council's seal, which certifies the file, and no person's signature."""
    name: str
    organisation: str
    role: str
    reason: str
    at: datetime | None
    """When the signer's side says it was signed (aware, UTC)."""
    timestamp: TimestampVerdict | None
    """What somebody outside says of that time."""
    intact: bool
    covers_revision: bool
    trusted: bool
    changes_allowed: bool
    """Whether what was added after this signature is nothing but further signatures."""
    problems: tuple[Problem, ...]

    @property
    def holds(self) -> bool:
        return not self.problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is known of the whole file, its signatures in the order they were made."""

    sha256: str
    signers: tuple[SignerVerdict, ...]
    """The council's seal and persons."""
    timestamps: tuple[TimestampVerdict, ...]
    """Those of the document, in the order they were added."""
    unsigned: tuple[str, ...]
    """The prepared fields that nobody has signed."""
    level: Level
    not_proved: tuple[NotProved, ...]
    problems: tuple[Problem, ...]
    """Of the file as a whole."""

    @property
    def seal(self) -> SignerVerdict | None:
        return next((one for one in self.signers if one.is_seal), None)

    @property
    def persons(self) -> tuple[SignerVerdict, ...]:
        return tuple(one for one in self.signers if not one.is_seal)

    @property
    def holds(self) -> bool:
        """Signed by all it was prepared for, everything in it holds, and nothing was changed."""
        return self.holds_so_far and not self.problems

    @property
    def holds_so_far(self) -> bool:
        """As `holds`, but somebody may still have to sign."""
        return (
            bool(self.signers)
            and all(problem is Problem.FIELD_UNSIGNED for problem in self.problems)
            and all(one.holds for one in self.signers)
            and all(one.holds for one in self.timestamps)
        )
