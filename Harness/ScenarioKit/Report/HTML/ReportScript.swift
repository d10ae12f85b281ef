/// What the page can do beyond being read: filter, zoom, pan, jump, copy.
enum ReportScript {
    static let text = #"""
        'use strict';
        (() => {
        const all = (q, from = document) => [...from.querySelectorAll(q)];

        // Filters of the index.
        const form = document.querySelector('.filters');
        const body = document.querySelector('.matrix tbody');
        const rows = all('.matrix tbody tr');
        form.hidden = false;
        function filter() {
          const words = form.querySelector('input[type=search]').value.toLowerCase().split(/\s+/);
          const statuses = all('input[value]:checked', form).map(box => box.value);
          const state = form.querySelector('select').value;
          for (const row of rows) {
            const own = row.dataset.statuses.split(' ');
            row.hidden = !(words.every(word => row.dataset.words.includes(word))
              && own.some(status => statuses.includes(status))
              && (!state || row.dataset.states.split(' ').includes(state)));
          }
          const slowest = form.querySelector('.slowest').checked;
          const sorted = slowest
            ? [...rows].sort((a, b) => b.dataset.seconds - a.dataset.seconds) : rows;
          sorted.forEach(row => body.append(row));
        }
        form.addEventListener('input', filter);
        form.addEventListener('submit', event => event.preventDefault());

        // Timelines: a wider picture is a closer look.
        class Chart {
          constructor(block) {
            this.block = block;
            this.scroll = block.querySelector('.scroll');
            this.svg = block.querySelector('svg.time');
            this.readout = block.querySelector('.readout');
            this.tip = document.createElement('div');
            this.tip.className = 'tip';
            this.tip.hidden = true;
            block.append(this.tip);
            this.start = Number(this.scroll.dataset.start);
            this.end = Number(this.scroll.dataset.end);
            this.zoom = 1;
            this.tools();
            // A phone has no room for words on all of it: it begins closer, at the left.
            if (this.scroll.clientWidth < 500) this.to(2.5, 0);
            this.scroll.addEventListener('wheel', event => {
              if (!event.ctrlKey && !event.metaKey) return;
              event.preventDefault();
              const x = event.clientX - this.scroll.getBoundingClientRect().left;
              this.to(this.zoom * (event.deltaY < 0 ? 1.25 : 0.8), x);
            }, { passive: false });
            this.scroll.addEventListener('keydown', event => {
              if (event.key === '+') this.to(this.zoom * 1.5);
              if (event.key === '-') this.to(this.zoom / 1.5);
            });
            this.drag();
            // A phone that is turned still shows what was jumped to.
            addEventListener('resize', () => { if (this.index >= 0) this.center(); });
            this.scroll.addEventListener('pointermove', event => this.tell(event));
            this.scroll.addEventListener('pointerleave', () => { this.tip.hidden = true; });
          }
          tools() {
            const bar = document.createElement('div');
            bar.className = 'tools';
            const add = (text, action) => {
              const button = document.createElement('button');
              button.type = 'button';
              button.textContent = text;
              button.addEventListener('click', action);
              bar.append(button);
              return button;
            };
            add('zoom in', () => this.to(this.zoom * 2));
            add('zoom out', () => this.to(this.zoom / 2));
            add('all', () => this.to(1));
            this.marks = all('.violation', this.svg).sort((a, b) => a.dataset.at - b.dataset.at);
            this.index = -1;
            if (this.marks.length) {
              add('first violation', () => this.show(0));
              add('next violation', () => this.show((this.index + 1) % this.marks.length));
            }
            this.block.querySelector('.chart').before(bar);
          }
          to(zoom, x = this.scroll.clientWidth / 2) {
            const place = (this.scroll.scrollLeft + x) / this.svg.clientWidth;
            this.zoom = Math.min(400, Math.max(1, zoom));
            this.svg.style.width = this.zoom * 100 + '%';
            this.scroll.scrollLeft = place * this.svg.clientWidth - x;
            this.axis();
          }
          // As many ticks as there is room for.
          axis() {
            const span = this.end - this.start;
            const room = 90 * span / this.svg.clientWidth;
            const ten = 10 ** Math.floor(Math.log10(room));
            const step = ten * ([1, 2, 5].find(one => ten * one >= room) || 10);
            const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
            all('.grid,.tick', this.svg).forEach(one => one.remove());
            const add = (name, attributes, text) => {
              const one = document.createElementNS(this.svg.namespaceURI, name);
              for (const key in attributes) one.setAttribute(key, attributes[key]);
              if (text) one.textContent = text;
              this.svg.prepend(one);
            };
            for (let n = Math.ceil(this.start / step); n * step <= this.end; n++) {
              const x = 100 * (n * step - this.start) / span + '%';
              add('text', { class: 'tick', x, dx: 3, y: 13 }, (n * step).toFixed(digits));
              add('line', { class: 'grid', x1: x, x2: x, y1: 0, y2: '100%' });
            }
          }
          center() {
            const at = Number(this.marks[this.index].dataset.at);
            const share = (at - this.start) / (this.end - this.start);
            this.scroll.scrollLeft =
              share * this.svg.clientWidth - this.scroll.clientWidth / 2;
            this.axis();
          }
          show(index) {
            this.index = index;
            const mark = this.marks[index];
            const span = this.end - this.start;
            this.to(Math.max(this.zoom, span / Math.min(span, 0.4)));
            this.center();
            all('.chosen', this.block.parentElement).forEach(e => e.classList.remove('chosen'));
            mark.classList.add('chosen');
            const row = document.querySelector(mark.parentElement.getAttribute('href'));
            if (row) row.classList.add('chosen');
            this.readout.textContent = mark.querySelector('title').textContent;
            this.block.scrollIntoView({ block: 'start' });
          }
          drag() {
            let from = null;
            this.scroll.addEventListener('pointerdown', event => {
              if (event.pointerType === 'mouse' && event.button === 0)
                from = { x: event.clientX, left: this.scroll.scrollLeft };
            });
            addEventListener('pointermove', event => {
              if (!from) return;
              this.scroll.classList.add('grabbed');
              this.scroll.scrollLeft = from.left - (event.clientX - from.x);
            });
            addEventListener('pointerup', () => {
              from = null;
              this.scroll.classList.remove('grabbed');
            });
          }
          // Says what the nearest read under the pointer saw.
          tell(event) {
            const box = this.svg.getBoundingClientRect();
            const share = (event.clientX - box.left) / box.width;
            let text = '+' + (this.start + share * (this.end - this.start)).toFixed(3) + ' s';
            const track = all('svg[viewBox]', this.svg).find(one => {
              const own = one.getBoundingClientRect();
              return event.clientY >= own.top && event.clientY < own.bottom;
            });
            let best = null;
            for (const path of track ? all('path', track) : []) {
              for (const part of path.getAttribute('d').split('M')) {
                const x = parseInt(part, 10) / 100000;
                const off = Math.abs(x - share);
                if (!isNaN(x) && (!best || off < best.off)) best = { off, x, path };
              }
            }
            this.tip.hidden = !(best && best.off * box.width < 12);
            if (!this.tip.hidden) {
              const at = this.start + best.x * (this.end - this.start);
              text = '+' + at.toFixed(3) + ' s  ' + best.path.dataset.track + ' saw '
                + best.path.dataset.saw;
              this.tip.textContent = text;
              const right = innerWidth - this.tip.offsetWidth - 8;
              this.tip.style.left = Math.max(4, Math.min(event.clientX + 12, right)) + 'px';
              this.tip.style.top = event.clientY + 16 + 'px';
            }
            this.readout.textContent = text;
          }
        }
        const charts = new Map();
        function chart(block) {
          if (!charts.has(block)) charts.set(block, new Chart(block));
          return charts.get(block);
        }
        // A closed case has no width yet: its chart comes when it is opened.
        all('section .timeline').forEach(chart);
        all('details.case').forEach(one => one.addEventListener('toggle', () => {
          if (one.open) all('.timeline', one).forEach(chart);
        }));

        // Jumps.
        function jump(link) {
          const block = link.closest('.case').querySelector('.timeline');
          if (!block) return false;
          const own = chart(block);
          const index = own.marks.findIndex(m => m.dataset.violation === link.dataset.violation);
          if (index < 0) return false;
          own.show(index);
          return true;
        }
        document.addEventListener('click', event => {
          const link = event.target.closest('a.jump');
          if (link && jump(link)) event.preventDefault();
        });
        // An address may name a case, or the row of a violation.
        function open() {
          const target = location.hash && document.getElementById(location.hash.slice(1));
          if (!target) return;
          for (let one = target; one; one = one.parentElement)
            if (one.tagName === 'DETAILS') one.open = true;
          const link = target.tagName === 'TR' && target.querySelector('a.jump');
          if (!link || !jump(link)) target.scrollIntoView();
        }
        addEventListener('hashchange', open);
        open();

        // Commands.
        all('.copy').forEach(button => {
          button.hidden = false;
          button.addEventListener('click', async () => {
            const code = button.parentElement.querySelector('code');
            try {
              await navigator.clipboard.writeText(code.textContent);
              button.textContent = 'copied';
            } catch {
              getSelection().selectAllChildren(code);
            }
          });
        });
        document.documentElement.dataset.ready = 'true';
        })();

        """#
}
