// The projector follows the chair: when its step changes, the picture is asked for again. When the line is down the
// last picture stays.
const wall = document.querySelector("[data-wall]");
let known;
setInterval(async () => {
  try {
    const answer = await fetch(wall.dataset.wall);
    if (!answer.ok) return;
    const { step } = await answer.json();
    if (known !== undefined && step !== known) location.reload();
    known = step;
  } catch {
    // The next round asks again.
  }
}, 2000);
