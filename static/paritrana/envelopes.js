// The answer is felt and heard as well as seen: two short pulses and a high tone for green, one long and a low one for red.
const answer = document.querySelector("[data-verdict]");

const tone = (pitch, seconds) => {
  const Sound = window.AudioContext;
  if (!Sound) return;
  const sound = new Sound();
  if (sound.state !== "running") {
    sound.close();
    return;
  }
  const source = sound.createOscillator();
  source.frequency.value = pitch;
  source.connect(sound.destination);
  source.start();
  source.stop(sound.currentTime + seconds);
  source.onended = () => sound.close();
};

if (answer) {
  const isRight = answer.dataset.verdict === "right";
  navigator.vibrate?.(isRight ? [80, 60, 80] : [600]);
  tone(isRight ? 880 : 196, isRight ? 0.2 : 0.7);
  answer.focus();
}
