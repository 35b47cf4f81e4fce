// Keeps "now and next" up to date while it is looked at: once a minute, and only what has changed.

const MINUTE = 60_000;
const refresh = async () => {
  if (document.hidden) return;
  const address = new URL(location.href);
  address.searchParams.delete("at");
  address.searchParams.delete("live");
  try {
    const answer = await fetch(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-now]");
    if (!answer.ok || !fresh) return;
    document.querySelector("[data-now]").replaceWith(document.adoptNode(fresh));
    document.dispatchEvent(new CustomEvent("agenda"));
  } catch { /* no network: what stands there stays */ }
};
setInterval(refresh, MINUTE);
document.addEventListener("visibilitychange", refresh);
