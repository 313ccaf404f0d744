"""What RFC 5545 and 5546 ask of every file we send, read from its bytes by nothing of ours."""

from __future__ import annotations

import re

import vobject

WANTED = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "ORGANIZER", "SEQUENCE"}
UTC_TIME = re.compile(r"\d{8}T\d{6}Z")


def faults_of(content: bytes, *, method: str) -> list[str]:
    """Everything in which the file is not as the rules will have it."""
    faults = _faults_of_lines(content)
    lines = re.sub(r"\r\n[ \t]", "", content.decode()).split("\r\n")[:-1]
    if (lines[0], lines[-1]) != ("BEGIN:VCALENDAR", "END:VCALENDAR"):
        faults.append("the calendar has no beginning or end")
    for line in ("VERSION:2.0", f"METHOD:{method}"):
        if lines.count(line) != 1:
            faults.append(f"{line} stands {lines.count(line)} times")
    if not any(line.startswith("PRODID:") for line in lines):
        faults.append("nobody says what made it")
    known = {line.partition(":")[2] for line in lines if line.startswith("TZID:")}
    faults += [
        f"{zone} has no rules"
        for zone in re.findall(r";TZID=([^:;]+)", "\n".join(lines))
        if zone not in known
    ]
    events = _events(lines)
    uids = [event["UID"] for event in events if "UID" in event]
    if len(set(uids)) < len(uids):
        faults.append("a UID stands twice")
    return faults + [fault for event in events for fault in _faults_of_event(event)]


def _faults_of_lines(content: bytes) -> list[str]:
    faults = []
    if b"\n" in content.replace(b"\r\n", b"") or b"\r" in content.replace(b"\r\n", b""):
        faults.append("a line does not end in CRLF")
    if not content.endswith(b"\r\n"):
        faults.append("the last line has no end")
    faults += [f"{line!r} is too long" for line in content.split(b"\r\n") if len(line) > 75]
    return faults


def _events(lines: list[str]) -> list[dict[str, str]]:
    events: list[dict[str, str]] = []
    inside = False
    for line in lines:
        if line == "BEGIN:VEVENT":
            events.append({})
            inside = True
        elif line == "END:VEVENT":
            inside = False
        elif inside:
            name, _colon, value = line.partition(":")
            events[-1][name.partition(";")[0]] = value
    return events


def _faults_of_event(event: dict[str, str]) -> list[str]:
    faults = [f"{name} is missing" for name in sorted(WANTED - set(event))]
    stamps = {name: event[name] for name in ("DTSTAMP", "LAST-MODIFIED") if name in event}
    return faults + [f"{name} is not in UTC" for name, at in stamps.items() if not UTC_TIME.fullmatch(at)]


def read(content: bytes) -> list[vobject.base.Component]:
    """The events as another reader finds them."""
    calendar = vobject.readOne(content.decode())
    return list(calendar.contents.get("vevent", []))
