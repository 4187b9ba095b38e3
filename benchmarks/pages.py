"""Pages in a browser: time to the first picture, a step of the time slider, size, time to write.

Beside it stands pyvis as it comes, on the same people and ties, with its own template.

Run: uv run python benchmarks/pages.py [repetitions]
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
from machine import machine
from playwright.sync_api import sync_playwright

import netscout as ns

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PEOPLE = (200, 2_000, 10_000, 30_000)
STOCK = (200, 2_000)
"""For more people the stock page takes minutes."""

# The picture is there when a point of it can be read back: then it has been painted.
FIRST = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
    const canvas = document.querySelector("canvas.sigma-nodes") || document.querySelector("canvas");
    const probe = document.createElement("canvas").getContext("2d");
    probe.drawImage(canvas, 0, 0, 1, 1);
    probe.getImageData(0, 0, 1, 1);
    done(performance.now());
})))"""
STEP = """() => new Promise((done) => {
    const slider = document.getElementById("map-day");
    const begun = performance.now();
    slider.value = Number(slider.value) - 1;
    slider.dispatchEvent(new Event("input"));
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - begun)));
})"""


def network(count, seed=1):
    """A network with a log: one person in ten has been talked with or was named by somebody."""
    dice = np.random.default_rng(seed)
    ids = [f"x{n}" for n in range(count)]
    company = (count / 8 * dice.random(count) ** 2).astype(int)
    people = pd.DataFrame({
        "name": [f"Given{n % 971} Family{n % 4_003}" for n in range(count)],
        "company": [f"Firm {n}" for n in company],
        "role": dice.choice(["Publicist", "Editor", "Engineer", "Producer"], count),
    }, index=pd.Index(ids, name="person"))  # fmt: skip
    people.loc["me"] = ["Robin Vale", "", ""]
    start = pd.Timestamp("2020-01-01")
    talked = max(count // 30, 10)
    named = min(2 * talked, count - talked)
    by = [ids[int(n * dice.random())] for n in np.minimum(np.arange(named) // 2 + 1, talked)]
    days = np.sort(dice.integers(1_200, 1_400, talked))
    connected = start + pd.to_timedelta(np.sort(dice.integers(0, 1_200, count)), unit="D")
    rows = [
        ("knows", "me", ids[n], connected[n])
        for n in range(count)
        if not talked <= n < talked + named
    ]
    rows += [("met", "me", ids[n], start + pd.Timedelta(days=int(days[n]))) for n in range(talked)]
    rows += [
        ("named", who, ids[talked + n], start + pd.Timedelta(days=int(days[n // 2])))
        for n, who in enumerate(by)
    ]
    events = pd.DataFrame(rows, columns=["kind", "source", "target", "date"])
    return ns.Network(people, events, "me", goal=ns.Goal(roles=["Publicist"]))


def stock(net, path):
    """The same people and ties as pyvis draws them, physics off as in its own advice for many."""
    from pyvis.network import Network

    page = Network(directed=True, cdn_resources="in_line")
    for person, name in net.people["name"].items():
        page.add_node(person, label=name)
    seen = set()
    for source, target in zip(net.events["source"], net.events["target"], strict=True):
        if source and target and (source, target) not in seen:
            seen.add((source, target))
            page.add_edge(source, target)
    page.toggle_physics(False)
    path.write_text(page.generate_html(), encoding="utf-8")
    return path


def opened(browser, path, repetitions, *, slider):
    """Return the medians of the first picture and of a step, in seconds."""
    first, step = [], []
    for _ in range(repetitions):
        tab = browser.new_page(viewport={"width": 1280, "height": 860}, reduced_motion="reduce")
        tab.route(lambda url: not url.startswith(("file:", "data:")), lambda route: route.abort())
        tab.goto(path.as_uri(), wait_until="commit")
        tab.wait_for_selector("canvas", state="attached", timeout=120_000)
        first.append(tab.evaluate(FIRST) / 1000)
        if slider:
            step += [tab.evaluate(STEP) / 1000 for _ in range(3)]
        tab.close()
    return statistics.median(first), statistics.median(step) if step else None


def row(what, count, seconds, path, timed):
    first, step = timed
    wall, cpu = seconds
    step = "none" if step is None else f"{step:.2f} s"
    print(
        f"| {what} | {count:,} | {wall:.1f} s | {cpu:.1f} s | {path.stat().st_size / 1e6:.1f} MB "
        f"| {first:.2f} s | {step} |",
        flush=True,
    )


def main():
    repetitions = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    print("| page | people | written in | of a core | file | first picture | slider step |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    ns.network_map(network(50))  # what is loaded only once
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for count in PEOPLE:
            net = network(count)
            path = Path(folder) / "map.html"
            before = time.perf_counter(), time.process_time()
            ns.network_map(net).save(path)
            seconds = time.perf_counter() - before[0], time.process_time() - before[1]
            row("netscout", count, seconds, path, opened(browser, path, repetitions, slider=True))
            if count in STOCK:
                before = time.perf_counter(), time.process_time()
                stock(net, path)
                seconds = time.perf_counter() - before[0], time.process_time() - before[1]
                row("pyvis", count, seconds, path, opened(browser, path, repetitions, slider=False))
        browser.close()
    print(machine())
    print("load in the last minute:", " ".join(f"{load:.1f}" for load in os.getloadavg()[:1]))


if __name__ == "__main__":
    main()
