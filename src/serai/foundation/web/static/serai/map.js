// A map that can be brought closer: buttons, keys, wheel with Ctrl, two fingers, and dragging.
// Without this the parts of the world are links, and every mark has its row in a table.

const STEP = 1.5;
const CLOSEST = 14;

for (const picture of document.querySelectorAll("[data-zoom]")) {
  const svg = picture.querySelector("svg");
  const whole = svg.viewBox.baseVal;
  const first = { x: whole.x, y: whole.y, width: whole.width, height: whole.height };
  let view = { ...first };
  const marks = [...svg.querySelectorAll(".map-mark circle, .map-country circle")]
    .map((circle) => [circle, circle.r.baseVal.value]);

  const show = (next) => {
    const width = Math.min(first.width, Math.max(first.width / CLOSEST, next.width));
    const height = width * first.height / first.width;
    view = {
      width,
      height,
      x: Math.min(first.x + first.width - width, Math.max(first.x, next.x)),
      y: Math.min(first.y + first.height - height, Math.max(first.y, next.y)),
    };
    svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
    // Marks keep their size on the screen, so that they part when one comes closer.
    for (const [circle, radius] of marks) circle.setAttribute("r", radius * width / first.width);
  };
  const place = (event) => {
    const box = svg.getBoundingClientRect();
    return {
      x: view.x + (event.clientX - box.left) / box.width * view.width,
      y: view.y + (event.clientY - box.top) / box.height * view.height,
    };
  };
  const zoom = (factor, at = { x: view.x + view.width / 2, y: view.y + view.height / 2 }) => {
    const width = Math.min(first.width, Math.max(first.width / CLOSEST, view.width / factor));
    const kept = width / view.width;
    show({ width, x: at.x - (at.x - view.x) * kept, y: at.y - (at.y - view.y) * kept });
  };
  const move = (x, y) => show({ ...view, x: view.x + x * view.width, y: view.y + y * view.height });

  const acts = {
    closer: () => zoom(STEP), farther: () => zoom(1 / STEP), whole: () => show(first),
  };
  const buttons = picture.querySelector("[data-zoom-buttons]");
  buttons.hidden = false;
  buttons.addEventListener("click", (event) => acts[event.target.closest("button")?.dataset.zoomTo]?.());
  picture.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = {
      "+": acts.closer, "=": acts.closer, "-": acts.farther, "0": acts.whole,
      ArrowLeft: () => move(-0.15, 0), ArrowRight: () => move(0.15, 0),
      ArrowUp: () => move(0, -0.15), ArrowDown: () => move(0, 0.15),
    }[event.key];
    if (!act || !event.target.closest("svg, [data-zoom-buttons]")) return;
    event.preventDefault();
    act();
  });
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, place(event));
  }, { passive: false });

  const fingers = new Map();
  let dragged = 0;
  svg.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, event);
    if (fingers.size === 1) dragged = 0;
  });
  svg.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    // One finger scrolls the page while all of the map is seen.
    if (!before || (fingers.size === 1 && view.width === first.width)) return;
    const box = svg.getBoundingClientRect();
    const other = [...fingers.values()].find((each) => each.pointerId !== event.pointerId);
    if (other) {
      const span = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
      zoom(span(event) / Math.max(span(before), 1), place(other));
    } else {
      dragged += Math.hypot(event.clientX - before.clientX, event.clientY - before.clientY);
      move((before.clientX - event.clientX) / box.width, (before.clientY - event.clientY) / box.height);
    }
    fingers.set(event.pointerId, event);
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) {
    svg.addEventListener(end, (event) => fingers.delete(event.pointerId));
  }
  // What was dragged was not meant to be followed.
  svg.addEventListener("click", (event) => { if (dragged > 6) event.preventDefault(); }, true);
  svg.addEventListener("dragstart", (event) => event.preventDefault());
}
