// Two boards and a list of moves: whichever of the three is pointed at, the other two are marked.

const parts = [...document.querySelectorAll("[data-move]")];
const numberOf = (element) => element.closest?.("[data-move]")?.dataset.move;

function mark({ target }) {
  const number = numberOf(target) ?? numberOf(document.activeElement) ?? location.hash.match(/^#move-(\d+)$/)?.[1];
  for (const part of parts) part.classList.toggle("is-marked", part.dataset.move === number);
}

for (const name of ["pointerover", "focusin"]) document.addEventListener(name, mark);
addEventListener("hashchange", () => mark({ target: document }));
mark({ target: document });
