"use strict";
// Text of papers reaches the page through textContent alone, never as HTML.
(() => {
  const byId = (id) => document.getElementById(id);
  const { nodes: drawn, edges: joined, options, looks: order, page, start } = JSON.parse(byId("graph").textContent);
  const looks = Object.fromEntries(order);
  const nodes = new vis.DataSet(drawn);
  const edges = new vis.DataSet(joined.map((edge, id) => ({ ...edge, id })));
  const network = new vis.Network(byId("canvas"), { nodes, edges }, options);
  window.network = network; // where pyvis's own pages have it
  const node = new Map(drawn.map((one) => [one.id, one]));
  const hidden = new Set();
  const ranked = [...drawn].reverse();
  const LABELS = 60;
  const KEY = 240;
  const SLOTS = { method: "Method", metric: "Metric", dataset: "Dataset", task: "Task", versus: "Method" };
  const SAID = {
    AUTHORED_BY: ["written by", "wrote"],
    INTRODUCES: ["introduces", "introduced by"],
    USES: ["uses", "used by"],
    COMPARES_WITH: ["compares with", "a baseline of"],
    EVALUATES_ON: ["evaluates on", "evaluated on by"],
    MEASURES: ["measures", "measured by"],
    ADDRESSES: ["addresses", "addressed by"],
    HAS_CODE: ["has code in", "code of"],
    REPORTS: ["reports", "reported by"],
    OF_METHOD: ["is a result of", "results"],
    ON_DATASET: ["measured on", "results"],
    MEASURED_BY: ["measured by", "results"],
    FOR_TASK: ["for the task", "results"],
    COMPARED_WITH: ["compared with", "compared with in"],
    EVALUATED_ON: ["evaluated on", "methods evaluated on it"],
  };

  function make(tag, className, ...children) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...children.filter((child) => child !== null && child !== ""));
    return element;
  }

  function glyph(label) {
    const [colour, , sign] = looks[label];
    const element = make("span", "glyph", sign);
    element.style.color = colour;
    element.ariaHidden = "true";
    return element;
  }

  function button(className, id, ...children) {
    const element = make("button", className, ...children);
    element.disabled = !node.has(id);
    element.addEventListener("click", () => select(id, true));
    return element;
  }

  function chip(id, label) {
    const element = button("chip", id, glyph(label), make("span", "", page.names[id]));
    element.title = page.names[id];
    return element;
  }

  function link(url, text) {
    const element = make("a", "", text);
    element.href = url;
    element.target = "_blank";
    element.rel = "noopener noreferrer";
    return element;
  }

  // The panel

  function factCard(fact, owner) {
    const card = make("article", "fact");
    if (fact.amount) {
      const kind = fact.kind === "delta" ? "difference" : "";
      const notes = [fact.qualifier, kind, fact.setting].filter(Boolean).join(", ");
      card.append(make("div", "amount", fact.amount, notes ? make("small", "", ` ${notes}`) : ""));
      const chips = make("div", "chips");
      for (const [slot, label] of Object.entries(SLOTS)) {
        const id = fact.slots[slot];
        if (!id || id === owner) continue;
        if (slot === "versus") chips.append(make("span", "soft", "compared with"));
        chips.append(chip(id, label));
      }
      if (fact.ours && !fact.slots.method) chips.append(make("span", "soft", "the paper's own method"));
      if (chips.childElementCount) card.append(chips);
    }
    const [before, words, after] = fact.parts;
    card.append(make("blockquote", "", before, words ? make("mark", "", words) : "", after));
    if (fact.paper !== owner) card.append(button("source", fact.paper, page.names[fact.paper]));
    return card;
  }

  function section(title, ...children) {
    return children.length ? [make("h3", "", title), ...children] : [];
  }

  function connections(id) {
    const groups = new Map();
    for (const edge of joined) {
      if (edge.from !== id && edge.to !== id) continue;
      const out = edge.from === id;
      for (const type of edge.types) {
        const said = (SAID[type] ?? [type, type])[out ? 0 : 1];
        if (!groups.has(said)) groups.set(said, []);
        groups.get(said).push(out ? edge.to : edge.from);
      }
    }
    return [...groups].map(([said, ids]) => {
      const chips = ids.map((one) => chip(one, node.get(one).kind));
      const group = make("details", "", make("summary", "", `${said} (${ids.length})`), make("div", "chips", ...chips));
      group.open = ids.length <= 8;
      return group;
    });
  }

  function about(card) {
    const lines = [];
    if (card.authors?.length) lines.push(make("p", "", card.authors.join(", ")));
    if (card.note) lines.push(make("p", "soft", card.note));
    if (card.arxiv) {
      const url = `https://arxiv.org/abs/${card.arxiv.split("/").map(encodeURIComponent).join("/")}`;
      lines.push(make("p", "", link(url, "Abstract on arXiv")));
    }
    for (const url of [...(card.code ?? []), card.url].filter(Boolean)) {
      lines.push(make("p", "", /^https?:\/\//.test(url) ? link(url, url.replace(/^https?:\/\//, "")) : url));
    }
    if (card.aliases?.length) lines.push(make("p", "soft", `also written ${card.aliases.join(", ")}`));
    if (card.papers) lines.push(make("p", "soft", `in ${card.papers} ${card.papers === 1 ? "paper" : "papers"}`));
    return lines;
  }

  function kind(label) {
    const element = make("div", "kind", glyph(label), ` ${label}`);
    element.style.color = label === "Paper" ? "#475569" : looks[label][0];
    return element;
  }

  function show(id) {
    const card = page.cards[id];
    const facts = card.facts.map((number) => page.facts[number]);
    const results = facts.filter((fact) => fact.amount).map((fact) => factCard(fact, id));
    const mentions = facts.filter((fact) => !fact.amount).map((fact) => factCard(fact, id));
    const rest = card.count - facts.length;
    const close = make("button", "close", "×");
    close.ariaLabel = "Close";
    close.addEventListener("click", clear);
    byId("panel").replaceChildren(
      close,
      kind(card.label),
      make("h2", "", page.names[id]),
      ...about(card),
      ...section(card.label === "Result" ? "Where it stands" : "Results", ...results),
      ...section("What papers say", ...mentions),
      rest > 0 ? make("p", "soft", `and ${rest} more in the graph`) : "",
      ...section("On this page", ...connections(id)),
    );
    byId("panel").scrollTop = 0;
  }

  function welcome() {
    const top = order.flatMap(([label]) => {
      const best = ranked.filter((one) => one.kind === label).slice(0, label === "Paper" ? 4 : 8);
      const chips = best.map((one) => chip(one.id, label));
      return chips.length ? section(`${label}s`.replace("ys", "ies"), make("div", "chips", ...chips)) : [];
    });
    byId("panel").replaceChildren(
      make("h2", "", "What the papers claim"),
      make("p", "", "Click a node to read its facts, each with the sentence that states it."),
      make("p", "soft", "Larger nodes have more connections. Drag to move, scroll to zoom, click a line of the legend to hide its nodes."),
      ...top,
    );
  }

  // Drawing: what is selected and its neighbours stand out, and names are as large as the window allows

  let selected = null;
  const brush = document.createElement("canvas").getContext("2d");

  function named(near) {
    const scale = network.getScale();
    const places = network.getPositions();
    const taken = [];
    const fonts = new Map();
    for (const one of [...ranked].sort((a, b) => (b.id === selected) - (a.id === selected))) {
      if (fonts.size === LABELS || hidden.has(one.kind) || !near(one.id)) continue;
      const height = Math.min(16, 10.5 + one.size / 5);
      brush.font = `${height}px ${options.nodes.font.face}`;
      const half = brush.measureText(one.short).width / 2 + 5;
      const { x, y } = places[one.id] ?? one; // what was hidden has no place yet
      const [middle, top] = [x * scale, (y + one.size) * scale];
      const box = [middle - half, top - 4, middle + half, top + 1.6 * height];
      if (taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue;
      taken.push(box);
      fonts.set(one.id, height / scale);
    }
    return fonts;
  }

  function paint() {
    const around = selected && new Set([selected, ...network.getConnectedNodes(selected)]);
    const near = (id) => !around || around.has(id);
    const fonts = named(near);
    const changed = drawn.map(({ id, kind, short, color }) => ({
      id,
      hidden: hidden.has(kind),
      color: near(id) ? color : { background: "#e9eef4", border: "#f8fafc" },
      label: fonts.has(id) ? short : "",
      font: { size: fonts.get(id) ?? 12, strokeWidth: 3 / network.getScale() },
    }));
    nodes.update(changed);
  }

  function fit() {
    const xs = drawn.map((one) => one.x);
    const ys = drawn.map((one) => one.y);
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const { clientWidth: width, clientHeight: height } = byId("canvas");
    const key = width > 560 ? KEY : 0;
    const scale = Math.min(1.3, (width - key - 140) / (right - left + 1), (height - 80) / (bottom - top + 1));
    network.moveTo({ position: { x: (left + right - key / scale) / 2, y: (top + bottom) / 2 }, scale });
  }

  function select(id, move = false) {
    selected = id;
    network.selectNodes([id]);
    if (move) {
      const scale = Math.max(network.getScale(), 0.9);
      network.focus(id, { scale, offset: { x: KEY / 2, y: 0 }, animation: { duration: 350, easingFunction: "easeInOutQuad" } });
    }
    paint();
    show(id);
  }

  function clear() {
    selected = null;
    network.unselectAll();
    paint();
    welcome();
  }

  network.on("click", ({ nodes: [id] }) => (id === undefined ? clear() : select(id)));
  document.addEventListener("keydown", (event) => event.key === "Escape" && clear());
  let waiting;
  network.on("zoom", () => {
    clearTimeout(waiting);
    waiting = setTimeout(paint, 120);
  });
  network.on("animationFinished", paint);
  network.on("dragEnd", paint);

  // Searching

  const search = byId("search");
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const known = ranked.map((one) => ({
    id: one.id,
    label: one.kind,
    texts: [page.names[one.id], ...(page.cards[one.id].aliases ?? [])].map(fold),
  }));

  function hits(wanted) {
    const rank = (texts) => {
      if (texts.includes(wanted)) return 0;
      if (texts.some((text) => text.startsWith(wanted))) return 1;
      return texts.some((text) => text.includes(wanted)) ? 2 : 3;
    };
    const found = known.map((one) => ({ ...one, rank: rank(one.texts) })).filter((one) => one.rank < 3);
    return found.sort((a, b) => a.rank - b.rank).slice(0, 8);
  }

  function list() {
    const wanted = fold(search.value.trim());
    const found = wanted ? hits(wanted) : [];
    const lines = found.map((one, place) => make("li", "", button(place ? "" : "first", one.id, glyph(one.label), page.names[one.id])));
    byId("hits").replaceChildren(...(wanted && !found.length ? [make("li", "none", "Not on this page")] : lines));
    return found;
  }

  search.addEventListener("input", list);
  search.addEventListener("keydown", (event) => {
    const first = event.key === "Enter" && list()[0];
    if (!first) return;
    byId("hits").replaceChildren();
    select(first.id, true);
  });
  byId("hits").addEventListener("click", () => byId("hits").replaceChildren());

  // The legend

  function toggle(label, line) {
    if (!hidden.delete(label)) hidden.add(label);
    line.ariaPressed = String(!hidden.has(label));
    const gone = (id) => hidden.has(node.get(id).kind);
    paint();
    edges.update(edges.map(({ id, from, to }) => ({ id, hidden: gone(from) || gone(to) })));
  }

  for (const [label] of order) {
    const count = drawn.filter((one) => one.kind === label).length;
    if (!count) continue;
    const line = make("button", "", glyph(label), label, make("span", "count", String(count)));
    line.ariaPressed = "true";
    line.title = "Click to hide or show";
    line.addEventListener("click", () => toggle(label, line));
    byId("legend").append(make("li", "", line));
  }
  fit();
  clear();
  if (start) {
    network.selectNodes([start], false);
    show(start);
  }
})();
