"""Somebody who uses the pages as they are: follows links, fills in fields by their labels, presses buttons.

Nothing is known of addresses or names of fields. What a label, a link or a button says is all there is, so a
page that does not say what it needs cannot be used here either.
"""

from __future__ import annotations

import io
from typing import Any

from flask.testing import FlaskClient
from lxml import html

Element = html.HtmlElement


class NotThere(AssertionError):
    """The page has no such link, field or button."""


def words(element: Element) -> str:
    """What it says, without what stands aside for the eye (hints, "valfritt")."""
    return " ".join(element.text_content().split())


def _value(field: Element) -> str:
    if field.tag == "textarea":
        return str(field.text_content())
    if field.tag == "select":
        chosen = field.xpath(".//option[@selected]") or field.xpath(".//option")[:1]
        return chosen[0].get("value", words(chosen[0])) if chosen else ""
    return str(field.get("value", ""))


class Reader:
    """One person at the pages. `page` is the one being looked at."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.address = "/"
        self.page: Element = html.Element("html")
        self.filled: dict[str, Any] = {}

    def open(self, address: str) -> Reader:
        answer = self.client.get(address, follow_redirects=True)
        return self._arrived(answer)

    def follow(self, text: str, *, within: str = "") -> Reader:
        """Follow the link that says `text`, in the row or section that says `within`."""
        links = [one for one in self.page.iter("a") if self._says(one, text) and self._stands(one, within)]
        if not links:
            raise NotThere(f"no link {text!r} {within!r} on {self.address}: {self._links()}")
        return self.open(links[0].get("href"))

    def write(self, label: str, value: Any) -> Reader:
        """Write into the field with this label, or choose in a list what says `value`."""
        field = self._field(label)
        if field.tag == "select":
            options = [one for one in field.iter("option") if words(one).startswith(str(value))]
            if not options:
                raise NotThere(f"{label!r} has no {value!r}: {[words(one) for one in field.iter('option')]}")
            value = options[0].get("value", words(options[0]))
        self.filled[field.get("name")] = str(value)
        return self

    def choose(self, *labels: str, of: str = "") -> Reader:
        """Choose the radio buttons or boxes that say `labels`, in the group whose legend is `of`."""
        for label in labels:
            field = self._field(label, kinds=("radio", "checkbox"), of=of)
            name, value = field.get("name"), field.get("value", "y")
            if field.get("type") == "checkbox":
                self.filled.setdefault(name, [])
                if value not in self.filled[name]:
                    self.filled[name].append(value)
            else:
                self.filled[name] = value
        return self

    def leave(self, *labels: str, of: str = "") -> Reader:
        """Take the mark out of boxes."""
        for label in labels:
            field = self._field(label, kinds=("checkbox",), of=of)
            chosen = self.filled.get(field.get("name"), [])
            self.filled[field.get("name")] = [one for one in chosen if one != field.get("value", "y")]
        return self

    def press(self, text: str, *, within: str = "") -> Reader:
        """Press the button that says `text`; what was written before goes along."""
        for button in self.page.iter("button"):
            form = next(button.iterancestors("form"), None)
            if form is None or not self._says(button, text) or not self._stands(button, within):
                continue
            facts = self._written(form)
            if button.get("name"):
                facts[button.get("name")] = button.get("value", "")
            where = button.get("formaction") or form.get("action") or self.address
            if form.get("method", "get").lower() == "get":
                return self._arrived(self.client.get(where, query_string=facts, follow_redirects=True))
            return self._arrived(self.client.post(where, data=facts, follow_redirects=True))
        raise NotThere(f"no button {text!r} {within!r} on {self.address}: {self._buttons()}")

    def button(self, beginning: str) -> str:
        """All that the first button says that begins so, where it ends with how many it is about."""
        return next(said for said in self._buttons() if said.startswith(beginning))

    def link(self, text: str) -> str:
        """Where the first link that says `text` leads."""
        return str(next(one.get("href") for one in self.page.iter("a") if self._says(one, text)))

    def upload(self, label: str, content: bytes, name: str) -> Reader:
        self.filled[self._field(label).get("name")] = (io.BytesIO(content), name)
        return self

    def says(self, *texts: str) -> Reader:
        """Every text stands on the page, and no error does."""
        page = words(self.page)
        missing = [text for text in texts if text not in page]
        if missing:
            raise NotThere(f"{missing} on {self.address}: {page[:3000]}")
        return self

    def errors(self) -> list[str]:
        return [words(one) for one in self.page.xpath("//*[contains(@class, 'cf-errors')]//li")]

    def _arrived(self, answer: Any) -> Reader:
        self.address = answer.request.path
        self.page = html.fromstring(answer.get_data()) if answer.get_data() else html.Element("html")
        if answer.status_code >= 400:
            raise NotThere(
                f"{answer.status_code} on {self.address}: {self.errors() or words(self.page)[:1500]}"
            )
        self._read_forms()
        return self

    def _read_forms(self) -> None:
        """What the page has filled in beforehand."""
        self.filled = {}
        for field in self.page.xpath("//form//input | //form//select | //form//textarea"):
            name, kind = field.get("name"), field.get("type", field.tag)
            if not name or kind in ("file", "submit", "hidden"):
                continue
            if kind == "checkbox":
                self.filled.setdefault(name, [])
            marked = field.get("checked") is not None
            if kind == "checkbox" and marked:
                self.filled[name].append(field.get("value", "y"))
            elif kind not in ("checkbox", "radio") or marked:
                self.filled[name] = _value(field)

    def _written(self, form: Element) -> dict[str, Any]:
        named = {field.get("name") for field in form.xpath(".//input | .//select | .//textarea")}
        facts = {name: value for name, value in self.filled.items() if name in named}
        for hidden in form.xpath(".//input[@type='hidden']"):
            facts[hidden.get("name")] = hidden.get("value", "")
        return facts

    def _field(self, label: str, *, kinds: tuple[str, ...] = (), of: str = "") -> Element:
        """The field with this label, one that says nothing more before one that does."""
        for one in sorted(self.page.iter("label"), key=lambda one: len(words(one))):
            if not self._says(one, label) or not one.get("for"):
                continue
            found = self.page.xpath(f"//*[@id='{one.get('for')}']")
            is_box = bool(found) and found[0].get("type") in ("radio", "checkbox")
            fits = found and (found[0].get("type") in kinds if kinds else not is_box)
            if fits and self._in_group(found[0], of):
                return found[0]
        for one in self.page.xpath("//input[@aria-label]"):
            if self._says(one, label) and (not kinds or one.get("type") in kinds):
                return one
        raise NotThere(f"no field {label!r} {of!r} on {self.address}: {self._labels()}")

    def _in_group(self, field: Element, legend: str) -> bool:
        if not legend:
            return True
        legends = [words(one) for box in field.iterancestors("fieldset") for one in box.xpath("./legend")]
        return any(one.startswith(legend) for one in legends)

    def _says(self, element: Element, text: str) -> bool:
        said = words(element)
        return said == text or said.startswith(f"{text} ") or element.get("aria-label") == text

    def _stands(self, element: Element, within: str) -> bool:
        if not within:
            return True
        around = ("tr", "li", "section", "aside", "fieldset")
        return any(within in words(one) for one in element.iterancestors(*around))

    def _links(self) -> list[str]:
        return [words(one) for one in self.page.iter("a")]

    def _buttons(self) -> list[str]:
        return [words(one) for one in self.page.iter("button")]

    def _labels(self) -> list[str]:
        return [words(one) for one in self.page.iter("label")]
