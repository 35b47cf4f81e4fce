// Shows how far a job is while it runs. Without this the page has a link to look again.

const PAUSE = 1000;
const said = document.querySelector("[data-job-said]");
const place = document.querySelector("[data-job]");
const part = (root, name) => root.querySelector(`[data-job-${name}]`);

// The end of a job is read out; each step on the way would be too much.
const show = (fresh) => {
  const now = part(place, "state");
  const next = part(fresh, "state");
  if (now.dataset.jobState === next.dataset.jobState) {
    const [before, after] = [part(place, "progress"), part(fresh, "progress")];
    if (before && after) before.replaceWith(after);
    return;
  }
  const hadFocus = place.contains(document.activeElement);
  place.replaceChildren(...fresh.body.childNodes);
  said.textContent = part(place, "sentence")?.textContent.trim() ?? "";
  if (isOver()) document.querySelector(`.desk-note[href="${location.pathname}"]`)?.remove();
  if (hadFocus) document.getElementById("main").focus();
};

const isOver = () => part(place, "state").dataset.jobOver === "yes";

const look = async () => {
  if (!document.hidden) {
    try {
      const answer = await fetch(place.dataset.job, { cache: "no-store" });
      // Signed out meanwhile, or the job is gone: loading the page says so.
      if (answer.redirected || answer.status === 404) return;
      if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch { /* Away for a moment: it is asked again. */ }
  }
  if (!isOver()) setTimeout(look, PAUSE);
};

if (place && !isOver()) setTimeout(look, PAUSE);
