// The schedule of hearings: one that is dragged to another day or room opens the form of the act that moves it, with day, time and
// room filled in. It decides nothing and records nothing; the link beside each hearing leads to the same without it.
"use strict";

const OVER = "over";
let carried = null;

// The address of the form, as a slot would fill it in: the cell says the day, and the room where cells have one.
function addressAt(hearing, cell) {
  const { form, field, time, minutes, room } = hearing.dataset;
  const filled = { [field]: cell.dataset.day, time, minutes, room: cell.dataset.room || room };
  const query = new URLSearchParams(Object.entries(filled).filter(([, value]) => value));
  return `${form}?${query}`;
}

function take(event) {
  carried = event.currentTarget;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", carried.dataset.form);
}

// Only what was taken up on this page is let down here, and not where it was.
const isElsewhere = (cell) => carried !== null && !cell.contains(carried);

function hover(event) {
  if (!isElsewhere(event.currentTarget)) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "move";
  event.currentTarget.classList.add(OVER);
}

function drop(event) {
  const cell = event.currentTarget;
  cell.classList.remove(OVER);
  if (!isElsewhere(cell)) return;
  event.preventDefault();
  location.assign(addressAt(carried, cell));
}

const hearings = document.querySelectorAll(".schedule .moves");
for (const hearing of hearings) {
  hearing.draggable = true;
  hearing.addEventListener("dragstart", take);
  hearing.addEventListener("dragend", () => { carried = null; });
}
const cells = [...document.querySelectorAll(".schedule td[data-day]")];
for (const cell of cells) {
  cell.addEventListener("dragover", hover);
  cell.addEventListener("dragleave", () => cell.classList.remove(OVER));
  cell.addEventListener("drop", drop);
}
// Nothing is said of dragging where nothing can be dragged, or only to where it is.
const hint = document.getElementById("drag-hint");
const hasSomewhere = [...hearings].some((hearing) => cells.some((cell) => !cell.contains(hearing)));
if (hint !== null) hint.hidden = !hasSomewhere;
