// What is wrong with the page as it lies there: sentences, one a fault.
(() => {
  const faults = new Set();
  const width = document.documentElement.clientWidth;
  const nameOf = element => `${element.tagName.toLowerCase()}${element.getAttribute('class') ? '.' + element.getAttribute('class').replaceAll(' ', '.') : ''}`;
  const quote = text => `"${text.trim().replace(/\s+/g, ' ').slice(0, 40)}"`;

  if (document.documentElement.scrollWidth > width) faults.add(`The page scrolls sideways: ${document.documentElement.scrollWidth} of ${width} px.`);
  for (const image of document.images)
    if (!image.complete || image.naturalWidth === 0) faults.add(`The picture ${image.src} is not there.`);

  // What a drawing says to those who do not see it.
  for (const drawing of document.querySelectorAll('svg.g'))
    if (!drawing.closest('[aria-hidden=true]') && (drawing.getAttribute('role') !== 'img' || !drawing.querySelector('title')?.textContent.trim() || !drawing.querySelector('desc')?.textContent.trim()))
      faults.add(`A drawing says nothing: ${drawing.outerHTML.slice(0, 80)}`);

  // Every line of text: where it is seen, and by what it is cut.
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const element = node.parentElement;
    if (!node.data.trim() || element.closest('.vh,.skip,title,desc,style,noscript,option') || !element.checkVisibility({ visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const holder = element.closest('.panel,.rng,.hello,.wrap,main')?.getBoundingClientRect();
    let clip = element;
    while (clip && getComputedStyle(clip).overflowX === 'visible') clip = clip.parentElement;
    const scrolls = clip && ['auto', 'scroll'].includes(getComputedStyle(clip).overflowX);
    const frame = clip && clip !== document.body && clip !== document.documentElement ? clip.getBoundingClientRect() : null;
    for (const box of range.getClientRects()) {
      if (box.width < 0.5) continue;
      if (scrolls && (box.right < frame.left || box.left > frame.right)) continue;
      if (!scrolls && frame && (box.right > frame.right + 1.5 || box.left < frame.left - 1.5 || box.bottom > frame.bottom + 5 || box.top < frame.top - 5))
        faults.add(`${quote(node.data)} is cut by ${nameOf(clip)}.`);
      if (!scrolls && holder && (box.right > holder.right + 1 || box.left < holder.left - 1)) faults.add(`${quote(node.data)} leaves its panel.`);
      // The letters themselves are lower than their box.
      lines.push({ node, left: box.left, right: box.right, top: box.top + box.height * 0.2, bottom: box.bottom - box.height * 0.2 });
    }
  }
  lines.sort((a, b) => a.top - b.top);
  for (let i = 0; i < lines.length; i++)
    for (let j = i + 1; j < lines.length && lines[j].top < lines[i].bottom - 1; j++)
      if (lines[i].node !== lines[j].node && Math.min(lines[i].right, lines[j].right) - Math.max(lines[i].left, lines[j].left) > 1)
        faults.add(`${quote(lines[i].node.data)} lies on ${quote(lines[j].node.data)}.`);

  // What is touched on narrow screens.
  if (width <= 640)
    for (const one of document.querySelectorAll('.nav a,.seg a,.btn,summary,input:not([type=hidden],[type=image],[type=checkbox],[type=radio])'))
      if (one.checkVisibility() && one.getBoundingClientRect().height < 31.5) faults.add(`${nameOf(one)} ${quote(one.textContent)} is only ${one.getBoundingClientRect().height} px high.`);
  return [...faults];
})()
