/* Metric switch of the tile map. Contract: [data-metric] links in .switch;
   .tile[data-readings] = {"key": ["value", "unit", "grade", "rank"]}. */
function show(tile, reading) {
  const [value, unit, grade, rank] = reading;
  tile.className = 'tile tile--' + grade;
  tile.querySelector('[data-value]').textContent = value || '未报';
  tile.querySelector('[data-unit]').textContent = value ? unit : '';
  tile.querySelector('[data-rank]').textContent = rank;
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('[data-metric]');
  if (!link) return;
  event.preventDefault();
  link.parentNode.querySelectorAll('[data-metric]').forEach((other) => {
    if (other === link) other.setAttribute('aria-current', 'true');
    else other.removeAttribute('aria-current');
  });
  document.querySelectorAll('.tile[data-readings]').forEach((tile) => {
    show(tile, JSON.parse(tile.dataset.readings)[link.dataset.metric] || ['', '', 'none', '']);
  });
  history.replaceState(null, '', link.href);
});
