"""Whether a certificate was revoked, asked of whoever issued it (RFC 6960, RFC 5280).

A certificate says itself where that can be asked. Nobody is asked but at the hosts that the administrator has
named, so that no stranger's certificate sends the server anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from asn1crypto import crl, ocsp, pem, x509
from pyhanko_certvalidator.authority import Authority
from pyhanko_certvalidator.errors import OCSPValidationError, PathError, RevokedError, ValidationError
from pyhanko_certvalidator.fetchers.common_utils import (
    enumerate_delivery_point_urls,
    format_ocsp_request,
    process_ocsp_response_data,
)

from councilflow.process.errors import RuleBroken
from councilflow.signing.links import Link
from councilflow.signing.network import NoAnswer, answer_from
from councilflow.signing.trust import Brought, Revocation

SECONDS = 15.0
"""How long one answer may take."""

_LARGEST_ANSWER = 1 << 16
_LARGEST_LIST = 16 << 20


@dataclass(frozen=True)
class RevocationSources:
    """The hosts that may be asked, as they stand in addresses (`host` or `host:port`, lower case)."""

    hosts: frozenset[str] = frozenset()
    seconds: float = SECONDS

    def about(self, links: Iterable[Link]) -> Brought:
        """What the issuers say today of every certificate behind `links` that may be asked about.

        Of one whose issuer may not be asked, nothing. RuleBroken: revocation-not-had (an issuer that may be
        asked has no answer that holds and is younger than the signature), certificate-revoked (before
        it was used).
        """
        asked = _Asked(self)
        links = list(links)
        if self.hosts:
            for link in links:
                asked.about(link)
        found = Brought((), tuple(asked.lists.values()), tuple(asked.answers.values()))
        for link in links:
            asked.hold(link, found)
        return found

    def may_ask(self, addresses: Iterable[str]) -> list[str]:
        return [one for one in addresses if urlsplit(one).netloc.lower() in self.hosts]


NOBODY = RevocationSources()


@dataclass
class _Asked:
    """One round of questions; each certificate is asked about once."""

    sources: RevocationSources
    answers: dict[bytes, ocsp.OCSPResponse] = field(default_factory=dict)
    lists: dict[str, crl.CertificateList] = field(default_factory=dict)
    known: set[bytes] = field(default_factory=set)

    def about(self, link: Link) -> None:
        path = link.path(Brought())
        for certificate in path.iter_certs(include_root=False):
            if certificate.sha256 not in self.known:
                self._ask(certificate, path.find_issuing_authority(certificate))

    def hold(self, link: Link, found: Brought) -> None:
        path = link.path(Brought())
        revocable = [one.sha256 for one in path.iter_certs(include_root=False) if _is_revocable(one)]
        is_answered = bool(revocable) and self.known.issuperset(revocable)
        try:
            link.hold(found, Revocation.IF_DECLARED if is_answered else Revocation.IF_KNOWN)
        except RevokedError as revoked:
            raise RuleBroken("certificate-revoked", holder=_name(link.certificate)) from revoked
        except (PathError, ValidationError) as wrong:
            raise RuleBroken("revocation-not-had", holder=_name(link.certificate)) from wrong

    def _ask(self, certificate: x509.Certificate, issuer: Authority) -> None:
        answering = self.sources.may_ask(certificate.ocsp_urls)
        listing = self.sources.may_ask(_lists(certificate))
        if not (answering or listing):
            return
        self.known.add(certificate.sha256)
        for address in answering:
            if answer := self._answer(address, certificate, issuer):
                self.answers[certificate.sha256] = answer
                return
        for address in listing:
            if address in self.lists:
                return
            if answer := self._list(address):
                self.lists[address] = answer
                return
        raise RuleBroken("revocation-not-had", holder=_name(certificate))

    def _answer(
        self, address: str, certificate: x509.Certificate, issuer: Authority
    ) -> ocsp.OCSPResponse | None:
        question = format_ocsp_request(certificate, issuer, certid_hash_algo="sha1", request_nonces=True)
        facts = {"kind": "application/ocsp-request", "accepts": "application/ocsp-response"}
        try:
            told = answer_from(
                address, question.dump(), seconds=self.sources.seconds, most=_LARGEST_ANSWER, **facts
            )
            return process_ocsp_response_data(told, ocsp_request=question, ocsp_url=address)
        except (NoAnswer, OCSPValidationError, ValueError):
            return None

    def _list(self, address: str) -> crl.CertificateList | None:
        facts = {"accepts": "application/pkix-crl"}
        try:
            told = answer_from(address, None, seconds=self.sources.seconds, most=_LARGEST_LIST, **facts)
            return crl.CertificateList.load(pem.unarmor(told)[2] if pem.detect(told) else told, strict=True)
        except (NoAnswer, ValueError):
            return None


def _lists(certificate: x509.Certificate) -> Iterator[str]:
    for point in certificate.crl_distribution_points:
        yield from enumerate_delivery_point_urls(point)


def _is_revocable(certificate: x509.Certificate) -> bool:
    return bool(certificate.ocsp_urls or certificate.crl_distribution_points)


def _name(certificate: x509.Certificate) -> str:
    return str(certificate.subject.human_friendly)
