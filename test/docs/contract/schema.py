# SPDX-License-Identifier: GPL-2.0-only
"""Can a reader that knows one JSON schema read documents of another one?

Within a major number of format_version only additions are allowed: keys, words of an enum or of
a pattern "^(word|word)$" or "^word$", alternatives. Promises stay: a key, that it is required, its type,
pattern and bounds. More promises are allowed, but an old key must not be forbidden.
"""
import re

LOWER = {"minimum", "exclusiveMinimum", "minLength", "minItems"}
UPPER = {"maximum", "exclusiveMaximum", "maxLength", "maxItems"}
EQUAL = {"format", "uniqueItems", "$schema", "multipleOf"}
NESTED = {"items", "contains", "if", "then", "else", "not", "additionalProperties"}
ALTERNATIVES = {"allOf", "anyOf", "oneOf"}
TEXT = {"description", "title", "$comment"}
# has to be there; its value has the minor version
VERSIONED = {"$id"}


def major(schema):
    return int(re.match(r"\^(\d+)", schema["$defs"]["format_version"]["pattern"])[1])


def keys(node, found=None):
    """names of all properties, at any depth"""
    found = set() if found is None else found
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "properties":
                found.update(value)
            keys(value, found)
    elif isinstance(node, list):
        for value in node:
            keys(value, found)
    return found


def words(node):
    return node.get("enum", [node["const"]] if "const" in node else None)


def pattern_words(pattern):
    """the words of "^(word|word|bit_(0|1))$" and of "^word$"; of any other pattern, the pattern itself"""
    if not (pattern.startswith("^") and pattern.endswith("$")):
        return {pattern}
    group = pattern.startswith("^(") and pattern.endswith(")$")
    found, depth = [""], 0
    for character in pattern[2:-2] if group else pattern[1:-1]:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth < 0 or (character == "|" and depth == 0 and not group):
            return {pattern}
        if character == "|" and depth == 0:
            found.append("")
        else:
            found[-1] += character
    return set(found)


def types(node):
    return {node} if isinstance(node, str) else set(node)


class Comparison:
    def __init__(self, old, new):
        self.old, self.new = old, new
        self.known = keys(old)

    @staticmethod
    def resolve(root, node):
        while isinstance(node, dict) and "$ref" in node and not node.keys() - TEXT - {"$ref"}:
            target = root
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[int(part)] if isinstance(target, list) else target[part]
            node = target
        return node

    def nodes(self, old, new, path):
        if old is False or old is True or old == new:
            return
        if isinstance(old, dict) and "$ref" in old and isinstance(new, dict) \
                and new.get("$ref") == old["$ref"] and old["$ref"].count("/") == 2:
            old = {key: value for key, value in old.items() if key != "$ref"}
        old, new = self.resolve(self.old, old), self.resolve(self.new, new)
        if new is False or new is True:
            yield path, "is forbidden now" if new is False else "may be anything now"
            return
        yield from self.keywords(old, new, path)
        for name, value in new.get("properties", {}).items():
            if value is False and name in self.known and \
                    old.get("properties", {}).get(name) is not False:
                yield f"{path}/properties/{name}", "is forbidden now"

    def keywords(self, old, new, path):
        if words(old) is not None:
            gone = [word for word in words(old) if word not in (words(new) or [])]
            if gone:
                yield path, f"has lost {gone}"
        for key, value in old.items():
            if key in ("enum", "const") or key in TEXT:
                continue
            if key not in new:
                yield path, f"{key} is gone"
            elif key not in VERSIONED:
                yield from self.keyword(key, value, new[key], f"{path}/{key}")

    def keyword(self, key, old, new, path):
        if key in ("properties", "$defs"):
            for name, value in old.items():
                if name in new:
                    yield from self.nodes(value, new[name], f"{path}/{name}")
                elif value is not False:
                    yield f"{path}/{name}", "is gone"
        elif key == "required":
            for name in sorted(set(old) - set(new)):
                yield path, f"{name} is no longer required"
        elif key in ALTERNATIVES:
            yield from self.alternatives(old, new, path)
        elif key in NESTED:
            yield from self.nodes(old, new, path)
        elif key == "type":
            if not types(new) <= types(old):
                yield path, f"was {old}, is {new}"
        elif key == "pattern":
            gone = sorted(pattern_words(old) - pattern_words(new))
            if gone and len(pattern_words(old)) == 1:
                yield path, f"was {old}, is {new}"
            elif gone:
                yield path, f"has lost {gone}; was {old}, is {new}"
        elif key == "dependentRequired":
            for name, needed in old.items():
                for other in sorted(set(needed) - set(new.get(name, []))):
                    yield path, f"{name} no longer requires {other}"
        elif key in LOWER | UPPER | EQUAL | {"$ref"}:
            if key in EQUAL and new != old or key in LOWER and new < old or \
                    key in UPPER and new > old:
                yield path, f"was {old}, is {new}"
        else:
            yield path, f"the comparison does not know {key}"

    def alternatives(self, old, new, path):
        """each old alternative is still there, in any position"""
        for index, value in enumerate(old):
            best = [list(self.nodes(value, other, f"{path}/{index}")) for other in new]
            if best and all(best):
                yield from best[index] if index < len(best) else min(best, key=len)
            elif not best:
                yield f"{path}/{index}", "is gone"


def problems(old, new):
    """(path, problem) of each"""
    if major(new) > major(old):
        return
    if major(new) < major(old):
        yield "/$defs/format_version", "the major number went back"
        return
    yield from Comparison(old, new).nodes(old, new, "")
