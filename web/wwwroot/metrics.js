// The one script of the pages; none of them needs it. New data in place, values under the pointer, dragging to zoom, keys.
(() => {
  'use strict';
  const page = document.documentElement;
  const server = new URL('../../', document.currentScript.src);
  const find = (selector, within = document) => within.querySelector(selector);
  const make = (name, className, textContent = '') => Object.assign(document.createElement(name), { className, textContent });

  // New data. Only what shows them is replaced; forms, frames and the reader's place stay.
  const parts = '.cycle,.pill,.clock,.tiles,.kv,.pic,.lg,.ph>p,.sec>header>p,table';
  let timer, stream, shown = Date.now(), busy = false, dragged = null;

  const wait = () => {
    clearTimeout(timer);
    // With events this is for the case that they stay away.
    if (+page.dataset.delay) timer = setTimeout(renew, (+page.dataset.delay + (stream ? 5 : 0)) * 1000);
  };

  async function renew() {
    if (document.hidden || busy || dragged) return wait();
    busy = true;
    try {
      const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
      if (answer.redirected) return location.reload();
      if (!answer.ok) return;
      const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const [mine, theirs] = [document, next].map(one => [...one.querySelectorAll(parts)]);
      if (mine.length === theirs.length && mine.every((part, i) => part.tagName === theirs[i].tagName)) {
        mine.forEach((part, i) => {
          if (!part.isEqualNode(theirs[i]) && !part.contains(document.activeElement)) part.replaceWith(theirs[i]);
        });
      } else if (!find('main').contains(document.activeElement)) {
        find('main').replaceWith(find('main', next));
      }
      find('.cycle')?.setCurrentTime(0);
      page.dataset.delay = next.documentElement.dataset.delay;
      shown = Date.now();
    } catch {
      // Asked again.
    } finally {
      busy = false;
      wait();
    }
  }

  const listen = () => {
    stream?.close();
    stream = null;
    if (document.hidden || !+page.dataset.delay) return;
    const due = () => Date.now() - shown > page.dataset.interval * 900;
    stream = new EventSource(new URL('events', server));
    stream.onmessage = () => { if (due()) renew(); };
    stream.onerror = event => { if (event.target.readyState === EventSource.CLOSED) { stream = null; wait(); } };
    if (due()) renew();
  };
  document.addEventListener('visibilitychange', listen);
  listen();
  wait();

  // The point of a graph that the pointer is at.
  const place = (picture, event) => {
    const box = picture.getBoundingClientRect();
    const { from, to, left, right } = picture.dataset;
    const scale = find('svg', picture).viewBox.baseVal.width / box.width;
    const share = ((event.clientX - box.left) * scale - left) / (right - left);
    const kept = Math.min(1, Math.max(0, share));
    return { inside: share === kept, time: +from + kept * (to - from), x: (+left + kept * (right - left)) / scale, width: box.width };
  };

  // Values under the pointer.
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: page.dataset.zone, weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit',
  });
  const files = new Map();
  const values = picture => {
    const address = picture.dataset.json;
    const key = address + picture.dataset.to;
    if (!files.has(key)) {
      if (files.size > 30) files.clear();
      files.set(key, fetch(address).then(answer => answer.ok ? answer.json() : null).catch(() => null));
    }
    return files.get(key);
  };

  const format = (value, unit) => {
    if (value === null) return 'no data';
    const base = unit === 'B' ? 1024 : 1000;
    let prefix = 0;
    if (/^[bB]/.test(unit)) while (Math.abs(value) >= base && prefix < 5) { value /= base; prefix++; }
    const number = Math.abs(value) >= 99.95 ? value.toFixed(0) : Math.abs(value) >= 9.995 ? value.toFixed(1) : value.toFixed(2);
    const letter = prefix === 0 ? '' : base === 1024 ? ['Ki', 'Mi', 'Gi', 'Ti', 'Pi'][prefix - 1] : 'kMGTP'[prefix - 1];
    return `${number.replace('-', '\u2212')}\u00a0${letter}${unit}`.trim();
  };

  const hide = () => document.querySelectorAll('.line,.tip').forEach(one => one.remove());

  async function show(picture, event) {
    const at = place(picture, event);
    const file = at.inside ? await values(picture) : null;
    hide();
    if (!file || !picture.isConnected || !picture.matches(':hover')) return;
    const i = Math.min(file.count - 1, Math.max(0, Math.floor((at.time - file.start) / file.step)));
    const [line, tip] = [make('div', 'line'), make('div', 'tip')];
    tip.append(make('b', '', clock.format((file.start + (i + 0.5) * file.step) * 1000)));
    for (const series of file.series) tip.append(make('span', '', series.label), make('b', '', format(series.average[i], file.unit)));
    line.style.left = `${at.x}px`;
    picture.append(line, tip);
    tip.style.left = `${at.x + (at.x > at.width / 2 ? -tip.offsetWidth - 10 : 10)}px`;
  }

  // Dragging over a graph shows what is between.
  const zoom = (picture, one, other) => {
    const form = find('form.zoom', picture);
    const target = new URL(form.action);
    for (const field of form.querySelectorAll('[type=hidden]:not([name=zoom])')) target.searchParams.set(field.name, field.value);
    const [from, to] = [one, other].sort((a, b) => a - b).map(time => new Date(Math.round(time) * 1000).toISOString().replace('.000', ''));
    target.searchParams.set('from', from);
    target.searchParams.set('to', to);
    location.href = target;
  };
  const farEnough = at => Math.abs(at.x - dragged.at.x) > 6;

  document.addEventListener('pointerdown', event => {
    const picture = event.target.closest('form.zoom')?.parentElement;
    if (picture && event.button === 0 && event.pointerType !== 'touch') dragged = { picture, at: place(picture, event), area: make('div', 'area') };
  });
  document.addEventListener('pointermove', event => {
    if (dragged) {
      const at = place(dragged.picture, event);
      if (!farEnough(at)) return;
      hide();
      dragged.area.style.left = `${Math.min(at.x, dragged.at.x)}px`;
      dragged.area.style.width = `${Math.abs(at.x - dragged.at.x)}px`;
      dragged.picture.append(dragged.area);
      return;
    }
    const picture = event.target.closest('.pic[data-json]');
    if (picture) show(picture, event); else hide();
  });
  document.addEventListener('pointerup', event => {
    if (!dragged) return;
    const { picture, at, area } = dragged;
    const end = place(picture, event);
    const far = farEnough(end);
    dragged = null;
    area.remove();
    if (!far) return;
    // The click that follows would zoom into a point.
    addEventListener('click', click => click.preventDefault(), { capture: true, once: true });
    setTimeout(() => zoom(picture, at.time, end.time));
  });
  document.addEventListener('dragstart', event => { if (dragged) event.preventDefault(); });

  const keys = [['d', 'day'], ['w', 'week'], ['m', 'month'], ['y', 'year'], ['←', 'earlier'], ['→', 'later'], ['?', 'keys']];
  const help = () => {
    const dialog = make('dialog', 'keys');
    const list = make('dl', '');
    for (const [key, meaning] of keys) list.append(make('dt', '', key), make('dd', '', meaning));
    dialog.append(make('h2', '', 'Keys'), list);
    dialog.onclick = () => dialog.close();
    dialog.onclose = () => dialog.remove();
    document.body.append(dialog);
    dialog.showModal();
  };
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest('input,textarea,select,dialog')) return;
    if (event.key === '?') return help();
    const range = keys.slice(0, 4).find(([key]) => key === event.key)?.[1];
    const turn = { ArrowLeft: 'prev', ArrowRight: 'next' }[event.key];
    if (range && document.getElementById(range)) document.getElementById(range).scrollIntoView();
    else if (range) find(`.seg a[href*="range=${range}"]`)?.click();
    else if (turn) find(`a[rel=${turn}]`)?.click();
  });
})();
