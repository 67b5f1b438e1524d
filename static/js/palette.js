/* Search palette, Ctrl-K. Contract: #palette holds form[action] with input[name=q] that htmx sends
   on input, #palette-results holds the links; a[data-palette] opens it and is itself a link to the
   search page. */
const palette = document.getElementById('palette');

if (palette && palette.showModal) {
  const input = palette.querySelector('input');
  const links = () => Array.from(palette.querySelectorAll('#palette-results a'));
  const open = () => { if (!palette.open) palette.showModal(); input.focus(); input.select(); };
  const mark = (link) => {
    links().forEach((other) => other.classList.toggle('is-on', other === link));
    if (link) link.scrollIntoView({ block: 'nearest' });
  };

  document.addEventListener('click', (event) => {
    if (!event.target.closest('[data-palette]')) return;
    event.preventDefault();
    open();
  });
  document.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return;
    event.preventDefault();
    open();
  });
  input.addEventListener('keydown', (event) => {
    const all = links();
    const at = all.findIndex((link) => link.classList.contains('is-on'));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && all.length) {
      event.preventDefault();
      mark(all[(at + step + all.length) % all.length]);
    } else if (event.key === 'Enter' && !event.isComposing && all[at]) {
      event.preventDefault();
      location.assign(all[at].href);
    }
  });
  palette.addEventListener('htmx:afterSwap', () => mark(links()[0]));
}
