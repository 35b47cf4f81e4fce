// How many words a text has, while it is written. The limit stands below the label without scripts.

const WORD = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\s\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+/gu;
const count = (text) => (text.match(WORD) ?? []).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
const written = new Intl.NumberFormat(document.documentElement.lang);

for (const field of document.querySelectorAll("[data-words]")) {
  const most = Number(field.dataset.words);
  const shown = document.createElement("p");
  shown.className = "word-count";
  field.after(shown);
  const show = () => {
    const words = count(field.value);
    shown.textContent = `${written.format(words)} / ${written.format(most)}`;
    shown.classList.toggle("over", words > most);
  };
  field.addEventListener("input", show);
  field.form.addEventListener("restored", show);
  show();
}
