# SPDX-License-Identifier: GPL-2.0-only
"""Shared by the tests with real servers: emulated cards with a shell, node_exporter, Prometheus
and its HTTP API. Servers choose free ports and listen on loopback only. They end with the test.
"""
import contextlib
import http.client
import json
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "test/cli"))
import conditions  # noqa: E402,F401
import harness  # noqa: E402

RULES = SOURCE / "contrib/prometheus/ndctl-ocxl.rules.yml"
CONFIG = """global: {{scrape_interval: {interval}ms, evaluation_interval: {interval}ms}}
alerting: {{alertmanagers: [{{static_configs: [{{targets: {alertmanagers}}}]}}]}}
rule_files: ['{rules}']
scrape_configs: [{{job_name: node, static_configs: [{{targets: ['127.0.0.1:{port}'], labels: {labels}}}]}}]
"""


def workdir(name):
    """a directory with one for the collector in it; removed after SIGTERM as well"""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    for program in ("prometheus", "prometheus-node-exporter"):
        if not shutil.which(program):
            sys.exit(f"Bail out! {program} is missing: run scripts/setup")
    harness.require_binaries()
    work = harness.workdir(name)
    (work / "text").mkdir()
    return work


@contextlib.contextmanager
def running(command, log):
    """starts a server that ends with the test. Returns its port."""
    def port():
        found = re.search(r'"Listening on".* address=127\.0\.0\.1:(\d+)', log.read_text("utf-8"))
        return found and int(found[1])

    with open(log, "wb") as file, \
            subprocess.Popen(["setpriv", "--pdeathsig", "KILL", *command],
                             stdin=subprocess.DEVNULL, stdout=file,
                             stderr=subprocess.STDOUT) as process:
        try:
            harness.wait_until(lambda: port() or process.poll() is not None)
            if not port():
                sys.exit(f"Bail out! {command[0]}: {log.read_text('utf-8', 'replace')}")
            yield port()
        finally:
            process.kill()


class Prometheus:
    """the HTTP API of Prometheus"""

    def __init__(self, port):
        self.port = port

    def fetch(self, path, **parameters):
        """the bytes of the answer"""
        url = f"http://127.0.0.1:{self.port}/api/v1/{path}?" \
              f"{urllib.parse.urlencode(parameters, doseq=True)}"
        with urllib.request.urlopen(url, timeout=harness.LIMIT) as answer:
            return answer.read()

    def get(self, path, **parameters):
        """the answer; None while it does not answer; the message about a malformed query"""
        try:
            return json.loads(self.fetch(path, **parameters))["data"]
        except urllib.error.HTTPError as error:
            with error:
                # 503: it is starting
                return None if error.code == 503 else error.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            return None

    def series(self, expression, at=None):
        """[(labels, value)] of now or a time, or a message"""
        found = self.get("query", query=expression, time=at or time.time())
        if not isinstance(found, dict):
            return found
        return [(one["metric"], one["value"][1]) for one in found["result"]]

    def rules(self):
        """all rules"""
        found = harness.wait_until(lambda: self.get("rules"))
        return [rule for group in found["groups"] for rule in group["rules"]]

    def evaluate(self):
        """waits until each rule was evaluated with the present samples; one evaluation may be
        under way"""
        for _ in range(2):
            before = [rule["lastEvaluation"] for rule in self.rules()]
            harness.wait_until(lambda: all(rule["lastEvaluation"] != old
                                   for rule, old in zip(self.rules(), before)))


def without_intervals(text):
    """rules whose groups are evaluated as often as CONFIG says, so that a test need not wait"""
    return re.sub(r"(?m)^ *interval: 1m\n", "", text)


@contextlib.contextmanager
def alertmanager(work):
    """an Alertmanager with the configuration in work; its address"""
    with running(["prometheus-alertmanager", f"--config.file={work}/alertmanager.yml",
                  f"--storage.path={work}/alertmanager", "--cluster.listen-address=",
                  "--web.listen-address=127.0.0.1:0"], work / "alertmanager.log") as port:
        yield f"127.0.0.1:{port}"


def choose_interval(port):
    """Milliseconds between scrapes. Each has to end within that time, so it is long on a machine where an answer of
    the exporter takes long."""
    begin = time.monotonic()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=harness.LIMIT) as answer:
        answer.read()
    return max(500, int(50000 * (time.monotonic() - begin)))


@contextlib.contextmanager
def servers(work, rules=RULES, labels=None, alertmanagers=()):
    """a Prometheus with these rules, and a node_exporter that collects the files in work/text;
    labels: of the target; alertmanagers: their addresses"""
    (work / "data").mkdir()
    (work / "rules.yml").write_text(without_intervals(rules.read_text("utf-8")), "utf-8")
    with running(["prometheus-node-exporter", "--collector.disable-defaults",
                  "--collector.textfile", f"--collector.textfile.directory={work}/text",
                  "--web.listen-address=127.0.0.1:0"], work / "exporter.log") as port:
        (work / "config.yml").write_text(CONFIG.format(rules=work / "rules.yml", port=port, interval=choose_interval(port),
                                                     labels=json.dumps(labels or {}),
                                                     alertmanagers=json.dumps(list(alertmanagers))), "utf-8")
        with running(["prometheus", f"--config.file={work}/config.yml",
                      f"--storage.tsdb.path={work}/data",
                      "--web.listen-address=127.0.0.1:0"], work / "prometheus.log") as port:
            yield Prometheus(port)


class Cards(harness.EmulatedShell):
    """emulated cards and a shell; both end with the test, or when they are closed"""

    def __init__(self, work, count, scenario, *options):
        (work / "scenario").write_text(scenario, "latin-1")
        super().__init__(work, ["--cards", str(count), "--scenario", work / "scenario", *options])

    def write(self):
        """writes the metrics for the collector, as a timer would"""
        return self.run("ndctl ocxl metrics --jobs=4 -o text/ndctl-ocxl.prom")


def show_logs(tap, work):
    """the messages of the servers, for a failed test"""
    for name in ("exporter.log", "prometheus.log") if tap.failed else ():
        for line in (work / name).read_text("utf-8", "replace").splitlines()[-15:]:
            print(f"# {line}")
