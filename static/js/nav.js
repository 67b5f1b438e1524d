/* Side navigation on a narrow screen. Contract: a[data-nav][href="#side"], #side, #mask.
   Without this module the link opens the navigation through :target. */
const side = document.getElementById('side');
const mask = document.getElementById('mask');
const opener = document.querySelector('[data-nav]');

function toggle(open) {
  side.classList.toggle('is-open', open);
  mask.hidden = !open;
  opener.setAttribute('aria-expanded', String(open));
  (open ? side.querySelector('a') || side : opener).focus();
}

if (side && mask && opener) {
  opener.setAttribute('aria-expanded', 'false');
  opener.setAttribute('role', 'button');
  opener.addEventListener('click', (event) => { event.preventDefault(); toggle(true); });
  mask.addEventListener('click', () => toggle(false));
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !mask.hidden) toggle(false);
  });
}
