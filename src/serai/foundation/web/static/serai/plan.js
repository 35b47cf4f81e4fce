// Two boards and a list of moves: whichever of the three is pointed at, the other two are marked.

const parts = [...document.querySelectorAll("[data-move]")];

function mark(event) {
  const number = event.target.closest?.("[data-move]")?.dataset.move;
  for (const part of parts) part.classList.toggle("is-marked", part.dataset.move === number);
}

for (const name of ["pointerover", "focusin"]) document.addEventListener(name, mark);
