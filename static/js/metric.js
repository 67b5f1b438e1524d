/* Metric switch of the tile map. Contract: [data-metric] links in .switch, and a
   select[data-metrics] of all; .tile[data-readings] = {"key": ["value", "unit", "grade", "rank"]}. */
function show(tile, reading) {
  const [value, unit, grade, rank] = reading;
  tile.className = 'tile tile--' + grade;
  tile.querySelector('[data-value]').textContent = value || '未报';
  tile.querySelector('[data-unit]').textContent = value ? unit : '';
  tile.querySelector('[data-rank]').textContent = rank;
}

function change(key) {
  document.querySelectorAll('[data-metric]').forEach((link) => {
    if (link.dataset.metric === key) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  });
  document.querySelectorAll('select[data-metrics]').forEach((list) => { list.value = key; });
  document.querySelectorAll('.tile[data-readings]').forEach((tile) => {
    show(tile, JSON.parse(tile.dataset.readings)[key] || ['', '', 'none', '']);
  });
  const url = new URL(location.href);
  url.searchParams.set('metric', key);
  history.replaceState(null, '', url);
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('[data-metric]');
  if (!link) return;
  event.preventDefault();
  change(link.dataset.metric);
});

document.addEventListener('change', (event) => {
  if (event.target.matches('select[data-metrics]')) change(event.target.value);
});
