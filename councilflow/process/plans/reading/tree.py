"""The tree while it grows: what stands already is found again and only gains, the rest is added."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace

from councilflow.process.plans.document import Indicator, Link, Measure, Money, Node, PlanDocument
from councilflow.process.plans.signs import on_one_line
from councilflow.process.plans.values import LinkKind, NodeKind

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_EDGES = " .,:;!\"'«»”“–-"


def same(text: str) -> str:
    """Two titles are the same when this is: capitals, spaces and the signs at the ends do not count."""
    return on_one_line(text).casefold().strip(_EDGES)


class Tree:
    """Nodes, links, lines and indicators of one import, beside those that stand in the plan."""

    def __init__(self, standing: PlanDocument | None) -> None:
        self.standing = standing or PlanDocument()
        self.nodes: dict[str, Node] = {}
        self.links: list[Link] = []
        self.lines: list[Money] = []
        self.budgets: list[tuple[str, Money]] = []  # lines of a budget that name a node, until all is read
        self.indicators: list[Indicator] = []
        self._names: dict[tuple[str, NodeKind, str], str] = {}
        self._anywhere: dict[tuple[NodeKind, str], list[str]] = {}
        self._new: set[str] = set()
        self._indicators: dict[tuple[str, str], str] = {}
        self._taken = {node.key for node in self.standing.nodes}
        self._turns: dict[str, int] = {}
        self._taken.update(indicator.key for indicator in self.standing.indicators)
        for node in self.standing.nodes:
            self._remember(node)
        for indicator in self.standing.indicators:
            self._indicators.setdefault((same(indicator.name), indicator.node), indicator.key)

    # Finding

    def at(self, key: str) -> Node:
        return self.nodes.get(key) or self.standing.by_key[key]

    def find(self, kind: NodeKind, *, code: str = "", title: str = "", parent: str | None = None) -> str:
        """The key of the node with this code, title or short label; anywhere only if there is just one."""
        for name in (f"#{code.casefold()}" if code else "", same(title)):
            if not name:
                continue
            if parent is not None:
                key = self._names.get((parent, kind, name), "")
            else:
                keys = self._anywhere.get((kind, name), [])
                key = keys[0] if len(keys) == 1 else ""
            own = self.at(key).code if key else ""
            if key and not (code and own and own.casefold() != code.casefold()):
                return key
        return ""

    def named(self, words: str) -> str:
        """The node that somebody means by a key, a code ("3B", "Mål 3") or a title; nothing if unclear."""
        if words in self.nodes or words in self._taken:
            return words if words in self.nodes or words in self.standing.by_key else ""
        for kind in NodeKind:
            key = self.find(kind, title=words) or self.find(kind, code=words)
            if key:
                return key
        found = re.fullmatch(r"(?P<level>\D+?)\s+(?P<code>[0-9]{1,3}[A-Za-z]?|[A-Z])", words.strip())
        return self._of_level(found["level"], found["code"]) if found else ""

    def _of_level(self, level: str, code: str) -> str:
        keys = [key for kind in NodeKind for key in self._anywhere.get((kind, f"#{code.casefold()}"), ())]
        fitting = [key for key in keys if same(self.at(key).level).startswith(same(level))] or keys
        return fitting[0] if len(fitting) == 1 else ""

    def is_new(self, key: str) -> bool:
        """Whether the node came with this import."""
        return key in self._new

    # Growing

    def place(self, node: Node, *, new: bool = False, by_code: bool = True) -> str:
        """The key of the node: of the one that stands there with this code or title, or of a new one.

        What stands only gains; with `new` only what stood before the import is found again, so that two
        measures of the same wording in one table stay two. A code finds only what is called alike: "Mål 1"
        is not "Resultatmål 1".
        """
        key = self._known(node) if by_code else self.find(node.kind, title=node.title, parent=node.parent)
        if key and not (new and (key in self._new or not self._stands(key, node))):
            self.gain(key, node)
            return key
        key = self._new_key(node)
        self._touch(node.parent)
        self.nodes[key] = replace(node, key=key)
        self._new.add(key)
        self._remember(self.nodes[key])
        return key

    def _known(self, node: Node) -> str:
        key = self.find(node.kind, code=node.code, title=node.title, parent=node.parent)
        if not key or not node.code:
            return key
        old = self.at(key)
        is_alike = same(old.title) == same(node.title) or are_related(old.title, node.title)
        is_level = not old.level or not node.level or same(old.level)[:5] == same(node.level)[:5]
        return key if is_alike or is_level else self.find(node.kind, title=node.title, parent=node.parent)

    def _stands(self, key: str, node: Node) -> bool:
        return key in self.standing.by_key and same(self.at(key).title) == same(node.title)

    def gain(self, key: str, new: Node) -> None:
        old = self.at(key)
        self._touch(key)
        self.nodes[key] = replace(
            old,
            code=old.code or new.code,
            level=old.level or new.level,
            short_label=old.short_label or new.short_label,
            text=old.text or new.text,
            grouping=old.grouping or new.grouping,
            block=old.block or new.block,
            goal_kind=old.goal_kind or new.goal_kind,
            goal_parts=old.goal_parts or new.goal_parts,
            measure=_more(old.measure, new.measure),
            money=together(old.money, new.money),
        )
        self._remember(self.nodes[key])

    def change(self, node: Node) -> None:
        """The node in other words, under the same key."""
        self._touch(node.key)
        self.nodes[node.key] = node
        self._remember(node)

    def add_money(self, key: str, *money: Money) -> None:
        self.change(replace(self.at(key), money=together(self.at(key).money, money)))

    def link(self, first: str, second: str, kind: LinkKind) -> None:
        link = Link(first, second, kind)
        if first != second and link not in self.links and link not in self.standing.links:
            self._touch(first)
            self._touch(second)
            self.links.append(link)

    def add_indicator(self, indicator: Indicator) -> str:
        """The key of the indicator; one of the same name on the same node gains the targets."""
        name = (same(indicator.name), indicator.node)
        key = self._indicators.get(name, "")
        if key:
            self._gain_targets(key, indicator)
            return key
        key = self._free(f"i|{indicator.name}|{indicator.node}|{len(self.indicators)}", "i")
        self._indicators[name] = key
        self.indicators.append(replace(indicator, key=key))
        self._touch(indicator.node)
        return key

    def _gain_targets(self, key: str, new: Indicator) -> None:
        known = next(one for one in (*self.indicators, *self.standing.indicators) if one.key == key)
        more = tuple(target for target in new.targets if target not in known.targets)
        gained = replace(
            known,
            targets=known.targets + more,
            unit=known.unit or new.unit,
            dimension=known.dimension or new.dimension,
            cadence=known.cadence or new.cadence,
        )
        places = [place for place, one in enumerate(self.indicators) if one.key == key]
        if places:
            self.indicators[places[0]] = gained
        else:
            self.indicators.append(gained)

    def _touch(self, key: str) -> None:
        """What stands and has something to do with the import appears in it, with all above it."""
        missing: list[Node] = []
        while key and key not in self.nodes:
            node = self.standing.by_key.get(key)
            if node is None or len(missing) > len(self.standing.nodes):
                break
            missing.append(node)
            key = node.parent
        for node in reversed(missing):
            self.nodes[node.key] = node

    def _remember(self, node: Node) -> None:
        names = {same(node.title), same(node.short_label), f"#{node.code.casefold()}" if node.code else ""}
        for name in names - {""}:
            self._names.setdefault((node.parent, node.kind, name), node.key)
            keys = self._anywhere.setdefault((node.kind, name), [])
            if node.key not in keys[-8:]:
                keys.append(node.key)

    def new_block(self, seed: str) -> str:
        return self._free(f"b|{seed}|{len(self.standing.nodes)}", "b")

    def _new_key(self, node: Node) -> str:
        return self._free(f"{node.kind}|{node.parent}|{node.code}|{node.title}|{node.source_line}", "n")

    def _free(self, seed: str, letter: str) -> str:
        """The same import read twice names its nodes alike; the letters are those of `keys.new_key`."""
        turn = self._turns.get(seed, 0)  # those before are taken: many points may be called the same
        while True:
            digest = hashlib.sha256(f"{seed}|{turn}".encode("utf-8", "surrogatepass")).digest()
            key = f"{letter}-" + "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:8])
            if key not in self._taken and key not in self.nodes:
                self._taken.add(key)
                self._turns[seed] = turn + 1
                return key
            turn += 1

    # In the end

    def in_order(self) -> tuple[Node, ...] | None:
        """Parents before children, in the order in which they were read; None when parents go in a circle."""
        children: dict[str, list[Node]] = {}
        for node in self.nodes.values():
            children.setdefault(node.parent if node.parent in self.nodes else "", []).append(node)
        found: list[Node] = []
        waiting = list(reversed(children.get("", [])))
        while waiting:
            node = waiting.pop()
            found.append(node)
            waiting.extend(reversed(children.get(node.key, ())))
        return tuple(found) if len(found) == len(self.nodes) else None


def are_related(first: str, second: str) -> bool:
    """Whether two titles have a word of some length in common."""
    words = [set(re.findall(r"\w{4,}", title.casefold())) for title in (first, second)]
    return bool(words[0] & words[1])


def together(old: tuple[Money, ...], new: Iterable[Money]) -> tuple[Money, ...]:
    """Each cell once."""
    return old + tuple(money for money in new if money not in old)


def _more(old: Measure | None, new: Measure | None) -> Measure | None:
    if old is None or new is None:
        return old or new
    return replace(
        old,
        period=old.period if old.period.raw else new.period,
        settlement=old.settlement if old.parties_raw else new.settlement,
        parties_raw=old.parties_raw or new.parties_raw,
        parties=old.parties or new.parties,
        phase=old.phase or new.phase,
        continues=old.continues or new.continues,
    )
