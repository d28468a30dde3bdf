// @ts-check
// Setup works without this script; it adds local times, copy buttons, and a page that keeps up with the clock.

const { body } = document;
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const hour = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });

for (const time of document.querySelectorAll('time')) {
  time.title = time.dateTime;
  time.textContent = (time.dataset.show === 'time' ? hour : day).format(new Date(time.dateTime));
}

for (const button of document.querySelectorAll('button[data-copy]')) {
  if (!(button instanceof HTMLButtonElement)) continue;
  button.addEventListener('click', async () => {
    const source = document.getElementById(button.dataset.copy ?? '');
    if (!source) return;
    try {
      await navigator.clipboard.writeText(source.textContent ?? '');
      button.textContent = 'Copied';
    } catch {
      getSelection()?.selectAllChildren(source);
      button.textContent = 'Selected: press Ctrl+C';
    }
  });
}

// A second click on "Next" would ask for a second secret, and hide the first.
for (const form of document.querySelectorAll('form[data-once-only]')) {
  form.addEventListener('submit', () => {
    for (const button of form.querySelectorAll('button')) button.disabled = true;
  });
}

let hasBeenTouched = false;
document.addEventListener('input', () => (hasBeenTouched = true));
const loadAgain = () => {
  if (!hasBeenTouched && !('once' in body.dataset)) location.replace(location.pathname + location.hash);
};

const untilChange = Date.parse(body.dataset.changesAt ?? '') - Date.parse(body.dataset.now ?? '');
if (untilChange > 0) setTimeout(loadAgain, untilChange + 300);
document.addEventListener('sandbox-clock-moved', loadAgain);
