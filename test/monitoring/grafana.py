# SPDX-License-Identifier: GPL-2.0-only
"""The dashboards of contrib/grafana, and the queries that Grafana sends for them."""
import json
import re
import real_servers

DIRECTORY = real_servers.SOURCE / "contrib/grafana"
# all cards, and the cards of a host
FLEET, HOST = "ndctl-ocxl.json", "ndctl-ocxl-host.json"
# variables of Grafana itself
BUILT_IN = {"__rate_interval": "5m", "__value": ""}


def load(name):
    return json.loads((DIRECTORY / name).read_text("utf-8"))


def panels_of(dashboard):
    return [panel for panel in dashboard["panels"] if panel["type"] != "row"]


def put_in(text, values):
    """a text with its variables replaced"""
    return re.sub(r"\$\{?(\w+)\}?", lambda match: values[match[1]], text)


def choose(server, dashboard):
    """the choices of a reader who looks at the first card: {variable: value}, or the first variable without
    one"""
    values = dict(BUILT_IN)
    for variable in dashboard["templating"]["list"]:
        if variable["type"] == "datasource":
            values["datasource"] = "prometheus"
            continue
        question = re.fullmatch(r"label_values\((.*), (\w+)\)", variable["query"]["query"])
        matched = {"match[]": put_in(question[1], values)}
        found = server.get(f"label/{question[2]}/values", **matched)
        if not isinstance(found, list) or not found:
            return variable["name"]
        values[variable["name"]] = found[0]
    return values
