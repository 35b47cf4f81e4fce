// Scoring by keys. While a score is focused, a digit gives it and goes on to the next criterion;
// Ctrl and Enter save from anywhere in the form. Without this the page works by its radio buttons.

for (const form of document.querySelectorAll("[data-scoring]")) {
  const scales = [...form.querySelectorAll(".review-scale")];
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector(".form-actions .primary"));
      return;
    }
    const scale = event.target.closest(".review-scale");
    if (!scale || !/^\d$/.test(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
    const chosen = scale.querySelector(`input[value="${event.key}"]`);
    if (!chosen) return;
    event.preventDefault();
    chosen.checked = true;
    chosen.dispatchEvent(new Event("change", { bubbles: true }));
    const next = scales[scales.indexOf(scale) + 1];
    (next?.querySelector("input:checked") ?? next?.querySelector("input") ?? form.querySelector("textarea")).focus();
  });
}
