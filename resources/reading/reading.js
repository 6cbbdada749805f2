// Runs in a world of its own: the page's scripts are off. Python calls `reading`, and hears of
// what the user does through `bridge`.
(() => {
  const QUIET_MS = 400; // after a scroll that the user did not do here
  const ANCHOR = 0.2; // of the view's height: what linked scrolling keeps together
  let bridge = null;
  let quietUntil = 0;
  let hovered = -1;
  let waiting = false;
  let words = {};

  const doc = () => document.getElementById("doc");
  const unitOf = (node) => {
    const at = node && node.nodeType === 1 ? node : node && node.parentElement;
    const unit = at && at.closest("[data-b]");
    return unit ? Number(unit.dataset.b) : -1;
  };
  const element = (unit) => doc().querySelector(`[data-b="${unit}"]`);
  const quietly = (scroll) => { quietUntil = performance.now() + QUIET_MS; scroll(); };
  const onlyThis = (name, found) => {
    for (const old of doc().querySelectorAll("." + name)) old.classList.remove(name);
    if (found) found.classList.add(name);
    return found;
  };
  const only = (name, unit) => onlyThis(name, unit >= 0 ? element(unit) : null);
  const reveal = (found) => {
    const box = found.getBoundingClientRect();
    if (box.top < 0 || box.bottom > window.innerHeight)
      quietly(() => found.scrollIntoView({ block: box.height > window.innerHeight ? "start" : "center" }));
  };
  const missing = (image) => {
    const note = document.createElement("span");
    note.className = "picture-missing";
    note.dataset.of = image.getAttribute("src") || image.alt || "";
    note.textContent = words.missing.replace("%1", note.dataset.of);
    return note;
  };
  const name = (root) => {
    for (const page of root.querySelectorAll("section[data-page]"))
      page.dataset.label = [words.page.replace("%1", Number(page.dataset.page) + 1), words[page.dataset.read]]
        .filter(Boolean).join(" · ");
    for (const note of root.querySelectorAll(".picture-missing")) note.textContent = words.missing.replace("%1", note.dataset.of);
    for (const formula of root.querySelectorAll(".maths.mended")) formula.title = words.mended;
    for (const formula of root.querySelectorAll(".maths.source")) formula.title = words.source;
    for (const unit of root.querySelectorAll(".b.nowhere")) unit.title = words.nowhere;
    for (const doubt of root.querySelectorAll(".doubt, .b.doubtful")) doubt.title = words.doubt;
  };
  const label = (html) => {
    const made = document.createElement("template");
    made.innerHTML = html;
    for (const image of made.content.querySelectorAll("img:not([src])")) image.replaceWith(missing(image));
    name(made.content);
    return made.content;
  };

  window.reading = {
    begin(generation, html, given) {
      words = given;
      hovered = -1;
      document.getElementById("base").href = `headframe://result/${generation}/`;
      quietly(() => {
        doc().replaceChildren(label(html));
        window.scrollTo(0, 0);
      });
    },
    speak(given) {
      words = given;
      name(doc());
    },
    append(html) { doc().append(label(html)); },
    clear() { doc().replaceChildren(); },
    theme(colours) {
      for (const [name, value] of Object.entries(colours))
        document.documentElement.style.setProperty("--" + name, value);
    },
    code(style) { document.getElementById("code").textContent = style; },
    mark(unit, scroll) {
      const found = only("marked", unit);
      onlyThis("doubted", null);
      if (found && scroll) reveal(found);
      return found !== null;
    },
    markDoubt(unit, number) {
      const found = only("marked", unit);
      if (found) reveal(onlyThis("doubted", found.querySelector(`[data-d="${number}"]`)) || found);
    },
    hover(unit) { only("hovered", unit); },
    follow(page, fraction) {
      let last = null;
      for (const section of doc().children) {
        const at = Number(section.dataset.page ?? -1);
        if (at > page) break;
        last = section;
        if (at === page) break;
      }
      if (!last) return;
      const box = last.getBoundingClientRect();
      const share = Number(last.dataset.page) === page ? fraction : 1;
      quietly(() => window.scrollBy(0, box.top + share * box.height - ANCHOR * window.innerHeight));
    },
    unitAtTop() {
      const box = doc().getBoundingClientRect();
      return unitOf(document.elementFromPoint(box.left + box.width / 2, window.innerHeight * ANCHOR));
    },
    textOf(unit) { const found = element(unit); return found ? found.innerText : ""; },
  };

  const tellMoved = () => {
    waiting = false;
    if (!bridge || performance.now() < quietUntil) return;
    const height = window.innerHeight * ANCHOR;
    for (const section of doc().children) {
      const box = section.getBoundingClientRect();
      if (box.bottom < height || section.dataset.page === undefined) continue;
      bridge.moved(Number(section.dataset.page), Math.max(0, (height - box.top) / Math.max(1, box.height)));
      return;
    }
  };

  document.addEventListener("scroll", () => {
    if (!waiting) { waiting = true; requestAnimationFrame(tellMoved); }
  }, { passive: true });
  document.addEventListener("mouseover", (event) => {
    const unit = unitOf(event.target);
    if (unit !== hovered) {
      hovered = unit;
      only("hovered", unit);
      if (bridge) bridge.hovered(unit);
    }
  });
  document.documentElement.addEventListener("mouseleave", () => {
    hovered = -1;
    only("hovered", -1);
    if (bridge) bridge.hovered(-1);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href]");
    if (link) {
      event.preventDefault();
      const href = link.getAttribute("href");
      if (href.startsWith("#")) {
        const target = document.getElementById(decodeURIComponent(href.slice(1)));
        if (target) target.scrollIntoView({ block: "center" });
      } else if (bridge) bridge.linked(href);
      return;
    }
    if (!window.getSelection().isCollapsed) return;
    const unit = unitOf(event.target);
    if (unit >= 0 && bridge) { only("marked", unit); bridge.clicked(unit); }
  });
  document.addEventListener("auxclick", (event) => event.preventDefault());
  document.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    const formula = event.target.closest && event.target.closest("[data-tex]");
    if (bridge)
      bridge.menu(unitOf(event.target), formula ? formula.dataset.tex : "",
        formula && formula.querySelector("math") ? formula.querySelector("math").outerHTML : "",
        !window.getSelection().isCollapsed);
  });
  document.addEventListener("error", (event) => {
    if (event.target.tagName === "IMG") event.target.replaceWith(missing(event.target));
  }, true);

  new QWebChannel(qt.webChannelTransport, (channel) => {
    bridge = channel.objects.bridge;
    bridge.ready();
  });
})();
