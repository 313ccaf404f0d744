"""Whether the container of a signature says nothing but what follows from what is signed (RFC 5652).

A signature protects what it signs; the container it lies in repeats some of that and adds certificates, and
no digest covers those parts. Readers pass over what is odd in them, so that a changed bit would go unseen.
Here the container is built anew from the parts that are protected, and every certificate is held to whoever
issued it. Programs differ in what they may write; all they may write is let through.
"""

from __future__ import annotations

from asn1crypto import algos, cms, core
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.exceptions import InvalidSignature

_DATA = "data"


def is_plain(content: bytes) -> bool:
    """`content`: a ContentInfo with one signer, DER to its last byte. Never raises."""
    try:
        told = cms.ContentInfo.load(content, strict=True)
        signed = told["content"]
        return told["content_type"].native == "signed_data" and _is_plain(signed, content)
    except Exception:  # a parser may fail in any way on what somebody has tampered with
        return False


def _is_plain(signed: cms.SignedData, content: bytes) -> bool:
    (signer,) = signed["signer_infos"]
    algorithm = signer["digest_algorithm"]
    (repeated,) = signed["digest_algorithms"]
    held = _certificates(signed)
    return (
        {algorithm.dump(), repeated.dump()} <= _ways_to_write(algorithm)
        and signer["version"].native == _version_of(signer)
        and signed["version"].native in _versions_of(signed, signer)
        and _names_its_certificate(signer, held)
        and all(_is_held(one, held) for one in held)
        and all(_is_known(one) for one in signer["unsigned_attrs"] or ())
        and _built(signed, signer) == content
    )


def _certificates(signed: cms.SignedData) -> list[asn1.Certificate]:
    if isinstance(signed["certificates"], core.Void):
        return []
    return [one.chosen for one in signed["certificates"] if one.name == "certificate"]


def _ways_to_write(algorithm: algos.DigestAlgorithm) -> set[bytes]:
    """With NULL for parameters or without any: both are met, and both are right (RFC 5754, 2)."""
    name = algos.DigestAlgorithmId(algorithm["algorithm"].native).dump()
    return {b"\x30" + bytes([len(way)]) + way for way in (name, name + core.Null().dump())}


def _version_of(signer: cms.SignerInfo) -> str:
    return "v1" if signer["sid"].name == "issuer_and_serial_number" else "v3"


def _versions_of(signed: cms.SignedData, signer: cms.SignerInfo) -> set[str]:
    """As RFC 5652, 5.1 counts; attribute certificates and further kinds make it 4 or 5."""
    kinds = set()
    if not isinstance(signed["certificates"], core.Void):
        kinds = {one.name for one in signed["certificates"]}
    if kinds - {"certificate"}:
        return {"v3", "v4", "v5"}
    is_data = signed["encap_content_info"]["content_type"].native == _DATA
    return {"v1"} if is_data and signer["version"].native == "v1" else {"v3"}


def _names_its_certificate(signer: cms.SignerInfo, held: list[asn1.Certificate]) -> bool:
    """To the byte: readers compare names without regard to case."""
    said = signer["sid"].chosen
    if signer["sid"].name != "issuer_and_serial_number":
        return any(one.key_identifier == said.native for one in held)
    return any(
        one.issuer.dump() == said["issuer"].dump() and one.serial_number == said["serial_number"].native
        for one in held
    )


def _is_held(one: asn1.Certificate, among: list[asn1.Certificate]) -> bool:
    """Whether its issuer is here and has signed it, or else it has signed another one, or stands alone."""
    issuers = [other for other in among if other.subject == one.issuer]
    if issuers:
        return any(_has_issued(issuer, one) for issuer in issuers)
    issued = [other for other in among if other.issuer == one.subject]
    return len(among) == 1 or any(_has_issued(one, other) for other in issued) or not _is_authority(one)


def _is_authority(one: asn1.Certificate) -> bool:
    return bool(one.ca)


def _has_issued(issuer: asn1.Certificate, certificate: asn1.Certificate) -> bool:
    by = x509.load_der_x509_certificate(issuer.dump())
    try:
        x509.load_der_x509_certificate(certificate.dump()).verify_directly_issued_by(by)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _is_known(attribute: cms.CMSAttribute) -> bool:
    """Readers pass over an attribute that they do not know, such as a timestamp whose name was changed."""
    name: str = attribute["type"].dotted
    return name in _UNSIGNED or name.startswith(_OF_ETSI)


_UNSIGNED = {
    "1.2.840.113549.1.9.16.2.14",  # the timestamp of a signature (RFC 3161, appendix A)
    *(f"1.2.840.113549.1.9.16.2.{number}" for number in range(21, 28)),  # long-term data (RFC 5126)
    "1.2.840.113549.1.9.6",  # a countersignature (RFC 5652, 11.4)
}
_OF_ETSI = ("0.4.0.1733.2.", "0.4.0.19122.1.")  # archive timestamps and the like (EN 319 122-1)


def _built(signed: cms.SignedData, signer: cms.SignerInfo) -> bytes:
    """The container from its parts, which keep their own bytes."""
    parts = {name: signed[name] for name in _OF_CONTAINER if not isinstance(signed[name], core.Void)}
    mine = {name: signer[name] for name in _OF_SIGNER if not isinstance(signer[name], core.Void)}
    whole = cms.SignedData({**parts, "signer_infos": [cms.SignerInfo(mine)]})
    built: bytes = cms.ContentInfo({"content_type": "signed_data", "content": whole}).dump()
    return built


_OF_CONTAINER = ("version", "digest_algorithms", "encap_content_info", "certificates", "crls")
_OF_SIGNER = (
    "version",
    "sid",
    "digest_algorithm",
    "signed_attrs",
    "signature_algorithm",
    "signature",
    "unsigned_attrs",
)
